"""What git says of the commits that changed the content: which files, and what their dates were after it.

Git is asked in as few words as will do, on all cores. To walk through the commits costs next to nothing; to compare
the files of each with those of the commit before it is nearly all the work, and is shared out.
"""

import datetime
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

CONTENT = "content"

STATUS = "status"
KEYS = ("checked", "review_every", STATUS)
"""The keys at the top of a file that decide whether it is fresh; of a status only its state counts."""

_BLOCK = re.compile(
    rb"[^\n]*(?:\n[ \t][^\n]*)*"
)  # a key at the top of a file, with what is indented below it
_STATE = re.compile(r"\bstate:[ \t]*[\"']?([\w-]+)")

_RENAMES = ("--find-renames", "-l1000")
"""Half of a file stays the same in a rename, as git takes it; and no setting of the person counts."""
_COMMITS, _FILES = 5000, 2000
"""How many git is asked about at a time: few enough for its answer to fit into memory, many for it to remember trees."""
_LINK = "160000"  # the mode of a submodule, which is no file
_SYMLINK = "120000"

Thing = TypeVar("Thing")
Made = TypeVar("Made")


class Change(NamedTuple):
    """One file in one commit.

    Attributes:
        letter: ``A`` (new), ``M`` (changed), ``D`` (deleted), ``R`` (moved) or ``T`` (another kind of file).
        before: Its path in the project before.
        after: Its path after it.
        score: How much of a moved file stayed the same, in percent.
        keys: The `KEYS` that it changed, with their values as they are written, "" for none.
    """

    letter: str
    before: str
    after: str
    score: int
    keys: tuple[tuple[str, str], ...]


class Commit(NamedTuple):
    """One commit.

    Attributes:
        id: Its hash.
        day: Its day, where it was made.
        parents: The hashes of the commits before it.
    """

    id: str
    day: datetime.date
    parents: tuple[str, ...]


class Place(NamedTuple):
    """Where a project stands in its repository.

    Attributes:
        head: The hash of the commit that is checked out.
        prefix: The project's folder in the repository, with a slash at the end; "" for the top.
        cut: The hashes of the commits at which a shallow clone is cut off: git shows all in them as new.
    """

    head: str
    prefix: str
    cut: frozenset[str]


class NoRepository(Exception):
    """The folder is in no repository, or is one that has no files checked out."""


def place_of(project: Path) -> Place:
    """Where a project stands.

    Args:
        project: The project's folder: the top of a repository, or a folder in one.

    Raises:
        NoRepository: It is in none.
        FileNotFoundError: Git is not installed.
        subprocess.CalledProcessError: Git does not answer; there is no commit yet, for example.
    """
    asked = ("--is-inside-work-tree", "--is-shallow-repository", "--show-prefix", "HEAD")
    inside, shallow, prefix, head = git(project, "rev-parse", *asked).split("\n")[:4]
    if inside != "true":
        raise NoRepository
    return Place(head, prefix, _cut(project) if shallow == "true" else frozenset())


def _cut(project: Path) -> frozenset[str]:
    file = Path(git(project, "rev-parse", "--git-path", "shallow").strip())
    file = file if file.is_absolute() else project / file
    return frozenset(file.read_text("ascii").split()) if file.is_file() else frozenset()


def git(project: Path, *arguments: str, given: bytes = b"") -> str:
    """What git answers.

    Args:
        project: Where it runs.
        arguments: The command and its options.
        given: What it reads.

    Raises:
        FileNotFoundError: Git is not installed.
        subprocess.CalledProcessError: Git ended with an error; `stderr` is text.
    """
    return _git(project, *arguments, given=given).decode("utf-8", "replace")


