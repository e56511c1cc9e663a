"""A new council's repository, from the files in ``starter``."""

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from generator.editing.program_source import ProgramSource, program_source

WORKFLOWS = {
    "makefile.txt": "Makefile",
    "upkeep.mk": "upkeep.mk",
    "workflow-check.yml": ".github/workflows/check.yml",
    "workflow-publish.yml": ".github/workflows/publish.yml",
    "workflow-upkeep.yml": ".github/workflows/upkeep.yml",
    "workflow-confirm.yml": ".github/workflows/confirm.yml",
    "issue-form.yml": ".github/ISSUE_TEMPLATE/still-correct.yml",
    "issue-config.yml": ".github/ISSUE_TEMPLATE/config.yml",
    "dependabot.yml": ".github/dependabot.yml",
}
"""Each file of the starter that checks, publishes and keeps a project on GitHub, and where it goes."""

PROGRAM = "program.mk"
"""The file that says which program a project is made with."""

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
    **WORKFLOWS,
}
"""Each file of the starter and where it goes."""

EMPTY_FOLDERS = ("content/services", "content/organisations", "content/schools", "content/comments")
"""The folders that are there from the first day."""


class ProjectRefused(Exception):
    """Nothing was made, for the reason given in plain words."""


class Added(NamedTuple):
    """What became of the files of the workflows.

    Attributes:
        written: The files that were missing.
        kept: The files that were there, and are as they were.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]


def make_project(folder: Path, program: ProgramSource | None = None) -> None:
    """Makes a new project, all of it or nothing.

    Args:
        folder: A folder that is new or empty; a repository of git in which nothing has been done yet is empty.
        program: The program that the project is to be made with; None for the one that runs.

    Raises:
        ProjectRefused: The folder holds something, or the disk refused.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ProjectRefused(f'"{folder}" is not a folder. Choose another name.')
    if not folder.absolute().parent.is_dir():
        raise ProjectRefused(f'The folder "{folder.absolute().parent}" is not there. Make it first.')
    building = folder.absolute().with_name(f".{folder.absolute().name}.{os.getpid()}.new")
    try:
        if folder.exists() and any(child.name != ".git" for child in folder.iterdir()):
            raise ProjectRefused(f'"{folder}" is not empty. Choose a new folder; nothing was changed.')
        _fill(building, program or program_source())
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


def add_workflows(folder: Path, program: ProgramSource | None = None) -> Added:
    """Adds what checks, publishes and keeps a project on GitHub. A file that is there stays as it is.

    Args:
        folder: A project.
        program: The program that the project is to be made with; None for the one that runs.

    Raises:
        ProjectRefused: The folder is no project, or the disk refused.
    """
    if not (folder / "content" / "authority.yml").is_file():
        raise ProjectRefused(f'"{folder}" is not a project: it has no content/authority.yml.')
    written, kept = [], []
    try:
        for path, text in _texts(WORKFLOWS, program or program_source()):
            target = folder / path
            if os.path.lexists(target):
                kept.append(path)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            written.append(path)
    except OSError as error:
        raise ProjectRefused(f'"{folder / path}" could not be made: {error.strerror}.') from None
    return Added(tuple(written), tuple(kept))


def _fill(folder: Path, program: ProgramSource) -> None:
    folder.mkdir()
    for path, text in _texts(STARTER, program):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for empty in EMPTY_FOLDERS:
        (folder / empty).mkdir(parents=True)
        (folder / empty / ".gitkeep").touch()


def _texts(names: dict[str, str], program: ProgramSource) -> Iterator[tuple[str, str]]:
    """Where each file goes, and its text."""
    source = files("generator.editing.starter")
    for name, path in names.items():
        yield path, source.joinpath(name).read_text(encoding="utf-8")
    yield PROGRAM, source.joinpath("program.txt").read_text(encoding="utf-8").format(**program._asdict())


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
