"""Which of the required information is there: each requirement, its state, and the content that meets it.

Nothing is met by being claimed. A page that says ``meets:`` must be checked within its period and long
enough to be an answer; entries must be checked; a school's answers must be whole and reviewed.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.reading.offer import Guide
from generator.reading.requirements import requirements_on
from generator.reports.freshness import IN_TIME, card_states, guide_state
from generator.reports.report import Column, Ref, Report, ReportKind, Row, Sources, Table
from generator.reports.schools import SchoolReport, school_reports
from offer_schema.field_types import add_period
from offer_schema.requirement import (
    AnswersRule,
    CommentsRule,
    Condition,
    FieldsRule,
    Force,
    OrganisationRule,
    PageRule,
    Requirement,
    RequirementSet,
    Rule,
    ServiceRule,
    SettingRule,
    StatementRule,
)
from offer_schema.setting_types import SETTING_TYPES


class Met(StrEnum):
    """How far a requirement is met."""

    MET = "met"
    PARTLY = "partly"
    STALE = "stale"
    MISSING = "missing"


LEVELS = ("missing", "stale", "partial")
"""The levels of ``--fail-on``, the worst first."""

FORCES: tuple[Force, ...] = ("must", "should")


class Evidence(NamedTuple):
    """Content that meets a requirement, or would if it were checked.

    Attributes:
        kind: ``guide``, ``service``, ``school``, ``organisation``, ``report`` (a school's), ``comment`` or ``council``.
        id: Its id; of a fact of the council the fact's name.
        name: What it is called.
        path: Its file in the project.
    """

    kind: str
    id: str
    name: str
    path: str


class Outcome(NamedTuple):
    """What came of one condition.

    Attributes:
        state: How far it is met.
        evidence: What meets it: everything that is in time, or else what is not.
        note: Why it is not met, in a sentence; "" when it is.
    """

    state: Met
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement on the council, and how far it is met.

    Attributes:
        slug: Its id.
        requirement: What is asked.
        source: The set that it is from.
        force: ``must`` or ``should``.
        state: How far it is met.
        evidence: The content that meets it.
        notes: What is still to do, in sentences.
    """

    slug: str
    requirement: Requirement
    source: RequirementSet
    force: Force
    state: Met
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...]

    @property
    def href(self) -> str:
        """Where the law can be read."""
        return self.requirement.href or self.source.href


class SchoolItem(NamedTuple):
    """One requirement on one school: its state is one of `schools.ITEM_STATES`."""

    slug: str
    requirement: Requirement
    source: RequirementSet
    force: Force
    state: str


@dataclass(frozen=True, slots=True)
class SchoolCoverage:
    """What the law asks of one school, item by item."""

    report: SchoolReport
    items: tuple[SchoolItem, ...]

    def share(self, force: Force) -> "Share":
        """How much of what the law asks of this school is there."""
        asked = [item for item in self.items if item.force == force and item.state != "not-applicable"]
        return Share(sum(item.state == "met" for item in asked), len(asked))


