"""Opening hours as other people write them, as the rows of a timetable."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from offer_schema.entry import DAYS, Day
from offer_schema.field_types import read_time

Span = tuple[str, str]
"""When something opens and closes, as ``HH:MM``."""


class UnclearHours(ValueError):
    """Hours that cannot be understood for certain."""


_CLOSED = frozenset({"closed", "close", "shut", "none", "-", "–", "not open", "n/a"})
_CLOCK = r"(?:(?:12\s*)?(?:noon|midday)|midnight|[0-9]{1,2}(?:[:.][0-9]{2}(?::00)?)?\s*(?:[ap]\.?m\.?)?)"
_SPAN = re.compile(rf"({_CLOCK})\s*(?:-|–|—|to|until|till)\s*({_CLOCK})", re.IGNORECASE)
_HALF = re.compile(r"\s*([ap])\.?m?\.?$|(noon|midday|midnight)$", re.IGNORECASE)


def spans_of(text: str) -> list[Span]:
    """The hours of one day: ``09:00-12:30,13:00-16:30``, ``9am to 5pm``, ``CLOSED``.

    Raises:
        UnclearHours: It says something else.
    """
    if text.strip().lower() in _CLOSED:
        return []
    spans, end = [], 0
    for match in _SPAN.finditer(text):
        if text[end : match.start()].strip(" ,;&/") not in ("", "and"):
            raise UnclearHours(text)
        spans.append(_span(match[1], match[2]))
        end = match.end()
    if not spans or text[end:].strip(" ,;.&/"):
        raise UnclearHours(text)
    return spans


def _span(opens: str, closes: str) -> Span:
    """Both times; a time without am or pm takes what makes sense beside the other one."""
    first, last = _half(opens), _half(closes)
    if first is None and last is None and not (":" in opens and ":" in closes):
        found = _between(opens + "am", closes + "am") or _between(opens + "am", closes + "pm")
        if found is None or found[0] < "07:00":
            raise UnclearHours(f"{opens}-{closes}")
        return found
    candidates = [(opens, closes)]
    if first is None and last is not None and ":" not in opens:
        same = "am" if last == "a" else "pm"
        candidates = [(opens + same, closes), (opens + "am", closes)]
    elif last is None and first is not None and ":" not in closes:
        candidates = [(opens, closes + ("am" if first == "a" else "pm")), (opens, closes + "pm")]
    for pair in candidates:
        found = _between(*pair)
        if found:
            return found
    raise UnclearHours(f"{opens}-{closes}")


def _half(time: str) -> str | None:
    match = _HALF.search(time)
    if not match:
        return None
    return (match[1] or "p").lower()


def _between(opens: str, closes: str) -> Span | None:
    start, end = read_time(opens.replace(" ", "")), _closing(closes)
    return (start, end) if start and end and start < end else None


def _closing(text: str) -> str | None:
    return (
        "24:00" if text.strip().lower() in ("midnight", "00:00", "12am") else read_time(text.replace(" ", ""))
    )


_DAY_WORDS: dict[str, Day] = {
    word: day
    for day in DAYS
    for word in {day, day[:3], day[:4], day[:5], day + "s"} | ({"weds"} if day == "wednesday" else set())
}
_DAY = "|".join(sorted(_DAY_WORDS, key=len, reverse=True))
_DAYS = re.compile(rf"\b({_DAY})\b\.?(?:\s*(?:-|–|—|to)\s*({_DAY})\b\.?)?", re.IGNORECASE)


class _Mention(NamedTuple):
    """Days that a text names, and where in it."""

    days: tuple[Day, ...]
    start: int
    end: int


def timetable_of(text: str) -> list[dict[str, Any]]:
    """Timetable rows from prose: ``Tues 11am - 2pm, Fri 11.30am -1.30pm``, ``Mon-Fri 9am to 5pm``.

    Raises:
        UnclearHours: A part of it cannot be understood for certain.
    """
    mentions = [_mention(match) for match in _DAYS.finditer(text)]
    if not mentions or text[: mentions[0].start].strip(" ,;"):
        raise UnclearHours(text)
    by_day: dict[Day, list[Span]] = {}
    waiting: list[Day] = []
    for mention, following in zip(mentions, [*mentions[1:], None], strict=True):
        said = text[mention.end : following.start if following else len(text)].strip(" ,;:.")
        waiting += mention.days
        if following and said in ("", "and", "&", "/"):
            continue
        for day in waiting:
            by_day.setdefault(day, []).extend(spans_of(said.removesuffix(" and")))
        waiting = []
    return sessions(by_day)


def _mention(match: re.Match[str]) -> _Mention:
    first = DAYS.index(_DAY_WORDS[match[1].lower()])
    last = DAYS.index(_DAY_WORDS[match[2].lower()]) if match[2] else first
    days = DAYS[first : last + 1] if first <= last else DAYS[first:] + DAYS[: last + 1]
    return _Mention(days, match.start(), match.end())


def sessions(by_day: Mapping[Day, list[Span]]) -> list[dict[str, Any]]:
    """Timetable rows, with days that have the same hours on one row."""
    days_by_span: dict[Span, list[str]] = {}
    for day in DAYS:
        for span in by_day.get(day, ()):
            days_by_span.setdefault(span, []).append(day)
    together: dict[tuple[str, ...], list[Span]] = {}
    for span, days in days_by_span.items():
        together.setdefault(tuple(days), []).append(span)
    return [
        {"days": list(days), "opens": opens, "closes": closes}
        for days, spans in together.items()
        for opens, closes in sorted(spans)
    ]
