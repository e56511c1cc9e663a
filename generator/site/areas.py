"""The map's background as a small file: ``places/areas.json``.

Degrees become whole numbers on a grid that a screen can use as they are, and borders are cut
and made simpler once for both neighbours (`generator.site.borders`). The file holds the figures
of the projection, so that a browser places a point with two multiplications.
"""

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.reading.areas import Area, Areas
from generator.site.borders import ArcRing, Borders, Corner, corners, cut, lone, simplified
from offer_schema.vocabulary import Place

GRID = 4096
"""The longer side of the map in units of the grid: some metres each."""

MOST_CORNERS = 1_500
"""How many corners the borders keep together: enough for a screen, some kilobytes to send."""

_LEAST_AREA = 8.0
"""Twice the area (in units of the grid) that a corner must be worth: what no screen shows."""


class Projection(NamedTuple):
    """Degrees to the grid: equirectangular, true to scale at the middle latitude.

    Attributes:
        west: The longitude of the left edge.
        north: The latitude of the upper edge.
        across: Units for each degree of longitude.
        down: Units for each degree of latitude.
    """

    west: float
    north: float
    across: float
    down: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point is: to the right and down from the upper left corner."""
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down


def projection(areas: Sequence[Area]) -> tuple[Projection, tuple[int, int]]:
    """The projection that fits these areas, and the size of the map that it makes."""
    points = [point for area in areas for polygon in area.polygons for ring in polygon for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    shrink = math.cos(math.radians((south + north) / 2))
    width, height = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    down = GRID / max(width, height)
    found = Projection(round(west, 6), round(north, 6), float(f"{down * shrink:.8g}"), float(f"{down:.8g}"))
    return found, (math.ceil(width * down), math.ceil(height * down))


def areas_file(areas: Areas, places: Mapping[str, Place]) -> str:
    """The file as JSON.

    ``arcs`` are the borders, each once: the first corner, then steps. An area's ``rings`` are
    lists of arcs, as in TopoJSON: -1 - n is arc n backwards. ``outline`` is drawn stronger.
    ``label`` is where the name has most room: the middle of it, and how wide the room is.
    ``towns`` names the places that areas are part of.

    Args:
        areas: The areas of the offer, at least one.
        places: The vocabulary's places, for the town that a ward is part of.
    """
    to_grid, size = projection(areas)
    drawn, rings = _rings(areas, to_grid)
    borders = simplified(cut(rings), MOST_CORNERS, _LEAST_AREA)
    of_area = _by_area(len(areas), drawn, borders)
    rows: list[dict[str, Any]] = []
    for area, own in zip(areas, of_area, strict=True):
        if area.kind == "outline":
            continue
        place = places.get(area.place)
        rows.append(
            {
                "name": area.name,
                "place": area.place,
                "within": (place.part_of if place else "") or "",
                "rings": own,
                "label": _label(borders, own),
            }
        )
    towns = {row["within"] for row in rows} & places.keys()
    outlines = [own for area, own in zip(areas, of_area, strict=True) if area.kind == "outline"]
    data = {
        "projection": to_grid._asdict(),
        "size": size,
        "attribution": areas.attribution,
        "arcs": [_steps(arc) for arc in borders.arcs],
        "areas": rows,
        "towns": {town: places[town].name for town in sorted(towns)},
        "outline": [ring for own in outlines for ring in own] or lone(borders),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _rings(areas: Sequence[Area], to_grid: Projection) -> tuple[list[int], list[list[Corner]]]:
    """Every ring on the grid, with the number of its area; what is smaller than a dot is left out."""
    drawn: list[int] = []
    rings: list[list[Corner]] = []
    for number, area in enumerate(areas):
        own = [_on_grid(ring, to_grid) for polygon in area.polygons for ring in polygon]
        largest = max(own, key=_twice_size)
        for ring in own:
            if len(ring) >= 3 and (ring is largest or _twice_size(ring) > 2 * _LEAST_AREA):
                drawn.append(number)
                rings.append(ring)
    return drawn, rings


def _on_grid(ring: Sequence[tuple[float, float]], to_grid: Projection) -> list[Corner]:
    found: list[Corner] = []
    for point in ring:
        x, y = to_grid.place(*point)
        corner = (round(x), round(y))
        if not found or found[-1] != corner:
            found.append(corner)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def _twice_size(ring: Sequence[Corner]) -> int:
    """Twice the area that a ring encloses."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs))


def _by_area(areas: int, drawn: Sequence[int], borders: Borders) -> list[list[ArcRing]]:
    found: list[list[ArcRing]] = [[] for _ in range(areas)]
    for number, ring in zip(drawn, borders.rings, strict=True):
        found[number].append(ring)
    return found


def _steps(arc: Sequence[Corner]) -> list[int]:
    steps = [*arc[0]]
    for one, two in itertools.pairwise(arc):
        steps += (two[0] - one[0], two[1] - one[1])
    return steps


def _label(borders: Borders, rings: Sequence[ArcRing]) -> list[int]:
    """The widest room for a line of text: its middle, and its width.

    Lines across the area are tried; a line counts for the narrowest of three close ones, so that
    a name does not stand in the tip of a corner.
    """
    shape = [corners(borders, ring) for ring in rings]
    if not shape:
        return [0, 0, 0]
    top, bottom = (edge(y for ring in shape for _, y in ring) for edge in (min, max))
    step = max((bottom - top) / 24, 1)
    middle_y = (top + bottom) / 2
    best, best_worth = [0, 0, 0], -1.0
    for at in range(2, 23):
        y = top + at * step
        for left, right in _spans(shape, y):
            narrow_left, narrow_right = left, right
            for near in (y - step, y + step):
                over = [
                    span for span in _spans(shape, near) if span[0] < narrow_right and span[1] > narrow_left
                ]
                if not over:
                    narrow_right = narrow_left
                    break
                widest = max(over, key=lambda span: min(span[1], right) - max(span[0], left))
                narrow_left, narrow_right = max(narrow_left, widest[0]), min(narrow_right, widest[1])
            width = narrow_right - narrow_left
            worth = width * (1 - 0.4 * abs(y - middle_y) / max(bottom - top, 1))
            if worth > best_worth:
                best, best_worth = (
                    [round((narrow_left + narrow_right) / 2), round(y), round(max(width, 0))],
                    worth,
                )
    return best


def _spans(shape: Sequence[Sequence[Corner]], y: float) -> list[tuple[float, float]]:
    """Where a line across is inside the shape."""
    crossings = []
    for ring in shape:
        for one, two in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (one[1] > y) != (two[1] > y):
                crossings.append(one[0] + (y - one[1]) * (two[0] - one[0]) / (two[1] - one[1]))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))
