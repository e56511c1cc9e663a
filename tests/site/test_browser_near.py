"""Near me in a real Chromium: what people type, what it says, how far things are, and what is sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, Route

import theme
from generator.site.fragments import environment
from generator.site.words import load_words
from tests.site.browsing import RULES

THEME = [Path(theme.__path__[0])]
TIDEWELL_BATHS = {"latitude": 54.7012, "longitude": 2.3125}


def _fields(attribution: str = "Contains made-up data.") -> str:
    places = {
        "outward": ("ZZ1", "ZZ2", "ZZ3", "ZZ4", "ZZ5", "ZZ6"),
        "area": "Doggerland",
        "attribution": attribution,
    }
    template = '{% from "components/near/template.html" import near %}{{ near("..") }}'
    return environment(THEME, None, load_words(THEME), places).from_string(template).render()


def open_form(
    browser: Browser, top: str, width: int = 1280, **options: Any
) -> tuple[BrowserContext, Page, list[str]]:
    """The search page with the fields in its form, and everything that it asks for from then on."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()

    def with_fields(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        if "data-near " not in text:
            at = text.index("</form>", text.index("<main"))
            text = text[:at] + _fields() + text[at:]
        route.fulfill(response=answer, body=text)

    page.route("**/search/", with_fields)
    page.goto(f"{top}search/")
    page.evaluate(
        """async () => {
            window.told = [];
            window.near = await localOffer.load("near");
            window.part = near.begin((place) => told.push(place));
        }"""
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return context, page, asked


@pytest.fixture
def form(browser: Browser, top: str) -> Iterator[Page]:
    context, page, _ = open_form(browser, top)
    yield page
    context.close()


# --- What people type --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ZZ1 2AB", "ZZ1 2AB"),
        ("zz12ab", "ZZ1 2AB"),
        ("  zz1   2ab ", "ZZ1 2AB"),
        ("ZZ1\u00a02AB", "ZZ1 2AB"),
        ("zz1-2ab.", "ZZ1 2AB"),
        ("ZZI 2AB", "ZZ1 2AB"),
        ("ZZl 2AB", "ZZ1 2AB"),
        ("M33 2UG", "M33 2UG"),
        ("m332ug", "M33 2UG"),
        ("M1 1AE", "M1 1AE"),
        ("MI IAE", "M1 1AE"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("W1A OAX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("ECIA 1BB", "EC1A 1BB"),
        ("OX1 1AA", "OX1 1AA"),
        ("0X1 1AA", "OX1 1AA"),
        ("S014 3AA", "SO14 3AA"),
        ("S01 4AA", "SO1 4AA"),
        ("1P1 3AA", "IP1 3AA"),
        ("BL0 9AA", "BL0 9AA"),
        ("BLO 9AA", "BL0 9AA"),
        ("ｚｚ１　２ａｂ", "ZZ1 2AB"),
        ("gir 0aa", "GIR 0AA"),
        ("", ""),
        ("Tidewell", ""),
        ("ZZ1", ""),
        ("ZZ1 2A", ""),
        ("ZZ1 2ABC", ""),
        ("12345", ""),
        ("ZZZ1 2AB", ""),
        ("<b>zz</b>", ""),
        ("A" * 2000, ""),
    ],
)
def test_a_postcode_is_understood_as_people_type_it(form: Page, typed: str, meant: str) -> None:
    assert form.evaluate("text => near.normalPostcode(text)", typed) == meant


def test_the_browser_and_the_reader_agree_on_what_a_postcode_is(form: Page) -> None:
    from generator.reading import read_project
    from tests.site.conftest import REPOSITORY

    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    ours = [
        f"{outward} {unit}" for outward in offer.postcodes.outward for unit in offer.postcodes.within(outward)
    ]
    assert len(ours) > 300
    run_together = [postcode.replace(" ", "").lower() for postcode in ours]
    assert form.evaluate("list => list.map(near.normalPostcode)", run_together) == ours


def find(page: Page, text: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("text => near.findPostcode(text)", text)
    return found


def test_a_postcode_has_the_place_that_was_imported(form: Page) -> None:
    assert find(form, "zz12ab") == {"postcode": "ZZ1 2AB", **TIDEWELL_BATHS}


def test_a_postcode_that_ended_gives_its_old_place_and_says_so(form: Page) -> None:
    assert find(form, "ZZ1 9ZZ") == {
        "postcode": "ZZ1 9ZZ",
        "latitude": 54.7044,
        "longitude": 2.3071,
        "note": "ZZ1 9ZZ ended in June 2015. We use the place where it was.",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Tidewell", "That does not look like a postcode. Write all of it, like ZZ1 1AA."),
        ("zz1", "That is the first half of a postcode. Write all of it, like ZZ1 1AA."),
        ("M33 2UG", "M33 is not in Doggerland, so we cannot sort by distance."),
        ("ZZ1 2ZZ", "We do not know ZZ1 2ZZ."),
    ],
)
def test_what_cannot_be_found_has_a_sentence_that_helps(form: Page, typed: str, said: str) -> None:
    problem = find(form, typed)["problem"]
    assert problem.startswith(said)


def test_what_is_outside_says_what_can_still_be_had(form: Page) -> None:
    assert "online, by phone or at home" in find(form, "M33 2UG")["problem"]


# --- How far it is -------------------------------------------------------------------------------

# Geodesics on the WGS84 ellipsoid by GeographicLib (pyproj's Geod), in metres.
GEODESICS = [
    ((54.7012, 2.3125), (54.6907, 2.1412), 11_106.6),
    ((54.7012, 2.3125), (54.7031, 2.3142), 238.2),
    ((54.6301, 2.2010), (54.7604, 2.2203), 14_558.0),
    ((53.42441, -2.32153), (53.38714, -2.34885), 4_528.4),
    ((50.06632, -5.71475), (58.64402, -3.07009), 969_954.2),
]


@pytest.mark.parametrize(("one", "other", "metres"), GEODESICS)
def test_distances_agree_with_geodesics_to_one_per_cent(
    form: Page, one: tuple[float, float], other: tuple[float, float], metres: float
) -> None:
    measured = form.evaluate(
        """([one, other]) => near.distance({latitude: one[0], longitude: one[1]},
            {latitude: other[0], longitude: other[1]})""",
        [one, other],
    )
    assert measured == pytest.approx(metres, rel=0.01)


def test_nothing_is_no_distance_from_itself(form: Page) -> None:
    assert form.evaluate("place => near.distance(place, place)", TIDEWELL_BATHS) == 0


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "under half a mile"),
        (0.49, "under half a mile"),
        (0.5, "half a mile"),
        (0.7, "0.7 miles"),
        (0.96, "1 mile"),
        (1.04, "1 mile"),
        (1.4, "1.4 miles"),
        (2.96, "3 miles"),
        (9.94, "9.9 miles"),
        (9.96, "10 miles"),
        (12.4, "12 miles"),
    ],
)
def test_a_distance_is_said_as_people_say_it(form: Page, miles: float, words: str) -> None:
    assert form.evaluate("metres => near.distanceWords(metres)", miles * 1609.344) == words


