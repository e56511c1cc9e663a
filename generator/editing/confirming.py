"""Records that an entry was checked and is still right: its ``checked`` date and by whom, and nothing else."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from generator.editing.writer import WriteRefused, updated_text
from generator.reading import Reading
from generator.reading.content_files import FOLDERS, INDICATORS, SourceFile, split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.problems import Problem, Severity
from generator.reading.yaml_source import parse

REPORT = "sen-report"
"""What stands behind a school's id to confirm its SEN information report."""

_CAN_BE_CHECKED = ("service", "school", "organisation", "page", "timeline")
_SHORT = {
    "services": "service",
    "schools": "school",
    "organisations": "organisation",
    "timelines": "timeline",
}


class Confirmation(NamedTuple):
    """One thing that was confirmed.

    Attributes:
        path: Its file in the project.
        what: What it is, for the person who confirmed it.
        before: The day of the check before this one; None if there was none.
        text: The whole file as it is to be; None if it says so already.
    """

    path: str
    what: str
    before: datetime.date | None
    text: str | None


def confirmations(
    project: Path, reading: Reading, ids: Iterable[str], on: datetime.date, by: str | None
) -> list[Confirmation]:
    """What confirming some entries would write; nothing is written here.

    Args:
        project: The project's folder.
        reading: The project as it was read.
        ids: Ids (``saturday-swim-club``), with their folder where two share one (``services/norrowmere-college``), files,
            or a school with ``/sen-report`` for its report.
        on: The day of the check.
        by: Who checked: one of the answers for ``checked_by``, or None to say nothing.

    Raises:
        WriteRefused: There is no such entry, it has errors, or the day cannot be; the message says which.
    """
    by_path = {source.path: source for source in reading.sources}
    broken: dict[str, Problem] = {}
    for problem in reading.problems:
        if problem.severity is Severity.ERROR:
            broken.setdefault(problem.path, problem)
    texts: dict[str, str] = {}
    found = []
    for name in dict.fromkeys(ids):
        source, part = _find(name, reading.sources, by_path)
        if source.path in broken:
            error = broken[source.path]
            raise WriteRefused(
                f"{error.path}:{error.line}:{error.column}: {error.message} {error.fix} "
                "Put this right first: what has an error cannot be confirmed."
            )
        text = texts.get(source.path) or (project / source.path).read_text("utf-8")
        one = _confirm(source, text, part, on, by)
        texts[source.path] = one.text or text
        found.append(one)
    return found


Part = tuple[str, ...]
"""The way to the part of a file that is confirmed; empty for the whole of it."""


def _find(
    name: str, sources: Iterable[SourceFile], by_path: Mapping[str, SourceFile]
) -> tuple[SourceFile, Part]:
    if name in by_path and by_path[name].kind in _CAN_BE_CHECKED:
        return by_path[name], ()
    wanted = name.strip("/").removesuffix(".yml").removesuffix(".md")
    folder, _, rest = wanted.partition("/")
    if folder == "indicators" and rest and INDICATORS in by_path:
        return by_path[INDICATORS], ("indicators", rest)
    part: Part = ()
    if wanted.endswith(f"/{REPORT}"):
        wanted, part = wanted.removesuffix(f"/{REPORT}"), ("sen_report",)
        folder, _, rest = wanted.partition("/")
    kinds = (_SHORT[folder],) if folder in _SHORT and rest else _CAN_BE_CHECKED
    entry_id = rest if folder in _SHORT and rest else wanted
    if part:
        kinds = ("school",)
    fitting = [
        source
        for source in sources
        if source.kind in kinds and entry_id in (source.id, source.id.rpartition("/")[2])
    ]
    exact = [source for source in fitting if source.id == entry_id] or fitting
    if len(exact) == 1:
        return exact[0], part
    if exact:
        names = " or ".join(f"{_folder(source)}/{source.id.rpartition('/')[2]}" for source in exact)
        raise WriteRefused(f'There are {len(exact)} things called "{name}". Write {names}.')
    known = [source.id for source in sources if source.kind in kinds]
    near = get_close_matches(entry_id, known, 1, 0.6)
    hint = f' Did you mean "{near[0]}"?' if near else " Write the name of its file without the ending."
    raise WriteRefused(f'There is no entry "{name}".{hint}')


def _folder(source: SourceFile) -> str:
    if source.kind == "page":
        return source.id.rpartition("/")[0] or "pages"
    return FOLDERS.get(source.kind, "timelines")


def _confirm(source: SourceFile, text: str, part: Part, on: datetime.date, by: str | None) -> Confirmation:
    head, front, body = _parts(source, text)
    tree = parse(front).tree
    group: object = tree
    for step in part:
        group = group.get(step) if isinstance(group, dict) else None
    whose = str(tree.get("name") or tree.get("title") or source.id)
    if not isinstance(group, dict):
        if part[0] == "indicators":
            known = [str(key) for key in tree.get("indicators") or ()]
            near = get_close_matches(part[1], known, 1, 0.6)
            hint = f' Did you mean "indicators/{near[0]}"?' if near else ""
            raise WriteRefused(f'There is no figure "{part[1]}" in {source.path}.{hint}')
        raise WriteRefused(f"{whose} has no SEN information report here that could be confirmed.")
    of_report = part == ("sen_report",)
    what = f"{whose}, SEN information report" if of_report else str(group.get("name") or whose)
    key = "reviewed" if of_report else "checked"
    answers: dict[str, str | None] = {key: on.isoformat()}
    if not part and "checked_by" in MODELS[source.kind].model_fields:
        # Who checked before says nothing about this time.
        answers["checked_by"] = by
    before = group.get(key)
    last = datetime.date.fromisoformat(str(before).strip()) if before is not None else None
    if last is not None and last > on:
        raise WriteRefused(f"{what} was confirmed on {last} already, which is later than {on}.")
    if last == on and all(group.get(name) == value for name, value in answers.items() if name != key):
        return Confirmation(source.path, what, last, None)
    changes: Mapping[str, object] = answers
    for depth in range(len(part), 0, -1):
        around: object = tree
        for step in part[:depth]:
            around = around[step] if isinstance(around, dict) else {}
        changes = {part[depth - 1]: {**(around if isinstance(around, dict) else {}), **changes}}
    return Confirmation(
        source.path, what, last, f"{head}{updated_text(front, changes, MODELS[source.kind])}{body}"
    )


_OPENING = re.compile(r"\A---[ \t]*\r?\n")


def _parts(source: SourceFile, text: str) -> tuple[str, str, str]:
    """What stands before the YAML, the YAML, and what stands after it."""
    if source.kind != "page":
        return "", text, ""
    front, _ = split_front_matter(text)
    opening = _OPENING.match(text)
    if front is None or opening is None:
        raise WriteRefused(f"{source.path} has no lines about itself between two lines of hyphens.")
    return opening[0], front, text[opening.end() + len(front) :]


def described(found: Iterable[Confirmation], on: datetime.date) -> Iterator[str]:
    """A line for each confirmation, for the person who made it."""
    for one in found:
        if one.text is None:
            yield f"{one.path}: {one.what} was confirmed on {on} already."
        elif one.before is None:
            yield f"{one.path}: {one.what} is confirmed on {on}, for the first time."
        else:
            yield f"{one.path}: {one.what} is confirmed on {on} (before: {one.before})."