def _git(project: Path, *arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", "-c", "log.showSignature=false", *arguments], cwd=project, input=given, capture_output=True
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        raise subprocess.CalledProcessError(done.returncode, done.args, stderr=said)
    return done.stdout


def walk(project: Path, place: Place) -> list[Commit]:
    """The commits that the content comes from, the latest first, those that change nothing of it among them.

    A merge that left the content as it is on one side took nothing from the other, so that only that side counts
    (as in ``git log -- content``).

    Args:
        project: The project's folder.
        place: Where it stands.
    """
    told = git(project, "log", "--date-order", "--no-color", "--format=%H %cs %P", place.head)
    commits = {}
    for line in told.splitlines():
        name, day, *parents = line.split()
        commits[name] = Commit(name, datetime.date.fromisoformat(day), tuple(parents))
    merges = [commit for commit in commits.values() if len(commit.parents) > 1]
    trees = _trees(project, place.prefix, merges)
    followed: set[str] = set()
    ahead = [place.head]
    while ahead:
        name = ahead.pop()
        if name in followed or name not in commits:
            continue
        followed.add(name)
        before = commits[name].parents
        same = (parent for parent in before if len(before) > 1 and trees[parent] == trees[name])
        only = next(same, "")
        ahead += [only] if only else before
    return [commit for name, commit in commits.items() if name in followed]


def _trees(project: Path, prefix: str, merges: Iterable[Commit]) -> dict[str, str]:
    """The hash of the content of each merge and of each of its parents; "" where there is none."""
    names = list(dict.fromkeys(name for commit in merges for name in (commit.id, *commit.parents)))
    if not names:
        return {}
    asked = "".join(f"{name}:{prefix}{CONTENT}\n" for name in names).encode()
    told = git(project, "cat-file", "--batch-check=%(objectname)", given=asked).splitlines()
    return {name: "" if line.endswith(" missing") else line for name, line in zip(names, told, strict=True)}


def changes(project: Path, commits: Sequence[Commit]) -> dict[str, list[Change]]:
    """What each commit changed of the content, by its hash; a merge changes nothing itself.

    Args:
        project: The project's folder.
        commits: Commits of its repository.
    """
    names = [commit.id for commit in commits if len(commit.parents) < 2]
    raw = {name: rows for part in _shared(_compared, project, names, _COMMITS) for name, rows in part.items()}
    wanted = dict.fromkeys(blob for rows in raw.values() for row in rows for blob in row.blobs)
    values: dict[str, tuple[str, ...]] = {"": ("",) * len(KEYS)}
    for found in _shared(_values, project, list(wanted), _FILES):
        values |= found
    return {name: [_change(row, values) for row in raw.get(name, ())] for name in map(_id, commits)}


def _id(commit: Commit) -> str:
    return commit.id


def _shared(
    work: Callable[[Path, Sequence[Thing]], Made], project: Path, things: Sequence[Thing], most: int
) -> Iterator[Made]:
    """Does a work for all things in parts, on all cores; git does it, so that threads will do here."""
    cores = min(os.cpu_count() or 1, 8)
    size = max(1, min(most, -(-len(things) // cores)))
    parts = [things[at : at + size] for at in range(0, len(things), size)]
    with ThreadPoolExecutor(cores) as pool:
        yield from pool.map(lambda part: work(project, part), parts)


class _Compared(NamedTuple):
    """One file in one commit, as git's raw form has it: a blob is the hash of what a file says, "" if it says no `KEYS`."""

    letter: str
    score: int
    before: str
    after: str
    blobs: tuple[str, str]


def _compared(project: Path, names: Sequence[str]) -> dict[str, list[_Compared]]:
    """The files that each commit changed."""
    told = git(
        project,
        "diff-tree",
        "--stdin",
        "--root",
        "-r",
        "-z",
        "--raw",
        "--no-abbrev",
        *_RENAMES,
        "--relative",
        "--",
        CONTENT,
        given="".join(f"{name}\n" for name in names).encode(),
    )
    found: dict[str, list[_Compared]] = {}
    rows: list[_Compared] = []
    words = iter(told.split("\0"))
    for word in words:
        if not word.startswith(":"):
            rows = found.setdefault(word, [])
            continue
        modes, letter = word[1:].split(" ")[:2], word.rpartition(" ")[2]
        blobs = word.split(" ")[2:4]
        before = after = next(words)
        if letter[0] in "RC":
            after = next(words)
        if modes[1] != _LINK:
            texts = (_blob(before, modes[0], blobs[0]), _blob(after, modes[1], blobs[1]))
            rows.append(_Compared(letter[0], int(letter[1:] or 100), before, after, texts))
    return found


def _blob(path: str, mode: str, name: str) -> str:
    """The hash if the file is one that says when it was checked: pictures and lists of postcodes do not, and are long."""
    says = path.endswith((".yml", ".md")) and mode not in (_LINK, _SYMLINK) and name.strip("0")
    return name if says else ""


def _values(project: Path, blobs: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """What the files say under the `KEYS`, by their hashes."""
    told = _git(
        project,
        "cat-file",
        "--batch",
        "--buffer",
        given="".join(f"{blob}\n" for blob in blobs if blob).encode(),
    )
    found = {}
    at = 0
    while at < len(told):
        end = told.index(b"\n", at)
        name, *kind = told[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(kind) < 2:
            continue  # "missing": a clone that has not everything
        size = int(kind[1])
        text = b"\n" + told[at : at + size]
        found[name] = tuple(_state(text) if key == STATUS else _value(text, key) for key in KEYS)
        at += size + 1
    return found


def _value(text: bytes, key: str) -> str:
    """What stands after a key at the top of a file: the first, so that the text below front matter cannot speak."""
    start = text.find(f"\n{key}:".encode())
    if start < 0:
        return ""
    start += len(key) + 2
    end = text.find(b"\n", start)
    line = text[start : end if end >= 0 else None].decode("utf-8", "replace")
    return line.split("#")[0].strip().strip("\"'")


def _state(text: bytes) -> str:
    """The state that a file gives under its status, whether in one word or with a reason."""
    start = text.find(f"\n{STATUS}:".encode())
    if start < 0:
        return ""
    word = _value(text, STATUS)
    if word and not word.startswith("{"):
        return word
    found = _STATE.search(_BLOCK.match(text, start + 1)[0].decode("utf-8", "replace"))  # type: ignore[index]
    return found[1] if found else ""


def _change(row: _Compared, values: Mapping[str, tuple[str, ...]]) -> Change:
    nothing = values[""]
    before, after = (values.get(blob, nothing) for blob in row.blobs)
    keys = tuple((key, now) for key, was, now in zip(KEYS, before, after, strict=True) if was != now)
    return Change(row.letter, row.before, row.after, row.score, keys)
