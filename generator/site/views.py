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
``ages``
    For services: "5 to 11", or "" when not stated.
``for_us  how``
    Rows ``[{label, text}]`` or ``[{label, items: [{name, url}]}]`` (url may be None): is it for us, how do we get it.
``times``
    ``[{days, hours, season, note, ids, when, opens, closes}]``: the words, and for scripts the ids of the
    days, the part of the year, and ``{time, words}`` of the hours (or None).
``open_now``
    Whether anything may be said about now: there are times, and they are not in doubt.
``calendar``
    The address of the file of its times for a calendar, or "".
``coverage``
    Where else than in one building: ``[{name, url}]``
``locations``
    ``[{name, lines, postcode, withheld, access: [names], access_notes, travel, latitude, longitude}]``
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
``units  sen_report  how_to_get_in  fees``
    For schools only: see `_unit`, `SenReports.summary` and `_place`.
``services``
    For organisations: cards of its services.
``versions  translations``
    Other forms and languages: see `versions`; the entry's own text in others: `_translation`.
``similar  same_organisation  near``
    Cards ``{name, url, summary, facts}`` of other entries; those that are near say how far away.
``edit_url  report_url  sensitive``
    Where to correct it; whether the page needs a quick way out.

All addresses without a scheme are relative to the top of the site.
"""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from generator.reading import Offer
from generator.reading.card import Card
from generator.reading.offer import Guide
from generator.site import addresses
from generator.site.calendar_file import calendar_text, has_events, seasons_of
from generator.site.jargon import Jargon, PageJargon, jargon_address
from generator.site.markdown import to_html
from generator.site.nearest import least_miles
from generator.site.phone_links import linked, linked_html
from generator.site.sen_reports import SenReports
from generator.site.wording import Wording, phone_link
from generator.site.words import Words, for_count
from offer_schema import Organisation, School, Service
from offer_schema.entry import Contact, Location, Session
from offer_schema.freshness import State
from offer_schema.service import Cost
from offer_schema.setting_types import SETTING_TYPES
from offer_schema.versions import Translation, Version

View = dict[str, Any]
Row = dict[str, Any]


class Views:
    """Makes views of the entries of one offer.

    Args:
        offer: The offer.
        words: The interface's words.
        states: The freshness state of each card, by kind and id.
        site_url: The address of the site, or "" when it is not known.
        today: The day for which schools' reports are judged.
        explain: Whether jargon becomes links to its explanation; paper has nothing to link to.
    """

    def __init__(
        self,
        offer: Offer,
        words: Words,
        states: dict[tuple[str, str], State],
        site_url: str,
        today: datetime.date,
        *,
        explain: bool = True,
    ) -> None:
        self.offer, self.words, self.states = offer, words, states
        self.wording = Wording(words)
        self.site_url = site_url.rstrip("/")
        self.jargon = Jargon(
            offer.vocabulary.jargon, jargon_address(offer.guides.values()) if explain else ""
        )
        self._seasons = seasons_of(offer.authority.term_dates)
        self.sen_reports = SenReports(self, today)

    # --- Entries ---------------------------------------------------------------------------

    def view(
        self,
        card: Card,
        similar: Iterable[Card] = (),
        same: Iterable[Card] = (),
        near: Iterable[Card] = (),
    ) -> View:
        """The view of the entry that a card stands for.

        Args:
            card: The card.
            similar: Other entries worth a look.
            same: Other services of the same organisation; for an organisation, its services.
            near: Other services nearby.
        """
        entry = self.offer.entry(card.kind, card.id)
        address = addresses.entry(card.kind, card.id)
        jargon = self.jargon.on_page(addresses.up(addresses.depth(address)))
        if isinstance(entry, Service):
            own = self._service(card, entry, jargon)
        elif isinstance(entry, School):
            own = self._school(card, entry, jargon)
        else:
            own = self._of_organisation(entry, jargon)
        return self._common(card, entry, similar, same, near) | own

    def _common(
        self, card: Card, entry: Any, similar: Iterable[Card], same: Iterable[Card], near: Iterable[Card]
    ) -> View:
        return {
            "kind": card.kind,
            "id": card.id,
            "name": entry.name,
            "summary": entry.summary or "",
            "organisation": self._organisation(card),
            "notices": list(self.notices(card, entry)),
            "checked": self._checked(card, entry),
            "locations": [self._location(location.published()) for location in entry.locations],
            "contact": self.contact(entry.contact),
            "complaints": self._complaints(entry),
            "links": [{"title": link.title, "url": link.url} for link in entry.links],
            "versions": self.versions(entry.versions, entry.translations),
            "translations": [self._translation(*pair) for pair in entry.translations.items()],
            "similar": [self.card(other) for other in similar],
            "same_organisation": [self.card(other) for other in same],
            "near": [self._near(card, other) for other in near],
            "edit_url": self.edit_url(card.path),
            "report_url": self.report_url(entry.name, addresses.entry(card.kind, card.id)),
            "sensitive": getattr(entry, "sensitive", False),
            "address": addresses.entry(card.kind, card.id),
        }

    # Jargon is explained where it comes first: what these return is in the order of the page.

    def _service(self, card: Card, entry: Service, jargon: PageJargon) -> View:
        return {
            "categories": self._terms("categories", entry.categories),
            "ages": self.wording.ages(entry.ages.from_, entry.ages.to) if entry.ages else "",
            "for_us": list(self._for_us(entry, jargon)),
            "about": jargon.html(self.html(entry.description)),
            "how": list(self._how(entry, jargon)),
            "times": [self._session(session) for session in entry.times],
            "open_now": bool(entry.times) and not self._in_doubt(card, entry),
            "calendar": addresses.calendar(card.id) if self._has_calendar(card, entry) else "",
            "coverage": self._coverage(entry),
            "cost": self._cost(entry.cost),
        }

    def _for_us(self, entry: Service, jargon: PageJargon) -> Iterable[Row]:
        words = self.words
        if entry.ages:
            ages = self.wording.ages(entry.ages.from_, entry.ages.to)
            yield {"label": words["service"]["ages"], "text": ages}
        else:
            yield {"label": words["service"]["ages"], "text": "", "missing": True}
        if entry.needs:
            yield {"label": words["service"]["needs"], "items": self._terms("needs", entry.needs)}
        else:
            yield {"label": words["service"]["needs"], "text": words["service"]["any_need"]}
        if entry.audience:
            names = [words["audience"][one] for one in entry.audience]
            text = self.wording.list([names[0], *(name.lower() for name in names[1:])])
            yield {"label": words["service"]["audience"], "text": text}
        if entry.level:
            yield {"label": words["service"]["level"], "text": words["level"][entry.level]}
        if entry.ehc_plan:
            yield {"label": words["service"]["ehc_plan"], "text": words["ehc_plan"][entry.ehc_plan]}
        yield {
            "label": words["service"]["eligibility"],
            "text": linked(jargon.text(entry.eligibility or "")),
            "missing": entry.eligibility is None,
        }

    def _how(self, entry: Service, jargon: PageJargon) -> Iterable[Row]:
        words, referral = self.words, entry.referral
        if referral and referral.routes:
            items = [{"name": words["route"][route], "url": None} for route in referral.routes]
            yield {"label": words["service"]["routes"], "items": items}
        if referral and referral.how:
            yield {"label": words["service"]["how"], "text": linked(jargon.text(referral.how))}
        if referral and referral.wait:
            yield {"label": words["service"]["wait"], "text": referral.wait}
        if entry.languages:
            names = [self.offer.vocabulary.languages[one].name for one in entry.languages]
            yield {"label": words["service"]["languages"], "text": self.wording.list(names)}
        if entry.formats:
            names = [words["format"][one] for one in entry.formats]
            yield {"label": words["service"]["formats"], "text": self.wording.list(names)}

    def _session(self, session: Session) -> Row:
        return {
            "ids": " ".join(session.days),
            "when": session.when,
            "opens": self._moment(session.opens),
            "closes": self._moment(session.closes),
            "days": self.wording.days(session.days),
            "hours": self.wording.hours(session.opens, session.closes),
            "season": self.words["season"][session.when],
            "note": session.note or "",
        }

    def _moment(self, time: str | None) -> Row | None:
        # HTML has no 24:00; the script takes a closing time of 00:00 for the end of the day.
        return {"time": time.replace("24:", "00:"), "words": self.wording.time(time)} if time else None

    def _in_doubt(self, card: Card, entry: Any) -> bool:
        late = self.states.get((card.kind, card.id)) in (State.OVERDUE, State.EXPIRED)
        return late or entry.status.state != "active"

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
                "label": option.for_ or self.words["costs"]["price"],
                "price": self._price(option),
                "note": option.note or "",
            }
            for option in cost.options
        ]
        return {"free": cost.kind == "free", "prices": prices, "note": linked(cost.note or "")}

    def _price(self, option: Any) -> str:
        amount = self.wording.money(option.amount)
        if not (option.per and option.amount):
            return amount
        return self.words["costs"]["amount_per"].format(amount=amount, unit=self.words["unit"][option.per])

    def _school(self, card: Card, entry: School, jargon: PageJargon) -> View:
        return {
            "facts": list(self._school_facts(entry)),
            "needs": self._terms("needs", entry.needs),
            "units": [self._unit(unit, jargon) for unit in entry.resourced_provision],
            "about": jargon.html(self.html(entry.description)),
            "sen_report": self.sen_reports.summary(card, entry),
            **self._place(entry),
        }

    def _place(self, entry: School) -> View:
        """``how_to_get_in`` and ``fees``: what holds for every school or setting of its type."""
        words, family = self.words["school"], entry.setting_type.family
        state = family in ("maintained", "academy")
        if entry.type in ("early-years-setting", "childminder"):
            way, fees = "direct", "early_years"
        elif "alternative-provision" in entry.type or entry.type == "pupil-referral-unit":
            way, fees = "arranged", "state"
        else:
            way = "plan" if entry.setting_type.special else "council" if state else "direct"
            fees = "state" if state else "college" if family == "college" else "fees"
        return {"how_to_get_in": words[f"how_{way}"], "fees": words[f"cost_{fees}"]}

    def _school_facts(self, entry: School) -> Iterable[Row]:
        words = self.words["school"]
        yield {"label": words["type"], "text": entry.setting_type.name}
        if phase := self.words["phase"].get(entry.phase):
            yield {"label": words["phase"], "text": phase}
        if entry.ages:
            ages = self.wording.ages(entry.ages.from_, entry.ages.to)
            yield {"label": words["ages"], "text": ages}
        if entry.out_of_area:
            text = words["out_of_area"].format(authority=entry.authority or words["another_council"])
            yield {"label": words["where"], "text": text}
        if entry.section_41:
            yield {"label": words["section_41"], "text": words["section_41_yes"]}
        if entry.gender:
            yield {"label": words["gender"], "text": self.words["gender"][entry.gender]}
        if entry.pupils is not None:
            text = f"{entry.pupils:,}"
            if entry.capacity:
                text = words["pupils_of_capacity"].format(count=text, capacity=f"{entry.capacity:,}")
            yield {"label": words["pupils"], "text": text}
        elif entry.capacity is not None:
            yield {"label": words["capacity"], "text": for_count(words, "capacity", entry.capacity)}
        if entry.religion:
            yield {"label": words["religion"], "text": entry.religion}
        for label, answer in (
            (words["boarding"], entry.boarding),
            (words["nursery_classes"], entry.nursery_classes),
            (words["sixth_form"], entry.sixth_form),
        ):
            if answer is not None:
                yield {"label": label, "text": self.words["common"]["yes" if answer else "no"]}
        if entry.urn:
            yield {"label": words["urn"], "text": entry.urn}

    def _unit(self, unit: Any, jargon: PageJargon) -> Row:
        return {
            "name": unit.name or self.words["unit_kind"][unit.kind],
            "kind": self.words["unit_kind"][unit.kind],
            "needs": self._terms("needs", unit.needs),
            "places": unit.places,
            "on_roll": unit.on_roll,
            "description": jargon.text(unit.description or ""),
        }

    def _of_organisation(self, entry: Organisation, jargon: PageJargon) -> View:
        facts: list[Row] = []
        if entry.kind:
            kind = self.words["organisation_kind"][entry.kind]
            facts.append({"label": self.words["organisation"]["kind"], "text": kind})
        facts += [
            {"label": self.words["scheme"][number.scheme], "text": number.id} for number in entry.identifiers
        ]
        return {"facts": facts, "about": jargon.html(self.html(entry.description))}

    # --- Parts ------------------------------------------------------------------------------

    def markdown(self, text: str | None) -> Markup:
        """Markdown that somebody wrote, as HTML that templates may print; empty for nothing."""
        return Markup(self.html(text))  # noqa: S704 - cleaned in to_html

    def html(self, text: str | None) -> str:
        """The HTML of a text in Markdown: safe, with phone numbers as links; "" for none."""
        return linked_html(to_html(text, self.words["prose"]["table"])) if text else ""

    def _organisation(self, card: Card) -> Row | None:
        owner = self.offer.cards.get(("organisation", card.organisation)) if card.organisation else None
        return {"name": owner.name, "url": addresses.entry("organisation", owner.id)} if owner else None

    def _terms(self, facet: str, ids: Iterable[str]) -> list[Row]:
        vocabulary = getattr(self.offer.vocabulary, facet)
        return [{"name": vocabulary[one].name, "url": addresses.listing(facet, one)} for one in ids]

    def notices(self, card: Card, entry: Any) -> Iterable[Row]:
        """What must be known before anything else, ``{kind, heading, text}``: closed, or not checked for long."""
        status = entry.status
        if status.state != "active":
            parts = [status.reason or ""]
            if status.until:
                parts.append(self.words["notice"]["opens_again"].format(date=self.wording.date(status.until)))
            text = " ".join(part for part in parts if part)
            yield {"kind": "closed", "heading": self.words["status"][status.state], "text": text}
        state = self.states.get((card.kind, card.id))
        if state in (State.OVERDUE, State.EXPIRED):
            words, date = self.words["notice"], self.wording.date(entry.checked)
            text = words["out_of_date_entry"].format(date=date)
            yield {"kind": state.value, "heading": words["out_of_date"], "text": text}

    def _checked(self, card: Card, entry: Any) -> Row:
        state = self.states.get((card.kind, card.id), State.NEVER)
        words = self.words["checked"]
        return {
            "text": words[f"by_{entry.checked_by}" if entry.checked_by else "on"].format(
                date=self.wording.date(entry.checked)
            )
            if entry.checked
            else words["never"],
            "state": state.value,
            "date": entry.checked.isoformat() if entry.checked else "",
        }

    def _location(self, location: Location) -> Row:
        lines = [part for part in (location.address, location.town) if part]
        if location.withheld:
            place = self.offer.vocabulary.places.get(location.place or "")
            lines = [location.town or (place.name if place else "")]
        latitude, longitude = self.offer.point_of(location) or (None, None)
        return {
            "name": location.name or "",
            "lines": [line for line in lines if line],
            "postcode": location.postcode or "",
            "withheld": location.withheld,
            "access": [self.offer.vocabulary.access[one].name for one in location.access],
            "access_notes": linked(location.access_notes or ""),
            "travel": linked(location.travel or ""),
            "latitude": latitude,
            "longitude": longitude,
        }

    def contact(self, contact: Contact | None) -> Row | None:
        """``{role, phone, phone_link, text_phone, text_phone_link, email, website, hours}``, or None."""
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
        return {"how": linked(entry.complaints.how or ""), "url": entry.complaints.url or ""}

    # --- Calendars ----------------------------------------------------------------------------

    def _has_calendar(self, card: Card, entry: Service) -> bool:
        # A reminder of a refuge on a phone that others look at would put somebody in danger.
        if entry.checked is None or entry.sensitive or self._in_doubt(card, entry):
            return False
        return has_events(entry.times, entry.checked, self._seasons)

    def calendar(self, card: Card) -> str:
        """The calendar file of a service's times; "" if there is nothing to put into a calendar.

        Args:
            card: The service's card.
        """
        entry = self.offer.services[card.id]
        if entry.checked is None or not self._has_calendar(card, entry):
            return ""
        shown = {
            "id": card.id,
            "name": entry.name,
            "locations": [self._location(location.published()) for location in entry.locations],
            "contact": self.contact(entry.contact),
            "checked": self._checked(card, entry)["text"],
        }
        url = f"{self.site_url}/{addresses.entry('service', card.id)}" if self.site_url else ""
        host = self.site_url.partition("://")[2].partition("/")[0] or self.offer.authority.gss.lower()
        return calendar_text(shown, entry.times, entry.checked, self._seasons, self.words, url=url, host=host)

    # --- Other forms and languages ------------------------------------------------------------

    def language(self, language_id: str) -> Row:
        """A language: ``{id, name, own_name, lang, dir}``; ``lang`` is "" when its code is not known."""
        language = self.offer.vocabulary.languages[language_id]
        return {
            "id": language_id,
            "name": language.name,
            "own_name": language.own_name or language.name,
            "lang": language.code or "",
            "dir": "rtl" if language.direction == "right-to-left" else "ltr",
        }

    def versions(self, versions: Iterable[Version], translations: Iterable[str] = ()) -> list[Row]:
        """What stands at the top of a page: ``[{url, text, language, hreflang}]``.

        ``language`` is a `language` to be named, or None; ``text`` stands before it.

        Args:
            versions: Versions elsewhere.
            translations: The languages of translations below on the same page.
        """
        return [self._version(version) for version in versions] + [
            {
                "url": f"#{_translation_id(one)}",
                "text": "",
                "language": language,
                "hreflang": language["lang"],
            }
            for one in translations
            for language in (self.language(one),)
        ]

    def guide_family(self, guide: Guide) -> list[tuple[Row, Guide]]:
        """A guide with its translations, the English one first, each with its language."""
        original = guide.about.translation_of or guide.id
        others = [one for one in self.offer.guides.values() if one.about.translation_of == original]
        return [(self._language_of(one), one) for one in (self.offer.guides[original], *others)]

    def guide_versions(self, guide: Guide, root: str) -> list[Row]:
        """What stands at the top of a guide: its versions elsewhere, then itself in other languages.

        Args:
            guide: The guide.
            root: The way from its page to the top of the site.
        """
        return self.versions(guide.about.versions) + [
            {
                "url": f"{root}/{addresses.guide(one.id)}",
                "text": "",
                "language": language,
                "hreflang": language["lang"],
            }
            for language, one in self.guide_family(guide)
            if one.id != guide.id
        ]

    def _language_of(self, guide: Guide) -> Row:
        if guide.about.language:
            return self.language(guide.about.language)
        english = self.words["versions"]["english"]
        return {"id": "english", "name": english, "own_name": english, "lang": "en-GB", "dir": "ltr"}

    def _version(self, version: Version) -> Row:
        words = self.words
        language = self.language(version.language) if version.language else None
        text = "" if version.format == "translation" else words["format"][version.format]
        if version.title:
            text = (
                words["versions"]["titled"].format(form=text, title=version.title) if text else version.title
            )
        # A BSL video needs no "in British Sign Language" behind it.
        named = None if version.format == "bsl-video" else language
        hreflang = language["lang"] if language else ""
        return {"url": version.url, "text": text, "language": named, "hreflang": hreflang}

    def _translation(self, language_id: str, translation: Translation) -> Row:
        """``{id, language, name, summary, about}``; ``about`` is HTML (safe)."""
        return {
            "id": _translation_id(language_id),
            "language": self.language(language_id),
            "name": translation.name or "",
            "summary": translation.summary,
            "about": self.html(translation.description),
        }

    # --- Elsewhere ----------------------------------------------------------------------------

    def card(self, card: Card) -> View:
        """A card as lists show it: ``{kind, name, url, summary, facts: [text], state, status}``."""
        facts: list[str] = []
        if card.kind == "school":
            facts.append(self.school_type(card))
        if card.age_from >= 0:
            facts.append(
                self.words["card"]["ages"].format(ages=self.wording.ages(card.age_from, card.age_to))
            )
        if card.cost == "free":
            facts.append(self.words["wording"]["free"])
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

    def _near(self, card: Card, other: Card) -> View:
        """The card of a service nearby; how far away it is comes first."""
        distance = least_miles(self.offer.points_of(card), self.offer.points_of(other))
        away = self.words["search"]["away"].format(distance=self.wording.miles(distance))
        view = self.card(other)
        return view | {"facts": [f"{away[0].upper()}{away[1:]}", *view["facts"]]}

    @staticmethod
    def school_type(card: Card) -> str:
        """The type of a school in words."""
        return SETTING_TYPES[card.type].name

    def edit_url(self, path: str) -> str:
        """Where a file is edited, or "" when the repository is not known."""
        repository = self.offer.authority.repository
        return repository.edit_url(path) if repository else ""

    def report_url(self, name: str, address: str) -> str:
        """A ``mailto:`` address that tells the council what is wrong with a page."""
        words = self.words["feedback"]
        page = words["report_page"].format(address=f"{self.site_url}/{address}")
        subject = quote(words["report_subject"].format(name=name))
        body = quote(f"{page}\n\n{words['report_wrong']}\n")
        return f"mailto:{self.offer.authority.feedback.email}?subject={subject}&body={body}"


def _translation_id(language_id: str) -> str:
    """Where the translation into a language stands on an entry's page."""
    return f"in-{language_id}"
