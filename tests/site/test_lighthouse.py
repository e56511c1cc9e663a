"""Lighthouse gives every kind of page 100 for accessibility, best practices and SEO; speed is measured, not tested."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.lighthouse import PAGES, chromium, judge, program, scores
from benchmarks.serving import served

pytestmark = pytest.mark.skipif(
    program() is None or chromium() is None,
    reason="Lighthouse 12 is not installed here: npm install --global lighthouse@12, with Node and Chromium",
)


@pytest.fixture(scope="module")
def address(demonstration: Path) -> Iterator[str]:
    with served(demonstration) as (top, _):
        yield top


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_full_marks(demonstration: Path, address: str, page: str) -> None:
    if not (demonstration / PAGES[page].partition("?")[0] / "index.html").is_file():
        pytest.skip(f"the demonstration has no {PAGES[page]}")
    command = program()
    assert command is not None
    found = scores(page, judge(command, address + PAGES[page], ("accessibility", "best-practices", "seo")))
    assert found.failed == []
    assert set(found.scores.values()) == {100}
