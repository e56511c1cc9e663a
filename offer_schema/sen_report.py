"""A school's SEN information report, answer by answer.

The sections are those of the SEND Regulations 2014, Schedule 1, with the four
disability items of the Children and Families Act 2014, section 69(3)(b), and the
Code of Practice's paragraph 6.80 (looked-after children). The field names are the
stable names that `offer_schema/requirements` refers to.
"""

import datetime
from functools import cache
from typing import NamedTuple

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


class Question(NamedTuple):
    """One question of the report.

    Attributes:
        text: The question, as a family would ask it.
        law: Where the law or the guidance asks for the answer.
        say: What a good answer says.
    """

    text: str
    law: str
    say: str


QUESTIONS: dict[str, Question] = {
    "kinds_of_need": Question(
        "What kinds of special educational needs do you provide for?",
        "Schedule 1, paragraph 1",
        "Name the needs that you know well, and those where you are still learning. Say what a unit or resourced "
        "provision is for.",
    ),
    "identifying": Question(
        "How do you find out and assess whether a pupil has needs?",
        "Schedule 1, paragraph 2",
        "Say what you look at and when, what a parent does who is worried, what happens next and how soon. "
        "Special schools may leave this out.",
    ),
    "evaluating": Question(
        "How do you know whether your support works?",
        "Schedule 1, paragraph 3(a)",
        "Say what you measure, who looks at it and how often, and one thing that you changed because of it.",
    ),
    "progress": Question(
        "How do you check and review pupils' progress?",
        "Schedule 1, paragraph 3(b)",
        "Say how often you look at each pupil's progress, who is there, and what families see or are sent.",
    ),
    "teaching": Question(
        "How do you teach pupils with needs?",
        "Schedule 1, paragraph 3(c)",
        "Say what happens in an ordinary lesson, before any extra support begins.",
    ),
    "adapting": Question(
        "How do you adapt the curriculum and the building?",
        "Schedule 1, paragraph 3(d)",
        "Give examples: what changes in lessons, in rooms, in noise and light, in how the day is planned.",
    ),
    "additional_support": Question(
        "What extra support for learning is there?",
        "Schedule 1, paragraph 3(e)",
        "Name the groups and programmes that you run now, who leads them, and how a pupil gets a place.",
    ),
    "activities": Question(
        "How do pupils with needs join in activities with the others?",
        "Schedule 1, paragraph 3(f)",
        "Say how clubs, sport, trips and residential visits are made open to every pupil.",
    ),
    "emotional_support": Question(
        "How do you support feelings, friendships and behaviour?",
        "Schedule 1, paragraph 3(g)",
        "Say whom a pupil can talk to, how you listen to pupils with needs, and what you do against bullying.",
    ),
    "staff_expertise": Question(
        "What do your staff know, and where do you get experts?",
        "Schedule 1, paragraph 5",
        "Name the training of the last year, with dates, and the specialists who come to you.",
    ),
    "equipment": Question(
        "How do you get equipment and facilities?",
        "Schedule 1, paragraph 6",
        "Say what you have already, who decides about more, who pays for it and how long it takes.",
    ),
    "involving_parents": Question(
        "How do you involve parents?",
        "Schedule 1, paragraph 7",
        "Say when you meet, how families can write or ring between meetings, and what changed because of them.",
    ),
    "involving_pupils": Question(
        "How do you involve pupils with needs?",
        "Schedule 1, paragraph 8",
        "Say how pupils tell you what they think of their support, and how those do it who do not use speech.",
    ),
    "complaints": Question(
        "What can parents do if they are not happy?",
        "Schedule 1, paragraph 9",
        "Say whom to talk to first, whom to write to next, and how soon they answer. Link to the procedure.",
    ),
    "other_bodies": Question(
        "How do you work with health, social care and charities?",
        "Schedule 1, paragraph 10",
        "Say who they are, how the governing body brings them in, and what they do for pupils and families.",
    ),
    "support_services": Question(
        "Who else can help parents, and how do they reach them?",
        "Schedule 1, paragraph 11",
        "Give names, phone numbers and addresses, among them those of the free advice service (SENDIASS).",
    ),
    "moving_on": Question(
        "How do you help pupils to move on and prepare for adulthood?",
        "Schedule 1, paragraph 12",
        "Say what you do when a pupil joins, changes class or leaves, and how you prepare older pupils for work, "
        "a home of their own and adult life.",
    ),
    "local_offer": Question(
        "Where is the council's Local Offer?",
        "Schedule 1, paragraph 13",
        "Leave this out: the site says it by itself.",
    ),
    "disabled_admissions": Question(
        "How are disabled pupils admitted?",
        "Children and Families Act 2014, section 69(3)(b)(i)",
        "Say how places are given to disabled children, with and without an EHC plan.",
    ),
    "equal_treatment": Question(
        "How do you stop unfair treatment of disabled pupils?",
        "Children and Families Act 2014, section 69(3)(b)(ii)",
        "Say what you do so that rules, tests, meals, trips and uniforms leave nobody out.",
    ),
    "access_facilities": Question(
        "What makes the school accessible?",
        "Children and Families Act 2014, section 69(3)(b)(iii)",
        "Say what there is (ramps, lifts, toilets, hoists, loops, quiet rooms) and what is still missing.",
    ),
    "access_planning": Question(
        "What is in your accessibility plan?",
        "Children and Families Act 2014, section 69(3)(b)(iv)",
        "Say what the plan will change in lessons, in the building and in information, and by when.",
    ),
    "looked_after": Question(
        "How do you support looked-after children with needs?",
        "Code of Practice, paragraph 6.80",
        "Say who is the designated teacher, and how their plans and yours are brought together.",
    ),
}
"""Every question by the name of its field, in the order of the law."""

