"""What the pages of the demonstration site say, read as a program without JavaScript would."""

import gzip
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.reading import Offer
from generator.reading.content_files import FOLDERS

BASE = "https://localoffer.doggerland.example.org/"


class Page(HTMLParser):
    """The links, ids, headings and data of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.resources: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.data: list[dict[str, object]] = []
        self._json = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in ("link", "script", "img", "iframe", "source", "video", "audio", "form", "object", "embed"):
            self.resources += [values[name] for name in ("href", "src", "action", "data") if values.get(name)]
        self._json = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._json:
            self.data.append(json.loads(data))
            self._json = False

    def count(self, tag: str) -> int:
        return sum(1 for name, _ in self.elements if name == tag)


@pytest.fixture(scope="module")
def pages(demonstration: Path) -> dict[str, str]:
    """The HTML of every page by its address."""
    return {
        str(file.relative_to(demonstration)).replace("index.html", ""): file.read_text("utf-8")
        for file in sorted(demonstration.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def parsed(pages: dict[str, str]) -> dict[str, Page]:
    return {address: Page(html) for address, html in pages.items()}


def test_every_entry_and_every_guide_has_a_page(offer: Offer, pages: dict[str, str]) -> None:
    for kind, folder in FOLDERS.items():
        if kind != "comment":
            shelf: Mapping[str, Any] = {
                "service": offer.services,
                "school": offer.schools,
                "organisation": offer.organisations,
                "timeline": offer.timelines,
            }[kind]
            assert [one for one in shelf if f"{folder}/{one}/" not in pages] == []
    assert [guide for guide in offer.guides if guide != "index" and f"{guide}/" not in pages] == []


def test_every_page_says_that_the_council_is_made_up(offer: Offer, pages: dict[str, str]) -> None:
    assert offer.authority.demonstration
    words = offer.authority.demonstration[:40]
    assert [address for address, html in pages.items() if words not in html] == []


def test_every_page_has_one_first_heading_and_a_main_part_and_a_language(parsed: dict[str, Page]) -> None:
    for address, page in parsed.items():
        assert page.count("h1") == 1, address
        assert page.count("main") == 1, address
        assert ("html", {"lang": "en-GB"}) in page.elements, address


def test_titles_and_descriptions_are_there_and_tell_pages_apart(pages: dict[str, str]) -> None:
    titles: dict[str, str] = {}
    for address, html in pages.items():
        title = re.search(r"<title[^>]*>(.+?)</title>", html)
        description = re.search(r'<meta name="description" content="(.+?)">', html)
        assert title, address
        assert description, address
        assert title[1] not in titles or address.split("/")[0] != titles[title[1]].split("/")[0], (
            address,
            titles[title[1]],
        )
        titles[title[1]] = address


def test_every_entry_shows_when_it_was_checked_and_how_to_put_it_right(
    offer: Offer, pages: dict[str, str], parsed: dict[str, Page]
) -> None:
    for card in offer.cards.values():
        address = f"{FOLDERS[card.kind]}/{card.id}/"
        checked = offer.entry(card.kind, card.id).checked
        if checked:
            assert f"Checked on {checked.day} {checked:%B %Y}" in pages[address]
        else:
            assert "Nobody has checked this page yet" in pages[address]
        edit = f"https://github.com/example/doggerland-local-offer/edit/main/{card.path}"
        assert edit in parsed[address].links
        assert any(
            link.startswith("mailto:localoffer@doggerland.example.org?subject=")
            for link in parsed[address].links
        )


def test_an_overdue_entry_carries_a_plain_warning(pages: dict[str, str]) -> None:
    assert "This may be out of date" in pages["services/sibling-days/"]
    assert "This may be out of date" not in pages["services/saturday-swim-club/"]


def test_every_entry_describes_itself_to_search_engines(offer: Offer, parsed: dict[str, Page]) -> None:
    types = {"service": "Service", "school": "School", "organisation": "Organization"}
    for card in offer.cards.values():
        address = f"{FOLDERS[card.kind]}/{card.id}/"
        found = {str(data["@type"]): data for data in parsed[address].data}
        assert found[types[card.kind]]["name"] == card.name
        assert found[types[card.kind]]["url"] == BASE + address
        assert "BreadcrumbList" in found


def test_a_withheld_address_is_in_no_file_of_the_site(tmp_path: Path) -> None:
    from tests.site.conftest import copy_demonstration, pages_of, run_build

    project = copy_demonstration(tmp_path)
    refuge = project / "content/services/safe-harbour-refuge.yml"
    text = refuge.read_text("utf-8")
    text = re.sub(r"(?ms)^locations:\n(?:[ \-#].*\n|\n)+", "", text)
    refuge.write_text(
        text + "locations:\n  - name: Secret House\n    address: 77 Hidden Lane\n    town: Tidewell\n"
        "    postcode: ZZ1 9ZZ\n    latitude: 54.77771\n    longitude: 2.47773\n    travel: Bus to Hidden Lane\n"
        "    uprn: 424242424242\n    withheld: yes\n",
        "utf-8",
    )
    assert run_build(project).returncode == 0
    secrets = [
        b"Hidden Lane",
        b"Secret House",
        b"ZZ1 9ZZ",
        b"ZZ19ZZ",
        b"54.77771",
        b"2.47773",
        b"424242424242",
        # The same place as search and the map round it, and as its postcode would give it.
        b"54.7777",
        b"547777",
        b"2.4777",
        b"24777",
    ]
    for path, content in pages_of(project / "site").items():
        if path.endswith(".gz"):
            content = gzip.decompress(content)
        assert [secret for secret in secrets if secret in content] == [], path
    assert b"Tidewell" in (project / "site/services/safe-harbour-refuge/index.html").read_bytes()


def test_search_and_map_know_only_the_area_of_a_withheld_address(tmp_path: Path) -> None:
    from tests.site.conftest import copy_demonstration, run_build

    project = copy_demonstration(tmp_path)
    place = "54.75432,2.15432"
    postcodes = project / "content/places/postcodes/zz1.csv"
    others = [line for line in postcodes.read_text("utf-8").splitlines() if not line.startswith("ZZ1 9ZZ")]
    postcodes.write_text("\n".join([*others, f"ZZ1 9ZZ,{place},", ""]), "utf-8")
    secret = "  - name: Home of a childminder\n    town: Oysterby\n    place: oysterby-bay\n    postcode: ZZ1 9ZZ\n    withheld: yes\n"
    names = {}
    for path in (
        "services/amber-beads-childminder",
        "services/quiet-swim",
        "schools/childminder-in-oysterby",
    ):
        file = project / f"content/{path}.yml"
        text = file.read_text("utf-8")
        assert "locations:\n" in text
        names[path.rpartition("/")[2]] = re.search(r"(?m)^name: (.*)$", text)[1]  # type: ignore[index]
        file.write_text(text.replace("locations:\n", f"locations:\n{secret}", 1), "utf-8")
    assert run_build(project).returncode == 0
    site = project / "site"
    points = json.loads((site / "search/points.json").read_text("utf-8"))
    table = json.loads((site / "search/offer.json").read_text("utf-8"))
    row = {entry: table["name"].index(name) for entry, name in names.items()}
    for entry in ("amber-beads-childminder", "childminder-in-oysterby"):
        assert points["points"][row[entry]] == 0
        assert "oysterby-bay" in points["withheld"][str(row[entry])]
    # An entry with a public place as well keeps that one, and only that one.
    assert len(points["points"][row["quiet-swim"]]) == 2
    everywhere = [
        path.read_text("utf-8")
        for path in site.rglob("*")
        if path.suffix in (".html", ".json", ".js", ".xml") and "postcodes" not in path.parts
    ]
    for written in ("54.7543", "2.1543", "547543", "21543", "ZZ1 9ZZ", "Home of a childminder"):
        assert not [text for text in everywhere if written in text], written


def test_every_internal_link_and_anchor_leads_somewhere(demonstration: Path, parsed: dict[str, Page]) -> None:
    dead = []
    for address, page in parsed.items():
        if address == "404.html":
            continue
        for link in page.links + page.resources:
            target = urlsplit(urljoin(BASE + address, link))
            if target.netloc != urlsplit(BASE).netloc or target.scheme not in ("http", "https"):
                continue
            path = unquote(target.path).lstrip("/")
            if (path not in parsed and not (demonstration / path).is_file()) or (
                target.fragment and target.fragment not in parsed[path].ids
            ):
                dead.append((address, link))
    assert dead == []


def test_no_page_loads_anything_from_elsewhere(parsed: dict[str, Page]) -> None:
    for address, page in parsed.items():
        foreign = [one for one in page.resources if urlsplit(one).netloc and not one.startswith(BASE)]
        assert foreign == [], address


def test_no_page_has_a_script_or_a_style_inside_it(pages: dict[str, str], parsed: dict[str, Page]) -> None:
    for address, page in parsed.items():
        inline = [
            tag
            for tag, values in page.elements
            if (tag == "script" and "src" not in values and values.get("type") != "application/ld+json")
            or tag == "style"
            or "style" in values
            or any(name.startswith("on") for name in values)
        ]
        assert inline == [], address
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', pages[address])
        assert policy, address
        assert "unsafe-inline" not in policy[1]


def test_ids_are_used_once_on_a_page(parsed: dict[str, Page]) -> None:
    for address, page in parsed.items():
        assert len(page.ids) == len(set(page.ids)), address


def test_every_service_can_be_reached_by_links_alone(offer: Offer, parsed: dict[str, Page]) -> None:
    seen, ways = {""}, [""]
    while ways:
        here = ways.pop()
        for link in parsed[here].links:
            target = urlsplit(urljoin(BASE + here, link))
            path = unquote(target.path).lstrip("/")
            if target.netloc == urlsplit(BASE).netloc and path in parsed and path not in seen:
                seen.add(path)
                ways.append(path)
    assert set(parsed) - seen <= {"404.html"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("browse/categories/clubs/", "Saturday Swim Club"),
        ("browse/needs/autism/", "Saturday Swim Club"),
        ("browse/ages/5-10/", "Saturday Swim Club"),
        ("browse/places/tidewell/", "Saturday Swim Club"),
        ("browse/a-z/s/", "Saturday Swim Club"),
    ],
)
def test_a_service_is_on_each_list_that_fits_it(pages: dict[str, str], address: str, name: str) -> None:
    later = [html for one, html in pages.items() if one.startswith(address)]
    assert any(name in html for html in later)


def test_the_sitemap_names_every_page_that_may_be_found(demonstration: Path, pages: dict[str, str]) -> None:
    sitemap = (demonstration / "sitemap.xml").read_text("utf-8")
    named = {unquote(url.removeprefix(BASE)) for url in re.findall(r"<loc>(.+?)</loc>", sitemap)}
    hidden = {address for address, html in pages.items() if 'content="noindex"' in html}
    assert named == set(pages) - hidden - {"404.html"}
    assert f"Sitemap: {BASE}sitemap.xml" in (demonstration / "robots.txt").read_text("utf-8")


def test_hostile_text_is_shown_and_never_run(tmp_path: Path) -> None:
    from tests.site.conftest import copy_demonstration, run_build

    project = copy_demonstration(tmp_path)
    attack = '</title></script><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}'
    (project / "content/services/attack.yml").write_text(
        "name: "
        + json.dumps("Club " + attack)
        + "\nsummary: "
        + json.dumps(attack)
        + "\ndescription: "
        + json.dumps(
            attack + "\n\n[x](javascript:alert(1)) ![y](https://evil.example.org/y.png) <b onclick=x>b</b>"
        )
        + "\ncategories: [clubs]\neligibility: "
        + json.dumps(attack)
        + "\nkeywords: ["
        + json.dumps(attack)
        + "]\ncontact:\n  role: "
        + json.dumps(attack[:80])
        + "\n  phone: 01632 960123\n"
        "locations:\n  - name: " + json.dumps(attack) + "\n    town: Tidewell\n",
        "utf-8",
    )
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    for file in sorted((project / "site").rglob("*.html")):
        html = file.read_text("utf-8")
        page = Page(html)
        assert "<script>alert" not in html, file
        assert all("onerror" not in values and "onclick" not in values for _, values in page.elements), file
        assert not any(link.startswith("javascript:") for link in page.links), file
        assert not any("evil.example.org" in one for one in page.resources), file
    html = (project / "site/services/attack/index.html").read_text("utf-8")
    assert "{{ 7*7 }}" in html
