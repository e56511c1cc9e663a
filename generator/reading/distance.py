"""How far two places are from each other."""

import math

MILES_PER_DEGREE = 69.0934
"""Of latitude, and of longitude at the equator: on a globe of the Earth's mean radius (IUGG, 6,371.0 km)."""


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points that are not far from each other; within 0.1 % for 100 miles.

    Args:
        one: Degrees north and east (WGS84).
        other: The same of the other.
    """
    north = other[0] - one[0]
    east = (other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east) * MILES_PER_DEGREE
