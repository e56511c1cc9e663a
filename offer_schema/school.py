"""A school or setting: the register's facts and its SEN information report."""

import re
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

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
    StatusNow,
    Summary,
)
from offer_schema.field_types import Id, JsonForm, PlainText, Reference, ShortText, digits, problem
from offer_schema.sen_report import SenReport
from offer_schema.setting_types import SETTING_TYPES, SettingType
from offer_schema.versions import Translations, Versions

Phase = Literal[
    "nursery",
    "primary",
    "middle-primary",
    "secondary",
    "middle-secondary",
    "16-plus",
    "all-through",
    "not-applicable",
]
"""The phase of education, as GIAS names them."""

Urn = digits("bad-urn", "URN", 6, 6)
Ukprn = digits("bad-ukprn", "UKPRN", 8, 8)


def _setting_type(value: str) -> str:
    if value not in SETTING_TYPES:
        near = get_close_matches(value, SETTING_TYPES, 1)
        raise problem(
            "unknown-setting-type",
            f'"{value}" is not a type of school or setting.',
            f'Did you mean "{near[0]}"?' if near else "The types are listed in docs/entries.md.",
        )
    return value


_DFE_NUMBER = re.compile(r"^[0-9]{3}/[0-9]{4}$")


def _dfe_number(value: str) -> str:
    if not _DFE_NUMBER.fullmatch(value):
        raise problem("bad-dfe-number", f'"{value}" is not a DfE number.', 'Write it like "201/3614".')
    return value


class ResourcedProvision(Part):
    """A unit or resourced provision inside a mainstream school."""

    kind: Literal["unit", "resourced-provision", "both"] = Field(
        description="unit, resourced-provision or both.", examples=["unit"]
    )
    name: ShortText | None = Field(None, description="What people call it.", examples=["The Lighthouse"])
    needs: Needs = ()
    places: int | None = Field(None, ge=0, le=1000, description="How many places it has.", examples=[12])
    on_roll: int | None = Field(
        None, ge=0, le=1000, description="How many pupils are there now.", examples=[11]
    )
    description: PlainText | None = Field(
        None, description="What it is like and how places are given.", examples=["Two small classes."]
    )


class School(Part):
    """A school, nursery, college or other setting, in the area or outside it."""

    name: Name
    organisation: Annotated[Id, Reference("organisation")] | None = Field(
        None,
        description="The trust or body that runs it: a file name in content/organisations.",
        examples=["reef-trust"],
    )
    summary: Summary = None
    description: Description = None
    urn: Urn | None = Field(  # type: ignore[valid-type]
        None, description="Its number in Get Information About Schools, 6 digits.", examples=["100000"]
    )
    dfe_number: (
        Annotated[
            str,
            AfterValidator(_dfe_number),
            JsonForm({"type": "string", "pattern": "^[0-9]{3}/[0-9]{4}$"}),
        ]
        | None
    ) = Field(None, description="The council's code and the school's, with a stroke.", examples=["201/3614"])
    ukprn: Ukprn | None = Field(  # type: ignore[valid-type]
        None, description="Its UK provider reference number, 8 digits.", examples=["10079319"]
    )
    type: Annotated[
        str, AfterValidator(_setting_type), JsonForm({"type": "string", "enum": list(SETTING_TYPES)})
    ] = Field(description="What type of school or setting it is.", examples=["community-school"])
    phase: Phase = Field("not-applicable", description="The phase of education.", examples=["primary"])
    ages: Ages | None = Field(None, description="The ages that it takes.", examples=[{"from": 4, "to": 11}])
    authority: ShortText | None = Field(
        None,
        description="The council whose area it is in, if it is outside ours.",
        examples=["Zealand Marsh Council"],
    )
    out_of_area: bool = Field(False, description="yes if it is outside our area.", examples=["yes"])
    section_41: bool = Field(
        False,
        description="yes if it is approved under section 41, so that parents can ask for it in an EHC plan.",
        examples=["yes"],
    )
    in_hospital: bool = Field(
        False,
        description="yes if it is a special school in a hospital, which the law asks for no SEN information report.",
        examples=["yes"],
    )
    needs: Needs = ()
    resourced_provision: tuple[ResourcedProvision, ...] = Field(
        (),
        description="Units and resourced provision in the school.",
        examples=[[{"kind": "unit", "name": "The Lighthouse", "needs": ["autism"], "places": 12}]],
    )
    gender: Literal["mixed", "boys", "girls"] | None = Field(None, description="mixed, boys or girls.")
    religion: ShortText | None = Field(
        None, description="Its religious character.", examples=["Church of England"]
    )
    boarding: bool | None = Field(None, description="yes if pupils can board.", examples=["no"])
    nursery_classes: bool | None = Field(None, description="yes if it has nursery classes.", examples=["yes"])
    sixth_form: bool | None = Field(None, description="yes if it has a sixth form.", examples=["no"])
    capacity: int | None = Field(
        None, ge=0, le=100_000, description="How many pupils it has room for.", examples=[420]
    )
    pupils: int | None = Field(None, ge=0, le=100_000, description="How many pupils it has.", examples=[398])
    contact: Contact | None = Field(
        None, description="How to get in touch.", examples=[{"phone": "01632 960123"}]
    )
    locations: tuple[Location, ...] = Field(
        (),
        description="Where it is; more than one for more than one site.",
        examples=[[{"address": "Reef Road", "town": "Tidewell", "postcode": "ZZ1 2AB"}]],
    )
    sen_report: SenReport | None = Field(None, description="The SEN information report, answer by answer.")
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

    @property
    def setting_type(self) -> SettingType:
        """The type with its name and what follows from it."""
        return SETTING_TYPES[self.type]

    @property
    def owes_report(self) -> bool:
        """Whether the law asks it for an SEN information report.

        Children and Families Act 2014, section 69; the SEND Regulations 2014, regulation 51, leave out special
        schools that are established in a hospital.
        """
        kind = self.setting_type
        return kind.sen_report and not (kind.special and self.in_hospital)
