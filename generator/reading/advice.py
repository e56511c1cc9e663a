"""Gaps in an entry that is otherwise right: advice to the provider, never an error.

An entry brought in from elsewhere can be published on its first day; what it leaves
open is named here, one piece of advice for each gap, at the top of the file.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from generator.reading.content_files import SourceFile
from generator.reading.identifying import identifying
from generator.reading.problems import Problem, Severity
from generator.reading.sen_report_advice import advise_on_report
from generator.reading.yaml_source import Document, Path
from offer_schema import Authority, Comment, PageFrontMatter, School, Service
from offer_schema.field_types import add_period
from offer_schema.indicator import Indicator, Indicators
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
    elif isinstance(entry, Indicators):
        for key, indicator in entry.indicators.items():
            yield from _of_indicator(source, indicator, ("indicators", key), document)
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


def _of_indicator(
    source: SourceFile, indicator: Indicator, way: Path, document: Document
) -> Iterator[Problem]:
    if indicator.checked is None:
        line, column = document.locate(way, key=True)
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "never-checked",
            'There is no "checked" date.',
            "Make sure that all of it is right, then write the day: checked: 2026-10-31.",
        )
    elif indicator.checked > datetime.date.today():
        yield _in_the_future(source, indicator.checked, (*way, "checked"), document)
    bare = [at for at, one in enumerate(indicator.figures) if not one.suppressed and one.of is None]
    if indicator.unit == "percent" and bare:
        line, column = document.locate((*way, "figures", bare[0]))
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "no-base",
            f'"{indicator.figures[bare[0]].period}" is a percentage, and nothing says of how many.',
            'Write "count:" and "of:" if it is about children: then check sees when they are too few to publish.',
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


def term_dates_end(authority: Authority, today: datetime.date) -> datetime.date | None:
    """The last day of the last term that is known, if it is over or will be within two months."""
    last = max((term.to for term in authority.term_dates), default=None)
    return last if last is not None and last < add_period(today, "2 months") else None


def no_more_terms(source: SourceFile, last: datetime.date, document: Document) -> Problem:
    """The warning that the site will soon not know when it is term time."""
    line, column = document.locate(("term_dates",), key=True)
    return Problem(
        source.path,
        line,
        column,
        Severity.WARNING,
        "term-dates-end",
        f"The last term that is written down ends on {last}. After that, pages cannot say what is open, "
        "and calendars end.",
        "Add the next school year's dates under term_dates.",
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
        yield _in_the_future(source, entry.checked, ("checked",), document)


def _in_the_future(source: SourceFile, checked: datetime.date, way: Path, document: Document) -> Problem:
    line, column = document.locate(way)
    return Problem(
        source.path,
        line,
        column,
        Severity.ERROR,
        "checked-in-the-future",
        f"{checked} has not come yet.",
        "Write the day when somebody really checked it.",
    )


def _identifying(source: SourceFile, entry: Comment, document: Document) -> Iterator[Problem]:
    for key in ("theme", "said", "response", "action"):
        seen: Counter[str] = Counter()
        for words in identifying(getattr(entry, key) or "", answer=key != "said"):
            line, column = document.find((key,), words, seen[words])
            seen[words] += 1
            yield Problem(
                source.path,
                line,
                column,
                Severity.WARNING,
                "may-identify-somebody",
                f'"{words}" may tell who said this.',
                "The law asks for comments that nobody can be known by: say it in other words.",
            )


def comment_waiting(
    source: SourceFile, received: datetime.date, due: datetime.date, document: Document
) -> Problem:
    """The warning that a comment has waited longer for its answer than the council promises.

    Args:
        source: The comment's file.
        received: The day when it came.
        due: The day by which an answer was promised.
        document: The file.
    """
    line, column = document.locate(("received",))
    return Problem(
        source.path,
        line,
        column,
        Severity.WARNING,
        "comment-waiting",
        f"This comment came on {received} and has no answer; one was promised by {due}.",
        'Answer it: write "response:", "answered:" and, if you will do something, "action:"; then set the status.',
    )


def answers_old(source: SourceFile, answered: datetime.date, document: Document) -> Problem:
    """The warning that no answer to a comment has been published for a year.

    Args:
        source: The file with the newest answer.
        answered: The day of that answer.
        document: The file.
    """
    line, column = document.locate(("answered",))
    return Problem(
        source.path,
        line,
        column,
        Severity.WARNING,
        "answers-old",
        f"This is the newest answer to a comment, and it is of {answered}, over a year ago.",
        "Publish what people said since then, and your answers: the law asks for it at least once a year.",
    )
