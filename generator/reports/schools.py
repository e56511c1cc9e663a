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
from offer_schema.sen_report import NOT_FOR_SPECIAL_SCHOOLS, SenReport, plan_due, review_due
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
    def old(self) -> bool:
        """Whether it was last reviewed over a year ago."""
        return self.state == "stale"


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
    duty = SETTING_TYPES[card.type].sen_report
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
