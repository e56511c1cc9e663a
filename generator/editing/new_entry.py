"""A new entry to fill in: every answer explained, what is known already written.

Keys, explanations and examples come from the models, so that they never tell another story than
``check`` and the schemas do. A line like ``#phone: 01632 960123`` is an answer that waits for its ``#``
to be taken out; a line like ``# The phone number to call.`` is a note.
"""

import datetime
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.editing.writer import WriteRefused, entry_text, write_files
from generator.reading.content_files import FOLDERS, split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.validation import bare_type, validate
from generator.reading.yaml_source import parse
from offer_schema.field_types import is_id, slug
from offer_schema.sen_report import MINIMUM_WORDS, NOT_FOR_SPECIAL_SCHOOLS, QUESTIONS, Answer, SenReport
from offer_schema.setting_types import SETTING_TYPES, SettingType

Kind = Literal["service", "organisation", "school", "page"]

WIDTH = 110
"""How long a line of notes may be."""

_WHAT = {
    "service": "A service",
    "organisation": "An organisation",
    "school": "A school or setting",
    "page": "A guide",
}

Notes = Mapping[str, str]
"""What an officer has to know of an answer that was written for them, by key."""


class NewEntry:
    """One new entry: where it goes and what stands in it.

    Args:
        kind: What it is.
        name: Its name, or the title of a guide.
        known: What is known of it besides its name.
        notes: What to say of answers that are only a beginning.
        entry_id: Its id, if not made of the name.
        today: The day, for the school year.

    Raises:
        WriteRefused: The name makes no address, or an answer is not one that the entry can have.
    """

    def __init__(
        self,
        kind: Kind,
        name: str,
        known: Mapping[str, Any],
        *,
        today: datetime.date,
        notes: Notes | None = None,
        entry_id: str = "",
    ) -> None:
        self.id = entry_id or slug(name)
        if not is_id(self.id):
            raise WriteRefused(
                f'"{(self.id or name)[:60]}" cannot be a file name and an address. '
                "Say what it is to be with --id, like --id saturday-swim-club."
            )
        self.kind = kind
        folder = "pages/guides" if kind == "page" else FOLDERS[kind]
        self.path = f"content/{folder}/{self.id}.{'md' if kind == 'page' else 'yml'}"
        given = {"title" if kind == "page" else "name": name} | dict(known)
        lines = [*_head(kind, self.path), *_fields(kind, given, notes or {}, today)]
        text = "\n".join(lines) + "\n"
        self.text = f"---\n{text}---\n\n{_BODY}" if kind == "page" else text
        self._check()

    def _check(self) -> None:
        """Refuses what ``check`` would call an error: an answer from the command line may be one."""
        text = split_front_matter(self.text)[0] if self.kind == "page" else self.text
        _, problems = validate(MODELS[self.kind], parse(text or ""), self.path)
        if problems:
            raise WriteRefused(f"{problems[0].message} {problems[0].fix}".rstrip())

    def write(self, project: Path) -> None:
        """Writes the entry into a project.

        Args:
            project: The project's folder.

        Raises:
            WriteRefused: There is such a file already, or the disk refused. Nothing has changed.
        """
        if (project / self.path).exists() or (project / self.path).is_symlink():
            raise WriteRefused(
                f"{self.path} is there already, so nothing was written. Open it, or give the new one another --id."
            )
        write_files(project, {self.path: self.text})


_BODY = """\
<!-- Write the guide below this line. Begin with what the reader has to know or do. Short sentences, plain words. -->
"""


def _head(kind: Kind, path: str) -> Iterator[str]:
    yield from _note(
        f"{_WHAT[kind]} to fill in. A line that begins with # is not read. To give an answer, take out the # before "
        "its key and put your own words in the place of the example. Delete what you do not need."
    )
    yield from _note(f"What is still missing: local-offer check {path}")


def _fields(kind: Kind, given: Mapping[str, Any], notes: Notes, today: datetime.date) -> Iterator[str]:
    model = MODELS[kind]
    for name, field in model.model_fields.items():
        key = field.alias or name
        yield ""
        yield from _note(field.description or "")
        if key in notes:
            yield from _note(notes[key])
        if key == "sen_report":
            yield from _sen_report(SETTING_TYPES[given["type"]], today)
        elif key in given:
            yield from entry_text(model, {key: given[key]}).splitlines()
        else:
            yield from (f"#{line}" for line in _example_lines(model, key, field))


