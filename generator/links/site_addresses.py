"""The addresses of other websites that the site's own pages show without anybody having written them into content.

They stand in the data of the law's requirements and in the theme's templates. Nobody who edits content can see them
there, so each is told by the page that shows it, with what a council can do about it.
"""

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import theme
from generator.reading import Offer
from generator.reading.requirements import requirements_on
from generator.reading.web_addresses import AddressUse

KIND = "site"
"""The kind of these uses, beside the kinds of files."""

LAW_PAGE = "what-the-law-asks/"
"""The page that shows where each requirement comes from."""

EVERY_PAGE = "every page"
"""Where a component is shown: which pages have it only a build can tell."""

_BOOKLET = "booklet/"  # is printed, and is no part of the site
_HREF = re.compile(r'\bhref="(https?://[^"{}\s]+)"')
_NAMED = 3


def site_addresses(project: Path, offer: Offer, today: datetime.date) -> list[AddressUse]:
    """Every outside address of the site's own pages, once for each page.

    The path of a use is the address of the page on the site; of a template in the council's own theme folder it is the
    file. Its key says what it comes from: the ids of requirements, or the name of a template.

    Args:
        project: The project's folder.
        offer: Its offer: an address that the council put right in ``content/requirements.yml`` is content.
        today: The day, for the requirements that are in force.
    """
    uses: dict[tuple[str, str], AddressUse] = {}
    for use in (*_of_requirements(offer, today), *_of_templates(project)):
        uses.setdefault((use.path, use.address), use)
    return list(uses.values())


def is_own_page(use: AddressUse) -> bool:
    """Whether a use is on one of the site's own pages, and in no file that the council can edit.

    Args:
        use: The use.
    """
    return use.kind == KIND and bool(use.id)


def what_to_do(use: AddressUse) -> str:
    """What a council can do about an address on one of the site's own pages.

    Args:
        use: The use.
    """
    if use.id != LAW_PAGE:
        return (
            "It comes with the theme. Bring the program up to date, or put your own "
            f"{use.key} into the custom_dir of mkdocs.yml."
        )
    slugs = use.key.split()
    if not slugs:
        return "It comes with the program: bring that up to date."
    more = f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else ""
    return (
        'It comes with the program. Give the right address in content/requirements.yml, under "corrections", for '
        f"{', '.join(slugs[:_NAMED])}{more}; or bring the program up to date."
    )


def _of_requirements(offer: Offer, today: datetime.date) -> Iterator[AddressUse]:
    local = offer.local_requirements
    shown: dict[str, list[str]] = {}
    for one in requirements_on(today, local, offer.authority.website):
        if one.applies_to != "council" or one.requirements is local.added:
            continue
        shown.setdefault(one.href, [])
        for slug, requirement in one.requirements.items():
            correction = local.corrections.get(slug)
            if correction is None or not correction.href:
                shown.setdefault(requirement.href or one.href, []).append(slug)
    for address, slugs in shown.items():
        yield AddressUse(address, LAW_PAGE, 1, 1, KIND, LAW_PAGE, " ".join(slugs), "")


def _of_templates(project: Path) -> Iterator[AddressUse]:
    own = _own_theme(project)
    files = _templates(Path(theme.__file__).parent)
    replaced = _templates(own) if own else {}
    for name, file in sorted((files | replaced).items()):
        text = file.read_text("utf-8", "replace")
        for found in _HREF.finditer(text):
            if name not in replaced:
                page = _page_of(name)
                yield AddressUse(found[1], page, 1, 1, KIND, page, name, "")
                continue
            line = text.count("\n", 0, found.start(1)) + 1
            column = found.start(1) - text.rfind("\n", 0, found.start(1))
            path = Path(os.path.relpath(file, project)).as_posix()
            yield AddressUse(found[1], path, line, column, KIND, "", name, found[1])


def _templates(folder: Path) -> dict[str, Path]:
    """The templates in a folder by their names."""
    files = ((file.relative_to(folder).as_posix(), file) for file in sorted(folder.rglob("*.html")))
    return {name: file for name, file in files if not name.startswith(_BOOKLET)}


def _page_of(template: str) -> str:
    folder, _, name = template.rpartition("/")
    return f"{name.removesuffix('.html')}/" if folder == "pages" else EVERY_PAGE


class _Loose(yaml.SafeLoader):
    """Takes mkdocs.yml as it is, with tags of MkDocs in it that nobody needs here."""


_Loose.add_constructor(None, lambda loader, node: None)


def _own_theme(project: Path) -> Path | None:
    """The council's own folder of templates, as mkdocs.yml names it.

    To load all of MkDocs for this one line would take longer than everything else.
    """
    try:
        settings: Any = yaml.load((project / "mkdocs.yml").read_text("utf-8"), _Loose)  # noqa: S506 - safe: see `_Loose`
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    about = settings.get("theme") if isinstance(settings, dict) else None
    name = about.get("custom_dir") if isinstance(about, dict) else None
    folder = project / str(name)
    return folder if name and folder.is_dir() else None
