"""What has to be checked again, by whom and when; how it was in the last year, and what comes in the next.

Four clocks, never mixed: *edited* (git), *checked* (a person's word, in the file), *link-tested* (a machine, see
`links`), and the *report year* of a school's SEN information report.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.links.history import PLACE, HistoryUnreadable, load
from generator.reading import Offer
from generator.reading.offer import Guide
from generator.reports.freshness import IN_TIME, policy_deadlines
from generator.reports.git_history import History, Version, git_history
from generator.reports.links import schedule_note
from generator.reports.report import (
    Cell,
    Column,
    Ref,
    Report,
    ReportKind,
    Row,
    Sources,
    SourceUnreadable,
    Table,
)
from generator.reports.schools import school_reports
from offer_schema.authority import ReviewPolicy
from offer_schema.field_types import add_period, is_period
from offer_schema.freshness import Deadlines, State, state_on
from offer_schema.sen_report import review_due

LEVELS = ("expired", "overdue", "never-checked", "due-soon")
"""The levels of ``--fail-on``, the worst first."""

STATES = (State.EXPIRED, State.OVERDUE, State.NEVER, State.DUE_SOON, State.CURRENT)
"""The states in the order in which an officer deals with them."""

MONTHS = 12
"""How many months the trend goes back, and the forecast looks ahead."""

REPORT = "sen-report"
"""The kind of a school's SEN information report, which has a clock of its own."""

_KIND_NAMES = {
    "service": "Services",
    "organisation": "Organisations",
    "school": "Schools and settings",
    "page": "Guides",
    "timeline": "Timelines",
    "indicator": "Figures by year",
    REPORT: "SEN information reports",
}
_FOLDER_KINDS = {
    "services": "service",
    "organisations": "organisation",
    "schools": "school",
    "pages": "page",
    "timelines": "timeline",
}


class Checked(NamedTuple):
    """One thing that somebody has to check from time to time.

    Attributes:
        kind: ``service``, ``organisation``, ``school``, ``page``, ``timeline``, ``indicator`` or ``sen-report``.
        id: Its id.
        name: What it is called.
        path: Its file in the project.
        owner: The id of the team that keeps it true, or "".
        organisation: The id of the organisation that it belongs to, or "".
        categories: Its categories.
        checked: When it was last checked (a report: reviewed); None if never.
        due: When it has to be checked again; None if it never was.
        expires: When it expires; None if it never was checked.
        state: How it stands on the day of the report.
        edited: When its file was last edited, if git knows.
    """

    kind: str
    id: str
    name: str
    path: str
    owner: str
    organisation: str
    categories: tuple[str, ...]
    checked: datetime.date | None
    due: datetime.date | None
    expires: datetime.date | None
    state: State
    edited: datetime.date | None

    @property
    def late(self) -> bool:
        """Whether a check is wanted now."""
        return self.state not in IN_TIME


@dataclass(frozen=True, slots=True)
class Freshness:
    """Everything that is checked from time to time, on one day.

    Attributes:
        today: The day.
        items: All of it, what has waited longest first.
        history: What git knows.
    """

    today: datetime.date
    items: tuple[Checked, ...]
    history: History

    def counted(self) -> dict[State, int]:
        """How many things are in each state."""
        counts = Counter(item.state for item in self.items)
        return {state: counts[state] for state in STATES}


def freshness(offer: Offer, history: History, today: datetime.date) -> Freshness:
    """How fresh everything is on a day.

    Args:
        offer: The offer.
        history: What git knows of its files.
        today: The day for which it is to hold.
    """
    items = sorted(_items(offer, history, today), key=_urgency)
    return Freshness(today, tuple(items), history)


def _urgency(item: Checked) -> tuple[int, datetime.date, str, str]:
    return STATES.index(item.state), item.due or datetime.date.min, item.name.lower(), item.path


