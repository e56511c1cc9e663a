"""My list in a real Chromium: keeping, notes, order, sharing, and doing without storage or scripts."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site.browsing import RULES

SWIM = "services/saturday-swim-club"
SCHOOL = "schools/amberholme-free-school"
GUIDE = "guides/sendiass"
STORAGE_OFF = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('off', 'SecurityError'); }});"

Open = Callable[..., Page]


@pytest.fixture
def open_(browser: Browser, top: str) -> Iterator[Open]:
    """Opens an address, all in one context unless a fresh one is asked for; nothing may go wrong or go elsewhere."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((top, "data:")) else wrong.append(request.url),
        )

    def open_address(address: str, fresh: bool = False, script: str = "", **options: Any) -> Page:
        if fresh or not contexts:
            options = {"viewport": {"width": 1280, "height": 900}, **options}
            contexts.append(browser.new_context(**options))
            if script:
                contexts[-1].add_init_script(script)
        page = contexts[-1].new_page()
        watch(page)
        page.goto(top + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert wrong == []


def kept(page: Page) -> list[str]:
    return page.locator(".kept__name").all_inner_texts()


def stored(page: Page) -> list[dict[str, Any]]:
    found = page.evaluate(
        "Object.entries(localStorage).find(([key]) => key.startsWith('local-offer list'))?.[1]"
    )
    return json.loads(found)["entries"] if found else []


def keep(open_: Open, *ids: str) -> Page:
    """Keeps pages by their own buttons, then opens the list."""
    for one in ids:
        page = open_(f"{one}/")
        page.locator(".keep-line .keep").click()
        page.close()
    page = open_("my-list/")
    expect(page.locator(".kept")).to_have_count(len(ids))
    expect(page.locator(".kept--loading")).to_have_count(0)
    return page


def row(page: Page, name: str) -> Locator:
    return page.locator(".kept", has=page.locator(".kept__name", has_text=name))


# --- Keeping ---------------------------------------------------------------------------------


def test_a_card_in_a_list_is_kept_and_taken_out_again(open_: Open) -> None:
    page = open_("browse/needs/autism/")
    button = page.get_by_role("button", name="Keep Amberholme Free School in my list")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("Kept")
    expect(page.locator("header [role=status]")).to_have_text("Kept. 1 in my list.")
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (1)")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-my-list-link]")).to_have_text("My list")
    assert page.url.endswith("/browse/needs/autism/"), "The link of the card must not have been followed."


@pytest.mark.parametrize("one", [SWIM, SCHOOL, GUIDE, "organisations/tidewell-leisure"])
def test_every_kind_of_page_can_be_kept_from_its_own_head(open_: Open, one: str) -> None:
    page = open_(f"{one}/")
    name = page.locator("h1").inner_text()
    page.get_by_role("button", name=f"Keep {name} in my list").first.click()
    page.locator("[data-my-list-link]").click()
    expect(page.locator(".kept__name")).to_have_text([name])


def test_results_of_a_search_can_be_kept(open_: Open) -> None:
    page = open_("search/?q=swimming")
    page.get_by_role("button", name="Keep Saturday Swim Club in my list").click()
    assert [entry["id"] for entry in stored(page)] == [SWIM]


def test_another_open_page_knows_at_once(open_: Open) -> None:
    first, second = open_(f"{SWIM}/"), open_("services/")
    first.locator(".keep-line .keep").click()
    expect(second.locator("[data-my-list-link]")).to_have_text("My list (1)")
    button = second.get_by_role("button", name="Keep Saturday Swim Club in my list")
    if button.count():
        expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "null",
        "[]",
        '"text"',
        '{"version": 99, "entries": [{"id": "services/saturday-swim-club"}]}',
        '{"version": 1, "entries": "many"}',
        '{"version": 1, "entries": [null, 7, {"id": "javascript:alert(1)"}, {"id": "../../x"}, {"id": 3}]}',
    ],
)
def test_what_somebody_else_left_in_storage_is_thrown_away_calmly(open_: Open, content: str) -> None:
    page = open_(f"{SWIM}/")
    page.evaluate(
        "(content) => localStorage.setItem(`local-offer list ${new URL(localOffer.root).pathname}`, content)",
        content,
    )
    page.reload()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list")
    page.locator(".keep-line .keep").click()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (1)")


