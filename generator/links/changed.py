"""Which addresses are new against an older state of the content, as git knows it."""

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.reading.content_files import CONTENT, FOLDERS, SourceFile
from generator.reading.web_addresses import AddressUse, addresses_in


class NoSuchState(Exception):
    """Git cannot say what there was; the message says why, in plain words."""


def new_addresses(
    project: Path, ref: str, sources: Sequence[SourceFile], uses: Iterable[AddressUse]
) -> set[str]:
    """The addresses that the content has now and had nowhere at an older state.

    Args:
        project: The project's folder, in a git repository.
        ref: A commit, branch or tag.
        sources: The project's files as they are now.
        uses: What they lead to.

    Raises:
        NoSuchState: This is no repository, or it does not know `ref`.
    """
    uses = list(uses)
    commit = _commit(project, ref)
    changed = _changed(project, commit)
    before = {use.address for use in uses if use.path not in changed}
    known = {source.path: source for source in sources}
    for path, text in _old_texts(project, commit, changed).items():
        # A file that is gone may have been renamed: what it led to is not new elsewhere.
        source = known.get(path) or SourceFile(_kind(path), "", path, (0, 0))
        before |= {use.address for use in addresses_in(source, text)} if source.kind else set()
    return {use.address for use in uses} - before


def _kind(path: str) -> str:
    kinds = {folder: kind for kind, folder in FOLDERS.items()} | {"pages": "page"}
    return kinds.get(path.split("/")[1], "")


def _git(project: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(project), *arguments], input=given, capture_output=True)
    except FileNotFoundError:
        raise NoSuchState("Git is not installed, so nobody can say what has changed.") from None
    if done.returncode:
        raise NoSuchState(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _commit(project: Path, ref: str) -> str:
    try:
        _git(project, "rev-parse", "--git-dir")
    except NoSuchState:
        raise NoSuchState(
            f'"{project}" is not in a git repository, so nobody can say what has changed.'
        ) from None
    try:
        found = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    except NoSuchState:
        raise NoSuchState(
            f'Git does not know "{ref}" here. In a shallow clone, fetch it first: git fetch origin {ref}'
        ) from None
    return found.decode("ascii").strip()


def _changed(project: Path, commit: str) -> set[str]:
    listed = _git(project, "diff", "--name-only", "-z", "--no-renames", "--relative", commit, "--", CONTENT)
    added = _git(project, "ls-files", "--others", "-z", "--", CONTENT)
    return {path for path in (listed + added).decode("utf-8", "replace").split("\0") if path}


def _old_texts(project: Path, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """What files held at a commit; those that were not there are left out."""
    prefix = _git(project, "rev-parse", "--show-prefix").decode("utf-8").strip("\n")
    wanted = sorted(path for path in paths if "\n" not in path and path.endswith((".yml", ".md")))
    asked = "".join(f"{commit}:{prefix}{path}\n" for path in wanted)
    output = _git(project, "cat-file", "--batch", given=asked.encode())
    texts, at = {}, 0
    for path in wanted:
        end = output.index(b"\n", at)
        head = output[at:end].split()
        if head[-1] == b"missing":
            at = end + 1
            continue
        size = int(head[-1])
        texts[path] = output[end + 1 : end + 1 + size].decode("utf-8", "replace")
        at = end + 1 + size + 1
    return texts
