"""Records that an entry was checked and is still right: its ``checked`` date and by whom, and nothing else."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from generator.editing.writer import WriteRefused, updated_text
from generator.reading import Reading
from generator.reading.content_files import FOLDERS, SourceFile
from generator.reading.file_reading import split_front_matter
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
        source, of_report = _find(name, reading.sources, by_path)
        if source.path in broken:
            error = broken[source.path]
            raise WriteRefused(
                f"{error.path}:{error.line}:{error.column}: {error.message} {error.fix} "
                "Put this right first: what has an error cannot be confirmed."
            )
        text = texts.get(source.path) or (project / source.path).read_text("utf-8")
        one = _confirm(source, text, of_report, on, by)
        texts[source.path] = one.text or text
        found.append(one)
    return found


def _find(
    name: str, sources: Iterable[SourceFile], by_path: Mapping[str, SourceFile]
) -> tuple[SourceFile, bool]:
    if name in by_path and by_path[name].kind in _CAN_BE_CHECKED:
        return by_path[name], False
    wanted, of_report = name.strip("/").removesuffix(".yml").removesuffix(".md"), False
    if wanted.endswith(f"/{REPORT}"):
        wanted, of_report = wanted.removesuffix(f"/{REPORT}"), True
    folder, _, rest = wanted.partition("/")
    kinds = (_SHORT[folder],) if folder in _SHORT and rest else _CAN_BE_CHECKED
    entry_id = rest if folder in _SHORT and rest else wanted
    if of_report:
        kinds = ("school",)
    fitting = [
        source
        for source in sources
        if source.kind in kinds and entry_id in (source.id, source.id.rpartition("/")[2])
    ]
    exact = [source for source in fitting if source.id == entry_id] or fitting
    if len(exact) == 1:
        return exact[0], of_report
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


def _confirm(
    source: SourceFile, text: str, of_report: bool, on: datetime.date, by: str | None
) -> Confirmation:
    head, front, body = _parts(source, text)
    tree = parse(front).tree
    model = MODELS[source.kind]
    title = str(tree.get("name") or tree.get("title") or source.id)
    if of_report:
        report = tree.get("sen_report")
        if not isinstance(report, dict):
            raise WriteRefused(f"{title} has no SEN information report here that could be confirmed.")
        before, what = report.get("reviewed"), f"{title}, SEN information report"
        changes: dict[str, object] = {"sen_report": {**report, "reviewed": on.isoformat()}}
    else:
        before, what = tree.get("checked"), title
        changes = {"checked": on.isoformat()}
        if by is not None and "checked_by" in model.model_fields:
            changes["checked_by"] = by
        elif "checked_by" in tree:
            # Who checked before says nothing about this time.
            changes["checked_by"] = None
    last = _day(before)
    if last is not None and last > on:
        raise WriteRefused(f"{what} was confirmed on {last} already, which is later than {on}.")
    if last == on and all(tree.get(key) == value for key, value in changes.items() if key != "sen_report"):
        return Confirmation(source.path, what, last, None)
    return Confirmation(source.path, what, last, f"{head}{updated_text(front, changes, model)}{body}")


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


def _day(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(value).strip()) if value is not None else None


def described(found: Iterable[Confirmation], on: datetime.date) -> Iterator[str]:
    """A line for each confirmation, for the person who made it."""
    for one in found:
        if one.text is None:
            yield f"{one.path}: {one.what} was confirmed on {on} already."
        elif one.before is None:
            yield f"{one.path}: {one.what} is confirmed on {on}, for the first time."
        else:
            yield f"{one.path}: {one.what} is confirmed on {on} (before: {one.before})."
