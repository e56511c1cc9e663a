"""How far each school's SEN information report is here: item by item, on one day.

The items are the fields of `SenReport`: what the SEND Regulations 2014 (Schedule 1), the Children and
Families Act 2014 (section 69(3)(b)) and the Code of Practice (6.80) ask. All of it comes from the
cards, so that ten thousand entries are judged without opening one.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.reports.report import Cell, Column, Ref, Report, ReportKind, Row, Sources, Table
from offer_schema.sen_report import (
    MINIMUM_WORDS,
    NOT_FOR_SPECIAL_SCHOOLS,
    QUESTIONS,
    SenReport,
    plan_due,
    review_due,
)
from offer_schema.setting_types import SETTING_TYPES, SettingType

ITEM_STATES = ("met", "partly", "stale", "linked", "missing", "not-applicable", "voluntary")
"""How an item can stand.

``met``
    Answered in at least `MINIMUM_WORDS` words, and reviewed within a year (the plan: within three).
``partly``
    Something is said, but too little: a few words, only a link, a plan without its date.
``stale``
    Answered, but the answer (or the plan) is older than it may be, or nobody has said when it was reviewed.
``linked``
    Not answered here; the report on the school's own site may do.
``missing``
    Not answered, and the law asks for it.
``not-applicable``
    Not answered, and the law does not ask this school for it.
``voluntary``
    Not answered by a setting that the law does not ask for a report.
"""

SCHOOL_STATES = ("missing", "stale", "partial", "linked", "complete", "voluntary")
"""How a report as a whole can stand, the worst first.

``missing``
    There is none, and the law asks for one.
``stale``
    It was last reviewed over a year ago.
``partial``
    Some of it is here, and something is partly answered, out of date or not there.
``linked``
    Nothing is answered here; the school gives the address of its own page.
``complete``
    Everything that applies is met.
``voluntary``
    There is none, and the law asks for none.