def _items(offer: Offer, history: History, today: datetime.date) -> Iterator[Checked]:
    policy = offer.authority.review

    def item(
        kind: str,
        entry_id: str,
        name: str,
        path: str,
        owner: str | None,
        checked: datetime.date | None,
        every: str,
        organisation: str = "",
        categories: tuple[str, ...] = (),
    ) -> Checked:
        dates = policy_deadlines(checked, every, policy) if checked else None
        return Checked(
            kind,
            entry_id,
            name,
            path,
            owner or "",
            organisation,
            categories,
            checked,
            dates.due if dates else None,
            dates.expires if dates else None,
            state_on(today, checked, dates),
            history.edited.get(path),
        )

    for card in offer.cards.values():
        if card.status == "closed":
            continue  # nobody has to check what is no more
        every = card.review_every or policy.period(card.kind, card.categories)
        checked = datetime.date.fromisoformat(card.checked) if card.checked else None
        yield item(
            card.kind,
            card.id,
            card.name,
            card.path,
            card.owner,
            checked,
            every,
            card.organisation if card.kind != "organisation" else card.id,
            card.categories,
        )
    for guide in offer.guides.values():
        about = guide.about
        if _is_home(guide):
            continue
        every = about.review_every or policy.period("page", section=about.section)
        yield item("page", guide.id, about.title, guide.path, about.owner, about.checked, every)
    for timeline_id, timeline in offer.timelines.items():
        every = timeline.review_every or policy.period("page", section=timeline.section)
        path = _timeline_path(timeline_id)
        yield item("timeline", timeline_id, timeline.title, path, timeline.owner, timeline.checked, every)
    for indicator_id, indicator in offer.indicators.items():
        every = indicator.review_every or policy.indicators
        path = "content/indicators.yml"
        yield item("indicator", indicator_id, indicator.name, path, indicator.owner, indicator.checked, every)
    yield from _reports(offer, history, today)


def _timeline_path(timeline_id: str) -> str:
    return f"content/timelines/{timeline_id}.yml"


def _is_home(guide: Guide) -> bool:
    """Whether it is a home page that nobody checks: it is made of everything else."""
    return guide.id == "index" and guide.about.checked is None


def _reports(offer: Offer, history: History, today: datetime.date) -> Iterator[Checked]:
    """The SEN information reports that are here; those that are missing or elsewhere are in `report schools`."""
    policy = offer.authority.review
    for report in school_reports(offer, today):
        if not report.card.answers:
            continue
        dates = None
        if report.reviewed:
            # A report still holds on the last day of its year (`is_old`): it is late from the next on.
            due = review_due(report.reviewed) + datetime.timedelta(days=1)
            dates = Deadlines(
                add_period(due, policy.due_soon, -1), due, add_period(due, policy.expires_after)
            )
        yield Checked(
            REPORT,
            report.card.id,
            report.card.name,
            report.card.path,
            report.card.owner,
            report.card.organisation,
            (),
            report.reviewed,
            dates.due if dates else None,
            dates.expires if dates else None,
            state_on(today, report.reviewed, dates),
            history.edited.get(report.card.path),
        )


# --- How it was ------------------------------------------------------------------------------------


class Month(NamedTuple):
    """How things stood at the end of a month (of the last one: today).

    Attributes:
        day: The day.
        counts: How many files were in each state.
    """

    day: datetime.date
    counts: Mapping[State, int]


def trend(offer: Offer, history: History, today: datetime.date) -> tuple[Month, ...]:
    """How fresh the content was at the end of each of the last twelve months, by today's policy.

    Months before the first commit, and before the cut of a shallow clone, are left out.

    Args:
        offer: The offer, for its policy and the categories and sections of what is still there.
        history: What git knows.
        today: The last day.
    """
    begin = min((steps[0].day for steps in history.versions.values() if steps), default=None)
    if begin is None:
        return ()
    begin = max(begin, history.cut_on) if history.cut_on else begin
    days = [day for day in _month_ends(today) if day >= begin]
    counts: dict[datetime.date, Counter[State]] = {day: Counter() for day in days}
    period_of = _periods(offer)
    for path, steps in history.versions.items():
        period = period_of(path)
        if period is None:
            continue
        for day in days:
            version = _version_on(steps, day)
            if version and version.there:
                counts[day][_state_of(version, period, offer.authority.review, day)] += 1
    return tuple(Month(day, {state: counts[day][state] for state in STATES}) for day in days)


def _month_ends(today: datetime.date) -> list[datetime.date]:
    first = today.replace(day=1)
    ends = [first - datetime.timedelta(days=1)]
    while len(ends) < MONTHS - 1:
        ends.append(ends[-1].replace(day=1) - datetime.timedelta(days=1))
    return [*reversed(ends), today]


def _periods(offer: Offer) -> Callable[[str], str | None]:
    """The period of a file that gives none itself, by its path; None for what is never checked."""
    policy = offer.authority.review
    known = {card.path: policy.period(card.kind, card.categories) for card in offer.cards.values()}
    known |= {
        guide.path: "" if _is_home(guide) else policy.period("page", section=guide.about.section)
        for guide in offer.guides.values()
    }
    known |= {
        _timeline_path(key): policy.period("page", section=timeline.section)
        for key, timeline in offer.timelines.items()
    }

    def period(path: str) -> str | None:
        if path in known:
            return known[path] or None
        kind = _FOLDER_KINDS.get(path.split("/")[1]) if path.count("/") > 1 else None
        if kind is None or path == "content/pages/index.md" or not path.endswith((".yml", ".md")):
            return None
        return policy.period("page" if kind == "timeline" else kind)

    return period


