"""A mapping: the file that says which column of a spreadsheet is which answer of an entry.

It is read like every other YAML file of a project, so that a mistake in it has its
line and column. docs/importing.md explains every key.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from generator.exchange.field_path import Field as EntryField
from generator.exchange.field_path import UnknownField, find_field
from generator.exchange.result import ImportStopped
from generator.exchange.table import Table
from generator.exchange.words import Words
from generator.reading.content_files import read_text
from generator.reading.kinds import MODELS
from generator.reading.problems import Problem, Severity
from generator.reading.validation import validate
from generator.reading.yaml_source import Document, YamlProblem, parse
from generator.reading.yaml_source import Path as Way
from offer_schema.entry import Day, Part
from offer_schema.field_types import Id, slug
from offer_schema.organisation import OrganisationKind

LEAVE_OUT = "leave-out"
"""The translation of a value that is not wanted."""


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One text or a list of them."""


class Rule(Part):
    """What becomes of a column: the field that it fills, and how."""

    to: str = Field(description="The field.", examples=["contact.phone"])
    template: str | None = Field(None, description="Words around the value.", examples=["{value} ward"])
    prefix: str | None = Field(
        None, description="What the value begins with, if it does not already.", examples=["https://"]
    )
    values: dict[str, Texts] = Field(
        default_factory=dict, description="What each value means; * stands for anything."
    )
    split: str | None = Field(None, description="What stands between several values.", examples=[";"])
    absent: Texts = Field((), description="Values that mean that nothing is known.")
    date: Texts = Field((), description="How dates are written.", examples=["%d/%m/%Y"])
    leading_zero: bool = Field(False, description="yes puts back the first 0 of phone numbers.")
    html: bool = Field(False, description="yes turns HTML into Markdown.")
    find: bool = Field(False, description="yes looks for the vocabulary's words inside the text.")
    shorten: bool = Field(False, description="yes cuts a long text to 200 characters.")
    create: OrganisationKind | None = Field(
        None, description="Makes the organisation if it is not there, of this kind.", examples=["charity"]
    )

    @model_validator(mode="before")
    @classmethod
    def _from_one_word(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


Rules = Annotated[tuple[Rule, ...], BeforeValidator(_as_list)]
"""One rule or a list of them."""


class Mapping(Part):
    """What each column of a spreadsheet is, and what is the same for all rows."""

    name: Id | None = Field(None, description="The name of this import; the file's name if left out.")
    kind: Literal["service", "organisation", "school"] = Field(description="What each row is.")
    id: str = Field(description="How the id is made.", examples=["{name} {postcode}"])
    key: str | None = Field(None, description="The column with the source's own number for a row.")
    group_by: Texts = Field((), description="Columns that are the same in rows of one entry.")
    only_when: dict[str, Texts] = Field(default_factory=dict, description="Rows to take.")
    skip_when: dict[str, Texts] = Field(default_factory=dict, description="Rows to leave.")
    absent: Texts = Field((), description="Values that mean that nothing is known.", examples=[["NA"]])
    constants: dict[str, Any] = Field(default_factory=dict, description="Answers that all entries share.")
    columns: dict[str, Rules] = Field(default_factory=dict, description="The field of each column.")
    templates: dict[str, str] = Field(default_factory=dict, description="Answers made of several columns.")
    flags: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Words for a list, from columns that say yes or no."
    )
    hours: dict[Day, str] = Field(default_factory=dict, description="The column with each day's hours.")
    hours_text: str | None = Field(None, description="The column with all hours in one text.")


class Template:
    """Words with columns in them: ``{street}[, {locality}]``; what is in square brackets may be missing."""

    _PIECE = re.compile(r"\{([^{}:]+)(?::(lower|first))?\}")
    _OPTIONAL = re.compile(r"\[([^\[\]]*)\]")

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def columns(self) -> list[str]:
        """The columns that it names."""
        return [match[1] for match in self._PIECE.finditer(self.text)]

    def fill(self, cells: dict[str, str]) -> str | None:
        """The words with the cells set in; None if one that it needs is missing."""
        without = self._OPTIONAL.sub(lambda match: self._fill(match[1], cells) or "", self.text)
        return self._fill(without, cells)

    def _fill(self, text: str, cells: dict[str, str]) -> str | None:
        if any(match[1] not in cells for match in self._PIECE.finditer(text)):
            return None
        return self._PIECE.sub(lambda match: _shaped(cells[match[1]], match[2]), text)


def _shaped(value: str, shape: str | None) -> str:
    if shape == "lower":
        return value[:1].lower() + value[1:] if value[1:2].isupper() else value.lower()
    return value.partition(",")[0].strip() if shape == "first" else value


class OpenMapping(NamedTuple):
    """A mapping that has been checked against the model of its entries.

    Attributes:
        mapping: What the file says.
        name: The name of the import.
        path: The file, for messages.
        document: Where everything stands in it.
        fields: The field of each path that the mapping uses.
    """

    mapping: Mapping
    name: str
    path: str
    document: Document
    fields: dict[str, EntryField]

    @property
    def model(self) -> type[BaseModel]:
        """The model of the entries."""
        return MODELS[self.mapping.kind]

    def problem(self, way: Way, code: str, message: str, fix: str, *, key: bool = False) -> Problem:
        """A mistake in the mapping, with its place."""
        line, column = self.document.locate(way, key=key)
        return Problem(self.path, line, column, Severity.ERROR, code, message, fix)


