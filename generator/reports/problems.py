"""What `check` says of the content, as a report: by file, by kind and by owner."""

from collections import Counter
from collections.abc import Iterable

from generator.reading import Offer, Problem
from generator.reading.problems import Severity
from generator.reports.report import Column, Ref, Report, ReportKind, Row, Sources, Table

LEVELS = ("warning", "advice")
"""The levels of ``--fail-on``. With an error there is no report at all."""

NOBODY = "Nobody"

_PROBLEMS = (
    Column("file", "Where", "refs"),
    Column("severity", "How bad", "state"),
    Column("message", "What it is"),
    Column("fix", "What to do"),
    Column("owner", "Owner"),
)


def owners_by_path(offer: Offer) -> dict[str, str]:
    """The id of the owner of each file that has one."""
    found = {card.path: card.owner for card in offer.cards.values() if card.owner}
    found |= {guide.path: guide.about.owner for guide in offer.guides.values() if guide.about.owner}
    found |= {
        f"content/timelines/{key}.yml": timeline.owner
        for key, timeline in offer.timelines.items()
        if timeline.owner
    }
    return found


def make(sources: Sources) -> Report:
    """The report on problems in the content."""
    owners = owners_by_path(sources.offer)
    teams = sources.offer.authority.owners

    def owner(path: str) -> str:
        team = teams.get(owners.get(path, ""))
        return team.name if team else NOBODY

    problems = sorted(sources.problems, key=lambda one: (one.severity is Severity.ADVICE, one))
    counts = Counter(problem.severity for problem in problems)
    return Report(
        "problems",
        "What could be better in the content",
        sources.offer.authority.name,
        sources.today,
        (
            f"{counts[Severity.WARNING]:,} to look at soon, {counts[Severity.ADVICE]:,} pieces of advice. "
            "Nothing of it stops the site from being published.",
        ),
        (
            Table(
                "problems", "All of them", _PROBLEMS, tuple(_row(one, owner(one.path)) for one in problems)
            ),
            _counted("kinds", "By kind", "Kind", ((one.code, one) for one in problems)),
            _counted("owners", "By owner", "Owner", ((owner(one.path), one) for one in problems)),
        ),
        {"warning": counts[Severity.WARNING], "advice": counts[Severity.ADVICE]},
    )


def _row(problem: Problem, owner: str) -> Row:
    path = f"{problem.path}:{problem.line}"
    return {
        "file": (Ref(path, "", path),),
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "fix": problem.fix,
        "owner": owner,
    }


def _counted(table_id: str, heading: str, first: str, named: Iterable[tuple[str, Problem]]) -> Table:
    warnings: Counter[str] = Counter()
    advice: Counter[str] = Counter()
    for name, problem in named:
        (advice if problem.severity is Severity.ADVICE else warnings)[name] += 1
    rows: list[Row] = [
        {"name": name, "warnings": warnings[name], "advice": advice[name]}
        for name in sorted(warnings | advice, key=lambda name: (-warnings[name], -advice[name], name))
    ]
    columns = (
        Column("name", first, "state" if table_id == "kinds" else "text"),
        Column("warnings", "To look at soon", "number"),
        Column("advice", "Advice", "number"),
    )
    return Table(table_id, heading, columns, tuple(rows))


KIND = ReportKind("problems", "Tells what `check` says of the content, by kind and by owner.", LEVELS, make)
"""``local-offer report problems``."""
