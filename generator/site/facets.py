"""What search can be narrowed by: the facets, their terms, and what each entry says to them.

The rule for a facet stands here once. The search page shows its terms, and the search
table carries each entry's answers; the browser only counts and compares.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from generator.reading.card import Card
from generator.reading.offer import Guide, Offer
from generator.site.browsing import Browsing
from generator.site.words import Words
from offer_schema.setting_types import SETTING_TYPES

_ENTRIES = ("service", "school")


class Facet(NamedTuple):
    """One question that results can be narrowed by.

    Attributes:
        id: Its name in the address of a search: ``need``.
        terms: The answers by id, with their names, in the order in which they are shown.
        kinds: The kinds of entry that the question makes sense for. Such an entry without an
            answer is "not stated" and stays in the results; the others leave them.
        answers: The answers of a card.
        always: The answers that are offered even when no entry gives them: entries for any need, or
            from anywhere in the area, fit them all the same.
    """

    id: str
    terms: Mapping[str, str]
    kinds: tuple[str, ...]
    answers: Callable[[Card], Iterable[str]]
    always: frozenset[str] = frozenset()


def facets(offer: Offer, words: Words, browsing: Browsing) -> tuple[Facet, ...]:
    """Every facet, in the order in which the search page shows them.

    Args:
        offer: The offer.
        words: The interface's words.
        browsing: The lists: age bands and places are answered as they do it.
    """

    def names(vocabulary: Mapping[str, Any]) -> dict[str, str]:
        return {term: word.name for term, word in vocabulary.items()}

    def listed(facet: str) -> Callable[[Card], Iterable[str]]:
        return lambda card: [one.term for one in browsing.listings_of(card) if one.facet == facet]

    def all_names(facet: str) -> dict[str, str]:
        return {term: browsing.names(facet)[term] for term in browsing.terms(facet)}

    vocabulary = offer.vocabulary
    types = {code: kind.name for code, kind in SETTING_TYPES.items()}
    return (
        Facet(
            "need",
            names(vocabulary.needs),
            _ENTRIES,
            lambda card: card.needs,
            frozenset(vocabulary.needs),
        ),
        Facet("age", all_names("ages"), _ENTRIES, listed("ages")),
        Facet("category", names(vocabulary.categories), ("service",), lambda card: card.categories),
        Facet(
            "place",
            all_names("places"),
            _ENTRIES,
            listed("places"),
            frozenset(vocabulary.places),
        ),
        Facet("cost", words["cost_kind"], ("service",), lambda card: (card.cost,) if card.cost else ()),
        Facet("route", words["route"], ("service",), lambda card: card.routes),
        Facet("day", words["day"], ("service",), lambda card: card.days),
        Facet("season", words["season_choice"], ("service",), _seasons),
        Facet("ehc-plan", words["ehc_plan_choice"], ("service",), _ehc_plans),
        Facet("level", words["level"], ("service",), lambda card: (card.level,) if card.level else ()),
        Facet("access", names(vocabulary.access), _ENTRIES, lambda card: card.access),
        Facet("language", names(vocabulary.languages), ("service",), lambda card: card.languages),
        Facet("format", words["format"], ("service",), lambda card: card.formats),
        Facet("audience", words["audience"], ("service",), lambda card: card.audience),
        Facet("setting", types, ("school",), lambda card: (card.type,) if card.kind == "school" else ()),
        Facet("kind", words["kind_choice"], tuple(words["kind_choice"]), lambda card: (card.kind,)),
        Facet("now", words["now_choice"], (*_ENTRIES, "organisation"), lambda card: (card.status,)),
    )


def _seasons(card: Card) -> Iterable[str]:
    """What runs all year runs in term time and in the holidays."""
    both = ("term-time", "holidays")
    return both if "all-year" in card.seasons else [one for one in both if one in card.seasons]


def _ehc_plans(card: Card) -> Iterable[str]:
    """Who may come: what takes both takes families with a plan and families without."""
    answers: dict[str, Sequence[str]] = {
        "needed": ("with",),
        "not-needed": ("without", "with"),
        "either": ("with", "without"),
    }
    return answers.get(card.ehc_plan, ())


def guide_answers(facet: Facet, guide: Guide | None) -> Iterable[str]:
    """The answers of a guide: guides are tagged with needs, categories and whom they are for.

    Args:
        facet: The question.
        guide: The guide; None for a timeline, which is one without tags.
    """
    if facet.id == "kind":
        return ("guide",)
    if guide is None:
        return ()
    about = guide.about
    given: dict[str, Sequence[str]] = {
        "need": about.needs,
        "category": about.categories,
        "audience": about.audience,
    }
    return given.get(facet.id, ())


def used_terms(facet: Facet, cards: Iterable[Card], guides: Iterable[Guide | None] = ()) -> dict[str, int]:
    """How many cards and guides give each answer, for the answers that are given or always offered."""
    counts = dict.fromkeys(facet.always, 0)
    answers = [facet.answers(card) for card in cards if card.kind in facet.kinds]
    answers += [guide_answers(facet, guide) for guide in guides]
    for given in answers:
        for term in given:
            counts[term] = counts.get(term, 0) + 1
    return {term: counts[term] for term in facet.terms if term in counts} if any(counts.values()) else {}
