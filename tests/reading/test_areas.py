"""The areas of the map: what is read from GeoJSON, and what each mistake is told."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from generator.reading import Problem, areas, read_project
from generator.reading.areas import PATH, AreasFile, read_areas, with_places
from generator.reading.problems import Severity
from tests.conftest import ProblemsIn, write

SQUARE = [[2.2, 54.6], [2.4, 54.6], [2.4, 54.8], [2.2, 54.8], [2.2, 54.6]]


def feature(properties: dict[str, Any] | None = None, geometry: Any = None) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [SQUARE]} if geometry is None else geometry
    return {"type": "Feature", "properties": properties or {"name": "Tidewell Harbour"}, "geometry": shape}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "attribution": "Ours.", "features": list(features)} | more, indent=1
    )


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def read(text: str) -> AreasFile:
    file, problems = read_areas(text)
    assert problems == []
    assert file is not None
    return file


def only_problem(text: str) -> Problem:
    _, problems = read_areas(text)
    assert len(problems) == 1
    return problems[0]


# --- What is read ----------------------------------------------------------------------------


def test_a_ward_keeps_its_name_its_place_and_its_corners() -> None:
    file = read(
        collection(feature({"name": "Tidewell Harbour", "kind": "ward", "place": "tidewell-harbour"}))
    )
    (area,) = file.areas
    assert area[:3] == ("Tidewell Harbour", "ward", "tidewell-harbour")
    assert area.polygons == ((((2.2, 54.6), (2.4, 54.6), (2.4, 54.8), (2.2, 54.8)),),)
    assert file.attribution == "Ours."


@pytest.mark.parametrize(
    ("properties", "name", "kind"),
    [
        ({"WD24CD": "E05000001", "WD24NM": "Sale Moor", "WD24NMW": None}, "Sale Moor", "ward"),
        ({"LAD24NM": "Trafford"}, "Trafford", "outline"),
        ({"LAD24NM": "Trafford", "wd24nm": "Sale Moor"}, "Sale Moor", "ward"),
        ({"CTYUA23NM": "Cornwall"}, "Cornwall", "outline"),
        ({"name": "Trafford", "kind": "outline", "WD24NM": "Sale Moor"}, "Trafford", "outline"),
    ],
)
def test_the_names_that_the_ons_uses_are_understood(properties: dict[str, Any], name: str, kind: str) -> None:
    area = read(collection(feature(properties), feature())).areas[0]
    assert (area.name, area.kind) == (name, kind)


def test_an_area_that_is_alone_is_the_outline_and_needs_no_name() -> None:
    assert read(collection(feature({"id": 1}))).areas[0][:2] == ("", "outline")


def test_boundaries_of_the_ons_name_their_source_by_themselves() -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature({"WD24NM": "Sale Moor"})]})
    attribution = read(text).attribution
    assert "Office for National Statistics" in attribution
    assert "Crown copyright and database right 2024" in attribution


def test_other_boundaries_without_a_source_are_drawn_with_a_warning() -> None:
    file, problems = read_areas(json.dumps({"type": "FeatureCollection", "features": [feature()]}))
    assert file is not None
    assert [(one.severity, one.code) for one in problems] == [(Severity.WARNING, "no-attribution")]


def test_a_ring_that_is_not_closed_is_closed_and_repeated_corners_are_one() -> None:
    open_ring = [SQUARE[0], SQUARE[0], *SQUARE[1:4]]
    assert read(collection(feature(geometry=polygon(open_ring)))).areas[0].polygons == (
        (tuple(map(tuple, SQUARE[:4])),),
    )


def test_islands_and_holes_and_heights_are_read() -> None:
    hole = [[2.25, 54.65, 7.0], [2.3, 54.65, 7.0], [2.3, 54.7, 7.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [SQUARE]]}
    area = read(collection(feature(geometry=shape))).areas[0]
    assert [len(polygon) for polygon in area.polygons] == [2, 1]
    assert area.polygons[0][1] == ((2.25, 54.65), (2.3, 54.65), (2.3, 54.7))


def test_a_ward_finds_its_place_by_its_name_unless_it_says_one() -> None:
    file = read(
        collection(feature({"name": "Tidewell HARBOUR"}), feature({"name": "Quay", "place": "tidewell"}))
    )
    found = with_places(file, {"tidewell-harbour": "harbour", "quay": "elsewhere"})
    assert [area.place for area in found.areas] == ["harbour", "tidewell"]


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "words"),
    [
        ('{"type": "FeatureCollection",\n "features": [,]}', 2, 15, "bad-json", "a value is missing here"),
        ('{"type": "FeatureCollection"', 1, 29, "bad-json", "closing bracket"),
        ('{"features": [NaN]}', 1, 1, "bad-json", "not a number"),
        ("[" * 100_000, 1, 1, "too-deep", "too deep"),
        ("1" * 5_000, 1, 1, "bad-json", "too long"),
        ('{"type": "Topology"}', 1, 10, "not-geojson", "TopoJSON"),
        ('{"type": "Feature"}', 1, 10, "not-geojson", "not a collection"),
        ("[]", 1, 1, "not-geojson", "not a collection"),
        ('{"type": "FeatureCollection",\n"features": []}', 2, 13, "no-areas", "no area"),
    ],
)
def test_a_file_that_is_no_collection_of_areas_is_told_where(
    text: str, line: int, column: int, code: str, words: str
) -> None:
    found = only_problem(text)
    assert (found.path, found.line, found.column, found.code) == (PATH, line, column, code)
    assert words in found.message
    assert found.fix


@pytest.mark.parametrize(
    ("geometry", "code", "words"),
    [
        (polygon([[382_000, 392_000], [382_500, 392_000], [382_500, 393_000]]), "not-degrees", "metres"),
        (polygon([[54.6, 2.2], [54.6, 2.4], [54.8, 2.4]]), "far-away", "changed places"),
        (polygon([[12.5, 41.9], [12.6, 41.9], [12.6, 42.0]]), "far-away", "not in or near Great Britain"),
        (polygon([[1e400, 54.6], [2.4, 54.6], [2.4, 54.8]]), "not-degrees", "not degrees"),
        (polygon([[2.2, "54.6"], [2.4, 54.6], [2.4, 54.8]]), "bad-coordinates", "not coordinates"),
        (polygon([[True, 54.6], [2.4, 54.6], [2.4, 54.8]]), "bad-coordinates", "not coordinates"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[1]]), "small-ring", "fewer than three"),
        (polygon([]), "small-ring", "fewer than three"),
        (polygon(), "bad-coordinates", "not coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], []]}, "bad-coordinates", "not coordinates"),
        ({"type": "Point", "coordinates": [2.2, 54.6]}, "not-an-area", "Point, not an area"),
        ({"type": ["x"], "coordinates": None}, "not-an-area", "not an area"),
    ],
)
def test_a_shape_that_cannot_be_drawn_is_a_problem(geometry: Any, code: str, words: str) -> None:
    text = collection(feature(), feature(geometry=geometry)).replace("Infinity", "1e400")
    found = only_problem(text)
    assert found.code == code
    assert words in found.message
    lines = text.split("\n")
    # The place is in the second of the two features.
    assert found.line > 2 + len(lines) // 3


def test_a_corner_that_is_wrong_is_shown_at_its_line_and_column() -> None:
    text = (
        '{"type": "FeatureCollection", "attribution": "Ours.", "features": [\n'
        '{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": [[\n'
        "[2.2, 54.6], [2.4, 54.6],\n  [382000, 392000]]]}}]}"
    )
    found = only_problem(text)
    assert (found.line, found.column) == (4, 3)


def test_metres_that_the_file_itself_announces_are_refused_at_once() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    assert only_problem(collection(feature(), crs=crs)).code == "not-degrees"


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"kind": "ward"}, "area-without-name"),
        ({"name": "A", "kind": "parish"}, "not-an-option"),
        ({"name": "A", "kind": []}, "not-an-option"),
        ({"name": "x" * 121}, "bad-name"),
        ({"name": 7}, "bad-name"),
        ({"name": "A", "place": "Not An Id"}, "bad-id"),
        ({"name": "A", "place": 3}, "bad-id"),
    ],
)
def test_what_a_ward_says_of_itself_is_checked(properties: dict[str, Any], code: str) -> None:
    assert only_problem(collection(feature(properties), feature())).code == code


@pytest.mark.parametrize("odd", [None, 7, "x", [], {"type": "Feature", "properties": [1]}])
def test_odd_features_are_problems_and_no_accidents(odd: Any) -> None:
    assert only_problem(collection(feature(), odd)).severity is Severity.ERROR


def test_one_wrong_area_does_not_hide_another() -> None:
    wrong = feature(geometry=polygon([]))
    _, problems = read_areas(collection(wrong, feature(), wrong))
    assert [one.code for one in problems] == ["small-ring", "small-ring"]


def test_masses_of_corners_and_of_areas_are_refused_quickly() -> None:
    began = time.process_time()
    ring = ",".join(f"[2.{at % 1000:03},54.{at % 999:03}]" for at in range(areas.MAX_POINTS + 5))
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":'
    assert only_problem(text + f'{{"type":"Polygon","coordinates":[[{ring}]]}}}}]}}').code == "too-detailed"
    assert only_problem(collection(*[1] * (areas.MAX_AREAS + 1))).code == "too-many-areas"
    assert time.process_time() - began < 10


# --- In a project --------------------------------------------------------------------------------


def test_a_project_without_areas_has_none(project: Path) -> None:
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    assert not offer.areas.there
    assert list(offer.areas) == []


def test_the_areas_of_a_project_know_their_places_with_and_without_the_cache(project: Path) -> None:
    write(project, PATH, collection(feature(), feature({"name": "Nowhere"})))
    for _ in range(2):
        offer = read_project(project).offer
        assert offer is not None
        assert offer.areas.there
        assert [(area.name, area.place) for area in offer.areas] == [
            ("Tidewell Harbour", "tidewell-harbour"),
            ("Nowhere", ""),
        ]
        assert offer.areas.attribution == "Ours."


def test_a_place_that_the_vocabulary_does_not_have_is_told_where_it_stands(problems_in: ProblemsIn) -> None:
    text = '{"type": "FeatureCollection", "attribution": "Ours.", "features": [\n' + json.dumps(
        feature({"name": "A", "place": "tidewel"})
    )
    (found,) = problems_in(PATH, text + "]}")
    assert (found.code, found.line) == ("unknown-place", 2)
    assert '"tidewel" is not in content/vocabulary/places.yml' in found.message


def test_an_error_in_the_areas_stops_the_build_and_is_remembered(project: Path) -> None:
    write(project, PATH, '{"type": "Topology"}')
    for _ in range(2):
        reading = read_project(project)
        assert reading.offer is None
        assert [one.code for one in reading.errors] == ["not-geojson"]


def test_a_file_that_is_too_big_is_not_opened(
    problems_in: ProblemsIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(areas, "MAX_BYTES", 2_000_000)
    assert [one.code for one in problems_in(PATH, " " * 2_000_001)] == ["too-big"]
    assert [one.code for one in problems_in(PATH, " " * 1_500_000)] == ["bad-json"]


def test_a_link_to_a_file_elsewhere_is_not_followed(project: Path, tmp_path: Path) -> None:
    write(project, PATH, "")
    (project / PATH).unlink()
    (project / PATH).symlink_to(tmp_path / "elsewhere.geojson")
    assert [one.code for one in read_project(project, use_cache=False).errors] == ["symbolic-link"]
