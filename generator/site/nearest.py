"""The entries nearest to a point, without measuring the way to every other.

Points lie on grids, the finest first. A square and the eight around it hold everything
within the length of its side; only when these are too few is the next wider grid asked.
So the work for one point depends on how many entries are near it, not on how many there are.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from generator.reading.distance import MILES_PER_DEGREE, miles

Key = tuple[str, str]
"""The kind and id of an entry."""

Point = tuple[float, float]
"""Degrees north and east (WGS84)."""

WITHIN = 5.0
"""How far away, in miles, still counts as near."""

_SIDES = (0.08, 0.15, 0.3, 0.6, 1.2, 2.4, WITHIN)
_SURVEY = 1.2
"""The grid that tells how dense the entries are somewhere, and so where to begin."""

_AT_ONE_POINT = 16
"""How many entries of one building are looked at: a civic centre may house hundreds."""

# A place on a flat map, in miles (as a complex number, the quickest to subtract), and who is there.
_Spot = tuple[complex, Point, list[Key]]
_Grid = dict[tuple[int, int], list[_Spot]]


def least_miles(some: Iterable[Point], others: Sequence[Point]) -> float:
    """The distance between the two nearest points of two entries.

    Raises:
        ValueError: One of them has no point.
    """
    return min(miles(one, other) for one in some for other in others)


class Nearest:
    """Knows where entries are.

    Args:
        places: The points of each entry that may be found.
    """

    def __init__(self, places: Iterable[tuple[Key, Sequence[Point]]]) -> None:
        here: dict[Point, list[Key]] = defaultdict(list)
        for key, points in places:
            for point in points:
                here[point].append(key)
        # One flat map serves for choosing; distances that anybody sees are measured by `miles`.
        self._shrink = math.cos(math.radians(sum(point[0] for point in here) / max(1, len(here))))
        self._spots: list[_Spot] = [
            (self._flat(point), point, sorted(keys)[:_AT_ONE_POINT]) for point, keys in here.items()
        ]
        self._grids: dict[float, _Grid] = {}

    def _flat(self, point: Point) -> complex:
        return complex(point[0] * MILES_PER_DEGREE, point[1] * MILES_PER_DEGREE * self._shrink)

    def find(self, points: Iterable[Point], count: int, wanted: Callable[[Key], bool]) -> list[Key]:
        """The nearest entries within `WITHIN` miles, the nearest first; those as near by their key.

        Args:
            points: Where from; an entry with several points is as near as its nearest.
            count: How many at most.
            wanted: Whether an entry is wanted at all.
        """
        best: dict[Key, float] = {}
        for point in points:
            for other, key in self._around(point, count, wanted):
                distance = miles(point, other)
                if distance < best.get(key, math.inf):
                    best[key] = distance
        return [key for _, key in sorted((distance, key) for key, distance in best.items())[:count]]

    def _around(self, point: Point, count: int, wanted: Callable[[Key], bool]) -> list[tuple[Point, Key]]:
        here = self._flat(point)
        north, east = here.real, here.imag
        found: list[tuple[Point, Key]] = []
        survey = self._grids.get(_SURVEY) or self._grid(_SURVEY)
        around = len(survey.get((int(north // _SURVEY), int(east // _SURVEY)), ()))
        for side in _SIDES:
            if side < WITHIN and side * side * around < 0.6 * count:
                continue
            grid = self._grids.get(side) or self._grid(side)
            row, column = int(north // side), int(east // side)
            spots = [
                (distance, other, keys)
                for square in (
                    (row - 1, column - 1),
                    (row - 1, column),
                    (row - 1, column + 1),
                    (row, column - 1),
                    (row, column),
                    (row, column + 1),
                    (row + 1, column - 1),
                    (row + 1, column),
                    (row + 1, column + 1),
                )
                for spot, other, keys in grid.get(square, ())
                if (distance := abs(spot - here)) <= side
            ]
            spots.sort()
            found = []
            for _, other, keys in spots:
                found += [(other, key) for key in keys if wanted(key)]
                if len(found) >= count:
                    return found
        return found

    def _grid(self, side: float) -> _Grid:
        grid = self._grids[side] = defaultdict(list)
        for spot in self._spots:
            grid[int(spot[0].real // side), int(spot[0].imag // side)].append(spot)
        return grid
