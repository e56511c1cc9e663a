"""Which values of a file name something else, and whether that something exists."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.reading.yaml_source import Path
from offer_schema.field_types import Reference

_ANY = "*"
_KEYS = "keys"


class Mention(NamedTuple):
    """A value that names something else.

    Attributes:
        kind: What it names: ``need``, ``organisation`` …
        id: The id that it gives.
        way: Where it stands in the file's tree.
    """

    kind: str
    id: str
    way: Path


@cache
def _patterns(model: type[BaseModel]) -> tuple[tuple[str, Path], ...]:
    """Every place in a model that holds a reference: its kind and the way there."""
    return tuple(_find(model, ()))


def _find(annotation: Any, way: Path, metadata: Iterable[Any] = ()) -> Iterator[tuple[str, Path]]:
    for note in metadata:
        if isinstance(note, Reference):
            yield note.kind, way
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _find(annotation.model_fields["root"].annotation, way)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from _find(field.annotation, (*way, field.alias or name), field.metadata)
        return
    if hasattr(annotation, "__metadata__"):
        yield from _find(annotation.__origin__, way, annotation.__metadata__)
    elif get_origin(annotation) is tuple or get_origin(annotation) is list:
        yield from _find(get_args(annotation)[0], (*way, _ANY))
    elif get_origin(annotation) is dict:
        yield from _find(get_args(annotation)[0], (*way, _KEYS))
        yield from _find(get_args(annotation)[1], (*way, _ANY))
    elif get_args(annotation):
        for part in get_args(annotation):
            yield from _find(part, way)


def mentions(model: type[BaseModel], tree: Any) -> list[Mention]:
    """Every reference in a tree that the model accepted."""
    found: list[Mention] = []
    for kind, pattern in _patterns(model):
        _collect(tree, kind, pattern, 0, (), found)
    return found


def _collect(value: Any, kind: str, pattern: Path, at: int, way: Path, found: list[Mention]) -> None:
    if at == len(pattern):
        if isinstance(value, str):
            found.append(Mention(kind, value, way))
        return
    step = pattern[at]
    if step == _KEYS:
        for key in value if isinstance(value, dict) else ():
            _collect(key, kind, pattern, at + 1, (*way, key), found)
    elif step == _ANY:
        pairs = (
            enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        )
        for key, child in pairs:
            _collect(child, kind, pattern, at + 1, (*way, key), found)
    elif isinstance(value, dict) and step in value:
        _collect(value[step], kind, pattern, at + 1, (*way, step), found)


WHERE = {
    "organisation": "content/organisations",
    "service": "content/services",
    "school": "content/schools",
    "entry": "content/services, content/schools or content/organisations",
    "need": "content/vocabulary/needs.yml",
    "category": "content/vocabulary/categories.yml",
    "place": "content/vocabulary/places.yml",
    "access": "content/vocabulary/access.yml",
    "language": "content/vocabulary/languages.yml",
    "guide": "content/pages",
    "requirement": "docs/requirements.md or content/requirements.yml",
    "owner": "content/authority.yml, under owners",
}
"""Where the things that a file may name are kept."""


def sentence(mention: Mention, known: Collection[str], names: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong with a reference to nothing, and what to do.

    Args:
        mention: The reference.
        known: The ids that exist.
        names: What else people call them (names and other words, in small letters) and the id meant.
    """
    wrong = f'"{mention.id}" is not in {WHERE[mention.kind]}.'
    asked = mention.id.lower()
    near = names.get(asked) or next(iter(get_close_matches(asked.replace(" ", "-"), known, 1, 0.6)), None)
    if near is None:
        close_name = get_close_matches(asked, names, 1, 0.75)
        near = names[close_name[0]] if close_name else None
    if near:
        return wrong, f'Did you mean "{near}"?'
    if mention.kind in ("organisation", "service", "school", "entry"):
        return wrong, "Write the file name without .yml, or add that file first."
    if mention.kind == "guide":
        return wrong, 'Write where its file is below content/pages, without ".md", like guides/sendiass.'
    few = sorted(known)
    listed = (
        f"The words there are: {', '.join(few)}."
        if 0 < len(few) <= 30
        else "Use a word from that file, or add it."
    )
    return wrong, listed
