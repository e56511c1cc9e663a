"""The three files that search works on, and the facets that narrow it."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.reading import Offer
from generator.reading.card import Card
from generator.reading.text_words import text_words
from generator.site.browsing import Browsing
from generator.site.facets import Facet, facets, used_terms
from generator.site.search_table import usual_id
from generator.site.words import load_words
from offer_schema import Service
from tests.site.conftest import REPOSITORY

FILES = ("offer.json", "summaries.json", "words.json", "points.json")


@pytest.fixture(scope="module")
def by_id(offer: Offer) -> dict[str, Facet]:
    words = load_words([REPOSITORY / "theme"])
    return {facet.id: facet for facet in facets(offer, words, Browsing(offer, words, [], []))}


@pytest.fixture(scope="module")
def table(demonstration: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((demonstration / "search/offer.json").read_text("utf-8"))
    found["id"] = [one or usual_id(name) for one, name in zip(found["id"], found["name"], strict=True)]
    return found


def row_of(table: dict[str, Any], entry_id: str) -> int:
    found: int = table["id"].index(entry_id)
    return found


def answers(table: dict[str, Any], facet: str, entry_id: str) -> list[str]:
    ids = table["facets"][facet]["ids"]
    return [ids[at] for at in table["facets"][facet]["rows"][row_of(table, entry_id)]]


def test_the_table_holds_every_entry_and_guide_in_columns_of_equal_length(
    offer: Offer, table: dict[str, Any]
) -> None:
    count = len(offer.cards) + len(offer.guides) - 1 + len(offer.timelines)
    for column in ("kind", "id", "name", "words", "organisation", "age", "state", "checked", "covers"):
        assert len(table[column]) == count, column
    for facet in table["facets"].values():
        assert len(facet["rows"]) == count
        assert len(facet["ids"]) == len(facet["names"]) == len(facet["also"])


def test_a_timeline_is_a_row_without_answers(table: dict[str, Any]) -> None:
    assert answers(table, "need", "timelines/ehc-plan") == []
    assert answers(table, "category", "timelines/ehc-plan") == []


def test_an_entry_answers_each_facet_as_its_file_does(table: dict[str, Any]) -> None:
    swim = "saturday-swim-club"
    assert "autism" in answers(table, "need", swim)
    assert answers(table, "day", swim) == ["saturday"]
    assert "makaton" in answers(table, "language", swim)
    assert answers(table, "cost", swim) == ["paid"]
    assert answers(table, "setting", "kestrel-moor-school") == ["independent-special-school"]


def test_a_guide_answers_with_its_tags_and_is_asked_nothing_else(table: dict[str, Any]) -> None:
    assert answers(table, "category", "guides/ehc-needs-assessment")
    assert answers(table, "cost", "guides/ehc-needs-assessment") == []
    assert 3 not in table["facets"]["cost"]["kinds"]


def test_what_runs_all_year_runs_in_term_time_and_in_the_holidays(by_id: dict[str, Facet]) -> None:
    card = Card("service", "a", "A", "", "", seasons=("all-year",))
    assert list(by_id["season"].answers(card)) == ["term-time", "holidays"]
    assert list(by_id["season"].answers(card._replace(seasons=("holidays",)))) == ["holidays"]
    assert list(by_id["season"].answers(card._replace(seasons=()))) == []


def test_what_takes_families_with_and_without_a_plan_is_found_by_both(by_id: dict[str, Facet]) -> None:
    card = Card("service", "a", "A", "", "")
    assert set(by_id["ehc-plan"].answers(card._replace(ehc_plan="either"))) == {"with", "without"}
    assert list(by_id["ehc-plan"].answers(card._replace(ehc_plan="needed"))) == ["with"]
    assert "without" in by_id["ehc-plan"].answers(card._replace(ehc_plan="not-needed"))
    assert list(by_id["ehc-plan"].answers(card)) == []


def test_only_answers_that_somebody_gives_are_offered(by_id: dict[str, Facet]) -> None:
    cards = [Card("service", "a", "A", "", "", needs=("autism",)), Card("school", "b", "B", "", "")]
    assert used_terms(by_id["audience"], [cards[0]._replace(audience=("siblings",))]) == {"siblings": 1}
    assert used_terms(by_id["setting"], [cards[0]]) == {}


def test_every_need_and_place_is_offered_since_what_is_for_all_of_them_answers(
    by_id: dict[str, Facet],
) -> None:
    card = Card("service", "a", "A", "", "", needs=("autism",), places=("tidewell",), covers=("online",))
    needs, places = used_terms(by_id["need"], [card]), used_terms(by_id["place"], [card])
    assert needs == {need: int(need == "autism") for need in by_id["need"].terms}
    assert (places["tidewell"], places["silverpit"], places["anywhere-online"]) == (1, 0, 1)
    assert "anywhere-at-home" not in places
    assert used_terms(by_id["need"], [card._replace(needs=())]) == {}


def test_a_page_is_found_by_its_kind_and_an_entry_by_whether_it_runs_now(table: dict[str, Any]) -> None:
    assert answers(table, "kind", "saturday-swim-club") == ["service"]
    assert answers(table, "kind", "guides/sendiass") == ["guide"]
    assert answers(table, "kind", "timelines/ehc-plan") == ["guide"]
    assert answers(table, "now", "saturday-swim-club") == ["active"]
    assert answers(table, "now", "mere-boat-club") != ["active"]
    assert answers(table, "now", "guides/sendiass") == []


def test_an_id_that_a_name_gives_away_is_not_sent() -> None:
    assert usual_id("Saturday Swim Club (5-11)") == "saturday-swim-club-5-11"
    assert usual_id("Café club") == ""


def test_a_translation_is_found_by_its_own_words_and_by_its_language(table: dict[str, Any]) -> None:
    assert "pływa" in table["words"][row_of(table, "saturday-swim-club")].lower()
    translated = [row for row, words in enumerate(table["words"]) if words == "Polish Polski"]
    assert [table["kind"][row] for row in translated] == [3]


def test_every_place_above_a_ward_finds_what_is_in_it(table: dict[str, Any]) -> None:
    assert {"tidewell-longshore", "tidewell"} <= set(answers(table, "place", "driftwood-house"))


def test_the_words_of_a_description_are_in_the_second_file_only(
    demonstration: Path, table: dict[str, Any]
) -> None:
    words = json.loads((demonstration / "search/words.json").read_text("utf-8"))
    row = row_of(table, "saturday-swim-club")
    at = words["words"].index("shallow")
    rows, before = [], 0
    for step in words["rows"][at]:
        before += step
        rows.append(before)
    assert row in rows
    summaries = json.loads((demonstration / "search/summaries.json").read_text("utf-8"))
    assert "shallow" not in summaries[row] + table["words"][row]


def test_words_are_in_order_and_rare_enough_to_tell_entries_apart(demonstration: Path) -> None:
    words = json.loads((demonstration / "search/words.json").read_text("utf-8"))
    assert words["words"] == sorted(words["words"])
    assert "child" not in words["words"]
    assert max(len(rows) for rows in words["rows"]) <= 0.15 * 400


def test_points_are_those_of_the_rows_and_a_withheld_place_has_none(
    demonstration: Path, table: dict[str, Any]
) -> None:
    points = json.loads((demonstration / "search/points.json").read_text("utf-8"))["points"]
    assert points[row_of(table, "safe-harbour-refuge")] == 0
    north, east = points[row_of(table, "saturday-swim-club")][:2]
    assert 54 < north / 100_000 < 56
    assert 1 < east / 100_000 < 4


def test_text_words_are_plain_distinct_and_without_markup() -> None:
    service = Service.model_validate(
        {
            "name": "Club",
            "categories": ["clubs"],
            "description": "Café café [map](https://x.example.org/secretpath) <b>Hoist</b> for the children’s pool",
            "contact": {"phone": "01632 960123"},
        }
    )
    assert text_words(service) == ("cafe", "childrens", "hoist", "map", "pool")


@pytest.mark.parametrize("name", FILES)
def test_the_short_way_keeps_the_search_files_as_a_whole_build_makes_them(small: Path, name: str) -> None:
    from tests.site.conftest import run_build

    assert run_build(small).returncode == 0  # a copy of a project is built in full once
    file = small / "content/services/saturday-swim-club.yml"
    file.write_text(
        file.read_text("utf-8").replace("description: |\n", "description: |\n  Zebrafish.\n", 1), "utf-8"
    )
    assert "Zebrafish" in file.read_text("utf-8")
    result = run_build(small)
    assert "1 page was written again" in result.stderr
    quick = (small / "site/search" / name).read_bytes()
    result = run_build(small, "--strict", "--site-dir", "whole")
    assert result.returncode == 0, result.stderr
    assert (small / "whole/search" / name).read_bytes() == quick
    assert name != "words.json" or b'"zebrafish"' in quick
