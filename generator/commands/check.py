"""``local-offer check``: every problem in the content, none hidden by another."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.commands.options import project_option
from generator.commands.printing import FORMS, print_json, print_problems
from generator.reading import Problem, read_project
from generator.reading.problems import Severity


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations on a pull request, markdown for its summary.",
)
@click.option("--no-advice", is_flag=True, help="Leave out advice on what could be added.")
@click.option("--no-cache", is_flag=True, help="Read every file, changed or not.")
@project_option
def command(paths: Sequence[Path], form: str, no_advice: bool, no_cache: bool, project: Path) -> None:
    """Checks the content: all of it, or the files and folders in PATHS.

    Exit status 1 when there is an error; warnings and advice alone give 0.
    """
    wanted = [_in_project(project, path) for path in paths]
    reading = read_project(project, use_cache=not no_cache)
    problems = [
        problem
        for problem in _within(wanted, reading.problems)
        if not (no_advice and problem.severity is Severity.ADVICE)
    ]
    files = len(reading.sources)
    if form == "json":
        print_json({"files": files, "problems": [problem._asdict() for problem in problems]})
    else:
        print_problems(form, problems, _summary(problems, files))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(1)


def _in_project(project: Path, path: Path) -> str:
    """A path as problems name it, relative to the project; it may be given from here or from there."""
    top = project.resolve()
    found = [candidate for candidate in (path, project / path) if os.path.lexists(candidate)]
    if not found:
        raise click.ClickException(f"There is no file or folder {path}.")
    for candidate in found:
        # The file may itself be a link, which is one of the problems to show.
        for full in (candidate.parent.resolve() / candidate.name, candidate.resolve()):
            full = Path(os.path.normpath(full))
            if full.is_relative_to(top):
                return full.relative_to(top).as_posix()
    raise click.ClickException(f"{path} is not in the project {project}.")


def _within(wanted: list[str], problems: list[Problem]) -> Iterable[Problem]:
    if not wanted:
        return problems
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
