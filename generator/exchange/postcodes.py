"""One authority's postcodes out of the national files: ONS NSPL and ONSPD, OS Code-Point Open.

The national files have two and a half million rows, so they are streamed: a row of another
authority costs a look for the code in its text. Zip files are read where they are; nothing
is ever unpacked to disk, and what comes out is counted.
"""

import csv
import datetime
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from generator.exchange.osgb import is_on_grid, to_wgs84
from generator.exchange.result import ImportStopped
from generator.reading.postcodes import HEADER, PostcodePlace
from generator.reading.problems import printable
from offer_schema.field_types import normalise_postcode

MAX_BYTES = 4_000_000_000
"""The most that is read in all, unpacked; the ONS Postcode Directory has 1.4 thousand million bytes."""

MAX_LINES = 10_000_000
"""The most lines that are read in all; the ONS Postcode Directory has 2.7 million."""

CHUNK = 1_000_000
"""How many bytes are read at a time; no line is longer."""

MAX_FILES = 5_000
"""The most files that a folder or a zip file may hold."""

WHOLE_COUNTRY = 100
"""With as many postcode areas as this (there are 124), a file is taken to hold the whole country."""

SHOWN = 5
"""How many unreadable rows are named one by one."""

_NEEDED = "It must be the NSPL or ONSPD of the Office for National Statistics, or Code-Point Open."
_AS_DOWNLOADED = "Use the file as it was downloaded, not as a spreadsheet program saved it."


class Source(NamedTuple):
    """A file of postcodes.

    Attributes:
        name: What to call it in messages.
        year: The year of its data, or of the file.
        raw: The bytes.
    """

    name: str
    year: int
    raw: IO[bytes]


class Columns(NamedTuple):
    """Where a format has its values; -1 where it has none.

    Attributes:
        form: The name of the format.
        postcode: The postcode.
        places: The columns that may hold the authority's code: district and county.
        first: Latitude, or easting.
        second: Longitude, or northing.
        ended: The month in which the postcode went out of use.
        grid: Whether `first` and `second` are metres on the National Grid.
        leads: Whether every line begins with the postcode.
    """

    form: str
    postcode: int
    places: tuple[int, ...]
    first: int
    second: int
    ended: int = -1
    grid: bool = False
    leads: bool = True


ONS = "ons"
CODE_POINT = "code-point"

_CODE_POINT_COLUMNS = Columns(CODE_POINT, 0, (7, 8), 2, 3, grid=True)
"""Code-Point Open as it is downloaded: ten columns without a heading."""

_HEADINGS: Mapping[str, str] = {
    # The ONS gave several columns new names in 2025, with the year in them.
    "postcode": r"pcds|pcd8|pcd7|pcd2|pcd|postcode|pc",
    "district": r"laua|oslaua|lad\d\dcd|admin_district_code|dc",
    "county": r"cty|oscty|cty\d\dcd|admin_county_code|cc",
    "latitude": r"lat",
    "longitude": r"long",
    "easting": r"eastings|ea",
    "northing": r"northings|no",
    "ended": r"doterm",
}


@dataclass
class Found:
    """What a set of files holds for one authority.

    Attributes:
        places: Every postcode that was taken.
        rows: How many rows were read.
        files: How many files they were in.
        passed: The CSV files that hold something else, and why they were passed over.
        counts: How many rows came to what; together they are all rows.
        unreadable: The first rows that could not be read, in words.
        areas: The postcode areas (``M``, ``HX``) that the files have rows of.
        forms: The formats.
        year: The newest year of the data.
    """

    places: dict[str, PostcodePlace] = field(default_factory=dict)
    rows: int = 0
    files: int = 0
    passed: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    areas: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    year: int = 0

    def covers(self, outward: str) -> bool:
        """Whether the files say all there is to say about an outward code, or nothing."""
        return len(self.areas) >= WHOLE_COUNTRY or _area(outward) in self.areas


LIVE, ENDED, ELSEWHERE = "live", "ended", "other areas"
NO_PLACE, TWICE, UNREADABLE = "without a grid reference", "the same postcode again", "not readable"
OUTCOMES = (LIVE, ENDED, ELSEWHERE, NO_PLACE, TWICE, UNREADABLE)


