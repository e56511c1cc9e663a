"""What there is and what is missing: needs by age, place and level, and kinds of support by age.

A service that names no need is for everybody. It is counted apart, so that it hides no gap. What an entry
does not say is not taken for a no: such services are counted apart as well, and nothing is guessed. What
is closed, closed for now or withdrawn does not count. Everything comes from cards.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.reports.freshness import card_states, withdrawn
from generator.reports.report import Cell as Value
from generator.reports.report import Column, Ref, Report, ReportKind, Row, Sources, Table
from offer_schema.entry import Ages
from offer_schema.service import Level
from offer_schema.vocabulary import AgeBand

LEVELS: tuple[Level, ...] = ("universal", "targeted", "specialist")
"""The Code of Practice's three levels (4.31), as the table shows them."""


class Issue(StrEnum):
    """What is the matter with a cell, the worst first."""

    NOTHING = "nothing"
    FOR_EVERYBODY = "only-for-everybody"
    AWAY = "only-far-away"
    PLAN = "only-with-a-plan"
    PAID = "only-paid"
    ONE = "one-provider"
    NOT_KNOWN = "not-known"


ISSUES = tuple(Issue)


class Reach(StrEnum):
    """From where a service comes to a family."""

    HERE = "here"
    WIDE = "wide"
    REMOTE = "remote"
    AWAY = "away"
    NOT_STATED = "not-stated"


NEAR = (Reach.HERE, Reach.WIDE)
"""What one can use without leaving the area and without a screen or a phone."""

_WIDE = frozenset({"authority-wide", "at-home"})
_REMOTE = frozenset({"online", "phone", "national"})


@dataclass(frozen=True, slots=True)
class Cell:
    """The services of one need or kind of support at one age, in one place or at one level.

    Attributes:
        row: The need or kind of support.
        column: The age band, the place or the level; "" for all of them.
        filters: The facets of search that find the same services, in order.
        named: Services for it that say that they fit.
        everybody: Services for any need that fit.
        unsure: Services for it that do not say whether they fit.
        unsure_everybody: The same of those for any need.
        reach: From where each service comes, by id: in a column of places seen from that place.
        issues: What is the matter, the worst first.
        expected: False where nobody looks for anything: nothing is missing there.
    """

    row: str
    column: str
    filters: tuple[tuple[str, str], ...]
    named: tuple[Card, ...]
    everybody: tuple[Card, ...]
    unsure: tuple[Card, ...]
    unsure_everybody: tuple[Card, ...]
    reach: Mapping[str, Reach]
    issues: tuple[Issue, ...]
    expected: bool = True

    @property
    def sure(self) -> int:
        """How many services fit for sure: as many as a search for the same has results."""
        return len(self.named) + len(self.everybody)

    @property
    def maybe(self) -> int:
        """How many may fit, since they do not say: as many as a search adds below its results."""
        return len(self.unsure) + len(self.unsure_everybody)

    def coming(self, *reach: Reach) -> int:
        """How many of the named services come from these."""
        return sum(self.reach[card.id] in reach for card in self.named)


@dataclass(frozen=True, slots=True)
class Cross:
    """One table: a row for each need or kind of support, and its cells.

    Attributes:
        id: ``need-age``, ``need-place``, ``need-level``, ``category-age``, or ``need-age-place``.
        rows: The rows' names by id.
        columns: The columns' names by id.
        totals: Each row as a whole, by row.
        cells: Each cell, by row and column.
        place: The place that all of it is about, by its name; "" for all places.
    """

    id: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    totals: Mapping[str, Cell]
    cells: Mapping[tuple[str, str], Cell]
    place: str = ""


class Gap(NamedTuple):
    """One entry of the list of gaps.

    Attributes:
        cross: The table that it comes from; the row as a whole where `cell` has no column.
        cell: The cell.
        issues: What is the matter and is not already said of what it is a part of, the worst first.
    """

    cross: Cross
    cell: Cell
    issues: tuple[Issue, ...]

    @property
    def worst(self) -> Issue:
        """What it is listed under."""
        return self.issues[0]


class NotStated(NamedTuple):
    """How many of the services that count do not answer a question."""

    question: str
    services: int


