"""The compact table that search in the browser works on: column by column, facets as numbers.

It is fetched only when somebody searches, and holds only what results and filters show.
"""

import json
from collections.abc import Iterable
from typing import Any

from generator.reading import Offer
from generator.reading.card import Card
from generator.site import addresses

KINDS = ("service", "school", "organisation", "guide")


def search_table(offer: Offer, cards: Iterable[Card], late: frozenset[tuple[str, str]]) -> str:
    """The table as JSON.

    Args:
        offer: The offer, for vocabularies and guides.
        cards: The cards to be found, in the order of their names.
        late: Those that are overdue: they are shown after the others.
    """
    vocabulary = offer.vocabulary
    facets: dict[str, Any] = {
        "category": vocabulary.categories,
        "need": vocabulary.needs,
        "place": vocabulary.places,
    }
    numbers = {facet: {term: at for at, term in enumerate(words)} for facet, words in facets.items()}
    columns: dict[str, list[Any]] = {
        key: [] for key in ("name", "url", "summary", "kind", "words", "age", "cost", "late")
    }
    rows: dict[str, list[list[int]]] = {facet: [] for facet in facets}
    for card in cards:
        columns["name"].append(card.name)
        columns["url"].append(addresses.entry(card.kind, card.id))
        columns["summary"].append(card.summary)
        columns["kind"].append(KINDS.index(card.kind))
        columns["words"].append(" ".join(_extra_words(offer, card)))
        columns["age"].append([card.age_from, card.age_to] if card.age_from >= 0 else None)
        columns["cost"].append(card.cost)
        columns["late"].append(int((card.kind, card.id) in late))
        for facet, ids in (("category", card.categories), ("need", card.needs), ("place", card.places)):
            rows[facet].append([numbers[facet][one] for one in ids if one in numbers[facet]])
    for guide in offer.guides.values():
        if guide.id == "index":
            continue
        columns["name"].append(guide.about.title)
        columns["url"].append(addresses.guide(guide.id))
        columns["summary"].append(guide.about.summary or "")
        columns["kind"].append(KINDS.index("guide"))
        columns["words"].append("")
        columns["age"].append(None)
        columns["cost"].append("")
        columns["late"].append(0)
        rows["category"].append([numbers["category"][one] for one in guide.about.categories])
        rows["need"].append([numbers["need"][one] for one in guide.about.needs])
        rows["place"].append([])
    table = {
        **columns,
        "kinds": KINDS,
        "facets": {
            facet: {
                "terms": [{"id": term, "name": word.name} for term, word in words.items()],
                "rows": rows[facet],
            }
            for facet, words in facets.items()
        },
        "synonyms": vocabulary.synonyms,
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def _extra_words(offer: Offer, card: Card) -> Iterable[str]:
    yield from card.keywords
    owner = offer.cards.get(("organisation", card.organisation))
    if owner:
        yield owner.name
    for need in card.needs:
        yield from offer.vocabulary.needs[need].also
    for category in card.categories:
        yield from offer.vocabulary.categories[category].also
    if card.town:
        yield card.town
