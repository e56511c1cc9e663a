"""A new entry explains every answer, and what it says is right whether or not its examples are taken."""

import datetime
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from generator.editing.new_entry import Kind, NewEntry, school_year
from generator.editing.writer import WriteRefused
from generator.reading import read_project
from generator.reading.content_files import split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.problems import Severity
from generator.reading.validation import validate
from generator.reading.yaml_source import parse
from offer_schema.sen_report import QUESTIONS, SenReport
from offer_schema.setting_types import SETTING_TYPES

TODAY = datetime.date(2026, 11, 20)
KNOWN: dict[Kind, dict[str, Any]] = {
    "service": {"categories": ["clubs"], "contact": {"phone": "01632 960123"}},
    "organisation": {},
    "school": {"type": "community-school"},
    "page": {},
}
KINDS = get_args(Kind)


def new(kind: Kind, name: str = "Reef & Sea: the “Club”", **others: Any) -> NewEntry:
    return NewEntry(kind, name, KNOWN[kind] | others, today=TODAY)


def tree(text: str) -> dict[str, Any]:
    return dict(parse(split_front_matter(text)[0] or text).tree)


def with_examples(text: str) -> str:
    """The entry with every example taken: notes have one space behind their ``#``, examples none or more."""
    return re.sub(r"(?m)^( *)#(?! \S)", r"\1", text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_entry_has_nothing_but_gaps(project: Path, kind: Kind) -> None:
    entry = new(kind)
    entry.write(project)
    reading = read_project(project, use_cache=False)
    assert reading.offer is not None
    problems = [problem for problem in reading.problems if problem.path == entry.path]
    assert {problem.severity for problem in problems} <= {Severity.ADVICE}
    assert tree(entry.text)["title" if kind == "page" else "name"] == "Reef & Sea: the “Club”"


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_there_and_every_example_is_a_right_answer(kind: Kind) -> None:
    text = with_examples(new(kind).text)
    if kind == "page":  # a translation has a language, and the other way round
        assert "translation_of" in text
    document = parse(split_front_matter(text)[0] or text)
    keys = {field.alias or name for name, field in MODELS[kind].model_fields.items()}
    assert set(document.tree) == keys
    entry, problems = validate(MODELS[kind], document, "new.yml")
    assert problems == []
    assert entry is not None


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_key_means_stands_above_it_in_the_words_of_the_schema(kind: Kind) -> None:
    said = re.sub(r"\n *# ", " ", new(kind).text)
    for field in MODELS[kind].model_fields.values():
        assert field.description
        assert field.description in said


@pytest.mark.parametrize("setting", SETTING_TYPES)
def test_each_question_of_a_report_is_explained_to_each_type_of_school(setting: str) -> None:
    text = new("school", type=setting).text
    said = re.sub(r"\n *# ", " ", text)
    for name, question in QUESTIONS.items():
        if name != "local_offer":
            assert f"{question.text} ({question.law})" in said
            assert question.say in said
            assert f"  #{name}:" in text
    assert ("The law asks for this report" in said) == SETTING_TYPES[setting].sen_report
    report = tree(with_examples(text))["sen_report"]
    assert set(report) == set(SenReport.model_fields) - {"local_offer"}
    assert ("not_applicable" in report["identifying"]) == SETTING_TYPES[setting].special
    assert tree(text)["sen_report"] == {"year": "2026 to 2027"}


def test_an_answer_that_nobody_wrote_does_not_count() -> None:
    school = MODELS["school"].model_validate(tree(with_examples(new("school").text)))
    assert school.sen_report.answered == len(SenReport.questions())  # type: ignore[attr-defined]
    assert not any(
        getattr(school.sen_report, name).full  # type: ignore[attr-defined]
        for name in SenReport.questions()
    )


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-08-31", "2025 to 2026"), ("2026-09-01", "2026 to 2027"), ("2027-01-01", "2026 to 2027")],
)
def test_a_school_year_begins_in_september(day: str, year: str) -> None:
    assert school_year(datetime.date.fromisoformat(day)) == year


def test_what_is_known_is_written() -> None:
    school = tree(
        new("school", type="academy-converter", urn="100000", contact={"phone": "01632 960123"}).text
    )
    assert (school["type"], school["urn"], school["contact"]) == (
        "academy-converter",
        "100000",
        {"phone": "01632 960123"},
    )


def test_the_file_is_called_after_the_name() -> None:
    assert new("service", "Saturday Swim Club").path == "content/services/saturday-swim-club.yml"
    assert new("page", "How do we ask?").path == "content/pages/guides/how-do-we-ask.md"
    assert (
        NewEntry("school", "Ö", KNOWN["school"], today=TODAY, entry_id="oe").path == "content/schools/oe.yml"
    )


@pytest.mark.parametrize(
    ("name", "answers", "words"),
    [
        ("日本", {}, "--id"),
        ("Reef", {"urn": "12"}, "URN"),
        ("Reef", {"contact": {"phone": "12"}}, "phone"),
        ("reef " * 60, {}, "characters"),
        ("Reef\x07", {}, "control character"),
    ],
)
def test_an_entry_that_would_be_wrong_is_not_made(name: str, answers: dict[str, Any], words: str) -> None:
    with pytest.raises(WriteRefused, match=re.escape(words)):
        new("school", name, **answers)


def test_an_entry_that_is_there_is_never_overwritten(project: Path) -> None:
    file = project / "content/schools/reef-primary.yml"
    before = file.read_bytes()
    with pytest.raises(WriteRefused, match="there already"):
        new("school", "Reef Primary").write(project)
    assert file.read_bytes() == before
