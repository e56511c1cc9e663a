"""What git knows of the content: when each file was last edited, and what its checks were before.

One ``git log`` tells all of it. A file that was only moved was not edited. In a shallow clone (as continuous
integration makes them) nothing is claimed of what lies before the cut.
"""

import datetime
import hashlib
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.reading import cache

CONTENT = "content"

_KEYS = ("checked", "review_every")
"""The keys at the top of a file that decide whether it is fresh."""


class Version(NamedTuple):
    """What one commit left of a file: the day, and the keys that say how fresh it is.

    Attributes:
        day: The day of the commit.
        checked: The ``checked`` date as it was written, or "" for none.
        review_every: The period as it was written, or "" for none.
        there: Whether the file was there after it.
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


class _Change(NamedTuple):
    """One file in one commit."""

    day: datetime.date
    letter: str
    before: str
    after: str
    score: int
    lines: tuple[str, ...]
    is_cut: bool


def git_history(project: Path) -> History:
    """Reads the history of a project's content; of a commit that was read before, from the cache.

    Args:
        project: The project's folder: the top of a repository, or a folder in one.
    """
    try:
        if _git(project, "rev-parse", "--is-inside-work-tree").strip() != "true":
            return History(why_not="This folder is not in a git repository.")
        shallow = _git(project, "rev-parse", "--is-shallow-repository").strip() == "true"
        cut = _cut_commits(project) if shallow else frozenset()
        commit = _git(project, "rev-parse", "HEAD").strip()
        key = hashlib.sha256("\n".join([cache.code_key(), commit, *sorted(cut)]).encode()).hexdigest()
        kept = cache.load(project / cache.FOLDER / "history", key)
        changes = [_Change._make((datetime.date.fromisoformat(row[0]), *row[1:])) for row in kept or ()]
        if kept is None:
            changes = list(_changes(project, cut))
            plain = [(change.day.isoformat(), *change[1:]) for change in changes]
            cache.save(project / cache.FOLDER / "history", key, plain)
    except FileNotFoundError:
        return History(why_not="git is not installed here.")
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        if any("not a git repository" in line for line in said):
            return History(why_not="This folder is not in a git repository.")
        if any("does not have any commits" in line or "unknown revision" in line for line in said):
            return History(why_not="Nothing has been committed to git yet.")
        return History(why_not=f"git does not answer: {said[-1] if said else 'no reason is given'}")
    if not changes:
        return History(why_not="Nothing of the content has been committed to git yet.")
    return _told(changes)


def commit_of(project: Path) -> str:
    """The commit that a project stands on; "" without git or before the first commit."""
    try:
        return _git(project, "rev-parse", "HEAD").strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""


def _git(project: Path, *arguments: str) -> str:
    # Names as they are, nothing from the user's own settings, and no program of theirs to show differences.
    command = ["git", "-c", "core.quotePath=false", "-c", "log.showSignature=false", *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, errors="replace", check=True)
    return done.stdout


def _cut_commits(project: Path) -> frozenset[str]:
    """The commits at which a shallow clone is cut off: git shows everything in them as new."""
    file = Path(_git(project, "rev-parse", "--git-path", "shallow").strip())
    file = file if file.is_absolute() else project / file
    return frozenset(file.read_text("ascii").split()) if file.is_file() else frozenset()


def _changes(project: Path, cut: frozenset[str]) -> Iterator[_Change]:
    """Every change of a file of the content, the latest first.

    With ``-U0`` a difference is only the lines that changed; those that say how fresh a file is are kept.
    """
    log = _git(
        project,
        "log",
        "--format=%x00%H %cs",
        "--relative",
        "--find-renames",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--patch",
        "--unified=0",
        "--",
        CONTENT,
    )
    for commit in log.split("\x00")[1:]:
        head, _, body = commit.partition("\n")
        name, _, day = head.partition(" ")
        when, is_cut = datetime.date.fromisoformat(day.strip()), name in cut
        for part in body.split("\ndiff --git ")[1:]:
            yield _change(part, when, is_cut)


def _change(part: str, day: datetime.date, is_cut: bool) -> _Change:
    first, *lines = part.split("\n")
    letter, score, before, after = "M", 100, "", ""
    kept: list[str] = []
    in_header = True
    for line in lines:
        if in_header:
            if line.startswith("@@"):
                in_header = False
            elif line.startswith("new file"):
                letter = "A"
            elif line.startswith("deleted file"):
                letter = "D"
            elif line.startswith("similarity index "):
                letter, score = "R", int(line.split()[-1].rstrip("%"))
            elif line.startswith(("rename from ", "copy from ")):
                before = line.split(" from ", 1)[1]
            elif line.startswith(("rename to ", "copy to ")):
                after = line.split(" to ", 1)[1]
        elif line[:1] in "+-" and line[1:].startswith(_KEYS):
            kept.append(line)
    if not after:
        # "a/content/x.yml b/content/x.yml": both halves are the same.
        half = first[: (len(first) - 1) // 2]
        before = after = half.removeprefix("a/")
    return _Change(day, letter, before, after, score, tuple(kept), is_cut)


def _told(changes: Iterable[_Change]) -> History:
    """Follows each file back through its changes, the latest first.

    A file is known by the name that it has now or had last. An older file of the same name, which was deleted
    or moved away before this one came, is another file.
    """
    edited: dict[str, datetime.date] = {}
    steps: dict[str, list[_Change]] = {}
    who: dict[str, str] = {}  # at this point of the way back: which file has a name
    cut_on: datetime.date | None = None
    for change in changes:
        file = who.pop(change.after, "") or _unused(change.after, steps)
        steps.setdefault(file, []).append(change)
        if change.is_cut:
            cut_on = max(cut_on or change.day, change.day)
        elif change.letter != "D" and not (change.letter == "R" and change.score == 100):
            edited.setdefault(file, change.day)
        if change.letter == "R":
            who[change.before] = file
        elif change.letter != "A":
            who[change.after] = file
    return History(
        {file: day for file, day in edited.items() if steps[file][0].letter != "D"},
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


def _versions(changes: Iterable[_Change]) -> Iterator[Version]:
    """What each change left, the oldest first."""
    values = dict.fromkeys(_KEYS, "")
    for change in changes:
        # Lines that went come before lines that came: what came stays.
        for line in sorted(change.lines, key=lambda line: line[0] == "+"):
            key, _, value = line[1:].partition(":")
            if key in values:
                values[key] = value.split("#")[0].strip().strip("\"'") if line[0] == "+" else ""
        yield Version(change.day, values["checked"], values["review_every"], change.letter != "D")
