"""Open schools of one authority come in from the register, with what matters for special needs."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import import_
from generator.exchange.gias import COLUMNS
from generator.reading import read_project
from generator.reading.yaml_source import Tree, parse

REAL = Path(__file__).parents[3] / "shared/data/gias/gias-subset.csv"

REEF = {
    "URN": "990001",
    "LA (code)": "999",
    "LA (name)": "Example",
    "GSSLACode (name)": "E06000000",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Reef School",
    "TypeOfEstablishment (code)": "1",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (code)": "2",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "Town": "Tidewell",
    "Postcode": "ZZ1 2AB",
    "HeadFirstName": "Jo",
    "HeadLastName": "Secret",
}


def register(*schools: dict[str, str], encoding: str = "cp1252") -> bytes:
    """GIAS' file with these schools, each like Reef School but for what is given."""
    columns = sorted(COLUMNS | REEF.keys())
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    writer.writerows(REEF | school for school in schools)
    return stream.getvalue().encode(encoding)


def run(project: Path, raw: bytes, *options: str) -> Result:
    """Runs ``local-offer import gias``."""
    source = project.parent / "gias.csv"
    source.write_bytes(raw)
    result = CliRunner().invoke(import_.command, ["gias", str(source), "--project", str(project), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def school(project: Path, name: str) -> Tree:
    """A school as its file has it."""
    return parse((project / f"content/schools/{name}.yml").read_text()).tree


def test_a_school_comes_in_with_its_facts(project: Path) -> None:
    result = run(
        project,
        register(
            {
                "EstablishmentName": "St Brendan’s School",
                "TypeOfEstablishment (code)": "44",
                "UKPRN": "10079319",
                "Section41Approved (name)": "Approved",
                "SEN1 (name)": "ASD - Autistic Spectrum Disorder",
                "SEN2 (name)": "SpLD - Specific Learning Difficulty",
                "SEN3 (name)": "OTH - Other Difficulty/Disability",
                "Gender (code)": "3",
                "ReligiousCharacter (name)": "Church of England",
                "Boarders (name)": "No boarders",
                "NurseryProvision (name)": "Has Nursery Classes",
                "OfficialSixthForm (name)": "Does not have a sixth form",
                "SchoolCapacity": "120",
                "NumberOfPupils": "98",
                "TelephoneNum": "1632960123",
                "SchoolWebsite": "www.example.org",
                "Street": "1 Reef Road",
                "Locality": "Oldtown",
                "Easting": "651410",
                "Northing": "313177",
                "UPRN": "100012345678",
            }
        ),
    )
    assert result.exit_code == 0, result.output
    assert school(project, "st-brendans-school") == {
        "name": "St Brendan’s School",
        "urn": "990001",
        "dfe_number": "999/2001",
        "ukprn": "10079319",
        "type": "academy-special-converter",
        "phase": "primary",
        "ages": {"from": "3", "to": "11"},
        "section_41": "yes",
        "needs": ["autism", "specific-learning-difficulty", "long-term-health-condition"],
        "gender": "mixed",
        "religion": "Church of England",
        "boarding": "no",
        "nursery_classes": "yes",
        "sixth_form": "no",
        "capacity": "120",
        "pupils": "98",
        "contact": {"phone": "01632 960123", "website": "https://www.example.org"},
        "locations": [
            {
                "address": "1 Reef Road, Oldtown",
                "town": "Tidewell",
                "postcode": "ZZ1 2AB",
                "latitude": "52.65798",
                "longitude": "1.71605",
                "uprn": "100012345678",
            }
        ],
    }
    assert read_project(project).errors == []


def test_units_and_resourced_provision_keep_their_places_and_needs(project: Path) -> None:
    run(
        project,
        register(
            {
                "TypeOfResourcedProvision (name)": "Resourced provision and SEN unit",
                "SEN1 (name)": "HI - Hearing Impairment",
                "ResourcedProvisionCapacity": "10",
                "ResourcedProvisionOnRoll": "8",
                "SenUnitCapacity": "6",
                "SenUnitOnRoll": "5",
            }
        ),
    )
    reef = school(project, "reef-school")
    assert reef["resourced_provision"] == [
        {"kind": "resourced-provision", "needs": ["hearing-impairment"], "places": "10", "on_roll": "8"},
        {"kind": "unit", "needs": ["hearing-impairment"], "places": "6", "on_roll": "5"},
    ]
    assert "needs" not in reef


def test_closed_schools_and_other_areas_are_skipped(project: Path) -> None:
    result = run(
        project,
        register(
            {"EstablishmentStatus (code)": "2", "EstablishmentStatus (name)": "Closed"},
            {"URN": "990002", "EstablishmentStatus (code)": "3", "EstablishmentName": "Closing School"},
            {"URN": "990003", "LA (code)": "998", "LA (name)": "Zealand", "GSSLACode (name)": "E06000001"},
            {"URN": "990004", "EstablishmentStatus (code)": "4", "EstablishmentName": "Coming School"},
        ),
    )
    assert (
        "4 rows = 1 accepted (1 new, 0 changed, 0 unchanged) + 0 refused + 0 merged + 3 skipped"
        in result.output
    )
    assert [path.stem for path in (project / "content/schools").glob("*.yml")] == ["closing-school"]


def test_a_school_outside_the_area_comes_in_when_it_is_asked_for(project: Path) -> None:
    zealand = {"URN": "990003", "LA (code)": "998", "LA (name)": "Zealand", "GSSLACode (name)": "E06000001"}
    run(project, register({}, zealand | {"EstablishmentName": "Dune School"}), "--include", "990003")
    dune = school(project, "dune-school")
    assert (dune["out_of_area"], dune["authority"]) == ("yes", "Zealand")
    assert "out_of_area" not in school(project, "reef-school")


@pytest.mark.parametrize(
    "authority", ["Zealand", "998", "e06000001", "Zealand Council", "London Borough of Zealand"]
)
def test_an_authority_is_known_by_name_or_code(project: Path, authority: str) -> None:
    zealand = {"LA (code)": "998", "LA (name)": "Zealand", "GSSLACode (name)": "E06000001"}
    result = run(project, register({"URN": "990009"}, zealand), "--authority", authority)
    assert "2 rows = 1 accepted" in result.output


def test_an_authority_that_is_not_in_the_file_is_said_with_those_that_are(project: Path) -> None:
    result = run(project, register({}), "--authority", "Atlantis")
    assert result.exit_code == 1
    assert (
        'no schools of "Atlantis". It has: Example (999). Name one of them with --authority.' in result.output
    )


def test_a_urn_that_is_not_in_the_file_is_said(project: Path) -> None:
    result = run(project, register({}), "--include", "123456")
    assert result.exit_code == 1
    assert "no school with the URN 123456" in result.output


def test_a_file_that_is_not_gias_is_refused(project: Path) -> None:
    result = run(project, b"Name\nReef School\n")
    assert result.exit_code == 1
    assert "This is not the CSV of Get Information About Schools" in result.output


def test_names_in_common_are_told_apart_by_town_then_number(project: Path) -> None:
    run(project, register({}, {"URN": "990002", "Town": "Oysterby"}, {"URN": "990003", "Town": "Oysterby"}))
    assert sorted(path.stem for path in (project / "content/schools").glob("*.yml")) == [
        "reef-school",
        "reef-school-990003",
        "reef-school-oysterby",
    ]


def test_what_is_wrong_is_left_out_and_said(project: Path) -> None:
    result = run(
        project,
        register(
            {
                "UPRN": "1.00023E+11",
                "StatutoryHighAge": "99",
                "TelephoneNum": "12",
                "SEN1 (name)": "XYZ - Unheard of",
                "ReligiousCharacter (name)": "Does not apply",
            }
        ),
    )
    assert result.exit_code == 0
    for said in (
        'turned the UPRN into "1.00023E+11". It was left out.',
        "The age 99 is outside 0 to 25, so 25 was taken.",
        '"12" is not a UK phone number',
        'has the code "XYZ". It was left out.',
    ):
        assert said in result.output
    assert not {"religion", "contact", "needs"} & school(project, "reef-school").keys()


def test_a_type_that_is_not_known_refuses_the_row(project: Path) -> None:
    result = run(
        project, register({"TypeOfEstablishment (code)": "99", "TypeOfEstablishment (name)": "Moon school"})
    )
    assert result.exit_code == 1
    assert 'GIAS\' type "Moon school" is not known here.' in result.output


def test_head_teachers_names_never_come_in(project: Path) -> None:
    run(project, register({}))
    written = [file for file in project.rglob("*") if file.is_file()]
    assert not any(b"Secret" in file.read_bytes() for file in written)
    assert not any("Head" in column for column in COLUMNS)


def test_the_same_file_again_changes_nothing_and_edits_are_kept(project: Path) -> None:
    run(project, register({"SchoolCapacity": "120"}))
    assert "1 unchanged" in run(project, register({"SchoolCapacity": "120"})).output
    file = project / "content/schools/reef-school.yml"
    file.write_text(file.read_text().replace("capacity: 120", "capacity: 125"))
    result = run(project, register({"SchoolCapacity": "130", "NumberOfPupils": "98"}))
    assert '"capacity" was edited here since the last import' in result.output
    assert (school(project, "reef-school")["capacity"], school(project, "reef-school")["pupils"]) == (
        "125",
        "98",
    )


def test_utf_8_is_read_as_well(project: Path) -> None:
    run(project, register({"EstablishmentName": "St Brendan’s School"}, encoding="utf-8"))
    assert school(project, "st-brendans-school")["name"] == "St Brendan’s School"


@pytest.mark.skipif(
    not REAL.is_file(), reason=f"{REAL} is not here: real data is kept outside the repository"
)
def test_the_real_file_comes_in(project: Path) -> None:
    result = run(project, REAL.read_bytes(), "--authority", "E09000007", "--include", "100000")
    assert (
        "41 rows = 30 accepted (30 new, 0 changed, 0 unchanged) + 0 refused + 0 merged + 11 skipped"
        in result.output
    )
    assert read_project(project).errors == []
