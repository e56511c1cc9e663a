"""A service: anything that a child, a young person or their family can use."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from offer_schema.entry import (
    ACTIVE,
    Ages,
    Checked,
    CheckedBy,
    Contact,
    Description,
    HowToComplain,
    Keywords,
    Links,
    Location,
    Name,
    Needs,
    Owner,
    Part,
    ReviewEvery,
    Sensitive,
    Session,
    StatusNow,
    Summary,
)
from offer_schema.field_types import Id, Money, PlainText, Reference, ShortText, problem
from offer_schema.versions import Format, Translations, Versions

Audience = Literal["children", "young-people", "parents-carers", "siblings", "professionals"]
"""Whom something is for."""

Level = Literal["universal", "targeted", "specialist"]
"""The Code of Practice's three levels of support (paragraph 4.31)."""

EhcPlan = Literal["needed", "not-needed", "either"]
"""Whether an education, health and care plan is asked for."""

Route = Literal[
    "drop-in",
    "book",
    "self-referral",
    "school",
    "gp",
    "health-professional",
    "social-worker",
    "council",
    "membership",
]
"""A way in."""

Coverage = Literal["authority-wide", "online", "phone", "at-home", "out-of-area", "national"]
"""Where a service can be had, when that is not one building."""

Unit = Literal[
    "session", "hour", "half-day", "day", "week", "month", "term", "year", "visit", "meal", "course"
]
"""What an amount of money buys."""


class Referral(Part):
    """How to get it."""

    routes: tuple[Route, ...] = Field(
        (),
        description="The ways in. drop-in means just turn up; book means book first.",
        examples=[["self-referral", "school"]],
    )
    how: PlainText | None = Field(
        None, description="What to do, step by step.", examples=["Ring us. We call back within five days."]
    )
    wait: ShortText | None = Field(
        None, description="How long people wait at present.", examples=["About 12 weeks in October 2026"]
    )


class CostOption(Part):
    """One price."""

    for_: ShortText | None = Field(
        None, alias="for", description="Who or what the price is for.", examples=["Adult"]
    )
    amount: Money = Field(description="Pounds.", examples=["4.50"])
    per: Unit | None = Field(None, description="What the price buys.", examples=["session"])
    note: ShortText | None = Field(None, description="Anything else.", examples=["One carer comes in free."])


class Cost(Part):
    """What it costs."""

    free: bool | None = Field(None, description="yes if nobody pays anything.", examples=["yes"])
    options: tuple[CostOption, ...] = Field(
        (),
        description="The prices, one by one.",
        examples=[[{"for": "Child", "amount": "4.50", "per": "session"}]],
    )
    note: PlainText | None = Field(
        None, description="Help with the cost, or how it is worked out.", examples=["Ask about a free place."]
    )

    @model_validator(mode="before")
    @classmethod
    def _from_one_word(cls, value: Any) -> Any:
        if isinstance(value, str) and value.strip().lower() == "free":
            return {"free": True}
        return {"note": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _not_free_and_paid(self) -> Self:
        if self.free and any(option.amount for option in self.options):
            raise problem(
                "free-and-paid", 'This says "free: yes" and gives a price as well.', "Take one of them out."
            )
        return self

    @property
    def kind(self) -> Literal["free", "paid"] | None:
        """``free``, ``paid`` or None when it is not stated."""
        if self.free or (self.options and not any(option.amount for option in self.options)):
            return "free"
        return "paid" if self.options or self.free is False else None


class Area(Part):
    """Where people can use it, when that is more than one building."""

    covers: tuple[Coverage, ...] = Field(
        (),
        description="authority-wide, online, phone, at-home, out-of-area or national.",
        examples=[["authority-wide", "at-home"]],
    )
    places: tuple[Annotated[Id, Reference("place")], ...] = Field(
        (),
        description="The towns or wards that it serves, from content/vocabulary/places.yml.",
        examples=[["tidewell", "silverpit"]],
    )

    @model_validator(mode="before")
    @classmethod
    def _from_one_word(cls, value: Any) -> Any:
        return {"covers": [value]} if isinstance(value, str) else value


class Service(Part):
    """One thing that people can use, with everything that they need to know to use it.

    `eligibility` and `referral` are the "criteria that must be satisfied" of the SEND
    Regulations 2014, Schedule 2, paragraph 18.
    """

    name: Name
    organisation: Annotated[Id, Reference("organisation")] | None = Field(
        None, description="Who runs it: a file name in content/organisations.", examples=["tidewell-leisure"]
    )
    summary: Summary = None
    description: Description = None
    categories: tuple[Annotated[Id, Reference("category")], ...] = Field(
        min_length=1,
        description="What kind of thing it is, from content/vocabulary/categories.yml. The first is the main one.",
        examples=[["clubs"]],
    )
    needs: Needs = ()
    ages: Ages | None = Field(None, description="The ages it is for.", examples=[{"from": 5, "to": 11}])
    audience: tuple[Audience, ...] = Field(
        (), description="Whom it is for.", examples=[["children", "parents-carers"]]
    )
    level: Level | None = Field(
        None,
        description="universal (for everyone), targeted (for some) or specialist (for few, with complex needs).",
        examples=["targeted"],
    )
    eligibility: PlainText | None = Field(
        None,
        description="Who can have it: every condition that must be met.",
        examples=["You live in Doggerland and your child gets DLA."],
    )
    ehc_plan: EhcPlan | None = Field(
        None, description="Whether an EHC plan is needed, not-needed, or either.", examples=["not-needed"]
    )
    referral: Referral | None = Field(
        None, description="How to get it.", examples=[{"routes": ["self-referral"], "how": "Ring us."}]
    )
    cost: Cost | None = Field(
        None,
        description="What it costs: the word free, or the prices.",
        examples=["free"],
    )
    contact: Contact | None = Field(
        None, description="How to get in touch.", examples=[{"phone": "01632 960123"}]
    )
    locations: tuple[Location, ...] = Field(
        (),
        description="Where it happens.",
        examples=[[{"name": "Tidewell Baths", "town": "Tidewell", "postcode": "ZZ1 2AB"}]],
    )
    area: Area | None = Field(
        None,
        description="Where people can use it, if not one building: authority-wide, online, phone, at-home …",
        examples=[{"covers": ["authority-wide"]}],
    )
    times: tuple[Session, ...] = Field(
        (),
        description="When it happens, row by row.",
        examples=[[{"days": ["saturday"], "opens": "09:30", "closes": "11:00", "when": "term-time"}]],
    )
    languages: tuple[Annotated[Id, Reference("language")], ...] = Field(
        (),
        description="Languages besides English, from content/vocabulary/languages.yml; bsl for British Sign Language.",
        examples=[["bsl", "polish"]],
    )
    formats: tuple[Format, ...] = Field(
        (), description="Forms in which information is given.", examples=[["easy-read"]]
    )
    links: Links = ()
    versions: Versions = ()
    translations: Translations
    complaints: HowToComplain = None
    sensitive: Sensitive = False
    keywords: Keywords = ()
    status: StatusNow = ACTIVE
    checked: Checked = None
    checked_by: CheckedBy = None
    review_every: ReviewEvery = None
    owner: Owner = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        reachable = (self.contact and self.contact.reachable) or any(
            place.published().findable for place in self.locations
        )
        if not reachable:
            raise problem(
                "no-way-to-reach",
                "Nobody can reach this service.",
                'Give a phone, email or website under "contact:", or an address or postcode under "locations:".',
            )
        return self
