"""This authority's postcodes: one file for each first half (outward code), a line for each postcode.

`local-offer places` writes these files; a person may correct a line. They are read strictly,
because a wrong place is worse than none, and made into numbers only when somebody asks: a
build after one change asks for one outward code of fifty.
"""

import marshal
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.reading.problems import Problem, Severity, printable
from offer_schema.field_types import normalise_postcode

HEADER = "postcode,latitude,longitude,ended"
"""The first line of every file."""

FOLDER = "content/places/postcodes"
"""The folder of these files in a project."""

ATTRIBUTION = "attribution.txt"
"""The file beside them that says whose data this is, for the site to show."""

_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
_LINE = re.compile(
    r"([A-Z]{1,2}[0-9][0-9A-Z]?) ([0-9][A-Z]{2}),(-?[0-9]{1,2}\.[0-9]{1,9}),(-?[0-9]{1,3}\.[0-9]{1,9}),"
    r"((?:[0-9]{4}-(?:0[1-9]|1[0-2]))?)"
)
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,9})?")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


class PostcodePlace(NamedTuple):
    """Where a postcode is.

    Attributes:
        latitude: Degrees north (WGS84).
        longitude: Degrees east.
        ended: The month in which it went out of use, like ``2015-06``; empty while it is in use.
    """

    latitude: float
    longitude: float
    ended: str = ""


def is_outward(code: str) -> bool:
    """Whether this is the first half of a postcode: ``M33``."""
    return _OUTWARD.fullmatch(code) is not None


class Postcodes:
    """Every postcode of the authority, by outward code.

    Args:
        files: What `read_postcodes` made of each file, by outward code in capitals.
        attribution: Whose data this is; empty when nobody has to be named.
    """

    def __init__(self, files: Mapping[str, bytes], attribution: str = "") -> None:
        self._files = files
        self._opened: dict[str, dict[str, tuple[float, float, str]]] = {}
        self.attribution = attribution

    @property
    def outward(self) -> tuple[str, ...]:
        """The outward codes that there are postcodes for."""
        return tuple(self._files)

    def within(self, outward: str) -> Mapping[str, tuple[float, float, str]]:
        """The postcodes of an outward code: a `PostcodePlace` as a plain tuple by the second half.

        There are none if it is not one of ours.
        """
        opened = self._opened.get(outward)
        if opened is None:
            data = self._files.get(outward)
            # Our own bytes, made in this file.
            opened = self._opened[outward] = marshal.loads(data) if data else {}  # noqa: S302
        return opened

    def place(self, postcode: str) -> PostcodePlace | None:
        """Where a postcode is, written as ``ZZ1 2AB``; None if it is not among ours."""
        outward, _, unit = postcode.partition(" ")
        found = self.within(outward).get(unit)
        return PostcodePlace(*found) if found else None

    def knows(self, postcode: str) -> bool:
        """Whether a postcode has an outward code of ours, so that it should be among them."""
        return postcode.partition(" ")[0] in self._files


def read_postcodes(text: str, path: str, outward: str) -> tuple[bytes, list[Problem]]:
    """Checks a file of postcodes.

    Args:
        text: The file.
        path: Its path in the project.
        outward: The outward code that it is named for, in capitals.

    Returns:
        The file for `Postcodes`, which is empty if there are problems; and the problems.
    """
    lines = text.split("\n")
    if lines[0].rstrip("\r") != HEADER:
        return b"", [
            Problem(
                path,
                1,
                1,
                Severity.ERROR,
                "bad-columns",
                "This file does not begin with the names of its columns.",
                f'Its first line is "{HEADER}". `local-offer places` writes these files.',
            )
        ]
    rows: dict[str, tuple[float, float, str]] = {}
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        line = line.rstrip("\r")
        if not line:
            continue
        match = _LINE.fullmatch(line)
        wrong = None if match else _bad_line(line)
        if match:
            latitude, longitude = float(match[3]), float(match[4])
            if match[1] != outward:
                wrong = _WrongCell(
                    0,
                    "wrong-outward-code",
                    f"{match[1]} {match[2]} does not belong in {path.rpartition('/')[2]}.",
                    f"Move the line to {match[1].lower()}.csv.",
                )
            elif match[2] in seen:
                wrong = _WrongCell(
                    0,
                    "duplicate-postcode",
                    f"{match[1]} {match[2]} is also on line {seen[match[2]]}.",
                    "Keep one of the two lines.",
                )
            elif abs(latitude) > 90 or abs(longitude) > 180:
                wrong = _bad_line(line)
            else:
                seen[match[2]] = number
                rows[match[2]] = (latitude, longitude, match[5])
        if wrong:
            column = len(",".join(line.split(",")[: wrong.cell])) + (2 if wrong.cell else 1)
            said = printable(wrong.message), printable(wrong.fix)
            problems.append(Problem(path, number, column, Severity.ERROR, wrong.code, *said))
    return (b"" if problems else marshal.dumps(rows)), problems


class _WrongCell(NamedTuple):
    cell: int
    code: str
    message: str
    fix: str


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _bad_line(line: str) -> _WrongCell:
    """What is wrong with a line that is not as `local-offer places` writes it."""
    cells = line.split(",")
    if len(cells) != 4:
        few_many = "few" if len(cells) < 4 else "many"
        return _WrongCell(
            0,
            "bad-row",
            f"This line has too {few_many} values: {len(cells)}, and not 4.",
            'Write it like "ZZ1 2AB,54.70120,2.31250,", with a comma at the end while the postcode is in use.',
        )
    return next(_bad_cells(cells))


def _bad_cells(cells: list[str]) -> Iterator[_WrongCell]:
    postcode, latitude, longitude, ended = cells
    normal = normalise_postcode(postcode)
    if normal is None:
        yield _WrongCell(
            0, "bad-postcode", f'"{_short(postcode)}" is not a full UK postcode.', 'Write it like "ZZ1 2AB".'
        )
    elif normal != postcode:
        yield _WrongCell(
            0,
            "bad-postcode",
            f'"{_short(postcode)}" is not written as postcodes are here.',
            f'Write it as "{normal}".',
        )
    for at, value in ((1, latitude), (2, longitude)):
        if not _NUMBER.fullmatch(value):
            yield _WrongCell(
                at,
                "not-a-number",
                f'"{_short(value)}" is not a number of degrees.',
                'Write it like "54.70120"; west is negative.',
            )
        elif abs(float(value)) > (most := 90 if at == 1 else 180):
            yield _WrongCell(
                at,
                "too-far",
                f"There is no place {value} degrees {'north' if at == 1 else 'east'}.",
                f"Write a number between -{most} and {most}.",
            )
        elif "." not in value:
            yield _WrongCell(
                at,
                "not-a-number",
                f'"{value}" has no decimals: it would be miles away.',
                'Write it like "54.70120".',
            )
    if ended and not _MONTH.fullmatch(ended):
        yield _WrongCell(
            3,
            "bad-month",
            f'"{_short(ended)}" is not a month.',
            'Write year and month, like "2015-06"; leave it empty while the postcode is in use.',
        )
    yield _WrongCell(0, "bad-row", "This line cannot be read.", 'Write it like "ZZ1 2AB,54.70120,2.31250,".')
