"""``local-offer confirm``: records that entries were checked and are still right."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from generator.commands.options import project_option
from generator.commands.stopping import stopping_plainly
from generator.editing.confirming import confirmations, described
from generator.editing.writer import write_files
from generator.reading import read_project
from offer_schema.entry import CheckedBy

_BY = get_args(get_args(get_args(CheckedBy)[0])[0])


@click.command(name="confirm")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option(
    "--on",
    type=click.DateTime(("%Y-%m-%d",)),
    help="The day of the check, like 2026-10-31, if it was not today.",
)
@click.option("--by", type=click.Choice(_BY), help="Who checked. Nobody's name is written down.")
@project_option
def command(ids: Sequence[str], on: datetime.datetime | None, by: str | None, project: Path) -> None:
    """Records that each entry was checked and is still right.

    An ID is a file name without its ending, or its path; services/ID where two share a name; ID/sen-report for a
    school's SEN information report. All of them are written, or none.
    """
    today = datetime.date.today()
    day = on.date() if on else today
    if day > today:
        raise click.UsageError(f"{day} has not come yet. Write the day when somebody really checked.")
    reading = read_project(project)
    with stopping_plainly():
        found = confirmations(project, reading, ids, day, by)
        write_files(project, {one.path: one.text for one in found if one.text is not None})
    for line in described(found, day):
        click.echo(line)
