"""Plain words in a real browser: jargon in place, the quick exit, what the system asks for, right to left."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.site.browsing import RULES
from tests.site.conftest import REPOSITORY

GUIDE = "guides/ehc-needs-assessment/"
SENSITIVE = "services/safe-harbour-refuge/"
PAGES = {
    "home": "",
    "service": "services/saturday-swim-club/",
    "sensitive service": SENSITIVE,
    "school": "schools/mammoth-ferry-primary-academy/",
    "guide": GUIDE,
    "list": "browse/needs/autism/",
    "search": "search/?q=swimming",
    "jargon": "guides/jargon-buster/",
    "young people": "young-people/",
    "young people's guide": "guides/my-rights-in-school/",
    "sensitive young people's guide": "guides/who-can-i-talk-to/",
    "young people's list": "browse/audience/young-people/",
    "leaving": "leaving-fast/",
}


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page, 1280 pixels wide unless the test says otherwise."""
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}} | getattr(request, "param", {})
    context = browser.new_context(**options)
    yield context.new_page()
    context.close()


def broken_rules(page: Page) -> list[tuple[str, list[str]]]:
    return [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]


def settle(page: Page) -> None:
    if "?q=" in page.url:
        page.wait_for_selector("[data-search-list] .card")


def ask(page: Page, features: dict[str, str]) -> None:
    """Sets what the system asks for, as the browser's own tools do: ``{"prefers-contrast": "less"}``."""
    session = page.context.new_cdp_session(page)
    named = [{"name": name, "value": value} for name, value in features.items()]
    session.send("Emulation.setEmulatedMedia", {"features": named})


