"""Schools from the Department for Education's register, Get Information About Schools (GIAS).

The file is the register's own CSV ("all establishment data"). The names of head
teachers are never read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.exchange.draft import Draft, Skipped
from generator.exchange.osgb import is_on_grid, to_wgs84
from generator.exchange.result import ImportStopped
from generator.exchange.spreadsheet import with_leading_zero
from generator.exchange.table import Row, Table
from generator.reading.offer import Offer
from generator.reading.yaml_source import Path as Way
from offer_schema.field_types import OLDEST, YOUNGEST, slug
from offer_schema.setting_types import SETTING_TYPE_BY_GIAS_CODE

NAME = "gias"
"""The name under which the import remembers what it did."""

OPEN_STATUSES = ("1", "3")
"""GIAS' codes for "Open" and "Open, but proposed to close"."""

_NEEDED = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "EstablishmentStatus (code)",
)
COLUMNS = frozenset(
    {
        *_NEEDED,
        *("EstablishmentNumber", "EstablishmentStatus (name)", "TypeOfEstablishment (name)", "UKPRN", "UPRN"),
        *("PhaseOfEducation (code)", "StatutoryLowAge", "StatutoryHighAge", "Section41Approved (name)"),
        *(f"SEN{number} (name)" for number in range(1, 14)),
        *("TypeOfResourcedProvision (name)", "ResourcedProvisionOnRoll", "ResourcedProvisionCapacity"),
        *(
            "SenUnitOnRoll",
            "SenUnitCapacity",
            "Gender (code)",
            "ReligiousCharacter (name)",
            "Boarders (name)",
        ),
        *("NurseryProvision (name)", "OfficialSixthForm (name)", "SchoolCapacity", "NumberOfPupils"),
        *("TelephoneNum", "SchoolWebsite", "Street", "Locality", "Address3", "Town", "Postcode"),
        *("GSSLACode (name)", "Easting", "Northing"),
    }
)
"""The columns that are read, of about 140."""

_PHASES = {
    "0": "not-applicable",
    "1": "nursery",
    "2": "primary",
    "3": "middle-primary",
    "4": "secondary",
    "5": "middle-secondary",
    "6": "16-plus",
    "7": "all-through",
}
_GENDERS = {"1": "boys", "2": "girls", "3": "mixed"}
_NO_RELIGION = frozenset({"does not apply", "none", "not applicable"})
_PROVISION = {
    "resourced provision": "resourced-provision",
    "sen unit": "unit",
    "resourced provision and sen unit": "both",
}
# What the register's code is called in the school census, where the two differ.
_CENSUS_CODES = {"OTHER": "OTH"}
_NOT_A_KIND = frozenset({"not applicable", "not recorded", "none"})


def drafts(
    table: Table, offer: Offer, authority: str | None, include: Sequence[str]
) -> Iterator[Draft | Skipped]:
    """The open schools of one authority, and those asked for from elsewhere.

    Args:
        table: GIAS' file.
        offer: The project.
        authority: The authority by name, code or GSS code; the project's own if None.
        include: URNs of schools outside the area that are wanted too.

    Raises:
        ImportStopped: The file is not GIAS' own, or has no such authority.
    """
    missing = [column for column in _NEEDED if column not in table.columns]
    if missing:
        raise ImportStopped(
            f'This is not the CSV of Get Information About Schools: it has no column "{missing[0]}". '
            'Download "All establishment data" from get-information-schools.service.gov.uk.'
        )
    wanted = _authority_code(table, offer, authority)
    absent = set(include) - {row.cells.get("URN", "") for row in table.rows}
    if absent:
        raise ImportStopped(f"The file has no school with the URN {', '.join(sorted(absent))}.")
    codes = {need.code.upper(): key for key, need in offer.vocabulary.needs.items() if need.code}
    for row in table.rows:
        ours = row.cells.get("LA (code)") == wanted
        status = row.cells.get("EstablishmentStatus (code)", "")
        if not ours and row.cells.get("URN") not in include:
            yield Skipped(row.number, f"It is in {row.cells.get('LA (name)', 'another area')}.")
        elif status not in OPEN_STATUSES:
            yield Skipped(
                row.number, f"It is {row.cells.get('EstablishmentStatus (name)', 'not open').lower()}."
            )
        else:
            yield _SchoolReader(row, codes).draft(out_of_area=not ours)


