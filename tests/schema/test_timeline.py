"""A timeline says what happens at which age or in which week, in order."""

from typing import Any

import pytest
from pydantic import ValidationError

from offer_schema import Timeline

STEP = {"from": "6", "title": "You know if we will assess"}
WEEKS = {
    "title": "An EHC plan, week by week",
    "kind": "week",
    "counted_from": "the day the council got the request",
    "steps": [STEP],
}
AGES = {"title": "Growing up", "kind": "age", "steps": [{"from": "13", "to": "14", "title": "Year 9"}]}


def codes(value: dict[str, Any]) -> list[str]:
    """The codes of everything that is wrong with a timeline; a list of wrong steps is also too short for pydantic."""
    with pytest.raises(ValidationError) as caught:
        Timeline.model_validate(value)
    found = [error["type"] for error in caught.value.errors()]
    return [one for one in found if one != "too_short"] or found


def test_a_timeline_of_weeks_and_one_of_ages() -> None:
    weeks, ages = Timeline.model_validate(WEEKS), Timeline.model_validate(AGES)
    assert (weeks.steps[0].from_, weeks.steps[0].last) == (6, 6)
    assert (ages.steps[0].from_, ages.steps[0].last) == (13, 14)


def test_a_step_does_not_end_before_it_begins() -> None:
    assert codes({**WEEKS, "steps": [{**STEP, "to": "5"}]}) == ["step-ends-before-it-begins"]


def test_a_step_may_begin_and_end_in_the_same_week() -> None:
    assert Timeline.model_validate({**WEEKS, "steps": [{**STEP, "to": "6"}]}).steps[0].last == 6


def test_steps_stand_in_the_order_in_which_they_begin() -> None:
    assert codes({**WEEKS, "steps": [STEP, {**STEP, "from": "0"}]}) == ["steps-out-of-order"]
    assert Timeline.model_validate({**WEEKS, "steps": [STEP, {**STEP, "to": "16"}, STEP]})


@pytest.mark.parametrize("step", [{"from": "26", "title": "x"}, {"from": "19", "to": "30", "title": "x"}])
def test_ages_end_at_25(step: dict[str, str]) -> None:
    assert codes({**AGES, "steps": [step]}) == ["age-above-25"]


def test_weeks_may_be_above_25_but_not_above_two_years() -> None:
    assert Timeline.model_validate({**WEEKS, "steps": [{**STEP, "to": "72"}]}).steps[0].last == 72
    assert codes({**WEEKS, "steps": [{**STEP, "to": "105"}]}) == ["less_than_equal"]


@pytest.mark.parametrize("wrong", ["-1", "1.5", "week 6"])
def test_a_week_is_a_whole_number(wrong: str) -> None:
    assert codes({**WEEKS, "steps": [{**STEP, "from": wrong}]}) != []


def test_weeks_say_from_which_day_they_are_counted_and_ages_need_not() -> None:
    assert codes({key: WEEKS[key] for key in ("title", "kind", "steps")}) == ["weeks-without-a-first-day"]
    assert Timeline.model_validate(AGES).counted_from is None


def test_a_timeline_has_a_step_and_a_step_has_a_title() -> None:
    assert codes({**WEEKS, "steps": []}) == ["too_short"]
    assert codes({**WEEKS, "steps": [{"from": "6"}]}) == ["missing"]


def test_the_guides_of_all_steps_are_named_once() -> None:
    steps = [{**STEP, "guides": ["guides/a", "guides/b"]}, {**STEP, "guides": ["guides/b"]}]
    assert Timeline.model_validate({**WEEKS, "steps": steps}).guides == ("guides/a", "guides/b")
