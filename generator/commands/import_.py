"""``local-offer import``: entries from elsewhere, with a field-by-field difference first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.commands.options import project_option
from generator.commands.project_settings import offer_of
from generator.commands.stopping import stopping_plainly
from generator.editing.writer import write_files
from generator.exchange import gias as gias_format
from generator.exchange import spreadsheet as spreadsheet_format
from generator.exchange.importing import plan
from generator.exchange.mapping import check_columns, read_mapping
from generator.exchange.result import ACCEPTED, ImportResult, Outcome, RowResult
from generator.exchange.table import read_table
from generator.exchange.words import Words
from generator.reading import Offer

SOURCE = click.Path(path_type=Path)
"""A file that is read; whether it can be is found out in reading, with a plain sentence."""


@click.group("import")
def command() -> None:
    """Bring in entries from elsewhere.

    Nothing that somebody edited here since the last import is overwritten. With --dry-run
    you see every change first, and nothing is written.
    """


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    dry_run = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
    return project_option(dry_run(function))


@command.command("spreadsheet")
@click.argument("source", type=SOURCE)
@click.option("--map", "mapping_file", type=SOURCE, required=True, help="The mapping: which column is what.")
@_shared
def spreadsheet(source: Path, mapping_file: Path, project: Path, dry_run: bool) -> None:
    """Import a CSV or XLSX file, by a mapping file (docs/importing.md)."""

    def prepare(offer: Offer) -> ImportResult:
        opened = read_mapping(mapping_file)
        table = read_table(source)
        unused = check_columns(opened, table)
        words = Words(offer)
        drafts = spreadsheet_format.drafts(opened, table, words)
        return plan(project, opened.mapping.kind, opened.name, drafts, words, unused)

    _run(project, source, dry_run, prepare)


@command.command("gias")
@click.argument("source", type=SOURCE)
@click.option("--authority", help="The council whose schools to take: its name, its code or its GSS code.")
@click.option("--include", multiple=True, metavar="URN", help="A school outside the area to take as well.")
@_shared
def gias(source: Path, authority: str | None, include: tuple[str, ...], project: Path, dry_run: bool) -> None:
    """Import open schools from the CSV of Get Information About Schools."""

    def prepare(offer: Offer) -> ImportResult:
        words = Words(offer)
        drafts = gias_format.drafts(read_table(source, gias_format.COLUMNS), offer, authority, include)
        return plan(project, "school", gias_format.NAME, drafts, words)

    _run(project, source, dry_run, prepare)


def _run(project: Path, source: Path, dry_run: bool, prepare: Callable[[Offer], ImportResult]) -> None:
    with stopping_plainly():
        result = prepare(offer_of(project))
        if not dry_run:
            write_files(project, result.files)
    _show(result, source, dry_run)
    raise SystemExit(1 if result.refused else 0)


# --- What the officer reads -------------------------------------------------------------------


def _show(result: ImportResult, source: Path, dry_run: bool) -> None:
    for row in result.rows:
        _show_row(row, dry_run)
    for entry_id in result.gone:
        click.echo(
            f"not in this import any more: {entry_id}. It is kept; if it has ended, set its status to closed."
        )
    if result.unused:
        click.echo(f"columns that the mapping does not use: {', '.join(result.unused)}")
    if result.organisations:
        click.echo(f"new organisations: {', '.join(result.organisations)}")
    counts = result.counts
    taken = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ACCEPTED)
    click.echo(
        f"{source.name}: {len(result.rows)} rows = {result.accepted} accepted ({taken})"
        f" + {counts[Outcome.REFUSED]} refused + {counts[Outcome.MERGED]} merged"
        f" + {counts[Outcome.SKIPPED]} skipped; {len(result.notes)} notes"
    )
    if dry_run:
        click.echo(f"Nothing was written. Without --dry-run, {len(result.files)} files would be.")


def _show_row(row: RowResult, dry_run: bool) -> None:
    if dry_run and row.outcome in (Outcome.NEW, Outcome.CHANGED):
        click.echo(f"row {row.row}: {row.outcome} {row.entry_id}")
        for difference in row.differences:
            click.echo(f"  {difference.field}: {_value(difference.old)} → {_value(difference.new)}")
    for note in row.notes:
        click.echo(f"note: {note}")
    if row.outcome is Outcome.REFUSED:
        click.echo(f"refused: {row.reason}")


def _value(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 100 else line[:99] + "…") or "(nothing)"
