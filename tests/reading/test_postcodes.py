"""Postcodes are read strictly, a mistake has its line and column, and entries are compared with them."""

import os
from pathlib import Path

import pytest

from generator.reading import Offer, Problem, read_project
from generator.reading.postcodes import HEADER, Postcodes, read_postcodes
from tests.conftest import SWIM, ProblemsIn, write
from tests.reading.test_cache import settle

ZZ1 = "content/places/postcodes/zz1.csv"
LINES = f"{HEADER}\nZZ1 2AB,54.70120,2.31250,\nZZ1 9ZZ,54.70440,2.30710,2015-06\n"
SWIM_FILE = "content/services/saturday-swim-club.yml"


def offer_of(project: Path) -> Offer:
    offer = read_project(project).offer
    assert offer is not None
    return offer


def seen(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


# --- Reading ------------------------------------------------------------------------------------


def test_a_postcode_has_a_place_and_perhaps_an_end(project: Path) -> None:
    write(project, ZZ1, LINES)
    postcodes = offer_of(project).postcodes
    assert postcodes.outward == ("ZZ1",)
    assert postcodes.place("ZZ1 2AB") == (54.7012, 2.3125, "")
    assert postcodes.place("ZZ1 9ZZ") == (54.7044, 2.3071, "2015-06")
    assert postcodes.place("ZZ1 2AD") is None
    assert postcodes.place("M33 2UG") is None
    assert (postcodes.knows("ZZ1 2AD"), postcodes.knows("M33 2UG")) == (True, False)


def test_a_project_without_postcodes_is_fine(project: Path) -> None:
    postcodes = offer_of(project).postcodes
    assert (postcodes.outward, postcodes.attribution, postcodes.place("ZZ1 2AB")) == ((), "", None)


def test_the_attribution_is_one_line_of_text(project: Path) -> None:
    write(project, "content/places/postcodes/attribution.txt", "Contains OS data\n  © Crown.\n")
    assert offer_of(project).postcodes.attribution == "Contains OS data © Crown."


@pytest.mark.parametrize(
    ("line", "column", "code", "says"),
    [
        ("ZZ1 2A,54.70120,2.31250,", 1, "bad-postcode", "not a full UK postcode"),
        ("zz12ab,54.70120,2.31250,", 1, "bad-postcode", 'Write it as "ZZ1 2AB".'),
        ("ZZ2 1AA,54.70120,2.31250,", 1, "wrong-outward-code", "zz2.csv"),
        ("ZZ1 1AA,54.70120,2.31250,", 1, "duplicate-postcode", "line 2"),
        ("ZZ1 2AB,54.7O120,2.31250,", 9, "not-a-number", "54.7O120"),
        ("ZZ1 2AB,,2.31250,", 9, "not-a-number", ""),
        ("ZZ1 2AB,54,2.31250,", 9, "not-a-number", "miles away"),
        ("ZZ1 2AB,154.70120,2.31250,", 9, "too-far", "154.70120 degrees north"),
        ("ZZ1 2AB,99.99999,2.31250,", 9, "too-far", "99.99999 degrees north"),
        ("ZZ1 2AB,54.70120,231.250,", 18, "too-far", "-180 and 180"),
        ("ZZ1 2AB,54.70120,2.31250,June 2015", 26, "bad-month", "2015-06"),
        ("ZZ1 2AB,54.70120,2.31250,2015-13", 26, "bad-month", "2015-06"),
        ("ZZ1 2AB,54.70120,2.31250", 1, "bad-row", "too few"),
        ("ZZ1 2AB,54.70120,2.31250,,", 1, "bad-row", "too many"),
        ("ZZ1\x1b 2AB,54.70120,2.31250,", 1, "bad-postcode", ""),
    ],
)
def test_a_mistake_has_its_line_and_column(
    problems_in: ProblemsIn, line: str, column: int, code: str, says: str
) -> None:
    problems = problems_in(ZZ1, f"{HEADER}\nZZ1 1AA,54.70050,2.30800,\n{line}\n")
    assert seen(problems) == [(3, column, code)]
    assert says in str(problems[0])
    assert str(problems[0]).isprintable()


def test_every_wrong_line_is_named(problems_in: ProblemsIn) -> None:
    problems = problems_in(ZZ1, f"{HEADER}\nnothing\n\nZZ1 2AB,x,y,z\n")
    assert seen(problems) == [(2, 1, "bad-row"), (4, 9, "not-a-number")]


@pytest.mark.parametrize("text", ["", "postcode,lat,long\n", "ZZ1 2AB,54.7,2.3,\n"])
def test_a_file_without_its_heading_is_refused(problems_in: ProblemsIn, text: str) -> None:
    problems = problems_in(ZZ1, text)
    assert seen(problems) == [(1, 1, "bad-columns")]
    assert HEADER in problems[0].fix


@pytest.mark.parametrize("name", ["ZZ1.csv", "zz1.txt", "tidewell.csv", "zz1 2ab.csv", "zz.csv"])
def test_a_file_with_another_name_is_refused(problems_in: ProblemsIn, name: str) -> None:
    assert seen(problems_in(f"content/places/postcodes/{name}", LINES)) == [(1, 1, "bad-file-name")]


def test_what_is_no_text_or_leads_elsewhere_is_refused(project: Path, problems_in: ProblemsIn) -> None:
    assert seen(problems_in(ZZ1, b"\xff\xfep\0o\0")) == [(1, 1, "byte-order-mark")]
    assert seen(problems_in(ZZ1, b"postcode\xe9")) == [(1, 9, "not-utf-8")]
    (project / ZZ1).unlink()
    (project / ZZ1).symlink_to(project / SWIM_FILE)
    assert [problem.code for problem in read_project(project).errors] == ["symbolic-link"]


def test_lines_that_end_as_windows_ends_them_are_read() -> None:
    data, problems = read_postcodes(LINES.replace("\n", "\r\n"), ZZ1, "ZZ1")
    assert problems == []
    assert Postcodes({"ZZ1": data}).place("ZZ1 9ZZ") == (54.7044, 2.3071, "2015-06")


def test_a_page_must_not_sit_on_the_address_of_the_postcodes(project: Path) -> None:
    write(project, "content/pages/places.md", "---\ntitle: Places\nsummary: All of them.\n---\n")
    assert [problem.code for problem in read_project(project).errors] == ["address-taken"]


# --- The cache -------------------------------------------------------------------------------------


def test_unchanged_postcodes_are_not_read_again_and_changed_ones_are(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, ZZ1, LINES)
    settle(project)
    first = read_project(project)
    again = read_project(project)
    assert (first.read, again.read) == (len(first.sources), 0)
    assert again.offer is not None
    assert again.offer.postcodes.place("ZZ1 2AB") == (54.7012, 2.3125, "")
    write(project, ZZ1, LINES.replace("54.70120", "54.80000"))
    assert offer_of(project).postcodes.place("ZZ1 2AB") == (54.8, 2.3125, "")


def test_only_the_outward_code_that_is_asked_for_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = read_postcodes(LINES, ZZ1, "ZZ1")
    postcodes = Postcodes({"ZZ1": data, "ZZ2": b"not what marshal makes"})
    assert postcodes.place("ZZ1 2AB") is not None


# --- Entries -----------------------------------------------------------------------------------------


def test_an_entry_is_where_its_postcode_is(project: Path) -> None:
    write(project, ZZ1, LINES)
    offer = offer_of(project)
    card = offer.cards["service", "saturday-swim-club"]
    assert card.points == ()
    assert offer.points_of(card) == ((54.7012, 2.3125),)


def test_what_an_entry_says_itself_counts_more(project: Path) -> None:
    write(project, ZZ1, LINES)
    both = "    postcode: ZZ1 2AB\n    latitude: 54.5\n    longitude: 2.5\n  - town: Tidewell\n    postcode: ZZ1 9ZZ\n"
    write(project, SWIM_FILE, SWIM.replace("    postcode: ZZ1 2AB\n    place: tidewell\n", both))
    offer = offer_of(project)
    card = offer.cards["service", "saturday-swim-club"]
    assert offer.points_of(card) == ((54.5, 2.5), (54.7044, 2.3071))


def test_a_withheld_place_has_no_point(project: Path) -> None:
    write(project, ZZ1, LINES)
    write(project, SWIM_FILE, SWIM.replace("    postcode:", "    withheld: yes\n    postcode:"))
    offer = offer_of(project)
    card = offer.cards["service", "saturday-swim-club"]
    assert (card.postcodes, card.postcodes_to_find, offer.points_of(card)) == ((), (), ())


def test_a_postcode_that_is_not_among_ours_is_a_warning(problems_in: ProblemsIn, project: Path) -> None:
    write(project, ZZ1, LINES)
    problems = problems_in(SWIM_FILE, SWIM.replace("ZZ1 2AB", "ZZ1 2AD"))
    assert seen(problems)[-1] == (14, 15, "postcode-not-found")
    assert problems[-1].severity == "warning"


def test_a_postcode_that_has_ended_is_a_warning(problems_in: ProblemsIn, project: Path) -> None:
    write(project, ZZ1, LINES)
    problems = problems_in(SWIM_FILE, SWIM.replace("ZZ1 2AB", "zz19zz"))
    assert seen(problems)[-1] == (14, 15, "postcode-ended")
    assert "2015-06" in problems[-1].message


@pytest.mark.parametrize("postcode", ["ZZ1 2AB", "M33 2UG"])
def test_a_right_postcode_and_one_of_another_council_are_fine(
    problems_in: ProblemsIn, project: Path, postcode: str
) -> None:
    write(project, ZZ1, LINES)
    codes = {problem.code for problem in problems_in(SWIM_FILE, SWIM.replace("ZZ1 2AB", postcode))}
    assert not codes & {"postcode-not-found", "postcode-ended"}


def test_a_withheld_postcode_is_compared_with_nothing(problems_in: ProblemsIn, project: Path) -> None:
    write(project, ZZ1, LINES)
    text = SWIM.replace("    postcode: ZZ1 2AB", "    withheld: yes\n    postcode: ZZ1 2AD")
    assert "postcode-not-found" not in {problem.code for problem in problems_in(SWIM_FILE, text)}


def test_warnings_change_with_the_postcodes_though_the_entry_did_not(project: Path) -> None:
    write(project, ZZ1, LINES)
    settle(project)
    assert "postcode-ended" not in {problem.code for problem in read_project(project).problems}
    write(project, ZZ1, LINES.replace("2.31250,\n", "2.31250,2026-01\n"))
    os.utime(project / ZZ1, (1e9, 1e9))
    reading = read_project(project)
    assert reading.read == 1
    assert "postcode-ended" in {problem.code for problem in reading.problems}
