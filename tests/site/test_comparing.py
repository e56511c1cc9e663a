"""What the comparison says of each school, and how many schools a page holds."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.reading import Offer, read_project
from generator.reading.card import Card, card_of
from generator.site import addresses
from generator.site.comparing import PAGE_SIZE, Comparing
from generator.site.fragments import environment
from generator.site.words import load_words
from offer_schema import School
from offer_schema.sen_report import SenReport
from tests.site.conftest import REPOSITORY

WORDS = load_words([REPOSITORY / "theme"])
TODAY = datetime.date(2026, 11, 20)
ENOUGH = {"text": "We talk with each family every term and write down what we agreed together."}


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert isinstance(offer, Offer)
    return Comparing(offer, WORDS, TODAY)


def card(school_id: str = "reef", **answers: Any) -> Card:
    given = {"name": "Reef School", "type": "community-school"} | answers
    return card_of("school", school_id, f"content/schools/{school_id}.yml", School.model_validate(given))


def row(comparing: Comparing, **answers: Any) -> dict[str, Any]:
    (group,) = comparing.pages([card(**answers)])[0].groups
    return group.rows[0]


def full_report(**others: Any) -> dict[str, Any]:
    """A report that lacks nothing: `report` of the school that the other tests change."""
    given: dict[str, Any] = dict.fromkeys(SenReport.questions(), ENOUGH)
    given |= {
        "reviewed": "2026-09-08",
        "senco": {"phone": "01632 960329"},
        "senco_name": "A. Example",
        "accessibility_plan": {"title": "Our plan", "url": "https://reef.example.org/plan"},
        "accessibility_plan_date": "2025-09-15",
    }
    return given | others


def test_a_school_that_says_nothing_has_empty_answers_and_no_guesses(comparing: Comparing) -> None:
    found = row(comparing)
    for fact in ("ages", "needs", "units", "access", "pupils", "town", "point", "phone", "email", "website"):
        assert not found[fact], fact
    assert found["senco"] == {"phone": "", "phone_link": "", "email": ""}
    assert found["report"]["text"] == "Missing"


@pytest.mark.parametrize(
    ("answers", "state", "text"),
    [
        ({}, "missing", "Missing"),
        ({"type": "independent-school"}, "voluntary", "Not required by law"),
        ({"sen_report": {"year": "2026 to 2027"}}, "missing", "Missing"),
        ({"sen_report": {"local_offer": {"text": "Here."}}}, "missing", "Missing"),
        (
            {"sen_report": {"url": "https://reef.example.org/send"}},
            "linked",
            "Not here, but on its own website",
        ),
        ({"sen_report": full_report(equipment={"text": "We have it."})}, "partial", "25 of 26 answers"),
        ({"sen_report": {"equipment": {}}}, "missing", "Missing"),
        ({"sen_report": full_report()}, "complete", "Complete"),
        ({"sen_report": full_report(reviewed="2025-11-19")}, "stale", "Over a year old"),
    ],
)
def test_a_report_is_complete_partly_here_elsewhere_missing_or_not_required(
    comparing: Comparing, answers: dict[str, Any], state: str, text: str
) -> None:
    report = row(comparing, **answers)["report"]
    assert (report["state"], report["text"]) == (state, text)
    assert bool(report["page"]) == (state in ("partial", "complete", "stale"))


def test_a_report_says_its_year_and_when_it_was_reviewed(comparing: Comparing) -> None:
    report = row(comparing, sen_report={"year": "2026 to 2027", "reviewed": "2026-09-08"})["report"]
    assert report["year"] == "2026 to 2027, reviewed 8 September 2026"


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ({"kind": "unit"}, "Special unit: places not stated"),
        ({"kind": "unit", "places": "1"}, "Special unit: 1 place"),
        (
            {"kind": "resourced-provision", "name": "The Reef", "places": "12", "on_roll": "11"},
            "The Reef (resourced provision): 12 places, 11 taken",
        ),
    ],
)
def test_special_places_say_how_many_there_are(comparing: Comparing, unit: dict[str, str], text: str) -> None:
    assert row(comparing, resourced_provision=[unit])["units"] == [text]


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"type": "independent-special-school", "section_41": "yes"}, "Yes"),
        ({"type": "independent-special-school"}, ""),
        ({"type": "special-post-16-institution"}, ""),
        ({"type": "community-school"}, "Does not apply"),
    ],
)
def test_section_41_is_yes_not_stated_or_does_not_apply(
    comparing: Comparing, answers: dict[str, str], text: str
) -> None:
    assert row(comparing, **answers)["section_41"] == text


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"pupils": "171", "capacity": "210"}, "171 (room for 210)"),
        ({"pupils": "1043"}, "1,043"),
        ({"capacity": "64"}, "Not stated (room for 64)"),
        ({"pupils": "0"}, "0"),
    ],
)
def test_the_number_of_pupils(comparing: Comparing, answers: dict[str, str], text: str) -> None:
    assert row(comparing, **answers)["pupils"] == text


def test_a_withheld_place_has_no_point_to_measure_from(comparing: Comparing) -> None:
    place = {"town": "Tidewell", "latitude": "54.7", "longitude": "2.3"}
    assert row(comparing, locations=[place])["point"] == "54.7000,2.3000"
    assert row(comparing, locations=[place | {"withheld": "yes"}])["point"] == ""


def test_special_schools_come_first_then_the_phases_and_closed_ones_not_at_all(comparing: Comparing) -> None:
    cards = [
        card("c", type="childminder"),
        card("b", phase="secondary"),
        card("a", phase="primary", name="Zander School"),
        card("d", phase="primary", name="The Anchor School"),
        card("s", type="community-special-school", phase="secondary"),
        card("x", status={"state": "closed"}),
    ]
    (page,) = comparing.pages(cards)
    shown = [(group.name, [one["id"] for one in group.rows]) for group in page.groups]
    assert shown == [
        ("Special schools and colleges", ["s"]),
        ("Primary", ["d", "a"]),
        ("Secondary", ["b"]),
        ("Other settings", ["c"]),
    ]


def test_without_schools_there_is_one_page_without_a_table(comparing: Comparing) -> None:
    (page,) = comparing.pages([])
    assert (page.address, page.total, page.groups) == ("compare/", 0, ())


def test_three_hundred_schools_make_pages_that_a_slow_phone_can_load(comparing: Comparing) -> None:
    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    models = [one for one in offer.cards.values() if one.kind == "school"]
    cards = [models[number % len(models)]._replace(id=f"school-{number}") for number in range(301)]
    pages = comparing.pages(cards)
    assert [page.address for page in pages] == [
        "compare/",
        "compare/page-2/",
        "compare/page-3/",
        "compare/page-4/",
    ]
    assert sum(len(group.rows) for page in pages for group in page.groups) == 301
    template = (
        '{% from "components/comparison/template.html" import comparison %}{{ comparison(groups, "..") }}'
    )
    table = environment([REPOSITORY / "theme"], None, WORDS).from_string(template)
    for page in pages:
        assert sum(len(group.rows) for group in page.groups) <= PAGE_SIZE
        assert len(table.render(groups=page.groups).encode()) < 150_000


def test_the_table_of_the_site_has_a_cell_for_every_fact(demonstration: Path) -> None:
    html = (demonstration / addresses.compare() / "index.html").read_text("utf-8")
    facts = re.findall(r'data-fact="([a-z0-9_]+)"', html)
    rows = re.findall(r"<tr data-school=.+?</tr>", html, re.DOTALL)
    assert len(facts) == 12
    assert len(rows) == 24
    assert {len(re.findall(r"<t[hd][ >]", one)) for one in rows} == {12}
    assert len(html.encode()) < 100_000


def test_the_scripts_carry_the_words_that_they_use(demonstration: Path) -> None:
    (script,) = demonstration.glob("assets/script.*.js")
    facts = json.loads(
        script.read_text("utf-8").splitlines()[0].removeprefix("globalThis.localOffer = ").rstrip(";")
    )
    assert {"keep", "my_list", "compare"} <= set(facts["words"])
    assert not {"my_list_page", "compare_page"} & set(facts["words"])
    assert {"my-list", "compare"} <= set(facts["files"])
