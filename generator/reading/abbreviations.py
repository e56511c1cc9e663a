"""Abbreviations that nothing explains: the letters that families have to ask about.

What a text holds is found with its file; whether something explains it is known when all
files are read: the jargon buster, or an organisation that is called so.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from offer_schema import Timeline

EXPLAINS_ITSELF = frozenset(
    "AM ATM BBC BBQ BTEC CCTV CD CV DIY DJ DVD EU GCSE GP HIV ID II III IQ IT IV LGBT LGBTQ MOT MP NHS NSPCC OK "
    "PC PDF PE PIN PM PO QR RAF RNIB SMS TV UK UN US USA USB VAT YMCA".split()
)
"""What everybody knows by its letters."""

_RUN = re.compile(r"(?<![\w£$&/@.-])[A-Z]{2,6}s?(?:[ ][A-Z]{2,6}s?)*(?![\w/@-]|\.\w)")
_LETTERS = re.compile(r"[A-Z]{2,6}(?=s?\b)")
# The words of a link stay, its address goes; code and addresses are not read aloud.
_PASSED = re.compile(r"\]\([^()\n]*\)|<[^<>\n]*>|https?://\S+|`[^`\n]*`")


class Spot(NamedTuple):
    """Where an abbreviation stands, line and column from 1."""

    line: int
    column: int


def abbreviations(texts: Iterable[str]) -> tuple[str, ...]:
    """The abbreviations of some texts, each once; several in a row stay together: ``CALL ME``.

    One that is explained beside it is left out: ``Parent Carer Forum (PCF)``, ``PCF (parents who …)``.

    Args:
        texts: Markdown or plain text.
    """
    found: dict[str, None] = {}
    explained: set[str] = set()
    for text in texts:
        plain = _PASSED.sub(lambda passed: " " * len(passed[0]), text)
        for run in _RUN.finditer(plain):
            before, after = plain[run.start() - 1 : run.start()], plain[run.end() : run.end() + 2]
            if (before == "(" and after[:1] == ")") or after == " (":
                explained.add(run[0])
            found[run[0]] = None
    return tuple(run for run in found if run not in explained)


def texts_of(entry: Any, body: str) -> Iterator[str]:
    """The texts of an entry or a guide in which letters should be explained.

    Args:
        entry: The entry, the timeline, or the front matter of a guide.
        body: The Markdown of a guide.
    """
    if getattr(entry, "language", None):
        return  # a guide in another language than English
    for text in (getattr(entry, "summary", None), getattr(entry, "description", None), body):
        if text:
            yield text
    if isinstance(entry, Timeline):
        yield entry.introduction or ""
        for step in entry.steps:
            yield from (step.title, step.text or "")


def unexplained(runs: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    """The abbreviations that nothing explains, each once.

    Several in a row of which none is known are words in capitals, such as what to send in a text message.

    Args:
        runs: What `abbreviations` found.
        known: What is explained elsewhere.
    """
    told: set[str] = set()
    for run in runs:
        letters = _LETTERS.findall(run)
        strange = [one for one in letters if one not in known and one not in EXPLAINS_ITSELF]
        if len(letters) > 1 and len(strange) == len(letters):
            continue
        for one in strange:
            if one not in told:
                told.add(one)
                yield one


def known_abbreviations(names: Iterable[str]) -> frozenset[str]:
    """Every abbreviation in names and terms."""
    return frozenset(letters for name in names for letters in _LETTERS.findall(name))


def locate(letters: str, text: str, first_line: int) -> Spot:
    """The first place of an abbreviation in a file, from a line on; that line if it cannot be found."""
    pattern = re.compile(rf"(?<!\w){letters}s?(?!\w)")
    for number, line in enumerate(text.splitlines()[first_line - 1 :], first_line):
        if found := pattern.search(line):
            return Spot(number, found.start() + 1)
    return Spot(first_line, 1)
