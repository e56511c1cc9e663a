"""A report as JSON, for programs: every value as it is, with what has no column."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from generator.reports.formats.cells import chosen
from generator.reports.report import Cell, Ref, Report, Row


def to_json(report: Report, table: str | None = None) -> str:
    """``{report, title, council, today, summary, found, figures, tables: {id: [row]}}``, a row on each line."""
    about = {
        "report": report.kind,
        "title": report.title,
        "council": report.council,
        "today": report.today.isoformat(),
        "summary": list(report.summary),
        "found": dict(report.found),
        "figures": dict(report.figures),
    }
    tables = ",\n".join(f"    {_json(one.id)}: {_rows(one.rows)}" for one in chosen(report, table))
    return f'{json.dumps(about, indent=2, ensure_ascii=False)[:-2]},\n  "tables": {{\n{tables}\n  }}\n}}\n'


def _rows(rows: Iterable[Row]) -> str:
    """A row on each line. Python takes ten times as long to indent every value of it."""
    lines = [_json({key: _plain(value) for key, value in row.items()}) for row in rows]
    return "[\n      " + ",\n      ".join(lines) + "\n    ]" if lines else "[]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Cell) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            {key: part for key, part in one._asdict().items() if part} if isinstance(one, Ref) else one
            for one in value
        ]
    return value
