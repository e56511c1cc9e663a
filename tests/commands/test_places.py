"""``local-offer places``: the postcodes of one council, all of them or none."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import places
from generator.reading import read_project
from tests.conftest import write
from tests.exchange.test_postcodes import CODE_POINT, NSPL, made

Places = Callable[..., Result]
FOLDER = "content/places/postcodes"


@pytest.fixture
def run_places(project: Path) -> Places:
    """Runs ``local-offer places`` on a table, given as text, or on a file."""

    def run(table: str | Path, *options: str) -> Result:
        source = table if isinstance(table, Path) else made(project.parent, table)
        result = CliRunner().invoke(places.command, [str(source), "--project", str(project), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def files_of(project: Path) -> dict[str, str]:
    return {
        file.relative_to(project / FOLDER).as_posix(): file.read_text("utf-8")
        for file in (project / FOLDER).rglob("*")
    }


def test_an_import_writes_files_that_the_reader_accepts(project: Path, run_places: Places) -> None:
    result = run_places(NSPL)
    assert result.exit_code == 0
    assert sorted(files_of(project)) == ["attribution.txt", "zz1.csv", "zz2.csv"]
    offer = read_project(project).offer
    assert offer is not None
    assert offer.postcodes.place("ZZ1 9ZZ") == (54.7044, 2.3071, "2015-06")
    assert "2021" in offer.postcodes.attribution


def test_every_row_is_accounted_for(run_places: Places) -> None:
    lines = run_places(NSPL).output.splitlines()
    assert lines[0] == (
        "NSPL_NOV_2021_UK.csv: 5 rows = 3 taken (2 in use, 1 ended) + 1 other areas + 1 without a grid reference"
    )
    assert lines[1] == "Taken: 2 first halves of postcodes (ZZ1, ZZ2)."
    assert lines[2] == f"2 files written in {FOLDER}, 0 removed."
    assert "Contains OS data © Crown copyright and database right 2021." in lines[-1]


def test_a_dry_run_writes_nothing(project: Path, run_places: Places) -> None:
    result = run_places(NSPL, "--dry-run")
    assert (result.exit_code, files_of(project)) == (0, {})
    assert f"2 files would be written in {FOLDER}, 0 would be removed." in result.output


def test_the_same_import_again_touches_no_file(project: Path, run_places: Places) -> None:
    run_places(NSPL)
    for name in files_of(project):
        os.utime(project / FOLDER / name, (1e9, 1e9))
    result = run_places(NSPL)
    assert "0 files written" in result.output
    assert {(project / FOLDER / name).stat().st_mtime for name in files_of(project)} == {1e9}


def test_an_outward_code_that_is_gone_is_removed(project: Path, run_places: Places) -> None:
    run_places(NSPL)
    result = run_places("".join(line for line in NSPL.splitlines(True) if "ZZ2" not in line))
    assert "0 files written" in result.output
    assert "1 removed" in result.output
    assert sorted(files_of(project)) == ["attribution.txt", "zz1.csv"]


def test_a_file_for_one_area_leaves_the_others_alone(project: Path, run_places: Places) -> None:
    run_places(NSPL)
    result = run_places(NSPL.replace("ZZ", "ZX"))
    assert "Kept from an earlier import" in result.output
    assert "zz1.csv" in files_of(project)
    assert "zx1.csv" in files_of(project)


def test_another_authority_and_neighbours_can_be_named(project: Path, run_places: Places) -> None:
    assert run_places(NSPL, "--authority", "e10000888").exit_code == 0
    assert sorted(files_of(project)) == ["attribution.txt", "zy1.csv"]
    assert run_places(NSPL, "--also", "zy1").exit_code == 0
    assert sorted(files_of(project)) == ["attribution.txt", "zy1.csv", "zz1.csv", "zz2.csv"]


def test_code_point_open_is_told_apart(project: Path, run_places: Places) -> None:
    result = run_places(made(project.parent, CODE_POINT, "zz.csv"))
    assert result.exit_code == 0
    assert "Code-Point Open has no postcodes that have ended" in result.output


@pytest.mark.parametrize(
    ("table", "options", "says"),
    [
        ("", (), "is empty"),
        ("name,phone\n", (), "no column of postcodes"),
        (NSPL, ("--authority", "Doggerland"), "not the GSS code"),
        (NSPL, ("--authority", "E06000001"), "no postcode of E06000001"),
        (NSPL, ("--also", "Tidewell"), "not the first half of a postcode"),
    ],
)
def test_what_cannot_be_imported_changes_nothing(
    project: Path, run_places: Places, table: str, options: tuple[str, ...], says: str
) -> None:
    run_places(NSPL)
    before = files_of(project)
    result = run_places(table, *options)
    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output
    assert files_of(project) == before


def test_content_with_errors_can_still_be_given_postcodes(project: Path, run_places: Places) -> None:
    write(project, f"{FOLDER}/zz1.csv", "spoilt\n")
    assert run_places(NSPL).exit_code == 0
    assert read_project(project).errors == []


def test_without_an_authority_the_code_must_be_named(project: Path, run_places: Places) -> None:
    (project / "content/authority.yml").unlink()
    result = run_places(NSPL)
    assert result.exit_code == 1
    assert "--authority" in result.output
    assert run_places(NSPL, "--authority", "E06000999").exit_code == 0


def test_a_linked_folder_is_never_written_through(project: Path, run_places: Places) -> None:
    (project.parent / "elsewhere").mkdir()
    (project / "content/places").symlink_to(project.parent / "elsewhere")
    result = run_places(NSPL)
    assert result.exit_code == 1
    assert "is a link" in result.output
    assert list((project.parent / "elsewhere").iterdir()) == []