def test_a_list_has_an_end(open_: Open) -> None:
    page = open_(f"{SWIM}/")
    page.evaluate(
        "localOffer.kept.write([...Array(150).keys()].map((number) => ({id: `services/number-${number}`})))"
    )
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (100)")
    page.locator(".keep-line .keep").click()
    expect(page.locator(".keep__remark")).to_contain_text("Your list is full")
    expect(page.locator(".keep-line .keep")).to_have_attribute("aria-pressed", "false")


# --- The page --------------------------------------------------------------------------------


def test_the_list_shows_what_one_needs_to_get_in_touch(open_: Open) -> None:
    page = keep(open_, SWIM)
    entry = row(page, "Saturday Swim Club")
    expect(entry.get_by_role("link", name="01632 960330")).to_have_attribute("href", "tel:+441632960330")
    expect(entry).to_contain_text("Tidewell Baths, 12 Harbour Street, Tidewell, ZZ1 2AB")
    expect(entry).to_contain_text("Saturday, 9am to 9:45am, term time")
    expect(entry).to_contain_text("£4.50 a session")


def test_a_school_shows_its_own_number_and_not_that_of_its_senco(open_: Open) -> None:
    page = keep(open_, SCHOOL)
    expect(row(page, "Amberholme")).to_contain_text("01632 960328")
    expect(row(page, "Amberholme")).not_to_contain_text("01632 960329")


def test_a_withheld_address_stays_withheld(open_: Open) -> None:
    page = keep(open_, "services/safe-harbour-refuge")
    expect(row(page, "Safe Harbour")).to_contain_text("The full address is not published.")


def test_a_page_that_is_gone_says_so_and_can_be_searched_for(open_: Open) -> None:
    page = open_("my-list/")
    page.evaluate("localOffer.kept.write([{id: 'services/old-club', name: 'Old Club', note: 'Ask for Jo'}])")
    entry = row(page, "Old Club")
    expect(entry).to_contain_text("no longer on the site")
    expect(entry.get_by_role("link", name="Search for it")).to_have_attribute(
        "href", re.compile(r"search/\?q=Old%20Club$")
    )
    expect(entry.get_by_role("textbox")).to_have_value("Ask for Jo")


def test_a_note_survives_a_reload_and_is_on_paper(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL)
    box = page.get_by_label("My note about Saturday Swim Club")
    box.fill("Ask about the ramp.\nBring <b>towels</b>.")
    expect(row(page, "Saturday").locator(".kept__saved")).to_have_text("Note saved")
    page.reload()
    expect(page.get_by_label("My note about Saturday Swim Club")).to_have_value(
        "Ask about the ramp.\nBring <b>towels</b>."
    )
    expect(page.locator("#my-list-link")).to_have_value(re.compile(rf"#{SWIM},{SCHOOL}$"))
    page.emulate_media(media="print")
    expect(page.locator(".kept__written").first).to_be_visible()
    expect(page.locator(".kept__written").first).to_have_text(
        "Ask about the ramp.\nBring <b>towels</b>.", use_inner_text=True
    )
    expect(row(page, "Saturday")).to_contain_text("01632 960330")
    expect(page.locator("textarea").first).not_to_be_visible()
    expect(page.get_by_role("button", name="Print")).not_to_be_visible()


def test_a_note_is_kept_even_when_the_page_is_left_at_once(open_: Open) -> None:
    page = keep(open_, SWIM)
    page.get_by_label("My note about").fill("Quick")
    page.goto(page.url.replace("my-list/", "services/"))
    page.go_back()
    expect(page.get_by_label("My note about")).to_have_value("Quick")