# --- The fields ------------------------------------------------------------------------------------


def test_a_typed_postcode_is_tidied_and_told(browser: Browser, top: str) -> None:
    context, page, _ = open_form(browser, top)
    page.get_by_label("Your postcode").fill("zz12ab")
    page.keyboard.press("Tab")
    page.wait_for_function("() => told.length === 1")
    assert page.evaluate("told") == [{"postcode": "ZZ1 2AB", **TIDEWELL_BATHS}]
    assert page.get_by_label("Your postcode").input_value() == "ZZ1 2AB"
    page.get_by_label("Your postcode").fill("")
    page.keyboard.press("Tab")
    page.wait_for_function("() => told.length === 2")
    assert page.evaluate("told[1]") is None
    context.close()


def test_a_mistake_is_named_beside_the_field_until_it_is_put_right(browser: Browser, top: str) -> None:
    context, page, _ = open_form(browser, top)
    box = page.get_by_label("Your postcode")
    box.fill("Tidewell")
    page.keyboard.press("Tab")
    alert = page.locator("[data-near] [role=alert]")
    page.wait_for_function("() => told.length === 1")
    assert "does not look like a postcode" in alert.inner_text()
    assert box.get_attribute("aria-invalid") == "true"
    described = (box.get_attribute("aria-describedby") or "").split()
    assert alert.get_attribute("id") in described
    assert page.evaluate("told") == [None]
    box.fill("ZZ1 2AB")
    page.keyboard.press("Tab")
    page.wait_for_function("() => told.length === 2")
    assert alert.inner_text() == ""
    assert box.get_attribute("aria-invalid") is None
    context.close()


