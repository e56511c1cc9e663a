"""Rows of any spreadsheet as drafts of entries, by a mapping."""

import datetime
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import phonenumbers

from generator.exchange.checking import problems_in
from generator.exchange.draft import Draft, Skipped
from generator.exchange.field_path import Field, put
from generator.exchange.hours import Span, UnclearHours, sessions, spans_of, timetable_of
from generator.exchange.html_text import markdown_of
from generator.exchange.mapping import LEAVE_OUT, Mapping, OpenMapping, Rule, Template, check_words
from generator.exchange.result import ImportStopped
from generator.exchange.table import Row, Table
from generator.exchange.words import Words
from generator.reading.yaml_source import Tree
from offer_schema.entry import Day
from offer_schema.field_types import is_phone_number, slug

_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0", "off", "✗", "✘"})

Cells = dict[str, tuple[str, ...]]
"""The different values of each column in the rows of one entry."""


def drafts(opened: OpenMapping, table: Table, words: Words) -> Iterator[Draft | Skipped]:
    """The drafts that a mapping makes of a spreadsheet, and the rows that it skips.

    Raises:
        ImportStopped: The mapping's constants are not valid, or it uses words that are not there.
    """
    constants = _constants(opened, words)
    check_words(opened, words)
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        reason = _left_by_rule(opened.mapping, row)
        if reason:
            yield Skipped(row.number, reason)
        else:
            groups.setdefault(_group_of(opened.mapping, row), []).append(row)
    for rows in groups.values():
        yield _RowReader(opened, words, rows).draft(constants)


def _left_by_rule(mapping: Mapping, row: Row) -> str:
    for column, wanted in mapping.skip_when.items():
        if _is_one_of(row.cells.get(column, ""), wanted):
            return f'"{column}" is "{row.cells.get(column, "")}" (skip_when)'
    for column, wanted in mapping.only_when.items():
        if not _is_one_of(row.cells.get(column, ""), wanted):
            return f'"{column}" is "{row.cells.get(column, "")}" (only_when)'
    return ""


def _is_one_of(value: str, wanted: Sequence[str]) -> bool:
    return any(fnmatchcase(value.lower(), pattern.lower()) for pattern in wanted)


def _group_of(mapping: Mapping, row: Row) -> tuple[str, ...]:
    same = tuple(row.cells.get(column, "") for column in mapping.group_by)
    return same if any(same) else (str(row.number),)


def _constants(opened: OpenMapping, words: Words) -> Tree:
    """The constants as a tree; a mistake in them is the mapping's, not every row's."""
    tree: Tree = {}
    for name, value in opened.mapping.constants.items():
        steps: list[str | int] = []
        for step in re.findall(r"[^.\[\]]+|\[[0-9]\]", name):
            steps.append(int(step[1:-1]) if step[0] == "[" else step)
        put(tree, tuple(steps), value)
    faults = [
        str(opened.problem(("constants", *way), problem.code, problem.message, problem.fix))
        for way, problem in problems_in(opened.mapping.kind, tree, opened.path, words)
        if way
    ]
    if faults:
        raise ImportStopped(*faults)
    return tree


