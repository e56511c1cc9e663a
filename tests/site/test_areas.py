"""The map's background: its projection, its size, its names, and what it never holds."""

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest

from generator.reading import read_project
from generator.reading.areas import Areas, AreasFile, read_areas
from generator.site.areas import GRID, areas_file, projection
from offer_schema.entry import Location
from tests.site.conftest import REPOSITORY, copy_demonstration, run_build

REAL = Path(__file__).parents[3] / "shared/data/boundaries/trafford-wards-2013.geojson"


def areas_of(*shapes: tuple[str, str, list[tuple[float, float]]]) -> Areas:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "kind": kind},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, kind, ring in shapes
    ]
    file, problems = read_areas(
        json.dumps({"type": "FeatureCollection", "attribution": "Ours.", "features": features})
    )
    assert file, problems
    return Areas(lambda: file, there=True)


def box(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    return [(west, south), (east, south), (east, north), (west, north)]


def data_of(areas: Areas) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(areas_file(areas, {}))
    return data


def rings_of(data: dict[str, Any], area: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """The corners of an area, put together as the browser does it."""
    arcs = []
    for steps in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        arcs.append(points)
    return [
        [point for one in ring for point in (arcs[one] if one >= 0 else arcs[-1 - one][::-1])[:-1]]
        for ring in area["rings"]
    ]


def metres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """The great-circle distance of two points (longitude, latitude)."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, two))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6_371_009 * math.asin(math.sqrt(half))


def test_a_known_place_stands_where_it_is_to_a_pixel() -> None:
    areas = areas_of(("A", "ward", box(2.10, 54.61, 2.48, 54.79)))
    to_screen, size = projection(areas)
    # Seen 800 pixels wide: measured against great-circle distances from the corner and the edges.
    pixel = max(size) / 800
    swim = (2.3125, 54.7012)
    x, y = to_screen.place(*swim)
    scale = size[1] / metres((2.10, 54.61), (2.10, 54.79))
    assert abs(y - metres((2.3125, 54.79), swim) * scale) < pixel
    assert abs(x - metres((2.10, 54.70), (2.3125, 54.70)) * scale) < pixel


def test_the_figures_in_the_file_are_those_that_its_corners_were_made_with() -> None:
    data = data_of(
        areas_of(("A", "ward", box(2.1, 54.6, 2.3, 54.8)), ("B", "ward", box(2.3, 54.6, 2.5, 54.8)))
    )
    figures = data["projection"]
    found = {
        (
            round((2.3 - figures["west"]) * figures["across"]),
            round((figures["north"] - lat) * figures["down"]),
        )
        for lat in (54.6, 54.8)
    }
    for area in data["areas"]:
        assert found <= set(rings_of(data, area)[0])
    assert max(data["size"]) in (GRID, GRID + 1)


def test_wards_without_an_outline_of_their_own_get_one() -> None:
    data = data_of(
        areas_of(("A", "ward", box(2.1, 54.6, 2.3, 54.8)), ("B", "ward", box(2.3, 54.6, 2.5, 54.8)))
    )
    assert len(data["outline"]) == 2
    assert len(data["arcs"]) == 3


def test_wards_know_the_town_that_they_are_part_of() -> None:
    offer = read_project(REPOSITORY).offer
    assert offer
    data = json.loads(areas_file(offer.areas, offer.vocabulary.places))
    assert {area["place"]: area["within"] for area in data["areas"]}["tidewell-harbour"] == "tidewell"
    assert data["towns"]["tidewell"] == "Tidewell"


def test_an_outline_is_drawn_and_is_no_ward() -> None:
    shapes = ("All", "outline", box(2.1, 54.6, 2.5, 54.8)), ("A", "ward", box(2.1, 54.6, 2.3, 54.8))
    data = data_of(areas_of(*shapes))
    assert [area["name"] for area in data["areas"]] == ["A"]
    assert data["outline"]


def test_the_name_of_a_ward_stands_where_it_is_wide() -> None:
    # A flag on a pole: the middle of its corners is in the narrow pole.
    ring = [(2.10, 54.60), (2.11, 54.60), (2.11, 54.74), (2.40, 54.74), (2.40, 54.80), (2.10, 54.80)]
    data = data_of(areas_of(("Flag", "ward", ring)))
    x, y, width = data["areas"][0]["label"]
    assert y < 0.35 * data["size"][1]
    assert width > 0.8 * data["size"][0]
    assert 0 < x < data["size"][0]


def test_specks_are_left_out_but_never_a_whole_ward() -> None:
    speck = box(2.11, 54.79, 2.11005, 54.79005)
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "MultiPolygon", "coordinates": parts},
        }
        for name, parts in (
            ("Big", [[box(2.1, 54.6, 2.5, 54.7)], [speck]]),
            ("Dot", [[box(2.2, 54.75, 2.2003, 54.7503)]]),
        )
    ]
    file, _ = read_areas(
        json.dumps({"type": "FeatureCollection", "attribution": "Ours.", "features": features})
    )
    assert file
    data = data_of(Areas(lambda: file, there=True))
    assert [len(area["rings"]) for area in data["areas"]] == [1, 1]


@pytest.mark.skipif(not REAL.is_file(), reason="real boundaries are kept outside the repository")
def test_the_wards_of_a_real_council_are_a_small_file_without_gaps() -> None:
    file, problems = read_areas(REAL.read_text("utf-8"))
    assert problems == []
    assert file
    text = areas_file(Areas(lambda: file, there=True), {})
    assert len(gzip.compress(text.encode())) < 15_000
    data = json.loads(text)
    assert len(data["areas"]) == 21
    uses = [0] * len(data["arcs"])
    for area in data["areas"]:
        for ring in area["rings"]:
            for one in ring:
                uses[one if one >= 0 else -1 - one] += 1
    assert set(uses) <= {1, 2}
    assert uses.count(2) > len(uses) / 2


def test_every_place_of_the_demonstration_lies_in_its_own_ward() -> None:
    offer = read_project(REPOSITORY).offer
    assert offer
    shapes = {area.place: area.polygons[0][0] for area in offer.areas}
    wards = {place_id for place_id, place in offer.vocabulary.places.items() if place.kind == "ward"}
    assert set(shapes) == wards
    checked = 0
    for card in offer.cards.values():
        for location in offer.entry(card.kind, card.id).locations:
            if location.place in shapes and location.latitude is not None:
                assert _inside(shapes[location.place], location.longitude, location.latitude), card.id
                checked += 1
    assert checked > 20


def _inside(ring: tuple[tuple[float, float], ...], x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def test_a_location_is_where_it_says_or_where_its_postcode_is_and_nowhere_when_withheld() -> None:
    offer = read_project(REPOSITORY).offer
    assert offer
    said = {"latitude": "54.70001", "longitude": "2.30001", "postcode": "ZZ1 1AA"}
    only_postcode = {"postcode": "ZZ1 1AA", "town": "Tidewell"}
    assert offer.point_of(Location.model_validate(said)) == (54.70001, 2.30001)
    assert offer.point_of(Location.model_validate(only_postcode)) == (54.7005, 2.308)
    for answers in (said, only_postcode):
        assert offer.point_of(Location.model_validate({**answers, "withheld": "yes"})) is None
    assert offer.point_of(Location.model_validate({"postcode": "AA1 1AA"})) is None


def test_areas_that_change_come_and_go_with_the_next_build(small: Path) -> None:
    file = small / "content/places/areas.geojson"
    made = small / "site/places/areas.json"
    assert len(json.loads(made.read_text("utf-8"))["areas"]) == 12
    tree = json.loads(file.read_text("utf-8"))
    tree["features"].pop()
    file.write_text(json.dumps(tree), "utf-8")
    assert run_build(small).returncode == 0
    assert len(json.loads(made.read_text("utf-8"))["areas"]) == 11
    file.unlink()
    assert run_build(small).returncode == 0
    assert not made.exists()


def test_a_correction_of_an_entry_leaves_the_areas_where_they_are(small: Path) -> None:
    service = small / "content/services/quiet-swim.yml"
    service.write_text(service.read_text("utf-8").replace("name: ", "name: New ", 1), "utf-8")
    assert run_build(small).returncode == 0
    assert (small / "site/places/areas.json").is_file()


def test_a_site_without_areas_asks_for_none(tmp_path: Path) -> None:
    project = copy_demonstration(tmp_path)
    (project / "content/places/areas.geojson").unlink()
    assert run_build(project).returncode == 0
    script = next((project / "site/assets").glob("script.*.js")).read_text("utf-8")
    assert "areas.json" not in script


def test_no_area_says_more_than_its_name_and_its_shape() -> None:
    read, _ = read_areas(areas_text({"name": "A", "note": "77 Hidden Lane", "WD24CD": "E1"}))
    assert read is not None
    file = AreasFile("Ours.", read.areas)
    text = areas_file(Areas(lambda: file, there=True), {})
    assert "Hidden" not in text
    assert "E1" not in text


def areas_text(properties: dict[str, str]) -> str:
    shape = {"type": "Polygon", "coordinates": [box(2.1, 54.6, 2.3, 54.8)]}
    features = [{"type": "Feature", "properties": {**properties, "kind": "ward"}, "geometry": shape}]
    return json.dumps({"type": "FeatureCollection", "attribution": "Ours.", "features": features})
