"""``local-offer new`` on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import cli
from generator.reading import read_project
from generator.reading.yaml_source import parse


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["new", *words, "--project", str(project)])


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("service", "Dive Club"), "content/services/dive-club.yml"),
        (("organisation", "Divers"), "content/organisations/divers.yml"),
        (("school", "Reef High School"), "content/schools/reef-high-school.yml"),
        (("page", "Ask for help"), "content/pages/guides/ask-for-help.md"),
    ],
)
def test_each_kind_is_made_without_any_option_and_can_be_published(
    project: Path, words: tuple[str, ...], path: str
) -> None:
    result = run(project, *words)
    assert result.exit_code == 0, result.output
    assert f"local-offer check {path}" in result.output
    assert (project / path).is_file()
    assert read_project(project, use_cache=False).offer is not None


def test_a_service_is_filled_with_what_is_known(project: Path) -> None:
    options = ("--category", "short-breaks", "--organisation", "tidewell-leisure", "--phone", "01632 960124")
    assert run(project, "service", "Dive Club", *options).exit_code == 0
    text = (project / "content/services/dive-club.yml").read_text("utf-8")
    service = parse(text).tree
    assert service["categories"] == ["short-breaks"]
    assert service["organisation"] == "tidewell-leisure"
    assert service["contact"] == {"phone": "01632 960124"}
    assert "Change this" not in text


def test_what_was_only_guessed_says_so(project: Path) -> None:
    run(project, "service", "Dive Club")
    text = (project / "content/services/dive-club.yml").read_text("utf-8")
    assert text.count("Change this") == 2
    assert parse(text).tree["contact"] == {"email": "localoffer@doggerland.example.org"}
    run(project, "school", "Reef High")
    assert "Change this" in (project / "content/schools/reef-high.yml").read_text("utf-8")


def test_a_school_is_filled_with_its_type_and_its_number(project: Path) -> None:
    assert run(project, "school", "Reef High", "--type", "free-school", "--urn", "100000").exit_code == 0
    school = parse((project / "content/schools/reef-high.yml").read_text("utf-8")).tree
    assert (school["type"], school["urn"]) == ("free-school", "100000")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("school", "Reef Primary"), 1, "there already"),
        (("school", "Reef", "--urn", "12"), 1, "URN"),
        (("school", "Reef", "--type", "school"), 2, "--type"),
        (("service", "Dive", "--category", "club"), 2, 'Did you mean "clubs"?'),
        (("service", "Dive", "--organisation", "tidewell"), 2, "There is no organisation"),
        (("page", "???"), 1, "--id"),
        (("page", "Ask", "--id", "../ask"), 1, "--id"),
        (("ghost", "Reef"), 2, "No such command"),
    ],
)
def test_a_mistake_is_one_sentence_and_writes_nothing(
    project: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    before = sorted(project.rglob("*"))
    result = run(project, *words)
    assert (result.exit_code, said in result.output) == (status, True), result.output
    assert "Traceback" not in result.output
    assert sorted(project.rglob("*")) == before


def test_outside_a_project_the_way_in_is_named(tmp_path: Path) -> None:
    for kind in ("service", "school"):
        result = run(tmp_path, kind, "Reef")
        assert result.exit_code == 1
        assert "--project" in result.output