def _authority_code(table: Table, offer: Offer, authority: str | None) -> str:
    """The code of the authority that is meant."""
    known: dict[str, tuple[str, set[str]]] = {}
    for row in table.rows:
        code = row.cells.get("LA (code)", "")
        name = row.cells.get("LA (name)", "")
        gss = row.cells.get("GSSLACode (name)", "")
        known.setdefault(code, (name, set()))[1].add(gss.lower())
    about = offer.authority
    asked = [authority] if authority else [about.gss, about.name, about.short_name or ""]
    for text in asked:
        for code, (name, gss_codes) in known.items():
            if text and (text == code or text.lower() in gss_codes or _area(text) == _area(name)):
                return code
    listed = ", ".join(
        f"{name} ({code})" for code, (name, _) in sorted(known.items(), key=lambda item: item[1][0])
    )
    raise ImportStopped(
        f'The file has no schools of "{asked[0] if authority else about.name}". It has: {listed}. '
        "Name one of them with --authority."
    )


def _area(name: str) -> str:
    """A council's name without what kind of council it is."""
    kinds = r"\b(the|london borough of|royal borough of|borough of|city of|county of|metropolitan|district|borough|county|city|council)\b"
    return " ".join(re.sub(kinds, " ", name.lower()).split()) or name.lower()


