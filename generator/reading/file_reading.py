"""One content file, read and checked by itself: the unit of work that processes share."""

import hashlib
import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.reading.abbreviations import abbreviations, texts_of
from generator.reading.advice import advise
from generator.reading.areas import read_areas
from generator.reading.card import Card, card_of
from generator.reading.content_files import SourceFile, read_text, split_front_matter
from generator.reading.kinds import MODELS
from generator.reading.postcodes import read_postcodes
from generator.reading.problems import Problem, Severity, printable
from generator.reading.references import Mention, mentions
from generator.reading.text_words import text_words
from generator.reading.validation import validate
from generator.reading.web_addresses import AddressUse, addresses_of
from generator.reading.whereabouts import Placing
from generator.reading.yaml_source import Document, Tree, YamlProblem, parse
from offer_schema.field_types import is_id

CARD_KINDS = frozenset({"service", "school", "organisation"})

PLACES_KINDS = frozenset({"postcodes", "attribution"})
"""The kinds of file that are not entries in YAML: what `local-offer places` writes."""


class FileReading(NamedTuple):
    """What one file said. Plain values only: it crosses processes and is kept in the cache.

    Attributes:
        data: The file's tree in Python's own byte form (see `tree_of`); of a file of postcodes what
            `read_postcodes` made of it. Empty when there are errors.
        card: The entry in brief, for the kinds that have one.
        card_digest: A hash of the card: equal digests mean that lists need not change.
        mentions: The kind and id of everything that the file names.
        problems: What is wrong with the file by itself.
        words: The words of its longer texts, for search (see `text_words`).
        postcodes: Every postcode that may be published, as a plain `Placing`.
        letters: The abbreviations in its texts (see `abbreviations`).
        addresses: Every use of an outside address, as a plain `AddressUse` without what the file itself tells.
    """

    data: bytes
    card: Card | None
    card_digest: bytes
    mentions: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    words: tuple[str, ...] = ()
    postcodes: tuple[tuple[Any, ...], ...] = ()
    letters: tuple[str, ...] = ()
    addresses: tuple[tuple[Any, ...], ...] = ()

    def plain(self) -> tuple[Any, ...]:
        """The same in exact tuples and strings, for the cache."""
        card = tuple(self.card) if self.card else None
        problems = tuple(map(plain_problem, self.problems))
        return (
            self.data,
            card,
            self.card_digest,
            self.mentions,
            problems,
            self.words,
            self.postcodes,
            self.letters,
            self.addresses,
        )

    @staticmethod
    def from_plain(values: tuple[Any, ...]) -> "FileReading":
        """What `plain` made, as it was."""
        data, card, digest, named, problems, words, postcodes, letters, addresses = values
        return FileReading(
            data,
            Card._make(card) if card else None,
            digest,
            named,
            tuple(map(problem_of, problems)) if problems else (),
            words,
            postcodes,
            letters,
            addresses,
        )

    def uses(self, source: SourceFile) -> Iterator[AddressUse]:
        """Every use of an outside address in the file, in the order of its lines.

        Args:
            source: The file.
        """
        for address, line, column, key, written in self.addresses:
            yield AddressUse(address, source.path, line, column, source.kind, source.id, key, written)


def plain_problem(problem: Problem) -> tuple[Any, ...]:
    """A problem in exact tuples and strings, for the cache."""
    return (*problem[:3], problem.severity.value, problem.code, problem.message, problem.fix)


def problem_of(values: tuple[Any, ...]) -> Problem:
    """What `plain_problem` made, as it was."""
    path, line, column, severity, code, message, fix = values
    return Problem(path, line, column, Severity(severity), code, message, fix)


def open_document(project: Path, source: SourceFile) -> Document | Problem:
    """Reads and parses one file, without checking it against a model."""
    text = read_text(project / source.path, source.path)
    return text if isinstance(text, Problem) else _document(source, text)


