"""The HTML of every page of the demonstration site: headings, landmarks, languages, names, and the site's own policy."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ps", "ur", "ckb", "sd", "ug", "yi", "dv"))
LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$")


class Element(NamedTuple):
    """One element as it opens."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    """The tags that it stands in."""


class Markup(HTMLParser):
    """The elements of a page in order, and the text of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def all(self, *tags: str) -> list[Element]:
        """The elements of some tags, in the order of the page."""
        return [element for element in self.elements if element.tag in tags]


@pytest.fixture(scope="module")
def pages(demonstration: Path) -> dict[str, str]:
    """The HTML of every page by its path."""
    return {
        str(file.relative_to(demonstration)): file.read_text("utf-8")
        for file in sorted(demonstration.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def markup(pages: dict[str, str]) -> dict[str, Markup]:
    return {path: Markup(html) for path, html in pages.items()}


def test_headings_go_down_one_step_at_a_time(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        levels = [
            int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6") if "main" in one.inside
        ]
        steps = [(one, other) for one, other in itertools.pairwise(levels) if other > one + 1]
        assert steps == [], path
        # A notice or a quick exit may stand before the first heading; nothing else does.
        assert levels.count(1) == 1, path
        assert levels.index(1) <= 1, path


def test_each_page_has_one_header_one_main_part_and_one_footer_side_by_side(
    markup: dict[str, Markup],
) -> None:
    for path, page in markup.items():
        top = [one.tag for one in page.elements if one.inside == ("html", "body")]
        for landmark in ("header", "main", "footer"):
            assert top.count(landmark) == 1, (path, landmark)
        assert top.index("header") < top.index("main") < top.index("footer"), path


def test_parts_for_navigation_have_names_that_tell_them_apart(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        for tag in ("nav", "aside"):
            parts = page.all(tag)
            names = [
                one.attributes.get("aria-label") or one.attributes.get("aria-labelledby") for one in parts
            ]
            assert all(names), path
            assert len(set(names)) == len(names), (path, names)


def test_the_skip_link_is_the_first_link_and_its_target_is_the_main_part(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        assert page.all("a")[0].attributes["href"] == "#main", path
        assert [one.attributes.get("id") for one in page.all("main")] == ["main"], path


def test_languages_are_named_and_run_in_their_own_direction(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        for one in page.elements:
            language = one.attributes.get("lang")
            if language is None:
                continue
            assert LANGUAGE.fullmatch(language), (path, language)
            if language.split("-")[0] in RIGHT_TO_LEFT:
                assert one.attributes.get("dir") == "rtl", (path, language)


def test_everything_that_can_be_filled_in_has_a_name(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        named = {one.attributes.get("for") for one in page.all("label")}
        for one in page.all("input", "select", "textarea"):
            if one.attributes.get("type") in ("hidden", "submit", "button") or "label" in one.inside:
                continue
            names = ("aria-label", "aria-labelledby")
            assert one.attributes.get("id") in named or any(one.attributes.get(name) for name in names), (
                path,
                one,
            )


def test_pictures_say_what_they_show_or_that_they_are_decoration(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        assert [one for one in page.all("img") if "alt" not in one.attributes] == [], path
        for one in page.all("svg"):
            hidden = one.attributes.get("aria-hidden") == "true"
            named = one.attributes.get("role") in ("img", "group") and (
                one.attributes.get("aria-label") or one.attributes.get("aria-labelledby")
            )
            assert hidden or named, (path, one.attributes)


def test_every_table_has_headers_that_say_what_they_head(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        headers = [one for one in page.all("th") if "tbody" in one.inside and "scope" not in one.attributes]
        assert headers == [], path
        if page.all("table"):
            assert page.all("th"), path


@pytest.mark.parametrize("attribute", ["accesskey", "autofocus", "contenteditable"])
def test_nothing_takes_the_keyboard_away(markup: dict[str, Markup], attribute: str) -> None:
    for path, page in markup.items():
        assert [one for one in page.elements if attribute in one.attributes] == [], path


def test_the_order_of_the_keyboard_is_the_order_of_the_page(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        assert [one for one in page.elements if int(one.attributes.get("tabindex", "0")) > 0] == [], path


def test_people_can_zoom_and_nothing_opens_a_window_or_moves_on_by_itself(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        (viewport,) = [one for one in page.all("meta") if one.attributes.get("name") == "viewport"]
        assert "scalable" not in viewport.attributes["content"], path
        assert "maximum" not in viewport.attributes["content"], path
        refresh = [
            one for one in page.all("meta") if one.attributes.get("http-equiv", "").lower() == "refresh"
        ]
        assert refresh == [], path
        assert [one for one in page.all("a") if one.attributes.get("target") == "_blank"] == [], path
        assert page.all("marquee", "blink", "iframe", "object", "embed") == [], path
        assert [one for one in page.all("video", "audio") if "autoplay" in one.attributes] == [], path


# --- The site's own policy -----------------------------------------------------------------------


def test_a_strict_policy_stands_before_everything_that_it_rules(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
        assert len(policies) == 1, path
        rules = {rule.split()[0]: rule.split()[1:] for rule in policies[0].split(";")}
        assert rules["default-src"] == ["'none'"], path
        assert rules["script-src"] == ["'self'"], path
        assert rules["style-src"] == ["'self'"], path
        assert rules["connect-src"] == ["'self'"], path
        assert rules["base-uri"] == ["'none'"], path
        allowed = {"'self'", "'none'", "data:", "blob:"}
        assert {source for sources in rules.values() for source in sources} <= allowed, path
        before = html.partition('<meta http-equiv="Content-Security-Policy"')[0]
        assert not re.search(r"<(script|link|style|img)", before), path


def test_no_page_has_a_style_or_a_handler_in_its_markup(markup: dict[str, Markup]) -> None:
    for path, page in markup.items():
        for one in page.elements:
            assert one.tag != "style", path
            bad = [name for name in one.attributes if name == "style" or name.startswith("on")]
            assert bad == [], (path, one.tag, bad)
            if one.tag == "script" and one.attributes.get("type") != "application/ld+json":
                assert one.attributes.get("src"), path


def test_everything_that_a_page_loads_is_its_own(markup: dict[str, Markup]) -> None:
    sources = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest")
    for path, page in markup.items():
        for one in page.elements:
            loaded = [one.attributes[name] for name in sources if one.attributes.get(name)]
            if one.tag == "link" and one.attributes.get("rel") not in ("canonical", "alternate"):
                loaded.append(one.attributes["href"])
            if one.tag in ("use", "image"):
                loaded += [value for name, value in one.attributes.items() if name.endswith("href")]
            assert [url for url in loaded if urlsplit(url).netloc] == [], (path, one)


def test_styles_load_nothing_and_scripts_know_no_other_host(demonstration: Path) -> None:
    files = [*demonstration.rglob("*.css"), *demonstration.rglob("*.js")]
    assert files
    for file in files:
        text = file.read_text("utf-8")
        if file.suffix == ".css":
            urls = re.findall(r"url\(\s*[\"']?([^)\"']+)", text) + re.findall(r"@import[^;]+", text)
            assert [url for url in urls if not url.startswith("data:")] == [], file.name
        else:
            # Comments may name a source; a namespace is a name and no address.
            bare = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)
            hosts = {urlsplit(url).netloc for url in re.findall(r"https?://[^\s\"'`)<>]+", bare)}
            assert hosts <= {"www.w3.org"}, (file.name, hosts)
            assert not re.search(
                r"\beval\(|new Function\(|innerHTML|document\.write|outerHTML\s*=|insertAdjacentHTML", bare
            ), file.name
            assert not re.search(r"document\.cookie|sendBeacon|new WebSocket|XMLHttpRequest", bare), file.name
