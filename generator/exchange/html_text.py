"""HTML from another system as Markdown: paragraphs, lists, links and emphasis; nothing else survives."""

import re
from html.parser import HTMLParser

import nh3

from offer_schema.field_types import is_web_address

_TAGS = {
    "p",
    "br",
    "div",
    "ul",
    "ol",
    "li",
    "strong",
    "b",
    "em",
    "i",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"}


def markdown_of(html: str) -> str:
    """The text of some HTML as Markdown.

    Scripts, styles, pictures and every attribute but a link's address are dropped.
    """
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None
    )
    writer = _MarkdownWriter()
    writer.feed(clean)
    writer.close()
    text = re.sub(r"[ \t]*\n[ \t]*(?=\n)|[ \t]+$", "\n", "".join(writer.parts).replace("\xa0", " "))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _MarkdownWriter(HTMLParser):
    """Turns cleaned HTML into Markdown, piece by piece."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._numbers: list[int | None] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._numbers.append(1 if tag == "ol" else None)
        if tag in _BLOCKS:
            self.parts.append("\n\n" + ("### " if tag[0] == "h" else ""))
        elif tag == "li":
            self.parts.append("\n" + self._bullet())
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(address if is_web_address(address) else "")
            self.parts.append("[" if self._links[-1] else "")
        else:
            self.parts.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.parts.append(f"]({address})" if address else "")
        else:
            self.parts.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def _bullet(self) -> str:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "
