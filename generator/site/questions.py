"""One page for each question of the SEN information report, with what every school answers to it.

Which schools stand where is known from cards alone; only the answers' words come from the schools'
own files. They are kept from build to build, so that a changed school does not read all others again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from generator.reading.card import Card
from generator.site import addresses
from offer_schema.sen_report import SenReport

PAGE_SIZE = 30
"""How many answers stand on one page: about two thousand words."""

Answers = Mapping[str, Mapping[str, str]]
"""The HTML of each answer by the school's id and the question's name."""


class AnswerGroup(NamedTuple):
    """Schools of one kind that answer a question: special schools, primary schools …"""

    name: str
    cards: tuple[Card, ...]


class QuestionPage(NamedTuple):
    """One page of the answers to one question.

    Attributes:
        name: The question's name in `SenReport`.
        number: Which page it is.
        pages: How many there are.
        total: How many schools answer it here.
        groups: The schools on this page.
        others: Schools with a report elsewhere or none, or without this answer; on the last page only.
    """

    name: str
    number: int
    pages: int
    total: int
    groups: tuple[AnswerGroup, ...]
    others: tuple[Card, ...]

    @property
    def address(self) -> str:
        """Where the page is on the site."""
        return addresses.question(self.name, self.number)


def question_pages(
    groups: Mapping[str, list[Card]], has_report: Callable[[Card], bool]
) -> list[QuestionPage]:
    """Every page of every question; at least one for each question.

    Args:
        groups: The schools that may be shown, in groups and in order.
        has_report: Whether a school has, or owes, a report of its own.
    """
    answered = {card.id: _in_words(card) for cards in groups.values() for card in cards}
    shown = [card for cards in groups.values() for card in cards if has_report(card)]
    found: list[QuestionPage] = []
    for question in SenReport.questions():
        rows = [
            (name, card) for name, cards in groups.items() for card in cards if question in answered[card.id]
        ]
        others = tuple(card for card in shown if question not in answered[card.id])
        count = max(1, -(-len(rows) // PAGE_SIZE))
        for number in range(1, count + 1):
            part: dict[str, list[Card]] = defaultdict(list)
            for name, card in rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
                part[name].append(card)
            found.append(
                QuestionPage(
                    question,
                    number,
                    count,
                    len(rows),
                    tuple(AnswerGroup(name, tuple(cards)) for name, cards in part.items()),
                    others if number == count else (),
                )
            )
    return found


def _in_words(card: Card) -> frozenset[str]:
    return frozenset(name for name, how, _ in card.answers if how != "not-applicable")


def known_answers(
    cards: Iterable[Card],
    kept: Mapping[str, tuple[str, Mapping[str, str]]],
    read: Callable[[str], Mapping[str, str]],
) -> dict[str, tuple[str, Mapping[str, str]]]:
    """The answers of every school that gives any, with the digest of its card; only what changed is read.

    Args:
        cards: The schools.
        kept: What this returned for the last build.
        read: Reads the answers of one school.
    """
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for card in cards:
        if card.answers_digest:
            last = kept.get(card.id)
            same = last is not None and last[0] == card.answers_digest
            found[card.id] = last if last is not None and same else (card.answers_digest, read(card.id))
    return found
