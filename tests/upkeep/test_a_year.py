"""A year of one council: what falls due, breaks, moves and changes hands, and what everybody is told each time.

Each Monday that is played does what the weekly run does, and asks everything that speaks of upkeep: the test of the
links, both reports with their exit status, issues, letters and calendars, and the built site with its officers' area.
What they say must be right, and must agree.
"""

import datetime
import email
import email.policy
import gc
import html
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from generator.commands import cli
from offer_schema.field_types import slug
from tests.conftest import FILES, SWIM
from tests.git_repository import Repository
from tests.links.link_host import Answer, LinkHost
from tests.reminders.github import GitHub
from tests.site.conftest import pages_of

BEGIN = "2025-09-01"
"""The day of the first commit, on which everything was checked but the school's report."""

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
  {email: localoffer@doggerland.example.org, answer_within: 900 years}
repository:
  url: https://git.example.org/doggerland/offer
officers_area: yes
links:
  broken_after_failures: 2
  broken_after: 2 weeks
review:
  services: 6 months
  by_category:
    clubs: 3 months
  due_soon: 2 weeks
  expires_after: 3 months
  expired: withdraw
owners:
  short-breaks-team:
    name: Short breaks team
    email: breaks@doggerland.example.org
  leisure-team:
    name: Leisure team
    email: leisure@doggerland.example.org
"""

SWIM_FILE = "content/services/saturday-swim-club.yml"
TOYS_FILE = "content/services/toy-library.yml"
SCHOOL_FILE = "content/schools/reef-primary.yml"
GUIDE_FILE = "content/pages/guides/swimming.md"
AUTHORITY_FILE = "content/authority.yml"

CONTENT = FILES | {
    "mkdocs.yml": FILES["mkdocs.yml"] + "site_url: https://offer.example.org/\n",
    ".gitignore": "/.cache/\n/site/\n/reminders/\n",
    AUTHORITY_FILE: AUTHORITY,
    SWIM_FILE: SWIM.replace("01632 960123\n", "01632 960123\n  email: club@swim.example.org\n")
    + """\
