"""New addresses in the place of old ones, and nothing else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.editing.addresses import NewAddress, readdressed
from generator.editing.writer import WriteRefused, entry_text
from generator.reading.content_files import SourceFile
from generator.reading.web_addresses import addresses_in
from generator.reading.yaml_source import parse
from offer_schema import Service

SERVICE = SourceFile("service", "swim", "content/services/swim.yml", (0, 0))
PAGE = SourceFile("page", "guides/swim", "content/pages/guides/swim.md", (0, 0))

SWIM = """\
# yaml-language-server: $schema=x.json
name:   "Swim"      # two spaces too many stay
categories: [clubs]
contact: {website: https://old.uk/swim , phone: 01632 960123}
description: >-
  Read [this](https://old.uk/swim)
  and [that](https://old.uk/swim/more).
links:
- title: One   # the first
  url: 'https://old.uk/swim'
"""


def changed(source: SourceFile, text: str, **new: str) -> str:
    moves = {f"https://{old}.uk/swim": to for old, to in new.items()}
    uses = [use for use in addresses_in(source, text) if use.address in moves]
    assert uses
    return readdressed(source, text, [NewAddress(use, moves[use.address]) for use in uses])


def test_only_the_address_changes() -> None:
    made = changed(SERVICE, SWIM, old="https://new.uk/a")
    wanted = SWIM.replace("https://old.uk/swim", "https://new.uk/a").replace(
        "https://new.uk/a/more", "https://old.uk/swim/more"
    )
    assert made == wanted


def test_line_ends_stay_as_they_are() -> None:
    text = SWIM.replace("\n", "\r\n")
    assert changed(SERVICE, text, old="https://new.uk/a").count("\r\n") == text.count("\n")


def test_an_address_that_needs_quotes_gets_them() -> None:
    made = changed(SERVICE, SWIM, old="https://new.uk/a,b")
    assert [use.address for use in addresses_in(SERVICE, made)].count("https://new.uk/a,b") == 3
    assert "# two spaces too many stay" in made
    assert "# the first" in made


def test_an_address_behind_escapes_is_changed_too() -> None:
    text = 'name: Swim\ncategories: [clubs]\ncontact:\n  # call first\n  website: "https:\\/\\/old.uk/swim"\n'
    made = changed(SERVICE, text, old="https://new.uk/")
    assert made.splitlines()[3:] == ["  # call first", "  website: https://new.uk/"]


def test_a_guide_is_changed_above_and_below() -> None:
    text = "---\ntitle: Swim\nlinks:\n  - {title: One, url: https://old.uk/swim}\n---\n\n# Swim\n\n[a]: https://old.uk/swim\n\n[a], <https://old.uk/swim>\n"
    assert changed(PAGE, text, old="https://new.uk/(x)") == text.replace(
        "https://old.uk/swim", "https://new.uk/(x)"
    )


@pytest.mark.parametrize("to", ["https://new.uk/a)b", "https://new.uk/a b", "javascript:alert(1)", ""])
def test_what_would_say_something_else_is_not_written(to: str) -> None:
    text = "---\ntitle: Swim\n---\n\n[a](https://old.uk/swim)\n"
    with pytest.raises(WriteRefused):
        changed(PAGE, text, old=to)
    with pytest.raises(WriteRefused):
        changed(SERVICE, SWIM, old=to)


@given(
    st.text(max_size=40), st.text(max_size=40), st.sampled_from(["https://new.uk/", "https://old.uk/swim/2"])
)
def test_whatever_stands_around_it_stays(before: str, behind: str, to: str) -> None:
    description = f"{before} <https://old.uk/swim>\n{behind}"
    entry = {"name": "Swim", "categories": ["clubs"], "description": description}
    text = entry_text(Service, entry | {"contact": {"website": "https://old.uk/swim"}})
    uses = [use for use in addresses_in(SERVICE, text) if use.address == "https://old.uk/swim"]
    try:
        made = parse(readdressed(SERVICE, text, [NewAddress(use, to) for use in uses])).tree
    except WriteRefused:
        return
    assert made["contact"] == {"website": to}
    before_that = parse(text).tree["description"]
    in_text = any(use.key == "description" for use in uses)
    assert made["description"] == (before_that.replace("https://old.uk/swim", to) if in_text else before_that)