class Gaps:
    """Works out what there is and what is missing.

    Args:
        offer: The offer.
        gone: The entries that the council's policy has withdrawn, by kind and id.
    """

    def __init__(self, offer: Offer, gone: Iterable[tuple[str, str]] = ()) -> None:
        self._vocabulary = offer.vocabulary
        withdrawn_ids = frozenset(gone)
        every = [card for card in offer.cards.values() if card.kind == "service"]
        self.services = [
            card for card in every if card.status == "active" and (card.kind, card.id) not in withdrawn_ids
        ]
        self.left_out = len(every) - len(self.services)
        """How many services do not count: closed, closed for now, or withdrawn."""
        within = offer.vocabulary.within
        self._bands = {
            card.id: frozenset(offer.vocabulary.bands_of(card.age_from, card.age_to))
            for card in self.services
        }
        self._known = {
            card.id: frozenset(one for place in card.places for one in within(place))
            for card in self.services
        }
        self._seen: dict[str, dict[str, Reach]] = {}

    # --- The tables -------------------------------------------------------------------------------

    @cached_property
    def crosses(self) -> tuple[Cross, ...]:
        """The four tables of two questions, in the order in which they are shown."""
        vocabulary = self._vocabulary
        categories = {category: word.name for category, word in vocabulary.categories.items()}
        levels: dict[str, str] = {level: level for level in LEVELS}
        needs, bands = self._needs, self._age_bands
        return (
            self._cross("need-age", "need", needs, "age", bands, self._at_age),
            self._cross("need-place", "need", needs, "place", self._towns, self._in_place),
            self._cross("need-level", "need", needs, "level", levels, _at_level),
            self._cross("category-age", "category", categories, "age", bands, self._at_age),
        )

    @cached_property
    def by_place(self) -> tuple[Cross, ...]:
        """Needs by age once more, for each place by itself."""
        return tuple(
            self._cross("need-age-place", "need", self._needs, "age", self._age_bands, self._at_age, town)
            for town in self._towns
        )

    @cached_property
    def _needs(self) -> dict[str, str]:
        return {need: word.name for need, word in self._vocabulary.needs.items()}

    @cached_property
    def _age_bands(self) -> dict[str, str]:
        return {band: word.name for band, word in self._vocabulary.age_bands.items()}

    @cached_property
    def _towns(self) -> dict[str, str]:
        """The places of the authority that are part of no other."""
        places = self._vocabulary.places.items()
        return {
            place: word.name for place, word in places if word.part_of is None and word.kind != "neighbour"
        }

    def _cross(
        self,
        cross_id: str,
        row_facet: str,
        rows: Mapping[str, str],
        facet: str,
        columns: Mapping[str, str],
        fits: Callable[[Card, str], bool | None],
        town: str = "",
    ) -> Cross:
        by_row: dict[str, list[Card]] = {row: [] for row in rows}
        everybody: list[Card] = []
        for card in self.services:
            named = card.needs if row_facet == "need" else card.categories
            for row in named:
                if row in by_row:
                    by_row[row].append(card)
            if not named and row_facet == "need":
                everybody.append(card)
        there: tuple[tuple[str, str], ...] = (("place", town),) if town else ()
        anyone = self._usable(everybody, town)
        general = {column: _sorted_out(anyone, column, fits) for column in columns}
        whole = _sorted_out(anyone, "", _always)
        totals, cells = {}, {}
        for row, cards in by_row.items():
            filters: tuple[tuple[str, str], ...] = ((row_facet, row),)
            usable = self._usable(cards, town)
            totals[row] = self._cell(
                row, "", filters + there, _sorted_out(usable, "", _always), whole, place=town
            )
            for column in columns:
                cells[row, column] = self._cell(
                    row,
                    column,
                    (*filters, (facet, column), *there),
                    _sorted_out(usable, column, fits),
                    general[column],
                    place=column if facet == "place" else town,
                    expected=row_facet == "need" or self._is_for(row, column),
                )
        return Cross(cross_id, rows, columns, totals, cells, self._towns[town] if town else "")

    def _usable(self, cards: Iterable[Card], town: str) -> list[tuple[Card, bool | None]]:
        """The cards that can or may be used in a town, each with the answer; all of them where none is named."""
        if not town:
            return [(card, True) for card in cards]
        answers = ((card, self._in_place(card, town)) for card in cards)
        return [(card, answer) for card, answer in answers if answer is not False]

    def _cell(
        self,
        row: str,
        column: str,
        filters: tuple[tuple[str, str], ...],
        named: tuple[list[Card], list[Card]],
        everybody: tuple[list[Card], list[Card]],
        place: str = "",
        expected: bool = True,
    ) -> Cell:
        seen = self._seen.setdefault(place, {})
        for card in named[0]:
            if card.id not in seen:
                seen[card.id] = self._reach(card, place)
        reach = {card.id: seen[card.id] for card in named[0]}
        issues = (
            _issues(named[0], reach, *map(bool, (everybody[0], named[1], everybody[1]))) if expected else ()
        )
        return Cell(
            row,
            column,
            filters,
            tuple(named[0]),
            tuple(everybody[0]),
            tuple(named[1]),
            tuple(everybody[1]),
            reach,
            issues,
            expected,
        )

    # --- Whether a service fits: yes, no, or None where it does not say ----------------------------

    def _at_age(self, card: Card, band: str) -> bool | None:
        if card.age_from < 0:
            return None
        return band in self._bands[card.id]

    def _in_place(self, card: Card, place: str) -> bool | None:
        """What covers more than a building fits everywhere, as in search."""
        known = self._known[card.id]
        if place in known or card.covers:
            return True
        return False if known else None

    def _reach(self, card: Card, place: str) -> Reach:
        """From where a service comes: seen from one place, or (with "") from the whole area."""
        places, covers = self._vocabulary.places, frozenset(card.covers)
        known = self._known[card.id]
        ours = {one for one in known if places[one].kind != "neighbour"}
        if place in known if place else ours:
            return Reach.HERE
        if covers & _WIDE:
            return Reach.WIDE
        if covers & _REMOTE:
            return Reach.REMOTE
        # A service with neither a place that we know nor an area may be next door.
        return Reach.AWAY if covers or known else Reach.NOT_STATED

    def _is_for(self, category: str, band: str) -> bool:
        """Whether at least half of a band's ages are ages that a kind of support makes sense for."""
        ages, years = self._vocabulary.categories[category].ages, self._vocabulary.age_bands[band]
        return ages is None or 2 * _years_in_common(ages, years) >= years.to - years.from_ + 1

    # --- What is missing --------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps, the worst first; what is true of a whole is said once and not of each of its parts."""
        found = list(self._of_rows())
        for cross in self.crosses:
            for (row, _), cell in cross.cells.items():
                found += _gap(cross, cell, cross.totals[row])
        by_age = self.crosses[0]
        for cross in self.by_place:
            for (row, band), cell in cross.cells.items():
                found += _gap(cross, cell, by_age.totals[row], by_age.cells[row, band], cross.totals[row])
        return tuple(sorted(found, key=lambda gap: ISSUES.index(gap.worst)))

    def _of_rows(self) -> Iterator[Gap]:
        """The gaps of whole needs and kinds of support, each once though needs are in three tables."""
        for cross in (self.crosses[0], self.crosses[-1]):
            for cell in cross.totals.values():
                if cell.issues:
                    yield Gap(cross, cell, cell.issues)

    @cached_property
    def not_stated(self) -> tuple[NotStated, ...]:
        """How many services do not say what the tables ask of them."""
        asked: tuple[tuple[str, Callable[[Card], bool]], ...] = (
            ("needs", lambda card: bool(card.needs)),
            ("ages", lambda card: card.age_from >= 0),
            ("place", lambda card: bool(card.covers or self._known[card.id])),
            ("level", lambda card: bool(card.level)),
            ("cost", lambda card: bool(card.cost)),
            ("ehc-plan", lambda card: bool(card.ehc_plan)),
            ("organisation", lambda card: bool(card.organisation)),
        )
        return tuple(
            NotStated(question, sum(not answered(card) for card in self.services))
            for question, answered in asked
        )


