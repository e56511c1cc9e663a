"""What search in the browser works on, in four files that are fetched one after the other.

The table (``search/offer.json``) goes column by column and holds what first results, facets
and counts need, and no more: on a slow line every kilobyte is a wait. Summaries
(``search/summaries.json``) and the words of longer texts (``search/words.json``) deepen the
search once the first results are there; the points (``search/points.json``) are fetched for
distances and the map. A row is an entry, a guide or a timeline; its number is the same in all of them.
"""

import datetime
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.reading.offer import Guide
from generator.site import addresses
from generator.site.browsing import Browsing
from generator.site.facets import Facet, facets, guide_answers, used_terms
from generator.site.words import Words
from offer_schema import PageFrontMatter, Timeline
from offer_schema.field_types import slug
from offer_schema.vocabulary import Language

KINDS = ("service", "school", "organisation", "guide")

COMMON = 0.15
"""A word that stands in more of the entries than this tells them apart too little to be sent."""

RAREST = 120
"""How many words of an entry's texts are sent at most: the rarest ones."""

_EPOCH = datetime.date(1970, 1, 1)
_Key = tuple[str, str]


class _Text(NamedTuple):
    """A page to read as a row: a guide or a timeline.

    Attributes:
        id: Its address without the last slash.
        title: Its title.
        summary: Its summary, or "".
        words: What else finds it.
        checked: When it was checked, in days since 1970; 0 if never.
        guide: The guide, which answers facets; None for a timeline.
        key: Its kind and id in `Offer.text_words`.
    """

    id: str
    title: str
    summary: str
    words: str
    checked: int
    guide: Guide | None
    key: _Key


