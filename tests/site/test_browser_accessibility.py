"""Every kind of page for everybody: axe, the keyboard, zoom, text spacing, targets, motion, contrast, print.

``make accessibility`` runs this file and writes down what it looked at, for the statement on every site.
"""

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.site.accessibility_results import Results
from tests.site.browsing import KINDS_OF_PAGE, RULES, open_page

CHECKS = Path(__file__).with_name("accessibility_checks.js").read_text("utf-8")

ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 x 1024 at 400 % (WCAG 1.4.10)."""

STATES: tuple[dict[str, object], ...] = (
    {"width": 320},
    {"width": 320, "color_scheme": "dark"},
    {"width": 768},
    {"width": 768, "color_scheme": "dark"},
    {"width": 1280},
    {"width": 1280, "color_scheme": "dark"},
    {"width": 320, "forced_colors": "active"},
    {"width": 1280, "forced_colors": "active", "color_scheme": "dark"},
    {"width": 320, "contrast": "more"},
    {"width": 1280, "contrast": "more", "color_scheme": "dark"},
)
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    " p { margin-block-end: 2em !important; }"
)
every_kind = pytest.mark.parametrize("kind", KINDS_OF_PAGE)


@pytest.fixture(scope="module")
def results(
    watched: tuple[Browser, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Results]:
    found = Results()
    yield found
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    found.write(watched[0].version, datetime.date.today(), shared)


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, top: str) -> Iterator[Opener]:
    """Opens a kind of page without motion, with the checks at hand."""
    contexts = []

    def open_kind(kind: str, width: int = 1280, **options: object) -> Page:
        options = {"bypass_csp": True, "reduced_motion": "reduce"} | options
        context, page = open_page(browser, top + KINDS_OF_PAGE[kind], width, **options)
        contexts.append(context)
        page.evaluate(CHECKS)
        return page

    yield open_kind
    for context in contexts:
        context.close()


def put_into(page: Page, state: dict[str, object]) -> None:
    """Gives a page the width, colours and contrast of one state."""
    wanted = {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"} | state
    page.set_viewport_size({"width": int(str(wanted.pop("width"))), "height": 800})
    page.emulate_media(**wanted)  # type: ignore[arg-type]
    # What a script does when sizes change is done with the next picture.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@every_kind
def test_axe_finds_nothing_in_any_size_and_colours(opened: Opener, results: Results, kind: str) -> None:
    page = opened(kind)
    page.evaluate(AXE_SCRIPT)
    found = []
    for state in STATES:
        put_into(page, state)
        rules = dict(RULES["rules"])
        if "forced_colors" in state:
            # The browser paints system colours, and tells axe those of the stylesheet.
            rules["color-contrast"] = {"enabled": False}
        answer = page.evaluate("options => axe.run(document, options)", RULES | {"rules": rules})
        found += [
            (state, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
            for violation in answer["violations"]
        ]
    results.add("axe", kind, len(STATES), len(found))
    assert found == []


@pytest.mark.parametrize("size", [ZOOMED, {"width": 1280, "height": 800}], ids=["400 %", "large"])
@every_kind
def test_the_keyboard_reaches_everything_is_never_trapped_and_the_focus_is_always_seen(
    opened: Opener, results: Results, kind: str, size: dict[str, int]
) -> None:
    page = opened(kind, viewport=size)
    wanted = page.evaluate("checks.controls().length")
    wrong: list[str] = []
    steps = 0
    while steps < wanted + 40:
        page.keyboard.press("Tab")
        steps += 1
        state = page.evaluate("checks.focused()")
        if state is None or state["known"]:
            break
        wrong += state["wrong"]
    else:
        wrong.append("the focus never leaves the page")
    wrong += [f"not reached: {one}" for one in page.evaluate("checks.unreached()")]
    # And back again, from the last control to the first.
    page.evaluate("window.first = checks.controls()[0]; checks.controls().at(-1).focus()")
    for _ in range(steps + 40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement === document.body || document.activeElement === first"):
            break
    else:
        wrong.append("the focus cannot go back")
    results.add("keyboard", kind, 1, len(wrong))
    assert wrong == []


@every_kind
def test_at_400_percent_nothing_is_lost_and_nothing_scrolls_two_ways(
    opened: Opener, results: Results, kind: str
) -> None:
    page = opened(kind)
    headings = page.locator("h1:visible, h2:visible, h3:visible").all_inner_texts()
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    found = page.evaluate("[...checks.wide(), ...checks.cut()]")
    lost = set(headings) - set(page.locator("h1:visible, h2:visible, h3:visible").all_inner_texts())
    found += [f"lost: {one}" for one in lost]
    if page.evaluate("checks.stuck()") > 0.34:
        found.append("more than a third of the window never scrolls")
    results.add("reflow", kind, 1, len(found))
    assert found == []


@every_kind
def test_more_space_in_text_loses_nothing(opened: Opener, results: Results, kind: str) -> None:
    page = opened(kind, 320)
    page.add_style_tag(content=SPACING)
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += page.evaluate("[...checks.wide(), ...checks.cut()]")
    results.add("text-spacing", kind, 2, len(found))
    assert found == []


@every_kind
def test_targets_are_24_pixels_or_have_room_around_them(opened: Opener, results: Results, kind: str) -> None:
    page = opened(kind)
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += page.evaluate("checks.small()")
    results.add("target-size", kind, 2, len(found))
    assert found == []


@every_kind
def test_nothing_moves_when_people_ask_for_less_motion(opened: Opener, results: Results, kind: str) -> None:
    found = opened(kind).evaluate("checks.moving()")
    results.add("motion", kind, 1, len(found))
    assert found == []


@every_kind
def test_the_skip_link_comes_first_and_leads_to_the_main_part(opened: Opener, kind: str) -> None:
    page = opened(kind)
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@every_kind
def test_in_forced_colours_every_control_has_an_edge_or_words(opened: Opener, kind: str) -> None:
    page = opened(kind, 320, forced_colors="active")
    bare = page.evaluate(
        """() => checks.controls().filter(one => one.matches('button, input, select, textarea')).filter(one => {
            const style = getComputedStyle(one);
            const edge = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0
                || style.outlineStyle !== 'none' || style.appearance !== 'none' && one.matches('[type=checkbox], [type=radio], select');
            return !edge && !(one.innerText || '').trim();
        }).map(one => one.outerHTML.slice(0, 140))"""
    )
    assert bare == []


# --- Print -----------------------------------------------------------------------------------


@every_kind
def test_print_is_dark_on_white_fits_the_paper_and_leaves_the_site_away(opened: Opener, kind: str) -> None:
    page = opened(kind, 718, color_scheme="dark")  # A4 less its margins
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("h1").is_visible()
    assert page.locator("main").is_visible()
    assert page.locator("header nav:visible, footer:visible, main form:visible").count() == 0
    assert page.evaluate("checks.wide()") == []
    light = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *')]
            .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
            .filter(one => getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).every(part => part > 128))
            .map(one => one.outerHTML.slice(0, 140))"""
    )
    assert light == []
