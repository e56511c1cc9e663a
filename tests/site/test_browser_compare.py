"""Comparing schools in a real Chromium: choosing, differences, distance, the address, paper, no scripts."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.site.browsing import RULES

TWO = "compare/?schools=longshore-school,amberholme-free-school"
FOUR = TWO + ",kestrel-moor-school,childminder-in-oysterby"

Open = Callable[..., Page]


@pytest.fixture
def open_(browser: Browser, top: str) -> Iterator[Open]:
    """Opens an address in a context of its own; nothing may go wrong or go elsewhere."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_address(address: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((top, "data:")) else wrong.append(request.url),
        )
        page.goto(top + address)
        if options.get("java_script_enabled", True):
            expect(page.locator("[data-compare-list] input").first).to_be_attached()
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert wrong == []


def columns(page: Page) -> list[str]:
    return page.locator(".side thead th a").all_inner_texts()


def fact(page: Page, name: str) -> Locator:
    return page.locator(".side tbody tr", has=page.locator(".side__fact", has_text=re.compile(f"^{name}")))


def values(page: Page, name: str) -> list[str]:
    return [" ".join(text.split()) for text in fact(page, name).locator(".side__content").all_inner_texts()]


# --- Without scripts ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_one_table_shows_every_school(open_: Open, width: int) -> None:
    page = open_("compare/", java_script_enabled=False, viewport={"width": width, "height": 800})
    table = page.get_by_role("table")
    assert table.locator("[data-school]").count() == 24
    expect(table.get_by_role("columnheader", name="SEN information report")).to_be_attached()
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Amberholme Free School"))
    expect(row).to_contain_text("2026 to 2027, reviewed 8 September 2026")
    expect(row).to_contain_text("171 (room for 210)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("main").get_by_role("checkbox").count() == 0


def test_what_is_not_known_is_said_and_never_guessed(open_: Open) -> None:
    page = open_("compare/", java_script_enabled=False)
    assert page.locator("[data-comparison] td:empty").count() == 0
    assert page.locator("[data-comparison] .not-stated").count() > 10


def test_the_first_column_and_the_headings_stay_in_view(open_: Open) -> None:
    page = open_("compare/", java_script_enabled=False)
    box = page.get_by_role("region", name="Table of all schools and settings")
    box.focus()
    box.evaluate("box => box.scrollTo(600, 900)")
    places = box.evaluate(
        """box => {
            const top = box.getBoundingClientRect();
            const head = box.querySelector('thead th:nth-child(5)').getBoundingClientRect();
            const first = box.querySelector('tbody:nth-of-type(2) [data-school] th').getBoundingClientRect();
            return [Math.round(head.top - top.top), Math.round(first.left - top.left)];
        }"""
    )
    assert places == [1, 1]


# --- Choosing ------------------------------------------------------------------------------------


def test_schools_are_found_chosen_and_put_side_by_side(open_: Open) -> None:
    page = open_("compare/")
    expect(page.locator(".compare__result")).not_to_be_visible()
    page.get_by_label("Find by name, kind, need or place").fill("longshore")
    expect(page.locator("[data-compare-found]")).to_have_text("1 school or setting fits.")
    page.get_by_label("Longshore School").check()
    expect(page.get_by_text("Choose one more school to compare.")).to_be_visible()
    page.get_by_label("Find by name, kind, need or place").fill("amberholme free")
    page.get_by_label("Amberholme Free School").check()
    expect(page.locator("[data-compare-status]")).to_have_text("Amberholme Free School added. 2 chosen.")
    assert columns(page) == ["Longshore School", "Amberholme Free School"]
    assert values(page, "Ages")[1] == "4 to 11"
    assert page.url.endswith("/compare/?schools=longshore-school,amberholme-free-school")


def test_a_word_of_another_column_finds_a_school_and_a_wrong_one_says_so(open_: Open) -> None:
    page = open_("compare/")
    box = page.get_by_label("Find by name, kind, need or place")
    box.fill("autism oysterby")
    expect(page.locator("[data-compare-found]")).to_have_text(
        re.compile(r"^\d+ schools? (and|or) settings? fits?\.$")
    )
    box.fill("xyzzy")
    expect(page.locator("[data-compare-found]")).to_have_text("None fits. Try other words.")
    box.fill("")
    expect(page.locator("[data-compare-found]")).to_have_text("24 schools and settings to choose from.")


def test_four_are_enough(open_: Open) -> None:
    page = open_(FOUR)
    assert len(columns(page)) == 4
    page.get_by_text("Choose schools to compare").click()
    expect(page.get_by_label("Norrowmere College")).to_be_disabled()
    page.get_by_role("button", name="Remove Kestrel Moor School").click()
    expect(page.get_by_role("button", name="Remove Childminder in Oysterby")).to_be_focused()
    expect(page.get_by_label("Norrowmere College")).to_be_enabled()
    page.get_by_label("Norrowmere College").check()
    expect(page.locator("[data-compare-status]")).to_contain_text("That is 4.")


def test_the_back_button_takes_a_choice_back(open_: Open) -> None:
    page = open_("compare/")
    page.get_by_label("Longshore School").check()
    page.get_by_label("Amberholme Free School").check()
    page.go_back()
    assert columns(page) == ["Longshore School"]
    expect(page.get_by_label("Amberholme Free School")).not_to_be_checked()
    page.go_forward()
    assert len(columns(page)) == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "?schools=longshore-school,no-such-school,longshore-school,__proto__,constructor",
            ["Longshore School"],
        ),
        ("?schools=<img src=x onerror=alert(1)>,../x", []),
        ("?schools=" + "a," * 2000, []),
        ("?schools=", []),
    ],
)
def test_an_address_with_nonsense_in_it_shows_what_is_right(
    open_: Open, query: str, expected: list[str]
) -> None:
    page = open_("compare/" + query)
    assert columns(page) == expected