class Share(NamedTuple):
    """How many of how many."""

    met: int
    asked: int

    @property
    def percent(self) -> float | None:
        """The share in 100, rounded down so that nothing is whole before it is; None of nothing."""
        return 100 * self.met // self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole: every requirement in force on a day.

    Attributes:
        today: The day.
        sets: The sets on the council, in their order.
        items: Every requirement on the council.
        schools: Every school, with the requirements on it.
    """

    today: datetime.date
    sets: tuple[RequirementSet, ...]
    items: tuple[Item, ...]
    schools: tuple[SchoolCoverage, ...]

    def share(self, force: Force) -> Share:
        """How many requirements of a force are met."""
        asked = [item for item in self.items if item.force == force]
        return Share(sum(item.state is Met.MET for item in asked), len(asked))

    def counted(self) -> dict[Met, int]:
        """How many requirements are in each state."""
        return {state: sum(item.state is state for item in self.items) for state in Met}


def coverage(offer: Offer, today: datetime.date) -> Coverage:
    """Works out which requirements are met on a day.

    Args:
        offer: The offer.
        today: The day for which it is to hold.
    """
    sets = requirements_on(today, offer.local_requirements, offer.authority.website)
    judge = _Judge(offer, sets, today)
    return Coverage(
        today,
        tuple(one for one in sets if one.applies_to == "council"),
        tuple(judge.items()),
        tuple(judge.schools()),
    )


class _Judge:
    """Weighs an offer against requirements; each rule is one method."""

    def __init__(self, offer: Offer, sets: Sequence[RequirementSet], today: datetime.date) -> None:
        self._offer, self._sets, self._today = offer, sets, today
        open_cards = [card for card in offer.cards.values() if card.status != "closed"]
        self._cards: dict[str, list[Card]] = defaultdict(list)
        for card in open_cards:
            self._cards[card.kind].append(card)
        self._in_category: dict[str, list[Card]] = defaultdict(list)
        for card in self._cards["service"]:
            for category in card.categories:
                self._in_category[category].append(card)
        self._in_time = {
            key for key, state in card_states(offer, open_cards, today).items() if state in IN_TIME
        }
        self._claims: dict[str, list[Guide]] = defaultdict(list)
        for guide in offer.guides.values():
            for slug in guide.about.meets:
                self._claims[slug].append(guide)
        self._reports = school_reports(offer, today)
        self._known = {
            slug: requirement
            for one in sets
            if one.applies_to == "council"
            for slug, requirement in one.requirements.items()
        }
        self._outcomes: dict[str, Outcome] = {}

    # --- Requirements ------------------------------------------------------------------------

    def items(self) -> Iterator[Item]:
        """Every requirement on the council."""
        for one in self._sets:
            if one.applies_to != "council":
                continue
            for slug, requirement in one.requirements.items():
                found = self._requirement(slug)
                notes = tuple(note for note in found.note.split("\n") if note)
                yield Item(
                    slug, requirement, one, requirement.force or one.force, found.state, found.evidence, notes
                )

    def schools(self) -> Iterator[SchoolCoverage]:
        """Every school that owes a report or has one."""
        asked = [
            (slug, requirement, one)
            for one in self._sets
            if one.applies_to == "school"
            for slug, requirement in one.requirements.items()
        ]
        for report in self._reports:
            yield SchoolCoverage(
                report,
                tuple(
                    SchoolItem(
                        slug,
                        requirement,
                        one,
                        requirement.force or one.force,
                        _worst(report.answers[part] for part in requirement.answers),
                    )
                    for slug, requirement, one in asked
                ),
            )

    def _requirement(self, slug: str) -> Outcome:
        if slug not in self._outcomes:
            # A requirement that rests on itself is not met by that.
            self._outcomes[slug] = Outcome(Met.MISSING, (), "It refers to itself.")
            self._outcomes[slug] = _all_of([self._rule(slug, rule) for rule in self._known[slug].met_by])
        return self._outcomes[slug]

    def _rule(self, slug: str, rule: Rule) -> Outcome:
        if rule.any_of:
            return _best_of([self._condition(slug, one) for one in rule.any_of])
        return self._condition(slug, rule)

    def _condition(self, slug: str, rule: Condition) -> Outcome:
        if rule.page:
            return self._page(slug, rule.page)
        if rule.services:
            return self._services(rule.services)
        if rule.settings:
            return self._settings(rule.settings)
        if rule.organisations:
            return self._organisations(rule.organisations)
        if rule.answers:
            return self._answers(rule.answers)
        if rule.fields:
            return self._fields(rule.fields)
        if rule.facts:
            return self._facts(rule.facts)
        if rule.comments:
            return self._comments(rule.comments)
        if rule.statement:
            return self._statement(rule.statement)
        return _all_of(
            [
                self._requirement(one)
                if one in self._known
                else Outcome(Met.MISSING, (), f'There is no requirement "{one}".')
                for one in rule.requirements or ()
            ]
        )

    # --- Pages -------------------------------------------------------------------------------

    def _page(self, slug: str, rule: PageRule) -> Outcome:
        good: list[Guide] = []
        late: list[Guide] = []
        short: list[str] = []
        for guide in self._claims[slug]:
            lacks = self._lacks(guide, rule)
            if lacks:
                short.append(lacks)
            elif self._page_in_time(guide, rule):
                good.append(guide)
            else:
                late.append(guide)
        if good:
            return Outcome(Met.MET, _of_guides(good))
        if late:
            names = _names(guide.about.title for guide in late)
            return Outcome(Met.STALE, _of_guides(late), f"Not checked in time: {names}.")
        if short:
            return Outcome(Met.PARTLY, _of_guides(self._claims[slug]), "\n".join(short))
        return Outcome(Met.MISSING, (), f'No page says "meets: [{slug}]".')

    def _lacks(self, guide: Guide, rule: PageRule) -> str:
        words = self._offer.text_words.get(("page", guide.id), ())
        if len(words) < rule.least_words:
            return (
                f"{guide.about.title} is too short to be an answer: {len(words)} different words, "
                f"{rule.least_words} are wanted."
            )
        if rule.says and not set(rule.says) & set(words):
            return f"{guide.about.title} does not use any of these words: {', '.join(rule.says)}."
        return ""

    def _page_in_time(self, guide: Guide, rule: PageRule) -> bool:
        if guide_state(guide, self._offer.authority.review, self._today) not in IN_TIME:
            return False
        checked = guide.about.checked
        return not rule.checked_within or (
            checked is not None and add_period(checked, rule.checked_within) > self._today
        )

    # --- Entries -----------------------------------------------------------------------------

    def _services(self, rule: ServiceRule) -> Outcome:
        said = _words_pattern(rule.words)
        levels, covers = frozenset(rule.levels), frozenset(rule.covers)
        among: Iterable[Card] = self._cards["service"]
        if rule.categories:
            among = {card.id: card for one in rule.categories for card in self._in_category[one]}.values()

        def fits(card: Card) -> bool:
            return (
                (not levels or card.level in levels)
                and (not covers or not covers.isdisjoint(card.covers))
                and (said is None or _mentions(card, said))
            )

        what = _names([*rule.categories, *rule.levels, *rule.covers, *rule.words], " or ")
        return self._enough("service", filter(fits, among), rule.at_least, what)

    def _settings(self, rule: SettingRule) -> Outcome:
        def fits(card: Card) -> bool:
            kind = SETTING_TYPES[card.type]
            return (
                _any_of(rule.types, (card.type,))
                and _any_of(rule.families, (kind.family,))
                and rule.special in (None, kind.special)
                and rule.section_41 in (None, card.section_41)
                and rule.out_of_area in (None, card.out_of_area)
            )

        what = _names([*rule.types, *rule.families], " or ")
        return self._enough("school or setting", filter(fits, self._cards["school"]), rule.at_least, what)

    def _organisations(self, rule: OrganisationRule) -> Outcome:
        said = _words_pattern(rule.words)

        def fits(card: Card) -> bool:
            return _any_of(rule.kinds, (card.type,)) and (said is None or _mentions(card, said))

        what = _names([*rule.kinds, *rule.words], " or ")
        return self._enough("organisation", filter(fits, self._cards["organisation"]), rule.at_least, what)

    def _enough(self, kind: str, cards: Iterable[Card], least: int, what: str) -> Outcome:
        found = list(cards)
        good = [card for card in found if (card.kind, card.id) in self._in_time]
        of_what = f" ({what})" if what else ""
        if len(good) >= least:
            return Outcome(Met.MET, _of_cards(good))
        if len(found) >= least:
            late = len(found) - len(good)
            return Outcome(
                Met.STALE, _of_cards(found), f"Not checked in time: {late} of {len(found)}{of_what}."
            )
        if found:
            return Outcome(Met.PARTLY, _of_cards(found), f"Only {len(found)} of {least}{of_what}.")
        return Outcome(Met.MISSING, (), f"No {kind} of this kind is here{of_what}.")

    def _fields(self, rule: FieldsRule) -> Outcome:
        cards = self._cards[rule.kind]
        said = [card for card in cards if any(self._says(card, field) for field in rule.any_of)]
        fresh = [card for card in said if (card.kind, card.id) in self._in_time]
        what = _names(rule.any_of, " or ").replace("_", " ")
        note = f"{len(fresh)} of {len(cards)} {rule.kind}s say this and are checked in time ({what})."
        return _share(len(fresh), len(said), len(cards), rule.share, _of_cards(fresh or said), note)

    def _says(self, card: Card, field: str) -> bool:
        if field == "checked":
            return bool(card.checked)
        if field == "report_link":
            return bool(card.report and (card.report[0] or card.report[3]))
        return field in card.given

    # --- Schools' reports ----------------------------------------------------------------------

    def _answers(self, rule: AnswersRule) -> Outcome:
        asked: list[SchoolReport] = []
        whole: list[SchoolReport] = []
        some: list[SchoolReport] = []
        for report in self._reports:
            states = [report.answers[name] for name in rule.of if report.answers[name] != "not-applicable"]
            if not report.duty or report.card.out_of_area or not states:
                continue
            asked.append(report)
            if all(state == "met" for state in states):
                whole.append(report)
            elif all(state in ("met", "stale") for state in states):
                some.append(report)
        note = f"{len(whole)} of {len(asked)} schools answer this in a report of the last year."
        shown = tuple(
            Evidence("report", one.card.id, one.card.name, one.card.path) for one in (whole or some)
        )
        return _share(len(whole), len(whole) + len(some), len(asked), rule.share, shown, note)

    # --- The council ---------------------------------------------------------------------------

    def _facts(self, facts: Mapping[str, int]) -> Outcome:
        there: list[Evidence] = []
        lacking: list[str] = []
        for name, least in facts.items():
            value: object = self._offer.authority
            for part in name.split("."):
                value = getattr(value, part, None)
            count = len(value) if isinstance(value, tuple) else int(value is not None)
            if count >= least:
                there.append(Evidence("council", name, name.replace(".", ": "), "content/authority.yml"))
            else:
                lacking.append(name)
        if not lacking:
            return Outcome(Met.MET, tuple(there))
        note = f"content/authority.yml does not say enough about: {', '.join(lacking)}."
        return Outcome(Met.PARTLY if there else Met.MISSING, tuple(there), note)

    def _comments(self, rule: CommentsRule) -> Outcome:
        answered = [
            (name, comment)
            for name, comment in self._offer.comments.items()
            if comment.answered
            and comment.answered <= self._today
            and _any_of(rule.topics, (comment.topic,))
            and (comment.action or not rule.with_action)
        ]
        recent = [
            (name, comment)
            for name, comment in answered
            if comment.answered and add_period(comment.answered, rule.answered_within) > self._today
        ]
        shown = tuple(
            Evidence("comment", name, comment.theme, f"content/comments/{name}.yml")
            for name, comment in (recent or answered)
        )
        if len(recent) >= rule.at_least:
            return Outcome(Met.MET, shown)
        what = "answered comment that says what will be done" if rule.with_action else "answered comment"
        if answered:
            newest = max(comment.answered for _, comment in answered if comment.answered)
            return Outcome(Met.STALE, shown, f"The newest {what} is of {newest}.")
        return Outcome(Met.MISSING, (), f"There is no {what}.")

    def _statement(self, rule: StatementRule) -> Outcome:
        facts = self._offer.authority.accessibility
        shown = (Evidence("council", "accessibility", "accessibility", "content/authority.yml"),)
        missing = facts.missing()
        if missing:
            note = f"The accessibility statement does not say: {', '.join(missing)}."
            given = any(getattr(facts, key) for key in type(facts).model_fields)
            return Outcome(Met.PARTLY if given else Met.MISSING, shown if given else (), note)
        if facts.reviewed and add_period(facts.reviewed, rule.reviewed_within) <= self._today:
            return Outcome(
                Met.STALE, shown, f"The accessibility statement was last reviewed on {facts.reviewed}."
            )
        return Outcome(Met.MET, shown)


# --- Putting outcomes together ---------------------------------------------------------------------


def _all_of(outcomes: Sequence[Outcome]) -> Outcome:
    """All conditions must be met."""
    states = {one.state for one in outcomes}
    if states == {Met.MET}:
        state = Met.MET
    elif states <= {Met.MET, Met.STALE}:
        state = Met.STALE
    elif states == {Met.MISSING}:
        state = Met.MISSING
    else:
        state = Met.PARTLY
    evidence = dict.fromkeys(piece for one in outcomes for piece in one.evidence)
    notes = dict.fromkeys(one.note for one in outcomes if one.state is not Met.MET and one.note)
    return Outcome(state, tuple(evidence), "\n".join(notes))


def _best_of(outcomes: Sequence[Outcome]) -> Outcome:
    """One condition is enough."""
    order = [Met.MET, Met.STALE, Met.PARTLY, Met.MISSING]
    best = min(outcomes, key=lambda one: order.index(one.state))
    if best.state is Met.MISSING:
        return Outcome(Met.MISSING, (), " ".join(one.note for one in outcomes))
    return best


def _share(
    fresh: int, said: int, asked: int, wanted: int, evidence: tuple[Evidence, ...], note: str
) -> Outcome:
    """So many in 100 must say something."""
    if asked == 0:
        return Outcome(Met.MISSING, (), note)
    if 100 * fresh >= wanted * asked:
        return Outcome(Met.MET, evidence)
    if 100 * said >= wanted * asked:
        return Outcome(Met.STALE, evidence, note)
    return Outcome(Met.PARTLY if said else Met.MISSING, evidence, note)


_ORDER = ("missing", "partly", "stale", "linked", "voluntary", "not-applicable", "met")


def _worst(states: Iterable[str]) -> str:
    return min(states, key=_ORDER.index)


def _any_of(wanted: Iterable[str], given: Iterable[str]) -> bool:
    wanted = frozenset(wanted)
    return not wanted or not wanted.isdisjoint(given)


def _words_pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds any of some words, whole and in small letters; None where no word is asked for."""
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.lower()) for word in words)})\b")


