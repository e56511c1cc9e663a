"""Which entries a booklet is made of."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.booklet.selection import UnknownWord, choose, select
from generator.reading import Offer, read_project
from generator.reports.freshness import card_states
from tests.conftest import SWIM, write

Selected = Callable[..., set[str]]
"""Gives the ids of the entries of a choice."""

TODAY = datetime.date(2026, 11, 20)
PLACES = """\
tidewell:
  name: Tidewell
tidewell-harbour:
  name: Tidewell Harbour
  kind: ward
  part_of: tidewell
tidewell-longshore:
  name: Tidewell Longshore
  kind: ward
  part_of: tidewell
silverpit:
  name: Silverpit
"""


@pytest.fixture
def selected(project: Path) -> Selected:
    """The ids of the entries of a choice, from the small project with these services besides."""

    def ids(services: dict[str, str] | None = None, **asked: object) -> set[str]:
        write(project, "content/vocabulary/places.yml", PLACES)
        for name, text in (services or {}).items():
            write(project, f"content/services/{name}.yml", text)
        offer = _offer(project)
        states = card_states(offer, offer.cards.values(), TODAY)
        return {card.id for card in select(offer, choose(offer, **asked), states)}  # type: ignore[arg-type]

    return ids


def _offer(project: Path) -> Offer:
    reading = read_project(project, use_cache=False)
    assert reading.offer, reading.errors
    return reading.offer


def _swim(**changes: str) -> str:
    """The swim club with some lines changed; an empty change takes the line out."""
    text = SWIM
    for line, new in changes.items():
        old = next(one for one in SWIM.splitlines() if one.strip().startswith(f"{line}:"))
        text = text.replace(old + "\n", f"{new}\n" if new else "")
    return text


def test_without_a_choice_every_service_and_school_is_in_it_but_no_organisation(selected: Selected) -> None:
    assert selected() == {"saturday-swim-club", "reef-primary"}


def test_a_kind_can_be_chosen(selected: Selected) -> None:
    assert selected(kind="schools") == {"reef-primary"}
    assert selected(kind="services") == {"saturday-swim-club"}


def test_answers_to_one_question_widen_the_choice_and_questions_narrow_it(selected: Selected) -> None:
    deaf = {"deaf-club": _swim(needs="needs: [hearing-impairment]", categories="categories: [short-breaks]")}
    assert selected(deaf, kind="services", needs=["autism"]) == {"saturday-swim-club"}
    assert selected(needs=["autism", "hearing-impairment"], kind="services") == {
        "saturday-swim-club",
        "deaf-club",
    }
    assert selected(needs=["autism"], categories=["short-breaks"], kind="services") == set()


def test_what_is_not_stated_never_leaves_an_entry_out(selected: Selected) -> None:
    silent = "name: Families Together\ncategories: [clubs]\ncontact:\n  phone: 01632 960123\n"
    found = selected(
        {"families-together": silent}, needs=["hearing-impairment"], places=["silverpit"], ages=["20"]
    )
    assert found == {"families-together", "reef-primary"}


def test_a_category_leaves_schools_out(selected: Selected) -> None:
    assert selected(categories=["clubs"]) == {"saturday-swim-club"}


@pytest.mark.parametrize(
    ("age", "fits"),
    [("5", True), ("11", True), ("4", False), ("12-15", False), ("11-15", True), ("0-4", False)],
)
def test_an_age_is_one_year_a_span_or_a_band(selected: Selected, age: str, fits: bool) -> None:
    assert (selected(ages=[age], kind="services") == {"saturday-swim-club"}) is fits


@pytest.mark.parametrize(
    ("place", "area", "fits"),
    [
        ("tidewell-harbour", "tidewell", True),  # a ward is in its town
        ("tidewell", "tidewell-harbour", True),  # the ward is not stated
        ("tidewell-longshore", "tidewell-harbour", False),
        ("silverpit", "tidewell", False),
    ],
)
def test_an_area_takes_in_its_wards(selected: Selected, place: str, area: str, fits: bool) -> None:
    there = SWIM.replace("    place: tidewell\n", f"    place: {place}\n").replace(
        "town: Tidewell", "town: Elsewhere"
    )
    assert ("there" in selected({"there": there}, places=[area])) is fits


@pytest.mark.parametrize("covers", ["online", "at-home", "authority-wide"])
def test_what_comes_to_families_is_in_every_area(selected: Selected, covers: str) -> None:
    assert "visits" in selected({"visits": f"{SWIM}area: {covers}\n"}, places=["silverpit"])


def test_what_is_closed_is_left_out_and_what_is_closed_for_now_is_not(selected: Selected) -> None:
    found = selected({"gone": f"{SWIM}status: closed\n", "mended": f"{SWIM}status: temporarily-closed\n"})
    assert found == {"saturday-swim-club", "mended", "reef-primary"}


@pytest.mark.parametrize(("policy", "there"), [("warn", True), ("withdraw", False)])
def test_an_expired_entry_follows_the_policy_of_the_council(
    selected: Selected,
    project: Path,
    policy: str,
    there: bool,
) -> None:
    file = project / "content/authority.yml"
    file.write_text(file.read_text("utf-8") + f"review:\n  expired: {policy}\n", "utf-8")
    old = SWIM.replace("checked: 2026-10-01", "checked: 2024-01-01")
    assert ("old" in selected({"old": old})) is there


def test_a_name_is_understood_as_well_as_an_id(project: Path) -> None:
    assert choose(_offer(project), needs=["Deaf or hard of hearing"]).needs == ("hearing-impairment",)


def test_an_unknown_word_is_answered_with_the_nearest_and_with_the_list(project: Path) -> None:
    with pytest.raises(
        UnknownWord, match=r'no need "autsim". Did you mean "autism"\? There are: autism, hearing'
    ):
        choose(_offer(project), needs=["autsim"])


@pytest.mark.parametrize("age", ["26", "9-5", "teenagers", ""])
def test_an_age_that_is_none_is_refused(project: Path, age: str) -> None:
    with pytest.raises(UnknownWord, match="no age"):
        choose(_offer(project), ages=[age])
