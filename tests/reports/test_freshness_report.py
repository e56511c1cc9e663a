"""The freshness report at each date of a year: what falls due, who owns it, how it was, what comes."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.commands import report as report_command
from generator.links.history import PLACE, save
from generator.links.history import History as LinkHistory
from generator.reading import Offer, read_project
from generator.reports.freshness import card_states
from generator.reports.freshness_report import (
    STATES,
    Freshness,
    forecast,
    freshness,
    make,
    trend,
)
from generator.reports.git_history import History, Version
from generator.reports.report import Sources
from generator.reports.schools import school_reports
from offer_schema.authority import ReviewPolicy
from offer_schema.freshness import State
from tests.git_repository import Repository

NO_HISTORY = History(why_not="This folder is not in a git repository.")

Edit = Callable[[str, str, str], None]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def read(project: Path) -> Offer:
    offer = read_project(project).offer
    assert offer is not None
    return offer


def state(found: Freshness, entry_id: str, kind: str = "service") -> State:
    return next(item.state for item in found.items if (item.kind, item.id) == (kind, entry_id))


# --- Every state ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2027-08-31", State.CURRENT),
        ("2027-09-01", State.DUE_SOON),
        ("2027-09-30", State.DUE_SOON),
        ("2027-10-01", State.OVERDUE),
        ("2028-03-31", State.OVERDUE),
        ("2028-04-01", State.EXPIRED),
    ],
)
def test_an_entry_falls_due_and_expires(project: Path, today: str, expected: State) -> None:
    found = freshness(read(project), NO_HISTORY, day(today))
    assert state(found, "saturday-swim-club") is expected


def test_families_and_officers_see_the_same_states(offer: Offer) -> None:
    for today in (day("2026-11-26"), day("2027-06-01"), day("2028-06-01")):
        states = card_states(offer, offer.cards.values(), today)
        for item in freshness(offer, NO_HISTORY, today).items:
            if (item.kind, item.id) in states:
                assert item.state is states[item.kind, item.id]


def test_everything_that_is_open_is_there_once(offer: Offer) -> None:
    found = freshness(offer, NO_HISTORY, day("2026-11-26"))
    keys = [(item.kind, item.id) for item in found.items]
    assert len(keys) == len(set(keys))
    open_cards = {key for key, card in offer.cards.items() if card.status != "closed"}
    assert open_cards <= set(keys)
    closed = offer.cards["service", "mere-boat-club"]._replace(status="closed")
    without = dataclasses.replace(offer, cards={**offer.cards, ("service", "mere-boat-club"): closed})
    found = freshness(without, NO_HISTORY, day("2026-11-26"))
    assert "mere-boat-club" not in [item.id for item in found.items], "nobody checks what is closed for good"
    assert ("sen-report", "oyster-bank-academy") in keys
    assert ("timeline", next(iter(offer.timelines))) in keys


def test_what_has_waited_longest_comes_first(offer: Offer) -> None:
    found = freshness(offer, NO_HISTORY, day("2027-12-01"))
    order = [STATES.index(item.state) for item in found.items]
    assert order == sorted(order)
    overdue = [item.due for item in found.items if item.state is State.OVERDUE and item.due]
    assert overdue == sorted(overdue)


def test_a_report_has_a_clock_of_its_own(offer: Offer) -> None:
    found = freshness(offer, NO_HISTORY, day("2026-11-26"))
    assert state(found, "oyster-bank-academy", "sen-report") is State.OVERDUE
    assert state(found, "oyster-bank-academy", "school") is State.CURRENT


def test_a_report_is_late_on_the_day_on_which_the_report_of_schools_calls_it_old(offer: Offer) -> None:
    for today in (day("2027-09-14"), day("2027-09-15"), day("2027-09-16")):
        found = freshness(offer, NO_HISTORY, today)
        late = {item.id for item in found.items if item.kind == "sen-report" and item.late and item.checked}
        old = {one.card.id for one in school_reports(offer, today) if one.card.answers and one.old}
        assert late == old


# --- Periods -------------------------------------------------------------------------------------


def test_the_period_is_the_entrys_own_then_the_categorys_then_the_kinds() -> None:
    policy = ReviewPolicy.model_validate(
        {"services": "12 months", "by_category": {"clubs": "6 months", "money": "8 weeks"}, "pages": "2 years",
         "by_section": {"travel": "3 months"}}
    )  # fmt: skip
    assert policy.period("service", ("health",)) == "12 months"
    assert policy.period("service", ("clubs", "health")) == "6 months"
    assert policy.period("service", ("clubs", "money")) == "8 weeks", "the shortest counts"
    assert policy.period("organisation", ("clubs",)) == "12 months"
    assert policy.period("page") == "2 years"
    assert policy.period("page", section="travel") == "3 months"


def test_a_policy_for_a_category_or_section_changes_what_is_late(project: Path) -> None:
    authority = project / "content/authority.yml"
    authority.write_text(
        authority.read_text("utf-8") + "review:\n  by_category:\n    clubs: 1 month\n", "utf-8"
    )
    found = freshness(read(project), NO_HISTORY, day("2026-11-01"))
    assert state(found, "saturday-swim-club") is State.OVERDUE
    assert state(found, "reef-primary", "school") is State.CURRENT


def test_a_policy_for_an_unknown_category_is_shown_where_it_stands(project: Path) -> None:
    authority = project / "content/authority.yml"
    text = authority.read_text("utf-8") + "review:\n  by_category:\n    clubz: 1 month\n"
    authority.write_text(text, "utf-8")
    [problem] = [one for one in read_project(project).problems if one.code == "unknown-category"]
    assert (problem.line, problem.column) == (len(text.splitlines()), 5)
    assert 'Did you mean "clubs"?' in problem.fix


# --- A year, played --------------------------------------------------------------------------------

SWIM = "content/services/saturday-swim-club.yml"


@pytest.fixture
def year(project: Path) -> Repository:
    """The small project in git: begun in March 2025, with everything checked in that month."""
    repository = Repository(project)
    repository.write(".gitignore", ".cache/\nsite/\n")
    for file in (project / "content").rglob("*.yml"):
        text = file.read_text("utf-8").replace("checked: 2026-10-01", "checked: 2025-03-05")
        file.write_text(text, "utf-8")
    repository.commit("2025-03-10")
    return repository


def rewrite(repository: Repository, path: str, old: str, new: str, on: str) -> None:
    text = (repository.folder / path).read_text("utf-8")
    assert old in text
    repository.write(path, text.replace(old, new))
    repository.commit(on)


def report(repository: Repository, today: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(
        report_command.command,
        ["freshness", "--project", str(repository.folder), "--today", today, "--format", "json", *arguments],
    )
    return result.exit_code, json.loads(result.stdout)


def late(data: dict[str, Any]) -> dict[str, str]:
    return {row["id"]: row["state"] for row in data["tables"]["late"]}


def test_a_year_is_told_right_at_each_date(year: Repository) -> None:
    code, data = report(year, "2025-06-01", "--fail-on", "due-soon")
    assert code == 0
    assert late(data) == {}
    assert data["figures"]["in_time_percent"] == 100

    # A correction is not a check.
    rewrite(year, SWIM, "01632 960123", "01632 960124", "2025-07-01")
    code, data = report(year, "2026-02-06", "--fail-on", "overdue")
    assert code == 0, "due soon, but not overdue"
    assert report(year, "2026-02-06", "--fail-on", "due-soon")[0] == 1
    [swim] = [row for row in data["tables"]["all"] if row["id"] == "saturday-swim-club"]
    assert (swim["state"], swim["checked"], swim["edited"]) == ("due-soon", "2025-03-05", "2025-07-01")
    assert any("an edit is not a check" in sentence for sentence in data["summary"])

    # It falls due.
    code, data = report(year, "2026-03-05", "--fail-on", "overdue")
    assert code == 1
    assert set(late(data)) == {"saturday-swim-club", "reef-primary", "tidewell-leisure"}
    assert {row["days_late"] for row in data["tables"]["late"]} == {0}
    owners = {row["name"]: row["overdue"] for row in data["tables"]["owners"]}
    assert owners == {"Short breaks team": 1, "Nobody": 2}

    # One is checked, and gets another owner; the other two expire.
    rewrite(year, SWIM, "checked: 2025-03-05", "checked: 2026-04-01", "2026-04-01")
    authority = "content/authority.yml"
    rewrite(year, authority, "owners:\n", "owners:\n  leisure-team:\n    name: Leisure team\n", "2026-04-02")
    rewrite(year, SWIM, "owner: short-breaks-team", "owner: leisure-team", "2026-04-03")
    code, data = report(year, "2026-09-05", "--fail-on", "expired")
    assert code == 1
    assert late(data) == {"reef-primary": "expired", "tidewell-leisure": "expired"}
    owners = {row["name"]: row["total"] for row in data["tables"]["owners"]}
    assert owners == {"Leisure team": 1, "Nobody": 2}

    # How it was: month by month, from what git knows.
    trended = {row["day"]: row for row in data["tables"]["trend"]}
    assert data["tables"]["trend"][0]["day"] == "2025-10-31"
    assert trended["2025-10-31"]["in_time"] == 100
    assert trended["2026-03-31"]["overdue"] == 3
    assert (trended["2026-04-30"]["overdue"], trended["2026-04-30"]["current"]) == (2, 1)
    assert (trended["2026-09-05"]["expired"], trended["2026-09-05"]["current"]) == (2, 1)

    # What comes.
    months = {row["month"]: row["count"] for row in data["tables"]["forecast"]}
    assert len(months) == 12
    assert months["2026-09"] == 2, "this month includes what is late"
    assert months["2027-04"] == 1
    assert sum(months.values()) == 3


def test_the_trend_begins_with_the_history_and_follows_what_was_deleted(year: Repository) -> None:
    (year.folder / "content/organisations/tidewell-leisure.yml").unlink()
    rewrite(year, SWIM, "organisation: tidewell-leisure\n", "", "2025-05-20")
    found = trend(read(year.folder), _history(year), day("2025-07-15"))
    assert [month.day.isoformat() for month in found] == [
        "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-15",
    ]  # fmt: skip
    assert [sum(month.counts.values()) for month in found] == [3, 3, 2, 2, 2]


def _history(repository: Repository) -> History:
    from generator.reports.git_history import git_history

    return git_history(repository.folder)


def test_the_trend_of_today_agrees_with_the_report(year: Repository) -> None:
    offer, today = read(year.folder), day("2026-05-01")
    last = trend(offer, _history(year), today)[-1]
    found = freshness(offer, _history(year), today)
    assert dict(last.counts) == found.counted()


def test_without_git_the_report_says_what_it_cannot_say(project: Path) -> None:
    result = CliRunner().invoke(
        report_command.command,
        ["freshness", "--project", str(project), "--today", "2026-11-26", "--format", "json"],
    )
    data = json.loads(result.stdout)
    assert any("cannot say when files were edited" in sentence for sentence in data["summary"])
    assert data["tables"]["trend"] == []
    assert all(row["edited"] is None for row in data["tables"]["all"])


def test_every_figure_agrees_with_the_rows_behind_it(offer: Offer, project: Path) -> None:
    report = make(Sources(project, offer, (), day("2027-08-01")))
    tables = {table.id: table for table in report.tables}
    everything = tables["all"].rows
    assert report.figures["all"] == len(everything)
    for key in ("expired", "overdue", "never-checked", "due-soon"):
        assert report.found[key] == sum(row["state"] == key for row in everything)
    for name in ("owners", "kinds"):
        for column, wanted in (("total", None), ("overdue", "overdue"), ("current", "current")):
            counted = sum(int(str(row[column])) for row in tables[name].rows)
            assert counted == sum(wanted in (None, row["state"]) for row in everything)
    assert len(tables["late"].rows) == sum(
        row["state"] in ("expired", "overdue", "never-checked") for row in everything
    )


def test_the_forecast_counts_each_thing_once(offer: Offer) -> None:
    found = freshness(offer, NO_HISTORY, day("2026-11-26"))
    months = forecast(found)
    last = months[-1].month.replace(day=28) + datetime.timedelta(days=4)
    within = [item for item in found.items if item.due is None or item.due < last.replace(day=1)]
    assert sum(month.total for month in months) == len(within)
    assert all(month.total == sum(month.kinds.values()) for month in months)


def test_nobody_is_named_in_it(offer: Offer, project: Path) -> None:
    report = make(Sources(project, offer, (), day("2026-11-26")))
    emails = [team.email for team in offer.authority.owners.values() if team.email]
    text = json.dumps([dict(row) for table in report.tables for row in table.rows], default=str)
    assert not any(email in text for email in emails)


def test_a_withdrawn_entry_still_waits_for_its_check(offer: Offer) -> None:
    policy = offer.authority.review.model_copy(update={"expired": "withdraw"})
    changed = dataclasses.replace(offer, authority=offer.authority.model_copy(update={"review": policy}))
    found = freshness(changed, NO_HISTORY, day("2029-01-01"))
    assert state(found, "sibling-days") is State.EXPIRED


@pytest.mark.parametrize(("tested", "expected"), [("2026-11-18", False), ("2026-11-17", True)])
def test_a_weekly_run_that_did_not_take_place_is_told(project: Path, tested: str, expected: bool) -> None:
    (project / PLACE).parent.mkdir(parents=True, exist_ok=True)
    save(project / PLACE, LinkHistory(day(tested), {}))
    report = make(Sources(project, read(project), (), day("2026-11-26")))
    assert any("Run workflow" in sentence for sentence in report.summary) is expected


def test_without_any_run_nothing_is_said_of_it(project: Path) -> None:
    report = make(Sources(project, read(project), (), day("2026-11-26")))
    assert not any("Run workflow" in sentence for sentence in report.summary)


def test_the_trend_knows_the_period_of_a_timelines_section(offer: Offer) -> None:
    name, timeline = next((key, one) for key, one in offer.timelines.items() if one.section)
    policy = offer.authority.review.model_copy(update={"by_section": {timeline.section: "1 month"}})
    changed = dataclasses.replace(offer, authority=offer.authority.model_copy(update={"review": policy}))
    step = Version(day("2026-01-01"), "2026-01-01", "", True)
    history = History(versions={f"content/timelines/{name}.yml": (step,)})
    assert trend(offer, history, day("2026-04-30"))[-1].counts[State.CURRENT] == 1
    assert trend(changed, history, day("2026-04-30"))[-1].counts[State.OVERDUE] == 1
