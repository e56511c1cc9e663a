"""Opening hours are understood as people write them, or not taken at all."""

from typing import Any

import pytest

from generator.exchange.hours import UnclearHours, spans_of, timetable_of

WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday"]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("09:00-18:00", [("09:00", "18:00")]),
        ("09:00-12:30,13:00-16:30", [("09:00", "12:30"), ("13:00", "16:30")]),
        ("CLOSED", []),
        ("9am to 5.30pm", [("09:00", "17:30")]),
        ("10 - 2pm", [("10:00", "14:00")]),
        ("2 - 4.30pm", [("14:00", "16:30")]),
        ("10am - 12noon", [("10:00", "12:00")]),
        ("08:00-00:00", [("08:00", "24:00")]),
        ("9-5", [("09:00", "17:00")]),
    ],
)
def test_the_hours_of_a_day(text: str, spans: list[tuple[str, str]]) -> None:
    assert spans_of(text) == spans


@pytest.mark.parametrize(
    "text", ["by appointment", "2-4", "22:00-02:00", "9:00", "9am-5pm (not in August)", "25:00-26:00"]
)
def test_hours_that_are_not_certain_are_not_taken(text: str) -> None:
    with pytest.raises(UnclearHours):
        spans_of(text)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Thursday 10:30am - 12:30pm", [(["thursday"], "10:30", "12:30")]),
        (
            "Tues 11am - 2pm, Fri 11.30am -1.30pm",
            [(["tuesday"], "11:00", "14:00"), (["friday"], "11:30", "13:30")],
        ),
        ("Mon-Fri 9am to 5pm; Sat closed", [(WEEK, "09:00", "17:00")]),
        ("Monday and Wednesday 7-9pm", [(["monday", "wednesday"], "19:00", "21:00")]),
    ],
)
def test_hours_in_prose(text: str, rows: list[Any]) -> None:
    assert timetable_of(text) == [
        {"days": days, "opens": opens, "closes": closes} for days, opens, closes in rows
    ]


@pytest.mark.parametrize(
    "text", ["every other Saturday 2-4pm", "Fridays", "daily", "Mon 9am-5pm by appointment"]
)
def test_prose_that_says_more_than_hours_is_not_taken(text: str) -> None:
    with pytest.raises(UnclearHours):
        timetable_of(text)
