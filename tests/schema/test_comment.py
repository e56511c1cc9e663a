"""What families said: an answer is given when the status says so."""

from typing import Any

import pytest
from pydantic import ValidationError

from offer_schema import Comment

RECEIVED: dict[str, Any] = {
    "theme": "Swimming",
    "topic": "gap",
    "received": "2026-05-04",
    "said": "There is nothing after the age of eleven.",
    "status": "received",
}
ANSWER = {"response": "You were right.", "answered": "2026-05-20"}


def codes(value: object) -> list[str]:
    """The codes of everything that is wrong with a comment."""
    with pytest.raises(ValidationError) as caught:
        Comment.model_validate(value)
    return [error["type"] for error in caught.value.errors()]


def test_a_comment_may_wait_for_its_answer() -> None:
    assert Comment.model_validate(RECEIVED).response is None


@pytest.mark.parametrize("status", ["answered", "planned", "done", "not-possible"])
def test_any_other_status_needs_an_answer_and_its_date(status: str) -> None:
    for part in ({}, {"response": "Yes."}, {"answered": "2026-05-20"}):
        assert codes(RECEIVED | {"status": status} | part) == ["comment-without-answer"]
    assert Comment.model_validate(RECEIVED | {"status": status} | ANSWER)


def test_an_answer_does_not_come_before_the_comment() -> None:
    assert codes(RECEIVED | ANSWER | {"answered": "2026-05-03"}) == ["answered-before-received"]


def test_an_answer_may_come_on_the_same_day() -> None:
    assert Comment.model_validate(RECEIVED | ANSWER | {"answered": "2026-05-04"})