def test_only_the_first_half_of_a_postcode_is_asked_for_and_only_once(browser: Browser, top: str) -> None:
    context, page, asked = open_form(browser, top)
    for postcode in ("ZZ1 2AB", "ZZ1 1AA", "ZZ1 2ZZ", "M33 2UG", "Tidewell", "zz1"):
        find(page, postcode)
    assert asked == [f"{top}places/postcodes/zz1.json"]
    assert context.cookies() == []
    context.close()


def test_a_postcode_of_ours_is_found_again_when_the_network_is_back(browser: Browser, top: str) -> None:
    context, page, _ = open_form(browser, top)
    context.set_offline(True)
    assert "Check your connection" in find(page, "ZZ1 2AB")["problem"]
    context.set_offline(False)
    assert find(page, "ZZ1 2AB")["postcode"] == "ZZ1 2AB"
    context.close()


def test_without_scripts_the_fields_are_hidden_and_send_nothing(browser: Browser, top: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(f"<form>{_fields()}</form>")
    assert not page.get_by_label("Your postcode").is_visible()
    assert page.locator("#near").is_disabled()
    context.close()


def test_where_the_device_is_is_asked_only_by_the_button(browser: Browser, top: str) -> None:
    place = {"latitude": 54.6907, "longitude": 2.1412}
    context, page, asked = open_form(browser, top, geolocation=place, permissions=["geolocation"])
    assert page.evaluate("told") == []
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_function("() => told.length === 1")
    assert page.evaluate("told") == [{**place, "note": "We use the place where this device is."}]
    assert "this device" in page.locator("[data-near] [role=status]").inner_text()
    # The search page fetches its own files, the same for everybody; no address says where the device is.
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(top)] == []
    assert [url for url in asked if "/places/" in url or "?" in url or "54.69" in url or "2.14" in url] == []
    context.close()


def test_a_refused_question_is_no_dead_end(browser: Browser, top: str) -> None:
    context, page, _ = open_form(browser, top, permissions=[])
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_function("() => told.length === 1")
    assert "Type your postcode instead" in page.locator("[data-near] [role=alert]").inner_text()
    assert page.get_by_label("Your postcode").get_attribute("aria-invalid") is None
    context.close()


def test_the_button_is_hidden_where_a_device_cannot_tell(browser: Browser, top: str) -> None:
    context, page, _ = open_form(browser, top)
    page.evaluate("delete Navigator.prototype.geolocation")
    page.evaluate("near.begin(() => {})")
    assert not page.get_by_role("button", name="Use my location").is_visible()
    assert "Type your postcode" in page.evaluate("near.locate()")["problem"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_fields(browser: Browser, top: str, width: int, scheme: str) -> None:
    context, page, _ = open_form(browser, top, width, color_scheme=scheme, bypass_csp=True)
    for text in ("Tidewell", "ZZ1 9ZZ"):
        page.evaluate("text => part.set(text)", text)
        results = Axe().run(page, options=RULES)
        assert [violation["id"] for violation in results.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll("[data-near] :is(input, select, button, summary)")]
            .filter(e => e.getBoundingClientRect().height < 24).length"""
    )
    assert small == 0
    context.close()


def test_a_page_without_the_fields_says_so_to_developers(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(top)
    said = page.evaluate(
        "localOffer.load('near').then((near) => near.begin()).catch((error) => error.message)"
    )
    assert said == "near: this page has no [data-near]."
    context.close()
