"""The races: how fast this generator is beside others that do the same work.

``make bench``, or ``python -m benchmarks.run [--pairs N] [--quick] [--rows ROW…] [--work DIR]``

Each figure compares two commands as whole processes on two cores, run in turn on the same
content, and is the median over the pairs. The table goes to standard output; a complete
run also writes it to ``docs/benchmarks.md``.
"""

import argparse
import datetime
import platform
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.entries import REPOSITORY, Amounts, write_project
from benchmarks.measure import MIB, Usage, run, use_two_cores
from benchmarks.peer import hugo, write_peer

REPORT = REPOSITORY / "docs" / "benchmarks.md"
SEED = 1
_HERE = Path(__file__).resolve().parent
_PYTHON = sys.executable
_SHOWN_VERSIONS = ("mkdocs", "mkdocs-material", "jinja2", "cmarkgfm", "pydantic", "pyyaml", "hugo")


class Pair(NamedTuple):
    """One measurement of ours and one of the other's, taken one after the other."""

    ours: float
    other: float


class Row(NamedTuple):
    """One line of the table."""

    what: str
    ours: str
    other: str
    ratio: str
    spread: str
    target: str
    met: bool


class PageWeight(NamedTuple):
    """How many pages of one kind a site has, and how many bytes they have on average."""

    kind: str
    pages: int
    average: float


ENTRY_FOLDERS = ("services", "schools", "organisations")
PEER_FOLDERS = (*ENTRY_FOLDERS, "browse", "guides", "search")
"""The folders of the site that Hugo builds as well."""

ONLY_OURS = ("SEN information report", "question of reports", "page of the whole offer")
"""Kinds of page that only our site has: Hugo is not asked for them."""

# --- The two sites -------------------------------------------------------------------


class Course:
    """A folder with content, where both sites are built from it.

    Attributes:
        project: Our project.
        site: Our built site.
        peer: The Hugo project.
        peer_site: The site that Hugo built.
        amounts: How many entries there are.
    """

    def __init__(self, work: Path, amounts: Amounts) -> None:
        folder = work / str(amounts.total)
        shutil.rmtree(folder, ignore_errors=True)
        self.project, self.peer = folder / "project", folder / "hugo"
        self.site, self.peer_site = self.project / "site", self.peer / "public"
        self.amounts = amounts
        write_project(self.project, amounts, SEED)
        write_peer(folder)

    def build(self, memory: bool = False) -> Usage:
        """Builds our site with what there is in the cache."""
        return self._generator("build", memory=memory)

    def build_cold(self, memory: bool = False) -> Usage:
        """Builds our site from nothing."""
        for left in (self.site, self.project / ".cache"):
            shutil.rmtree(left, ignore_errors=True)
        return self.build(memory)

    def build_peer_cold(self, memory: bool = False) -> Usage:
        """Builds Hugo's site from nothing."""
        cache = self.peer / "cache"
        for left in (self.peer_site, cache, self.peer / "resources"):
            shutil.rmtree(left, ignore_errors=True)
        command: list[str | Path] = [hugo(), "--source", self.peer, "--cacheDir", cache, "--quiet"]
        return run(command, self.peer, memory=memory)

    def check(self) -> Usage:
        """Checks our content without the cache."""
        return self._generator("check", "--no-cache")

    def _generator(self, verb: str, *options: str, memory: bool = False) -> Usage:
        command: list[str | Path] = [_PYTHON, "-m", "generator", verb, "--project", self.project, *options]
        return run(command, REPOSITORY, memory=memory)

    def load_only(self) -> Usage:
        """Loads the same YAML files and does nothing with them."""
        return run([_PYTHON, _HERE / "load_yaml.py", self.project / "content"], REPOSITORY)

    def change_a_word(self, number: int) -> None:
        """Changes a word in the description of one service, another one for each number."""
        services = sorted((self.project / "content" / "services").glob("*.yml"))
        described = (file for file in services[number * 7 :] if "description: |" in file.read_text("utf-8"))
        file = next(described)
        old = file.read_text("utf-8")
        new = re.sub(r"(description: \|\n +)\S+", rf"\g<1>Changed{number}", old, count=1)
        file.write_text(new, "utf-8")


def _empty_mkdocs(work: Path) -> Callable[[], Usage]:
    folder = work / "empty"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Empty\ntheme: material\n", "utf-8")
    (folder / "docs" / "index.md").write_text("# Empty\n\nNothing here.\n", "utf-8")
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    return lambda: run([_PYTHON, "-m", "mkdocs", "build", "--quiet"], folder, quiet)


# --- The races -----------------------------------------------------------------------