GROUPS: dict[str, tuple[str, ...]] = {
    "needs": ("kinds_of_need", "identifying"),
    "teaching": ("teaching", "adapting", "additional_support", "equipment", "staff_expertise"),
    "progress": ("progress", "evaluating"),
    "life": ("activities", "emotional_support", "moving_on"),
    "together": ("involving_parents", "involving_pupils", "complaints"),
    "others": ("other_bodies", "support_services", "looked_after", "local_offer"),
    "access": ("disabled_admissions", "equal_treatment", "access_facilities", "access_planning"),
}
"""The questions in the groups and the order in which a family reads them."""


def _question(name: str) -> Answer | None:
    question = QUESTIONS[name]
    field: Answer | None = Field(None, description=f"{question.text} {question.say} ({question.law})")
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
        description="How to reach the special educational needs co-ordinator (Schedule 1, paragraph 4).",
        examples=[{"role": "SENCO", "phone": "01632 960123", "email": "senco@example.org"}],
    )
    senco_name: ShortText | None = Field(
        None,
        description="The name of the SENCO, which the law asks for (Schedule 1, paragraph 4).",
        examples=["A. Example"],
    )
    accessibility_plan: Link | None = Field(
        None,
        description="The accessibility plan.",
        examples=[{"title": "Our accessibility plan", "url": "https://www.example.org/accessibility-plan"}],
    )
    accessibility_plan_date: Date | None = Field(
        None,
        description="The date of the accessibility plan (good for three years).",
        examples=["2025-01-10"],
    )

    kinds_of_need: Answer | None = _question("kinds_of_need")
    identifying: Answer | None = _question("identifying")
    evaluating: Answer | None = _question("evaluating")
    progress: Answer | None = _question("progress")
    teaching: Answer | None = _question("teaching")
    adapting: Answer | None = _question("adapting")
    additional_support: Answer | None = _question("additional_support")
    activities: Answer | None = _question("activities")
    emotional_support: Answer | None = _question("emotional_support")
    staff_expertise: Answer | None = _question("staff_expertise")
    equipment: Answer | None = _question("equipment")
    involving_parents: Answer | None = _question("involving_parents")
    involving_pupils: Answer | None = _question("involving_pupils")
    complaints: Answer | None = _question("complaints")
    other_bodies: Answer | None = _question("other_bodies")
    support_services: Answer | None = _question("support_services")
    moving_on: Answer | None = _question("moving_on")
    local_offer: Answer | None = _question("local_offer")
    disabled_admissions: Answer | None = _question("disabled_admissions")
    equal_treatment: Answer | None = _question("equal_treatment")
    access_facilities: Answer | None = _question("access_facilities")
    access_planning: Answer | None = _question("access_planning")
    looked_after: Answer | None = _question("looked_after")

    @classmethod
    @cache
    def questions(cls) -> tuple[str, ...]:
        """The names of the questions that a school is asked; where the Local Offer is, the site knows itself."""
        return tuple(name for name in QUESTIONS if name != "local_offer")

    @property
    def answered(self) -> int:
        """How many of the `questions` have an answer."""
        answers = (getattr(self, name) for name in self.questions())
        return sum(1 for answer in answers if answer is not None and answer.given)