def _note(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ", break_on_hyphens=False
    )


# --- Examples -----------------------------------------------------------------------------------


def _example_lines(model: type[BaseModel], key: str, field: FieldInfo) -> Iterator[str]:
    """An example of an answer; a group's own answers stand below it, each with what it says."""
    part, is_list = _part_of(field.annotation)
    example = _example(field)
    if part is None or isinstance(example, str):
        yield from entry_text(model, {key: example}).splitlines()
        return
    given = example[0] if isinstance(example, list) else example
    yield f"{key}:"
    first = "  - " if is_list else "  "
    for name, inner in part.model_fields.items():
        inner_key = inner.alias or name
        value = (
            given[inner_key]
            if inner_key in given and bare_type(inner.annotation) is not bool
            else _example(inner)
        )
        for line in _described(part, inner_key, inner, value):
            yield first + line
            first = "    " if is_list else "  "


def _described(part: type[BaseModel], key: str, field: FieldInfo, value: Any) -> list[str]:
    lines = entry_text(part, {key: value}).splitlines()
    if lines == ["{}"]:
        return []
    return [f"{lines[0]}  # {field.description}"] if len(lines) == 1 else lines


def _example(field: FieldInfo) -> Any:
    """The field's own example; one of its words if it has none; "no" for yes or no, which changes nothing."""
    bare = bare_type(field.annotation)
    if bare is bool:
        return "no"
    if field.examples:
        return field.examples[0]
    if get_origin(bare) is Literal:
        return get_args(bare)[0]
    part, is_list = _part_of(field.annotation)
    if part is None:
        return None
    group = {inner.alias or name: _example(inner) for name, inner in part.model_fields.items()}
    return [group] if is_list else group


def _part_of(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The group of answers that a field takes, if it takes one, and whether it takes a list of them."""
    bare = bare_type(annotation)
    is_list = get_origin(bare) is tuple
    if is_list:
        bare = bare_type(get_args(bare)[0])
    return (bare, is_list) if isinstance(bare, type) and issubclass(bare, BaseModel) else (None, False)


# --- The SEN information report -------------------------------------------------------------------


def _sen_report(kind: SettingType, today: datetime.date) -> Iterator[str]:
    yield from _note(_duty(kind))
    yield from _note(
        f"Answer each question in at least {MINIMUM_WORDS} words: with fewer it does not count as answered. An answer "
        "may have links below it, and a date (checked) if it was checked on another day than the whole report."
    )
    yield "sen_report:"
    for name, field in SenReport.model_fields.items():
        key = field.alias or name
        if key == "local_offer":  # which the site says by itself
            continue
        lines = list(_report_field(key, field, kind, today))
        yield from (f"  {line}" if line else "" for line in lines)
        if key == "accessibility_plan_date":
            yield ""
            yield from _note("The questions, in the order of the law.", "  ")


def _duty(kind: SettingType) -> str:
    if not kind.sen_report:
        return f"The law does not ask this type of setting ({kind.name}) for a report. Whatever you answer helps families."
    text = (
        "The law asks for this report (Children and Families Act 2014, section 69): write it, have it approved, and "
        "look through it at least once a year. If it stands on your own website, give its address under url."
    )
    if kind.special:
        text += (
            " A special school need not name a SENCO nor answer the question of paragraph 2, and one in a hospital "
            "(in_hospital: yes) owes no report."
        )
    return text


def _report_field(key: str, field: FieldInfo, kind: SettingType, today: datetime.date) -> Iterator[str]:
    yield ""
    if key in QUESTIONS:
        question = QUESTIONS[key]
        yield from _note(f"{question.text} ({question.law})")
        yield from _note(question.say)
        yield f"#{key}:"
        yield "#  text: >-"
        yield "#    Your answer in plain words."
        if kind.special and key in NOT_FOR_SPECIAL_SCHOOLS:
            reason = Answer.model_fields["not_applicable"]
            yield from _note(f"Or, instead of the text: {reason.description}")
            yield f"#  not_applicable: {_example(reason)}"
        return
    yield from _note(field.description or "")
    if key == "year":
        yield from entry_text(SenReport, {key: school_year(today)}).splitlines()
    else:
        yield from (f"#{line}" for line in _example_lines(SenReport, key, field))


def school_year(today: datetime.date) -> str:
    """The school year of a day, which begins in September: ``2026 to 2027``."""
    first = today.year if today.month >= 9 else today.year - 1
    return f"{first} to {first + 1}"