def gaps_on(offer: Offer, today: datetime.date) -> Gaps:
    """What there is and what is missing on one day: the day decides what is withdrawn."""
    return Gaps(offer, withdrawn(offer, card_states(offer, offer.cards.values(), today)))


def _gap(cross: Cross, cell: Cell, *wholes: Cell) -> Iterator[Gap]:
    """The gap of a cell, if something is the matter that is not so with what it is a part of."""
    said = {issue for whole in wholes for issue in whole.issues}
    issues = tuple(issue for issue in cell.issues if issue not in said)
    if issues and Issue.NOTHING not in said:
        yield Gap(cross, cell, issues)


def _sorted_out(
    usable: Iterable[tuple[Card, bool | None]], column: str, fits: Callable[[Card, str], bool | None]
) -> tuple[list[Card], list[Card]]:
    """The cards that fit, and those that do not say."""
    sure: list[Card] = []
    unsure: list[Card] = []
    for card, there in usable:
        answer = fits(card, column)
        if answer is not False:
            (unsure if answer is None or there is None else sure).append(card)
    return sure, unsure


def _always(card: Card, column: str) -> bool:
    return True


def _at_level(card: Card, level: str) -> bool | None:
    return card.level == level if card.level else None


def _issues(
    named: Sequence[Card], reach: Mapping[str, Reach], everybody: bool, unsure: bool, unsure_everybody: bool
) -> tuple[Issue, ...]:
    """What is the matter with a cell.

    That all of something are paid, far away or only for those with a plan is said only when each of them says so.
    """
    if not named:
        if unsure or (unsure_everybody and not everybody):
            return (Issue.NOT_KNOWN,)
        return (Issue.FOR_EVERYBODY,) if everybody else (Issue.NOTHING,)
    held: dict[Issue, bool] = {
        Issue.AWAY: all(reach[card.id] in (Reach.REMOTE, Reach.AWAY) for card in named),
        Issue.PLAN: all(card.ehc_plan == "needed" for card in named),
        Issue.PAID: all(card.cost == "paid" for card in named),
        Issue.ONE: len(named) == 1 or _one_organisation(named),
    }
    return tuple(issue for issue, holds in held.items() if holds)


