"""Where in a file a model keeps values of some sort: found once in the model, then looked up in trees."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.reading.yaml_source import Path

_ANY = "*"
_KEYS = "keys"

Pick = Callable[[Any], str | None]
"""Gives the sort of a value from one note on its type, or None if the note says nothing of it."""


def ways(model: type[BaseModel], pick: Pick) -> tuple[tuple[str, Path], ...]:
    """Every place in a model that holds a value of a wanted sort: the sort and the way there.

    Args:
        model: The model.
        pick: Says which notes on a type (`typing.Annotated`) make its values wanted.
    """
    return tuple(_find(model, (), pick))


def _find(annotation: Any, way: Path, pick: Pick, metadata: Iterable[Any] = ()) -> Iterator[tuple[str, Path]]:
    for note in metadata:
        sort = pick(note)
        if sort is not None:
            yield sort, way
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _find(annotation.model_fields["root"].annotation, way, pick)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from _find(field.annotation, (*way, field.alias or name), pick, field.metadata)
        return
    if hasattr(annotation, "__metadata__"):
        yield from _find(annotation.__origin__, way, pick, annotation.__metadata__)
    elif get_origin(annotation) is tuple or get_origin(annotation) is list:
        yield from _find(get_args(annotation)[0], (*way, _ANY), pick)
    elif get_origin(annotation) is dict:
        yield from _find(get_args(annotation)[0], (*way, _KEYS), pick)
        yield from _find(get_args(annotation)[1], (*way, _ANY), pick)
    elif get_args(annotation):
        for part in get_args(annotation):
            yield from _find(part, way, pick)


def values_at(tree: Any, pattern: Path) -> Iterator[tuple[str, Path]]:
    """The text values of a tree at one of the `ways` of its model, each with its own way.

    Args:
        tree: What a file says.
        pattern: A way through the model.
    """
    return _collect(tree, pattern, 0, ())


def _collect(value: Any, pattern: Path, at: int, way: Path) -> Iterator[tuple[str, Path]]:
    if at == len(pattern):
        if isinstance(value, str):
            yield value, way
        return
    step = pattern[at]
    if step == _KEYS:
        for key in value if isinstance(value, dict) else ():
            yield from _collect(key, pattern, at + 1, (*way, key))
    elif step == _ANY:
        pairs = (
            enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        )
        for key, child in pairs:
            yield from _collect(child, pattern, at + 1, (*way, key))
    elif isinstance(value, dict) and step in value:
        yield from _collect(value[step], pattern, at + 1, (*way, step))
