"""``local-offer booklet``: the Local Offer on paper, for people without the internet."""

import datetime
from pathlib import Path

import click

from generator.booklet.document import Booklet, Layout
from generator.booklet.pdf import ToolMissing, pdf_of, write_whole
from generator.booklet.selection import Kind, UnknownWord, choose, select
from generator.commands.options import fail, project_option
from generator.reading import Offer, read_project
from generator.reports.freshness import card_states
from generator.site.quick_build import day_of_build


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
    theme, site_url, day = _settings(project)
    day = today.date() if today else day
    offer = _offer(project)
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


def _settings(project: Path) -> tuple[list[Path], str, datetime.date]:
    """What mkdocs.yml says: the theme's folders, the address of the site, and the day of a build."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        raise fail(f"There is no {config_file}. `local-offer init DIR` makes a project.")
    try:
        config = load_config(str(config_file))
    except MkDocsException as error:
        raise fail(str(error)) from None
    plugin = config.plugins.get("local-offer")
    today = plugin.config.get("today") if plugin else None
    return [Path(folder) for folder in config.theme.dirs], config.site_url or "", day_of_build(today)


def _offer(project: Path) -> Offer:
    reading = read_project(project)
    if reading.offer is None:
        few = "\n".join(str(problem) for problem in reading.errors[:10])
        raise fail(f"{few}\nThe content has errors. Put them right first: `local-offer check` shows all.")
    return reading.offer
