"""What several verbs need of a project before they begin: its offer, and what mkdocs.yml says."""

import datetime
from pathlib import Path
from typing import NamedTuple

from generator.commands.options import fail
from generator.reading import Offer, read_project
from generator.site.quick_build import day_of_build


class SiteSettings(NamedTuple):
    """What mkdocs.yml says.

    Attributes:
        theme: The theme's folders, the one that wins first.
        site_url: The address of the site, or "".
        today: The day of a build.
    """

    theme: list[Path]
    site_url: str
    today: datetime.date


def site_settings(project: Path) -> SiteSettings:
    """Reads mkdocs.yml.

    Raises:
        ClickException: There is none, or it is wrong.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        raise fail(f"There is no {config_file}. `local-offer init DIR` makes a project.")
    try:
        config = load_config(str(config_file))
    except MkDocsException as error:
        raise fail(str(error)) from None
    plugin = config.plugins.get("local-offer")
    today = plugin.config.get("today") if plugin else None
    folders = [Path(folder) for folder in config.theme.dirs]
    return SiteSettings(folders, config.site_url or "", day_of_build(today))


def offer_of(project: Path) -> Offer:
    """The offer of a project without errors.

    Raises:
        ClickException: The content has errors; the first ones are named.
    """
    reading = read_project(project)
    if reading.offer is None:
        few = "\n".join(str(problem) for problem in reading.errors[:10])
        raise fail(f"{few}\nThe content has errors. Put them right first: `local-offer check` shows all.")
    return reading.offer