class Races:
    """All races of one run.

    Args:
        work: Where the content and the sites are made.
        pairs: How often each comparison is made.
        amounts: How many entries there are in all races but growth.
    """

    def __init__(self, work: Path, pairs: int, amounts: Amounts) -> None:
        self._work, self._pairs = work, pairs
        self._amounts = amounts
        self._course: Course | None = None

    @property
    def course(self) -> Course:
        """The content of most races, made when it is first asked for."""
        if self._course is None:
            self._course = Course(self._work, self._amounts)
        return self._course

    def run(self, names: Iterable[str]) -> list[Row]:
        """Runs the races of these names."""
        return [ROWS[name](self) for name in names]

    def cold(self) -> Row:
        """A build from nothing beside Hugo's."""
        course = self.course
        pairs = self._in_turn(lambda: course.build_cold().seconds, lambda: course.build_peer_cold().seconds)
        what = f"Cold build, {_amounts_words(course.amounts)}; beside Hugo"
        return _ratio_row(what, pairs, target=1.0)

    def change(self) -> Row:
        """A build after a change to one entry beside MkDocs' least build."""
        course, empty = self.course, _empty_mkdocs(self._work)
        course.build_cold()
        empty()
        number = iter(range(self._pairs))

        def changed() -> float:
            course.change_a_word(next(number))
            return course.build().seconds

        pairs = self._in_turn(changed, lambda: empty().seconds)
        what = f"One entry of {course.amounts.total:,} changed; beside an empty `mkdocs build` with Material"
        return _ratio_row(what, pairs, target=1.3)

    def growth(self) -> Row:
        """A build from nothing beside one of a tenth of the entries."""
        many = 10_000 if self._amounts.total >= 5_000 else 2 * self._amounts.total
        large = Course(self._work, Amounts.sharing(many))
        small = Course(self._work, Amounts.sharing(many // 10))
        pairs = self._in_turn(lambda: large.build_cold().seconds, lambda: small.build_cold().seconds)
        what = f"Cold build of {many:,} entries; beside one of {many // 10:,}"
        return _ratio_row(what, pairs, target=10.5)

    def check(self) -> Row:
        """A check of everything beside merely loading the files."""
        course = self.course
        pairs = self._in_turn(lambda: course.check().seconds, lambda: course.load_only().seconds)
        what = f"`check` of {course.amounts.total:,} entries, no cache; beside `yaml.CSafeLoader` alone"
        return _ratio_row(what, pairs, target=2.0)

    def memory(self) -> Row:
        """The most memory of a build from nothing, and Hugo's."""
        course, target = self.course, 400
        pairs = self._in_turn(
            lambda: course.build_cold(memory=True).peak / MIB,
            lambda: course.build_peer_cold(memory=True).peak / MIB,
        )
        ours = [pair.ours for pair in pairs]
        median = statistics.median(ours)
        return Row(
            f"Peak memory of the cold build, {course.amounts.total:,} entries; beside Hugo",
            f"{median:.0f} MB",
            f"{statistics.median(pair.other for pair in pairs):.0f} MB",
            "",
            f"{min(ours):.0f}–{max(ours):.0f} MB",
            f"≤ {target} MB",
            median <= target,
        )

    def weights(self) -> tuple[list[PageWeight], list[PageWeight]]:
        """The pages of our site and of Hugo's."""
        course = self.course
        if not course.site.is_dir():
            course.build_cold()
        if not course.peer_site.is_dir():
            course.build_peer_cold()
        return _weights(course.site), _weights(course.peer_site)

    def _in_turn(self, ours: Callable[[], float], other: Callable[[], float]) -> list[Pair]:
        """Measures both by turns; who goes first changes from pair to pair."""
        pairs = []
        for number in range(self._pairs):
            if number % 2:
                second = other()
                pairs.append(Pair(ours(), second))
            else:
                pairs.append(Pair(ours(), other()))
            print(f"  {pairs[-1].ours:8.2f} {pairs[-1].other:8.2f}", file=sys.stderr, flush=True)
        return pairs


ROWS: dict[str, Callable[[Races], Row]] = {
    "cold": Races.cold,
    "change": Races.change,
    "growth": Races.growth,
    "check": Races.check,
    "memory": Races.memory,
}
"""The races by name, in the order of the table."""


def _amounts_words(amounts: Amounts) -> str:
    return (
        f"{amounts.services:,} services, {amounts.schools:,} schools and "
        f"{amounts.organisations:,} organisations"
    )


def _ratio_row(what: str, pairs: Sequence[Pair], target: float) -> Row:
    ratios = [pair.ours / pair.other for pair in pairs]
    median = statistics.median(ratios)
    return Row(
        what,
        f"{statistics.median(pair.ours for pair in pairs):.2f} s",
        f"{statistics.median(pair.other for pair in pairs):.2f} s",
        f"{median:.2f}",
        f"{min(ratios):.2f}–{max(ratios):.2f}",
        f"≤ {target:g}",
        median <= target,
    )


def _weights(site: Path) -> list[PageWeight]:
    """Counts and weighs the HTML pages of a site."""
    sizes: dict[str, list[int]] = {}
    for page in site.rglob("*.html"):
        parts = page.relative_to(site).parts
        sizes.setdefault(_kind_of_page(parts), []).append(page.stat().st_size)
    return [
        PageWeight(kind, len(sizes[kind]), statistics.mean(sizes[kind]))
        for kind in ("service", "school", "organisation", "other", *ONLY_OURS)
        if kind in sizes
    ]


def _kind_of_page(parts: tuple[str, ...]) -> str:
    if parts[-2:-1] == ("sen-report",):
        return "SEN information report"
    if parts[:2] == ("compare", "questions"):
        return "question of reports"
    if len(parts) > 1 and parts[0] not in PEER_FOLDERS:
        return "page of the whole offer"
    if len(parts) == 3 and not parts[1].startswith("page") and parts[0] in ENTRY_FOLDERS:
        return parts[0].removesuffix("s")
    return "other"


# --- The report ----------------------------------------------------------------------


def _table(rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, the first row its head, that is also plain to read as text."""
    cells = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(f"| {line} |" for line in lines)


def _figures(rows: Iterable[Row]) -> str:
    head = ("what", "ours", "the other", "ratio", "lowest–highest", "target", "met")
    return _table([head, *((*row[:6], "yes" if row.met else "no") for row in rows)])


def _page_table(ours: Iterable[PageWeight], other: Iterable[PageWeight]) -> str:
    theirs = {weight.kind: weight for weight in other}
    head = ("pages", "ours", "bytes on average", "Hugo's", "bytes on average", "ours / Hugo's")
    rows = [
        (
            weight.kind,
            f"{weight.pages:,}",
            f"{weight.average:,.0f}",
            *_beside(weight, theirs.get(weight.kind)),
        )
        for weight in ours
    ]
    return _table([head, *rows])


def _beside(ours: PageWeight, other: PageWeight | None) -> tuple[str, str, str]:
    if other is None:
        return "none", "", ""
    return f"{other.pages:,}", f"{other.average:,.0f}", f"{ours.average / other.average:.2f}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _report(rows: Sequence[Row], pages: str, pairs: int, cores: int) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _SHOWN_VERSIONS)
    return f"""# Benchmarks

Written by `make bench` on {datetime.date.today():%-d %B %Y}; do not edit. How it is measured stands in
`benchmarks/run.py`, the content in `benchmarks/entries.py`, and the Hugo site in `benchmarks/hugo/`.

{_figures(rows)}

Each figure is the median of {pairs} pairs: whole processes, by turns in one run, on two cores. The ratio
is the median of the pairs' ratios. Memory is the highest sum over the process and its children, with
shared memory counted once (Linux' proportional set size, sampled every 20 ms in runs of its own).

## The two sites

Both are built from the same content (seed {SEED}), with the same facts on each page. Ours has more pages: Hugo is not
asked for schools' reports, the answers question by question, and pages on the whole offer (the law, gaps, comparing).

{pages}

## The machine

{_processor()}, {min(cores, 2)} of {cores} cores, {platform.system()},
Python {platform.python_version()}; {versions}.
"""


def main() -> None:
    """Reads the command line, runs the races and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, help="how often to compare (5; 3 with --quick)")
    parser.add_argument("--quick", action="store_true", help="500 entries only; writes no report")
    parser.add_argument(
        "--rows", nargs="+", choices=list(ROWS), default=list(ROWS), help="only these; writes no report"
    )
    parser.add_argument("--work", type=Path, help="where to work, if not in a temporary folder")
    asked = parser.parse_args()
    pairs = asked.pairs or (3 if asked.quick else 5)
    amounts = Amounts.sharing(500) if asked.quick else Amounts(5000, 300, 500)
    cores = use_two_cores()
    with tempfile.TemporaryDirectory(prefix="local-offer-bench-") as temporary:
        races = Races((asked.work or Path(temporary)).resolve(), pairs, amounts)
        rows = races.run(asked.rows)
        pages = _page_table(*races.weights())
    print(_figures(rows), pages, sep="\n\n")
    if asked.rows == list(ROWS) and not asked.quick:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(_report(rows, pages, pairs, cores), "utf-8")


if __name__ == "__main__":
    main()
