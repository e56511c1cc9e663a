"""From a tree of text to a model, and from pydantic's errors to plain problems."""

import re
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

from generator.reading.problems import Problem, Severity, printable
from generator.reading.yaml_source import Document, Path

_ARTICLES = {"bool": "yes or no", "int": "a whole number", "float": "a number"}
_NO_NUMBERS = frozenset({"nan", "inf", "infinity"})


def validate(model: type[BaseModel], document: Document, path: str) -> tuple[BaseModel | None, list[Problem]]:
    """Checks a document against a model.

    Args:
        model: What the document must say.
        document: The document.
        path: The file's path in the project, for the problems.

    Returns:
        The model, or None when there are errors; and every error, in the file's order.
    """
    try:
        return model.model_validate(document.tree), []
    except ValidationError as errors:
        found = errors.errors(include_url=False)
        ways = [error["loc"] for error in found]
        problems = [
            _problem(model, document, path, error)
            for error in found
            # A list is also too short for pydantic when its items are wrong: once is enough.
            if not (error["type"] == "too_short" and any(_inside(way, error["loc"]) for way in ways))
        ]
        return None, sorted(problems, key=lambda problem: (problem.line, problem.column))


def _inside(way: Path, other: Path) -> bool:
    return len(way) > len(other) and way[: len(other)] == other


def _problem(model: type[BaseModel], document: Document, path: str, error: Any) -> Problem:
    way = tuple(step for step in error["loc"] if step != "[key]")
    on_key = error["type"] in ("extra_forbidden", "missing") or "[key]" in error["loc"]
    code, message, fix = _words(model, way, error, document.tree)
    if error["type"] == "missing":
        line, column = document.locate(way[:-1], key=True)
    else:
        line, column = document.locate(way, key=on_key)
    return Problem(path, line, column, Severity.ERROR, code, printable(_cut(message)), printable(fix))


_LONG_QUOTATION = re.compile(r'"([^"]{57})[^"]{4,}"')


def _cut(message: str) -> str:
    """The message with what it quotes cut short."""
    message = _LONG_QUOTATION.sub(r'"\1…"', message)
    return message if len(message) <= 400 else f"{message[:399]}…"


def _typed_key(way: Path, tree: Any, wanted: bool) -> str:
    """The last key on the way that the person typed (or should have): one word may stand for a group."""
    key = "this"
    for step in way:
        if isinstance(step, str):
            if not wanted and isinstance(tree, str):
                break
            key = step
        tree = (
            tree.get(step) if isinstance(tree, dict) else tree[int(step)] if isinstance(tree, list) else None
        )
    return key


