"""Gaps in an entry that is otherwise right: advice to the provider, never an error.

An entry brought in from elsewhere can be published on its first day; what it leaves
open is named here, one piece of advice for each gap, at the top of the file.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from generator.reading.content_files import SourceFile
from generator.reading.problems import Problem, Severity
from generator.reading.sen_report_advice import advise_on_report
from generator.reading.yaml_source import Document
from offer_schema import Authority, Comment, PageFrontMatter, School, Service
from offer_schema.field_types import add_period
from offer_schema.vocabulary import LanguageVocabulary

_SERVICE_GAPS: tuple[tuple[str, str, str], ...] = (
    ("summary", "no-summary", "Say in one or two sentences what it is and who it is for."),
    ("description", "no-description", "Say what happens, in plain words."),
    ("organisation", "no-organisation", "Name who runs it, so that families know whom they deal with."),
    ("ages", "no-ages", "Give the youngest and the oldest age; until then it shows as not stated."),
    (
        "eligibility",
        "no-eligibility",
        "Say who can have it: the law asks for this (Schedule 2, paragraph 18).",
    ),
    ("referral", "no-referral", "Say how to get it: just turn up, book, or be referred."),
    ("cost", "no-cost", 'Say what it costs, or "cost: free".'),
    ("contact", "no-contact", "Give a phone number or an email address."),
)


def advise(source: SourceFile, entry: Any, document: Document) -> Iterator[Problem]:
    """The advice and warnings that one accepted entry gives rise to."""
    if isinstance(entry, Service):
        for key, code, fix in _SERVICE_GAPS:
            if getattr(entry, key) is None:
                yield _advice(source, document, code, f'There is no "{key}".', fix)
        if not entry.locations and entry.area is None:
            yield _advice(
                source,
                document,
                "no-place",
                'There is no "locations" and no "area".',
                "Say where people can use it.",
            )
    elif isinstance(entry, School):
        if entry.summary is None:
            yield _advice(source, document, "no-summary", 'There is no "summary".', _SERVICE_GAPS[0][2])
        yield from advise_on_report(source, entry, document, datetime.date.today())
    elif isinstance(entry, Authority):
        missing = entry.accessibility.missing()
        if missing:
            line, column = document.locate(("accessibility",), key=True)
            yield Problem(
                source.path,
                line,
                column,
                Severity.ADVICE,
                "accessibility-statement-incomplete",
                f"The accessibility statement does not say: {', '.join(missing)}.",
                "Test the site, then write it under accessibility: the law asks for a full statement (SI 2018/952).",
            )
    elif isinstance(entry, PageFrontMatter) and entry.summary is None and source.id != "index":
        yield _advice(source, document, "no-summary", 'There is no "summary".', "Say what the reader gets.")
    elif isinstance(entry, LanguageVocabulary):
        yield from _without_code(source, entry, document)
    for at, location in enumerate(getattr(entry, "locations", ())):
        secrets = (location.address, location.postcode, location.uprn, location.latitude, location.longitude)
        if location.withheld and any(secret is not None for secret in secrets):
            line, column = document.locate(("locations", at))
            yield Problem(
                source.path,
                line,
                column,
                Severity.WARNING,
                "secret-in-file",
                "This place is withheld, but its address is written in a file that others may read.",
                "The site keeps it secret; a public repository does not. Take out the address and the postcode.",
            )
    if hasattr(entry, "checked"):
        yield from _checked(source, entry, document)
    if isinstance(entry, Comment):
        yield from _identifying(source, entry, document)


def _without_code(source: SourceFile, entry: LanguageVocabulary, document: Document) -> Iterator[Problem]:
    for language_id, language in entry.root.items():
        if language.code is None and language.own_name:
            line, column = document.locate((language_id,), key=True)
            yield Problem(
                source.path,
                line,
                column,
                Severity.ADVICE,
                "no-language-code",
                f'{language.name} has no "code".',
                "Add it, like pl for Polish: a screen reader then reads text in this language with the right voice.",
            )


def statement_is_old(authority: Authority, today: datetime.date) -> bool:
    """Whether nobody has reviewed the accessibility statement for a year."""
    reviewed = authority.accessibility.reviewed
    return reviewed is not None and add_period(reviewed, "1 year") < today


def old_statement(source: SourceFile, authority: Authority, document: Document) -> Problem:
    """The warning that the accessibility statement must be reviewed."""
    line, column = document.locate(("accessibility", "reviewed"))
    return Problem(
        source.path,
        line,
        column,
        Severity.WARNING,
        "accessibility-statement-old",
        f"The accessibility statement was last reviewed on {authority.accessibility.reviewed}, over a year ago.",
        'Read it through, put it right, and write the day of the review after "reviewed:".',
    )


def _advice(source: SourceFile, document: Document, code: str, message: str, fix: str) -> Problem:
    line, column = document.locate(())
    return Problem(source.path, line, column, Severity.ADVICE, code, message, fix)


def _checked(source: SourceFile, entry: Any, document: Document) -> Iterator[Problem]:
    if entry.checked is None:
        if source.id != "index" and source.kind != "page":
            yield _advice(
                source,
                document,
                "never-checked",
                'There is no "checked" date.',
                "Make sure that all of it is right, then write the day: checked: 2026-10-31.",
            )
    elif entry.checked > datetime.date.today():
        line, column = document.locate(("checked",))
        yield Problem(
            source.path,
            line,
            column,
            Severity.ERROR,
            "checked-in-the-future",
            f"{entry.checked} has not come yet.",
            "Write the day when somebody really checked it.",
        )


_IDENTIFYING = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+)|(?P<phone>\b0\d(?: ?\d){8,}\b)|"
    r"(?P<name>\b[Mm]y (?:son|daughter|child|boy|girl|grandson|granddaughter),? (?:is called )?[A-Z][a-z]+)"
)


def _identifying(source: SourceFile, entry: Comment, document: Document) -> Iterator[Problem]:
    for key in ("said", "response", "action"):
        for match in _IDENTIFYING.finditer(getattr(entry, key) or ""):
            # The council's own numbers may stand in its answer.
            if key != "said" and match.lastgroup != "name":
                continue
            line, column = document.locate((key,))
            yield Problem(
                source.path,
                line,
                column,
                Severity.WARNING,
                "may-identify-somebody",
                f'"{match[0]}" may tell who said this.',
                "The law asks for comments that nobody can be known by: say it in other words.",
            )
