"""Whether a postcode is in the place that an entry names, and its coordinates at the postcode."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator.reading import read_project
from generator.reading.areas import PATH as AREAS
from generator.reading.whereabouts import miles_outside
from tests.conftest import SWIM

SQUARE = (((2.0, 54.0), (2.2, 54.0), (2.2, 54.1), (2.0, 54.1)),)
HOLE = ((2.05, 54.02), (2.15, 54.02), (2.15, 54.08), (2.05, 54.08))
SERVICE = "content/services/saturday-swim-club.yml"


def test_inside_is_nowhere_outside() -> None:
    assert miles_outside([SQUARE], (2.1, 54.05)) == 0
    assert miles_outside([(*SQUARE, HOLE)], (2.01, 54.05)) == 0
    assert miles_outside([(*SQUARE, HOLE)], (2.1, 54.05)) > 0, "a hole is outside"


def test_the_distance_is_that_to_the_nearest_side() -> None:
    # A tenth of a degree of latitude is 6.9 miles, of longitude at 54 degrees 4.06.
    assert miles_outside([SQUARE], (2.1, 54.2)) == pytest.approx(6.91, rel=0.01)
    assert miles_outside([SQUARE], (2.3, 54.05)) == pytest.approx(4.06, rel=0.01)
    assert miles_outside([SQUARE], (2.3, 54.2)) == pytest.approx(8.0, rel=0.02), "a corner"


@given(some.floats(1.5, 2.7), some.floats(53.8, 54.3))
def test_a_point_of_the_square_is_inside_and_any_other_is_not(x: float, y: float) -> None:
    inside = 2.0 < x < 2.2 and 54.0 < y < 54.1
    away = miles_outside([SQUARE], (x, y))
    assert away >= 0
    if inside:
        assert away == 0
    elif not (2.0 <= x <= 2.2 and 54.0 <= y <= 54.1):
        assert away > 0


# --- In a project --------------------------------------------------------------------------------


@pytest.fixture
def placed(project: Path) -> Path:
    """The small project with a postcode, and Tidewell as a square around it."""
    folder = project / "content/places/postcodes"
    folder.mkdir(parents=True)
    (folder / "zz1.csv").write_text("postcode,latitude,longitude,ended\nZZ1 2AB,54.05000,2.10000,\n", "utf-8")
    write_area(project, [[[2.0, 54.0], [2.2, 54.0], [2.2, 54.1], [2.0, 54.1], [2.0, 54.0]]])
    return project


def write_area(project: Path, rings: list[Any]) -> None:
    geometry = {"type": "Polygon", "coordinates": rings}
    feature = {"type": "Feature", "properties": {"name": "Tidewell", "kind": "ward"}, "geometry": geometry}
    (project / AREAS).parent.mkdir(parents=True, exist_ok=True)
    (project / AREAS).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")


def codes(project: Path) -> dict[str, tuple[str, int, int]]:
    return {one.code: (one.message, one.line, one.column) for one in read_project(project).problems}


def test_a_postcode_in_its_place_is_right(placed: Path) -> None:
    found = codes(placed)
    assert not {"postcode-elsewhere", "coordinates-elsewhere", "postcode-not-found"} & found.keys(), found


def test_a_postcode_elsewhere_is_shown_where_it_stands(placed: Path) -> None:
    write_area(placed, [[[2.5, 54.0], [2.7, 54.0], [2.7, 54.1], [2.5, 54.1], [2.5, 54.0]]])
    message, line, column = codes(placed)["postcode-elsewhere"]
    assert message == "ZZ1 2AB is 16 miles outside Tidewell."
    assert SWIM.splitlines()[line - 1][column - 1 :] == "ZZ1 2AB"
    assert codes(placed)["postcode-elsewhere"][0] == message, "the same from the cache"


def test_a_ward_without_borders_is_looked_for_in_its_town(placed: Path) -> None:
    write_area(placed, [[[2.5, 54.0], [2.7, 54.0], [2.7, 54.1], [2.5, 54.1], [2.5, 54.0]]])
    service = placed / SERVICE
    service.write_text(
        service.read_text("utf-8").replace("place: tidewell", "place: tidewell-harbour"), "utf-8"
    )
    assert codes(placed)["postcode-elsewhere"][0].endswith("outside Tidewell.")


def test_coordinates_far_from_the_postcode_are_told(placed: Path) -> None:
    service = placed / SERVICE
    text = service.read_text("utf-8")
    near = text.replace(
        "    place: tidewell\n", "    place: tidewell\n    latitude: 54.051\n    longitude: 2.101\n"
    )
    service.write_text(near, "utf-8")
    assert "coordinates-elsewhere" not in codes(placed)
    service.write_text(near.replace("54.051", "54.551"), "utf-8")
    assert (
        codes(placed)["coordinates-elsewhere"][0] == '"latitude" and "longitude" are 35 miles from ZZ1 2AB.'
    )


def test_a_secret_place_is_not_looked_at(placed: Path) -> None:
    write_area(placed, [[[2.5, 54.0], [2.7, 54.0], [2.7, 54.1], [2.5, 54.1], [2.5, 54.0]]])
    service = placed / SERVICE
    service.write_text(
        service.read_text("utf-8").replace(
            "    place: tidewell\n", "    place: tidewell\n    withheld: yes\n"
        ),
        "utf-8",
    )
    assert "postcode-elsewhere" not in codes(placed)


def test_without_borders_or_postcodes_nothing_is_said(project: Path) -> None:
    assert "postcode-elsewhere" not in codes(project)
