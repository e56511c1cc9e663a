"""The officers' area: every report as pages with charts and downloads, one page for each team, and nobody's address.

It is not for search engines. What people are reached by (roles' phones and addresses that the reports for the
command line name) stays out of it, and each table is cut on the page and whole in the files.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from generator.links.history import PLACE
from generator.reading import Offer, Problem
from generator.reports import comments, coverage, freshness_report, gaps, links, problems, schools
from generator.reports.coverage import Coverage
from generator.reports.formats import FORMATS
from generator.reports.formats.cells import words as cell_words
from generator.reports.git_history import commit_of
from generator.reports.report import (
    Cell,
    Column,
    Ref,
    Report,
    ReportKind,
    Row,
    Sources,
    SourceUnreadable,
    Table,
)
from generator.site import addresses
from generator.site.charts import Bar, Series, bar_chart, series_chart
from generator.site.wording import Wording
from generator.site.words import Words
from offer_schema.field_types import slug

KINDS: tuple[ReportKind, ...] = (
    freshness_report.KIND,
    links.KIND,
    coverage.KIND,
    schools.KIND,
    gaps.KIND,
    comments.KIND,
    problems.KIND,
)
"""The reports in the order in which an officer reads them."""

SHOWN = 100
"""How many rows of a table stand on a page; the files have all of them."""

_PRIVATE = frozenset({"phone", "email", "role"})
"""Columns that say how somebody is reached: for the command line only."""

_OWNER_KEYS = ("owner", "owners")
_NO_OWNER = {"nobody", "no owner", ""}


class OfficerPage(NamedTuple):
    """One page of the area.

    Attributes:
        address: Where it is.
        title: Its title.
        template: The template of its main part.
        values: What the template shows.
        above: The pages between it and the home page.
    """

    address: str
    title: str
    template: str
    values: Mapping[str, Any]
    above: Sequence[Mapping[str, str]]


class Officers:
    """Makes the area of one offer.

    Args:
        project: The project's folder, for what git and the tests of links know.
        offer: The offer.
        found: What `check` says of the content.
        covered: What the law asks and where it is, on the day of the build.
        words: The interface's words.
    """

    def __init__(
        self, project: Path, offer: Offer, found: Sequence[Problem], covered: Coverage, words: Words
    ) -> None:
        today = covered.today
        self._offer, self._words, self._today, self._covered = offer, words, today, covered
        self._say = words["officers"]
        self._sources = Sources(project, offer, tuple(found), today)

    @cached_property
    def reports(self) -> dict[str, Report]:
        """Every report by its kind, without what says how somebody is reached."""
        made = {}
        for kind in KINDS:
            try:
                made[kind.name] = public(self._made(kind))
            except SourceUnreadable as unreadable:
                made[kind.name] = Report(
                    kind.name, kind.help, self._offer.authority.name, self._today, (str(unreadable),), ()
                )
        return made

    def _made(self, kind: ReportKind) -> Report:
        if kind is coverage.KIND:
            return coverage.coverage_report(self._offer, self._covered)
        return kind.make(self._sources)

    def pages(self) -> Iterator[OfficerPage]:
        """The overview, a page for each report, and one for each team."""
        teams = list(self._teams())
        yield OfficerPage(
            addresses.OFFICERS,
            self._say["heading"],
            "pages/officers.html",
            {
                "day": Wording(self._words).date(self._today),
                "reports": [
                    {
                        "title": report.title,
                        "url": addresses.officers(kind),
                        "summary": report.summary,
                    }
                    for kind, report in self.reports.items()
                ],
                "teams": teams,
            },
            (),
        )
        top = ({"name": self._say["heading"], "url": addresses.OFFICERS},)
        for kind, report in self.reports.items():
            yield OfficerPage(
                addresses.officers(kind),
                report.title,
                "pages/officers-report.html",
                self._report(report),
                top,
            )
        for team in teams:
            yield OfficerPage(
                team["url"], team["name"], "pages/officers-report.html", self._team(team["name"]), top
            )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The downloads: each report as a workbook, and each table as CSV."""
        for kind, report in self.reports.items():
            yield addresses.officers_file(kind, "xlsx"), _bytes(FORMATS["xlsx"](report, None))
            for table in report.tables:
                yield (
                    addresses.officers_file(f"{kind}-{table.id}", "csv"),
                    _bytes(FORMATS["csv"](report, table.id)),
                )

    # --- Pages -------------------------------------------------------------------------------

    def _report(self, report: Report) -> dict[str, Any]:
        return {
            "heading": report.title,
            "lead": report.summary,
            "charts": list(self._charts(report)),
            "bars": list(self._bars(report)),
            "tables": [self._table(report, table) for table in report.tables],
            "workbook": addresses.officers_file(report.kind, "xlsx") if report.tables else "",
        }

    def _table(self, report: Report, table: Table, csv: bool = True) -> dict[str, Any]:
        left = len(table.rows) - SHOWN
        return {
            "id": table.id,
            "heading": table.heading,
            "note": table.note,
            "columns": [{"heading": column.heading, "kind": column.kind} for column in table.columns],
            "rows": [
                [self._cell(row.get(column.key), column) for column in table.columns]
                for row in table.rows[:SHOWN]
            ],
            "more": self._say["more"].format(count=f"{left:,}") if left > 0 else "",
            "csv": addresses.officers_file(f"{report.kind}-{table.id}", "csv") if csv and table.rows else "",
        }

    def _cell(self, value: Cell, column: Column) -> dict[str, Any]:
        """``{kind, parts: [{text, url}]}``: a url without a scheme is relative to the top of the site."""
        if isinstance(value, tuple):
            return {"kind": column.kind, "parts": [self._part(one) for one in value]}
        return {
            "kind": column.kind,
            "parts": [{"text": cell_words(value, column), "url": ""}] if value is not None else [],
        }

    def _part(self, one: Ref | str) -> dict[str, str]:
        if isinstance(one, str):
            return {"text": one, "url": ""}
        url = one.href
        repository = self._offer.authority.repository
        if not url and one.path and repository:
            path, _, line = one.path.partition(":")
            url = repository.edit_url(path) + (f"#L{line}" if line.isdigit() else "")
        return {"text": one.label, "url": url}

    # --- Charts ------------------------------------------------------------------------------

    def _charts(self, report: Report) -> Iterator[dict[str, Any]]:
        """Charts over time: the trend and the forecast of freshness."""
        tables = {table.id: table for table in report.tables}
        trend, ahead = tables.get("trend"), tables.get("forecast")
        if report.kind != freshness_report.KIND.name:
            return
        if trend and len(trend.rows) > 1:
            yield self._chart(
                "trend", trend, "day", "in_time", self._say["in_time"], "{:,g}%".format, "lines"
            )
        if ahead and ahead.rows:
            yield self._chart(
                "forecast", ahead, "month", "count", self._say["due"], "{:,g}".format, "columns"
            )

    def _chart(
        self, chart_id: str, table: Table, label: str, key: str, name: str, tick: Any, form: Any
    ) -> dict[str, Any]:
        wording = Wording(self._words)
        days = [
            day if isinstance(day := row[label], datetime.date) else datetime.date.fromisoformat(f"{day}-01")
            for row in table.rows
        ]
        values = tuple(
            float(value) if isinstance(value := row[key], (int, float)) else None for row in table.rows
        )
        shown = tuple("" if value is None else tick(value) for value in values)
        return {
            "id": f"chart-{chart_id}",
            "heading": table.heading,
            "caption": name,
            "axis": self._say["month"],
            "chart": series_chart(
                [wording.month(day) for day in days],
                [Series(name, values, shown)],
                form,
                tick,
                [str(day.month) for day in days],
            ),
        }

    def _bars(self, report: Report) -> Iterator[dict[str, Any]]:
        """Bars by owner: how much of what each team owns was checked in time."""
        pages = {team["url"] for team in self._teams()}
        for table in report.tables:
            columns = {column.key for column in table.columns}
            if table.id == "owners" and "in_time" in columns:
                yield {
                    "caption": self._say["by_owner"],
                    "headings": [self._say["team"], self._say["in_time"]],
                    "bars": bar_chart(
                        [
                            Bar(
                                str(row["name"]),
                                float(str(row["in_time"])) if row["in_time"] is not None else None,
                                cell_words(row["in_time"], Column("in_time", "", "percent")),
                                url if (url := self._team_url(str(row["name"]))) in pages else "",
                            )
                            for row in table.rows
                        ],
                        whole=100,
                    ),
                }

    # --- Teams -------------------------------------------------------------------------------

    def _teams(self) -> Iterator[dict[str, str]]:
        for team in self._offer.authority.owners.values():
            yield {"name": team.name, "url": self._team_url(team.name)}
        if any(self._of_team(report, self._say["nobody"]) for report in self.reports.values()):
            yield {"name": self._say["nobody"], "url": self._team_url(self._say["nobody"])}

    def _team_url(self, name: str) -> str:
        """Where the page of a team is; of what belongs to nobody there is one page, however a report calls it."""
        name = self._say["nobody"] if name.lower() in _NO_OWNER else name
        return addresses.officers_team(slug(name))

    def _team(self, name: str) -> dict[str, Any]:
        """What one team has to do: its own rows of every report that says whose a row is."""
        tables = [
            self._table(report, table, csv=False)
            for report in self.reports.values()
            for table in self._of_team(report, name)
        ]
        return {
            "heading": name,
            "lead": () if tables else (self._say["nothing"],),
            "charts": [],
            "bars": [],
            "tables": tables,
            "workbook": "",
        }

    def _of_team(self, report: Report, name: str) -> list[Table]:
        found = []
        for table in report.tables:
            if table.id in ("all", "owners"):
                continue
            rows = tuple(row for row in table.rows if _is_of(row, name, self._say["nobody"]))
            if rows:
                heading = f"{report.title}: {table.heading}"
                found.append(
                    replace(table, id=f"{report.kind}-{table.id}", heading=heading, rows=rows, note="")
                )
        return found


