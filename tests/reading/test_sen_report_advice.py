"""What `check` says of a school's SEN information report."""

import datetime
from pathlib import Path

import pytest

from generator.reading import Problem, read_project
from generator.reading.problems import Severity
from offer_schema.field_types import add_period
from tests.conftest import ProblemsIn, write

SCHOOL = "content/schools/reef.yml"
ANSWER = "We talk with each family every term and write down what we agreed together."


def school(report: str, kind: str = "community-school", *, linked: bool = True) -> str:
    """A school with what stands below `sen_report`; its own address, too, so that nothing is left out."""
    text = f"name: Reef\nsummary: A school.\ntype: {kind}\nchecked: 2026-10-01\nsen_report:\n{report}"
    return text + ("  url: https://www.example.org/report\n" if linked else "")


def found(problems: list[Problem]) -> list[tuple[int, int, Severity, str]]:
    assert all(problem.fix for problem in problems)
    return [(problem.line, problem.column, problem.severity, problem.code) for problem in problems]


def test_a_full_answer_with_a_review_needs_no_advice(problems_in: ProblemsIn) -> None:
    report = f"  reviewed: {datetime.date.today()}\n  progress:\n    text: {ANSWER}\n"
    assert problems_in(SCHOOL, school(report)) == []
    assert problems_in(SCHOOL, school(report, "independent-school", linked=False)) == []


@pytest.mark.parametrize(
    ("question", "kind", "allowed"),
    [
        ("identifying", "community-special-school", True),
        ("identifying", "non-maintained-special-school", True),
        ("identifying", "community-school", False),
        ("identifying", "nursery-school", False),
        ("identifying", "pupil-referral-unit", False),
        ("progress", "community-special-school", False),
        ("looked_after", "early-years-setting", False),
    ],
)
def test_not_applicable_is_taken_only_where_the_law_allows_it(
    problems_in: ProblemsIn, question: str, kind: str, allowed: bool
) -> None:
    report = f"  reviewed: {datetime.date.today()}\n  {question}:\n    not_applicable: It is not for us.\n"
    problems = problems_in(SCHOOL, school(report, kind))
    assert found(problems) == ([] if allowed else [(8, 5, Severity.ERROR, "not-applicable-here")])
    assert all(f'"{question}"' in problem.message for problem in problems)


def test_what_a_report_leaves_out_is_named(problems_in: ProblemsIn) -> None:
    report = f"  reviewed: {datetime.date.today()}\n  progress:\n    text: {ANSWER}\n"
    (problem,) = problems_in(SCHOOL, school(report, linked=False))
    assert found([problem]) == [(5, 1, Severity.ADVICE, "unanswered-questions")]
    assert "teaching" in problem.message
    assert "senco_name" in problem.message
    assert "progress" not in problem.message
    (problem,) = problems_in(SCHOOL, school(report, "community-special-school", linked=False))
    assert "senco_name" not in problem.message
    assert "identifying" not in problem.message


def test_a_report_with_nothing_but_a_year_is_no_report(problems_in: ProblemsIn) -> None:
    problems = problems_in(SCHOOL, school("  year: 2026 to 2027\n", linked=False))
    assert found(problems) == [(5, 1, Severity.ADVICE, "no-sen-report")]


def test_a_few_words_are_not_an_answer(problems_in: ProblemsIn) -> None:
    report = f"  reviewed: {datetime.date.today()}\n  progress:\n    text: Ask us.\n"
    (problem,) = problems_in(SCHOOL, school(report))
    assert found([problem]) == [(8, 11, Severity.ADVICE, "short-answer")]
    assert '"progress" has only 2 words' in problem.message


def test_answers_without_the_day_of_a_review_are_advised_to_give_it(problems_in: ProblemsIn) -> None:
    problems = problems_in(SCHOOL, school(f"  progress:\n    text: {ANSWER}\n"))
    assert found(problems) == [(5, 1, Severity.ADVICE, "no-review-date")]
    assert problems_in(SCHOOL, school("")) == []


def test_a_plan_without_its_date_is_advised_to_give_it(problems_in: ProblemsIn) -> None:
    plan = "  accessibility_plan:\n    title: Our plan\n    url: https://www.example.org/plan\n"
    assert found(problems_in(SCHOOL, school(plan))) == [(6, 3, Severity.ADVICE, "no-plan-date")]


@pytest.mark.parametrize(
    "report",
    [
        "  reviewed: {day}\n",
        "  accessibility_plan_date: {day}\n",
        f"  reviewed: 2026-01-01\n  progress:\n    text: {ANSWER}\n    checked: {{day}}\n",
    ],
)
def test_no_date_of_a_report_lies_in_the_future(problems_in: ProblemsIn, report: str) -> None:
    day = datetime.date.today() + datetime.timedelta(1)
    errors = [
        one for one in problems_in(SCHOOL, school(report.format(day=day))) if one.severity is Severity.ERROR
    ]
    assert [problem.code for problem in errors] == ["checked-in-the-future"]


@pytest.mark.parametrize(
    ("key", "years", "code"),
    [("reviewed", 1, "sen-report-old"), ("accessibility_plan_date", 3, "accessibility-plan-old")],
)
def test_what_is_too_old_is_a_warning_from_the_day_on_even_from_the_cache(
    project: Path, key: str, years: int, code: str
) -> None:
    today = datetime.date.today()
    still_good = add_period(today, f"{years} years", -1)
    write(project, SCHOOL, school(f"  {key}: {still_good}\n"))
    assert [one.code for one in read_project(project).problems if one.path == SCHOOL] == []
    write(project, SCHOOL, school(f"  {key}: {still_good - datetime.timedelta(1)}\n"))
    for _ in range(2):
        (problem,) = [one for one in read_project(project).problems if one.path == SCHOOL]
        assert found([problem]) == [(6, len(key) + 5, Severity.WARNING, code)]


def test_a_closed_school_is_not_told_that_its_report_is_old(problems_in: ProblemsIn) -> None:
    assert problems_in(SCHOOL, "status: closed\n" + school("  reviewed: 2020-01-01\n")) == []
