"""Drafts into entries: ids, checks, and what changes in the files that are there.

Nothing here writes. `plan` returns every file that the import would write; an entry
that ``local-offer check`` would refuse is never among them.
"""

import copy
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.editing.writer import WriteRefused, entry_text, pruned, updated_text
from generator.exchange.checking import problems_in
from generator.exchange.draft import Draft, Skipped
from generator.exchange.field_path import name_of, take_out, value_at
from generator.exchange.ledger import Imported, Ledger, fingerprint, ledger_text, path_of, read_ledger
from generator.exchange.result import Difference, ImportResult, Note, Outcome, RowResult
from generator.exchange.words import Words
from generator.reading.content_files import FOLDERS, read_text
from generator.reading.kinds import MODELS
from generator.reading.problems import Problem
from generator.reading.yaml_source import Path as Way
from generator.reading.yaml_source import Tree, parse
from offer_schema import Organisation
from offer_schema.field_types import is_id


def plan(
    project: Path,
    kind: str,
    name: str,
    found: Iterable[Draft | Skipped],
    words: Words,
    unused: tuple[str, ...] = (),
) -> ImportResult:
    """Works out what an import does to a project.

    Args:
        project: The project's folder.
        kind: The kind of the entries.
        name: The name of the import, under which it remembers what it did.
        found: The drafts and the rows that were skipped.
        words: What may be named in this project.
        unused: Columns that were not used, for the report.
    """
    return _Importer(project, kind, name, words).run(list(found), unused)


class _Checked(NamedTuple):
    """A tree that may be written, or the problem for which it may not.

    Attributes:
        tree: The tree, without what had to be left out.
        refusal: Why it may not be written.
        way: Where in the tree that problem is.
        left_out: What was taken out, and why.
    """

    tree: Tree
    refusal: Problem | None
    way: Way
    left_out: tuple[tuple[Way, Problem], ...]


