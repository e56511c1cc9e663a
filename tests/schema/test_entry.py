"""The parts that entries share: places that stay secret, ages and times in order, short forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from offer_schema.entry import Ages, Complaints, Contact, Location, Session, Status

FULL_LOCATION: dict[str, Any] = {
    "name": "Safe Harbour House",
    "address": "12 Harbour Street",
    "town": "Tidewell",
    "postcode": "ZZ1 2AB",
    "place": "tidewell",
    "latitude": "54.7012",
    "longitude": "2.3125",
    "uprn": "100012345678",
    "access": ["step-free"],
    "access_notes": "Ring the bell of the red door.",
    "travel": "Bus 4 stops at the door.",
    "withheld": "yes",
}
SECRET = ("name", "address", "postcode", "latitude", "longitude", "uprn", "access_notes", "travel")
PUBLIC = ("town", "place", "access", "withheld")


def codes(model: type[BaseModel], value: object) -> list[str]:
    """The codes of everything that is wrong with a value."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return [error["type"] for error in caught.value.errors()]


# --- Locations ------------------------------------------------------------------------------


def test_every_field_of_a_location_is_either_public_or_secret() -> None:
    assert set(SECRET) | set(PUBLIC) == set(Location.model_fields)


@given(st.sets(st.sampled_from(SECRET + PUBLIC[:3])))
def test_a_withheld_location_is_published_without_anything_that_leads_there(given_keys: set[str]) -> None:
    location = Location.model_validate({key: FULL_LOCATION[key] for key in given_keys} | {"withheld": "yes"})
    published = location.published()
    assert {key: getattr(published, key) for key in SECRET} == dict.fromkeys(SECRET)
    assert [getattr(published, key) for key in PUBLIC] == [getattr(location, key) for key in PUBLIC]


def test_a_location_that_is_not_withheld_is_published_as_it_is() -> None:
    location = Location.model_validate(FULL_LOCATION | {"withheld": "no"})
    assert location.published() is location


@pytest.mark.parametrize("key", ["name", "address", "town", "postcode", "place"])
def test_any_word_of_an_address_makes_a_location_findable(key: str) -> None:
    assert Location.model_validate({key: FULL_LOCATION[key]}).findable


@pytest.mark.parametrize("key", ["latitude", "uprn", "access_notes", "travel"])
def test_a_note_alone_does_not_make_a_location_findable(key: str) -> None:
    assert not Location.model_validate({key: FULL_LOCATION[key]}).findable


@pytest.mark.parametrize(("key", "value"), [("latitude", "91"), ("latitude", "-91"), ("longitude", "181")])
def test_coordinates_lie_on_the_earth(key: str, value: str) -> None:
    assert codes(Location, {key: value})[0] in ("less_than_equal", "greater_than_equal")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0x36", "54,7", "N54.7"])
def test_coordinates_are_plain_decimal_numbers(value: str) -> None:
    assert codes(Location, {"latitude": value})


# --- Contact --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("phone", "01632 960123"),
        ("text_phone", "07700 900123"),
        ("email", "club@example.org"),
        ("website", "https://www.example.org"),
    ],
)
def test_one_way_to_get_in_touch_is_enough(key: str, value: str) -> None:
    assert Contact.model_validate({key: value}).reachable


def test_a_role_and_hours_alone_reach_nobody() -> None:
    assert not Contact.model_validate({"role": "Club leader", "hours": "9am to 4pm"}).reachable


# --- Ages and sessions ----------------------------------------------------------------------


def test_ages_that_are_not_stated_run_from_0_to_25() -> None:
    assert Ages.model_validate({}) == Ages.model_validate({"from": "0", "to": "25"})


def test_one_age_may_be_the_youngest_and_the_oldest() -> None:
    assert Ages.model_validate({"from": "5", "to": "5"}).to == 5


def test_ages_in_the_wrong_order_are_refused() -> None:
    assert codes(Ages, {"from": "11", "to": "5"}) == ["ages-in-wrong-order"]


@pytest.mark.parametrize(("opens", "closes"), [("9:30", "5pm"), ("23:00", "24:00"), ("noon", "12:01")])
def test_a_session_ends_after_it_starts(opens: str, closes: str) -> None:
    assert Session.model_validate({"days": ["saturday"], "opens": opens, "closes": closes}).closes


@pytest.mark.parametrize(("opens", "closes"), [("09:00", "05:00"), ("09:00", "09:00"), ("7pm", "12am")])
def test_a_session_that_ends_before_it_starts_is_refused(opens: str, closes: str) -> None:
    assert codes(Session, {"days": ["saturday"], "opens": opens, "closes": closes}) == [
        "times-in-wrong-order"
    ]


def test_a_session_may_leave_its_hours_open() -> None:
    assert Session.model_validate({"days": ["saturday"], "opens": "09:00"}).closes is None


def test_a_session_without_a_day_is_refused() -> None:
    assert codes(Session, {"days": []}) == ["too_short"]


# --- Short forms ----------------------------------------------------------------------------


def test_a_status_may_be_one_word() -> None:
    assert Status.model_validate("closed") == Status.model_validate({"state": "closed"})


def test_how_to_complain_may_be_one_sentence() -> None:
    assert Complaints.model_validate("Tell the leader.").how == "Tell the leader."


def test_a_part_never_changes() -> None:
    ages = Ages.model_validate({"from": "5"})
    with pytest.raises(ValidationError):
        ages.to = 11  # type: ignore[misc]
