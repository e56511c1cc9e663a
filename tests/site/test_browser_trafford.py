"""A site of real entries, postcodes and wards, all of one authority: every journey of a family, judged by axe."""

import csv
import io
import itertools
import math
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from generator.commands import booklet, init, places
from generator.reading import Offer, read_project
from tests.exchange.test_trafford import DATA, EXPECTED, MAPPINGS, run_all
from tests.site.browsing import RULES, open_page, served
from tests.site.conftest import run_build

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"{DATA} is not here: real data is kept outside the repository"
)


SHARED = DATA.parent
POSTCODES = SHARED / "postcodes/code-point-open-2014-trafford.csv"
WARDS = SHARED / "boundaries/trafford-wards-2013.geojson"
HOME = "M33 7ZF"
METRES_IN_A_MILE = 1609.344


class Trafford(NamedTuple):
    """The imported site.

    Attributes:
        project: Its project.
        offer: What was read of it.
        top: The address of its home page.
    """

    project: Path
    offer: Offer
    top: str


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trafford]:
    """A new council's project with every real file that there is, built and served."""
    project = tmp_path_factory.mktemp("sites") / "trafford"
    CliRunner().invoke(init.command, [str(project)])
    authority = project / "content/authority.yml"
    authority.write_text(authority.read_text("utf-8").replace("gss: E06000000", "gss: E08000009"), "utf-8")
    shutil.copy(MAPPINGS / "places.yml", project / "content/vocabulary/places.yml")
    (project / "content/places").mkdir(exist_ok=True)
    shutil.copy(WARDS, project / "content/places/areas.geojson")
    run_all(project)
    taken = CliRunner().invoke(places.command, [str(POSTCODES), "--project", str(project)])
    assert taken.exit_code == 0, taken.output
    offer = read_project(project).offer
    assert offer
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    with served(project / "site") as top:
        yield Trafford(project, offer, top)


