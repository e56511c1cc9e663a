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
from generator.editing.new_project import WORKFLOWS, make_project
from generator.editing.program_source import UNKNOWN, ProgramSource

REPOSITORY = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
STARTER = REPOSITORY / "generator" / "editing" / "starter"
COMMANDS = {"setup", "reports", "save-history", "check", "links", "build", "report", "remind", "confirm"}
"""What the workflows run, whosever they are."""


@pytest.fixture(scope="module", params=["ours", "councils"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository, and one that ``local-offer init`` made."""
    if request.param == "ours":
        return REPOSITORY
    folder = tmp_path_factory.mktemp("council") / "offer"
    make_project(folder, ProgramSource("https://git.example.org/program.git", "0" * 40))
    return folder


def workflows(place: Path) -> list[Path]:
    return sorted((place / ".github" / "workflows").glob("*.yml"))


def read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    return found


def steps(place: Path, *names: str) -> list[tuple[str, dict[str, Any]]]:
    """The steps of all workflows, or of those that are named, in that order."""
    files = [place / ".github" / "workflows" / f"{name}.yml" for name in names] or workflows(place)
    return [
        (file.name, step) for file in files for job in read(file)["jobs"].values() for step in job["steps"]
    ]


def run(place: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=place, capture_output=True, text=True, check=False
    )


# --- Outside judges ------------------------------------------------------------------------------


def test_actionlint_finds_nothing(place: Path) -> None:
    result = run(place, PROGRAMS / "actionlint", *workflows(place))
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_nothing(place: Path) -> None:
    result = run(place, PROGRAMS / "zizmor", "--offline", "--no-progress", place / ".github")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No findings to report" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/still-correct.yml"),
        ("dependabot", "dependabot.yml"),
    ],
)
def test_every_file_follows_its_schema(place: Path, schema: str, files: str) -> None:
    found = sorted((place / ".github").glob(files))
    assert found
    result = run(place, PROGRAMS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *found)
    assert result.returncode == 0, result.stdout + result.stderr


# --- Rules of our own ------------------------------------------------------------------------------


def test_nothing_is_allowed_but_what_a_job_names(place: Path) -> None:
    for file in workflows(place):
        workflow = read(file)
        assert workflow["permissions"] in ({}, "{}"), file
        for job in workflow["jobs"].values():
            assert job["permissions"], file
            assert job["timeout-minutes"], file
        assert "pull_request_target" not in workflow["on"], file
        assert "workflow_run" not in workflow["on"], file


def test_a_pull_request_from_outside_gets_no_secret_and_can_only_be_read(place: Path) -> None:
    found = [file for file in workflows(place) if "pull_request" in read(file)["on"]]
    assert found
    for file in found:
        text = file.read_text("utf-8")
        assert "secrets." not in text
        assert "github.token" not in text
        for job in read(file)["jobs"].values():
            assert job["permissions"] == {"contents": "read"}


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(place: Path) -> None:
    for file in workflows(place):
        for line in file.read_text("utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    for name, step in steps(place):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false", name


def test_every_step_is_one_command_that_can_be_run_here(place: Path) -> None:
    listed = run(place, "make", "--silent", "help").stdout
    targets = set(re.findall(r"^([a-z-]+) ", listed, re.MULTILINE))
    seen = set()
    for name, step in steps(place):
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
    assert seen >= COMMANDS


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


# --- What a council gets ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, path in WORKFLOWS.items() if path.startswith(".github/")])
def test_a_council_gets_the_workflows_that_we_use(name: str) -> None:
    ours, theirs = REPOSITORY / WORKFLOWS[name], STARTER / name
    if name == "dependabot.yml":  # its program is pinned otherwise
        assert read(theirs)["updates"] == read(ours)["updates"][:1]
    else:
        assert theirs.read_bytes() == ours.read_bytes(), (
            f"copy {WORKFLOWS[name]} to generator/editing/starter/{name}"
        )


def test_whatever_else_we_have_is_about_the_program() -> None:
    ours = {path.name for path in workflows(REPOSITORY)}
    assert ours - {Path(path).name for path in WORKFLOWS.values()} == {"program.yml"}


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A council's new repository, pushed, with the program set up; GitHub and the network are out of reach."""
    stand_in_for_gh(tmp_path, monkeypatch)
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    origin = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), "offer")
    folder = tmp_path / "offer"
    make_project(folder, ProgramSource("https://git.example.org/program.git", "0" * 40))
    program = folder / ".venv" / "bin" / "local-offer"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n', "utf-8")
    program.chmod(stat.S_IRWXU)
    (folder / ".venv" / ".ready").touch()
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Begin")
    git(folder, "push", "--quiet", "origin", "HEAD:main")
    git(folder, "fetch", "--quiet")
    return folder


