"""The one writer of entries: YAML in the schema's order, read back as exactly the same text.

Everything is text to the reader (see `generator.reading.yaml_source`). The writer puts
double quotes where another YAML reader would take plain text for something else.
"""

import contextlib
import datetime
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, RootModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, PlainScalarString

from generator.reading.validation import bare_type
from generator.reading.yaml_source import YamlProblem, parse

FOLDERS = ("content/", ".local-offer/imports/")
"""The only places that are written to; the second holds what imports remember."""


class WriteRefused(Exception):
    """Nothing was written, for the reason given in plain words."""


# --- Text -----------------------------------------------------------------------------------


def pruned(value: Any) -> Any:
    """A tree without what says nothing: None, blank text, empty lists and groups."""
    if isinstance(value, Mapping):
        kept = {key: pruned(child) for key, child in value.items()}
        return {key: child for key, child in kept.items() if child is not None} or None
    if isinstance(value, list | tuple):
        return [child for child in (pruned(item) for item in value) if child is not None] or None
    text = _text(value)
    return text if text is not None and text.strip() else None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal | datetime.date):
        return str(value)
    raise TypeError(f"{value!r} cannot be written as YAML text")


def entry_text(model_class: type[BaseModel], data: Mapping[str, Any]) -> str:
    """Writes an entry as YAML.

    Keys stand in the order of the model, keys that it does not know after them. Whatever
    says nothing (None, blank text, empty lists and groups) is left out.

    Args:
        model_class: The model that the entry follows.
        data: The entry: groups, lists and text; yes-or-no, numbers and dates are written as text.
    """
    tree = pruned(data) or {}
    lines = list(_group_lines(model_class, tree, 0))
    return "".join(f"{line}\n" for line in lines) if lines else "{}\n"


