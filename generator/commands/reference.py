"""The reference of entries (docs/entries.md), made from the models so that it cannot go stale."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from generator.commands.schema import SHORT_FORMS
from generator.editing.writer import is_plain
from generator.reading.content_files import FOLDERS, VOCABULARIES
from generator.reading.kinds import MODELS
from generator.reading.references import WHERE
from generator.reading.yaml_source import parse
from offer_schema import entry, school
from offer_schema import field_types as types
from offer_schema.page import SECTION_NAMES
from offer_schema.requirement import REPORT_FIELDS
from offer_schema.setting_types import SETTING_TYPES

_TITLES = {
    "authority": "The council",
    "organisation": "Organisations",
    "service": "Services",
    "school": "Schools and settings",
    "comment": "Comments",
    "timeline": "Timelines",
    "page": "Guides",
    "requirements": "What the law asks, put right or added",
    "indicators": "How we are doing",
    "need": "Vocabulary: needs",
    "category": "Vocabulary: categories",
    "place": "Vocabulary: places",
    "age-band": "Vocabulary: age bands",
    "access": "Vocabulary: access features",
    "language": "Vocabulary: languages",
    "jargon": "Vocabulary: jargon",
    "synonym": "Vocabulary: synonyms",
}

_ANSWERS: tuple[tuple[Any, str, Any], ...] = (
    (types.ShortText, "text, at most 200 characters", "Plain words"),
    (types.PlainText, "text, at most 5,000 characters", "Plain words."),
    (types.MarkdownText, "Markdown, at most 20,000 characters", "Plain words."),
    (types.Id, "an id", "short-breaks-team"),
    (types.Postcode, "a full UK postcode", "ZZ1 2AB"),
    (types.Phone, "a UK phone number", "01632 960123"),
    (types.Email, "an email address", "club@example.org"),
    (types.WebAddress, "a web address", "https://www.example.org/club"),
    (types.Age, "an age, 0 to 25", 5),
    (types.Money, "pounds", "4.50"),
    (types.Quantity, "a number", 61.4),
    (types.Time, "a time", "09:30"),
    (types.Date, "a date", "2026-10-31"),
    (types.Period, "a length of time", "6 months"),
    (types.GssCode, "a GSS code: E06, E08, E09 or E10 and six digits", "E08000009"),
    (entry.Uprn, "1 to 12 digits", "100012345678"),
    (school.Urn, "6 digits", "100000"),
    (school.Ukprn, "8 digits", "10079319"),
)
"""In words, each kind of value that has a check of its own, and an example."""

_PLAIN_ANSWERS = {
    bool: ("yes or no", "yes"),
    int: ("a whole number", 10),
    float: ("a number", 54.7),
    str: ("text", "Words"),
}

_GROUPS = {"Answer": {"text": "Our answer, in plain words."}}
"""Examples of groups that would mislead if they were made from their keys."""

_MANY = 20
"""How many answers to choose from are too many for a cell of a table."""

_INTRODUCTION = """\
# What an entry can say

This page is made from the models in `offer_schema/` by `local-offer schema --reference docs/entries.md`.
Change the models, not this page. `content/services/saturday-swim-club.yml` is a whole entry with notes.

An entry is one file. Its name is its id and its address: `content/services/saturday-swim-club.yml` is the
service `saturday-swim-club`. Names are made of small letters, numbers and hyphens.

## How to write answers

| kind of answer | how to write it |
| --- | --- |
| text | On one line after the key. Put double quotes around text that has a colon and a space in it, or that begins with a sign such as `*`, `@` or `#`. |
| long text | `description: \\|` and the text below it, two spaces in. `>-` instead of the bar joins the lines into one. |
| Markdown | Long text with `**bold**`, `[a link](https://www.example.org)`, and lists whose lines begin with `- `. HTML is shown as text. |
| list | `[autism, down-syndrome]`, or one on each line, after a hyphen and a space. |
| group | Keys of its own, two spaces in. In the examples a group is written `{from: 5, to: 11}`, which is right as well. |
| id | The name of another file without `.yml`, or a word of a vocabulary: `sea-pioneers`. |
| date | Year, month, day: `2026-10-31`. |
| time | `"09:30"`, `"17:00"`; `9.30am` and `5pm` are understood. |
| length of time | `30 days`, `6 weeks`, `6 months`, `1 year`. |
| pounds | `4`, `4.50` or `£4.50`. |
| yes or no | `yes` or `no`. |
| phone number | As people write it: `01632 960123`, `01632 960123 ext 4`. Do not leave out the first 0. |
| web address | In full: `https://www.example.org/club`. |

