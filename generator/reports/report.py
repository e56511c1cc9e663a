"""What a report is, whatever it is about: sentences, then tables; and how bad what it found is."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from generator.reading import Offer, Problem


class Ref(NamedTuple):
    """Something that a cell points at.

    Attributes:
        label: What it is called.
        href: Where it is read: an address without a scheme is relative to the top of the site; "" if nowhere.
        path: Its file in the project, with ``:line`` where one is meant; "" if it has none.
    """

    label: str
    href: str = ""
    path: str = ""


Cell = str | int | float | datetime.date | tuple[Ref | str, ...] | None
"""A value as it is, not as it is shown. None is shown as nothing."""

Row = Mapping[str, Cell]
"""One row by the keys of its table's columns; what has no column is for programs (JSON) only."""

ColumnKind = Literal["text", "number", "percent", "date", "state", "refs"]
"""How a column is shown. A percent is a number from 0 to 100; a state is one of a few words."""


class Column(NamedTuple):
    """One column of a table."""

    key: str
    heading: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report.

    Attributes:
        id: Its name for programs and for ``--table``.
        heading: What stands above it.
        columns: What is shown, from left to right; the first names the row.
        rows: Its rows, in the order in which they are to be dealt with.
        note: A sentence below the heading.
    """

    id: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report.

    Attributes:
        kind: Its name on the command line.
        title: Its heading.
        council: Whose offer it is about.
        today: The day for which it holds.
        summary: What an officer must know, in sentences, the most important first.
        tables: The tables; the first is the one that CSV gives when nobody names another.
        found: How many things it found at each level of ``--fail-on``, the worst level first.
        figures: Further numbers for programs.
    """

    kind: str
    title: str
    council: str
    today: datetime.date
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    found: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int | float | str | None] = field(default_factory=dict)

    def fails_on(self, level: str) -> bool:
        """Whether there is anything at a level or at a worse one.

        Raises:
            KeyError: The report knows no such level.
        """
        if level not in self.found:
            raise KeyError(level)
        for name, count in self.found.items():
            if count:
                return True
            if name == level:
                break
        return False


class Sources(NamedTuple):
    """What reports are made from.

    Attributes:
        project: The project's folder, for what is kept beside the content (git, the history of links).
        offer: The offer.
        problems: What `check` says of the content.
        today: The day for which the report is to hold.
    """

    project: Path
    offer: Offer
    problems: tuple[Problem, ...]
    today: datetime.date


class SourceUnreadable(Exception):
    """Something that a report is made from cannot be read; the message says what to do."""


class ReportKind(NamedTuple):
    """A kind of report as the command line knows it.

    Attributes:
        name: The word after ``local-offer report``.
        help: What it tells, in one sentence.
        levels: The levels of ``--fail-on``, the worst first, as in `Report.found`.
        make: Makes it.
    """

    name: str
    help: str
    levels: tuple[str, ...]
    make: Callable[[Sources], Report]
