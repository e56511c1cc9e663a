"""Timelines as pages: each step with its time in words, its links, and what the law says."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from generator.reading import Offer
from generator.reports.freshness import page_state
from generator.site import addresses
from generator.site.views import Views
from generator.site.words import Words
from offer_schema import Timeline
from offer_schema.freshness import State
from offer_schema.page import SECTION_NAMES
from offer_schema.timeline import Step

Row = dict[str, Any]


class Timelines:
    """Makes what the pages of timelines show.

    Args:
        offer: The offer.
        words: The interface's words.
        views: Makes dates, Markdown and links of an offer.
        states: The freshness state of each timeline, by id.
    """

    def __init__(self, offer: Offer, words: Words, views: Views, states: Mapping[str, State]) -> None:
        self._offer, self._words, self._views, self._states = offer, words, views, states

    def page(self, timeline_id: str) -> Row:
        """What one page shows: ``{title, summary, kind, section, introduction, steps, toc, notices, checked, …}``.

        A step is ``{id, when, also, title, text, limit, entries, guides, law}``; text and introduction are
        HTML (safe).

        Args:
            timeline_id: The timeline.
        """
        timeline = self._offer.timelines[timeline_id]
        address = addresses.timeline(timeline_id)
        jargon = self._views.jargon.on_page(addresses.up(addresses.depth(address)))
        introduction = jargon.html(self._views.html(timeline.introduction))
        steps = [
            self._step(timeline, number, step, jargon.html(self._views.html(step.text)))
            for number, step in enumerate(timeline.steps, 1)
        ]
        return {
            "title": timeline.title,
            "summary": timeline.summary or "",
            "address": address,
            "section": _section(timeline),
            "counted_from": timeline.counted_from or "",
            "introduction": introduction,
            "steps": steps,
            "toc": [{"title": f"{step['when']}: {step['title']}", "url": f"#{step['id']}"} for step in steps],
            "notices": list(self._notices(timeline_id, timeline)),
            "checked": self._checked(timeline_id, timeline),
            "edit_url": self._views.edit_url(f"content/timelines/{timeline_id}.yml"),
            "report_url": self._views.report_url(timeline.title, address),
        }

    def _step(self, timeline: Timeline, number: int, step: Step, text: str) -> Row:
        when = self.when(timeline, step)
        return {
            "id": f"step-{number}",
            "when": step.called or when,
            "also": when if step.called else "",
            "title": step.title,
            "text": text,
            "limit": step.time_limit,
            "entries": [self._entry(entry_id) for entry_id in step.entries],
            "guides": [self._guide(guide_id) for guide_id in step.guides],
            "law": {"text": step.law.citation, "url": step.law.url or ""} if step.law else None,
        }

    def when(self, timeline: Timeline, step: Step) -> str:
        """``Week 6``, ``Weeks 6 to 12``, ``Age 16``, ``Ages 13 to 14``; the first day has words of its own."""
        say, weeks = self._words["timeline"], timeline.kind == "week"
        if step.last != step.from_:
            words = say["week_many"] if weeks else say["age_many"]
            return words.format(first=step.from_, last=step.last)
        if weeks and step.from_ == 0:
            return say["first_day"]
        return (say["week_one"] if weeks else say["age_one"]).format(at=step.from_)

    def _entry(self, entry_id: str) -> Row:
        """A service before a school before an organisation, when several have the same id."""
        cards = (self._offer.cards.get((kind, entry_id)) for kind in addresses.FOLDERS)
        card = next(card for card in cards if card is not None)
        return {
            "title": card.name,
            "url": addresses.entry(card.kind, card.id),
            "status": self._words["status"].get(card.status, ""),
        }

    def _guide(self, guide_id: str) -> Row:
        return {"title": self._offer.guides[guide_id].about.title, "url": addresses.guide(guide_id)}

    def _notices(self, timeline_id: str, timeline: Timeline) -> Iterator[Row]:
        state = self._states[timeline_id]
        if timeline.checked and state in (State.OVERDUE, State.EXPIRED):
            say = self._words["notice"]
            text = say["out_of_date_guide"].format(date=self._views.wording.date(timeline.checked))
            yield {"kind": state.value, "heading": say["out_of_date"], "text": text}

    def _checked(self, timeline_id: str, timeline: Timeline) -> Row:
        say = self._words["checked"]
        return {
            "text": say["on"].format(date=self._views.wording.date(timeline.checked))
            if timeline.checked
            else say["never"],
            "state": self._states[timeline_id].value,
            "date": timeline.checked.isoformat() if timeline.checked else "",
        }


def timeline_states(offer: Offer, today: datetime.date) -> dict[str, State]:
    """The freshness state of each timeline on one day, by id: guides' policy holds for them."""
    policy = offer.authority.review
    return {one: page_state(timeline, policy, today) for one, timeline in offer.timelines.items()}


def timelines_of(guide_id: str, timelines: Mapping[str, Timeline], root: str) -> list[Row]:
    """The timelines that name a guide in one of their steps: ``{title, url}``.

    Args:
        guide_id: The guide.
        timelines: Every timeline by id.
        root: The way from the guide's page to the top of the site.
    """
    return [
        {"title": timeline.title, "url": f"{root}/{addresses.timeline(timeline_id)}"}
        for timeline_id, timeline in timelines.items()
        if guide_id in timeline.guides
    ]


def _section(timeline: Timeline) -> Row | None:
    if timeline.section is None:
        return None
    return {
        "id": timeline.section,
        "name": SECTION_NAMES[timeline.section],
        "url": addresses.YOUNG_PEOPLE
        if timeline.section == "young-people"
        else f"{addresses.GUIDES}#{timeline.section}",
    }
