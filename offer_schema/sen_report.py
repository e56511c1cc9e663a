"""A school's SEN information report, answer by answer.

The sections are those of the SEND Regulations 2014, Schedule 1, with the four
disability items of the Children and Families Act 2014, section 69(3)(b), and the
Code of Practice's paragraph 6.80 (looked-after children). The field names are the
stable names that `offer_schema/requirements` refers to.
"""

import datetime
from functools import cache

from pydantic import Field

from offer_schema.entry import Contact, Link, Part
from offer_schema.field_types import Date, MarkdownText, ShortText, WebAddress, add_period

MINIMUM_WORDS = 10
"""How many words make an answer: with fewer a family still has to ask. The project's own rule."""

NOT_FOR_SPECIAL_SCHOOLS = frozenset({"identifying", "senco", "senco_name"})
"""What the law does not ask of special schools: Schedule 1, paragraphs 2 and 4."""


def review_due(reviewed: datetime.date) -> datetime.date:
    """The last day on which a report reviewed on a day still holds: a year (Code of Practice, 6.79)."""
    return add_period(reviewed, "1 year")


def plan_due(written: datetime.date) -> datetime.date:
    """The last day on which an accessibility plan still holds: three years (Equality Act 2010, Schedule 10)."""
    return add_period(written, "3 years")


class Answer(Part):
    """The answer to one question of the report."""

    text: MarkdownText | None = Field(
        None,
        description="The answer, in plain words.",
        examples=["We check every pupil's reading each term. If we worry, we ring you the same week."],
    )
    links: tuple[Link, ...] = Field((), description="Policies and pages that tell more.")
    checked: Date | None = Field(
        None,
        description="When this answer was last checked, if not with the whole report.",
        examples=["2026-09-10"],
    )
    not_applicable: ShortText | None = Field(
        None,
        description="Why the law does not ask this school for this answer (only where it says so).",
        examples=["We are a special school."],
    )

    @property
    def given(self) -> bool:
        """Whether anything is answered at all; "it does not apply" is an answer."""
        return bool(self.text or self.links or self.not_applicable)

    @property
    def words(self) -> int:
        """How many words the answer has."""
        return len(self.text.split()) if self.text else 0

    @property
    def full(self) -> bool:
        """Whether it says enough to be an answer; a link alone does not."""
        return self.words >= MINIMUM_WORDS


def _question(question: str) -> Answer | None:
    field: Answer | None = Field(None, description=question)
    return field


class SenReport(Part):
    """The report as a whole. Every answer may be missing: a gap is shown, not hidden."""

    year: ShortText | None = Field(
        None, description="The school year that the report is for.", examples=["2026 to 2027"]
    )
    reviewed: Date | None = Field(
        None,
        description="The day when the report was last reviewed (at least once a year).",
        examples=["2026-09-15"],
    )
    approved_by: ShortText | None = Field(
        None, description="Who approved it, by role.", examples=["The governing body"]
    )
    url: WebAddress | None = Field(
        None,
        description="The report's address, if the school keeps it on its own site.",
        examples=["https://www.example.org/sen-report"],
    )
    senco: Contact | None = Field(
        None,
        description="How to reach the special educational needs co-ordinator (paragraph 4).",
        examples=[{"role": "SENCO", "phone": "01632 960123", "email": "senco@example.org"}],
    )
    senco_name: ShortText | None = Field(
        None,
        description="The name of the SENCO, which the law asks for (paragraph 4).",
        examples=["A. Example"],
    )
    accessibility_plan: Link | None = Field(None, description="The accessibility plan.")
    accessibility_plan_date: Date | None = Field(
        None,
        description="The date of the accessibility plan (good for three years).",
        examples=["2025-01-10"],
    )

    kinds_of_need: Answer | None = _question(
        "What kinds of special educational needs do you provide for? (1)"
    )
    identifying: Answer | None = _question("How do you find out and assess whether a pupil has needs? (2)")
    evaluating: Answer | None = _question("How do you know whether your support works? (3a)")
    progress: Answer | None = _question("How do you check and review pupils' progress? (3b)")
    teaching: Answer | None = _question("How do you teach pupils with needs? (3c)")
    adapting: Answer | None = _question("How do you adapt the curriculum and the building? (3d)")
    additional_support: Answer | None = _question("What extra support for learning is there? (3e)")
    activities: Answer | None = _question("How do pupils with needs join in activities with the others? (3f)")
    emotional_support: Answer | None = _question(
        "How do you support feelings, friendships and behaviour? (3g)"
    )
    staff_expertise: Answer | None = _question("What do your staff know, and where do you get experts? (5)")
    equipment: Answer | None = _question("How do you get equipment and facilities? (6)")
    involving_parents: Answer | None = _question("How do you involve parents? (7)")
    involving_pupils: Answer | None = _question("How do you involve pupils with needs? (8)")
    complaints: Answer | None = _question("What can parents do if they are not happy? (9)")
    other_bodies: Answer | None = _question("How do you work with health, social care and charities? (10)")
    support_services: Answer | None = _question("Who else can help parents, and how do they reach them? (11)")
    moving_on: Answer | None = _question("How do you help pupils to move on and prepare for adulthood? (12)")
    local_offer: Answer | None = _question("Where is the council's Local Offer? (13; filled in by itself)")
    disabled_admissions: Answer | None = _question("How are disabled pupils admitted? (s69(3)(b)(i))")
    equal_treatment: Answer | None = _question(
        "How do you stop unfair treatment of disabled pupils? (s69(3)(b)(ii))"
    )
    access_facilities: Answer | None = _question("What makes the school accessible? (s69(3)(b)(iii))")
    access_planning: Answer | None = _question("What is in your accessibility plan? (s69(3)(b)(iv))")
    looked_after: Answer | None = _question(
        "How do you support looked-after children with needs? (Code 6.80)"
    )

    @classmethod
    @cache
    def questions(cls) -> tuple[str, ...]:
        """The names of the questions that a school is asked; where the Local Offer is, the site knows itself."""
        return tuple(
            name
            for name, field in cls.model_fields.items()
            if "Answer" in str(field.annotation) and name != "local_offer"
        )

    @property
    def answered(self) -> int:
        """How many of the `questions` have an answer."""
        answers = (getattr(self, name) for name in self.questions())
        return sum(1 for answer in answers if answer is not None and answer.given)
