"""What stands in a booklet and in what order, as one HTML document for `generator.booklet.pdf`.

Entries say the same as on the site: their words come from `generator.site.views`. A service
stands in full in the first of its categories that the booklet has; the others name its page.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from generator.booklet.selection import Choice
from generator.reading import Offer
from generator.reading.card import Card
from generator.site.browsing import Browsing, Listing, sort_key
from generator.site.fragments import environment
from generator.site.markdown import to_html
from generator.site.views import View, Views
from generator.site.wording import Wording
from generator.site.words import load_words
from offer_schema import School, Service
from offer_schema.freshness import State
from offer_schema.vocabulary import JargonTerm

Row = dict[str, Any]

SHELVES = ("early", "primary", "secondary", "after_16", "special", "other")
"""The chapters of schools and settings, in the order of a childhood."""


_WAYS = ("role", "phone", "phone_link", "text_phone", "text_phone_link", "email", "website", "hours")

NOTES_PAGES = 4
"""How many pages for notes there may be; at least one stays. The others fill the last sheet of paper."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a booklet is to be printed.

    Attributes:
        paper: ``A4`` or ``A5``.
        large_print: Whether nothing may be smaller than 18 points.
    """

    paper: str = "A4"
    large_print: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A booklet before it is laid out on pages.

    Attributes:
        html: The document. Nothing in it is loaded from anywhere.
        style: Its style sheet.
        sheet: How many pages go on one sheet of paper: the booklet fills its last sheet.
    """

    html: str
    style: str
    sheet: int


class Booklet:
    """Makes the document of one booklet.

    Args:
        offer: The offer.
        cards: The services and schools that are in it.
        choice: Why these: the cover says so.
        states: The freshness of every card on the day.
        theme: The theme's folders, the one that wins first.
        site_url: The address of the site, or "".
        today: The day that is printed on it.
    """

    def __init__(
        self,
        offer: Offer,
        cards: Sequence[Card],
        choice: Choice,
        *,
        states: Mapping[tuple[str, str], State],
        theme: list[Path],
        site_url: str,
        today: datetime.date,
    ) -> None:
        self._offer, self._choice, self._states = offer, choice, states
        self._site_url, self._today, self._theme = site_url, today, theme
        self._cards = sorted(cards, key=lambda card: (sort_key(card.name), card.id))
        self._all_words = load_words(theme)
        self._words = self._all_words["booklet"]
        self._wording = Wording(self._all_words)
        self._views = Views(offer, self._all_words, dict(states), site_url, today, explain=False)
        self._lists = Browsing(offer, self._all_words, (), ())

    def document(self, layout: Layout) -> Document:
        """The document in one layout."""
        templates = environment(self._theme, None, self._all_words)
        chapters = list(self._chapters())
        middle = templates.get_template("booklet/chapters.html").render(chapters=chapters)
        html = templates.get_template("booklet/booklet.html").render(
            council=self._offer.authority,
            cover=self._cover(),
            chapters=chapters,
            middle=Markup(middle),  # noqa: S704 - rendered by an escaping template
            offline_how=self._offline_how(),
            jargon=self._jargon(Markup(middle).striptags()),  # noqa: S704
            indexes=list(self._indexes()),
            web=short_address(self._site_url),
            site_url=self._site_url,
            notes_pages=NOTES_PAGES,
        )
        return Document(html, self._style(templates, layout), 4 if layout.paper == "A5" else 2)

    def _style(self, templates: Environment, layout: Layout) -> str:
        sheets = ["booklet/style.css"]
        sheets += ["booklet/a5.css"] if layout.paper == "A5" else []
        sheets += ["booklet/large-print.css"] if layout.large_print else []
        assert templates.loader is not None
        return "\n".join(templates.loader.get_source(templates, sheet)[0] for sheet in sheets)

    # --- The first pages -------------------------------------------------------------------

    def _cover(self) -> Row:
        words, offer = self._words, self._offer
        vocabulary, choice = offer.vocabulary, self._choice
        month = self._wording.month(self._today)
        chosen = [
            "; ".join(vocabulary.categories[one].name for one in choice.categories),
            "; ".join(vocabulary.needs[one].name for one in choice.needs),
            "; ".join(vocabulary.places[one].name for one in choice.places),
            "; ".join(words["chosen_ages"].format(ages=self._wording.ages(*ages)) for ages in choice.ages),
        ]
        offline = offer.authority.offline
        return {
            "title": words["title"].format(offer=offer.authority.offer_name, month=month),
            "month": month,
            "day": self._wording.date(self._today),
            "created": self._today.isoformat(),
            "chosen": [one for one in chosen if one],
            "inside": words["inside"].format(what=self.inside),
            "phone": _unbroken((offline.phone if offline else None) or offer.authority.contact.phone or ""),
            "formats": _or_words(list(offline.formats)) if offline else "",
        }

    @property
    def inside(self) -> str:
        """How many entries there are: "103 services and 24 schools and settings"."""
        kinds = [card.kind for card in self._cards]
        counted = [self._counted(kind, kinds.count(kind)) for kind in ("service", "school") if kind in kinds]
        return (
            self._words["both"].format(services=counted[0], schools=counted[1])
            if len(counted) == 2
            else "".join(counted)
        )

    def _counted(self, kind: str, count: int) -> str:
        return self._words[f"{kind}_{'one' if count == 1 else 'many'}"].format(count=count)

    def _offline_how(self) -> Markup:
        offline = self._offer.authority.offline
        return Markup(to_html(offline.how, self._all_words["prose"]["table"]) if offline else "")  # noqa: S704 - cleaned by to_html

    # --- Chapters ----------------------------------------------------------------------------

    def _chapters(self) -> Iterator[Row]:
        """``{id, name, intro, count, entries: [view], elsewhere: [{name, anchor}]}`` for each."""
        homes = {card: self._home(card) for card in self._cards}
        for category, word in self._offer.vocabulary.categories.items():
            full = [card for card in self._cards if homes[card] == category]
            if self._choice.categories and category not in self._choice.categories:
                continue
            others = [card for card in self._cards if category in card.categories and homes[card] != category]
            if full or others:
                yield self._chapter(
                    "service", f"category-{category}", word.name, word.description or "", full, others
                )
        for shelf in SHELVES:
            if on_it := [card for card in self._cards if homes[card] == f"shelf:{shelf}"]:
                yield self._chapter(
                    "school", f"schools-{shelf}", self._words[f"shelf_{shelf}"], "", on_it, []
                )

    def _chapter(
        self, kind: str, anchor: str, name: str, intro: str, full: Iterable[Card], others: Iterable[Card]
    ) -> Row:
        entries = [self._entry(card) for card in full]
        elsewhere = [{"name": card.name, "anchor": _anchor(card)} for card in others]
        return {
            "anchor": anchor,
            "name": name,
            "intro": intro,
            "count": self._counted(kind, len(entries) + len(elsewhere)),
            "entries": entries,
            "elsewhere": elsewhere,
        }

    def _home(self, card: Card) -> str:
        """The chapter in which an entry stands in full."""
        if card.kind == "school":
            return f"shelf:{shelf_of(self._offer.schools[card.id])}"
        wanted = self._choice.categories
        return next(one for one in card.categories if not wanted or one in wanted)

    def _entry(self, card: Card) -> View:
        """The view of the site, with its facts drawn together into a few rows."""
        entry = self._offer.entry(card.kind, card.id)
        view = self._views.view(card)
        rows = self._school_rows(entry, view) if card.kind == "school" else self._service_rows(entry, view)
        report = view.get("sen_report")
        return view | {
            "anchor": _anchor(card),
            "checked_text": self._checked(card, entry.checked),
            # The site's warning speaks of a page and a date; ours stands beside the month.
            "notices": [notice for notice in view["notices"] if notice["kind"] == "closed"],
            "contact": self._contact(view["contact"]),
            "rows": list(rows),
            "senco": self._contact(report["senco"], report["senco_name"]) if report else None,
            "report": self._report(report) if report and (report["duty"] or not report["none"]) else None,
        }

    def _contact(self, contact: Row | None, name: str = "") -> Row | None:
        if contact is None and not name:
            return None
        given = dict.fromkeys(_WAYS, "") | (contact or {})
        role = ", ".join(part for part in (name, given["role"]) if part)
        return given | {"role": role, "web": short_address(given["website"])}

    def _report(self, report: Row) -> Row:
        words = self._words
        if report["none"]:
            return {"text": words["report_none"], "url": "", "web": ""}
        text = words["report_year"].format(year=report["year"]) if report["year"] else words["report_no_year"]
        return {"text": text, "url": report["url"], "web": short_address(report["url"])}

    def _checked(self, card: Card, checked: datetime.date | None) -> str:
        if checked is None:
            return self._words["never_checked"]
        late = self._states.get((card.kind, card.id)) in (State.OVERDUE, State.EXPIRED)
        return self._words["late" if late else "checked"].format(month=self._wording.month(checked))

    # --- Rows of an entry: {label, texts}; without texts, "not stated" ---------------------------

    def _service_rows(self, entry: Service, view: View) -> Iterator[Row]:
        words, answers = self._words, self._all_words
        audience = [answers["audience"][one] for one in entry.audience]
        audience[1:] = [name.lower() for name in audience[1:]]
        plan = [answers["ehc_plan"][entry.ehc_plan]] if entry.ehc_plan else []
        yield self._row("for", _sentences([self._wording.list(audience), entry.eligibility or "", *plan]))
        yield self._ages(entry)
        yield self._needs(entry, words["any_need"])
        yield self._row("when", *(_session(time) for time in view["times"]))
        yield from self._where(view)
        yield self._row("cost", *self._prices(view["cost"]))
        referral = entry.referral
        routes = [answers["route"][one] for one in referral.routes] if referral else []
        way, how = _list(routes), (referral.how or "") if referral else ""
        yield self._row("how", how if how.startswith(way) else _sentences([way, how]))
        if referral and referral.wait:
            yield self._row("wait", referral.wait)
        languages = [self._offer.vocabulary.languages[one].name for one in entry.languages]
        formats = _list([answers["format"][one] for one in entry.formats])
        if languages or formats:
            yield self._row("languages", _sentences([self._wording.list(languages), formats]))

    def _school_rows(self, entry: School, view: View) -> Iterator[Row]:
        words = self._words
        yield self._row("type", entry.setting_type.name)
        yield self._ages(entry)
        if entry.out_of_area:
            where = (
                words["outside_of"].format(council=entry.authority) if entry.authority else words["outside"]
            )
            yield self._row("area", where)
        if entry.section_41:
            yield self._row("section_41", words["section_41_text"])
        yield self._needs(entry, words["needs_not_stated"])
        if view["units"]:
            yield self._row("units", *(self._unit(unit) for unit in view["units"]))
        yield from self._where(view)

    def _row(self, label: str, *texts: str) -> Row:
        return {
            "name": label,
            "label": self._words[f"row_{label}"],
            "texts": [text for text in texts if text],
        }

    def _ages(self, entry: Service | School) -> Row:
        return self._row("ages", self._wording.ages(entry.ages.from_, entry.ages.to) if entry.ages else "")

    def _needs(self, entry: Service | School, none: str) -> Row:
        # Names of needs have commas in them.
        return self._row(
            "needs", "; ".join(self._offer.vocabulary.needs[one].name for one in entry.needs) or none
        )

    def _where(self, view: View) -> Iterator[Row]:
        words = self._words
        anywhere = _list([one["name"] for one in view.get("coverage", ())])
        texts = [anywhere]
        for place in view["locations"]:
            parts = (place["name"], *place["lines"], _unbroken(place["postcode"]))
            address = ", ".join(part for part in parts if part)
            withheld = words["withheld"] if place["withheld"] else ""
            travel = words["travel"].format(text=place["travel"]) if place["travel"] else ""
            access = _sentences([_list(place["access"]), place["access_notes"]])
            texts += [
                _sentences([address, withheld, travel]),
                words["access"].format(text=access or words["access_not_stated"]),
            ]
        yield self._row("where", *texts)

    def _prices(self, cost: Row | None) -> Iterator[str]:
        if cost is None:
            return
        if cost["free"] and not cost["prices"]:
            yield self._words["free"]
        for price in cost["prices"]:
            yield _sentences([f"{price['label']}: {price['price']}", price["note"]])
        yield cost["note"]

    def _unit(self, unit: Row) -> str:
        kind = f" ({unit['kind']})" if unit["kind"] != unit["name"] else ""
        places = "" if unit["places"] is None else self._words["unit_places"].format(count=unit["places"])
        needs = _list([need["name"] for need in unit["needs"]])
        return _sentences([unit["name"] + kind, places, needs])

    # --- The last pages ------------------------------------------------------------------------

    def _jargon(self, text: str) -> list[Row]:
        """The terms that the booklet uses, in the order of the alphabet."""
        terms = self._offer.vocabulary.jargon.values()
        return [
            {"term": term.term, "short": term.short or "", "meaning": term.meaning}
            for term in sorted(terms, key=lambda term: sort_key(term.term))
            if _is_used(term, text)
        ]

    def _indexes(self) -> Iterator[Row]:
        """``{anchor, name, groups: [{name, entries: [{name, anchor}]}]}`` for names, places and needs."""
        lists = self._lists.collect(self._cards)
        words = self._words
        letters = sorted(one.term for one in lists if one.facet == "a-z")
        yield self._index(
            "name", ((self._lists.name(at := Listing("a-z", one)), lists[at]) for one in letters)
        )
        wards = {one for one, place in self._offer.vocabulary.places.items() if place.part_of}
        yield self._index("place", self._groups("places", lists, wards, words["index_no_place"]))
        yield self._index("need", self._groups("needs", lists, set(), words["index_any_need"]))

    def _groups(
        self, facet: str, lists: Mapping[Listing, list[Card]], hidden: set[str], rest: str
    ) -> Iterator[tuple[str, list[Card]]]:
        """The terms of a facet with their entries, and at last the entries that stand under none."""
        named: set[Card] = set()
        for term in self._lists.terms(facet):
            cards = lists.get(Listing(facet, term), [])
            if cards and term not in hidden:
                named.update(cards)
                yield self._lists.name(Listing(facet, term)), cards
        if others := [card for card in self._cards if card not in named]:
            yield rest, others

    def _index(self, name: str, groups: Iterable[tuple[str, list[Card]]]) -> Row:
        return {
            "anchor": f"index-{name}",
            "name": self._words[f"index_{name}"],
            "groups": [
                {
                    "name": heading,
                    "entries": [{"name": card.name, "anchor": _anchor(card)} for card in cards],
                }
                for heading, cards in groups
            ],
        }


