"""The words of an entry's longer texts, which deepen search after the first results.

Only words that tell entries apart are kept: no small words, no numbers but codes, each
once. How rare a word is among all entries is decided where all entries are known.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from offer_schema import School, Service, Timeline

_WORD = re.compile(r"[a-z][a-z0-9]{2,23}")
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")

_SMALL = frozenset(
    "about above after again all also always and another any are ask away back because been before being "
    "below best between both but call came can cannot children child come could day days did does done down "
    "each either else email even every family families first for from get gets give given goes going good "
    "had has have having help helps her here him his how into its just keep know last least less let like "
    "look made make makes many may means might month months more most much must near need needs never new "
    "next not nothing now off often old once one only open other our out over own parent parents part people "
    "person place please plan ring same say school see she should site small some somebody something soon "
    "start still such support take tell than that the their them then there these they thing things this "
    "those through time times too two under until upon use used very want was way week weeks well went were "
    "what when where which while who whole whom why will with within without work would write year years "
    "yes yet you young your".split()
)


def text_words(entry: Any, body: str = "") -> tuple[str, ...]:
    """The distinct words of an entry's texts that lists and cards do not show, in order.

    Args:
        entry: A service, school, organisation, timeline or the front matter of a page.
        body: The Markdown of a page.
    """
    text = _MARKUP.sub(" ", " ".join([*_texts(entry), body]))
    plain = unicodedata.normalize("NFKD", text).replace("’", "").replace("'", "")
    found = set(_WORD.findall(plain.encode("ascii", "ignore").decode().lower()))
    return tuple(sorted(found - _SMALL))


def _texts(entry: Any) -> Iterable[str]:
    yield getattr(entry, "description", None) or ""
    for translation in getattr(entry, "translations", {}).values():
        yield f"{translation.name or ''} {translation.summary} {translation.description or ''}"
    if isinstance(entry, Service):
        yield entry.eligibility or ""
        if entry.referral:
            yield entry.referral.how or ""
    if isinstance(entry, Timeline):
        yield entry.introduction or ""
        for step in entry.steps:
            yield f"{step.called or ''} {step.title} {step.text or ''}"
    if isinstance(entry, School):
        for unit in entry.resourced_provision:
            yield f"{unit.name or ''} {unit.description or ''}"
        if entry.sen_report:
            for answer in dict(entry.sen_report).values():
                yield getattr(answer, "text", None) or ""
