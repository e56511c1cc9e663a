"""Phone numbers in running text become links: on a phone, a touch calls them."""

import re

from markupsafe import Markup, escape

from generator.site.wording import phone_link

# A UK number as people write it: ten or eleven digits, in groups or in one.
_NUMBER = re.compile(r"(?<![\w/+.@-])0[1-378](?: ?\d){8,9}(?![\w/-])")
_TAG_OR_TEXT = re.compile(r"<[^>]*>|[^<]+")


def linked(text: str) -> str:
    """Text with the UK phone numbers in it as links; as it was if there is none.

    Args:
        text: Text without markup, or safe markup that is marked as such.
    """
    if not _NUMBER.search(text):
        return text
    if isinstance(text, Markup):
        return Markup(linked_html(text))  # noqa: S704 - it was safe before
    return Markup(_NUMBER.sub(_link, str(escape(text))))  # noqa: S704 - escaped here


def linked_html(html: str) -> str:
    """HTML with the UK phone numbers in its text as links; those that are links already are left alone.

    Args:
        html: Safe HTML.
    """
    if not _NUMBER.search(html):
        return html
    parts: list[str] = []
    in_link = False
    for part in _TAG_OR_TEXT.findall(html):
        if part.startswith("<"):
            in_link = part.startswith(("<a ", "<a>")) or (in_link and part != "</a>")
        elif not in_link:
            part = _NUMBER.sub(_link, part)
        parts.append(part)
    return "".join(parts)


def _link(found: re.Match[str]) -> str:
    return f'<a href="{phone_link(found[0])}">{found[0]}</a>'
