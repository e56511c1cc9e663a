"""The interface's words, from the theme's ``words.yml``."""

from collections.abc import Mapping
from pathlib import Path

from generator.reading.yaml_source import parse

Words = Mapping[str, Mapping[str, str]]
"""For each question that entries choose an answer to: the words for each answer."""


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
