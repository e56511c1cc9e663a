"""Whether an entry is where it says: its postcode in the place that it names, and its coordinates at its postcode."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.reading.areas import Area, Point, Ring
from generator.reading.distance import MILES_PER_DEGREE, miles
from generator.reading.postcodes import Postcodes
from generator.reading.problems import Problem, Severity

BEYOND = 1.0
"""How many miles beyond a border a postcode may lie: it stands for a whole street, and borders are drawn simpler."""

APART = 1.0
"""How many miles coordinates may be from their postcode."""


class Placing(NamedTuple):
    """One location of an entry that has a postcode, as the file says it.

    Attributes:
        postcode: The postcode.
        line: Its line.
        column: Its column.
        place: The id of the place that it names, or "".
        latitude: Its own latitude in degrees, or None.
        longitude: Its own longitude in degrees, or None.
    """

    postcode: str
    line: int
    column: int
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


def misplaced(
    path: str,
    spots: Iterable[Placing],
    postcodes: Postcodes,
    areas: Mapping[str, Sequence[Area]],
    within: Callable[[str], Sequence[str]],
    names: Mapping[str, str],
) -> Iterator[Problem]:
    """The warnings about the locations of one file.

    Args:
        path: The file.
        spots: Its locations.
        postcodes: Where postcodes are.
        areas: The areas of each place that has any, by its id.
        within: A place with whatever it is part of.
        names: What each place is called.
    """
    for spot in spots:
        known = postcodes.place(spot.postcode)
        if known is None:
            continue
        point = (known.longitude, known.latitude)
        drawn = next((place for place in within(spot.place) if place in areas), None) if spot.place else None
        if drawn is not None:
            away = min(miles_outside(area.polygons, point) for area in areas[drawn])
            if away > BEYOND:
                yield Problem(
                    path,
                    spot.line,
                    spot.column,
                    Severity.WARNING,
                    "postcode-elsewhere",
                    f"{spot.postcode} is {away:.0f} mile{'' if round(away) == 1 else 's'} outside {names[drawn]}.",
                    'Look at the postcode and at "place": one of them is wrong.',
                )
        if spot.latitude is not None and spot.longitude is not None:
            away = miles(point[::-1], (spot.latitude, spot.longitude))
            if away > APART:
                yield Problem(
                    path,
                    spot.line,
                    spot.column,
                    Severity.WARNING,
                    "coordinates-elsewhere",
                    f'"latitude" and "longitude" are {away:.0f} mile{"" if round(away) == 1 else "s"} from {spot.postcode}.',
                    "Look at all three. Without the two numbers, the postcode says where it is.",
                )


def by_place(areas: Iterable[Area]) -> dict[str, list[Area]]:
    """The areas of each place, by its id."""
    found: dict[str, list[Area]] = {}
    for area in areas:
        if area.place:
            found.setdefault(area.place, []).append(area)
    return found


def miles_outside(polygons: Sequence[Sequence[Ring]], point: Point) -> float:
    """How far a point is from some polygons; 0 inside them.

    Args:
        polygons: Of each the outer ring first, then the holes.
        point: Longitude and latitude in degrees.
    """
    if any(
        _inside(rings[0], point) and not any(_inside(hole, point) for hole in rings[1:]) for rings in polygons
    ):
        return 0.0
    return min(
        _miles_to_side(point, ring[at - 1], ring[at])
        for rings in polygons
        for ring in rings
        for at in range(len(ring))
    )


def _inside(ring: Ring, point: Point) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    x, y = point
    inside = False
    for at in range(len(ring)):
        (x1, y1), (x2, y2) = ring[at - 1], ring[at]
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _miles_to_side(point: Point, one: Point, other: Point) -> float:
    """From a point to the nearest point of a side, on a map that is flat around the point."""
    narrow = math.cos(math.radians(point[1]))
    ax, ay = (one[0] - point[0]) * narrow, one[1] - point[1]
    bx, by = (other[0] - point[0]) * narrow, other[1] - point[1]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(ax * dx + ay * dy) / length)) if length else 0.0
    return math.hypot(ax + along * dx, ay + along * dy) * MILES_PER_DEGREE
