"""Entry pages in a real Chromium: what is open now, what paper shows, what a calendar gets."""

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page

from tests.site.browsing import open_page

SWIM = "services/saturday-swim-club/"
# A long name, many places, no place, what the council itself does, long waits.
ON_ONE_SIDE = [
    "childrens-speech-and-language-therapy",
    "norrowmere-college-learning-support",
    "home-to-school-travel",
    "family-hub-stay-and-play",
    "library-sensory-times",
]

# --- Open now: the calculation ------------------------------------------------------------------

ALL_YEAR = {"days": ["monday", "tuesday", "wednesday", "thursday", "friday"], "season": "all-year"}
OFFICE = [ALL_YEAR | {"opens": "09:00", "closes": "17:00"}]
SATURDAY = {"days": ["saturday"], "opens": "09:30", "closes": "10:30"}
IN_TERM = [SATURDAY | {"season": "term-time"}]
YEAR = {
    "terms": [["2026-09-02", "2026-10-23"], ["2026-11-02", "2026-12-18"], ["2027-01-04", "2027-02-12"]],
    "holidays": [["2026-10-24", "2026-11-01"], ["2026-12-19", "2027-01-03"]],
}
NO_DATES: dict[str, list[list[str]]] = {"terms": [], "holidays": []}


@pytest.fixture
def page(browser: Browser, top: str) -> Any:
    context, page = open_page(browser, top + SWIM, timezone_id="America/Los_Angeles")
    yield page
    context.close()


def state(page: Page, sessions: list[dict[str, Any]], now: str, year: Any = NO_DATES) -> Any:
    return page.evaluate(
        """async ([sessions, year, now]) =>
            (await localOffer.load("open-now")).openState(sessions, year, new Date(now))""",
        [sessions, year, now],
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(
            "2026-11-20T08:59:00Z", {"kind": "opens", "opens": "09:00", "days": 0}, id="before opening"
        ),
        pytest.param("2026-11-20T09:00:00Z", {"kind": "open", "closes": "17:00"}, id="at opening"),
        pytest.param("2026-11-20T16:59:00Z", {"kind": "open", "closes": "17:00"}, id="before closing"),
        pytest.param(
            "2026-11-20T17:00:00Z", {"kind": "opens", "days": 3, "date": "2026-11-23"}, id="at closing"
        ),
        pytest.param("2026-11-22T12:00:00Z", {"kind": "opens", "days": 1}, id="the day before"),
        # Summer time: 09:00 in London is 08:00 in UTC until 25 October.
        pytest.param("2026-10-23T08:00:00Z", {"kind": "open"}, id="in summer time"),
        pytest.param("2026-10-26T08:00:00Z", {"kind": "opens", "days": 0}, id="after the clocks went back"),
        pytest.param(
            "2027-03-25T08:30:00Z", {"kind": "opens", "days": 0}, id="before the clocks went forward"
        ),
        pytest.param("2027-03-30T08:30:00Z", {"kind": "open"}, id="after the clocks went forward"),
        pytest.param("2026-07-20T23:30:00Z", {"kind": "opens", "days": 0}, id="half past midnight in summer"),
    ],
)
def test_an_office_is_open_in_its_hours_by_the_clock_of_london(
    page: Page, now: str, expected: dict[str, Any]
) -> None:
    assert expected.items() <= state(page, OFFICE, now).items()


@pytest.mark.parametrize(
    "day", ["2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-08-30"]
)
def test_on_a_bank_holiday_nothing_is_said_to_be_open(page: Page, day: str) -> None:
    assert state(page, OFFICE, f"{day}T11:00:00Z") == {"kind": "bank-holiday"}


def test_the_next_time_is_never_on_a_bank_holiday(page: Page) -> None:
    found = state(page, OFFICE, "2027-03-25T18:00:00Z")  # the evening before Good Friday
    assert (found["date"], found["days"]) == ("2027-03-30", 5)


@pytest.mark.parametrize("year", range(2024, 2045))
def test_bank_holidays_are_those_of_the_calendar(page: Page, year: int) -> None:
    from dateutil.easter import easter

    days = [f"{easter(year).isoformat()}", f"{year}-12-25", f"{year}-12-26"]
    sunday, christmas, boxing = page.evaluate(
        "async (days) => days.map((await localOffer.load('open-now')).isBankHoliday)", days
    )
    friday = page.evaluate(
        """async (day) => (await localOffer.load("open-now")).isBankHoliday(
            new Date(Date.parse(day) - 2 * 86400000).toISOString().slice(0, 10))""",
        days[0],
    )
    assert (sunday, friday, christmas, boxing) == (False, True, True, True)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-14T10:00:00Z", {"kind": "open", "closes": "10:30"}, id="in term"),
        pytest.param(
            "2026-10-24T09:00:00Z", {"kind": "opens", "date": "2026-11-07", "days": 14}, id="half term"
        ),
        pytest.param(
            "2026-12-19T10:00:00Z", {"kind": "opens", "date": "2027-01-09"}, id="Christmas holidays"
        ),
    ],
)
def test_a_club_in_term_time_is_shut_in_the_holidays(page: Page, now: str, expected: dict[str, Any]) -> None:
    assert expected.items() <= state(page, IN_TERM, now, YEAR).items()


