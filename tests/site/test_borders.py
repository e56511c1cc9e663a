"""Borders: cut where neighbours change, made simpler once for both sides."""

import itertools
import math
import random
from collections import Counter

import pytest

from generator.site.borders import Borders, Corner, corners, cut, lone, simplified

LEFT: list[Corner] = [(0, 0), (100, 0), (101, 30), (99, 60), (100, 100), (0, 100)]
RIGHT: list[Corner] = [(100, 0), (200, 0), (200, 100), (100, 100), (99, 60), (101, 30)]


def twice_size(ring: list[Corner]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def division(cells: int = 6, seed: int = 1) -> list[list[Corner]]:
    """Neighbouring areas on a grid, each border a wobbly line of many corners."""
    chance = random.Random(seed)
    lines: dict[tuple[Corner, Corner], list[Corner]] = {}

    def line(one: Corner, two: Corner) -> list[Corner]:
        if one > two:
            return line(two, one)[::-1]
        if (one, two) not in lines:
            wobble = [
                (
                    round(one[0] + (two[0] - one[0]) * at / 20 + chance.uniform(-12, 12)),
                    round(one[1] + (two[1] - one[1]) * at / 20 + chance.uniform(-12, 12)),
                )
                for at in range(1, 20)
            ]
            lines[one, two] = [one, *wobble, two]
        return lines[one, two]

    rings = []
    for x in range(cells):
        for y in range(cells):
            knots = [(400 * a, 400 * b) for a, b in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))]
            ring: list[Corner] = []
            for one, two in itertools.pairwise(knots):
                ring += line(one, two)[:-1]
            rings.append(ring)
    return rings


def test_two_neighbours_share_the_border_between_them() -> None:
    borders = cut([LEFT, RIGHT])
    shared = [arc for arc in borders.arcs if (99, 60) in arc]
    assert shared in (
        [((100, 0), (101, 30), (99, 60), (100, 100))],
        [((100, 100), (99, 60), (101, 30), (100, 0))],
    )
    assert len(borders.arcs) == 3


@pytest.mark.parametrize("rings", [[LEFT], [LEFT, RIGHT], division()])
def test_cutting_loses_no_corner(rings: list[list[Corner]]) -> None:
    borders = cut(rings)
    for ring, own in zip(rings, borders.rings, strict=True):
        again = corners(borders, own)
        at = again.index(ring[0])
        assert again[at:] + again[:at] == ring


def test_an_island_and_the_hole_that_it_fills_are_one_border() -> None:
    island = [(40, 40), (60, 40), (60, 60), (40, 60)]
    hole = [(60, 60), (60, 40), (40, 40), (40, 60)]
    borders = cut([LEFT, hole, island])
    assert len(borders.arcs) == 2
    assert borders.rings[1][0] == -1 - borders.rings[2][0]


def test_a_simpler_border_is_the_same_for_both_neighbours_and_covers_the_same_ground() -> None:
    rings = division()
    borders = simplified(cut(rings), most=150)
    shapes = [corners(borders, ring) for ring in borders.rings]
    edges = Counter(
        (one, two) for shape in shapes for one, two in zip(shape, [*shape[1:], shape[0]], strict=True)
    )
    inner = [edge for edge in edges if edge[::-1] in edges]
    outer = [edge for edge in edges if edge[::-1] not in edges]
    # Every stretch runs once in each direction, or belongs to the outline: there is no gap and no overlap.
    assert set(edges.values()) == {1}
    assert inner
    total = sum(twice_size(shape) for shape in shapes)
    assert total == sum(one[0] * two[1] - two[0] * one[1] for one, two in outer)
    assert len(edges) < sum(len(ring) for ring in rings) / 5


def test_a_simpler_area_is_still_an_area_of_much_the_same_size() -> None:
    rings = division()
    borders = simplified(cut(rings), most=200)
    for before, ring in zip(rings, borders.rings, strict=True):
        after = corners(borders, ring)
        assert len(set(after)) >= 3
        assert math.isclose(twice_size(after), twice_size(before), rel_tol=0.08)


@pytest.mark.parametrize("most", [0, 5])
def test_however_few_corners_are_left_every_area_keeps_three(most: int) -> None:
    around = [(round(100 * math.cos(at / 8)), round(100 * math.sin(at / 8))) for at in range(50)]
    lens_left = [(500, 0), (530, 50), (500, 100), (460, 50)]
    lens_right = [(500, 0), (700, 0), (700, 100), (500, 100), (530, 50)]
    borders = simplified(cut([around, lens_left, lens_right]), most, least_area=1e9)
    for ring in borders.rings:
        shape = corners(borders, ring)
        assert len(set(shape)) >= 3
        assert twice_size(shape) != 0


def test_what_moves_the_border_least_goes_first() -> None:
    ring = [(0, 0), (50, 1), (100, 0), (100, 40), (130, 50), (100, 60), (100, 100), (0, 100)]
    kept = corners(borders := simplified(cut([ring]), most=6), borders.rings[0])
    assert (50, 1) not in kept
    assert (130, 50) in kept


def test_the_outline_of_wards_is_what_only_one_of_them_has() -> None:
    borders = cut([LEFT, RIGHT])
    outline = {corner for ring in lone(borders) for corner in borders.arcs[ring[0]]}
    assert (99, 60) not in outline
    assert {(0, 0), (200, 0), (200, 100), (0, 100)} <= outline


def test_nothing_is_cut_from_nothing() -> None:
    assert cut([]) == Borders((), ())
    assert simplified(cut([]), 10) == Borders((), ())
