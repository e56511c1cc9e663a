"""Facts about each page for search engines, as schema.org JSON-LD.

Only what the page itself shows goes in; a withheld address never does.
"""

import json
from typing import Any

from markupsafe import Markup

from generator.site.views import View
from offer_schema import Organisation, School, Service
from offer_schema.entry import Contact, Location

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DAYS = "https://schema.org/"


def script(data: dict[str, Any]) -> Markup:
    """A JSON-LD element. ``<`` is written as an escape, so that no text can end the element."""
    text = _ENCODER.encode({"@context": "https://schema.org", **data})
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(f'<script type="application/ld+json">{safe}</script>')  # noqa: S704 - "<" is escaped above


def of_entry(entry: Service | School | Organisation, view: View, url: str) -> dict[str, Any]:
    """The JSON-LD of an entry.

    Args:
        entry: The entry.
        view: Its view.
        url: The page's full address, or "" when the site's address is not known.
    """
    data: dict[str, Any] = {"name": entry.name}
    if url:
        data |= {"@id": url, "url": url}
    if entry.summary:
        data["description"] = entry.summary
    places = [_place(location.published()) for location in entry.locations]
    if isinstance(entry, Service):
        data = {"@type": "Service"} | data | _service(entry, view)
        if places:
            data["availableChannel"] = {"@type": "ServiceChannel", "serviceLocation": places}
    else:
        kind = "School" if isinstance(entry, School) else "Organization"
        data = {"@type": kind} | data
        if places:
            data["location"] = places
    return data | _contact(entry.contact, isinstance(entry, Service))


def _service(entry: Service, view: View) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if view["organisation"]:
        data["provider"] = {"@type": "Organization", "name": view["organisation"]["name"]}
    if entry.ages:
        data["audience"] = {
            "@type": "PeopleAudience",
            "suggestedMinAge": entry.ages.from_,
            "suggestedMaxAge": entry.ages.to,
        }
    if view["categories"]:
        data["category"] = [category["name"] for category in view["categories"]]
    if entry.cost and entry.cost.kind == "free":
        data["isAccessibleForFree"] = True
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_DAYS + day.title() for day in session.days],
            "opens": session.opens,
            "closes": session.closes,
        }
        for session in entry.times
        if session.opens and session.closes
    ]
    if hours:
        data["hoursAvailable"] = hours
    return data


def _place(location: Location) -> dict[str, Any]:
    address = {
        "streetAddress": location.address,
        "addressLocality": location.town,
        "postalCode": location.postcode,
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {"@type": "PostalAddress"} | {key: value for key, value in address.items() if value},
    }
    if location.name:
        place["name"] = location.name
    if location.latitude is not None and location.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": location.latitude,
            "longitude": location.longitude,
        }
    return place


def _contact(contact: Contact | None, as_point: bool) -> dict[str, Any]:
    if contact is None:
        return {}
    facts = {"telephone": contact.phone, "email": contact.email}
    given = {key: value for key, value in facts.items() if value}
    if contact.website:
        given["sameAs" if not as_point else "url"] = contact.website
    if not as_point:
        return given
    return {"contactPoint": {"@type": "ContactPoint"} | given} if given else {}


def breadcrumb(crumbs: list[dict[str, Any]], site_url: str) -> dict[str, Any]:
    """The JSON-LD of a breadcrumb trail; addresses only when the site's own is known."""
    items = []
    for position, crumb in enumerate(crumbs, 1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": crumb["name"]}
        if site_url and position < len(crumbs):
            item["item"] = f"{site_url}/{crumb['url']}"
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": items}