def _document(source: SourceFile, text: str) -> Document | Problem:
    first_line = 0
    if source.kind == "page":
        front, _ = split_front_matter(text)
        if front is None:
            return Problem(
                source.path,
                1,
                1,
                Severity.ERROR,
                "no-front-matter",
                "This page does not begin with lines about itself.",
                'Begin with a line "---", then "title: …" and "summary: …", then "---".',
            )
        text, first_line = front, 1
    try:
        return parse(text, first_line)
    except YamlProblem as found:
        message, fix = printable(found.message), printable(found.fix)
        return Problem(source.path, found.line, found.column, Severity.ERROR, found.code, message, fix)


def read_file(project: Path, source: SourceFile) -> FileReading:
    """Reads one file and checks everything about it that needs no other file."""
    if source.kind in PLACES_KINDS:
        return _read_places(project, source)
    if source.kind == "areas":
        return _read_areas(project, source)
    text = read_text(project / source.path, source.path)
    if isinstance(text, Problem):
        return FileReading(b"", None, b"", (), (text,))
    document = _document(source, text)
    if isinstance(document, Problem):
        return FileReading(b"", None, b"", (), (document,))
    model = MODELS[source.kind]
    entry, problems = validate(model, document, source.path)
    named = dict.fromkeys(
        (mention.kind, mention.id) for mention in mentions(model, document.tree) if _may_exist(mention)
    )
    if entry is None:
        return FileReading(b"", None, b"", tuple(named), tuple(problems))
    words, letters = _words_and_letters(source, entry, text)
    card = card_of(source.kind, source.id, source.path, entry) if source.kind in CARD_KINDS else None
    return FileReading(
        marshal.dumps(document.tree),
        card,
        # Version 2 has no references, so that equal cards have equal bytes.
        hashlib.blake2b(marshal.dumps(tuple(card), 2), digest_size=16).digest() if card else b"",
        tuple(named),
        tuple(advise(source, entry, document)),
        words,
        tuple(_postcodes(entry, document)) if card else (),
        letters,
        tuple(
            (use.address, use.line, use.column, use.key, use.written)
            for use in addresses_of(source, document, text)
        ),
    )


def _may_exist(mention: Mention) -> bool:
    return all(map(is_id, mention.id.split("/") if mention.kind == "guide" else [mention.id]))


def _words_and_letters(
    source: SourceFile, entry: BaseModel, text: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    body = ""
    if source.kind == "page":
        body = split_front_matter(text)[1]
    elif source.kind not in CARD_KINDS and source.kind != "timeline":
        return (), ()
    if getattr(entry, "language", None):
        return text_words(entry, body), ()  # letters that stand for something else in another language
    return text_words(entry, body), abbreviations(texts_of(entry, body))


def _read_places(project: Path, source: SourceFile) -> FileReading:
    text = read_text(project / source.path, source.path)
    if isinstance(text, Problem):
        return FileReading(b"", None, b"", (), (text,))
    if source.kind == "attribution":
        return FileReading(" ".join(text.split()).encode(), None, b"", (), ())
    data, problems = read_postcodes(text, source.path, source.id)
    return FileReading(data, None, b"", (), tuple(problems))


def _postcodes(entry: Any, document: Document) -> Iterator[tuple[Any, ...]]:
    for at, location in enumerate(entry.locations):
        shown = location.published()
        if shown.postcode:
            line, column = document.locate(("locations", at, "postcode"))
            spot = Placing(shown.postcode, line, column, shown.place or "", shown.latitude, shown.longitude)
            yield tuple(spot)


def _read_areas(project: Path, source: SourceFile) -> FileReading:
    """Of the areas only their problems are kept: they are read again when a map is drawn."""
    text = read_text(project / source.path, source.path)
    if isinstance(text, Problem):
        return FileReading(b"", None, b"", (), (text,))
    file, problems = read_areas(text)
    named = dict.fromkeys(("place", area.place) for area in file.areas if area.place) if file else ()
    return FileReading(b"", None, b"", tuple(named), tuple(problems))


def tree_of(data: bytes) -> Tree:
    """The tree of a file from its `FileReading.data`."""
    tree: Tree = marshal.loads(data)  # noqa: S302 - our own bytes, made in this file
    return tree


def load(kind: str, data: bytes) -> BaseModel:
    """The model of a file that `read_file` accepted."""
    return MODELS[kind].model_validate(tree_of(data), context={"accepted": True})
