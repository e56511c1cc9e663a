"""Rows of a council's own spreadsheet become entries, and whatever cannot be taken is said."""

from pathlib import Path

from generator.reading import read_project
from generator.reading.yaml_source import Tree, parse

from .conftest import Import

CLUBS = """\
kind: service
id: "{Name}"
absent: [NA, Not Known]
constants:
  categories: [clubs]
columns:
  Name: name
  Phone: {to: contact.phone, leading_zero: yes}
  Website: {to: contact.website, prefix: "https://"}
  Postcode: locations[0].postcode
"""
HEADING = "Name,Phone,Website,Postcode\n"
SWIM = "Saturday Swim Club,1632960123,www.example.org/swim,ZZ1 2AB\n"


def entry(project: Path, path: str) -> Tree:
    """An entry as the file has it."""
    return parse((project / "content" / f"{path}.yml").read_text()).tree


def written(project: Path) -> list[Path]:
    """Every file of a project but the cache."""
    return [file for file in project.rglob("*") if file.is_file() and ".cache" not in file.parts]


def test_a_row_becomes_an_entry(project: Path, run_import: Import) -> None:
    result = run_import(HEADING + SWIM, CLUBS)
    assert result.exit_code == 0
    assert "1 rows = 1 accepted (1 new, 0 changed, 0 unchanged) + 0 refused" in result.output
    assert entry(project, "services/saturday-swim-club") == {
        "name": "Saturday Swim Club",
        "categories": ["clubs"],
        "contact": {"phone": "01632 960123", "website": "https://www.example.org/swim"},
        "locations": [{"postcode": "ZZ1 2AB"}],
    }
    assert read_project(project).errors == []


def test_the_same_spreadsheet_again_changes_nothing(project: Path, run_import: Import) -> None:
    run_import(HEADING + SWIM, CLUBS)
    before = {file: file.read_bytes() for file in written(project)}
    result = run_import(HEADING + SWIM, CLUBS)
    assert "(0 new, 0 changed, 1 unchanged)" in result.output
    assert {file: file.read_bytes() for file in written(project)} == before


def test_a_value_that_is_wrong_is_left_out_and_said(project: Path, run_import: Import) -> None:
    result = run_import(HEADING + "Saturday Swim Club,84433,,ZZ1 2AB\n", CLUBS)
    assert result.exit_code == 0
    assert (
        'row 2, column "Phone": "84433" is not a UK phone number that can be dialled. It was left out.'
        in result.output
    )
    assert "contact" not in entry(project, "services/saturday-swim-club")


def test_a_website_without_a_host_is_left_out(project: Path, run_import: Import) -> None:
    result = run_import(HEADING + "Saturday Swim Club,,swimclub,ZZ1 2AB\n", CLUBS)
    assert '"https://swimclub" is not a web address' in result.output
    assert "1 notes" in result.output


def test_a_row_that_would_not_be_valid_is_refused_and_the_others_are_taken(
    project: Path, run_import: Import
) -> None:
    result = run_import(HEADING + "Nowhere Club,84433,,\n" + SWIM, CLUBS)
    assert result.exit_code == 1
    assert "refused: row 2: Nobody can reach this service." in result.output
    assert "2 rows = 1 accepted (1 new, 0 changed, 0 unchanged) + 1 refused" in result.output
    assert [path.name for path in (project / "content/services").glob("*.yml")] == ["saturday-swim-club.yml"]


def test_a_row_without_a_name_is_refused(project: Path, run_import: Import) -> None:
    result = run_import(HEADING + ",01632960123,,ZZ1 2AB\n", CLUBS)
    assert 'There is nothing in "Name" to make an id from.' in result.output


def test_a_comma_without_quotes_is_noticed(project: Path, run_import: Import) -> None:
    result = run_import(HEADING + "Swim, splash and play,01632960123,,ZZ1 2AB\n", CLUBS)
    assert "to the right of the last column" in result.output
    assert "double quotes" in result.output


