"""The words that the site uses: needs, categories, places, access features and jargon."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, RootModel, model_validator

from offer_schema.entry import Ages, Part
from offer_schema.field_types import Age, Id, LanguageCode, Reference, ShortText


class Word(Part):
    """One word of a vocabulary, filed under its id.

    `also` holds what else people call it: search and imports understand those too.
    """

    name: ShortText = Field(description="The words that people see.", examples=["Autism"])
    description: ShortText | None = Field(None, description="One sentence that explains it.")
    also: tuple[ShortText, ...] = Field(
        (), description="Other names and abbreviations.", examples=[["ASD", "ASC"]]
    )


class Need(Word):
    """A kind of need, with the Code of Practice's broad area and the school census code."""

    broad_area: (
        Literal[
            "communication-and-interaction",
            "cognition-and-learning",
            "social-emotional-and-mental-health",
            "sensory-and-physical",
        ]
        | None
    ) = Field(None, description="The broad area in the Code of Practice (6.28 to 6.35).")
    code: ShortText | None = Field(
        None, description="The school census code, kept out of sight.", examples=["ASD"]
    )


YoungTopic = Literal["feelings", "learning", "work", "fun", "health", "home", "travel", "money", "rights"]
"""What the young people's area is sorted by, in the order in which it shows it."""


class Category(Word):
    """A kind of support, in one of the parts of the site."""

    section: ShortText | None = Field(
        None, description="The section whose guides belong with it.", examples=["health"]
    )
    young_people: YoungTopic | None = Field(
        None, description="The part of the young people's area that it belongs to.", examples=["feelings"]
    )
    ages: Ages | None = Field(
        None,
        description="The ages that it makes sense for, if not all: outside them nothing is missing.",
        examples=[{"from": 0, "to": 5}],
    )


class Place(Word):
    """A town or ward of this authority, or a neighbouring one."""

    kind: Literal["town", "ward", "neighbour"] = Field("town", description="town, ward or neighbour.")
    part_of: Annotated[Id, Reference("place")] | None = Field(
        None, description="The town that a ward is part of."
    )


class AgeBand(Word):
    """A band of ages to browse by."""

    from_: Age = Field(alias="from", description="The youngest age.")
    to: Age = Field(description="The oldest age.")


class Language(Word):
    """A language besides English, or a way of signing."""

    own_name: ShortText | None = Field(
        None, description="What its speakers call it, in its own letters.", examples=["Polski"]
    )
    code: LanguageCode | None = Field(
        None,
        description="Its code on the web (BCP 47), by which a screen reader chooses the right voice.",
        examples=["pl"],
    )
    direction: Literal["left-to-right", "right-to-left"] = Field(
        "left-to-right", description="Which way it is written.", examples=["right-to-left"]
    )


class JargonTerm(Part):
    """A term that families meet, explained."""

    term: ShortText = Field(description="The term in full.", examples=["Education, health and care plan"])
    short: ShortText | None = Field(None, description="Its abbreviation.", examples=["EHC plan"])
    also: tuple[ShortText, ...] = Field(
        (), description="Other names and abbreviations of it.", examples=[["EHCP"]]
    )
    in_texts: bool = Field(
        True,
        description="no explains it in the jargon buster only: for a word that texts use in other ways as well.",
        examples=["no"],
    )
    meaning: ShortText = Field(description="What it means, in one or two plain sentences.")


class _Words(RootModel[Any]):
    """A vocabulary: the file's whole content. Each kind says what its words are."""

    model_config = ConfigDict(defer_build=True)


class NeedVocabulary(_Words):
    """``content/vocabulary/needs.yml``: each need under its id."""

    root: dict[Id, Need]


class CategoryVocabulary(_Words):
    """``content/vocabulary/categories.yml``: each category under its id."""

    root: dict[Id, Category]


class PlaceVocabulary(_Words):
    """``content/vocabulary/places.yml``: each town, ward and neighbour under its id."""

    root: dict[Id, Place]


class AgeBandVocabulary(_Words):
    """``content/vocabulary/ages.yml``: each age band under its id."""

    root: dict[Id, AgeBand]


class AccessVocabulary(_Words):
    """``content/vocabulary/access.yml``: each access feature under its id."""

    root: dict[Id, Word]


class LanguageVocabulary(_Words):
    """``content/vocabulary/languages.yml``: each language under its id."""

    root: dict[Id, Language]


class JargonVocabulary(_Words):
    """``content/vocabulary/jargon.yml``: each term under its id."""

    root: dict[Id, JargonTerm]


class SynonymVocabulary(_Words):
    """``content/vocabulary/synonyms.yml``: a list of lists of words that mean the same."""

    root: tuple[tuple[ShortText, ...], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_an_empty_file(cls, value: Any) -> Any:
        return () if value == {} else value