def _one_organisation(cards: Sequence[Card]) -> bool:
    return len({card.organisation for card in cards}) == 1 and bool(cards[0].organisation)


def _years_in_common(ages: Ages, band: AgeBand) -> int:
    return max(0, min(ages.to, band.to) - max(ages.from_, band.from_) + 1)


# --- The report ---------------------------------------------------------------------------------

_MATTER = {
    Issue.NOTHING: "There is nothing.",
    Issue.FOR_EVERYBODY: "There is only what is for everybody.",
    Issue.AWAY: "Only online, by phone, national or outside the area.",
    Issue.PLAN: "Only with an EHC plan.",
    Issue.PAID: "Families have to pay for all of it.",
    Issue.ONE: "Only one organisation provides it.",
    Issue.NOT_KNOWN: "Nothing says that it fits; some services do not say whether they do.",
}

_TITLES = {
    "need-age": "Needs by age",
    "need-place": "Needs by place",
    "need-level": "Needs by level",
    "category-age": "Kinds of support by age",
    "need-age-place": "Needs by age in each place",
}

_LEVEL_NAMES = {"universal": "Universal", "targeted": "Targeted", "specialist": "Specialist"}

_QUESTIONS = {
    "needs": "Which needs it is for (counted as for everybody)",
    "ages": "Ages",
    "place": "Place or area",
    "level": "Level",
    "cost": "Cost",
    "ehc-plan": "Whether an EHC plan is needed",
    "organisation": "Who runs it",
}

_GAP_COLUMNS = (
    Column("what", "Need or kind of support"),
    Column("age", "Age"),
    Column("place", "Place"),
    Column("level", "Level"),
    Column("state", "State", "state"),
    Column("matter", "What is the matter"),
    Column("services", "Services that are there", "refs"),
    Column("everybody", "For everybody", "number"),
    Column("not_stated", "May fit, not stated", "number"),
)

_CROSS_NOTE = "Services for this need + services for everybody. What may fit but does not say is added after a question mark."


def make(sources: Sources) -> Report:
    """The report of what there is and what is missing."""
    found = gaps_on(sources.offer, sources.today)
    counts = {issue: sum(gap.worst is issue for gap in found.gaps) for issue in Issue}
    tables = [Table("gaps", "What is missing", _GAP_COLUMNS, tuple(map(_gap_row, found.gaps)))]
    tables += [_cross_table(cross) for cross in found.crosses]
    tables.append(_place_table(found.by_place))
    unsaid: tuple[Row, ...] = tuple(
        {"question": _QUESTIONS[one.question], "services": one.services} for one in found.not_stated
    )
    columns = (Column("question", "Question"), Column("services", "Services that do not say", "number"))
    tables.append(Table("not-stated", "What services do not say", columns, unsaid))
    return Report(
        "gaps",
        "What there is, and what is missing",
        sources.offer.authority.name,
        sources.today,
        tuple(_sentences(found, counts)),
        tuple(tables),
        {issue.value: counts[issue] for issue in Issue},
        {"services": len(found.services), "left_out": found.left_out},
    )


