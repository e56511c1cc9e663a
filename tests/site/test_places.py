"""The postcodes on the site: small files that hold what the content says, and follow it."""

import json
from pathlib import Path

from generator.reading import read_project
from generator.site.places import places_context
from tests.site.conftest import REPOSITORY, pages_of, run_build
from tests.site.test_build import clean_build, edit, same

ZZ1 = "content/places/postcodes/zz1.csv"
SHARD = "places/postcodes/zz1.json"


def test_the_files_hold_every_postcode_and_no_more(demonstration: Path) -> None:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    files = {
        file.stem.upper(): json.loads(file.read_text("utf-8"))
        for file in (demonstration / "places/postcodes").iterdir()
    }
    assert tuple(files)
    assert set(files) == set(offer.postcodes.outward)
    for outward, file in files.items():
        there = {unit: (*place, "") for unit, place in file["live"].items()}
        there |= {unit: tuple(place) for unit, place in file["ended"].items()}
        assert there == dict(offer.postcodes.within(outward))


def test_a_file_is_small_enough_for_a_slow_phone(demonstration: Path) -> None:
    for file in (demonstration / "places/postcodes").iterdir():
        postcodes = json.loads(file.read_text("utf-8"))
        assert file.stat().st_size < 40 * (len(postcodes["live"]) + len(postcodes["ended"])) + 40


def test_every_postcode_of_doggerland_that_entries_name_has_a_place() -> None:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    for card in offer.cards.values():
        for postcode in card.postcodes:
            # ZZ9 belongs to the council next door.
            assert offer.postcodes.place(postcode) or postcode.startswith("ZZ9"), card.path


def test_templates_are_told_the_outward_codes_and_whose_data_it_is() -> None:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    context = places_context(offer)
    assert context["outward"] == ("ZZ1", "ZZ2", "ZZ3", "ZZ4", "ZZ5", "ZZ6")
    assert context["area"] == "Doggerland"
    assert "made up" in context["attribution"]


def test_search_has_the_places_of_entries_that_give_a_postcode_only(small: Path) -> None:
    swim = "content/services/saturday-swim-club.yml"
    before = (small / "site/search/points.json").read_text("utf-8")
    edit(small, swim, "    latitude: 54.7012\n    longitude: 2.3125\n", "")
    assert run_build(small).returncode == 0
    assert (small / "site/search/points.json").read_text("utf-8") == before


def test_a_changed_postcode_reaches_the_site(small: Path) -> None:
    assert run_build(small).returncode == 0
    edit(small, ZZ1, "ZZ1 2AB,54.70120", "ZZ1 2AB,54.70999")
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    after_change = pages_of(small / "site")
    assert json.loads(after_change[SHARD])["live"]["2AB"] == [54.70999, 2.3125]
    assert same(after_change, clean_build(small))


def test_an_outward_code_that_is_gone_leaves_the_site(small: Path) -> None:
    assert run_build(small).returncode == 0
    (small / ZZ1).unlink()
    assert run_build(small).returncode == 0
    assert not (small / "site" / SHARD).exists()
    assert (small / "site/places/postcodes/zz2.json").exists()
    assert same(pages_of(small / "site"), clean_build(small))


def test_a_build_after_another_change_keeps_the_files(small: Path) -> None:
    assert run_build(small).returncode == 0
    edit(
        small,
        "content/services/saturday-swim-club.yml",
        "name: Saturday Swim Club",
        "name: Saturday Swimmers",
    )
    assert run_build(small).returncode == 0
    assert (small / "site" / SHARD).exists()
    (small / "content/services/quiet-swim.yml").unlink()
    assert run_build(small).returncode == 0
    assert (small / "site" / SHARD).exists()


def test_a_wrong_postcode_stops_a_build(small: Path) -> None:
    edit(small, ZZ1, "ZZ1 2AB,54.70120", "ZZ1 2AB,nowhere")
    result = run_build(small)
    assert result.returncode == 1
    assert f"{ZZ1}:" in result.stderr
