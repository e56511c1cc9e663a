"""Which values of a file name something else, and whether that something exists."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.reading.model_ways import values_at, ways
from generator.reading.yaml_source import Path
from offer_schema.field_types import Reference


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


def _names(note: Any) -> str | None:
    return note.kind if isinstance(note, Reference) else None


@cache
def _patterns(model: type[BaseModel]) -> tuple[tuple[str, Path], ...]:
    """Every place in a model that holds a reference: its kind and the way there."""
    return ways(model, _names)


def mentions(model: type[BaseModel], tree: Any) -> list[Mention]:
    """Every reference in a tree that the model accepted."""
    return [
        Mention(kind, value, way)
        for kind, pattern in _patterns(model)
        for value, way in values_at(tree, pattern)
    ]


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
