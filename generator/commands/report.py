"""``local-offer report KIND``: an officer's report in any form, and an exit status for programs."""

import datetime
import importlib
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from generator.commands.options import project_option
from generator.reading import read_project
from generator.reading.problems import Severity
from generator.reports.formats import FORMATS
from generator.reports.report import Report, ReportKind, Sources, SourceUnreadable

_KINDS: dict[str, str] = {
    "problems": "generator.reports.problems",
    "freshness": "generator.reports.freshness_report",
    "comments": "generator.reports.comments",
    "coverage": "generator.reports.coverage",
    "gaps": "generator.reports.gaps",
    "links": "generator.reports.links",
    "schools": "generator.reports.schools",
}
"""The module of each kind of report; each has a `KIND`."""

_BYTES = frozenset({"xlsx"})


class _Kinds(click.Group):
    """Makes a command of each kind of report when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _KINDS:
            return None
        kind: ReportKind = importlib.import_module(_KINDS[cmd_name]).KIND
        return _command(kind)


@click.group(name="report", cls=_Kinds)
def command() -> None:
    """Makes a report on the Local Offer."""


def _command(kind: ReportKind) -> click.Command:
    """The command of one kind of report: all of them take the same options."""

    def run(**options: Any) -> None:
        _run(kind, **options)

    parameters: list[click.Parameter] = [
        click.Option(
            ("--format", "form"),
            type=click.Choice(tuple(FORMATS)),
            default="text",
            show_default=True,
            help="The form of the report.",
        ),
        click.Option(
            ("--to",), type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file."
        ),
        click.Option(("--table",), help="Only the table of this name."),
        click.Option(
            ("--today",),
            type=click.DateTime(("%Y-%m-%d",)),
            help="The day for which it is to hold, like 2026-10-31.",
        ),
    ]
    if kind.levels:
        parameters.append(
            click.Option(
                ("--fail-on",),
                type=click.Choice(kind.levels),
                help="Exit status 1 if there is anything of this kind or worse.",
            )
        )
    wrapped = click.Command(kind.name, callback=run, params=parameters, help=kind.help)
    return project_option(wrapped)


def _run(
    kind: ReportKind,
    *,
    project: Path,
    form: str,
    to: Path | None,
    table: str | None,
    today: datetime.datetime | None,
    fail_on: str | None = None,
) -> None:
    if form in _BYTES and to is None and sys.stdout.isatty():
        raise click.UsageError(f"A terminal cannot show {form}. Name a file: --to report.{form}")
    reading = read_project(project)
    if reading.offer is None:
        errors = sum(problem.severity is Severity.ERROR for problem in reading.problems)
        raise click.ClickException(
            f"The content has {errors} error{'s' if errors != 1 else ''}, so there is no report. "
            "`local-offer check` shows them."
        )
    day = today.date() if today else datetime.date.today()
    try:
        report = kind.make(Sources(project, reading.offer, tuple(reading.problems), day))
    except SourceUnreadable as unreadable:
        raise click.ClickException(str(unreadable)) from None
    try:
        written = FORMATS[form](report, table)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    _put(written, to)
    if fail_on is not None and report.fails_on(fail_on):
        click.echo(_failure(report, fail_on), err=True)
        raise click.exceptions.Exit(1)


def _failure(report: Report, level: str) -> str:
    names = list(report.found)
    counted = [
        f"{report.found[name]} {name.replace('-', ' ')}"
        for name in names[: names.index(level) + 1]
        if report.found[name]
    ]
    return f"Failed on {level.replace('-', ' ')}: {', '.join(counted)}."


def _put(written: str | bytes, to: Path | None) -> None:
    if to is None:
        if isinstance(written, bytes):
            sys.stdout.buffer.write(written)
            sys.stdout.buffer.flush()
            return
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        click.echo(written, nl=False)
        return
    data = written.encode() if isinstance(written, str) else written
    try:
        # Beside the file, then over it: a full disk leaves the last report whole.
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o644)
            os.replace(name, to)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}.") from None
