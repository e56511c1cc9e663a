"""How soon a family sees a first result on a slow phone: our search, Material's own and Pagefind; writes the report.

``python -m benchmarks.search`` (or ``make bench-search``). The same made-up services, schools and organisations
are searched by all three, in one run and by turns. The host answers like slow 4G (150 ms, 1.6 Mbit/s), and
Chromium runs the page four times slower.

The clock starts with the first letter that is typed, one second after the page has loaded, and stops when the
first result stands on the page with a name that can be followed.
"""

import argparse
import datetime
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from benchmarks.entries import REPOSITORY, Amounts, write_project
from benchmarks.lighthouse import chromium
from benchmarks.serving import SLOW_4G, Host, served
from generator.reading import Offer, read_project

SLOWER = 4
"""How many times slower than this machine the phone is; Chromium slows the page so, but no worker."""

QUERIES = ("autism", "short breaks")
"""What is typed: first into a new page, then into the same page again. All three find entries for both."""

_STOPWATCH = """([box, result]) => {
    const input = document.querySelector(box);
    window.began = 0;
    window.took = 0;
    const before = new Set([...document.querySelectorAll(result)].map((one) => one.href));
    input.addEventListener("beforeinput", () => { window.began ||= performance.now(); }, { once: true });
    const look = () => {
        const first = document.querySelector(result);
        const isNew = first && first.textContent.trim() && (before.size === 0 || !before.has(first.href));
        if (window.began && isNew) window.took = performance.now() - window.began;
        else requestAnimationFrame(look);
    };
    look();
}"""


class Engine(NamedTuple):
    """A search to measure.

    Attributes:
        name: What the report calls it.
        site: The folder of its site.
        page: The page with the box.
        box: The selector of the box.
        result: The selector of a result's link.
        parts: The beginnings of the addresses that only searching fetches.
    """

    name: str
    site: Path
    page: str
    box: str
    result: str
    parts: tuple[str, ...]


class Run(NamedTuple):
    """What one visit took."""

    first: float
    second: float
    bytes: int
    requests: int
    bytes_before: int


# --- The three sites ---------------------------------------------------------------------------


def _build_ours(project: Path) -> Path:
    subprocess.run([sys.executable, "-m", "generator", "build"], cwd=project, check=True, capture_output=True)
    return project / "site"


def _text(offer: Offer, kind: str, entry_id: str) -> str:
    """The words of an entry as a Markdown page."""
    entry = offer.entry(kind, entry_id)
    vocabulary = offer.vocabulary
    needs = [vocabulary.needs[one].name for one in getattr(entry, "needs", ())]
    categories = [vocabulary.categories[one].name for one in getattr(entry, "categories", ())]
    towns = [location.town for location in entry.locations if location.town and not location.withheld]
    rows = [
        entry.summary or "",
        entry.description or "",
        ", ".join(needs),
        ", ".join(categories),
        ", ".join(towns),
    ]
    return f"# {entry.name}\n\n" + "\n\n".join(row for row in rows if row) + "\n"


def _build_material(project: Path, folder: Path) -> Path:
    offer = read_project(project).offer
    assert offer is not None
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Local Offer\n\nSearch at the top.\n", "utf-8")
    for card in offer.cards.values():
        page = docs / f"{card.kind}s" / f"{card.id}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(_text(offer, card.kind, card.id), "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Local Offer\ntheme: {name: material, font: false}\nnav: [index.md]\nplugins: [search]\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "site"


def _pagefind() -> list[str] | None:
    """The command for Pagefind, if it is installed here."""
    if importlib.util.find_spec("pagefind") and importlib.util.find_spec("pagefind_bin"):
        return [sys.executable, "-m", "pagefind"]
    found = shutil.which("pagefind")
    return [found] if found else None


def _build_pagefind(command: list[str], material: Path, folder: Path) -> Path:
    """Pagefind's index of Material's pages, and a page with Pagefind's own box."""
    folder.mkdir()
    subprocess.run(
        [*command, "--site", material, "--root-selector", "article", "--output-path", folder / "pagefind"],
        check=True,
        capture_output=True,
    )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="pagefind/pagefind-ui.css"><script src="pagefind/pagefind-ui.js"></script>'
        '</head><body><div id="search"></div><script>new PagefindUI({element: "#search", showImages: false,'
        " debounceTimeoutMs: 0})</script></body></html>",
        "utf-8",
    )
    return folder


