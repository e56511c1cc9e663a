"""How problems are shown: as text for people, as JSON for programs, as annotations and summaries for GitHub."""

import io
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from generator.reading.problems import Problem, Severity
from generator.reports.formats.markdown import escaped

FORMS = ("text", "json", "github", "markdown")
"""What ``--format`` takes."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def print_problems(form: str, problems: Iterable[Problem], summary: str) -> None:
    """Prints problems in a form for people, with a sentence on all of them.

    Args:
        form: ``text``, ``github`` or ``markdown``.
        problems: What to print.
        summary: The sentence.
    """
    _show_every_letter()
    if form == "markdown":
        _print_summary(list(problems), summary)
        return
    for problem in problems:
        click.echo(_annotation(problem) if form == "github" else _line(problem))
    click.echo(summary)


_SHOWN = 200
"""How many problems a summary names: GitHub takes a million bytes, and nobody reads more."""

_HEADINGS = {
    Severity.ERROR: "To put right before this can be published",
    Severity.WARNING: "To look at soon",
    Severity.ADVICE: "What could be added",
}


def _print_summary(problems: list[Problem], summary: str) -> None:
    """A summary in words, for the page of a run on GitHub."""
    click.echo(f"{escaped(summary)}")
    if not any(problem.severity is Severity.ERROR for problem in problems):
        click.echo("\nNothing here stops the site from being published.")
    left = _SHOWN
    for severity, heading in _HEADINGS.items():
        own = [problem for problem in problems if problem.severity is severity]
        if own and left > 0:
            click.echo(f"\n### {heading}\n")
            for problem in own[:left]:
                place = f"`{problem.path.replace('`', '')}`, line {problem.line}"
                click.echo(f"- {place}: {escaped(f'{problem.message} {problem.fix}'.strip())}")
        left -= len(own)
    if left < 0:
        click.echo(f"\nAnd {-left:,} more.")


def print_json(data: Mapping[str, Any]) -> None:
    """Prints plain values as JSON."""
    _show_every_letter()
    click.echo(json.dumps(data, indent=2))


def _show_every_letter() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A letter that this terminal does not know must not hide the problem that it stands in.
        sys.stdout.reconfigure(errors="backslashreplace")


def _line(problem: Problem) -> str:
    label = click.style(f"{problem.severity}[{problem.code}]", fg=_COLOURS[problem.severity], bold=True)
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {label}: {problem.message} {problem.fix}".rstrip()


def _annotation(problem: Problem) -> str:
    """One of GitHub's workflow commands: it appears as an annotation on the changed line."""
    properties = ",".join(
        f"{name}={_property(value)}"
        for name, value in (
            ("file", problem.path),
            ("line", str(problem.line)),
            ("col", str(problem.column)),
            ("title", problem.code),
        )
    )
    return f"::{_GITHUB[problem.severity]} {properties}::{_data(f'{problem.message} {problem.fix}'.strip())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
