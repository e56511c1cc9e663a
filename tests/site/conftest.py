"""Sites built from the demonstration content and from a small council of three entries."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.reading import Offer, read_project
from tests.site.browsing import launch, served, watch

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = "2026-11-20"
# What a guide says of entries: most of them are not in the small project.
_RELATED = re.compile(r"^related:.*\n(?:[ -].*\n)*", re.MULTILINE)
_ENTRIES = re.compile(r"^ +entries:.*\n", re.MULTILINE)


def copy_demonstration(folder: Path) -> Path:
    """A project of its own with the demonstration content, on a fixed day."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    text = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    fixed = text.replace("  - local-offer\n", f'  - local-offer:\n      today: "{TODAY}"\n')
    assert TODAY in fixed
    (folder / "mkdocs.yml").write_text(fixed, "utf-8")
    return folder


def run_build(project: Path, *options: str, module: str = "generator") -> subprocess.CompletedProcess[str]:
    """``local-offer build`` (or ``python -m module build``) in a process of its own."""
    command = [sys.executable, "-m", module, "build", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="session")
def offer() -> Offer:
    """The demonstration's offer, as it stands in the repository."""
    found = read_project(REPOSITORY, use_cache=False).offer
    assert found is not None
    return found


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built demonstration site: read it, never change it."""
    project = copy_demonstration(tmp_path_factory.mktemp("demonstration"))
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    return project / "site"


@pytest.fixture(scope="session")
def top(demonstration: Path) -> Iterator[str]:
    """The top address of the demonstration site, served on this machine."""
    with served(demonstration) as address:
        yield address


@pytest.fixture(scope="session")
def watched() -> Iterator[tuple[Browser, list[str]]]:
    """One real Chromium for the whole run, and what its pages did that they should not."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        wrong: list[str] = []
        watch(browser, wrong)
        yield browser, wrong
        browser.close()


@pytest.fixture
def browser(watched: tuple[Browser, list[str]]) -> Iterator[Browser]:
    """The Chromium of this run; open contexts of your own, and close them.

    A test fails when any of its pages asks another site for something, sets a cookie, breaks
    the site's policy or has a script that fails: no journey is without that check.
    """
    browser, wrong = watched
    wrong.clear()
    yield browser
    assert wrong == []


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a tenth of its entries, built once."""
    project = copy_demonstration(tmp_path_factory.mktemp("small"))
    keep = {"saturday-swim-club", "safe-harbour-refuge", "sendiass-doggerland", "quiet-swim"}
    for file in (project / "content" / "services").glob("*.yml"):
        if file.stem not in keep:
            file.unlink()
    for file in (project / "content" / "comments").glob("*.yml"):
        if file.stem not in ("2025-post-it-to-me", "2026-swimming-for-older-teenagers"):
            file.unlink()
    for file in (project / "content" / "pages").rglob("*.md"):
        text = file.read_text("utf-8")
        file.write_text(_RELATED.sub("", text), "utf-8")
    for file in (project / "content" / "timelines").glob("*.yml"):
        text = file.read_text("utf-8")
        file.write_text(_ENTRIES.sub("", text), "utf-8")
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    return project


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Path:
    """A copy of the small project, with its site and its cache, to change."""
    project = tmp_path / "project"
    subprocess.run(["cp", "-a", str(_small), str(project)], check=True)
    return project


def pages_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {
        str(file.relative_to(site)): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()
    }
