"""Every address of another website in the content, with the file, line and column of each use.

What the model calls a web address is one, and so is every link in Markdown: descriptions,
answers and guides. Links between the pages of the site itself are not among them.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple
from urllib.parse import unquote

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from pydantic import BaseModel

from generator.reading.content_files import SourceFile, read_text, split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.model_ways import values_at, ways
from generator.reading.problems import Problem
from generator.reading.yaml_source import Document, Path, YamlProblem, parse
from offer_schema.field_types import JsonForm

Spellings = dict[str, tuple[str, ...]]
"""Addresses, each with the ways in which it may be written."""


class AddressUse(NamedTuple):
    """One place in the content that leads to another website.

    Attributes:
        address: The address, as a browser would be given it.
        path: The file, relative to the project.
        line: The line, from 1.
        column: The column, from 1.
        kind: The kind of the file: ``service``, ``page``, ``authority`` …
        id: The id of the entry or guide.
        key: The answer that it stands in, like ``contact.website``; "" in the text of a guide.
        written: How it is written there; "" where it cannot be found letter by letter.
    """

    address: str
    path: str
    line: int
    column: int
    kind: str
    id: str
    key: str
    written: str


def web_addresses(project: FilePath, sources: Iterable[SourceFile]) -> list[AddressUse]:
    """Every use of an outside address in a project, in the order of files and lines.

    Args:
        project: The project's folder.
        sources: Its files. What cannot be read is left out: ``check`` speaks of it.
    """
    found: list[AddressUse] = []
    for source in sources:
        if source.kind in MODELS:
            text = read_text(project / source.path, source.path)
            if not isinstance(text, Problem):
                found.extend(addresses_in(source, text))
    return found


def addresses_in(source: SourceFile, text: str) -> list[AddressUse]:
    """Every use of an outside address in one file, in the order of its lines.

    Args:
        source: Which file it is.
        text: What stands in it.
    """
    if not _may_lead_out(text):
        return []
    front: str | None = text
    if source.kind == "page":
        front, _ = split_front_matter(text)
    try:
        document = parse(front or "", 1 if source.kind == "page" else 0)
    except YamlProblem:
        return []
    return addresses_of(source, document, text)


def _may_lead_out(text: str) -> bool:
    return ":" in text or "www." in text


def addresses_of(source: SourceFile, document: Document, text: str) -> list[AddressUse]:
    """The same of a file that has been parsed already.

    Args:
        source: Which file it is.
        document: Its YAML; of a page what it says about itself.
        text: What stands in it.
    """
    if not _may_lead_out(text):
        return []
    body, before = "", 0
    if source.kind == "page":
        body = split_front_matter(text)[1]
        before = text[: len(text) - len(body)].count("\n")
    lines = _lines(text)
    uses = [*_in_answers(source, document, lines), *_in_body(source, body, lines, before)]
    return sorted(uses, key=lambda use: (use.line, use.column))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


# --- Answers ----------------------------------------------------------------------------------


def _sort(note: Any) -> str | None:
    if isinstance(note, JsonForm):
        if note.schema.get("format") == "uri":
            return "address"
        if note.schema.get("contentMediaType") == "text/markdown":
            return "markdown"
    return None


@cache
def _patterns(model: type[BaseModel]) -> tuple[tuple[str, Path], ...]:
    return ways(model, _sort)


def _in_answers(source: SourceFile, document: Document, lines: Sequence[str]) -> Iterator[AddressUse]:
    for sort, pattern in _patterns(MODELS[source.kind]):
        for value, way in values_at(document.tree, pattern):
            if sort == "address":
                addresses: Spellings = {value.strip(): (value.strip(),)}
            else:
                addresses = markdown_addresses(value)
            if not addresses:
                continue
            start, end = document.span(way)
            key = ".".join(str(step + 1) if isinstance(step, int) else step for step in way)
            yield from _uses(source, key, addresses, lines, start, end)


def _in_body(source: SourceFile, body: str, lines: Sequence[str], before: int) -> Iterator[AddressUse]:
    if body:
        # "site:" in a guide is another page of the site itself; a build looks after those.
        found = markdown_addresses(body).items()
        addresses = {address: ways for address, ways in found if not address.startswith("site:")}
        yield from _uses(source, "", addresses, lines, (before + 1, 1), (len(lines) + 1, 1))


def _uses(
    source: SourceFile,
    key: str,
    addresses: Spellings,
    lines: Sequence[str],
    start: tuple[int, int],
    end: tuple[int, int],
) -> Iterator[AddressUse]:
    for address, spellings in addresses.items():
        spots = list(_spots(lines, spellings, start, end)) or [(*start, "")]
        for line, column, written in spots:
            yield AddressUse(address, source.path, line, column, source.kind, source.id, key, written)


# What must not stand before an address or behind it: it would be a part of a longer one.
_BEFORE = re.compile(r"[\w/.@?&=%-]")
_BEHIND = re.compile(r"[\w/%&=?#~+@$*-]|[.,;:!'(\[\]]+[\w/%&=?#~+@$*-]")


def _spots(
    lines: Sequence[str], spellings: tuple[str, ...], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[int, int, str]]:
    """Where an address is written between two places, in the first spelling that is found there."""
    for spelling in spellings:
        found = False
        for number in range(start[0], min(end[0], len(lines)) + 1):
            text = lines[number - 1]
            last = end[1] - 1 if number == end[0] else len(text)
            at = text.find(spelling, start[1] - 1 if number == start[0] else 0, last)
            while at >= 0:
                after = at + len(spelling)
                if not (at and _BEFORE.match(text, at - 1)) and not _BEHIND.match(text, after, last):
                    found = True
                    yield number, at + 1, spelling
                at = text.find(spelling, after, last)
        if found:
            return


# --- Markdown ---------------------------------------------------------------------------------

_HREF = re.compile(r'<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|\'([^\']*)\')', re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NOT_WEB = frozenset({"mailto", "tel", "sms"})


def markdown_addresses(text: str) -> Spellings:
    """The outside addresses that a text links to, each with the ways in which it may be written there.

    Every scheme but mail and telephone is given, ``javascript:`` as well: what to do about it is for
    whoever asks.

    Args:
        text: Markdown, with HTML in it or not.
    """
    if ":" not in text and "//" not in text and "www." not in text:
        return {}
    made = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    found: Spellings = {}
    for quoted, single in _HREF.findall(made):
        address = html.unescape(quoted or single).strip()
        if address.startswith("//"):
            found[f"https:{address}"] = (address,)
            continue
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() not in _NOT_WEB:
            found[address] = _spellings(address)
    return found


def _spellings(address: str) -> tuple[str, ...]:
    """How an address may have been typed: Markdown encodes what is not ASCII, and adds a scheme to "www."."""
    decoded = unquote(address)
    ways = [address, address.replace("&", "&amp;"), decoded, decoded.replace("&", "&amp;")]
    if address.startswith("http://www."):
        ways.append(address.removeprefix("http://"))
    return tuple(dict.fromkeys(ways))