@pytest.fixture
def trafford(imported: Trafford) -> str:
    """The address of its home page."""
    return imported.top


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def found_by_axe(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds in light and dark."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = page.evaluate("options => axe.run(document, options)", RULES)
        found += [
            (one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in answer["violations"]
        ]
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address", ["", "search/?q=dentist", "services/", "schools/", "browse/", "accessibility/"]
)
def test_axe_finds_nothing_on_real_entries(browser: Browser, trafford: str, address: str, width: int) -> None:
    context, page = open_page(browser, trafford + address, width, bypass_csp=True)
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize(("listing", "kind"), [("services/", "services"), ("schools/", "schools")])
def test_entries_of_a_real_list_can_be_read_by_everybody(
    browser: Browser, trafford: str, listing: str, kind: str
) -> None:
    context, page = open_page(browser, trafford + listing, 320, bypass_csp=True)
    links = page.locator(f"main .cards a[href*='{kind}/']").evaluate_all("all => all.map(one => one.href)")
    assert len(links) > 5
    for link in links[:: max(1, len(links) // 4)]:
        page.goto(link)
        assert page.locator("h1").is_visible()
        assert found_by_axe(page) == [], link
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, link
    context.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("libary", "Library"), ("dentist", "Dental"), ("swiming", "Swim"), ("food bank", "Trussell Trust")],
)
def test_a_family_finds_real_places_although_it_types_with_mistakes(
    browser: Browser, trafford: str, query: str, expected: str
) -> None:
    context, page = open_page(browser, trafford + "search/")
    page.locator("main input[name=q]").fill(query)
    page.wait_for_selector(f"main a:has-text('{expected}')")
    context.close()


# --- Searching: choices, their counts, the address ---------------------------------------------------

COUNT = "[data-search-count]"
NAMES = ".search__results .card__name"


def total(page: Page) -> int:
    """How many results are said, once they are all there."""
    expect(page.locator(COUNT)).to_have_text(re.compile(r"\d+ results?|No results"))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    return int((re.findall(r"\d+", page.inner_text(COUNT)) or ["0"])[0])


@pytest.mark.parametrize(
    ("query", "file"), [("dentist", "trafford_dentists"), ("chemist", "trafford_pharmacies")]
)
def test_a_word_finds_all_that_are_of_that_kind_and_not_all_of_the_shelf_that_they_stand_on(
    page: Page, trafford: str, query: str, file: str
) -> None:
    page.goto(f"{trafford}search/?q={query}")
    assert abs(total(page) - EXPECTED[file][1]) <= 1


def test_choices_give_what_they_promise_and_stand_in_the_address(page: Page, trafford: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(trafford + "search/")
    page.locator("[data-facet=category] summary").click()
    label = page.locator("[data-facet=category] label", has_text="Health services")
    promised = int(re.findall(r"\d+", label.inner_text())[-1])
    label.click()
    page.wait_for_url(re.compile("category=health"))
    assert total(page) == promised
    page.locator("[data-facet=place] summary").click()
    page.locator("[data-facet=place] label", has_text="Sale").first.click()
    page.wait_for_url(re.compile("place=sale"))
    narrowed, address = total(page), page.url
    assert 0 < narrowed < promised
    page.go_back()
    assert total(page) == promised
    page.goto("about:blank")
    page.goto(address)
    assert total(page) == narrowed
    page.get_by_role("button", name="Clear all").first.click()
    page.wait_for_url(re.compile(r"/search/$"))


# --- Near me ------------------------------------------------------------------------------------------


def grid() -> dict[str, tuple[float, float]]:
    """Metres east and north of every postcode on the National Grid, as Ordnance Survey publishes them."""
    with POSTCODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {" ".join(row[0].split()): (float(row[2]), float(row[3])) for row in rows}


def test_real_distances_agree_with_the_national_grid(page: Page, imported: Trafford) -> None:
    grid_of = grid()
    page.goto(f"{imported.top}search/?kind=school")
    page.locator("#near").fill(HOME.lower().replace(" ", ""))
    page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_contain_text(f"near {HOME}")
    total(page)
    away = {}
    for card in page.locator(".search__results .card").all():
        said = re.search(r"([\d.]+) miles? away", card.inner_text())
        if said:
            away[card.locator(".card__name").inner_text()] = float(said[1])
    assert len(away) > 10
    assert list(away.values()) == sorted(away.values()), "the nearest come first"
    home, compared = grid_of[HOME], 0
    for school in imported.offer.schools.values():
        postcode = school.locations[0].postcode if school.locations else None
        if school.name in away and postcode in grid_of:
            miles = math.dist(home, grid_of[postcode]) / METRES_IN_A_MILE
            # What is said is rounded to a tenth; a school's own coordinates may be those of its gate.
            assert away[school.name] == pytest.approx(miles, rel=0.01, abs=0.15), school.name
            compared += 1
    assert compared > 8


def test_the_best_match_with_a_postcode_is_one_that_is_close(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}search/?q=dentist#near=M33+7ZF")
    total(page)
    assert page.input_value("[data-search-sort]") == "best"
    cards = page.locator(".search__results .card").all_inner_texts()
    first = [re.search(r"(?:under half a|half a|([\d.]+)) miles? away", card) for card in cards[:5]]
    assert all(one and float(one[1] or 0) <= 1.5 for one in first)


def test_a_real_postcode_is_never_sent(page: Page, trafford: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(f"{trafford}search/?q=library#near=M33+7ZF&within=2")
    assert 0 < total(page) < 15
    assert not any("7ZF" in one.partition("#")[0].upper() for one in asked)


def test_a_postcode_of_another_council_gets_a_sentence(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}search/?q=library")
    page.locator("#near").fill("HX1 1AA")
    page.keyboard.press("Enter")
    expect(page.locator("[data-near-problem]")).to_contain_text("HX1")
    assert total(page) > 10


# --- The map ------------------------------------------------------------------------------------------


def test_results_are_on_a_map_of_real_wards_and_can_be_reached_by_keyboard(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}search/?q=library&view=map")
    results = total(page)
    page.wait_for_selector(".map__points button")
    assert page.locator(".map__area").count() == 21
    expect(page.locator(".map__status")).to_have_text(f"{results} places on the map.")
    assert page.locator(NAMES).count() == results, "the list is beside the map, with all that is on it"
    page.locator(".map__points button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map__panel, .map__points button[aria-expanded=true]").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.map__points') !== null")


# --- Entries: reading, paper, leaving -----------------------------------------------------------------


def test_a_real_entry_is_one_side_of_paper_with_how_to_get_in_touch(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}services/sale-library/")
    assert page.locator("main a[href^='mailto:sale.library@']").count()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(unicodedata.normalize("NFKC", sheets[0].extract_text()).split())  # ligatures apart
    assert len(sheets) == 1
    for part in ("Sale Library", "M33 7ZF", "sale.library@trafford.gov.uk", "Free"):
        assert part in text, part


def test_every_real_service_answers_in_the_order_in_which_families_ask(
    page: Page, imported: Trafford
) -> None:
    order = [
        "Is it for us?",
        "What is it?",
        "When is it?",
        "Where is it?",
        "What does it cost?",
        "How do we get it?",
    ]
    for one in itertools.islice(imported.offer.services, 0, None, 60):
        page.goto(f"{imported.top}services/{one}/")
        headings = [text for text in page.locator("main h2").all_inner_texts() if text in order]
        assert headings == [text for text in order if text in headings], one
        assert len(headings) >= 3, one


def test_a_page_about_abuse_can_be_left_at_once(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}services/trafford-domestic-abuse-service-m16-0pn/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-quick-exit]') !== null")


def test_jargon_in_a_guide_is_explained_where_it_stands(page: Page, trafford: str) -> None:
    page.goto(f"{trafford}guides/what-is-the-local-offer/")
    term = page.locator("main a.explain").first
    term.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Escape")
    expect(term).to_be_focused()


# --- My list, comparing, the booklet ------------------------------------------------------------------


def test_real_entries_are_kept_from_results_and_shared_by_a_link(
    browser: Browser, page: Page, trafford: str
) -> None:
    page.goto(f"{trafford}search/?q=library")
    total(page)
    names = page.locator(NAMES).all_inner_texts()[:3]
    for name in names:
        page.get_by_role("button", name=f"Keep {name} in my list", exact=True).click()
    page.locator("[data-my-list-link]").click()
    expect(page.locator(".kept__name")).to_have_text(names)
    link = page.locator("#my-list-link").input_value()
    other: BrowserContext = browser.new_context()
    shared = other.new_page()
    shared.goto(f"{trafford}my-list/{link.partition('my-list/')[2]}")
    expect(shared.locator(".kept__name")).to_have_text(names)
    other.close()


def test_two_real_schools_stand_side_by_side(page: Page, imported: Trafford) -> None:
    page.goto(f"{imported.top}compare/")
    for name in ("Brentwood School", "Delamere School"):
        page.get_by_label("Find by name, kind, need or place").fill(name)
        page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
    expect(page.locator(".side thead th a")).to_have_text(["Brentwood School", "Delamere School"])
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"schools": ["brentwood-school,delamere-school"]}
    ages = page.locator(".side tbody tr", has_text="Ages").first
    for one in asked["schools"][0].split(","):
        expected = imported.offer.schools[one].ages
        assert expected
        expect(ages).to_contain_text(f"{expected.from_} to {expected.to}")


def test_a_booklet_of_real_entries_has_each_of_them(imported: Trafford, tmp_path: Path) -> None:
    pdf = tmp_path / "sale.pdf"
    arguments = ["--category", "advice", "--project", str(imported.project), "--to", str(pdf)]
    result = CliRunner().invoke(booklet.command, arguments)
    assert result.exit_code == 0, result.output
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(pdf).pages).split())
    names = [one.name for one in imported.offer.services.values() if "advice" in one.categories]
    assert len(names) > 10
    assert [name for name in names if " ".join(name.split()) not in text] == []


# --- Without scripts ----------------------------------------------------------------------------------


def test_without_scripts_a_real_service_is_found_by_browsing(browser: Browser, trafford: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(trafford)
    page.get_by_role("link", name="Browse").first.click()
    page.get_by_role("link", name=re.compile("Information and advice")).first.click()
    page.get_by_role("link", name="Sale Library").first.click()
    assert page.inner_text("h1") == "Sale Library"
    page.goto(f"{trafford}compare/")
    shown = page.locator("[data-school]").count()
    page.get_by_role("link", name=re.compile("Next")).click()
    shown += page.locator("[data-school]").count()
    assert shown == EXPECTED["trafford_schools_and_colleges"][1]
    context.close()
