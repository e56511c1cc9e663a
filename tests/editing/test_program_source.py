"""Where the program came from: from its installation, without anybody's password, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.editing import program_source as module
from generator.editing.program_source import UNKNOWN, ProgramSource, program_source, source_of_checkout
from tests.git_repository import Repository

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def installed_as(monkeypatch: pytest.MonkeyPatch, told: Any) -> None:
    class Distribution:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return told if told is None or isinstance(told, str) else json.dumps(told)

    monkeypatch.setattr(module, "distribution", lambda name: Distribution())


def test_a_program_installed_from_git_knows_its_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"url": "https://git.example.org/program.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    installed_as(monkeypatch, told)
    assert program_source() == ProgramSource("https://git.example.org/program.git", COMMIT)


@pytest.mark.parametrize("told", [None, "not json", {}, {"url": "https://files.example.org/program.whl"}])
def test_a_program_from_elsewhere_does_not(monkeypatch: pytest.MonkeyPatch, told: Any) -> None:
    installed_as(monkeypatch, told)
    assert program_source() == UNKNOWN


def test_a_checkout_knows_its_origin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "a program"
    assert source_of_checkout(tmp_path) == UNKNOWN
    repository = Repository(folder)
    repository.write("a", "b")
    repository.commit("2026-01-01")
    assert source_of_checkout(folder) == UNKNOWN, "it has no origin"
    repository.git("remote", "add", "origin", "https://git.example.org/program.git")
    commit = repository.git("rev-parse", "HEAD").strip()
    installed_as(monkeypatch, {"url": folder.as_uri(), "dir_info": {"editable": True}})
    assert program_source() == ProgramSource("https://git.example.org/program.git", commit)


@pytest.mark.parametrize(
    ("origin", "url"),
    [
        ("git@github.com:example/program.git", "https://github.com/example/program.git"),
        ("ssh://git@github.com/example/program.git", "https://github.com/example/program.git"),
        ("https://me:secret@git.example.org:8443/program", "https://git.example.org:8443/program"),
        ("https://git.example.org/$(shell touch bad)", ""),
        ("http://git.example.org/program", ""),
        ("/home/me/program", ""),
    ],
)
def test_what_is_written_down_can_be_fetched_by_anybody_and_holds_no_secret(
    tmp_path: Path, origin: str, url: str
) -> None:
    repository = Repository(tmp_path)
    repository.write("a", "b")
    repository.commit("2026-01-01")
    repository.git("remote", "add", "origin", origin)
    found = source_of_checkout(tmp_path)
    assert found.url == url
    assert bool(found.commit) is bool(url)