def test_values_that_mean_not_known_are_no_values(project: Path, run_import: Import) -> None:
    run_import(HEADING + "Saturday Swim Club,NA,Not known,ZZ1 2AB\n", CLUBS)
    assert "contact" not in entry(project, "services/saturday-swim-club")


def test_two_rows_of_the_same_name_get_two_ids_and_keep_them(project: Path, run_import: Import) -> None:
    boots = ["Boots,01632960001,,ZZ1 1AA\n", "Boots,01632960002,,ZZ1 1AB\n", "Boots,01632960003,,ZZ1 1AC\n"]
    run_import(HEADING + "".join(boots), CLUBS)
    result = run_import(HEADING + "".join(reversed(boots)), CLUBS)
    assert "(0 new, 0 changed, 3 unchanged)" in result.output
    result = run_import(HEADING + boots[2] + boots[0], CLUBS)
    assert "(0 new, 0 changed, 2 unchanged)" in result.output
    assert "not in this import any more: boots-2. It is kept" in result.output


def test_a_row_with_a_number_of_its_own_keeps_its_entry_when_its_name_changes(
    project: Path, run_import: Import
) -> None:
    mapping = CLUBS + "key: Number\n"
    run_import("Number,Name,Phone,Website,Postcode\n7," + SWIM, mapping)
    result = run_import(
        "Number,Name,Phone,Website,Postcode\n7," + SWIM.replace("Saturday", "Sunday"), mapping
    )
    assert "(0 new, 1 changed, 0 unchanged)" in result.output
    assert entry(project, "services/saturday-swim-club")["name"] == "Sunday Swim Club"


def test_a_second_row_with_the_same_number_is_refused(run_import: Import) -> None:
    table = "Number,Name,Phone,Website,Postcode\n7," + SWIM + "7," + SWIM.replace("Saturday", "Sunday")
    result = run_import(table, CLUBS + "key: Number\n")
    assert 'Row 2 has the same number, "7", and says something else.' in result.output


def test_a_row_that_says_the_same_again_is_merged(run_import: Import) -> None:
    result = run_import(HEADING + SWIM + SWIM, CLUBS)
    assert "2 rows = 1 accepted (1 new, 0 changed, 0 unchanged) + 0 refused + 1 merged" in result.output


def test_rows_of_one_site_become_one_entry(project: Path, run_import: Import) -> None:
    mapping = """\
kind: service
id: "{Site}"
group_by: [Site]
skip_when: {Use: Private*}
constants: {categories: [clubs]}
columns:
  Site: name
  Sport: keywords
  Town: locations[0].town
templates:
  summary: "Here: {Sport:lower}."
"""
    table = (
        "Site,Sport,Use,Town\nThe Baths,Swimming,Public,Tidewell\nThe Park,Tennis,Public,Silverpit\n"
        "The Baths,Squash,Public,Oysterby\nThe Baths,Gym,Private use,Tidewell\n"
    )
    result = run_import(table, mapping)
    assert (
        "4 rows = 2 accepted (2 new, 0 changed, 0 unchanged) + 0 refused + 1 merged + 1 skipped"
        in result.output
    )
    assert 'different values; the first, "Tidewell", was taken' in result.output
    baths = entry(project, "services/the-baths")
    assert baths["summary"] == "Here: swimming and squash."
    assert baths["keywords"] == ["Swimming", "Squash"]


def test_only_the_wanted_rows_are_taken(run_import: Import) -> None:
    result = run_import(
        HEADING + SWIM + "Chess Club,01632960124,,ZZ1 2AB\n", CLUBS + "only_when: {Name: '*Swim*'}\n"
    )
    assert (
        "2 rows = 1 accepted (1 new, 0 changed, 0 unchanged) + 0 refused + 0 merged + 1 skipped"
        in result.output
    )


