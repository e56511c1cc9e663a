"""Made-up English that behaves like real English for a compressor and a search index.

A small grammar gives the sentences; the words come from lists in order of how often
they are used, with a long tail of made-up words, drawn by Zipf's law.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

_ONSETS = (
    "b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k",
    "l", "m", "n", "p", "ph", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "sp", "st", "str", "t",
    "th", "tr", "v", "w",
)  # fmt: skip
_MIDDLES = ("a", "e", "o", "ai", "ea", "ee", "oa", "oo", "ou")
_CODAS = (
    "b", "ck", "d", "ft", "g", "l", "lk", "ll", "lt", "m", "mp", "n", "nd", "ng", "nk", "nt", "p",
    "r", "rd", "rk", "rm", "rn", "rt", "s", "sh", "sk", "st", "t", "tch", "th", "v", "x",
)  # fmt: skip
_ENDINGS = (
    "er", "ing", "ment", "ness", "y", "ery", "age", "ism", "ist", "ure", "let", "ance", "ton",
    "ling",
)  # fmt: skip

_OPENERS = (
    "We", "You", "Families", "Our staff", "Children", "Young people", "Parents", "The leaders",
    "Most people", "You can", "We can", "Your child can", "Everyone can", "They", "Some of us",
    "In the first weeks we", "At the end you", "If you like, you can", "Brothers and sisters also",
    "After that we", "Once a month we", "On dry days we", "Please", "When you arrive,", "Together we",
)  # fmt: skip
_JOINERS = (
    "with", "for", "in", "at", "before", "after", "near", "about", "through", "without", "during",
    "and", "or", "so that we", "because they", "when you", "while others", "and then", "but not",
)  # fmt: skip
_DETERMINERS = (
    "the", "a", "your", "our", "their", "each", "every", "any", "this", "one", "another", "some",
)  # fmt: skip
_ENDS = (".", ".", ".", ".", ".", ".", ".", ".", "!", "?")


def _words(name: str) -> list[str]:
    """Real words, the commonest first."""
    return (Path(__file__).parent / "words" / f"{name}.txt").read_text("utf-8").split()


def _made_up_words(random: Random, count: int, endings: Sequence[str]) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        stem = random.choice(_ONSETS) + random.choice(_MIDDLES) + random.choice(_CODAS)
        if random.random() < 0.4:
            stem += random.choice(_MIDDLES) + random.choice(_CODAS)
        words[stem + random.choice(endings)] = None
    return list(words)


def _by_zipf(random: Random, words: Sequence[str], flatness: float = 4.0) -> Iterator[str]:
    """Draws words for ever; the word of rank r comes in proportion to 1 / (r + flatness)."""
    weights = list(accumulate(1 / (rank + flatness) for rank in range(len(words))))
    while True:
        yield from random.choices(words, cum_weights=weights, k=4096)


class Prose:
    """Writes as much as is asked for, the same for the same seed.

    Attributes:
        nouns: Draws nouns.
        verbs: Draws verbs in their base form.
        adjectives: Draws adjectives.
        names: Draws proper names.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self.nouns = _by_zipf(random, _words("nouns") + _made_up_words(random, 11_000, _ENDINGS))
        self.verbs = _by_zipf(random, _words("verbs") + _made_up_words(random, 400, ("", "e", "ise", "le")))
        self.adjectives = _by_zipf(
            random, _words("adjectives") + _made_up_words(random, 3_000, ("ful", "y", "al", "ive"))
        )
        names = _made_up_words(random, 4_000, ("by", "ham", "wick", "ton", "ley", "s", "ford", ""))
        self.names = _by_zipf(random, [word.capitalize() for word in names], flatness=40.0)
        self._openers = _by_zipf(random, _OPENERS, flatness=6.0)
        self._joiners = _by_zipf(random, _JOINERS, flatness=4.0)
        self._determiners = _by_zipf(random, _DETERMINERS, flatness=3.0)

    def _thing(self) -> str:
        kind = self._random.random()
        noun = next(self.nouns)
        if kind < 0.42:
            return f"{next(self._determiners)} {noun}"
        if kind < 0.75:
            return f"{next(self._determiners)} {next(self.adjectives)} {noun}"
        if kind < 0.85:
            return f"{self._random.randint(2, 40)} {noun}s"
        if kind < 0.94:
            return f"{next(self.adjectives)} {noun}s"
        return f"{next(self.names)} {noun.capitalize()}"

    def sentence(self) -> str:
        """One sentence of 5 to 25 words."""
        parts = [next(self._openers), next(self.verbs), self._thing()]
        while self._random.random() < 0.55 and len(parts) < 9:
            parts += next(self._joiners), self._thing()
        return " ".join(parts) + self._random.choice(_ENDS)

    def paragraph(self, words: int) -> str:
        """Sentences until there are `words` words."""
        sentences: list[str] = []
        count = 0
        while count < words:
            sentences.append(self.sentence())
            count += sentences[-1].count(" ") + 1
        return " ".join(sentences)

    def short(self, limit: int) -> str:
        """As many sentences as fit into `limit` characters, one at least."""
        while len(text := self.sentence()) > limit:
            pass
        while len(longer := f"{text} {self.sentence()}") <= limit:
            text = longer
        return text

    def title(self) -> str:
        """Two or three words with a capital: the name of a page or a room."""
        return f"{next(self.adjectives)} {next(self.nouns)} {next(self.nouns)}".capitalize()

    def markdown(self, words: int) -> str:
        """Paragraphs; in one of three texts a list, a link and words that stand out."""
        paragraphs = [self.paragraph(words // 3 + 1), self.paragraph(words // 3 + 1)]
        if self._random.random() < 1 / 3:
            items = [f"- {self._thing().capitalize()}" for _ in range(self._random.randint(3, 6))]
            address = f"https://www.{next(self.nouns)}-{next(self.nouns)}.example.org/{next(self.nouns)}"
            paragraphs.insert(1, "\n".join(items))
            paragraphs.append(
                f"{self.paragraph(words // 4)} **{self._thing().capitalize()}**: "
                f"see [{self.title()}]({address})."
            )
        else:
            paragraphs.append(self.paragraph(words // 3))
        return "\n\n".join(paragraphs)
