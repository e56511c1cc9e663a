"""What an indicator may say: one figure for each year, and numbers that agree with each other."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from offer_schema.indicator import Indicator


def indicator(*figures: dict[str, Any], **answers: Any) -> Indicator:
    given = {
        "name": "Plans in 20 weeks",
        "topic": "ehc-plans",
        "definition": "How many were in time.",
        "unit": "percent",
        "source": {"title": "Figures", "url": "https://www.example.org/figures"},
        "figures": list(figures) or [{"period": "2025", "ours": "61"}],
    }
    return Indicator.model_validate(given | answers)


def code(*figures: dict[str, Any], **answers: Any) -> str:
    with pytest.raises(ValidationError) as found:
        indicator(*figures, **answers)
    # A list is also too short for pydantic when its items are wrong.
    (error,) = (one for one in found.value.errors() if one["type"] != "too_short")
    return error["type"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("61", "61"),
        ("61.4", "61.4"),
        ("61%", "61"),
        ("£41,200,000", "41200000"),
        ("41200000", "41200000"),
        ("0", "0"),
    ],
)
def test_a_figure_is_read_as_people_write_it(typed: str, meant: str) -> None:
    (figure,) = indicator({"period": "2025", "ours": typed}, unit="pounds").figures
    assert figure.ours == Decimal(meant)


@pytest.mark.parametrize("typed", ["sixty", "-3", "1e3", "61,4", "1_000", "<5", "41 million", "٣"])
def test_what_cannot_be_compared_is_no_figure(typed: str) -> None:
    assert code({"period": "2025", "ours": typed}, unit="number") == "bad-quantity"


def test_a_year_without_a_figure_is_an_error() -> None:
    assert code({"period": "2025"}) == "no-figure"
    assert code({"period": "2025", "england": "50"}) == "no-figure"
    assert code({"period": "2025", "count": "10"}) == "no-figure"
    assert indicator({"period": "2025", "count": "10", "of": "40"}).figures[0].ours is None
    assert indicator({"period": "2025", "suppressed": "yes", "of": "40"}).figures[0].suppressed


@pytest.mark.parametrize("more", [{"ours": "3"}, {"count": "3", "of": "40"}])
def test_what_is_not_published_must_not_stand_in_the_file(more: dict[str, str]) -> None:
    assert code({"period": "2025", "suppressed": "yes", **more}) == "suppressed-but-given"


def test_a_part_says_its_number_or_that_it_is_left_out() -> None:
    def part(**answers: str) -> str:
        return code({"period": "2025", "ours": "40", "parts": [{"name": "A", **answers}]}, unit="children")

    assert part() == "no-figure"
    assert part(ours="40", suppressed="yes") == "suppressed-but-given"


@pytest.mark.parametrize(
    ("figure", "unit", "wrong"),
    [
        ({"count": "41", "of": "40"}, "percent", "count-over-base"),
        ({"ours": "101"}, "percent", "over-100-percent"),
        ({"ours": "50", "england": "100.1"}, "percent", "over-100-percent"),
        ({"ours": "12.5"}, "children", "half-a-child"),
        ({"ours": "12", "count": "12"}, "children", "count-needs-percent"),
        ({"ours": "12", "parts": [{"name": "A", "ours": "12"}]}, "pounds", "parts-need-numbers"),
        ({"ours": "12", "parts": [{"name": "A", "ours": "11"}]}, "children", "parts-do-not-add-up"),
        ({"ours": "12", "parts": [{"name": "A", "ours": "13"}]}, "number", "parts-do-not-add-up"),
        (
            {"ours": "12", "parts": [{"name": "A", "ours": "13"}, {"name": "B", "suppressed": "yes"}]},
            "children",
            "parts-do-not-add-up",
        ),
    ],
)
def test_numbers_that_cannot_be_right_are_errors(figure: dict[str, Any], unit: str, wrong: str) -> None:
    assert code({"period": "2025", **figure}, unit=unit) == wrong


@pytest.mark.parametrize(
    ("ours", "count", "of", "agrees"),
    [
        ("61.9", "174", "281", True),
        ("62", "174", "281", True),
        ("61", "174", "281", False),
        ("61.8", "174", "281", False),
        ("50", "20", "40", True),
    ],
)
def test_a_percentage_must_be_what_its_numbers_come_to(ours: str, count: str, of: str, agrees: bool) -> None:
    figure = {"period": "2025", "ours": ours, "count": count, "of": of}
    if agrees:
        indicator(figure)
    else:
        assert code(figure) == "figures-disagree"


def test_a_year_stands_once() -> None:
    figure = {"period": "2025", "ours": "50"}
    assert code(figure, figure) == "same-period"
