"""A site of real entries, imported from one authority's files: searched, read and judged by axe."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from generator.commands import init
from tests.exchange.test_trafford import DATA, MAPPINGS, run_all
from tests.site.browsing import RULES, open_page, served
from tests.site.conftest import run_build

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"{DATA} is not here: real data is kept outside the repository"
)


@pytest.fixture(scope="module")
def trafford(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The top address of the imported site."""
    project = tmp_path_factory.mktemp("sites") / "trafford"
    CliRunner().invoke(init.command, [str(project)])
    shutil.copy(MAPPINGS / "places.yml", project / "content/vocabulary/places.yml")
    run_all(project)
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    with served(project / "site") as top:
        yield top


def found_by_axe(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds in light and dark."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = page.evaluate("options => axe.run(document, options)", RULES)
        found += [
            (one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in answer["violations"]
        ]
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address", ["", "search/?q=dentist", "services/", "schools/", "browse/", "accessibility/"]
)
def test_axe_finds_nothing_on_real_entries(browser: Browser, trafford: str, address: str, width: int) -> None:
    context, page = open_page(browser, trafford + address, width, bypass_csp=True)
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize(("listing", "kind"), [("services/", "services"), ("schools/", "schools")])
def test_entries_of_a_real_list_can_be_read_by_everybody(
    browser: Browser, trafford: str, listing: str, kind: str
) -> None:
    context, page = open_page(browser, trafford + listing, 320, bypass_csp=True)
    links = page.locator(f"main .cards a[href*='{kind}/']").evaluate_all("all => all.map(one => one.href)")
    assert len(links) > 5
    for link in links[:: max(1, len(links) // 4)]:
        page.goto(link)
        assert page.locator("h1").is_visible()
        assert found_by_axe(page) == [], link
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, link
    context.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("libary", "Library"), ("dentist", "Dental"), ("swiming", "Swim"), ("food bank", "Trussell Trust")],
)
def test_a_family_finds_real_places_although_it_types_with_mistakes(
    browser: Browser, trafford: str, query: str, expected: str
) -> None:
    context, page = open_page(browser, trafford + "search/")
    page.locator("main input[name=q]").fill(query)
    page.wait_for_selector(f"main a:has-text('{expected}')")
    context.close()
