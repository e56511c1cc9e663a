"""Postcodes out of the national files: every row accounted for, and nothing unpacked to disk."""

import zipfile
from pathlib import Path

import pytest

from generator.exchange import postcodes
from generator.exchange.postcodes import (
    ELSEWHERE,
    ENDED,
    LIVE,
    NO_PLACE,
    TWICE,
    UNREADABLE,
    Found,
    attribution,
    csv_files,
    find_postcodes,
)
from generator.exchange.result import ImportStopped

OURS = "E06000999"
NSPL = """\
pcd,pcd2,pcds,dointr,doterm,laua,cty,ward,lat,long
"ZZ1 2AB","ZZ1  2AB","ZZ1 2AB","199002","","E06000999","E99999999","E05000001",54.701204,2.312496
"ZZ1 9ZZ","ZZ1  9ZZ","ZZ1 9ZZ","199002","201506","E06000999","E99999999","E05000001",54.7044,2.3071
"ZZ1 0AA","ZZ1  0AA","ZZ1 0AA","199002","","E06000999","E99999999","E05000001",99.999999,0.000000
"ZZ2 1AA","ZZ2  1AA","ZZ2 1AA","199002","","E06000999","E99999999","E05000002",54.6608,2.4187
"ZY1 1AA","ZY1  1AA","ZY1 1AA","199002","","E06000888","E10000888","E05000003",54.6000,2.0000
"""
CODE_POINT = """\
"ZZ1 2AB",10,382802,396569,"E92000001","E19000001","E18000002","","E06000999","E05000825"
"ZZ1 0AA",90,0,0,"E92000001","E19000001","E18000002","","E06000999","E05000825"
"ZY11AA",10,382802,396569,"E92000001","E19000001","E18000002","E10000888","E07000888","E05000825"
"""
CODE_POINT_HEADING = (
    "Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,NHS_regional_HA_code,"
    "NHS_HA_code,Admin_county_code,Admin_district_code,Admin_ward_code\n"
)
SHARED = Path(__file__).parents[3] / "shared/data/postcodes"


def made(folder: Path, text: str | bytes, name: str = "NSPL_NOV_2021_UK.csv") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def stopped(source: Path, authority: str = OURS) -> str:
    with pytest.raises(ImportStopped) as stop:
        find_postcodes(source, authority)
    return "\n".join(stop.value.messages)


def counts(found: Found) -> dict[str, int]:
    assert sum(found.counts.values()) == found.rows
    return {outcome: number for outcome, number in found.counts.items() if number}


# --- Formats -----------------------------------------------------------------------------------------


def test_the_ons_lookup_gives_live_and_ended_postcodes(tmp_path: Path) -> None:
    found = find_postcodes(made(tmp_path, NSPL), OURS)
    assert found.places == {
        "ZZ1 2AB": (54.701204, 2.312496, ""),
        "ZZ1 9ZZ": (54.7044, 2.3071, "2015-06"),
        "ZZ2 1AA": (54.6608, 2.4187, ""),
    }
    assert counts(found) == {LIVE: 2, ENDED: 1, NO_PLACE: 1, ELSEWHERE: 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("laua,cty,ward", "oslaua,oscty,osward"),
        ("pcd,pcd2,pcds", "pcd7,pcd8,pcds"),
        ("laua,cty,ward", "lad25cd,cty25cd,wd25cd"),
        ("pcd,pcd2,pcds", "PCD,PCD2,PCDS"),
    ],
)
def test_the_directory_and_newer_names_of_columns_are_known(tmp_path: Path, old: str, new: str) -> None:
    assert len(find_postcodes(made(tmp_path, NSPL.replace(old, new)), OURS).places) == 3


def test_a_county_is_found_in_its_own_column(tmp_path: Path) -> None:
    assert list(find_postcodes(made(tmp_path, NSPL), "E10000888").places) == ["ZY1 1AA"]
    assert list(find_postcodes(made(tmp_path, CODE_POINT, "zy.csv"), "E10000888").places) == ["ZY1 1AA"]


@pytest.mark.parametrize("heading", ["", CODE_POINT_HEADING, "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n"])
def test_code_point_open_is_read_with_or_without_a_heading(tmp_path: Path, heading: str) -> None:
    found = find_postcodes(made(tmp_path, heading + CODE_POINT, "zz.csv"), OURS)
    assert list(found.places) == ["ZZ1 2AB"]
    assert found.places["ZZ1 2AB"][:2] == pytest.approx((53.4656, -2.2605), abs=1e-3)
    assert counts(found) == {LIVE: 1, NO_PLACE: 1, ELSEWHERE: 1}


