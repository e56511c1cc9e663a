"""Finds the files of a project, and refuses those that are not safe or not findable.

Only names that can be an address on the site are taken, and nothing that leads out of
the project: a symbolic link is never followed.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.reading import areas
from generator.reading.postcodes import ATTRIBUTION, is_outward
from generator.reading.postcodes import FOLDER as POSTCODES
from generator.reading.problems import Problem, Severity, printable
from generator.reading.yaml_source import MAX_BYTES
from offer_schema.field_types import is_id, slug

CONTENT = "content"

LOCAL_REQUIREMENTS = f"{CONTENT}/requirements.yml"
"""Where a council puts citations of the law right and adds requirements of its own; it may be absent."""

INDICATORS = f"{CONTENT}/indicators.yml"
"""How the council is doing, in figures by year; it may be absent."""

MAX_FOLDERS = 8
"""How deep folders of guides may stand inside each other."""


class SourceFile(NamedTuple):
    """A file of the project.

    Attributes:
        kind: The name of its kind, as in `generator.reading.kinds`.
        id: The file name without its ending; for a page its path below ``pages`` as well. Of a
            file of postcodes it is the outward code in capitals.
        path: The path relative to the project, with forward slashes.
        stamp: Modification time (ns) and size (bytes): equal stamps mean an unchanged file.
    """

    kind: str
    id: str
    path: str
    stamp: tuple[int, int]


FOLDERS = {
    "organisation": "organisations",
    "service": "services",
    "school": "schools",
    "comment": "comments",
    "timeline": "timelines",
}
VOCABULARIES = {
    "need": "needs.yml",
    "category": "categories.yml",
    "place": "places.yml",
    "age-band": "ages.yml",
    "access": "access.yml",
    "language": "languages.yml",
    "jargon": "jargon.yml",
    "synonym": "synonyms.yml",
}


def find_files(project: Path) -> tuple[list[SourceFile], list[Problem]]:
    """Every content file of a project, in a fixed order, and the problems with their names and places."""
    problems: list[Problem] = []
    content = project / CONTENT
    if content.is_symlink():
        return [], [_linked_folder(CONTENT)]
    if not content.is_dir():
        problem = _error(
            "content",
            "missing-content",
            'There is no folder "content" here.',
            "Run this in the project, or name it with --project; `local-offer init DIR` makes a new one.",
        )
        return [], [problem]
    files: list[SourceFile] = []
    authority = content / "authority.yml"
    if not os.path.lexists(authority):
        problems.append(
            _error(
                "content/authority.yml",
                "missing-file",
                "There is no content/authority.yml, which says which council this is.",
                "`local-offer init DIR` makes one to fill in.",
            )
        )
    files += _single(authority, "authority", "content/authority.yml", problems)
    files += _single(project / LOCAL_REQUIREMENTS, "requirements", LOCAL_REQUIREMENTS, problems)
    files += _single(project / INDICATORS, "indicators", INDICATORS, problems)
    vocabularies = VOCABULARIES
    if (content / "vocabulary").is_symlink():
        problems.append(_linked_folder("content/vocabulary"))
        vocabularies = {}
    for kind, name in vocabularies.items():
        path = f"content/vocabulary/{name}"
        if not os.path.lexists(project / path):
            problems.append(
                _error(
                    path,
                    "missing-file",
                    f"There is no {path}.",
                    "`local-offer init DIR` makes one to begin with.",
                )
            )
        files += _single(project / path, kind, path, problems)
    for kind, folder in FOLDERS.items():
        files += sorted(_entries(content / folder, kind, f"content/{folder}", problems))
    files += sorted(_pages(content / "pages", "content/pages", "", problems))
    if (content / "places").is_symlink():
        problems.append(_linked_folder("content/places"))
    else:
        files += sorted(_postcodes(project / POSTCODES, problems))
        files += _areas(project, problems)
    return files, problems


def _error(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(printable(path), 1, 1, Severity.ERROR, code, printable(message), fix)


def _linked_folder(path: str) -> Problem:
    return _error(path, "symbolic-link", "This is a link to another folder.", "Put the folder itself here.")


def _single(file: Path, kind: str, path: str, problems: list[Problem]) -> Iterator[SourceFile]:
    try:
        info = os.lstat(file)
    except OSError:
        return
    if _safe(info, path, problems):
        yield SourceFile(kind, kind, path, (info.st_mtime_ns, info.st_size))


def _areas(project: Path, problems: list[Problem]) -> Iterator[SourceFile]:
    """The file of the map's areas, which a council need not have."""
    try:
        info = os.lstat(project / areas.PATH)
    except OSError:
        return
    if _safe(info, areas.PATH, problems, areas.MAX_BYTES):
        yield SourceFile("areas", "areas", areas.PATH, (info.st_mtime_ns, info.st_size))


def _safe(info: os.stat_result, path: str, problems: list[Problem], most: int = MAX_BYTES) -> bool:
    if stat.S_ISLNK(info.st_mode):
        problems.append(
            _error(path, "symbolic-link", "This is a link to another file.", "Put the file itself here.")
        )
    elif not stat.S_ISREG(info.st_mode):
        problems.append(
            _error(path, "not-a-file", "This is not an ordinary file.", "Take it out of content.")
        )
    elif info.st_size > most:
        problems.append(
            _error(
                path,
                "too-big",
                f"This file has {info.st_size / 1_000_000:,.1f} million bytes; at most {most / 1_000_000:.0f} million are read.",
                "Split it, or take out what was pasted in by mistake.",
            )
        )
    else:
        return True
    return False


