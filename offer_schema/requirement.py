"""What the law asks of a council or a school, as data: the requirement, its source, and what content meets it.

The sets are the files in ``offer_schema/requirements``. When the law changes a new file with a later
`RequirementSet.in_force` comes beside the old one, which gets an `until`: no code changes. A council
puts a citation right, or adds what it has promised itself, in ``content/requirements.yml``.
"""

import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from offer_schema.entry import Part
from offer_schema.field_types import Date, Id, Period, PlainText, Reference, ShortText, WebAddress, problem
from offer_schema.organisation import OrganisationKind
from offer_schema.sen_report import SenReport
from offer_schema.service import Coverage, Level
from offer_schema.setting_types import SETTING_TYPES

Force = Literal["must", "should"]
"""``must`` is the law; ``should`` is guidance that has to be considered, and departures explained."""

Certainty = Literal["checked", "likely", "unsure"]
"""How sure the citation is: read in the source; from memory and corroborated; from memory alone."""

REPORT_FIELDS = frozenset({*SenReport.questions(), "local_offer", "senco", "senco_name"})
"""The parts of an SEN information report that a requirement can ask for."""

FACTS = frozenset(
    {
        "website", "complaints", "offline", "offline.phone", "offline.places", "offline.formats",
        "contact.role", "contact.phone", "contact.email", "contact.text_phone",
        "feedback.email", "feedback.phone", "feedback.post",
    }
)  # fmt: skip
"""The facts of ``authority.yml`` that a requirement can ask for."""


class PageRule(Part):
    """A guide that says under ``meets:`` that it answers this, is checked in time, and is long enough."""

    least_words: int = Field(
        40, ge=0, le=2000, description="How many different words it must have, small ones not counted."
    )
    says: tuple[ShortText, ...] = Field((), description="Words of which it must use at least one.")
    checked_within: Period | None = Field(
        None, description="How old its check may be, where the law says so; else its own period counts."
    )


class ServiceRule(Part):
    """Services of these kinds. Within a key any of its values will do; all keys must fit."""

    at_least: int = Field(1, ge=1, le=1000, description="How many there must be.")
    categories: tuple[Annotated[Id, Reference("category")], ...] = Field((), description="Any of these.")
    levels: tuple[Level, ...] = Field((), description="Any of these.")
    covers: tuple[Coverage, ...] = Field((), description="Any of these.")
    words: tuple[ShortText, ...] = Field(
        (), description="Words of which its name, summary or keywords must have at least one."
    )


class SettingRule(Part):
    """Schools and settings of these kinds. Within a key any of its values will do; all keys must fit."""

    at_least: int = Field(1, ge=1, le=1000, description="How many there must be.")
    types: tuple[Literal[*SETTING_TYPES], ...] = Field((), description="Any of these.")  # type: ignore[valid-type]
    families: tuple[Literal["maintained", "academy", "independent", "college", "other"], ...] = Field(
        (), description="Any of these."
    )
    special: bool | None = Field(None, description="yes: special only; no: mainstream only.")
    section_41: bool | None = Field(None, description="yes: approved under section 41 only.")
    out_of_area: bool | None = Field(None, description="yes: outside the area only; no: in it only.")


class OrganisationRule(Part):
    """Organisations of these kinds."""

    at_least: int = Field(1, ge=1, le=1000, description="How many there must be.")
    kinds: tuple[OrganisationKind, ...] = Field((), description="Any of these.")
    words: tuple[ShortText, ...] = Field(
        (), description="Words of which its name, summary or keywords must have at least one."
    )


class AnswersRule(Part):
    """Answers in the SEN information reports of the schools in the area that owe one."""

    of: tuple[Literal[*sorted(REPORT_FIELDS)], ...] = Field(  # type: ignore[valid-type]
        min_length=1, description="The questions, all of which a school must answer."
    )
    share: int = Field(
        66,
        ge=1,
        le=100,
        description="How many in 100 of the schools must answer: two thirds, if nothing is said.",
    )


class FieldsRule(Part):
    """What entries of a kind must say about themselves."""

    kind: Literal["service", "school", "organisation"] = Field(description="Which entries.")
    any_of: tuple[
        Literal["eligibility", "referral", "cost", "contact", "complaints", "report_link", "checked"], ...
    ] = Field(min_length=1, description="Of which at least one must be there.")
    share: int = Field(90, ge=1, le=100, description="How many in 100 of the entries must say it.")


class CommentsRule(Part):
    """Comments that were published with the council's answer."""

    answered_within: Period = Field("1 year", description="How old the newest answer may be.")
    at_least: int = Field(1, ge=1, le=1000, description="How many answered in that time.")
    topics: tuple[Literal["content", "gap", "quality", "accessibility", "process"], ...] = Field(
        (), description="Any of these."
    )
    with_action: bool = Field(False, description="Whether each must say what was or will be done.")


