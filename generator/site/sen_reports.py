"""What pages show of a school's SEN information report: its own page, and the summary on the school's page.

How far a report is there, and how old it is, is judged in `generator.reports.schools` and nowhere else.

A view of the report's own page:

``name  school_url  address  state  duty``
    The school; the state is one of `SCHOOL_STATES`.
``notices``
    ``[{kind, heading, text}]``: missing, old, on the school's own site, not required; below the heading.
``year  reviewed  approved_by  url``
    As in the report, dates in words; "" when not stated.
``answered  asked``
    How many of the items that apply are answered here.
``plan``
    ``{title, url, date, state, note}`` of the accessibility plan.
``senco_name  senco  senco_note``
    The name and `contact` of the SENCO; a sentence if the law's details are missing or not asked for.
``ask``
    The `contact` to ask for what is missing, or None.
``groups``
    ``[{id, name, answers}]``; an answer is ``{id, question, state, html, links, note, others_url}``.
``edit_url  report_url  checked``
    As on every entry's page.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from generator.reading.card import Card
from generator.reports.schools import PLAN_ITEM, SchoolReport, has_page, school_report
from generator.site import addresses
from generator.site.jargon import PageJargon
from generator.site.questions import Answers, QuestionPage
from offer_schema import School
from offer_schema.sen_report import GROUPS, QUESTIONS, Answer, SenReport

if TYPE_CHECKING:
    from generator.site.views import Views

Row = dict[str, Any]


class SenReports:
    """Makes views of SEN information reports.

    Args:
        views: Makes what reports share with other pages.
        today: The day for which they hold.
    """

    def __init__(self, views: "Views", today: datetime.date) -> None:
        self._views, self._today = views, today
        self._words = views.words["sen_report"]
        self._made: dict[tuple[str, str], str] = {}

    # --- On the school's page -----------------------------------------------------------------

    def summary(self, card: Card, entry: School) -> Row | None:
        """What the school's own page says of the report; None if there is nothing to say.

        ``{state, duty, none, old, sentence, year, reviewed, approved_by, url, plan, senco, senco_name, page}``;
        ``none`` if there is no report at all, ``page`` is the address of the report's page or "".
        """
        report = entry.sen_report
        if report is None and not entry.owes_report:
            return None
        judged = school_report(card, self._today)
        return {
            "state": judged.state,
            "duty": judged.duty,
            "none": judged.state in ("missing", "voluntary"),
            "old": judged.old,
            "sentence": self._sentence(judged),
            **self._about(report or SenReport()),
            "plan": self._plan(judged, report or SenReport()),
            "page": addresses.sen_report(card.id) if has_page(card) else "",
        }

    def _sentence(self, judged: SchoolReport) -> str:
        words = self._words
        if judged.state == "complete":
            return words["all_answered"]
        if not judged.card.answers:
            return words["elsewhere"] if judged.url else ""
        return words["some_answered"].format(answered=judged.answered, asked=judged.asked)

    def _about(self, report: SenReport) -> Row:
        return {
            "year": report.year or "",
            "reviewed": self._views.wording.date(report.reviewed) if report.reviewed else "",
            "approved_by": report.approved_by or "",
            "url": report.url or "",
            "senco": self._views.contact(report.senco),
            "senco_name": report.senco_name or "",
        }

    def _plan(self, judged: SchoolReport, report: SenReport) -> Row:
        words, state, link = self._words, judged.answers[PLAN_ITEM], report.accessibility_plan
        date = self._views.wording.date(judged.plan_date) if judged.plan_date else ""
        note = {
            "stale": words["plan_old"].format(date=date),
            "partly": words["plan_undated"] if link else words["plan_not_linked"].format(date=date),
            "missing": words["plan_missing"],
            "linked": words["plan_elsewhere"],
            "voluntary": words["plan_voluntary"],
        }.get(state, "")
        return {
            "title": link.title if link else "",
            "url": link.url if link else "",
            "date": date,
            "state": state,
            "note": note,
        }

    # --- The report's own page ----------------------------------------------------------------

    def page(self, card: Card) -> Row:
        """The view of the report's own page; see above.

        Args:
            card: The school.
        """
        entry = self._views.offer.schools[card.id]
        judged = school_report(card, self._today)
        address = addresses.sen_report(card.id)
        jargon = self._views.jargon.on_page(addresses.up(addresses.depth(address)))
        report = entry.sen_report or SenReport()
        words = self._words
        return {
            "name": card.name,
            "school_url": addresses.entry("school", card.id),
            "address": address,
            "state": judged.state,
            "duty": judged.duty,
            "notices": [
                *(one for one in self._views.notices(card, entry) if one["kind"] == "closed"),
                *self._notices(judged),
            ],
            **self._about(report),
            "answered": judged.answered,
            "asked": judged.asked,
            "plan": self._plan(judged, report),
            "senco_note": self._senco_note(judged),
            "ask": self._views.contact(report.senco if report.senco else entry.contact),
            "groups": [
                {
                    "id": f"group-{group}",
                    "name": words[f"group_{group}"],
                    "answers": [self._answer(judged, report, one, jargon) for one in questions],
                }
                for group, questions in GROUPS.items()
            ],
            "edit_url": self._views.edit_url(card.path),
            "report_url": self._views.report_url(words["title"].format(name=card.name), address),
            "checked": {
                "text": words["reviewed_on"].format(date=self._views.wording.date(report.reviewed))
                if report.reviewed
                else words["never_reviewed"],
                "state": "overdue" if judged.old else "current" if report.reviewed else "never-checked",
                "date": report.reviewed.isoformat() if report.reviewed else "",
            },
            "sensitive": entry.sensitive,
        }

    def _notices(self, judged: SchoolReport) -> Iterator[Row]:
        words = self._words
        if judged.state == "missing":
            yield {"kind": "missing", "heading": words["none"], "text": words["none_law"]}
        if judged.old:
            date = self._views.wording.date(judged.reviewed) if judged.reviewed else ""
            text = words["old_duty" if judged.duty else "old_voluntary"].format(date=date)
            yield {"kind": "overdue", "heading": words["old"], "text": text}
        if judged.url and not judged.card.answers:
            yield {"kind": "linked", "heading": words["linked"], "text": words["linked_more"]}
        if not judged.duty:
            yield {"kind": "voluntary", "heading": words["no_duty"], "text": words["no_duty_more"]}
        if judged.card.answers and judged.reviewed is None:
            yield {"kind": "overdue", "heading": words["undated"], "text": words["undated_more"]}

    def _senco_note(self, judged: SchoolReport) -> str:
        words = self._words
        name, ways = judged.answers["senco_name"], judged.answers["senco"]
        if "met" in (name, ways) or "stale" in (name, ways):
            if judged.duty and name == "missing":
                return words["senco_no_name"]
            return words["senco_no_contact"] if judged.duty and ways == "missing" else ""
        return words[f"senco_{ways.replace('-', '_')}"]

    def _answer(self, judged: SchoolReport, report: SenReport, name: str, jargon: PageJargon) -> Row:
        answer: Answer = getattr(report, name) or Answer()
        text, links = answer.text, answer.links
        if name == "local_offer" and not answer.given and judged.state not in ("missing", "voluntary"):
            text = self._local_offer()
        state = judged.answers[name]
        return {
            "id": name.replace("_", "-"),
            "question": QUESTIONS[name].text,
            "state": state,
            "html": jargon.html(self._html(judged.card.id, name, text)) if text else "",
            "links": [{"title": link.title, "url": link.url} for link in links],
            "note": self._note(judged, answer, state),
            "others_url": addresses.question(name) if name != "local_offer" else "",
        }

    def _note(self, judged: SchoolReport, answer: Answer, state: str) -> str:
        words = self._words
        if answer.not_applicable and not answer.text:
            return words["not_applicable_because"].format(reason=answer.not_applicable)
        if state == "stale" and answer.checked:
            return words["answer_old"].format(date=self._views.wording.date(answer.checked))
        if state in ("met", "stale"):
            return ""
        return words[f"answer_{state.replace('-', '_')}"]

    def _local_offer(self) -> str:
        """Schedule 1, paragraph 13: where the Local Offer is published. The site knows that itself."""
        url = self._views.site_url
        sentence = self._words["local_offer" if url else "local_offer_here"]
        return sentence.format(site=self._views.offer.authority.offer_name, address=f"{url}/")

    # --- Beside those of other schools -----------------------------------------------------------

    def questions(self) -> list[Row]:
        """Every question that schools are asked, in its group: ``[{name, questions: [{id, name, url}]}]``."""
        return [
            {
                "name": self._words[f"group_{group}"],
                "questions": [
                    {
                        "id": one.replace("_", "-"),
                        "name": QUESTIONS[one].text,
                        "url": addresses.question(one),
                    }
                    for one in names
                    if one in SenReport.questions()
                ],
            }
            for group, names in GROUPS.items()
        ]

    def beside(self, page: QuestionPage, answers: Answers) -> list[Row]:
        """What stands on a page of answers: ``[{name, schools: [{id, name, url, facts, html, note}]}]``.

        Args:
            page: The page.
            answers: The words of the answers.
        """
        return [
            {
                "name": group.name,
                "schools": [self._beside(card, page.name, answers) for card in group.cards],
            }
            for group in page.groups
        ]

    def _beside(self, card: Card, question: str, answers: Answers) -> Row:
        judged = school_report(card, self._today)
        return {
            "id": card.id,
            "name": card.name,
            "url": f"{addresses.sen_report(card.id)}#{question.replace('_', '-')}",
            "facts": self._views.card(card)["facts"],
            "html": answers.get(card.id, {}).get(question, ""),
            "note": self._words["stale_short"] if judged.answers[question] == "stale" else "",
        }

    def other(self, card: Card, question: str) -> Row:
        """A school without an answer on such a page: ``{name, url, why}``."""
        state = school_report(card, self._today).answers[question]
        words = self._words
        return {
            "name": card.name,
            "url": addresses.sen_report(card.id),
            "why": words["linked_short"] if state == "linked" else "",
        }

    def answers(self, school_id: str) -> dict[str, str]:
        """The HTML of each answer that a school gives in words, by question, without explanations.

        Args:
            school_id: The school.
        """
        report = self._views.offer.schools[school_id].sen_report
        return dict(self._given(school_id, report)) if report else {}

    def _given(self, school_id: str, report: SenReport) -> Iterable[tuple[str, str]]:
        for name in SenReport.questions():
            answer: Answer | None = getattr(report, name)
            if answer is not None and answer.text:
                yield name, self._html(school_id, name, answer.text)

    def _html(self, school_id: str, name: str, text: str) -> str:
        """The HTML of an answer, made once for the two pages that show it."""
        html = self._made.get((school_id, name))
        if html is None:
            html = self._made[school_id, name] = self._views.html(text)
        return html