def test_the_order_changes_by_keyboard_and_the_focus_stays(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL, GUIDE)
    names = kept(page)
    up = row(page, names[2]).get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert kept(page) == [names[2], names[0], names[1]]
    expect(up).to_be_focused()
    expect(page.locator("[data-my-list-status]")).to_have_text(f"“{names[2]}” is now number 1 of 3.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-my-list-status]")).to_contain_text("is the first already")
    expect(up).to_be_focused()
    page.reload()
    expect(page.locator(".kept__name")).to_have_text([names[2], names[0], names[1]])
    down = row(page, names[2]).get_by_role("button", name="Move down")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    assert kept(page) == [names[0], names[2], names[1]]


def test_what_is_removed_comes_back_with_its_note(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL, GUIDE)
    names = kept(page)
    page.get_by_label(f"My note about {names[1]}").fill("Near us")
    row(page, names[1]).get_by_role("button", name=f"Remove {names[1]} from my list").click()
    assert kept(page) == [names[0], names[2]]
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    assert kept(page) == names
    expect(page.get_by_label(f"My note about {names[1]}")).to_have_value("Near us")
    expect(row(page, names[1])).to_be_focused()


def test_clearing_the_list_asks_first_and_can_be_undone(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL)
    page.get_by_role("button", name="Clear my list").click()
    page.get_by_role("button", name="No, keep it").click()
    assert len(kept(page)) == 2
    expect(page.get_by_role("button", name="Clear my list")).to_be_focused()
    page.get_by_role("button", name="Clear my list").click()
    page.keyboard.press("Escape")
    assert len(kept(page)) == 2
    page.get_by_role("button", name="Clear my list").click()
    page.get_by_role("button", name="Yes, clear my list").click()
    expect(page.get_by_role("heading", name="Your list is empty")).to_be_visible()
    assert stored(page) == []
    page.get_by_role("button", name="Undo").click()
    assert len(kept(page)) == 2


def test_two_schools_in_the_list_lead_to_their_comparison(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL, "schools/longshore-school")
    page.get_by_role("link", name="Compare the schools in my list").click()
    page.wait_for_url("**/compare/?schools=amberholme-free-school,longshore-school")


# --- Sharing ---------------------------------------------------------------------------------


def test_an_email_holds_names_numbers_addresses_and_the_link_but_no_note(open_: Open) -> None:
    page = keep(open_, SWIM)
    page.get_by_label("My note about").fill("Our secret")
    href = page.get_by_role("link", name="Email", exact=True).get_attribute("href") or ""
    text = unquote(href)
    assert text.startswith(
        "mailto:?subject=My list from the Doggerland Local Offer&body=Saturday Swim Club\r\n01632 960330\r\n"
    )
    assert "12 Harbour Street" in text
    assert f"/my-list/#{SWIM}" in text
    assert "secret" not in text
    assert len(href) <= 1800


def test_an_email_of_a_long_list_holds_only_the_link_and_of_a_very_long_one_nothing(open_: Open) -> None:
    page = open_("my-list/")
    some = [f"services/number-{number}" for number in range(40)]
    page.evaluate(
        "(ids) => localOffer.kept.write(ids.map((id) => ({id, name: 'A name that is rather long'})))", some
    )
    expect(page.get_by_text("Your list is long, so the email holds only the link to it.")).to_be_visible()
    href = page.get_by_role("link", name="Email", exact=True).get_attribute("href") or ""
    assert len(href) <= 1800
    assert "services/number-39" in unquote(href)
    page.evaluate(
        "localOffer.kept.write([...Array(100).keys()].map((n) => ({id: `services/a-long-name-number-${n}`})))"
    )
    expect(page.get_by_text("too long for an email")).to_be_visible()
    expect(page.get_by_role("link", name="Email", exact=True)).not_to_be_visible()


