"""Puts new web addresses in the place of old ones; every other letter of a file stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from generator.editing.writer import WriteRefused, updated_text
from generator.reading.content_files import SourceFile
from generator.reading.file_reading import split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.validation import validate
from generator.reading.web_addresses import AddressUse, addresses_in
from generator.reading.yaml_source import Tree, YamlProblem, parse


class NewAddress(NamedTuple):
    """One change: where an address stands, and what is to stand there."""

    use: AddressUse
    to: str


def readdressed(source: SourceFile, text: str, changes: Sequence[NewAddress]) -> str:
    """A file with new addresses.

    The address alone is exchanged, where it stands. Only where YAML would then read something else (an
    address that needs quotes) is its answer written anew, by the one writer of entries.

    Args:
        source: Which file it is.
        text: What stands in it.
        changes: The changes, all of them in this file.

    Raises:
        WriteRefused: The file would not say what it should; it has to be changed by hand.
    """
    made = _exchanged(text, changes)
    if _right(source, text, made, changes):
        return made
    if source.kind != "page":
        made = _rewritten(source, text, changes)
        if _right(source, text, made, changes):
            return made
    raise WriteRefused(f"{source.path}: an address in this file cannot be changed by itself; do it by hand.")


def _exchanged(text: str, changes: Iterable[NewAddress]) -> str:
    lines = text.split("\n")
    for use, to in sorted(changes, key=lambda change: (change.use.line, change.use.column), reverse=True):
        if not use.written or use.line > len(lines):
            continue
        line, start = lines[use.line - 1], use.column - 1
        if line.startswith(use.written, start):
            lines[use.line - 1] = line[:start] + to + line[start + len(use.written) :]
    return "\n".join(lines)


def _rewritten(source: SourceFile, text: str, changes: Sequence[NewAddress]) -> str:
    tree = parse(text).tree
    new: dict[str, str] = {}
    for use, to in changes:
        new[use.address] = to
        if use.written:
            new[use.written] = to
    wanted = {key: _replaced(value, new) for key, value in tree.items()}
    different = {key: value for key, value in wanted.items() if value != tree[key]}
    return updated_text(text, different, MODELS[source.kind])


def _replaced(value: Any, new: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(child, new) for key, child in value.items()}
    if isinstance(value, list):
        return [_replaced(child, new) for child in value]
    return new.get(value.strip(), value) if isinstance(value, str) else value


def _right(source: SourceFile, old: str, made: str, changes: Sequence[NewAddress]) -> bool:
    """Whether a new text is an entry without errors that differs in the addresses alone."""
    changed = {(change.use.line, change.use.column, change.use.address): change.to for change in changes}
    wanted = sorted(
        (use.key, changed.get((use.line, use.column, use.address), use.address))
        for use in addresses_in(source, old)
    )
    try:
        before, front = _tree(source, old)
        after, _ = _tree(source, made)
    except YamlProblem:
        return False
    if sorted((use.key, use.address) for use in addresses_in(source, made)) != wanted:
        return False
    if not _same(before, after, changes) or (front and not _valid(source, made)):
        return False
    return source.kind != "page" or _same(_body(old), _body(made), changes)


def _tree(source: SourceFile, text: str) -> tuple[Tree, bool]:
    if source.kind != "page":
        return parse(text).tree, True
    front, _ = split_front_matter(text)
    return (parse(front, 1).tree if front else {}), front is not None


def _body(text: str) -> str:
    return split_front_matter(text)[1]


def _valid(source: SourceFile, text: str) -> bool:
    front = split_front_matter(text)[0] if source.kind == "page" else text
    model, problems = validate(MODELS[source.kind], parse(front or ""), source.path)
    return model is not None and not problems


def _same(old: Any, new: Any, changes: Sequence[NewAddress]) -> bool:
    """Whether two values are the same when no address that was to change is looked at."""
    if isinstance(old, dict):
        return (
            isinstance(new, dict)
            and list(old) == list(new)
            and all(_same(old[key], new[key], changes) for key in old)
        )
    if isinstance(old, list):
        return (
            isinstance(new, list)
            and len(old) == len(new)
            and all(_same(one, other, changes) for one, other in zip(old, new, strict=True))
        )
    if old == new:
        return True
    return isinstance(old, str) and isinstance(new, str) and _without(old, changes) == _without(new, changes)


def _without(text: str, changes: Sequence[NewAddress]) -> str:
    marked = sorted(
        {spelling for use, to in changes for spelling in (use.written, use.address, to) if spelling},
        key=len,
        reverse=True,
    )
    for spelling in marked:
        text = text.replace(spelling, "\0")
    return text
