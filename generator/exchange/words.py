"""What a spreadsheet's words mean: the vocabularies' ids by name, abbreviation and other words."""

import re
from collections.abc import Mapping

from generator.reading.offer import Offer
from generator.reading.references import Mention, sentence
from offer_schema.field_types import slug
from offer_schema.vocabulary import Word


class Words:
    """The ids that an entry may name, and what people call them.

    Attributes:
        known: The ids that exist, by kind.
    """

    def __init__(self, offer: Offer) -> None:
        vocabularies: dict[str, Mapping[str, Word]] = {
            "need": offer.vocabulary.needs,
            "category": offer.vocabulary.categories,
            "place": offer.vocabulary.places,
            "access": offer.vocabulary.access,
            "language": offer.vocabulary.languages,
        }
        self.known: dict[str, set[str]] = {kind: set(words) for kind, words in vocabularies.items()}
        self._spelt = {kind: _spellings(words) for kind, words in vocabularies.items()}
        self.known["owner"] = set(offer.authority.owners)
        self._spelt["owner"] = {team.name: key for key, team in offer.authority.owners.items()}
        for kind in ("organisation", "service", "school"):
            cards = [card for (of, _), card in offer.cards.items() if of == kind]
            self.known[kind] = {card.id for card in cards}
            self._spelt[kind] = {card.name: card.id for card in reversed(cards)}
        self.known["entry"] = self.known["organisation"] | self.known["service"] | self.known["school"]
        self._names = {
            kind: {name.lower(): meant for name, meant in names.items()}
            for kind, names in self._spelt.items()
        }
        self._phrases: dict[str, re.Pattern[str]] = {}

    def meaning(self, kind: str, text: str) -> str | None:
        """The id that a word or name stands for, or None."""
        text = " ".join(text.split())
        if text in self.known[kind]:
            return text
        named = self._names[kind].get(text.lower())
        return named or (slug(text) if slug(text) in self.known[kind] else None)

    def unknown(self, kind: str, text: str) -> tuple[str, str]:
        """What is wrong with a word that means nothing here, and what to do."""
        return sentence(Mention(kind, text, ()), self.known[kind], self._names[kind])

    def found_in(self, kind: str, text: str) -> list[str]:
        """The ids whose names or other words stand in a text, in the text's order.

        The longest words win: "pool hoist" is not also "hoist". An abbreviation of up to
        four letters counts only in capitals: "me" is no illness.
        """
        if kind not in self._phrases:
            self._phrases[kind] = _any_of(self._spelt[kind])
        found = []
        for match in self._phrases[kind].finditer(text):
            phrase = " ".join(match[0].split())
            if len(phrase) <= 4 and not phrase.isupper() and phrase.upper() in self._spelt[kind]:
                continue
            found.append(self._names[kind][phrase.lower()])
        return list(dict.fromkeys(found))


def _spellings(words: Mapping[str, Word]) -> dict[str, str]:
    """Every name and the id it stands for; a word's own name is stronger than another's second name."""
    spelt = {other: key for key, word in reversed(list(words.items())) for other in word.also}
    return spelt | {word.name: key for key, word in words.items()}


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<![\w'’-])(?:{either or '(?!)'})(?![\w'’-])", re.IGNORECASE)
