"""A card holds what lists need, and nothing that must stay secret."""

from typing import Any

import pytest

from generator.reading.card import card_of
from offer_schema import Organisation, School, Service

SECRETS = (
    "Safe Harbour House",
    "12 Harbour Street",
    "ZZ1 2AB",
    "54.7012",
    "2.3125",
    "100012345678",
    "red door",
    "Bus 4",
)
LOCATION: dict[str, Any] = {
    "name": "Safe Harbour House",
    "address": "12 Harbour Street",
    "town": "Tidewell",
    "postcode": "ZZ1 2AB",
    "place": "tidewell-harbour",
    "latitude": "54.7012",
    "longitude": "2.3125",
    "uprn": "100012345678",
    "access": ["step-free"],
    "access_notes": "Ring the bell of the red door.",
    "travel": "Bus 4 stops at the door.",
}
ENTRIES: dict[str, tuple[type[Service] | type[School] | type[Organisation], dict[str, Any]]] = {
    "service": (Service, {"name": "Refuge", "categories": ["housing"]}),
    "school": (School, {"name": "Refuge School", "type": "independent-school"}),
    "organisation": (Organisation, {"name": "Refuge Trust"}),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_withheld_location_leaves_only_its_town_and_place(kind: str) -> None:
    model, answers = ENTRIES[kind]
    entry = model.model_validate(answers | {"locations": [LOCATION | {"withheld": "yes"}]})
    card = card_of(kind, "refuge", f"content/{kind}s/refuge.yml", entry)
    assert not any(secret in repr(card) for secret in SECRETS)
    assert (card.town, card.places, card.access) == (
        "Tidewell",
        ("tidewell-harbour", "tidewell"),
        ("step-free",),
    )
    assert (card.points, card.postcodes) == ((), ())


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_open_location_is_on_the_map(kind: str) -> None:
    model, answers = ENTRIES[kind]
    entry = model.model_validate(answers | {"locations": [LOCATION]})
    card = card_of(kind, "refuge", f"content/{kind}s/refuge.yml", entry)
    assert (card.points, card.postcodes) == (((54.7012, 2.3125),), ("ZZ1 2AB",))


def test_what_is_not_stated_is_empty() -> None:
    service = Service.model_validate({"name": "Swim", "categories": ["clubs"], "contact": {"phone": "999"}})
    card = card_of("service", "swim", "content/services/swim.yml", service)
    assert (card.age_from, card.age_to, card.cost, card.checked, card.level) == (-1, -1, "", "", "")
    assert card.status == "active"


def test_a_service_on_a_card() -> None:
    service = Service.model_validate(
        {
            "name": "Swim",
            "categories": ["clubs"],
            "ages": {"from": "5"},
            "cost": "free",
            "locations": [{"town": "Tidewell"}, {"town": "Tidewell", "place": "tidewell"}],
            "area": {"covers": ["online"], "places": ["silverpit", "tidewell"]},
            "times": [
                {"days": ["monday", "friday"], "when": "term-time"},
                {"days": ["friday"], "when": "holidays"},
            ],
            "checked": "2026-10-01",
        }
    )
    card = card_of("service", "swim", "content/services/swim.yml", service)
    assert (card.age_from, card.age_to, card.cost, card.checked) == (5, 25, "free", "2026-10-01")
    assert (card.places, card.covers) == (("tidewell", "silverpit"), ("online",))
    assert (card.days, card.seasons) == (("monday", "friday"), ("term-time", "holidays"))


def test_a_school_on_a_card_has_the_needs_of_its_units() -> None:
    school = School.model_validate(
        {
            "name": "Reef",
            "type": "community-school",
            "needs": ["autism"],
            "resourced_provision": [{"kind": "unit", "needs": ["autism", "deaf"]}],
        }
    )
    card = card_of("school", "reef", "content/schools/reef.yml", school)
    assert (card.needs, card.has_unit) == (("autism", "deaf"), True)


def test_a_report_on_a_card_tells_which_questions_are_answered_and_how() -> None:
    def report(**answers: Any) -> Any:
        school = School.model_validate({"name": "Reef", "type": "community-school", "sen_report": answers})
        return card_of("school", "reef", "content/schools/reef.yml", school)

    text = "We talk with each family every term and write down what we agreed together."
    card = report(
        progress={"text": text, "checked": "2026-03-04"},
        teaching={"text": "Ask us."},
        identifying={"not_applicable": "We are a special school."},
        adapting={},
        senco={"role": "SENCO", "phone": "01632 960123"},
        senco_name="A. Example",
        accessibility_plan_date="2025-01-10",
    )
    assert card.answers == (
        ("identifying", "not-applicable", ""),
        ("progress", "full", "2026-03-04"),
        ("teaching", "short", ""),
    )
    assert card.senco == ("01632 960123", "", "SENCO", "A. Example")
    assert card.plan == ("", "2025-01-10")
    other = report(progress={"text": f"{text} Often."})
    assert report(progress={"text": text}).answers_digest not in ("", other.answers_digest)
    assert report(year="2026 to 2027").answers_digest == ""
