"""The demonstration site's own links, as ``local-offer links --site`` reads them."""

import datetime
from html.parser import HTMLParser
from pathlib import Path

from generator.links.built_site import Site, read_page
from generator.links.site_addresses import EVERY_PAGE, site_addresses
from generator.reading import Offer
from tests.site.conftest import REPOSITORY, TODAY


class _Judge(HTMLParser):
    """Python's own parser of HTML, slow and right."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" or (key == "name" and tag == "a"):
                self.anchors.add((value or "").strip())
            elif key in ("href", "src", "action", "poster"):
                self.links.append((value or "").strip())


def test_every_page_of_the_demonstration_is_read_as_a_slow_parser_reads_it(demonstration: Path) -> None:
    pages = sorted(demonstration.rglob("*.html"))
    assert len(pages) > 100
    for page in pages[::7]:
        text = page.read_text("utf-8")
        judge = _Judge()
        judge.feed(text)
        read = read_page("page.html", text)
        assert read.anchors == judge.anchors, page
        assert sorted(link for link, _ in read.links) == sorted(judge.links), page


def test_the_demonstration_has_no_dead_link(demonstration: Path) -> None:
    site = Site(demonstration, "https://localoffer.doggerland.example.org/")
    assert site.problems() == []
    assert sum(len(page.links) for page in site.pages.values()) > 10_000


def test_every_outside_link_of_the_site_is_one_that_is_tested(demonstration: Path, offer: Offer) -> None:
    tested = {use.address for use in offer.addresses}
    own = site_addresses(REPOSITORY, offer, datetime.date.fromisoformat(TODAY))
    tested |= {use.address for use in own}
    repository = offer.authority.repository
    assert repository is not None
    untested: dict[str, str] = {}
    shown: dict[str, set[str]] = {}
    for page in Site(demonstration, "https://localoffer.doggerland.example.org/").pages.values():
        for link, _ in page.links:
            if link.startswith(("http://", "https://")):
                shown.setdefault(page.path.removesuffix("index.html"), set()).add(link)
                if link not in tested and not link.startswith(repository.url):
                    untested[link] = page.path
    made = ("https://localoffer.doggerland.example.org/",)
    assert {link: page for link, page in untested.items() if not link.startswith(made)} == {}
    for use in own:
        pages = shown.values() if use.path == EVERY_PAGE else [shown[use.path]]
        assert any(use.address in links for links in pages), use
