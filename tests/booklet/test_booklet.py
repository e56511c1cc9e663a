"""The PDF itself, opened and read again."""

import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PageObject, PdfReader

from generator.booklet.document import Booklet, Layout, shelf_of, short_address
from generator.booklet.pdf import pdf_of
from generator.booklet.selection import choose, select
from generator.commands import cli
from generator.reading import Offer, read_project
from generator.reading.card import Card
from generator.reports.freshness import card_states
from tests.conftest import FILES, SWIM, write

REPOSITORY = Path(__file__).resolve().parents[2]
THEME = [REPOSITORY / "theme"]
TODAY = datetime.date(2026, 11, 20)


class Read:
    """A booklet and what is on its pages."""

    def __init__(self, pdf: bytes, cards: list[Card]) -> None:
        self.bytes, self.cards = pdf, cards
        self.reader = PdfReader(io.BytesIO(pdf))
        self.pages = [_plain(page.extract_text()) for page in self.reader.pages]
        self.text = "\n".join(self.pages)

    @property
    def outline(self) -> list[tuple[int, str, int]]:
        """Each bookmark: its level, its words, and the page that it leads to."""
        return list(self._walk(self.reader.outline, 1))

    def _walk(self, items: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from self._walk(item, level + 1)
            else:
                page = self.reader.get_destination_page_number(item)
                assert page is not None
                yield level, _plain(item.title), page + 1

    def bookmark(self, words: str) -> int:
        """The page of the bookmark with these words."""
        return next(page for _, title, page in self.outline if title == words)


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").replace("\u2010", "-").split())


def _read(project: Path, layout: Layout = Layout(), **asked: Any) -> Read:  # noqa: B008 - it never changes
    offer = _offer(project)
    states = card_states(offer, offer.cards.values(), TODAY)
    choice = choose(offer, **asked)
    cards = select(offer, choice, states)
    booklet = Booklet(
        offer,
        cards,
        choice,
        states=states,
        theme=THEME,
        site_url="https://localoffer.doggerland.example.org/",
        today=TODAY,
    )
    return Read(pdf_of(booklet.document(layout))[0], cards)


def _offer(project: Path) -> Offer:
    reading = read_project(project, use_cache=False)
    assert reading.offer, reading.errors
    return reading.offer


@pytest.fixture(scope="session")
def offer() -> Offer:
    return _offer(REPOSITORY)


@pytest.fixture(scope="session")
def part() -> Read:
    """A part of the demonstration that has every kind of thing in it, read only."""
    return _read(REPOSITORY, needs=["physical-disability"], places=["oysterby"], ages=["0-4"])


@pytest.fixture
def small(project: Path) -> Path:
    """The small project with an organisation's name to print and a second category."""
    write(
        project,
        "content/services/sea-walks.yml",
        SWIM.replace("Saturday Swim Club", "Sea Walks").replace("[clubs]", "[short-breaks, clubs]"),
    )
    return project


# --- What is in it --------------------------------------------------------------------------------


def test_every_entry_is_in_it_with_its_phone_and_its_email(offer: Offer, part: Read) -> None:
    assert {card.kind for card in part.cards} == {"service", "school"}
    assert len(part.cards) > 15
    for card in part.cards:
        contact = offer.entry(card.kind, card.id).contact
        assert card.name in part.text
        for way in (contact.phone, contact.text_phone, contact.email):
            assert not way or way in part.text, f"{card.name}: {way}"


def test_no_other_entry_is_described_in_it(offer: Offer, part: Read) -> None:
    titles = {title for level, title, _ in part.outline if level == 2}
    assert titles == {card.name for card in part.cards}


def test_an_entry_tells_all_that_a_family_needs(small: Path) -> None:
    text = _read(small).text
    for words in (
        "From Tidewell Leisure",
        "Ages: 5 to 11",
        "Needs: Autism",
        "When: Not stated. Please ask.",
        "Where: Tidewell Baths, Tidewell, ZZ1 2AB",
        "Access: Step-free way in",
        "Cost: Not stated. Please ask.",
        "Also in: British Sign Language",
        "Phone: 01632 960123",
        "Checked in October 2026",
    ):
        assert words in text, words


def test_an_overdue_entry_carries_a_plain_warning(small: Path) -> None:
    write(small, "content/services/old.yml", SWIM.replace("2026-10-01", "2025-01-09"))
    assert "Nobody has checked this since January 2025. Call before you set off." in _read(small).text


def test_a_school_tells_its_senco_and_the_year_of_its_report(small: Path) -> None:
    report = (
        "sen_report:\n  year: 2026 to 2027\n  senco:\n    phone: 01632 960177\n  senco_name: A. Example\n"
        "  equipment:\n    text: We look first at what we have. Then we ask the NHS store.\n"
    )
    write(small, "content/schools/reef-primary.yml", FILES["content/schools/reef-primary.yml"] + report)
    text = _read(small, kind="schools").text
    for words in (
        "Type: Community school",
        "SENCO: A. Example",
        "01632 960177",
        "SEN report: For 2026 to 2027",
    ):
        assert words in text, words


def test_a_school_without_a_report_says_so(small: Path) -> None:
    assert "The school has not given us its report yet." in _read(small, kind="schools").text


def test_a_setting_that_owes_no_report_is_not_said_to_owe_one(small: Path) -> None:
    school = FILES["content/schools/reef-primary.yml"].replace("community-school", "childminder")
    write(small, "content/schools/reef-primary.yml", f"{school}sen_report:\n  senco_name: A. Example\n")
    text = _read(small, kind="schools").text
    assert "SENCO: A. Example" in text
    assert "The law says that it must" not in text


def test_the_name_of_a_senco_alone_is_enough(small: Path) -> None:
    report = "sen_report:\n  senco_name: A. Example\n"
    write(small, "content/schools/reef-primary.yml", FILES["content/schools/reef-primary.yml"] + report)
    assert "SENCO: A. Example" in _read(small, kind="schools").text


def test_a_withheld_address_is_nowhere_in_it(small: Path) -> None:
    secret = (
        "  - name: Hidden House\n    address: 9 Secret Lane\n    town: Tidewell\n    postcode: ZZ1 9ZZ\n"
        "    access_notes: Ring twice at the green door.\n    withheld: yes\n"
    )
    write(
        small, "content/services/refuge.yml", re.sub(r"  - name: Tidewell Baths\n(?:    .*\n)+", secret, SWIM)
    )
    text = _read(small).text
    assert "Where: Tidewell. The full address is not published." in text
    for word in ("Hidden House", "Secret Lane", "ZZ1 9ZZ", "green door"):
        assert word not in text


def test_hostile_text_is_printed_as_it_is(small: Path) -> None:
    name = '"<script>alert(1)</script> & <img src=//evil.example/x>"'
    write(small, "content/services/hostile.yml", SWIM.replace("Saturday Swim Club", name))
    read = _read(small)
    assert "<script>alert(1)</script> & <img src=//evil.example/x>" in read.text
    assert not any("/XObject" in (page.get("/Resources") or {}) and page.images for page in read.reader.pages)


def test_a_service_stands_once_and_its_other_category_names_the_page(small: Path) -> None:
    read = _read(small)
    assert [title for level, title, _ in read.outline if level == 2].count("Sea Walks") == 1
    assert f"Sea Walks, page {read.bookmark('Sea Walks')}" in read.text


def test_a_booklet_of_one_category_has_no_other_chapter(small: Path) -> None:
    chapters = [title for level, title, _ in _read(small, categories=["clubs"]).outline if level == 1]
    assert "Clubs" in chapters
    assert "Short breaks" not in chapters


def test_only_words_that_are_used_are_explained(small: Path) -> None:
    assert "Words explained" not in _read(small).text
    write(small, "content/services/plan.yml", f"{SWIM}ehc_plan: needed\n")
    text = _read(small).text
    assert "Education, health and care plan (EHC plan) What a child must get, in writing." in text


def test_the_cover_says_whose_it_is_what_is_in_it_and_when_it_was_printed(part: Read) -> None:
    cover = part.pages[0]
    for words in (
        "Doggerland Council",
        "Doggerland Local Offer",
        "Physical disability",
        "Oysterby",
        "Ages 0 to 4",
        "Printed on 20 November 2026",
        "Call 01632 960100",
        "large print",
        "Demonstration. Doggerland is made up",
        f"{sum(card.kind == 'service' for card in part.cards)} services",
    ):
        assert words in cover, words


def test_the_offline_arrangements_and_the_way_to_complain_are_in_it(part: Read) -> None:
    assert "Tidewell Library" in part.pages[1]
    assert "Local Offer officer" in part.pages[1]
    page = part.pages[part.bookmark("Comments and complaints") - 1]
    assert "Local Offer team, Doggerland Civic Centre" in page
    # A long address may go on in the next line, between two of its parts.
    assert "www.doggerland.example.org/complaints" in page.replace(" ", "")


# --- Finding things ---------------------------------------------------------------------------------


def test_the_contents_name_the_page_of_each_chapter(part: Read) -> None:
    contents = part.pages[part.bookmark("Contents") - 1]
    chapters = [(title, page) for level, title, page in part.outline if level == 1]
    assert len(chapters) > 10
    for title, page in chapters:
        if title != "Contents":
            # Read aloud, the page stands before its chapter, and not in a column of its own.
            assert re.search(rf"\b{page} {re.escape(title)}", contents), title


@pytest.mark.parametrize("index", ["Index of names", "Index of places", "Index of needs"])
def test_an_index_names_the_page_where_the_entry_begins(part: Read, index: str) -> None:
    starts = [page for level, _, page in part.outline if level == 1]
    first = part.bookmark(index)
    last = min(page for page in starts if page > first)
    text = " ".join(part.pages[first - 1 : last - 1])
    for card in part.cards:
        page = part.bookmark(card.name)
        assert f"{card.name} {page}" in text, card.name
        assert card.name in part.pages[page - 1]


def test_each_page_but_cover_and_back_says_its_number_and_its_chapter(part: Read) -> None:
    assert "Page 1" not in part.pages[0]
    for number, text in enumerate(part.pages[1:-1], 2):
        assert f"Page {number}" in text
        assert "Call 01632 960100" in text
    page = part.bookmark("Index of places")
    assert part.pages[page - 1].count("Index of places") == 2


# --- Everybody can use it -----------------------------------------------------------------------------


def test_it_is_tagged_and_says_its_language_and_its_title(part: Read) -> None:
    root: Any = part.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert part.reader.metadata is not None
    assert part.reader.metadata.title == "Doggerland Local Offer: printed booklet, November 2026"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tags = set(_tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/Link"} <= tags


def _tags(element: Any) -> Iterator[str]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(child, dict) and "/S" in child:
            yield child["/S"]
            yield from _tags(child)


def _sizes(page: PageObject) -> Iterator[float]:
    sizes: list[float] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], _: Any, size: float) -> None:
        if text.strip():
            sizes.append(abs(size * text_matrix[3] * matrix[3]))

    page.extract_text(visitor_text=visit)
    return iter(sizes)