def engines(work: Path, services: int) -> list[Engine]:
    """Builds the sites and gives the searches on them."""
    project = work / "ours"
    write_project(project, Amounts(services, services * 300 // 5000, services * 500 // 5000))
    ours = _build_ours(project)
    material = _build_material(project, work / "material")
    found = [
        Engine(
            "ours",
            ours,
            "search/",
            "main input[name=q]",
            "[data-search-list] a",
            ("/search/", "/assets/search"),
        ),
        Engine(
            "Material's own",
            material,
            "",
            ".md-search__input",
            ".md-search-result__link",
            ("/search/", "/assets/javascripts/workers/search"),
        ),
    ]
    command = _pagefind()
    if command:
        site = _build_pagefind(command, material, work / "pagefind")
        found.append(
            Engine(
                "Pagefind",
                site,
                "",
                ".pagefind-ui__search-input",
                ".pagefind-ui__result-link",
                ("/pagefind/",),
            )
        )
    return found


# --- Measuring -----------------------------------------------------------------------------------


def visit(browser: Browser, engine: Engine, top: str, host: Host) -> Run:
    """Opens the page in a new browser profile, types, and waits for the first result; then types again."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    host.answers.clear()
    page.goto(top + engine.page, wait_until="load", timeout=120_000)
    page.wait_for_timeout(1000)
    before = _of_search(engine, host)
    if engine.name == "Material's own":
        page.evaluate(
            "document.querySelector('#__search').checked = true"
        )  # the box opens as a layer on phones
    took: list[float] = []
    for query in QUERIES:
        box = page.locator(engine.box).first
        box.focus()
        box.fill("") if took else None
        page.wait_for_timeout(300 if took else 0)
        page.evaluate(_STOPWATCH, [engine.box, engine.result])
        page.keyboard.type(query)
        page.wait_for_function("() => window.took > 0", timeout=120_000)
        took.append(float(page.evaluate("window.took")) / 1000)
        if len(took) == 1:
            first = _of_search(engine, host)
    context.close()
    return Run(took[0], took[1], sum(first), len(first), sum(before))


def _of_search(engine: Engine, host: Host) -> list[int]:
    page = "/" + engine.page
    return [size for path, size in host.answers if path != page and path.startswith(engine.parts)]


def measure(found: list[Engine], runs: int) -> dict[str, list[Run]]:
    """Visits every search by turns."""
    results: dict[str, list[Run]] = {engine.name: [] for engine in found}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for number in range(runs):
            for engine in found:
                with served(engine.site, SLOW_4G) as (top, host):
                    run = visit(browser, engine, top, host)
                results[engine.name].append(run)
                print(number + 1, engine.name, f"{run.first:.2f} s, {run.bytes:,} bytes", flush=True)
        browser.close()
    return results


# --- The report ------------------------------------------------------------------------------------


def _row(name: str, runs: list[Run], ours: list[Run]) -> str:
    def middle(value: Callable[[Run], float], of: list[Run] = runs) -> float:
        return float(median(value(run) for run in of))

    first = middle(lambda run: run.first)
    ratio = first / middle(lambda run: run.first, ours)
    spread = f"{min(run.first for run in runs):.2f}–{max(run.first for run in runs):.2f}"
    return (
        f"| {name} | {first:.2f} s | {spread} s | {ratio:.1f} | {middle(lambda run: run.second):.2f} s "
        f"| {middle(lambda run: run.bytes):,.0f} | {middle(lambda run: run.requests):.0f} "
        f"| {middle(lambda run: run.bytes_before):,.0f} |"
    )


def _report(results: dict[str, list[Run]], services: int, runs: int, browser: str) -> str:
    today = datetime.date.today()
    versions = [f"mkdocs-material {version('mkdocs-material')}", f"Chromium {browser}"]
    if "Pagefind" in results:
        versions.append(f"Pagefind {_pagefind_version()}")
    lines = [
        "# Search on a slow phone",
        "",
        f"Written by `make bench-search` on {today.day} {today:%B %Y}; do not edit. How it is measured stands in",
        "`benchmarks/search.py`.",
        "",
        f"{services:,} services, {services * 300 // 5000:,} schools and {services * 500 // 5000:,} organisations, all made up, the same for all.",
        "",
        "| search | first result | lowest–highest | beside ours | next query | bytes | requests | bytes before typing |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(name, found, results["ours"]) for name, found in results.items()),
        "",
        f"Each figure is the median of {runs} visits with an empty cache, by turns. The host answers after 150 ms and sends 1.6 Mbit/s;",
        f"the page runs {SLOWER} times slower than this machine (Chromium does not slow workers, in which ours and Material's",
        f"do most of their work). The clock runs from the first letter of “{QUERIES[0]}”, typed one second after the page has",
        "loaded, to the first result on the page. Bytes and requests are those of searching alone, zipped, until then;",
        "the last column is the part that was fetched before anybody typed.",
        "",
        f"{', '.join(versions)}.",
    ]
    if "Pagefind" not in results:
        lines += [
            "",
            "Pagefind was not installed here (`pip install pagefind pagefind-bin`), so it is not in the table.",
        ]
    return "\n".join(lines) + "\n"


def _pagefind_version() -> str:
    command: list[Any] = [*(_pagefind() or []), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).split()[-1]


def main() -> None:
    """Builds, measures and writes the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-report", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(engines(Path(folder), options.services), options.runs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        name = browser.version.partition(".")[0]
        browser.close()
    report = _report(results, options.services, options.runs, name)
    print(report)
    if not options.no_report:
        (REPOSITORY / "docs" / "search-benchmark.md").write_text(report, "utf-8")


if __name__ == "__main__":
    main()
