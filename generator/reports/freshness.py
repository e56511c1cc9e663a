"""The freshness state of entries and guides on one day, by the council's policy."""

import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.reading import Offer
from generator.reading.card import Card
from generator.reading.offer import Guide
from offer_schema import PageFrontMatter, Timeline
from offer_schema.authority import ReviewPolicy
from offer_schema.freshness import Deadlines, State, deadlines, state_on
from offer_schema.indicator import Indicator

_cached_deadlines = lru_cache(maxsize=8192)(deadlines)

IN_TIME = frozenset({State.CURRENT, State.DUE_SOON})
"""The states of what can be relied on."""


def card_states(offer: Offer, cards: Iterable[Card], today: datetime.date) -> dict[tuple[str, str], State]:
    """The state of each card, by kind and id."""
    policy = offer.authority.review
    return {(card.kind, card.id): _state(card, policy, today) for card in cards}


def _state(card: Card, policy: ReviewPolicy, today: datetime.date) -> State:
    if not card.checked:
        return State.NEVER
    checked = datetime.date.fromisoformat(card.checked)
    every = card.review_every or policy.period(card.kind, card.categories)
    return state_on(today, checked, policy_deadlines(checked, every, policy))


def guide_state(guide: Guide, policy: ReviewPolicy, today: datetime.date) -> State:
    """The state of a guide."""
    return page_state(guide.about, policy, today)


def policy_deadlines(checked: datetime.date, every: str, policy: ReviewPolicy) -> Deadlines:
    """The deadlines that a council's policy sets after a check."""
    return _cached_deadlines(checked, every, policy.due_soon, policy.expires_after)


def page_state(about: PageFrontMatter | Timeline, policy: ReviewPolicy, today: datetime.date) -> State:
    """The state of a guide or a timeline on one day."""
    if about.checked is None:
        return State.NEVER
    every = about.review_every or policy.period("page", section=about.section)
    return state_on(today, about.checked, policy_deadlines(about.checked, every, policy))


def indicator_state(indicator: Indicator, policy: ReviewPolicy, today: datetime.date) -> State:
    """The state of what is counted every year."""
    if indicator.checked is None:
        return State.NEVER
    every = indicator.review_every or policy.indicators
    return state_on(today, indicator.checked, policy_deadlines(indicator.checked, every, policy))


def withdrawn(offer: Offer, states: Mapping[tuple[str, str], State]) -> frozenset[tuple[str, str]]:
    """The entries that the council's policy takes out of lists, search and print, by kind and id."""
    if offer.authority.review.expired == "warn":
        return frozenset()
    return frozenset(key for key, state in states.items() if state is State.EXPIRED)
