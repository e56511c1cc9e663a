"""``local-offer links`` and ``local-offer report links``, as an officer and a pull request use them."""

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.commands import cli
from generator.links import linkchecker
from tests.conftest import SWIM, write
from tests.links.conftest import RunLinks
from tests.links.link_host import Answer, LinkHost

SERVICE = "content/services/saturday-swim-club.yml"
WITH_LINKS = (
    SWIM
    + """\
description: |
  Read [how we swim](http://www.links-test.uk/how).
  See www.links-test.uk/plain too.
links:
  - title: Times   # ask before you change this
    url: "http://www.links-test.uk/times"
"""
)
GUIDE = """\
---
title: Swimming
owner: short-breaks-team
---

Look at [the times](http://www.links-test.uk/times) or <http://www.links-test.uk/guide>.
"""


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", "-C", str(project), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def swim(linked: Path) -> Path:
    """The project with a service and a guide that lead elsewhere."""
    write(linked, SERVICE, WITH_LINKS)
    write(linked, "content/pages/guides/swimming.md", GUIDE)
    return linked


def report(project: Path, *options: str) -> Any:
    command = ["report", "links", "--project", str(project), *options]
    return CliRunner().invoke(cli, command, catch_exceptions=False)


def links_of(project: Path, today: str) -> dict[str, Any]:
    """The report's rows on a day, by address."""
    data = json.loads(report(project, "--format", "json", "--today", today).output)
    return {row["address"][0]["label"]: row for row in data["tables"]["links"]}


