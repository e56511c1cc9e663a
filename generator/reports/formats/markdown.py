"""A report as Markdown, for an issue, a pull request or the summary of a run on GitHub."""

import re

from generator.reports.formats.cells import chosen, shortened, words
from generator.reports.report import Cell, Column, Ref, Report

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#|~!@&])")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line; nobody is called by it."""
    # An @ in front of a name would call somebody: a zero-width space keeps it from being one.
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("\\@", "@\u200b")


def to_markdown(report: Report, table: str | None = None) -> str:
    """The report with one Markdown table for each of its tables."""
    lines = [f"# {escaped(report.title)}", "", f"{escaped(report.council)}, {report.today.isoformat()}", ""]
    lines += [f"- {escaped(sentence)}" for sentence in report.summary]
    for one in chosen(report, table):
        lines += ["", f"## {escaped(one.heading)}", ""]
        if one.note:
            lines += [escaped(one.note), ""]
        if not one.rows:
            lines += ["Nothing."]
            continue
        lines.append("| " + " | ".join(escaped(column.heading) for column in one.columns) + " |")
        lines.append("| " + " | ".join(_rule(column) for column in one.columns) + " |")
        for row in one.rows:
            cells = (_cell(row.get(column.key), column) for column in one.columns)
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _rule(column: Column) -> str:
    return "---:" if column.kind in ("number", "percent") else "---"


def _cell(value: Cell, column: Column) -> str:
    if isinstance(value, tuple):
        return ", ".join(_linked(one) if isinstance(one, Ref) else escaped(one) for one in shortened(value))
    return escaped(words(value, column))


def _linked(ref: Ref) -> str:
    if ref.href.startswith(("https://", "http://")):
        return f"[{escaped(ref.label)}](<{ref.href.replace('>', '%3E').replace('<', '%3C')}>)"
    return escaped(ref.label)
