"""The public page of gaps: every figure is a link, and the search that it leads to finds as many."""

import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser

from generator.reading import Offer, read_project
from generator.reports.gaps import Cell, Gaps, gaps_on
from generator.site.gaps_page import GapsPage, search_url
from generator.site.words import load_words
from tests.conftest import write
from tests.site.browsing import open_page
from tests.site.conftest import REPOSITORY, TODAY, pages_of, run_build

PAGE = "gaps/index.html"
WORDS = load_words([REPOSITORY / "theme"])


@pytest.fixture(scope="module")
def gaps(offer: Offer) -> Gaps:
    return gaps_on(offer, datetime.date.fromisoformat(TODAY))


@pytest.fixture(scope="module")
def html(demonstration: Path) -> str:
    return (demonstration / PAGE).read_text("utf-8")


def cells_of(gaps: Gaps) -> list[Cell]:
    """Every cell that the page has a figure for."""
    return [
        cell
        for cross in (*gaps.crosses, *gaps.by_place)
        for cell in (*cross.totals.values(), *cross.cells.values())
        if cell.expected
    ]


# --- A figure agrees with what its link shows ------------------------------------------------------


def found_by_search(table: dict[str, Any], query: str) -> tuple[int, int]:
    """How many rows a search has for sure, and how many may fit: the rule of worker.js, in another language."""
    wanted = [(table["facets"][facet], facet, term) for facet, term in parse_qsl(query)]
    sure = maybe = 0
    for row, kind in enumerate(table["kind"]):
        fits: list[bool | None] = []
        for facet, name, term in wanted:
            given = [facet["ids"][at] for at in facet["rows"][row]]
            if term in given or (name == "place" and table["covers"][row]):
                fits.append(True)
            elif given or kind not in facet["kinds"]:
                fits.append(False)
            else:
                fits.append(True if name == "need" and kind == 0 else None)
        if False not in fits:
            sure, maybe = (sure, maybe + 1) if None in fits else (sure + 1, maybe)
    return sure, maybe


def test_each_figure_is_what_the_search_behind_it_finds(gaps: Gaps, demonstration: Path) -> None:
    table = json.loads((demonstration / "search/offer.json").read_text("utf-8"))
    cells = cells_of(gaps)
    assert len(cells) > 300
    for cell in cells:
        found = found_by_search(table, search_url(cell).partition("?")[2])
        assert found == (cell.sure, cell.maybe), (cell.row, cell.column)


@pytest.mark.parametrize(
    ("cross_id", "row", "column"),
    [
        ("need-age", "autism", ""),
        ("need-age", "specific-learning-difficulty", "0-4"),
        ("need-place", "hearing-impairment", "oysterby"),
        ("need-level", "specific-learning-difficulty", "universal"),
        ("category-age", "travel", "18-25"),
    ],
)
def test_the_search_in_a_browser_says_the_same_number(
    gaps: Gaps, top: str, browser: Browser, cross_id: str, row: str, column: str
) -> None:
    cross = next(cross for cross in gaps.crosses if cross.id == cross_id)
    cell = cross.cells[row, column] if column else cross.totals[row]
    context, page = open_page(browser, top + "gaps/")
    page.locator(f'.gaps__table a[href="../{search_url(cell)}"]').first.click()
    page.wait_for_function("() => /[0-9]/.test(document.querySelector('[data-search-count]').textContent)")
    said = page.locator("[data-search-count]").inner_text()
    assert int(re.findall(r"[0-9,]+", said)[0].replace(",", "")) == cell.sure
    context.close()


def test_what_does_not_say_is_found_below_the_results(project: Path) -> None:
    """A service without ages and a level, one for everybody, and a closed one."""
    swim = project / "content/services/saturday-swim-club.yml"
    text = swim.read_text("utf-8")
    for name, change in (
        ("silent", ("ages:\n  from: 5\n  to: 11\n", "")),
        ("all", ("needs: [autism]\n", "")),
        ("shut", ("checked:", "status: closed\nchecked:")),
    ):
        assert change[0] in text
        write(project, f"content/services/{name}.yml", text.replace(*change))
    write(
        project,
        "content/authority.yml",
        (project / "content/authority.yml").read_text("utf-8") + "publish_gaps: yes\n",
    )
    write(
        project,
        "content/vocabulary/ages.yml",
        '"0-4":\n  name: 0 to 4\n  from: 0\n  to: 4\n"5-25":\n  name: 5 to 25\n  from: 5\n  to: 25\n',
    )
    assert run_build(project).returncode == 0
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    table = json.loads((project / "site/search/offer.json").read_text("utf-8"))
    found = gaps_on(offer, datetime.date.today())
    cell = found.crosses[0].cells["autism", "5-25"]
    assert (cell.sure, cell.maybe) == (2, 1)
    for cell in cells_of(found):
        assert found_by_search(table, search_url(cell).partition("?")[2]) == (cell.sure, cell.maybe)
    html = (project / "site" / PAGE).read_text("utf-8")
    assert "+ 1 may fit" in html
    assert "1 that may fit" in html


