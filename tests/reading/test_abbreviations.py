"""Letters that nothing explains are advice, once for each file and at their place."""

import time
from pathlib import Path

import pytest

from generator.reading import Problem, read_project
from generator.reading.abbreviations import abbreviations
from generator.reading.problems import Severity
from tests.conftest import SWIM, ProblemsIn, write

SERVICE = "content/services/dive.yml"
GUIDE = "content/pages/guides/ask.md"
REST = SWIM + "eligibility: Everyone.\nreferral: {routes: [drop-in]}\ncost: free\n"


def unexplained(problems: list[Problem]) -> list[tuple[int, int, str]]:
    """Line, column and letters of each piece of advice about letters."""
    found = [problem for problem in problems if problem.code == "unexplained-abbreviation"]
    assert all(problem.severity is Severity.ADVICE and "jargon.yml" in problem.fix for problem in found)
    return [(problem.line, problem.column, problem.message.split('"')[1]) for problem in found]


def test_letters_in_a_description_are_named_once_at_their_place(problems_in: ProblemsIn) -> None:
    text = REST + "description: |\n  Ask the XYZ team.\n  The XYZ team rings the QWE. XYZs help.\n"
    assert unexplained(problems_in(SERVICE, text)) == [(24, 11, "XYZ"), (25, 26, "QWE")]


def test_letters_in_a_summary_and_in_a_guide_are_named(problems_in: ProblemsIn) -> None:
    summary = REST.replace("who need more help.", "with XYZ.") + "description: We swim.\n"
    assert unexplained(problems_in(SERVICE, summary)) == [(3, 53, "XYZ")]
    guide = "---\ntitle: Ask\nsummary: Ask the QWE.\n---\n\nSay it.\n\nAsk the XYZ.\n"
    assert unexplained(problems_in(GUIDE, guide)) == [(3, 18, "QWE"), (8, 9, "XYZ")]


@pytest.mark.parametrize(
    "words",
    [
        "An EHC plan from the NHS in the UK.",
        "Parent Carer Forum (XYZ). The XYZ meets.",
        "The XYZ (parents who speak for others) meets.",
        "Text CALL ME to us.",
        "See GOV.UK, https://www.example.org/XYZ and [this page](https://www.example.org/QWE).",
        "A ZZ1 2AB postcode, an A4 page, the `XYZ` key.",
        "A4 and B2B and I.",
        "Go to room X or to WHITECHAPEL.",
    ],
)
def test_what_is_explained_or_is_no_abbreviation_passes(problems_in: ProblemsIn, words: str) -> None:
    assert unexplained(problems_in(SERVICE, f"{REST}description: '{words}'\n")) == []


def test_unknown_letters_beside_known_ones_are_named(problems_in: ProblemsIn) -> None:
    assert unexplained(problems_in(SERVICE, f"{REST}description: The NHS XYZ clinic.\n")) == [(23, 22, "XYZ")]


def test_a_term_of_the_jargon_buster_or_the_name_of_an_organisation_explains(
    project: Path, problems_in: ProblemsIn
) -> None:
    write(
        project,
        "content/vocabulary/jargon.yml",
        "xyz:\n  term: Extra years\n  short: XYZ\n  also: [QWE]\n  meaning: More of them.\n",
    )
    write(
        project, "content/organisations/rty.yml", "name: RTY Doggerland\nkind: charity\nchecked: 2026-10-01\n"
    )
    text = f"{REST}description: The XYZ, the QWE, the RTY and the UIO.\n"
    assert [letters for _, _, letters in unexplained(problems_in(SERVICE, text))] == ["UIO"]


def test_a_term_that_is_added_later_explains_files_that_have_not_changed(project: Path) -> None:
    write(project, SERVICE, f"{REST}description: The XYZ.\n")
    assert len(unexplained(read_project(project).problems)) == 1
    write(
        project,
        "content/vocabulary/jargon.yml",
        "xyz:\n  term: Extra years\n  short: XYZ\n  meaning: More of them.\n",
    )
    assert unexplained(read_project(project).problems) == []


def test_a_jargon_file_with_an_error_does_not_make_every_abbreviation_strange(
    project: Path, problems_in: ProblemsIn
) -> None:
    write(project, "content/vocabulary/jargon.yml", "xyz:\n  trem: Extra years\n")
    assert unexplained(problems_in(SERVICE, f"{REST}description: The XYZ.\n")) == []


def test_the_demonstration_explains_all_its_letters() -> None:
    from tests.site.conftest import REPOSITORY

    assert unexplained(read_project(REPOSITORY, use_cache=False).problems) == []


@pytest.mark.parametrize("piece", ["XYZ ", "(", "](", "<", "`", "A", "XYZ", "https://", " XYZ (XYZ"])
def test_long_texts_are_looked_through_quickly(piece: str) -> None:
    started = time.perf_counter()
    abbreviations([piece * 20_000])
    assert time.perf_counter() - started < 2
