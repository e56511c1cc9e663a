"""``local-offer places``: this authority's postcodes, for "near me" and for checking entries."""

from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from generator.commands.options import project_option
from generator.commands.stopping import stopping_plainly
from generator.editing.writer import write_files
from generator.exchange import postcodes as national
from generator.exchange.result import ImportStopped
from generator.reading.content_files import SourceFile
from generator.reading.file_reading import open_document
from generator.reading.postcodes import ATTRIBUTION, FOLDER, is_outward
from generator.reading.problems import Problem
from offer_schema.field_types import GssCode


@click.command(name="places")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--authority", metavar="GSS", help="The council's GSS code, if not that of content/authority.yml."
)
@click.option(
    "--also",
    multiple=True,
    metavar="OUTWARD",
    help="The first half of postcodes to take as well, whoever's they are: M33. Repeat it for each.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@project_option
def command(source: Path, authority: str | None, also: tuple[str, ...], dry_run: bool, project: Path) -> None:
    """Import this authority's postcodes.

    SOURCE is the NSPL or the ONSPD of the Office for National Statistics, or Code-Point Open of
    Ordnance Survey: a CSV file, a folder of them, or the zip file as it was downloaded.
    """
    with stopping_plainly():
        found = national.find_postcodes(source, _gss(project, authority), _outward(also))
        files, gone, kept = _changes(project, found)
        if not dry_run:
            write_files(project, files, gone)
    _show(source, found, kept)
    _show_changes(files, gone, dry_run)


def _gss(project: Path, given: str | None) -> str:
    code = given
    if code is None:
        document = open_document(
            project, SourceFile("authority", "authority", "content/authority.yml", (0, 0))
        )
        if isinstance(document, Problem):
            raise ImportStopped(
                f"{document}", "Name the council with --authority, like --authority E08000009."
            )
        code = document.tree.get("gss")
        if not isinstance(code, str):
            raise ImportStopped(
                "content/authority.yml has no gss. Write your GSS code there, or name it with --authority."
            )
    try:
        return TypeAdapter(GssCode).validate_python(code)
    except ValidationError:
        raise ImportStopped(
            f'"{code}" is not the GSS code of a council with a Local Offer. '
            "It begins E06, E08, E09 or E10 and has six more digits."
        ) from None


def _outward(also: tuple[str, ...]) -> list[str]:
    codes = [code.strip().upper() for code in also]
    for code in codes:
        if not is_outward(code):
            raise ImportStopped(f'"{code}" is not the first half of a postcode. Write it like --also M33.')
    return codes


def _changes(project: Path, found: national.Found) -> tuple[dict[str, str], list[str], list[str]]:
    """The files to write, those to remove, and the outward codes that the source says nothing of."""
    wanted = {f"{FOLDER}/{outward}.csv": text for outward, text in national.csv_files(found).items()}
    wanted[f"{FOLDER}/{ATTRIBUTION}"] = f"{national.attribution(found)}\n"
    there = sorted(path.name for path in (project / FOLDER).glob("*.csv"))
    others = [name for name in there if f"{FOLDER}/{name}" not in wanted]
    gone = [f"{FOLDER}/{name}" for name in others if found.covers(Path(name).stem.upper())]
    kept = [Path(name).stem.upper() for name in others if f"{FOLDER}/{name}" not in gone]
    changed = {path: text for path, text in wanted.items() if _text(project / path) != text}
    return changed, gone, kept


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


# --- What the officer reads -------------------------------------------------------------------


def _show(source: Path, found: national.Found, kept: list[str]) -> None:
    for line in found.unreadable:
        click.echo(f"not readable: {line}")
    for line in found.passed[: national.SHOWN]:
        click.echo(f"passed over: {line}")
    counts = found.counts
    taken = counts[national.LIVE] + counts[national.ENDED]
    rest = " + ".join(
        f"{counts[outcome]:,} {outcome}" for outcome in national.OUTCOMES[2:] if counts[outcome]
    )
    click.echo(
        f"{source.name}: {found.rows:,} rows = {taken:,} taken "
        f"({counts[national.LIVE]:,} in use, {counts[national.ENDED]:,} ended)"
        + (f" + {rest}" if rest else "")
    )
    outward = sorted({postcode.partition(" ")[0] for postcode in found.places})
    click.echo(f"Taken: {len(outward)} first halves of postcodes ({', '.join(outward)}).")
    if kept:
        click.echo(
            f"Kept from an earlier import, because {source.name} has no postcodes near them: "
            f"{', '.join(kept)}. Delete their files if they are not yours."
        )
    if not counts[national.ENDED] and national.ONS not in found.forms:
        click.echo("Code-Point Open has no postcodes that have ended; the NSPL and the ONSPD have.")


def _show_changes(files: dict[str, str], gone: list[str], dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    written = [path for path in files if path.endswith(".csv")]
    click.echo(
        f"{len(written)} file{'' if len(written) == 1 else 's'} {would}written in {FOLDER}, {len(gone)} {would}removed."
    )
    click.echo(f"The licence asks you to show this; the site does, from {FOLDER}/{ATTRIBUTION}:")
    click.echo(f"  {files.get(f'{FOLDER}/{ATTRIBUTION}', 'It has not changed.').strip()}")