def test_outward_codes_of_neighbours_can_be_taken_as_well(tmp_path: Path) -> None:
    assert "ZY1 1AA" in find_postcodes(made(tmp_path, NSPL), OURS, ["ZY1"]).places
    assert "ZY1 1AA" not in find_postcodes(made(tmp_path, NSPL), OURS, ["ZY11", "ZY"]).places


def test_a_code_in_another_column_makes_no_postcode_ours(tmp_path: Path) -> None:
    text = NSPL.replace('"E05000003"', f'"{OURS}"')
    assert counts(find_postcodes(made(tmp_path, text), OURS))[ELSEWHERE] == 1


def test_rows_that_cannot_be_read_are_named_and_counted(tmp_path: Path) -> None:
    wrong = (
        NSPL.replace("54.701204", "north").replace("201506", "never").replace('"ZZ2 1AA","199', '"Z","199')
    )
    found = find_postcodes(made(tmp_path, wrong.replace("99.999999", "54.1")), OURS)
    assert counts(found) == {LIVE: 1, UNREADABLE: 3, ELSEWHERE: 1}
    assert "line 2" in found.unreadable[0]


def test_the_same_postcode_twice_counts_once_and_the_one_in_use_wins(tmp_path: Path) -> None:
    again = NSPL.splitlines()[2].replace('"201506"', '""')
    found = find_postcodes(made(tmp_path, NSPL + again + "\n" + again + "\n"), OURS)
    assert found.places["ZZ1 9ZZ"].ended == ""
    assert counts(found) == {LIVE: 3, TWICE: 2, NO_PLACE: 1, ELSEWHERE: 1}


# --- Files ----------------------------------------------------------------------------------------------


def zipped(folder: Path, **files: str | bytes) -> Path:
    file = folder / "codepo_gb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in files.items():
            parts.writestr(name, text)
    return file


def test_a_folder_and_a_zip_file_are_read_like_a_file(tmp_path: Path) -> None:
    made(tmp_path / "some", CODE_POINT, "Data/CSV/zz.csv")
    made(tmp_path / "some", CODE_POINT_HEADING, "Doc/Code-Point_Open_Column_Headers.csv")
    made(tmp_path / "some", "Words", "Doc/licence.txt")
    folder = find_postcodes(tmp_path / "some", OURS)
    file = zipped(
        tmp_path,
        **{"Data/CSV/zz.csv": CODE_POINT, "Doc/Code-Point_Open_Column_Headers.csv": CODE_POINT_HEADING},
    )
    archive = find_postcodes(file, OURS)
    assert folder.places == archive.places
    assert (folder.rows, archive.rows) == (3, 3)


def test_what_the_ons_repeats_in_parts_is_read_once(tmp_path: Path) -> None:
    names = "Data/ONSPD_NOV_2021_UK.csv", "Data/multi_csv/ONSPD_NOV_2021_UK_ZZ.csv"
    found = find_postcodes(zipped(tmp_path, **dict.fromkeys(names, NSPL)), OURS)
    assert (found.files, found.rows) == (1, 5)
    assert find_postcodes(zipped(tmp_path, **{names[1]: NSPL}), OURS).rows == 5


def test_other_tables_in_a_download_are_passed_over_by_name(tmp_path: Path) -> None:
    others: dict[str, str | bytes] = {
        "Documents/Names.csv": "LAD21CD,LAD21NM\n",
        "Documents/Empty.csv": "",
        "Documents/Old.csv": b"caf\xe9,\n",
    }
    found = find_postcodes(zipped(tmp_path, **{"Data/NSPL.csv": NSPL}, **others), OURS)
    assert [line.split(" ")[0] for line in found.passed] == ["Empty.csv", "Names.csv", "Old.csv"]
    assert found.files == 1


def test_nothing_is_written_where_a_zip_file_says(tmp_path: Path) -> None:
    before = {*tmp_path.parent.iterdir()}
    found = find_postcodes(zipped(tmp_path, **{"../../evil.csv": NSPL, "/tmp/evil.csv": "x,y\n"}), OURS)
    assert len(found.places) == 3
    assert {*tmp_path.parent.iterdir()} == before
    assert [file.name for file in tmp_path.iterdir()] == ["codepo_gb.zip"]


