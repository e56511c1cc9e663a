"""What a council says about itself."""

import pytest
from pydantic import ValidationError

from offer_schema import Authority

COUNCIL = {
    "name": "Doggerland Council",
    "gss": "E06000999",
    "website": "https://www.doggerland.example.org",
    "contact": {"phone": "01632 960100"},
    "feedback": {"email": "localoffer@doggerland.example.org"},
}
AUTUMN = {"name": "Autumn term", "from": "2026-09-02", "to": "2026-10-23"}
WINTER = {"name": "Winter term", "from": "2026-11-02", "to": "2026-12-18"}


def messages(*terms: dict[str, str]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Authority.model_validate(COUNCIL | {"term_dates": list(terms)})
    return [f"{error['type']}: {error['msg']}" for error in caught.value.errors()]


def test_a_council_need_not_give_its_term_dates() -> None:
    assert Authority.model_validate(COUNCIL).term_dates == ()


def test_terms_are_put_in_order() -> None:
    terms = Authority.model_validate(COUNCIL | {"term_dates": [WINTER, AUTUMN]}).term_dates
    assert [term.name for term in terms] == ["Autumn term", "Winter term"]


def test_a_term_that_ends_before_it_begins_is_explained() -> None:
    (message,) = messages(AUTUMN | {"to": "2026-08-23"})
    assert message.startswith(
        'term-in-wrong-order: "Autumn term" begins on 2026-09-02 and ends on 2026-08-23'
    )
    assert "first day of school" in message


def test_terms_that_overlap_are_explained() -> None:
    (message,) = messages(AUTUMN, WINTER | {"from": "2026-10-23"})
    assert message.startswith('terms-overlap: "Winter term" begins on 2026-10-23, before "Autumn term" ends')


def test_a_date_in_another_way_of_writing_is_explained() -> None:
    (message,) = messages(AUTUMN | {"to": "23/10/2026"})
    assert "Did you mean 2026-10-23?" in message
