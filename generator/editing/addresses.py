"""Puts new web addresses in the place of old ones; every other letter of a file stays as it is."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator.editing.writer import WriteRefused, updated_text
from generator.reading.content_files import SourceFile, split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.validation import validate
from generator.reading.web_addresses import AddressUse, addresses_in
from generator.reading.yaml_source import Tree, YamlProblem, parse
from offer_schema.field_types import is_web_address


class NewAddress(NamedTuple):
    """One change: where an address stands, and what is to stand there."""

    use: AddressUse
    to: str


def readdressed(source: SourceFile, text: str, changes: Sequence[NewAddress]) -> str:
    """A file with new addresses.

    The address alone is exchanged, where it stands, with quotes around it where YAML needs them. Where that
    does not do (an address that is written with escapes), its answer is written anew by the writer of entries.

    Args:
        source: Which file it is.
        text: What stands in it.
        changes: The changes, all of them in this file.

    Raises:
        WriteRefused: The file would not say what it should; it has to be changed by hand.
    """
    # From the end to the beginning: what stands before a change keeps its line and column.
    for change in sorted(changes, key=lambda change: (change.use.line, change.use.column), reverse=True):
        made = next((one for one in _ways(source, text, change) if _right(source, text, one, change)), None)
        if made is None or not is_web_address(change.to):
            raise WriteRefused(
                f"{source.path}:{change.use.line}: this address cannot be changed by itself; change it by hand."
            )
        text = made
    return text


def _ways(source: SourceFile, text: str, change: NewAddress) -> Iterator[str]:
    """The ways to make a change, from the one that touches least."""
    yield _exchanged(text, change.use, change.to)
    yield _exchanged(text, change.use, f'"{change.to}"')
    if source.kind != "page":
        yield _rewritten(source, text, change)


def _exchanged(text: str, use: AddressUse, new: str) -> str:
    lines = text.split("\n")
    start = use.column - 1
    if use.written and use.line <= len(lines) and lines[use.line - 1].startswith(use.written, start):
        line = lines[use.line - 1]
        lines[use.line - 1] = line[:start] + new + line[start + len(use.written) :]
    return "\n".join(lines)


def _rewritten(source: SourceFile, text: str, change: NewAddress) -> str:
    tree = parse(text).tree
    way = [int(step) - 1 if step.isdigit() else step for step in change.use.key.split(".")]
    new = _replaced(tree, way, change)
    try:
        return updated_text(text, {str(way[0]): new[way[0]]}, MODELS[source.kind])
    except WriteRefused:
        return text


def _replaced(value: Any, way: Sequence[str | int], change: NewAddress) -> Any:
    if not way:
        return change.to if str(value).strip() == change.use.address else value
    step = way[0]
    if isinstance(value, dict):
        return value | {step: _replaced(value[step], way[1:], change)}
    return [_replaced(child, way[1:], change) if at == step else child for at, child in enumerate(value)]


def _right(source: SourceFile, old: str, made: str, change: NewAddress) -> bool:
    """Whether a new text is an entry without errors that differs in the one address alone."""
    there = (change.use.line, change.use.column, change.use.address)
    wanted = sorted(
        (use.key, change.to if (use.line, use.column, use.address) == there else use.address)
        for use in addresses_in(source, old)
    )
    try:
        before, front = _tree(source, old)
        after, _ = _tree(source, made)
    except YamlProblem:
        return False
    if sorted((use.key, use.address) for use in addresses_in(source, made)) != wanted:
        return False
    if not _same(before, after, change) or (front and not _valid(source, made)):
        return False
    return source.kind != "page" or _same(_body(old), _body(made), change)


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


def _same(old: Any, new: Any, change: NewAddress) -> bool:
    """Whether two values are the same when the address that was to change is not looked at."""
    if isinstance(old, dict):
        return (
            isinstance(new, dict)
            and list(old) == list(new)
            and all(_same(old[key], new[key], change) for key in old)
        )
    if isinstance(old, list):
        return (
            isinstance(new, list)
            and len(old) == len(new)
            and all(_same(one, other, change) for one, other in zip(old, new, strict=True))
        )
    if old == new:
        return True
    return isinstance(old, str) and isinstance(new, str) and _without(old, change) == _without(new, change)


def _without(text: str, change: NewAddress) -> str:
    for spelling in sorted({change.use.written, change.use.address, change.to} - {""}, key=len, reverse=True):
        text = text.replace(spelling, "\0")
    return text
