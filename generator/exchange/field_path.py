"""Where an answer stands in an entry: ``contact.phone``, ``locations[0].postcode``, ``needs``."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from generator.reading.yaml_source import Path, Tree
from offer_schema.field_types import JsonForm, Reference

_STEP = re.compile(r"([A-Za-z_0-9]+)((?:\[[0-9]\])?)\Z")


class UnknownField(ValueError):
    """A path that leads nowhere in the model.

    Attributes:
        message: What is wrong.
        fix: What to do.
    """

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.message, self.fix = message, fix


class Field(NamedTuple):
    """A field of an entry.

    Attributes:
        name: The path as it was written.
        steps: The keys and list positions.
        type: The bare type of one value.
        many: Whether it takes a list.
        reference: The kind of thing that it names; empty if it does not.
        markdown: Whether it keeps line breaks.
    """

    name: str
    steps: Path
    type: Any
    many: bool
    reference: str
    markdown: bool


def find_field(model: type[BaseModel], name: str) -> Field:
    """The field of that path.

    Raises:
        UnknownField: There is none.
    """
    current: Any = model
    notes: list[Any] = []
    steps: list[str | int] = []
    for part in name.split("."):
        match = _STEP.match(part)
        fields = _fields(current)
        if not match or match[1] not in fields:
            raise UnknownField(f'"{name}" is not a field of an entry.', _hint(part, fields))
        current, notes = _peel(*fields[match[1]])
        steps.append(match[1])
        if match[2]:
            if get_origin(current) is not tuple:
                raise UnknownField(f'"{name}": "{match[1]}" is not a list.', f'Take "{match[2]}" out.')
            current, notes = _peel(get_args(current)[0], notes)
            steps.append(int(match[2][1:-1]))
    many = get_origin(current) is tuple
    if many:
        current, notes = _peel(get_args(current)[0], notes)
    fields = _fields(current)
    if fields and (many or not _takes_one_word(current)):
        inside = f"{name}[0]" if many else name
        raise UnknownField(
            f'"{name}" is a group.', f'Say which answer in it: "{inside}.{next(iter(fields))}" …'
        )
    reference = next((note.kind for note in notes if isinstance(note, Reference)), "")
    markdown = any(
        isinstance(note, JsonForm) and note.schema.get("contentMediaType") == "text/markdown"
        for note in notes
    )
    return Field(name, tuple(steps), current, many, reference, markdown)


def _fields(annotation: Any) -> dict[str, tuple[Any, Iterable[Any]]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {
            field.alias or name: (field.annotation, field.metadata)
            for name, field in annotation.model_fields.items()
        }
    return {}


def _peel(annotation: Any, notes: Iterable[Any]) -> tuple[Any, list[Any]]:
    """The bare type, and everything that is said about it on the way."""
    found = list(notes)
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            found += more
        elif origin in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation, found


def _takes_one_word(model: type[BaseModel]) -> bool:
    validators = model.__pydantic_decorators__.model_validators.values()
    return any(validator.info.mode == "before" for validator in validators)


def _hint(part: str, fields: Iterable[str]) -> str:
    known = list(fields)
    near = get_close_matches(part.partition("[")[0].lower(), known, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"The fields there are: {', '.join(known)}."


def value_at(tree: Any, steps: Path) -> Any:
    """What stands at a path of a tree; None if nothing does."""
    for step in steps:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def put(tree: Tree, steps: Path, value: Any) -> None:
    """Sets a value in a tree, making the groups and lists on the way."""
    current: Any = tree
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        inner: Any = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(current, list):
            assert isinstance(step, int)
            current.extend({} for _ in range(step + 1 - len(current)))
            if following is None or not current[step]:
                current[step] = inner
        elif following is None or step not in current:
            current[step] = inner
        current = current[step]


def take_out(tree: Tree, steps: Path) -> None:
    """Takes the value at a path out of a tree."""
    holder = value_at(tree, steps[:-1])
    del holder[steps[-1]]


def name_of(steps: Path) -> str:
    """A path as people write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
