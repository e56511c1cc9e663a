"""The ways to browse without searching: by category, need, age, place and letter.

Everything that search can find can also be reached through these lists, which are
plain pages. A list is a facet (``needs``) and a term (``autism``); its members are cards.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.site import addresses
from generator.site.words import Words

PAGE_SIZE = 50
"""How many entries stand on one page of a list."""


class Listing(NamedTuple):
    """One list to browse: ``needs`` / ``autism``. `term` is empty for the list of a whole kind."""

    facet: str
    term: str


class Page(NamedTuple):
    """One page of a list."""

    listing: Listing
    number: int
    pages: int
    total: int
    cards: tuple[Card, ...]

    @property
    def address(self) -> str:
        """Where the page is on the site."""
        return addresses.listing(self.listing.facet, self.listing.term, self.number)


class Browsing:
    """Knows which lists there are, which cards are on which, and in what order.

    Args:
        offer: The offer.
        words: The interface's words.
        late: The cards (by kind and id) that are overdue or closed; they come last in every list.
        withdrawn: The cards that the council's policy takes out of lists.
    """

    def __init__(
        self,
        offer: Offer,
        words: Words,
        late: Iterable[tuple[str, str]],
        withdrawn: Iterable[tuple[str, str]],
    ) -> None:
        vocabulary = offer.vocabulary
        self._bands_of = vocabulary.bands_of
        self._within, self._digits = vocabulary.within, words["listing"]["digits"]
        self._late, self._withdrawn = frozenset(late), frozenset(withdrawn)
        self._names: dict[str, Mapping[str, str]] = {
            "categories": {term: word.name for term, word in vocabulary.categories.items()},
            "needs": {term: word.name for term, word in vocabulary.needs.items()},
            "ages": {term: word.name for term, word in vocabulary.age_bands.items()},
            "places": {term: word.name for term, word in vocabulary.places.items()}
            | {f"anywhere-{kind}": name for kind, name in words["coverage"].items()},
            "audience": words["audience"],
        }

    def name(self, listing: Listing) -> str:
        """What a term is called."""
        if listing.facet == "a-z":
            return listing.term.upper() if listing.term != "0-9" else self._digits
        return self._names[listing.facet][listing.term]

    def names(self, facet: str) -> Mapping[str, str]:
        """What each term of a facet is called; letters have no names of their own."""
        return self._names[facet]

    def terms(self, facet: str) -> list[str]:
        """Every term of a facet, in the vocabulary's order; letters only where used."""
        return list(self._names[facet])

    def listings_of(self, card: Card) -> Iterator[Listing]:
        """Every list that a card stands on."""
        yield Listing(addresses.FOLDERS[card.kind], "")
        if card.kind == "organisation":
            return
        if (card.kind, card.id) in self._withdrawn:
            return
        yield Listing("a-z", letter(card.name))
        for category in card.categories:
            yield Listing("categories", category)
        for need in card.needs:
            yield Listing("needs", need)
        yield from (Listing("ages", band) for band in self._bands_of(card.age_from, card.age_to))
        yield from (Listing("places", place) for place in self._places_of(card))
        yield from (Listing("audience", audience) for audience in card.audience)

    def _places_of(self, card: Card) -> Iterator[str]:
        yield from dict.fromkeys(one for place in card.places for one in self._within(place))
        for coverage in card.covers:
            yield f"anywhere-{coverage}"

    def collect(self, cards: Iterable[Card], only: set[Listing] | None = None) -> dict[Listing, list[Card]]:
        """The members of each list (or of the lists asked for only), sorted."""
        found: dict[Listing, list[Card]] = defaultdict(list)
        for card in sorted(cards, key=self._order):
            for listing in self.listings_of(card):
                if only is None or listing in only:
                    found[listing].append(card)
        return found

    def in_order(self, cards: Iterable[Card]) -> list[Card]:
        """Cards kind by kind, each kind as its own list shows it."""
        kinds = list(addresses.FOLDERS)
        return sorted(cards, key=lambda card: (kinds.index(card.kind), *self._order(card)))

    def _order(self, card: Card) -> tuple[bool, str, str]:
        return (card.kind, card.id) in self._late, sort_key(card.name), card.id


def sort_key(name: str) -> str:
    """A name as it is filed: without accents, capitals and a leading "The"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.removeprefix("the ")


def letter(name: str) -> str:
    """The letter under which a name is filed; ``0-9`` when it begins with none."""
    first = sort_key(name).lstrip("\"'( ")[:1]
    return first if "a" <= first <= "z" else "0-9"


def pages_of(listing: Listing, cards: list[Card]) -> Iterator[Page]:
    """Cuts a list into pages. A list without members still has one page, which says so."""
    count = max(1, -(-len(cards) // PAGE_SIZE))
    for number in range(1, count + 1):
        part = tuple(cards[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
        yield Page(listing, number, count, len(cards), part)