def shelf_of(school: School) -> str:
    """The chapter of a school or setting: one of `SHELVES`."""
    kind = school.setting_type
    if kind.special:
        return "special"
    if school.phase == "nursery" or school.type in ("early-years-setting", "childminder", "nursery-school"):
        return "early"
    if school.phase in ("primary", "middle-primary"):
        return "primary"
    if school.phase in ("secondary", "middle-secondary", "all-through"):
        return "secondary"
    return "after_16" if school.phase == "16-plus" or kind.family == "college" else "other"


def short_address(url: str) -> str:
    """A web address as people write it down: without ``https://`` and the last stroke."""
    return re.sub(r"^https?://", "", url).rstrip("/")


def _session(time: Row) -> str:
    when = ", ".join(part for part in (time["days"], time["hours"]) if part)
    return _sentences([f"{when} ({time['season'].lower()})", time["note"]])


def _sentences(parts: Iterable[str]) -> str:
    """Parts as sentences one after the other, with a full stop where one is wanting."""
    said = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".!?" or len(said) == 1 else f"{part}." for part in said)


def _list(names: Iterable[str]) -> str:
    """Names that begin with a capital, as one run: "Step-free way in, hoist, quiet space"."""
    first, *rest = list(names) or [""]
    return ", ".join([first, *(_lower(name) for name in rest)])


_NAME = re.compile(r"\w*[A-Z]\w*[A-Z]|\w+ [A-Z][a-z]")


def _lower(name: str) -> str:
    """Without its capital, unless it is a name or letters: "BSL video", "Changing Places"."""
    return name if _NAME.match(name) else name[:1].lower() + name[1:]


def _unbroken(number: str) -> str:
    """A phone number or postcode that stays on one line."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


def _anchor(card: Card) -> str:
    return f"{card.kind}-{card.id}"


def _or_words(parts: list[str]) -> str:
    return " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _is_used(term: JargonTerm, text: str) -> bool:
    """Letters like SALT must stand as they are; words may begin a sentence or end in an s."""
    if term.short and re.search(rf"\b{re.escape(term.short)}s?\b", text):
        return True
    return bool(re.search(rf"\b{re.escape(term.term)}s?\b", text, re.IGNORECASE))