"""

CONTACT_ITEMS = ("senco", "senco_name")
PLAN_ITEM = "accessibility_plan"

_cached_review_due = lru_cache(maxsize=4096)(review_due)
_cached_plan_due = lru_cache(maxsize=4096)(plan_due)


class WhomToAsk(NamedTuple):
    """Whom an officer chases for a report; "" where it is not known."""

    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class SchoolReport:
    """One school's SEN information report as it stands on one day.

    Attributes:
        card: The school.
        duty: Whether the law asks it for a report (section 69).
        state: One of `SCHOOL_STATES`.
        answers: The state of each item (`ITEM_STATES`) by its name in `SenReport`, in the law's order.
        year: The school year that it is for, as the school wrote it, or "".
        reviewed: When it was last reviewed.
        url: The report on the school's own site, or "".
        plan_date: The date of the accessibility plan.
        contact: Whom to ask for what is missing: the SENCO, or else the school.
    """

    card: Card
    duty: bool
    state: str
    answers: Mapping[str, str]
    year: str
    reviewed: datetime.date | None
    url: str
    plan_date: datetime.date | None
    contact: WhomToAsk

    def named(self, *states: str) -> tuple[str, ...]:
        """The items in one of these states, in the law's order."""
        return tuple(name for name, state in self.answers.items() if state in states)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The items that the school still has to answer, or to answer better."""
        return self.named("missing", "partly", "stale")

    @property
    def asked(self) -> int:
        """How many items apply to this school."""
        return sum(state != "not-applicable" for state in self.answers.values())

    @property
    def answered(self) -> int:
        """How many of them are answered in full, however long ago."""
        return len(self.named("met", "stale"))

    @property
    def old(self) -> bool:
        """Whether it was last reviewed over a year ago."""
        return self.state == "stale"


def has_page(card: Card) -> bool:
    """Whether a school has a page for its report: it answers or links to something, or the law asks it to."""
    if card.kind != "school" or card.status == "closed":
        return False
    return bool(card.answers or (card.report and card.report[3]) or card.owes_report)


def items() -> tuple[str, ...]:
    """Every item by its name in `SenReport`, in the order of the law."""
    return (*SenReport.questions(), *CONTACT_ITEMS, PLAN_ITEM, "local_offer")


def applies(item: str, kind: SettingType) -> bool:
    """Whether the law would ask a setting of this type for an item, if it asks it for a report."""
    return not (kind.special and item in NOT_FOR_SPECIAL_SCHOOLS)


def school_reports(offer: Offer, today: datetime.date) -> tuple[SchoolReport, ...]:
    """The report of every school and setting that is not closed for good, by id.

    Args:
        offer: The offer.
        today: The day for which it is to hold.
    """
    return reports_of(offer.cards.values(), today)


def reports_of(cards: Iterable[Card], today: datetime.date) -> tuple[SchoolReport, ...]:
    """The same of those schools that are among some cards, in their order."""
    return tuple(
        school_report(card, today) for card in cards if card.kind == "school" and card.status != "closed"
    )


def school_report(card: Card, today: datetime.date) -> SchoolReport:
    """One school's report.

    Args:
        card: The school's card.
        today: The day for which it is to hold.
    """
    duty = card.owes_report
    _, year, reviewed, url = card.report or (0, "", "", "")
    when = _date(reviewed)
    answers = _states(card, duty, when, today)
    return SchoolReport(
        card,
        duty,
        _state(card, duty, answers, when, today),
        answers,
        year,
        when,
        url,
        _date(card.plan[1]) if card.plan else None,
        _contact(card),
    )


def is_old(reviewed: datetime.date, today: datetime.date) -> bool:
    """Whether what was reviewed on a day is over a year old."""
    return _cached_review_due(reviewed) < today


def plan_is_old(written: datetime.date, today: datetime.date) -> bool:
    """Whether an accessibility plan of a day is over three years old."""
    return _cached_plan_due(written) < today


def _state(
    card: Card, duty: bool, answers: Mapping[str, str], reviewed: datetime.date | None, today: datetime.date
) -> str:
    url = card.report[3] if card.report else ""
    if not (card.answers or url):
        return "missing" if duty else "voluntary"
    if reviewed and is_old(reviewed, today):
        return "stale"
    if not card.answers:
        return "linked"
    whole = all(state in ("met", "not-applicable") for state in answers.values())
    return "complete" if whole else "partial"


def _states(card: Card, duty: bool, reviewed: datetime.date | None, today: datetime.date) -> dict[str, str]:
    kind = SETTING_TYPES[card.type]
    given = {name: (how, checked) for name, how, checked in card.answers}
    url = card.report[3] if card.report else ""

    def absent(item: str) -> str:
        if not applies(item, kind):
            return "not-applicable"
        return "linked" if url else "missing" if duty else "voluntary"

    def dated(checked: datetime.date | None) -> str:
        return "met" if checked and not is_old(checked, today) else "stale"

    def answer(item: str) -> str:
        how, checked = given.get(item, ("", ""))
        if how == "full":
            return dated(_date(checked) or reviewed)
        return "partly" if how == "short" else absent(item)

    states = {item: answer(item) for item in SenReport.questions()}
    phone, email, _, name = card.senco or ("", "", "", "")
    states["senco"] = dated(reviewed) if phone or email else absent("senco")
    states["senco_name"] = dated(reviewed) if name else absent("senco_name")
    states[PLAN_ITEM] = _plan(card, today) or absent(PLAN_ITEM)
    # Where the Local Offer is, every report on this site says by itself.
    states["local_offer"] = "met" if card.answers else absent("local_offer")
    return states


def _plan(card: Card, today: datetime.date) -> str:
    if not card.plan:
        return ""
    url, written = card.plan
    if not (url and written):
        return "partly"
    return "stale" if plan_is_old(datetime.date.fromisoformat(written), today) else "met"


def _contact(card: Card) -> WhomToAsk:
    phone, email, role, _ = card.senco or ("", "", "", "")
    if phone or email:
        return WhomToAsk(role or "SENCO", phone, email)
    return WhomToAsk(card.role, card.phone, card.email)


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def counted(reports: Iterable[SchoolReport]) -> dict[str, int]:
    """How many reports are in each of `SCHOOL_STATES`."""
    counts = dict.fromkeys(SCHOOL_STATES, 0)
    for report in reports:
        counts[report.state] += 1
    return counts


def outdated(card: Card, today: datetime.date) -> Iterator[str]:
    """What a day makes of a report that its card does not say: the items that are out of date, and ``report``."""
    if not (card.report or card.plan):
        return
    report = school_report(card, today)
    if report.old:
        yield "report"
    yield from report.named("stale")


# --- The report for officers ------------------------------------------------------------------


class _Item(NamedTuple):
    """How an item is called in tables: in short, as a question, and where the law asks for it."""

    short: str
    asks: str
    law: str


def _items() -> dict[str, _Item]:
    paragraph_4 = "Schedule 1, paragraph 4"
    named = {
        "senco": _Item("SENCO's contact details", "How do we reach the SENCO?", paragraph_4),
        "senco_name": _Item("SENCO's name", "What is the SENCO's name?", paragraph_4),
        PLAN_ITEM: _Item(
            "accessibility plan",
            "Where is the accessibility plan, and of what date is it?",
            "Equality Act 2010, Schedule 10, paragraph 3",
        ),
    }
    questions = {
        name: _Item(name.replace("_", " "), question.text, question.law)
        for name, question in QUESTIONS.items()
    }
    return questions | named


ITEM_WORDS = _items()
"""How each item is called in reports."""

_ORDER = {state: at for at, state in enumerate(SCHOOL_STATES)}
_LEVELS = ("missing", "stale", "partial")

_COLUMNS = (
    Column("school", "School", "refs"),
    Column("state", "Report", "state"),
    Column("answered", "Answered"),
    Column("gaps", "What to ask for"),
    Column("reviewed", "Reviewed", "date"),
    Column("plan_date", "Access plan", "date"),
    Column("role", "Whom to ask"),
    Column("phone", "Phone"),
    Column("email", "Email"),
)

_GAP_COLUMNS = (
    Column("school", "School", "refs"),
    Column("question", "Question"),
    Column("state", "State", "state"),
    Column("law", "Where the law asks"),
    Column("role", "Whom to ask"),
    Column("phone", "Phone"),
    Column("email", "Email"),
)


def _row(report: SchoolReport) -> Row:
    # A report that is missing altogether, or over a year old, lacks everything: one word says that.
    gaps = (
        ""
        if report.state in ("missing", "stale")
        else ", ".join(ITEM_WORDS[one].short for one in report.gaps)
    )
    return {
        **_whom(report),
        "state": report.state,
        "answered": f"{report.answered} of {report.asked}",
        "gaps": gaps,
        "year": report.year,
        "reviewed": report.reviewed,
        "plan_date": report.plan_date,
        "url": report.url,
        "slug": report.card.id,
        "type": report.card.type,
        "owner": report.card.owner,
        **{f"item_{name}": state for name, state in report.answers.items()},
    }


def _whom(report: SchoolReport) -> dict[str, Cell]:
    card = report.card
    return {
        "school": (
            Ref(card.name, f"schools/{card.id}/{'sen-report/' if has_page(card) else ''}", card.path),
        ),
        "role": report.contact.role,
        "phone": report.contact.phone,
        "email": report.contact.email,
    }


def _gap_rows(reports: Iterable[SchoolReport]) -> Iterator[Row]:
    for report in reports:
        if report.state == "partial":
            for name in report.gaps:
                words = ITEM_WORDS[name]
                yield {
                    **_whom(report),
                    "item": name,
                    "question": words.asks,
                    "law": words.law,
                    "state": report.answers[name],
                }


def _make(sources: Sources) -> Report:
    reports = sorted(
        school_reports(sources.offer, sources.today),
        key=lambda report: (_ORDER[report.state], report.card.name.casefold()),
    )
    ours = [report for report in reports if report.duty and not report.card.out_of_area]
    elsewhere = [report for report in reports if report.duty and report.card.out_of_area]
    voluntary = [report for report in reports if not report.duty]
    counts = counted(ours)
    return Report(
        kind="schools",
        title="SEN information reports of schools",
        council=sources.offer.authority.name,
        today=sources.today,
        summary=tuple(_summary(ours, counts)),
        tables=(
            Table(
                "schools",
                "Schools in our area that owe a report",
                _COLUMNS,
                tuple(_row(report) for report in ours),
                "Children and Families Act 2014, section 69. The worst come first. A report is old a year after its "
                f"review; an answer of fewer than {MINIMUM_WORDS} words does not count.",
            ),
            Table(
                "gaps",
                "What to ask them for",
                _GAP_COLUMNS,
                tuple(_gap_rows(ours)),
                "One row for each question that a partial report leaves open. Old reports have to be gone through as a whole.",
            ),
            Table(
                "elsewhere",
                "Schools outside our area that owe a report",
                _COLUMNS,
                tuple(_row(report) for report in elsewhere),
                "Their own council asks them for it. For us a link to it is enough.",
            ),
            Table(
                "voluntary",
                "Settings that need not publish a report",
                _COLUMNS,
                tuple(_row(report) for report in voluntary),
                "Whatever they answer, they answer of their own will.",
            ),
        ),
        found={level: counts[level] for level in _LEVELS},
        figures={"owed": len(ours), **counts},
    )


def _summary(ours: list[SchoolReport], counts: Mapping[str, int]) -> Iterator[str]:
    if not ours:
        yield "No school in our area owes an SEN information report."
        return
    yield (
        f"{counts['complete']} of {len(ours)} schools in our area that owe an SEN information report have "
        "a complete one here."
    )
    for state, words in (
        ("missing", "no report at all"),
        ("stale", "a report that was last reviewed over a year ago"),
        ("partial", "a report with something missing"),
        ("linked", "only a link to a report on their own site, which nobody can compare"),
    ):
        if counts[state]:
            yield f"{counts[state]} {'has' if counts[state] == 1 else 'have'} {words}."
    plans = sum(report.answers[PLAN_ITEM] in ("stale", "missing") for report in ours)
    if plans:
        yield f"The accessibility plan of {plans} is not there or over three years old."


KIND = ReportKind(
    "schools",
    "Says which schools' SEN information reports are complete, partial, linked, missing or over a year old.",
    _LEVELS,
    _make,
)
