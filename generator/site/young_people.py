"""The young people's area: support that is made for them, by the things that they ask about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from generator.reading.card import Card
from generator.site import addresses
from generator.site.views import Views
from offer_schema.vocabulary import Category, YoungTopic

AUDIENCE = "young-people"
"""The answer to "Whom is it for?" that brings a service here."""

SECTION = "young-people"
"""The part of the site whose guides are written for young people."""

SHOWN = 3
"""How many services a topic shows; a link leads to the others."""


def young_topics(
    cards: Iterable[Card], categories: Mapping[str, Category], views: Views
) -> list[dict[str, Any]]:
    """The topics that have services: ``{id, cards, count, more_url}``.

    What is for young people alone comes before what is for them and for others.

    Args:
        cards: The cards that lists show, in their order.
        categories: The kinds of support, which say to which topic they belong.
        views: Makes what a card shows.
    """
    by_topic: dict[str, list[Card]] = {}
    for card in cards:
        if AUDIENCE in card.audience and card.status != "closed":
            topics = {categories[one].young_people: None for one in card.categories if one in categories}
            for topic in topics:
                by_topic.setdefault(topic or "", []).append(card)
    shown = []
    for topic in get_args(YoungTopic):
        found = sorted(by_topic.get(topic, ()), key=lambda card: len(card.audience))
        if found:
            shown.append(
                {
                    "id": topic,
                    "cards": [views.card(card) for card in found[:SHOWN]],
                    "count": len(found),
                    "more_url": _search(categories, topic) if len(found) > SHOWN else "",
                }
            )
    return shown


def _search(categories: Mapping[str, Category], topic: str) -> str:
    """The search that finds all of a topic; without scripts its page leads to the lists."""
    ids: Sequence[str] = [one for one, category in categories.items() if category.young_people == topic]
    return f"{addresses.SEARCH}?audience={AUDIENCE}" + "".join(f"&category={one}" for one in ids)
