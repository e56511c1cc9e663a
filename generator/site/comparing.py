"""The comparison of schools and settings: one row for each, the same questions to all.

Rows are made from cards, so that a build after one change need not read every school again.
A question without an answer is an empty value, and the page says "Not stated" to it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator.reading import Offer
from generator.reading.card import Card
from generator.reports.schools import school_report
from generator.site import addresses
from generator.site.browsing import sort_key
from generator.site.wording import Wording, phone_link
from generator.site.words import Words
from offer_schema.setting_types import SECTION_41_TYPES, SETTING_TYPES

PAGE_SIZE = 100
"""How many schools stand on one page: as many as a slow phone loads in a moment."""

Row = dict[str, Any]


class Group(NamedTuple):
    """Schools of one kind, as a part of the table: special schools, primary schools …"""

    name: str
    rows: tuple[Row, ...]


class ComparePage(NamedTuple):
    """One page of the comparison."""

    number: int
    pages: int
    total: int
    groups: tuple[Group, ...]

    @property
    def address(self) -> str:
        """Where the page is on the site."""
        return addresses.compare(self.number)


class Comparing:
    """Makes the rows of the comparison.

    Args:
        offer: The offer.
        words: The interface's words.
        today: The day for which schools' reports are judged.
    """

    def __init__(self, offer: Offer, words: Words, today: datetime.date) -> None:
        self._offer, self._vocabulary, self._words = offer, offer.vocabulary, words
        self._today = today
        self._wording = Wording(words)

    def pages(self, cards: Iterable[Card]) -> list[ComparePage]:
        """The pages of the comparison, at least one.

        Args:
            cards: The cards that may be shown; only schools that are not closed for good are taken.
        """
        groups = self.grouped(cards)
        total = sum(len(members) for members in groups.values())
        count = max(1, -(-total // PAGE_SIZE))
        pages: list[dict[str, list[Row]]] = [defaultdict(list) for _ in range(count)]
        at = 0
        for name, members in groups.items():
            for card in members:
                pages[at // PAGE_SIZE][name].append(self._row(card))
                at += 1
        return [
            ComparePage(number, count, total, tuple(Group(name, tuple(rows)) for name, rows in parts.items()))
            for number, parts in enumerate(pages, 1)
        ]

    def grouped(self, cards: Iterable[Card]) -> Mapping[str, list[Card]]:
        """Special schools, then the others by phase; by name within each. Closed ones are left out."""
        words = self._words
        names = {"special": words["compare_page"]["special"], **words["phase"]}
        names["other"] = words["compare_page"]["other"]
        found: dict[str, list[Card]] = {group: [] for group in names}
        schools = (card for card in cards if card.kind == "school" and card.status != "closed")
        for card in sorted(schools, key=lambda card: (sort_key(card.name), card.id)):
            special = SETTING_TYPES[card.type].special
            found["special" if special else card.phase if card.phase in found else "other"].append(card)
        return {names[group]: members for group, members in found.items() if members}

    def _row(self, card: Card) -> Row:
        """One school: ``{id, name, url, status, point, type, phase, ages, needs, units, access, report, …}``."""
        needs, access = self._vocabulary.needs, self._vocabulary.access
        phone, email = card.senco[:2] or ("", "")
        points = self._offer.points_of(card)
        return {
            "id": card.id,
            "name": card.name,
            "url": addresses.entry("school", card.id),
            "status": self._words["status"].get(card.status, ""),
            "point": ",".join(f"{degrees:.4f}" for degrees in points[0]) if points else "",
            "type": SETTING_TYPES[card.type].name,
            "phase": self._words["phase"].get(card.phase, ""),
            "ages": self._wording.ages(card.age_from, card.age_to) if card.age_from >= 0 else "",
            "needs": [needs[one].name for one in card.needs],
            "units": [self._unit(*unit) for unit in card.units],
            "access": [access[one].name for one in card.access],
            "report": self._report(card),
            "senco": {"phone": phone, "phone_link": phone_link(phone) if phone else "", "email": email},
            "pupils": self._pupils(card),
            "town": card.town,
            "out_of_area": card.out_of_area,
            "section_41": self._section_41(card),
            "phone": card.phone,
            "phone_link": phone_link(card.phone) if card.phone else "",
            "email": card.email,
            "website": card.website,
        }

    def _unit(self, kind: str, name: str, places: int, on_roll: int) -> str:
        say, what = self._words["compare_page"], self._words["unit_kind"][kind]
        text = f"{name} ({what[:1].lower()}{what[1:]})" if name else what
        if places < 0:
            return say["unit_unsure"].format(unit=text)
        words = say["unit_place" if places == 1 else "unit_places"].format(unit=text, count=places)
        return words if on_roll < 0 else say["unit_taken"].format(unit=words, count=on_roll)

    def _report(self, card: Card) -> Row:
        """``{state, text, year, url, page}``: how far the SEN information report is here, and for which year."""
        say, judged = self._words["compare_page"], school_report(card, self._today)
        when = [judged.year] if judged.year else []
        if judged.reviewed:
            when.append(say["reviewed"].format(date=self._wording.date(judged.reviewed)))
        text = say[f"report_{judged.state}"].format(answered=judged.answered, asked=judged.asked)
        page = addresses.sen_report(card.id) if card.answers else ""
        return {
            "state": judged.state,
            "text": text,
            "year": ", ".join(when),
            "url": judged.url,
            "page": page,
        }

    def _pupils(self, card: Card) -> str:
        say = self._words["compare_page"]
        if card.pupils < 0:
            return say["room"].format(capacity=f"{card.capacity:,}") if card.capacity >= 0 else ""
        if card.capacity < 0:
            return f"{card.pupils:,}"
        return say["pupils_room"].format(pupils=f"{card.pupils:,}", capacity=f"{card.capacity:,}")

    def _section_41(self, card: Card) -> str:
        say = self._words["compare_page"]
        if card.section_41:
            return say["section_41_yes"]
        return "" if card.type in SECTION_41_TYPES else say["section_41_none"]
