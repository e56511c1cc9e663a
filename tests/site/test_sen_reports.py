"""The pages of SEN information reports, and those that set the answers of all schools side by side."""

import datetime
import re
import time
from pathlib import Path
from typing import Any

import pytest

from generator.reading import Offer, read_project
from generator.reading.card import card_of
from generator.reports.schools import has_page
from generator.site import addresses
from generator.site.questions import PAGE_SIZE, known_answers, question_pages
from generator.site.sen_reports import SenReports
from generator.site.views import Views
from generator.site.words import load_words
from offer_schema import School
from offer_schema.sen_report import GROUPS, QUESTIONS, SenReport
from tests.conftest import write
from tests.site.conftest import REPOSITORY, pages_of, run_build
from tests.site.test_build import clean_build, edit, same

TODAY = datetime.date(2026, 11, 20)
WORDS = load_words([REPOSITORY / "theme"])
SCHOOL = "content/schools/reef-primary.yml"
LONG = "We talk with each family every term and write down what we agreed together."


def views(project: Path, school: str, today: datetime.date = TODAY) -> SenReports:
    write(project, SCHOOL, school)
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    return Views(offer, WORDS, {}, "", today).sen_reports


def page(project: Path, report: str, kind: str = "community-school", **options: Any) -> dict[str, Any]:
    made = views(project, f"name: Reef\ntype: {kind}\nsen_report:\n{report}", **options)
    return made.page(made._views.offer.cards["school", "reef-primary"])


