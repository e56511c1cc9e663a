"""Which other entries an entry's page shows: its organisation, similar support, support nearby.

Nothing here grows faster than the number of entries times its logarithm: no entry is
compared with all others, only with those that stand next to it in sorted lists.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.reading.card import Card
from generator.site.browsing import sort_key
from generator.site.nearest import Nearest, Point

Key = tuple[str, str]
"""The kind and id of an entry."""

PointsOf = Callable[[Card], Sequence[Point]]
"""Where an entry is, as far as that is published."""

SIMILAR = 4
"""How many other entries a page suggests."""

NEAR = 4
"""How many services nearby a page names."""

SAME_ORGANISATION = 6
"""How many other services of the same organisation a service's page names."""

OF_ORGANISATION = 200
"""How many services an organisation's own page names."""

_BANDS = ((0, 4), (5, 10), (11, 15), (16, 25))
_RAREST = 3
_WINDOW = 3


class Links(NamedTuple):
    """The other entries that an entry's page shows."""

    organisation: Key | None
    similar: tuple[Key, ...]
    same: tuple[Key, ...]
    near: tuple[Key, ...] = ()

    def plain(self) -> tuple[Any, ...]:
        """The same in exact tuples, for the cache."""
        return (self.organisation, self.similar, self.same, self.near)

    def all(self) -> Iterator[Key]:
        """Every key in it."""
        if self.organisation:
            yield self.organisation
        yield from self.similar
        yield from self.same
        yield from self.near


def published_points(card: Card) -> Sequence[Point]:
    """The points that an entry's own file gives; a withheld address has none."""
    return card.points


def find_links(
    cards: Mapping[Key, Card], wanted: Iterable[Key], points_of: PointsOf = published_points
) -> dict[Key, Links]:
    """What each wanted page links to.

    Args:
        cards: Every card.
        wanted: The entries whose pages are to be written.
        points_of: Where an entry is.
    """
    # In the order of places, so that what is near is still in the processor's memory.
    in_order = sorted((cards[key] for key in wanted), key=_neighbourhood)
    asked = {(card.kind, card.id): card for card in in_order}
    groups = {_group(card) for card in asked.values()} - {None}
    owners = {card.organisation for card in asked.values()} | {card.id for card in asked.values()}
    by_organisation: dict[str, list[Card]] = defaultdict(list)
    members: list[Card] = []
    related = (card for card in cards.values() if _group(card) in groups or card.organisation in owners)
    for card in sorted(related, key=_neighbourhood):
        if card.status == "closed":
            continue
        members.append(card)
        if card.kind == "service" and card.organisation:
            by_organisation[card.organisation].append(card)
    alike = _Alike(members)
    nearest = Nearest(
        (key, points_of(card))
        for key, card in cards.items()
        if card.kind == "service" and card.status != "closed"
    )
    found: dict[Key, Links] = {}
    for key, card in asked.items():
        of_owner = by_organisation.get(card.id if card.kind == "organisation" else card.organisation, ())
        found[key] = _links_of(key, card, alike, of_owner, nearest, cards, points_of)
    return found


def _links_of(
    key: Key,
    card: Card,
    alike: "_Alike",
    of_owner: Sequence[Card],
    nearest: Nearest,
    cards: Mapping[Key, Card],
    points_of: PointsOf,
) -> Links:
    if card.kind == "organisation":
        return Links(None, (), tuple(("service", one.id) for one in of_owner[:OF_ORGANISATION]))
    owner = ("organisation", card.organisation) if card.organisation else None
    similar = alike.similar(card)
    same: list[Key] = []
    if card.kind == "service":
        others = (("service", one.id) for one in of_owner[: SAME_ORGANISATION + SIMILAR + 1])
        same = [one for one in others if one != key and one not in similar][:SAME_ORGANISATION]
    shown = {key, *similar, *same}
    near = nearest.find(points_of(card), NEAR, lambda one: one not in shown and _share_ages(card, cards[one]))
    return Links(owner, similar, tuple(same), tuple(near))


