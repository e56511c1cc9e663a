"""British National Grid to WGS84, by Ordnance Survey's seven-parameter Helmert transformation.

Right to about 5 metres, which is enough for a pin on a map. The formulas and numbers are
those of "A guide to coordinate systems in Great Britain", Ordnance Survey, annexes A to C.
"""

import math
from typing import NamedTuple


class _Ellipsoid(NamedTuple):
    a: float
    b: float

    @property
    def e2(self) -> float:
        return 1 - (self.b / self.a) ** 2


_AIRY = _Ellipsoid(6_377_563.396, 6_356_256.909)
_WGS84 = _Ellipsoid(6_378_137.0, 6_356_752.314_245)

_SCALE = 0.999_601_271_7
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = math.radians(49), math.radians(-2)
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0

_SHIFT = (446.448, -125.157, 542.060)
_PARTS_PER_MILLION = -20.489_4
_TURNS = tuple(math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def is_on_grid(easting: float, northing: float) -> bool:
    """Whether a pair of numbers lies on the National Grid."""
    return 0 < easting < 700_000 and 0 < northing < 1_300_000


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """The latitude and longitude of a place on the National Grid, in degrees.

    Args:
        easting: Metres east.
        northing: Metres north.
    """
    latitude, longitude = _from_grid(easting, northing)
    x, y, z = _cartesian(latitude, longitude, _AIRY)
    latitude, longitude = _geodetic(*_helmert(x, y, z), _WGS84)
    return math.degrees(latitude), math.degrees(longitude)


def _meridian_arc(latitude: float) -> float:
    n = (_AIRY.a - _AIRY.b) / (_AIRY.a + _AIRY.b)
    less, more = latitude - _ORIGIN_LATITUDE, latitude + _ORIGIN_LATITUDE
    return (
        _AIRY.b
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
            - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
        )
    )


def _from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Grid to latitude and longitude on the Airy ellipsoid, in radians (annex C)."""
    latitude = _ORIGIN_LATITUDE
    while abs(rest := northing - _FALSE_NORTH - _meridian_arc(latitude)) >= 1e-5:
        latitude += rest / (_AIRY.a * _SCALE)
    sine2 = math.sin(latitude) ** 2
    nu = _AIRY.a * _SCALE / math.sqrt(1 - _AIRY.e2 * sine2)
    rho = _AIRY.a * _SCALE * (1 - _AIRY.e2) / (1 - _AIRY.e2 * sine2) ** 1.5
    eta2 = nu / rho - 1
    tan, sec = math.tan(latitude), 1 / math.cos(latitude)
    east = easting - _FALSE_EAST
    vii = tan / (2 * rho * nu)
    viii = tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta2 - 9 * tan**2 * eta2)
    ix = tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * tan**2)
    xii = sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * tan**2 + 1320 * tan**4 + 720 * tan**6)
    return (
        latitude - vii * east**2 + viii * east**4 - ix * east**6,
        _ORIGIN_LONGITUDE + x * east - xi * east**3 + xii * east**5 - xiia * east**7,
    )


def _cartesian(latitude: float, longitude: float, on: _Ellipsoid) -> tuple[float, float, float]:
    nu = on.a / math.sqrt(1 - on.e2 * math.sin(latitude) ** 2)
    return (
        nu * math.cos(latitude) * math.cos(longitude),
        nu * math.cos(latitude) * math.sin(longitude),
        nu * (1 - on.e2) * math.sin(latitude),
    )


def _helmert(x: float, y: float, z: float) -> tuple[float, float, float]:
    """OSGB36 to WGS84, in metres from the middle of the Earth (annex B and section 6.6)."""
    scale = 1 + _PARTS_PER_MILLION / 1e6
    rx, ry, rz = _TURNS
    tx, ty, tz = _SHIFT
    return (
        tx + scale * x - rz * y + ry * z,
        ty + rz * x + scale * y - rx * z,
        tz - ry * x + rx * y + scale * z,
    )


def _geodetic(x: float, y: float, z: float, on: _Ellipsoid) -> tuple[float, float]:
    across = math.hypot(x, y)
    latitude = math.atan2(z, across * (1 - on.e2))
    for _ in range(10):
        nu = on.a / math.sqrt(1 - on.e2 * math.sin(latitude) ** 2)
        latitude = math.atan2(z + on.e2 * nu * math.sin(latitude), across)
    return latitude, math.atan2(y, x)
