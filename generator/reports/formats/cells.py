"""What a cell says in words, and which tables are wanted: the same for every form."""

import datetime

from generator.reports.report import Cell, Column, Ref, Report, Table


def chosen(report: Report, table: str | None) -> tuple[Table, ...]:
    """The tables to write: all of them, or the one of that id.

    Raises:
        ValueError: There is none of that id; the sentence names those that there are.
    """
    if table is None:
        return report.tables
    found = tuple(one for one in report.tables if one.id == table)
    if not found:
        names = ", ".join(one.id for one in report.tables)
        raise ValueError(f'This report has no table "{table}". It has: {names}.')
    return found


SHOWN = 5
"""How many things a cell names where people read; programs and spreadsheets get all of them."""


def shortened(value: tuple[Ref | str, ...]) -> tuple[Ref | str, ...]:
    """The first things that a cell points at, and how many more there are."""
    # One more is named as soon as it is counted.
    if len(value) <= SHOWN + 1:
        return value
    return (*value[:SHOWN], f"and {len(value) - SHOWN} more")


def words(value: Cell, column: Column) -> str:
    """A value in words."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(one.label if isinstance(one, Ref) else one for one in value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if column.kind == "percent":
        return f"{value:.0f}%" if isinstance(value, (int, float)) else value
    if isinstance(value, (int, float)):
        return f"{value:,}"
    return value.replace("-", " ") if column.kind == "state" else value


def shown(value: Cell, column: Column) -> str:
    """A value in words for people, who are told how many more things there are."""
    return words(shortened(value) if isinstance(value, tuple) else value, column)
