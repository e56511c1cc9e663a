"""The postcodes of this authority for the browser: one small file for each first half.

Somebody's phone fetches the one that it needs, so that no postcode ever leaves it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.reading import Offer
from generator.reading.postcodes import Postcodes
from generator.site import addresses

NO_PLACES: Mapping[str, Any] = {"outward": (), "area": "", "attribution": ""}
"""What templates know of places when no postcodes have been imported."""


def places_context(offer: Offer) -> Mapping[str, Any]:
    """What templates know of places: the outward codes, the area's name, and whose data it is."""
    return {
        "outward": offer.postcodes.outward,
        "area": offer.authority.short_name or "",
        "attribution": offer.postcodes.attribution,
    }


def postcode_files(postcodes: Postcodes) -> Iterator[tuple[str, str]]:
    """The address and the JSON of each outward code's file.

    ``live`` and ``ended`` hold latitude and longitude by the second half of the postcode; those
    that have ended say since which month as well.
    """
    for outward in postcodes.outward:
        live: dict[str, tuple[float, float]] = {}
        ended: dict[str, tuple[float, float, str]] = {}
        for unit, (latitude, longitude, month) in postcodes.within(outward).items():
            if month:
                ended[unit] = (round(latitude, 5), round(longitude, 5), month)
            else:
                live[unit] = (round(latitude, 5), round(longitude, 5))
        text = json.dumps({"live": live, "ended": ended}, separators=(",", ":"))
        yield addresses.postcodes(outward), text
