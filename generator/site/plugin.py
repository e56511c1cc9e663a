"""The MkDocs plugin: reads the content, hands MkDocs the guides, and has the rest stamped.

All that this project knows of MkDocs is here. ProperDocs loads the same plugin.
"""

import gc
import logging
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from markupsafe import Markup
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

import theme as theme_package
from generator.reading import Reading, cache, read_project
from generator.reading.offer import Guide
from generator.reports.freshness import guide_state
from generator.reports.schools import has_page
from generator.site import addresses, jargon, young_people
from generator.site.browsing import pages_of
from generator.site.markdown import clean
from generator.site.output import Staging
from generator.site.phone_links import linked_html
from generator.site.quick_build import day_of_build, remember
from generator.site.shell import Marks, Shell, Slots
from generator.site.site_build import DEPTHS, SiteBuild
from generator.site.site_links import with_site_links
from generator.site.timelines import timelines_of
from generator.site.words import words_of_templates
from offer_schema.freshness import State
from offer_schema.page import SECTION_NAMES, PageFrontMatter

log = logging.getLogger("mkdocs.plugins.local-offer")

_PROTOTYPE = "local-offer-shell"


class LocalOfferConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml."""

    render = config_options.Choice(("stamped", "full"), default="stamped")
    """``full`` sends every entry through MkDocs, for a plugin that must see each page. Slow."""

    today = config_options.Optional(config_options.Type(str))
    """The day of the build (2026-10-31), for builds that can be repeated."""


class _Warnings(logging.Handler):
    """Collects what MkDocs complains of in guides: a dead link must not be published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class LocalOfferPlugin(BasePlugin[LocalOfferConfig]):  # type: ignore[no-untyped-call]
    """Builds the Local Offer of ``content/`` as part of a MkDocs build."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads and checks everything, before MkDocs touches any file."""
        # Tens of thousands of small values are made and none of them in cycles: looking
        # for cycles among them would take a tenth of a build after one change.
        gc.disable()
        project = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        reading = read_project(project)
        _stop_on_errors(reading)
        icons = _icons(config)
        # MkDocs would look at each of the parent theme's ten thousand files.
        config.theme.dirs = [folder for folder in config.theme.dirs if Path(folder) not in icons]
        own = [Path(folder) for folder in config.theme.dirs]
        theme_folder = Path(theme_package.__path__[0]).resolve()
        own = own[: 1 + next((at for at, folder in enumerate(own) if folder.resolve() == theme_folder), 0)]
        self.theme_folders, self.icons = own, icons
        self.build = SiteBuild(
            project,
            reading,
            own,
            icons,
            config.site_url or "",
            day_of_build(self.config.today),
            self.config.render,
        )
        self.staging = Staging(Path(config.site_dir))
        self.staging.open()
        config.site_dir = str(self.staging.folder)
        config.theme.static_templates.discard("sitemap.xml")
        self.marks = Marks()
        self.shells: dict[int, Shell] = {}
        self.slots: dict[str, Slots] = {}
        self.warnings = _Warnings()
        logging.getLogger("mkdocs").addHandler(self.warnings)
        # MkDocs says of each prototype that its output is empty, as it should be.
        logging.getLogger("mkdocs.commands.build").addFilter(_not_of_prototypes)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Takes out the parent theme's files, and adds ours and the prototypes."""
        ours = {str(folder) for folder in self.theme_folders}
        for file in list(files):
            from_theme = file.src_dir != config.docs_dir
            if from_theme and not (file.src_dir in ours and file.src_uri.startswith("assets/")):
                files.remove(file)
        for asset in self.build.assets.all():
            files.append(File.generated(config, asset.address, content=asset.text))
        for depth in DEPTHS:
            self._add_page(files, config, "/".join([_PROTOTYPE] * depth) + ".md", self.marks.slots())
        if self.config.render == "full":
            self._add_every_page(files, config)
        return files

    def _add_page(self, files: Files, config: MkDocsConfig, path: str, slots: Slots) -> None:
        file = File.generated(config, path, content="---\ntemplate: stamped.html\ntitle: Page\n---\n")
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
        self.slots[path] = slots

    def _add_every_page(self, files: Files, config: MkDocsConfig) -> None:
        build = self.build
        for key, card in build.cards.items():
            slots = build.fragments.entry(card, build.links[key])
            self._add_page(files, config, f"{addresses.entry(*key)}index.md", slots)
            if has_page(card):
                slots = build.fragments.sen_report(card)
                self._add_page(files, config, f"{addresses.sen_report(card.id)}index.md", slots)
        for listing, cards in build.lists.items():
            for page in pages_of(listing, cards):
                self._add_page(
                    files, config, f"{page.address}index.md", build.fragments.listing(page, build.counts)
                )
        for address, slots in (*build.plain_pages(), *build.question_pages()):
            self._add_page(files, config, f"{address}index.md", slots)

    @event_priority(-100)
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Everything that a template prints is escaped, unless it is marked as safe."""
        env.autoescape = True
        env.loader = FileSystemLoader([*config.theme.dirs, *self.icons])
        env.trim_blocks = env.lstrip_blocks = True
        env.bytecode_cache = FileSystemBytecodeCache(str(self.build.project / cache.FOLDER / "templates"))
        env.globals["site"] = self.build.site
        env.globals["words"] = words_of_templates(self.build.words)
        env.globals["places"] = self.build.places
        return env

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The home page has a layout of its own, whether or not its front matter says so."""
        if page.file.src_uri == "index.md":
            page.meta.setdefault("template", "home.html")
        return markdown

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """A guide's HTML without anything that could run or leave the page's layout, its jargon explained."""
        if not html:
            return html
        guide = self.build.offer.guides.get(page.file.src_uri.removesuffix(".md"))
        if guide is not None:
            up = addresses.up(addresses.depth(addresses.guide(guide.id)))
            html, dead = with_site_links(html, up, self.build.addresses)
            for address in dead:
                log.warning(
                    "%s has a link to %r, and the site has no such page.", guide.path, f"site:{address}"
                )
        safe = linked_html(clean(html, self.build.words["prose"]["table"]))
        # An explanation in English would stand in the middle of another language.
        if guide is None or guide.about.language or guide.about.template == jargon.TEMPLATE:
            return safe
        root = addresses.up(addresses.depth(addresses.guide(guide.id)))
        return self.build.views.jargon.on_page(root).html(safe)

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Gives the page's template its slots."""
        page.content = Markup(page.content or "")  # noqa: S704 - cleaned in on_page_content
        slots = self.slots.get(page.file.src_uri)
        if slots is not None:
            return _with(context, slot=slots)
        guide = self.build.offer.guides[page.file.src_uri.removesuffix(".md")]
        return _with(context, slot=self._guide_slots(guide), guide=self._guide(guide, page))

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Gives the 404 page its slots."""
        words = self.build.words["not_found"]
        slots = self.build.fragments.guide_slots(
            words["title"], words["description"], "404.html", [], ".", "page-not-found"
        )
        canonical = {"canonical": Markup(""), "robots": Markup('<meta name="robots" content="noindex">')}
        # The 404 page is shown at any address: its links begin at the top of the host.
        top = str(context["base_url"]).rstrip("/")
        return _with(context, slot={**slots, **canonical}, base_url=top)

    @event_priority(-100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Keeps a prototype for stamping; MkDocs writes every other page."""
        path = page.file.src_uri
        if path.split("/")[0].removesuffix(".md") == _PROTOTYPE:
            self.shells[addresses.depth(page.file.url)] = self.marks.split(output)
            return ""
        return output

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Stamps the pages, and puts the new site in the place of the old."""
        dead = [message for message in self.warnings.messages if "link" in message or "anchor" in message]
        if dead:
            raise Abort(f"A guide has {len(dead)} dead link{'s' if len(dead) > 1 else ''}; see above.")
        if config.strict and self.warnings.messages:
            raise Abort(f"{len(self.warnings.messages)} warnings in strict mode; see above.")
        self.build.write(self.staging, self.shells, stamp_entries=self.config.render == "stamped")
        remember(
            self.build,
            self.staging.site,
            self.shells,
            site_url=config.site_url or "",
            settings=self.config.render,
            today=self.config.today or "",
            plugins=len(config.plugins),
        )
        config.site_dir = str(self.staging.site)
        gc.enable()
        logging.getLogger("mkdocs").removeHandler(self.warnings)

    def on_build_error(self, error: Exception) -> None:
        """Leaves the last good site as it was."""
        gc.enable()
        if hasattr(self, "staging"):
            self.staging.discard()
            logging.getLogger("mkdocs").removeHandler(self.warnings)

    # --- Guides ---------------------------------------------------------------------------------

    def _guide_slots(self, guide: Guide) -> Slots:
        about, build = guide.about, self.build
        address = addresses.guide(guide.id)
        root = addresses.up(addresses.depth(address))
        if guide.id == "index":
            return build.fragments.guide_slots(
                build.site["name"], about.summary or build.site["name"], "", [], root, "page-home"
            )
        above = {"name": build.words["guides"]["heading"], "url": addresses.GUIDES}
        original = self._original(guide)
        body_class = "page-guide" + (" page-sensitive" if original.sensitive else "")
        if (about.section or original.section) == young_people.SECTION:
            above = {"name": build.words["young_people"]["heading"], "url": addresses.YOUNG_PEOPLE}
            body_class += " page-young"
        here: dict[str, Any] = {"name": about.title, "url": address}
        if about.language:
            here["language"] = build.views.language(about.language)
        crumbs = [above, here]
        family = build.views.guide_family(guide)
        return build.fragments.guide_slots(
            about.title,
            about.summary or about.title,
            address,
            crumbs,
            root,
            body_class,
            [
                (language["lang"], addresses.guide(one.id))
                for language, one in family
                if language["lang"] and len(family) > 1
            ],
        )

    def _original(self, guide: Guide) -> PageFrontMatter:
        """What the guide that this one translates says about itself; this one's own if it is none."""
        original = guide.about.translation_of
        return self.build.offer.guides[original].about if original else guide.about

    def _guide(self, guide: Guide, page: Page) -> dict[str, Any]:
        about, build, original = guide.about, self.build, self._original(guide)
        address = addresses.guide(guide.id)
        section = about.section or original.section
        state = guide_state(guide, build.offer.authority.review, build.today)
        notices = []
        if about.checked and state in (State.OVERDUE, State.EXPIRED):
            words, date = build.words["notice"], build.views.wording.date(about.checked)
            text = words["out_of_date_guide"].format(date=date)
            notices.append({"kind": state.value, "heading": words["out_of_date"], "text": text})
        siblings: list[dict[str, Any]] = next(
            (part["guides"] for part in build.site["sections"] if part["id"] == section), []
        )
        return {
            "title": about.title,
            "summary": about.summary or "",
            "checked": {
                "text": build.words["checked"]["on"].format(date=build.views.wording.date(about.checked))
                if about.checked
                else "",
                "state": state.value,
                "date": about.checked.isoformat() if about.checked else "",
            },
            "edit_url": build.views.edit_url(guide.path),
            "report_url": build.views.report_url(about.title, address),
            "section": {
                "id": section,
                "name": SECTION_NAMES[section],
                "url": addresses.YOUNG_PEOPLE
                if section == young_people.SECTION
                else f"{addresses.GUIDES}#{section}",
            }
            if section
            else None,
            "young": section == young_people.SECTION,
            "language": build.views.language(about.language) if about.language else None,
            "versions": build.views.guide_versions(guide, addresses.up(addresses.depth(address))),
            "siblings": [
                {"title": other["title"], "url": other["url"], "current": other["url"] == address}
                for other in siblings
            ],
            "related": [
                build.views.card(card)
                for one in about.related or original.related
                for kind in addresses.FOLDERS
                if (card := build.cards.get((kind, one)))
            ],
            "links": [{"title": link.title, "url": link.url} for link in about.links],
            "sensitive": original.sensitive,
            "toc": [{"title": item.title, "url": item.url} for item in _second_level(page)],
            "notices": notices,
            "timelines": timelines_of(
                guide.id, build.offer.timelines, addresses.up(addresses.depth(address))
            ),
            "qr_code": build.fragments.qr_code(address),
        }


def _with(context: TemplateContext, **values: Any) -> TemplateContext:
    context.update(values)  # type: ignore[typeddict-item]
    return context


def _not_of_prototypes(record: logging.LogRecord) -> bool:
    return _PROTOTYPE not in record.getMessage()


def _second_level(page: Page) -> list[Any]:
    items = list(page.toc)
    # MkDocs nests second-level headings below a first-level one if the page has it.
    return [child for item in items for child in (item.children if item.level == 1 else [item])]


def _stop_on_errors(reading: Reading) -> None:
    if not reading.errors:
        return
    for problem in reading.errors:
        log.error(str(problem))
    count = len(reading.errors)
    raise Abort(
        f"The content has {count} error{'s' if count > 1 else ''}. Nothing was built; the site is as it was."
    )


def _icons(config: MkDocsConfig) -> list[Path]:
    """The parent theme's folder, for the icons that templates include."""
    return [Path(folder) for folder in config.theme.dirs if (Path(folder) / ".icons").is_dir()]
