"""Translations name languages and guides that exist, once each; search and lists get to know of them."""

from pathlib import Path

import pytest

from generator.reading import read_project
from tests.conftest import SWIM, ProblemsIn, write

SWIM_FILE = "content/services/saturday-swim-club.yml"
LANGUAGES = "content/vocabulary/languages.yml"
POLISH = "polish:\n  name: Polish\n  own_name: Polski\n  code: pl\n"
GUIDE = "---\ntitle: Advice\nsummary: Who helps.\n---\n\nText.\n"
TRANSLATED = "---\ntitle: Porady\nsummary: Kto pomaga.\ntranslation_of: guides/advice\nlanguage: polish\n---\n\nTekst.\n"


@pytest.fixture
def with_polish(project: Path) -> Path:
    write(project, LANGUAGES, f"bsl:\n  name: British Sign Language\n{POLISH}")
    write(project, "content/pages/guides/advice.md", GUIDE)
    return project


@pytest.mark.usefixtures("with_polish")
def test_a_translation_is_in_a_language_of_the_vocabulary(problems_in: ProblemsIn) -> None:
    text = f"{SWIM}translations:\n  polsh:\n    summary: Lekcje pływania.\n"
    (problem,) = [one for one in problems_in(SWIM_FILE, text) if one.severity == "error"]
    assert (problem.code, problem.line, problem.fix) == ("unknown-language", 21, 'Did you mean "polish"?')


@pytest.mark.usefixtures("with_polish")
def test_a_translated_guide_translates_a_guide_that_exists(problems_in: ProblemsIn) -> None:
    assert problems_in("content/pages/guides/advice-polish.md", TRANSLATED) == []
    wrong = TRANSLATED.replace("guides/advice", "guides/advise")
    (problem,) = problems_in("content/pages/guides/advice-polish.md", wrong)
    assert (problem.code, problem.line, problem.fix) == ("unknown-guide", 4, 'Did you mean "guides/advice"?')


@pytest.mark.usefixtures("with_polish")
def test_a_guide_has_one_translation_into_a_language(problems_in: ProblemsIn) -> None:
    assert problems_in("content/pages/guides/advice-polish.md", TRANSLATED) == []
    (problem,) = problems_in("content/pages/guides/porady.md", TRANSLATED)
    assert (problem.code, problem.line) == ("same-translation", 4)
    assert "content/pages/guides/advice-polish.md" in problem.message


@pytest.mark.usefixtures("with_polish")
def test_a_translation_is_not_translated_again(problems_in: ProblemsIn) -> None:
    assert problems_in("content/pages/guides/advice-polish.md", TRANSLATED) == []
    again = TRANSLATED.replace("guides/advice", "guides/advice-polish").replace("polish\n---", "bsl\n---")
    (problem,) = problems_in("content/pages/guides/advice-bsl.md", again)
    assert problem.code == "translation-of-a-translation"
    assert '"guides/advice"' in problem.fix


def test_a_language_that_is_written_should_have_a_code(problems_in: ProblemsIn) -> None:
    (problem,) = problems_in(LANGUAGES, "bsl:\n  name: BSL\npolish:\n  name: Polish\n  own_name: Polski\n")
    assert (problem.code, problem.line, problem.severity) == ("no-language-code", 3, "advice")


def test_a_card_knows_the_forms_and_languages_of_its_entry(with_polish: Path) -> None:
    write(
        with_polish,
        SWIM_FILE,
        f"{SWIM}formats: [symbols]\nversions:\n  - format: easy-read\n    url: https://www.example.org/e\n"
        "translations:\n  polish:\n    name: Klub\n    summary: Lekcje.\n    description: Basen jest ciepły.\n",
    )
    offer = read_project(with_polish, use_cache=False).offer
    assert offer is not None
    card = offer.cards["service", "saturday-swim-club"]
    assert card.formats == ("symbols", "easy-read", "translation")
    assert card.translations == (("polish", "Klub", "Lekcje."),)
    assert {"basen", "lekcje", "klub"} <= set(offer.text_words["service", "saturday-swim-club"])
