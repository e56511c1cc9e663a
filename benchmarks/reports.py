"""How long reports take on 5,800 entries with a history of 10,000 commits, beside git alone; writes the report.

``python -m benchmarks.reports`` (or ``make bench-reports``). Each report is a whole process. Beside it stands the one
``git log`` that is the plain way to know when every file was last changed.
"""

import argparse
import datetime
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.entries import REPOSITORY, Amounts
from benchmarks.git_content import write_repository
from benchmarks.measure import run, use_two_cores

TODAY = datetime.date(2026, 11, 26)
REPORTS = ("freshness", "coverage", "schools", "gaps")
_LOG = ("git", "log", "--format=%H %cs", "--name-status", "--find-renames", "--", "content")


def main() -> None:
    """Measures and writes ``docs/reports-benchmark.md``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--to", type=Path, default=REPOSITORY / "docs" / "reports-benchmark.md")
    arguments = parser.parse_args()
    cores = use_two_cores()
    amounts = Amounts(arguments.services, arguments.services * 6 // 100, arguments.services // 10)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "offer")
        write_repository(project, amounts, arguments.commits, TODAY)
        times = measure(project, arguments.repeats)
    entries = sum(amounts)
    arguments.to.write_text(_page(times, entries, arguments.commits, arguments.repeats, cores), "utf-8")
    print(f"Written to {arguments.to}.")


def measure(project: Path, repeats: int) -> dict[str, list[float]]:
    """Seconds of each command, by turns; the caches are as in a fresh clone for the first of each pair."""
    times: dict[str, list[float]] = {}
    for _ in range(repeats):
        times.setdefault("git log alone", []).append(run(_LOG, project).seconds)
        for name in REPORTS:
            shutil.rmtree(project / ".cache", ignore_errors=True)
            for label in (f"report {name}, nothing cached", f"report {name}, again"):
                times.setdefault(label, []).append(run(_command(name), project).seconds)
            if name == "freshness":
                _commit_a_change(project)
                times.setdefault("report freshness, one commit later", []).append(
                    run(_command(name), project).seconds
                )
    return times


def _commit_a_change(project: Path) -> None:
    file = min((project / "content" / "services").iterdir())
    file.write_bytes(file.read_bytes() + b"# Looked at.\n")
    who = ("-c", "user.name=Made Up", "-c", "user.email=made-up@example.org")
    subprocess.run(
        ["git", *who, "commit", "--quiet", "--message", "Look", str(file)], cwd=project, check=True
    )


def _command(name: str) -> Sequence[str]:
    given = ("--today", TODAY.isoformat(), "--format", "json", "--to", "report.json")
    return (sys.executable, "-m", "generator", "report", name, *given)


def _page(times: dict[str, list[float]], entries: int, commits: int, repeats: int, cores: int) -> str:
    rows = [
        f"| {name} | {median(seconds):.1f} s | {min(seconds):.1f} to {max(seconds):.1f} s |"
        for name, seconds in times.items()
    ]
    made = datetime.date.today()
    return "\n".join(
        [
            "# How long reports take",
            "",
            f"Written by `make bench-reports` on {made.day} {made:%B %Y}; do not edit. {entries:,} made-up entries and a git",
            f"history of {commits:,} commits over three years. Each figure is the median of {repeats} runs of a whole process, by",
            f"turns, on two of {cores} cores.",
            "",
            "| what | median | lowest to highest |",
            "| --- | --- | --- |",
            *rows,
            "",
            "*Nothing cached* reads every file and, for freshness, the whole history; *again* is the next report of the same",
            "commit. `git log` alone is the plain way to learn the names of the files that each commit changed: it compares the",
            "files of each commit twice, and one core does it all.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
