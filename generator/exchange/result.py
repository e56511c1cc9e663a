"""What an import came to, as plain values: nothing here reads, writes or prints."""

from collections import Counter
from enum import StrEnum
from typing import NamedTuple


class ImportStopped(Exception):
    """The import could not begin; each message is one plain sentence with what to do.

    Attributes:
        messages: What is wrong.
    """

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    MERGED = "merged"
    SKIPPED = "skipped"


ACCEPTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
"""The outcomes of a row that has an entry of its own."""


class Note(NamedTuple):
    """Something about one row that a person should know.

    Attributes:
        row: The row of the spreadsheet; the heading is row 1.
        column: The column, or where else the value came from.
        value: What stands there.
        message: What is wrong or was done, in plain words.
        fix: What to do; may be empty.
    """

    row: int
    column: str
    value: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        cell = f', column "{self.column}"' if self.column else ""
        return f"row {self.row}{cell}: {self.message} {self.fix}".rstrip()


class Difference(NamedTuple):
    """One answer that an import changes. Empty text means that there is or was none."""

    field: str
    old: str
    new: str


class RowResult(NamedTuple):
    """What became of one row.

    Attributes:
        row: The row of the spreadsheet.
        outcome: What became of it.
        entry_id: The entry; empty when there is none.
        reason: Why it was refused, merged or skipped.
        notes: What was left out or kept.
        differences: What changes in the entry.
    """

    row: int
    outcome: Outcome
    entry_id: str = ""
    reason: Note | None = None
    notes: tuple[Note, ...] = ()
    differences: tuple[Difference, ...] = ()


class ImportResult(NamedTuple):
    """An import, ready to be written.

    Attributes:
        kind: The kind of the entries.
        rows: What became of every row, in the order of the file.
        files: The files to write, by path in the project.
        organisations: The names of the organisations that are new with this import.
        gone: Entries of an earlier import that the file no longer has.
        unused: Columns that the mapping does not use.
    """

    kind: str
    rows: tuple[RowResult, ...]
    files: dict[str, str]
    organisations: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows came to each outcome; together they are all rows."""
        counted = Counter(result.outcome for result in self.rows)
        counts = {outcome: counted[outcome] for outcome in Outcome}
        assert sum(counts.values()) == len(self.rows), "every row has exactly one outcome"
        return counts

    @property
    def accepted(self) -> int:
        """How many rows have an entry of their own."""
        return sum(self.counts[outcome] for outcome in ACCEPTED)

    @property
    def notes(self) -> list[Note]:
        """Every note, in the order of the rows."""
        return [note for result in self.rows for note in result.notes]

    @property
    def refused(self) -> list[RowResult]:
        """The rows that were not taken."""
        return [result for result in self.rows if result.outcome is Outcome.REFUSED]
