"""The demonstration site in a real Chromium: keys, search without surprises, no scripts, print."""

from playwright.sync_api import Browser

from tests.site.browsing import KINDS_OF_PAGE, open_page


def test_no_single_letter_does_anything(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/")
    before = page.url
    for key in ("f", "n", "p", "s", "/", ",", "."):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement === document.body"), key
    assert page.url == before
    context.close()


# --- Search ----------------------------------------------------------------------------------


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
    assert page.locator("main #contact").get_by_text("01632 960330").is_visible()
    context.close()
