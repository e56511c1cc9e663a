"""``local-offer check``: every problem in the content, none hidden by another."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.commands.options import project_option
from generator.reading import Problem, read_project
from generator.reading.problems import Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations on a pull request.",
)
@click.option("--no-advice", is_flag=True, help="Leave out advice on what could be added.")
@click.option("--no-cache", is_flag=True, help="Read every file, changed or not.")
@project_option
def command(paths: Sequence[Path], form: str, no_advice: bool, no_cache: bool, project: Path) -> None:
    """Checks the content: all of it, or the files and folders in PATHS.

    Exit status 1 when there is an error; warnings and advice alone give 0.
    """
    missing = [path for path in paths if not path.exists() and not (project / path).exists()]
    if missing:
        raise click.ClickException(f"There is no file or folder {missing[0]}.")
    reading = read_project(project, use_cache=not no_cache)
    problems = [
        problem
        for problem in _within(project, paths, reading.problems)
        if not (no_advice and problem.severity is Severity.ADVICE)
    ]
    {"text": _print_text, "json": _print_json, "github": _print_github}[form](problems, len(reading.sources))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(1)


def _within(project: Path, paths: Sequence[Path], problems: list[Problem]) -> Iterable[Problem]:
    if not paths:
        return problems
    top = project.resolve()
    wanted = []
    for path in paths:
        full = (path if path.exists() else project / path).absolute()
        wanted.append(os.path.relpath(full, top).replace(os.sep, "/"))
    return (
        problem
        for problem in problems
        if any(one == "." or problem.path == one or problem.path.startswith(f"{one}/") for one in wanted)
    )


def _summary(problems: list[Problem], files: int) -> str:
    counts = Counter(problem.severity for problem in problems)
    words = [
        f"{counts[severity]} {name}{'' if counts[severity] == 1 or severity is Severity.ADVICE else 's'}"
        for severity, name in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
        if counts[severity]
    ]
    if counts[Severity.ADVICE]:
        words.append(f"{counts[Severity.ADVICE]} piece{'s' if counts[Severity.ADVICE] > 1 else ''} of advice")
    return f"{files} files checked: {', '.join(words) or 'nothing to put right'}."


def _print_text(problems: list[Problem], files: int) -> None:
    for problem in problems:
        label = click.style(f"{problem.severity}[{problem.code}]", fg=_COLOURS[problem.severity], bold=True)
        place = f"{problem.path}:{problem.line}:{problem.column}"
        click.echo(f"{place}: {label}: {problem.message} {problem.fix}".rstrip())
    click.echo(_summary(problems, files))


def _print_json(problems: list[Problem], files: int) -> None:
    rows = [problem._asdict() for problem in problems]
    click.echo(json.dumps({"files": files, "problems": rows}, ensure_ascii=False, indent=2))


def _print_github(problems: list[Problem], files: int) -> None:
    """GitHub's workflow commands: they appear as annotations on the changed lines."""
    for problem in problems:
        properties = ",".join(
            f"{name}={_property(value)}"
            for name, value in (
                ("file", problem.path),
                ("line", str(problem.line)),
                ("col", str(problem.column)),
                ("title", problem.code),
            )
        )
        click.echo(
            f"::{_GITHUB[problem.severity]} {properties}::{_data(f'{problem.message} {problem.fix}'.strip())}"
        )
    click.echo(_summary(problems, files))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
