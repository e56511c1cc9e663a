"""The words that the site uses, each under its id."""

import pytest
from pydantic import ValidationError

from offer_schema import Authority
from offer_schema.vocabulary import NeedVocabulary, SynonymVocabulary


def test_words_keep_the_order_of_their_file() -> None:
    words = NeedVocabulary.model_validate({"speech": {"name": "Speech"}, "autism": {"name": "Autism"}})
    assert list(words.root) == ["speech", "autism"]


def test_a_word_is_filed_under_an_id() -> None:
    with pytest.raises(ValidationError, match="is not an id"):
        NeedVocabulary.model_validate({"Autism": {"name": "Autism"}})


def test_synonyms_are_lists_of_words() -> None:
    assert SynonymVocabulary.model_validate([["SALT", "speech therapy"]]).root == (
        ("SALT", "speech therapy"),
    )


def test_a_council_may_have_no_synonyms_yet() -> None:
    assert SynonymVocabulary.model_validate({}).root == ()


def test_a_council_needs_only_its_name_code_and_contacts() -> None:
    authority = Authority.model_validate(
        {
            "name": "Doggerland Council",
            "gss": "E06000999",
            "website": "https://www.doggerland.example.org",
            "contact": {"phone": "01632 960100"},
            "feedback": {"email": "localoffer@doggerland.example.org"},
        }
    )
    assert authority.review.services == "12 months"
    assert authority.suppression_threshold == 5
