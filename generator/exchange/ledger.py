"""What each import last put into each entry, so that nobody's later edit is overwritten.

One JSON file for each import in ``.local-offer/imports``, committed with the content.
It holds a hash of every top-level answer as it was last imported, not the answer itself.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from generator.exchange.result import ImportStopped

FOLDER = ".local-offer/imports"
_VERSION = 1


class Imported(NamedTuple):
    """What is remembered of one entry.

    Attributes:
        base: The id that its row asked for, before -2, -3 were added.
        key: The source's own number for it.
        answers: A hash of each top-level answer as last imported.
    """

    base: str
    key: str
    answers: dict[str, str]


Ledger = dict[str, Imported]
"""What is remembered, by the id of the entry."""


def path_of(name: str) -> str:
    """The file of an import's ledger in the project."""
    return f"{FOLDER}/{name}.json"


def fingerprint(answer: Any) -> str:
    """A short hash of an answer; empty when there is none."""
    if answer is None:
        return ""
    canonical = json.dumps(answer, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(canonical).hexdigest()[:16]


def read_ledger(project: Path, name: str) -> Ledger:
    """What an import remembers; nothing when it never ran.

    Raises:
        ImportStopped: The file is damaged.
    """
    file = project / path_of(name)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return {
            entry_id: Imported(entry["base"], entry["key"], dict(entry["answers"]))
            for entry_id, entry in said["entries"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ImportStopped(
            f"{path_of(name)} is damaged, so edits could be overwritten. Bring it back from git, and import again."
        ) from None


def ledger_text(ledger: Ledger) -> str:
    """A ledger as it is kept: sorted, one answer a line, so that git shows what changed."""
    entries = {entry_id: ledger[entry_id]._asdict() for entry_id in sorted(ledger)}
    said = {"version": _VERSION, "entries": entries}
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
