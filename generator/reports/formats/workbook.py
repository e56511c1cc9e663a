"""A report as an Excel workbook: one sheet for the summary, one for each table."""

import datetime
import io
import re

import xlsxwriter

from generator.reports.formats.cells import chosen, words
from generator.reports.report import Column, Report, Table

_LONGEST = 32_767
"""How many characters Excel takes in one cell."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def to_xlsx(report: Report, table: str | None = None) -> bytes:
    """The workbook's bytes. Nothing in it is a formula or a link, whatever the text says."""
    page = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(page, options) as book:
        # The same report gives the same bytes: Excel's own clock says when it was opened.
        book.set_properties(
            {
                "title": report.title,
                "created": datetime.datetime.combine(report.today, datetime.time(), datetime.UTC),
            }
        )
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        wrapped, percent = (
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": '0"%"'}),
        )
        front = book.add_worksheet("Summary")
        front.set_column(0, 0, 100, wrapped)
        front.write_string(0, 0, f"{report.title}: {report.council}, {report.today.isoformat()}", bold)
        for at, sentence in enumerate(report.summary, 2):
            front.write_string(at, 0, sentence[:_LONGEST])
        names: set[str] = {"summary"}
        for one in chosen(report, table):
            sheet = book.add_worksheet(_name(one, names))
            sheet.freeze_panes(1, 1)
            for at, column in enumerate(one.columns):
                sheet.write_string(0, at, column.heading, bold)
                sheet.set_column(at, at, _width(one, column))
            for down, row in enumerate(one.rows, 1):
                for at, column in enumerate(one.columns):
                    value = row.get(column.key)
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(down, at, datetime.datetime.combine(value, datetime.time()), day)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(down, at, value, percent if column.kind == "percent" else None)
                    elif value is not None:
                        sheet.write_string(down, at, words(value, column)[:_LONGEST])
            if one.rows:
                sheet.autofilter(0, 0, len(one.rows), len(one.columns) - 1)
    return page.getvalue()


def _width(table: Table, column: Column) -> int:
    longest = max((len(words(row.get(column.key), column)) for row in table.rows), default=0)
    return max(len(column.heading), min(longest, 60)) + 2


def _name(table: Table, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, no two alike."""
    name = _NOT_IN_NAMES.sub(" ", table.heading).strip()[:31].strip() or table.id[:31]
    number = 2
    while name.lower() in taken:
        name, number = f"{name[:28].strip()} {number}", number + 1
    taken.add(name.lower())
    return name