def find_postcodes(source: Path, authority: str, also: Iterable[str] = ()) -> Found:
    """Takes one authority's postcodes from a CSV file, a zip file or a folder of them.

    Args:
        source: The file or folder.
        authority: The GSS code of the district, unitary authority or county.
        also: Outward codes to take whole, whoever's they are.

    Raises:
        ImportStopped: It cannot be read, or holds no postcode of this authority.
    """
    found = Found()
    taking = _Taking(found, authority, frozenset(also))
    try:
        for file in _sources(source):
            taking.file(file)
    except OSError as error:
        raise ImportStopped(
            f'"{source}" cannot be read: {error.strerror or error}. Check the name and the folder.'
        ) from None
    if not found.files:
        raise ImportStopped(
            *found.passed[:SHOWN], f"{source.name} holds no postcodes that we can read. {_NEEDED}"
        )
    if not found.places:
        raise ImportStopped(
            f"{source.name} has {found.rows:,} rows and no postcode of {authority}. "
            "Is it the file for your area, and is this your GSS code? It stands in content/authority.yml."
        )
    assert sum(found.counts.values()) == found.rows, "every row has exactly one outcome"
    return found


def csv_files(found: Found) -> dict[str, str]:
    """The files for `content/places/postcodes`, by outward code in small letters."""
    lines: dict[str, list[str]] = {}
    for postcode, place in sorted(found.places.items()):
        row = f"{postcode},{place.latitude:.5f},{place.longitude:.5f},{place.ended}\n"
        lines.setdefault(postcode.partition(" ")[0].lower(), [f"{HEADER}\n"]).append(row)
    return {outward: "".join(rows) for outward, rows in sorted(lines.items())}


def attribution(found: Found) -> str:
    """The words that the Open Government Licence asks everybody to show who uses this data."""
    year = found.year
    parts = [
        f"Contains OS data © Crown copyright and database right {year}.",
        f"Contains Royal Mail data © Royal Mail copyright and database right {year}.",
    ]
    if ONS in found.forms:
        parts.append(
            "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
        )
    else:
        parts.append(f"Contains National Statistics data © Crown copyright and database right {year}.")
        parts.append("Licensed under the Open Government Licence v3.0.")
    return " ".join(parts)


_AREA = re.compile(r'"?([A-Z]{1,2})[0-9]')


def _area(outward: str) -> str:
    match = _AREA.match(outward)
    return match[1] if match else ""


# --- The rows of a file ---------------------------------------------------------------------------


