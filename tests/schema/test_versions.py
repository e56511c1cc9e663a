"""An entry and a guide may be there in other forms and languages."""

import pytest
from pydantic import ValidationError

from offer_schema import Organisation, PageFrontMatter, School, Service
from offer_schema.vocabulary import LanguageVocabulary
from tests.schema.test_service import LEAST, codes

URL = "https://www.example.org/other"


def test_every_kind_of_entry_and_guides_may_have_other_versions() -> None:
    versions = [{"format": "easy-read", "url": URL}, {"format": "bsl-video", "language": "bsl", "url": URL}]
    for entry in (
        Service.model_validate({**LEAST, "versions": versions}),
        School.model_validate({"name": "Reef", "type": "community-school", "versions": versions}),
        Organisation.model_validate({"name": "Tidewell Leisure", "versions": versions}),
        PageFrontMatter.model_validate({"title": "SENDIASS", "versions": versions}),
    ):
        assert [version.format for version in entry.versions] == ["easy-read", "bsl-video"]


def test_an_entry_has_no_translations_unless_it_says_so() -> None:
    assert Service.model_validate(LEAST).translations == {}
    assert Service.model_validate(LEAST).versions == ()


def test_a_translation_elsewhere_says_its_language() -> None:
    assert codes({**LEAST, "versions": [{"format": "translation", "url": URL}]}) == ["no-language"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "www"])
def test_a_version_has_a_web_address(url: str) -> None:
    assert codes({**LEAST, "versions": [{"format": "audio", "url": url}]}) == ["bad-web-address"]


def test_a_translation_has_a_summary_and_may_have_a_name_and_a_description() -> None:
    service = Service.model_validate(
        {**LEAST, "translations": {"polish": {"summary": " Lekcje  pływania. "}}}
    )
    assert service.translations["polish"].summary == "Lekcje pływania."
    assert service.translations["polish"].name is None
    assert codes({**LEAST, "translations": {"polish": {"name": "Klub"}}}) == ["missing"]
    assert codes({**LEAST, "translations": {"Polish": {"summary": "Klub"}}}) == ["bad-id"]


@pytest.mark.parametrize(
    "typed",
    ["guides/sendiass", "guides/sendiass.md", "content/pages/guides/sendiass.md", "/guides/sendiass/"],
)
def test_a_translated_guide_names_the_english_one(typed: str) -> None:
    page = PageFrontMatter.model_validate({"title": "Porady", "translation_of": typed, "language": "polish"})
    assert page.translation_of == "guides/sendiass"


def test_a_translated_guide_says_its_language() -> None:
    with pytest.raises(ValidationError, match='Add "language:"'):
        PageFrontMatter.model_validate({"title": "Porady", "translation_of": "guides/sendiass"})


def test_a_guide_is_named_by_its_path() -> None:
    with pytest.raises(ValidationError, match="is not the path of a guide"):
        PageFrontMatter.model_validate({"title": "A", "translation_of": "The Guide", "language": "polish"})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pl", "pl"),
        ("PL", "pl"),
        ("bfi", "bfi"),
        ("zh-hant", "zh-Hant"),
        ("pt_br", "pt-BR"),
        ("es-419", "es-419"),
    ],
)
def test_a_language_has_a_code(typed: str, kept: str) -> None:
    assert LanguageVocabulary.model_validate({"x": {"name": "X", "code": typed}}).root["x"].code == kept


@pytest.mark.parametrize("typed", ["polish", "p", 'pl" onclick="x', "pl-", "pl-polska", ""])
def test_what_is_not_the_code_of_a_language_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        LanguageVocabulary.model_validate({"x": {"name": "X", "code": typed}})


def test_a_language_runs_from_left_to_right_unless_it_says_so() -> None:
    words = LanguageVocabulary.model_validate(
        {"polish": {"name": "Polish"}, "urdu": {"name": "Urdu", "direction": "right-to-left"}}
    )
    assert [word.direction for word in words.root.values()] == ["left-to-right", "right-to-left"]