def test_after_the_last_term_that_is_known_nothing_is_said(page: Page) -> None:
    assert state(page, IN_TERM, "2027-02-13T10:00:00Z", YEAR) is None


def test_a_holiday_club_is_open_in_the_holidays_only(page: Page) -> None:
    club = [{"days": ["tuesday"], "opens": "10:00", "closes": "15:00", "season": "holidays"}]
    assert state(page, club, "2026-10-27T11:00:00Z", YEAR)["kind"] == "open"
    assert state(page, club, "2026-11-03T11:00:00Z", YEAR)["date"] == "2026-12-22"


def test_without_term_dates_only_the_season_is_said(page: Page) -> None:
    assert state(page, IN_TERM, "2026-11-14T10:00:00Z") == {"kind": "season", "season": "term-time"}


def test_nothing_is_said_of_the_next_time_if_one_in_term_may_come_first(page: Page) -> None:
    both = [*OFFICE, SATURDAY | {"season": "term-time"}]
    assert state(page, both, "2026-11-20T12:00:00Z")["kind"] == "open"  # certain, whatever the term
    assert state(page, both, "2026-11-20T18:00:00Z") is None
    assert state(page, both, "2026-11-22T18:00:00Z")["kind"] == "opens"


def test_a_session_that_follows_another_goes_on_without_a_gap(page: Page) -> None:
    day = [
        {"days": ["monday"], "season": "all-year", "opens": "09:00", "closes": "12:00"},
        {"days": ["monday"], "season": "all-year", "opens": "12:00", "closes": "24:00"},
    ]
    assert state(page, day, "2026-11-23T10:00:00Z") == {"kind": "open", "closes": "24:00"}


def test_a_session_without_an_end_is_not_called_open(page: Page) -> None:
    session = [{"days": ["monday"], "season": "all-year", "opens": "09:00", "closes": ""}]
    assert state(page, session, "2026-11-23T10:00:00Z") == {"kind": "today", "opens": "09:00"}
    assert state(page, [ALL_YEAR | {"opens": "", "closes": "17:00"}], "2026-11-23T10:00:00Z") is None


# --- Open now: the page --------------------------------------------------------------------------


def said(browser: Browser, address: str, now: str) -> str:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    line = page.locator("[data-open-now]")
    text = line.inner_text() if line.count() and line.is_visible() else ""
    context.close()
    return text


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-21T10:20:00Z", "Open now until 10:45am"),
        ("2026-11-21T09:50:00Z", "Opens today at 10am"),
        ("2026-11-20T12:00:00Z", "Opens tomorrow at 9am"),
        ("2026-11-17T12:00:00Z", "Opens on Saturday at 9am"),
        ("2026-12-19T12:00:00Z", "Opens on Saturday 9 January at 9am"),
        ("2027-04-17T08:10:00Z", "Open now until 9:45am"),  # in summer time
    ],
)
def test_the_page_says_when_the_club_is_open(browser: Browser, top: str, now: str, sentence: str) -> None:
    assert said(browser, top + SWIM, now) == sentence


@pytest.mark.parametrize("service", ["sibling-days", "mere-boat-club"])
def test_no_claim_is_made_for_what_is_closed_or_may_be_out_of_date(
    browser: Browser, top: str, service: str
) -> None:
    assert said(browser, f"{top}services/{service}/", "2026-11-21T10:20:00Z") == ""


def test_the_sentence_changes_while_the_page_is_open(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time="2026-11-21T10:44:30Z")
    page.goto(top + SWIM)
    line = page.locator("[data-open-now]")
    line.get_by_text("Open now until 10:45am").wait_for()
    page.clock.fast_forward(61_000)
    assert line.inner_text() == "Opens today at 11am"
    context.close()


def test_without_scripts_no_empty_line_and_no_dead_button_is_shown(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + SWIM, java_script_enabled=False)
    assert not page.locator("[data-open-now]").is_visible()
    assert not page.locator("[data-print]").is_visible()
    assert page.get_by_role("link", name="Add to your calendar").is_visible()
    context.close()


# --- The order of the page -------------------------------------------------------------------------


def test_a_service_answers_in_the_order_in_which_families_ask(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + SWIM)
    assert page.locator(".entry__body > section:not(.translation) > h2").all_inner_texts() == [
        "Is it for us?",
        "What is it?",
        "When is it?",
        "Where is it?",
        "What does it cost?",
        "How do we get it?",
        "Who do we talk to?",
        "Find out more",
        "How do we complain?",
        "Is this page right?",
    ]
    context.close()