def test_every_use_of_a_broken_link_is_named(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    host.answers["www.links-test.uk/times"] = Answer(404)
    result = run_links("--today", "2026-11-02")
    assert result.exit_code == 1
    wrong = (
        'error[broken-link]: "http://www.links-test.uk/times" is broken. 404 Not Found. '
        "It has not opened since 2026-11-02. Find its new address, or take it out."
    )
    assert result.output.splitlines() == [
        f"content/pages/guides/swimming.md:6:21: {wrong}",
        f"{SERVICE}:25:11: {wrong}",
        "4 addresses tested: 1 broken, 3 ok. 1 example addresses of the demonstration were left out.",
    ]
    assert host.asked["GET www.links-test.uk/times"] == 2
    assert host.asked["GET www.links-test.uk/how"] == 1


def test_nothing_to_say_is_exit_status_0(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    result = run_links()
    assert result.exit_code == 0
    assert result.output.startswith("4 addresses tested: 4 ok.")
    assert (swim / ".local-offer/links.json").is_file()


def test_a_year_of_links(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    """They open, fail, break, recover, move, are blocked; verdict, report and exit status are right each time."""
    times, how, guide = (f"http://www.links-test.uk/{path}" for path in ("times", "how", "guide"))

    def on(day: str, fail_on: str = "broken", **answers: Answer) -> tuple[int, dict[str, str]]:
        host.answers = {f"www.links-test.uk/{path}": answer for path, answer in answers.items()}
        code = run_links("--today", day, "--fail-on", fail_on).exit_code
        rows = links_of(swim, day)
        assert report(swim, "--today", day, "--fail-on", fail_on).exit_code == code
        return code, {address: row["verdict"] for address, row in rows.items()}

    down = Answer(503)
    assert on("2026-01-05") == (0, {})
    # A host is down: three weeks until the link is called broken.
    assert on("2026-01-12", times=down) == (0, {times: "failing"})
    assert on("2026-01-12", times=down) == (0, {times: "failing"})
    assert on("2026-01-13", times=down) == (0, {times: "failing"})
    assert on("2026-01-14", times=down) == (0, {times: "failing"})
    assert on("2026-01-14", "failing", times=down) == (1, {times: "failing"})
    assert on("2026-01-19", times=down) == (1, {times: "broken"})
    row = links_of(swim, "2026-01-19")[times]
    assert (row["since"], row["last_ok"], row["failures"]) == ("2026-01-12", "2026-01-05", 4)
    assert row["owners"] == "Short breaks team"
    assert [use["path"] for use in row["uses"]] == [f"{SERVICE}:25", "content/pages/guides/swimming.md:6"]
    # It is back, and fails again: the count begins anew.
    assert on("2026-01-26") == (0, {})
    assert on("2026-02-02", times=down) == (0, {times: "failing"})
    assert links_of(swim, "2026-02-02")[times]["last_ok"] == "2026-01-26"
    # One page is gone at once, another moves.
    moved = Answer(301, "/we-swim")
    assert on("2026-02-09", times=Answer(410), how=moved) == (1, {times: "broken", how: "moved"})
    assert links_of(swim, "2026-02-09")[how]["to"] == "http://www.links-test.uk/we-swim"
    # A wall goes up: blocked is never broken, however long.
    wall = Answer(403)
    assert on("2026-02-16", times=wall, how=moved) == (0, {times: "blocked", how: "moved"})
    for day in ("2026-03-16", "2026-06-15", "2026-09-14"):
        assert on(day, "failing", times=wall, guide=wall) == (0, {times: "blocked", guide: "blocked"})
    assert links_of(swim, "2026-09-14")[times]["since"] == "2026-02-16"
    # The oldest of the broken come first.
    gone = Answer(404)
    assert on("2026-10-05", guide=gone) == (1, {guide: "broken"})
    assert on("2026-10-12", guide=gone, how=gone) == (1, {guide: "broken", how: "broken"})
    assert list(links_of(swim, "2026-10-12")) == [guide, how]
    # The link is taken out: nothing is kept of it.
    write(swim, "content/pages/guides/swimming.md", GUIDE.partition(" or")[0] + ".\n")
    assert on("2026-10-19", how=gone) == (1, {how: "broken"})
    assert guide not in (swim / ".local-offer/links.json").read_text("utf-8")
    # Another team takes the service over.
    file = swim / "content/authority.yml"
    team = "owners:\n  leisure-team: {name: Leisure team}\n"
    write(swim, "content/authority.yml", file.read_text("utf-8").replace("owners:\n", team))
    write(swim, SERVICE, WITH_LINKS.replace("owner: short-breaks-team", "owner: leisure-team"))
    assert links_of(swim, "2026-10-20")[how]["owners"] == "Leisure team"
    # Nobody tests for a month: the report says so.
    assert ", 31 days ago" in report(swim, "--today", "2026-11-19").output


def test_the_councils_own_rule_holds(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    file = swim / "content/authority.yml"
    rule = "links:\n  broken_after_failures: 1\n  broken_after: 1 day\n"
    write(swim, "content/authority.yml", file.read_text("utf-8") + rule)
    host.answers["www.links-test.uk/how"] = Answer(500)
    assert run_links("--today", "2026-01-05").exit_code == 0
    assert run_links("--today", "2026-01-06").exit_code == 1


def test_what_has_moved_is_written_anew(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    host.answers = {
        "www.links-test.uk/times": Answer(301, "/opening-times"),
        "www.links-test.uk/how": Answer(308, "http://swim.links-test.uk/how"),
        "www.links-test.uk/plain": Answer(301, "http://new.links-test.uk/plain"),
    }
    before = {file: file.read_text("utf-8") for file in swim.rglob("content/**/*.*")}
    dry = run_links("--fix", "--dry-run")
    assert {file: file.read_text("utf-8") for file in before} == before
    assert "would change http://www.links-test.uk/how to http://swim.links-test.uk/how" in dry.output
    result = run_links("--fix", "--today", "2026-11-02")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "content/pages/guides/swimming.md:6:21: changed http://www.links-test.uk/times"
        " to http://www.links-test.uk/opening-times",
        f"{SERVICE}:21:22: changed http://www.links-test.uk/how to http://swim.links-test.uk/how",
        f"{SERVICE}:22:7: changed http://www.links-test.uk/plain to http://new.links-test.uk/plain",
        f"{SERVICE}:25:11: changed http://www.links-test.uk/times to http://www.links-test.uk/opening-times",
        "4 addresses tested: 4 ok. 1 example addresses of the demonstration were left out.",
    ]
    assert (swim / SERVICE).read_text("utf-8") == WITH_LINKS.replace(
        "www.links-test.uk/how", "swim.links-test.uk/how"
    ).replace("www.links-test.uk/plain", "http://new.links-test.uk/plain").replace(
        "www.links-test.uk/times", "www.links-test.uk/opening-times"
    )
    assert (swim / "content/pages/guides/swimming.md").read_text("utf-8") == GUIDE.replace(
        "/times", "/opening-times"
    )
    asked = host.asked.copy()
    assert run_links("--today", "2026-11-09").output.startswith("4 addresses tested: 4 ok.")
    assert host.asked["GET www.links-test.uk/times"] == asked["GET www.links-test.uk/times"]


@pytest.mark.parametrize(
    ("to", "there", "says"),
    [
        ("/new", Answer(404), "is broken"),
        ("/new", Answer(302, "/login"), "has moved to"),
        ("/", Answer(), "look whether there still is such a page"),
        ("http://inside.links-test.uk/", Answer(), "could not be tested"),
    ],
)
def test_what_does_not_open_well_is_not_written(
    swim: Path, host: LinkHost, run_links: RunLinks, to: str, there: Answer, says: str
) -> None:
    host.answers = {"www.links-test.uk/times": Answer(301, to), "www.links-test.uk/new": there}
    if there.status == 302:
        # It opened when the link was followed, and asks for a login when it is looked at by itself.
        host.answers["www.links-test.uk/new"] = Answer(403, once=Answer())
    result = run_links("--fix")
    assert says in result.output
    assert ("Not changed: http://www.links-test.uk/times to " in result.output) is ("moved" in result.output)
    assert (swim / SERVICE).read_text("utf-8") == WITH_LINKS


def test_a_pull_request_tests_its_own_links_only(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    git(swim, "init")
    git(swim, "add", "-A")
    git(swim, "commit", "-m", "Before")
    host.answers = {"www.links-test.uk/times": Answer(404), "www.links-test.uk/new-one": Answer(404)}
    assert run_links("--changed-since", "HEAD").output == "There is no address to test.\n"
    # A link that moves to another file is not new; one in a new file is.
    git(swim, "mv", "content/pages/guides/swimming.md", "content/pages/guides/in-water.md")
    write(swim, "content/pages/guides/new.md", GUIDE.replace("/guide", "/new-one"))
    result = run_links("--changed-since", "HEAD", "--format", "github", "--today", "2026-11-02")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "::error file=content/pages/guides/new.md,line=6,col=57,title=broken-link::"
        '"http://www.links-test.uk/new-one" is broken. 404 Not Found. It has not opened since 2026-11-02. '
        "Find its new address, or take it out.",
        "1 address tested: 1 broken.",
    ]
    assert sorted(host.asked) == ["GET www.links-test.uk/new-one", "GET www.links-test.uk/robots.txt"]
    # The pull request holds its own change and nothing else.
    assert not (swim / ".local-offer").exists()


def test_a_pull_request_can_be_put_right_and_leaves_the_history_alone(
    swim: Path, host: LinkHost, run_links: RunLinks
) -> None:
    git(swim, "init")
    git(swim, "add", "-A")
    git(swim, "commit", "-m", "Before")
    write(swim, "content/pages/guides/new.md", GUIDE.replace("/guide", "/new-one"))
    host.answers["www.links-test.uk/new-one"] = Answer(301, "/newer-one")
    host.answers["www.links-test.uk/times"] = Answer(301, "/not-of-this-change")
    result = run_links("--changed-since", "HEAD", "--fix")
    assert result.output.splitlines()[1:] == ["1 address tested: 1 ok."]
    changed = (swim / "content/pages/guides/new.md").read_text("utf-8")
    assert changed == GUIDE.replace("/guide", "/newer-one")
    assert (swim / SERVICE).read_text("utf-8") == WITH_LINKS
    assert not (swim / ".local-offer").exists()


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD:content", ""])
def test_a_state_that_git_does_not_know(swim: Path, host: LinkHost, run_links: RunLinks, ref: str) -> None:
    git(swim, "init")
    git(swim, "add", "-A")
    git(swim, "commit", "-m", "Before")
    result = run_links("--changed-since", ref)
    assert result.exit_code == 1
    assert "Git does not know" in result.output


def test_without_git_there_is_a_plain_sentence(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    result = run_links("--changed-since", "HEAD")
    assert result.exit_code == 1
    assert "not in a git repository" in result.output


def test_hostile_addresses_are_refused_and_named(linked: Path, host: LinkHost, run_links: RunLinks) -> None:
    text = """\
---
title: Odd links
---

[a](file:///etc/passwd) [b](javascript:alert(1)) [c](http://user:secret@www.links-test.uk/)
[d](http://169.254.169.254/latest/) [e](http://localhost:8000/) [f](http://inside.links-test.uk/)
"""
    write(linked, "content/pages/guides/odd.md", text)
    result = run_links("--format", "json")
    assert result.exit_code == 1
    found = {link["address"]: link["verdict"] for link in json.loads(result.output)["links"]}
    assert found == {
        "file:///etc/passwd": "broken",
        "javascript:alert(1)": "broken",
        "http://user:secret@www.links-test.uk/": "broken",
        "http://169.254.169.254/latest/": "broken",
        "http://localhost:8000/": "broken",
        # Its name may lead elsewhere in the council's own network.
        "http://inside.links-test.uk/": "blocked",
    }
    assert not host.asked


def test_an_example_address_is_wrong_unless_the_council_is_one(
    project: Path, host: LinkHost, run_links: RunLinks
) -> None:
    file = project / "content/authority.yml"
    write(
        project,
        "content/authority.yml",
        file.read_text("utf-8").replace("demonstration: It is invented.\n", ""),
    )
    result = run_links()
    assert result.exit_code == 1
    assert "content/authority.yml:3:10: error[broken-link]" in result.output


def test_json_says_all_there_is(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    host.answers["www.links-test.uk/times"] = Answer(301, "/new")
    data = json.loads(run_links("--format", "json", "--fix", "--dry-run", "--today", "2026-11-02").output)
    moved = next(link for link in data["links"] if link["verdict"] == "moved")
    assert moved["since"] == moved["tested"] == "2026-11-02"
    assert moved["to"] == "http://www.links-test.uk/new"
    assert moved["uses"][0] == {
        "path": SERVICE,
        "line": 25,
        "column": 11,
        "kind": "service",
        "id": "saturday-swim-club",
    }
    assert [change["path"] for change in data["fixed"]] == ["content/pages/guides/swimming.md", SERVICE]
    assert data["dry_run"] is True


def test_the_built_site_is_read_without_asking_anybody(
    swim: Path, host: LinkHost, run_links: RunLinks, tmp_path: Path
) -> None:
    write(tmp_path, "site/index.html", '<a href="page/">p</a>\n<a href="#gone">g</a>')
    result = run_links("--site", str(tmp_path / "site"), "--no-outside")
    assert result.exit_code == 1
    assert "site/index.html:1:4: error[dead-link]" in result.output
    assert "site/index.html:2:4: error[dead-anchor]" in result.output
    assert "1 page of the site read. 2 dead links in the site." in result.output
    assert not host.asked
    write(tmp_path, "site/index.html", '<a href=".">p</a>')
    assert run_links("--site", str(tmp_path / "site"), "--no-outside").exit_code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--no-outside",),
        ("--dry-run",),
        ("--site", "nowhere"),
        ("--format", "xml"),
        ("--requests-per-second", "0"),
        ("--fix", "--no-outside", "--site", "."),
    ],
)
def test_wrong_use_is_exit_status_2(linked: Path, run_links: RunLinks, options: tuple[str, ...]) -> None:
    assert run_links(*options).exit_code == 2


def test_errors_in_the_content_come_first(linked: Path, run_links: RunLinks) -> None:
    write(linked, SERVICE, "name: [\n")
    result = run_links()
    assert result.exit_code == 1
    assert "`local-offer check` shows all" in result.output


def test_a_history_that_cannot_be_read_stops_the_test(
    swim: Path, host: LinkHost, run_links: RunLinks
) -> None:
    write(swim, ".local-offer/links.json", "<<<<<<< HEAD\n")
    result = run_links()
    assert result.exit_code == 1
    assert "half merged" in result.output
    assert not host.asked
    assert report(swim).exit_code == 1
    assert "half merged" in report(swim).output


def test_the_history_may_be_kept_elsewhere(
    swim: Path, host: LinkHost, run_links: RunLinks, tmp_path: Path
) -> None:
    file = tmp_path / "kept" / "links.json"
    assert run_links("--history", str(file)).exit_code == 0
    assert file.is_file()
    assert not (swim / ".local-offer").exists()


def test_a_history_that_cannot_be_written_is_named(
    swim: Path, host: LinkHost, run_links: RunLinks, tmp_path: Path
) -> None:
    write(tmp_path, "file", "no folder")
    result = run_links("--history", str(tmp_path / "file" / "links.json"))
    assert result.exit_code == 1
    assert "cannot be written" in result.output or "cannot be read" in result.output


def test_a_program_that_is_missing_or_ends_at_once_is_named(
    swim: Path, host: LinkHost, run_links: RunLinks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linkchecker, "program", lambda: "/bin/false")
    result = run_links()
    assert result.exit_code == 1
    assert "LinkChecker tested nothing" in result.output
    assert not (swim / ".local-offer").exists()
    monkeypatch.undo()
    monkeypatch.setattr(linkchecker.sys, "executable", "/nowhere/python")  # type: ignore[attr-defined]
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(linkchecker.ProgramMissing, match="Install it"):
        linkchecker.program()


def test_a_program_that_breaks_off_is_no_success(
    swim: Path, host: LinkHost, run_links: RunLinks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    half.write_text("#!/bin/sh\nhead -n 1 > list\nexec " + linkchecker.program() + ' "$@" < list\n', "utf-8")
    half.chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(linkchecker, "program", lambda: str(half))
    result = run_links("--today", "2026-11-02")
    assert result.exit_code == 1
    assert "LinkChecker broke off before 3 of them" in result.output
    data = json.loads((swim / ".local-offer/links.json").read_text("utf-8"))
    assert len(data["addresses"]) == 1


def test_the_report_asks_nobody_and_counts_by_owner(swim: Path, host: LinkHost, run_links: RunLinks) -> None:
    assert "No link has been tested yet" in report(swim).output
    assert not host.asked
    host.answers["www.links-test.uk/guide"] = Answer(404)
    run_links("--today", "2026-11-02")
    data = json.loads(report(swim, "--format", "json", "--today", "2026-11-03").output)
    owners = data["tables"]["owners"]
    assert [(row["owner"], row["addresses"], row["broken"], row["oldest"]) for row in owners] == [
        ("Short breaks team", 4, 1, "2026-11-02")
    ]
    assert data["figures"]["tested"] == datetime.date(2026, 11, 2).isoformat()
    for form in ("text", "markdown", "csv", "html"):
        assert "http://www.links-test.uk/guide" in report(swim, "--format", form).output
