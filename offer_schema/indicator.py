"""How the council is doing: figures by year, with England's beside them and what is being done about them."""

from collections import Counter
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from offer_schema.entry import Checked, Link, Owner, Part, ReviewEvery
from offer_schema.field_types import Id, MarkdownText, PlainText, Quantity, ShortText, problem

IndicatorTopic = Literal[
    "ehc-plans", "disagreements", "attainment", "destinations", "attendance", "looked-after", "views", "money"
]
"""What the page is sorted by, in the order in which it shows it."""

_MOST = 100_000_000


class FigurePart(Part):
    """One part of a figure's total: one outcome of appeals, for example."""

    name: ShortText = Field(description="What it is.", examples=["Agreed before the hearing"])
    ours: Quantity | None = Field(None, description="How many of ours.", examples=[41])
    suppressed: bool = Field(
        False, description="yes if the number is too small to publish; then leave it out.", examples=["yes"]
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.suppressed and self.ours is not None:
            raise _given()
        if not self.suppressed and self.ours is None:
            raise problem(
                "no-figure",
                f'"{self.name}" has no number.',
                'Write "ours:", or "suppressed: yes" if it is too small.',
            )
        return self


class Figure(Part):
    """The figures of one year or other period."""

    period: ShortText = Field(
        description="The year or school year that it is for, the same in every figure of a kind.",
        examples=["2025"],
    )
    ours: Quantity | None = Field(
        None, description="Our figure. It may be left out if count and of say it.", examples=[61]
    )
    england: Quantity | None = Field(None, description="England's figure.", examples=[52])
    count: int | None = Field(
        None,
        ge=0,
        le=_MOST,
        description="How many children a percentage stands for, so that check can see that nobody can be known.",
        examples=[183],
    )
    of: int | None = Field(None, ge=0, le=_MOST, description="Out of how many children.", examples=[300])
    suppressed: bool = Field(
        False,
        description="yes if it is about too few children to publish; then leave ours and count out.",
        examples=["yes"],
    )
    parts: tuple[FigurePart, ...] = Field(
        (), description="The parts that the number is the total of, if they are published, too."
    )
    note: ShortText | None = Field(
        None, description="What one must know about this figure.", examples=["The way of counting changed."]
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.suppressed and (self.ours is not None or self.count is not None):
            raise _given()
        if not self.suppressed and self.ours is None and (self.count is None or not self.of):
            raise problem(
                "no-figure",
                f'There is no figure of ours for "{self.period}".',
                'Write "ours:", or both "count:" and "of:", or "suppressed: yes" if it is about too few children.',
            )
        if self.count is not None and self.of is not None and self.count > self.of:
            raise problem(
                "count-over-base",
                f"{self.count} cannot be a part of {self.of}.",
                'Write the smaller number after "count:" and the larger after "of:".',
            )
        return self


def _given() -> Exception:
    return problem(
        "suppressed-but-given",
        "This figure must not be published, but it is written here.",
        "Take the number out, too: whoever can read this file can read it.",
    )


class Indicator(Part):
    """One thing that is counted every year, to see how the council is doing."""

    name: ShortText = Field(description="What it is called.", examples=["EHC plans finished in 20 weeks"])
    topic: IndicatorTopic = Field(
        description="The part of the page that it stands in.", examples=["ehc-plans"]
    )
    definition: PlainText = Field(
        description="What is counted, in plain words.",
        examples=["Of all new EHC plans, how many were finished 20 weeks after somebody asked."],
    )
    unit: Literal["percent", "children", "number", "pounds", "days", "weeks"] = Field(
        description="What the figures are. children is whatever stands for one child each: pupils, plans, appeals.",
        examples=["percent"],
    )
    better: Literal["higher", "lower", "neither"] = Field(
        "neither", description="Which way is better for families.", examples=["higher"]
    )
    source: Link = Field(description="Where the figures come from.")
    figures: tuple[Figure, ...] = Field(min_length=1, description="The figures, the earliest first.")
    doing: MarkdownText | None = Field(
        None,
        description="What we are doing about it.",
        examples=["We have three more plan coordinators since May."],
    )
    checked: Checked = None
    review_every: ReviewEvery = None
    owner: Owner = None

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        twice = [period for period, times in Counter(one.period for one in self.figures).items() if times > 1]
        if twice:
            raise problem(
                "same-period", f'"{twice[0]}" has two figures.', "Keep one of them, or mend the period."
            )
        for figure in self.figures:
            self._check(figure)
        return self

    def _check(self, figure: Figure) -> None:
        counted = self.unit in ("children", "number")
        if figure.parts and not counted:
            raise problem(
                "parts-need-numbers",
                f'"{figure.period}" has parts, and the unit is {self.unit}.',
                "Only numbers (children or number) can have parts. Make a percentage of its own for each.",
            )
        if self.unit != "percent" and figure.count is not None:
            raise problem(
                "count-needs-percent",
                f'"{figure.period}" has a count, and the unit is {self.unit}.',
                'Write the number itself after "ours:".',
            )
        if self.unit == "percent" and any(
            one is not None and one > 100 for one in (figure.ours, figure.england)
        ):
            raise problem(
                "over-100-percent", f'"{figure.period}" is over 100%.', "Look at the figure and at the unit."
            )
        if self.unit == "children" and figure.ours is not None and figure.ours % 1:
            raise problem(
                "half-a-child", f"{figure.ours} is no whole number of children.", "Write a whole number."
            )
        shown, counts = figure.ours, (figure.count, figure.of)
        if shown is not None and counts[0] is not None and counts[1]:
            worked_out = Decimal(100 * counts[0]) / counts[1]
            if abs(worked_out - shown) > (Decimal("0.5") if shown % 1 == 0 else Decimal("0.06")):
                raise problem(
                    "figures-disagree",
                    f'{counts[0]} of {counts[1]} is {worked_out:.1f}%, and "ours" says {shown}%.',
                    "One of the three numbers is wrong.",
                )
        given = sum((part.ours for part in figure.parts if part.ours is not None), Decimal())
        complete = not any(part.suppressed for part in figure.parts)
        if figure.parts and shown is not None and (given > shown or (complete and given != shown)):
            raise problem(
                "parts-do-not-add-up",
                f'The parts of "{figure.period}" come to {given}, and not to {shown}.',
                "Mend a number, or add the part that is missing.",
            )


class Indicators(Part):
    """Everything that is counted every year."""

    indicators: dict[Id, Indicator] = Field(
        description="What is counted, each under its id, in the order of the page."
    )
