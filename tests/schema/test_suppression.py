"""Numbers about too few children are found, and so are those that can be worked out from others."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_schema.suppression import disclosures
from tests.schema.test_indicator import indicator

THRESHOLD = 5


def found(figure: dict[str, Any], unit: str = "percent", threshold: int = THRESHOLD) -> list[tuple[Any, ...]]:
    made = indicator({"period": "2025", **figure}, unit=unit)
    return [(one.code, one.way[2:]) for one in disclosures(made, threshold)]


def parts(*numbers: int | None) -> list[dict[str, str]]:
    return [
        {"name": f"Part {at}", **({"suppressed": "yes"} if number is None else {"ours": str(number)})}
        for at, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("figure", "where"),
    [
        ({"count": "4", "of": "40"}, ("count",)),
        ({"count": "1", "of": "40"}, ("count",)),
        ({"count": "36", "of": "40"}, ("count",)),
        ({"count": "39", "of": "40"}, ("count",)),
        ({"count": "2", "of": "4"}, ("of",)),
        ({"suppressed": "yes", "of": "4"}, ("of",)),
        ({"ours": "10", "count": "4"}, ("count",)),
        ({"ours": "2.5", "of": "40"}, ("ours",)),
        ({"ours": "97.5", "of": "40"}, ("ours",)),
    ],
)
def test_a_percentage_of_too_few_is_found(figure: dict[str, str], where: tuple[str]) -> None:
    assert found(figure) == [("too-few-children", where)]


@pytest.mark.parametrize(
    "figure",
    [
        {"count": "5", "of": "40"},
        {"count": "35", "of": "40"},
        {"count": "0", "of": "40"},
        {"count": "40", "of": "40"},
        {"count": "0", "of": "5"},
        {"ours": "61"},
        {"ours": "12.5", "of": "40"},
        {"suppressed": "yes", "of": "40"},
        {"suppressed": "yes"},
    ],
)
def test_a_percentage_of_enough_or_of_none_is_let_through(figure: dict[str, str]) -> None:
    assert found(figure) == []


@pytest.mark.parametrize(("number", "small"), [(0, False), (1, True), (4, True), (5, False), (400, False)])
def test_a_number_of_children_is_none_or_enough(number: int, small: bool) -> None:
    assert bool(found({"ours": str(number)}, "children")) is small
    assert found({"ours": str(number)}, "number") == []
    assert found({"ours": str(number)}, "days") == []


def test_what_is_left_of_a_number_of_children_counts_too() -> None:
    assert found({"ours": "37", "of": "40"}, "children") == [("too-few-children", ("ours",))]
    assert found({"ours": "35", "of": "40"}, "children") == []


def test_englands_figures_may_be_any() -> None:
    assert found({"ours": "60", "england": "2"}, "children") == []


def test_another_threshold_is_kept_to() -> None:
    assert found({"count": "7", "of": "40"}, threshold=10) == [("too-few-children", ("count",))]
    assert found({"count": "3", "of": "40"}, threshold=3) == []


@pytest.mark.parametrize(
    ("total", "given", "codes"),
    [
        ("44", (26, 12, 6), []),
        ("44", (40, 4, 0), ["too-few-children"]),
        ("44", (26, 12, None), ["can-be-worked-out"]),  # 6
        ("44", (26, None, None), []),  # 18 in two parts
        ("44", (40, None, None), ["can-be-worked-out"]),  # 4 in two parts: too few together
        ("44", (44, None, None), ["can-be-worked-out"]),  # nothing in both
        ("44", (39, None, None), []),  # 5 in two parts
        ("44", (None, None, None), []),
        (None, (26, 12, 6), ["can-be-worked-out"]),  # the total is left out, and can be added up
        (None, (26, 12, None), []),
    ],
)
def test_a_part_that_can_be_worked_out_is_found(
    total: str | None, given: tuple[int | None, ...], codes: list[str]
) -> None:
    figure = {"ours": total} if total else {"suppressed": "yes"}
    assert [one for one, _ in found({**figure, "parts": parts(*given)}, "children")] == codes


def test_five_parts_of_one_child_each_are_no_secret() -> None:
    assert found({"ours": "45", "parts": parts(40, *[None] * 5)}, "children") == [
        ("can-be-worked-out", ("parts", 1, "suppressed"))
    ]
    assert found({"ours": "46", "parts": parts(40, *[None] * 5)}, "children") == []


@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_what_is_let_through_leaves_each_hidden_number_open(numbers: list[int], hide: list[bool]) -> None:
    """Somebody who tries every way to fill the gaps cannot tell what stands in any of them."""
    hidden = [number > 0 and flag for number, flag in zip(numbers, hide, strict=False)]
    shown = [None if flag else number for number, flag in zip(numbers, hidden, strict=True)]
    figure = {"ours": str(sum(numbers)), "parts": parts(*shown)}
    if not any(hidden) or found(figure, "children"):
        return
    left = sum(number for number, flag in zip(numbers, hidden, strict=True) if flag)
    ways = [way for way in itertools.product(range(1, left + 1), repeat=sum(hidden)) if sum(way) == left]
    for gap in zip(*ways, strict=True):
        assert len(set(gap)) > 1
