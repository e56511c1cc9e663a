"""What a page shows of an entry: everything looked up, worded and in order.

Templates only loop over these. A view is a plain dictionary:

``kind id name summary``
    As in the entry.
``organisation``
    ``{name, url}`` or None.
``notices``
    ``[{kind, heading, text}]``: closed, closed for now, overdue …; first thing on the page.
``checked``
    ``{text, state}``: "Checked on 3 March 2026", and the freshness state.
``categories``
    ``[{name, url}]``
``about``
    HTML of the description (safe), or "".
``for_us  how``
    Rows ``[{label, text}]`` or ``[{label, items: [{name, url}]}]`` (url may be None): is it for us, how do we get it.
``times``
    ``[{days, hours, season, note}]``
``coverage``
    Where else than in one building: ``[{name, url}]``
``locations``
    ``[{name, lines, postcode, withheld, access: [names], access_notes, travel, map}]``
``cost``
    ``{free, prices: [{label, price, note}], note}`` or None when not stated.
``contact``
    ``{role, phone, phone_link, text_phone, text_phone_link, email, website, hours}`` or None.
``complaints``
    ``{how, url}`` or None.
``links``
    ``[{title, url}]``
``facts``
    For schools and organisations: rows as in ``for_us``.
``units  sen_report``
    For schools only: see `_units` and `_sen_report`.
``services``
    For organisations: cards of its services.
``similar  same_organisation``
    Cards ``{name, url, summary, facts}`` of other entries.
``edit_url  report_url  sensitive``
    Where to correct it; whether the page needs a quick way out.

All addresses without a scheme are relative to the top of the site.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from generator.reading import Offer
from generator.reading.card import Card
from generator.site import addresses
from generator.site.markdown import to_html
from generator.site.wording import (
    ages_words,
    and_words,
    date_words,
    days_words,
    hours_words,
    money_words,
    phone_link,
)
from generator.site.words import Words
from offer_schema import Organisation, School, Service
from offer_schema.entry import Contact, Location
from offer_schema.freshness import State
from offer_schema.sen_report import Answer, SenReport
from offer_schema.service import Cost
from offer_schema.setting_types import SETTING_TYPES

View = dict[str, Any]
Row = dict[str, Any]


class Views:
    """Makes views of the entries of one offer.

    Args:
        offer: The offer.
        words: The interface's words.
        states: The freshness state of each card, by kind and id.
        site_url: The address of the site, or "" when it is not known.
    """

    def __init__(
        self, offer: Offer, words: Words, states: dict[tuple[str, str], State], site_url: str
    ) -> None:
        self.offer, self.words, self.states = offer, words, states
        self.site_url = site_url.rstrip("/")

    # --- Entries ---------------------------------------------------------------------------

    def view(self, card: Card, similar: Iterable[Card] = (), same: Iterable[Card] = ()) -> View:
        """The view of the entry that a card stands for.

        Args:
            card: The card.
            similar: Other entries worth a look.
            same: Other services of the same organisation; for an organisation, its services.
        """
        entry = self.offer.entry(card.kind, card.id)
        common = {
            "kind": card.kind,
            "id": card.id,
            "name": entry.name,
            "summary": entry.summary or "",
            "organisation": self._organisation(card),
            "notices": list(self._notices(card, entry)),
            "checked": self._checked(card, entry),
            "about": to_html(entry.description) if entry.description else "",
            "locations": [self._location(location.published()) for location in entry.locations],
            "contact": self._contact(entry.contact),
            "complaints": self._complaints(entry),
            "links": [{"title": link.title, "url": link.url} for link in entry.links],
            "similar": [self.card(other) for other in similar],
            "same_organisation": [self.card(other) for other in same],
            "edit_url": self.edit_url(card.path),
            "report_url": self.report_url(entry.name, addresses.entry(card.kind, card.id)),
            "sensitive": getattr(entry, "sensitive", False),
            "address": addresses.entry(card.kind, card.id),
        }
        if isinstance(entry, Service):
            return common | self._service(entry)
        if isinstance(entry, School):
            return common | self._school(entry)
        return common | self._of_organisation(entry)

    def _service(self, entry: Service) -> View:
        return {
            "categories": self._terms("categories", entry.categories),
            "for_us": list(self._for_us(entry)),
            "how": list(self._how(entry)),
            "times": [self._session(session) for session in entry.times],
            "coverage": self._coverage(entry),
            "cost": self._cost(entry.cost),
        }

    def _for_us(self, entry: Service) -> Iterable[Row]:
        words = self.words
        if entry.ages:
            yield {"label": "Ages", "text": ages_words(entry.ages.from_, entry.ages.to)}
        else:
            yield {"label": "Ages", "text": "", "missing": True}
        if entry.needs:
            yield {"label": "Needs", "items": self._terms("needs", entry.needs)}
        else:
            yield {"label": "Needs", "text": "Any need"}
        if entry.audience:
            names = [words["audience"][one] for one in entry.audience]
            yield {"label": "For", "text": and_words([names[0], *(name.lower() for name in names[1:])])}
        if entry.level:
            yield {"label": "Level of support", "text": words["level"][entry.level]}
        if entry.ehc_plan:
            yield {"label": "EHC plan", "text": words["ehc_plan"][entry.ehc_plan]}
        yield {
            "label": "Who can have it",
            "text": entry.eligibility or "",
            "missing": entry.eligibility is None,
        }

    def _how(self, entry: Service) -> Iterable[Row]:
        referral = entry.referral
        if referral and referral.routes:
            items = [{"name": self.words["route"][route], "url": None} for route in referral.routes]
            yield {"label": "Ways in", "items": items}
        if referral and referral.how:
            yield {"label": "What to do", "text": referral.how}
        if referral and referral.wait:
            yield {"label": "How long you may wait", "text": referral.wait}
        if entry.languages:
            names = [self.offer.vocabulary.languages[one].name for one in entry.languages]
            yield {"label": "Languages besides English", "text": and_words(names)}
        if entry.formats:
            names = [self.words["format"][one] for one in entry.formats]
            yield {"label": "Information also in", "text": and_words(names)}

    def _session(self, session: Any) -> Row:
        return {
            "days": days_words(session.days, dict(self.words["day"])),
            "hours": hours_words(session.opens, session.closes),
            "season": self.words["season"][session.when],
            "note": session.note or "",
        }

    def _coverage(self, entry: Service) -> list[Row]:
        if not entry.area:
            return []
        named = [
            {"name": self.words["coverage"][one], "url": addresses.listing("places", f"anywhere-{one}")}
            for one in entry.area.covers
        ]
        return named + self._terms("places", entry.area.places)

    def _cost(self, cost: Cost | None) -> Row | None:
        if cost is None:
            return None
        prices = [
            {
                "label": option.for_ or "Price",
                "price": money_words(option.amount)
                + (f" {self.words['unit'][option.per]}" if option.per and option.amount else ""),
                "note": option.note or "",
            }
            for option in cost.options
        ]
        return {"free": cost.kind == "free", "prices": prices, "note": cost.note or ""}

    def _school(self, entry: School) -> View:
        return {
            "facts": list(self._school_facts(entry)),
            "needs": self._terms("needs", entry.needs),
            "units": [self._unit(unit) for unit in entry.resourced_provision],
            "sen_report": self._sen_report(entry),
        }

    def _school_facts(self, entry: School) -> Iterable[Row]:
        yield {"label": "Type", "text": entry.setting_type.name}
        if phase := self.words["phase"].get(entry.phase):
            yield {"label": "Phase", "text": phase}
        if entry.ages:
            yield {"label": "Ages", "text": ages_words(entry.ages.from_, entry.ages.to)}
        if entry.out_of_area:
            yield {"label": "Where", "text": f"Outside our area ({entry.authority or 'another council'})"}
        if entry.section_41:
            text = "Yes: you can ask for it to be named in an EHC plan"
            yield {"label": "Approved under section 41", "text": text}
        if entry.gender:
            yield {
                "label": "Pupils",
                "text": {"mixed": "Girls and boys"}.get(entry.gender, entry.gender.title()),
            }
        if entry.pupils is not None:
            room = f" (room for {entry.capacity:,})" if entry.capacity else ""
            yield {"label": "Number of pupils", "text": f"{entry.pupils:,}{room}"}
        elif entry.capacity is not None:
            yield {"label": "Room for", "text": f"{entry.capacity:,} pupils"}
        if entry.religion:
            yield {"label": "Religious character", "text": entry.religion}
        for label, answer in (
            ("Boarding", entry.boarding),
            ("Nursery classes", entry.nursery_classes),
            ("Sixth form", entry.sixth_form),
        ):
            if answer is not None:
                yield {"label": label, "text": "Yes" if answer else "No"}
        if entry.urn:
            yield {"label": "School number (URN)", "text": entry.urn}

    def _unit(self, unit: Any) -> Row:
        return {
            "name": unit.name or self.words["unit_kind"][unit.kind],
            "kind": self.words["unit_kind"][unit.kind],
            "needs": self._terms("needs", unit.needs),
            "places": unit.places,
            "on_roll": unit.on_roll,
            "description": unit.description or "",
        }

    def _sen_report(self, entry: School) -> Row | None:
        """``{year, reviewed, approved_by, url, duty, senco, senco_name, plan, plan_date, answers, missing}``.

        ``answers`` are ``[{question, html, links, not_applicable}]`` in the law's order,
        ``missing`` the questions without an answer.
        """
        report, duty = entry.sen_report, entry.setting_type.sen_report
        if report is None:
            return {"duty": duty, "answers": [], "missing": [], "url": "", "none": True} if duty else None
        answers: list[Row] = []
        missing: list[str] = []
        for name, field in SenReport.model_fields.items():
            answer = getattr(report, name)
            question = (field.description or "").rpartition(" (")[0]
            if isinstance(answer, Answer) and answer.given:
                answers.append(
                    {
                        "id": name.replace("_", "-"),
                        "question": question,
                        "html": to_html(answer.text) if answer.text else "",
                        "links": [{"title": link.title, "url": link.url} for link in answer.links],
                        "not_applicable": answer.not_applicable or "",
                    }
                )
            elif name == "local_offer":
                answers.append(self._local_offer_answer(question))
            elif "Answer" in str(field.annotation):
                missing.append(question)
        return {
            "duty": duty,
            "none": False,
            "year": report.year or "",
            "reviewed": date_words(report.reviewed) if report.reviewed else "",
            "approved_by": report.approved_by or "",
            "url": report.url or "",
            "senco": self._contact(report.senco),
            "senco_name": report.senco_name or "",
            "plan": {"title": report.accessibility_plan.title, "url": report.accessibility_plan.url}
            if report.accessibility_plan
            else None,
            "plan_date": date_words(report.accessibility_plan_date) if report.accessibility_plan_date else "",
            "answers": answers,
            "missing": missing,
        }

    def _local_offer_answer(self, question: str) -> Row:
        """Schedule 1, paragraph 13: where the Local Offer is published. The site knows that itself."""
        offer_name = self.offer.authority.offer_name
        where = f"at {self.site_url}/" if self.site_url else "here"
        text = f"The {offer_name} is published {where}. This page is part of it."
        return {
            "id": "local-offer",
            "question": question,
            "html": to_html(text),
            "links": [],
            "not_applicable": "",
        }

    def _of_organisation(self, entry: Organisation) -> View:
        facts: list[Row] = []
        if entry.kind:
            facts.append(
                {"label": "Kind of organisation", "text": self.words["organisation_kind"][entry.kind]}
            )
        facts += [
            {"label": self.words["scheme"][number.scheme], "text": number.id} for number in entry.identifiers
        ]
        return {"facts": facts}

    # --- Parts ------------------------------------------------------------------------------

    def _organisation(self, card: Card) -> Row | None:
        owner = self.offer.cards.get(("organisation", card.organisation)) if card.organisation else None
        return {"name": owner.name, "url": addresses.entry("organisation", owner.id)} if owner else None

    def _terms(self, facet: str, ids: Iterable[str]) -> list[Row]:
        vocabulary = getattr(self.offer.vocabulary, facet)
        return [{"name": vocabulary[one].name, "url": addresses.listing(facet, one)} for one in ids]

    def _notices(self, card: Card, entry: Any) -> Iterable[Row]:
        status = entry.status
        if status.state != "active":
            parts = [status.reason or ""]
            if status.until:
                parts.append(f"It should open again on {date_words(status.until)}.")
            text = " ".join(part for part in parts if part)
            yield {"kind": "closed", "heading": self.words["status"][status.state], "text": text}
        state = self.states.get((card.kind, card.id))
        if state in (State.OVERDUE, State.EXPIRED):
            text = f"Nobody has checked this page since {date_words(entry.checked)}. Get in touch before you set off."
            yield {"kind": state.value, "heading": "This may be out of date", "text": text}

    def _checked(self, card: Card, entry: Any) -> Row:
        state = self.states.get((card.kind, card.id), State.NEVER)
        text = (
            f"Checked on {date_words(entry.checked)}" if entry.checked else "Nobody has checked this page yet"
        )
        return {
            "text": text,
            "state": state.value,
            "date": entry.checked.isoformat() if entry.checked else "",
        }

    def _location(self, location: Location) -> Row:
        lines = [part for part in (location.address, location.town) if part]
        if location.withheld:
            place = self.offer.vocabulary.places.get(location.place or "")
            lines = [location.town or (place.name if place else "")]
        return {
            "name": location.name or "",
            "lines": [line for line in lines if line],
            "postcode": location.postcode or "",
            "withheld": location.withheld,
            "access": [self.offer.vocabulary.access[one].name for one in location.access],
            "access_notes": location.access_notes or "",
            "travel": location.travel or "",
        }

    def _contact(self, contact: Contact | None) -> Row | None:
        if contact is None:
            return None
        return {
            "role": contact.role or "",
            "phone": contact.phone or "",
            "phone_link": phone_link(contact.phone) if contact.phone else "",
            "text_phone": contact.text_phone or "",
            "text_phone_link": phone_link(contact.text_phone) if contact.text_phone else "",
            "email": contact.email or "",
            "website": contact.website or "",
            "hours": contact.hours or "",
        }

    def _complaints(self, entry: Any) -> Row | None:
        if entry.complaints is None:
            return None
        return {"how": entry.complaints.how or "", "url": entry.complaints.url or ""}

    # --- Elsewhere ----------------------------------------------------------------------------

    def card(self, card: Card) -> View:
        """A card as lists show it: ``{kind, name, url, summary, facts: [text], state, status}``."""
        facts: list[str] = []
        if card.kind == "school":
            facts.append(self.school_type(card))
        if card.age_from >= 0:
            facts.append(f"Ages {ages_words(card.age_from, card.age_to)}")
        if card.cost == "free":
            facts.append("Free")
        if card.town:
            facts.append(card.town)
        elif card.covers:
            facts.append(self.words["coverage"][card.covers[0]])
        if card.kind == "organisation" and card.type:
            facts.insert(0, self.words["organisation_kind"][card.type])
        return {
            "kind": card.kind,
            "name": card.name,
            "url": addresses.entry(card.kind, card.id),
            "summary": card.summary,
            "facts": facts,
            "status": self.words["status"].get(card.status, ""),
            "late": self.states.get((card.kind, card.id)) in (State.OVERDUE, State.EXPIRED),
        }

    @staticmethod
    def school_type(card: Card) -> str:
        """The type of a school in words."""
        return SETTING_TYPES[card.type].name

    def edit_url(self, path: str) -> str:
        """Where a file is edited, or "" when the repository is not known."""
        repository = self.offer.authority.repository
        if repository is None:
            return ""
        folder = f"{repository.folder.strip('/')}/" if repository.folder else ""
        return f"{repository.url.rstrip('/')}/edit/{quote(repository.branch)}/{quote(folder + path)}"

    def report_url(self, name: str, address: str) -> str:
        """A ``mailto:`` address that tells the council what is wrong with a page."""
        subject = quote(f"Local Offer: {name}")
        body = quote(f"The page: {self.site_url}/{address}\n\nWhat is wrong or missing:\n")
        return f"mailto:{self.offer.authority.feedback.email}?subject={subject}&body={body}"
