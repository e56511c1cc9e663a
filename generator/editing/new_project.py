"""A new council's repository, from the files in ``starter``."""

import os
import shutil
from importlib.resources import files
from pathlib import Path

STARTER = {
    "README.md": "README.md",
    "mkdocs.yml": "mkdocs.yml",
    "gitignore.txt": ".gitignore",
    "editorconfig.txt": ".editorconfig",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
    "authority.yml": "content/authority.yml",
    "needs.yml": "content/vocabulary/needs.yml",
    "categories.yml": "content/vocabulary/categories.yml",
    "places.yml": "content/vocabulary/places.yml",
    "ages.yml": "content/vocabulary/ages.yml",
    "access.yml": "content/vocabulary/access.yml",
    "languages.yml": "content/vocabulary/languages.yml",
    "synonyms.yml": "content/vocabulary/synonyms.yml",
    "jargon.yml": "content/vocabulary/jargon.yml",
    "index.md": "content/pages/index.md",
    "what-is-the-local-offer.md": "content/pages/guides/what-is-the-local-offer.md",
    "get-this-offline.md": "content/pages/guides/get-this-offline.md",
    "jargon-buster.md": "content/pages/guides/jargon-buster.md",
    "timeline-ehc-plan.yml": "content/timelines/ehc-plan.yml",
    "timeline-preparing-for-adulthood.yml": "content/timelines/preparing-for-adulthood.yml",
}
"""Each file of the starter and where it goes."""

EMPTY_FOLDERS = ("content/services", "content/organisations", "content/schools", "content/comments")
"""The folders that are there from the first day."""


class ProjectRefused(Exception):
    """Nothing was made, for the reason given in plain words."""


def make_project(folder: Path) -> None:
    """Makes a new project, all of it or nothing.

    Args:
        folder: A folder that is new or empty.

    Raises:
        ProjectRefused: The folder holds something, or the disk refused.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ProjectRefused(f'"{folder}" is not a folder. Choose another name.')
    if not folder.absolute().parent.is_dir():
        raise ProjectRefused(f'The folder "{folder.absolute().parent}" is not there. Make it first.')
    building = folder.absolute().with_name(f".{folder.absolute().name}.{os.getpid()}.new")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ProjectRefused(f'"{folder}" is not empty. Choose a new folder; nothing was changed.')
        _fill(building)
        if folder.exists():
            _move_into(building, folder)
        else:
            building.replace(folder)
    except OSError as error:
        raise ProjectRefused(
            f'"{folder}" could not be made: {error.strerror}. Nothing was changed.'
        ) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _fill(folder: Path) -> None:
    folder.mkdir()
    source = files("generator.editing.starter")
    for name, path in STARTER.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.joinpath(name).read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    for empty in EMPTY_FOLDERS:
        (folder / empty).mkdir(parents=True)
        (folder / empty / ".gitkeep").touch()


def _move_into(building: Path, folder: Path) -> None:
    """Moves everything into an empty folder, which stays the same folder (somebody may stand in it)."""
    moved: list[Path] = []
    try:
        for child in list(building.iterdir()):
            moved.append(folder / child.name)
            child.replace(folder / child.name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path, ignore_errors=True)
            if path.is_file():
                path.unlink()
        raise