Leave out what you do not know: it shows as "not stated". A key marked **must** has to be there. A service must
also have one way to be reached: a phone, an email address or a website under `contact`, or a place under `locations`.
"""


def entries_reference() -> str:
    """Every key of every kind of entry, with what it means, what it takes and an example."""
    groups: dict[str, type[BaseModel]] = {}
    parts = [_INTRODUCTION, "\n".join(_contents())]
    for kind, model in MODELS.items():
        parts.append("\n".join(_kind(kind, model, groups)))
    parts.append("## Groups\n\nKeys that several kinds of entry share, or that stand below another key.\n")
    told: dict[str, str] = {}
    while waiting := groups.keys() - told.keys():
        told |= {name: "\n".join(_group(name, groups[name], groups)) for name in waiting}
    parts += [told[name] for name in sorted(told)]
    parts += ["\n".join(_setting_types()), "\n".join(_sections())]
    return "\n".join(parts)


def example_of(annotation: Any) -> Any:
    """An example of a value: what the models give, else one made from the type.

    Args:
        annotation: A model or a field's type, with its metadata.
    """
    if _is_model(annotation):
        if issubclass(annotation, RootModel):
            return example_of(_hints(annotation)["root"])
        if annotation.__name__ in _GROUPS:
            return _GROUPS[annotation.__name__]
        fields = _fields(annotation)
        wanted = [key for key, (field, _) in fields.items() if field.is_required()] or list(fields)[:1]
        return {key: _example(*fields[key]) for key in wanted}
    bare, notes = _opened(annotation)
    for kind, _, example in _ANSWERS:
        if _fits(kind, notes, bare):
            return example
    for note in notes:
        if isinstance(note, FieldInfo) and note.examples:
            return note.examples[0]
    origin = get_origin(bare)
    if origin is Literal:
        return get_args(bare)[0]
    if origin is tuple:
        return [example_of(get_args(bare)[0])]
    if origin is dict:
        return {"an-id": example_of(get_args(bare)[1])}
    return example_of(bare) if _is_model(bare) else _PLAIN_ANSWERS[bare][1]


def examples(model: type[BaseModel]) -> dict[str, Any]:
    """The example of every key of a model."""
    return {key: _example(*both) for key, both in _fields(model).items()}


# --- Sections ---------------------------------------------------------------------------------


def _contents() -> Iterator[str]:
    yield "## Where each kind stands"
    yield ""
    yield "| kind | file |"
    yield "| --- | --- |"
    for kind in MODELS:
        yield f"| [{_TITLES[kind]}](#{_anchor(_TITLES[kind])}) | {_file(kind)} |"
    yield ""


def _file(kind: str) -> str:
    if kind in FOLDERS:
        return f"`content/{FOLDERS[kind]}/ID.yml`"
    if kind in VOCABULARIES:
        return f"`content/vocabulary/{VOCABULARIES[kind]}`"
    if kind in ("authority", "requirements", "indicators"):
        return f"`content/{kind}.yml`"
    return "`content/pages/…/ID.md`, between the two lines `---` at the top"


def _kind(kind: str, model: type[BaseModel], groups: dict[str, type[BaseModel]]) -> Iterator[str]:
    yield f"## {_TITLES[kind]}"
    yield ""
    yield f"In {_file(kind)}."
    yield ""
    if not issubclass(model, RootModel):
        yield _first_words(model)
        yield ""
        yield from _table(model, groups)
        return
    root, _ = _opened(_hints(model)["root"])
    if get_origin(root) is not dict:
        yield "A list of lists of words that mean the same to somebody who searches:"
        yield ""
        yield "```yaml"
        yield "- [SALT, speech therapy]"
        yield "```"
        yield ""
        return
    yield "Each word stands under its id, with these keys below it."
    yield ""
    yield from _table(get_args(root)[1], groups, _starter_words(kind))


def _starter_words(kind: str) -> dict[str, Any]:
    """For each key of a vocabulary the first answer in the words that a new project begins with."""
    text = files("generator.editing.starter").joinpath(VOCABULARIES[kind]).read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    for word in parse(text).tree.values():
        found = word | found
    return found


def _group(name: str, model: type[BaseModel], groups: dict[str, type[BaseModel]]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield _first_words(model)
    short = SHORT_FORMS.get(model.__name__)
    if short and "enum" in short:
        options = ", ".join(f"`{option}`" for option in short["enum"])
        yield f"Instead of the group one of these words will do: {options}."
    elif short:
        words = "".join(f"the word `{word}` or " for word in short.get("examples", ()))
        yield f"Instead of the group {words}a sentence will do."
    yield ""
    yield from _table(model, groups)


def _table(
    model: type[BaseModel], groups: dict[str, type[BaseModel]], real: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[str]:
    yield "| key | what it says | what it takes | example |"
    yield "| --- | --- | --- | --- |"
    for key, (field, hint) in _fields(model).items():
        must = " **must**" if field.is_required() else ""
        example = f"{key}: {_yaml(real[key] if key in real else _example(field, hint), hint)}"
        cells = (
            f"`{key}`{must}",
            field.description or "",
            _answer(field, hint, groups),
            f"`{example}`",
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _setting_types() -> Iterator[str]:
    yield "## Types of school and setting"
    yield ""
    yield "What `type` of a school can be. The last column says whether the law asks that type for an SEN"
    yield "information report (Children and Families Act 2014, section 69)."
    yield ""
    yield "| type | name on the site | SEN information report |"
    yield "| --- | --- | --- |"
    for type_id, setting in SETTING_TYPES.items():
        yield f"| `{type_id}` | {setting.name} | {'must' if setting.sen_report else ''} |"
    yield ""


def _sections() -> Iterator[str]:
    yield "## Sections of the site"
    yield ""
    yield "What `section` of a guide can be, in the site's order."
    yield ""
    yield "| section | heading |"
    yield "| --- | --- |"
    for section, name in SECTION_NAMES.items():
        yield f"| `{section}` | {name} |"
    yield ""


# --- One key ----------------------------------------------------------------------------------


def _answer(field: FieldInfo, hint: Any, groups: dict[str, type[BaseModel]]) -> str:
    words = _words(hint, groups)
    bounds = {
        name: getattr(note, name) for note in field.metadata for name in ("ge", "le") if hasattr(note, name)
    }
    if bounds and words in ("a whole number", "a number"):
        words += f", {bounds['ge']:,g} to {bounds['le']:,g}"
    if _has_plain_default(field):
        words += f"; if left out, `{field.default}`"
    return words


def _words(annotation: Any, groups: dict[str, type[BaseModel]]) -> str:
    """What a type takes, in words; groups that it leads to are noted down."""
    bare, notes = _opened(annotation)
    reference = next((note for note in notes if isinstance(note, types.Reference)), None)
    if reference:
        return f"an id from {WHERE[reference.kind]}"
    for kind, words, _ in _ANSWERS:
        if _fits(kind, notes, bare):
            return words
    origin = get_origin(bare)
    if origin is Literal:
        return _choice(get_args(bare))
    if origin is tuple:
        return _list_words(_words(get_args(bare)[0], groups))
    if origin is dict:
        return f"under each id {_words(get_args(bare)[1], groups)}"
    if _is_model(bare):
        name = _heading(bare)
        groups[name] = bare
        return f"a group: [{name}](#{_anchor(name)})"
    schema = _schema_of(notes)
    if "enum" in schema:
        return _choice(schema["enum"])
    return "written like the example" if "pattern" in schema else _PLAIN_ANSWERS[bare][0]


def _list_words(words: str) -> str:
    for one, many in (("a group: ", "a list of groups: "), ("an id from ", "a list of ids from ")):
        if words.startswith(one):
            return many + words.removeprefix(one)
    return (
        f"a list: any of {words.removeprefix('one of ')}"
        if words.startswith("one of ")
        else f"a list: {words}"
    )


def _choice(options: Any) -> str:
    if list(options) == list(SETTING_TYPES):
        return "one of the [types of school and setting](#types-of-school-and-setting)"
    if list(options) == list(SECTION_NAMES):
        return "one of the [sections of the site](#sections-of-the-site)"
    if set(options) == REPORT_FIELDS:
        return "one of the keys of the [SEN information report](#sen-report)"
    assert len(options) <= _MANY, "give these answers a table of their own"
    return "one of " + ", ".join(f"`{option}`" for option in options)


def _example(field: FieldInfo, hint: Any) -> Any:
    if field.examples:
        return field.examples[0]
    return field.default if _has_plain_default(field) else example_of(hint)


def _has_plain_default(field: FieldInfo) -> bool:
    return isinstance(field.default, str | int) and not isinstance(field.default, bool)


def _yaml(value: Any, annotation: Any = str, inside: bool = False) -> str:
    """A value as one line of YAML that every reader takes for the same."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(child, inside=True)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(child, inside=True) for child in value) + "]"
    if not isinstance(value, str):
        return str(value)
    if value in ("yes", "no") or (is_plain(value, annotation) and not (inside and set(value) & set(",[]{}"))):
        return value
    return json.dumps(value, ensure_ascii=False)