def read_mapping(file: Path) -> OpenMapping:
    """Reads a mapping and checks that every field in it exists.

    Raises:
        ImportStopped: There are mistakes in it, one message each.
    """
    path = str(file)
    text = read_text(file, path)
    if isinstance(text, Problem):
        raise ImportStopped(str(text))
    try:
        document = parse(text)
    except YamlProblem as found:
        place = Problem(path, found.line, found.column, Severity.ERROR, found.code, found.message, found.fix)
        raise ImportStopped(str(place)) from None
    mapping, problems = validate(Mapping, document, path)
    if not isinstance(mapping, Mapping):
        raise ImportStopped(*map(str, problems))
    opened = OpenMapping(mapping, mapping.name or slug(file.stem) or "import", path, document, {})
    problems = list(_check_fields(opened))
    if problems:
        raise ImportStopped(*map(str, problems))
    return opened


def _check_fields(opened: OpenMapping) -> Iterator[Problem]:
    for name, way, on_key in _named_fields(opened.mapping):
        try:
            opened.fields[name] = find_field(opened.model, name)
        except UnknownField as error:
            yield opened.problem(way, "unknown-field", error.message, error.fix, key=on_key)
    for column, rules in opened.mapping.columns.items():
        for place, rule in enumerate(rules):
            field = opened.fields.get(rule.to)
            if field and rule.find and not field.reference:
                fix = "find: yes is for needs, categories, places, access features and languages."
                yield opened.problem(
                    ("columns", column, place, "find"),
                    "no-vocabulary",
                    f'"{rule.to}" has no vocabulary.',
                    fix,
                )
            if field and rule.create and field.reference != "organisation":
                yield opened.problem(
                    ("columns", column, place, "create"),
                    "not-an-organisation",
                    f'"{rule.to}" does not name an organisation.',
                    "create: is for the field organisation.",
                )
    for field_name in opened.mapping.flags:
        field = opened.fields.get(field_name)
        if field and not field.many:
            yield opened.problem(
                ("flags", field_name), "not-a-list", f'"{field_name}" does not take a list.', "", key=True
            )


def _named_fields(mapping: Mapping) -> Iterator[tuple[str, Way, bool]]:
    for column, rules in mapping.columns.items():
        for place, rule in enumerate(rules):
            yield rule.to, ("columns", column, place, "to"), False
    for name in mapping.templates:
        yield name, ("templates", name), True
    for name in mapping.flags:
        yield name, ("flags", name), True


def check_columns(opened: OpenMapping, table: Table) -> tuple[str, ...]:
    """Makes sure that the spreadsheet has every column that the mapping names.

    Returns:
        The spreadsheet's columns that the mapping does not use.

    Raises:
        ImportStopped: Columns are missing, one message each.
    """
    messages = []
    used = set()
    for column, way in _named_columns(opened.mapping):
        used.add(column)
        if column not in table.columns:
            near = get_close_matches(column, table.columns, 1, 0.6)
            fix = (
                f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(filter(None, table.columns))}."
            )
            problem = opened.problem(
                way, "unknown-column", f'The spreadsheet has no column "{column}".', fix, key=True
            )
            messages.append(str(problem))
    if messages:
        raise ImportStopped(*dict.fromkeys(messages))
    return tuple(column for column in table.columns if column and column not in used)


def _named_columns(mapping: Mapping) -> Iterator[tuple[str, Way]]:
    for column, rules in mapping.columns.items():
        yield column, ("columns", column)
        for place, rule in enumerate(rules):
            others = Template(rule.template or "").columns
            yield from (
                (other, ("columns", column, place, "template")) for other in others if other != "value"
            )
    for column in Template(mapping.id).columns:
        yield column, ("id",)
    for name, text in mapping.templates.items():
        yield from ((column, ("templates", name)) for column in Template(text).columns)
    for name, columns in mapping.flags.items():
        yield from ((column, ("flags", name, column)) for column in columns)
    for day, column in mapping.hours.items():
        yield column, ("hours", day)
    if mapping.hours_text:
        yield mapping.hours_text, ("hours_text",)
    if mapping.key:
        yield mapping.key, ("key",)
    yield from ((column, ("group_by",)) for column in mapping.group_by)
    yield from ((column, ("only_when", column)) for column in mapping.only_when)
    yield from ((column, ("skip_when", column)) for column in mapping.skip_when)


def check_words(opened: OpenMapping, words: Words) -> None:
    """Makes sure that the vocabularies have every word that the mapping itself uses.

    Raises:
        ImportStopped: Some are missing, one message each.
    """
    messages = []
    for kind, word, way in _named_words(opened):
        if words.meaning(kind, word) is None:
            messages.append(str(opened.problem(way, f"unknown-{kind}", *words.unknown(kind, word))))
    if messages:
        raise ImportStopped(*messages)


def _named_words(opened: OpenMapping) -> Iterator[tuple[str, str, Way]]:
    for name, columns in opened.mapping.flags.items():
        kind = opened.fields[name].reference
        yield from ((kind, word, ("flags", name, column)) for column, word in columns.items() if kind)
    for column, rules in opened.mapping.columns.items():
        for place, rule in enumerate(rules):
            kind = opened.fields[rule.to].reference
            if not kind or rule.create:
                continue
            for value, meanings in rule.values.items():
                way = ("columns", column, place, "values", value)
                yield from ((kind, meaning, way) for meaning in meanings if meaning != LEAVE_OUT)
