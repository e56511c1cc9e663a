"""Which entries a booklet is made of.

Answers to one question widen the choice, questions narrow it: "autism or ADHD" and "in
Silverpit". An entry that does not say is never left out: "not stated" is not "no".
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from generator.reading import Offer
from generator.reading.card import Card
from generator.reports.freshness import withdrawn
from offer_schema.field_types import slug
from offer_schema.freshness import State

Kind = Literal["services", "schools", "all"]
"""What a booklet may hold."""

OLDEST = 25
"""The Local Offer ends with this age."""


class UnknownWord(ValueError):
    """Somebody asked for a category, need, place or age that this council does not have.

    Args:
        what: What it should have been: "category".
        typed: What was typed.
        known: What there is.
    """

    def __init__(self, what: str, typed: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(slug(typed), known, 1, 0.5)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        super().__init__(f'There is no {what} "{typed}". {hint}There are: {", ".join(known)}.')


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants in a booklet, in ids of the vocabularies. Empty means everything.

    Attributes:
        categories: Kinds of support.
        needs: Needs.
        places: Towns and wards.
        ages: Spans of ages, both ends included.
        kind: Services, schools or both.
    """

    categories: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ages: tuple[tuple[int, int], ...] = ()
    kind: Kind = "all"


def choose(
    offer: Offer,
    *,
    categories: Iterable[str] = (),
    needs: Iterable[str] = (),
    places: Iterable[str] = (),
    ages: Iterable[str] = (),
    kind: Kind = "all",
) -> Choice:
    """A choice from what somebody typed: ids, or the names that families see.

    Args:
        offer: The offer.
        categories: Kinds of support.
        needs: Needs.
        places: Towns and wards.
        ages: Ages like ``7``, spans like ``5-10``, or age bands.
        kind: Services, schools or both.

    Raises:
        UnknownWord: One of them does not exist.
    """
    vocabulary = offer.vocabulary
    return Choice(
        tuple(_known("category", one, vocabulary.categories) for one in categories),
        tuple(_known("need", one, vocabulary.needs) for one in needs),
        tuple(_known("place", one, vocabulary.places) for one in places),
        tuple(_ages(offer, one) for one in ages),
        kind,
    )


def _known(what: str, typed: str, vocabulary: Mapping[str, Any]) -> str:
    if typed in vocabulary:
        return typed
    for term, word in vocabulary.items():
        if slug(typed) in (term, slug(word.name)):
            return term
    raise UnknownWord(what, typed, list(vocabulary))


_SPAN = re.compile(r"(\d{1,2})(?:\s*(?:-|–|to)\s*(\d{1,2}))?")


def _ages(offer: Offer, typed: str) -> tuple[int, int]:
    if band := offer.vocabulary.age_bands.get(typed):
        return band.from_, band.to
    if found := _SPAN.fullmatch(typed.strip()):
        youngest, oldest = int(found[1]), int(found[2] or found[1])
        if youngest <= oldest <= OLDEST:
            return youngest, oldest
    raise UnknownWord("age", typed, [*offer.vocabulary.age_bands, f"any age from 0 to {OLDEST}"])


def select(offer: Offer, choice: Choice, states: Mapping[tuple[str, str], State]) -> list[Card]:
    """The services and schools that belong in the booklet, in the order of their ids.

    What is closed for good, or withdrawn by the council's policy, is left out.

    Args:
        offer: The offer.
        choice: What is wanted.
        states: The freshness of every card on the day of the booklet.
    """
    gone = withdrawn(offer, states)
    return [
        card
        for key, card in offer.cards.items()
        if key not in gone and card.status != "closed" and _is_wanted(offer, choice, card)
    ]


def _is_wanted(offer: Offer, choice: Choice, card: Card) -> bool:
    kinds = {"services": ("service",), "schools": ("school",), "all": ("service", "school")}[choice.kind]
    return (
        card.kind in kinds
        # Schools have no categories: who asks for one kind of support does not ask for schools.
        and (not choice.categories or not set(choice.categories).isdisjoint(card.categories))
        and (not choice.needs or not card.needs or not set(choice.needs).isdisjoint(card.needs))
        and (not choice.ages or card.age_from < 0 or any(_overlap(card, span) for span in choice.ages))
        and (not choice.places or _is_near(offer, choice.places, card))
    )


def _overlap(card: Card, span: tuple[int, int]) -> bool:
    return card.age_from <= span[1] and card.age_to >= span[0]


def _is_near(offer: Offer, wanted: tuple[str, ...], card: Card) -> bool:
    """Whether it is in one of the places, comes to them, or does not say where it is."""
    where = set(_places(offer, card))
    if card.covers or not where:
        return True
    within = offer.vocabulary.within
    return any(
        where.intersection(within(place)) or any(place in within(one) for one in where) for place in wanted
    )


def _places(offer: Offer, card: Card) -> Iterator[str]:
    """The ward of each location, or its town where no ward is stated; and the places that it serves."""
    entry = offer.entry(card.kind, card.id)
    for location in entry.locations:
        published = location.published()
        if published.place or published.town:
            yield published.place or slug(published.town)
    if area := getattr(entry, "area", None):
        yield from area.places
