"""The demonstration site in a real Chromium: what axe finds, what a keyboard reaches, what is sent."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from tests.site.browsing import KINDS_OF_PAGE, RULES, open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_axe_finds_nothing(browser: Browser, top: str, kind: str, width: int, scheme: str) -> None:
    context, page = open_page(browser, top + KINDS_OF_PAGE[kind], width, color_scheme=scheme, bypass_csp=True)
    results = Axe().run(page, options=RULES)
    found = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in results.response["violations"]
    ]
    context.close()
    assert found == []


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_nothing_is_wider_than_a_small_phone(browser: Browser, top: str, kind: str) -> None:
    context, page = open_page(browser, top + KINDS_OF_PAGE[kind], 320)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 320


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_a_page_talks_to_its_own_origin_only_and_sets_no_cookie(
    browser: Browser, top: str, kind: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(top + KINDS_OF_PAGE[kind])
    page.wait_for_load_state("networkidle")
    cookies = context.cookies()
    context.close()
    assert [url for url in asked if not url.startswith((top, "data:"))] == []
    assert cookies == []
    assert said == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "kind", ["home", "service", "school", "list", "search", "guide", "sensitive service"]
)
def test_the_keyboard_reaches_every_link_and_the_focus_is_always_seen(
    browser: Browser, top: str, kind: str, width: int
) -> None:
    context, page = open_page(browser, top + KINDS_OF_PAGE[kind], width)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden' && !e.disabled).length"""
    )
    seen: set[str] = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return null;
                const box = e.getBoundingClientRect(), style = getComputedStyle(e);
                const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                    || style.boxShadow !== 'none';
                const all = [...document.querySelectorAll('*')];
                return {id: all.indexOf(e) + '', ring, left: box.left, right: box.right, top: box.top,
                        bottom: box.bottom, html: e.outerHTML.slice(0, 120)};
            }"""
        )
        if state is None:
            break
        seen.add(state["id"])
        assert state["ring"], state["html"]
        assert state["right"] > 0, state["html"]
        assert state["left"] < width, state["html"]
        assert state["bottom"] > 0, state["html"]
        assert state["top"] < 800, state["html"]
    context.close()
    assert len(seen) >= wanted


def test_the_first_tab_leads_past_the_header_to_the_main_part(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    context.close()


def test_no_single_letter_does_anything(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/")
    before = page.url
    for key in ("f", "n", "p", "s", "/", ",", "."):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement === document.body"), key
    assert page.url == before
    context.close()


def test_targets_are_big_enough_for_a_finger(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/", 320)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, input, select, summary')]
            .filter(e => e.checkVisibility() && e.type !== 'hidden')
            .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
            .map(e => e.outerHTML.slice(0, 100))"""
    )
    context.close()
    assert small == []


# --- Search ----------------------------------------------------------------------------------


def test_searching_finds_a_service_and_says_how_many(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "search/")
    page.locator("main input[name=q]").fill("swim")
    page.keyboard.press("Enter")
    page.wait_for_selector("main a:has-text('Saturday Swim Club')")
    said = page.locator("main [aria-live], main [role=status]").first.inner_text()
    assert any(character.isdigit() for character in said)
    assert "q=swim" in page.url
    context.close()


def test_an_abbreviation_finds_what_it_stands_for(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "search/?q=SALT")
    page.wait_for_selector("main a:has-text('peech')")
    context.close()


def test_a_search_without_results_says_what_to_try(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "search/")
    page.locator("main input[name=q]").fill("xyzzyqwv")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('main').innerText.toLowerCase().includes('browse')")
    context.close()


def test_search_data_is_fetched_only_when_somebody_searches(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("", "services/saturday-swim-club/", "search/"):
        page.goto(top + address)
        page.wait_for_load_state("networkidle")
    context.close()
    assert [url for url in asked if "offer.json" in url] == []


def test_without_scripts_every_kind_of_page_is_readable_and_search_points_to_the_lists(
    browser: Browser, top: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    for kind, address in KINDS_OF_PAGE.items():
        page.goto(top + address.partition("?")[0])
        assert page.locator("h1").is_visible(), kind
        assert page.locator("header a:visible").count() >= 4, kind
    page.goto(top + "search/")
    assert page.locator("main a[href*='browse/']:visible").count() > 0
    context.close()


# --- Print and settings -----------------------------------------------------------------------


def test_a_printed_service_leaves_the_site_away_and_keeps_the_phone_number(
    browser: Browser, top: str
) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/")
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert page.locator("main").get_by_text("01632 960330").first.is_visible()
    context.close()


def test_text_spacing_and_zoom_lose_nothing(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/", 320, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
    )
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e =>
            e.checkVisibility() && getComputedStyle(e).overflow === 'hidden'
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
            && e.innerText && e.clientWidth > 1).map(e => e.outerHTML.slice(0, 100))"""
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert cut == []
    assert width <= 320
