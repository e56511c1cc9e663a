"""What is wrong, where, and what to do about it: problems as plain values.

A problem travels the same road as the data, so that one bad file never hides
another. Nothing here prints; see `generator.commands.check`.
"""

from enum import StrEnum
from typing import NamedTuple


def printable(text: str) -> str:
    """The text as one line without control characters, so that it can be shown anywhere.

    What somebody typed, or called a file, must not draw on a terminal or forge a line of a log.
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else " " if one.isspace() else "\N{REPLACEMENT CHARACTER}" for one in text
    )


class Severity(StrEnum):
    """How bad a problem is: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Problem(NamedTuple):
    """One thing to put right.

    Attributes:
        path: The file, relative to the project, with forward slashes.
        line: The line, from 1.
        column: The column, from 1.
        severity: Error, warning or advice.
        code: A stable name for this kind of problem, such as ``unknown-need``.
        message: A plain sentence that says what is wrong.
        fix: A plain sentence that says what to do; may be empty.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity}[{self.code}]: {self.message} {self.fix}".rstrip()
