"""Links from guides to pages that are made from data."""

import pytest

from generator.site.site_links import with_site_links

PAGES = frozenset({"", "feedback/", "you-said-we-did/2026/"})


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("site:feedback/", "../../feedback/"),
        ("site:feedback", "../../feedback/"),
        ("site:/feedback/", "../../feedback/"),
        ("site:you-said-we-did/2026/#gap", "../../you-said-we-did/2026/#gap"),
        ("site:", "../../"),
    ],
)
def test_a_link_leads_from_the_guide_to_the_page(written: str, led: str) -> None:
    html, dead = with_site_links(f'<p><a class="x" href="{written}">Tell us</a></p>', "../..", PAGES)
    assert html == f'<p><a class="x" href="{led}">Tell us</a></p>'
    assert dead == []


def test_a_page_that_is_not_there_is_named() -> None:
    assert with_site_links('<a href="site:feedbak/">x</a>', "..", PAGES)[1] == ["feedbak/"]


def test_other_links_and_words_are_left_as_they_are() -> None:
    html = '<a href="https://example.org/site:x">site:feedback/</a> <code>href="site:x"</code>'
    assert with_site_links(html, "..", PAGES) == (html, [])
