"""Tests the links of a project, keeps what was found, and writes the new addresses of what has moved."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.editing.addresses import NewAddress, readdressed
from generator.editing.writer import WriteRefused, write_files
from generator.links.changed import new_addresses
from generator.links.findings import Finding, Plan, findings, lost, plan
from generator.links.history import History, Verdict, after_test, load, save
from generator.links.outcome import Outcome, State
from generator.reading import Offer, Problem
from generator.reading.content_files import SourceFile, read_text
from generator.reading.web_addresses import AddressUse, web_addresses
from offer_schema.field_types import is_web_address

Ask = Callable[[Iterable[str]], dict[str, Outcome]]
"""Asks for addresses, as `outcomes_of` does."""


class LinkUpkeep:
    """One run of tests, and what is known after it.

    Attributes:
        planned: Which addresses are tested.
        unanswered: Those for which no answer came, because LinkChecker broke off.
        fixed: What was changed in the content, or would be.
        left: What has moved and is not written, since the new page does not open well.
        refused: Why files could not be changed, a sentence for each.
    """

    def __init__(
        self,
        project: Path,
        offer: Offer,
        sources: Sequence[SourceFile],
        ask: Ask,
        history_file: Path,
        today: datetime.date,
        *,
        private: bool = False,
    ) -> None:
        """Prepares a run.

        Args:
            project: The project's folder.
            offer: Its offer.
            sources: Its files.
            ask: Asks for addresses.
            history_file: Where the history is kept.
            today: The day of the test.
            private: Whether addresses of private networks are tested.
        """
        self._project, self._offer, self._sources, self._ask = project, offer, sources, ask
        self._history_file, self._today, self._private = history_file, today, private
        self._policy = offer.authority.links
        self._demonstration = offer.authority.demonstration is not None
        self.planned = Plan((), {}, ())
        self.unanswered: list[str] = []
        self.fixed: list[NewAddress] = []
        self.left: list[Finding] = []
        self.refused: list[str] = []
        self._ref: str | None = None
        self._history = History(None, {})

    def test(self, ref: str | None) -> list[Finding]:
        """Tests all addresses and keeps what was found, or tests those that are new and keeps nothing.

        Args:
            ref: The state of git against which addresses are new; None for all.

        Raises:
            HistoryUnreadable: What is kept of earlier tests cannot be read.
            NoSuchState: Git does not know `ref`.
            HistoryUnwritable: What was found cannot be kept.
            ProgramMissing: LinkChecker is not installed.
            ProgramFailed: LinkChecker tested nothing.
        """
        history = load(self._history_file)
        uses = list(self._offer.addresses)
        if ref is not None:
            new = new_addresses(self._project, ref, self._sources, uses)
            uses = [use for use in uses if use.address in new]
        self.planned = self._plan(uses)
        outcomes = self._ask(self.planned.tested)
        self.unanswered = [address for address in self.planned.tested if address not in outcomes]
        self._ref = ref
        self._keep(after_test(history, outcomes, self.planned.tested, self._today))
        return findings(uses, self.planned, self._history.records, self._policy)

    def fix(self, found: Sequence[Finding], dry_run: bool) -> list[Finding]:
        """Writes the new addresses of what has moved, once they have opened themselves.

        Args:
            found: What a test found.
            dry_run: Whether only to find out what would be written.

        Returns:
            What is known afterwards.

        Raises:
            WriteRefused: Nothing could be written.
        """
        moved = {one.address: one for one in found if one.verdict is Verdict.MOVED and one.record}
        new = {address: one.record.to for address, one in moved.items() if one.record and not lost(one)}
        new = {old: to for old, to in new.items() if is_web_address(to) and self._plan_of([to]).tested}
        second = self._ask(list(dict.fromkeys(new.values())))
        opens = {to for to, outcome in second.items() if outcome.state is State.OK and not outcome.detail}
        self.left = [one for address, one in moved.items() if new.get(address) not in opens]
        files = self._new_texts(
            [NewAddress(use, to) for address, to in new.items() if to in opens for use in moved[address].uses]
        )
        if dry_run or not files:
            return list(found)
        write_files(self._project, files)
        return self._after_fix(second)

    def _after_fix(self, second: Mapping[str, Outcome]) -> list[Finding]:
        """What is known once the content has its new addresses, which have just been asked."""
        known = self._history.records.keys() | second.keys() | self.planned.refused.keys()
        uses = [use for use in web_addresses(self._project, self._sources) if use.address in known]
        self.planned = self._plan(uses)._replace(examples=self.planned.examples)
        self._keep(after_test(self._history, second, self.planned.tested, self._today))
        return findings(uses, self.planned, self._history.records, self._policy)

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
                self.refused.append(str(refused))
            else:
                self.fixed += here
        return files

    def _plan(self, uses: Sequence[AddressUse]) -> Plan:
        return self._plan_of([use.address for use in uses])

    def _plan_of(self, addresses: Sequence[str]) -> Plan:
        return plan(addresses, demonstration=self._demonstration, private=self._private)

    def _keep(self, history: History) -> None:
        """Remembers what is known; in a test of everything, for the next run as well."""
        self._history = history
        if self._ref is None:
            save(self._history_file, history)
