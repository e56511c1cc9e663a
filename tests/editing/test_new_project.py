"""`local-offer init` makes a repository that is valid from the first minute, or nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import init
from generator.commands.schema import schemas
from generator.editing.new_project import ProjectRefused, make_project
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