class _Importer:
    """One run of an import."""

    def __init__(self, project: Path, kind: str, name: str, words: Words) -> None:
        self._project, self._kind, self._name, self._words = project, kind, name, words
        self._model = MODELS[kind]
        self._ledger = read_ledger(project, name)
        self._remembered: Ledger = dict(self._ledger)
        self._files: dict[str, str] = {}
        self._organisations: dict[str, Tree] = {}
        self._seen: set[str] = set()

    def run(self, found: list[Draft | Skipped], unused: tuple[str, ...]) -> ImportResult:
        """Every row's outcome and every file to write."""
        rows = [_skipped(skip) for skip in found if isinstance(skip, Skipped)]
        drafts, repeated = _without_repeats([draft for draft in found if isinstance(draft, Draft)])
        for draft, first in repeated:
            rows += _merged(draft.rows, "", f"It says the same as row {first.rows[0]}.")
        for draft, entry_id in zip(drafts, self._ids(drafts), strict=True):
            result = self._take(draft, entry_id)
            rows.append(result)
            if result.outcome is Outcome.REFUSED:
                rows += [result._replace(row=row, notes=()) for row in draft.rows[1:]]
            else:
                rows += _merged(draft.rows[1:], entry_id, f"It belongs to the entry of row {draft.rows[0]}.")
        for entry_id, tree in self._organisations.items():
            self._files[f"content/{FOLDERS['organisation']}/{entry_id}.yml"] = entry_text(Organisation, tree)
        if self._remembered != self._ledger:
            self._files[path_of(self._name)] = ledger_text(self._remembered)
        return ImportResult(
            self._kind,
            tuple(sorted(rows, key=lambda result: result.row)),
            self._files,
            tuple(tree["name"] for tree in self._organisations.values()),
            tuple(sorted(set(self._ledger) - self._seen)),
            unused,
        )

    # --- Ids --------------------------------------------------------------------------------------

    def _ids(self, drafts: list[Draft]) -> list[str]:
        """The id of each draft: the one that it had before, else the first that is free."""
        given: dict[int, str] = {}
        for choose in (self._same_key, self._same_answers, self._first_free):
            taken = set(given.values())
            for place, draft in enumerate(drafts):
                if place in given:
                    continue
                entry_id = next((choice for choice in choose(draft) if choice not in taken), None)
                if entry_id is not None:
                    given[place] = entry_id
                    taken.add(entry_id)
        return [given.get(place, "") for place in range(len(drafts))]

    def _same_key(self, draft: Draft) -> Iterator[str]:
        if draft.key:
            yield from (entry_id for entry_id, entry in self._ledger.items() if entry.key == draft.key)

    def _same_answers(self, draft: Draft) -> Iterator[str]:
        if not draft.key:
            answers = _fingerprints(draft.tree)
            for entry_id, entry in self._ledger.items():
                if entry.base == draft.ids[0] and entry.answers == answers:
                    yield entry_id

    def _first_free(self, draft: Draft) -> Iterator[str]:
        for choice in _choices(draft):
            before = self._ledger.get(choice)
            if before is None or (before.base == draft.ids[0] and before.key in ("", draft.key)):
                yield choice

    # --- One draft --------------------------------------------------------------------------------

    def _take(self, draft: Draft, entry_id: str) -> RowResult:
        self._seen.add(entry_id)
        if draft.refusal is not None:
            return _refused(draft, "", draft.refusal)
        if not entry_id:
            return _refused(
                draft, "", draft.note("", "", "No id can be made for this row.", "Give it a name in letters.")
            )
        path = f"content/{FOLDERS[self._kind]}/{entry_id}.yml"
        checked = self._check(draft.tree, path, set(draft.organisations))
        for way, problem in checked.left_out:
            draft.leave_out(*_origin(draft, way), problem.message, problem.fix)
        if checked.refusal:
            return _refused_for(draft, entry_id, checked.refusal, checked.way)
        file = self._project / path
        if file.exists() or file.is_symlink():
            return self._update(draft, entry_id, path, checked.tree)
        if entry_id in self._ledger:
            return _skipped(
                Skipped(
                    draft.rows[0],
                    f"{path} was deleted since the last import, and is not brought back. "
                    f"If you want it back, take it out of {path_of(self._name)} as well.",
                )
            )
        self._accept(draft, entry_id, _fingerprints(checked.tree))
        self._files[path] = entry_text(self._model, checked.tree)
        differences = tuple(_differences({}, checked.tree))
        return RowResult(draft.rows[0], Outcome.NEW, entry_id, None, tuple(draft.notes), differences)

    def _accept(self, draft: Draft, entry_id: str, answers: dict[str, str]) -> None:
        self._remembered[entry_id] = Imported(draft.ids[0], draft.key, answers)
        for organisation, tree in draft.organisations.items():
            if organisation not in self._words.known["organisation"]:
                self._organisations.setdefault(organisation, tree)

    def _update(self, draft: Draft, entry_id: str, path: str, new: Tree) -> RowResult:
        before = self._ledger.get(entry_id)
        if before is None:
            return _refused(
                draft,
                entry_id,
                draft.note(
                    "",
                    entry_id,
                    f"{path} is there already, and it did not come from this import.",
                    "If it is the same thing, delete that file first (git keeps it); "
                    "if not, change id: in the mapping so that this row gets another name.",
                ),
            )
        text = read_text(self._project / path, path)
        if isinstance(text, Problem):
            return _refused_for(draft, entry_id, text, ())
        current = parse(text).tree
        changes, answers, kept = _three_way(current, before.answers, new)
        for answer in kept:
            draft.notes.append(_kept(draft, answer, current.get(answer), new.get(answer)))
        wanted = {key: value for key, value in (current | changes).items() if value is not None}
        checked = self._check(wanted, path, set(draft.organisations))
        problem = checked.refusal or next((problem for _, problem in checked.left_out), None)
        if problem:
            return _refused_for(draft, entry_id, problem, checked.way)
        try:
            new_text = updated_text(text, changes, self._model) if changes else text
        except WriteRefused as error:
            return _refused(draft, entry_id, draft.note("", path, str(error)))
        self._accept(draft, entry_id, answers)
        if changes:
            self._files[path] = new_text
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        differences = tuple(_differences(current, wanted))
        return RowResult(draft.rows[0], outcome, entry_id, None, tuple(draft.notes), differences)

    # --- Checks -----------------------------------------------------------------------------------

    def _check(self, tree: Tree, path: str, coming: set[str]) -> _Checked:
        """Takes out what is wrong and can be missed, until the rest is right or nothing helps.

        Args:
            tree: What the entry would say.
            path: The file that it would be.
            coming: Organisations that are made together with it.
        """
        left_out: list[tuple[Way, Problem]] = []
        while True:
            tree = pruned(tree) or {}
            found = problems_in(self._kind, tree, path, self._words, coming)
            if not found:
                return _Checked(tree, None, (), tuple(left_out))
            way, problem = found[-1]
            rest = _without(tree, way) if way else {}
            lost = self._model.model_fields.get(str(way[0])) if way else None
            if not way or (lost is not None and lost.is_required() and way[0] not in rest):
                return _Checked(tree, problem, way, tuple(left_out))
            left_out.append((way, problem))
            tree = rest


def _without(tree: Tree, way: Way) -> Tree:
    rest: Tree = copy.deepcopy(tree)
    take_out(rest, way)
    return pruned(rest) or {}


# --- Old and new ------------------------------------------------------------------------------------


