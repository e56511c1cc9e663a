"""What ``local-offer check`` would say against an entry that is not written yet."""

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from generator.editing.writer import entry_text
from generator.exchange.words import Words
from generator.reading.advice import advise
from generator.reading.content_files import SourceFile
from generator.reading.kinds import MODELS
from generator.reading.problems import Problem, Severity
from generator.reading.references import mentions
from generator.reading.validation import validate
from generator.reading.yaml_source import Document, Path, Tree, parse


def problems_in(
    kind: str, tree: Tree, path: str, words: Words, coming: Collection[str] = ()
) -> list[tuple[Path, Problem]]:
    """The errors of an entry, each with where it is in the tree.

    The entry is checked as the text that would be written, by the same model and the same
    rules about what may be named.

    Args:
        kind: The kind of the entry.
        tree: What it says.
        path: The file that it would be.
        words: What may be named.
        coming: Organisations that are made together with it.
    """
    model = MODELS[kind]
    document = parse(entry_text(model, tree))
    entry, problems = validate(model, document, path)
    if entry is not None:
        source = SourceFile(kind, PurePosixPath(path).stem, path, (0, 0))
        problems = [
            problem for problem in advise(source, entry, document) if problem.severity is Severity.ERROR
        ]
    ways = _ways(document)
    found = [(ways.get((problem.line, problem.column), ()), problem) for problem in problems]
    for mention in mentions(model, document.tree):
        if mention.id in words.known[mention.kind] or (
            mention.kind == "organisation" and mention.id in coming
        ):
            continue
        message, fix = words.unknown(mention.kind, mention.id)
        line, column = document.locate(mention.way)
        code = f"unknown-{mention.kind}"
        found.append((mention.way, Problem(path, line, column, Severity.ERROR, code, message, fix)))
    return found


def _ways(document: Document) -> dict[tuple[int, int], Path]:
    """The way to every value by its place in the text; to its key's place if nothing else is there."""
    ways: dict[tuple[int, int], Path] = {}
    keys: dict[tuple[int, int], Path] = {}

    def walk(value: Any, way: Path) -> None:
        ways.setdefault(document.locate(way), way)
        keys.setdefault(document.locate(way, key=True), way)
        pairs: Any = ()
        if isinstance(value, dict):
            pairs = value.items()
        elif isinstance(value, list):
            pairs = enumerate(value)
        for key, child in pairs:
            walk(child, (*way, key))

    walk(document.tree, ())
    return keys | ways