# --- Every page of this part -------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address",
    ["young-people/", "guides/my-rights-in-school/", "guides/who-can-i-talk-to/", "leaving-fast/", SENSITIVE],
)
def test_axe_finds_nothing(browser: Browser, top: str, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(top + address)
    found = broken_rules(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == []
    assert wide <= width


# --- Jargon in place ---------------------------------------------------------------------------


def first_term(page: Page, top: str, address: str = GUIDE) -> Any:
    page.goto(top + address)
    term = page.locator("a.explain").first
    assert term.get_attribute("aria-expanded") == "false"
    return term


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_term_opens_its_meaning_by_keyboard_and_escape_gives_the_focus_back(
    page: Page, top: str, key: str
) -> None:
    term = first_term(page, top)
    term.focus()
    page.keyboard.press(key)
    panel = page.get_by_role("dialog")
    panel.wait_for()
    assert term.get_attribute("aria-expanded") == "true"
    assert panel.evaluate("panel => document.activeElement === panel")
    page.keyboard.press("Escape")
    assert panel.count() == 0
    assert term.evaluate("term => document.activeElement === term")
    assert term.get_attribute("aria-expanded") == "false"
    assert page.url == top + GUIDE


def test_a_screen_reader_is_told_the_term_and_its_meaning(page: Page, top: str) -> None:
    term = first_term(page, top)
    term.click()
    page.get_by_role("dialog").wait_for()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = {node["role"]["value"]: node for node in nodes if "role" in node}
    dialog = told["dialog"]
    page_terms = page.request.get(top + "guides/jargon-buster/").text()
    name, meaning = dialog["name"]["value"], dialog["description"]["value"]
    assert f"<dd>{meaning}</dd>" in page_terms
    assert name.split(" (")[0] in page_terms
    assert any(
        node["role"]["value"] == "button"
        and node.get("name", {}).get("value") == term.inner_text()
        and {"name": "expanded", "value": {"type": "booleanOrUndefined", "value": True}} in node["properties"]
        for node in nodes
        if "role" in node
    )


def test_tab_goes_through_the_meaning_and_on_behind_the_term(page: Page, top: str) -> None:
    term = first_term(page, top)
    term.focus()
    behind = page.evaluate(
        """() => {
            const stops = [...document.querySelectorAll('a[href], button')].filter(one => one.checkVisibility());
            return stops[stops.indexOf(document.activeElement) + 1].textContent;
        }"""
    )
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    texts = []
    for _ in range(3):
        page.keyboard.press("Tab")
        texts.append(page.evaluate("document.activeElement.textContent"))
    assert texts == ["Close", "All words explained", behind]
    assert page.get_by_role("dialog").count() == 0


def test_shift_and_tab_lead_back_to_the_term(page: Page, top: str) -> None:
    term = first_term(page, top)
    term.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Shift+Tab")
    assert term.evaluate("term => document.activeElement === term")
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 320, "height": 640}, "has_touch": True}], indirect=True, ids=["phone"]
)
def test_a_finger_opens_a_meaning_beside_its_term_and_a_touch_elsewhere_closes_it(
    page: Page, top: str
) -> None:
    page.goto(top + GUIDE)
    terms = page.locator("main a.explain")
    assert terms.count() > 2
    for at in (0, 1, -1):
        page.touchscreen.tap(160, 4)  # away from a panel that may lie over the next term
        term = terms.nth(at)
        term.scroll_into_view_if_needed()
        term.tap()
        page.locator(".explanation").wait_for()
        assert page.locator("a.explain[aria-expanded=true]").count() == 1
        assert term.get_attribute("aria-expanded") == "true"
        panels = page.locator(".explanation")
        assert panels.count() == 1
        box, own = panels.bounding_box(), term.bounding_box()
        assert box
        assert own
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["y"] >= own["y"] + own["height"] or box["y"] + box["height"] <= own["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.touchscreen.tap(160, 4)
    page.wait_for_function("() => !document.querySelector('.explanation')")


def test_the_button_and_a_second_press_close_it_and_the_link_leads_to_all_words(page: Page, top: str) -> None:
    term = first_term(page, top)
    term.click()
    page.get_by_role("button", name="Close").click()
    assert term.evaluate("term => document.activeElement === term")
    term.click()
    page.get_by_role("dialog").wait_for()
    term.click()
    page.get_by_role("dialog").wait_for(state="detached")
    term.click()
    page.get_by_role("link", name="All words explained").click()
    page.wait_for_url(re.compile(r"guides/jargon-buster/#[a-z-]+$"))


def test_nothing_opens_when_a_pointer_only_passes(page: Page, top: str) -> None:
    first_term(page, top).hover()
    page.wait_for_timeout(300)
    assert page.get_by_role("dialog").count() == 0


def test_the_meanings_are_fetched_once_and_only_when_one_is_wanted(page: Page, top: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    term = first_term(page, top)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "jargon" in url or "explain" in url] == []
    term.click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.locator("main a.explain").nth(1).click()
    page.get_by_role("dialog").wait_for()
    assert len([url for url in asked if "jargon-buster" in url]) == 1


def test_a_browser_without_popovers_shows_the_meaning_too(page: Page, top: str) -> None:
    page.add_init_script("delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.popover;")
    term = first_term(page, top)
    term.click()
    panel = page.get_by_role("dialog")
    panel.wait_for()
    box, own = panel.bounding_box(), term.bounding_box()
    assert box
    assert own
    assert 0 <= box["y"] - own["y"] < 200 or 0 <= own["y"] - box["y"] - box["height"] < 200
    page.keyboard.press("Escape")
    assert panel.count() == 0


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_without_scripts_a_term_is_a_link_to_its_meaning(page: Page, top: str) -> None:
    page.goto(top + GUIDE)
    page.locator("a.explain").first.click()
    page.wait_for_url(re.compile(r"guides/jargon-buster/#[a-z-]+$"))
    assert page.locator(":target dd").is_visible()


def test_without_a_connection_a_term_still_leads_to_the_page_with_its_meaning(page: Page, top: str) -> None:
    term = first_term(page, top)
    page.route("**/assets/explain*.js", lambda route: route.abort())
    term.click()
    page.wait_for_url(re.compile(r"guides/jargon-buster/#[a-z-]+$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_an_open_meaning(browser: Browser, top: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    first_term(page, top).click()
    page.get_by_role("dialog").wait_for()
    found = broken_rules(page)
    context.close()
    assert found == []


# --- The quick exit ----------------------------------------------------------------------------


def open_to_leave(page: Page, top: str) -> str:
    """Opens two pages, the second one sensitive, and has its exit lead to a page of our own: where to.

    No test may ask another site for anything; where the exit really leads is read first.
    """
    page.goto(top)
    page.goto(top + SENSITIVE)
    link = page.locator(".quick-exit__link")
    assert link.get_attribute("href") == "https://www.bbc.co.uk/weather"
    link.evaluate("link => { link.href = '/guides/'; }")
    return top + "guides/"


@pytest.mark.parametrize(
    "address", [SENSITIVE, "organisations/safe-harbour/", "guides/keeping-safe/", "leaving-fast/"]
)
def test_a_sensitive_page_is_left_by_the_second_press_of_tab(page: Page, top: str, address: str) -> None:
    page.goto(top + address)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.quick-exit__link')")
    assert page.get_by_text("It does not clear your history").is_visible()


def test_leaving_takes_the_page_out_of_the_history(page: Page, top: str) -> None:
    elsewhere = open_to_leave(page, top)
    page.get_by_role("link", name="Leave this page fast").click()
    page.wait_for_url(elsewhere)
    page.go_back()
    assert page.url == top


def test_pressing_escape_three_times_leaves_and_twice_does_not(page: Page, top: str) -> None:
    elsewhere = open_to_leave(page, top)
    for _ in range(2):
        page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url == top + SENSITIVE
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # two quick ones may be all that a slow computer sees in time
    page.keyboard.press("Escape")
    page.wait_for_url(elsewhere)


def test_what_the_page_says_is_gone_before_the_other_page_has_come(page: Page, top: str) -> None:
    elsewhere = open_to_leave(page, top)
    page.evaluate(
        """() => new MutationObserver(() => {
            const seen = document.querySelector('h1').checkVisibility();
            sessionStorage.setItem('left', JSON.stringify([seen, document.title]));
        }).observe(document.documentElement, {attributes: true})"""
    )
    page.locator(".quick-exit__link").click()
    page.wait_for_url(elsewhere)
    assert page.evaluate("JSON.parse(sessionStorage.getItem('left'))") == [False, "Weather"]


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_without_scripts_the_exit_is_a_link(page: Page, top: str) -> None:
    elsewhere = open_to_leave(page, top)
    assert not page.get_by_text("pressing Escape").is_visible()
    page.get_by_role("link", name="Leave this page fast").click()
    page.wait_for_url(elsewhere)


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": width, "height": 640}} for width in (320, 1280)],
    indirect=True,
    ids=["320", "1280"],
)
def test_the_exit_stays_in_reach_and_covers_nothing_that_has_the_focus(page: Page, top: str) -> None:
    page.goto(top + SENSITIVE)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    exit_box = page.locator(".quick-exit__link").bounding_box()
    assert exit_box
    assert 0 <= exit_box["y"] < 100
    for _ in range(200):
        page.keyboard.press("Shift+Tab")
        state = page.evaluate(
            """() => {
                const one = document.activeElement, exit = document.querySelector('.quick-exit__link');
                if (one === document.body || one === exit || one.matches('.skip-link')) return null;
                const box = one.getBoundingClientRect(), over = exit.getBoundingClientRect();
                const apart = box.bottom <= over.top || box.top >= over.bottom || box.right <= over.left
                    || box.left >= over.right;
                return apart ? '' : one.outerHTML.slice(0, 100);
            }"""
        )
        if state is None:
            break
        assert state == ""


def test_other_pages_have_no_exit_and_paper_shows_none(page: Page, top: str) -> None:
    page.goto(top + "services/saturday-swim-club/")
    assert page.locator("[data-quick-exit]").count() == 0
    page.goto(top + SENSITIVE)
    page.emulate_media(media="print")
    assert not page.locator(".quick-exit__link").is_visible()
    assert not page.get_by_text("It does not clear your history").is_visible()


# --- What the system asks for ------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["more", "less"])
@pytest.mark.parametrize("kind", ["home", "service", "sensitive service", "guide", "list", "young people"])
def test_text_keeps_its_contrast_when_more_or_less_is_asked_for(
    browser: Browser, top: str, kind: str, contrast: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    ask(page, {"prefers-contrast": contrast, "prefers-color-scheme": scheme})
    page.goto(top + PAGES[kind])
    assert page.evaluate(f"matchMedia('(prefers-contrast: {contrast})').matches")
    rules = ["color-contrast-enhanced"] if contrast == "more" else ["color-contrast"]
    options = {
        "runOnly": {"type": "rule", "values": rules},
        "rules": {rule: {"enabled": True} for rule in rules},
    }
    results = Axe().run(page, options=options).response["violations"]
    found = [node["html"][:120] for violation in results for node in violation["nodes"]]
    context.close()
    assert found == []


@pytest.mark.parametrize("page", [{"forced_colors": "active"}], indirect=True, ids=["forced colours"])
@pytest.mark.parametrize(
    ("address", "selectors"),
    [
        ("services/saturday-swim-club/", [".glance", ".feedback", ".card", ".button", ".tag"]),
        (SENSITIVE, [".quick-exit__link"]),
        ("guides/have-your-say/", [".page-list"]),
        ("", [".tile", ".pills a", ".home__person", ".home__young"]),
        ("young-people/", [".young__now", ".young__topics a", ".young__top"]),
    ],
)
def test_forced_colours_leave_every_part_an_edge(
    page: Page, top: str, address: str, selectors: list[str]
) -> None:
    page.goto(top + address)
    for selector in selectors:
        edges = page.locator(selector).first.evaluate(
            """one => {
                const style = getComputedStyle(one);
                return ['Top', 'Bottom'].every(side =>
                    parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none')
                    || (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none');
            }"""
        )
        assert edges, selector


@pytest.mark.parametrize("page", [{"forced_colors": "active"}], indirect=True, ids=["forced colours"])
@pytest.mark.parametrize("address", ["services/saturday-swim-club/", "young-people/", SENSITIVE])
def test_forced_colours_leave_icons_and_marks_to_be_seen(page: Page, top: str, address: str) -> None:
    page.goto(top + address)
    unseen = page.evaluate(
        """() => {
            const paper = getComputedStyle(document.body).backgroundColor;
            const marks = [...document.querySelectorAll('.icon')].filter(one => one.checkVisibility())
                .filter(one => getComputedStyle(one).backgroundColor === paper
                    && getComputedStyle(one.parentElement).backgroundColor !== 'rgb(255, 255, 255)');
            const dots = [...document.querySelectorAll('.checked, .card__facts li:first-child:not(:last-child)')]
                .map(one => getComputedStyle(one, one.matches('.checked') ? '::before' : '::after'))
                .filter(style => parseFloat(style.borderTopWidth) === 0 || style.borderTopColor === paper);
            return [marks.map(one => one.outerHTML), dots.length];
        }"""
    )
    assert unseen == [[], 0]


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True, ids=["reduced motion"])
@pytest.mark.parametrize("kind", ["home", "search", "young people"])
def test_nothing_moves_for_those_who_ask_for_less_motion(page: Page, top: str, kind: str) -> None:
    page.goto(top + PAGES[kind])
    settle(page)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(one => {
            const style = getComputedStyle(one);
            return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0)
                || style.scrollBehavior === 'smooth';
        }).map(one => one.className)"""
    )
    assert moving == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", PAGES)
def test_text_of_twice_the_size_loses_nothing(browser: Browser, top: str, kind: str, width: int) -> None:
    """As in a browser whose own text size is set to twice the usual one."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.goto(top + PAGES[kind])
    settle(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 36
    cut = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
            && one.innerText && one.clientWidth > 1 && getComputedStyle(one).overflowX === 'hidden'
            && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
            .map(one => one.outerHTML.slice(0, 100))"""
    )
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert cut == []
    assert wide <= width


# --- Right to left -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_read_from_right_to_left(browser: Browser, top: str, kind: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(
        "new MutationObserver(() => document.documentElement?.setAttribute('dir', 'rtl'))"
        ".observe(document, {childList: true})"
    )
    page.goto(top + PAGES[kind])
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    outside = page.evaluate(
        """width => [...document.querySelectorAll('h1, main p, main li, main dd, .button, .card, .tile, input')]
            .filter(one => one.checkVisibility() && !one.closest('.table-scroll, .visually-hidden, svg'))
            .filter(one => { const box = one.getBoundingClientRect();
                return box.width > 1 && (box.left < -1 || box.right > width + 1); })
            .map(one => one.outerHTML.slice(0, 100))""",
        width,
    )
    wide = page.evaluate("document.documentElement.scrollWidth")
    arrows = page.evaluate(
        """() => [...document.querySelectorAll('.icon--arrow, .icon--exit')]
            .map(one => getComputedStyle(one).transform)"""
    )
    context.close()
    assert outside == []
    assert wide <= width
    assert set(arrows) <= {"matrix(-1, 0, 0, 1, 0, 0)"}


_PHYSICAL = re.compile(
    r"(?:^|[\s;{])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


# On a map, left is left in every language; what lays paper out knows only these names of some properties.
_SHEETS = [
    file
    for file in sorted((REPOSITORY / "theme").rglob("*.css"))
    if file.parent.name not in ("map", "booklet")
]


@pytest.mark.parametrize("file", _SHEETS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_stylesheet_names_no_left_and_no_right(file: Any) -> None:
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert [found[0].strip() for found in _PHYSICAL.finditer(text)] == []


# --- The young people's area ---------------------------------------------------------------------


def test_the_home_page_leads_to_the_young_peoples_area_and_it_to_a_service(page: Page, top: str) -> None:
    page.goto(top)
    page.get_by_role("link", name="Go to the young people's area").click()
    page.get_by_role("navigation", name="What is it about?").get_by_role("link", name="My feelings").click()
    assert page.url == top + "young-people/#feelings"
    page.locator("#feelings .card a").first.click()
    assert "/services/" in page.url


def test_bigger_text_is_a_choice_that_the_next_page_remembers(page: Page, top: str) -> None:
    def size() -> float:
        found: float = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        )
        return found

    page.goto(top + "young-people/")
    before = size()
    button = page.get_by_role("button", name="Bigger text, more space")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(top + "guides/my-rights-in-school/")
    assert page.evaluate("document.body.classList.contains('page-young--bigger')")
    button.click()
    page.goto(top + "young-people/")
    assert size() == before
    assert button.get_attribute("aria-pressed") == "false"


def test_bigger_text_works_where_storage_is_off(page: Page, top: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('off'); }})"
    )
    page.goto(top + "young-people/")
    page.get_by_role("button", name="Bigger text, more space").click()
    assert page.evaluate("document.body.classList.contains('page-young--bigger')")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_without_scripts_the_area_has_no_button_that_does_nothing(page: Page, top: str) -> None:
    page.goto(top + "young-people/")
    assert not page.get_by_role("button", name="Bigger text, more space").is_visible()
    assert page.locator("#feelings .card").count() > 0
