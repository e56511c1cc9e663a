"""A check is current, then due soon, then overdue, then expired: each from a certain day on."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_schema.freshness import State, deadlines, state_on

day = datetime.date.fromisoformat
CHECKED = day("2026-01-31")
DATES = deadlines(CHECKED, "12 months", "1 month", "6 months")


def test_the_days_follow_from_the_check() -> None:
    assert (day("2026-12-31"), day("2027-01-31"), day("2027-07-31")) == DATES


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-01-31", State.CURRENT),
        ("2026-12-30", State.CURRENT),
        ("2026-12-31", State.DUE_SOON),
        ("2027-01-30", State.DUE_SOON),
        ("2027-01-31", State.OVERDUE),
        ("2027-07-30", State.OVERDUE),
        ("2027-07-31", State.EXPIRED),
        ("2099-01-01", State.EXPIRED),
    ],
)
def test_a_state_begins_on_its_day(today: str, state: State) -> None:
    assert state_on(day(today), CHECKED, DATES) is state


def test_what_nobody_checked_is_never_current() -> None:
    assert state_on(CHECKED, None, None) is State.NEVER
    assert state_on(CHECKED, None, DATES) is State.NEVER


def test_the_end_of_a_short_month_is_kept_to() -> None:
    assert deadlines(day("2026-08-31"), "6 months", "2 weeks", "1 day") == (
        day("2027-02-14"),
        day("2027-02-28"),
        day("2027-03-01"),
    )


@given(
    st.dates(day("1900-01-01"), day("2100-01-01")),
    st.integers(0, 2000),
    st.sampled_from(["30 days", "6 months", "1 year"]),
)
def test_a_check_never_grows_younger(checked: datetime.date, days: int, every: str) -> None:
    order = [State.CURRENT, State.DUE_SOON, State.OVERDUE, State.EXPIRED]
    dates = deadlines(checked, every, "2 weeks", "3 months")
    today = checked + datetime.timedelta(days)
    before, after = (state_on(today + datetime.timedelta(late), checked, dates) for late in (0, 1))
    assert order.index(before) <= order.index(after)
