"""How long ``local-offer links`` takes beside LinkChecker alone, on the same addresses; writes the report.

``python -m benchmarks.links`` (or ``make bench-links``). The addresses lead to hosts on this machine
(127.0.0.0/8), which answer in every way that hosts do. Both ask with the same politeness, in one run and by
turns: as many requests to a host in a second, as many requests at one time, as long a patience. LinkChecker
gets the addresses from a file, in the order in which the content has them, and asks each once; ours reads
the content, asks what failed a second time, and says in which file and line each address stands.

The same for a built site: every link and anchor of every page, beside LinkChecker on the same folder.
"""

import argparse
import asyncio
import datetime
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.entries import REPOSITORY, Amounts, write_project
from benchmarks.measure import use_two_cores
from generator.links.linkchecker import Politeness, program

PER_SECOND = 10.0
TIMEOUT = 5
LINKS_IN_AN_ENTRY = 5

SHARES = {"ok": 870, "moved": 40, "wall": 30, "gone": 20, "down": 20, "later": 10, "slow": 8, "hangs": 2}
"""Of a thousand addresses, how many answer in which way."""

VERDICTS = {"ok": "ok", "slow": "ok", "later": "ok", "moved": "moved", "wall": "blocked", "gone": "broken"}
VERDICTS |= {"down": "failing", "hangs": "failing"}
"""What has to be said of each."""

_ANSWERS = {
    "ok": "200 OK",
    "slow": "200 OK",
    "hangs": "200 OK",
    "later": "302 Found",
    "moved": "301 Moved Permanently",
    "wall": "403 Forbidden",
    "gone": "404 Not Found",
    "down": "503 Service Unavailable",
    "robots.txt": "404 Not Found",
}
_DELAYS = {"slow": 2.0, "hangs": 60.0}


# --- The hosts --------------------------------------------------------------------------------


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("ascii")
        way = path.split("/")[1]
        await asyncio.sleep(_DELAYS.get(way, 0.0))
        new = "Location: /ok/new\r\n" if way in ("moved", "later") else ""
        writer.write(
            f"HTTP/1.1 {_ANSWERS[way]}\r\n{new}Content-Type: text/html\r\nContent-Length: 2\r\n"
            "Connection: close\r\n\r\nok".encode()
        )
        await writer.drain()
    except (OSError, EOFError):
        pass
    finally:
        writer.close()


