"""Counts what the accessibility tests looked at and found, for the statement on every council's site."""

import datetime
import fcntl
import os
import pickle
from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]

from generator.site.accessibility_statement import RESULTS
from tests.site.browsing import KINDS_OF_PAGE

VARIABLE = "ACCESSIBILITY_RESULTS"
"""The environment variable that ``make accessibility`` sets to have the results written into the theme."""


class Results:
    """What each check looked at: pages, states of pages, problems."""

    def __init__(self) -> None:
        self._pages: dict[str, set[str]] = {}
        self._states: dict[str, int] = {}
        self._found: dict[str, int] = {}

    def add(self, check: str, page: str, states: int, found: int) -> None:
        """Counts one page.

        Args:
            check: The check, as ``accessibility_check`` in the theme's words calls it.
            page: The kind of page.
            states: In how many states it was looked at.
            found: How many problems there were.
        """
        self._pages.setdefault(check, set()).add(page)
        self._states[check] = self._states.get(check, 0) + states
        self._found[check] = self._found.get(check, 0) + found

    def write(self, browser_version: str, today: datetime.date, shared: Path) -> None:
        """Writes the results into the theme, if that is wanted.

        Args:
            browser_version: The browser's own number.
            today: The day of the tests.
            shared: A folder that all processes of this run share: with `pytest-xdist` each has done a part,
                and whoever is last writes the whole.
        """
        wanted = os.environ.get(VARIABLE)
        if not wanted:
            return
        with (shared / "accessibility.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            part = shared / f"accessibility-{os.getpid()}.pickle"
            part.write_bytes(pickle.dumps((self._pages, self._states, self._found)))
            whole = Results()
            for file in sorted(shared.glob("accessibility-*.pickle")):
                whole._take(*pickle.loads(file.read_bytes()))
            whole._write(Path(wanted, RESULTS), browser_version, today)

    def _take(self, pages: dict[str, set[str]], states: dict[str, int], found: dict[str, int]) -> None:
        for check in pages:
            self._pages.setdefault(check, set()).update(pages[check])
            self._states[check] = self._states.get(check, 0) + states[check]
            self._found[check] = self._found.get(check, 0) + found[check]

    def _write(self, file: Path, browser_version: str, today: datetime.date) -> None:
        axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")[:100]
        axe_version = axe.partition("axe v")[2].split()[0]
        kinds = ", ".join(f'"{kind}"' for kind in KINDS_OF_PAGE)
        lines = [
            "# What the automatic accessibility tests of the templates found; for the accessibility statement.",
            "# Written by `make accessibility`.",
            f"date: {today}",
            f'tools: ["axe-core {axe_version}", "Chromium {browser_version.partition(".")[0]}"]',
            f"kinds: [{kinds}]",
            "checks:",
        ]
        lines += [
            f"  {check}: {{pages: {len(self._pages[check])}, states: {self._states[check]}, found: {self._found[check]}}}"
            for check in sorted(self._pages)
        ]
        file.write_text("\n".join(lines) + "\n", "utf-8")