@pytest.mark.parametrize(
    ("layout", "least"), [(Layout(), 12), (Layout("A4", True), 18), (Layout("A5", True), 18)]
)
def test_nothing_is_smaller_than_clear_print_allows(small: Path, layout: Layout, least: float) -> None:
    sizes = [size for page in _read(small, layout).reader.pages for size in _sizes(page)]
    assert len(sizes) > 50
    assert min(sizes) >= least - 0.01


@pytest.mark.parametrize(("paper", "width", "sheet"), [("A4", 595, 2), ("A5", 420, 4)])
@pytest.mark.parametrize("large_print", [False, True])
def test_it_fills_whole_sheets_of_the_paper_that_was_asked_for(
    small: Path, paper: str, width: int, sheet: int, large_print: bool
) -> None:
    read = _read(small, Layout(paper, large_print))
    assert round(float(read.reader.pages[0].mediabox.width)) == width
    assert len(read.pages) % sheet == 0
    assert "Notes" in read.pages[-2]
    assert "Who to ask" in read.pages[1], "the cover is one page"


def test_the_same_content_and_day_give_the_same_bytes(small: Path) -> None:
    assert _read(small).bytes == _read(small).bytes


def test_no_style_has_italics_capitals_or_hyphens() -> None:
    for file in sorted((THEME[0] / "booklet").glob("*.css")):
        style = file.read_text("utf-8")
        assert not re.search(r": (italic|oblique|uppercase|small-caps|justify)|hyphens: auto", style), file


