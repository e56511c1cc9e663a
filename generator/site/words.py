"""The interface's words, from the theme's ``words.yml``."""

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from generator.reading.yaml_source import parse

Words = Mapping[str, Mapping[str, str]]
"""For each component, page or question: its words by key."""


def load_words(folders: list[Path]) -> Words:
    """The words of the theme; a project's own theme folder may replace some of them.

    Args:
        folders: The theme's folders, the one that wins first.
    """
    words: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        file = folder / "words.yml"
        if file.is_file():
            for question, answers in parse(file.read_text("utf-8")).tree.items():
                words.setdefault(question, {}).update(answers)
    return words


def words_of_templates(words: Words) -> Words:
    """The words as templates print them: escaped once here and not on each page.

    They are marked as safe, so that ``format`` escapes what a template puts into a gap,
    and lets through the links that it makes itself.
    """
    return {section: {key: _safe(text) for key, text in part.items()} for section, part in words.items()}


def _safe(text: str) -> Markup:
    # An apostrophe needs no escape: attributes in templates stand in double quotes.
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    return Markup(plain)  # noqa: S704 - escaped above


def for_count(part: Mapping[str, str], key: str, count: int) -> str:
    """The form of a sentence that stands with a number: ``KEY_one`` or ``KEY_many``, its gap filled.

    Args:
        part: A section of the words.
        key: The key without its ending.
        count: The number.
    """
    return part[f"{key}_one" if count == 1 else f"{key}_many"].format(count=f"{count:,}")
