"""Reads what somebody wrote into the "still correct" form on GitHub (``.github/ISSUE_TEMPLATE/still-correct.yml``).

GitHub makes of a form an issue whose text has a heading for each question and the answer below it. Only the
answers to known questions are read, and only as far as they are among the answers offered: whatever else the text says, and
whoever wrote it, comes into no file.
"""

import re
from typing import NamedTuple

ENTRY = "Which entry?"
STATE = "Is it still right?"
WHO = "Who are you?"

STILL_RIGHT = "Yes, I have read all of it and it is still right"
CHANGED = "No, something has changed"

WHO_CHECKED = {
    "I help to run it": "provider",
    "I work for the council": "council",
    "I am a parent or carer, or a young person": "parent-carers",
}
"""The answers to `WHO`, and what stands in the file for each."""

_NOTHING = "_No response_"
_HEADING = re.compile(r"^### +(.+?) *$", re.MULTILINE)


class FormUnreadable(Exception):
    """The text is not that of the form; the message says what is missing."""


class Answer(NamedTuple):
    """What the form says.

    Attributes:
        entry: What was entered as the entry, as it was typed.
        still_right: Whether it is still right; if not, a person has to look at what changed.
        by: Who checked, as in ``checked_by``; None if the form does not say.
    """

    entry: str
    still_right: bool
    by: str | None


def read_form(text: str) -> Answer:
    """Reads the text of an issue that was made with the form.

    Raises:
        FormUnreadable: A question is missing or not answered.
    """
    answers = _answers(text.replace("\r\n", "\n"))
    entry = answers.get(ENTRY, "").strip().strip("`").strip()
    if not entry or "\n" in entry or len(entry) > 200:
        raise FormUnreadable(
            f'There is no answer to "{ENTRY}". Write the end of the page’s address, like services/toy-library.'
        )
    state = answers.get(STATE, "").strip()
    if state not in (STILL_RIGHT, CHANGED):
        raise FormUnreadable(f'There is no answer to "{STATE}". Choose one of the two.')
    return Answer(entry_id(entry), state == STILL_RIGHT, WHO_CHECKED.get(answers.get(WHO, "").strip()))


def _answers(text: str) -> dict[str, str]:
    """The answer below each heading; a heading that comes twice keeps its first answer."""
    found = list(_HEADING.finditer(text))
    answers: dict[str, str] = {}
    for at, heading in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        answer = text[heading.end() : end].strip()
        answers.setdefault(heading[1], "" if answer == _NOTHING else answer)
    return answers


def entry_id(typed: str) -> str:
    """What ``confirm`` takes for an entry, from whatever people copy: an address of the site is cut to its end."""
    path = re.sub(r"^[a-z]+://[^/]*", "", typed, flags=re.IGNORECASE).split("?")[0].split("#")[0]
    known = re.search(r"((?:services|schools|organisations|guides|timelines|indicators)/[^\s]+)", path)
    return (known[1] if known else path).strip("/")
