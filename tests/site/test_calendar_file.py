"""Calendar files say when a service takes place, in a form that other programs read."""

import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from generator.ical import folded as fold
from generator.reading import Offer, read_project
from generator.site.calendar_file import calendar_text, has_events, seasons_of
from generator.site.words import load_words
from offer_schema.authority import Term
from offer_schema.entry import Session
from tests.site.conftest import REPOSITORY

WORDS = load_words([REPOSITORY / "theme"])
CHECKED = datetime.date(2026, 9, 10)  # a Thursday
LONDON = ZoneInfo("Europe/London")
TERMS = seasons_of(
    [
        Term.model_validate({"name": name, "from": first, "to": last})
        for name, first, last in (
            ("one", "2026-09-02", "2026-10-23"),
            ("two", "2026-11-02", "2026-12-18"),
            ("three", "2026-12-21", "2026-12-22"),
            ("four", "2027-01-04", "2027-02-12"),
        )
    ]
)
UNKNOWN = seasons_of([])
SHOWN: dict[str, Any] = {
    "id": "swim",
    "name": "Swim, float; splash",
    "locations": [
        {"name": "Tidewell Baths", "lines": ["12 Harbour Street", "Tidewell"], "postcode": "ZZ1 2AB"}
    ],
    "contact": {"phone": "01632 960330", "text_phone": ""},
    "checked": "Checked on 10 September 2026",
}


def session(**answers: object) -> Session:
    return Session.model_validate({"days": ["saturday"], "opens": "09:30", "closes": "10:30", **answers})


def text_of(*sessions: Session, seasons: Any = UNKNOWN, view: dict[str, Any] = SHOWN) -> str:
    url = "https://offer.example.org/services/swim/"
    return calendar_text(view, sessions, CHECKED, seasons, WORDS, url=url, host="offer.example.org")


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def days_of(event: Any, until: datetime.date) -> list[datetime.date]:
    """Every day on which an event takes place before a day."""
    start = event["DTSTART"].dt
    rule = event["RRULE"].to_ical().decode()
    wall = rrulestr(rule.replace("Z", ""), dtstart=start.replace(tzinfo=None))
    end = datetime.datetime.combine(until, datetime.time())
    return [moment.date() for moment in wall.between(start.replace(tzinfo=None), end, inc=True)]


# --- What is in it -----------------------------------------------------------------------------


def test_a_session_becomes_an_event_each_week_with_all_that_a_family_needs() -> None:
    (event,) = events(text_of(session(note="Bring a towel")))
    assert str(event["SUMMARY"]) == "Swim, float; splash"
    assert event["DTSTART"].dt == datetime.datetime(2026, 9, 12, 9, 30, tzinfo=LONDON)
    assert event["DTEND"].dt == datetime.datetime(2026, 9, 12, 10, 30, tzinfo=LONDON)
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "BYDAY": ["SA"]}
    assert str(event["LOCATION"]) == "Tidewell Baths, 12 Harbour Street, Tidewell, ZZ1 2AB"
    assert str(event["URL"]) == "https://offer.example.org/services/swim/"
    about = str(event["DESCRIPTION"]).split("\n")
    assert about[0] == "Bring a towel"
    assert "Call 01632 960330" in about
    assert "Checked on 10 September 2026" in about


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    (event,) = events(text_of(session()))
    (described,) = Calendar.from_ical(text_of(session())).walk("VTIMEZONE")
    zone: Any = described.to_tz()  # type: ignore[attr-defined]
    before = datetime.datetime(2026, 10, 24, 9, 30, tzinfo=zone)
    after = datetime.datetime(2026, 10, 31, 9, 30, tzinfo=zone)
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert before.utcoffset() == datetime.timedelta(hours=1)
    assert after.utcoffset() == datetime.timedelta(0)


def test_in_term_time_there_is_an_event_for_each_term_and_none_in_the_holidays() -> None:
    found = events(text_of(session(days=["monday", "friday"], when="term-time"), seasons=TERMS))
    days = [day for event in found for day in days_of(event, datetime.date(2027, 12, 1))]
    assert days[0] == datetime.date(2026, 9, 11)
    assert datetime.date(2026, 10, 23) in days  # the last day of a term
    assert not any(datetime.date(2026, 10, 24) <= day <= datetime.date(2026, 11, 1) for day in days)
    assert days[-1] == datetime.date(2027, 2, 12)
    assert len({str(event["UID"]) for event in found}) == len(found) == 4