class _Taking:
    """Goes through files row by row."""

    def __init__(self, found: Found, authority: str, also: frozenset[str]) -> None:
        self._found, self._authority, self._also = found, authority, also
        self._bytes = self._numbered = 0

    def file(self, source: Source) -> None:
        lines = self._lines(source)
        try:
            number, first = next(lines, (0, b""))
            columns = _columns_of(first)
            if isinstance(columns, str):
                self._found.passed.append(f"{source.name} {columns}.")
                return
            self._found.files += 1
            self._found.forms.add(columns.form)
            self._found.year = max(self._found.year, source.year)
            without_heading = [(number, first)] if columns is _CODE_POINT_COLUMNS else []
            self._rows(source, columns, chain(without_heading, lines))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise ImportStopped(
                f"{source.name} cannot be unpacked ({printable(str(error))}). Download the zip file again."
            ) from None

    def _lines(self, source: Source) -> Iterator[tuple[int, bytes]]:
        """The lines that hold anything, with their numbers."""
        number, rest = 0, b""
        while chunk := source.raw.read(CHUNK):
            self._bytes += len(chunk)
            if b"\0" in chunk:
                raise ImportStopped(f"{source.name} is not a CSV file in UTF-8. {_AS_DOWNLOADED}")
            *lines, rest = (rest + chunk).split(b"\n")
            self._numbered += len(lines)
            if self._bytes > MAX_BYTES or self._numbered > MAX_LINES:
                raise ImportStopped(f"{source.name}: this is more than all postcodes there are. {_NEEDED}")
            for line in lines:
                number += 1
                if line.strip():
                    yield number, line
            if len(rest) > CHUNK:
                raise ImportStopped(f"{source.name}, line {number + 1}: this line has no end. {_NEEDED}")
        if rest.strip():
            yield number + 1, rest

    def _rows(self, source: Source, columns: Columns, lines: Iterable[tuple[int, bytes]]) -> None:
        found = self._found
        ours = self._authority.encode()
        starts = tuple(start.encode() for code in self._also for start in (code, f'"{code}'))
        search_all = bool(starts) and not columns.leads
        rows = elsewhere = 0
        begun: set[bytes] = set()
        # Parsing 2.7 million rows to find 6,000 would take half a minute.
        for number, line in lines:
            rows += 1
            begun.add(line[:4])
            if ours in line or line.startswith(starts) or search_all:
                self._row(source, columns, number, line)
            else:
                elsewhere += 1
        found.rows += rows
        found.counts[ELSEWHERE] += elsewhere
        if columns.leads:
            texts = (start.decode("utf-8", "replace") for start in begun)
            found.areas |= {match[1] for text in texts if (match := _AREA.match(text))}

    def _row(self, source: Source, columns: Columns, number: int, line: bytes) -> None:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            raise ImportStopped(
                f"{source.name}, line {number}: this is not in UTF-8. {_AS_DOWNLOADED}"
            ) from None
        outcome = self._taken(columns, _cells(text))
        self._found.counts[outcome] += 1
        if outcome == UNREADABLE and len(self._found.unreadable) < SHOWN:
            self._found.unreadable.append(f"{source.name}, line {number}: {printable(text.strip())[:60]}")

    def _taken(self, columns: Columns, cells: list[str]) -> str:
        """Takes a row, if it is to be taken, and says what became of it."""
        if len(cells) <= max(columns.postcode, columns.first, columns.second, columns.ended, *columns.places):
            return UNREADABLE
        postcode = normalise_postcode(cells[columns.postcode])
        if postcode is None:
            return UNREADABLE
        ours = any(cells[at].strip() == self._authority for at in columns.places)
        if not ours and postcode.partition(" ")[0] not in self._also:
            return ELSEWHERE
        ended = _month(cells[columns.ended].strip()) if columns.ended >= 0 else ""
        try:
            point = _point(columns, cells)
        except ValueError:
            return UNREADABLE
        if ended is None:
            return UNREADABLE
        if point is None:
            return NO_PLACE
        place = PostcodePlace(*point, ended)
        before = self._found.places.get(postcode)
        if before is not None and not (before.ended and not ended):
            return TWICE
        self._found.places[postcode] = place
        if before is not None:
            # A postcode that has come back: the row of its first life is the one too many.
            self._found.counts[ENDED] -= 1
            self._found.counts[TWICE] += 1
        return ENDED if ended else LIVE


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line.strip()]), [])
    except csv.Error:
        return []


def _columns_of(first: bytes) -> Columns | str:
    """Where a file that begins with this line has its values, or why it is passed over."""
    if not first:
        return "is empty"
    try:
        cells = _cells(first.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return f"is not in UTF-8. {_AS_DOWNLOADED.removesuffix('.')}"
    return _CODE_POINT_COLUMNS if _is_code_point(cells) else _columns(cells)


def _is_code_point(cells: list[str]) -> bool:
    """Whether this is a row of Code-Point Open, which comes without a heading."""
    return (
        len(cells) == 10
        and normalise_postcode(cells[0]) is not None
        and cells[2].isdigit()
        and cells[3].isdigit()
    )


def _columns(heading: list[str]) -> Columns | str:
    """Where a file with this heading has its values, or what is wrong with it."""
    names = [name.strip().lower() for name in heading]
    found: dict[str, int] = {}
    for value, pattern in _HEADINGS.items():
        for one in pattern.split("|"):
            at = next((at for at, name in enumerate(names) if re.fullmatch(one, name)), None)
            if at is not None:
                found.setdefault(value, at)
    places = tuple(found[value] for value in ("district", "county") if value in found)
    if "postcode" not in found:
        return "has no column of postcodes (pcds)"
    if not places:
        return "has no column for the authority (laua)"
    leads = re.fullmatch(_HEADINGS["postcode"], names[0]) is not None
    if "latitude" in found and "longitude" in found:
        if "ended" not in found:
            return "has no column for the end of a postcode (doterm)"
        point, form, grid = (found["latitude"], found["longitude"]), ONS, False
    elif "easting" in found and "northing" in found:
        point, form, grid = (found["easting"], found["northing"]), CODE_POINT, True
    else:
        return "has no columns for the place (lat and long)"
    return Columns(form, found["postcode"], places, *point, found.get("ended", -1), grid, leads)


_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])")