# --- Small rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://www.example.org/", "www.example.org"),
        ("http://example.org/a/b", "example.org/a/b"),
        ("", ""),
    ],
)
def test_a_web_address_is_printed_in_full_but_short(address: str, short: str) -> None:
    assert short_address(address) == short


def test_every_school_has_a_chapter(offer: Offer) -> None:
    shelves = {school_id: shelf_of(school) for school_id, school in offer.schools.items()}
    assert shelves["harbour-lights-nursery-school"] == "early"
    assert shelves["amberholme-free-school"] == "primary"
    assert shelves["hollow-shore-school-for-deaf-children"] == "special"
    assert shelves["norrowmere-college"] == "after_16"


# --- The command ----------------------------------------------------------------------------------------


def _run(project: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["booklet", "--project", str(project), "--today", "2026-11-20", *options])


def test_the_command_writes_one_file_and_says_what_is_in_it(small: Path, tmp_path: Path) -> None:
    to = tmp_path / "out" / "b.pdf"
    to.parent.mkdir()
    result = _run(small, "--to", str(to))
    assert result.exit_code == 0, result.output
    assert "pages, 2 services and 1 school or setting." in result.output
    assert [file.name for file in to.parent.iterdir()] == ["b.pdf"]
    assert to.read_bytes().startswith(b"%PDF-")


