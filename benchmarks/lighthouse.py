"""What Lighthouse says of the demonstration site on a phone; writes ``docs/lighthouse.md``.

``python -m benchmarks.lighthouse`` (or ``make lighthouse``) needs Node and Chromium, which building a site does not.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.entries import REPOSITORY
from benchmarks.serving import served

PAGES = {
    "home": "",
    "search": "search/",
    "search results": "search/?q=swimming",
    "service": "services/saturday-swim-club/",
    "guide": "guides/ehc-needs-assessment/",
    "school": "schools/mammoth-ferry-primary-academy/",
    "organisation": "organisations/tidewell-leisure/",
    "list": "browse/needs/autism/",
    "browse": "browse/",
    "map": "map/",
    "compare": "compare/",
    "my list": "my-list/",
    "accessibility statement": "accessibility/",
}
"""What is measured; a page that the site does not have is left out."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FAST_ENOUGH = frozenset(("home", "search", "service", "guide"))
"""The pages whose performance must be 95 or better."""


class Scores(NamedTuple):
    """What Lighthouse says of one page."""

    page: str
    scores: dict[str, int]
    seconds: float
    """Until the largest part of the page is painted."""
    blocked: int
    """Milliseconds that scripts keep the page busy."""
    bytes: int
    failed: list[str]
    """The audits that cost points, other than those of speed."""


def program() -> list[str] | None:
    """The command for Lighthouse 12, if this machine has it; nothing is downloaded."""
    named = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if named:
        return [named]
    npx = shutil.which("npx")
    if npx:
        found = subprocess.run(
            [npx, "--no-install", "lighthouse", "--version"], capture_output=True, check=False
        )
        if found.returncode == 0:
            return [npx, "--no-install", "lighthouse"]
    return None


def chromium() -> str | None:
    """The browser to measure with."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def judge(command: list[str], url: str, categories: tuple[str, ...] = CATEGORIES) -> dict[str, Any]:
    """Lighthouse's whole report on one page, on its phone profile.

    Args:
        command: See `program`.
        url: The page.
        categories: What to judge.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        subprocess.run(
            [
                *command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--only-categories={','.join(categories)}",
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "CHROME_PATH": chromium() or ""},
        )
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def scores(page: str, report: dict[str, Any]) -> Scores:
    """What matters in a report."""
    audits = report["audits"]
    failed = [
        f"{category}: {reference['id']}"
        for category, found in report["categories"].items()
        if category != "performance"
        for reference in found["auditRefs"]
        if reference["weight"]
        and (audits[reference["id"]]["score"] or 0) < 1
        and audits[reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]

    def value(audit: str) -> float:
        return float(audits[audit].get("numericValue", 0)) if audit in audits else 0.0

    return Scores(
        page,
        {name: round(100 * (found["score"] or 0)) for name, found in report["categories"].items()},
        value("largest-contentful-paint") / 1000,
        round(value("total-blocking-time")),
        round(value("total-byte-weight")),
        failed,
    )


def build(folder: Path) -> Path:
    """Builds the demonstration site in a folder of its own."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    subprocess.run([sys.executable, "-m", "generator", "build"], cwd=folder, check=True, capture_output=True)
    return folder / "site"


def _median(runs: list[Scores]) -> Scores:
    first = runs[0]
    return Scores(
        first.page,
        {name: round(median(run.scores[name] for run in runs)) for name in first.scores},
        median(run.seconds for run in runs),
        round(median(run.blocked for run in runs)),
        round(median(run.bytes for run in runs)),
        sorted({audit for run in runs for audit in run.failed}),
    )


def _report(rows: list[Scores], versions: str, runs: int) -> str:
    today = datetime.date.today()
    lines = [
        "# Lighthouse",
        "",
        f"Written by `make lighthouse` on {today.day} {today:%B %Y}; do not edit. How it is measured stands in",
        "`benchmarks/lighthouse.py`.",
        "",
        "| page | performance | accessibility | best practices | SEO | largest paint | scripts block | bytes |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.page} | {' | '.join(str(row.scores[name]) for name in CATEGORIES)} "
        f"| {row.seconds:.1f} s | {row.blocked} ms | {row.bytes:,} |"
        for row in rows
    ]
    lines += [
        "",
        f"{versions}, on its phone profile: a mid-range phone (the processor four times slower) on slow 4G (1.6 Mbit/s,",
        f"150 ms), which Lighthouse simulates. Each figure is the median of {runs} run{'s' if runs > 1 else ''}. The demonstration site is served from",
        "this machine, gzipped, with `Cache-Control` as a good host sets it.",
        "",
        "What is asked: 100 for accessibility, best practices and SEO on every page; 95 or more for performance on",
        f"{', '.join(sorted(FAST_ENOUGH))}. Performance moves by a few points with the machine, so no test holds it.",
    ]
    failed = [f"- {row.page}: {', '.join(row.failed)}" for row in rows if row.failed]
    if failed:
        lines += ["", "What cost points:", "", *failed]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures, prints the scores and writes the report; ends with 1 when a page is not good enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs for each page")
    parser.add_argument("--pages", nargs="*", choices=list(PAGES), default=list(PAGES))
    parser.add_argument("--no-report", action="store_true", help="print only")
    options = parser.parse_args()
    command = program()
    if command is None or chromium() is None:
        sys.exit("Lighthouse 12, Node and Chromium are needed: npm install --global lighthouse@12")
    rows, versions = [], ""
    with tempfile.TemporaryDirectory() as folder, served(build(Path(folder))) as (top, host):
        for page in options.pages:
            if not (host.folder / PAGES[page].partition("?")[0] / "index.html").is_file():
                continue
            runs = []
            for _ in range(options.runs):
                report = judge(command, top + PAGES[page])
                browser = report["environment"]["hostUserAgent"].partition("Chrome/")[2].partition(".")[0]
                versions = f"Lighthouse {report['lighthouseVersion']} in Chromium {browser}"
                runs.append(scores(page, report))
            rows.append(_median(runs))
            print(page, rows[-1].scores, f"{rows[-1].seconds:.1f} s", *rows[-1].failed, flush=True)
    if not options.no_report:
        (REPOSITORY / "docs" / "lighthouse.md").write_text(_report(rows, versions, options.runs), "utf-8")
    weak = [
        f"{row.page}: {name} {score}"
        for row in rows
        for name, score in row.scores.items()
        if score < (100 if name != "performance" else 95 if row.page in FAST_ENOUGH else 0)
    ]
    if weak:
        sys.exit("Not good enough: " + "; ".join(weak))


if __name__ == "__main__":
    main()
