"""The shell method: one page goes through the real pipeline, thousands are stamped from it.

A prototype page is rendered by MkDocs with a mark in each place where entry pages
differ. The result is split at the marks; a page is the pieces with the entry's own
fragments between them. What MkDocs, the theme and other plugins do to a page is so done
once for each depth of folder and not once for each entry.
"""

import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple

SLOTS = ("title", "description", "canonical", "robots", "head", "body_class", "exit", "breadcrumb", "main")
"""The parts of a page that differ from entry to entry; templates print ``slot.NAME``."""

Slots = Mapping[str, str]
"""A fragment of safe HTML for each slot."""


class Marks:
    """Marks that nobody can have typed: each holds a random word made for this build."""

    def __init__(self) -> None:
        self._word = secrets.token_hex(8)
        self._pattern = re.compile(rf"lo{self._word}x([a-z_]+)x")

    def slots(self) -> dict[str, str]:
        """A mark for each slot, to be rendered in its place."""
        return {name: f"lo{self._word}x{name}x" for name in SLOTS}

    def split(self, html: str) -> "Shell":
        """Takes a rendered prototype apart.

        Raises:
            ValueError: A slot is missing: a template or a plugin has dropped it.
        """
        parts = self._pattern.split(html)
        names = parts[1::2]
        missing = [name for name in SLOTS if name not in names]
        if missing:
            raise ValueError(f"The page template does not print slot.{missing[0]} any more.")
        return Shell(tuple(parts[0::2]), tuple(names))


class Shell(NamedTuple):
    """The pieces of a prototype between its marks.

    Attributes:
        pieces: The HTML before, between and after the marks.
        names: The slot between each piece and the next.
    """

    pieces: tuple[str, ...]
    names: tuple[str, ...]

    def stamp(self, slots: Slots) -> str:
        """The page with these fragments in its slots."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            parts.append(slots[name])
            parts.append(piece)
        return "".join(parts)
