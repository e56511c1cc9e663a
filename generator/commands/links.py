"""``local-offer links``: tests every address of another website, and the built site's own links."""

import datetime
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator.commands.options import fail, project_option
from generator.commands.printing import FORMS, print_json, print_problems
from generator.editing.addresses import NewAddress, readdressed
from generator.editing.writer import WriteRefused, write_files
from generator.links.built_site import Site
from generator.links.changed import NoSuchState, new_addresses
from generator.links.findings import Finding, Plan, findings, lost, plan, problems
from generator.links.history import PLACE, History, HistoryUnreadable, Verdict, after_test, load, save
from generator.links.linkchecker import Politeness, ProgramFailed, ProgramMissing
from generator.links.outcome import Outcome, State
from generator.links.run import Manner, Progress, outcomes_of
from generator.reading import Offer, Problem, read_project
from generator.reading.content_files import SourceFile, read_text
from generator.reading.problems import Severity
from generator.reading.web_addresses import AddressUse, web_addresses
from offer_schema.field_types import is_web_address

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
    help="text for people, json for programs, github for annotations on a pull request.",
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
    tester = _Tester(
        project,
        offer,
        sources,
        Manner(
            Politeness(per_second=requests_per_second, timeout=timeout), _agent(offer), private, second_look
        ),
        history_file or project / PLACE,
        today.date() if today else datetime.date.today(),
    )
    found: list[Finding] = []
    if not no_outside:
        with _stopping_plainly():
            found = tester.test(ref)
            if fix:
                found = tester.fix(found, dry_run)
    shown = problems(found, offer.authority.links)
    if site_folder is not None:
        site = Site(site_folder, _site_address(project))
        tester.site_pages = len(site.pages)
        shown += site.problems()
    _print(form, [one for one in shown if not (no_advice and one.severity is Severity.ADVICE)], found, tester)
    bad = {Verdict.BROKEN} if fail_on == Verdict.BROKEN else {Verdict.BROKEN, Verdict.FAILING}
    dead = any(problem.code.startswith("dead-") for problem in shown)
    if dead or tester.unanswered or any(finding.verdict in bad for finding in found):
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
    return f"Mozilla/5.0 (compatible; local-offer links; +{offer.authority.website})"


@contextmanager
def _stopping_plainly() -> Iterator[None]:
    try:
        yield
    except (ProgramMissing, ProgramFailed, NoSuchState, HistoryUnreadable, WriteRefused) as stop:
        raise fail(str(stop)) from None


