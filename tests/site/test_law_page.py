"""The public page of what the law asks: it says what coverage found, and every place can be followed."""

import dataclasses
import datetime
import re
from pathlib import Path
from typing import Any

import pytest

import theme
from generator.reading import Offer
from generator.reports.coverage import coverage
from generator.site.law_page import SHOWN, law_view
from generator.site.words import Words, load_words
from tests.site.conftest import TODAY

DAY = datetime.date.fromisoformat(TODAY)
PAGE = "what-the-law-asks/index.html"


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words([Path(theme.__file__).parent])


def view(offer: Offer, words: Words, day: datetime.date = DAY) -> dict[str, Any]:
    return law_view(offer, coverage(offer, day), words)


def test_it_counts_as_the_report_does(offer: Offer, words: Words) -> None:
    found = coverage(offer, DAY)
    shown = law_view(offer, found, words)
    assert sum(one["asked"] for one in shown["sets"]) == len(found.items)
    assert sum(one["met"] for one in shown["sets"]) == sum(item.state == "met" for item in found.items)
    assert str(found.share("must").asked) in shown["shares"][0]
    assert shown["date"] == "20 November 2026"


def test_what_is_missing_has_no_place_and_says_so(offer: Offer, words: Words) -> None:
    without = dataclasses.replace(
        offer,
        guides={name: guide for name, guide in offer.guides.items() if name != "guides/complaints"},
    )
    items = {item["slug"]: item for one in view(without, words)["sets"] for item in one["items"]}
    assert items["lo-complaints"]["state"] == "partly"
    assert items["lo-mediation"]["state"] == "met"
    later = view(offer, words, datetime.date(2031, 1, 1))
    assert {item["state"] for one in later["sets"] for item in one["items"]} >= {"met", "stale"}


def test_many_places_are_counted_and_not_all_named(offer: Offer, words: Words) -> None:
    items = [item for one in view(offer, words)["sets"] for item in one["items"]]
    assert max(len(item["places"]) for item in items) <= SHOWN + 1
    [universal] = [item for item in items if item["slug"] == "cop-universal"]
    assert universal["more"].startswith("and ")


def test_a_hostile_requirement_of_the_councils_own_is_only_text(demonstration: Path) -> None:
    text = (demonstration / PAGE).read_text("utf-8")
    assert 'href="javascript' not in text


def test_every_place_on_it_is_a_page_of_the_site(demonstration: Path) -> None:
    text = (demonstration / PAGE).read_text("utf-8")
    main = text[text.index("<main") : text.index("</main>")]
    links = re.findall(r'href="\.\./([^"#]*)(?:#([^"]*))?"', main)
    assert len(links) > 150
    for address, anchor in links:
        target = (
            demonstration / address / "index.html"
            if not address or address.endswith("/")
            else demonstration / address
        )
        assert target.is_file(), address
        if anchor:
            assert f'id="{anchor}"' in target.read_text("utf-8"), (address, anchor)


def test_schools_that_owe_a_report_are_named_with_how_far_it_is(demonstration: Path) -> None:
    text = (demonstration / PAGE).read_text("utf-8")
    assert "Tidewell Reef Academy" in text
    assert "On the school’s own site" in text