def test_a_school_page_leads_to_its_comparison(open_: Open, top: str) -> None:
    page = open_("compare/")
    page.goto(f"{top}schools/longshore-school/")
    page.get_by_role("link", name="Compare with other schools").click()
    expect(page.locator(".side thead th a")).to_have_text(["Longshore School"])
    page.goto(f"{top}schools/")
    page.get_by_role("link", name="Compare schools and settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare schools and settings")


# --- What it says -----------------------------------------------------------------------------------


def test_differences_are_said_in_words(open_: Open) -> None:
    page = open_(TWO)
    expect(fact(page, "Ages").locator(".side__differs")).to_have_text("Differs")
    assert fact(page, "SENCO").locator(".side__differs").count() == 0
    page.get_by_label("Show only what differs").check()
    assert "different=yes" in page.url
    shown = page.locator(".side__fact").all_inner_texts()
    assert "Ages" in shown
    page.reload()
    expect(page.get_by_label("Show only what differs")).to_be_checked()


def test_an_answer_and_a_gap_are_not_called_a_difference(open_: Open) -> None:
    page = open_("compare/?schools=kestrel-moor-school,tidewell-reef-academy")
    assert values(page, "Special places")[0] == "Not stated"
    assert fact(page, "Special places").locator(".side__differs").count() == 0
    page.get_by_label("Show only what differs").check()
    expect(fact(page, "Special places")).to_be_visible()


def test_what_all_offer_stands_first_and_what_some_offer_is_marked(open_: Open) -> None:
    page = open_("compare/?schools=amberholme-free-school,kestrel-moor-school")
    lists = [
        row.locator("li").evaluate_all(
            "items => items.map(i => [i.textContent, i.classList.contains('side__own')])"
        )
        for row in fact(page, "Needs").locator("td").all()
    ]
    shared = [name for name, own in lists[0] if not own]
    assert shared == [name for name, own in lists[1] if not own] == ["Autism"]
    assert [own for _, own in lists[0]] == sorted(own for _, own in lists[0])


def test_the_report_of_a_school_says_how_far_it_is(open_: Open) -> None:
    page = open_(
        "compare/?schools=amberholme-free-school,kestrel-moor-school,st-brendans-church-of-england-primary-school"
    )
    complete, none, partly = values(page, "SEN information report")
    assert complete.startswith("Complete 2026 to 2027")
    assert none == "Not required by law"
    assert re.match(r"^\d+ of 26 answers|^Missing", partly)


def test_a_postcode_adds_distances_and_stays_here(open_: Open) -> None:
    page = open_(TWO)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Your postcode").fill("zz1 2ab")
    page.keyboard.press("Enter")
    expect(fact(page, "Distance from ZZ1 2AB")).to_be_visible()
    assert all(re.search(r"mile", text) for text in values(page, "Distance"))
    assert [url for url in asked if "2ab" in url.lower()] == []
    assert "?schools=longshore-school,amberholme-free-school#near=ZZ1%202AB" in page.url
    page.reload()
    expect(fact(page, "Distance from ZZ1 2AB")).to_be_visible()


