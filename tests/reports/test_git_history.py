"""What git knows of the content: edits, moves, deletions, shallow clones, and no git at all."""

import datetime
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.reports import git_commits
from generator.reports import git_history as module
from generator.reports.git_commits import Change, Commit, changes
from generator.reports.git_history import Version, git_history
from tests.git_repository import Repository

ENTRY = "name: Swim club\nsummary: Swimming for everybody who wants to.\nchecked: {checked}\nowner: team\n"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "offer")


SWIM = "content/services/swim.yml"


def test_the_last_edit_of_each_file_is_known(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.write("content/services/chess.yml", "name: Chess\n")
    repository.write("README.md", "Not content.\n")
    repository.commit("2026-01-02")
    repository.write(SWIM, ENTRY.format(checked="2026-05-01"))
    repository.commit("2026-05-03")
    found = git_history(repository.folder)
    assert found.why_not == ""
    assert found.edited == {SWIM: day("2026-05-03"), "content/services/chess.yml": day("2026-01-02")}
    assert found.versions[SWIM] == (
        Version(day("2026-01-02"), "2026-01-01", "", True),
        Version(day("2026-05-03"), "2026-05-01", "", True),
    )


def test_a_move_alone_is_no_edit(repository: Repository) -> None:
    repository.write("content/services/old-name.yml", ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.git("mv", "content/services/old-name.yml", SWIM)
    repository.commit("2026-03-01")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-01-02")}
    assert [step.checked for step in found.versions[SWIM]] == ["2026-01-01", "2026-01-01"]
    assert "content/services/old-name.yml" not in found.versions


def test_a_move_with_a_change_is_an_edit_and_the_history_goes_on(repository: Repository) -> None:
    repository.write("content/services/old-name.yml", ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.git("mv", "content/services/old-name.yml", SWIM)
    repository.write(SWIM, ENTRY.format(checked="2026-03-01"))
    repository.commit("2026-03-02")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-03-02")}
    assert [step.checked for step in found.versions[SWIM]] == ["2026-01-01", "2026-03-01"]


def test_a_file_that_comes_again_under_an_old_name_is_another_file(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2025-01-01"))
    repository.commit("2025-01-02")
    (repository.folder / SWIM).unlink()
    repository.commit("2025-06-01")
    repository.write(SWIM, "name: A new club altogether\nchecked: 2026-02-01\n")
    repository.commit("2026-02-02")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-02-02")}
    assert found.versions[SWIM] == (Version(day("2026-02-02"), "2026-02-01", "", True),)
    [before] = [steps for path, steps in found.versions.items() if path != SWIM]
    assert [step.there for step in before] == [True, False]


def test_a_deleted_file_has_a_history_and_no_last_edit(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    (repository.folder / SWIM).unlink()
    repository.commit("2026-02-01")
    found = git_history(repository.folder)
    assert found.edited == {}
    assert [step.there for step in found.versions[SWIM]] == [True, False]


@pytest.mark.parametrize(
    "closed",
    [
        "status: closed\n",
        "status:\n  reason: Gone.\n  state: closed  # since May\n",
        "status: {state: closed}\n",
    ],
)
def test_what_is_closed_for_good_is_there_no_more(repository: Repository, closed: str) -> None:
    entry = ENTRY.format(checked="2026-01-01")
    for on, text in (
        ("2026-01-02", entry),
        ("2026-02-01", entry + "status:\n  state: temporarily-closed\nlinks:\n  - state: closed\n"),
        ("2026-03-01", entry + closed),
        ("2026-04-01", entry + closed.replace("closed", "active")),
    ):
        repository.write(SWIM, text)
        repository.commit(on)
    assert [step.there for step in git_history(repository.folder).versions[SWIM]] == [True, True, False, True]


def test_only_keys_at_the_top_of_a_file_count(repository: Repository) -> None:
    text = 'name: Reef\nreview_every: 6 months\nsen_report:\n  checked: 2020-01-01\nchecked: "2026-01-01" # by us\n'
    repository.write("content/schools/reef.yml", text)
    repository.commit("2026-01-02")
    repository.write("content/schools/reef.yml", text.replace("review_every: 6 months\n", ""))
    repository.commit("2026-01-03")
    steps = git_history(repository.folder).versions["content/schools/reef.yml"]
    assert [(step.checked, step.review_every) for step in steps] == [
        ("2026-01-01", "6 months"),
        ("2026-01-01", ""),
    ]


def test_names_may_have_spaces_and_other_letters(repository: Repository) -> None:
    for name in ("content/pages/a guide b/é.md", "content/pages/x b/content y.md"):
        repository.write(name, "---\ntitle: A\nchecked: 2026-01-01\n---\n")
    repository.commit("2026-01-02")
    assert set(git_history(repository.folder).edited) == {
        "content/pages/a guide b/é.md",
        "content/pages/x b/content y.md",
    }


def test_work_on_two_branches_is_all_known(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.write("content/services/chess.yml", ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write("content/services/chess.yml", ENTRY.format(checked="2026-02-01"))
    repository.commit("2026-02-02")
    repository.git("checkout", "--quiet", "main")
    repository.write(SWIM, ENTRY.format(checked="2026-03-01"))
    repository.commit("2026-03-02")
    repository.git("merge", "--quiet", "--no-edit", "other", on="2026-03-05")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-03-02"), "content/services/chess.yml": day("2026-02-02")}


def test_a_project_may_be_a_folder_of_a_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "council")
    repository.write(f"local-offer/{SWIM}", ENTRY.format(checked="2026-01-01"))
    repository.write("content/services/elsewhere.yml", "name: Not ours\n")
    repository.commit("2026-01-02")
    assert git_history(repository.folder / "local-offer").edited == {SWIM: day("2026-01-02")}


def test_a_shallow_clone_claims_nothing_of_what_is_cut_off(repository: Repository, tmp_path: Path) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.write("content/services/chess.yml", ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.write("content/services/chess.yml", ENTRY.format(checked="2026-02-01"))
    repository.commit("2026-02-02")
    repository.write("content/services/chess.yml", ENTRY.format(checked="2026-03-01"))
    repository.commit("2026-03-02")
    clone = tmp_path / "clone"
    address = repository.folder.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth", "2", address, str(clone)], check=True)
    found = git_history(clone)
    assert found.cut_on == day("2026-02-02")
    assert found.edited == {"content/services/chess.yml": day("2026-03-02")}
    assert found.versions[SWIM][-1].checked == "2026-01-01", "what a file says is known"


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "plain"
    folder.mkdir()
    assert git_history(folder).why_not == "This folder is not in a git repository."
    empty = Repository(tmp_path / "empty")
    assert "committed" in git_history(empty.folder).why_not
    empty.write("README.md", "Words.\n")
    empty.commit("2026-01-02")
    assert git_history(empty.folder).why_not == "Nothing of the content has been committed to git yet."
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_history(empty.folder).why_not == "git is not installed here."


def test_a_commit_that_was_read_before_is_not_read_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(".gitignore", ".cache/\n")
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    first = git_history(repository.folder)
    monkeypatch.setattr(module, "changes", lambda *_: pytest.fail("read again"))
    assert git_history(repository.folder) == first
    asked: list[Commit] = []

    def watched(project: Path, commits: Sequence[Commit]) -> dict[str, list[Change]]:
        asked.extend(commits)
        return changes(project, commits)

    monkeypatch.setattr(module, "changes", watched)
    repository.write(SWIM, ENTRY.format(checked="2026-02-01"))
    repository.commit("2026-02-02")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-02-02")}
    assert [step.checked for step in found.versions[SWIM]] == ["2026-01-01", "2026-02-01"]
    assert [commit.day for commit in asked] == [day("2026-02-02")], "the old commit is known"


def test_what_is_kept_of_another_branch_is_forgotten_with_it(repository: Repository) -> None:
    repository.write(".gitignore", ".cache/\n")
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.write(SWIM, ENTRY.format(checked="2026-02-01"))
    repository.commit("2026-02-02")
    assert git_history(repository.folder).edited == {SWIM: day("2026-02-02")}
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    assert git_history(repository.folder).edited == {SWIM: day("2026-01-02")}


def test_a_change_beside_a_check_does_not_undo_it(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write(SWIM, ENTRY.format(checked="2026-01-01").replace("Swim club", "The swim club"))
    repository.commit("2026-03-02")
    repository.git("checkout", "--quiet", "main")
    repository.write(
        SWIM, ENTRY.format(checked="2026-02-01").replace("owner: team", "owner: team\nlevel: targeted")
    )
    repository.commit("2026-02-02")
    repository.git("merge", "--quiet", "--no-edit", "-X", "ours", "other", on="2026-03-05")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-03-02")}
    assert [step.checked for step in found.versions[SWIM]] == ["2026-01-01", "2026-02-01", "2026-02-01"]


def test_work_that_a_merge_threw_away_is_no_edit(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write(SWIM, ENTRY.format(checked="2026-02-01"))
    repository.commit("2026-02-02")
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--strategy", "ours", "--no-edit", "other", on="2026-03-05")
    found = git_history(repository.folder)
    assert found.edited == {SWIM: day("2026-01-02")}
    assert [step.checked for step in found.versions[SWIM]] == ["2026-01-01"]


def test_the_text_below_front_matter_does_not_speak(repository: Repository) -> None:
    text = "---\ntitle: How we check\nchecked: 2026-01-01\n---\n\nchecked: 2020-01-01 is what we write.\n"
    repository.write("content/pages/checks.md", text)
    repository.commit("2026-01-02")
    [step] = git_history(repository.folder).versions["content/pages/checks.md"]
    assert step.checked == "2026-01-01"


def test_other_files_are_not_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    values = git_commits._values

    def watched(project: Path, blobs: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        asked.extend(blob for blob in blobs if blob)
        return values(project, blobs)

    monkeypatch.setattr(git_commits, "_values", watched)
    repository.write("content/pages/plan.txt", "checked: 2026-01-01\n")
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    found = git_history(repository.folder)
    assert found.versions["content/pages/plan.txt"] == (Version(day("2026-01-02"), "", "", True),)
    assert found.edited["content/pages/plan.txt"] == day("2026-01-02")
    assert asked == [repository.git("rev-parse", f"HEAD:{SWIM}").strip()]


def test_a_symbolic_link_says_nothing_itself(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    (repository.folder / "content/services/other.yml").symlink_to("swim.yml")
    repository.commit("2026-01-02")
    found = git_history(repository.folder)
    assert found.versions["content/services/other.yml"] == (Version(day("2026-01-02"), "", "", True),)


def test_a_long_history_is_asked_for_in_parts(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 8):
        repository.write(SWIM, ENTRY.format(checked=f"2026-01-{number:02}"))
        repository.write(f"content/services/club-{number}.yml", f"name: Club {number}\n")
        repository.commit(f"2026-02-{number:02}")
    whole = git_history(repository.folder)
    shutil.rmtree(repository.folder / ".cache")
    monkeypatch.setattr(git_commits, "_COMMITS", 2)
    monkeypatch.setattr(git_commits, "_FILES", 3)
    assert git_history(repository.folder) == whole
    assert [step.checked for step in whole.versions[SWIM]] == [f"2026-01-{day:02}" for day in range(1, 8)]


def test_settings_of_the_person_do_not_change_what_is_read(repository: Repository) -> None:
    repository.write(SWIM, ENTRY.format(checked="2026-01-01"))
    repository.commit("2026-01-02")
    for key, value in (
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.renames", "false"),
        ("log.follow", "true"),
        ("format.pretty", "oneline"),
    ):
        repository.git("config", key, value)
    repository.git("mv", SWIM, "content/services/new.yml")
    repository.commit("2026-02-02")
    assert git_history(repository.folder).edited == {"content/services/new.yml": day("2026-01-02")}
