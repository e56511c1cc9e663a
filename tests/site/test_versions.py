"""Other forms and languages stand at the top of a page, marked with their language and direction."""

import re
from pathlib import Path

import pytest

from tests.site.conftest import run_build

SWIM = "services/saturday-swim-club/index.html"
GUIDE = "guides/what-is-the-local-offer/index.html"
ARABIC = "guides/what-is-the-local-offer-arabic/index.html"
BASE = "https://localoffer.doggerland.example.org/"


@pytest.fixture(scope="module")
def pages(demonstration: Path) -> dict[str, str]:
    return {name: (demonstration / name).read_text("utf-8") for name in (SWIM, GUIDE, ARABIC)}


def row_of(html: str) -> str:
    rows: list[str] = re.findall(r'<div class="versions">.*?</div>', html, re.DOTALL)
    assert len(rows) == 1
    return rows[0]


def test_the_row_stands_under_the_lead_and_names_each_version(pages: dict[str, str]) -> None:
    row = row_of(pages[SWIM])
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
    assert words == "Also in: Easy Read BSL video Polski (Polish) اردو (Urdu)"
    assert re.search(r'<p class="lead">[^<]*</p>\s*<div class="versions">', pages[SWIM])
    assert 'hreflang="bfi">BSL video' in row
    assert '<a href="#in-urdu" hreflang="ur"><span lang="ur" dir="rtl">اردو</span> (Urdu)</a>' in row


def test_a_page_without_other_versions_has_no_row(demonstration: Path) -> None:
    assert 'class="versions"' not in (demonstration / "services/quiet-swim/index.html").read_text("utf-8")


def test_a_translation_of_an_entry_is_on_its_page_in_its_language(pages: dict[str, str]) -> None:
    for language, lang, direction in (("polish", "pl", "ltr"), ("urdu", "ur", "rtl")):
        (section,) = re.findall(
            rf'<section class="translation" id="in-{language}">.*?</section>', pages[SWIM], re.DOTALL
        )
        assert f'<div class="translation__text" lang="{lang}" dir="{direction}">' in section
        assert "<li>" in section  # Markdown


def test_a_translated_guide_is_in_its_language_and_the_page_around_it_in_english(
    pages: dict[str, str],
) -> None:
    html = pages[ARABIC]
    assert '<html lang="en-GB">' in html
    for element in (
        "<title",
        "<h1",
        '<p class="lead"',
        '<div class="prose"',
        '<li aria-current="page"><span',
    ):
        assert f'{element} lang="ar" dir="rtl">' in html
    assert '<p class="versions__label" id="versions">Also in:</p>' in html


def test_a_guide_and_its_translation_lead_to_each_other(pages: dict[str, str]) -> None:
    assert 'href="../../guides/what-is-the-local-offer-arabic/" hreflang="ar"' in row_of(pages[GUIDE])
    assert 'href="../../guides/what-is-the-local-offer/" hreflang="en-GB"' in row_of(pages[ARABIC])
    for html in (pages[GUIDE], pages[ARABIC]):
        for lang, address in (("en-GB", GUIDE), ("ar", ARABIC)):
            address = address.removesuffix("index.html")
            assert f'<link rel="alternate" hreflang="{lang}" href="{BASE}{address}">' in html


def test_a_guide_without_translations_has_no_alternates(demonstration: Path) -> None:
    assert 'rel="alternate"' not in (demonstration / "guides/complaints/index.html").read_text("utf-8")


def test_lists_of_guides_leave_translations_out(demonstration: Path) -> None:
    for name in ("index.html", "guides/index.html", "guides/complaints/index.html"):
        assert "sendiass-polish" not in (demonstration / name).read_text("utf-8")


HOSTILE = """
versions:
  - format: audio
    title: '"><script>alert(1)</script>'
    url: https://www.example.org/x
translations:
  polish:
    name: <img src=x onerror=alert(3)>
    summary: </section><script>alert(4)</script>
    description: "[x](javascript:alert(5)) <script>alert(6)</script>"
"""


def test_hostile_text_in_versions_and_translations_is_only_text(small: Path) -> None:
    file = small / "content" / "services" / "quiet-swim.yml"
    file.write_text(file.read_text("utf-8") + HOSTILE, "utf-8")
    languages = small / "content" / "vocabulary" / "languages.yml"
    text = languages.read_text("utf-8")
    assert "own_name: Polski" in text
    languages.write_text(text.replace("own_name: Polski", "own_name: <b>Polski"), "utf-8")
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    html = (small / "site" / "services" / "quiet-swim" / "index.html").read_text("utf-8")
    page = html.partition("<body")[2]
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "&lt;b&gt;Polski" in page
    assert page.count("&lt;script&gt;alert(1)") == 1
    assert page.count("&lt;script&gt;alert(4)") == 1