def test_the_schools_that_are_compared_can_be_kept(open_: Open) -> None:
    page = open_(TWO)
    page.get_by_role("button", name="Keep these in my list").click()
    expect(page.locator("[data-my-list-link]")).to_have_text("My list (2)")
    expect(page.locator("[data-compare-note]")).to_have_text("2 kept in my list.")


# --- What they say in their reports ----------------------------------------------------------------

REPORTS = (
    "compare/?schools=longshore-school,amberholme-free-school,norrowmere-high-school,kestrel-moor-school"
)
QUESTION = "How do you involve parents?"


def said(page: Page, question: str = QUESTION) -> dict[str, str]:
    """What each school answers to a question that has been opened."""
    box = page.locator("[data-question]", has=page.get_by_text(question, exact=True))
    expect(box.locator(".answers__school").first).to_be_visible()
    names, answers = box.locator("dt").all_inner_texts(), box.locator("dd").all_inner_texts()
    return dict(zip(names, answers, strict=True))


def test_the_answers_of_their_reports_are_read_side_by_side(open_: Open) -> None:
    page = open_(REPORTS)
    page.get_by_text(QUESTION, exact=True).click()
    answers = said(page)
    assert list(answers) == [
        "Longshore School",
        "Amberholme Free School",
        "Norrowmere High School",
        "Kestrel Moor School",
    ]
    assert "five of the nine trustees are parents" in answers["Amberholme Free School"]
    assert "on their own website" in answers["Norrowmere High School"]
    assert answers["Kestrel Moor School"] == "No answer here. You can ask them."
    links = page.locator(".answers__school a").evaluate_all("links => links.map(link => link.href)")
    assert "https://www.norrowmerehigh.example.org/sen-report" in links


def test_an_open_question_follows_the_choice_of_schools(open_: Open) -> None:
    page = open_(TWO)
    page.get_by_text(QUESTION, exact=True).click()
    assert list(said(page)) == ["Longshore School", "Amberholme Free School"]
    page.get_by_role("button", name="Remove Longshore School").click()
    expect(page.locator(".answers__school")).to_have_count(1)
    assert list(said(page)) == ["Amberholme Free School"]


def test_answers_that_cannot_be_loaded_say_so_and_are_asked_for_again(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(top + TWO)
    expect(page.locator("[data-answers]")).to_be_visible()
    page.route("**/sen-report/", lambda route: route.abort())
    question = page.get_by_text(QUESTION, exact=True)
    question.click()
    expect(page.locator("[data-question][open]")).to_contain_text("could not be loaded")
    page.unroute("**/sen-report/")
    question.click()
    question.click()
    assert len(said(page)) == 2
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_answers(open_: Open, width: int) -> None:
    page = open_(REPORTS, viewport={"width": width, "height": 800}, bypass_csp=True)
    page.get_by_text(QUESTION, exact=True).click()
    assert len(said(page)) == 4
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- For everybody ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("address", ["compare/", TWO, FOUR + "&different=yes"])
def test_axe_finds_nothing(open_: Open, address: str, width: int, scheme: str) -> None:
    page = open_(address, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_small_phone_each_answer_says_whose_it_is_and_the_table_stays_a_table(open_: Open) -> None:
    page = open_(TWO, viewport={"width": 320, "height": 800})
    who = fact(page, "Ages").locator(".side__who")
    expect(who.first).to_be_visible()
    expect(who.first).to_have_text("Longshore School")
    snapshot = page.locator(".side").aria_snapshot()
    assert re.search(r"- '?table ", snapshot)
    assert re.search(r'- rowheader "Ages Differs"', snapshot)
    assert re.search(r'- columnheader "Longshore School', snapshot)


def test_everything_is_done_by_keyboard(open_: Open) -> None:
    page = open_("compare/")
    page.get_by_label("Find by name, kind, need or place").focus()
    page.keyboard.type("longshore school")
    page.keyboard.press("Tab")
    for _ in range(3):
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert columns(page) == ["Longshore School"]
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "side__remove":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".compare__result")).not_to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_paper_lies_on_its_side_and_holds_the_comparison_only(open_: Open) -> None:
    page = open_(TWO)
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_visible()
    for hidden in (".compare__choose", ".compare__all", ".compare__actions", ".side__remove"):
        expect(page.locator(hidden).first).not_to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = {
        tuple(float(part) for part in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", pdf)
    }
    assert boxes
    assert all(right > top for _, _, right, top in boxes)
