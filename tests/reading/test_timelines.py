"""The files of timelines are read as strictly as entries, and what they name must exist."""

from pathlib import Path

import pytest

from generator.reading import read_project
from generator.reading.problems import Severity
from tests.conftest import ProblemsIn, write

PATH = "content/timelines/swim.yml"
TIMELINE = """\
title: Learning to swim
summary: From the first splash on.
kind: age
steps:
  - from: 5
    to: 11
    title: Lessons
    text: "In **small** groups."
    entries: [saturday-swim-club]
    guides: [guides/swimming]
    law:
      citation: Children and Families Act 2014, section 30
      url: https://www.legislation.gov.uk/ukpga/2014/6/section/30
checked: 2026-10-01
owner: short-breaks-team
"""


@pytest.fixture(autouse=True)
def guide(project: Path) -> None:
    """A guide for the timeline to name."""
    write(project, "content/pages/guides/swimming.md", "---\ntitle: Swimming\nsummary: All.\n---\n\nSwim.\n")


def test_a_project_may_have_any_number_of_timelines(project: Path) -> None:
    write(project, PATH, TIMELINE)
    write(project, "content/timelines/other.yml", TIMELINE)
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    assert list(offer.timelines) == ["other", "swim"]
    assert offer.timelines["swim"].steps[0].entries == ("saturday-swim-club",)


def test_a_project_without_timelines_has_no_problem(project: Path) -> None:
    reading = read_project(project, use_cache=False)
    assert reading.errors == []
    assert reading.offer is not None
    assert dict(reading.offer.timelines) == {}


def test_a_right_timeline_has_no_problem(problems_in: ProblemsIn) -> None:
    assert problems_in(PATH, TIMELINE) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "fix"),
    [
        ("saturday-swim-club", "saturday-swim-clup", "unknown-entry", (9, 15), '"saturday-swim-club"'),
        ("guides/swimming", "guides/swiming", "unknown-guide", (10, 14), '"guides/swimming"'),
        (
            "owner: short-breaks-team",
            "owner: short-break-team",
            "unknown-owner",
            (15, 8),
            "short-breaks-team",
        ),
        ("kind: age", "kind: ages", "not-an-option", (3, 7), "age"),
        ("    title: Lessons", "    titel: Lessons", "unknown-key", (7, 5), '"title"'),
        ("https://www.legislation", "www.legislation", "bad-web-address", (13, 12), "https://"),
        ("to: 11", "to: 4", "step-ends-before-it-begins", (5, 5), '"from"'),
        ("to: 11", "to: 30", "age-above-25", (5, 3), "kind: week"),
        ("to: 11", "to: eleven", "not-a-whole-number", (6, 9), "a whole number"),
        ("2026-10-01", "2999-10-01", "checked-in-the-future", (14, 10), "really checked"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_type(
    problems_in: ProblemsIn, old: str, new: str, code: str, place: tuple[int, int], fix: str
) -> None:
    assert old in TIMELINE
    found = [one for one in problems_in(PATH, TIMELINE.replace(old, new, 1)) if one.code == code]
    assert [(one.line, one.column) for one in found] == [place], found
    assert found[0].severity is Severity.ERROR
    assert fix in found[0].fix


def test_a_timeline_that_nobody_checked_is_named(problems_in: ProblemsIn) -> None:
    found = problems_in(PATH, TIMELINE.replace("checked: 2026-10-01\n", ""))
    assert [(one.code, one.severity) for one in found] == [("never-checked", Severity.ADVICE)]


def test_letters_that_nothing_explains_are_named(problems_in: ProblemsIn) -> None:
    found = problems_in(PATH, TIMELINE.replace("In **small** groups.", "Ask the XQZ about it."))
    assert [one.code for one in found] == ["unexplained-abbreviation"]
    assert found[0].line == 8


def test_no_guide_may_sit_on_the_address_of_timelines(project: Path) -> None:
    write(project, "content/pages/timelines/swim.md", "---\ntitle: x\nsummary: x\n---\n\nx\n")
    assert [one.code for one in read_project(project, use_cache=False).errors] == ["address-taken"]


def test_the_words_of_steps_are_found_by_search(project: Path) -> None:
    write(project, PATH, TIMELINE.replace("small", "tadpole"))
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    assert "tadpole" in offer.text_words["timeline", "swim"]


def test_what_is_kept_in_the_cache_is_the_same_timeline(project: Path) -> None:
    import os

    file = write(project, PATH, TIMELINE)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    first, second = read_project(project).offer, read_project(project).offer
    assert first is not None
    assert second is not None
    assert first.timelines["swim"] == second.timelines["swim"]
