"""Which comments wait, for how long, and when all answers are too old."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pytest

from generator.reading import Offer, read_project
from generator.reports.comments import KIND, answers_are_old, newest_answer, planned, waiting
from generator.reports.formats import FORMATS
from generator.reports.report import Report, Sources
from offer_schema import Comment

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 11, 20)
ANSWER = {"response": "You are right.", "answered": "2026-09-20"}


@pytest.fixture(scope="module")
def demonstration() -> Offer:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    return offer


def comment(**answers: Any) -> Comment:
    given = {"theme": "Diving", "topic": "gap", "received": "2026-09-04", "said": "Nothing is here."}
    return Comment.model_validate(given | {"status": "received"} | answers)


def with_comments(offer: Offer, *comments: Comment) -> Offer:
    return dataclasses.replace(offer, comments={f"c{at}": one for at, one in enumerate(comments)})


def report(offer: Offer, *comments: Comment) -> Report:
    return KIND.make(Sources(REPOSITORY, with_comments(offer, *comments), (), TODAY))


@pytest.mark.parametrize(
    ("received", "late"), [("2026-10-31", False), ("2026-10-30", True), ("2026-11-20", False)]
)
def test_a_comment_is_late_from_the_day_after_the_promise(
    demonstration: Offer, received: str, late: bool
) -> None:
    (one,) = waiting(with_comments(demonstration, comment(received=received)), TODAY)
    assert one.late is late
    assert one.due == one.comment.received + datetime.timedelta(20)
    assert one.days == (TODAY - one.comment.received).days


def test_the_oldest_comes_first_and_what_was_answered_does_not_wait(demonstration: Offer) -> None:
    offer = with_comments(
        demonstration,
        comment(received="2026-11-10"),
        comment(received="2026-11-01"),
        comment(status="answered", **ANSWER),
        comment(status="planned", **ANSWER),
    )
    assert [one.id for one in waiting(offer, TODAY)] == ["c1", "c0"]
    assert [(one.id, one.late) for one in planned(offer, TODAY)] == [("c3", False)]


@pytest.mark.parametrize(("answered", "old"), [("2025-11-20", False), ("2025-11-19", True), (None, True)])
def test_answers_are_old_after_a_year(demonstration: Offer, answered: str | None, old: bool) -> None:
    given = {"received": "2025-01-01", "status": "answered", "response": "Yes.", "answered": answered}
    offer = with_comments(demonstration, comment(**given) if answered else comment())
    assert answers_are_old(offer, TODAY) is old
    assert newest_answer(offer) == (datetime.date.fromisoformat(answered) if answered else None)


def test_without_comments_nothing_is_old(demonstration: Offer) -> None:
    assert not answers_are_old(with_comments(demonstration), TODAY)
    assert "No comment is published yet" in report(demonstration).summary[0]


def test_levels_count_what_is_found(demonstration: Offer) -> None:
    made = report(demonstration, comment(), comment(received="2026-11-10"), comment(status="done", **ANSWER))
    assert dict(made.found) == {"old": 0, "late": 1, "waiting": 2}
    assert tuple(made.found) == KIND.levels
    assert "2 of 3 wait for an answer, 1 of them for longer than 20 days." in made.summary


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_can_be_written_in_every_form(demonstration: Offer, form: str) -> None:
    made = KIND.make(Sources(REPOSITORY, demonstration, (), TODAY))
    assert FORMATS[form](made, None)
