"""What every kind of entry shares: the base model and the parts that recur."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from offer_schema.field_types import (
    Age,
    Date,
    Email,
    Id,
    MarkdownText,
    Period,
    Phone,
    PlainText,
    Postcode,
    Reference,
    ShortText,
    Time,
    WebAddress,
    digits,
    problem,
)


class Part(BaseModel):
    """A group of answers inside an entry. Unknown keys are errors; instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Link(Part):
    """A web page worth reading, with words that say what it is."""

    title: ShortText = Field(description="What the reader finds there.", examples=["Timetable for this term"])
    url: WebAddress = Field(
        description="The address of the page.", examples=["https://www.example.org/timetable"]
    )


class Ages(Part):
    """The ages that something is for, in whole years, both ends included."""

    from_: Age = Field(0, alias="from", description="The youngest age.", examples=[5])
    to: Age = Field(25, description="The oldest age.", examples=[11])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise problem(
                "ages-in-wrong-order",
                f"The ages run from {self.from_} to {self.to}.",
                'Put the youngest age in "from" and the oldest in "to".',
            )
        return self


class Contact(Part):
    """How to get in touch: a role, never a named person (so that it stays true and private)."""

    role: ShortText | None = Field(
        None, description="Who answers, by job and not by name.", examples=["Club leader"]
    )
    phone: Phone | None = Field(None, description="The phone number to call.", examples=["01632 960123"])
    text_phone: Phone | None = Field(
        None, description="A number for text messages or a textphone.", examples=["07700 900123"]
    )
    email: Email | None = Field(
        None, description="The email address to write to.", examples=["club@example.org"]
    )
    website: WebAddress | None = Field(
        None, description="The website of this service.", examples=["https://www.example.org/club"]
    )
    hours: ShortText | None = Field(
        None, description="When somebody answers.", examples=["Monday to Friday, 9am to 4pm, in term time"]
    )

    @property
    def reachable(self) -> bool:
        """Whether there is any way here to get in touch."""
        return bool(self.phone or self.text_phone or self.email or self.website)


Uprn = digits("bad-uprn", "UPRN", 1, 12)


