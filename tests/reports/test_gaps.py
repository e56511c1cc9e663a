"""The report of gaps: what there is and what is missing, and nothing guessed."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.commands import report as report_command
from generator.reading import Offer, read_project
from generator.reading.card import Card
from generator.reports.gaps import Gap, Gaps, Issue, Reach, gaps_on, make
from generator.reports.report import Sources
from tests.conftest import write

TODAY = datetime.date(2026, 11, 20)
VOCABULARY = {
    "content/vocabulary/needs.yml": "autism:\n  name: Autism\ndeafness:\n  name: Deafness\n",
    "content/vocabulary/categories.yml": "clubs:\n  name: Clubs\nwork:\n  name: Work\n  ages: {from: 14, to: 25}\n",
    "content/vocabulary/ages.yml": (
        '"0-10":\n  name: 0 to 10\n  from: 0\n  to: 10\n"11-15":\n  name: 11 to 15\n  from: 11\n  to: 15\n'
        '"16-25":\n  name: 16 to 25\n  from: 16\n  to: 25\n'
    ),
    "content/vocabulary/places.yml": (
        "tidewell:\n  name: Tidewell\nharbour:\n  name: Harbour\n  kind: ward\n  part_of: tidewell\n"
        "silverpit:\n  name: Silverpit\nnext-door:\n  name: Next Door\n  kind: neighbour\n"
    ),
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Offer:
    """An offer with two needs, two kinds of support, three bands, two towns, and no entry."""
    from tests.conftest import FILES

    folder = tmp_path_factory.mktemp("bare")
    kept = {
        path: text for path, text in FILES.items() if "/services/" not in path and "/comments/" not in path
    }
    for path, text in (kept | VOCABULARY).items():
        write(folder, path, text)
    offer = read_project(folder, use_cache=False).offer
    assert offer is not None
    return offer


def service(card_id: str = "club", **values: Any) -> Card:
    """A service for autistic children of 5 to 8 in Tidewell, free, of one organisation, that says everything."""
    usual: dict[str, Any] = {
        "organisation": "club-org",
        "categories": ("clubs",),
        "needs": ("autism",),
        "age_from": 5,
        "age_to": 8,
        "level": "targeted",
        "ehc_plan": "not-needed",
        "cost": "free",
        "places": ("tidewell",),
    }
    return Card(
        "service", card_id, card_id.title(), "", f"content/services/{card_id}.yml", **(usual | values)
    )


def gaps(offer: Offer, *cards: Card, gone: tuple[tuple[str, str], ...] = ()) -> Gaps:
    """The gaps of an offer with these services."""
    import dataclasses

    return Gaps(dataclasses.replace(offer, cards={(card.kind, card.id): card for card in cards}), gone)


def cell(found: Gaps, cross_id: str, row: str, column: str = "") -> Any:
    """One cell of a table, or the whole row."""
    cross = next(cross for cross in found.crosses if cross.id == cross_id)
    return cross.cells[row, column] if column else cross.totals[row]


def at_age(found: Gaps, band: str = "0-10", need: str = "autism") -> Any:
    return cell(found, "need-age", need, band)


OTHER = {"organisation": "other-org"}

# --- What counts --------------------------------------------------------------------------------


def test_a_service_counts_in_every_band_that_its_ages_touch(bare: Offer) -> None:
    found = gaps(bare, service(age_from=10, age_to=11))
    assert [len(at_age(found, band).named) for band in ("0-10", "11-15", "16-25")] == [1, 1, 0]


def test_a_service_without_needs_is_for_everybody_and_hides_no_gap(bare: Offer) -> None:
    found = gaps(bare, service(needs=()))
    assert len(at_age(found).named) == 0
    assert len(at_age(found).everybody) == 1
    assert at_age(found).issues == (Issue.FOR_EVERYBODY,)


@pytest.mark.parametrize("status", ["closed", "temporarily-closed"])
def test_what_is_closed_does_not_count(bare: Offer, status: str) -> None:
    found = gaps(bare, service(status=status))
    assert at_age(found).issues == (Issue.NOTHING,)
    assert found.left_out == 1


def test_what_is_withdrawn_does_not_count(bare: Offer) -> None:
    found = gaps(bare, service(), gone=(("service", "club"),))
    assert at_age(found).issues == (Issue.NOTHING,)
    assert (len(found.services), found.left_out) == (0, 1)


@pytest.mark.parametrize(("policy", "counted"), [("warn", 1), ("withdraw", 0)])
def test_what_has_expired_counts_as_the_council_has_decided(project: Path, policy: str, counted: int) -> None:
    authority = project / "content/authority.yml"
    authority.write_text(authority.read_text("utf-8") + f"review:\n  expired: {policy}\n", "utf-8")
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    assert len(gaps_on(offer, datetime.date(2026, 11, 20)).services) == 1
    assert len(gaps_on(offer, datetime.date(2030, 1, 1)).services) == counted


def test_schools_and_organisations_are_not_services(bare: Offer) -> None:
    found = gaps(bare, service()._replace(kind="school", id="a"), service()._replace(kind="organisation"))
    assert found.services == []


# --- What is not stated ---------------------------------------------------------------------------


def test_ages_that_are_not_stated_are_not_taken_for_a_no(bare: Offer) -> None:
    found = gaps(bare, service(age_from=-1, age_to=-1))
    assert at_age(found).issues == (Issue.NOT_KNOWN,)
    assert (at_age(found).sure, at_age(found).maybe) == (0, 1)
    assert cell(found, "need-age", "autism").issues == (Issue.ONE,)


def test_who_says_nothing_of_ages_beside_one_who_does_is_counted_apart(bare: Offer) -> None:
    found = gaps(bare, service(), service("other", age_from=-1, **OTHER))
    assert (at_age(found).sure, at_age(found).maybe) == (1, 1)
    assert at_age(found, "16-25").issues == (Issue.NOT_KNOWN,)


def test_for_everybody_without_ages_beside_nothing_is_not_known(bare: Offer) -> None:
    found = gaps(bare, service(needs=(), age_from=-1))
    assert at_age(found).issues == (Issue.NOT_KNOWN,)


def test_a_cost_that_is_not_stated_is_neither_paid_nor_free(bare: Offer) -> None:
    found = gaps(bare, service(cost="paid"), service("other", cost="", **OTHER))
    assert at_age(found).issues == ()


def test_a_level_that_is_not_stated_is_at_no_level(bare: Offer) -> None:
    found = gaps(bare, service(level=""))
    for level in ("universal", "targeted", "specialist"):
        assert cell(found, "need-level", "autism", level).issues == (Issue.NOT_KNOWN,)


def test_who_runs_it_is_not_guessed(bare: Offer) -> None:
    two = gaps(bare, service(organisation=""), service("other", organisation=""))
    assert at_age(two).issues == ()
    one = gaps(bare, service(organisation=""))
    assert at_age(one).issues == (Issue.ONE,)


def test_what_services_do_not_say_is_counted(bare: Offer) -> None:
    silent = Card("service", "silent", "Silent", "", "", categories=("clubs",))
    counts = {one.question: one.services for one in gaps(bare, service(), silent).not_stated}
    assert counts == {
        "needs": 1,
        "ages": 1,
        "place": 1,
        "level": 1,
        "cost": 1,
        "ehc-plan": 1,
        "organisation": 1,
    }


# --- What is the matter -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "issues"),
    [
        ({}, OTHER, ()),
        ({}, {}, (Issue.ONE,)),
        ({"cost": "paid"}, {"cost": "paid", **OTHER}, (Issue.PAID,)),
        ({"cost": "paid"}, OTHER, ()),
        ({"ehc_plan": "needed"}, {"ehc_plan": "needed", **OTHER}, (Issue.PLAN,)),
        ({"ehc_plan": "needed"}, {"ehc_plan": "either", **OTHER}, ()),
        ({"ehc_plan": "needed"}, {"ehc_plan": "", **OTHER}, ()),
        (
            {"places": (), "covers": ("online",)},
            {"places": ("next-door",), "covers": (), **OTHER},
            (Issue.AWAY,),
        ),
        ({"places": (), "covers": ("online",)}, {"places": (), "covers": ("at-home",), **OTHER}, ()),
        ({"places": (), "covers": ("online",)}, {"places": (), **OTHER}, ()),
        (
            {"places": (), "covers": ("national",), "cost": "paid", "ehc_plan": "needed"},
            {"places": (), "covers": ("out-of-area",), "cost": "paid", "ehc_plan": "needed"},
            (Issue.AWAY, Issue.PLAN, Issue.PAID, Issue.ONE),
        ),
    ],
)
def test_what_is_the_matter_with_two_services(
    bare: Offer, first: dict[str, Any], second: dict[str, Any], issues: tuple[Issue, ...]
) -> None:
    assert at_age(gaps(bare, service(**first), service("other", **second))).issues == issues


def test_what_is_for_everybody_does_not_mend_what_is_the_matter(bare: Offer) -> None:
    found = gaps(bare, service(cost="paid"), service("all", needs=(), **OTHER))
    assert at_age(found).issues == (Issue.PAID, Issue.ONE)


# --- Places -------------------------------------------------------------------------------------


def in_town(found: Gaps, town: str) -> Any:
    return cell(found, "need-place", "autism", town)


def test_a_ward_is_part_of_its_town_and_a_neighbour_is_no_column(bare: Offer) -> None:
    found = gaps(bare, service(places=("harbour",)))
    assert list(next(cross for cross in found.crosses if cross.id == "need-place").columns) == [
        "tidewell",
        "silverpit",
    ]
    assert in_town(found, "tidewell").coming(Reach.HERE) == 1
    assert in_town(found, "silverpit").issues == (Issue.NOTHING,)


def test_what_is_for_the_whole_area_counts_in_each_town_and_is_shown_apart(bare: Offer) -> None:
    found = gaps(bare, service(places=("tidewell",), covers=("authority-wide",)))
    assert in_town(found, "tidewell").coming(Reach.HERE) == 1
    assert in_town(found, "silverpit").coming(Reach.HERE) == 0
    assert in_town(found, "silverpit").coming(Reach.WIDE) == 1


def test_what_is_online_and_in_another_town_is_far_away_from_here(bare: Offer) -> None:
    found = gaps(bare, service(places=("tidewell",), covers=("online",)))
    assert Issue.AWAY not in in_town(found, "tidewell").issues
    assert Issue.AWAY in in_town(found, "silverpit").issues


def test_a_town_that_is_not_in_the_vocabulary_is_not_stated(bare: Offer) -> None:
    found = gaps(bare, service(places=("atlantis",)))
    assert in_town(found, "tidewell").issues == (Issue.NOT_KNOWN,)
    assert Issue.AWAY not in cell(found, "need-place", "autism").issues


def test_a_secret_address_counts_by_its_town_only(project: Path) -> None:
    swim = project / "content/services/saturday-swim-club.yml"
    text = swim.read_text("utf-8").replace(
        "    place: tidewell\n", "    place: tidewell\n    withheld: yes\n"
    )
    swim.write_text(text, "utf-8")
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    found = gaps_on(offer, TODAY)
    assert len(cell(found, "need-place", "autism", "tidewell").named) == 1
    written = str(make(Sources(project, offer, (), TODAY)))
    assert "Tidewell Baths" not in written
    assert "ZZ1 2AB" not in written


# --- The list -------------------------------------------------------------------------------------


def names(found: Gaps) -> list[tuple[str, str, str, str]]:
    return [(gap.cross.id, gap.cell.row, gap.cell.column, gap.worst.value) for gap in found.gaps]


def test_what_is_true_of_a_whole_need_is_said_once(bare: Offer) -> None:
    found = names(gaps(bare))
    assert [gap for gap in found if gap[1] == "deafness"] == [("need-age", "deafness", "", "nothing")]
    one = names(gaps(bare, service(age_to=25, places=("tidewell", "silverpit"))))
    assert ("need-age", "autism", "", "one-provider") in one
    assert [gap for gap in one if gap[1] == "autism" and gap[3] == "one-provider" and gap[2]] == []


def test_a_cell_is_listed_with_what_its_need_as_a_whole_is_not(bare: Offer) -> None:
    found = gaps(bare, service(cost="paid"), service("other", age_from=11, age_to=15, **OTHER))
    gap = next(gap for gap in found.gaps if gap.cell.column == "0-10" and gap.cross.id == "need-age")
    assert gap.issues == (Issue.PAID, Issue.ONE)


def test_a_town_that_one_age_is_far_from_is_listed_though_age_and_town_by_themselves_are_not(
    bare: Offer,
) -> None:
    """Something for 5 to 8 in Tidewell, something for 16 in Silverpit, and a phone line."""
    found = gaps(
        bare,
        service(),
        service("other", age_from=16, age_to=18, places=("silverpit",), **OTHER),
        service("line", age_from=0, age_to=25, places=(), covers=("phone",), organisation="line-org"),
    )
    listed = [
        (gap.cross.place, gap.cell.column, gap.issues)
        for gap in found.gaps
        if gap.cross.id == "need-age-place" and gap.cell.row == "autism"
    ]
    assert ("Silverpit", "0-10", (Issue.AWAY, Issue.ONE)) in listed
    assert ("Tidewell", "16-25", (Issue.AWAY, Issue.ONE)) in listed
    assert not any(place == "Tidewell" and band == "0-10" for place, band, _ in listed)
    one = next(gap.cell for gap in found.gaps if gap.cross.place == "Silverpit" and gap.cell.column == "0-10")
    assert one.filters == (("need", "autism"), ("age", "0-10"), ("place", "silverpit"))


def test_what_says_neither_age_nor_place_may_fit_each_of_them(bare: Offer) -> None:
    found = gaps(bare, service(age_from=-1), service("other", places=(), **OTHER))
    in_tidewell = found.by_place[0]
    assert in_tidewell.place == "Tidewell"
    assert (in_tidewell.cells["autism", "0-10"].sure, in_tidewell.cells["autism", "0-10"].maybe) == (0, 2)
    assert in_tidewell.cells["autism", "16-25"].maybe == 1


def test_the_worst_comes_first(bare: Offer) -> None:
    order = [list(Issue).index(gap.worst) for gap in gaps(bare, service(cost="paid"), service("x")).gaps]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_nothing_is_missing_at_ages_that_a_kind_of_support_is_not_for(bare: Offer) -> None:
    found = gaps(bare)
    assert cell(found, "category-age", "work", "16-25").issues == (Issue.NOTHING,)
    # Two of five years from 14 on are too few to look for it at 11 to 15.
    for band in ("0-10", "11-15"):
        assert not cell(found, "category-age", "work", band).expected
        assert cell(found, "category-age", "work", band).issues == ()


# --- Always so --------------------------------------------------------------------------------------

cards = st.builds(
    service,
    st.sampled_from([f"s{number}" for number in range(6)]),
    needs=st.sets(st.sampled_from(["autism", "deafness"])).map(lambda found: tuple(sorted(found))),
    age_from=st.integers(-1, 12),
    age_to=st.integers(12, 25),
    level=st.sampled_from(["", "universal", "targeted", "specialist"]),
    cost=st.sampled_from(["", "free", "paid"]),
    ehc_plan=st.sampled_from(["", "needed", "either"]),
    organisation=st.sampled_from(["", "a", "b"]),
    places=st.sets(st.sampled_from(["tidewell", "harbour", "silverpit", "next-door", "gone"])).map(tuple),
    covers=st.sets(st.sampled_from(["authority-wide", "online", "out-of-area"])).map(tuple),
    status=st.sampled_from(["active", "active", "closed"]),
)


@given(st.lists(cards, max_size=6, unique_by=lambda card: card.id))
def test_every_service_of_a_need_fits_does_not_or_does_not_say(bare: Offer, found_cards: list[Card]) -> None:
    found = gaps(bare, *found_cards)
    for cross in (*found.crosses, *found.by_place):
        for (row, _), one in cross.cells.items():
            whole = cross.totals[row]
            sure, unsure = {card.id for card in one.named}, {card.id for card in one.unsure}
            assert sure.isdisjoint(unsure)
            assert sure <= {card.id for card in whole.named}
            assert unsure <= {card.id for card in (*whole.named, *whole.unsure)}
            assert (Issue.NOTHING in one.issues) == (one.expected and one.sure + one.maybe == 0)
            if one.issues and one.issues[0] in (Issue.NOTHING, Issue.FOR_EVERYBODY, Issue.NOT_KNOWN):
                assert len(one.issues) == 1
                assert one.named == ()


@given(st.lists(cards, max_size=6, unique_by=lambda card: card.id))
def test_a_service_for_everybody_never_takes_a_gap_away(bare: Offer, found_cards: list[Card]) -> None:
    """It may only turn "nothing" into "only what is for everybody"."""
    before = {(*_place(gap), issue) for gap in gaps(bare, *found_cards).gaps for issue in gap.issues}
    more = service(
        "for-everybody", needs=(), age_from=0, age_to=25, covers=("authority-wide",), categories=()
    )
    after = {(*_place(gap), issue) for gap in gaps(bare, *found_cards, more).gaps for issue in gap.issues}
    kept = {gap for gap in before if gap[-1] not in (Issue.NOTHING, Issue.NOT_KNOWN)}
    assert kept <= after


def _place(gap: Gap) -> tuple[str, str, str]:
    return gap.cross.id, gap.cell.row, gap.cell.column


# --- The report -----------------------------------------------------------------------------------


def run(project: Path, *options: str) -> Any:
    return CliRunner().invoke(
        report_command.command, ["gaps", "--project", str(project), "--today", "2026-11-20", *options]
    )


def test_the_report_names_need_age_place_level_and_what_is_there(project: Path) -> None:
    result = run(project, "--format", "json")
    assert result.exit_code == 0, result.output
    tables = json.loads(result.output)["tables"]
    assert list(tables) == [
        "gaps",
        "need-age",
        "need-place",
        "need-level",
        "category-age",
        "need-age-place",
        "not-stated",
    ]
    first = tables["gaps"][0]
    assert {"what", "age", "place", "level", "matter", "services", "state"} <= set(first)
    assert first["state"] == "nothing"
    listed = [row for row in tables["gaps"] if row["what"] == "Autism" and row["services"]]
    assert "saturday-swim-club" in json.dumps(listed)


def test_a_run_fails_on_what_it_is_told_to_fail_on(project: Path) -> None:
    assert run(project, "--fail-on", "nothing").exit_code == 1
    assert run(project).exit_code == 0


def test_a_run_does_not_fail_on_what_is_less_bad(bare: Offer, tmp_path: Path) -> None:
    found = make(Sources(tmp_path, bare, (), TODAY))
    assert found.fails_on("nothing")
    assert list(found.found) == [issue.value for issue in Issue]


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "html"])
def test_every_form_can_be_written(project: Path, form: str) -> None:
    result = run(project, "--format", form)
    assert result.exit_code == 0, result.output
    assert "Autism" in result.output
