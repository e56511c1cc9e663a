"""`local-offer init` makes a repository that is valid from the first minute, or nothing."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import init
from generator.commands.schema import schemas
from generator.editing.new_project import WORKFLOWS, ProjectRefused, add_workflows, make_project
from generator.editing.program_source import UNKNOWN, ProgramSource
from generator.reading import read_project


def test_a_new_project_has_no_errors(tmp_path: Path) -> None:
    result = CliRunner().invoke(init.command, [str(tmp_path / "offer")])
    assert result.exit_code == 0, result.output
    reading = read_project(tmp_path / "offer", use_cache=False)
    assert reading.errors == []
    assert reading.offer is not None
    assert reading.offer.vocabulary.needs
    assert reading.offer.vocabulary.jargon


def test_a_new_project_has_everything_that_an_editor_and_git_need(tmp_path: Path) -> None:
    make_project(tmp_path / "offer")
    for path in (".gitignore", ".editorconfig", "README.md", "mkdocs.yml", "content/comments/.gitkeep"):
        assert (tmp_path / "offer" / path).is_file()
    editor = json.loads((tmp_path / "offer" / ".vscode" / "settings.json").read_text())
    named = {path.removeprefix("schemas/") for path in editor["yaml.schemas"]}
    assert named <= set(schemas())


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    make_project(tmp_path)
    assert (tmp_path / "content" / "authority.yml").is_file()


def test_a_repository_in_which_nothing_has_been_done_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    make_project(tmp_path)
    assert (tmp_path / "content" / "authority.yml").is_file()
    assert (tmp_path / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


def test_a_new_project_names_the_program_that_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ProgramSource("https://git.example.org/program.git", "a" * 40)
    monkeypatch.setattr(init, "program_source", lambda: source)
    result = CliRunner().invoke(init.command, [str(tmp_path / "offer")])
    assert "where it came from" not in result.output
    lines = (tmp_path / "offer" / "program.mk").read_text().splitlines()
    assert lines[1:] == [f"PROGRAM_URL := {source.url}", f"PROGRAM_COMMIT := {source.commit}"]


def test_a_program_that_does_not_know_where_it_came_from_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init, "program_source", lambda: UNKNOWN)
    result = CliRunner().invoke(init.command, [str(tmp_path / "offer")])
    assert result.exit_code == 0
    assert "write the address of its repository into program.mk" in result.output


# --- Workflows for a project that is there ---------------------------------------------------------


def test_workflows_are_added_to_a_project_and_no_file_is_changed(tmp_path: Path) -> None:
    make_project(tmp_path)
    mine = {"Makefile": "mine:\n", ".github/workflows/publish.yml": "name: mine\n"}
    shutil.rmtree(tmp_path / ".github")
    (tmp_path / "content/pages/guides/jargon-buster.md").unlink()
    for path, text in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    result = CliRunner().invoke(init.command, ["--workflows", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "Makefile: was there, and is as it was" in result.output
    assert ".github/workflows/check.yml: written" in result.output
    after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert before.items() <= after.items()
    added = {file.relative_to(tmp_path).as_posix() for file in after.keys() - before.keys()}
    assert added == {path for path in WORKFLOWS.values() if path.startswith(".github/")} - mine.keys()


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    make_project(tmp_path / "offer")
    (tmp_path / "offer" / "upkeep.mk").unlink()
    (tmp_path / "offer" / "upkeep.mk").symlink_to(tmp_path / "elsewhere")
    assert "upkeep.mk" in add_workflows(tmp_path / "offer").kept
    assert not (tmp_path / "elsewhere").exists()


def test_workflows_are_for_a_project_only(tmp_path: Path) -> None:
    result = CliRunner().invoke(init.command, ["--workflows", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not a project" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    result = CliRunner().invoke(init.command, [str(tmp_path)])
    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("where", ["missing/offer", "file"])
def test_a_place_that_cannot_hold_a_project_is_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectRefused, match="is not"):
        make_project(tmp_path / where)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ProjectRefused, match="No space left"):
        make_project(tmp_path / "offer")
    assert list(tmp_path.iterdir()) == []
