"""Reads a whole project: every file once, on all cores, every problem found."""

import datetime
import gc
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.reading import cache
from generator.reading.abbreviations import Spot, known_abbreviations, locate, unexplained
from generator.reading.advice import (
    answers_old,
    comment_waiting,
    no_more_terms,
    old_statement,
    statement_is_old,
    term_dates_end,
)
from generator.reading.areas import Areas, AreasFile, read_areas, unknown_places, with_places
from generator.reading.content_files import SourceFile, find_files, read_text
from generator.reading.file_reading import (
    CARD_KINDS,
    FileReading,
    load,
    open_document,
    plain_problem,
    problem_of,
    read_file,
    tree_of,
)
from generator.reading.kinds import MODELS
from generator.reading.offer import Entries, Guide, Offer, Vocabulary
from generator.reading.postcodes import Postcodes
from generator.reading.problems import Problem, Severity
from generator.reading.references import Mention, mentions, sentence
from generator.reading.requirements import known_requirements
from generator.reading.sen_report_advice import aged, has_aged
from generator.reading.web_addresses import AddressUse
from generator.reading.whereabouts import Placing, by_place, misplaced
from generator.reading.yaml_source import Document
from offer_schema import Authority, vocabulary
from offer_schema.comment import PUBLISHED_EVERY, answer_due
from offer_schema.field_types import add_period, slug
from offer_schema.indicator import Indicator, Indicators
from offer_schema.requirement import LocalRequirements
from offer_schema.suppression import disclosures

PARALLEL_FROM = 300
"""How many files make a second process worth its start."""


class Reading(NamedTuple):
    """The outcome of reading a project.

    Attributes:
        offer: The offer; None when there is any error.
        problems: Everything found, in the order of files and lines.
        sources: The files.
        read: How many of them had to be read (the others had not changed).
        digests: A hash of each card, by kind and id.
    """

    offer: Offer | None
    problems: list[Problem]
    sources: list[SourceFile]
    read: int
    digests: dict[tuple[str, str], bytes]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


class ContentChanged(Exception):
    """A file changed between being checked and being used; reading again is the answer."""


def read_project(project: Path, *, use_cache: bool = True) -> Reading:
    """Reads and checks a project.

    Args:
        project: The folder that holds ``content``.
        use_cache: Whether to take what unchanged files said from the cache, and to keep it there.
    """
    sources, problems = find_files(project)
    readings, read = _read_all(project, sources, use_cache)
    for reading in readings.values():
        problems.extend(reading.problems)
    problems.extend(_between_files(project, sources, readings))
    problems.sort()
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    offer = None if failed else _assemble(project, sources, readings)
    digests = {
        (source.kind, source.id): reading.card_digest for source, reading in readings.items() if reading.card
    }
    return Reading(offer, problems, sources, read, digests)


# --- Reading --------------------------------------------------------------------------------


def _read_all(
    project: Path, sources: Sequence[SourceFile], use_cache: bool
) -> tuple[dict[SourceFile, FileReading], int]:
    store = project / cache.FOLDER / "reading"
    kept: dict[Any, Any] = (cache.load(store, cache.code_key()) or {}) if use_cache else {}
    settled = cache.settled_before()
    wanted = [source for source in sources if source not in kept]
    fresh = dict(zip(wanted, _read_files(project, wanted), strict=True))
    readings = {source: fresh.get(source) or FileReading.from_plain(kept[source]) for source in sources}
    if use_cache and (fresh or len(kept) != len(readings)):
        for source, reading in fresh.items():
            kept[tuple(source)] = _without_body(source, reading).plain()
        # A file that changed this very moment may change again without a new time stamp.
        keep = {
            tuple(source): kept[source]
            for source in sources
            if source.stamp[0] < settled and not (source in fresh and _depends_on_today(fresh[source]))
        }
        cache.save(store, cache.code_key(), keep)
    return readings, len(fresh)


def _without_body(source: SourceFile, reading: FileReading) -> FileReading:
    """Entries are read again when they are wanted; the few other files are kept whole."""
    return reading._replace(data=b"") if source.kind in CARD_KINDS else reading


def _depends_on_today(reading: FileReading) -> bool:
    return any(problem.code == "checked-in-the-future" for problem in reading.problems)


