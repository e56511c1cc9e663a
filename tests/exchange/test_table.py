"""Tables arrive in every encoding and layout that councils have, and bad ones are refused plainly."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from generator.exchange import table
from generator.exchange.result import ImportStopped
from generator.exchange.table import Row, read_table


def read(tmp_path: Path, raw: bytes) -> table.Table:
    """A table from the bytes of a file."""
    file = tmp_path / "clubs.csv"
    file.write_bytes(raw)
    return read_table(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"Name{delimiter}Café\r\nSt Paul’s{delimiter}Yes\r\n"
    found = read(tmp_path, text.encode(encoding))
    assert found.columns == ("Name", "Café")
    assert found.rows == (Row(2, {"Name": "St Paul’s", "Café": "Yes"}),)


def test_line_breaks_and_delimiters_in_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    found = read(tmp_path, b'"Name, of club";About\n"Swim";"One\ntwo; three"\n')
    assert found.rows[0].cells == {"Name, of club": "Swim", "About": "One\ntwo; three"}


def test_blank_rows_count_for_nothing_and_numbers_are_the_spreadsheets_own(tmp_path: Path) -> None:
    found = read(tmp_path, b"Name,Town\n,\nSwim,\n\n , \nChess,Sale\n,,\n")
    assert [(row.number, row.cells) for row in found.rows] == [
        (3, {"Name": "Swim"}),
        (6, {"Name": "Chess", "Town": "Sale"}),
    ]


def test_an_excel_file_gives_what_a_person_sees(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Phone", "Free", "Day", "Opens", "Sum", "Wrong"])
    sheet.append(
        ["Swim", 1619699907, True, datetime.datetime(2026, 1, 31), datetime.time(9, 30), "=1+1", "#N/A"]
    )
    book.save(tmp_path / "clubs.xlsx")
    cells = read_table(tmp_path / "clubs.xlsx").rows[0].cells
    assert cells == {
        "Name": "Swim",
        "Phone": "1619699907",
        "Free": "Yes",
        "Day": "2026-01-31",
        "Opens": "09:30",
    }


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"Name\nA\x00B\n", "is not a table of text"),
        (b"Name,Name\nA,B\n", 'two columns named "Name"'),
        (b'Name\n"never closed\n', "quotation mark that is not closed"),
        (b"PK\x03\x04 not a workbook", "cannot be read as an Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"Name\n" + b"x" * (table.MAX_CELL + 1) + b"\n", "cannot be read as CSV"),
        (
            ",".join(f"c{number}" for number in range(table.MAX_COLUMNS + 1)).encode(),
            "more than 1,000 columns",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(ImportStopped, match=said):
        read(tmp_path, raw)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImportStopped, match="cannot be read: No such file or directory"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(ImportStopped, match="is not a file"):
        read_table(tmp_path)
    monkeypatch.setattr(table, "MAX_BYTES", 10)
    with pytest.raises(ImportStopped, match="at most 10 are read"):
        read(tmp_path, b"Name\nSaturday Swim Club\n")
    monkeypatch.setattr(table, "MAX_BYTES", 1000)
    monkeypatch.setattr(table, "MAX_ROWS", 1)
    with pytest.raises(ImportStopped, match="more than 1 rows"):
        read(tmp_path, b"Name\nA\nB\n")