def _scan(folder: Path, path: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    if folder.is_symlink():
        problems.append(_linked_folder(path))
        return []
    try:
        with os.scandir(folder) as found:
            # Editors and systems leave hidden files; a hidden entry is somebody's mistake.
            return [
                entry
                for entry in found
                if not entry.name.startswith(".")
                or (entry.name.endswith((".yml", ".md")) and not entry.name.startswith((".#", "._")))
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(
            _error(
                path, "unreadable", f"This folder cannot be read: {error.strerror}.", "Check who may read it."
            )
        )
        return []


def _entries(folder: Path, kind: str, path: str, problems: list[Problem]) -> Iterator[SourceFile]:
    for entry in _scan(folder, path, problems):
        name = entry.name
        stem, _, ending = name.rpartition(".")
        full = f"{path}/{name}"
        if entry.is_dir(follow_symlinks=False):
            problems.append(
                _error(
                    full,
                    "folder-in-folder",
                    "There is a folder here.",
                    f"Put each entry straight into {path}.",
                )
            )
        elif ending != "yml":
            wanted = f'"{slug(stem or name) or "name"}.yml"'
            problems.append(
                _error(
                    full, "bad-file-name", f'"{name}" does not end in .yml.', f"Name the file like {wanted}."
                )
            )
        elif not is_id(stem):
            problems.append(_bad_name(full, stem, ".yml"))
        else:
            info = entry.stat(follow_symlinks=False)
            if _safe(info, full, problems):
                yield SourceFile(kind, stem, full, (info.st_mtime_ns, info.st_size))


def _bad_name(path: str, stem: str, ending: str) -> Problem:
    suggestion = slug(stem) or "a-name-of-its-own"
    return _error(
        path,
        "bad-file-name",
        f'The file name "{stem}{ending}" cannot be an address on the site.',
        f'Use small letters, numbers and hyphens only: "{suggestion}{ending}".',
    )


def _pages(folder: Path, path: str, below: str, problems: list[Problem]) -> Iterator[SourceFile]:
    for entry in _scan(folder, path, problems):
        full = f"{path}/{entry.name}"
        stem, _, ending = entry.name.rpartition(".")
        if entry.is_dir(follow_symlinks=False):
            if not is_id(entry.name):
                problems.append(_bad_name(full, entry.name, ""))
                continue
            if below.count("/") >= MAX_FOLDERS:
                problems.append(
                    _error(
                        full,
                        "too-deep",
                        f"Folders stand more than {MAX_FOLDERS} deep inside each other here.",
                        "Move the guides in it to a folder further up.",
                    )
                )
                continue
            yield from _pages(folder / entry.name, full, f"{below}{entry.name}/", problems)
        elif ending == "md":
            if not is_id(stem):
                problems.append(_bad_name(full, stem, ".md"))
                continue
            info = entry.stat(follow_symlinks=False)
            if _safe(info, full, problems):
                yield SourceFile("page", below + stem, full, (info.st_mtime_ns, info.st_size))
        elif entry.is_symlink():
            _safe(entry.stat(follow_symlinks=False), full, problems)


def _postcodes(folder: Path, problems: list[Problem]) -> Iterator[SourceFile]:
    for entry in _scan(folder, POSTCODES, problems):
        full = f"{POSTCODES}/{entry.name}"
        stem, _, ending = entry.name.rpartition(".")
        kind = "attribution" if entry.name == ATTRIBUTION else "postcodes"
        if kind == "postcodes" and not (ending == "csv" and stem.islower() and is_outward(stem.upper())):
            problems.append(
                _error(
                    full,
                    "bad-file-name",
                    f'"{entry.name}" is not named for the first half of a postcode.',
                    'Name the file like "m33.csv". `local-offer places` writes these files.',
                )
            )
            continue
        info = entry.stat(follow_symlinks=False)
        if _safe(info, full, problems):
            identity = stem.upper() if kind == "postcodes" else kind
            yield SourceFile(kind, identity, full, (info.st_mtime_ns, info.st_size))


def read_text(file: Path, path: str) -> str | Problem:
    """The text of a file, or the problem with its bytes."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        return _error(
            path, "unreadable", f"This file cannot be read: {error.strerror}.", "Check who may read it."
        )
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return _error(
            path,
            "byte-order-mark",
            "This file begins with an invisible mark that some Windows programs write.",
            'Save it as "UTF-8" (not "UTF-8 with BOM" and not "Unicode").',
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        likely = raw[error.start : error.start + 1].decode("cp1252", "replace")
        return Problem(
            path,
            line,
            column,
            Severity.ERROR,
            "not-utf-8",
            f'This file is not saved as UTF-8; the first character that cannot be read is probably "{likely}".',
            'Save it again with the encoding "UTF-8".',
        )


_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The YAML between the first two ``---`` lines of a page, and the Markdown below it."""
    match = _FRONT_MATTER.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)
