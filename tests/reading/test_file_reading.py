"""One file read and checked by itself: front matter keeps its lines, plain values come back as they were."""

from pathlib import Path

import pytest

from generator.reading.content_files import find_files, split_front_matter
from generator.reading.file_reading import FileReading, load, read_file
from tests.conftest import SWIM, ProblemsIn, write


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        ("---\ntitle: Ask\n---\n\nHello.\n", "title: Ask\n", "\nHello.\n"),
        ("---\r\ntitle: Ask\r\n---\r\nHello.\r\n", "title: Ask\r\n", "Hello.\r\n"),
        ("---\ntitle: Ask\n---", "title: Ask\n", ""),
        ("---  \ntitle: Ask\n--- \nHello.", "title: Ask\n", "Hello."),
        ("---\n---\nHello.", "", "Hello."),
        ("---\na: b\n---\none\n---\ntwo\n", "a: b\n", "one\n---\ntwo\n"),
        ("---\na: x --- y\n---\n", "a: x --- y\n", ""),
        ("Hello.\n---\na: b\n---\n", None, "Hello.\n---\na: b\n---\n"),
        ("---\ntitle: Ask\nHello.\n", None, "---\ntitle: Ask\nHello.\n"),
        ("", None, ""),
    ],
)
def test_a_page_is_parted_at_its_hyphens(text: str, front: str | None, body: str) -> None:
    assert split_front_matter(text) == (front, body)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("Hello.\n", 1, 1, "no-front-matter"),
        ("", 1, 1, "no-front-matter"),
        ("---\ntitle: Ask\n", 1, 1, "no-front-matter"),
        ("---\n---\n", 2, 1, "missing"),
        ("---\nsummary: Ask us.\n---\n", 2, 1, "missing"),
        ("---\ntitle: Ask\n\n# A remark\nsection: school\n---\n", 5, 10, "not-an-option"),
        ("---\r\ntitle: Ask\r\nsection: school\r\n---\r\n", 3, 10, "not-an-option"),
        ("---\ntitle: Ask\norder: 5\ntitle: Tell\n---\n", 4, 1, "duplicate-key"),
        ("---\ntitle: Ask: tell\n---\n", 2, 11, "colon-in-text"),
        ("---\ntitle: Ask\nneeds: [autsim]\n---\n", 3, 9, "unknown-need"),
        ("---\ntitle: Ask\nrelated:\n  - saturday-swim\n---\n", 4, 5, "unknown-entry"),
        ("---\ntitle: Ask\nchecked: 2999-01-01\n---\n", 3, 10, "checked-in-the-future"),
        ("---\nJust words\n---\n", 2, 1, "not-an-entry"),
    ],
)
def test_the_lines_of_front_matter_are_those_of_the_page(
    problems_in: ProblemsIn, text: str, line: int, column: int, code: str
) -> None:
    (problem,) = [one for one in problems_in("content/pages/guides/ask.md", text) if one.severity == "error"]
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert problem.fix


def test_a_reading_survives_the_cache(project: Path) -> None:
    write(project, "content/services/broken.yml", "name: Swim\nlevel: all\n")
    for source in find_files(project)[0]:
        reading = read_file(project, source)
        assert FileReading.from_plain(reading.plain()) == reading


def test_what_was_accepted_is_loaded_as_it_was(project: Path) -> None:
    (source,) = [source for source in find_files(project)[0] if source.kind == "service"]
    service = load("service", read_file(project, source).data)
    assert service.model_dump()["name"] == "Saturday Swim Club"
    assert service.model_dump()["ages"] == {"from_": 5, "to": 11}


def test_a_file_with_an_error_still_says_what_it_names(project: Path) -> None:
    write(project, "content/services/saturday-swim-club.yml", SWIM + "level: all\n")
    (source,) = [source for source in find_files(project)[0] if source.kind == "service"]
    reading = read_file(project, source)
    assert (reading.data, reading.card) == (b"", None)
    assert ("organisation", "tidewell-leisure") in reading.mentions
