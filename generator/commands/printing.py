"""How problems are shown: as text for people, as JSON for programs, as annotations for GitHub."""

import io
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from generator.reading.problems import Problem, Severity

FORMS = ("text", "json", "github")
"""What ``--format`` takes."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def print_problems(form: str, problems: Iterable[Problem], summary: str) -> None:
    """Prints problems as text or for GitHub, and a sentence after them.

    Args:
        form: ``text`` or ``github``.
        problems: What to print.
        summary: The sentence.
    """
    _show_every_letter()
    for problem in problems:
        click.echo(_annotation(problem) if form == "github" else _line(problem))
    click.echo(summary)


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