def _share_ages(one: Card, other: Card) -> bool:
    """Whether two entries may be for the same child; an entry that does not say is for any."""
    if one.age_from < 0 or other.age_from < 0:
        return True
    return one.age_from <= other.age_to and other.age_from <= one.age_to


def _group(card: Card) -> tuple[str, str] | None:
    """Only entries of one group are similar: a service's main category, a school's phase."""
    if card.kind == "service":
        return ("service", card.categories[0])
    return ("school", card.phase) if card.kind == "school" else None


def _neighbourhood(card: Card) -> tuple[str, str, str]:
    return (card.places[0] if card.places else "", sort_key(card.name), card.id)


class _Alike:
    """Finds similar entries: of the same group, sharing needs and ages before all others.

    Each need and band of ages of a group has a list, in the order of places and names. An
    entry is compared with those that come after it in the lists of its rarest needs.

    Args:
        cards: The cards that may be suggested, by place and name.
    """

    def __init__(self, cards: Sequence[Card]) -> None:
        self._traits = [_traits(card) for card in cards]
        self._keys = [(card.kind, card.id) for card in cards]
        self._at = {key: at for at, key in enumerate(self._keys)}
        self._lists: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for at, (card, traits) in enumerate(zip(cards, self._traits, strict=True)):
            group = _group(card)
            if group is None:
                continue
            self._lists[group].append(at)
            bands = [
                band
                for band, (low, high) in enumerate(_BANDS)
                if traits.youngest <= high and traits.oldest >= low
            ]
            for need in card.needs or ("",):
                for band in bands:
                    self._lists[group, need, band].append(at)

    def similar(self, card: Card) -> tuple[Key, ...]:
        """The keys of the entries most like this one, the most alike first."""
        group = _group(card)
        if group is None:
            return ()
        me = self._at.get((card.kind, card.id), -1)
        traits = self._traits[me] if me >= 0 else _traits(card)
        middle = (traits.youngest + traits.oldest) // 2
        band = next(at for at, (_, high) in enumerate(_BANDS) if middle <= high)
        lists = [self._lists.get((group, need, band), []) for need in card.needs or ("",)]
        candidates = set(_after(self._lists.get(group, []), me, SIMILAR))
        for each in sorted(lists, key=len)[:_RAREST]:
            candidates.update(_after(each, me, _WINDOW))
        candidates.discard(me)
        ranked = sorted([(-_likeness(traits, self._traits[at]), at) for at in candidates])
        return tuple(self._keys[at] for _, at in ranked[:SIMILAR])


def _after(places: list[int], me: int, count: int) -> list[int]:
    """The next places in a list, from its beginning again after its end."""
    start = bisect_right(places, me)
    found = places[start : start + count]
    return found + places[: min(start, count - len(found))] if len(found) < count else found


class _Traits(NamedTuple):
    """What makes entries of a group alike."""

    needs: frozenset[str]
    youngest: int
    oldest: int
    place: str
    kinds: frozenset[str]


def _traits(card: Card) -> _Traits:
    youngest, oldest = (card.age_from, card.age_to) if card.age_from >= 0 else (0, 25)
    place = card.places[0] if card.places else ""
    return _Traits(frozenset(card.needs), youngest, oldest, place, frozenset(card.categories[1:]))


def _likeness(one: _Traits, other: _Traits) -> float:
    """How alike two entries of a group are, from -1 to 4: their needs count most, then their ages."""
    needs, youngest, oldest, place, kinds = one
    needs_too, low, high, place_too, kinds_too = other
    shared = len(needs & needs_too)
    likeness = 2 * shared / (len(needs) + len(needs_too) - shared) if needs or needs_too else 2.0
    years = (oldest if oldest < high else high) - (youngest if youngest > low else low) + 1
    # The share of the ages here that the other is for as well; nobody's ages is worse than a few.
    likeness += years / (oldest - youngest + 1) if years > 0 else -1.0
    if place and place == place_too:
        likeness += 0.5
    if kinds and not kinds.isdisjoint(kinds_too):
        likeness += 0.5
    return likeness