def _words(model: type[BaseModel], way: Path, error: Any, tree: Any) -> tuple[str, str, str]:
    """The code, the sentence and the mend for one of pydantic's errors."""
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    key = _typed_key(way, tree, kind == "missing")
    named = f'"{key}"' if key != "this" else "This"
    if given is None:
        return "empty", "There is nothing after this hyphen.", "Write something, or take the line out."
    if "message" in context:  # one of our own, see offer_schema.field_types.problem
        if isinstance(given, (dict, list)) and kind.startswith("bad-"):
            return kind, f"{named} takes one value, not {_short(given)}.", context["fix"]
        return kind, context["message"], context["fix"]
    match kind:
        case "missing":
            return "missing", f'"{key}" is missing.', f'Write a line "{key}: …"{_example(model, way)}.'
        case "extra_forbidden":
            return "unknown-key", f'"{key}" is not a key that is used here.', _similar_key(model, way)
        case "literal_error" | "enum":
            allowed = [str(option) for option in _options(_type_at(model, way))]
            near = (
                []
                if isinstance(given, (dict, list))
                else get_close_matches(str(given).lower().replace(" ", "-"), allowed, 1, 0.5)
            )
            hint = f'Did you mean "{near[0]}"?' if near else f"Write one of: {', '.join(allowed)}."
            return "not-an-option", f'"{_short(given)}" is not one of the answers for "{key}".', hint
        case "greater_than_equal" | "less_than_equal" if str(given).strip("+- ").lower() in _NO_NUMBERS:
            return "not-a-number", f'"{given}" is not a number.', f'"{key}" takes a number.'
        case (
            "bool_parsing" | "bool_type" | "int_parsing" | "int_parsing_size" | "int_type" | "int_from_float"
            | "float_parsing" | "float_type"
        ):  # fmt: skip
            wanted = _ARTICLES[kind.partition("_")[0]]
            return (
                f"not-{wanted.replace(' ', '-')}",
                f'"{_short(given)}" is not {wanted}.',
                f'"{key}" takes {wanted}.',
            )
        case "string_too_long":
            most = context["max_length"]
            return (
                "too-long",
                f'"{key}" has {len(str(given))} characters; at most {most} fit.',
                "Say the most important thing first, and move the rest to the description."
                if key == "summary"
                else "Make it shorter.",
            )
        case "string_too_short":
            return "empty", f'"{key}" is empty.', "Write something, or take the line out."
        case "string_type":
            return (
                "not-text",
                f"{named} takes plain text, not a list or a group of keys.",
                "Write it on one line.",
            )
        case "tuple_type" | "list_type" if key == "this":
            return (
                "not-a-list",
                f"This takes a list, not {_short(given)}.",
                'Begin each line with a hyphen, and put its words in square brackets: "- [SALT, speech therapy]".',
            )
        case "tuple_type" | "list_type":
            return (
                "not-a-list",
                f'"{key}" takes a list.',
                f'Write "{key}:" and below it each one on a line of its own with a hyphen: "- {_short(given)}".',
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            if not way:
                return "not-an-entry", "This file is a list.", 'Begin each line with a key, like "name: …".'
            fields = ", ".join(_keys(_type_at(model, way)))
            return (
                "not-a-group",
                f'"{key}" takes keys of its own.',
                f"Below it, two spaces in, write: {fields}.",
            )
        case "too_short":
            return "empty", f'"{key}" has nothing in it.', "Write at least one, on a line with a hyphen."
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            side = "small" if kind == "greater_than_equal" else "large"
            least_most = "least" if side == "small" else "most"
            return f"too-{side}", f"{given} is too {side}.", f'"{key}" is at {least_most} {bound}.'
    return kind.replace("_", "-"), f'"{key}": {error["msg"]}.', ""


def _short(value: Any) -> str:
    text = (
        "a group of keys" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
    )
    return text if len(text) <= 60 else text[:57] + "…"


def _example(model: type[BaseModel], way: Path) -> str:
    holder = _type_at(model, way[:-1])
    if not (isinstance(holder, type) and issubclass(holder, BaseModel)):
        return ""
    for name, field in holder.model_fields.items():
        if (field.alias or name) == way[-1] and field.examples:
            example = field.examples[0]
            return f', for example "{example}"' if isinstance(example, str) else ""
    return ""


def _similar_key(model: type[BaseModel], way: Path) -> str:
    keys = _keys(_type_at(model, way[:-1]))
    near = get_close_matches(str(way[-1]).lower(), keys, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"The keys are: {', '.join(keys)}."


def _keys(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [field.alias or name for name, field in annotation.model_fields.items()]
    return []


def _type_at(model: type[BaseModel], way: Path) -> Any:
    """The bare type of the value at `way`: a model, a literal, a plain type."""
    current: Any = model
    for step in way:
        current = bare_type(current)
        if isinstance(current, type) and issubclass(current, RootModel):
            current = bare_type(current.model_fields["root"].annotation)
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = next(
                (field for name, field in current.model_fields.items() if step in (name, field.alias)), None
            )
            current = field.annotation if field else None
        elif get_origin(current) in (tuple, list):
            current = get_args(current)[0]
        elif get_origin(current) is dict:
            current = get_args(current)[1]
    return bare_type(current)


def bare_type(annotation: Any) -> Any:
    """A type without its notes, and without "or nothing"."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def _options(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation)
