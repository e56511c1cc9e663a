"""The same information in another form or another language."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from offer_schema.entry import Part
from offer_schema.field_types import Id, MarkdownText, Reference, ShortText, WebAddress, problem

Format = Literal["easy-read", "large-print", "bsl-video", "audio", "braille", "translation", "symbols"]
"""A form in which information is given."""


class Version(Part):
    """The same information in another form or language, on a page of its own elsewhere."""

    format: Format = Field(
        description="The form that it has; translation for another language.", examples=["easy-read"]
    )
    language: Annotated[Id, Reference("language")] | None = Field(
        None,
        description="The language of it, from content/vocabulary/languages.yml, if it is not English.",
        examples=["polish"],
    )
    title: ShortText | None = Field(
        None,
        description="What it is called, if the name of its form does not say enough.",
        examples=["Your first visit to the pool"],
    )
    url: WebAddress = Field(
        description="The address of the page, video or file.", examples=["https://www.example.org/easy-read"]
    )

    @model_validator(mode="after")
    def _translation_says_its_language(self) -> Self:
        if self.format == "translation" and self.language is None:
            raise problem(
                "no-language",
                "This translation does not say which language it is in.",
                'Add "language:" with an id from content/vocabulary/languages.yml, like "language: polish".',
            )
        return self


class Translation(Part):
    """What an entry says in another language, on its own page."""

    name: ShortText | None = Field(
        None, description="The name in that language, if it has one.", examples=["Sobotni Klub Pływacki"]
    )
    summary: ShortText = Field(
        description="The summary in that language, at most 200 characters.",
        examples=["Lekcje pływania w małych grupach dla dzieci z niepełnosprawnością."],
    )
    description: MarkdownText | None = Field(
        None,
        description="Everything else that matters, in that language. Markdown may be used.",
        examples=["W grupie jest sześcioro dzieci."],
    )


Versions = Annotated[
    tuple[Version, ...],
    Field(
        description="Easy Read, a BSL video, a translation and so on, to be offered at the top of the page.",
        examples=[[{"format": "bsl-video", "url": "https://www.example.org/bsl"}]],
    ),
]
"""Other forms of the same information, elsewhere."""

Translations = Annotated[
    dict[Annotated[Id, Reference("language")], Translation],
    Field(
        default_factory=dict,
        description="The text in other languages, under the id of each language. Ask somebody who speaks it.",
        examples=[{"polish": {"summary": "Lekcje pływania w małych grupach."}}],
    ),
]
"""An entry's own text in other languages."""
