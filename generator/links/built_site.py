"""The built site's own links: every page, file and anchor that its pages name must be there.

LinkChecker can walk a folder too, but takes a link to a folder for a list of files: it finds
no anchor there and no missing ``index.html``. This reads each page once (see docs/benchmarks).
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.reading.problems import Problem, Severity, printable

PARALLEL_FROM = 400
"""How many pages make a second process worth its start."""


SITEMAP = "sitemap.xml"
"""The list of pages for search engines, at the top of a site."""


class Page(NamedTuple):
    """What one page says.

    Attributes:
        path: Its file in the site, with forward slashes.
        anchors: The names of places on it.
        links: What it names, each with where it begins in the text.
    """

    path: str
    anchors: frozenset[str]
    links: tuple[tuple[str, int], ...]


_TAG = re.compile(
    r"<!--.*?-->|<(script|style|textarea|title|template)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|"
    r"<([a-z][a-z0-9-]*)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""\s(id|name|href|xlink:href|src|srcset|action|poster|data)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""",
    re.IGNORECASE,
)


def read_page(path: str, text: str) -> Page:
    """Finds the links and anchors of one page.

    Args:
        path: Its file in the site.
        text: Its HTML.
    """
    anchors: set[str] = set()
    links: list[tuple[str, int]] = []
    at = 0
    while match := _TAG.search(text, at):
        at = match.end()
        raw, raw_attributes, name, attributes = match.groups()
        if raw and raw.lower() != "template":
            end = re.compile(rf"</{raw}\s*>", re.IGNORECASE).search(text, at)
            at = end.end() if end else len(text)
        tag, written = (raw or name or "").lower(), raw_attributes or attributes or ""
        for attribute in _ATTRIBUTE.finditer(written):
            key, value = attribute[1].lower(), unescape(attribute[2].strip("\"'")).strip()
            start = match.start(2 if raw else 4) + attribute.start(1)
            if key == "id" or (key == "name" and tag == "a"):
                anchors.add(value)
            elif key == "srcset":
                links += [(part.split()[0], start) for part in value.split(",") if part.split()]
            elif key == "name" or (key == "data" and tag != "object"):
                continue
            else:
                links.append((value, start))
    return Page(path, frozenset(anchors), tuple(links))


_LOC = re.compile(r"<loc>\s*([^<]*?)\s*</loc>")


def read_sitemap(path: str, text: str) -> Page:
    """Finds the addresses in a sitemap, as if it were a page.

    Args:
        path: Its file in the site.
        text: Its XML.
    """
    return Page(
        path, frozenset(), tuple((unescape(found[1]), found.start(1)) for found in _LOC.finditer(text))
    )


class Site:
    """A built site: its files, and what its pages say."""

    def __init__(self, folder: Path, address: str = "") -> None:
        """Reads a site.

        Args:
            folder: Where it was built.
            address: Where it will be published: links that begin with it, or with its path, are its own.
        """
        self.folder = folder
        parts = urlsplit(address)
        self._origin = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
        self._base = (parts.path or "/").rstrip("/") + "/"
        self._files = frozenset(_files(folder))
        self.pages = {page.path: page for page in _pages(folder, sorted(self._files))}

    def problems(self) -> list[Problem]:
        """Every link to nothing, in the order of files and lines."""
        return sorted(problem for page in self.pages.values() for problem in self._dead(page))

    def _dead(self, page: Page) -> Iterator[Problem]:
        here = "/" + page.path.rpartition("/")[0]
        text: str | None = None
        for link, start in page.links:
            wrong = self._wrong(page.path, here, link)
            if wrong:
                text = (self.folder / page.path).read_text("utf-8", "replace") if text is None else text
                code, message, fix = wrong
                yield Problem(
                    (self.folder / page.path).as_posix(),
                    text.count("\n", 0, start) + 1,
                    start - text.rfind("\n", 0, start),
                    Severity.ERROR,
                    code,
                    printable(message),
                    fix,
                )

    def _wrong(self, path: str, here: str, link: str) -> tuple[str, str, str] | None:
        code = "dead-link"
        try:
            parts = urlsplit(link)
        except ValueError:
            return code, f'"{link}" is not an address.', "Correct it, or take it out."
        inside = parts.path
        if parts.scheme or parts.netloc:
            if not self._origin or f"{parts.scheme}://{parts.netloc}".lower() != self._origin:
                return None
            inside = inside or "/"
        target = path if not inside else self._target(here, unquote(inside))
        if target is None:
            return code, f'"{link}" leads to nothing on this site.', "Correct it, or take it out."
        anchor = parts.fragment.partition(":~:")[0]
        if not anchor or anchor == "top" or target not in self.pages:
            return None
        anchors = self.pages[target].anchors
        if anchor in anchors or unquote(anchor) in anchors:
            return None
        code = "dead-anchor"
        return (
            code,
            f'"{link}" leads to a place on {target} that is not there.',
            "Correct what stands after the #, or take it out.",
        )

    def _target(self, here: str, path: str) -> str | None:
        """The file that answers to a path; None if there is none."""
        if path.startswith("/"):
            if not path.startswith(self._base):
                return None if path.rstrip("/") + "/" != self._base else "index.html"
            path = "/" + path[len(self._base) :]
        full = _joined(here, path)
        if full is None:
            return None
        for name in (full, f"{full}/index.html".lstrip("/")):
            if name in self._files and not (name == full and path.endswith("/")):
                return name
        return None


@lru_cache(maxsize=65_536)
def _joined(here: str, path: str) -> str | None:
    """A path from the top of the site; None if it leads out of it."""
    steps: list[str] = [] if path.startswith("/") else [step for step in here.split("/") if step]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _files(folder: Path) -> Iterator[str]:
    top = os.fspath(folder)
    for where, _, names in os.walk(top):
        below = os.path.relpath(where, top).replace(os.sep, "/")
        yield from names if below == "." else (f"{below}/{name}" for name in names)


def _pages(folder: Path, files: Iterable[str]) -> list[Page]:
    paths = [path for path in files if path.endswith(".html") or path == SITEMAP]
    processes = min(os.cpu_count() or 1, 8, len(paths) // (PARALLEL_FROM // 2))
    jobs = [(folder, paths[at : at + 50]) for at in range(0, len(paths), 50)]
    if processes < 2 or not hasattr(os, "fork"):
        return [page for job in jobs for page in _read(job)]
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(processes) as pool:
        return [page for part in pool.imap(_read, jobs) for page in part]


def _read(job: tuple[Path, list[str]]) -> list[Page]:
    folder, paths = job
    return [
        (read_sitemap if path == SITEMAP else read_page)(path, (folder / path).read_text("utf-8", "replace"))
        for path in paths
    ]
