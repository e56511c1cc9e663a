"""Markdown to HTML that is safe to publish, whoever wrote it.

Descriptions go through cmark-gfm (CommonMark with tables); what comes out of it, and of
MkDocs for guides, is cleaned by nh3: no element that runs or loads anything, no address
other than web, mail and telephone.
"""

import re

import cmarkgfm  # type: ignore[import-untyped]
import nh3
from markupsafe import escape

_TAGS = frozenset(
    "a abbr b blockquote br code dd del dl dt em h2 h3 h4 h5 h6 hr i li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    **{tag: {"id"} for tag in ("h2", "h3", "h4", "h5", "h6", "p", "li", "dt")},
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

# "<" begins HTML unless an address stands behind it (CommonMark's autolinks).
_RAW_HTML = re.compile(r"<(?!https?://|mailto:)")
_EMPTY_LINK = re.compile(r'<a(?: href="")?>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"(</?h)([1-4])>")


def clean(html: str, table: str) -> str:
    """HTML without anything that could run, load or break out of the page.

    Args:
        html: HTML made from Markdown.
        table: What a table is called that can be scrolled.
    """
    safe = nh3.clean(html, tags=set(_TAGS), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    if '<a href="">' in safe or "<a>" in safe:
        safe = _EMPTY_LINK.sub(r"\1", safe)
    return _scrollable_tables(safe, table) if "<table>" in safe else safe


def to_html(text: str, table: str) -> str:
    """HTML for a description. Raw HTML in it is shown as text.

    A heading becomes one that fits below the page's own: the first level is a third-level
    heading.

    Args:
        text: Markdown.
        table: What a table is called that can be scrolled.
    """
    html: str = cmarkgfm.github_flavored_markdown_to_html(_RAW_HTML.sub("&lt;", text))
    if "<h" in html:
        html = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 2}>", html)
    return clean(html, table)


def _scrollable_tables(html: str, label: str) -> str:
    """A wide table can be scrolled by touch and by keyboard, without widening the page."""
    opened = f'<div class="table-scroll" role="group" aria-label="{escape(label)}" tabindex="0"><table>'
    return html.replace("<table>", opened).replace("</table>", "</table></div>")
