"""One table of a report as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
import re

from generator.reports.formats.cells import chosen
from generator.reports.report import Cell, Column, Ref, Report

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def to_csv(report: Report, table: str | None = None) -> str:
    """The first table of the report, or the one named, with a line of headings."""
    one = chosen(report, table)[0]
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([column.heading for column in one.columns])
    for row in one.rows:
        writer.writerow([_cell(row.get(column.key), column) for column in one.columns])
    return page.getvalue()


def _cell(value: Cell, column: Column) -> str:
    if isinstance(value, tuple):
        text = "; ".join(_ref(one) if isinstance(one, Ref) else one for one in value)
    else:
        text = "" if value is None else str(value)
    # A spreadsheet runs what begins so; an apostrophe in front makes it text (OWASP, CSV injection).
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return f"'{text}"
    return text


def _ref(ref: Ref) -> str:
    where = ref.path or ref.href
    return f"{ref.label} ({where})" if where else ref.label
