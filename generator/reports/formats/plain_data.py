"""A report as JSON, for programs: every value as it is, with what has no column."""

import datetime
import json
from typing import Any

from generator.reports.formats.cells import chosen
from generator.reports.report import Cell, Ref, Report


def to_json(report: Report, table: str | None = None) -> str:
    """``{report, title, council, today, summary, found, figures, tables: {id: [row]}}``."""
    return (
        json.dumps(
            {
                "report": report.kind,
                "title": report.title,
                "council": report.council,
                "today": report.today.isoformat(),
                "summary": list(report.summary),
                "found": dict(report.found),
                "figures": dict(report.figures),
                "tables": {
                    one.id: [{key: _plain(value) for key, value in row.items()} for row in one.rows]
                    for one in chosen(report, table)
                },
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _plain(value: Cell) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            {key: part for key, part in one._asdict().items() if part} if isinstance(one, Ref) else one
            for one in value
        ]
    return value
