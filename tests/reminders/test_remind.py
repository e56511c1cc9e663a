"""Reminders through a year: one issue for each team, letters, calendars; and GitHub's program in between."""

import datetime
import email
import email.policy
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from generator.commands import confirm, remind
from generator.links.history import PLACE, History, Record, save
from generator.links.outcome import State
from generator.reminders.issues import MOST
from tests.conftest import SWIM
from tests.reminders.github import GitHub

AUTHORITY = """\
name: Doggerland Council
offer_name: Doggerland Local Offer
demonstration: Doggerland is made up.
gss: E06000999
website: https://www.doggerland.example.org
contact:
  role: Local Offer officer
  phone: 01632 960100
feedback:
  email: localoffer@doggerland.example.org
repository:
  url: https://github.com/example/offer
owners:
  short-breaks-team:
    name: Short breaks team
    email: breaks@doggerland.example.org
  leisure-team:
    name: Leisure team
"""


@pytest.fixture
def council(project: Path) -> Path:
    (project / "content/authority.yml").write_text(AUTHORITY, "utf-8")
    text = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(f"{text}site_url: https://offer.example.org/\n", "utf-8")
    for file in (project / "content").rglob("*.yml"):
        file.write_text(
            file.read_text("utf-8").replace("checked: 2026-10-01", "checked: 2025-03-05"), "utf-8"
        )
    swim = project / "content/services/saturday-swim-club.yml"
    swim.write_text(
        swim.read_text("utf-8").replace("01632 960123", "01632 960123\n  email: club@swim.example.org")
    )
    return project


def run(project: Path, today: str, *arguments: str) -> Result:
    return CliRunner().invoke(
        remind.command,
        ["--project", str(project), "--to", str(project / "reminders"), "--today", today, *arguments],
    )


def files(project: Path) -> set[str]:
    folder = project / "reminders"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def text(project: Path, name: str) -> str:
    return (project / "reminders" / name).read_text("utf-8")


# --- What is written -----------------------------------------------------------------------------


def test_while_nothing_is_due_nobody_is_reminded(council: Path) -> None:
    result = run(council, "2025-06-01")
    assert result.exit_code == 0, result.output
    assert "0 of 3 teams have something to do; 0 letters" in result.output
    assert not any(name.startswith(("issues/", "letters/")) for name in files(council))
    assert "There is nothing to send." in text(council, "letters.html")


def test_each_team_has_one_issue_with_links_that_open_the_right_page(council: Path) -> None:
    result = run(council, "2026-04-01")
    assert "2 of 3 teams have something to do; 1 letters" in result.output
    issue = text(council, "issues/short-breaks-team.md")
    assert "# To check: Short breaks team" in issue
    assert "<!-- local-offer-upkeep: short-breaks-team -->" in issue
    [line] = [line for line in issue.splitlines() if line.startswith("- [ ]")]
    assert line.startswith("- [ ] **Saturday Swim Club**, overdue since 2026-03-05: ")
    look, still, change = re.findall(r"\]\(<([^>]+)>\)", line)
    assert look == "https://offer.example.org/services/saturday-swim-club/"
    assert change == "https://github.com/example/offer/edit/main/content/services/saturday-swim-club.yml"
    form = urlsplit(still)
    assert form.path == "/example/offer/issues/new"
    assert parse_qs(form.query) == {
        "template": ["still-correct.yml"],
        "title": ["Still right: Saturday Swim Club"],
        "entry": ["services/saturday-swim-club"],
    }
    nobody = text(council, "issues/nobody.md")
    assert "Reef Primary School" in nobody
    assert "Tidewell Leisure" in nobody
    assert "issues/leisure-team.md" not in files(council)


def test_what_is_due_soon_stands_apart(council: Path) -> None:
    run(council, "2026-02-20")
    issue = text(council, "issues/short-breaks-team.md")
    assert "## Due soon" in issue
    assert "## Wait for a check" not in issue
    assert "due on 2026-03-05" in issue


