"""Jargon explained where it stands: the first time a page uses a term, the term becomes a link to its meaning.

The marking works on HTML that has been cleaned, with one regular expression over its text:
nothing inside links, headings and code is touched. Without scripts the link leads to the
jargon buster; the ``explain`` component opens the meaning in place.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from generator.reading.offer import Guide
from generator.site import addresses
from offer_schema.vocabulary import JargonTerm

TEMPLATE = "jargon.html"
"""The template of the guide that shows all terms."""

# A whole link, heading or piece of code, or else one tag: all of them are passed over.
_PASSED = r'<(?:(a|h[1-6]|code|pre)\b[^>"]*(?:"[^"]*"[^>"]*)*>.*?</\1>|[^>"]*(?:"[^"]*"[^>"]*)*>)'
_APOSTROPHES = re.compile("’")
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])\S+")


def jargon_address(guides: Iterable[Guide]) -> str:
    """Where the jargon buster is; empty when the council has none."""
    return next((addresses.guide(guide.id) for guide in guides if guide.about.template == TEMPLATE), "")


class Jargon:
    """Finds the terms of the jargon buster in texts.

    Args:
        terms: The terms by id.
        address: Where the jargon buster is; with an empty one nothing is marked.
    """

    def __init__(self, terms: Mapping[str, JargonTerm], address: str) -> None:
        self._terms, self._address = terms, address

    def on_page(self, root: str) -> "PageJargon":
        """The marking of one page, on which each term is explained once.

        Args:
            root: The way from the page to the top of the site.
        """
        return PageJargon(self, f"{root}/{self._address}" if self._address and self.forms else "")

    @cached_property
    def forms(self) -> Mapping[str, tuple[str, str]]:
        """Each way to write a term, in small letters: its id, and the one right spelling of an abbreviation."""
        forms: dict[str, tuple[str, str]] = {}
        shown = ((term_id, term) for term_id, term in self._terms.items() if term.in_texts)
        for term_id, term in shown:
            for form in (term.short, *term.also, term.term):
                if form:
                    exact = form if _ABBREVIATION.fullmatch(form) else ""
                    forms.setdefault(_plain(form.lower()), (term_id, exact))
        return forms

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is passed over (then group 1 or none), or a term (group 2), in small letters.

        The terms are one tree of letters, so that looking for two hundred of them costs hardly
        more than looking for one, and the longest wins.
        """
        tree: dict[str, Any] = {}
        for form in self.forms:
            node = tree
            for letter in form:
                node = node.setdefault(letter, {})
            node[""] = {}
        return re.compile(rf"{_PASSED}|(?<![\w&])({_branches(tree)})(?:e?s)?(?!\w)", re.DOTALL)


class PageJargon:
    """Marks the terms of one page.

    Args:
        jargon: The terms.
        address: The way from this page to the jargon buster; with an empty one nothing is marked.
    """

    def __init__(self, jargon: Jargon, address: str) -> None:
        self._jargon, self._address = jargon, address
        self._seen: set[str] = set()

    def html(self, text: str) -> str:
        """HTML that has been cleaned, with the terms in it that this page has not explained yet as links."""
        if not self._address or not text:
            return text
        small = text.lower()
        if len(small) != len(text):  # a few letters of other languages grow when they are made small
            small = "".join(one.lower() if one.isascii() else one for one in text)
        parts, end = [], 0
        for found in self._jargon.pattern.finditer(small):
            if found.lastindex != 2:
                continue
            start = found.start(2)
            term_id, exact = self._jargon.forms[_plain(found[2])]
            typed = text[start : found.end()]
            if term_id in self._seen or (exact and typed not in (exact, f"{exact}s")):
                continue
            self._seen.add(term_id)
            parts += [
                text[end:start],
                f'<a class="explain" href="{self._address}#{term_id}" data-explain>{typed}</a>',
            ]
            end = found.end()
        return "".join([*parts, text[end:]]) if parts else text

    def text(self, text: str) -> str:
        """Plain text as HTML, with its terms as links."""
        if not self._address or not text:
            return text
        return Markup(self.html(str(escape(text))))  # noqa: S704 - escaped, and the links are ours


def _plain(form: str) -> str:
    """A form as it is filed: one space between words, one kind of apostrophe."""
    return " ".join(_APOSTROPHES.sub("'", html.unescape(form)).split())


def _branches(node: dict[str, Any]) -> str:
    """A regular expression for everything below a node of the tree, the longest first."""
    ways = [_letter(letter) + _branches(below) for letter, below in sorted(node.items()) if letter]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)}){'?' if '' in node else ''}"


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    return "(?:'|’|&#39;)" if letter == "'" else re.escape(html.escape(letter, quote=False))
