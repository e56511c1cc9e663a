"""``local-offer links``: tests every address of another website, and the built site's own links."""

import datetime
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from generator.commands.options import fail, project_option
from generator.commands.printing import FORMS, print_json, print_problems
from generator.editing.addresses import NewAddress
from generator.editing.writer import WriteRefused
from generator.links.address import request_form
from generator.links.built_site import Site
from generator.links.changed import NoSuchState
from generator.links.findings import Finding, lost, problems
from generator.links.history import PLACE, HistoryUnreadable, HistoryUnwritable, Verdict
from generator.links.linkchecker import Politeness, ProgramFailed, ProgramMissing
from generator.links.outcome import Outcome
from generator.links.run import Manner, Progress, outcomes_of
from generator.links.upkeep import LinkUpkeep
from generator.reading import Offer, Problem, read_project
from generator.reading.content_files import SourceFile
from generator.reading.problems import Severity

_STOPS = (ProgramMissing, ProgramFailed, NoSuchState, HistoryUnreadable, HistoryUnwritable, WriteRefused)
_LEVELS = (Verdict.BROKEN.value, Verdict.FAILING.value)


@click.command(name="links")
@click.option(
    "--site", "site_folder", type=click.Path(path_type=Path), metavar="DIR", help="Also check the site there."
)
@click.option("--no-outside", is_flag=True, help="Only the site of --site: ask nobody anything.")
@click.option(
    "--changed-since",
    "ref",
    metavar="REF",
    help="Only addresses that are new against this commit or branch of git. The history stays as it is.",
)
@click.option("--fix", is_flag=True, help="Write the new address of what has moved for good.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change, and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations on a pull request, markdown for its summary.",
)
@click.option("--no-advice", is_flag=True, help="Leave out what has moved or could not be tested.")
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default=_LEVELS[0],
    show_default=True,
    help="Exit status 1 if there is a link like this or worse.",
)
@click.option(
    "--history",
    "history_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"What earlier tests found.  [default: {PLACE} in the project]",
)
@click.option(
    "--requests-per-second",
    type=click.FloatRange(0.1, 1000),
    default=Politeness().per_second,
    show_default=True,
    help="The most requests to one host in a second.",
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 300),
    default=Politeness().timeout,
    show_default=True,
    help="How many seconds a host may be silent.",
)
@click.option(
    "--second-look",
    type=click.FloatRange(0, 3600),
    default=Manner().pause,
    show_default=True,
    help="Seconds before what failed is asked once more.",
)
@click.option("--private", is_flag=True, help="Also ask addresses of a private network.")
@click.option(
    "--today", type=click.DateTime(("%Y-%m-%d",)), help="The day of the test, if not today: 2026-11-30."
)
@project_option
def command(
    site_folder: Path | None,
    no_outside: bool,
    ref: str | None,
    fix: bool,
    dry_run: bool,
    form: str,
    no_advice: bool,
    fail_on: str,
    history_file: Path | None,
    requests_per_second: float,
    timeout: int,
    second_look: float,
    private: bool,
    today: datetime.datetime | None,
    project: Path,
) -> None:
    """Tests every address of another website once, and tells what is broken, failing, moved or blocked.

    Each host is asked politely, and what fails is asked a second time. A link is broken when its page is
    gone, or when it has failed as often as content/authority.yml says under "links".

    Exit status 1 when something is broken, 2 for wrong use.
    """
    _refuse_wrong_use(site_folder, no_outside, fix, dry_run)
    offer, sources = _offer(project)
    manner = Manner(Politeness(requests_per_second, timeout=timeout), _agent(offer), private, second_look)
    day = today.date() if today else datetime.date.today()
    file = history_file or project / PLACE
    upkeep = LinkUpkeep(project, offer, sources, partial(_ask, manner), file, day, private=private)
    found: list[Finding] = []
    if not no_outside:
        with _stopping_plainly():
            found = upkeep.test(ref)
            if fix:
                found = upkeep.fix(found, dry_run)
    shown = problems(found, offer.authority.links)
    pages = 0
    if site_folder is not None:
        site = Site(site_folder, _site_address(project))
        pages = sum(path.endswith(".html") for path in site.pages)
        shown += site.problems()
    told = _Told(
        [one for one in shown if not (no_advice and one.severity is Severity.ADVICE)], found, pages, dry_run
    )
    _print(form, told, upkeep)
    bad = {Verdict.BROKEN} if fail_on == Verdict.BROKEN else {Verdict.BROKEN, Verdict.FAILING}
    dead = any(problem.code.startswith("dead-") for problem in shown)
    if dead or upkeep.unanswered or any(finding.verdict in bad for finding in found):
        raise click.exceptions.Exit(1)


