"""The outline of the authority and its wards, from one GeoJSON file: ``content/places/areas.geojson``.

The file is optional. It is drawn by hand or downloaded, mostly from the ONS Open Geography
portal, and it is read as strictly as the entries are: what cannot be drawn is a problem with
a line and a column. Coordinates are kept as degrees; `generator.site.areas` makes them small.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.reading.problems import Problem, Severity, printable
from offer_schema.field_types import is_id, slug

PATH = "content/places/areas.geojson"

MAX_BYTES = 10_000_000
"""The largest file that is read: the boundaries of a large county, in full detail."""

MAX_POINTS = 200_000
"""How many corners all areas may have together."""

MAX_AREAS = 1_000

Point = tuple[float, float]
"""Longitude and latitude in degrees, in GeoJSON's order."""

Ring = tuple[Point, ...]
"""A closed line; the first corner is not repeated at the end."""

_KINDS = ("outline", "ward")
_WARD_NAME = re.compile(r"(?:WD|CED|ED)(\d\d)NM", re.IGNORECASE)
_OUTLINE_NAME = re.compile(r"(?:LAD|LTLA|UTLA|CTYUA|CTY|LA)(\d\d)NM", re.IGNORECASE)
_WEST, _SOUTH, _EAST, _NORTH = -9.0, 49.0, 4.0, 61.5

_GRID_FIX = (
    "Download or save the file again with the coordinates in degrees: WGS84, also called EPSG:4326 or CRS84."
)


class Area(NamedTuple):
    """The outline of the authority, or one ward.

    Attributes:
        name: What it is called; may be empty for the outline.
        kind: ``outline`` or ``ward``.
        place: The id of the place in content/vocabulary/places.yml, or "".
        polygons: Its parts; of each part the outer ring first, then the holes.
    """

    name: str
    kind: str
    place: str
    polygons: tuple[tuple[Ring, ...], ...]


class AreasFile(NamedTuple):
    """What the file says.

    Attributes:
        attribution: Whose boundaries these are, in the words that the licence asks for.
        areas: The areas, in the order of the file.
    """

    attribution: str
    areas: tuple[Area, ...]


class Areas(Sequence[Area]):
    """The areas of an offer, read from their file when they are first asked for.

    Args:
        make: Reads them.
        there: Whether there is such a file.
    """

    __slots__ = ("_made", "_make", "there")

    def __init__(self, make: Callable[[], AreasFile], *, there: bool) -> None:
        self._make = make
        self._made: AreasFile | None = None
        self.there = there

    def _file(self) -> AreasFile:
        if self._made is None:
            self._made = self._make() if self.there else AreasFile("", ())
        return self._made

    @property
    def attribution(self) -> str:
        """Whose boundaries these are."""
        return self._file().attribution

    def __getitem__(self, at: Any) -> Any:
        return self._file().areas[at]

    def __len__(self) -> int:
        return len(self._file().areas)


