"""The workflows: outside judges find nothing, every step can be run here, and what they do with git is right."""

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from generator.commands import cli

REPOSITORY = Path(__file__).resolve().parents[1]
GITHUB = REPOSITORY / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PROGRAMS = Path(sys.executable).parent


def read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    return found


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        (file.name, step)
        for file in WORKFLOWS
        for job in read(file)["jobs"].values()
        for step in job["steps"]
    ]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


# --- Outside judges ------------------------------------------------------------------------------


def test_actionlint_finds_nothing() -> None:
    result = run(PROGRAMS / "actionlint", *WORKFLOWS)
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_nothing() -> None:
    result = run(PROGRAMS / "zizmor", "--offline", "--no-progress", GITHUB)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No findings to report" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", [GITHUB / "ISSUE_TEMPLATE" / "still-correct.yml"]),
        ("dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_every_file_follows_its_schema(schema: str, files: list[Path]) -> None:
    result = run(PROGRAMS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    assert result.returncode == 0, result.stdout + result.stderr


# --- Rules of our own ------------------------------------------------------------------------------


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_nothing_is_allowed_but_what_a_job_names(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] in ({}, "{}")
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"]
    assert "pull_request_target" not in workflow["on"]
    assert "workflow_run" not in workflow["on"]


def test_a_pull_request_from_outside_gets_no_secret_and_can_only_be_read() -> None:
    text = (GITHUB / "workflows" / "check.yml").read_text("utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    for job in read(GITHUB / "workflows" / "check.yml")["jobs"].values():
        assert job["permissions"] == {"contents": "read"}


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    for file in WORKFLOWS:
        for line in file.read_text("utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    for name, step in steps():
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false", name


def test_every_step_is_one_command_that_can_be_run_here() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    seen = set()
    for name, step in steps():
        if "run" not in step:
            continue
        command = step["run"].split(" >> ")[0].split(" > ")[0]
        assert "\n" not in command, f"{name}: more than one command"
        assert "${{" not in step["run"], f"{name}: an expression in a command can be anything"
        words = shlex.split(command)
        if words[0] == "make":
            assert set(words[1:]) <= targets, (name, command)
            seen.update(words[1:])
        elif words[0] == ".venv/bin/local-offer":
            parse(words[1:])
            seen.add(words[1])
        else:
            assert words == ["printenv", "ISSUE_TEXT"], (name, command)
    assert {
        "setup",
        "reports",
        "save-history",
        "check",
        "links",
        "build",
        "report",
        "remind",
        "confirm",
    } <= seen


def parse(words: list[str]) -> None:
    """Reads a command line as the program does, without doing anything."""
    command: click.Command = cli
    context = click.Context(cli)
    rest = words
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(context, list(rest))
        assert found is not None, words
        command, context = found, click.Context(found, parent=context, info_name=name)
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known, words
    for parameter in command.params:
        for option in parameter.opts:
            if option in rest and isinstance(parameter.type, click.Choice):
                assert rest[rest.index(option) + 1] in parameter.type.choices, words


# --- What make does with git ----------------------------------------------------------------------

FAKE_GH = """#!/bin/sh
echo "$@" >> "$GH_CALLS"
case "$1 $2" in
  "pr view") [ -f "$GH_CALLS.open" ] && echo OPEN || exit 1;;
  "pr create") touch "$GH_CALLS.open"; echo https://github.com/example/offer/pull/1;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with the Makefile and some content, and a stand-in for ``gh``."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(FAKE_GH, "utf-8")
    (programs / "gh").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GH_CALLS", str(tmp_path / "calls"))
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "clone")
    clone = tmp_path / "clone"
    shutil.copy(REPOSITORY / "Makefile", clone)
    (clone / ".gitignore").write_text("/.local-offer/\n")
    (clone / "content").mkdir()
    (clone / "content" / "swim.yml").write_text("checked: 2026-01-01\n")
    git(clone, "add", "--all")
    git(clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Begin")
    git(clone, "push", "--quiet", "origin", "HEAD:main")
    return clone


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def make(clone: Path, target: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--silent", target],
        cwd=clone,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def calls(clone: Path) -> list[str]:
    file = clone.parent / "calls"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def test_the_history_of_links_is_committed_only_when_it_changed(clone: Path) -> None:
    (clone / ".local-offer").mkdir()
    (clone / ".local-offer" / "links.json").write_text("{}\n")
    assert make(clone, "save-history").returncode == 0
    assert git(clone, "rev-list", "--count", "origin/main") == "2"
    assert git(clone, "show", "--name-only", "--format=%an", "origin/main").split() == [
        "Local", "Offer", "upkeep", ".local-offer/links.json",
    ]  # fmt: skip
    assert make(clone, "save-history").returncode == 0
    assert git(clone, "rev-list", "--count", "origin/main") == "2"


def test_a_confirmation_becomes_one_pull_request(clone: Path) -> None:
    (clone / "content" / "swim.yml").write_text("checked: 2026-11-01\n")
    result = make(clone, "propose-confirmation", ISSUE="12")
    assert result.returncode == 0, result.stderr
    assert git(clone, "show", "origin/still-right-12:content/swim.yml") == "checked: 2026-11-01"
    assert git(clone, "show", "origin/main:content/swim.yml") == "checked: 2026-01-01"
    assert [call for call in calls(clone) if call.startswith("pr create")] == [
        "pr create --head still-right-12 --title Still right (#12) --body Closes #12."
    ]
    # The issue was edited: the same branch and the same pull request.
    git(clone, "switch", "--quiet", "main")
    (clone / "content" / "swim.yml").write_text("checked: 2026-11-02\n")
    assert make(clone, "propose-confirmation", ISSUE="12").returncode == 0
    assert git(clone, "show", "origin/still-right-12:content/swim.yml") == "checked: 2026-11-02"
    assert sum(call.startswith("pr create") for call in calls(clone)) == 1


def test_without_a_change_there_is_nothing_to_propose(clone: Path) -> None:
    assert make(clone, "propose-confirmation", ISSUE="12").returncode == 0
    assert calls(clone) == []


@pytest.mark.parametrize("issue", ["", "12; touch bad", "$(touch bad)", "-1"])
def test_a_number_that_is_none_does_nothing(clone: Path, issue: str) -> None:
    (clone / "content" / "swim.yml").write_text("checked: 2026-11-01\n")
    (clone / "answer.md").write_text("Words.\n")
    assert make(clone, "propose-confirmation", ISSUE=issue).returncode != 0
    assert make(clone, "answer-issue", ISSUE=issue).returncode != 0
    assert not (clone / "bad").exists()
    assert calls(clone) == []


def test_an_answer_is_given_if_there_is_one(clone: Path) -> None:
    assert make(clone, "answer-issue", ISSUE="12").returncode == 0
    assert calls(clone) == []
    (clone / "answer.md").write_text("It is confirmed.\n")
    assert make(clone, "answer-issue", ISSUE="12").returncode == 0
    assert calls(clone) == ["issue comment 12 --body-file answer.md"]