def _sentences(found: Gaps, counts: Mapping[Issue, int]) -> Iterator[str]:
    services, out = len(found.services), found.left_out
    yield (
        f"{services:,} service{'s' if services != 1 else ''} counted; {out:,} left out, "
        "which are closed, closed for now or withdrawn."
    )
    listed = [f"{count:,} {issue.replace('-', ' ')}" for issue, count in counts.items() if count]
    yield f"What is missing: {', '.join(listed)}." if listed else "No gap was found."


def _gap_row(gap: Gap) -> Row:
    cross, cell = gap.cross, gap.cell
    column = _column_name(cross, cell.column) if cell.column else "any"
    facet = cross.id.split("-")[1]
    return {
        "what": cross.rows[cell.row],
        "filters": tuple(f"{name}={term}" for name, term in cell.filters),
        **{"age": "any", "place": cross.place or "any", "level": "any", facet: column},
        "state": gap.worst.value,
        "states": tuple(issue.value for issue in gap.issues),
        "matter": " ".join(_MATTER[issue] for issue in gap.issues),
        "services": tuple(
            Ref(card.name, f"services/{card.id}/", card.path) for card in (*cell.named, *cell.unsure)
        ),
        "everybody": len(cell.everybody),
        "not_stated": cell.maybe,
    }


def _column_name(cross: Cross, column: str) -> str:
    return _LEVEL_NAMES[column] if cross.id == "need-level" else cross.columns[column]


def _cross_table(cross: Cross) -> Table:
    first = "Kind of support" if cross.id == "category-age" else "Need"
    columns = (Column("name", first), *_figure_columns(cross))
    note = (
        _CROSS_NOTE
        if cross.id != "category-age"
        else "What may fit but does not say is after a question mark."
    )
    return Table(cross.id, _TITLES[cross.id], columns, tuple(_figure_rows(cross)), note)


def _place_table(crosses: Sequence[Cross]) -> Table:
    """Needs by age in each place, in one table."""
    columns: tuple[Column, ...] = (Column("name", "Need"), Column("place", "Place"))
    if crosses:
        columns += tuple(_figure_columns(crosses[0]))
    rows = [row | {"place": cross.place} for cross in crosses for row in _figure_rows(cross)]
    return Table("need-age-place", _TITLES["need-age-place"], columns, tuple(rows), _CROSS_NOTE)


def _figure_columns(cross: Cross) -> Iterator[Column]:
    yield Column("all", "In all")
    yield from (Column(one, _column_name(cross, one)) for one in cross.columns)


def _figure_rows(cross: Cross) -> Iterator[dict[str, Value]]:
    for row, name in cross.rows.items():
        cells = {"all": cross.totals[row]} | {one: cross.cells[row, one] for one in cross.columns}
        figures = {
            f"{key}:{figure}": value
            for key, cell in cells.items()
            for figure, value in (
                ("named", len(cell.named)),
                ("everybody", len(cell.everybody)),
                ("not_stated", cell.maybe),
                ("states", tuple(issue.value for issue in cell.issues)),
            )
        }
        shown = {key: _figure(cell) for key, cell in cells.items()}
        yield {"name": name, "id": row, **shown, **figures}


def _figure(cell: Cell) -> str:
    """``3 + 4, ?2: one provider``."""
    text = f"{len(cell.named)}"
    if cell.filters[0][0] == "need":
        text += f" + {len(cell.everybody)}"
    if cell.maybe:
        text += f", ?{cell.maybe}"
    if not cell.expected:
        return text if cell.sure or cell.maybe else "–"
    return f"{text}: {', '.join(issue.replace('-', ' ') for issue in cell.issues)}" if cell.issues else text


KIND = ReportKind(
    "gaps",
    "Tells where there is nothing, or too little to choose from: by need, age, place and level.",
    tuple(issue.value for issue in Issue),
    make,
)
"""``local-offer report gaps``."""
