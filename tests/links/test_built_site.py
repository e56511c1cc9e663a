"""Dead links and anchors inside a built site."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links.built_site import Site, read_page
from generator.reading import Problem


@pytest.fixture
def dead(tmp_path: Path) -> Callable[..., list[str]]:
    def find(files: dict[str, str], address: str = "") -> list[str]:
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        found = Site(tmp_path, address).problems()
        return [f"{one.line} {one.code} {_written(one)}" for one in found]

    return find


def test_what_search_engines_are_told_is_there_too(dead: Callable[..., list[str]]) -> None:
    sitemap = """<urlset><url><loc>https://council.uk/offer/page/</loc></url>
<url><loc> https://council.uk/offer/gone/?a&amp;b </loc></url></urlset>"""
    files = {"index.html": HOME, "page/index.html": HOME, "sitemap.xml": sitemap}
    assert dead(files, "https://council.uk/offer/") == ["2 dead-link https://council.uk/offer/gone/?a&amp;b"]


def _written(problem: Problem) -> str:
    line = Path(problem.path).read_text("utf-8").split("\n")[problem.line - 1]
    return line[problem.column - 1 :].partition(">")[0].partition(" ")[0]


HOME = '<h1 id="top-of-it">Home</h1>'


def test_links_that_hold(dead: Callable[..., list[str]]) -> None:
    page = """<a href="../">up</a> <a href="../index.html#top-of-it">h</a> <a href=".">here</a> <a href="">here</a>
    <a href="#">top</a> <a href="#top">top</a> <a href="#mine">m</a> <a href='?q=a&amp;b#mine'>q</a> <i id=mine></i>
    <a href="/page/#mine">m</a> <a href=https://elsewhere.uk/x>e</a> <a href="//elsewhere.uk/x">e</a>
    <a href="mailto:a@b.uk">m</a> <a href="tel:+441632960100">t</a> <link rel=stylesheet href="../style.css">
    <img src="../a%20b.png" srcset="../a%20b.png 1x, ../a%20b.png 2x" alt=""> <script src="../run.js"></script>
    <!-- <a href="nowhere/">x</a> --><script>"<a href='nowhere/'>"</script><style>a[href="nowhere"]{}</style>
    <a title="a > b" href="../#top-of-it">t</a> <a href="../#:~:text=Home">t</a><textarea><a href=no></textarea>
    <a data-href="nowhere">d</a><input name="x"><a href="/page">no slash</a>"""
    files = {"index.html": HOME, "page/index.html": page, "style.css": "", "a b.png": "", "run.js": ""}
    assert dead(files) == []


def test_links_to_nothing(dead: Callable[..., list[str]]) -> None:
    page = (
        '<a href="nowhere/">n</a>\n<p><a\n  href="../other.html">o</a> <a href="../#nowhere">a</a>\n'
        '<img src="../b.png" alt=""> <script src="gone.js"></script> <a href="#not-mine">x</a>\n'
        '<a href="../../">out of it</a> <a href="/Page/">case</a> <a href="../folder/">f</a>\n'
        '<form action="send/"></form><a href="../index.html/">slash</a><a href="http://[">b</a>'
    )
    assert dead({"index.html": HOME, "page/index.html": page, "folder/a.txt": ""}) == [
        '1 dead-link href="nowhere/"',
        '3 dead-link href="../other.html"',
        '3 dead-anchor href="../#nowhere"',
        '4 dead-link src="../b.png"',
        '4 dead-link src="gone.js"',
        '4 dead-anchor href="#not-mine"',
        '5 dead-link href="../../"',
        '5 dead-link href="/Page/"',
        '5 dead-link href="../folder/"',
        '6 dead-link action="send/"',
        '6 dead-link href="../index.html/"',
        '6 dead-link href="http://["',
    ]


def test_a_site_below_a_path_is_checked_by_its_own_address(dead: Callable[..., list[str]]) -> None:
    page = """<a href="/offer/">a</a><a href="/offer">a</a><a href="/offer/page/">a</a>
<a href="/">the host's own page</a>
<a href="https://council.uk/offer/page/#here">a</a><i id="here"></i>
<a href="https://council.uk/offer/nowhere/">a</a><a href="https://council.uk/other/">a</a>"""
    found = dead({"index.html": HOME, "page/index.html": page}, "https://council.uk/offer/")
    assert found == [
        '2 dead-link href="/"',
        '4 dead-link href="https://council.uk/offer/nowhere/"',
        '4 dead-link href="https://council.uk/other/"',
    ]


_PIECES = """<a href="x"> <a href='y'> <a href=z> <i id="k"> <!-- --> <script> </script> <b " > < text <style> </style>
</a> &amp; <a name=n> ' = /> <textarea> </title""".split()


@given(st.lists(st.sampled_from(_PIECES), max_size=12))
def test_no_page_is_too_odd_to_be_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    page = read_page("page.html", text)
    assert all(0 <= start < len(text) for _, start in page.links)
