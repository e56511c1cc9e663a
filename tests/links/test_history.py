"""What is known after one test and the next, and the file in which it is kept."""

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links.history import (
    History,
    HistoryUnreadable,
    HistoryUnwritable,
    Record,
    Verdict,
    after_test,
    load,
    recorded,
    save,
    verdict,
)
from generator.links.outcome import Outcome, State
from offer_schema.authority import LinkPolicy

POLICY = LinkPolicy()
START = datetime.date(2026, 1, 5)


def day(number: int) -> datetime.date:
    return START + datetime.timedelta(number)


def after(*tests: tuple[int, State], to: str = "") -> Record:
    record: Record | None = None
    for number, state in tests:
        record = recorded(record, Outcome(state, "", to if state is State.MOVED else ""), day(number))
    assert record is not None
    return record


def told(*tests: tuple[int, State]) -> Verdict:
    return verdict(after(*tests), POLICY)


OK, MOVED, BLOCKED, FAILING, GONE = State


def test_a_page_that_is_gone_is_broken_at_once() -> None:
    assert told((0, GONE)) is Verdict.BROKEN
    assert told((0, OK), (7, GONE)) is Verdict.BROKEN


def test_a_failure_is_broken_after_enough_days_over_long_enough() -> None:
    assert told((0, OK), (7, FAILING)) is Verdict.FAILING
    assert told((0, FAILING), (7, FAILING)) is Verdict.FAILING
    assert told((0, FAILING), (7, FAILING), (14, FAILING)) is Verdict.BROKEN
    # Often, but not for long.
    assert told((0, FAILING), (1, FAILING), (2, FAILING), (6, FAILING)) is Verdict.FAILING
    assert told((0, FAILING), (1, FAILING), (2, FAILING), (7, FAILING)) is Verdict.BROKEN


def test_tests_of_one_day_count_once() -> None:
    assert after((0, FAILING), (0, FAILING), (0, FAILING)).failures == 1
    assert told((0, FAILING), (0, FAILING), (8, FAILING), (8, FAILING)) is Verdict.FAILING


def test_the_councils_policy_decides() -> None:
    strict = LinkPolicy.model_validate({"broken_after_failures": 1, "broken_after": "1 day"})
    record = after((0, FAILING), (1, FAILING))
    assert verdict(record, POLICY) is Verdict.FAILING
    assert verdict(record, strict) is Verdict.BROKEN


def test_an_answer_ends_a_run_of_failures() -> None:
    assert told((0, FAILING), (7, FAILING), (14, OK), (21, FAILING)) is Verdict.FAILING
    record = after((0, FAILING), (7, FAILING), (14, OK), (21, FAILING))
    assert (record.since, record.failures, record.last_ok) == (day(21), 1, day(14))


def test_what_is_blocked_is_never_broken() -> None:
    tests = [(number * 7, BLOCKED) for number in range(50)]
    assert told(*tests) is Verdict.BLOCKED
    assert after((0, OK), *((7 + number, BLOCKED) for number in range(9))).last_ok == day(0)
    assert told((0, FAILING), (7, FAILING), (14, BLOCKED), (21, FAILING)) is Verdict.FAILING


def test_a_page_that_was_gone_stays_broken_when_its_host_fails_too() -> None:
    record = after((0, OK), (7, GONE), (14, FAILING))
    assert verdict(record, POLICY) is Verdict.BROKEN
    assert (record.since, record.last_ok) == (day(7), day(0))
    assert told((0, GONE), (7, OK), (14, FAILING)) is Verdict.FAILING


def test_a_new_address_is_new_news() -> None:
    record = recorded(after((0, MOVED), to="https://a.uk/1"), Outcome(MOVED, "", "https://a.uk/2"), day(7))
    assert (record.since, record.to) == (day(7), "https://a.uk/2")
    same = recorded(after((0, MOVED), to="https://a.uk/1"), Outcome(MOVED, "", "https://a.uk/1"), day(7))
    assert same.since == day(0)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(list(State))), min_size=1, max_size=20))
def test_what_is_known_holds_together(steps: list[tuple[int, State]]) -> None:
    record: Record | None = None
    number = 0
    for forward, state in steps:
        number += forward
        record = recorded(record, Outcome(state), day(number))
    assert record is not None
    assert record.since <= record.tested == day(number)
    assert (record.failures > 0) == record.state.down
    assert record.last_ok is None or record.last_ok <= record.since
    assert record.last_ok is None or not record.state.works
    assert not record.gone or verdict(record, POLICY) is Verdict.BROKEN


def some_history() -> History:
    records = {
        "https://b.uk/": Record(OK, day(0), day(20)),
        "https://a.uk/é": Record(GONE, day(6), day(20), 3, True, day(5), "", "404 Not Found"),
        "https://c.uk/": Record(MOVED, day(6), day(13), to="https://new.uk/"),
    }
    return History(day(20), records)


def test_the_file_says_what_is_known(tmp_path: Path) -> None:
    file = tmp_path / "new" / "links.json"
    save(file, some_history())
    assert load(file) == some_history()
    json.loads(file.read_text("utf-8"))
    assert [found.name for found in file.parent.iterdir()] == ["links.json"]


def test_a_test_that_finds_nothing_new_changes_one_line(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    outcomes = {f"https://{letter}.uk/": Outcome(OK) for letter in "cba"}
    outcomes |= {"https://d.uk/": Outcome(MOVED, "", "https://e.uk/"), "https://f.uk/": Outcome(BLOCKED)}
    save(file, after_test(load(file), outcomes, outcomes, day(20)))
    before = file.read_text("utf-8").splitlines()
    save(file, after_test(load(file), outcomes, outcomes, day(27)))
    after_a_week = file.read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after_a_week, strict=True) if old != new]
    assert changed == ['"tested": "2026-02-01",']
    addresses = [line for line in before if "https" in line]
    assert addresses == sorted(addresses)
    assert len(addresses) == 5


def test_what_is_no_longer_linked_to_is_forgotten() -> None:
    history = after_test(some_history(), {}, ["https://b.uk/"], day(27))
    assert list(history.records) == ["https://b.uk/"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 1, "tested": "soon", "addresses": {}}',
        '{"version": 1, "tested": null, "addresses": {"https://a.uk/": {"state": "odd", "since": "2026-01-01"}}}',
        '{"version": 1, "tested": null, "addresses": {"https://a.uk/": {"state": "ok", "since": "2026-01-01"}}}',
        '<<<<<<< HEAD\n{"version": 1, "tested": null, "addresses": {}}',
    ],
)
def test_a_file_that_is_no_history_is_not_written_over(tmp_path: Path, text: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(text, "utf-8")
    with pytest.raises(HistoryUnreadable, match="not a history"):
        load(file)


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(HistoryUnwritable, match="cannot be written"):
        save(tmp_path / "file" / "links.json", some_history())


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    file.write_text('{"version": 2}', "utf-8")
    with pytest.raises(HistoryUnreadable, match="another version"):
        load(file)
