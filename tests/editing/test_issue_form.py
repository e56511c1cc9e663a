"""The form on GitHub: what it offers is what is read, and nothing else comes into a file."""

import contextlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some

from generator.commands import confirm
from generator.editing.issue_form import (
    CHANGED,
    ENTRY,
    STATE,
    STILL_RIGHT,
    WHO,
    WHO_CHECKED,
    FormUnreadable,
    entry_id,
    read_form,
)
from generator.reminders.places import FORM
from tests.conftest import SWIM

REPOSITORY = Path(__file__).resolve().parents[2]
TEMPLATE = REPOSITORY / ".github" / "ISSUE_TEMPLATE" / FORM
PATH = "content/services/saturday-swim-club.yml"


def form(
    entry: str = "services/saturday-swim-club", state: str = STILL_RIGHT, who: str = "I help to run it"
) -> str:
    return f"### {ENTRY}\n\n{entry}\n\n### {STATE}\n\n{state}\n\n### {WHO}\n\n{who}\n\n### What has changed?\n\n_No response_\n"


def test_the_form_asks_what_is_read() -> None:
    template: dict[str, Any] = yaml.safe_load(TEMPLATE.read_text("utf-8"))
    asked = {part["attributes"]["label"]: part for part in template["body"] if part["type"] != "markdown"}
    assert {ENTRY, STATE, WHO} <= asked.keys()
    assert asked[ENTRY]["id"] == "entry", "reminders fill it in by this name"
    assert asked[STATE]["attributes"]["options"] == [STILL_RIGHT, CHANGED]
    assert asked[WHO]["attributes"]["options"] == list(WHO_CHECKED)
    assert all(asked[label]["validations"]["required"] for label in (ENTRY, STATE, WHO))


def test_a_filled_form_is_read() -> None:
    assert read_form(form()) == ("services/saturday-swim-club", True, "provider")
    assert read_form(form(state=CHANGED, who="_No response_")) == ("services/saturday-swim-club", False, None)
    assert read_form(form().replace("\n", "\r\n")).still_right


@pytest.mark.parametrize(
    "typed",
    [
        "services/saturday-swim-club",
        "https://offer.example.org/services/saturday-swim-club/",
        "https://offer.example.org/area/services/saturday-swim-club/?from=list#top",
        "/services/saturday-swim-club/",
        "`services/saturday-swim-club`",
    ],
)
def test_whatever_people_copy_is_understood(typed: str) -> None:
    assert read_form(form(typed)).entry == "services/saturday-swim-club"


@pytest.mark.parametrize(
    "text",
    ["", "Hello", form(entry=""), form(entry="_No response_"), form(state="Perhaps"), form(entry="a\nb")],
)
def test_what_is_not_the_form_is_refused(text: str) -> None:
    with pytest.raises(FormUnreadable, match="There is no answer"):
        read_form(text)


def test_a_heading_in_an_answer_does_not_change_another_answer() -> None:
    text = form(state=CHANGED) + f"\n### {STATE}\n\n{STILL_RIGHT}\n"
    assert read_form(text).still_right is False


@given(some.text(max_size=300))
def test_any_text_is_read_or_refused(typed: str) -> None:
    assert "\n" not in entry_id(typed.replace("\n", " "))
    with contextlib.suppress(FormUnreadable):
        read_form(typed)


# --- The command ---------------------------------------------------------------------------------


def run(project: Path, text: str) -> tuple[Result, str]:
    issue, answer = project.parent / "issue.md", project.parent / "answer.md"
    issue.write_text(text, "utf-8")
    arguments = [
        "--form",
        str(issue),
        "--answer",
        str(answer),
        "--project",
        str(project),
        "--on",
        "2026-11-01",
    ]
    result = CliRunner().invoke(confirm.command, arguments)
    return result, answer.read_text("utf-8") if answer.exists() else ""


def test_a_form_confirms_an_entry_and_names_nobody(project: Path) -> None:
    result, answer = run(project, form() + "\nKind regards, Jo Example\n")
    assert result.exit_code == 0, result.output
    expected = SWIM.replace("checked: 2026-10-01\n", "checked: 2026-11-01\nchecked_by: provider\n")
    assert (project / PATH).read_text("utf-8") == expected
    assert "is confirmed on 2026-11-01" in answer


def test_what_has_changed_is_left_to_a_person(project: Path) -> None:
    result, answer = run(project, form(state=CHANGED))
    assert result.exit_code == 0
    assert "Somebody will put it right" in answer
    assert (project / PATH).read_text("utf-8") == SWIM


def test_a_wrong_entry_is_answered_and_nothing_is_written(project: Path) -> None:
    result, answer = run(project, form("services/saturday-swim @everyone <img src=x>"))
    assert result.exit_code == 1
    assert "There is no entry" in answer
    assert "@everyone" not in answer
    assert "<img" not in answer.replace("\\<", "")
    assert (project / PATH).read_text("utf-8") == SWIM


@pytest.mark.parametrize(
    "entry", ["../authority", "services/../../authority", "/etc/passwd", "content/authority.yml", "services/"]
)
def test_no_other_file_can_be_reached(project: Path, entry: str) -> None:
    before = {
        file: file.read_bytes()
        for file in project.rglob("*")
        if file.is_file() and ".cache" not in file.parts
    }
    result, _ = run(project, form(entry))
    assert result.exit_code == 1
    after = {
        file: file.read_bytes()
        for file in project.rglob("*")
        if file.is_file() and ".cache" not in file.parts
    }
    assert after == before


def test_ids_or_a_form_but_not_both(project: Path) -> None:
    assert CliRunner().invoke(confirm.command, ["--project", str(project)]).exit_code == 2
    form_file = project.parent / "issue.md"
    form_file.write_text(form(), "utf-8")
    both = ["saturday-swim-club", "--form", str(form_file), "--project", str(project)]
    assert CliRunner().invoke(confirm.command, both).exit_code == 2
