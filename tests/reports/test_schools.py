"""How each school's SEN information report is judged: by item and as a whole."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.commands import cli
from generator.reading import Offer, read_project
from generator.reading.card import Card, card_of
from generator.reports.formats import FORMATS
from generator.reports.report import Sources
from generator.reports.schools import (
    ITEM_STATES,
    ITEM_WORDS,
    KIND,
    SCHOOL_STATES,
    SchoolReport,
    WhomToAsk,
    counted,
    items,
    outdated,
    reports_of,
    school_report,
    school_reports,
)
from offer_schema import School
from offer_schema.sen_report import MINIMUM_WORDS, SenReport
from offer_schema.setting_types import SETTING_TYPES

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 11, 20)
ENOUGH = {"text": "We talk with each family every term and write down what we agreed together."}
SENCO = {"role": "SENCO", "phone": "01632 960123", "email": "senco@reef.example.org"}


def card(school_id: str = "reef-primary", **answers: Any) -> Card:
    given = {"name": "Reef Primary School", "type": "community-school"} | answers
    return card_of("school", school_id, f"content/schools/{school_id}.yml", School.model_validate(given))


def whole(**others: Any) -> dict[str, Any]:
    """A report with everything that the law asks, reviewed two months ago."""
    report: dict[str, Any] = dict.fromkeys(SenReport.questions(), ENOUGH)
    report |= {
        "year": "2026 to 2027",
        "reviewed": "2026-09-15",
        "senco": SENCO,
        "senco_name": "A. Example",
        "accessibility_plan": {"title": "Our plan", "url": "https://reef.example.org/plan"},
        "accessibility_plan_date": "2025-01-10",
    }
    report |= others
    return {key: value for key, value in report.items() if value is not None}


def judged(**answers: Any) -> SchoolReport:
    return school_report(card(**answers), TODAY)


def test_a_report_with_everything_is_complete() -> None:
    found = judged(sen_report=whole())
    assert (found.duty, found.state, found.gaps) == (True, "complete", ())
    assert set(found.answers.values()) == {"met"}
    assert (found.year, found.reviewed) == ("2026 to 2027", datetime.date(2026, 9, 15))


def test_every_field_that_the_law_asks_for_is_an_item() -> None:
    about_the_report = {"year", "reviewed", "approved_by", "url", "accessibility_plan_date"}
    assert set(items()) == set(SenReport.model_fields) - about_the_report
    assert set(judged(sen_report=whole()).answers) == set(items())


@pytest.mark.parametrize("item", [item for item in items() if item != "local_offer"])
def test_whatever_is_left_out_is_missing_and_makes_the_report_partial(item: str) -> None:
    found = judged(
        sen_report=whole(**{item: None} | ({"accessibility_plan_date": None} if "plan" in item else {}))
    )
    assert found.state == "partial"
    assert found.answers[item] == "missing"
    assert item in found.gaps


@pytest.mark.parametrize(
    ("answers", "state", "items_state"),
    [
        ({}, "missing", "missing"),
        ({"sen_report": {"year": "2026 to 2027"}}, "missing", "missing"),
        ({"sen_report": {"url": "https://reef.example.org/send"}}, "linked", "linked"),
        ({"type": "independent-school"}, "voluntary", "voluntary"),
        ({"type": "pupil-referral-unit"}, "voluntary", "voluntary"),
        ({"type": "further-education-college"}, "voluntary", "voluntary"),
        ({"type": "early-years-setting"}, "voluntary", "voluntary"),
    ],
)
def test_a_school_without_answers(answers: dict[str, Any], state: str, items_state: str) -> None:
    found = judged(**answers)
    assert found.state == state
    assert set(found.answers.values()) == {items_state}


def test_a_special_school_in_a_hospital_is_voluntary() -> None:
    found = judged(type="community-special-school", in_hospital="yes")
    assert (found.duty, found.state) == (False, "voluntary")


def test_a_link_does_not_make_a_gap_met() -> None:
    found = judged(sen_report=whole(url="https://reef.example.org/send", equipment=None))
    assert (found.state, found.answers["equipment"], found.gaps) == ("partial", "linked", ())


@pytest.mark.parametrize("item", ["identifying", "senco", "senco_name"])
def test_paragraphs_2_and_4_are_not_asked_of_special_schools(item: str) -> None:
    special = judged(type="community-special-school", sen_report=whole(**{item: None}))
    assert (special.state, special.answers[item]) == ("complete", "not-applicable")
    assert judged(type="nursery-school", sen_report=whole(**{item: None})).answers[item] == "missing"


def test_a_special_school_without_a_report_still_owes_one() -> None:
    found = judged(type="community-special-school")
    assert found.state == "missing"
    assert found.named("not-applicable") == ("identifying", "senco", "senco_name")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"text": "word " * MINIMUM_WORDS}, "met"),
        ({"text": "word " * (MINIMUM_WORDS - 1)}, "partly"),
        ({"text": "Ask us."}, "partly"),
        ({"links": [{"title": "Our policy", "url": "https://reef.example.org/policy"}]}, "partly"),
        ({"checked": "2026-10-01"}, "missing"),
    ],
)
def test_a_few_words_or_a_link_alone_are_not_an_answer(answer: dict[str, Any], state: str) -> None:
    assert judged(sen_report=whole(progress=answer)).answers["progress"] == state


@pytest.mark.parametrize(
    ("reviewed", "state"),
    [("2025-11-20", "complete"), ("2025-11-19", "stale"), ("2024-01-01", "stale"), (None, "partial")],
)
def test_a_report_is_good_for_a_year(reviewed: str | None, state: str) -> None:
    found = judged(sen_report=whole(reviewed=reviewed))
    assert found.state == state
    assert found.answers["teaching"] == ("met" if state == "complete" else "stale")
    assert found.old == (state == "stale")


def test_a_linked_report_that_was_reviewed_long_ago_is_stale() -> None:
    found = judged(sen_report={"url": "https://reef.example.org/send", "reviewed": "2025-01-01"})
    assert found.state == "stale"


def test_an_answer_has_its_own_date_when_it_gives_one() -> None:
    old = judged(sen_report=whole(teaching=ENOUGH | {"checked": "2025-01-01"}))
    assert (old.state, old.gaps) == ("partial", ("teaching",))
    new = judged(sen_report=whole(reviewed="2025-01-01", teaching=ENOUGH | {"checked": "2026-10-01"}))
    assert (new.state, new.answers["teaching"], new.answers["progress"]) == ("stale", "met", "stale")


@pytest.mark.parametrize(
    ("date", "link", "state"),
    [
        ("2023-11-20", True, "met"),
        ("2023-11-19", True, "stale"),
        (None, True, "partly"),
        ("2025-01-10", False, "partly"),
        (None, False, "missing"),
    ],
)
def test_an_accessibility_plan_is_good_for_three_years(date: str | None, link: bool, state: str) -> None:
    plan: dict[str, Any] = {} if link else {"accessibility_plan": None}
    found = judged(sen_report=whole(accessibility_plan_date=date, **plan))
    assert found.answers["accessibility_plan"] == state
    assert found.state == ("complete" if state == "met" else "partial")


@pytest.mark.parametrize(
    ("senco", "contact", "whom"),
    [
        (SENCO, {"phone": "01632 960100"}, WhomToAsk("SENCO", "01632 960123", "senco@reef.example.org")),
        ({"phone": "01632 960123"}, None, WhomToAsk("SENCO", "01632 960123", "")),
        ({"text_phone": "07700 900123"}, None, WhomToAsk("SENCO", "07700 900123", "")),
        (
            {"role": "SENCO"},
            {"role": "Office", "phone": "01632 960100"},
            WhomToAsk("Office", "01632 960100", ""),
        ),
        (None, {"email": "office@reef.example.org"}, WhomToAsk("", "", "office@reef.example.org")),
        (None, None, WhomToAsk("", "", "")),
    ],
)
def test_the_senco_is_asked_first_and_then_the_school(
    senco: dict[str, str] | None, contact: dict[str, str] | None, whom: WhomToAsk
) -> None:
    found = judged(sen_report=whole(senco=senco), **({"contact": contact} if contact else {}))
    assert found.contact == whom


def test_schools_that_are_closed_for_good_owe_nothing() -> None:
    closed, shut_for_now = card("old", status="closed"), card("shut", status="temporarily-closed")
    assert [found.card.id for found in reports_of([closed, shut_for_now], TODAY)] == ["shut"]


def test_the_day_alone_changes_what_is_out_of_date() -> None:
    school = card(sen_report=whole(teaching=ENOUGH | {"checked": "2026-10-01"}))
    assert list(outdated(school, TODAY)) == []
    later = list(outdated(school, datetime.date(2027, 9, 20)))
    assert later[0] == "report"
    assert "progress" in later
    assert "teaching" not in later
    assert "accessibility_plan" in outdated(school, datetime.date(2028, 1, 11))
    assert list(outdated(card(), TODAY)) == []


@pytest.fixture(scope="module")
def demonstration() -> Offer:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    return offer


_days = st.none() | st.dates(datetime.date(2021, 1, 1), datetime.date(2026, 12, 31)).map(str)
_answers = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["Ask us.", ENOUGH["text"]]),
        "checked": _days.filter(bool),
        "not_applicable": st.just("We are a special school."),
    },
)


@given(
    kind=st.sampled_from(sorted(SETTING_TYPES)),
    report=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(SenReport.questions()[:4], _answers)
        | {
            "reviewed": _days.filter(bool),
            "url": st.just("https://reef.example.org/send"),
            "senco": st.just(SENCO),
            "senco_name": st.just("A. Example"),
            "accessibility_plan": st.just({"title": "Plan", "url": "https://reef.example.org/plan"}),
            "accessibility_plan_date": _days.filter(bool),
        },
    ),
    today=st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31)),
    later=st.integers(0, 1500),
)
def test_whatever_a_day_changes_builds_are_told_of(
    kind: str, report: dict[str, Any], today: datetime.date, later: int
) -> None:
    """A build writes a school's pages again when its card or what is `outdated` changes, and at no other time."""
    school = card(type=kind, sen_report=report)
    other_day = today + datetime.timedelta(later)
    one, other = school_report(school, today), school_report(school, other_day)
    assert (one == other) == (list(outdated(school, today)) == list(outdated(school, other_day)))
    assert one.state in SCHOOL_STATES
    assert (one.state == "complete") == (
        set(one.answers.values()) <= {"met", "not-applicable"} and bool(school.answers) and not one.old
    )
    assert one.duty or not {"missing"} & {one.state, *one.answers.values()}


