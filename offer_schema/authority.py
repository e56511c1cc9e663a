"""The council: who it is, how to reach it, and how it keeps its Local Offer true."""

import datetime
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Literal, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from offer_schema.entry import Contact, Link, Part
from offer_schema.field_types import (
    Date,
    Email,
    GssCode,
    Id,
    MarkdownText,
    Period,
    PlainText,
    Reference,
    ShortText,
    WebAddress,
    add_period,
    problem,
)
from offer_schema.page import Section


class Team(Part):
    """A team that keeps entries true; `email` is where reminders go."""

    name: ShortText = Field(description="The name of the team.", examples=["Short breaks team"])
    email: Email | None = Field(None, description="Where reminders go.", examples=["breaks@example.org"])


class Repository(Part):
    """Where the content is kept, for \"edit this page\"."""

    url: WebAddress = Field(
        description="The address of the repository.", examples=["https://github.com/example/local-offer"]
    )
    branch: ShortText = Field("main", description="The branch that is published.", examples=["main"])
    folder: ShortText | None = Field(
        None,
        description="The folder of the project in the repository, if not the top.",
        examples=["local-offer"],
    )

    def edit_url(self, path: str) -> str:
        """The page on which a file is changed.

        Args:
            path: Its path in the project.
        """
        folder = f"{self.folder.strip('/')}/" if self.folder else ""
        return f"{self.url.rstrip('/')}/edit/{quote(self.branch)}/{quote(folder + path)}"


_SOME_DAY = datetime.date(2026, 1, 1)
"""From which lengths of time are compared."""


class ReviewPolicy(Part):
    """How often each kind of entry must be checked, and what happens when it is not."""

    services: Period = Field("12 months", description="For services.", examples=["6 months"])
    organisations: Period = Field("12 months", description="For organisations.", examples=["12 months"])
    schools: Period = Field("12 months", description="For schools and settings.", examples=["12 months"])
    pages: Period = Field("12 months", description="For guides.", examples=["12 months"])
    indicators: Period = Field(
        "12 months", description="For the figures of how we are doing.", examples=["12 months"]
    )
    by_category: dict[Annotated[Id, Reference("category")], Period] = Field(
        default_factory=dict,
        description="For services of a category that changes faster, in place of the period for services.",
        examples=[{"clubs": "6 months"}],
    )
    by_section: dict[Section, Period] = Field(
        default_factory=dict,
        description="For guides in a section of the site, in place of the period for guides.",
        examples=[{"travel": "6 months"}],
    )
    due_soon: Period = Field("1 month", description="How long before the day an entry is due soon.")
    expires_after: Period = Field("6 months", description="How long after the day an overdue entry expires.")
    expired: Literal["warn", "withdraw"] = Field(
        "warn", description="warn families about expired entries, or withdraw them from search and lists."
    )

    def period(self, kind: str, categories: Iterable[str] = (), section: str | None = None) -> str:
        """How often something is to be checked that gives no period of its own.

        Of several categories with a period the shortest counts.

        Args:
            kind: ``service``, ``organisation``, ``school`` or ``page``.
            categories: The categories of a service.
            section: The section of a guide.
        """
        if kind == "page" and section in self.by_section:
            return self.by_section[section]
        if kind == "service" and self.by_category:
            periods = [self.by_category[one] for one in categories if one in self.by_category]
            if periods:
                return min(periods, key=lambda period: add_period(_SOME_DAY, period))
        every: str = getattr(self, f"{kind}s")
        return every


class LinkPolicy(Part):
    """When a link to another website that does not open is called broken.

    A page of which its host says that it is not there is broken at once. Anything else may be over
    tomorrow, and is broken when both of these are reached.
    """

    broken_after_failures: int = Field(
        3, ge=1, le=100, description="On how many days a test must have failed.", examples=[3]
    )
    broken_after: Period = Field(
        "7 days", description="How long it must have been failing.", examples=["2 weeks"]
    )


class OfflineArrangements(Part):
    """How people without the internet get the Local Offer (SEND Regulations 2014, regulation 57)."""

    how: MarkdownText = Field(
        description="What we offer, in plain words.", examples=["Ring us for a printed copy."]
    )
    phone: ShortText | None = Field(None, description="The number to ring.", examples=["01632 960100"])
    places: tuple[ShortText, ...] = Field(
        (), description="Where to find it on paper.", examples=[["Tidewell Library"]]
    )
    formats: tuple[ShortText, ...] = Field(
        (), description="The forms we can send.", examples=[["large print"]]
    )


class Feedback(Part):
    """Where comments and corrections go."""

    email: Email = Field(
        description='Where "tell us what is wrong" is sent.', examples=["localoffer@example.org"]
    )
    phone: ShortText | None = Field(None, description="The number to ring.", examples=["01632 960100"])
    post: PlainText | None = Field(None, description="The address for letters.")
    answer_within: Period = Field("20 days", description="Our promise for an answer.", examples=["20 days"])


class AccessibilityProblem(Part):
    """One thing about the site that does not work for everybody."""

    what: PlainText = Field(
        description="What does not work, for whom, and how they get it in another way.",
        examples=["Some older leaflets do not work with a screen reader. Ask us for the words."],
    )
    reason: Literal["non-compliance", "disproportionate-burden", "out-of-scope"] = Field(
        "non-compliance",
        description="non-compliance if it must be mended; disproportionate-burden or out-of-scope if the law exempts it.",
    )
    criterion: ShortText | None = Field(
        None,
        description="The success criterion of WCAG 2.2 that it fails, with its name.",
        examples=["1.3.1 (info and relationships)"],
    )
    plan: PlainText | None = Field(
        None,
        description="What will be done and when, or why it is exempt.",
        examples=["We will make them web pages by March 2027."],
    )


