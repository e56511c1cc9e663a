"""A service's times as a calendar file (RFC 5545), so that a phone can remind its owner.

The text is put together by hand, which is some twenty times quicker than with a library;
a test reads every file of the demonstration back with one.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from generator.ical import escaped, folded
from generator.site.words import Words
from offer_schema.authority import Term
from offer_schema.entry import DAYS, Session

Span = tuple[datetime.date, datetime.date]
"""The first and the last day of something."""

_DAY_CODES = dict(zip(DAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))

_TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".replace("\n", "\r\n")


class Seasons(NamedTuple):
    """The parts of the school year whose dates are known.

    Attributes:
        terms: The terms, in order.
        holidays: The school holidays between them.
    """

    terms: tuple[Span, ...]
    holidays: tuple[Span, ...]


def seasons_of(terms: Iterable[Term]) -> Seasons:
    """The terms, and the holidays between them. A weekend between two terms is no holiday."""
    day = datetime.timedelta(days=1)
    spans = tuple((term.from_, term.to) for term in terms)
    gaps = [(before[1] + day, after[0] - day) for before, after in pairwise(spans)]
    return Seasons(spans, tuple(gap for gap in gaps if any(date.weekday() < 5 for date in _days(gap))))


def _days(span: Span) -> Iterator[datetime.date]:
    first, last = span
    return (first + datetime.timedelta(days=count) for count in range((last - first).days + 1))


def has_events(sessions: Iterable[Session], checked: datetime.date, seasons: Seasons) -> bool:
    """Whether a calendar of these sessions would have anything in it."""
    return any(_runs(session, checked, seasons) for session in sessions)


def calendar_text(
    view: Mapping[str, Any],
    sessions: Iterable[Session],
    checked: datetime.date,
    seasons: Seasons,
    words: Words,
    *,
    url: str,
    host: str,
) -> str:
    """The calendar file of a service: an event for each session, or for each term of it.

    Args:
        view: The service's ``id``, ``name``, ``locations`` and ``contact`` as in its view, so that
            only what may be published is in it; and ``checked``, a sentence.
        sessions: Its times.
        checked: The day on which they were known to be right; nothing begins before it.
        seasons: The school year.
        words: The interface's words.
        url: The full address of the page, or "".
        host: What makes the events' ids differ from those of other sites.
    """
    say = words["calendar"]
    place = say["places"].join(filter(None, [_address(location) for location in view["locations"]]))
    about = _about(view, words, url)
    used: dict[str, int] = {}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{host}//Local Offer//EN",
        "CALSCALE:GREGORIAN",
        _TIMEZONE,
    ]
    for session in sessions:
        opens, days = session.opens or "", ",".join([_DAY_CODES[day] for day in session.days])
        for run, start, last in _runs(session, checked, seasons):
            dated = last is not None or session.when == "all-year"
            name = view["name"] if dated else say["in_term_time"].format(name=view["name"])
            uid = f"{view['id']}-{session.when}-{days}-{opens}{run}".replace(",", "").replace(":", "").lower()
            used[uid] = used.get(uid, 0) + 1
            again = f"-{used[uid]}" if used[uid] > 1 else ""
            until = f";UNTIL={last:%Y%m%d}T235959Z" if last else ""
            note = f"{session.note}\n{about}" if session.note else about
            lines += [
                "BEGIN:VEVENT",
                folded(f"UID:{uid}{again}@{host}"),
                f"DTSTAMP:{checked:%Y%m%d}T000000Z",
                f"DTSTART;TZID=Europe/London:{_moment(start, opens)}",
            ]
            if session.closes:
                lines.append(f"DTEND;TZID=Europe/London:{_moment(start, session.closes)}")
            lines += [f"RRULE:FREQ=WEEKLY{until};BYDAY={days}", folded(f"SUMMARY:{escaped(name)}")]
            if place:
                lines.append(folded(f"LOCATION:{escaped(place)}"))
            if url:
                lines.append(folded(f"URL:{url}"))
            lines += [folded(f"DESCRIPTION:{escaped(note)}"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


class _Run(NamedTuple):
    """A stretch of time in which a session takes place each week."""

    id: str
    start: datetime.date
    last: datetime.date | None


def _runs(session: Session, checked: datetime.date, seasons: Seasons) -> list[_Run]:
    """The stretches in which a session takes place: one without an end, or one for each term.

    Without the school's dates a session in term time still runs (its event says "in term
    time"), but one in the holidays does not: it would be wrong for most of the year.
    """
    if session.opens is None:
        return []
    spans = seasons.terms if session.when == "term-time" else seasons.holidays
    if session.when == "all-year" or (session.when == "term-time" and not spans):
        return [_Run("", _first_day(checked, session.days), None)]
    runs = [
        _Run(f"-{first:%Y%m%d}", _first_day(max(first, checked), session.days), last) for first, last in spans
    ]
    return [run for run in runs if run.last is None or run.start <= run.last]


def _moment(day: datetime.date, time: str) -> str:
    if time == "24:00":
        day, time = day + datetime.timedelta(days=1), "00:00"
    return f"{day:%Y%m%d}T{time.replace(':', '')}00"


def _first_day(day: datetime.date, wanted: Sequence[str]) -> datetime.date:
    today = day.weekday()
    return day + datetime.timedelta(days=min((DAYS.index(one) - today) % 7 for one in wanted))


def _address(location: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (location["name"], *location["lines"], location["postcode"]) if part)


def _about(view: Mapping[str, Any], words: Words, url: str) -> str:
    contact = view["contact"] or {}
    lines = [
        words["contact"][way].format(number=contact[key])
        for way, key in (("call", "phone"), ("text", "text_phone"))
        if contact.get(key)
    ]
    lines += [words["calendar"]["check_first"], view["checked"]]
    return "\n".join([*lines, url] if url else lines)
