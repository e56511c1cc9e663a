"""Grid references become the latitude and longitude that maps use."""

import csv
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.osgb import is_on_grid, to_wgs84

NSPL = Path(__file__).parents[3] / "shared/data/postcodes/nspl-2021-11-HX.csv"


def test_ordnance_surveys_worked_example() -> None:
    latitude, longitude = to_wgs84(651409.903, 313177.270)
    assert latitude == pytest.approx(52.65798, abs=1e-5)
    assert longitude == pytest.approx(1.71605, abs=1e-5)
    assert to_wgs84(651409, 313177) == pytest.approx((52.65798, 1.71605), abs=1e-4)


def test_real_postcodes_lie_within_ten_metres_of_where_the_ons_has_them() -> None:
    if not NSPL.is_file():
        pytest.skip(f"{NSPL} is not here: it is real data, kept outside the repository")
    with NSPL.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if float(row["lat"]) < 99]
    for row in rows[::50]:
        latitude, longitude = to_wgs84(int(row["oseast1m"]), int(row["osnrth1m"]))
        north = (latitude - float(row["lat"])) * 111_200
        east = (longitude - float(row["long"])) * 111_200 * math.cos(math.radians(latitude))
        assert math.hypot(north, east) < 10, row["pcds"]


@given(st.integers(100_000, 650_000), st.integers(10_000, 1_200_000))
def test_north_is_north_and_east_is_east(easting: int, northing: int) -> None:
    latitude, longitude = to_wgs84(easting, northing)
    north, east = to_wgs84(easting, northing + 1000), to_wgs84(easting + 1000, northing)
    assert 0.0088 < north[0] - latitude < 0.0092
    assert 0.012 < east[1] - longitude < 0.022
    assert 49 < latitude < 62
    assert -10 < longitude < 4


def test_a_line_north_never_turns_back() -> None:
    latitudes = [to_wgs84(400_000, northing)[0] for northing in range(0, 1_200_000, 50_000)]
    assert all(south < north for south, north in pairwise(latitudes))


def test_the_sea_and_nothing_are_not_on_the_grid() -> None:
    assert is_on_grid(533498, 181201)
    assert not is_on_grid(0, 0)
    assert not is_on_grid(9_999_999, 1)
