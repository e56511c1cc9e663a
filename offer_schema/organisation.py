"""An organisation: who provides the services."""

from typing import Literal

from pydantic import Field

from offer_schema.entry import (
    ACTIVE,
    Checked,
    CheckedBy,
    Contact,
    Description,
    HowToComplain,
    Keywords,
    Links,
    Location,
    Name,
    Owner,
    Part,
    ReviewEvery,
    Sensitive,
    StatusNow,
    Summary,
)
from offer_schema.field_types import ShortText
from offer_schema.versions import Translations, Versions

OrganisationKind = Literal[
    "council",
    "nhs",
    "school-or-college",
    "charity",
    "community-group",
    "parent-carer-forum",
    "business",
    "government",
]
"""What sort of body it is."""


class Identifier(Part):
    """A number in a public register, so that the same body is known elsewhere.

    The schemes are those of org-id.guide.
    """

    scheme: Literal["GB-CHC", "GB-COH", "GB-EDU", "GB-NHS", "GB-LAE"] = Field(
        description="GB-CHC charity, GB-COH company, GB-EDU school URN, GB-NHS health body, GB-LAE council.",
        examples=["GB-CHC"],
    )
    id: ShortText = Field(description="The number in that register.", examples=["1234567"])


class Organisation(Part):
    """A body that provides services: a council team, a trust, a charity, a club."""

    name: Name
    kind: OrganisationKind | None = Field(None, description="What sort of body it is.", examples=["charity"])
    summary: Summary = None
    description: Description = None
    identifiers: tuple[Identifier, ...] = Field(
        (),
        description="Its numbers in public registers.",
        examples=[[{"scheme": "GB-CHC", "id": "1234567"}]],
    )
    contact: Contact | None = Field(
        None, description="How to get in touch.", examples=[{"phone": "01632 960123"}]
    )
    locations: tuple[Location, ...] = Field(
        (),
        description="Its own offices, if people may come there.",
        examples=[[{"address": "12 Harbour Street", "town": "Tidewell", "postcode": "ZZ1 2AB"}]],
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