def test_a_school_answers_in_that_order_too(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "schools/mammoth-ferry-primary-academy/")
    headings = page.locator(".entry__body > section > h2").all_inner_texts()
    assert headings[:6] == [
        "Is it for us?",
        "What is it like?",
        "Where is it?",
        "What does it cost?",
        "How do we get a place?",
        "Who do we talk to?",
    ]
    assert headings[-2] == "How do we complain?"
    context.close()


def test_every_place_says_what_is_known_of_its_access(demonstration: Path) -> None:
    for folder in ("services", "schools", "organisations"):
        for file in demonstration.glob(f"{folder}/*/index.html"):
            html = file.read_text("utf-8")
            places = len(re.findall(r'<div class="location">', html))
            known = len(re.findall(r"Access for disabled people", html))
            assert known >= places, file


def test_every_phone_number_and_email_of_a_page_can_be_touched(browser: Browser, top: str) -> None:
    for address in (SWIM, "schools/mammoth-ferry-primary-academy/", "guides/have-your-say/", ""):
        context, page = open_page(browser, top + address)
        loose = page.evaluate(
            r"""() => {
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const found = [];
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    if (node.parentElement.closest("a, .print-only, script")) continue;
                    if (/\b0\d{4} ?\d{6}\b|\w@\w/.test(node.textContent)) found.push(node.textContent);
                }
                return found;
            }"""
        )
        context.close()
        assert loose == [], address


# --- Print ---------------------------------------------------------------------------------------


def printed(browser: Browser, address: str) -> bytes:
    context, page = open_page(browser, address)
    paper = page.pdf(prefer_css_page_size=True)
    context.close()
    return paper


@pytest.mark.parametrize("service", ON_ONE_SIDE)
def test_a_service_is_one_side_of_a4(browser: Browser, top: str, service: str) -> None:
    paper = pypdf.PdfReader(io.BytesIO(printed(browser, f"{top}services/{service}/")))
    assert len(paper.pages) == 1
    sheet = paper.pages[0]
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)


def test_a_service_with_every_answer_is_one_side_and_its_translations_are_on_the_next(
    browser: Browser, top: str
) -> None:
    first, *others = pypdf.PdfReader(io.BytesIO(printed(browser, top + SWIM))).pages
    assert "How do we complain?" in first.extract_text()
    assert "Sobotni" not in first.extract_text()
    assert len(others) == 1
    assert "How do we complain?" not in others[0].extract_text()


def test_paper_has_all_that_a_family_needs_without_the_site(browser: Browser, top: str) -> None:
    text = pypdf.PdfReader(io.BytesIO(printed(browser, top + SWIM))).pages[0].extract_text()
    text = " ".join(unicodedata.normalize("NFKC", text).split())  # ligatures apart
    for part in (
        "Saturday Swim Club",
        "5 to 15",
        "9am to 9:45am",
        "12 Harbour Street",
        "ZZ1 2AB",
        "£4.50",
        "Ring or email the inclusion officer",
        "01632 960330",
        "07700 900133",
        "inclusion@tidewellleisure.example.org",
        "https://localoffer.doggerland.example.org/services/saturday-swim-club/",
        "Checked on 9 November 2026",
        "Doggerland Local Offer: 01632 960100",
    ):
        assert part in text, part
    for part in ("Print this page", "Add to your calendar", "Similar support", "Edit this page", "Open now"):
        assert part not in text, part


def test_paper_says_whom_to_ring_with_a_complaint(browser: Browser, top: str) -> None:
    """A number within a sentence is a link, and the only one of its paragraph."""
    (sheet,) = pypdf.PdfReader(io.BytesIO(printed(browser, f"{top}services/library-sensory-times/"))).pages
    assert "Talk to the library manager on 01632 960310, or" in " ".join(sheet.extract_text().split())


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) draws the page")
def test_the_qr_code_on_paper_leads_back_to_the_page(browser: Browser, top: str, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(printed(browser, top + SWIM))
    command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)
    header, _, dots = (tmp_path / "page.pgm").read_bytes().partition(b"\n255\n")
    width, height = (int(part) for part in header.split()[1:3])
    (found,) = zxingcpp.read_barcodes(zxingcpp.ImageView(dots, width, height, zxingcpp.ImageFormat.Lum))
    assert found.text == f"https://localoffer.doggerland.example.org/{SWIM}"
    if shutil.which("zbarimg"):  # another reader than the one that made it
        other = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "page.pgm"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert other.stdout.strip() == found.text


def test_the_button_prints(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("window.print = () => { window.asked = (window.asked || 0) + 1; };")
    page.goto(top + SWIM)
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.asked") == 1
    context.close()