class _Wrong(Exception):
    """One thing in the file that is wrong: where (the way through the JSON), and in which words."""

    def __init__(self, way: Sequence[str | int], code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.way, self.code, self.message, self.fix = tuple(way), code, message, fix


def read_areas(text: str) -> tuple[AreasFile | None, list[Problem]]:
    """Reads and checks the file.

    Args:
        text: The file.

    Returns:
        What it says, or None when there is an error; and the problems.
    """
    tree = _parse(text)
    if isinstance(tree, Problem):
        return None, [tree]
    problems: list[Problem] = []
    areas: list[Area] = []
    try:
        features = _features(tree)
    except _Wrong as wrong:
        return None, [_problem(text, wrong)]
    points = 0
    for at, feature in enumerate(features):
        try:
            area = _area(feature, ("features", at), alone=len(features) == 1)
            points += sum(len(ring) for polygon in area.polygons for ring in polygon)
            if points > MAX_POINTS:
                problems.append(_problem(text, _too_detailed(("features", at))))
                break
            areas.append(area)
        except _Wrong as wrong:
            problems.append(_problem(text, wrong))
            if len(problems) == 20:
                break
    if problems:
        return None, problems
    attribution = _attribution(tree, features)
    if not attribution:
        problems.append(_without_attribution())
    return AreasFile(attribution, tuple(areas)), problems


def unknown_places(text: str, known: Mapping[str, Any] | set[str]) -> Iterator[Problem]:
    """The places that areas name and that are not in the vocabulary.

    Args:
        text: The file, which `read_areas` accepted.
        known: The ids of the vocabulary's places.
    """
    for at, feature in enumerate(json.loads(text)["features"]):
        place = (feature.get("properties") or {}).get("place")
        if place and place not in known:
            yield _problem(
                text,
                _Wrong(
                    ("features", at, "properties", "place"),
                    "unknown-place",
                    f'"{_short(place)}" is not in content/vocabulary/places.yml.',
                    "Write the id of a place in that file, or take the line out.",
                ),
            )


def with_places(file: AreasFile, names: Mapping[str, str]) -> AreasFile:
    """The same with the place of each ward that did not say it, found by its name.

    Args:
        file: What the file says.
        names: The id of a place for each slug of what it is called.
    """
    areas = [
        area if area.place or area.kind == "outline" else area._replace(place=names.get(slug(area.name), ""))
        for area in file.areas
    ]
    return file._replace(areas=tuple(areas))


# --- The JSON -------------------------------------------------------------------------------


def _parse(text: str) -> Any | Problem:
    try:
        return json.loads(text, parse_constant=_not_json)
    except json.JSONDecodeError as error:
        return _mistake(
            error.lineno,
            error.colno,
            "bad-json",
            f"This is not JSON: {_JSON_WORDS.get(error.msg, error.msg)}.",
            "Download the file again, or look for a comma, bracket or quotation mark that is missing here.",
        )
    except RecursionError:
        return _mistake(
            1,
            1,
            "too-deep",
            "Brackets stand too deep inside each other in this file.",
            "Download the file again: areas need four or five levels.",
        )
    except ValueError:
        return _mistake(
            1,
            1,
            "bad-json",
            "There is a number in this file that is far too long, or that is not a number at all.",
            "Download the file again.",
        )


_JSON_WORDS = {
    "Expecting value": "a value is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Extra data": "something stands behind the end",
    "Unterminated string starting at": "a quotation mark is opened here and not closed",
    "Invalid control character at": "there is an invisible character here",
    "Invalid \\escape": "a backslash stands before a letter that it cannot stand before",
}


def _not_json(constant: str) -> float:
    raise ValueError(constant)


def _mistake(line: int, column: int, code: str, message: str, fix: str) -> Problem:
    return Problem(PATH, line, column, Severity.ERROR, code, printable(message), printable(fix))


def _problem(text: str, wrong: _Wrong) -> Problem:
    return _mistake(*_locate(text, wrong.way), wrong.code, wrong.message, wrong.fix)


_SPACE = re.compile(r"[ \t\r\n]*")


def _locate(text: str, way: Sequence[str | int]) -> tuple[int, int]:
    """The line and column of a value in valid JSON; of the last part of the way that exists."""
    scan = json.JSONDecoder().raw_decode
    at = _after_space(text, 0)
    for step in way:
        found = None
        position = _after_space(text, at + 1)
        number = 0
        while text[at] in "{[" and text[position] not in "}]":
            if text[at] == "{":
                key, position = scan(text, position)
                position = _after_space(text, _after_space(text, position) + 1)
            else:
                key, number = number, number + 1
            if key == step:
                found = position
                break
            _, position = scan(text, position)
            position = _after_space(text, position)
            if text[position] == ",":
                position = _after_space(text, position + 1)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"


# --- Features -------------------------------------------------------------------------------


def _features(tree: Any) -> list[Any]:
    kind = tree.get("type") if isinstance(tree, dict) else None
    if kind == "Topology":
        raise _Wrong(
            ("type",), "not-geojson", "This is TopoJSON.", 'Download or save the file as "GeoJSON" instead.'
        )
    if kind != "FeatureCollection" or not isinstance(tree.get("features"), list):
        raise _Wrong(
            ("type",) if kind else (),
            "not-geojson",
            "This is not a collection of areas.",
            'The file begins with {"type": "FeatureCollection", "features": [ …; download or save it as GeoJSON.',
        )
    crs = json.dumps(tree.get("crs"))
    if "27700" in crs:
        raise _Wrong(
            ("crs",), "not-degrees", "The coordinates are eastings and northings in metres.", _GRID_FIX
        )
    features: list[Any] = tree["features"]
    if not features:
        raise _Wrong(
            ("features",),
            "no-areas",
            "There is no area in this file.",
            "Put one in, or delete the file: the map then has no outline.",
        )
    if len(features) > MAX_AREAS:
        raise _Wrong(
            ("features", MAX_AREAS),
            "too-many-areas",
            f"There are {len(features):,} areas in this file; a council has fewer than {MAX_AREAS:,}.",
            "Choose only this council's wards before you download the file.",
        )
    return features


def _area(feature: Any, way: tuple[str | int, ...], *, alone: bool) -> Area:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong(
            way, "not-geojson", "This is not a feature.", 'Write {"type": "Feature", "properties": …}.'
        )
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise _Wrong(
            (*way, "properties"),
            "not-geojson",
            "The properties of this area are not a group of names and values.",
            'Write "properties": {"name": "Tidewell Harbour"}.',
        )
    name, kind = _name_and_kind(properties, (*way, "properties"), alone=alone)
    place = properties.get("place") or ""
    if not isinstance(place, str) or (place and not is_id(place)):
        raise _Wrong(
            (*way, "properties", "place"),
            "bad-id",
            f'"{_short(place)}" is not the id of a place.',
            "Write the id of a place in content/vocabulary/places.yml, or take the line out.",
        )
    return Area(name, kind, place, _polygons(feature.get("geometry"), (*way, "geometry")))


def _name_and_kind(properties: dict[str, Any], way: tuple[str | int, ...], *, alone: bool) -> tuple[str, str]:
    """The name of an area and what it is, from our own keys or from those of the ONS."""
    guess = "outline" if alone else "ward"
    key = "name" if properties.get("name") else ""
    if not key:
        found = [(one, "ward") for one in properties if _WARD_NAME.fullmatch(one)]
        found += [(one, "outline") for one in properties if _OUTLINE_NAME.fullmatch(one)]
        key, guess = found[0] if found else ("", guess)
    kind = guess if properties.get("kind") in (None, "") else properties["kind"]
    if kind not in _KINDS:
        raise _Wrong(
            (*way, "kind"),
            "not-an-option",
            f'"{_short(kind)}" is no kind of area.',
            'Write "outline" (of the whole authority) or "ward", or take the line out.',
        )
    name = properties.get(key)
    if key and (not isinstance(name, str) or len(name) > 120):
        raise _Wrong((*way, key), "bad-name", "This name is not a short text.", 'Write it like "Sale Moor".')
    name = " ".join(printable(name or "").split())
    if not name and kind == "ward":
        raise _Wrong(
            way,
            "area-without-name",
            "This ward has no name.",
            'Add "name": "Sale Moor" to its properties. Names of the ONS, like "WD24NM", are understood too.',
        )
    return name, kind


def _attribution(tree: dict[str, Any], features: list[Any]) -> str:
    """Who must be named below the map; the ONS asks for the same words for all of its boundaries."""
    everywhere = [tree, tree.get("properties"), *(feature.get("properties") for feature in features)]
    for one in everywhere:
        if isinstance(one, dict) and isinstance(one.get("attribution"), str) and one["attribution"].strip():
            return " ".join(printable(one["attribution"]).split())[:500]
    for key in features[0].get("properties") or {}:
        match = _WARD_NAME.fullmatch(key) or _OUTLINE_NAME.fullmatch(key)
        if match:
            return (
                "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
                f"Contains OS data © Crown copyright and database right 20{match[1]}."
            )
    return ""


def _without_attribution() -> Problem:
    return Problem(
        PATH,
        1,
        1,
        Severity.WARNING,
        "no-attribution",
        "This file does not say whose boundaries these are.",
        'Add "attribution": "Contains OS data © Crown copyright and database right 2026" (the words that '
        'the licence asks for) behind "type": "FeatureCollection".',
    )


# --- Shapes ---------------------------------------------------------------------------------


def _polygons(geometry: Any, way: tuple[str | int, ...]) -> tuple[tuple[Ring, ...], ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong(
            way,
            "not-an-area",
            f"This is {'not an area' if kind is None else f'a {_short(kind)}, not an area'}.",
            "Only areas can be drawn: Polygon or MultiPolygon.",
        )
    way = (*way, "coordinates")
    parts = geometry.get("coordinates")
    if kind == "Polygon":
        return (_polygon(parts, way),)
    if not isinstance(parts, list) or not parts:
        raise _bad_coordinates(way)
    return tuple(_polygon(part, (*way, at)) for at, part in enumerate(parts))


def _polygon(rings: Any, way: tuple[str | int, ...]) -> tuple[Ring, ...]:
    if not isinstance(rings, list) or not rings:
        raise _bad_coordinates(way)
    return tuple(_ring(ring, (*way, at)) for at, ring in enumerate(rings))


def _ring(points: Any, way: tuple[str | int, ...]) -> Ring:
    if not isinstance(points, list):
        raise _bad_coordinates(way)
    if len(points) > MAX_POINTS:
        raise _too_detailed(way)
    ring: list[Point] = []
    for at, point in enumerate(points):
        place = _point(point, (*way, at))
        if not ring or ring[-1] != place:
            ring.append(place)
    # A ring that is not closed is closed: there is only one way to mean it.
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(set(ring)) < 3:
        raise _Wrong(
            way,
            "small-ring",
            "This line has fewer than three corners, so it encloses nothing.",
            "Draw the area again, or take this part out.",
        )
    return tuple(ring)


def _point(point: Any, way: tuple[str | int, ...]) -> Point:
    if (
        not isinstance(point, list)
        or not 2 <= len(point) <= 4
        or any(isinstance(one, bool) or not isinstance(one, int | float) for one in point[:2])
    ):
        raise _bad_coordinates(way)
    longitude, latitude = point[0], point[1]
    if _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH:
        return float(longitude), float(latitude)
    pair = f"{_short(longitude)}, {_short(latitude)}"
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise _Wrong(
            way, "not-degrees", f"{pair} are not degrees but probably metres on the grid.", _GRID_FIX
        )
    if _WEST <= latitude <= _EAST and _SOUTH <= longitude <= _NORTH:
        message, fix = f"{pair}: latitude and longitude have changed places.", "Write the longitude first."
    else:
        message = f"{pair} is not in or near Great Britain."
        fix = "Write longitude and latitude in degrees, like [-2.3426, 53.3957]; west is negative."
    raise _Wrong(way, "far-away", message, fix)


def _bad_coordinates(way: Sequence[str | int]) -> _Wrong:
    return _Wrong(
        way,
        "bad-coordinates",
        "These are not coordinates as GeoJSON writes them.",
        "A corner is [longitude, latitude]; an area is a list of lists of corners. Download the file again.",
    )


def _too_detailed(way: Sequence[str | int]) -> _Wrong:
    return _Wrong(
        way,
        "too-detailed",
        f"The areas have more than {MAX_POINTS:,} corners.",
        'Download the "generalised" boundaries (BGC or BSC) instead of the full ones (BFC, BFE).',
    )
