"""Distances as the map has them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.distance import miles

EARTH = 6371.0088 / 1.609344
"""The mean radius in miles."""


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, north_2 = math.radians(one[0]), math.radians(other[0])
    half = math.sin((north_2 - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_2) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def test_a_distance_that_is_known() -> None:
    assert miles((51.5007, -0.1246), (51.5055, -0.0754)) == pytest.approx(2.14, abs=0.01)
    assert miles((54.5, 2.3), (54.5, 2.3)) == 0


@given(st.floats(49.9, 58), st.floats(-6, 2), st.floats(-1, 1), st.floats(-1, 1))
def test_near_points_are_as_far_apart_as_on_the_globe(
    north: float, east: float, up: float, along: float
) -> None:
    one, other = (north, east), (north + up, east + along)
    assert miles(one, other) == pytest.approx(great_circle(one, other), rel=0.001, abs=1e-6)
    assert miles(one, other) == pytest.approx(miles(other, one))
