"""An import never undoes what somebody did here since the last one."""

import json
from pathlib import Path

import pytest

from .conftest import Import
from .test_spreadsheet import CLUBS, HEADING, SWIM, entry

FILE = "content/services/saturday-swim-club.yml"
LEDGER = ".local-offer/imports/clubs.json"


def edit(project: Path, old: str, new: str) -> None:
    """Somebody changes the swim club's file."""
    file = project / FILE
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_a_dry_run_shows_each_field_and_writes_nothing(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    before = (project / FILE).read_text()
    result = run_import(HEADING + SWIM.replace("960123", "960124") + "Chess,,,ZZ1 2AB\n", CLUBS, "--dry-run")
    assert result.exit_code == 0
    assert "row 2: changed saturday-swim-club" in result.output
    assert "contact.phone: 01632 960123 → 01632 960124" in result.output
    assert "row 3: new chess" in result.output
    assert "Nothing was written." in result.output
    assert (project / FILE).read_text() == before
    assert not (project / "content/services/chess.yml").exists()


def test_a_change_at_the_source_comes_in_and_comments_stay(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    edit(project, "contact:", "# Ring in the morning\ncontact:")
    result = run_import(HEADING + SWIM.replace("960123", "960124"), CLUBS)
    assert "(0 new, 1 changed, 0 unchanged)" in result.output
    text = (project / FILE).read_text()
    assert "# Ring in the morning\ncontact:\n  phone: 01632 960124\n" in text


def test_an_edit_made_here_is_kept_and_said(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    edit(project, "01632 960123", "01632 960999")
    result = run_import(HEADING + SWIM.replace("960123", "960124").replace("ZZ1 2AB", "ZZ1 2AC"), CLUBS)
    assert '"contact" was edited here since the last import, and the edit is kept' in result.output
    assert entry(project, "services/saturday-swim-club")["contact"]["phone"] == "01632 960999"
    assert entry(project, "services/saturday-swim-club")["locations"] == [{"postcode": "ZZ1 2AC"}]


def test_an_answer_that_was_added_here_is_kept(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    edit(project, "contact:", "level: targeted\ncontact:")
    result = run_import(HEADING + SWIM, CLUBS)
    assert "(0 new, 0 changed, 1 unchanged)" in result.output
    assert entry(project, "services/saturday-swim-club")["level"] == "targeted"


def test_an_answer_that_was_taken_out_here_stays_out(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    edit(project, "locations:\n  - postcode: ZZ1 2AB\n", "")
    result = run_import(HEADING + SWIM, CLUBS)
    assert '"locations" was edited here' in result.output
    assert "locations" not in entry(project, "services/saturday-swim-club")


def test_an_answer_that_is_gone_at_the_source_goes_here_too(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    run_import(HEADING + "Saturday Swim Club,1632960123,www.example.org/swim,\n", CLUBS)
    assert "locations" not in entry(project, "services/saturday-swim-club")


def test_an_entry_that_was_deleted_here_is_not_brought_back(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    (project / FILE).unlink()
    result = run_import(HEADING + SWIM, CLUBS)
    assert "+ 1 skipped" in result.output
    assert not (project / FILE).exists()


def test_an_entry_that_did_not_come_from_this_import_is_never_touched(
    project: Path, run_import: Import
) -> None:
    (project / FILE).write_text("name: Ours\ncategories: [clubs]\ncontact: {phone: 01632 960001}\n")
    result = run_import(HEADING + SWIM, CLUBS)
    assert result.exit_code == 1
    assert f"{FILE} is there already, and it did not come from this import." in result.output
    assert "name: Ours" in (project / FILE).read_text()


def test_what_is_remembered_holds_no_answers(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    said = json.loads((project / LEDGER).read_text())
    assert set(said["entries"]) == {"saturday-swim-club"}
    assert "960123" not in (project / LEDGER).read_text()


def test_a_damaged_memory_stops_the_import(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    (project / LEDGER).write_text("{")
    result = run_import(HEADING + SWIM, CLUBS)
    assert result.exit_code == 1
    assert "is damaged, so edits could be overwritten. Bring it back from git" in result.output


def test_content_with_errors_stops_the_import(project: Path, run_import: Import) -> None:
    (project / "content/services/bad.yml").write_text("name: Bad\n")
    result = run_import(HEADING + SWIM, CLUBS)
    assert result.exit_code == 1
    assert "Put them right first" in result.output


def test_a_full_disk_leaves_no_half_import(
    project: Path, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        if "content" in str(target):
            calls.append(target)
            if len(calls) == 2:
                raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = run_import(HEADING + SWIM + "Chess,,,ZZ1 2AB\n", CLUBS)
    assert result.exit_code == 1
    assert "Nothing was written: No space left on device" in result.output
    assert list((project / "content/services").glob("*.yml")) == []
    assert not (project / LEDGER).exists()