def test_a_zip_file_that_swells_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcodes, "MAX_BYTES", 3_000_000)
    bomb = zipped(tmp_path, **{"zz.csv": NSPL + "x\n" * 5_000_000})
    assert bomb.stat().st_size < 100_000
    assert "more than all postcodes there are" in stopped(bomb)
    assert "has no end" in stopped(zipped(tmp_path, **{"zz.csv": NSPL + "x" * 2_500_000}))


def test_a_broken_or_locked_zip_file_is_one_sentence(tmp_path: Path) -> None:
    file = zipped(tmp_path, **{"zz.csv": NSPL * 50})
    raw = bytearray(file.read_bytes())
    raw[60:90] = bytes(30)
    file.write_bytes(raw)
    assert "cannot be unpacked" in stopped(file)
    file = zipped(tmp_path, **{"zz.csv": NSPL})
    raw = bytearray(file.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(raw)
    assert "locked with a password" in stopped(file)


# --- What cannot be read -----------------------------------------------------------------------------


def test_what_is_no_such_file_is_one_sentence_that_helps(tmp_path: Path) -> None:
    assert "Check the name" in stopped(tmp_path / "missing.csv")
    assert "is empty" in stopped(made(tmp_path, ""))
    assert "no column of postcodes" in stopped(made(tmp_path, "name,phone\nSwim,1\n"))
    assert "no column for the authority" in stopped(made(tmp_path, NSPL.replace("laua,cty", "a,b")))
    assert "no columns for the place" in stopped(made(tmp_path, NSPL.replace("lat,long", "a,b")))
    assert "end of a postcode" in stopped(made(tmp_path, NSPL.replace("doterm", "a")))
    assert "not a CSV file in UTF-8" in stopped(made(tmp_path, NSPL.encode("utf-16")))
    assert "not in UTF-8" in stopped(made(tmp_path, NSPL.replace("E05000001", "caf\xe9").encode("cp1252")))
    assert "Is it the file for your area" in stopped(made(tmp_path, NSPL), "E06000777")
    (tmp_path / "nothing").mkdir()
    assert "no CSV file" in stopped(tmp_path / "nothing")
    assert "no CSV file" in stopped(zipped(tmp_path, **{"sheet.xml": "<x/>"}))


# --- What is made of it ------------------------------------------------------------------------------


def test_there_is_a_sorted_file_for_each_outward_code(tmp_path: Path) -> None:
    heading, *rows = NSPL.splitlines(keepends=True)
    found = find_postcodes(made(tmp_path, heading + "".join(reversed(rows))), OURS)
    assert csv_files(found) == {
        "zz1": "postcode,latitude,longitude,ended\nZZ1 2AB,54.70120,2.31250,\nZZ1 9ZZ,54.70440,2.30710,2015-06\n",
        "zz2": "postcode,latitude,longitude,ended\nZZ2 1AA,54.66080,2.41870,\n",
    }


def test_the_attribution_names_the_owners_and_the_year(tmp_path: Path) -> None:
    ons = attribution(find_postcodes(made(tmp_path, NSPL), OURS))
    assert "Royal Mail copyright and database right 2021" in ons
    assert "Source: Office for National Statistics licensed under the Open Government Licence" in ons
    code_point = attribution(find_postcodes(made(tmp_path, CODE_POINT, "codepo-2026/zz.csv"), OURS))
    assert "National Statistics data" in code_point


# --- Real files ----------------------------------------------------------------------------------------


def shared(name: str) -> Path:
    if not (SHARED / name).is_file():
        pytest.skip(f"{SHARED / name} is not here: it is real data, kept outside the repository")
    return SHARED / name


def test_a_real_lookup_of_the_ons_is_taken_whole() -> None:
    found = find_postcodes(shared("nspl-2021-11-HX.csv"), "E08000033")
    assert counts(found) == {LIVE: 5671, ENDED: 1758, ELSEWHERE: 13}
    assert (found.areas, found.year, found.unreadable) == ({"HX"}, 2021, [])
    assert list(csv_files(found)) == ["hx1", "hx2", "hx3", "hx4", "hx5", "hx6", "hx7"]


def test_a_real_code_point_open_is_taken_whole() -> None:
    found = find_postcodes(shared("code-point-open-2014-trafford.csv"), "E08000009")
    assert counts(found) == {LIVE: 6604}
    assert all(
        53.3 < place.latitude < 53.5 and -2.5 < place.longitude < -2.2 for place in found.places.values()
    )