class Location(Part):
    """A place where something happens, and how easy it is to get in and around.

    A location with `withheld` is published as an area only; use `published`
    for anything that leaves the generator.
    """

    name: ShortText | None = Field(
        None, description="The name of the building or park.", examples=["Tidewell Baths"]
    )
    address: PlainText | None = Field(
        None,
        description="The building number, street and so on, with commas; not the town or postcode.",
        examples=["12 Harbour Street"],
    )
    town: ShortText | None = Field(None, description="The town or village.", examples=["Tidewell"])
    postcode: Postcode | None = Field(None, description="The full postcode.", examples=["ZZ1 2AB"])
    place: Annotated[Id, Reference("place")] | None = Field(
        None, description="The place in content/vocabulary/places.yml that this is in.", examples=["tidewell"]
    )
    latitude: float | None = Field(
        None,
        ge=-90,
        le=90,
        description="Degrees north (WGS84). Leave out to use the postcode's.",
        examples=[54.7012],
    )
    longitude: float | None = Field(
        None, ge=-180, le=180, description="Degrees east (WGS84); west is negative.", examples=[2.3125]
    )
    uprn: Uprn | None = Field(  # type: ignore[valid-type]
        None, description="The Unique Property Reference Number, up to 12 digits.", examples=["100012345678"]
    )
    access: tuple[Annotated[Id, Reference("access")], ...] = Field(
        (),
        description="What makes the place easier to use, from content/vocabulary/access.yml.",
        examples=[["step-free", "accessible-toilet"]],
    )
    access_notes: PlainText | None = Field(
        None,
        description="What somebody should know before they come.",
        examples=["The side door has a ramp. Ring the low bell."],
    )
    travel: PlainText | None = Field(
        None,
        description="Buses, parking and drop-off.",
        examples=["Bus 4 stops outside. Two Blue Badge bays."],
    )
    withheld: bool = Field(
        False,
        description="yes keeps the address secret (a refuge, a home): only the town and place are published.",
        examples=["yes"],
    )

    @property
    def findable(self) -> bool:
        """Whether somebody could get there, or to the area, from what is written here."""
        return bool(self.address or self.postcode or self.town or self.place or self.name)

    def published(self) -> "Location":
        """This location as it may be shown: one that is withheld keeps only its town and place."""
        if not self.withheld:
            return self
        return Location(town=self.town, place=self.place, access=self.access, withheld=True)


Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""A day of the week."""

DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Season = Literal["all-year", "term-time", "holidays"]
"""When in the year something runs, seen from the school calendar."""


class Session(Part):
    """One row of a timetable: the days, the hours and the part of the year."""

    days: tuple[Day, ...] = Field(
        min_length=1,
        description="The days of the week, in small letters.",
        examples=[["monday", "wednesday"]],
    )
    opens: Time | None = Field(None, description="When it starts.", examples=["09:30"])
    closes: Time | None = Field(None, description="When it ends.", examples=["12:00"])
    when: Season = Field("all-year", description="Which part of the year.", examples=["term-time"])
    note: ShortText | None = Field(
        None, description="Anything else about this session.", examples=["Quiet session, smaller group"]
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.opens and self.closes and self.closes <= self.opens:
            raise problem(
                "times-in-wrong-order",
                f"This session opens at {self.opens} and closes at {self.closes}.",
                'The closing time must be later. Write afternoon hours like "17:00" or "5pm".',
            )
        return self


class Status(Part):
    """Whether the thing is running now."""

    state: Literal["active", "temporarily-closed", "closed"] = Field(
        "active", description="active, temporarily-closed or closed.", examples=["temporarily-closed"]
    )
    reason: ShortText | None = Field(
        None, description="Why, in plain words.", examples=["The hall is being mended."]
    )
    from_: Date | None = Field(
        None, alias="from", description="The first day of this state.", examples=["2026-11-01"]
    )
    until: Date | None = Field(None, description="The day it should open again.", examples=["2027-01-05"])

    @model_validator(mode="before")
    @classmethod
    def _from_one_word(cls, value: Any) -> Any:
        return {"state": value} if isinstance(value, str) else value


class Complaints(Part):
    """How to complain about this, and to whom."""

    how: PlainText | None = Field(
        None, description="What to do first, and what happens then.", examples=["Tell the club leader."]
    )
    url: WebAddress | None = Field(
        None, description="The complaints procedure.", examples=["https://www.example.org/complaints"]
    )

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        return {"how": value} if isinstance(value, str) else value


# --- Answers that every kind of entry has, declared once ------------------------------------

Name = Annotated[
    ShortText, Field(description="The name that people know it by.", examples=["Saturday Swim Club"])
]
"""The name of an entry."""

Summary = Annotated[
    ShortText | None,
    Field(
        description="One or two sentences, at most 200 characters, that say what it is and who it is for.",
        examples=["Swimming lessons in small groups for children who need more help."],
    ),
]
"""The words shown in lists and search results."""

Description = Annotated[
    MarkdownText | None,
    Field(
        description="Everything else worth knowing, in plain words. Markdown may be used.",
        examples=["We start with games in the shallow pool.\n\n- Groups of six\n- A hoist and a quiet room"],
    ),
]
"""The body of an entry."""

Links = Annotated[
    tuple[Link, ...],
    Field(
        description="Pages that tell more.",
        examples=[[{"title": "Timetable", "url": "https://www.example.org/timetable"}]],
    ),
]
"""Pages that tell more."""

Needs = Annotated[
    tuple[Annotated[Id, Reference("need")], ...],
    Field(
        description="The needs it is made for, from content/vocabulary/needs.yml. Leave out if it is for any need.",
        examples=[["autism", "physical-disability"]],
    ),
]
"""The needs that something is made for; empty means any."""

HowToComplain = Annotated[
    Complaints | None,
    Field(
        description='How to complain: a sentence, or "how" and "url".',
        examples=["Tell the club leader first. If that does not help, write to us."],
    ),
]
"""How to complain."""

Keywords = Annotated[
    tuple[ShortText, ...],
    Field(description="Other words that people may search for.", examples=[["swimming lessons", "aqua"]]),
]
"""Words that search finds and pages do not show."""

Sensitive = Annotated[
    bool,
    Field(
        description="yes if somebody may need to leave the page fast (abuse, crisis).",
        examples=["yes"],
    ),
]
"""Whether the page needs a quick way out."""

StatusNow = Annotated[
    Status,
    Field(
        description="active, temporarily-closed or closed; or a state with a reason and dates.",
        examples=["active"],
    ),
]
"""Whether it is running."""

Checked = Annotated[
    Date | None,
    Field(
        description="The day when somebody last made sure that all of this is right.", examples=["2026-10-01"]
    ),
]
"""The day of the last check by a person (not of the last edit)."""

CheckedBy = Annotated[
    Literal["provider", "council", "parent-carers"] | None,
    Field(
        description="Who checked it, as a group and never by name: provider, council or parent-carers.",
        examples=["provider"],
    ),
]
"""Who said that an entry is right. A choice of groups, so that nobody's name can come into a public file."""

ReviewEvery = Annotated[
    Period | None,
    Field(description="How often to check it, if not as content/authority.yml says.", examples=["6 months"]),
]
"""The entry's own review period."""

Owner = Annotated[
    Annotated[Id, Reference("owner")] | None,
    Field(
        description="The team in content/authority.yml that keeps this true.", examples=["short-breaks-team"]
    ),
]
"""Who keeps an entry true."""

ACTIVE = Status(state="active")
"""The status of an entry that says nothing about it."""
