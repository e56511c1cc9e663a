"""Runs LinkChecker, which does the fetching, and reads what it says.

It is called as a program (its licence is the GPL). Each host belongs to one process with a
few threads, so that no host is ever asked by more than that many at a time; between two
requests to one host the process waits. Everything that it may know comes from here: no
settings, no cookies and no passwords of the person who runs it.
"""

import contextlib
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from generator.links.address import host_of

MAX_REDIRECTS = 10
MAX_PAGE_BYTES = 3_000_000
"""The longest page in which an anchor is looked for, in bytes; nothing else is read to its end."""


class Politeness(NamedTuple):
    """How hosts are asked.

    Attributes:
        per_second: The most requests to one host in a second. LinkChecker waits between one and six times
            the interval that follows from it, by chance.
        at_once: How many requests may be open to one host.
        groups: How many groups of hosts are asked side by side.
        timeout: How many seconds a host may be silent.
    """

    per_second: float = 2.0
    at_once: int = 3
    groups: int = 8
    timeout: int = 20


class Hop(NamedTuple):
    """One redirect: the status with which it was given, and where it led."""

    status: int
    to: str


class Answer(NamedTuple):
    """What LinkChecker says of one address.

    Attributes:
        works: Whether it got an answer that it calls valid.
        result: Its words: a status with its name, or an error.
        hops: The redirects that it followed.
        anchor_missing: Whether the page has no such anchor.
        retry_after: What the host asked for with its status 429, in seconds; None if it did not give one.
    """

    works: bool
    result: str
    hops: tuple[Hop, ...] = ()
    anchor_missing: bool = False
    retry_after: int | None = None


class ProgramMissing(RuntimeError):
    """LinkChecker is not installed; the message says how to install it."""


class ProgramFailed(RuntimeError):
    """LinkChecker ended without testing anything; the message has its last words."""


def program() -> str:
    """The path of LinkChecker.

    Raises:
        ProgramMissing: It is not installed.
    """
    beside = Path(sys.executable).with_name("linkchecker")
    found = str(beside) if beside.is_file() else shutil.which("linkchecker")
    if found is None:
        raise ProgramMissing(
            f"Testing links needs LinkChecker. Install it: {sys.executable} -m pip install linkchecker"
        )
    return found


