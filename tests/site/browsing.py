"""The demonstration site in a real Chromium: which pages there are, how one is opened, what axe must ask."""

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

KINDS_OF_PAGE = {
    "home": "",
    "service": "services/saturday-swim-club/",
    "sensitive service": "services/safe-harbour-refuge/",
    "overdue service": "services/sibling-days/",
    "closed service": "services/mere-boat-club/",
    "school": "schools/mammoth-ferry-primary-academy/",
    "school with gaps": "schools/st-brendans-church-of-england-primary-school/",
    "SEN information report": "schools/amberholme-free-school/sen-report/",
    "SEN information report with gaps": "schools/st-brendans-church-of-england-primary-school/sen-report/",
    "SEN information report elsewhere": "schools/norrowmere-high-school/sen-report/",
    "questions of reports": "compare/questions/",
    "answers to a question": "compare/questions/evaluating/",
    "organisation": "organisations/tidewell-leisure/",
    "guide": "guides/ehc-needs-assessment/",
    "gaps": "gaps/",
    "timeline of weeks": "timelines/ehc-plan/",
    "timeline of ages": "timelines/preparing-for-adulthood/",
    "guide with a table": "guides/have-your-say/",
    "guide from right to left": "guides/what-is-the-local-offer-arabic/",
    "jargon": "guides/jargon-buster/",
    "guides": "guides/",
    "browse": "browse/",
    "list": "browse/needs/autism/",
    "second page of a list": "services/page-2/",
    "search": "search/",
    "search results": "search/?q=swimming",
    "my list": "my-list/",
    "a list that was shared": "my-list/#services/saturday-swim-club,schools/longshore-school",
    "comparison of schools": "compare/",
    "two schools side by side": "compare/?schools=longshore-school,amberholme-free-school",
    "young people": "young-people/",
    "young people's guide": "guides/my-rights-in-school/",
    "sensitive guide": "guides/who-can-i-talk-to/",
    "comments": "feedback/",
    "you said, we did": "you-said-we-did/",
    "what was said on a topic": "you-said-we-did/gap/",
    "the report on a year's comments": "you-said-we-did/2025/",
    "how we are doing": "how-we-are-doing/",
    "leaving": "leaving-fast/",
    "accessibility": "accessibility/",
    "what the law asks": "what-the-law-asks/",
    "for officers": "officers/",
    "officers' report": "officers/freshness/",
    "a team's page": "officers/teams/short-breaks-team/",
    "not found": "404.html",
}
"""One address of each kind of page; every check that holds on all pages runs on these."""

RULES: dict[str, Any] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    # Off by default in axe, whatever their tags.
    "rules": {
        name: {"enabled": True}
        for name in ("target-size", "css-orientation-lock", "label-content-name-mismatch", "p-as-heading")
    },
    "resultTypes": ["violations"],
}
"""What axe is asked: every rule of WCAG 2.0 to 2.2, A and AA, and its best practices."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def served(site: Path, handler: type[http.server.SimpleHTTPRequestHandler] = QuietHandler) -> Iterator[str]:
    """The top address of a built site, served on this machine until the block ends."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(site))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def launch(playwright: Playwright) -> Browser:
    """The Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next((path for name in names if (path := shutil.which(name))), None)
    assert program, "No Chromium here: run `make test`, which installs it, or sh tests/install-tools.sh."
    return playwright.chromium.launch(
        executable_path=program,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ],
    )


def watch(browser: Browser, wrong: list[str]) -> None:
    """Notes whatever any page of this browser should not do, on every journey of every test.

    That is: asking another site for anything, setting a cookie, breaking the site's own policy,
    or a script that fails.

    Args:
        browser: The browser; contexts that are opened from now on are watched.
        wrong: Where it is noted.
    """
    open_context = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = open_context(**options)
        context.on("request", lambda request: wrong.extend(_foreign(request.url)))
        context.on("weberror", lambda error: wrong.append(f"a script failed: {error.error}"))
        context.on("console", lambda message: wrong.extend(_breach(message.text)))
        close = context.close

        def close_context(**how: Any) -> None:
            wrong.extend(f"a cookie: {cookie.get('name')}" for cookie in context.cookies())
            close(**how)

        context.close = close_context  # type: ignore[method-assign]
        return context

    browser.new_context = new_context  # type: ignore[method-assign]


def _foreign(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob", "about", "mailto", "tel") and parts.hostname != "127.0.0.1":
        yield f"a request to another site: {url}"


def _breach(said: str) -> Iterator[str]:
    if "Content Security Policy" in said:
        yield f"against the site's own policy: {said}"


def open_page(
    browser: Browser, address: str, width: int = 1280, **options: Any
) -> tuple[BrowserContext, Page]:
    """A page in a context of its own (close it); what its address asks for is waited for."""
    options = {"viewport": {"width": width, "height": 800}} | options
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(address)
    if "?q=" in address:
        page.wait_for_function("() => document.querySelectorAll('main a[href*=\"services/\"]').length > 0")
    if "my-list/#" in address:
        page.wait_for_function(
            "() => document.querySelector('.kept') && !document.querySelector('.kept--loading')"
        )
    if "compare/?" in address:
        page.wait_for_selector(".side")
    return context, page