def test_a_name_cannot_break_out_of_the_list(council: Path) -> None:
    path = council / "content/services/saturday-swim-club.yml"
    path.write_text(
        path.read_text("utf-8").replace(
            "name: Saturday Swim Club",
            'name: "</b>@everyone [x](https://evil.example.org) <!-- local-offer-upkeep: leisure-team -->"',
        ),
        "utf-8",
    )
    run(council, "2026-04-01")
    issue = text(council, "issues/short-breaks-team.md")
    assert "@everyone" not in issue
    assert "](https://evil" not in issue
    assert issue.count("<!-- local-offer-upkeep") == 1


def test_an_issue_is_never_longer_than_github_takes(council: Path) -> None:
    for number in range(400):
        (council / f"content/services/club-{number}.yml").write_text(
            SWIM.replace("Saturday Swim Club", f"Club {number} " + "x" * 60).replace(
                "2026-10-01", "2024-10-01"
            ),
            "utf-8",
        )
    run(council, "2026-04-01")
    plan = {one["owner"]: one["body"] for one in json.loads(text(council, "issues.json"))}
    assert MOST * 0.9 < len(plan["short-breaks-team"]) < 65_536
    shown = plan["short-breaks-team"].count("- [ ]")
    left = re.search(r"And (\d+) more", plan["short-breaks-team"])
    assert left
    assert shown + int(left[1]) == 401


def test_broken_links_are_told_to_whoever_owns_the_place(council: Path) -> None:
    swim = council / "content/services/saturday-swim-club.yml"
    swim.write_text(
        swim.read_text("utf-8").replace(
            "contact:\n", "contact:\n  website: https://www.gov.uk/no-such-page\n"
        ),
        "utf-8",
    )
    day = datetime.date(2025, 6, 1)
    record = Record(State.GONE, datetime.date(2025, 5, 1), day, failures=2, gone=True)
    (council / PLACE).parent.mkdir(parents=True, exist_ok=True)
    save(council / PLACE, History(day, {"https://www.gov.uk/no-such-page": record}))
    run(council, "2025-06-01")
    issue = text(council, "issues/short-breaks-team.md")
    assert "## Broken links" in issue
    assert "no-such-page" in issue
    assert "#L" in issue


def test_a_broken_link_on_a_page_that_the_program_makes_belongs_to_no_team(council: Path) -> None:
    address = "https://www.legislation.gov.uk/uksi/2014/1530/regulation/56"
    day = datetime.date(2025, 6, 1)
    record = Record(State.GONE, datetime.date(2025, 5, 1), day, failures=2, gone=True)
    (council / PLACE).parent.mkdir(parents=True, exist_ok=True)
    save(council / PLACE, History(day, {address: record}))
    run(council, "2025-06-01")
    issue = text(council, "issues/nobody.md")
    [line] = [line for line in issue.splitlines() if "regulation/56" in line]
    assert line.endswith(", since 2025-05-01: on the site's own pages (what-the-law-asks/)")


# --- Letters ---------------------------------------------------------------------------------------


def letter(project: Path, name: str) -> email.message.EmailMessage:
    data = (project / "reminders" / name).read_bytes()
    return email.message_from_bytes(data, policy=email.policy.default)


def test_letters_are_ready_to_be_sent(council: Path) -> None:
    run(council, "2026-04-01")
    team = letter(council, "letters/team-short-breaks-team.eml")
    assert (team["To"], team["From"]) == (
        "breaks@doggerland.example.org",
        "localoffer@doggerland.example.org",
    )
    assert team["X-Unsent"] == "1"
    assert "Saturday Swim Club (last checked on 2025-03-05, due on 2026-03-05)" in team.get_content()
    provider = letter(council, "letters/saturday-swim-club.eml")
    assert provider["To"] == "club@swim.example.org"
    assert provider["Subject"] == "Is this still right? Saturday Swim Club"
    body = provider.get_content()
    assert "https://offer.example.org/services/saturday-swim-club/" in body
    assert "github.com" not in body, "providers without GitHub are not sent there"
    assert 'Then answer with "still right"' in body
    page = text(council, "letters.html")
    assert (
        "mailto:club@swim.example.org?subject=Is%20this%20still%20right%3F%20Saturday%20Swim%20Club" in page
    )
    assert all(len(address) < 2000 for address in re.findall(r'href="(mailto:[^"]+)"', page))


