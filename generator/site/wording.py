"""Dates, times, money, ages and phone numbers in the words that a page shows."""

import datetime
import re
from decimal import Decimal

_MONTHS = ("January February March April May June July August September October November December").split()


def date_words(day: datetime.date) -> str:
    """``3 March 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: datetime.date) -> str:
    """``March 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def time_words(time: str) -> str:
    """``9:30am``, ``5pm``, ``midday`` from ``HH:MM`` (GOV.UK's way of writing times)."""
    hour, minute = int(time[:2]), time[3:]
    if (hour, minute) == (12, "00"):
        return "midday"
    if (hour % 24, minute) == (0, "00"):
        return "midnight"
    half = "am" if hour < 12 else "pm"
    return f"{(hour - 1) % 12 + 1}{'' if minute == '00' else ':' + minute}{half}"


def hours_words(opens: str | None, closes: str | None) -> str:
    """``9:30am to 5pm``; empty when neither is known."""
    if opens and closes:
        return f"{time_words(opens)} to {time_words(closes)}"
    if opens:
        return f"from {time_words(opens)}"
    return f"until {time_words(closes)}" if closes else ""


def days_words(days: tuple[str, ...], names: dict[str, str]) -> str:
    """``Monday to Friday``, ``Monday and Thursday``: three or more days in a row become a span."""
    order = list(names)
    places = sorted({order.index(day) for day in days})
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        if len(places) == 7:
            return "Every day"
        return f"{names[order[places[0]]]} to {names[order[places[-1]]]}"
    return and_words([names[order[place]] for place in places])


def and_words(parts: list[str]) -> str:
    """``A, B and C``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def money_words(amount: Decimal) -> str:
    """``£4.50``, ``£12``, ``Free`` for nothing."""
    if not amount:
        return "Free"
    pounds = f"{amount:,.2f}"
    return f"£{pounds.removesuffix('.00')}"


def ages_words(youngest: int, oldest: int) -> str:
    """``5 to 11``, ``16 and over``, ``up to 4``, ``any age from 0 to 25``."""
    if (youngest, oldest) == (0, 25):
        return "0 to 25"
    if youngest == oldest:
        return f"{youngest}"
    return f"{youngest} to {oldest}"


_SEPARATORS = re.compile(r"[^0-9+]")


def phone_link(number: str) -> str:
    """The ``tel:`` address of a number as people write it, in international form where there is one."""
    main, _, extension = re.sub(r"(?i)\s*(?:extension|ext\.?|x)\s*", "x", number, count=1).partition("x")
    dialled = _SEPARATORS.sub("", main)
    if dialled.startswith("0") and len(dialled) > 6:
        dialled = "+44" + dialled[1:]
    return f"tel:{dialled}" + (f";ext={extension}" if extension else "")
