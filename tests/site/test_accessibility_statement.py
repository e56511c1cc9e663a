"""The accessibility statement: the model's headings, the sentences that the law asks for, and nothing made up."""

import html
import re
from pathlib import Path

import pytest

from generator.site.accessibility_statement import RESULTS, statement
from generator.site.words import load_words
from offer_schema import Authority
from tests.site.conftest import REPOSITORY, copy_demonstration, run_build

MODEL = REPOSITORY.parent / "shared" / "data" / "accessibility-statement-sample.md"
THEME = [REPOSITORY / "theme"]

HEADINGS = [
    "How accessible this website is",
    "Feedback and contact information",
    "Enforcement procedure",
    "Technical information about this website's accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that's not within the scope of the accessibility regulations",
    "What we're doing to improve accessibility",
    "Preparation of this accessibility statement",
]
BY_LAW = [
    "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites "
    "and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the 'accessibility regulations'). If you're not "
    "happy with how we respond to your complaint, contact the Equality Advisory and Support Service (EASS).",
    "Doggerland Council is committed to making its website accessible, in accordance with the Public Sector Bodies "
    "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
    "This website is partially compliant with the Web Content Accessibility Guidelines 2.2 AA standard, due to the "
    "non-compliances and exemptions listed below.",
    "The content listed below is non-accessible for the following reasons.",
]


def text_of(page: str) -> str:
    """What a person reads on a page, in one line."""
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", main)).split())


@pytest.fixture(scope="module")
def page(demonstration: Path) -> str:
    return (demonstration / "accessibility/index.html").read_text("utf-8")


def facts(**accessibility: object) -> Authority:
    return Authority.model_validate(
        {
            "name": "Doggerland Council",
            "gss": "E06000999",
            "website": "https://www.doggerland.example.org",
            "contact": {"phone": "01632 960100"},
            "feedback": {"email": "localoffer@doggerland.example.org"},
            "accessibility": accessibility,
        }
    )


def test_it_has_the_headings_of_the_model_in_the_models_order(page: str) -> None:
    found = [
        html.unescape(one) for one in re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", page.partition("<main")[2])
    ]
    assert [one for one in found if one in HEADINGS] == HEADINGS


@pytest.mark.parametrize("sentence", BY_LAW)
def test_the_sentences_that_the_law_asks_for_are_word_for_word(page: str, sentence: str) -> None:
    assert sentence in text_of(page)


@pytest.mark.skipif(not MODEL.is_file(), reason="the GOV.UK model statement is not beside this repository")
def test_headings_and_sentences_are_still_those_of_the_model() -> None:
    model = MODEL.read_text("utf-8")
    titles = re.findall(r"^#{2,3} (.+)$", model, re.MULTILINE)
    assert [one for one in titles if one in HEADINGS] == HEADINGS
    assert set(titles) == set(HEADINGS)
    said = " ".join(re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", model).split())
    assert BY_LAW[0] in said
    assert BY_LAW[1].replace("Doggerland Council", "[Name of organisation]") in said
    assert BY_LAW[3] in said
    words = load_words(THEME)["accessibility"]
    for answer in ("fully", "partially", "not"):
        assert f"{words[f'is_{answer}']} {words['guidelines']} AA standard" in said
    for sentence in ("has_been_tested", "some_parts", "simple", "other_format", "able_zoom", "able_colours"):
        assert words[sentence] in said


def test_it_says_what_the_council_wrote_and_no_more(page: str) -> None:
    text = text_of(page)
    assert (
        "This statement was prepared on 14 September 2026. It was last reviewed on 9 November 2026." in text
    )
    assert "last tested on 2 November 2026 against the WCAG 2.2 AA standard" in text
    assert "get back to you in 10 days" in text
    assert "has not" not in text


def test_every_page_leads_to_it(demonstration: Path) -> None:
    for file in demonstration.rglob("*.html"):
        footer = file.read_text("utf-8").partition("<footer")[2]
        assert re.search(r'href="[^"]*/?accessibility/"', footer), file


def test_without_facts_it_says_that_it_is_not_finished_and_claims_nothing(tmp_path: Path) -> None:
    project = copy_demonstration(tmp_path)
    file = project / "content/authority.yml"
    text = re.sub(r"(?ms)^accessibility:\n(?:  .*\n)+", "", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    said = text_of((project / "site/accessibility/index.html").read_text("utf-8"))
    assert "This statement is not finished" in said
    assert "whether the website meets WCAG 2.2 AA" in said
    for claim in (
        "compliant with the",
        "has been tested",
        "statement was prepared on",
        "last reviewed on",
        "test was carried",
    ):
        assert claim not in said
    assert BY_LAW[0] in said
    assert BY_LAW[1] in said


@pytest.mark.parametrize(
    ("reasons", "listed"),
    [
        (["non-compliance"], "non-compliances"),
        (["out-of-scope"], "exemptions"),
        (["disproportionate-burden"], "exemptions"),
        (["non-compliance", "out-of-scope"], "non-compliances and exemptions"),
    ],
)
def test_the_status_names_the_kinds_of_problem_that_are_listed(reasons: list[str], listed: str) -> None:
    authority = facts(compliance="not", problems=[{"what": "A film.", "reason": one} for one in reasons])
    assert statement(authority, load_words(THEME), THEME, "")["listed"] == listed


def test_test_results_come_from_the_theme_and_a_problem_is_not_hidden(tmp_path: Path) -> None:
    words = load_words(THEME)
    (tmp_path / RESULTS).write_text(
        'date: 2026-11-24\ntools: [axe-core 4.10, "Chromium 141"]\nkinds: [home, search]\n'
        "checks:\n  axe: {pages: 2, states: 16, found: 3}\n  reflow: {pages: 2, states: 2, found: 0}\n",
        "utf-8",
    )
    results = statement(facts(), words, [tmp_path], "")["results"]
    assert "24 November 2026 with axe-core 4.10 and Chromium 141, on 2 kinds of page" in results["summary"]
    assert [check["found"] for check in results["checks"]] == ["3 problems found", "no problem found"]