def test_a_provider_with_many_entries_gets_one_letter(council: Path) -> None:
    for number in range(60):
        (council / f"content/services/club-{number}.yml").write_text(
            SWIM.replace("Saturday Swim Club", f"Club {number}")
            .replace("2026-10-01", "2024-10-01")
            .replace(
                "01632 960123",
                "01632 960123\n  email: Club@swim.example.org"
                if number % 2
                else "01632 960123\n  email: club@swim.example.org",
            ),
            "utf-8",
        )
    run(council, "2026-04-01")
    letters = [name for name in files(council) if name.startswith("letters/") and "team-" not in name]
    assert len(letters) <= 2, "an address is written in one way or another, but never once for each entry"
    page = text(council, "letters.html")
    assert all(len(address) < 2000 for address in re.findall(r'href="(mailto:[^"]+)"', page))


def test_a_name_with_a_line_break_makes_no_heading_of_its_own(council: Path) -> None:
    path = council / "content/services/saturday-swim-club.yml"
    path.write_text(
        path.read_text("utf-8").replace(
            "name: Saturday Swim Club", 'name: "Swim\\r\\nBcc: victim@example.org"'
        ),
        "utf-8",
    )
    assert run(council, "2026-04-01").exit_code == 0
    for name in files(council):
        if name.endswith(".eml"):
            assert letter(council, name)["Bcc"] is None


# --- The calendar --------------------------------------------------------------------------------


def test_the_calendar_has_a_day_for_each_thing(council: Path) -> None:
    run(council, "2025-06-01")
    calendar = Calendar.from_ical((council / "reminders/due.ics").read_bytes())
    events: dict[str, Any] = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        "Check: Saturday Swim Club",
        "Check: Reef Primary School",
        "Check: Tidewell Leisure",
    }
    assert events["Check: Saturday Swim Club"]["DTSTART"].dt.isoformat() == "2026-03-05"
    own = Calendar.from_ical((council / "reminders/calendars/short-breaks-team.ics").read_bytes())
    assert [str(event["SUMMARY"]) for event in own.walk("VEVENT")] == ["Check: Saturday Swim Club"]
    late = run(council, "2026-06-01")
    assert late.exit_code == 0
    calendar = Calendar.from_ical((council / "reminders/due.ics").read_bytes())
    moved: list[Any] = calendar.walk("VEVENT")
    assert {event["DTSTART"].dt.isoformat() for event in moved} == {"2026-06-01"}


# --- GitHub, through a year -----------------------------------------------------------------------


SHORT, NOBODY, LEISURE = (
    "To check: Short breaks team",
    "To check: nobody looks after these",
    "To check: Leisure team",
)