class _Tester:
    """One run of the command: what is tested, and what is known afterwards."""

    def __init__(
        self,
        project: Path,
        offer: Offer,
        sources: Sequence[SourceFile],
        manner: Manner,
        history_file: Path,
        today: datetime.date,
    ) -> None:
        self._project, self._sources, self._manner = project, sources, manner
        self._history_file, self._today = history_file, today
        self._policy = offer.authority.links
        self._demonstration = offer.authority.demonstration is not None
        self.planned = Plan((), {}, ())
        self.unanswered: list[str] = []
        self.fixed: list[NewAddress] = []
        self.dry_run = False
        self.site_pages = 0

    def test(self, ref: str | None) -> list[Finding]:
        """Tests all addresses, or those that are new against a state of git, and keeps what was found."""
        history = load(self._history_file)
        uses = web_addresses(self._project, self._sources)
        if ref is not None:
            new = new_addresses(self._project, ref, self._sources, uses)
            uses = [use for use in uses if use.address in new]
        self.planned = self._plan(uses)
        outcomes = self._ask(self.planned.tested)
        self.unanswered = [address for address in self.planned.tested if address not in outcomes]
        history = after_test(history, outcomes, self.planned.tested, self._today)
        if ref is None:
            self._save(history)
        return findings(uses, self.planned, history.records, self._policy)

    def fix(self, found: Sequence[Finding], dry_run: bool) -> list[Finding]:
        """Writes the new addresses of what has moved, once they have opened themselves."""
        self.dry_run = dry_run
        moved = {
            finding.address: finding.record.to
            for finding in found
            if finding.verdict is Verdict.MOVED and finding.record and not lost(finding)
        }
        moved = {
            old: to
            for old, to in moved.items()
            if to in self._plan_of([to]).tested and is_web_address(to) and len(to) <= 2000
        }
        second = self._ask(list(dict.fromkeys(moved.values())))
        opens = {to for to, outcome in second.items() if outcome.state is State.OK and not outcome.detail}
        changes = [
            NewAddress(use, moved[finding.address])
            for finding in found
            if moved.get(finding.address) in opens
            for use in finding.uses
        ]
        files = self._new_texts(changes)
        if dry_run or not files:
            return list(found)
        write_files(self._project, files)
        return self._after_fix(second)

    def _after_fix(self, second: Mapping[str, Outcome]) -> list[Finding]:
        """What is known once the content has its new addresses, which have just been asked."""
        history = load(self._history_file)
        uses = web_addresses(self._project, self._sources)
        self.planned = self._plan(uses)
        kept = [address for address in self.planned.tested if address in history.records or address in second]
        history = after_test(history, second, kept, self._today)
        self._save(history)
        return findings(uses, self.planned, history.records, self._policy)

    def _new_texts(self, changes: Sequence[NewAddress]) -> dict[str, str]:
        sources = {source.path: source for source in self._sources}
        files: dict[str, str] = {}
        for path in sorted({change.use.path for change in changes}):
            here = [change for change in changes if change.use.path == path]
            text = read_text(self._project / path, path)
            if isinstance(text, Problem):
                raise WriteRefused(str(text))
            try:
                files[path] = readdressed(sources[path], text, here)
            except WriteRefused as refused:
                click.echo(str(refused), err=True)
                continue
            self.fixed += here
        return files

    def _plan(self, uses: Sequence[AddressUse]) -> Plan:
        return self._plan_of([use.address for use in uses])

    def _plan_of(self, addresses: Sequence[str]) -> Plan:
        return plan(addresses, demonstration=self._demonstration, private=self._manner.private)

    def _ask(self, addresses: Sequence[str]) -> dict[str, Outcome]:
        if not addresses:
            return {}
        with _progress() as progress:
            return outcomes_of(addresses, self._manner, progress)

    def _save(self, history: History) -> None:
        try:
            save(self._history_file, history)
        except OSError as error:
            raise fail(f"{self._history_file} cannot be written: {error.strerror}.") from None


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


def _print(form: str, shown: Sequence[Problem], found: Sequence[Finding], tester: _Tester) -> None:
    summary = " ".join(_sentences(shown, found, tester))
    if form == "json":
        print_json(
            {
                "summary": summary,
                "links": [_plain(finding) for finding in found],
                "problems": [problem._asdict() for problem in shown],
                "fixed": [_plain_change(change) for change in tester.fixed],
                "dry_run": tester.dry_run,
            }
        )
        return
    for use, to in tester.fixed:
        verb = "would change" if tester.dry_run else "changed"
        click.echo(f"{use.path}:{use.line}:{use.column}: {verb} {use.address} to {to}")
    print_problems(form, shown, summary)


def _sentences(shown: Sequence[Problem], found: Sequence[Finding], tester: _Tester) -> Iterator[str]:
    counts = Counter(finding.verdict for finding in found)
    tested = sum(finding.record is not None for finding in found)
    words = [f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]]
    if tester.site_pages:
        yield f"{tester.site_pages:,} page{'s' if tester.site_pages > 1 else ''} of the site read."
    if found:
        yield f"{tested:,} address{'es' if tested != 1 else ''} tested: {', '.join(words)}."
    elif not tester.site_pages:
        yield "There is no address to test."
    if tester.planned.examples:
        yield f"{len(tester.planned.examples):,} example addresses of the demonstration were left out."
    if tester.unanswered:
        yield f"LinkChecker broke off before {len(tester.unanswered):,} of them: run it again."
    dead = sum(problem.code.startswith("dead-") for problem in shown)
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