class StatementRule(Part):
    """The accessibility statement: every fact there, reviewed and tested in time."""

    reviewed_within: Period = Field("1 year", description="How old its review may be.")


class Condition(Part):
    """One condition. Exactly one of the keys is there."""

    page: PageRule | None = Field(None, description="A guide that answers it.")
    services: ServiceRule | None = Field(None, description="Services.")
    settings: SettingRule | None = Field(None, description="Schools and settings.")
    organisations: OrganisationRule | None = Field(None, description="Organisations.")
    answers: AnswersRule | None = Field(None, description="Answers in schools' reports.")
    fields: FieldsRule | None = Field(None, description="What entries say.")
    facts: dict[Literal[*sorted(FACTS)], int] | None = Field(  # type: ignore[valid-type]
        None, description="Facts in authority.yml, each with how many of it there must be."
    )
    comments: CommentsRule | None = Field(None, description="Answered comments.")
    statement: StatementRule | None = Field(None, description="The accessibility statement.")
    requirements: tuple[Annotated[Id, Reference("requirement")], ...] | None = Field(
        None, description="Other requirements, all of which must be met."
    )

    @model_validator(mode="before")
    @classmethod
    def _page_alone(cls, value: Any) -> Any:
        # "- page" is the usual condition: a guide that answers it.
        return {"page": {}} if value == "page" else value

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise problem(
                "not-one-rule",
                f"A condition has one key, not {len(given)}.",
                "Begin each condition with a hyphen of its own.",
            )
        return self


class Rule(Condition):
    """One condition, or several of which one is enough. Exactly one of the keys is there."""

    any_of: tuple[Condition, ...] | None = Field(None, description="Conditions of which one is enough.")


class Requirement(Part):
    """One thing that the law or guidance asks for."""

    title: ShortText = Field(description="What is asked, in a few words.", examples=["How to complain"])
    wording: PlainText = Field(description="What is asked, in plain words of our own.")
    citation: ShortText = Field(
        description="Where it says so.", examples=["SEND Regulations 2014, Schedule 2, paragraph 17"]
    )
    href: WebAddress | None = Field(None, description="Where that can be read; else the set's own address.")
    certainty: Certainty = Field("checked", description="How sure the citation is.")
    force: Force | None = Field(None, description="must or should, if not as the whole set.")
    met_by: tuple[Rule, ...] = Field(
        (), description="What content meets it: all of these. Of a school: nothing, and `answers` instead."
    )
    answers: tuple[Literal[*sorted(REPORT_FIELDS)], ...] = Field(  # type: ignore[valid-type]
        (), description="Of a school: the parts of its report that answer it together."
    )
    not_for_special: bool = Field(False, description="Whether the law does not ask it of special schools.")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if bool(self.met_by) == bool(self.answers):
            raise problem(
                "no-way-to-meet",
                "Nothing says what content meets this.",
                'Write "met_by:" with a list, like "- page".',
            )
        return self


class RequirementSet(BaseModel):
    """Requirements from one source.

    Attributes (as keys of the file):
        in_force: The day from which it holds.
        until: The last day on which it held, once something else has taken its place.
        applies_to: ``council``, or ``school`` for what each school with the duty must say.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: ShortText
    source: ShortText
    href: WebAddress
    force: Force
    in_force: Date
    until: Date | None = None
    applies_to: Literal["council", "school"] = "council"
    order: int
    requirements: dict[Id, Requirement]

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the set is in force on a day."""
        return self.in_force <= day and (self.until is None or day <= self.until)


class Correction(Part):
    """What a council puts right in a requirement."""

    citation: ShortText | None = Field(None, description="The citation as it should be.")
    href: WebAddress | None = Field(None, description="Where it can be read.")
    title: ShortText | None = Field(None, description="A better heading.")
    wording: PlainText | None = Field(None, description="Better words.")
    certainty: Certainty = Field("checked", description="How sure the citation is now.")
    met_by: tuple[Rule, ...] | None = Field(
        None, description="What content of yours meets it, if your categories have other names."
    )


class LocalRequirements(Part):
    """``content/requirements.yml``: what a council puts right or adds. The file may be absent."""

    title: ShortText = Field(
        "What we have promised ourselves", description="The heading above the council's own requirements."
    )
    corrections: dict[Annotated[Id, Reference("requirement")], Correction] = Field(
        default_factory=dict,
        description="Requirements that the program has and that you put right, each under its id.",
        examples=[{"lo-complaints": {"citation": "SEND Regulations 2014, Schedule 2, paragraph 17"}}],
    )
    added: dict[Id, Requirement] = Field(
        default_factory=dict,
        description="Requirements of your own, each under an id.",
        examples=[
            {
                "call-back": {
                    "title": "We ring back",
                    "wording": "Whoever leaves a message is rung back within one working day.",
                    "citation": "Cabinet, 4 May 2026",
                    "met_by": ["page"],
                }
            }
        ],
    )
