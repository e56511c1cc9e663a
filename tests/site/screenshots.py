"""Takes the pictures of ``docs/screenshots`` from the built demonstration site: ``make screenshots``."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.site.browsing import launch, served

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "docs" / "screenshots"
KEPT = ("services/saturday-swim-club", "services/portage-home-visiting", "schools/longshore-school")
SCHOOLS = ("mammoth-ferry-primary-academy", "kestrel-moor-school", "amberholme-free-school")

PAGES = {
    "home": "",
    "search": "search/?q=swimming&need=autism",
    "service": "services/saturday-swim-club/",
    "compare": f"compare/?schools={','.join(SCHOOLS)}",
    "map": "search/?cost=free&view=map#near=ZZ1+1AA",
    "my-list": f"my-list/#{','.join(KEPT)}",
}
"""The address of each picture's page."""


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)


def main() -> None:
    """Takes every picture at the width of a small phone and of a desktop."""
    FOLDER.mkdir(exist_ok=True)
    with served(REPOSITORY / "site") as top, sync_playwright() as playwright:
        browser = launch(playwright)
        for width, height in ((320, 1400), (1280, 900)):
            for name, address in PAGES.items():
                context = browser.new_context(viewport={"width": width, "height": height})
                page = context.new_page()
                page.goto(top + address)
                _settle(page)
                if name == "map":
                    page.locator("[data-search-map]").evaluate("e => e.scrollIntoView({block: 'start'})")
                    page.wait_for_timeout(300)
                page.screenshot(path=str(FOLDER / f"{name}-{width}.png"))
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
