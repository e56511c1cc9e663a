"""``local-offer confirm``: records that entries were checked and are still right."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from generator.commands.options import fail, project_option
from generator.editing.confirming import confirmations, described
from generator.editing.issue_form import FormUnreadable, read_form
from generator.editing.writer import WriteRefused, write_files
from generator.reading import read_project
from generator.reports.formats.markdown import escaped
from offer_schema.entry import CheckedBy

_BY = get_args(get_args(get_args(CheckedBy)[0])[0])

_CHANGED = "Thank you for telling us what has changed. Somebody will put it right and answer here."


@click.command(name="confirm")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option(
    "--on",
    type=click.DateTime(("%Y-%m-%d",)),
    help="The day of the check, like 2026-10-31, if it was not today.",
)
@click.option("--by", type=click.Choice(_BY), help="Who checked. Nobody's name is written down.")
@click.option(
    "--form",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the entry, and who checked, from the text of an issue made with the form on GitHub.",
)
@click.option(
    "--answer",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --form: also write what came of it to this file, as an answer to the issue.",
)
@project_option
def command(
    ids: Sequence[str],
    on: datetime.datetime | None,
    by: str | None,
    form: Path | None,
    answer: Path | None,
    project: Path,
) -> None:
    """Records that each entry was checked and is still right.

    An ID is a file name without its ending, or its path; services/ID where two share a name; ID/sen-report for a
    school's SEN information report; indicators/ID for figures. All of them are written, or none.
    """
    if bool(ids) == bool(form):
        raise click.UsageError("Name the entries, or give a form with --form.")
    today = datetime.date.today()
    day = on.date() if on else today
    if day > today:
        raise click.UsageError(f"{day} has not come yet. Write the day when somebody really checked.")
    try:
        if form:
            told = read_form(form.read_text("utf-8", errors="replace"))
            if not told.still_right:
                _tell([_CHANGED], answer)
                return
            ids, by = (told.entry,), told.by
        found = confirmations(project, read_project(project), ids, day, by)
        write_files(project, {one.path: one.text for one in found if one.text is not None})
    except (WriteRefused, FormUnreadable) as refused:
        if answer:
            _write_answer([str(refused)], answer)
        raise fail(str(refused)) from None
    _tell(list(described(found, day)), answer)


def _tell(lines: Sequence[str], answer: Path | None) -> None:
    for line in lines:
        click.echo(line)
    if answer:
        _write_answer(lines, answer)


def _write_answer(lines: Sequence[str], answer: Path) -> None:
    """What came of it, as Markdown that calls nobody and holds no link that was not ours."""
    try:
        answer.write_text("\n\n".join(map(escaped, lines)) + "\n", "utf-8")
    except OSError as error:
        raise fail(f"{answer} cannot be written: {error.strerror}.") from None
