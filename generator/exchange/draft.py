"""An entry on its way in: what one row (or several) of somebody's data would say."""

from typing import Any, NamedTuple

from generator.exchange.field_path import Field, put, value_at
from generator.exchange.result import Note
from generator.reading.yaml_source import Path, Tree


class Skipped(NamedTuple):
    """A row that is left by rule."""

    row: int
    reason: str


class Draft:
    """One entry as its source has it, not yet checked.

    Attributes:
        rows: The rows that it comes from.
        ids: The ids that it may have, the best first; more are made by adding -2, -3 …
        key: The source's own number for it; empty if there is none.
        tree: What it says.
        notes: What could not be taken.
        organisations: Organisations to make if they are not there: name and kind by id.
        refusal: Why it cannot be taken at all.
    """

    def __init__(self, rows: tuple[int, ...], ids: tuple[str, ...] = (), key: str = "") -> None:
        self.rows, self.ids, self.key = rows, ids, key
        self.tree: Tree = {}
        self.notes: list[Note] = []
        self.organisations: dict[str, Tree] = {}
        self.refusal: Note | None = None
        self._origins: dict[Path, tuple[str, str]] = {}

    def note(self, column: str, value: str, message: str, fix: str = "") -> Note:
        """A note about this entry's first row."""
        return Note(self.rows[0], column, value, message, fix)

    def leave_out(self, column: str, value: str, message: str, fix: str = "") -> None:
        """Notes that a value was not taken."""
        self.notes.append(self.note(column, value, f"{message} It was left out.", fix))

    def place(self, field: Field, values: list[str], column: str, value: str) -> None:
        """Sets values in a field; a list that is there already gets those that it has not."""
        if not values:
            return
        if not field.many:
            put(self.tree, field.steps, values[0])
        else:
            there = value_at(self.tree, field.steps) or []
            put(self.tree, field.steps, [*there, *(new for new in values if new not in there)])
        self._origins[field.steps] = (column, value)

    def set(self, steps: Path, value: Any, column: str, shown: str) -> None:
        """Sets one value and remembers the column that it came from."""
        put(self.tree, steps, value)
        self._origins[steps] = (column, shown)

    def origin(self, steps: Path) -> tuple[str, str]:
        """The column and the value that something in the tree came from."""
        for length in range(len(steps), 0, -1):
            if steps[:length] in self._origins:
                return self._origins[steps[:length]]
        inside = [origin for path, origin in self._origins.items() if path[: len(steps)] == steps]
        return inside[0] if inside else ("", "")