class SearchTable:
    """The rows of search, and the three files made of them.

    Args:
        offer: The offer.
        words: The interface's words.
        browsing: The lists.
        cards: The cards to be found, in the order of their names.
        late: Those that are overdue: they are ranked lower.

    Attributes:
        facets: What results can be narrowed by.
    """

    def __init__(
        self, offer: Offer, words: Words, browsing: Browsing, cards: Sequence[Card], late: frozenset[_Key]
    ) -> None:
        self._offer, self._cards, self._late = offer, cards, late
        self._texts = list(_texts(offer))
        self.facets = facets(offer, words, browsing)

    def used(self, facet: Facet) -> dict[str, int]:
        """How many rows give each answer to a facet, for the answers that are given or always offered."""
        return used_terms(facet, self._cards, (text.guide for text in self._texts))

    def table(self) -> str:
        """The table as JSON."""
        offer, cards, texts = self._offer, self._cards, self._texts
        names = [card.name for card in cards] + [text.title for text in texts]
        ids = [card.id for card in cards] + [text.id for text in texts]
        rows = {card.id: row for row, card in enumerate(cards) if card.kind == "organisation"}
        table = {
            "kinds": KINDS,
            "folders": [f"{folder}/" for folder in addresses.FOLDERS.values()] + [""],
            "kind": [KINDS.index(card.kind) for card in cards] + [KINDS.index("guide")] * len(texts),
            "id": [0 if one == usual_id(name) else one for one, name in zip(ids, names, strict=True)],
            "name": names,
            "words": [self._extra_words(card) for card in cards] + [text.words for text in texts],
            "organisation": [rows.get(card.organisation, -1) for card in cards] + [-1] * len(texts),
            "age": [[card.age_from, card.age_to] if card.age_from >= 0 else 0 for card in cards]
            + [0] * len(texts),
            "state": [self._state(card) for card in cards] + [0] * len(texts),
            "checked": [_day(card.checked) for card in cards] + [text.checked for text in texts],
            "covers": [int(bool(card.covers)) for card in cards] + [0] * len(texts),
            "facets": {facet.id: self._facet(facet) for facet in self.facets},
            "synonyms": offer.vocabulary.synonyms,
        }
        return _json(table)

    def _extra_words(self, card: Card) -> str:
        town = "" if slug(card.town) in self._offer.vocabulary.places else card.town
        translated = [text for _, name, summary in card.translations for text in (name, summary) if text]
        return " ".join([*card.keywords, town, *translated]).strip()

    def _state(self, card: Card) -> int:
        """0 as usual, 1 overdue, 2 closed for now, 3 closed."""
        if card.status != "active":
            return 3 if card.status == "closed" else 2
        return int((card.kind, card.id) in self._late)

    def _facet(self, facet: Facet) -> dict[str, Any]:
        number = {term: at for at, term in enumerate(facet.terms)}
        rows: list[list[int]] = [
            [number[one] for one in facet.answers(card) if one in number] if card.kind in facet.kinds else []
            for card in self._cards
        ]
        rows += [[number[one] for one in guide_answers(facet, text.guide)] for text in self._texts]
        shelf: Mapping[str, Any] = {
            "need": self._offer.vocabulary.needs,
            "category": self._offer.vocabulary.categories,
            "place": self._offer.vocabulary.places,
        }.get(facet.id, {})
        return {
            "kinds": [KINDS.index(kind) for kind in facet.kinds],
            "ids": list(facet.terms),
            "names": list(facet.terms.values()),
            "also": [" ".join(shelf[term].also) if term in shelf else "" for term in facet.terms],
            "rows": rows,
        }

    def summaries(self) -> str:
        """The summary of each row as JSON."""
        return _json([card.summary for card in self._cards] + [text.summary for text in self._texts])

    def words(self) -> str:
        """The words of the longer texts as JSON: each word with its rows, as steps from row to row."""
        texts = [self._offer.text_words.get((card.kind, card.id), ()) for card in self._cards]
        texts += [self._offer.text_words.get(text.key, ()) for text in self._texts]
        count = Counter(word for text in texts for word in text)
        most = max(3, len(texts) * COMMON)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, text in enumerate(texts):
            telling = [word for word in text if count[word] <= most]
            if len(telling) > RAREST:
                telling = sorted(telling, key=lambda word: (count[word], word))[:RAREST]
            for word in telling:
                rows[word].append(row)
        ordered = sorted(rows)
        return _json({"words": ordered, "rows": [_steps(rows[word]) for word in ordered]})

    def points(self) -> str:
        """Where each row is, as JSON.

        ``points`` are hundred-thousandths of a degree (about a metre), north and east by turns; ``withheld`` has, by
        row, the places of those whose addresses are not published.
        """
        points = [
            [round(degrees * 100_000) for point in self._offer.points_of(card) for degrees in point] or 0
            for card in self._cards
        ]
        withheld = {row: card.withheld_in for row, card in enumerate(self._cards) if card.withheld_in}
        return _json({"points": points, "withheld": withheld})


def usual_id(name: str) -> str:
    """The id that the browser works out from a plain name, so that it need not be sent."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") if name.isascii() else ""


def _texts(offer: Offer) -> Iterator[_Text]:
    for guide in offer.guides.values():
        if guide.id != "index":
            words = _language(guide, offer.vocabulary.languages)
            yield _text(guide.id, guide.about, words, guide, ("page", guide.id))
    for timeline_id, timeline in offer.timelines.items():
        address = addresses.timeline(timeline_id).rstrip("/")
        yield _text(address, timeline, "", None, ("timeline", timeline_id))


def _text(
    address: str, about: PageFrontMatter | Timeline, words: str, guide: Guide | None, key: _Key
) -> _Text:
    checked = _day(about.checked.isoformat()) if about.checked else 0
    return _Text(address, about.title, about.summary or "", words, checked, guide, key)


def _language(guide: Guide, languages: Mapping[str, Language]) -> str:
    """The language of a translated guide, in English and in itself."""
    if not guide.about.language:
        return ""
    language = languages[guide.about.language]
    return f"{language.name} {language.own_name or ''}".strip()


def _day(checked: str) -> int:
    """Days since 1970, which a browser can compare without reading dates; 0 when not checked."""
    return (datetime.date.fromisoformat(checked) - _EPOCH).days if checked else 0


def _steps(rows: Iterable[int]) -> list[int]:
    steps, before = [], 0
    for row in rows:
        steps.append(row - before)
        before = row
    return steps


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
