"""``local-offer booklet``: the Local Offer on paper, for people without the internet."""

import datetime
from pathlib import Path

import click

from generator.booklet.document import Booklet, Layout
from generator.booklet.pdf import ToolMissing, pdf_of, write_whole
from generator.booklet.selection import Kind, UnknownWord, choose, select
from generator.commands.options import fail, project_option
from generator.commands.project_settings import offer_of, site_settings
from generator.reports.freshness import card_states


@click.command(name="booklet")
@click.option("--category", "categories", multiple=True, metavar="ID", help="Only this kind of support.")
@click.option("--need", "needs", multiple=True, metavar="ID", help="Only for this need.")
@click.option("--area", "places", multiple=True, metavar="ID", help="Only in, or for, this town or ward.")
@click.option("--age", "ages", multiple=True, metavar="AGE", help="Only for this age, like 7 or 5-10.")
@click.option(
    "--kind",
    type=click.Choice(("services", "schools", "all")),
    default="all",
    show_default=True,
    help="Services, schools and settings, or both.",
)
@click.option("--large-print", is_flag=True, help="18 points and more, for people who see little.")
@click.option(
    "--paper",
    type=click.Choice(("A4", "A5"), case_sensitive=False),
    default="A4",
    show_default=True,
    help="A5 is for printing two pages on a sheet, to fold and staple.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    default=Path("local-offer-booklet.pdf"),
    show_default=True,
    help="The PDF to write.",
)
@click.option(
    "--today",
    type=click.DateTime(("%Y-%m-%d",)),
    help="The day that is printed on it, if not today: 2026-11-30.",
)
@project_option
def command(
    categories: tuple[str, ...],
    needs: tuple[str, ...],
    places: tuple[str, ...],
    ages: tuple[str, ...],
    kind: Kind,
    large_print: bool,
    paper: str,
    to: Path,
    today: datetime.datetime | None,
    project: Path,
) -> None:
    """Makes a printed directory: a PDF with cover, contents, every entry, and indexes.

    Options can be given more than once: --need autism --need adhd takes both. Different
    options narrow it: --need autism --area silverpit. What an entry does not state never
    leaves it out.
    """
    _refuse_a_bad_place(to)
    theme, site_url, day = site_settings(project)
    day = today.date() if today else day
    offer = offer_of(project)
    states = card_states(offer, offer.cards.values(), day)
    try:
        choice = choose(offer, categories=categories, needs=needs, places=places, ages=ages, kind=kind)
    except UnknownWord as unknown:
        raise click.UsageError(str(unknown)) from None
    cards = select(offer, choice, states)
    if not cards:
        raise fail("Nothing fits all of that, so there is no booklet. Ask for less, or for more of one kind.")
    booklet = Booklet(offer, cards, choice, states=states, theme=theme, site_url=site_url, today=day)
    try:
        pdf, pages = pdf_of(booklet.document(Layout(paper.upper(), large_print)))
        write_whole(pdf, to)
    except ToolMissing as missing:
        raise fail(str(missing)) from None
    except OSError as error:
        raise fail(f"The booklet cannot be written: {error}.") from None
    click.echo(f"{to}: {pages} pages, {booklet.inside}.")


def _refuse_a_bad_place(to: Path) -> None:
    """Says so at once, and not after the booklet is made."""
    if to.is_dir():
        raise fail(f"{to} is a folder. Give a file: --to {to / 'booklet.pdf'}")
    if not to.parent.is_dir():
        raise fail(f"There is no folder {to.parent}. Make it first, or give another place with --to.")