def _month(text: str) -> str | None:
    """``201506`` as ``2015-06``; None if it is no month."""
    if not text:
        return ""
    match = _MONTH.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else None


_NOWHERE = 99
"""What the ONS writes for the latitude of a postcode without a grid reference, rounded down."""


def _point(columns: Columns, cells: list[str]) -> tuple[float, float] | None:
    """Latitude and longitude; None if the row gives no place.

    Raises:
        ValueError: What it gives cannot be a place.
    """
    first, second = cells[columns.first].strip(), cells[columns.second].strip()
    if not first or not second:
        return None
    north, east = float(first), float(second)
    if columns.grid:
        return to_wgs84(north, east) if is_on_grid(north, east) else None
    if north >= _NOWHERE:
        return None
    # Great Britain and the sea around it: whatever lies elsewhere is in the wrong column.
    if not (45 < north < 65 and -15 < east < 5):
        raise ValueError(f"{north}, {east} is not in Great Britain.")
    return north, east


# --- Files, folders and zip files -------------------------------------------------------------------


def _sources(source: Path) -> Iterator[Source]:
    """Every CSV file of a file, folder or zip file, opened one after the other."""
    if source.is_dir():
        files = [
            file for file in source.rglob("*") if _is_csv(file.name) and stat.S_ISREG(file.lstat().st_mode)
        ]
        for file in sorted(_without_copies(files, source.name)):
            with file.open("rb") as raw:
                yield Source(file.name, _year(file.name, source.name) or _year_of(file), raw)
    elif zipfile.is_zipfile(source):
        yield from _zipped(source)
    else:
        with source.open("rb") as raw:
            yield Source(source.name, _year(source.name) or _year_of(source), raw)


def _zipped(source: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(source) as parts:
            inside = {Path(part.filename): part for part in parts.infolist() if _is_csv(part.filename)}
            for file in sorted(_without_copies(list(inside), source.name)):
                part = inside[file]
                if part.flag_bits & 1:
                    raise ImportStopped(f"{source.name} is locked with a password. Unlock it first.")
                year = _year(file.name, source.name) or (part.date_time[0] if part.date_time[0] > 1990 else 0)
                with parts.open(part) as raw:
                    yield Source(printable(file.name), year or _year_of(source), raw)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ImportStopped(
            f"{source.name} cannot be unpacked ({printable(str(error))}). Download the zip file again."
        ) from None


def _is_csv(name: str) -> bool:
    base = name.replace("\\", "/").rpartition("/")[2].lower()
    # Code-Point Open has its headings in a file of their own.
    return base.endswith(".csv") and not base.startswith(".") and "column_headers" not in base


def _without_copies(files: list[Path], name: str) -> list[Path]:
    """The files without those of the folder in which the ONS repeats everything in parts."""
    if not files:
        raise ImportStopped(f"There is no CSV file in {name}. {_NEEDED}")
    if len(files) > MAX_FILES:
        raise ImportStopped(f"There are more than {MAX_FILES:,} CSV files in {name}. {_NEEDED}")
    whole = [file for file in files if "multi_csv" not in file.parts]
    has_all = any(re.match(r"(?i)(nspl|onspd)", file.name) for file in whole)
    return whole if has_all else files


def _year(*names: str) -> int:
    """The first year that a name gives, or 0."""
    return next(
        (int(year) for name in names for year in re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", name)), 0
    )


def _year_of(file: Path) -> int:
    return datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC).year
