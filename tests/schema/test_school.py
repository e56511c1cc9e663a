"""A school's facts, and what follows from its type."""

from typing import Any

import pytest
from pydantic import ValidationError

from offer_schema import School
from offer_schema.setting_types import SETTING_TYPE_BY_GIAS_CODE, SETTING_TYPES


def school(**answers: Any) -> School:
    """A community school with some answers."""
    return School.model_validate({"name": "Reef Primary School", "type": "community-school"} | answers)


@pytest.mark.parametrize(
    ("setting", "sen_report", "special"),
    [
        ("community-school", True, False),
        ("academy-converter", True, False),
        ("nursery-school", True, False),
        ("community-special-school", True, True),
        ("academy-special-converter", True, True),
        ("independent-school", False, False),
        ("independent-special-school", False, True),
        ("pupil-referral-unit", False, False),
        ("free-school-16-19", False, False),
        ("further-education-college", False, False),
        ("special-post-16-institution", False, True),
        ("childminder", False, False),
    ],
)
def test_the_type_says_whether_the_law_asks_for_a_report(
    setting: str, sen_report: bool, special: bool
) -> None:
    kind = school(type=setting).setting_type
    assert (kind.sen_report, kind.special) == (sen_report, special)


@pytest.mark.parametrize(
    ("setting", "in_hospital", "owes"),
    [
        ("community-special-school", "no", True),
        ("community-special-school", "yes", False),
        ("academy-special-converter", "yes", False),
        ("community-school", "yes", True),
        ("pupil-referral-unit", "no", False),
    ],
)
def test_a_special_school_in_a_hospital_owes_no_report(setting: str, in_hospital: str, owes: bool) -> None:
    assert school(type=setting, in_hospital=in_hospital).owes_report == owes


def test_every_gias_code_leads_to_one_type() -> None:
    codes = [setting.code for setting in SETTING_TYPES.values() if setting.code is not None]
    assert len(codes) == len(set(codes)) == len(SETTING_TYPE_BY_GIAS_CODE)


def test_only_maintained_schools_and_academies_must_publish_a_report() -> None:
    families = {setting.family for setting in SETTING_TYPES.values() if setting.sen_report}
    assert families == {"maintained", "academy"}


def test_a_misspelt_type_comes_with_the_right_one() -> None:
    with pytest.raises(ValidationError, match='Did you mean "community-school"'):
        school(type="comunity-school")


def test_a_number_of_the_register_keeps_its_zeros() -> None:
    assert school(urn="000123", ukprn="00079319").urn == "000123"


@pytest.mark.parametrize(
    ("key", "value"),
    [("urn", "12345"), ("ukprn", "123"), ("dfe_number", "2013614"), ("dfe_number", "201/3614\n")],
)
def test_a_number_of_another_form_is_refused(key: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        school(**{key: value})
    assert [error["type"] for error in caught.value.errors()] == [f"bad-{key.replace('_', '-')}"]
