"""Borders that neighbours share: cut once, made simpler once, so that no gap opens between two areas.

Rings of corners on a whole-number grid go in. Where the neighbours of a border change, the
rings are cut into arcs; each arc is made simpler by itself (Visvalingam and Whyatt: the corner
that matters least goes first) and then stands in the ring of each area that has it.
"""

import heapq
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Corner = tuple[int, int]
Arc = tuple[Corner, ...]
ArcRing = tuple[int, ...]
"""A ring as the numbers of its arcs; -1 - n is arc n from its end to its beginning."""


class Borders(NamedTuple):
    """Rings, cut into the arcs that they share.

    Attributes:
        arcs: Each stretch of border once; an arc whose ends are equal is a whole ring.
        rings: The rings, in the order in which they were given.
    """

    arcs: tuple[Arc, ...]
    rings: tuple[ArcRing, ...]


def cut(rings: Sequence[Sequence[Corner]]) -> Borders:
    """Cuts rings wherever the areas beside them change.

    Args:
        rings: Each ring's corners, at least three, without the first one again at the end.
    """
    junctions = _junctions(rings)
    numbers: dict[Arc, int] = {}
    cut_rings = []
    for ring in rings:
        cut_rings.append(tuple(_numbered(arc, numbers) for arc in _arcs_of(ring, junctions)))
    return Borders(tuple(numbers), tuple(cut_rings))


def _junctions(rings: Sequence[Sequence[Corner]]) -> set[Corner]:
    """The corners that do not have the same two neighbours in every ring."""
    beside: dict[Corner, tuple[Corner, Corner]] = {}
    junctions: set[Corner] = set()
    for ring in rings:
        for at, corner in enumerate(ring):
            one, other = ring[at - 1], ring[(at + 1) % len(ring)]
            pair = (one, other) if one < other else (other, one)
            if beside.setdefault(corner, pair) != pair:
                junctions.add(corner)
    return junctions


def _arcs_of(ring: Sequence[Corner], junctions: set[Corner]) -> Iterable[Arc]:
    start = next((at for at, corner in enumerate(ring) if corner in junctions), None)
    if start is None:
        # A whole ring begins at the same corner for both areas beside it.
        start = ring.index(min(ring))
    turned = [*ring[start:], *ring[:start], ring[start]]
    begin = 0
    for at in range(1, len(turned)):
        if turned[at] in junctions or at == len(turned) - 1:
            yield tuple(turned[begin : at + 1])
            begin = at


def _numbered(arc: Arc, numbers: dict[Arc, int]) -> int:
    if arc in numbers:
        return numbers[arc]
    if arc[::-1] in numbers:
        return -1 - numbers[arc[::-1]]
    return numbers.setdefault(arc, len(numbers))


def simplified(borders: Borders, most: int, least_area: float = 0.0) -> Borders:
    """The same borders with fewer corners.

    Every ring keeps at least three corners, and every arc keeps its ends.

    Args:
        borders: What `cut` made.
        most: How many corners all arcs may keep together, apart from those that must stay.
        least_area: A corner goes in any case when it moves the border by less than this area.
    """
    needed = [_needed(arc) for arc in borders.arcs]
    for ring in borders.rings:
        # Two arcs with the same ends enclose something only while one of them bends.
        if len(ring) == 2:
            for one in ring:
                number = one if one >= 0 else -1 - one
                needed[number] = max(needed[number], 1)
    weights = [_weights(arc) for arc in borders.arcs]
    heaviest = sorted((weight for each in weights for weight in each), reverse=True)
    threshold = max(least_area, heaviest[most] if most < len(heaviest) else 0.0)
    arcs = tuple(
        _kept(arc, each, threshold, keep)
        for arc, each, keep in zip(borders.arcs, weights, needed, strict=True)
    )
    return Borders(arcs, borders.rings)


def _needed(arc: Arc) -> int:
    return 2 if arc[0] == arc[-1] else 0


def _kept(arc: Arc, weights: list[float], threshold: float, keep: int) -> Arc:
    """The ends of an arc, what weighs more than the threshold, and the heaviest few in any case."""
    order = sorted(range(len(weights)), key=weights.__getitem__, reverse=True)
    chosen = {at for at in order if weights[at] > threshold} | set(order[:keep])
    return (arc[0], *(corner for at, corner in enumerate(arc[1:-1]) if at in chosen), arc[-1])


def _weights(arc: Arc) -> list[float]:
    """How much each corner between the ends matters: twice the area by which the border moves without it."""
    last = len(arc) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    area = [0.0] * (last + 1)
    weight = [0.0] * (last + 1)
    heap = []
    for at in range(1, last):
        area[at] = _twice_area(arc[at - 1], arc[at], arc[at + 1])
        heap.append((area[at], at))
    heapq.heapify(heap)
    gone = [False] * (last + 1)
    heaviest = 0.0
    while heap:
        size, at = heapq.heappop(heap)
        if gone[at] or size != area[at]:
            continue
        gone[at] = True
        # A corner never matters less than one that had to go before it.
        heaviest = weight[at] = max(heaviest, size)
        one, other = before[at], after[at]
        after[one], before[other] = other, one
        for near in (one, other):
            if 0 < near < last:
                area[near] = _twice_area(arc[before[near]], arc[near], arc[after[near]])
                heapq.heappush(heap, (area[near], near))
    return weight[1:last]


def _twice_area(one: Corner, two: Corner, three: Corner) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1]))


def corners(borders: Borders, ring: ArcRing) -> list[Corner]:
    """The corners of a ring, without the first one again at the end."""
    found: list[Corner] = []
    for one in ring:
        arc = borders.arcs[one] if one >= 0 else borders.arcs[-1 - one][::-1]
        found.extend(arc[:-1])
    return found


def lone(borders: Borders) -> tuple[ArcRing, ...]:
    """The arcs that only one ring has, as an outline: each by itself."""
    uses = [0] * len(borders.arcs)
    for ring in borders.rings:
        for one in ring:
            uses[one if one >= 0 else -1 - one] += 1
    return tuple((number,) for number, count in enumerate(uses) if count == 1)