def test_every_command_of_the_workflows_runs_in_a_new_project(council: Path) -> None:
    form = "### Which entry?\n\nguides/what-is-the-local-offer\n\n### Is it still right?\n\nYes, I have read all of it and it is still right\n\n### Who are you?\n\nI work for the council\n"
    summary = council.parent / "summary.md"
    given = {
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_BASE_REF": "main",
        "ISSUE_TEXT": form,
        "ISSUE": "12",
    }
    for name, step in steps(council, "check", "publish", "upkeep", "confirm"):
        if "run" in step:
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=council,
                env={**os.environ, **given},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0 or step.get("continue-on-error"), (
                name,
                step,
                done.stdout,
                done.stderr,
            )
    assert (council / "site" / "index.html").is_file()
    assert {file.suffix for file in (council / "reports").iterdir()} == {".html", ".xlsx"}
    told = summary.read_text("utf-8")
    assert "files checked" in told
    assert "What has to be checked again" in told
    assert ".local-offer/links.json" in git(council, "ls-tree", "-r", "--name-only", "origin/main")
    confirmed = git(council, "show", "origin/still-right-12:content/pages/guides/what-is-the-local-offer.md")
    assert "checked_by: council" in confirmed
    asked = " / ".join(calls(council))
    for command in ("issue list", "issue create", "pr create", "issue comment 12"):
        assert command in asked
    assert git(council, "status", "--porcelain") == "", "what they leave behind is ignored"


FAKE_PYTHON = """#!/bin/sh
echo "$@" >> "$PYTHON_CALLS"
[ "$1 $2" != "-m venv" ] || { mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; }
"""


def test_a_project_sets_up_the_program_at_the_commit_that_it_names(council: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    git(program, "init", "--quiet", "--initial-branch=main")
    for text in ("first", "second"):
        (program / "requirements.txt").write_text(text)
        git(program, "add", "--all")
        git(program, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", text)
    first, second = git(program, "rev-parse", "HEAD~1", "HEAD").split()
    (council / "program.mk").write_text(f"PROGRAM_URL := {program}\nPROGRAM_COMMIT := {first}\n")
    shutil.rmtree(council / ".venv")
    python = tmp_path / "programs" / "python-of-ours"
    python.write_text(FAKE_PYTHON)
    python.chmod(stat.S_IRWXU)
    seen = tmp_path / "python-calls"
    where = {"PYTHON_CALLS": str(seen), "PYTHON": str(python), "MAKEFLAGS": "-e"}
    result = make(council, "setup", **where)
    assert result.returncode == 0, result.stderr
    assert (council / ".venv/program/requirements.txt").read_text() == "first"
    pip = [line for line in seen.read_text().splitlines() if "pip install" in line]
    assert "--require-hashes -r .venv/program/requirements.txt" in pip[0]
    assert pip[1].endswith("--no-deps --no-build-isolation ./.venv/program")
    # Once is enough, until another state is named.
    before = seen.read_text()
    assert make(council, "setup", **where).returncode == 0
    assert seen.read_text() == before
    result = make(council, "renew", **where)
    assert result.returncode == 0, result.stderr
    assert f"PROGRAM_COMMIT := {second}\n" in (council / "program.mk").read_text()
    assert make(council, "setup", **where).returncode == 0
    assert (council / ".venv/program/requirements.txt").read_text() == "second"


def test_a_project_that_names_no_program_says_what_to_do(tmp_path: Path) -> None:
    make_project(tmp_path / "offer", UNKNOWN)
    for target in ("setup", "renew"):
        result = make(tmp_path / "offer", target)
        assert result.returncode != 0
        assert "Write into program.mk where the program is kept" in result.stdout


# --- What make does with git ----------------------------------------------------------------------

FAKE_GH = """#!/bin/sh
echo "$@" >> "$GH_CALLS"
case "$1 $2" in
  "issue list") echo "[]";;
  "pr view") [ -f "$GH_CALLS.open" ] && echo OPEN || exit 1;;
  "pr create") touch "$GH_CALLS.open"; echo https://github.com/example/offer/pull/1;;
esac
"""


def stand_in_for_gh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = folder / "programs"
    programs.mkdir()
    (programs / "gh").write_text(FAKE_GH, "utf-8")
    (programs / "gh").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GH_CALLS", str(folder / "calls"))


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with the Makefile and some content, and a stand-in for ``gh``."""
    stand_in_for_gh(tmp_path, monkeypatch)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "clone")
    clone = tmp_path / "clone"
    shutil.copy(STARTER / "makefile.txt", clone / "Makefile")
    shutil.copy(STARTER / "upkeep.mk", clone)
    (clone / "program.mk").touch()
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


def test_the_history_is_kept_when_the_content_changed_while_links_were_tested(clone: Path) -> None:
    git(clone.parent, "clone", "--quiet", "origin.git", "other")
    other = clone.parent / "other"
    (other / "content" / "swim.yml").write_text("checked: 2026-11-01\n")
    git(other, "-c", "user.name=B", "-c", "user.email=b@example.org", "commit", "--quiet", "-am", "Confirm")
    git(other, "push", "--quiet", "origin", "HEAD")
    (clone / ".local-offer").mkdir()
    (clone / ".local-offer" / "links.json").write_text("{}\n")
    result = make(clone, "save-history")
    assert result.returncode == 0, result.stderr
    assert git(clone, "show", "origin/main:content/swim.yml") == "checked: 2026-11-01"
    assert git(clone, "show", "origin/main:.local-offer/links.json") == "{}"


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
