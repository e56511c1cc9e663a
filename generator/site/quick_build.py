"""The short way of ``local-offer build``: when only words inside entries changed, MkDocs is not needed.

Most builds follow a correction of one entry that no list shows: a phone number, a time, a
paragraph. The shells of the last build are kept; such an entry is stamped into them again.
Everything else that a page depends on must be as it was, or the long way is taken.
"""

import datetime
import os
from pathlib import Path
from typing import NamedTuple

from generator.reading import cache, read_project
from generator.site.output import Staging
from generator.site.shell import Shell
from generator.site.site_build import SiteBuild

Stamps = tuple[tuple[str, int, int], ...]

_CANNOT_BE_KNOWN = ("INHERIT", "!ENV", "hooks:")
"""What makes a configuration depend on more than its own file."""


class LastSetting(NamedTuple):
    """What a complete build was told, so that the next may do without asking MkDocs.

    Attributes:
        project: The project's folder: a copy elsewhere must not write into this one's site.
        files: The stamps of mkdocs.yml and of every file beside the guides.
        site: The folder of the site.
        theme: The theme's folders.
        icons: The folders in which templates find icons.
        site_url: The address of the site.
        settings: The plugin's settings that decide how pages look.
        today: The day that mkdocs.yml gives, or "".
        shells: The shells by depth, as plain tuples.
    """

    project: str
    files: Stamps
    site: str
    theme: tuple[str, ...]
    icons: tuple[str, ...]
    site_url: str
    settings: str
    today: str
    shells: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]


def day_of_build(given: str | None) -> datetime.date:
    """The day that a build is for: as mkdocs.yml says, as ``SOURCE_DATE_EPOCH`` says, or today."""
    if given:
        return datetime.date.fromisoformat(given)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def remember(
    build: SiteBuild,
    site: Path,
    shells: dict[int, Shell],
    *,
    site_url: str,
    settings: str,
    today: str,
    plugins: int,
) -> None:
    """Keeps what the next build needs to take the short way; nothing if it never could.

    Args:
        build: The build that has just been completed.
        site: The folder of the site.
        shells: The shells that it used.
        site_url: The address of the site.
        settings: The plugin's settings.
        today: The day that mkdocs.yml gives, or "".
        plugins: How many plugins there are: another than ours may want to see every build.
    """
    text = (build.project / "mkdocs.yml").read_text("utf-8")
    if plugins > 1 or settings != "stamped" or any(word in text for word in _CANNOT_BE_KNOWN):
        cache.forget(build.project / cache.FOLDER / "setting")
        return
    setting = LastSetting(
        str(build.project),
        _stamps(build.project),
        str(site),
        tuple(str(folder) for folder in build.theme),
        tuple(str(folder) for folder in build.icons),
        site_url,
        settings,
        today,
        tuple((depth, shell.pieces, shell.names) for depth, shell in shells.items()),
    )
    cache.save(build.project / cache.FOLDER / "setting", cache.code_key(), tuple(setting))


def build_quickly(project: Path, site: Path | None) -> int | None:
    """Writes the pages of changed entries again, if nothing else has to be written.

    Args:
        project: The project's folder.
        site: The folder of the site, or None for that of the last build.

    Returns:
        How many pages were written; None when a complete build is needed.
    """
    project = project.resolve()
    kept = cache.load(project / cache.FOLDER / "setting", cache.code_key())
    if kept is None:
        return None
    setting = LastSetting._make(kept)
    target = Path(setting.site)
    if setting.project != str(project) or (site is not None and site.resolve() != target):
        return None
    if setting.files != _stamps(project):
        return None
    reading = read_project(project)
    if reading.errors:
        return None
    build = SiteBuild(
        project,
        reading,
        [Path(folder) for folder in setting.theme],
        [Path(folder) for folder in setting.icons],
        setting.site_url,
        day_of_build(setting.today),
        setting.settings,
    )
    shells = {depth: Shell(pieces, names) for depth, pieces, names in setting.shells}
    staging = Staging(target)
    try:
        return build.write_entries(staging, shells)
    except BaseException:
        staging.discard()
        raise


def _stamps(project: Path) -> Stamps:
    """The stamps of mkdocs.yml and of every file in the guides' folder: pictures, too."""
    found = []
    for place, _, names in os.walk(project / "content" / "pages"):
        for name in names:
            found.append(os.path.join(place, name))
    stamps = []
    for file in [str(project / "mkdocs.yml"), *sorted(found)]:
        info = os.lstat(file)
        stamps.append((os.path.relpath(file, project), info.st_mtime_ns, info.st_size))
    return tuple(stamps)
