"""Links from guides to the pages that are made from data: ``[tell us](site:feedback/)``.

MkDocs knows only its own Markdown files. What follows ``site:`` is the address of a page from the
top of the site; a link to a page that is not there stops the build, as other dead links do.
"""

import re
from collections.abc import Container

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")site:([^"#?]*)')


def with_site_links(html: str, root: str, pages: Container[str]) -> tuple[str, list[str]]:
    """Leads such links to their pages.

    Args:
        html: The HTML of a guide.
        root: The way from it to the top of the site.
        pages: The addresses of the pages that there are.

    Returns:
        The HTML, and the addresses that lead nowhere.
    """
    dead: list[str] = []

    def resolve(found: re.Match[str]) -> str:
        address = found[2].strip("/")
        address = f"{address}/" if address else ""
        if address not in pages:
            dead.append(found[2])
        return f"{found[1]}{root}/{address}"

    return _LINK.sub(resolve, html), dead