def _fingerprints(tree: Tree) -> dict[str, str]:
    return {key: fingerprint(value) for key, value in (pruned(tree) or {}).items()}


def _three_way(
    current: Tree, last: dict[str, str], new: Tree
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """What to change in a file so that nobody's edit is lost.

    Args:
        current: What the file says.
        last: The fingerprint of each answer when it was last imported.
        new: What the source says now.

    Returns:
        The changes (None takes an answer out), the fingerprints to remember, and the
        answers that are kept because somebody edited them.
    """
    changes: dict[str, Any] = {}
    answers: dict[str, str] = {}
    kept = []
    for answer in dict.fromkeys([*new, *last]):
        here, before = fingerprint(current.get(answer)), last.get(answer, "")
        there = fingerprint(new.get(answer))
        if here not in (before, there):
            kept.append(answer)
            there = before
        elif here != there:
            changes[answer] = new.get(answer)
        if there:
            answers[answer] = there
    return changes, answers, kept


def _kept(draft: Draft, answer: str, here: Any, there: Any) -> Note:
    column, _ = draft.origin((answer,))
    shown = [", ".join(_leaves({answer: value} if value else {}).values()) for value in (here, there)]
    told = [f'"{_short(text)}"' if text else "nothing" for text in shown]
    return draft.note(
        column,
        shown[1],
        f'"{answer}" was edited here since the last import, and the edit is kept: here it is {told[0]}, '
        f"in the file that you import it is {told[1]}.",
    )


def _differences(old: Tree, new: Tree) -> Iterator[Difference]:
    before, after = _leaves(old), _leaves(new)
    for field in dict.fromkeys([*before, *after]):
        if before.get(field) != after.get(field):
            yield Difference(field, before.get(field, ""), after.get(field, ""))


def _leaves(tree: Any, way: Way = ()) -> dict[str, str]:
    """Every answer of a tree as one line of text, by its path; a list of words is one answer."""
    if isinstance(tree, dict):
        return {
            name: text for key, child in tree.items() for name, text in _leaves(child, (*way, key)).items()
        }
    if isinstance(tree, list) and any(isinstance(item, dict) for item in tree):
        return {
            name: text for key, child in enumerate(tree) for name, text in _leaves(child, (*way, key)).items()
        }
    return {name_of(way): ", ".join(map(str, tree)) if isinstance(tree, list) else str(tree)}


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


# --- Rows ---------------------------------------------------------------------------------------------


def _choices(draft: Draft) -> Iterator[str]:
    """The ids that a draft may have, the best first."""
    choices = [choice for choice in draft.ids if is_id(choice)]
    yield from choices
    if choices:
        base = choices[0][:75].rstrip("-")
        yield from (f"{base}-{number}" for number in itertools.count(2))


def _without_repeats(drafts: list[Draft]) -> tuple[list[Draft], list[tuple[Draft, Draft]]]:
    """The drafts that differ, and those that say again what an earlier one says.

    A second draft with the source's own number of an earlier one is refused.
    """
    firsts: dict[str, Draft] = {}
    by_key: dict[str, Draft] = {}
    different, repeated = [], []
    for draft in drafts:
        said = fingerprint([draft.ids, draft.key, draft.tree]) if draft.refusal is None else str(draft.rows)
        if said in firsts:
            repeated.append((draft, firsts[said]))
            continue
        firsts[said] = draft
        different.append(draft)
        if draft.key and by_key.setdefault(draft.key, draft) is not draft and draft.refusal is None:
            draft.refusal = draft.note(
                "",
                draft.key,
                f'Row {by_key[draft.key].rows[0]} has the same number, "{draft.key}", and says something else.',
                "Take one of them out, or give it its own number.",
            )
    return different, repeated


def _skipped(skip: Skipped) -> RowResult:
    return RowResult(skip.row, Outcome.SKIPPED, reason=Note(skip.row, "", "", skip.reason))


def _merged(rows: Iterable[int], entry_id: str, reason: str) -> list[RowResult]:
    return [RowResult(row, Outcome.MERGED, entry_id, Note(row, "", "", reason)) for row in rows]


def _refused(draft: Draft, entry_id: str, reason: Note) -> RowResult:
    return RowResult(draft.rows[0], Outcome.REFUSED, entry_id, reason, tuple(draft.notes))


def _refused_for(draft: Draft, entry_id: str, problem: Problem, way: Way) -> RowResult:
    column, value = _origin(draft, way) if way else ("", "")
    return _refused(draft, entry_id, draft.note(column, value, problem.message, problem.fix))


def _origin(draft: Draft, way: Way) -> tuple[str, str]:
    column, value = draft.origin(way)
    return column, value or str(value_at(draft.tree, way) or "")
