"""The front matter of a guide: the lines between ``---`` at the top of a Markdown page."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from offer_schema.entry import Checked, CheckedBy, Links, Needs, Owner, Part, ReviewEvery, Sensitive, Summary
from offer_schema.field_types import GuidePath, Id, Reference, ShortText, problem
from offer_schema.service import Audience
from offer_schema.versions import Versions

Section = Literal[
    "start-here",
    "early-years",
    "education",
    "ehc-plans",
    "health",
    "social-care",
    "adulthood",
    "travel",
    "money",
    "leisure",
    "advice",
    "young-people",
    "about",
]
"""The part of the site that a guide stands in."""

SECTION_NAMES: dict[Section, str] = {
    "start-here": "Start here",
    "early-years": "Early years, 0 to 5",
    "education": "Schools and learning",
    "ehc-plans": "EHC plans",
    "health": "Health",
    "social-care": "Social care and short breaks",
    "adulthood": "Preparing for adulthood",
    "travel": "Travel",
    "money": "Money",
    "leisure": "Things to do",
    "advice": "Advice and putting things right",
    "young-people": "For young people",
    "about": "About this Local Offer",
}
"""The sections in the order in which the site shows them, with their headings."""


class PageFrontMatter(Part):
    """What a guide says about itself."""

    title: ShortText = Field(
        description="The heading of the page.", examples=["Ask for an EHC needs assessment"]
    )
    summary: Summary = None
    section: Section | None = Field(
        None, description="The part of the site that it stands in.", examples=["ehc-plans"]
    )
    order: int = Field(
        100, ge=0, le=10_000, description="Its place in that part; small numbers first.", examples=[10]
    )
    categories: tuple[Annotated[Id, Reference("category")], ...] = Field(
        (), description="The categories whose lists also show this guide.", examples=[["ehc-plans"]]
    )
    needs: Needs = ()
    audience: tuple[Audience, ...] = Field(
        (), description="Whom it is written for.", examples=[["parents-carers"]]
    )
    related: tuple[Annotated[Id, Reference("entry")], ...] = Field(
        (), description="Services and schools that belong with it.", examples=[["sendiass-doggerland"]]
    )
    meets: tuple[Annotated[Id, Reference("requirement")], ...] = Field(
        (),
        description="The legal requirements that this page answers.",
        examples=[["lo-ehc-assessment"]],
    )
    links: Links = ()
    versions: Versions = ()
    translation_of: Annotated[GuidePath, Reference("guide")] | None = Field(
        None,
        description="The guide that this one is a translation of: its file below content/pages, without .md.",
        examples=["guides/sendiass"],
    )
    language: Annotated[Id, Reference("language")] | None = Field(
        None,
        description="The language of this page, from content/vocabulary/languages.yml, if it is not English.",
        examples=["polish"],
    )
    sensitive: Sensitive = False
    template: ShortText | None = Field(
        None,
        description="A template of the theme, for pages with a layout of their own.",
        examples=["home.html"],
    )
    checked: Checked = None
    checked_by: CheckedBy = None
    review_every: ReviewEvery = None
    owner: Owner = None

    @model_validator(mode="after")
    def _translation_says_its_language(self) -> Self:
        if self.translation_of is not None and self.language is None:
            raise problem(
                "no-language",
                "This translation does not say which language it is in.",
                'Add "language:" with an id from content/vocabulary/languages.yml, like "language: polish".',
            )
        return self
