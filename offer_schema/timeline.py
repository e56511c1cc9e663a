"""A timeline: what happens at which age or in which week, step by step."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from offer_schema.entry import Checked, Owner, Part, ReviewEvery, Summary
from offer_schema.field_types import (
    OLDEST,
    GuidePath,
    Id,
    MarkdownText,
    Reference,
    ShortText,
    WebAddress,
    problem,
)
from offer_schema.page import Section

LAST_WEEK = 104
"""The last week that a timeline can have: two years."""


class Citation(Part):
    """Where the law says it."""

    citation: ShortText = Field(
        description="The law, as it is cited.", examples=["SEND Regulations 2014, regulation 13"]
    )
    url: WebAddress | None = Field(
        None,
        description="Where it can be read.",
        examples=["https://www.legislation.gov.uk/uksi/2014/1530/regulation/13"],
    )


class Step(Part):
    """One thing that happens, and when."""

    from_: int = Field(
        alias="from",
        ge=0,
        le=LAST_WEEK,
        description="The age in years, or the week, in which it happens or begins.",
        examples=[13],
    )
    to: int | None = Field(
        None,
        ge=0,
        le=LAST_WEEK,
        description="The last age or week of it, if it goes on for longer.",
        examples=[14],
    )
    called: ShortText | None = Field(
        None, description="What people call this time, if it has a name.", examples=["Year 9"]
    )
    title: ShortText = Field(
        description="What happens, in a few words.", examples=["Reviews look at adult life"]
    )
    text: MarkdownText | None = Field(
        None,
        description="What it means and what to do, in plain words. Markdown may be used.",
        examples=["The yearly review now asks what your child wants to do as an adult."],
    )
    time_limit: bool = Field(
        False, description="yes if the law says that it must have happened by then.", examples=["yes"]
    )
    entries: tuple[Annotated[Id, Reference("entry")], ...] = Field(
        (),
        description="Services, schools and organisations that help with it.",
        examples=[["preparing-for-adulthood-team"]],
    )
    guides: tuple[Annotated[GuidePath, Reference("guide")], ...] = Field(
        (),
        description="Guides that tell more: their files below content/pages, without .md.",
        examples=[["guides/preparing-for-adulthood"]],
    )
    law: Citation | None = Field(None, description="Where the law says it.")

    @property
    def last(self) -> int:
        """The last age or week of the step."""
        return self.from_ if self.to is None else self.to

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.from_:
            raise problem(
                "step-ends-before-it-begins",
                f'"{self.title}" runs from {self.from_} to {self.to}.',
                'Put the earlier one in "from" and the later one in "to".',
            )
        return self


def _one_after_the_other(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    for before, after in pairwise(steps):
        if after.from_ < before.from_:
            raise problem(
                "steps-out-of-order",
                f'"{after.title}" begins at {after.from_} and stands below "{before.title}", '
                f"which begins at {before.from_}.",
                "Put the steps in the order in which they begin.",
            )
    return steps


class Timeline(Part):
    """What happens when, as a page with its steps along a line.

    Ages are in whole years, 0 to 25. Weeks are counted from the first day, which is week 0; `counted_from`
    says what happens on that day.
    """

    title: ShortText = Field(
        description="The heading of the page.", examples=["Getting an EHC plan, week by week"]
    )
    summary: Summary = None
    kind: Literal["age", "week"] = Field(
        description="age if its steps are ages in years, week if they are weeks.", examples=["week"]
    )
    counted_from: ShortText | None = Field(
        None,
        description="For weeks: the day from which they are counted.",
        examples=["the day the council got the request"],
    )
    section: Section | None = Field(
        None, description="The part of the site in whose list of guides it stands.", examples=["ehc-plans"]
    )
    order: int = Field(
        100, ge=0, le=10_000, description="Its place in that part; small numbers first.", examples=[20]
    )
    introduction: MarkdownText | None = Field(
        None, description="What to know before the first step.", examples=["School holidays count, too."]
    )
    steps: Annotated[tuple[Step, ...], AfterValidator(_one_after_the_other)] = Field(
        min_length=1,
        description="The steps, in the order in which they begin.",
        examples=[[{"from": 0, "title": "You ask for a plan"}]],
    )
    checked: Checked = None
    review_every: ReviewEvery = None
    owner: Owner = None

    @field_validator("steps", mode="after")
    @classmethod
    def _no_older_than_the_offer(cls, steps: tuple[Step, ...], info: ValidationInfo) -> tuple[Step, ...]:
        for step in steps if info.data.get("kind") == "age" else ():
            if step.last > OLDEST:
                raise problem(
                    "age-above-25",
                    f'"{step.title}" is at the age of {step.last}, and a Local Offer ends at {OLDEST}.',
                    'Write an age up to 25, or "kind: week" if these are weeks.',
                )
        return steps

    @model_validator(mode="after")
    def _weeks_begin_somewhere(self) -> Self:
        if self.kind == "week" and self.counted_from is None:
            raise problem(
                "weeks-without-a-first-day",
                "This timeline does not say from which day its weeks are counted.",
                'Add "counted_from:", like "counted_from: the day the council got the request".',
            )
        return self

    @property
    def guides(self) -> tuple[str, ...]:
        """Every guide that a step names, once."""
        return tuple(dict.fromkeys(guide for step in self.steps for guide in step.guides))
