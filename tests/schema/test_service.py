"""A service must have a name, a category and one way to reach it; everything else may be left open."""

from typing import Any

import pytest
from pydantic import ValidationError

from offer_schema import Service
from offer_schema.service import Area, Cost

LEAST: dict[str, Any] = {
    "name": "Saturday Swim Club",
    "categories": ["clubs"],
    "contact": {"phone": "01632 960123"},
}


def codes(value: object) -> list[str]:
    """The codes of everything that is wrong with a service."""
    with pytest.raises(ValidationError) as caught:
        Service.model_validate(value)
    return [error["type"] for error in caught.value.errors()]


def test_a_name_a_category_and_a_phone_number_are_enough() -> None:
    service = Service.model_validate(LEAST)
    assert service.status.state == "active"
    assert (service.ages, service.cost, service.checked) == (None, None, None)


@pytest.mark.parametrize("key", ["name", "categories"])
def test_a_service_without_a_name_or_a_category_is_refused(key: str) -> None:
    assert codes({other: value for other, value in LEAST.items() if other != key}) == ["missing"]


@pytest.mark.parametrize(
    "way",
    [
        {"locations": [{"postcode": "ZZ1 2AB"}]},
        {"locations": [{"access": ["step-free"]}, {"town": "Tidewell"}]},
        {"contact": {"website": "https://www.example.org"}},
        {"contact": {"role": "Leader"}, "locations": [{"place": "tidewell"}]},
        {"locations": [{"town": "Tidewell", "postcode": "ZZ1 2AB", "withheld": "yes"}]},
    ],
)
def test_one_way_to_get_there_or_in_touch_is_enough(way: dict[str, Any]) -> None:
    assert Service.model_validate({"name": "Swim", "categories": ["clubs"]} | way)


@pytest.mark.parametrize(
    "way",
    [
        {},
        {"contact": {"role": "Leader", "hours": "9am to 5pm"}},
        {"area": "authority-wide"},
        {"locations": [{"access": ["step-free"]}]},
        {"locations": [{"name": "Harbour House", "postcode": "ZZ1 2AB", "withheld": "yes"}]},
    ],
)
def test_a_service_that_nobody_can_reach_is_refused(way: dict[str, Any]) -> None:
    assert codes({"name": "Swim", "categories": ["clubs"]} | way) == ["no-way-to-reach"]


# --- Cost -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("free", "free"),
        ("Free", "free"),
        ({"free": "yes"}, "free"),
        ({"options": [{"amount": "0"}, {"amount": "0.00"}]}, "free"),
        ({"options": [{"amount": "4.50"}]}, "paid"),
        ({"options": [{"amount": "0", "for": "Carer"}, {"amount": "4.50"}]}, "paid"),
        ({"free": "no"}, "paid"),
        ("Ask us", None),
        ({"note": "Ask us"}, None),
        ({}, None),
    ],
)
def test_a_cost_is_free_paid_or_not_stated(typed: object, kind: str | None) -> None:
    assert Cost.model_validate(typed).kind == kind


def test_what_is_free_has_no_price() -> None:
    with pytest.raises(ValidationError, match="free: yes"):
        Cost.model_validate({"free": "yes", "options": [{"amount": "4.50"}]})


def test_what_is_free_may_have_a_price_of_nothing() -> None:
    assert Cost.model_validate({"free": "yes", "options": [{"amount": "0"}]}).kind == "free"


def test_one_sentence_on_the_cost_becomes_its_note() -> None:
    assert Cost.model_validate("Ask about a free place.").note == "Ask about a free place."


def test_an_area_may_be_one_word() -> None:
    assert Area.model_validate("online").covers == ("online",)