class AccessibilityFacts(Part):
    """The dates and facts of the accessibility statement (SI 2018/952)."""

    prepared: Date | None = Field(None, description="When the statement was first published.")
    reviewed: Date | None = Field(None, description="When it was last reviewed: at least once a year.")
    tested: Date | None = Field(None, description="When the site was last tested.")
    tested_by: ShortText | None = Field(None, description="Who tested it.", examples=["Our website team"])
    how_tested: PlainText | None = Field(
        None,
        description="Which pages were tested, how, and with which equipment.",
        examples=["We used the search and ten pages with a keyboard and with NVDA."],
    )
    report: Link | None = Field(None, description="The full report of the test.")
    compliance: Literal["fully", "partially", "not"] | None = Field(
        None,
        description="Whether the site meets WCAG 2.2 AA. Until you say so, the site says that you have not.",
    )
    problems: tuple[AccessibilityProblem, ...] = Field(
        (), description="What is not accessible yet, one by one."
    )
    improving: PlainText | None = Field(None, description="What you are doing to improve accessibility.")
    contact: Contact | None = Field(
        None, description="Who answers about accessibility, if not the contact of the Local Offer."
    )
    answer_within: Period | None = Field(
        None,
        description="When you answer a request for another format, if not as for other comments.",
        examples=["10 days"],
    )

    def missing(self) -> tuple[str, ...]:
        """The facts that the law asks for and nobody has written yet."""
        keys = ("prepared", "reviewed", "tested", "tested_by", "compliance")
        return tuple(key for key in keys if getattr(self, key) is None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.compliance == "fully" and self.problems:
            raise problem(
                "fully-compliant-with-problems",
                "A site with problems is not fully compliant.",
                'Write "compliance: partially", or take out the problems that are solved.',
            )
        if self.compliance in ("partially", "not") and not self.problems:
            raise problem(
                "problems-not-listed",
                f'The statement says "{self.compliance}" and must list what does not work.',
                "List it under problems.",
            )
        return self


class Term(Part):
    """A part of the school year without a holiday in it: usually half a term."""

    name: ShortText = Field(description="What it is called.", examples=["Autumn term, first half"])
    from_: Date = Field(alias="from", description="The first day of school.", examples=["2026-09-02"])
    to: Date = Field(description="The last day of school.", examples=["2026-10-23"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise problem(
                "term-in-wrong-order",
                f'"{self.name}" begins on {self.from_} and ends on {self.to}, which is earlier.',
                'Put the first day of school in "from" and the last in "to".',
            )
        return self


def _apart(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    ordered = tuple(sorted(terms, key=lambda term: term.from_))
    for before, after in pairwise(ordered):
        if after.from_ <= before.to:
            raise problem(
                "terms-overlap",
                f'"{after.name}" begins on {after.from_}, before "{before.name}" ends on {before.to}.',
                "Give each half term its own dates. What lies between them are the holidays.",
            )
    return ordered


class Authority(Part):
    """The council whose Local Offer this is."""

    name: ShortText = Field(description="The council's full name.", examples=["Doggerland Council"])
    short_name: ShortText | None = Field(None, description="The area's name.", examples=["Doggerland"])
    offer_name: ShortText = Field(
        "Local Offer", description="The name of the site.", examples=["Doggerland Local Offer"]
    )
    gss: GssCode = Field(description="The council's GSS code.", examples=["E08000009"])
    demonstration: ShortText | None = Field(
        None,
        description="A sentence shown on every page when the council is invented.",
        examples=["Doggerland is a made-up place."],
    )
    website: WebAddress = Field(
        description="The council's own website.", examples=["https://www.example.org"]
    )
    welcome: PlainText | None = Field(None, description="One or two sentences on the home page.")
    contact: Contact = Field(description="The named contact for the Local Offer.")
    feedback: Feedback = Field(description="Where comments go.")
    offline: OfflineArrangements | None = Field(None, description="For people without the internet.")
    complaints: Link | None = Field(None, description="The council's complaints procedure.")
    repository: Repository | None = Field(None, description="Where the content is kept.")
    review: ReviewPolicy = Field(
        default_factory=ReviewPolicy, description="How often entries must be checked."
    )
    links: LinkPolicy = Field(
        default_factory=LinkPolicy, description="When a link to another website is called broken."
    )
    owners: dict[Id, Team] = Field(
        default_factory=dict, description="The teams that keep entries true, by id."
    )
    accessibility: AccessibilityFacts = Field(
        default_factory=AccessibilityFacts, description="Facts for the accessibility statement."
    )
    term_dates: Annotated[tuple[Term, ...], AfterValidator(_apart)] = Field(
        (),
        description="The school terms, each half term for itself; the holidays are what lies between.",
        examples=[[{"name": "Autumn term, first half", "from": "2026-09-02", "to": "2026-10-23"}]],
    )
    officers_area: bool = Field(
        False,
        description="yes if the site has an area for officers: every report, by team, not shown to search engines.",
        examples=["yes"],
    )
    publish_gaps: bool = Field(
        False,
        description='yes publishes the page "What there is, and what is missing", made from all services.',
        examples=["yes"],
    )
    suppression_threshold: int = Field(
        5, ge=1, le=100, description="Nothing about fewer children than this is published."
    )