def _mentions(card: Card, said: re.Pattern[str]) -> bool:
    return said.search(f"{card.name} {card.summary} {' '.join(card.keywords)}".lower()) is not None


def _of_guides(guides: Iterable[Guide]) -> tuple[Evidence, ...]:
    return tuple(Evidence("guide", guide.id, guide.about.title, guide.path) for guide in guides)


def _of_cards(cards: Iterable[Card]) -> tuple[Evidence, ...]:
    return tuple(Evidence(card.kind, card.id, card.name, card.path) for card in cards)


def _names(names: Iterable[str], between: str = ", ") -> str:
    return between.join(dict.fromkeys(names))


# --- The report ------------------------------------------------------------------------------------

_COLUMNS = (
    Column("title", "What is asked"),
    Column("citation", "Where the law says so"),
    Column("force", "Must or should"),
    Column("state", "State", "state"),
    Column("met_by", "Met by", "refs"),
    Column("notes", "What to do", "refs"),
)

_BY_SCHOOL = (
    Column("name", "School"),
    Column("state", "Report", "state"),
    Column("must", "Must, met", "percent"),
    Column("should", "Should, met", "percent"),
    Column("missing", "Not answered", "refs"),
)


def make(sources: Sources) -> Report:
    """The coverage report."""
    return coverage_report(sources.offer, coverage(sources.offer, sources.today))


