"""The rule that says whether an entry's check is current, due soon, overdue or expired.

A check is a person's word that an entry is right; it is not the date of the last
edit. The four states and their order are the project's own; the periods come from
`ReviewPolicy` or from the entry.
"""

import datetime
from enum import StrEnum
from typing import NamedTuple

from offer_schema.field_types import add_period


class State(StrEnum):
    """How old a check is."""

    CURRENT = "current"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    NEVER = "never-checked"


class Deadlines(NamedTuple):
    """The days on which a check changes its state."""

    due_soon: datetime.date
    due: datetime.date
    expires: datetime.date


def deadlines(checked: datetime.date, every: str, due_soon: str, expires_after: str) -> Deadlines:
    """The days that follow from a check.

    Args:
        checked: The day of the check.
        every: How often a check is wanted, like ``12 months``.
        due_soon: How long before the due day the entry is due soon.
        expires_after: How long after the due day it expires.
    """
    due = add_period(checked, every)
    return Deadlines(add_period(due, due_soon, -1), due, add_period(due, expires_after))


def state_on(today: datetime.date, checked: datetime.date | None, dates: Deadlines | None) -> State:
    """The state on a day; an entry that nobody ever checked is `State.NEVER`."""
    if checked is None or dates is None:
        return State.NEVER
    if today >= dates.expires:
        return State.EXPIRED
    if today >= dates.due:
        return State.OVERDUE
    return State.DUE_SOON if today >= dates.due_soon else State.CURRENT
