"""Spreadsheets as rows of text: CSV in the encodings that councils have, and XLSX.

Cells are text and nothing else. A formula is never worked out: the value that was
saved with it is read, or nothing.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.exchange.result import ImportStopped

MAX_BYTES = 150_000_000
"""The largest file that is read; GIAS' own is about 65 million bytes."""

MAX_ROWS = 200_000
"""The most rows that are read."""

MAX_COLUMNS = 1_000
"""The most columns that are read."""

MAX_CELL = 100_000
"""The most characters that one cell may hold."""


class Row(NamedTuple):
    """One row.

    Attributes:
        number: Its number in the spreadsheet; the heading is row 1.
        cells: The text of each column that has any.
        extra: What stands to the right of the last heading.
    """

    number: int
    cells: dict[str, str]
    extra: tuple[str, ...] = ()


class Table(NamedTuple):
    """A spreadsheet.

    Attributes:
        columns: The headings, in order.
        rows: The rows that hold anything.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(file: Path, only: Collection[str] = ()) -> Table:
    """Reads a CSV or XLSX file.

    Args:
        file: The file.
        only: The columns whose cells to keep, of a file with many more; all if there are none.

    Raises:
        ImportStopped: The file is missing, too big, or not such a file.
    """
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise ImportStopped(f'"{file}" is not a file. Name the CSV or XLSX file itself.')
        if size > MAX_BYTES:
            raise ImportStopped(f"{file.name} has {size:,} bytes; at most {MAX_BYTES:,} are read. Split it.")
        raw = file.read_bytes()
    except OSError as error:
        raise ImportStopped(
            f'"{file}" cannot be read: {error.strerror}. Check the name and the folder.'
        ) from None
    if raw.startswith(b"PK\x03\x04"):
        return _table(_xlsx_records(raw, file.name), file.name, only)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportStopped(f"{file.name} is an old Excel file (.xls). Save it as .xlsx or CSV.")
    return _table(_csv_records(_decoded(raw, file.name), file.name), file.name, only)


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportStopped(
        f"{name} is not a table of text. Save it from your spreadsheet program as CSV (UTF-8)."
    )


def _csv_records(text: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ImportStopped(
            f"{name}, line {reader.line_num}: this cannot be read as CSV ({error}). "
            "Look for a quotation mark that is not closed."
        ) from None


def _delimiter(text: str) -> str:
    """The character between columns: the commonest of comma, semicolon and tab in the headings."""
    heading: list[str] = []
    quoted = False
    for character in text[:100_000]:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted and heading:
            break
        elif not quoted:
            heading.append(character)
    return max(",;\t", key=heading.count)


def _xlsx_records(raw: bytes, name: str) -> Iterator[list[str]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > 4 * MAX_BYTES:
            raise ImportStopped(f"{name} unpacks to {unpacked:,} bytes, which is too much. Split it.")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for record in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS + 2):
            yield [_cell(value) for value in record]
    except ImportStopped:
        raise
    except Exception as error:  # openpyxl raises nearly anything on a damaged file
        raise ImportStopped(
            f"{name} cannot be read as an Excel file ({type(error).__name__}). Open it, and save it again as .xlsx or CSV."
        ) from None


def _cell(value: Any) -> str:
    """A cell of an XLSX file as the text that a person sees."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)


_EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def _table(records: Iterable[list[str]], name: str, only: Collection[str]) -> Table:
    numbered = ((number, record) for number, record in enumerate(records, 1) if any(map(str.strip, record)))
    first = next(numbered, None)
    if first is None:
        raise ImportStopped(f"{name} is empty. The first row holds the names of the columns.")
    columns = tuple(" ".join(heading.split()) for heading in first[1])
    while columns and not columns[-1]:
        columns = columns[:-1]
    if len(columns) > MAX_COLUMNS:
        raise ImportStopped(
            f"{name} has more than {MAX_COLUMNS:,} columns. Take out those that are not needed."
        )
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice:
        raise ImportStopped(f'{name} has two columns named "{twice}". Give one of them another name.')
    kept = [column if not only or column in only else "" for column in columns]
    same: dict[str, str] = {}
    rows: list[Row] = []
    for number, record in numbered:
        if len(rows) == MAX_ROWS:
            raise ImportStopped(f"{name} has more than {MAX_ROWS:,} rows. Split it.")
        rows.append(_row(number, kept, record, same))
    return Table(columns, tuple(rows))


def _row(number: int, columns: list[str], record: list[str], same: dict[str, str]) -> Row:
    """One row; `same` holds each text once, as a big file says the same thing many times."""
    cells = {}
    for column, cell in zip(columns, record, strict=False):
        text = cell.strip() if column else ""
        if text and text not in _EXCEL_ERRORS:
            cells[column] = same.setdefault(text, text)
    return Row(number, cells, tuple(cell for cell in record[len(columns) :] if cell.strip()))
