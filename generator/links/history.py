"""What earlier tests found: one small JSON file that is kept between runs, and the verdicts that follow.

The file is made to be committed: one line for each address, in the order of addresses, and a
test that finds what the last one found changes one line of the whole file.
"""

import contextlib
import datetime
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from generator.links.outcome import Outcome, State
from offer_schema.authority import LinkPolicy
from offer_schema.field_types import add_period

PLACE = ".local-offer/links.json"
"""Where the history is kept unless somebody names another place."""

VERSION = 1


class Verdict(StrEnum):
    """What people are told of an address, the worst first."""

    BROKEN = "broken"
    FAILING = "failing"
    BLOCKED = "blocked"
    MOVED = "moved"
    OK = "ok"


class Record(NamedTuple):
    """What is known of one address.

    Attributes:
        state: What the last test found.
        since: The day of the first test of the unbroken run that found the same: for failing and gone
            together, since for a family they are the same.
        tested: The day of the last test.
        failures: On how many days of that run a test failed.
        gone: Whether a test of that run found that there is no such page.
        last_ok: The last day on which it opened, if it does not now.
        to: The new address of what has moved.
        detail: Why, in a few words.
    """

    state: State
    since: datetime.date
    tested: datetime.date
    failures: int = 0
    gone: bool = False
    last_ok: datetime.date | None = None
    to: str = ""
    detail: str = ""


def recorded(before: Record | None, outcome: Outcome, today: datetime.date) -> Record:
    """What is known after one more test.

    Args:
        before: What was known.
        outcome: What the test found.
        today: The day of the test.
    """
    state, detail, to, _ = outcome
    if before is None:
        down = state.down
        return Record(state, today, today, int(down), state is State.GONE, None, to, detail)
    last_ok = None if state.works else before.tested if before.state.works else before.last_ok
    goes_on = (before.state.down and state.down) or (before.state, before.to) == (state, to)
    since = before.since if goes_on else today
    if not state.down:
        return Record(state, since, today, 0, False, last_ok, to, detail)
    failures = before.failures + (before.tested != today) if goes_on else 1
    gone = state is State.GONE or (goes_on and before.gone)
    return Record(state, since, today, failures, gone, last_ok, to, detail)


def verdict(record: Record, policy: LinkPolicy) -> Verdict:
    """What people are told of an address.

    One that does not open is broken when its host has said that there is no such page, or when it has
    failed as often and for as long as the council's policy says.

    Args:
        record: What is known of it.
        policy: The council's policy.
    """
    if not record.state.down:
        return Verdict(record.state.value)
    often = record.failures >= policy.broken_after_failures
    long = record.tested >= add_period(record.since, policy.broken_after)
    return Verdict.BROKEN if record.gone or (often and long) else Verdict.FAILING


# --- The file ---------------------------------------------------------------------------------


class HistoryUnreadable(Exception):
    """The file is there and is no history; the message says what to do."""


class HistoryUnwritable(Exception):
    """What was found cannot be kept; the message says why."""


class History(NamedTuple):
    """What is known of all addresses.

    Attributes:
        tested: The day of the last test of everything; None before the first.
        records: What is known of each address.
    """

    tested: datetime.date | None
    records: Mapping[str, Record]


def load(file: Path) -> History:
    """Reads a history; an empty one if there is no file.

    Raises:
        HistoryUnreadable: The file is no history, or one of a newer version of this program.
    """
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return History(None, {})
    except (OSError, UnicodeDecodeError) as error:
        raise HistoryUnreadable(f"{file} cannot be read: {error}.") from None
    try:
        data = json.loads(text)
        version = data["version"]
        if version == VERSION:
            tested = _date(data["tested"])
            return History(tested, {key: _record(row, tested) for key, row in data["addresses"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HistoryUnreadable(
            f"{file} is not a history of links (is it half merged?). Take an older version of it back, "
            "or delete it: the next test begins a new one."
        ) from None
    raise HistoryUnreadable(f"{file} was written by another version of this program ({version}).")


def save(file: Path, history: History) -> None:
    """Writes a history, whole or not at all.

    Args:
        file: The file; its folder is made if it is missing.
        history: What is known.

    Raises:
        HistoryUnwritable: The disk refused; what was there is still there.
    """
    try:
        _save(file, history)
    except OSError as error:
        raise HistoryUnwritable(f"{file} cannot be written: {error.strerror}.") from None


def _save(file: Path, history: History) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(_lines(history))
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _lines(history: History) -> Iterator[str]:
    yield f'{{\n"version": {VERSION},\n"tested": {json.dumps(_text(history.tested))},\n"addresses": {{'
    between = "\n"
    for address, record in sorted(history.records.items()):
        row = json.dumps(_row(record, history.tested), ensure_ascii=False)
        yield f"{between}{json.dumps(address, ensure_ascii=False)}: {row}"
        between = ",\n"
    yield "\n}\n}\n"


def _row(record: Record, tested: datetime.date | None) -> dict[str, Any]:
    """What is worth writing of a record: what follows from the rest of the file is left out."""
    values = {
        "state": record.state.value,
        "since": _text(record.since),
        "tested": _text(record.tested) if record.tested != tested else None,
        "failures": record.failures,
        "gone": record.gone,
        "last_ok": _text(record.last_ok),
        "to": record.to,
        "detail": record.detail,
    }
    return {key: value for key, value in values.items() if value}


def _record(row: Mapping[str, Any], tested: datetime.date | None) -> Record:
    when = _date(row["tested"]) if "tested" in row else tested
    since = _date(row["since"])
    if since is None or when is None:
        raise ValueError
    return Record(
        State(row["state"]),
        since,
        when,
        int(row.get("failures", 0)),
        bool(row.get("gone", False)),
        _date(row.get("last_ok")),
        str(row.get("to", "")),
        str(row.get("detail", "")),
    )


def _text(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: Any) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def after_test(
    history: History, outcomes: Mapping[str, Outcome], wanted: Iterable[str], today: datetime.date
) -> History:
    """The history after a test of everything: what is no longer in the content is forgotten.

    Args:
        history: What was known.
        outcomes: What the test found; an address may be missing, and then nothing new is known of it.
        wanted: The addresses of the content.
        today: The day of the test.
    """
    records = {}
    for address in wanted:
        before = history.records.get(address)
        if address in outcomes:
            records[address] = recorded(before, outcomes[address], today)
        elif before is not None:
            records[address] = before
    return History(today, records)