def _group_lines(annotation: Any, group: Mapping[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key in _in_order(annotation, group):
        value, kind = group[key], _type_of(annotation, key)
        head = f"{pad}{_scalar(key, str, indent)}:"
        if isinstance(value, Mapping):
            yield head
            yield from _group_lines(kind, value, indent + 2)
        elif isinstance(value, list):
            yield head
            yield from _list_lines(_type_of(kind, 0), value, indent + 2)
        else:
            yield f"{head} {_scalar(value, kind, indent)}"


def _list_lines(annotation: Any, values: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in values:
        if isinstance(value, Mapping | list):
            inner = (
                _group_lines(annotation, value, indent + 2)
                if isinstance(value, Mapping)
                else _list_lines(_type_of(annotation, 0), value, indent + 2)
            )
            first, *rest = inner
            yield f"{pad}- {first[indent + 2 :]}"
            yield from rest
        else:
            yield f"{pad}- {_scalar(value, annotation, indent)}"


def _in_order(annotation: Any, keys: Iterable[str]) -> list[str]:
    order = {key: place for place, key in enumerate(_fields(annotation))}
    return sorted(keys, key=lambda key: order.get(key, len(order)))


def _fields(annotation: Any) -> dict[str, Any]:
    bare = bare_type(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel) and not issubclass(bare, RootModel):
        return {field.alias or name: field.annotation for name, field in bare.model_fields.items()}
    return {}


def _type_of(annotation: Any, key: str | int) -> Any:
    bare = bare_type(annotation)
    if isinstance(bare, type) and issubclass(bare, RootModel):
        return _type_of(bare.model_fields["root"].annotation, key)
    if isinstance(key, int):
        return get_args(bare)[0] if get_origin(bare) in (tuple, list) else None
    if get_origin(bare) is dict:
        return get_args(bare)[1]
    return _fields(bare).get(key)


# --- One value --------------------------------------------------------------------------------

# Characters that libyaml takes for line breaks, or that cannot stand in a YAML file as they are.
_NEEDS_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r")
_UNSAFE_START = re.compile(r"^(?:[\s,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.)")
_UNSAFE_INSIDE = re.compile(r"[\t\n]|:(?:\s|$)|\s#|\s$")
# What YAML 1.2's core schema reads as a number; YAML 1.1's guesses come from PyYAML itself.
_NUMBER_1_2 = re.compile(
    r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$"
)
_TIME = re.compile(r"^[-+]?[0-9]+(?::[0-9]{1,2})+$")
_RESOLVER = yaml.resolver.Resolver()
_STRING_TAG = "tag:yaml.org,2002:str"
_TYPED = (bool, int, float, Decimal, datetime.date)


def _scalar(value: str, annotation: Any, indent: int) -> str:
    """One value as it stands after its key or hyphen; a block of text goes on in the lines below."""
    if "\n" in value and not _NEEDS_ESCAPE.search(value):
        return _block(value, indent + 2)
    return value if is_plain(value, annotation) else _quoted(value)


def is_plain(value: str, annotation: Any = str) -> bool:
    """Whether a one-line value means the same without quotes to every YAML reader.

    Args:
        value: The value.
        annotation: What the model says it is: a number, date or yes/no needs no quotes.
    """
    if (
        not value
        or _NEEDS_ESCAPE.search(value)
        or _UNSAFE_START.search(value)
        or _UNSAFE_INSIDE.search(value)
    ):
        return False
    if bare_type(annotation) in _TYPED:
        return value.isascii()
    tag = _RESOLVER.resolve(yaml.nodes.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag == _STRING_TAG and not _NUMBER_1_2.match(value) and not _TIME.match(value)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def _quoted(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(character) or _escape(character) for character in value) + '"'


def _escape(character: str) -> str:
    if not _NEEDS_ESCAPE.match(character):
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def _block(value: str, indent: int) -> str:
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    # A first line that begins with a space (or is empty) hides how far the block stands in.
    hint = "2" if value[0] in " \t\n" else ""
    pad = " " * indent
    lines = [f"{pad}{line}" if line else "" for line in body.split("\n")] + [""] * (ends - 1)
    return f"|{hint}{chomp}\n" + "\n".join(lines)


# --- Changing an entry that is there --------------------------------------------------------------


class _TextResolver(VersionedResolver):
    """Keeps every scalar the text that the person typed, as the reader does."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return super().resolve(kind, None if value is None else "text", implicit)


def updated_text(
    old_text: str, changes: Mapping[str, Any], model_class: type[BaseModel] | None = None
) -> str:
    """Changes some top-level answers of an entry and leaves its comments and order as they are.

    Args:
        old_text: The file as it is.
        changes: The new value of each key that changes; None takes the key out.
        model_class: The model, which says where a new key goes.

    Raises:
        WriteRefused: The file cannot be changed without saying something else than asked for.
    """
    wanted = dict(parse(old_text).tree)
    for key, value in changes.items():
        new = pruned(value)
        wanted.pop(key, None) if new is None else wanted.__setitem__(key, new)
    if not parse(old_text).tree:
        return entry_text(model_class or BaseModel, wanted)
    try:
        text = _with_changes(old_text, changes, model_class)
        same = parse(text).tree == wanted
    except (YAMLError, YamlProblem):
        same = False
    if not same:
        raise WriteRefused(
            "This file cannot be changed without touching other parts of it; change it by hand."
        )
    return text


def _with_changes(old_text: str, changes: Mapping[str, Any], model_class: type[BaseModel] | None) -> str:
    editor = _editor(old_text)
    root = editor.load(old_text)
    for key, value in changes.items():
        _set(root, key, pruned(value), model_class)
    stream = StringIO()
    editor.dump(root, stream)
    return _only_changed(old_text, stream.getvalue(), changes)


def _only_changed(old_text: str, new_text: str, changes: Mapping[str, Any]) -> str:
    """The new text with every answer that did not change as the person laid it out."""
    old, new = _chunks(old_text), _chunks(new_text)
    kept_comments: dict[str, str] = {}
    before = ""
    for key, chunk in old.items():
        if key not in new:
            comments = [line for line in chunk.splitlines(keepends=True) if line.startswith("#")]
            kept_comments[before] = kept_comments.get(before, "") + "".join(comments)
        else:
            before = key
    return "".join(
        (old[key] if key in old and key not in changes else chunk) + kept_comments.get(key, "")
        for key, chunk in new.items()
    )


def _chunks(text: str) -> dict[str, str]:
    """The lines of each top-level key with the comments below them; the lines before the first under ""."""
    document = parse(text)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    starts = [(0, "")] + [(document.locate((key,), key=True)[0] - 1, key) for key in document.tree]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    return {key: "".join(lines[start:end]) for (start, key), end in zip(starts, ends, strict=True)}


def _editor(old_text: str) -> YAML:
    editor = YAML()
    editor.Resolver = _TextResolver
    editor.preserve_quotes = True
    editor.width = 1_000_000
    hyphen = re.search(r"^( *)[^\s#-][^\n]*:[ ]*\n\1( *)- ", old_text, re.MULTILINE)
    offset = len(hyphen[2]) if hyphen else 2
    editor.indent(mapping=2, sequence=offset + 2, offset=offset)
    return editor


def _set(group: CommentedMap, key: str, value: Any, annotation: Any) -> None:
    kind = _type_of(annotation, key)
    if value is None:
        group.pop(key, None)
    elif key in group:
        group[key] = _merged(group[key], value, kind)
    else:
        later = _in_order(annotation, _fields(annotation))
        later = later[later.index(key) + 1 :] if key in later else []
        place = next((at for at, known in enumerate(group) if known in later), len(group))
        group.insert(place, key, _styled(value, kind))


def _merged(old: Any, new: Any, annotation: Any) -> Any:
    """The new value in the old one's clothes, so that comments inside groups and lists stay."""
    if isinstance(old, CommentedMap) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key in _in_order(annotation, new):
            _set(old, key, new[key], annotation)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list) and len(old) == len(new):
        for at, value in enumerate(new):
            old[at] = _merged(old[at], value, _type_of(annotation, 0))
        return old
    if isinstance(old, str) and isinstance(new, str) and str(old) == new:
        return old
    return _styled(new, annotation)


def _styled(value: Any, annotation: Any) -> Any:
    if isinstance(value, dict):
        group = CommentedMap()
        for key in _in_order(annotation, value):
            group[key] = _styled(value[key], _type_of(annotation, key))
        return group
    if isinstance(value, list):
        return CommentedSeq([_styled(item, _type_of(annotation, 0)) for item in value])
    if "\n" in value and value[0] not in " \t\n" and not _NEEDS_ESCAPE.search(value):
        return LiteralScalarString(value)
    return PlainScalarString(value) if is_plain(value, annotation) else DoubleQuotedScalarString(value)


# --- Files ------------------------------------------------------------------------------------


def write_files(project: Path, files: Mapping[str, str], remove: Iterable[str] = ()) -> None:
    """Writes files into a project and removes others, all of it or nothing.

    Args:
        project: The project's folder.
        files: Text by path; paths are relative to the project, with forward slashes.
        remove: The paths of files to remove.

    Raises:
        WriteRefused: A path is not one that may be written, or the disk refused; nothing has changed.
    """
    targets = {path: _target(project, path) for path in files}
    gone = [_target(project, path) for path in remove]
    undo = _Undo()
    try:
        temporaries = {}
        for path, target in targets.items():
            undo.make_folder(target.parent, project)
            temporaries[path] = undo.temporary(target, "new")
            temporaries[path].write_text(files[path], encoding="utf-8", newline="\n")
            if target.exists():
                shutil.copy2(target, undo.temporary(target, "old"))
        for target in gone:
            shutil.copy2(target, undo.temporary(target, "old"))
        for path, target in targets.items():
            undo.replace(temporaries[path], target)
        for target in gone:
            undo.remove(target)
    except BaseException as error:
        undo.everything()
        if isinstance(error, OSError):
            why = error.strerror or str(error)
            raise WriteRefused(f"Nothing was written: {why} ({error.filename or project}).") from error
        raise
    undo.forget()


def _target(project: Path, path: str) -> Path:
    parts = PurePosixPath(path).parts
    if not path.startswith(FOLDERS) or ".." in parts or "\\" in path or path.endswith("/"):
        raise WriteRefused(f'"{path}" is outside the folder content, so nothing was written.')
    target = project
    for part in parts:
        target = target / part
        if target.is_symlink():
            raise WriteRefused(
                f'"{target.relative_to(project)}" is a link to somewhere else, so nothing was written. '
                "Put the real folder or file there."
            )
    if target.is_dir():
        raise WriteRefused(f'"{path}" is a folder, so nothing was written.')
    return target


class _Undo:
    """What has been done so far in `write_files`, to take it back."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        self._temporaries: list[Path] = []
        self._replaced: list[Path] = []

    def make_folder(self, folder: Path, project: Path) -> None:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            if project not in parent.parents:
                raise FileNotFoundError(2, "there is no such folder", str(project))
            parent.mkdir()
            self._folders.append(parent)

    def temporary(self, target: Path, role: str) -> Path:
        made = _temporary(target, role)
        self._temporaries.append(made)
        return made

    def replace(self, temporary: Path, target: Path) -> None:
        self._replaced.append(target)
        temporary.replace(target)

    def remove(self, target: Path) -> None:
        self._replaced.append(target)
        target.unlink()

    def everything(self) -> None:
        for target in reversed(self._replaced):
            backup = _temporary(target, "old")
            if backup.exists():
                backup.replace(target)
            elif not _temporary(target, "new").exists():
                target.unlink(missing_ok=True)
        self.forget()
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def forget(self) -> None:
        for temporary in self._temporaries:
            temporary.unlink(missing_ok=True)


def _temporary(target: Path, role: str) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{role}")