def _serve(tell: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.start_server(_answer, "0.0.0.0", 0, backlog=1024)
        tell.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def hosts() -> Iterator[int]:
    """The port on which every address of 127.0.0.0/8 answers, in a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def addresses(count: int, port: int, seed: int = 1) -> list[str]:
    """Made-up addresses: a few hosts that many pages are on, and many with one to eight."""
    chance = random.Random(seed)
    sizes = [count * 15 // 1000] + [count * 5 // 1000] * 10
    while sum(sizes) < count:
        sizes.append(min(chance.randint(1, 8), count - sum(sizes)))
    ways = [way for way, share in SHARES.items() for _ in range(share)]
    made = [
        f"http://127.{1 + host // 62500}.{host // 250 % 250}.{1 + host % 250}:{port}/{chance.choice(ways)}/{page}"
        for host, size in enumerate(sizes)
        for page in range(size)
    ]
    chance.shuffle(made)
    return made


def write_content(project: Path, links: list[str]) -> None:
    """A project whose services lead to the addresses, a few each."""
    shutil.copytree(REPOSITORY / "content/vocabulary", project / "content/vocabulary")
    (project / "content/authority.yml").write_text(
        "name: Doggerland Council\ngss: E06000999\nwebsite: https://www.doggerland.example.org\n"
        "demonstration: It is made up.\ncontact:\n  phone: 01632 960100\n"
        "feedback:\n  email: localoffer@doggerland.example.org\n",
        "utf-8",
    )
    services = project / "content/services"
    services.mkdir()
    for at in range(0, len(links), LINKS_IN_AN_ENTRY):
        lines = "".join(f"  - [page {number}]({link})\n" for number, link in enumerate(links[at : at + 5]))
        (services / f"service-{at // 5}.yml").write_text(
            f"name: Service {at // 5}\ncategories: [clubs]\ncontact:\n  phone: 01632 960123\ndescription: |\n{lines}",
            "utf-8",
        )


# --- The two ----------------------------------------------------------------------------------


class Times(NamedTuple):
    """Seconds of ours and of LinkChecker alone."""

    ours: float
    other: float


def _clean_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}


def _seconds(
    command: list[str], folder: Path, given: str = "", fine: tuple[int, ...] = (0, 1)
) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, input=given, capture_output=True, text=True, env=_clean_environment()
    )
    seconds = time.perf_counter() - start
    if done.returncode not in fine:
        raise SystemExit(f"{command} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds, done.stdout


def ours(project: Path, links: list[str]) -> float:
    """One run of ours; every verdict is looked at."""
    command = [sys.executable, "-m", "generator", "links", "--project", str(project), "--private"]
    command += ["--requests-per-second", str(PER_SECOND), "--timeout", str(TIMEOUT)]
    command += ["--second-look", "1", "--format", "json", "--today", "2026-11-02"]
    (project / ".local-offer/links.json").unlink(missing_ok=True)
    seconds, said = _seconds(command, REPOSITORY)
    found = {link["address"]: link["verdict"] for link in json.loads(said)["links"]}
    wrong = [link for link in links if found.get(link) != VERDICTS[link.split("/")[3]]]
    if wrong:
        raise SystemExit(f"{len(wrong)} verdicts are wrong, of {wrong[0]}: {found.get(wrong[0])}")
    return seconds


def linkchecker_alone(folder: Path, links: list[str]) -> float:
    """One run of LinkChecker, with as many threads as ours has together."""
    manner = Politeness()
    settings = folder / "linkcheckerrc"
    settings.write_text(
        f"[checking]\nthreads={manner.at_once * manner.groups}\ntimeout={TIMEOUT}\nrecursionlevel=0\n"
        f"maxrequestspersecond={PER_SECOND}\n[filtering]\ncheckextern=1\n"
        "[output]\nlog=csv\nverbose=1\nstatus=0\n[AnchorCheck]\n",
        "utf-8",
    )
    seconds, said = _seconds([program(), f"--config={settings}", "--stdin"], folder, "\n".join(links))
    answered = sum(line.startswith("http") for line in said.splitlines())
    if answered < len(links):
        raise SystemExit(f"LinkChecker answered for {answered} of {len(links)} addresses")
    return seconds


def outside(count: int, pairs: int, work: Path) -> list[Times]:
    """Pairs of runs on the same addresses."""
    times = []
    with hosts() as port:
        links = addresses(count, port)
        project = work / "offer"
        write_content(project, links)
        for number in range(pairs):
            if number % 2:
                other = linkchecker_alone(work, links)
                times.append(Times(ours(project, links), other))
            else:
                mine = ours(project, links)
                times.append(Times(mine, linkchecker_alone(work, links)))
            print(
                f"{count:,} addresses: ours {times[-1].ours:.1f} s, LinkChecker {times[-1].other:.1f} s",
                flush=True,
            )
    return times


def inside(services: int, pairs: int, work: Path) -> tuple[list[Times], int]:
    """Pairs of runs on the same built site, and how many pages it has."""
    project = work / "site-project"
    write_project(project, Amounts.sharing(services), seed=1)
    generator = [sys.executable, "-m", "generator"]
    _seconds([*generator, "build", "--project", str(project)], REPOSITORY, fine=(0,))
    site = project / "site"
    settings = work / "siterc"
    settings.write_text("[checking]\nthreads=10\n[output]\nstatus=0\n[AnchorCheck]\n", "utf-8")
    times = []
    for _ in range(pairs):
        command = [*generator, "links", "--project", str(project), "--site", str(site), "--no-outside"]
        mine, _ = _seconds(command, REPOSITORY)
        other, _ = _seconds([program(), f"--config={settings}", str(site / "index.html")], work)
        times.append(Times(mine, other))
        print(f"site: ours {mine:.1f} s, LinkChecker {other:.1f} s", flush=True)
    return times, sum(1 for _ in site.rglob("*.html"))


# --- The report -------------------------------------------------------------------------------


def _row(what: str, times: list[Times]) -> str:
    ratio = median(one.ours / one.other for one in times)
    spread = (
        f"{min(one.ours / one.other for one in times):.2f}–{max(one.ours / one.other for one in times):.2f}"
    )
    mine, other = median(one.ours for one in times), median(one.other for one in times)
    return f"| {what} | {mine:.1f} s | {other:.1f} s | {ratio:.2f} | {spread} |"


def _report(count: int, found: list[Times], site: list[Times], pages: int) -> str:
    today = datetime.date.today()
    shares = Counter(SHARES)
    manner = Politeness()
    words = ", ".join(f"{share / 10:g} % {way}" for way, share in shares.items())
    lines = [
        "# Testing links",
        "",
        f"Written by `make bench-links` on {today.day} {today:%B %Y}; do not edit. How it is measured stands in",
        "`benchmarks/links.py`.",
        "",
        "| what | ours | LinkChecker alone | ratio | lowest–highest |",
        "| --- | --- | --- | --- | --- |",
        _row(f"{count:,} addresses of other websites", found),
        _row(f"every link and anchor of a built site of {pages:,} pages", site),
        "",
        f"Whole processes, by turns in one run, on two cores; the median of {len(found)} pairs. The hosts are on this machine",
        f"and answer in every way ({words}).",
        f"Both ask a host {PER_SECOND:g} times a second at most, wait {TIMEOUT} s for an answer, and have",
        f"{manner.at_once * manner.groups} requests open at most; ours also asks no host more than {manner.at_once} at a time,",
        "asks what failed or is gone a second time, looks every name up itself (see docs/links.md), reads the content, and",
        "names file and line. Every verdict of ours is compared with what the host was made to say.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--links", type=int, default=10_000)
    parser.add_argument(
        "--services", type=int, default=1_000, help="entries of the site whose own links are read"
    )
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--no-report", action="store_true", help="print only")
    options = parser.parse_args()
    use_two_cores()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        work.chmod(0o755)  # as root, LinkChecker goes on as the user "nobody"
        site, pages = inside(options.services, options.pairs, work)
        found = outside(options.links, options.pairs, work)
    report = _report(options.links, found, site, pages)
    print(report)
    if not options.no_report:
        (REPOSITORY / "docs" / "links-benchmark.md").write_text(report, "utf-8")


if __name__ == "__main__":
    main()