def test_a_figure_that_search_cannot_be_asked_for_is_no_link(gaps: Gaps) -> None:
    page = GapsPage(gaps, WORDS, {"need": frozenset({"autism"}), "age": frozenset()}).page()
    rows = {row["name"]: row["cells"] for row in page["tables"][0]["rows"]}
    assert rows["Autism"][0]["url"] == "search/?need=autism&kind=service&now=active"
    assert rows["Autism"][1]["url"] == ""
    assert rows["ADHD"][0]["url"] == ""


# --- Read by everybody -----------------------------------------------------------------------------


def test_each_table_has_a_caption_and_heads_for_rows_and_columns(html: str) -> None:
    tables = re.findall(r'<table class="gaps__table".*?</table>', html, re.DOTALL)
    assert len(tables) == 4
    for table in tables:
        assert "<caption>" in table
        body_rows = table[table.index("<tbody>") :].count("<tr>")
        assert table.count('<th scope="row">') == body_rows
        heads = table.count('<th scope="col">')
        assert table.count("<td") == body_rows * (heads - 1)


def test_each_table_can_be_scrolled_with_the_keyboard_and_says_what_it_is(html: str) -> None:
    boxes = re.findall(
        r'<div class="gaps__box table-scroll" role="group" tabindex="0" aria-label="([^"]+)"', html
    )
    assert len(set(boxes)) == 4


def test_the_same_stands_in_words(html: str, gaps: Gaps) -> None:
    words = html[html.index('id="in-words"') : html.index('id="how"')]
    lines = re.findall(r"<li><strong>", words)
    needs, categories = gaps.crosses[0].rows, gaps.crosses[-1]
    in_categories = sum(cell.expected or bool(cell.sure + cell.maybe) for cell in categories.cells.values())
    columns = sum(len(cross.columns) for cross in gaps.crosses[:-1])
    assert len(lines) == len(needs) * (columns + 1) + len(categories.rows) + in_categories


def test_a_state_is_a_word_and_not_a_colour(html: str) -> None:
    for state in re.findall(r'<span class="gaps__state[^"]*">([^<]*)</span>', html):
        assert state.strip() in WORDS["gaps_issue"].values()


def test_the_list_names_what_is_there_and_hides_no_gap(html: str, gaps: Gaps) -> None:
    listed = html[html.index('id="missing"') : html.index('id="tables"')]
    assert listed.count('class="gaps__what"') == len(gaps.gaps) > 0
    for gap in gaps.gaps:
        for card in gap.cell.named[:5]:
            assert f'href="../services/{card.id}/"' in listed


def test_no_address_that_is_withheld_is_on_the_page(html: str, offer: Offer) -> None:
    secrets = [
        secret
        for service in offer.services.values()
        for location in service.locations
        if location.withheld
        for secret in (location.address, location.postcode)
        if secret
    ]
    assert [secret for secret in secrets if secret in html] == []


# --- When it is published --------------------------------------------------------------------------


def test_a_council_that_does_not_ask_for_it_has_no_such_page(project: Path) -> None:
    assert run_build(project).returncode == 0
    built = pages_of(project / "site")
    assert PAGE not in built
    assert not any(b'href="../gaps/"' in page or b'href="gaps/"' in page for page in built.values())


def test_the_list_of_guides_and_the_sitemap_have_it(demonstration: Path) -> None:
    assert 'href="../gaps/"' in (demonstration / "guides/index.html").read_text("utf-8")
    assert "/gaps/</loc>" in (demonstration / "sitemap.xml").read_text("utf-8")


def test_the_page_goes_when_it_is_switched_off(small: Path) -> None:
    assert (small / "site" / PAGE).exists()
    authority = small / "content/authority.yml"
    authority.write_text(authority.read_text("utf-8").replace("publish_gaps: yes\n", ""), "utf-8")
    assert run_build(small).returncode == 0
    assert not (small / "site" / PAGE).exists()


@pytest.mark.parametrize(
    ("line", "new"),
    [("level", "level: specialist"), ("needs", "needs: [adhd]")],
)
def test_a_changed_card_changes_the_page_as_a_build_from_nothing_does(
    small: Path, line: str, new: str
) -> None:
    assert run_build(small).returncode == 0
    before = pages_of(small / "site")[PAGE]
    swim = small / "content/services/saturday-swim-club.yml"
    text = swim.read_text("utf-8")
    changed = re.sub(rf"^{line}: .*$", new, text, flags=re.MULTILINE)
    assert changed != text
    swim.write_text(changed, "utf-8")
    assert run_build(small).returncode == 0
    after = pages_of(small / "site")
    assert after[PAGE] != before
    shutil.rmtree(small / ".cache")
    shutil.rmtree(small / "site")
    assert run_build(small).returncode == 0
    assert pages_of(small / "site") == after
