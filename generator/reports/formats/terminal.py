"""A report in columns for a terminal, as wide as the terminal is."""

import io
import shutil
import sys
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Columns
from rich.text import Text

from generator.reports.formats.cells import chosen, shown
from generator.reports.report import Report

WIDTH = 160
"""How wide the columns may be together when nobody looks at them on a terminal."""

_RIGHT = ("number", "percent")


def to_text(report: Report, table: str | None = None) -> str:
    """The report in words and columns, without colour."""
    width = shutil.get_terminal_size((WIDTH, 40)).columns if sys.stdout.isatty() else WIDTH
    page = io.StringIO()
    console = Console(file=page, width=max(width, 60), color_system=None, highlight=False, markup=False)
    console.print(f"{report.title}: {report.council}, {report.today.isoformat()}")
    console.print()
    for sentence in report.summary:
        console.print(sentence)
    for one in chosen(report, table):
        console.print()
        console.print(one.heading)
        if one.note:
            console.print(one.note)
        if not one.rows:
            console.print("Nothing.")
            continue
        columns = Columns(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in one.columns:
            # An email address that does not fit goes on in the next line: cut off it is of no use.
            justify: Literal["left", "right"] = "right" if column.kind in _RIGHT else "left"
            columns.add_column(column.heading, justify=justify, overflow="fold")
        for row in one.rows:
            columns.add_row(*(Text(shown(row.get(column.key), column)) for column in one.columns))
        console.print(columns)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"