# --- Models -----------------------------------------------------------------------------------


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _hints(model: type[BaseModel]) -> dict[str, Any]:
    if issubclass(model, RootModel):
        return {"root": model.model_fields["root"].annotation}
    return get_type_hints(model, include_extras=True)


def _fields(model: type[BaseModel]) -> dict[str, tuple[FieldInfo, Any]]:
    """Each key as people write it, with its field and its whole type."""
    hints = _hints(model)
    return {field.alias or name: (field, hints[name]) for name, field in model.model_fields.items()}


def _opened(annotation: Any, notes: tuple[Any, ...] = ()) -> tuple[Any, tuple[Any, ...]]:
    """A type without its metadata and without None, and the metadata."""
    if get_origin(annotation) is Annotated:
        return _opened(annotation.__origin__, (*notes, *annotation.__metadata__))
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return _opened(rest[0], notes)
    return annotation, notes


def _fits(kind: Any, notes: tuple[Any, ...], bare: Any) -> bool:
    return bare is kind.__origin__ and all(note in notes for note in kind.__metadata__)


def _schema_of(notes: tuple[Any, ...]) -> dict[str, Any]:
    return next((note.schema for note in notes if isinstance(note, types.JsonForm)), {})


def _heading(model: type[BaseModel]) -> str:
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    return name.strip().capitalize().replace("Sen ", "SEN ")


def _anchor(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -").replace(
        " ", "-"
    )


def _first_words(model: type[BaseModel]) -> str:
    first = (model.__doc__ or "").partition("\n\n")[0]
    return " ".join(first.split()).replace("`", "")
