"""All the real files of one authority become a valid Local Offer: nothing is lost without being counted."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import import_, init
from generator.commands import report as report_command
from generator.reading import read_project

DATA = Path(__file__).parents[3] / "shared/data/trafford"
MAPPINGS = Path(__file__).parent / "trafford"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"{DATA} is not here: real data is kept outside the repository"
)

EXPECTED = {
    # file: rows, accepted, refused, merged, skipped, notes
    "sports_clubs": (140, 140, 0, 0, 0, 0),
    "sports_facilities": (314, 127, 0, 105, 82, 0),
    "swimming_pools": (12, 12, 0, 0, 0, 0),
    "trafford_childrens_centres": (2, 2, 0, 0, 0, 0),
    "trafford_dentists": (53, 52, 0, 1, 0, 0),
    "trafford_food_banks": (7, 7, 0, 0, 0, 0),
    "trafford_general_practices": (26, 26, 0, 0, 0, 0),
    "trafford_jobcentreplus": (2, 2, 0, 0, 0, 0),
    "trafford_libraries": (13, 13, 0, 0, 0, 0),
    "trafford_mental_health_services": (60, 60, 0, 0, 0, 1),
    "trafford_pharmacies": (57, 57, 0, 0, 0, 0),
    "trafford_schools_and_colleges": (103, 103, 0, 0, 0, 0),
}
_COUNTS = re.compile(
    r"(\d+) rows = (\d+) accepted \((\d+) new, (\d+) changed, (\d+) unchanged\) "
    r"\+ (\d+) refused \+ (\d+) merged \+ (\d+) skipped; (\d+) notes"
)


def run_all(project: Path) -> dict[str, tuple[int, ...]]:
    """Imports every file and gives the counts that were printed."""
    counts = {}
    for file in sorted(DATA.glob("*.csv")):
        mapping = MAPPINGS / f"{file.stem}.yml"
        arguments = ["spreadsheet", str(file), "--map", str(mapping), "--project", str(project)]
        result = CliRunner().invoke(import_.command, arguments)
        match = _COUNTS.search(result.output)
        assert match, result.output
        counts[file.stem] = tuple(map(int, match.groups()))
    return counts


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new council's project with Trafford's places, still without entries."""
    project = tmp_path_factory.mktemp("council") / "trafford"
    CliRunner().invoke(init.command, [str(project)])
    shutil.copy(MAPPINGS / "places.yml", project / "content/vocabulary/places.yml")
    return project


def test_every_file_comes_in_and_every_row_is_accounted_for(project: Path) -> None:
    counts = run_all(project)

    for name, (rows, accepted, new, changed, unchanged, refused, merged, skipped, notes) in counts.items():
        assert rows == accepted + refused + merged + skipped
        assert accepted == new + changed + unchanged
        assert (rows, accepted, refused, merged, skipped, notes) == EXPECTED[name], name
    assert counts.keys() == EXPECTED.keys()
    reading = read_project(project)
    assert reading.errors == []
    assert reading.offer is not None
    entries = len(reading.offer.services) + len(reading.offer.schools)
    assert entries == sum(count[1] for count in counts.values())
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    print(
        f"{totals[0]} rows in: {totals[1]} accepted, {totals[5]} refused, {totals[6]} merged, {totals[7]} skipped"
    )

    again = run_all(project)
    assert all(count[4] == count[1] for count in again.values()), "a second import changes nothing"


def test_what_the_law_asks_and_a_directory_alone_does_not_give_is_named(project: Path) -> None:
    if read_project(project).offer is None or not list((project / "content/services").glob("*.yml")):
        run_all(project)  # when this test is run by itself
    arguments = ["coverage", "--project", str(project), "--format", "json", "--fail-on", "missing"]
    result = CliRunner().invoke(report_command.command, arguments)
    assert result.exit_code == 1
    assert "Failed on missing" in result.stderr
    rows = {row["slug"]: row for row in json.loads(result.stdout)["tables"]["requirements"]}
    missing = {slug for slug, row in rows.items() if row["state"] == "missing"}
    # What no import of places can bring: rights, complaints, assessment, consultation, comments.
    assert {
        "lo-ehc-assessment", "lo-mediation", "lo-appeals", "lo-funding-arrangements", "lo-comments-published",
        "lo-consult-sen-families", "lo-short-breaks-statement", "lo-personal-budgets",
    } <= missing  # fmt: skip
    assert all(rows[slug]["notes"] for slug in missing)
    assert "lo-maintained-schools-in-area" not in missing, "its schools are there"
    assert not any(
        row["state"] == "met" and row["met_by"][0]["path"].startswith("content/services")
        for row in rows.values()
    ), "nobody has checked what was imported"
