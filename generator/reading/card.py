"""What lists, search and neighbouring pages need to know of an entry, without the entry.

A card holds plain values only, so that thousands of them are read from the cache in
a few milliseconds. Whatever must not be published (a withheld address) is not in it.
"""

import datetime
import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from offer_schema import Organisation, School, Service
from offer_schema.entry import Contact, Location
from offer_schema.field_types import slug
from offer_schema.sen_report import Answer, SenReport


class Card(NamedTuple):
    """One entry in brief. Empty strings and tuples mean "not stated", as -1 does.

    `points` holds what locations say themselves, `postcodes_to_find` the postcodes of those that
    say nothing: `Offer.points_of` puts the two together.
    `translations` holds the language, the name (or "") and the summary of each.

    `given` names what the law or a family asks of every entry and this one tells: eligibility, contact …

    From `phone` to `plan` they are for comparing schools; other kinds leave them out. A unit is its kind, its name,
    its places and the pupils who have one. A report is how many of its questions are answered, its year, the
    day of its review and its own address; `owes_report` says whether the law asks for it. `answers` holds the
    name of each answered question, whether the answer is ``full``, ``short`` or ``not-applicable``, and the day
    on which it was checked if that is its own; `answers_digest` is a hash of their words, so that pages that
    show them beside others notice a change. The SENCO is a phone number, an email address, a role and a name;
    the plan (for accessibility) its address and its date.
    """

    kind: str
    id: str
    name: str
    summary: str
    path: str
    organisation: str = ""
    categories: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    age_from: int = -1
    age_to: int = -1
    audience: tuple[str, ...] = ()
    level: str = ""
    ehc_plan: str = ""
    routes: tuple[str, ...] = ()
    cost: str = ""
    covers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    town: str = ""
    points: tuple[tuple[float, float], ...] = ()
    postcodes: tuple[str, ...] = ()
    postcodes_to_find: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    translations: tuple[tuple[str, str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    status: str = "active"
    checked: str = ""
    review_every: str = ""
    owner: str = ""
    type: str = ""
    phase: str = ""
    out_of_area: bool = False
    section_41: bool = False
    has_unit: bool = False
    withheld_in: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    role: str = ""
    pupils: int = -1
    capacity: int = -1
    units: tuple[tuple[str, str, int, int], ...] = ()
    report: tuple[int, str, str, str] | tuple[()] = ()
    owes_report: bool = False
    answers: tuple[tuple[str, str, str], ...] = ()
    answers_digest: str = ""
    senco: tuple[str, str, str, str] | tuple[()] = ()
    plan: tuple[str, str] | tuple[()] = ()
    given: tuple[str, ...] = ()


_ASKED = ("eligibility", "referral", "cost", "contact", "complaints")


def card_of(kind: str, entry_id: str, path: str, entry: Any) -> Card:
    """The card of a service, school or organisation.

    Args:
        kind: ``service``, ``school`` or ``organisation``.
        entry_id: The entry's id.
        path: The file's path in the project.
        entry: The model.
    """
    common = {
        "kind": kind,
        "id": entry_id,
        "name": entry.name,
        "summary": entry.summary or "",
        "path": path,
        "keywords": entry.keywords,
        "formats": _formats(entry),
        "translations": tuple(
            (language, text.name or "", text.summary) for language, text in entry.translations.items()
        ),
        "status": entry.status.state,
        "checked": entry.checked.isoformat() if entry.checked else "",
        "review_every": entry.review_every or "",
        "owner": entry.owner or "",
        "given": tuple(key for key in _ASKED if getattr(entry, key, None) is not None),
        **_where([location.published() for location in entry.locations]),
    }
    if isinstance(entry, Service):
        return Card(**common | _service(entry, common["places"]))
    if isinstance(entry, School):
        return Card(**common | _school(entry))
    return Card(**common | _organisation(entry))


def _formats(entry: Any) -> tuple[str, ...]:
    """The forms that the entry says there are, and those that it links to or has itself."""
    said = (*getattr(entry, "formats", ()), *(version.format for version in entry.versions))
    return tuple(dict.fromkeys((*said, "translation") if entry.translations else said))


def _where(locations: list[Location]) -> dict[str, Any]:
    places = [location.place for location in locations if location.place]
    # A town that is written out is looked up in the vocabulary of places later.
    places += [slug(location.town) for location in locations if location.town]
    return {
        "places": tuple(dict.fromkeys(places)),
        "town": next((location.town for location in locations if location.town), ""),
        "points": tuple(
            (location.latitude, location.longitude)
            for location in locations
            if location.latitude is not None and location.longitude is not None
        ),
        "postcodes": tuple(location.postcode for location in locations if location.postcode),
        "postcodes_to_find": tuple(
            location.postcode
            for location in locations
            if location.postcode and (location.latitude is None or location.longitude is None)
        ),
        "withheld_in": tuple(
            location.place for location in locations if location.withheld and location.place
        ),
        "access": tuple(dict.fromkeys(feature for location in locations for feature in location.access)),
    }


def _service(entry: Service, places: tuple[str, ...]) -> dict[str, Any]:
    return {
        "organisation": entry.organisation or "",
        "categories": entry.categories,
        "needs": entry.needs,
        "age_from": entry.ages.from_ if entry.ages else -1,
        "age_to": entry.ages.to if entry.ages else -1,
        "audience": entry.audience,
        "level": entry.level or "",
        "ehc_plan": entry.ehc_plan or "",
        "routes": entry.referral.routes if entry.referral else (),
        "cost": (entry.cost.kind or "") if entry.cost else "",
        "covers": entry.area.covers if entry.area else (),
        "places": tuple(dict.fromkeys((*places, *entry.area.places))) if entry.area else places,
        "days": tuple(dict.fromkeys(day for session in entry.times for day in session.days)),
        "seasons": tuple(dict.fromkeys(session.when for session in entry.times)),
        "languages": entry.languages,
    }


def _school(entry: School) -> dict[str, Any]:
    provided = (*entry.needs, *(need for unit in entry.resourced_provision for need in unit.needs))
    return {
        "organisation": entry.organisation or "",
        "needs": tuple(dict.fromkeys(provided)),
        "age_from": entry.ages.from_ if entry.ages else -1,
        "age_to": entry.ages.to if entry.ages else -1,
        "type": entry.type,
        "phase": entry.phase,
        "out_of_area": entry.out_of_area,
        "section_41": entry.section_41,
        "has_unit": bool(entry.resourced_provision),
        "phone": (entry.contact.phone or "") if entry.contact else "",
        "email": (entry.contact.email or "") if entry.contact else "",
        "website": (entry.contact.website or "") if entry.contact else "",
        "role": (entry.contact.role or "") if entry.contact else "",
        "pupils": _number(entry.pupils),
        "capacity": _number(entry.capacity),
        "units": tuple(
            (unit.kind, unit.name or "", _number(unit.places), _number(unit.on_roll))
            for unit in entry.resourced_provision
        ),
        "owes_report": entry.owes_report,
        **_report(entry.sen_report),
    }


def _number(value: int | None) -> int:
    return -1 if value is None else value


def _report(report: SenReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    found: dict[str, Any] = {
        "report": (report.answered, report.year or "", _day(report.reviewed), report.url or ""),
        "answers": tuple(_answers(report)),
        "answers_digest": _digest_of_answers(report),
    }
    if report.senco or report.senco_name:
        senco = report.senco or Contact()
        phone = senco.phone or senco.text_phone or ""
        found["senco"] = (phone, senco.email or "", senco.role or "", report.senco_name or "")
    if report.accessibility_plan or report.accessibility_plan_date:
        url = report.accessibility_plan.url if report.accessibility_plan else ""
        found["plan"] = (url, _day(report.accessibility_plan_date))
    return found


def _answers(report: SenReport) -> Iterator[tuple[str, str, str]]:
    for name in SenReport.questions():
        answer: Answer | None = getattr(report, name)
        if answer is not None and answer.given:
            how = "full" if answer.full else "not-applicable" if answer.not_applicable else "short"
            yield name, how, _day(answer.checked)


def _digest_of_answers(report: SenReport) -> str:
    answers = ((name, getattr(report, name)) for name in SenReport.questions())
    texts = [(name, answer.text) for name, answer in answers if answer is not None and answer.text]
    return hashlib.blake2b(repr(texts).encode(), digest_size=12).hexdigest() if texts else ""


def _day(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""


def _organisation(entry: Organisation) -> dict[str, Any]:
    return {"type": entry.kind or ""}