def coverage_report(offer: Offer, found: Coverage) -> Report:
    """The report of what was worked out already.

    Args:
        offer: The offer.
        found: Its coverage.
    """
    counts = found.counted()
    todo = [item for item in found.items if item.state is not Met.MET]
    order = [Met.MISSING, Met.STALE, Met.PARTLY]
    todo.sort(key=lambda item: (FORCES.index(item.force), order.index(item.state)))
    sentences = [_sentence(found, force) for force in FORCES]
    sentences.append(
        f"Missing: {counts[Met.MISSING]}. Partly there: {counts[Met.PARTLY]}. "
        f"There, but not checked in time: {counts[Met.STALE]}."
    )
    asked = [school for school in found.schools if school.report.duty]
    whole = sum(school.report.state == "complete" for school in asked)
    sentences.append(
        f"{whole} of {len(asked)} schools that owe an SEN information report have a complete one."
    )
    return Report(
        "coverage",
        "What the law asks, and where it is",
        offer.authority.name,
        found.today,
        tuple(sentences),
        (
            Table("requirements", "Everything that is asked", _COLUMNS, tuple(map(_row, found.items))),
            Table("to-do", "What is missing, old or only partly there", _COLUMNS, tuple(map(_row, todo))),
            Table("schools", "School by school", _BY_SCHOOL, tuple(map(_school_row, found.schools))),
            Table("school-items", "Every item of every school", _ITEM_COLUMNS, tuple(_item_rows(found))),
        ),
        {"missing": counts[Met.MISSING], "stale": counts[Met.STALE], "partial": counts[Met.PARTLY]},
        {
            name: value
            for force in FORCES
            for share in (found.share(force),)
            for name, value in (
                (f"{force}_met", share.met),
                (f"{force}_asked", share.asked),
                (f"{force}_percent", share.percent),
            )
        },
    )