def _version_on(steps: tuple[Version, ...], day: datetime.date) -> Version | None:
    found = None
    for step in steps:
        if step.day > day:
            break
        found = step
    return found


def _state_of(version: Version, period: str, policy: ReviewPolicy, day: datetime.date) -> State:
    checked = _date(version.checked)
    if checked is None:
        return State.NEVER
    every = version.review_every if is_period(version.review_every) else period
    return state_on(day, checked, policy_deadlines(checked, every, policy))


@lru_cache(maxsize=8192)
def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


# --- What comes ------------------------------------------------------------------------------------


class Due(NamedTuple):
    """What falls due in a month.

    Attributes:
        month: Its first day.
        total: How many things; of the first month with what is late already.
        kinds: How many of each kind.
    """

    month: datetime.date
    total: int
    kinds: Mapping[str, int]


def forecast(found: Freshness) -> tuple[Due, ...]:
    """How many things fall due in this month and in each of the eleven after it, so that work can be spread."""
    this = found.today.replace(day=1)
    months = [add_period(this, f"{number} months") if number else this for number in range(MONTHS)]
    falling: dict[datetime.date, Counter[str]] = {month: Counter() for month in months}
    for item in found.items:
        month = max(item.due.replace(day=1), this) if item.due else this
        if month in falling:
            falling[month][item.kind] += 1
    return tuple(Due(month, falling[month].total(), dict(falling[month])) for month in months)


# --- The report ------------------------------------------------------------------------------------

_COUNTS = (
    Column("total", "All", "number"),
    Column("expired", "Expired", "number"),
    Column("overdue", "Overdue", "number"),
    Column("never", "Never checked", "number"),
    Column("due_soon", "Due soon", "number"),
    Column("current", "Current", "number"),
    Column("in_time", "Checked in time", "percent"),
)

_ITEMS = (
    Column("name", "Name"),
    Column("kind", "Kind"),
    Column("owner", "Owner"),
    Column("organisation", "Organisation"),
    Column("state", "State", "state"),
    Column("due", "Due", "date"),
    Column("checked", "Checked", "date"),
    Column("edited", "Edited", "date"),
    Column("days_late", "Days late", "number"),
    Column("file", "File", "refs"),
)


def make(sources: Sources) -> Report:
    """The freshness report."""
    history = git_history(sources.project)
    found = freshness(sources.offer, history, sources.today)
    counts = found.counted()
    late = [item for item in found.items if item.late]
    months = trend(sources.offer, history, sources.today)
    names = _Names(sources.offer)
    try:
        links = load(sources.project / PLACE)
    except HistoryUnreadable as unreadable:
        raise SourceUnreadable(str(unreadable)) from None
    return Report(
        "freshness",
        "What has to be checked again",
        sources.offer.authority.name,
        sources.today,
        (*_sentences(found, months), *schedule_note(links, sources.today)),
        (
            Table(
                "late",
                "Waiting for a check, the oldest first",
                _ITEMS,
                tuple(names.row(item, sources.today) for item in late),
            ),
            _grouped("owners", "By owner", "Owner", found.items, lambda item: [names.owner(item.owner)]),
            _grouped("kinds", "By kind", "Kind", found.items, lambda item: [_KIND_NAMES[item.kind]]),
            _grouped(
                "organisations",
                "By organisation",
                "Organisation",
                [item for item in found.items if item.kind in ("service", "organisation", "school")],
                lambda item: [names.organisation(item.organisation)],
            ),
            _grouped(
                "categories",
                "By category",
                "Category",
                [item for item in found.items if item.categories],
                lambda item: [names.category(one) for one in item.categories],
            ),
            _grouped(
                "schools",
                "By school",
                "School",
                [item for item in found.items if item.kind in ("school", REPORT)],
                lambda item: [item.name],
            ),
            _trend_table(months, history),
            _forecast_table(forecast(found)),
            Table("all", "Everything", _ITEMS, tuple(names.row(item, sources.today) for item in found.items)),
        ),
        {
            "expired": counts[State.EXPIRED],
            "overdue": counts[State.OVERDUE],
            "never-checked": counts[State.NEVER],
            "due-soon": counts[State.DUE_SOON],
        },
        {"all": len(found.items), "in_time_percent": _percent(counts)},
    )


