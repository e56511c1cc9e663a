"""What git knows of the content: when each file was last edited, and what its checks were before.

A file that was only moved was not edited. In a shallow clone (as continuous integration makes them) nothing is
claimed of what lies before the cut.
"""

import datetime
import hashlib
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.reading import cache
from generator.reports.git_commits import (
    KEYS,
    STATUS,
    Change,
    Commit,
    NoRepository,
    Place,
    changes,
    git,
    place_of,
    walk,
)

_OUTSIDE = "This folder is not in a git repository."


class Version(NamedTuple):
    """What one commit left of a file: the day, and the keys that say how fresh it is.

    Attributes:
        day: The day of the commit.
        checked: The ``checked`` date as it was written, or "" for none.
        review_every: The period as it was written, or "" for none.
        there: Whether the file was there after it, and what it is about not closed for good.
    """

    day: datetime.date
    checked: str
    review_every: str
    there: bool


@dataclass(frozen=True, slots=True)
class History:
    """The history of the content.

    Attributes:
        edited: The day of each file's last edit, by its path in the project; files without one are left out.
        versions: What became of each file, the oldest first, by the path that it has now or had last.
        why_not: Why there is no history, in a sentence; "" if there is.
        cut_on: The day before which a shallow clone knows nothing; None if it is whole.
    """

    edited: Mapping[str, datetime.date] = field(default_factory=dict)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    why_not: str = ""
    cut_on: datetime.date | None = None


def git_history(project: Path) -> History:
    """Reads the history of a project's content; commits that were read before come from the cache.

    Args:
        project: The project's folder: the top of a repository, or a folder in one.
    """
    try:
        place = place_of(project)
        commits = walk(project, place)
        changed = _changed(project, place, commits)
    except NoRepository:
        return History(why_not=_OUTSIDE)
    except FileNotFoundError:
        return History(why_not="git is not installed here.")
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        if any("not a git repository" in line for line in said):
            return History(why_not=_OUTSIDE)
        if any("does not have any commits" in line or "unknown revision" in line for line in said):
            return History(why_not="Nothing has been committed to git yet.")
        return History(why_not=f"git does not answer: {said[-1] if said else 'no reason is given'}")
    if not any(changed.values()):
        return History(why_not="Nothing of the content has been committed to git yet.")
    return _told(commits, changed, place.cut)


def _changed(project: Path, place: Place, commits: Sequence[Commit]) -> dict[str, list[Change]]:
    """What each commit changed. That never becomes otherwise, so that only new commits are asked for."""
    key = hashlib.sha256(repr((cache.code_key(), place.prefix, sorted(place.cut))).encode()).hexdigest()
    store = project / cache.FOLDER / "history"
    kept: dict[str, list[tuple[Any, ...]]] = cache.load(store, key) or {}
    found = {commit.id: list(map(Change._make, kept.get(commit.id, ()))) for commit in commits}
    new = [commit for commit in commits if commit.id not in kept]
    if new:
        found |= changes(project, new)
        cache.save(store, key, {name: list(map(tuple, rows)) for name, rows in found.items()})
    return found


def commit_of(project: Path) -> str:
    """The commit that a project stands on; "" without git or before the first commit."""
    try:
        return git(project, "rev-parse", "HEAD").strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""


def _told(commits: Iterable[Commit], changed: Mapping[str, Sequence[Change]], cut: Container[str]) -> History:
    """Follows each file back through its changes, the latest first.

    A file is known by the name that it has now or had last. An older file of the same name, which was deleted
    or moved away before this one came, is another file.
    """
    edited: dict[str, datetime.date] = {}
    steps: dict[str, list[tuple[datetime.date, Change]]] = {}
    who: dict[str, str] = {}  # at this point of the way back: which file has a name
    cut_on: datetime.date | None = None
    for commit in commits:
        for change in changed[commit.id]:
            file = who.pop(change.after, "") or _unused(change.after, steps)
            steps.setdefault(file, []).append((commit.day, change))
            if commit.id in cut:
                cut_on = max(cut_on or commit.day, commit.day)
            elif change.letter != "D" and not (change.letter == "R" and change.score == 100):
                edited.setdefault(file, commit.day)
            if change.letter == "R":
                who[change.before] = file
            elif change.letter != "A":
                who[change.after] = file
    return History(
        {file: day for file, day in edited.items() if steps[file][0][1].letter != "D"},
        {file: tuple(_versions(reversed(found))) for file, found in steps.items()},
        "",
        cut_on,
    )


def _unused(name: str, taken: Container[str]) -> str:
    number = 1
    unused = name
    while unused in taken:
        number += 1
        unused = f"{name} ({number})"
    return unused


def _versions(changes: Iterable[tuple[datetime.date, Change]]) -> Iterator[Version]:
    """What each change left, the oldest first.

    A change sets only the keys that it touched: one that was made beside another, on a branch, does not undo it.
    """
    values = dict.fromkeys(KEYS, "")
    for day, change in changes:
        values |= change.keys
        there = change.letter != "D" and values[STATUS] != "closed"
        yield Version(day, values["checked"], values["review_every"], there)