def _refuse_wrong_use(site_folder: Path | None, no_outside: bool, fix: bool, dry_run: bool) -> None:
    if no_outside and site_folder is None:
        raise click.UsageError("--no-outside leaves nothing to test without --site DIR.")
    if no_outside and fix:
        raise click.UsageError("--fix needs the addresses that --no-outside leaves out.")
    if dry_run and not fix:
        raise click.UsageError("--dry-run belongs to --fix: a test alone changes no content.")
    if site_folder is not None and not (site_folder / "index.html").is_file():
        raise click.UsageError(f"There is no built site in {site_folder}. `local-offer build` makes it.")


def _offer(project: Path) -> tuple[Offer, Sequence[SourceFile]]:
    reading = read_project(project)
    if reading.offer is None:
        raise fail(
            f"The content has {len(reading.errors)} error{'s' if len(reading.errors) > 1 else ''}. "
            "Put that right first: `local-offer check` shows all."
        )
    return reading.offer, reading.sources


def _agent(offer: Offer) -> str:
    """Who asks: with the address of the council, so that whoever runs a host can ask back."""
    return f"Mozilla/5.0 (compatible; local-offer links; +{request_form(offer.authority.website)})"


@contextmanager
def _stopping_plainly() -> Iterator[None]:
    try:
        yield
    except _STOPS as stop:
        raise fail(str(stop)) from None


def _ask(manner: Manner, addresses: Iterable[str]) -> dict[str, Outcome]:
    wanted = list(addresses)
    if not wanted:
        return {}
    with _progress() as progress:
        return outcomes_of(wanted, manner, progress)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar where somebody is watching; nothing in automation."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda done, wanted: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = ("Testing links", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, wanted: bar.update(task, completed=done, total=wanted)


def _site_address(project: Path) -> str:
    """Where the site will be published, as mkdocs.yml says; "" if it does not say."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        return ""
    try:
        return load_config(str(config_file)).site_url or ""
    except MkDocsException as error:
        raise fail(str(error)) from None


# --- Printing ---------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What is printed: problems, findings, how many pages of the site were read, and whether nothing was written."""

    problems: Sequence[Problem]
    found: Sequence[Finding]
    pages: int
    dry_run: bool


def _print(form: str, told: _Told, upkeep: LinkUpkeep) -> None:
    for refused in upkeep.refused:
        click.echo(refused, err=True)
    summary = " ".join(_sentences(told, upkeep))
    if form == "json":
        print_json(
            {
                "summary": summary,
                "links": [_plain(finding) for finding in told.found],
                "problems": [problem._asdict() for problem in told.problems],
                "fixed": [_plain_change(change) for change in upkeep.fixed],
                "left": [finding.address for finding in upkeep.left],
                "dry_run": told.dry_run,
            }
        )
        return
    for use, to in upkeep.fixed:
        verb = "would change" if told.dry_run else "changed"
        click.echo(f"{use.path}:{use.line}:{use.column}: {verb} {use.address} to {to}")
    for finding in upkeep.left:
        to = finding.record.to if finding.record else ""
        reason = (
            "it leads to a first page" if lost(finding) else "the new address does not open well by itself"
        )
        click.echo(f"Not changed: {finding.address} to {to}, because {reason}.")
    print_problems(form, told.problems, summary)


def _sentences(told: _Told, upkeep: LinkUpkeep) -> Iterator[str]:
    counts = Counter(finding.verdict for finding in told.found)
    tested = sum(finding.record is not None for finding in told.found)
    words = [f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]]
    if told.pages:
        yield f"{told.pages:,} page{'s' if told.pages > 1 else ''} of the site read."
    if told.found:
        yield f"{tested:,} address{'es' if tested != 1 else ''} tested: {', '.join(words)}."
    elif not told.pages:
        yield "There is no address to test."
    if upkeep.planned.examples:
        yield f"{len(upkeep.planned.examples):,} example addresses of the demonstration were left out."
    if upkeep.unanswered:
        yield f"LinkChecker broke off before {len(upkeep.unanswered):,} of them: run it again."
    dead = sum(problem.code.startswith("dead-") for problem in told.problems)
    if dead:
        yield f"{dead:,} dead link{'s' if dead > 1 else ''} in the site."


def _plain(finding: Finding) -> dict[str, Any]:
    record = finding.record
    day: Callable[[datetime.date | None], str | None] = lambda date: date.isoformat() if date else None  # noqa: E731
    return {
        "address": finding.address,
        "verdict": finding.verdict,
        "detail": finding.detail,
        "since": day(record.since) if record else None,
        "tested": day(record.tested) if record else None,
        "last_ok": day(record.last_ok) if record else None,
        "to": record.to if record else "",
        "uses": [
            {"path": use.path, "line": use.line, "column": use.column, "kind": use.kind, "id": use.id}
            for use in finding.uses
        ],
    }


def _plain_change(change: NewAddress) -> dict[str, Any]:
    use = change.use
    return {"path": use.path, "line": use.line, "column": use.column, "from": use.address, "to": change.to}
