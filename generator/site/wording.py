"""Dates, times, money, ages and phone numbers in the words that a page shows."""

import datetime
import re
from decimal import Decimal

from generator.site.words import Words


class Wording:
    """Puts values into the interface's words.

    Args:
        words: The interface's words.
    """

    def __init__(self, words: Words) -> None:
        self._words = words["wording"]
        self._near = words["near"]
        self._months = list(words["month"].values())
        self._days = dict(words["day"])

    def date(self, day: datetime.date) -> str:
        """``3 March 2026``."""
        return self._words["date"].format(day=day.day, month=self._months[day.month - 1], year=day.year)

    def month(self, day: datetime.date) -> str:
        """``March 2026``."""
        return f"{self._months[day.month - 1]} {day.year}"

    def time(self, time: str) -> str:
        """``9:30am``, ``5pm``, ``midday`` from ``HH:MM`` (GOV.UK's way of writing times)."""
        hour, minute = int(time[:2]), time[3:]
        if (hour, minute) == (12, "00"):
            return self._words["midday"]
        if (hour % 24, minute) == (0, "00"):
            return self._words["midnight"]
        shown = f"{(hour - 1) % 12 + 1}{'' if minute == '00' else ':' + minute}"
        return self._words["am" if hour < 12 else "pm"].format(time=shown)

    def hours(self, opens: str | None, closes: str | None) -> str:
        """``9:30am to 5pm``; empty when neither is known."""
        if opens and closes:
            return self._words["span"].format(first=self.time(opens), last=self.time(closes))
        if opens:
            return self._words["from"].format(start=self.time(opens))
        return self._words["until"].format(end=self.time(closes)) if closes else ""

    def days(self, days: tuple[str, ...]) -> str:
        """``Monday to Friday``, ``Monday and Thursday``: three or more days in a row become a span."""
        order, names = list(self._days), list(self._days.values())
        places = sorted({order.index(day) for day in days})
        if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
            if len(places) == 7:
                return self._words["every_day"]
            return self._words["span"].format(first=names[places[0]], last=names[places[-1]])
        return self.list([names[place] for place in places])

    def list(self, parts: list[str]) -> str:
        """``A, B and C``."""
        if len(parts) < 2:
            return "".join(parts)
        return self._words["and"].format(first=self._words["comma"].join(parts[:-1]), last=parts[-1])

    def money(self, amount: Decimal) -> str:
        """``£4.50``, ``£12``, ``Free`` for nothing."""
        if not amount:
            return self._words["free"]
        return self._words["money"].format(amount=f"{amount:,.2f}".removesuffix(".00"))

    def ages(self, youngest: int, oldest: int) -> str:
        """``5 to 11``, ``16`` when both are the same."""
        if youngest == oldest:
            return f"{youngest}"
        return self._words["span"].format(first=youngest, last=oldest)

    def miles(self, distance: float) -> str:
        """``under half a mile``, ``1.4 miles``: as the search page says it."""
        rounded = round(distance, 1)
        if distance < 0.5:
            return self._near["under_half_a_mile"]
        if rounded in (0.5, 1):
            return self._near["half_a_mile" if rounded == 0.5 else "one_mile"]
        return self._near["miles"].format(miles=f"{rounded:g}")


_SEPARATORS = re.compile(r"[^0-9+]")


def phone_link(number: str) -> str:
    """The ``tel:`` address of a number as people write it, in international form where there is one."""
    main, _, extension = re.sub(r"(?i)\s*(?:extension|ext\.?|x)\s*", "x", number, count=1).partition("x")
    dialled = _SEPARATORS.sub("", main)
    if dialled.startswith("0") and len(dialled) > 6:
        dialled = "+44" + dialled[1:]
    return f"tel:{dialled}" + (f";ext={extension}" if extension else "")
