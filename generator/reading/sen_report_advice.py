"""What is wrong with a school's SEN information report, or missing in it, or out of date.

The rules are in `offer_schema.sen_report`. What comes with time alone is judged by the card,
so that it need not be kept with the file.
"""

import datetime
from collections.abc import Iterator

from generator.reading.card import Card
from generator.reading.content_files import SourceFile
from generator.reading.problems import Problem, Severity
from generator.reading.yaml_source import Document, Path
from offer_schema import School
from offer_schema.sen_report import (
    MINIMUM_WORDS,
    NOT_FOR_SPECIAL_SCHOOLS,
    Answer,
    SenReport,
    plan_due,
    review_due,
)


def advise_on_report(
    source: SourceFile, school: School, document: Document, today: datetime.date
) -> Iterator[Problem]:
    """Errors and advice on the report of one school.

    Args:
        source: The school's file.
        school: The school.
        document: The file's text with its lines.
        today: The day: what is dated later is an error.
    """
    report = school.sen_report
    if school.owes_report and (report is None or not (report.answered or report.url)):
        line, column = document.locate(() if report is None else ("sen_report",), key=True)
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "no-sen-report",
            'There is no "sen_report", which the law asks of this type of school.'
            if report is None
            else 'There is no answer under "sen_report", which the law asks of this type of school.',
            "Answer the questions one by one, or give the address of the report under sen_report: url:.",
        )
    if report is None:
        return
    for name in SenReport.questions():
        answer: Answer | None = getattr(report, name)
        if answer is not None:
            yield from _on_answer(source, school, document, name, answer)
    yield from _in_the_future(source, report, document, today)
    left_out = list(_left_out(school, report))
    if left_out and report.answered and not report.url and school.owes_report:
        line, column = document.locate(("sen_report",), key=True)
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "unanswered-questions",
            f"The SEN information report does not answer: {', '.join(left_out)}.",
            "Families see that these are missing. Answer them: docs/entries.md says what each one asks.",
        )
    if report.answered and report.reviewed is None:
        line, column = document.locate(("sen_report",), key=True)
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "no-review-date",
            "The SEN information report does not say when it was last reviewed.",
            "Write the day under sen_report, like reviewed: 2026-09-15. The law asks for a review each year.",
        )
    if report.accessibility_plan and report.accessibility_plan_date is None:
        line, column = document.locate(("sen_report", "accessibility_plan"), key=True)
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "no-plan-date",
            "The accessibility plan has no date.",
            "Write its date beside it, like accessibility_plan_date: 2025-01-10. A plan is good for three years.",
        )


def _left_out(school: School, report: SenReport) -> Iterator[str]:
    """The keys of what the law asks and the report does not say at all."""
    for name in (*SenReport.questions(), "senco", "senco_name", "accessibility_plan"):
        given = getattr(report, name)
        if school.setting_type.special and name in NOT_FOR_SPECIAL_SCHOOLS:
            continue
        if given is None or (isinstance(given, Answer) and not given.given):
            yield name


def _on_answer(
    source: SourceFile, school: School, document: Document, name: str, answer: Answer
) -> Iterator[Problem]:
    if answer.not_applicable and not (name in NOT_FOR_SPECIAL_SCHOOLS and school.setting_type.special):
        line, column = document.locate(("sen_report", name, "not_applicable"), key=True)
        asked = name not in NOT_FOR_SPECIAL_SCHOOLS
        yield Problem(
            source.path,
            line,
            column,
            Severity.ERROR,
            "not-applicable-here",
            f'"{name}" cannot be marked as not applicable: the law asks it of '
            f"{'every school' if asked else 'every school that is not a special school'}.",
            "Answer it under text: in a few sentences, or take these lines out until there is an answer.",
        )
    elif answer.text and not answer.full:
        line, column = document.locate(("sen_report", name, "text"))
        words = "1 word" if answer.words == 1 else f"{answer.words} words"
        yield Problem(
            source.path,
            line,
            column,
            Severity.ADVICE,
            "short-answer",
            f'The answer to "{name}" has only {words}; it does not count as answered.',
            f"Say in at least {MINIMUM_WORDS} words what you do, so that nobody has to ask.",
        )


def _in_the_future(
    source: SourceFile, report: SenReport, document: Document, today: datetime.date
) -> Iterator[Problem]:
    dates: list[tuple[Path, datetime.date | None]] = [
        (("reviewed",), report.reviewed),
        (("accessibility_plan_date",), report.accessibility_plan_date),
    ]
    for name in SenReport.questions():
        answer: Answer | None = getattr(report, name)
        dates.append(((name, "checked"), answer.checked if answer else None))
    for way, date in dates:
        if date is not None and date > today:
            line, column = document.locate(("sen_report", *way))
            yield Problem(
                source.path,
                line,
                column,
                Severity.ERROR,
                "checked-in-the-future",
                f"{date} has not come yet.",
                "Write the day when it really happened.",
            )


def has_aged(card: Card, today: datetime.date) -> bool:
    """Whether anything in a school's report has become out of date."""
    return any(True for _ in _aged(card, today))


def aged(source: SourceFile, card: Card, document: Document, today: datetime.date) -> Iterator[Problem]:
    """Warnings of a report over a year old and of an accessibility plan over three years old."""
    for key, code, message, fix in _aged(card, today):
        line, column = document.locate(("sen_report", key))
        yield Problem(source.path, line, column, Severity.WARNING, code, message, fix)


def _aged(card: Card, today: datetime.date) -> Iterator[tuple[str, str, str, str]]:
    reviewed = card.report[2] if card.report else ""
    if reviewed and review_due(datetime.date.fromisoformat(reviewed)) < today:
        code = "sen-report-old"
        yield (
            "reviewed",
            code,
            f"The SEN information report was last reviewed on {reviewed}, over a year ago.",
            "Go through the answers with the school, put them right, and write the day of the review here.",
        )
    written = card.plan[1] if card.plan else ""
    if written and plan_due(datetime.date.fromisoformat(written)) < today:
        code = "accessibility-plan-old"
        yield (
            "accessibility_plan_date",
            code,
            f"The accessibility plan is of {written}, over three years ago.",
            "Ask the school for its new plan: the law asks for one every three years.",
        )
