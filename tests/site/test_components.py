"""Every component by itself: its examples are drawn, read as HTML, and judged by axe in a real Chromium.

What a component needs is in its folder; an example that no longer fits its template fails here and not
on somebody's page. Every macro of a template is drawn by an example, by itself or through another one.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

import theme
from generator.site.fragments import environment
from generator.site.words import load_words
from tests.site.browsing import RULES, open_page
from tests.site.test_accessible_markup import VOID

THEME = Path(theme.__path__[0])
COMPONENTS = sorted(file.parent for file in THEME.glob("components/*/template.html"))
PLACES = {"outward": ("ZZ1",), "area": "Doggerland", "attribution": "Contains made-up data."}
TEMPLATES = environment([THEME], None, load_words([THEME]), PLACES)
ON_PAGES_ONLY = {
    # A page has these once, and the page that shows examples has them already.
    *("breadcrumb", "demonstration-banner", "footer", "header", "quick-exit", "search-box", "skip-link"),
    # Their scripts say that something is missing where the rest of their page is not there.
    *("open-now", "young"),
}
"""What cannot stand on a page as an example: axe judges it on the pages of the site."""


class Example(NamedTuple):
    """One example.

    Attributes:
        component: The component.
        name: What it shows.
        macro: Which macro of the template draws it.
        parameters: What it is called with.
        empty: Whether it draws nothing.
    """

    component: str
    name: str
    macro: str
    parameters: dict[str, Any]
    empty: bool

    @property
    def html(self) -> str:
        """The example, drawn."""
        module = TEMPLATES.get_template(f"components/{self.component}/template.html").module
        return str(getattr(module, self.macro)(**self.parameters))


class Nesting(HTMLParser):
    """What is opened and not closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> stays open" for tag in self._open]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that closes itself."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another")


def examples_of(folder: Path) -> list[Example]:
    """The examples of a component."""
    tree = yaml.safe_load((folder / "examples.yml").read_text("utf-8"))
    return [
        Example(
            folder.name,
            one["name"],
            one.get("macro", tree["macro"]),
            one["parameters"],
            one.get("empty", False),
        )
        for one in tree["examples"]
    ]


EXAMPLES = [
    one for folder in COMPONENTS if (folder / "examples.yml").is_file() for one in examples_of(folder)
]


def test_every_component_with_a_template_has_examples_of_different_names() -> None:
    assert [folder.name for folder in COMPONENTS if not (folder / "examples.yml").is_file()] == []
    names = [(one.component, one.name) for one in EXAMPLES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_every_macro_is_drawn_by_an_example(folder: Path) -> None:
    text = (folder / "template.html").read_text("utf-8")
    bodies = dict(re.findall(r"\{%-? macro (\w+)\(.*?%\}(.*?)\{%-? endmacro", text, re.DOTALL))
    drawn, waiting = set(), {one.macro for one in examples_of(folder)}
    while waiting:
        name = waiting.pop()
        drawn.add(name)
        waiting |= {other for other in bodies if re.search(rf"\b{other}\(", bodies[name])} - drawn
    assert set(bodies) - drawn == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.component}: {one.name}")
def test_an_example_is_drawn_as_whole_html(example: Example) -> None:
    html = example.html
    assert bool(html.strip()) is not example.empty
    assert Nesting(html).wrong == []
    assert not re.search(r""">\s*None\s*<|"None"|Undefined|\{\{|\{%""", html)
    assert not re.search(r"""<[^>]*\s(?:style|on[a-z]+)=""", html), "the site's own policy forbids it"
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "component", [folder.name for folder in COMPONENTS if folder.name not in ON_PAGES_ONLY]
)
def test_axe_finds_nothing_in_a_component_by_itself(
    browser: Browser, top: str, component: str, width: int
) -> None:
    """Each example stands on a page of its own: twice on one, ids and landmarks would be there twice."""
    context, page = open_page(browser, f"{top}leaving-fast/", width, bypass_csp=True)
    shell = page.request.get(page.url).text()
    before, after = shell[: shell.index(">", shell.index("<main")) + 1], shell[shell.index("</main>") :]
    shown = ""
    page.route(
        "**/leaving-fast/",
        lambda route: route.fulfill(body=before + shown + after, content_type="text/html; charset=utf-8"),
    )
    found: list[Any] = []
    for example in (one for one in EXAMPLES if one.component == component):
        shown = f"<h1>{example.component}</h1><div class=wrap><h2>{example.name}</h2>{example.html}</div>"
        page.reload()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            axe = Axe().run(page, options=RULES).response["violations"]
            found += [
                (example.name, scheme, one["id"], [node["html"][:160] for node in one["nodes"][:3]])
                for one in axe
            ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((example.name, "wider than the screen"))
    context.close()
    assert found == []