def test_a_shared_link_shows_the_list_elsewhere_and_asks_before_it_adds(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL)
    link = page.locator("#my-list-link").input_value()
    address = "my-list/" + link.partition("my-list/")[2]
    other = open_(f"{GUIDE}/", fresh=True)
    other.locator(".keep-line .keep").click()
    shared = open_(address)
    expect(shared.get_by_role("heading", level=1)).to_have_text("A list that was shared with you")
    expect(shared.locator(".kept__name")).to_have_text(["Saturday Swim Club", "Amberholme Free School"])
    assert shared.locator("textarea").count() == 0
    assert [entry["id"] for entry in stored(shared)] == [GUIDE]
    shared.get_by_role("button", name="Add these to my list").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text("My list")
    expect(shared.get_by_role("heading", level=1)).to_be_focused()
    assert [entry["id"] for entry in stored(shared)] == [GUIDE, SWIM, SCHOOL]
    assert "#" not in shared.url


def test_a_shared_list_that_is_not_wanted_changes_nothing(open_: Open) -> None:
    keep(open_, GUIDE)
    shared = open_(f"my-list/#{SWIM}")
    shared.get_by_role("button", name="Show my own list").click()
    expect(shared.locator(".kept")).to_have_count(1)
    assert [entry["id"] for entry in stored(shared)] == [GUIDE]


def test_a_link_that_a_mail_program_has_encoded_still_works(open_: Open) -> None:
    page = open_("my-list/#services%2Fsaturday-swim-club%2Cschools%2Famberholme-free-school")
    expect(page.locator(".kept")).to_have_count(2)


@pytest.mark.parametrize(
    "fragment",
    [
        "javascript:alert(1)/x",
        "services/../../../etc/passwd",
        "//evil.example.org/x",
        "https://evil.example.org/services/x",
        "services/<img src=x onerror=alert(1)>",
        "services/saturday-swim-club/../x",
        "services%2F%2e%2e%2Fx",
        "%E0%A4%A/x",
        "services/" + "a" * 5000,
        "organisations/a?b=c",
    ],
)
def test_a_hostile_link_shows_nothing_and_keeps_nothing(open_: Open, fragment: str) -> None:
    asked: list[str] = []
    page = open_("my-list/")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
    expect(page.locator("[data-my-list-notice]")).to_have_text("That link holds no list that we can read.")
    assert page.locator(".kept").count() == 0
    assert stored(page) == []
    assert [url for url in asked if "/assets/" not in url] == []


def test_of_a_link_only_what_is_right_is_shown(open_: Open) -> None:
    page = open_(f"my-list/#{SWIM},evil/x,{SWIM},services/Not-An-Id,guides/sendiass")
    expect(page.locator(".kept")).to_have_count(2)


def test_the_skip_link_does_not_lose_a_shared_list(open_: Open) -> None:
    page = open_(f"my-list/#{SWIM}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".kept")).to_have_count(1)
    page.reload()
    expect(page.locator(".kept")).to_have_count(1)


def test_the_link_can_be_copied_where_the_clipboard_is_closed(open_: Open) -> None:
    keep(open_, SWIM)
    page = open_("my-list/")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("[data-my-list-status]")).to_contain_text("Copying did not work")
    box = page.get_by_label("Link to this list")
    expect(box).to_be_focused()
    assert page.evaluate("getSelection().toString()").endswith(f"#{SWIM}")


# --- Without storage, without scripts -----------------------------------------------------------