def _is_of(row: Row, name: str, nobody: str) -> bool:
    for key in _OWNER_KEYS:
        if key in row:
            owners = [one.strip() for one in str(row[key] or "").split(",")]
            if name == nobody:
                return any(owner.lower() in _NO_OWNER for owner in owners)
            return name in owners
    return False


def public(report: Report) -> Report:
    """The report without the columns that say how somebody is reached.

    Args:
        report: A report as the command line makes it.
    """
    tables = tuple(
        replace(
            table,
            columns=tuple(column for column in table.columns if column.key not in _PRIVATE),
            rows=tuple(
                {key: value for key, value in row.items() if key not in _PRIVATE} for row in table.rows
            ),
        )
        for table in report.tables
    )
    return replace(report, tables=tables)


def officers_key(project: Path, found: Iterable[Problem], today: datetime.date) -> str:
    """A hash of what the area shows besides the content itself: problems, git, the tests of links, the day.

    Args:
        project: The project's folder.
        found: What `check` says of the content.
        today: The day of the build.
    """
    parts = [today.isoformat(), commit_of(project)]
    try:
        info = (project / PLACE).stat()
        parts.append(f"{info.st_mtime_ns}:{info.st_size}")
    except OSError:
        parts.append("")
    parts += map(str, found)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _bytes(written: str | bytes) -> bytes:
    return written.encode() if isinstance(written, str) else written