class _RowReader:
    """Reads the rows of one entry."""

    def __init__(self, opened: OpenMapping, words: Words, rows: list[Row]) -> None:
        self._opened, self._mapping, self._words = opened, opened.mapping, words
        self._cells = self._different_cells(rows)
        self._draft = Draft(tuple(row.number for row in rows))
        wide = next((row for row in rows if row.extra), None)
        if wide:
            self._draft.refusal = self._draft.note(
                "",
                wide.extra[0],
                f'There is "{wide.extra[0][:40]}" to the right of the last column.',
                "A text with a comma in it needs double quotes around it.",
            )

    def _different_cells(self, rows: list[Row]) -> Cells:
        cells: dict[str, dict[str, None]] = {}
        for row in rows:
            for column, text in row.cells.items():
                if not _is_one_of(text, self._mapping.absent):
                    cells.setdefault(column, {})[text] = None
        return {column: tuple(texts) for column, texts in cells.items()}

    def draft(self, constants: Tree) -> Draft:
        """The draft of the entry."""
        draft = self._draft
        draft.tree = _copy(constants)
        for column, rules in self._mapping.columns.items():
            for rule in rules:
                self._take_column(column, rule)
        for name, text in self._mapping.templates.items():
            words = Template(text).fill(self._joined())
            if words:
                draft.place(self._opened.fields[name], [" ".join(words.split())], f"templates: {name}", words)
        for name, columns in self._mapping.flags.items():
            self._take_flags(self._opened.fields[name], columns)
        self._take_hours()
        if draft.tree.get("description") == draft.tree.get("summary"):
            draft.tree.pop("description", None)
        self._name()
        return draft

    def _name(self) -> None:
        draft = self._draft
        text = slug(Template(self._mapping.id).fill(self._joined()) or "")
        if not text and draft.refusal is None:
            columns = " and ".join(f'"{column}"' for column in Template(self._mapping.id).columns)
            draft.refusal = draft.note(
                "", "", f"There is nothing in {columns} to make an id from.", "Fill it in."
            )
        draft.ids = (text,)
        draft.key = "|".join(self._cells.get(self._mapping.key or "", ()))

    def _joined(self) -> dict[str, str]:
        joined = {}
        for column, texts in self._cells.items():
            *most, last = texts
            joined[column] = f"{', '.join(most)} and {last}" if most else last
        return joined

    # --- Columns ----------------------------------------------------------------------------

    def _take_column(self, column: str, rule: Rule) -> None:
        field = self._opened.fields[rule.to]
        texts = [text for text in self._cells.get(column, ()) if not _is_one_of(text, rule.absent)]
        values: list[str] = []
        for text in texts:
            values += self._values(column, rule, field, text)
        values = list(dict.fromkeys(values))
        if len(values) > 1 and not field.many:
            self._draft.notes.append(
                self._draft.note(
                    column,
                    values[1],
                    f'The rows of this entry have different values; the first, "{values[0]}", was taken.',
                )
            )
        self._draft.place(field, values, column, texts[0] if texts else "")

    def _values(self, column: str, rule: Rule, field: Field, text: str) -> Iterator[str]:
        if rule.template:
            cells = self._joined() | {"value": text}
            text = Template(rule.template).fill(cells) or ""
        for part in text.split(rule.split) if rule.split else [text]:
            for value in _translated(rule, " ".join(part.split()) if not field.markdown else part.strip()):
                yield from self._value(column, rule, field, value)

    def _value(self, column: str, rule: Rule, field: Field, value: str) -> Iterator[str]:
        value = _shaped(rule, field, value)
        if not value:
            return
        if field.reference:
            yield from self._reference(column, rule, field, value)
        elif rule.date:
            yield from self._date(column, rule, value)
        elif field.type is bool and value.lower() in _YES | _NO:
            yield "yes" if value.lower() in _YES else "no"
        else:
            yield value

    def _reference(self, column: str, rule: Rule, field: Field, value: str) -> Iterator[str]:
        if rule.find:
            found = self._words.found_in(field.reference, value)
            yield from found if field.many else found[-1:]
            return
        meant = self._words.meaning(field.reference, value)
        if meant is None and rule.create and slug(value):
            meant = slug(value)
            self._draft.organisations[meant] = {"name": value, "kind": rule.create}
        if meant is None:
            self._draft.leave_out(column, value, *self._words.unknown(field.reference, value))
        else:
            yield meant

    def _date(self, column: str, rule: Rule, value: str) -> Iterator[str]:
        for form in rule.date:
            try:
                yield datetime.datetime.strptime(value, form).date().isoformat()
            except ValueError:
                continue
            return
        forms = " or ".join(f'"{form}"' for form in rule.date)
        self._draft.leave_out(
            column,
            value,
            f'"{value}" is not a date written like {forms}.',
            "Mend it, or add its form to date:.",
        )

    # --- Flags and hours -----------------------------------------------------------------------

    def _take_flags(self, field: Field, columns: dict[str, str]) -> None:
        for column, word in columns.items():
            for text in self._cells.get(column, ()):
                if text.lower() in _YES:
                    self._draft.place(field, [word], column, text)
                elif text.lower() not in _NO:
                    self._draft.leave_out(
                        column,
                        text,
                        f'"{text}" is neither yes nor no.',
                        "If it means that nobody knows, list it under absent:.",
                    )

    def _take_hours(self) -> None:
        by_day: dict[Day, list[Span]] = {}
        for day, column in self._mapping.hours.items():
            for text in self._cells.get(column, ())[:1]:
                try:
                    by_day[day] = spans_of(text)
                except UnclearHours:
                    self._unclear(column, text, 'Write them like "09:00-12:30, 13:00-17:00", or "closed".')
        rows: list[dict[str, Any]] = sessions(by_day)
        column = self._mapping.hours_text or ""
        for text in self._cells.get(column, ())[:1]:
            try:
                rows += timetable_of(text)
            except UnclearHours:
                self._unclear(column, text, 'Write them like "Mon-Fri 9am-5pm, Sat 10am-1pm".')
        if rows:
            columns = ", ".join([*dict.fromkeys(self._mapping.hours.values())][:1] or [column])
            self._draft.set(("times",), rows, columns, "")

    def _unclear(self, column: str, text: str, fix: str) -> None:
        self._draft.leave_out(column, text, f'The hours "{text}" are not clear.', fix)


def _copy(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _copy(value) for key, value in tree.items()}
    return [_copy(value) for value in tree] if isinstance(tree, list) else tree


def _translated(rule: Rule, value: str) -> list[str]:
    for pattern, meanings in rule.values.items():
        if value and fnmatchcase(value.lower(), pattern.lower()):
            return [meaning for meaning in meanings if meaning != LEAVE_OUT]
    return [value]


def _shaped(rule: Rule, field: Field, value: str) -> str:
    if rule.html:
        value = markdown_of(value)
        value = value if field.markdown else " ".join(value.split())
    if rule.leading_zero:
        value = with_leading_zero(value)
    if rule.prefix and value and not value.lower().startswith((rule.prefix.lower(), "http://", "https://")):
        value = rule.prefix + value
    return _shortened(value) if rule.shorten else value


def with_leading_zero(value: str) -> str:
    """A phone number whose first 0 a spreadsheet program ate, written as people write it."""
    digits = re.sub(r"[\s.]", "", value)
    if digits.startswith(("0", "+")) or not digits.isascii() or not digits.isdigit():
        return value
    if not is_phone_number("0" + digits):
        return value
    number = phonenumbers.parse("0" + digits, "GB")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _shortened(value: str, most: int = 200) -> str:
    if len(value) <= most:
        return value
    sentences = re.match(rf"(.{{40,{most - 1}}}[.!?])\s", value)
    if sentences:
        return sentences[1]
    return value[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