def test_an_unknown_id_is_wrong_use(small: Path) -> None:
    result = _run(small, "--need", "autsim")
    assert result.exit_code == 2
    assert 'Did you mean "autism"?' in result.output


def test_a_choice_that_nothing_fits_is_a_sentence(small: Path, tmp_path: Path) -> None:
    result = _run(small, "--age", "25", "--category", "clubs", "--to", str(tmp_path / "b.pdf"))
    assert result.exit_code == 1
    assert "Nothing fits all of that" in result.output
    assert not (tmp_path / "b.pdf").exists()


def test_errors_in_the_content_are_named(small: Path) -> None:
    write(small, "content/services/bad.yml", SWIM.replace("[autism]", "[autsim]"))
    result = _run(small)
    assert result.exit_code == 1
    assert "content/services/bad.yml:5:9: error[unknown-need]" in result.output


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModuleNotFoundError("No module named 'weasyprint'"), "pip install weasyprint"),
        (OSError("cannot load library 'libpango-1.0-0'"), "apt-get install libpango-1.0-0"),
    ],
)
def test_what_is_not_installed_is_named_and_the_old_booklet_stays(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def missing(wanted: str) -> None:
        assert wanted == "weasyprint"
        raise error

    old = tmp_path / "b.pdf"
    old.write_bytes(b"the old one")
    monkeypatch.setattr("generator.booklet.pdf.import_module", missing)
    result = _run(small, "--to", str(old))
    assert result.exit_code == 1
    assert words in result.output
    assert old.read_bytes() == b"the old one"


def test_a_full_disk_leaves_no_file_and_the_old_booklet_stays(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, data: bytes) -> int:
        with file.open("wb") as stream:
            stream.write(data[:100])
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    out.mkdir()
    (out / "b.pdf").write_bytes(b"the old one")
    monkeypatch.setattr(Path, "write_bytes", full)
    result = _run(small, "--to", str(out / "b.pdf"))
    assert result.exit_code == 1
    assert "The booklet cannot be written" in result.output
    assert [(file.name, file.read_bytes()) for file in out.iterdir()] == [("b.pdf", b"the old one")]


@pytest.mark.parametrize(("to", "words"), [(".", "is a folder"), ("no/such/b.pdf", "There is no folder")])
def test_a_place_that_cannot_be_written_is_refused_at_once(
    small: Path, tmp_path: Path, to: str, words: str
) -> None:
    result = _run(small, "--to", str(tmp_path / to))
    assert result.exit_code == 1
    assert words in result.output