description: Read [how we swim](http://www.links-test.uk/how).
links:
  - title: Times   # ask before you change this
    url: http://www.links-test.uk/times
""",
    TOYS_FILE: """\
name: Toy Library
organisation: tidewell-leisure
summary: Borrow toys for a month, and bring them back.
categories: [short-breaks]
contact:
  website: http://toys.links-test.uk/
checked: 2026-10-01
owner: leisure-team
""",
    "content/organisations/tidewell-leisure.yml": """\
name: Tidewell Leisure
kind: charity
contact:
  email: desk@leisure.example.org
checked: 2026-10-01
""",
    SCHOOL_FILE: FILES[SCHOOL_FILE]
    + """\
sen_report:
  year: 2024 to 2025
  reviewed: 2025-06-01
  senco:
    role: SENCO
    email: senco@reef.example.org
  identifying:
    text: We talk with each family every term and write down what we agreed together.
""",
    GUIDE_FILE: """\
---
title: Swimming in Tidewell
owner: short-breaks-team
checked: 2026-10-01
---

Look at [the times](http://www.links-test.uk/times) or [the guide](http://www.links-test.uk/guide).
""",
}

SWIM_CLUB, TOYS, LEISURE, REEF, GUIDE = (
    "Saturday Swim Club",
    "Toy Library",
    "Tidewell Leisure",
    "Reef Primary School",
    "Swimming in Tidewell",
)
REPORT = "Reef Primary School: report"
TIMES, HOW, LEAFLET = (f"http://www.links-test.uk/{name}" for name in ("times", "how", "guide"))
HOW_NOW = "http://www.links-test.uk/how-we-swim"
TOYS_SITE = "http://toys.links-test.uk/"

BREAKS_TEAM, LEISURE_TEAM, NOBODY = "Short breaks team", "Leisure team", "Nobody"
TITLES = {
    BREAKS_TEAM: "To check: Short breaks team",
    LEISURE_TEAM: "To check: Leisure team",
    NOBODY: "To check: nobody looks after these",
}
PAGES = {
    SWIM_CLUB: "services/saturday-swim-club",
    TOYS: "services/toy-library",
    LEISURE: "organisations/tidewell-leisure",
    REEF: "schools/reef-primary",
    REPORT: "schools/reef-primary/sen-report",
    GUIDE: "guides/swimming",
}
TEAM_EMAILS = {BREAKS_TEAM: "breaks@doggerland.example.org", LEISURE_TEAM: "leisure@doggerland.example.org"}
PROVIDERS = {
    SWIM_CLUB: "club@swim.example.org",
    TOYS: "desk@leisure.example.org",
    LEISURE: "desk@leisure.example.org",
    REPORT: "senco@reef.example.org",
}
"""Who is asked about an entry: its own address, or else its organisation's. The school gives none."""
FRESHNESS_LEVELS = ("expired", "overdue", "never-checked", "due-soon")
LATE = ("expired", "overdue", "never-checked")
LINK_LEVELS = ("broken", "failing", "moved")


@dataclass(frozen=True)
class Told:
    """What a Monday tells everybody; whatever is left out is nothing.

    Attributes:
        states: The state of what is not current, by its name.
        links: The verdict on each address that did not open as it should.
        todo: What stands in each team's issue.
        letters: The providers who get a letter.
        gh: What was asked of GitHub.
        fails: From which level on each report has exit status 1.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    todo: Mapping[str, set[str]] = field(default_factory=dict)
    letters: frozenset[str] | set[str] = frozenset()
    gh: tuple[str, ...] = ()
    fails: tuple[str | None, str | None] = (None, None)


class Year:
    """The council, its repository, and all that it is told.

    Attributes:
        project: The council's folder.
    """

    def __init__(self, project: Path, host: LinkHost, github: GitHub, patch: pytest.MonkeyPatch) -> None:
        self.project, self._host, self._github, self._patch = project, host, github, patch
        self._repository = Repository(project)
        for path, text in CONTENT.items():
            self._repository.write(path, text.replace("checked: 2026-10-01", f"checked: {BEGIN}"))
        self._repository.commit(BEGIN)

    # --- What people do ------------------------------------------------------------------------

    def edit(self, on: str, path: str, old: str, new: str) -> None:
        """Somebody changes a file, and commits it."""
        text = (self.project / path).read_text("utf-8")
        assert old in text
        self._repository.write(path, text.replace(old, new))
        self._repository.commit(on)

    def confirm(self, on: str, *ids: str, by: str = "council") -> None:
        """Somebody has checked entries; the date comes into git on the same day."""
        result = self.run("confirm", *ids, "--on", on, "--by", by)
        assert result.exit_code == 0, result.output
        self._repository.commit(on)

    def answers(self, **answers: Answer) -> None:
        """What websites answer from now on; everything else opens."""
        names = {"toys": "toys.links-test.uk/"}
        self._host.answers = {
            names.get(name, f"www.links-test.uk/{name}"): answer for name, answer in answers.items()
        }

    def run(self, command: str, *arguments: str) -> Result:
        return CliRunner().invoke(cli, [command, *arguments, "--project", str(self.project)])

    def fix_links(self, on: str) -> str:
        """Somebody has new addresses written, and commits them."""
        result = self.links("--fix", "--today", on)
        assert result.exit_code == 0, result.output
        self._repository.commit(on)
        return result.output

    def links(self, *options: str) -> Result:
        fast = ("--requests-per-second", "1000", "--second-look", "0", "--timeout", "3")
        return self.run("links", *fast, *options)

    # --- What they are told --------------------------------------------------------------------

    def report(self, kind: str, day: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.run("report", kind, "--today", day, "--format", "json").stdout)
        return data

    def monday(self, day: str) -> Told:
        """The weekly run, and all that it says; that it agrees is looked at here.

        Args:
            day: The day, ISO.
        """
        tested = self.links("--today", day, "--format", "json")
        reminded = self.run("remind", "--github", "--today", day, "--to", str(self.project / "reminders"))
        assert reminded.exit_code == 0, reminded.output
        self._repository.commit(day)
        self.build(day)
        own = self.run("links", "--site", str(self.project / "site"), "--no-outside")
        assert own.exit_code == 0, own.output
        seen = Seen(self.project, day, self.report("freshness", day), self.report("links", day))
        self._last = seen.freshness
        fails = self.fails("freshness", FRESHNESS_LEVELS, day), self.fails("links", LINK_LEVELS, day)
        assert tested.exit_code == (1 if fails[1] == "broken" else 0), tested.output
        found = {one["address"]: one["verdict"] for one in json.loads(tested.stdout)["links"]}
        assert {address: verdict for address, verdict in found.items() if verdict != "ok"} == seen.links
        seen.issues_agree(self._github.open())
        seen.letters_agree()
        seen.calendars_agree()
        self.officers_agree(seen)
        seen.families_agree()
        [school] = self.report("schools", day)["tables"]["schools"]
        assert (school["state"] == "stale") == (seen.states.get(REPORT) in LATE), day
        return Told(
            {name: state for name, state in seen.states.items() if state != "current"},
            seen.links,
            {
                team: todo
                for team in TITLES
                if (todo := seen.late(team) | seen.soon(team) | seen.broken(team))
            },
            seen.providers(),
            tuple(sorted(self._github.asked())),
            fails,
        )

    def fails(self, kind: str, levels: tuple[str, ...], day: str) -> str | None:
        """The first level on which a report has exit status 1; on each level after it, it has it too."""
        codes = [self.run("report", kind, "--today", day, "--fail-on", level).exit_code for level in levels]
        assert codes == sorted(codes), (kind, day)
        return levels[codes.index(1)] if 1 in codes else None

    def row(self, name: str) -> Any:
        """What the last Monday's freshness report says of one thing."""
        return next(row for row in self._last["tables"]["all"] if name_of(row) == name)

    def names(self) -> set[str]:
        """What the last Monday's freshness report names."""
        return {name_of(row) for row in self._last["tables"]["all"]}

    def weeks_without_a_run_are_told(self, in_time: str, late: str) -> None:
        """From the ninth day after the last run on, both reports and the officers' area say so."""
        for day, told in ((in_time, False), (late, True)):
            self.build(day)
            for kind in ("freshness", "links"):
                said = " ".join(self.report(kind, day)["summary"])
                page = (self.project / f"site/officers/{kind}/index.html").read_text("utf-8")
                assert ("The weekly run was last on 2026-09-14" in said) is told, day
                assert ("The weekly run was last on 2026-09-14" in page) is told, day

    def the_trend_is_what_was(self) -> None:
        """Each month of the trend says what the report of that day says of the content of that day."""
        trend = self._last["tables"]["trend"]
        assert len(trend) == 12
        before = self.project.with_name("before")
        self._repository.git("worktree", "add", "--quiet", "--detach", str(before))
        for month in trend:
            day = month["day"]
            commit = self._repository.git("rev-list", "-1", f"--before={day}T23:59:59Z", "main").strip()
            self._repository.git("-C", str(before), "checkout", "--quiet", commit)
            result = CliRunner().invoke(
                cli, ["report", "freshness", "--project", str(before), "--today", day, "--format", "json"]
            )
            rows = json.loads(result.stdout)["tables"]["all"]
            states = [row["state"] for row in rows if name_of(row) != REPORT]
            counted = {
                key: states.count(key.replace("_", "-"))
                for key in ("expired", "overdue", "due_soon", "current")
            }
            assert {key: month[key] for key in counted} == counted, day

    def the_site_is_what_a_build_from_nothing_makes(self, day: str) -> None:
        after = pages_of(self.project / "site")
        shutil.rmtree(self.project / "site")
        shutil.rmtree(self.project / ".cache")
        self.build(day)
        assert pages_of(self.project / "site") == after

    def build(self, day: str) -> None:
        noon = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        self._patch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        result = self.run("build", "--quiet")
        gc.enable()  # a build of a process of its own goes without
        assert result.exit_code == 0, result.output

    def officers_agree(self, seen: "Seen") -> None:
        """The officers' area says what the reports say, and each team finds its own on its own page."""
        site = self.project / "site"
        for kind, data in (("freshness", seen.freshness), ("links", seen.link_report)):
            page = (site / "officers" / kind / "index.html").read_text("utf-8")
            assert items_of(page, "officers__summary") == data["summary"]
            for table, rows in data["tables"].items():
                assert table_of(page, table) == [first_cell(row) for row in rows[:100]], (seen.day, table)
            with_rows = [table for table, rows in data["tables"].items() if rows]
            for table in with_rows[:1]:
                file = self.project / "table.csv"
                self.run(
                    "report",
                    kind,
                    "--today",
                    seen.day,
                    "--format",
                    "csv",
                    "--table",
                    table,
                    "--to",
                    str(file),
                )
                assert (site / f"officers/files/{kind}-{table}.csv").read_bytes() == file.read_bytes()
                file.unlink()
        for team in TITLES:
            page_name = slug("Belongs to no team" if team == NOBODY else team)
            file = site / "officers/teams" / page_name / "index.html"
            page = file.read_text("utf-8") if file.is_file() else ""
            late = {name_of(row) for row in seen.freshness["tables"]["late"] if row["owner"] == team}
            assert set(table_of(page, "freshness-late")) == {name.removesuffix(": report") for name in late}
            assert set(table_of(page, "links-links")) == seen.wrong(team)


class Seen:
    """What was said on one day, and whether it agrees.

    Attributes:
        day: The day, ISO.
        freshness: The freshness report.
        link_report: The report of links.
        states: The state of each thing by its name.
        links: The verdict on each address that the report of links names.
    """

    def __init__(
        self, project: Path, day: str, freshness: dict[str, Any], link_report: dict[str, Any]
    ) -> None:
        self._project, self.day = project, day
        self.freshness, self.link_report = freshness, link_report
        self._rows = {name_of(row): row for row in freshness["tables"]["all"]}
        self._link_rows = {first_cell(row): row for row in link_report["tables"]["links"]}
        self.states = {name: row["state"] for name, row in self._rows.items()}
        self.links = {address: row["verdict"] for address, row in self._link_rows.items()}

    def late(self, team: str) -> set[str]:
        return {name for name, row in self._rows.items() if row["state"] in LATE and row["owner"] == team}

    def soon(self, team: str) -> set[str]:
        return {
            name for name, row in self._rows.items() if row["state"] == "due-soon" and row["owner"] == team
        }

    def wrong(self, team: str) -> set[str]:
        """The addresses of a team that the report of links names."""
        called = "no owner" if team == NOBODY else team
        return {address for address, row in self._link_rows.items() if called in row["owners"].split(", ")}

    def broken(self, team: str) -> set[str]:
        return {address for address in self.wrong(team) if self.links[address] == "broken"}

    def providers(self) -> set[str]:
        return {str(letter["To"]) for letter in self._letters() if letter["To"] not in TEAM_EMAILS.values()}

    def issues_agree(self, issues: Mapping[str, str]) -> None:
        """Each team's issue lists what the reports say of it, with links that lead to what is there."""
        wanted = {team for team in TITLES if self.late(team) | self.soon(team) | self.broken(team)}
        assert set(issues) == {TITLES[team] for team in wanted}
        for team in wanted:
            parts = dict(
                re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", issues[TITLES[team]].replace("\r", ""), re.M)
            )
            listed = {heading: lines_of(text) for heading, text in parts.items()}
            assert {self._listed(line) for line in listed.get("Wait for a check", [])} == self.late(team)
            assert {self._listed(line) for line in listed.get("Due soon", [])} == self.soon(team)
            links = listed.get("Broken links", [])
            assert {line.split(",")[0] for line in links} == self.broken(team)
            for line in links:
                since = self._link_rows[line.split(",")[0]]["since"]
                assert f", since {since}: " in line

    def _listed(self, line: str) -> str:
        """The name of the thing that a line of an issue is about, once its links are right."""
        look, still, change = re.findall(r"\]\(<([^>]+)>\)", line)
        page = look.removeprefix("https://offer.example.org/").rstrip("/")
        name = next(name for name, address in PAGES.items() if address == page)
        assert (self._project / "site" / page / "index.html").is_file()
        assert still.endswith(f"&entry={page.replace('/', '%2F')}")
        path = self._rows[name]["file"][0]["path"]
        assert change == f"https://git.example.org/doggerland/offer/edit/main/{path}"
        assert (self._project / path).is_file()
        return name

    def letters_agree(self) -> None:
        """Each team that has something to do gets a letter with all of it, each provider one with its own."""
        letters = {str(letter["To"]): letter.get_content() for letter in self._letters()}
        wanted: dict[str, set[str]] = {}
        for name, email_address in PROVIDERS.items():
            if self.states.get(name, "current") != "current":
                wanted.setdefault(email_address, set()).add(name.removesuffix(": report"))
        for team, email_address in TEAM_EMAILS.items():
            todo = self.late(team) | self.soon(team) | self.broken(team)
            if todo:
                wanted[email_address] = {one.removesuffix(": report") for one in todo}
        listed = {
            to: {line[2:].split(" (")[0] for line in text.splitlines() if line.startswith("* ")}
            for to, text in letters.items()
        }
        assert listed == wanted

    def _letters(self) -> list[email.message.EmailMessage]:
        return [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in sorted(self._project.glob("reminders/letters/*.eml"))
        ]

    def calendars_agree(self) -> None:
        """Everything stands in the calendar on the day when it falls due, and late things today."""
        wanted = {PAGES[name]: max(row["due"], self.day) for name, row in self._rows.items()}
        assert self._calendar("due.ics") == wanted
        for owner, team in {
            "short-breaks-team": BREAKS_TEAM,
            "leisure-team": LEISURE_TEAM,
            "nobody": NOBODY,
        }.items():
            if (self._project / f"reminders/calendars/{owner}.ics").exists():
                own = {PAGES[name] for name, row in self._rows.items() if row["owner"] == team}
                assert set(self._calendar(f"calendars/{owner}.ics")) == own

    def _calendar(self, name: str) -> dict[str, str]:
        calendar: Any = Calendar.from_ical((self._project / "reminders" / name).read_bytes())
        return {
            str(event["URL"]).removeprefix("https://offer.example.org/").rstrip("/"): event[
                "DTSTART"
            ].dt.isoformat()
            for event in calendar.walk("VEVENT")
        }

    def families_agree(self) -> None:
        """A page warns when its check is late, and what has expired is not found by a search."""
        site = self._project / "site"
        found = (site / "search/offer.json").read_text("utf-8")
        for name, page in PAGES.items():
            text = (site / page / "index.html").read_text("utf-8")
            warned = "notice--overdue" in text or "notice--expired" in text
            assert warned == (self.states.get(name) in LATE), (self.day, name)
            if name in (SWIM_CLUB, TOYS):
                assert (name in found) == (self.states.get(name) != "expired"), (self.day, name)


def name_of(row: Mapping[str, Any]) -> str:
    return f"{row['name']}: report" if row["kind"] == "SEN information reports" else str(row["name"])


def first_cell(row: Mapping[str, Any]) -> str:
    """The first cell of a row of a report, as it is shown."""
    first = next(value for key, value in row.items() if key != "id")
    return str(first[0]["label"]) if isinstance(first, list) else str(first)


def lines_of(text: str) -> list[str]:
    return [line.removeprefix("- [ ] ") for line in text.splitlines() if line.startswith("- [ ] ")]


def items_of(page: str, list_class: str) -> list[str]:
    """The words of the items of a list in a page."""
    found = re.search(rf'<ul class="{list_class}">(.*?)</ul>', page, re.DOTALL)
    assert found
    return [html.unescape(item) for item in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)]


def table_of(page: str, table: str) -> list[str]:
    """What the rows of a table in a page are called; nothing if there is no such table."""
    found = re.search(rf'<h2 id="{table}">(.*?)(?:<h2|</main>)', page, re.DOTALL)
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', found[1], re.DOTALL) if found else []
    return [html.unescape(re.sub("<[^>]+>", "", row)).strip() for row in rows]


@pytest.fixture
def year(tmp_path: Path, host: LinkHost, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> Year:
    return Year(tmp_path / "offer", host, github, monkeypatch)


def test_a_year(year: Year) -> None:
    down, gone, wall = Answer(503), Answer(404), Answer(403)
    opened, updated = ("issue create", "label create"), ("issue edit",)

    # All is well.
    assert year.monday("2025-09-08") == Told()

    # A correction is not a check. A host is down, which nobody has to do anything about yet.
    year.edit("2025-10-03", SWIM_FILE, "01632 960123", "01632 960124")
    year.answers(times=down)
    assert year.monday("2025-10-06") == Told(links={TIMES: "failing"}, fails=(None, "failing"))
    assert year.row(SWIM_CLUB)["edited"] == "2025-10-03"
    assert year.row(SWIM_CLUB)["checked"] == BEGIN

    # It failed again, for longer than the council waits: broken. The club is due in two weeks.
    assert year.monday("2025-11-17") == Told(
        states={SWIM_CLUB: "due-soon"},
        links={TIMES: "broken"},
        todo={BREAKS_TEAM: {SWIM_CLUB, TIMES}},
        letters={"club@swim.example.org"},
        gh=opened,
        fails=("due-soon", "broken"),
    )

    # The host is back, and the club is overdue.
    year.answers()
    assert year.monday("2025-12-08") == Told(
        states={SWIM_CLUB: "overdue"},
        todo={BREAKS_TEAM: {SWIM_CLUB}},
        letters={"club@swim.example.org"},
        gh=updated,
        fails=("overdue", None),
    )

    # Those who run it say that it is right. A page moves, and its new address is written: an edit, and no check.
    year.confirm("2025-12-10", "saturday-swim-club", by="provider")
    year.answers(how=Answer(301, "/how-we-swim"))
    assert year.monday("2026-01-05") == Told(links={HOW: "moved"}, gh=("issue close",), fails=(None, "moved"))
    assert f"changed {HOW} to {HOW_NOW}" in year.fix_links("2026-01-06")

    # Two websites let no program in: they are not broken, and nobody is bothered. The toy library is overdue.
    year.answers(toys=wall, guide=Answer(429, fields=("Retry-After: 1",)))
    assert year.monday("2026-03-02") == Told(
        states={TOYS: "overdue", SWIM_CLUB: "due-soon"},
        links={TOYS_SITE: "blocked", LEAFLET: "blocked"},
        todo={LEISURE_TEAM: {TOYS}, BREAKS_TEAM: {SWIM_CLUB}},
        letters={"club@swim.example.org", "desk@leisure.example.org"},
        gh=("issue create", "issue create", "label create"),
        fails=("overdue", None),
    )
    swim = year.row(SWIM_CLUB)
    assert (swim["edited"], swim["checked"]) == ("2026-01-06", "2025-12-10")

    # Another team takes the club over: what it owes goes with it.
    year.answers(toys=wall, guide=wall)
    year.edit("2026-03-13", SWIM_FILE, "owner: short-breaks-team", "owner: leisure-team")
    assert year.monday("2026-03-16") == Told(
        states={TOYS: "overdue", SWIM_CLUB: "overdue"},
        links={TOYS_SITE: "blocked", LEAFLET: "blocked"},
        todo={LEISURE_TEAM: {TOYS, SWIM_CLUB}},
        letters={"club@swim.example.org", "desk@leisure.example.org"},
        gh=("issue close", "issue edit"),
        fails=("overdue", None),
    )

    # The toy library expires and is withdrawn. The school's report is a year old, to the day: that still holds.
    year.answers(toys=wall)
    assert year.monday("2026-06-01") == Told(
        states={TOYS: "expired", SWIM_CLUB: "overdue", REPORT: "due-soon"},
        links={TOYS_SITE: "blocked"},
        todo={LEISURE_TEAM: {TOYS, SWIM_CLUB}, NOBODY: {REPORT}},
        letters={"club@swim.example.org", "desk@leisure.example.org", "senco@reef.example.org"},
        gh=("issue create", "issue edit", "label create"),
        fails=("expired", None),
    )

    # All of it is done; and a page is gone, which is broken at once.
    year.confirm("2026-06-05", "toy-library", "saturday-swim-club", "schools/reef-primary/sen-report")
    year.answers(toys=wall, guide=gone)
    assert year.monday("2026-06-08") == Told(
        links={LEAFLET: "broken", TOYS_SITE: "blocked"},
        todo={BREAKS_TEAM: {LEAFLET}},
        gh=("issue close", "issue close", "issue create", "label create"),
        fails=(None, "broken"),
    )

    # The link is taken out. The toy library stops for good: nobody has to check it any more.
    year.edit("2026-06-17", GUIDE_FILE, f" or [the guide]({LEAFLET})", "")
    year.edit("2026-06-18", TOYS_FILE, "owner: leisure-team\n", "owner: leisure-team\nstatus: closed\n")

    # A year after the beginning everything else is due, but for the school's report, which has its own year.
    year.answers()
    assert year.monday("2026-08-31") == Told(
        states=dict.fromkeys((SWIM_CLUB, LEISURE, REEF, GUIDE), "due-soon"),
        todo={LEISURE_TEAM: {SWIM_CLUB}, BREAKS_TEAM: {GUIDE}, NOBODY: {LEISURE, REEF}},
        letters={"club@swim.example.org", "desk@leisure.example.org"},
        gh=("issue create", "issue create", "issue edit", "label create"),
        fails=("due-soon", None),
    )
    assert TOYS not in year.names()

    # A team is no more: another has its entries, and its issue closes.
    year.edit("2026-09-03", SWIM_FILE, "owner: leisure-team", "owner: short-breaks-team")
    year.edit("2026-09-03", TOYS_FILE, "owner: leisure-team", "owner: short-breaks-team")
    team = AUTHORITY[AUTHORITY.index("  leisure-team:") :]
    year.edit("2026-09-04", AUTHORITY_FILE, team, "")
    assert year.monday("2026-09-07") == Told(
        states=dict.fromkeys((SWIM_CLUB, LEISURE, REEF, GUIDE), "overdue"),
        todo={BREAKS_TEAM: {SWIM_CLUB, GUIDE}, NOBODY: {LEISURE, REEF}},
        letters={"club@swim.example.org", "desk@leisure.example.org"},
        gh=("issue close", "issue edit", "issue edit"),
        fails=("overdue", None),
    )

    # They do it all.
    year.confirm(
        "2026-09-09", "saturday-swim-club", "tidewell-leisure", "schools/reef-primary", "guides/swimming"
    )
    assert year.monday("2026-09-14") == Told(gh=("issue close", "issue close"))
    year.weeks_without_a_run_are_told("2026-09-22", "2026-09-23")
    year.the_trend_is_what_was()
    year.the_site_is_what_a_build_from_nothing_makes("2026-09-23")