def ask(
    forms: Sequence[str],
    politeness: Politeness,
    *,
    agent: str,
    proxy: str = "",
    on_answer: Callable[[], object] = lambda: None,
) -> dict[str, Answer]:
    """Asks for every address once.

    Args:
        forms: Addresses in their `request_form`, each once.
        politeness: How hosts are asked.
        agent: Who asks, as hosts are told.
        proxy: The proxy that everything goes through; "" for what the environment says.
        on_answer: Called after each answer, from several threads.

    Returns:
        The answers. An address may be missing if LinkChecker broke off.

    Raises:
        ProgramMissing: It is not installed.
        ProgramFailed: It tested nothing at all.
    """
    if not forms:
        return {}
    command = program()
    answers: dict[str, Answer] = {}
    with tempfile.TemporaryDirectory(prefix="local-offer-links-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # as root, LinkChecker goes on as the user "nobody"
        settings = home / "linkcheckerrc"
        settings.write_text(_settings(politeness, agent, _certificates(home)), "utf-8")
        runs = [
            _Run(command, settings, part, _environment(home, proxy), politeness, answers, on_answer)
            for part in groups(forms, politeness.groups)
        ]
        try:
            for run in runs:
                run.start()
            for run in runs:
                run.wait()
        finally:
            for run in runs:
                run.stop()
    if not answers:
        words = next((run.last_words for run in runs if run.last_words), "it said nothing.")
        raise ProgramFailed(f"LinkChecker tested nothing: {words}")
    return answers


def groups(forms: Iterable[str], most: int) -> list[list[str]]:
    """Shares addresses out so that a host is in one group only; in a group hosts take turns.

    Args:
        forms: Addresses in their `request_form`.
        most: How many groups there may be. Few addresses get fewer, since each is a process to start.
    """
    hosts: dict[str, deque[str]] = defaultdict(deque)
    for form in forms:
        hosts[host_of(form)].append(form)
    count = sum(map(len, hosts.values()))
    shares: list[list[deque[str]]] = [[] for _ in range(max(1, min(most, len(hosts), -(-count // 4))))]
    sizes = [0] * len(shares)
    for waiting in sorted(hosts.values(), key=len, reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(waiting)
        sizes[least] += len(waiting)
    return [_in_turn(share) for share in shares if share]


def _in_turn(share: list[deque[str]]) -> list[str]:
    # A host with many addresses is asked as evenly as can be over the whole time.
    places = [((at + 0.5) / len(waiting), form) for waiting in share for at, form in enumerate(waiting)]
    return [form for _, form in sorted(places)]


def _certificates(home: Path) -> str:
    """The certificates that this machine trusts if it says so, where LinkChecker can read them."""
    trusted = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or ""
    if not os.path.isfile(trusted):
        return ""
    return str(shutil.copyfile(trusted, home / "trusted.pem"))


def _settings(politeness: Politeness, agent: str, certificates: str) -> str:
    return "\n".join(
        [
            "[checking]",
            f"threads={politeness.at_once}",
            f"timeout={politeness.timeout}",
            f"maxrequestspersecond={politeness.per_second}",
            f"maxhttpredirects={MAX_REDIRECTS}",
            f"maxfilesizedownload={MAX_PAGE_BYTES}",
            "recursionlevel=0",
            f"useragent={agent}",
            *([f"sslverify={certificates}"] if certificates else []),
            "[filtering]",
            "checkextern=1",
            "[output]",
            "log=csv",
            "verbose=1",
            "status=0",
            "[AnchorCheck]",
            "",
        ]
    )


def _environment(home: Path, proxy: str) -> dict[str, str]:
    """What LinkChecker may know of this machine: no tokens, no password files, no language but English."""
    names = ("PATH", "SYSTEMROOT", "TZ")
    known = {name: os.environ[name] for name in names if name in os.environ}
    known |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "NETRC": os.devnull, "PYTHONIOENCODING": "utf-8"}
    if proxy:
        return known | {"http_proxy": proxy, "https_proxy": proxy}
    return known | proxies_here(os.environ)


def proxies_here(environment: Mapping[str, str]) -> dict[str, str]:
    """The proxies that the environment asks programs to use."""
    names = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    found = {name: environment.get(name) or environment.get(name.upper()) or "" for name in names}
    found = {name: value for name, value in found.items() if value}
    return found if set(found) - {"no_proxy"} else {}


class _Run(threading.Thread):
    """One process, and the thread that reads its answers."""

    def __init__(
        self,
        command: str,
        settings: Path,
        forms: Sequence[str],
        environment: Mapping[str, str],
        politeness: Politeness,
        answers: dict[str, Answer],
        on_answer: Callable[[], object],
    ) -> None:
        super().__init__(name="links-reader", daemon=True)
        self.last_words = ""
        self._forms = frozenset(forms)
        self._answers, self._on_answer = answers, on_answer
        self._heard = time.monotonic()
        self._patience = politeness.timeout * 8 + 60 + 6 / politeness.per_second
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
        with tempfile.TemporaryFile() as asked:
            asked.write("".join(f"{form}\n" for form in forms).encode("ascii"))
            asked.seek(0)
            self._process = subprocess.Popen(
                [command, f"--config={settings}", "--stdin"],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env=dict(environment),
                cwd=settings.parent,
                text=True,
                encoding="utf-8",
                errors="replace",
            )

    def run(self) -> None:
        """Takes the answers in, one by one, until there are no more."""
        assert self._process.stdout is not None
        for row in _rows(self._process.stdout):
            self._heard = time.monotonic()
            form = row["urlname"]
            if form in self._forms and form not in self._answers:
                self._answers[form] = _answer(row)
                self._on_answer()
        self._process.wait()
        self._said.seek(0)
        self.last_words = self._said.read()[-400:].decode("utf-8", "replace").strip()

    def wait(self) -> None:
        """Waits until the process has ended, and ends it when nothing has been heard for far too long."""
        while self.is_alive():
            self.join(0.5)
            if time.monotonic() - self._heard > self._patience:
                self._process.kill()

    def stop(self) -> None:
        """Ends the process if it has not ended by itself."""
        if self._process.poll() is None:
            self._process.kill()
        with contextlib.suppress(RuntimeError):  # it was never started
            self.join()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._said.close()


def _rows(output: IO[str]) -> Iterable[dict[str, str]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_PAGE_BYTES))  # it names every anchor of a page
    columns: list[str] = []
    for cells in csv.reader(output, delimiter=";"):
        if not cells or cells[0].startswith("#"):
            continue
        if not columns:
            columns = cells
        elif len(cells) > 2:
            yield dict(zip(columns, cells, strict=False))


_HOP = re.compile(r"Redirected to `(.*)' status: ([0-9]{3})")
_LIMITED = re.compile(r"Rate limited \(Retry-After: (?:([0-9]{1,6})|.*)\)")
_NO_ANCHOR = "Anchor `"


def _answer(row: Mapping[str, Any]) -> Answer:
    warnings = row.get("warningstring", "")
    limited = _LIMITED.search(warnings)
    return Answer(
        works=row.get("valid") == "True",
        result=row.get("result", ""),
        hops=tuple(Hop(int(status), to) for to, status in _HOP.findall(warnings)),
        anchor_missing=any(line.startswith(_NO_ANCHOR) for line in warnings.splitlines()),
        retry_after=int(limited[1]) if limited and limited[1] else None,
    )