def _read_files(project: Path, sources: Sequence[SourceFile]) -> list[FileReading]:
    processes = min(os.cpu_count() or 1, 8, len(sources) // (PARALLEL_FROM // 2))
    if processes < 2 or not hasattr(os, "fork"):
        return [read_file(project, source) for source in sources]
    import multiprocessing  # which a build after one change has no use for

    # Trees and models have no cycles: looking for some would take a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        jobs = [(project, sources[at : at + 50]) for at in range(0, len(sources), 50)]
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            return [reading for part in pool.imap(_read_some, jobs) for reading in part]
    finally:
        if collecting:
            gc.enable()


def _read_some(job: tuple[Path, Sequence[SourceFile]]) -> list[FileReading]:
    project, sources = job
    return [read_file(project, source) for source in sources]


def _today() -> datetime.date:
    return datetime.date.today()


# --- Checks between files ---------------------------------------------------------------------


def _between_files(
    project: Path, sources: Sequence[SourceFile], readings: dict[SourceFile, FileReading]
) -> Iterable[Problem]:
    known, incomplete = _known_ids(project, sources, readings)
    names: dict[str, dict[str, str]] = {}
    sentences: dict[tuple[str, str], tuple[str, str]] = {}
    for source, reading in readings.items():
        missing = {
            (kind, entry_id)
            for kind, entry_id in reading.mentions
            if entry_id not in known[kind] and kind not in incomplete
        }
        if not missing:
            continue
        if source.kind == "areas":
            text = read_text(project / source.path, source.path)
            yield from unknown_places(text, known["place"]) if isinstance(text, str) else ()
            continue
        document = open_document(project, source)
        if isinstance(document, Problem):
            continue
        for mention in mentions(MODELS[source.kind], document.tree):
            if (mention.kind, mention.id) in missing:
                if mention[:2] not in sentences:
                    if mention.kind not in names:
                        names[mention.kind] = _other_names(mention.kind, readings)
                    sentences[mention[:2]] = sentence(mention, known[mention.kind], names[mention.kind])
                yield _unknown(source, document, mention, sentences[mention[:2]])
    yield from _same_ids(sources)
    yield from _wrong_translations(project, readings)
    yield from _wrong_postcodes(readings)
    yield from _misplaced(project, sources, readings)
    yield from _unexplained(project, sources, readings)
    yield from _council_in_time(project, readings)
    yield from _late_answers(project, readings, _today())
    yield from _too_few_children(project, readings)
    yield from _old_reports(project, readings)


def _wrong_translations(project: Path, readings: dict[SourceFile, FileReading]) -> Iterable[Problem]:
    """Guides that translate a translation, or a guide that has one in that language already."""
    translations = {
        source.id: (source, tree_of(reading.data))
        for source, reading in readings.items()
        if source.kind == "page" and reading.data and any(kind == "guide" for kind, _ in reading.mentions)
    }
    first: dict[tuple[str, str], str] = {}
    for source, tree in translations.values():
        original, language = tree["translation_of"], tree["language"]
        taken = first.setdefault((original, language), source.path)
        if original in translations:
            code, message = "translation-of-a-translation", f'"{original}" is a translation itself.'
            fix = f'Name the guide that both translate: "{translations[original][1]["translation_of"]}".'
        elif taken != source.path:
            code, message = (
                "same-translation",
                f'{taken} is a translation of "{original}" into {language}, too.',
            )
            fix = "Keep one of the two files."
        else:
            continue
        document = open_document(project, source)
        if isinstance(document, Document):
            line, column = document.locate(("translation_of",))
            yield Problem(source.path, line, column, Severity.ERROR, code, message, fix)


def _wrong_postcodes(readings: dict[SourceFile, FileReading]) -> Iterable[Problem]:
    """Postcodes of entries that should be among those imported and are not, or have ended."""
    postcodes = _postcodes(readings)
    if not postcodes.outward:
        return
    for source, reading in readings.items():
        for postcode, line, column, *_ in reading.postcodes:
            if not postcodes.knows(postcode):
                continue
            place = postcodes.place(postcode)
            if place is None:
                yield Problem(
                    source.path,
                    line,
                    column,
                    Severity.WARNING,
                    "postcode-not-found",
                    f"{postcode} is not among the postcodes of this area.",
                    "Check how it is written. If it is right, it may be new: import newer postcodes.",
                )
            elif place.ended:
                yield Problem(
                    source.path,
                    line,
                    column,
                    Severity.WARNING,
                    "postcode-ended",
                    f"{postcode} has not been in use since {place.ended}.",
                    "Ask for the new one: families who type it into a map may end up elsewhere.",
                )


def _misplaced(
    project: Path, sources: Sequence[SourceFile], readings: dict[SourceFile, FileReading]
) -> list[Problem]:
    """Entries whose postcode is not in the place that they name, or whose coordinates are not at their postcode.

    Looking through every border takes longer than a small build may, so what was found is kept.
    """
    postcodes = _postcodes(readings)
    place = next((source for source in sources if source.kind == "place"), None)
    spots = {source.path: reading.postcodes for source, reading in readings.items() if reading.postcodes}
    if not postcodes.outward or not spots or place is None or _has_error(readings[place]):
        return []
    borders = next((source for source in sources if source.kind == "areas"), None)
    if borders is not None and _has_error(readings[borders]):
        borders = None
    stamps = [source for source in sources if source.kind in ("postcodes", "areas", "place")]
    key = hashlib.sha256(repr((cache.code_key(), stamps, sorted(spots.items()))).encode()).hexdigest()
    store = project / cache.FOLDER / "whereabouts"
    kept = cache.load(store, key)
    if kept is not None:
        return [problem_of(row) for row in kept]
    places = load("place", _bytes(project, place, readings[place])).root  # type: ignore[attr-defined]
    words, drawn = _only_places(places), by_place(_areas(project, borders, places))
    found = [
        problem
        for path, rows in spots.items()
        for problem in misplaced(
            path,
            [Placing(*row) for row in rows],
            postcodes,
            drawn,
            words.within,
            {place_id: one.name for place_id, one in places.items()},
        )
    ]
    cache.save(store, key, [plain_problem(one) for one in found])
    return found


def _only_places(places: Mapping[str, vocabulary.Place]) -> Vocabulary:
    """A vocabulary that knows places alone, for what they are part of."""
    return Vocabulary({}, {}, places, {}, {}, {}, {}, ())


def _postcodes(readings: dict[SourceFile, FileReading]) -> Postcodes:
    files, attribution = {}, ""
    for source, reading in readings.items():
        if source.kind == "postcodes" and not _has_error(reading):
            files[source.id] = reading.data
        elif source.kind == "attribution":
            attribution = reading.data.decode()
    return Postcodes(files, attribution)


def _unexplained(
    project: Path, sources: Sequence[SourceFile], readings: dict[SourceFile, FileReading]
) -> Iterable[Problem]:
    """Advice on abbreviations that neither the jargon buster nor the name of an organisation explains."""
    jargon = next((source for source in sources if source.kind == "jargon"), None)
    authority = next((source for source in sources if source.kind == "authority"), None)
    if jargon is None or authority is None or _has_error(readings[jargon]) or _has_error(readings[authority]):
        return
    council = tree_of(_bytes(project, authority, readings[authority]))
    terms = tree_of(_bytes(project, jargon, readings[jargon])).values()
    names = [
        reading.card.name for reading in readings.values() if reading.card and reading.card.kind != "service"
    ]
    names += [council["name"], council.get("offer_name") or ""]
    for term in terms:
        names += [term["term"], term.get("short") or "", *(term.get("also") or ())]
    known = known_abbreviations(names)
    for source, reading in readings.items():
        for letters in unexplained(reading.letters, known):
            yield _letters(project, source, letters)


def _letters(project: Path, source: SourceFile, letters: str) -> Problem:
    text = read_text(project / source.path, source.path)
    first = 1
    document = open_document(project, source)
    if isinstance(document, Document):
        lines = [document.locate((key,))[0] for key in ("summary", "description") if key in document.tree]
        first = min(lines, default=1)
    place = locate(letters, text, first) if isinstance(text, str) else Spot(first, 1)
    return Problem(
        source.path,
        place.line,
        place.column,
        Severity.ADVICE,
        "unexplained-abbreviation",
        f'Nothing explains "{letters}" to families.',
        "Write it in full, or explain it in content/vocabulary/jargon.yml.",
    )


def _council_in_time(project: Path, readings: dict[SourceFile, FileReading]) -> Iterable[Problem]:
    """What comes with time alone, and so cannot be kept in the cache with the file's own problems."""
    for source, reading in readings.items():
        if source.kind == "authority" and not _has_error(reading):
            authority = load("authority", _bytes(project, source, reading))
            assert isinstance(authority, Authority)
            old, last = statement_is_old(authority, _today()), term_dates_end(authority, _today())
            document = open_document(project, source) if old or last else None
            if isinstance(document, Document):
                if old:
                    yield old_statement(source, authority, document)
                if last:
                    yield no_more_terms(source, last, document)


def _late_answers(
    project: Path, readings: dict[SourceFile, FileReading], today: datetime.date
) -> Iterable[Problem]:
    """Comments that wait too long, and answers that are all too old: they too come with time alone."""
    council = next((source for source in readings if source.kind == "authority"), None)
    if council is None or _has_error(readings[council]):
        return
    authority = load("authority", _bytes(project, council, readings[council]))
    assert isinstance(authority, Authority)
    newest: tuple[datetime.date, SourceFile] | None = None
    for source, reading in readings.items():
        if source.kind != "comment" or _has_error(reading):
            continue
        comment = tree_of(_bytes(project, source, reading))
        if "answered" in comment:
            answered = datetime.date.fromisoformat(comment["answered"])
            newest = max(newest or (answered, source), (answered, source))
        received = datetime.date.fromisoformat(comment["received"])
        due = answer_due(received, authority.feedback.answer_within)
        if comment["status"] == "received" and due < today:
            document = open_document(project, source)
            if isinstance(document, Document):
                yield comment_waiting(source, received, due, document)
    if newest and add_period(newest[0], PUBLISHED_EVERY) < today:
        document = open_document(project, newest[1])
        if isinstance(document, Document):
            yield answers_old(newest[1], newest[0], document)


def _old_reports(project: Path, readings: dict[SourceFile, FileReading]) -> Iterable[Problem]:
    """Schools' reports and plans that have become too old: this, too, comes with time alone."""
    today = _today()
    for source, reading in readings.items():
        card = reading.card
        if source.kind == "school" and card and card.status != "closed" and has_aged(card, today):
            document = open_document(project, source)
            if isinstance(document, Document):
                yield from aged(source, card, document, today)


def _too_few_children(project: Path, readings: dict[SourceFile, FileReading]) -> Iterable[Problem]:
    """Figures that tell of fewer children than the council's threshold: two files say so together."""
    sources = {source.kind: source for source in readings if source.kind in ("authority", "indicators")}
    if len(sources) < 2 or any(_has_error(readings[source]) for source in sources.values()):
        return
    models = {kind: load(kind, _bytes(project, source, readings[source])) for kind, source in sources.items()}
    authority, indicators, source = models["authority"], models["indicators"], sources["indicators"]
    assert isinstance(authority, Authority)
    assert isinstance(indicators, Indicators)
    found = [
        (("indicators", key, *one.way), one)
        for key, indicator in indicators.indicators.items()
        for one in disclosures(indicator, authority.suppression_threshold)
    ]
    document = open_document(project, source) if found else None
    if isinstance(document, Document):
        for way, one in found:
            line, column = document.locate(way)
            yield Problem(source.path, line, column, Severity.ERROR, one.code, one.message, one.fix)


def _unknown(source: SourceFile, document: Document, mention: Mention, words: tuple[str, str]) -> Problem:
    # What is named may be a key itself: the language of a translation.
    line, column = document.locate(mention.way, key=mention.way[-1] == mention.id)
    return Problem(source.path, line, column, Severity.ERROR, f"unknown-{mention.kind}", *words)


def _known_ids(
    project: Path, sources: Sequence[SourceFile], readings: dict[SourceFile, FileReading]
) -> tuple[dict[str, set[str]], set[str]]:
    """The ids that exist by kind, and the kinds whose own file could not be read.

    A vocabulary with an error in it must not make every entry look wrong.
    """
    known: dict[str, set[str]] = defaultdict(set)
    incomplete = {"need", "category", "place", "access", "language", "owner"}
    for source, reading in readings.items():
        if source.kind in ("service", "school", "organisation"):
            known[source.kind].add(source.id)
            known["entry"].add(source.id)
        elif source.kind == "page":
            known["guide"].add(source.id)
        elif source.kind in incomplete and not _has_error(reading):
            known[source.kind] = set(tree_of(_bytes(project, source, reading)))
            incomplete.discard(source.kind)
        elif source.kind == "requirements":
            if _has_error(reading):
                incomplete.add("requirement")
            else:
                known["requirement"] = set(tree_of(_bytes(project, source, reading)).get("added", {}))
        elif source.kind == "authority" and not _has_error(reading):
            known["owner"] = set(tree_of(_bytes(project, source, reading)).get("owners", {}))
            incomplete.discard("owner")
    if any(kind == "requirement" for reading in readings.values() for kind, _ in reading.mentions):
        known["requirement"] |= known_requirements()
    return known, incomplete


def _other_names(kind: str, readings: dict[SourceFile, FileReading]) -> dict[str, str]:
    """Names in small letters and the id that each means, to suggest from."""
    if kind in ("organisation", "service", "school", "entry"):
        return {
            reading.card.name.lower(): source.id
            for source, reading in readings.items()
            if reading.card and kind in (source.kind, "entry")
        }
    return {}


def _has_error(reading: FileReading) -> bool:
    return any(problem.severity is Severity.ERROR for problem in reading.problems)


def _same_ids(sources: Sequence[SourceFile]) -> Iterable[Problem]:
    """Entries of different kinds may share an id, but a guide must not sit on an entry's address."""
    taken = {
        "services",
        "schools",
        "organisations",
        "browse",
        "search",
        "assets",
        "data",
        "young-people",
        "leaving-fast",
        "places",
        "compare",
        "my-list",
        "accessibility",
        "what-the-law-asks",
        "officers",
        "timelines",
        "gaps",
        "feedback",
        "you-said-we-did",
        "how-we-are-doing",
    }
    for source in sources:
        if source.kind == "page" and source.id.split("/")[0] in taken:
            yield Problem(
                source.path,
                1,
                1,
                Severity.ERROR,
                "address-taken",
                f'The address "{source.id}/" belongs to pages that are made from entries.',
                "Give the page another name or put it in another folder.",
            )


# --- The offer ----------------------------------------------------------------------------------


def _bytes(project: Path, source: SourceFile, reading: FileReading) -> bytes:
    """The data of a file, read again if the cache had only its card."""
    if reading.data:
        return reading.data
    again = read_file(project, source)
    if not again.data:
        raise ContentChanged(f"{source.path} changed while it was being read. Run the command again.")
    return again.data


def _assemble(project: Path, sources: Sequence[SourceFile], readings: dict[SourceFile, FileReading]) -> Offer:
    by_kind: dict[str, dict[str, SourceFile]] = defaultdict(dict)
    for source in sources:
        by_kind[source.kind][source.id] = source

    def shelf(kind: str) -> Entries[Any]:
        found = by_kind[kind]

        def make(entry_id: str) -> Any:
            source = found[entry_id]
            return load(kind, _bytes(project, source, readings[source]))

        return Entries(list(found), make)

    def words(kind: str) -> Any:
        return shelf(kind)[kind].root

    pages = shelf("page")
    places = words("place")
    return Offer(
        authority=shelf("authority")["authority"],
        vocabulary=Vocabulary(
            needs=words("need"),
            categories=words("category"),
            places=places,
            age_bands=words("age-band"),
            access=words("access"),
            languages=words("language"),
            jargon=words("jargon"),
            synonyms=words("synonym"),
        ),
        services=shelf("service"),
        schools=shelf("school"),
        organisations=shelf("organisation"),
        comments=shelf("comment"),
        timelines=shelf("timeline"),
        indicators=_indicators(shelf("indicators")),
        local_requirements=shelf("requirements").get("requirements") or LocalRequirements(),
        guides={
            source.id: Guide(source.id, source.path, pages[source.id]) for source in by_kind["page"].values()
        },
        cards={
            (reading.card.kind, reading.card.id): reading.card
            for reading in readings.values()
            if reading.card is not None
        },
        areas=_areas(project, by_kind["areas"].get("areas"), places),
        text_words={
            (source.kind, source.id): reading.words for source, reading in readings.items() if reading.words
        },
        postcodes=_postcodes(readings),
        addresses=_Addresses(readings),
    )


class _Addresses(Iterable[AddressUse]):
    """The addresses of all files, made when they are asked for: few commands do."""

    def __init__(self, readings: Mapping[SourceFile, FileReading]) -> None:
        self._readings = readings

    def __iter__(self) -> Iterator[AddressUse]:
        for source, reading in self._readings.items():
            yield from reading.uses(source)


def _indicators(shelf: Mapping[str, Any]) -> Mapping[str, Indicator]:
    found = shelf.get("indicators")
    return found.indicators if isinstance(found, Indicators) else {}


def _areas(project: Path, source: SourceFile | None, places: Mapping[str, vocabulary.Place]) -> Areas:
    """The areas of the map, each with its place in the vocabulary."""

    def make() -> AreasFile:
        text = read_text(project / source.path, source.path) if source else ""
        file, _ = read_areas(text) if isinstance(text, str) else (None, [])
        if file is None:
            raise ContentChanged("The areas changed while they were being read. Run the command again.")
        ways = [
            (slug(name), place_id) for place_id, place in places.items() for name in (*place.also, place.name)
        ]
        return with_places(file, dict(ways) | {place_id: place_id for place_id in places})

    return Areas(make, there=source is not None)
