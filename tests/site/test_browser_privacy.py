"""Nothing about a visitor leaves the site: the fixture `browser` watches every test; here it is put to the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import KINDS_OF_PAGE, QuietHandler, served, watch


class _Unwatched:
    """Opens contexts of the real browser, to be watched anew."""

    def __init__(self, browser: Browser) -> None:
        self.new_context = browser.new_context


@pytest.fixture
def bad_site(tmp_path: Path) -> Iterator[str]:
    """A page that does all that ours must not do."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
        "<title>x</title><script>1</script><script src=bad.js></script>"
        '<img src="http://tracker.invalid/pixel.gif" alt="">',
        "utf-8",
    )
    (tmp_path / "bad.js").write_text("document.cookie = 'who=me'; throw new Error('broken');", "utf-8")
    with served(tmp_path, QuietHandler) as top:
        yield top


def test_the_watch_sees_requests_cookies_broken_scripts_and_broken_policy(
    watched: tuple[Browser, list[str]], bad_site: str
) -> None:
    browser = _Unwatched(watched[0])
    wrong: list[str] = []
    watch(browser, wrong)  # type: ignore[arg-type]
    context = browser.new_context()
    page = context.new_page()
    page.goto(bad_site)
    page.wait_for_load_state("networkidle")
    context.close()
    said = "\n".join(wrong)
    for expected in ("tracker.invalid", "a cookie: who", "broken", "own policy"):
        assert expected in said


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_a_page_asks_only_its_own_site_and_keeps_nothing(browser: Browser, top: str, kind: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(top + KINDS_OF_PAGE[kind])
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((top, "data:"))] == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert said == []
    context.close()
