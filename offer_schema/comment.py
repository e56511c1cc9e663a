"""What families said and what the council did: "You said, we did"."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from offer_schema.entry import Part
from offer_schema.field_types import (
    Date,
    Id,
    MarkdownText,
    PlainText,
    Reference,
    ShortText,
    add_period,
    problem,
)

Topic = Literal["content", "gap", "quality", "accessibility", "process"]
"""What a comment is about, in the words of regulation 56."""

Status = Literal["received", "answered", "planned", "done", "not-possible"]
"""How far the council is with a comment."""

PUBLISHED_EVERY = "1 year"
"""How often comments and answers must be published at least (SEND Regulations 2014, regulation 56)."""


def answer_due(received: datetime.date, within: str) -> datetime.date:
    """The day by which a comment is promised an answer.

    Args:
        received: The day when it came.
        within: The council's promise, like ``20 days``.
    """
    return add_period(received, within)


class Comment(Part):
    """One thing said about the Local Offer, never so that the person can be known.

    Children and Families Act 2014, section 30(6) and (7); SEND Regulations 2014,
    regulation 56.
    """

    theme: ShortText = Field(
        description="What it is about, in a few words.", examples=["Waiting for speech therapy"]
    )
    topic: Topic = Field(
        description="content, gap (something missing), quality, accessibility, or process (how we made this).",
        examples=["gap"],
    )
    received: Date = Field(description="The day it reached us.", examples=["2026-05-04"])
    from_: Literal["parent-carer", "young-person", "child", "on-behalf", "provider", "group"] | None = Field(
        None, alias="from", description="Who said it, as a group of people only.", examples=["parent-carer"]
    )
    said: PlainText = Field(
        description="What was said, in a form that nobody can be known by.",
        examples=["We could not find a club."],
    )
    about: tuple[Annotated[Id, Reference("entry")], ...] = Field(
        (), description="The services or schools it is about.", examples=[["saturday-swim-club"]]
    )
    status: Status = Field(
        description="received, answered, planned, done or not-possible.", examples=["done"]
    )
    response: MarkdownText | None = Field(
        None, description="Our answer.", examples=["You were right. We asked around."]
    )
    action: MarkdownText | None = Field(
        None,
        description="What we did or will do, with a date.",
        examples=["Two clubs began in September 2026."],
    )
    answered: Date | None = Field(None, description="The day when we answered.", examples=["2026-05-20"])
    done: Date | None = Field(None, description="The day when the action was done.", examples=["2026-09-12"])

    @model_validator(mode="after")
    def _answered_when_it_says_so(self) -> Self:
        if self.status != "received" and not (self.response and self.answered):
            raise problem(
                "comment-without-answer",
                f'The status says "{self.status}", but there is no answer.',
                'Write "response:" and the date "answered:", or set the status to "received".',
            )
        if self.answered and self.answered < self.received:
            raise problem(
                "answered-before-received",
                '"answered:" is before "received:".',
                "One of the two dates is wrong.",
            )
        return self