class _SchoolReader:
    """Reads one school."""

    def __init__(self, row: Row, need_codes: dict[str, str]) -> None:
        self._cells, self._need_codes = row.cells, need_codes
        self._draft = Draft((row.number,))
        self._draft.key = self._cell("URN")

    def _cell(self, column: str) -> str:
        return " ".join(self._cells.get(column, "").split())

    def _set(self, steps: Way, column: str, value: Any) -> None:
        if value not in ("", None, []):
            self._draft.set(steps, value, column, self._cell(column))

    def draft(self, *, out_of_area: bool) -> Draft:
        """The draft of the school."""
        self._names()
        self._type()
        self._set(("phase",), "PhaseOfEducation (code)", _PHASES.get(self._cell("PhaseOfEducation (code)")))
        self._ages()
        if out_of_area:
            self._set(("authority",), "LA (name)", self._cell("LA (name)"))
            self._set(("out_of_area",), "LA (name)", "yes")
        self._support()
        self._about()
        self._contact()
        self._location()
        return self._draft

    def _names(self) -> None:
        name, town, urn = self._cell("EstablishmentName"), self._cell("Town"), self._cell("URN")
        if not name or not urn:
            self._draft.refusal = self._draft.note(
                "EstablishmentName", name, "The name or the URN is missing."
            )
        self._draft.ids = (slug(name), slug(f"{name} {town}"), slug(f"{name} {urn}"))
        self._set(("name",), "EstablishmentName", name)
        self._set(("urn",), "URN", urn)
        number = self._cell("EstablishmentNumber")
        if number:
            self._set(("dfe_number",), "EstablishmentNumber", f"{self._cell('LA (code)')}/{number.zfill(4)}")
        self._set(("ukprn",), "UKPRN", self._cell("UKPRN"))

    def _type(self) -> None:
        code = self._cell("TypeOfEstablishment (code)")
        setting = SETTING_TYPE_BY_GIAS_CODE.get(int(code)) if code.isdigit() else None
        if setting is None and self._draft.refusal is None:
            self._draft.refusal = self._draft.note(
                "TypeOfEstablishment (code)",
                code,
                f'GIAS\' type "{self._cell("TypeOfEstablishment (name)") or code}" is not known here.',
                "Tell the maintainers: the types are in offer_schema/setting_types.py.",
            )
        self._set(("type",), "TypeOfEstablishment (code)", setting)

    def _ages(self) -> None:
        for column, end in (("StatutoryLowAge", "from"), ("StatutoryHighAge", "to")):
            text = self._cell(column)
            if not text.isdigit():
                continue
            age = min(max(int(text), YOUNGEST), OLDEST)
            if age != int(text):
                message = f"The age {text} is outside {YOUNGEST} to {OLDEST}, so {age} was taken."
                self._draft.notes.append(self._draft.note(column, text, message))
            self._set(("ages", end), column, str(age))

    # --- Special educational needs ---------------------------------------------------------------

    def _support(self) -> None:
        if self._cell("Section41Approved (name)").lower() == "approved":
            self._set(("section_41",), "Section41Approved (name)", "yes")
        needs = self._needs()
        kind = _PROVISION.get(self._cell("TypeOfResourcedProvision (name)").lower())
        if kind is None:
            self._set(("needs",), "SEN1 (name)", needs)
            return
        provisions = [kind]
        if kind == "both" and (self._cell("SenUnitCapacity") or self._cell("SenUnitOnRoll")):
            provisions = ["resourced-provision", "unit"]
        for place, each in enumerate(provisions):
            way: Way = ("resourced_provision", place)
            prefix = "SenUnit" if each == "unit" else "ResourcedProvision"
            self._set((*way, "kind"), "TypeOfResourcedProvision (name)", each)
            self._set((*way, "needs"), "SEN1 (name)", needs)
            self._set((*way, "places"), f"{prefix}Capacity", self._cell(f"{prefix}Capacity"))
            self._set((*way, "on_roll"), f"{prefix}OnRoll", self._cell(f"{prefix}OnRoll"))

    def _needs(self) -> list[str]:
        needs = []
        for number in range(1, 14):
            column = f"SEN{number} (name)"
            text = self._cell(column)
            if not text or text.lower() in _NOT_A_KIND:
                continue
            code = text.partition(" ")[0].strip("-").upper()
            meant = self._need_codes.get(_CENSUS_CODES.get(code, code))
            if meant is None:
                self._draft.leave_out(
                    column,
                    text,
                    f'No need in content/vocabulary/needs.yml has the code "{code}".',
                    "Add it there.",
                )
            elif meant not in needs:
                needs.append(meant)
        return needs

    # --- The rest ----------------------------------------------------------------------------------

    def _about(self) -> None:
        self._set(("gender",), "Gender (code)", _GENDERS.get(self._cell("Gender (code)")))
        religion = self._cell("ReligiousCharacter (name)")
        if religion.lower() not in _NO_RELIGION:
            self._set(("religion",), "ReligiousCharacter (name)", religion)
        for field, column, yes, no in (
            (
                "boarding",
                "Boarders (name)",
                ("boarding school", "children's home", "college / fe"),
                ("no boarders",),
            ),
            ("nursery_classes", "NurseryProvision (name)", ("has nursery classes",), ("no nursery classes",)),
            (
                "sixth_form",
                "OfficialSixthForm (name)",
                ("has a sixth form",),
                ("does not have a sixth form",),
            ),
        ):
            text = self._cell(column).lower()
            answer = "yes" if text.startswith(yes) else "no" if text.startswith(no) else None
            self._set((field,), column, answer)
        self._set(("capacity",), "SchoolCapacity", self._cell("SchoolCapacity"))
        self._set(("pupils",), "NumberOfPupils", self._cell("NumberOfPupils"))

    def _contact(self) -> None:
        self._set(("contact", "phone"), "TelephoneNum", with_leading_zero(self._cell("TelephoneNum")))
        website = self._cell("SchoolWebsite")
        if website and "://" not in website:
            website = f"https://{website}"
        self._set(("contact", "website"), "SchoolWebsite", website)

    def _location(self) -> None:
        way: Way = ("locations", 0)
        lines = [self._cell(column) for column in ("Street", "Locality", "Address3")]
        self._set((*way, "address"), "Street", ", ".join(filter(None, lines)))
        for key, column in (("town", "Town"), ("postcode", "Postcode")):
            self._set((*way, key), column, self._cell(column))
        easting, northing = self._cell("Easting"), self._cell("Northing")
        if easting.isdigit() and northing.isdigit() and is_on_grid(int(easting), int(northing)):
            latitude, longitude = to_wgs84(int(easting), int(northing))
            self._set((*way, "latitude"), "Northing", f"{latitude:.5f}")
            self._set((*way, "longitude"), "Easting", f"{longitude:.5f}")
        self._uprn(way)

    def _uprn(self, way: Way) -> None:
        text = self._cell("UPRN")
        if "E+" in text.upper():
            self._draft.leave_out(
                "UPRN",
                text,
                f'A spreadsheet program has turned the UPRN into "{text}".',
                "Import the file as it was downloaded, without opening it in Excel.",
            )
        elif text not in ("", "0"):
            self._set((*way, "uprn"), "UPRN", text)