def test_a_year_of_issues(council: Path, github: GitHub) -> None:
    # Nothing is due: no issue, and no label.
    assert run(council, "2025-06-01", "--github").exit_code == 0
    assert github.asked() == []

    # Things fall due: one issue for each owner, however many there are.
    result = run(council, "2026-03-10", "--github")
    assert "Opened: To check: Short breaks team https://github.com/example/offer/issues/1" in result.output
    assert set(github.open()) == {SHORT, NOBODY}
    assert github.asked() == ["label create", "issue create", "issue create"]

    # The next week with nothing done: brought up to date, nothing new.
    run(council, "2026-03-17", "--github")
    assert github.asked() == ["issue edit", "issue edit"]
    assert "2026-03-17" in github.open()[SHORT]

    # The same day again: nothing to do.
    run(council, "2026-03-17", "--github")
    assert github.asked() == []

    # A provider confirms; the owner of the rest changes.
    confirmed = CliRunner().invoke(
        confirm.command,
        ["saturday-swim-club", "--on", "2026-03-20", "--by", "provider", "--project", str(council)],
    )
    assert confirmed.exit_code == 0, confirmed.output
    organisation = council / "content/organisations/tidewell-leisure.yml"
    organisation.write_text(organisation.read_text("utf-8") + "owner: leisure-team\n", "utf-8")
    run(council, "2026-03-24", "--github")
    assert set(github.open()) == {NOBODY, LEISURE}
    assert "Tidewell Leisure" in github.open()[LEISURE]
    assert "Tidewell Leisure" not in github.open()[NOBODY]
    assert sorted(github.asked()) == ["issue close", "issue create", "issue edit", "label create"]

    # What nobody did expires.
    run(council, "2026-10-01", "--github")
    assert "expired; last checked on 2025-03-05" in github.open()[LEISURE]

    # A team is no more: its issue closes, and what it owned is told to the others.
    authority = council / "content/authority.yml"
    authority.write_text(
        authority.read_text("utf-8").replace("  leisure-team:\n    name: Leisure team\n", "")
    )
    organisation.write_text(organisation.read_text("utf-8").replace("owner: leisure-team\n", ""), "utf-8")
    run(council, "2026-10-08", "--github")
    assert set(github.open()) == {NOBODY}
    assert "Tidewell Leisure" in github.open()[NOBODY]

    # All of it is done.
    done = CliRunner().invoke(
        confirm.command, ["tidewell-leisure", "reef-primary", "--on", "2026-10-10", "--project", str(council)]
    )
    assert done.exit_code == 0, done.output
    run(council, "2026-10-15", "--github")
    assert github.open() == {}


def test_other_peoples_issues_are_left_alone_and_doubles_are_closed(council: Path, github: GitHub) -> None:
    run(council, "2026-04-01", "--github")
    data = github.data
    copy = next(one for one in data["issues"] if one["title"] == SHORT)
    data["issues"].append({**copy, "number": 77})
    data["issues"].append(
        {"number": 78, "title": "Mine", "body": "Words", "label": "local-offer-upkeep", "open": True}
    )
    data["issues"].append({"number": 79, "title": "Bug", "body": copy["body"], "label": "bug", "open": True})
    github.store.write_text(json.dumps(data), "utf-8")
    run(council, "2026-04-01", "--github")
    now = {one["number"]: one["open"] for one in github.data["issues"]}
    assert (now[copy["number"]], now[77], now[78], now[79]) == (True, False, True, True)


def test_github_that_refuses_is_told_in_a_sentence(
    council: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_GITHUB_REFUSES", "1")
    result = run(council, "2026-04-01", "--github")
    assert result.exit_code == 1
    assert "GitHub refused: HTTP 403: Resource not accessible by integration" in result.output
    assert "issues/short-breaks-team.md" in files(council), "the reminders are written all the same"


def test_without_githubs_program_it_says_so(
    council: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(council, "2026-04-01", "--github")
    assert result.exit_code == 1
    assert "gh is not installed here" in result.output


# --- The folder -----------------------------------------------------------------------------------


def test_a_folder_that_holds_something_else_is_left_as_it_is(council: Path) -> None:
    folder = council / "reminders"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep")
    result = run(council, "2026-04-01")
    assert result.exit_code == 1
    assert "holds something else" in result.output
    assert files(council) == {"mine.txt"}


def test_what_an_earlier_run_wrote_is_replaced(council: Path) -> None:
    run(council, "2026-04-01")
    assert "issues/short-breaks-team.md" in files(council)
    run(council, "2025-06-01")
    assert "issues/short-breaks-team.md" not in files(council)
    assert not list(council.glob(".reminders.*"))


def test_content_with_errors_gives_no_reminder(council: Path) -> None:
    (council / "content/services/saturday-swim-club.yml").write_text("name: Swim\n", "utf-8")
    result = run(council, "2026-04-01")
    assert result.exit_code == 1
    assert "local-offer check" in result.output
    assert not (council / "reminders").exists()
