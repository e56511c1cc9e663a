"""The forms of a report: the same rows in each, and nothing in a cell is taken for more than text."""

import csv
import datetime
import io
import json

import openpyxl
import pytest

from generator.reports.formats import FORMATS
from generator.reports.report import Column, Ref, Report, Row, Table

NASTY = '=HYPERLINK("https://evil.example.org")'
MARKUP = "<script>alert(1)</script> | [x](javascript:alert(1)) @somebody"


def a_report() -> Report:
    columns = (
        Column("name", "Name"),
        Column("share", "Share", "percent"),
        Column("days", "Days", "number"),
        Column("checked", "Checked", "date"),
        Column("state", "State", "state"),
        Column("where", "Where", "refs"),
    )
    rows: tuple[Row, ...] = (
        {
            "name": "Swim club",
            "share": 75.0,
            "days": 1200,
            "checked": datetime.date(2026, 3, 4),
            "state": "due-soon",
            "where": (Ref("the file", "https://www.example.org/a", "content/services/swim.yml:3"),),
            "slug": "swim",
        },
        {"name": NASTY, "share": None, "days": -3, "checked": None, "state": "", "where": ()},
        {"name": MARKUP, "where": (Ref(MARKUP, "javascript:alert(1)"), "plain")},
    )
    return Report(
        "sample",
        "A sample",
        "Doggerland Council",
        datetime.date(2026, 10, 31),
        ("One is missing.",),
        (Table("main", "All of it", columns, rows, "A note."), Table("rest", "The rest", columns[:1], ())),
        {"missing": 0, "stale": 1},
        {"share": 75.0},
    )


def test_text_shows_every_value_in_words() -> None:
    text = str(FORMATS["text"](a_report(), None))
    for words in (
        "A sample",
        "One is missing.",
        "75%",
        "1,200",
        "2026-03-04",
        "due soon",
        "the file",
        "Nothing.",
    ):
        assert words in text


def test_json_keeps_values_and_what_has_no_column() -> None:
    data = json.loads(FORMATS["json"](a_report(), None))
    first = data["tables"]["main"][0]
    assert (first["share"], first["days"], first["checked"], first["slug"]) == (
        75.0,
        1200,
        "2026-03-04",
        "swim",
    )
    assert first["where"] == [
        {"label": "the file", "href": "https://www.example.org/a", "path": "content/services/swim.yml:3"}
    ]
    assert data["found"] == {"missing": 0, "stale": 1}
    assert data["today"] == "2026-10-31"


def test_csv_gives_one_table_without_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(str(FORMATS["csv"](a_report(), None)))))
    assert rows[0] == ["Name", "Share", "Days", "Checked", "State", "Where"]
    assert rows[1][-1] == "the file (content/services/swim.yml:3)"
    assert rows[2][0] == f"'{NASTY}"
    assert rows[2][2] == "-3", "a negative number is a number"
    assert len(rows) == 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n=", " =", "-cmd"])
def test_csv_makes_whatever_a_spreadsheet_runs_into_text(start: str) -> None:
    table = Table("main", "Main", (Column("name", "Name"),), ({"name": f"{start}x"},))
    report = Report("sample", "S", "C", datetime.date(2026, 1, 1), (), (table,))
    written = list(csv.reader(io.StringIO(str(FORMATS["csv"](report, None)), newline="")))
    assert written[1][0].startswith("'")


def test_markdown_escapes_markup_and_calls_nobody() -> None:
    text = str(FORMATS["markdown"](a_report(), None))
    assert "[the file](<https://www.example.org/a>)" in text
    assert "<script>" not in text.replace("\\<", "")
    assert "@somebody" not in text
    assert "](javascript" not in text
    row = next(line for line in text.splitlines() if "script" in line)
    assert row.replace("\\|", "").count("|") == 7, "a bar in a cell must not open another"


def test_html_escapes_and_links_web_addresses_only() -> None:
    page = str(FORMATS["html"](a_report(), None))
    assert '<a href="https://www.example.org/a">the file</a>' in page
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert '<th scope="row" class="text">Swim club</th>' in page


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula() -> None:
    data = FORMATS["xlsx"](a_report(), None)
    assert isinstance(data, bytes)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Summary", "All of it", "The rest"]
    sheet = book["All of it"]
    assert sheet["A2"].value == "Swim club"
    assert sheet["C2"].value == 1200
    assert sheet["D2"].value == datetime.datetime(2026, 3, 4)
    assert sheet["A3"].value == NASTY
    assert sheet["A3"].data_type == "s"
    assert FORMATS["xlsx"](a_report(), None) == data, "the same report gives the same bytes"


@pytest.mark.parametrize("form", FORMATS)
def test_one_table_can_be_asked_for(form: str) -> None:
    assert FORMATS[form](a_report(), "rest")
    with pytest.raises(ValueError, match=r'no table "main-table". It has: main, rest'):
        FORMATS[form](a_report(), "main-table")


def test_a_level_fails_on_itself_and_on_what_is_worse() -> None:
    report = a_report()
    assert not report.fails_on("missing")
    assert report.fails_on("stale")
    with pytest.raises(KeyError):
        report.fails_on("partial")