def test_holidays_are_what_lies_between_terms_and_a_weekend_is_none() -> None:
    found = events(text_of(session(days=["wednesday"], when="holidays"), seasons=TERMS))
    days = [day.isoformat() for event in found for day in days_of(event, datetime.date(2027, 12, 1))]
    assert days == ["2026-10-28", "2026-12-23", "2026-12-30"]
    assert len(TERMS.holidays) == 2


def test_without_term_dates_term_time_is_said_and_holidays_are_left_out() -> None:
    (event,) = events(text_of(session(when="term-time")))
    assert str(event["SUMMARY"]) == "Swim, float; splash (in term time)"
    assert events(text_of(session(when="holidays"))) == []
    assert not has_events([session(when="holidays")], CHECKED, UNKNOWN)


def test_a_session_without_an_hour_is_left_out_and_one_without_an_end_has_none() -> None:
    assert not has_events([session(opens=None)], CHECKED, UNKNOWN)
    (event,) = events(text_of(session(closes=None)))
    assert "DTEND" not in event


def test_a_session_until_midnight_ends_on_the_next_day() -> None:
    (event,) = events(text_of(session(opens="22:00", closes="24:00")))
    assert event["DTEND"].dt == datetime.datetime(2026, 9, 13, 0, 0, tzinfo=LONDON)


def test_an_event_keeps_its_id_when_the_service_is_checked_again() -> None:
    view, sessions = SHOWN, [session(), session(), session(when="term-time")]
    arguments: Any = {"url": "", "host": "offer.example.org"}
    first = calendar_text(view, sessions, CHECKED, TERMS, WORDS, **arguments)
    later = calendar_text(view, sessions, CHECKED + datetime.timedelta(days=3), TERMS, WORDS, **arguments)
    ids = [str(event["UID"]) for event in events(first)]
    assert ids == [str(event["UID"]) for event in events(later)]
    assert len(set(ids)) == len(ids)


def test_a_place_that_is_withheld_is_its_town_only() -> None:
    view = SHOWN | {"locations": [{"name": "", "lines": ["Tidewell"], "postcode": ""}]}
    (event,) = events(text_of(session(), view=view))
    assert str(event["LOCATION"]) == "Tidewell"


# --- How it is written ---------------------------------------------------------------------------


@given(some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_whatever_a_name_has_in_it_is_read_back_as_it_was(name: str) -> None:
    text = text_of(session(), view=SHOWN | {"name": name})
    assert str(events(text)[0]["SUMMARY"]) == name
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_line_is_never_cut_inside_a_character() -> None:
    folded = fold("SUMMARY:" + "é" * 100 + "🏊" * 40)
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == "SUMMARY:" + "é" * 100 + "🏊" * 40


def test_lines_end_as_the_standard_asks() -> None:
    text = text_of(session())
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")


# --- The demonstration's ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offer() -> Offer:
    offer = read_project(REPOSITORY).offer
    assert offer is not None
    return offer


def test_every_calendar_of_the_demonstration_can_be_read_and_says_what_the_entry_says(
    demonstration: Path, offer: Offer
) -> None:
    files = sorted(demonstration.glob("services/*/times.ics"))
    assert len(files) > 30
    seasons = seasons_of(offer.authority.term_dates)
    for file in files:
        service = offer.services[file.parent.name]
        found = events(file.read_text("utf-8"))
        assert found, file
        hours = {(event["DTSTART"].dt.strftime("%H:%M"), tuple(event["RRULE"]["BYDAY"])) for event in found}
        assert hours == {
            (one.opens, tuple(day[:2].upper() for day in one.days))
            for one in service.times
            if service.checked and has_events([one], service.checked, seasons)
        }
        assert {str(event["SUMMARY"]) for event in found} <= {service.name, f"{service.name} (in term time)"}
        assert {event["DTSTAMP"].dt.date() for event in found} == {service.checked}


def test_a_page_leads_to_its_calendar_exactly_when_there_is_one(demonstration: Path) -> None:
    for page in demonstration.glob("services/*/index.html"):
        assert ("times.ics" in page.read_text("utf-8")) == (page.parent / "times.ics").exists(), page


def test_what_is_closed_in_doubt_or_dangerous_to_be_reminded_of_has_no_calendar(
    demonstration: Path, offer: Offer
) -> None:
    with_calendar = {file.parent.name for file in demonstration.glob("services/*/times.ics")}
    assert "saturday-swim-club" in with_calendar
    assert "sibling-days" not in with_calendar  # overdue
    for service_id, service in offer.services.items():
        if service.sensitive or service.status.state != "active":
            assert service_id not in with_calendar
