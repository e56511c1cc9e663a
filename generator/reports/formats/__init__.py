"""Reports as text, Markdown, CSV, JSON, HTML and XLSX: the same rows in each.

What stands in a cell comes from YAML files and from other people's sites, so each form keeps it from
being taken for markup or for a formula.
"""

from collections.abc import Callable

from generator.reports.report import Report


def write_text(report: Report, table: str | None) -> str:
    """Columns for a terminal."""
    from generator.reports.formats.terminal import to_text

    return to_text(report, table)


def write_markdown(report: Report, table: str | None) -> str:
    """For an issue or a summary on GitHub."""
    from generator.reports.formats.markdown import to_markdown

    return to_markdown(report, table)


def write_csv(report: Report, table: str | None) -> str:
    """One table for a spreadsheet."""
    from generator.reports.formats.delimited import to_csv

    return to_csv(report, table)


def write_json(report: Report, table: str | None) -> str:
    """For programs, with what has no column."""
    from generator.reports.formats.plain_data import to_json

    return to_json(report, table)


def write_html(report: Report, table: str | None) -> str:
    """A page that stands alone."""
    from generator.reports.formats.web_page import to_html

    return to_html(report, table)


def write_xlsx(report: Report, table: str | None) -> bytes:
    """A workbook with one sheet for each table."""
    from generator.reports.formats.workbook import to_xlsx

    return to_xlsx(report, table)


FORMATS: dict[str, Callable[[Report, str | None], str | bytes]] = {
    "text": write_text,
    "html": write_html,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "json": write_json,
    "markdown": write_markdown,
}
"""What writes a report in each form: all of it, or the one table named."""
