"""What waits with comments: those without an answer, and those to which something was promised.

SEND Regulations 2014, regulation 56: comments are published with the answer, and with what the
council will do, at least once a year.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from generator.reading import Offer
from generator.reports.report import Column, Ref, Report, ReportKind, Row, Sources, Table
from offer_schema import Comment
from offer_schema.comment import PUBLISHED_EVERY, answer_due
from offer_schema.field_types import add_period


@dataclass(frozen=True, slots=True)
class OpenComment:
    """A comment with which the council is not done.

    Attributes:
        id: Its id.
        comment: The comment.
        due: The day by which an answer was promised.
        days: For how many days it has been open.
        late: Whether it has no answer and the promise is over.
    """

    id: str
    comment: Comment
    due: datetime.date
    days: int
    late: bool


def waiting(offer: Offer, today: datetime.date) -> tuple[OpenComment, ...]:
    """The comments without an answer, the oldest first.

    Args:
        offer: The offer.
        today: The day for which it is to hold.
    """
    return _open(offer, today, "received")


def planned(offer: Offer, today: datetime.date) -> tuple[OpenComment, ...]:
    """The comments to which something was promised that is not done yet, the oldest first.

    Args:
        offer: The offer.
        today: The day for which it is to hold.
    """
    return _open(offer, today, "planned")


def newest_answer(offer: Offer) -> datetime.date | None:
    """The day of the newest answer; None without any."""
    return max((one.answered for one in offer.comments.values() if one.answered), default=None)


def answers_are_old(offer: Offer, today: datetime.date) -> bool:
    """Whether there are comments, and no answer was published for a year."""
    newest = newest_answer(offer)
    return bool(offer.comments) and (newest is None or add_period(newest, PUBLISHED_EVERY) < today)


def _open(offer: Offer, today: datetime.date, status: str) -> tuple[OpenComment, ...]:
    promise = offer.authority.feedback.answer_within
    found = []
    for key, one in offer.comments.items():
        if one.status == status:
            due = answer_due(one.received, promise)
            late = one.answered is None and due < today
            found.append(OpenComment(key, one, due, (today - one.received).days, late))
    return tuple(sorted(found, key=lambda one: (one.comment.received, one.id)))


# --- The report -------------------------------------------------------------------------------


def comments_report(sources: Sources) -> Report:
    """The report, for an officer."""
    offer, today = sources.offer, sources.today
    without, promised = waiting(offer, today), planned(offer, today)
    late = sum(one.late for one in without)
    old = answers_are_old(offer, today)
    return Report(
        "comments",
        "Comments that wait",
        offer.authority.name,
        today,
        tuple(_summary(offer, len(without), late, len(promised), old)),
        (
            Table("waiting", "Without an answer", _WAITING, tuple(map(_row, without))),
            Table("planned", "Promised, and not done yet", _PLANNED, tuple(map(_row, promised))),
        ),
        {"old": int(old), "late": late, "waiting": len(without)},
        {"comments": len(offer.comments), "promise": offer.authority.feedback.answer_within},
    )


def _summary(offer: Offer, without: int, late: int, promised: int, old: bool) -> Iterable[str]:
    if not offer.comments:
        yield "No comment is published yet. The law asks for comments and answers at least once a year."
        return
    if old:
        newest = newest_answer(offer)
        when = f"The newest answer is of {newest}, over a year ago" if newest else "No comment has an answer"
        yield f"{when}. The law asks for answers at least once a year."
    promise = offer.authority.feedback.answer_within
    verb = "waits" if without == 1 else "wait"
    yield f"{without} of {len(offer.comments)} {verb} for an answer, {late} of them for longer than {promise}."
    yield f"To {promised} something was promised that is not done yet."


def _row(one: OpenComment) -> Row:
    comment = one.comment
    return {
        "comment": (Ref(comment.theme, "", f"content/comments/{one.id}.yml"),),
        "topic": comment.topic,
        "received": comment.received,
        "due": one.due,
        "days": one.days,
        "state": "late" if one.late else "waiting",
        "answered": comment.answered,
        "action": comment.action or "",
    }


_WAITING = (
    Column("comment", "Comment", "refs"),
    Column("topic", "Topic"),
    Column("received", "Came", "date"),
    Column("due", "Answer promised by", "date"),
    Column("days", "Days", "number"),
    Column("state", "State", "state"),
)
_PLANNED = (
    Column("comment", "Comment", "refs"),
    Column("topic", "Topic"),
    Column("answered", "Answered", "date"),
    Column("action", "What was promised"),
)

KIND = ReportKind(
    "comments",
    "Comments without an answer, and what was promised and is not done yet.",
    ("old", "late", "waiting"),
    comments_report,
)
