"""`check` refuses figures about too few children, at the line and column where they stand."""

import datetime
from pathlib import Path

import pytest

from generator.reading import read_project
from generator.reading.problems import Severity
from tests.conftest import FILES, ProblemsIn, write

FIGURES = "content/indicators.yml"
AUTHORITY = "content/authority.yml"


def figures(*lines: str, unit: str = "percent", more: str = "") -> str:
    return (
        "indicators:\n  plans:\n    name: Plans\n    topic: ehc-plans\n    definition: How many.\n"
        f"    unit: {unit}\n    source: {{title: Figures, url: https://www.example.org}}\n"
        f"    checked: 2026-10-01\n{more}    figures:\n" + "".join(f"      - {line}\n" for line in lines)
    )


def test_figures_about_enough_children_are_fine(problems_in: ProblemsIn, project: Path) -> None:
    text = figures("{period: 2025, count: 10, of: 40}", "{period: 2026, suppressed: yes}")
    assert problems_in(FIGURES, text) == []
    offer = read_project(project).offer
    assert offer is not None
    assert list(offer.indicators) == ["plans"]


def test_a_council_need_not_have_figures(project: Path) -> None:
    offer = read_project(project).offer
    assert offer is not None
    assert offer.indicators == {}


@pytest.mark.parametrize(
    ("line", "unit", "code", "column"),
    [
        ("{period: 2025, count: 4, of: 40}", "percent", "too-few-children", 31),
        ("{period: 2025, ours: 50, of: 4}", "percent", "too-few-children", 38),
        ("{period: 2025, ours: 3}", "children", "too-few-children", 30),
        ("{period: 2025, ours: 40, parts: [{name: A, ours: 30}, {name: B, suppressed: yes}]}", "children",
         "can-be-worked-out", 85),
    ],
)  # fmt: skip
def test_too_few_children_are_an_error_where_they_stand(
    problems_in: ProblemsIn, line: str, unit: str, code: str, column: int
) -> None:
    (problem,) = problems_in(
        FIGURES,
        figures(
            "{period: 2024, ours: 50, of: 90}" if unit == "percent" else "{period: 2024, ours: 50}",
            line,
            unit=unit,
        ),
    )
    assert (problem.code, problem.severity) == (code, Severity.ERROR)
    assert (problem.line, problem.column) == (11, column)
    assert problem.fix


def test_a_higher_threshold_is_looked_at_without_the_figures_changing(project: Path) -> None:
    write(project, FIGURES, figures("{period: 2025, count: 7, of: 40}"))
    assert read_project(project).errors == []
    write(project, AUTHORITY, FILES[AUTHORITY] + "suppression_threshold: 10\n")
    assert [problem.code for problem in read_project(project).errors] == ["too-few-children"]


def test_no_site_is_made_of_such_figures(project: Path) -> None:
    write(project, FIGURES, figures("{period: 2025, count: 4, of: 40}"))
    assert read_project(project).offer is None


def test_a_percentage_without_a_base_is_advice(problems_in: ProblemsIn) -> None:
    (problem,) = problems_in(FIGURES, figures("{period: 2025, ours: 40}"))
    assert (problem.code, problem.severity, problem.line) == ("no-base", Severity.ADVICE, 10)


def test_a_check_to_come_is_an_error(problems_in: ProblemsIn) -> None:
    tomorrow = datetime.date.today() + datetime.timedelta(1)
    text = figures("{period: 2025, ours: 40, of: 90}").replace("2026-10-01", str(tomorrow))
    (problem,) = problems_in(FIGURES, text)
    assert (problem.code, problem.line, problem.column) == ("checked-in-the-future", 8, 14)


def test_figures_that_nobody_checked_are_advice(problems_in: ProblemsIn) -> None:
    text = figures("{period: 2025, ours: 40, of: 90}").replace("    checked: 2026-10-01\n", "")
    (problem,) = problems_in(FIGURES, text)
    assert (problem.code, problem.line, problem.column) == ("never-checked", 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: percent", "unit: per cent", "not-an-option"),
        ("topic: ehc-plans", "topc: ehc-plans", "unknown-key"),
        ("checked: 2026-10-01", "owner: nobody", "unknown-owner"),
        ("plans:", "Our Plans:", "bad-id"),
    ],
)
def test_slips_are_named_where_they_are(problems_in: ProblemsIn, old: str, new: str, code: str) -> None:
    text = figures("{period: 2025, ours: 40, of: 90}")
    problems = problems_in(FIGURES, text.replace(old, new, 1))
    assert code in {problem.code for problem in problems}
    line = next(at for at, one in enumerate(text.splitlines(), 1) if old in one)
    assert {problem.line for problem in problems if problem.code == code} == {line}