def test_without_storage_the_list_travels_in_the_address(open_: Open) -> None:
    page = open_(f"{SWIM}/", fresh=True, script=STORAGE_OFF)
    page.locator(".keep-line .keep").click()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (1)")
    expect(page.locator(".keep__remark")).to_contain_text("your browser does not let this site keep anything")
    assert page.url.endswith(f"#kept={SWIM}")
    page.locator(".site-menu").get_by_role("link", name="Schools").click()
    page.wait_for_url(f"**/schools/#kept={SWIM}")
    page.get_by_role("button", name="Keep Amberholme Free School in my list").click()
    page.locator("[data-my-list-link]").click()
    page.wait_for_url(f"**/my-list/#{SWIM},{SCHOOL}")
    expect(page.locator(".kept__name")).to_have_text(["Saturday Swim Club", "Amberholme Free School"])
    expect(page.locator("[data-my-list-notice]")).to_contain_text("Bookmark this page")
    row(page, "Amberholme").get_by_role("button", name="Move up").click()
    assert page.url.endswith(f"/my-list/#{SCHOOL},{SWIM}")
    page.reload()
    expect(page.locator(".kept__name")).to_have_text(["Amberholme Free School", "Saturday Swim Club"])
    row(page, "Amberholme").get_by_role("link", name="Amberholme Free School").click()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (2)")
    expect(page.locator(".keep-line .keep")).to_have_attribute("aria-pressed", "true")


def test_without_storage_a_note_says_that_it_is_not_kept(open_: Open) -> None:
    page = open_(f"my-list/#{SWIM}", fresh=True, script=STORAGE_OFF)
    page.get_by_label("My note about").fill("Ask")
    expect(page.locator(".kept__saved")).to_contain_text("until you leave this page")
    expect(page.locator(".kept__written")).to_have_text("Ask")


def test_a_full_storage_is_no_dead_end(open_: Open) -> None:
    page = open_(
        f"{SWIM}/",
        fresh=True,
        script="Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    )
    page.locator(".keep-line .keep").click()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (1)")
    assert page.url.endswith(f"#kept={SWIM}")


def test_without_scripts_the_page_says_how_else_to_keep_things(open_: Open) -> None:
    page = open_("my-list/", fresh=True, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("My list")
    ways = page.locator("noscript li")
    expect(ways).to_have_text(
        [re.compile("^Bookmark a page"), re.compile("^Print a page"), re.compile("01632 960100")]
    )
    expect(ways.first).to_be_visible()
    assert page.locator("main").get_by_role("button").count() == 0
    page.locator("main").get_by_role("link", name="Browse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Browse")
    expect(page.locator(".site-header").get_by_role("link", name="My list")).to_be_visible()


# --- For everybody -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_in_a_full_list(open_: Open, width: int, scheme: str) -> None:
    page = open_(
        "my-list/", fresh=True, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page.evaluate(
        "(ids) => localOffer.kept.write(ids.map((id) => ({id, name: 'A name', note: 'A note'})))",
        [SWIM, SCHOOL, GUIDE, "services/gone-long-ago", "services/mere-boat-club"],
    )
    expect(page.locator(".kept")).to_have_count(5)
    expect(page.locator(".kept--loading")).to_have_count(0)
    states: list[Callable[[], None]] = [
        lambda: None,
        lambda: row(page, "Amberholme").get_by_role("button", name="Remove").click(),
        lambda: page.get_by_role("button", name="Clear my list").click(),
    ]
    for change in states:
        change()
        page.wait_for_timeout(200)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_everything_in_the_list_and_the_focus_is_seen(open_: Open) -> None:
    page = keep(open_, SWIM, SCHOOL)
    page.set_viewport_size({"width": 320, "height": 800})
    wanted = page.locator("main :is(a[href], button, textarea):visible").count()
    seen = set()
    page.locator("h1").focus()
    for _ in range(wanted):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                return {at: [...document.querySelectorAll('*')].indexOf(e), html: e.outerHTML.slice(0, 120),
                        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                        inside: box.bottom > 0 && box.top < innerHeight && e.closest('main') !== null};
            }"""
        )
        assert state["ring"], state["html"]
        assert state["inside"], state["html"]
        seen.add(state["at"])
    assert len(seen) == wanted


def test_buttons_are_big_enough_for_a_finger(open_: Open) -> None:
    page = keep(open_, SWIM)
    page.set_viewport_size({"width": 320, "height": 800})
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main .button, main textarea, main dd a')]
            .filter(e => e.checkVisibility())
            .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
            .map(e => e.outerHTML.slice(0, 100))"""
    )
    assert small == []
