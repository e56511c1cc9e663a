"""HTML from another system becomes Markdown, and nothing in it can run."""

from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.html_text import markdown_of


def test_paragraphs_lists_and_links_stay() -> None:
    html = "<p>Hello&nbsp;<b>you</b></p><ul><li>One</li><li><a href='https://example.org/a' onclick='x()'>two</a></li></ul>"
    assert markdown_of(html) == "Hello **you**\n\n- One\n- [two](https://example.org/a)"


def test_scripts_styles_and_bad_addresses_go() -> None:
    html = "A<script>x()</script><style>y</style><img src=x onerror=y> <a href='javascript:x()'>link</a>"
    assert markdown_of(html) == "A link"


@given(st.text())
def test_anything_can_be_read(text: str) -> None:
    assert "<script" not in markdown_of(text + "<script>x</script>").lower()