def test_three_schools_of_the_demonstration_have_something_to_mend(demonstration: Offer) -> None:
    reports = school_reports(demonstration, TODAY)
    ours = [report for report in reports if report.duty and not report.card.out_of_area]
    assert {report.card.id: report.state for report in ours if report.state != "complete"} == {
        "norrowmere-high-school": "linked",
        "oyster-bank-academy": "stale",
        "st-brendans-church-of-england-primary-school": "partial",
    }
    assert all(report.plan_date for report in ours if report.state != "linked")
    assert tuple(counted(reports)) == SCHOOL_STATES
    assert {state for report in reports for state in report.answers.values()} <= set(ITEM_STATES)


# --- The report for officers ------------------------------------------------------------------


def test_the_report_names_whom_to_chase_and_for_what(demonstration: Offer) -> None:
    report = KIND.make(Sources(REPOSITORY, demonstration, (), TODAY))
    tables = {table.id: table.rows for table in report.tables}
    assert [row["state"] for row in tables["schools"]][:4] == ["stale", "partial", "linked", "complete"]
    partial = tables["schools"][1]
    assert (partial["role"], partial["phone"], partial["email"]) == (
        "SENCO and teacher of Kingfisher class",
        "01632 960318",
        "senco@stbrendans.example.org",
    )
    assert partial["answered"] == "21 of 26"
    assert partial["gaps"] == "evaluating, equipment, involving pupils, other bodies, equal treatment"
    assert [row["item"] for row in tables["gaps"]] == [
        "evaluating",
        "equipment",
        "involving_pupils",
        "other_bodies",
        "equal_treatment",
    ]
    assert {row["slug"] for row in tables["elsewhere"]} == {"dyke-end-academy", "marsh-road-high-school"}
    assert "the-causeway-centre" in {row["slug"] for row in tables["voluntary"]}
    assert report.found == {"missing": 0, "stale": 1, "partial": 1}
    assert report.summary[0].startswith("7 of 10 schools")


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_can_be_had_in_every_form(demonstration: Offer, form: str) -> None:
    assert FORMATS[form](KIND.make(Sources(REPOSITORY, demonstration, (), TODAY)), None)


@pytest.mark.parametrize(("level", "status"), [("missing", 0), ("stale", 1), ("partial", 1)])
def test_the_command_fails_on_the_level_that_is_asked_for(level: str, status: int) -> None:
    command = ["report", "schools", "--project", str(REPOSITORY), "--today", "2026-11-20", "--fail-on", level]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == status, result.output
    assert "Oyster Bank Academy" in result.output


def test_every_item_has_words_and_a_place_in_the_law() -> None:
    assert set(ITEM_WORDS) == set(items())
    assert all(words.asks.endswith("?") and words.law for words in ITEM_WORDS.values())