def _sentences(found: Freshness, months: tuple[Month, ...]) -> Iterator[str]:
    counts, total = found.counted(), len(found.items)
    late = total - counts[State.CURRENT] - counts[State.DUE_SOON]
    percent = _percent(counts)
    yield (
        f"{total - late:,} of {total:,} things were checked in time"
        f"{'' if percent is None else f' ({percent:.0f}%)'}."
    )
    yield (
        f"Expired: {counts[State.EXPIRED]:,}. Overdue: {counts[State.OVERDUE]:,}. "
        f"Never checked: {counts[State.NEVER]:,}. Due soon: {counts[State.DUE_SOON]:,}."
    )
    changed = [item for item in found.items if item.edited and item.checked and item.edited > item.checked]
    if changed:
        yield f"{len(changed):,} were edited after their last check: an edit is not a check."
    if len(months) > 1:
        first, last = _percent(months[0].counts), _percent(months[-1].counts)
        if first is not None and last is not None:
            yield f"On {months[0].day} it was {first:.0f}% of what is in git; now it is {last:.0f}%."
    if found.history.why_not:
        yield (
            f"{found.history.why_not} So this report cannot say when files were edited, nor how things were before."
        )
    elif found.history.cut_on:
        yield (
            f"This copy of the repository knows nothing before {found.history.cut_on} (it is a shallow clone). "
            "For the whole history: git fetch --unshallow, or fetch-depth: 0 in the workflow."
        )


def _percent(counts: Mapping[State, int]) -> float | None:
    total = sum(counts.values())
    return 100 * sum(counts[state] for state in IN_TIME) // total if total else None


class _Names:
    """What ids are called."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer

    def owner(self, owner_id: str) -> str:
        team = self._offer.authority.owners.get(owner_id)
        return team.name if team else "Nobody"

    def organisation(self, organisation_id: str) -> str:
        card = self._offer.cards.get(("organisation", organisation_id))
        return card.name if card else "None"

    def category(self, category_id: str) -> str:
        return self._offer.vocabulary.categories[category_id].name

    def row(self, item: Checked, today: datetime.date) -> Row:
        return {
            "id": item.id,
            "name": item.name,
            "kind": _KIND_NAMES[item.kind],
            "owner": self.owner(item.owner),
            "owner_id": item.owner,
            "organisation": self.organisation(item.organisation) if item.organisation else "",
            "state": item.state.value,
            "due": item.due,
            "expires": item.expires,
            "checked": item.checked,
            "edited": item.edited,
            "days_late": (today - item.due).days if item.due and today >= item.due else None,
            "file": (Ref(item.path, "", item.path),),
        }


def _grouped(
    table_id: str,
    heading: str,
    first: str,
    items: Iterable[Checked],
    names: Callable[[Checked], Iterable[str]],
) -> Table:
    groups: dict[str, Counter[State]] = defaultdict(Counter)
    for item in items:
        for name in names(item):
            groups[name][item.state] += 1
    rows: list[Row] = [{"name": name, **_count_cells(counts)} for name, counts in groups.items()]
    rows.sort(key=lambda row: (-_late(row), str(row["name"]).lower()))
    return Table(table_id, heading, (Column("name", first), *_COUNTS), tuple(rows))


def _late(row: Row) -> int:
    return sum(value for key in ("expired", "overdue", "never") if isinstance(value := row[key], int))


def _count_cells(counts: Mapping[State, int]) -> dict[str, Cell]:
    whole = {state: counts.get(state, 0) for state in STATES}
    return {
        "total": sum(whole.values()),
        "expired": whole[State.EXPIRED],
        "overdue": whole[State.OVERDUE],
        "never": whole[State.NEVER],
        "due_soon": whole[State.DUE_SOON],
        "current": whole[State.CURRENT],
        "in_time": _percent(whole),
    }


def _trend_table(months: tuple[Month, ...], history: History) -> Table:
    note = "By today's policy, from the checks in git: of files, so without SEN information reports and figures by year."
    if history.why_not:
        note = history.why_not
    rows: tuple[Row, ...] = tuple({"day": month.day, **_count_cells(month.counts)} for month in months)
    return Table("trend", "The last twelve months", (Column("day", "Day", "date"), *_COUNTS), rows, note)


def _forecast_table(months: tuple[Due, ...]) -> Table:
    kinds = [kind for kind in _KIND_NAMES if any(month.kinds.get(kind) for month in months)]
    columns = (
        Column("month", "Month"),
        Column("count", "Due", "number"),
        *(Column(kind, _KIND_NAMES[kind], "number") for kind in kinds),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "month": f"{month.month:%Y-%m}",
            "count": month.total,
            **{kind: month.kinds.get(kind, 0) for kind in kinds},
        }
        for month in months
    )
    note = "This month includes what is late already. What is checked now falls due later again."
    return Table("forecast", "The next twelve months", columns, rows, note)


KIND = ReportKind(
    "freshness",
    "Tells what has to be checked again, by owner, organisation, category and school.",
    LEVELS,
    make,
)
"""``local-offer report freshness``."""