def answers(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {answer["id"]: answer for group in view["groups"] for answer in group["answers"]}


def notices(view: dict[str, Any]) -> list[str]:
    return [notice["heading"] for notice in view["notices"]]


def test_every_question_of_the_law_stands_in_one_group() -> None:
    grouped = [one for group in GROUPS.values() for one in group]
    assert sorted(grouped) == sorted(QUESTIONS)
    assert set(QUESTIONS) == {*SenReport.questions(), "local_offer"}
    assert all(f"group_{group}" in WORDS["sen_report"] for group in GROUPS)


def test_an_answer_is_shown_and_a_gap_is_shown_too(project: Path) -> None:
    view = page(project, f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n")
    found = answers(view)
    assert LONG in found["progress"]["html"]
    assert found["progress"]["note"] == ""
    assert found["equipment"]["html"] == ""
    assert found["equipment"]["note"] == WORDS["sen_report"]["answer_missing"]
    assert (view["answered"], view["asked"]) == (2, 26)
    assert "Local Offer is published" in found["local-offer"]["html"]
    assert notices(view) == []


def test_a_few_words_are_shown_with_a_word_of_warning(project: Path) -> None:
    view = page(project, "  reviewed: 2026-09-15\n  progress:\n    text: Ask us.\n")
    assert answers(view)["progress"]["note"] == WORDS["sen_report"]["answer_partly"]


def test_a_special_school_need_not_answer_everything(project: Path) -> None:
    report = f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n"
    view = page(project, report, "community-special-school")
    assert answers(view)["identifying"]["note"] == WORDS["sen_report"]["answer_not_applicable"]
    assert view["senco_note"] == WORDS["sen_report"]["senco_not_applicable"]
    assert view["asked"] == 23
    reason = "  identifying:\n    not_applicable: All our pupils have EHC plans.\n"
    note = answers(page(project, report + reason, "community-special-school"))["identifying"]["note"]
    assert note == "This question does not apply here: All our pupils have EHC plans."


@pytest.mark.parametrize(
    ("report", "kind", "heading"),
    [
        ("  year: 2026 to 2027\n", "community-school", "none"),
        ("  url: https://www.example.org/send\n", "community-school", "linked"),
        (f"  progress:\n    text: {LONG}\n", "community-school", "undated"),
        (f"  reviewed: 2025-11-19\n  progress:\n    text: {LONG}\n", "community-school", "old"),
        (f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n", "independent-school", "no_duty"),
        (f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n", "pupil-referral-unit", "no_duty"),
        (f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n", "further-education-college", "no_duty"),
        (f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n", "early-years-setting", "no_duty"),
    ],
)
def test_what_a_family_must_know_stands_at_the_top(
    project: Path, report: str, kind: str, heading: str
) -> None:
    assert notices(page(project, report, kind)) == [WORDS["sen_report"][heading]]


@pytest.mark.parametrize(
    ("plan", "state"),
    [
        ("  accessibility_plan:\n    title: Plan\n    url: https://www.example.org/p\n", "partly"),
        (
            "  accessibility_plan:\n    title: Plan\n    url: https://www.example.org/p\n"
            "  accessibility_plan_date: 2023-11-19\n",
            "stale",
        ),
        (
            "  accessibility_plan:\n    title: Plan\n    url: https://www.example.org/p\n"
            "  accessibility_plan_date: 2024-11-19\n",
            "met",
        ),
        ("", "missing"),
    ],
)
def test_an_old_plan_or_one_without_a_date_carries_a_warning(project: Path, plan: str, state: str) -> None:
    view = page(project, f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n{plan}")
    assert view["plan"]["state"] == state
    assert bool(view["plan"]["note"]) == (state != "met")


def test_a_school_that_is_closed_for_now_says_so_here_too(project: Path) -> None:
    made = views(project, "name: Reef\ntype: community-school\nstatus: temporarily-closed\n")
    view = made.page(made._views.offer.cards["school", "reef-primary"])
    assert notices(view) == [WORDS["status"]["temporarily-closed"], WORDS["sen_report"]["none"]]


def test_an_old_answer_says_how_old_it_is(project: Path) -> None:
    view = page(project, f"  reviewed: 2026-09-15\n  progress:\n    text: {LONG}\n    checked: 2025-01-02\n")
    assert "2 January 2025" in answers(view)["progress"]["note"]


def test_markup_in_an_answer_is_shown_and_never_run(project: Path) -> None:
    view = page(
        project, "  progress:\n    text: 'We say <script>alert(1)</script> [x](javascript:alert(1)) often.'\n"
    )
    html = answers(view)["progress"]["html"]
    assert "<script" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(
    ("answers", "there"),
    [
        ({}, True),
        ({"status": "closed"}, False),
        ({"type": "independent-school"}, False),
        ({"type": "independent-school", "sen_report": {"year": "2026 to 2027"}}, False),
        ({"type": "independent-school", "sen_report": {"url": "https://www.example.org/send"}}, True),
        ({"type": "childminder", "sen_report": {"progress": {"text": LONG}}}, True),
    ],
)
def test_a_school_has_a_page_if_it_owes_a_report_or_has_one(answers: dict[str, Any], there: bool) -> None:
    school = School.model_validate({"name": "Reef", "type": "community-school"} | answers)
    assert has_page(card_of("school", "reef", "content/schools/reef.yml", school)) == there


# --- Question by question ---------------------------------------------------------------------


def cards(count: int, start: str = "reef", **answers: Any) -> list[Any]:
    school = School.model_validate({"name": "Reef", "type": "community-school"} | answers)
    return [card_of("school", f"{start}-{at}", "content/schools/reef.yml", school) for at in range(count)]


def test_a_question_with_many_answers_has_many_pages_and_the_others_stand_on_the_last() -> None:
    with_answer = cards(PAGE_SIZE + 1, sen_report={"progress": {"text": LONG}})
    without = cards(2, "empty")
    pages = [
        one
        for one in question_pages({"Primary": with_answer, "Other": without}, has_page)
        if one.name == "progress"
    ]
    assert [(one.number, one.pages, one.total) for one in pages] == [
        (1, 2, PAGE_SIZE + 1),
        (2, 2, PAGE_SIZE + 1),
    ]
    assert [len(one.groups[0].cards) for one in pages] == [PAGE_SIZE, 1]
    assert [len(one.others) for one in pages] == [0, 2]
    assert pages[1].address == "compare/questions/progress/page-2/"


def test_there_is_a_page_for_each_question_even_when_nobody_answers() -> None:
    pages = question_pages({}, has_page)
    assert [one.name for one in pages] == list(SenReport.questions())
    assert all(one.total == 0 for one in pages)


def test_only_schools_whose_words_changed_are_read_again() -> None:
    (school,) = cards(1, sen_report={"progress": {"text": LONG}})
    (changed,) = cards(1, sen_report={"progress": {"text": f"{LONG} We ring you, too."}})
    read: list[str] = []

    def reading(school_id: str) -> dict[str, str]:
        read.append(school_id)
        return {"progress": "<p>Read.</p>"}

    first = known_answers([school], {}, reading)
    assert known_answers([school], first, reading) == first
    assert read == ["reef-0"]
    known_answers([changed], first, reading)
    assert read == ["reef-0", "reef-0"]


# --- On the site --------------------------------------------------------------------------------


def test_the_site_has_a_page_for_each_report_and_each_question(demonstration: Path, offer: Offer) -> None:
    for card in offer.cards.values():
        if card.kind == "school":
            there = (demonstration / addresses.sen_report(card.id) / "index.html").is_file()
            assert there == has_page(card), card.id
    for name in SenReport.questions():
        html = (demonstration / addresses.question(name) / "index.html").read_text("utf-8")
        assert QUESTIONS[name].text in html.replace("&#39;", "'")
        assert "Longshore School" in html


def test_the_school_s_own_page_is_short_and_leads_to_the_report(demonstration: Path) -> None:
    school = (demonstration / "schools/amberholme-free-school/index.html").read_text("utf-8")
    assert 'href="../../schools/amberholme-free-school/sen-report/"' in school
    assert "Every question is answered" in school
    answer = "a rope trail for children with poor sight"
    assert answer not in school
    assert answer in (demonstration / "schools/amberholme-free-school/sen-report/index.html").read_text(
        "utf-8"
    )
    assert answer in (demonstration / "compare/questions/adapting/index.html").read_text("utf-8")


def test_an_old_report_warns_on_every_page_that_shows_it(demonstration: Path) -> None:
    old = WORDS["sen_report"]["old"]
    for address in ("schools/oyster-bank-academy/", "schools/oyster-bank-academy/sen-report/"):
        assert old in (demonstration / address / "index.html").read_text("utf-8")
    assert old not in (demonstration / "schools/longshore-school/sen-report/index.html").read_text("utf-8")
    assert "Over a year old" in (demonstration / "compare/index.html").read_text("utf-8")


# --- Builds after a change ------------------------------------------------------------------------

AMBERHOLME = "content/schools/amberholme-free-school.yml"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(AMBERHOLME, "a rope trail", "a long rope trail", id="the words of an answer"),
        pytest.param(AMBERHOLME, "  reviewed: 2026-09-08", "  reviewed: 2025-09-08", id="an old review"),
        pytest.param(
            AMBERHOLME, "accessibility_plan_date: 2025", "accessibility_plan_date: 2021", id="an old plan"
        ),
        pytest.param(
            AMBERHOLME, "  evaluating:\n", "  evaluating:\n    checked: 2024-01-01\n", id="an old answer"
        ),
        pytest.param(
            AMBERHOLME, "title: If you are not happy", "title: If you are cross", id="a link of an answer"
        ),
        pytest.param(AMBERHOLME, "\nstatus: active", "\nstatus: closed", id="a school that closes"),
    ],
)
def test_a_build_after_a_change_of_a_report_is_the_same_as_one_from_nothing(
    small: Path, path: str, old: str, new: str
) -> None:
    edit(small, path, old, new)
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    assert same(pages_of(small / "site"), clean_build(small))


def test_a_setting_that_takes_its_report_back_loses_the_page(small: Path) -> None:
    file = small / "content/schools/sandpiper-day-nursery.yml"
    text = re.sub(r"(?ms)^sen_report:\n(?:  .*\n|\n)+", "", file.read_text("utf-8"))
    assert "sen_report" not in text
    time.sleep(0.1)
    file.write_text(text, "utf-8")
    assert run_build(small).returncode == 0
    after_change = pages_of(small / "site")
    assert "schools/sandpiper-day-nursery/sen-report/index.html" not in after_change
    assert same(after_change, clean_build(small))


def test_a_plan_that_grows_old_overnight_changes_the_pages_that_say_so(small: Path) -> None:
    edit(small, "mkdocs.yml", "2026-11-20", "2028-01-20")
    assert run_build(small).returncode == 0
    edit(small, "mkdocs.yml", "2028-01-20", "2028-01-21")
    assert run_build(small).returncode == 0
    after_change = pages_of(small / "site")
    assert b"over three years ago" in after_change["schools/longshore-school/sen-report/index.html"]
    assert same(after_change, clean_build(small))