def _sentence(found: Coverage, force: Force) -> str:
    share = found.share(force)
    percent = "" if share.percent is None else f" ({share.percent:.0f}%)"
    who = "the law says must be there" if force == "must" else "guidance says should be there"
    return f"Of what {who}, {share.met} of {share.asked} are met{percent}."


def _row(item: Item) -> Row:
    evidence = tuple(Ref(piece.name, "", piece.path) for piece in item.evidence)
    return {
        "slug": item.slug,
        "set": item.source.title,
        "title": item.requirement.title,
        "wording": item.requirement.wording,
        "citation": item.requirement.citation,
        "certainty": item.requirement.certainty,
        "href": item.href,
        "force": item.force,
        "state": item.state.value,
        "met_by": evidence,
        "notes": item.notes,
    }


def _school_row(school: SchoolCoverage) -> Row:
    return {
        "id": school.report.card.id,
        "name": school.report.card.name,
        "duty": "yes" if school.report.duty else "no",
        "state": school.report.state,
        "must": school.share("must").percent,
        "should": school.share("should").percent,
        "missing": tuple(
            item.requirement.title for item in school.items if item.state in ("missing", "partly", "stale")
        ),
    }


_ITEM_COLUMNS = (
    Column("school", "School"),
    Column("title", "What is asked"),
    Column("citation", "Where the law says so"),
    Column("force", "Must or should"),
    Column("state", "State", "state"),
)


def _item_rows(found: Coverage) -> Iterator[Row]:
    for school in found.schools:
        if not school.report.duty:
            continue
        for item in school.items:
            yield {
                "school": school.report.card.name,
                "school_id": school.report.card.id,
                "slug": item.slug,
                "title": item.requirement.title,
                "citation": item.requirement.citation,
                "href": item.requirement.href or item.source.href,
                "force": item.force,
                "state": item.state,
            }


KIND = ReportKind(
    "coverage",
    "Tells which of the information that the law asks for is there, and where.",
    LEVELS,
    make,
)
"""``local-offer report coverage``."""