RICH = """\
kind: service
id: "{Name}"
constants: {categories: [clubs], "contact.phone": 01632 960100}
columns:
  Name: name
  Needs: {to: needs, split: ";"}
  About: [{to: description, html: yes}, {to: summary, html: yes, shorten: yes}, {to: "locations[0].access", find: yes}]
  Checked: {to: checked, date: ["%d/%m/%Y", "%d %B %Y"]}
  Free: cost.free
  Kind: {to: level, values: {All: universal, Some*: targeted, "*": leave-out}}
  Run by: {to: organisation, create: charity}
templates: {"locations[0].address": "{Street}[, {Area}]"}
flags: {"locations[0].access": {Toilet: accessible-toilet, Loop: hearing-loop}}
hours_text: Open
"""
RICH_HEADING = "Name,Needs,About,Checked,Free,Kind,Run by,Street,Area,Toilet,Loop,Open\n"


def test_every_way_of_reading_a_column(project: Path, run_import: Import) -> None:
    row = (
        'Club,ASD; Deafness and hearing loss,"<p>For <b>all</b>.</p><script>x()</script><p>There is a lift.</p>",'
        '31/01/2026,TRUE,Some of us,Shoal,1 High Street,Oldtown,Yes,no,"Mon-Fri 9-5"\n'
    )
    result = run_import(RICH_HEADING + row, RICH)
    assert result.exit_code == 0, result.output
    club = entry(project, "services/club")
    assert club == {
        "name": "Club",
        "organisation": "shoal",
        "summary": "For **all**. There is a lift.",
        "description": "For **all**.\n\nThere is a lift.",
        "categories": ["clubs"],
        "needs": ["autism", "hearing-impairment"],
        "level": "targeted",
        "cost": {"free": "yes"},
        "contact": {"phone": "01632 960100"},
        "locations": [{"address": "1 High Street, Oldtown", "access": ["lift", "accessible-toilet"]}],
        "times": [
            {
                "days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
                "opens": "09:00",
                "closes": "17:00",
            }
        ],
        "checked": "2026-01-31",
    }
    assert entry(project, "organisations/shoal") == {"name": "Shoal", "kind": "charity"}
    assert "new organisations: Shoal" in result.output


def test_what_cannot_be_understood_is_noted_with_what_to_do(project: Path, run_import: Import) -> None:
    row = "Club,ASD;Magic,Hello,2026-01-31,maybe,None,,1 High Street,,perhaps,,sometimes\n"
    result = run_import(RICH_HEADING + row, RICH)
    assert result.exit_code == 0
    for said in (
        '"Magic" is not in content/vocabulary/needs.yml.',
        '"2026-01-31" is not a date written like "%d/%m/%Y" or "%d %B %Y".',
        '"maybe" is not yes or no.',
        '"perhaps" is neither yes nor no.',
        'The hours "sometimes" are not clear.',
    ):
        assert said in result.output
    assert entry(project, "services/club")["needs"] == ["autism"]


def test_html_and_formulas_are_text_unless_the_mapping_says_otherwise(
    project: Path, run_import: Import
) -> None:
    mapping = CLUBS + "  About: description\n"
    about = "<script>alert(1)</script>"
    run_import(f"Name,Phone,Website,Postcode,About\nClub,,,ZZ1 2AB,{about}\n", mapping)
    assert entry(project, "services/club")["description"] == about
    run_import("Name,Phone,Website,Postcode,About\nSum,,,ZZ1 2AB,=1+1\n", mapping)
    assert entry(project, "services/sum")["description"] == "=1+1"


def test_an_organisation_that_is_there_is_used_and_not_changed(project: Path, run_import: Import) -> None:
    shoal = project / "content/organisations/shoal-trust.yml"
    shoal.write_text("name: Shoal   # since 2019\n")
    run_import(RICH_HEADING + "Club,,,,,,SHOAL,1 High Street,,,,\n", RICH)
    run_import(RICH_HEADING + "Other,,,,,,Shoal,1 High Street,,,,\n", RICH)
    assert entry(project, "services/club")["organisation"] == "shoal-trust"
    assert shoal.read_text() == "name: Shoal   # since 2019\n"
