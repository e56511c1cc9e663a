"""Makes up organisations, services, schools, places and guides that look like real ones.

Telephone numbers are of the ranges that Ofcom keeps for drama, web addresses are of
example.org and postcodes of the unused area ZZ: none belongs to anybody.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from benchmarks.prose import Prose
from benchmarks.yaml_text import to_yaml
from offer_schema.sen_report import SenReport

LAST_CHECK = datetime.date(2026, 10, 31)
"""The newest date in the entries, so that none is ever in the future."""

Entry = dict[str, Any]
"""The answers of one entry by their keys, in the order of the file."""

_PHONES = (
    "01632 960{:03}", "01632 960{:03}", "0113 496 0{:03}", "0114 496 0{:03}", "0191 498 0{:03}",
    "0116 496 0{:03}", "0117 496 0{:03}", "0118 496 0{:03}", "0121 496 0{:03}", "0131 496 0{:03}",
    "0141 496 0{:03}", "0151 496 0{:03}", "0161 496 0{:03}", "020 7946 0{:03}", "0808 157 0{:03}",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AGES = (
    (0, 4), (0, 5), (0, 18), (0, 25), (3, 11), (4, 11), (5, 11), (5, 16), (8, 18), (11, 16), (11, 18),
    (11, 25), (14, 25), (16, 18), (16, 25), (18, 25),
)  # fmt: skip
_AUDIENCES = ("children", "young-people", "parents-carers", "siblings", "professionals")
_LEVELS = ("universal", "targeted", "targeted", "specialist")
_ROUTES = (
    "self-referral", "book", "drop-in", "school", "gp", "health-professional", "social-worker", "council",
    "membership",
)  # fmt: skip
_UNITS = ("session", "hour", "half-day", "day", "week", "month", "term", "year", "visit", "course")
_COVERS = ("authority-wide", "authority-wide", "online", "phone", "at-home", "out-of-area", "national")
_FORMATS = ("easy-read", "large-print", "bsl-video", "audio", "braille", "translation", "symbols")
_ROLES = ("Club leader", "Manager", "Reception", "Co-ordinator", "Team administrator", "Duty worker")
_BODIES = ("Trust", "Project", "Community Group", "Centre", "Association", "Team", "Partnership", "Forum")
_KINDS = ("charity", "charity", "community-group", "business", "nhs", "council", "school-or-college")
_WHAT = (
    "Swim Club", "Youth Club", "Play Group", "Support Group", "Music Sessions", "Drama Group", "Advice Line",
    "Therapy Team", "Saturday Club", "Holiday Club", "Sports Sessions", "Short Breaks", "Toy Library",
    "Family Support", "Sensory Room", "Mentoring", "Travel Training", "Art Workshop", "Riding Group",
    "Clinic",
)  # fmt: skip
_SCHOOLS = (
    ("community-school", "primary", "Primary School", (4, 11)),
    ("academy-converter", "primary", "Academy", (4, 11)),
    ("voluntary-aided-school", "primary", "Church Primary School", (4, 11)),
    ("academy-converter", "secondary", "High School", (11, 18)),
    ("community-school", "secondary", "School", (11, 16)),
    ("community-special-school", "not-applicable", "Special School", (2, 19)),
    ("nursery-school", "nursery", "Nursery School", (2, 5)),
    ("early-years-setting", "nursery", "Pre-school", (0, 5)),
    ("further-education-college", "16-plus", "College", (16, 25)),
)


def slug(name: str) -> str:
    """Makes an id from a name."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:70].rstrip("-")


class MadeUp:
    """Makes up the entries of one project.

    Args:
        seed: What everything is drawn from.
        words: The ids in each vocabulary: categories, needs, access and languages.
        owners: The ids of the teams that keep entries true.

    Attributes:
        places: The towns and wards by id.
        organisations: The ids of the organisations written so far.
    """

    def __init__(self, seed: int, words: Mapping[str, Sequence[str]], owners: Sequence[str]) -> None:
        self._random = Random(seed)
        self._prose = Prose(self._random)
        self._words, self._owners = words, owners
        self._taken: set[str] = set()
        self.places = self._made_up_places()
        self.organisations: list[str] = []

    # --- Choices ---------------------------------------------------------------------

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _some(self, words: Sequence[str], most: int) -> list[str]:
        """From one to `most` of `words`, the first ones more often, none twice."""
        weights = [1 / (rank + 2) for rank in range(len(words))]
        chosen = self._random.choices(words, weights, k=self._random.randint(1, most))
        return list(dict.fromkeys(chosen))

    def _one(self, words: Sequence[str]) -> str:
        return self._some(words, 1)[0]

    def _number(self, length: int) -> str:
        return str(self._random.randrange(10 ** (length - 1), 10**length))

    def _day(self, days: int = 730) -> str:
        return str(LAST_CHECK - datetime.timedelta(self._random.randrange(days)))

    def _answers(self, **questions: tuple[float, Callable[[], object]]) -> Entry:
        """Answers each question as often as its share says."""
        return {key: make() for key, (share, make) in questions.items() if self._chance(share)}

    def _id(self, name: str) -> str:
        chosen = slug(name)
        count = 1
        while chosen in self._taken:
            count += 1
            chosen = f"{slug(name)}-{count}"
        self._taken.add(chosen)
        return chosen

    # --- Parts -----------------------------------------------------------------------

    def _made_up_places(self) -> dict[str, Entry]:
        places: dict[str, Entry] = {}
        while len(places) < 40:
            name = f"{next(self._prose.names)}{self._random.choice(('', ' Green', ' Quay', ' End'))}"
            place: Entry = {"name": name}
            if len(places) >= 37:
                place["kind"] = "neighbour"
            elif len(places) >= 16:
                place |= {"kind": "ward", "part_of": self._random.choice(list(places)[:16])}
            places.setdefault(slug(name), place)
        return places

    def _phone(self) -> str:
        return self._random.choice(_PHONES).format(self._random.randrange(1000))

    def _website(self) -> str:
        return f"https://www.{next(self._prose.nouns)}-{next(self._prose.nouns)}.example.org"

    def _contact(self) -> Entry:
        website = self._website()
        contact = self._answers(
            role=(0.6, lambda: self._random.choice(_ROLES)),
            phone=(0.9, self._phone),
            text_phone=(0.1, lambda: f"07700 900{self._random.randrange(1000):03}"),
            email=(0.8, lambda: f"{next(self._prose.nouns)}@{website.removeprefix('https://www.')}"),
            website=(0.7, lambda: f"{website}/{next(self._prose.nouns)}"),
            hours=(0.4, lambda: "Monday to Friday, 9am to 4pm, in term time"),
        )
        if "phone" not in contact and "email" not in contact:
            contact["website"] = website
        return contact

    def _coordinates(self) -> Entry:
        return {
            "latitude": round(self._random.uniform(54.5, 54.9), 5),
            "longitude": round(self._random.uniform(2.0, 2.6), 5),
        }

    def _location(self) -> Entry:
        place_id = self._one(list(self.places))
        place = self.places[place_id]
        area: Entry = {"town": self.places[place.get("part_of", place_id)]["name"], "place": place_id}
        access = self._answers(access=(0.7, lambda: self._some(self._words["access"], 6)))
        if self._chance(0.02):
            return area | access | {"withheld": True}
        return {
            **self._answers(
                name=(0.7, lambda: f"{next(self._prose.names)} {self._random.choice(_BODIES)}"),
                address=(0.95, self._address),
            ),
            "town": area["town"],
            "postcode": self._postcode(),
            "place": place_id,
            **(self._coordinates() if self._chance(0.5) else {}),
            **self._answers(uprn=(0.3, lambda: self._number(12))),
            **access,
            **self._answers(
                access_notes=(0.4, lambda: self._prose.short(150)),
                travel=(0.5, lambda: self._prose.short(150)),
            ),
        }

    def _address(self) -> str:
        road = self._random.choice(("Street", "Road", "Lane", "Avenue", "Close"))
        return f"{self._random.randint(1, 240)} {next(self._prose.names)} {road}"

    def _postcode(self) -> str:
        letters = "".join(self._random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
        return f"ZZ{self._random.randint(1, 9)} {self._random.randint(1, 9)}{letters}"

    def _locations(self) -> list[Entry]:
        count = self._random.choices((1, 2, 3), (85, 12, 3))[0]
        return [self._location() for _ in range(count)]

    def _session(self) -> Entry:
        hour = self._random.randint(8, 18)
        first = self._random.randrange(7)
        days = list(_DAYS[first : first + self._random.choice((1, 1, 1, 2, 5))])
        return {
            "days": days,
            "opens": f"{hour:02}:{self._random.choice(('00', '15', '30'))}",
            "closes": f"{hour + self._random.randint(1, 5):02}:{self._random.choice(('00', '30'))}",
            **self._answers(
                when=(0.7, lambda: self._random.choice(("all-year", "term-time", "holidays"))),
                note=(0.2, lambda: self._prose.short(80)),
            ),
        }

    def _times(self) -> list[Entry]:
        return [self._session() for _ in range(self._random.randint(1, 4))]

    def _cost(self) -> object:
        if self._chance(0.45):
            return "free"
        people = self._random.sample(("Child", "Adult", "Family", "Carer", "Member", "Under 5"), 3)
        options = [
            {
                "for": person,
                "amount": f"{self._random.randint(0, 60)}.{self._random.choice(('00', '50', '95'))}",
                "per": self._random.choice(_UNITS),
                **self._answers(note=(0.2, lambda: self._prose.short(60))),
            }
            for person in people[: self._random.randint(1, 3)]
        ]
        return {"options": options, **self._answers(note=(0.3, lambda: self._prose.short(150)))}

    def _referral(self) -> Entry:
        return {
            "routes": self._some(_ROUTES, 3),
            **self._answers(
                how=(0.8, lambda: self._prose.short(220)),
                wait=(0.3, lambda: f"About {self._random.randint(2, 60)} weeks in October 2026"),
            ),
        }

    def _area(self) -> Entry:
        return {
            "covers": self._some(_COVERS, 2),
            **self._answers(places=(0.4, lambda: self._some(list(self.places), 6))),
        }

    def _ages(self) -> Entry:
        youngest, oldest = self._random.choice(_AGES)
        return {"from": youngest, "to": oldest}

    def _links(self) -> list[Entry]:
        return [
            {"title": self._prose.title(), "url": f"{self._website()}/{next(self._prose.nouns)}"}
            for _ in range(self._random.randint(1, 3))
        ]

    def _complaints(self) -> object:
        how = self._prose.short(200)
        return how if self._chance(0.5) else {"how": how, "url": f"{self._website()}/complaints"}

    def _status(self) -> object:
        return {
            "state": "temporarily-closed",
            "reason": self._prose.short(100),
            "from": self._day(60),
            "until": "2027-01-05",
        }

    def _description(self, least: int = 60, most: int = 175) -> str:
        return self._prose.markdown(int(self._random.triangular(least, most, (least + most) / 2.6)) - 8)

    def _upkeep(self) -> Entry:
        """The answers at the end of every entry."""
        return self._answers(
            keywords=(0.3, lambda: [next(self._prose.nouns) for _ in range(3)]),
            status=(0.04, self._status),
            checked=(0.95, self._day),
            review_every=(0.2, lambda: self._random.choice(("3 months", "6 months", "2 years"))),
            owner=(0.8, lambda: self._one(self._owners)),
        )

    # --- Entries ---------------------------------------------------------------------

    def organisation(self) -> tuple[str, Entry]:
        """Makes up an organisation: its id and its answers."""
        name = (
            f"{next(self._prose.names)} {next(self._prose.nouns).capitalize()} {self._random.choice(_BODIES)}"
        )
        chosen = self._id(name)
        self.organisations.append(chosen)
        kind = self._random.choice(_KINDS)
        return chosen, {
            "name": name,
            "kind": kind,
            **self._answers(
                summary=(0.8, lambda: self._prose.short(180)),
                description=(0.8, self._description),
            ),
            **({"identifiers": [{"scheme": "GB-CHC", "id": self._number(7)}]} if kind == "charity" else {}),
            "contact": self._contact(),
            **self._answers(
                locations=(0.6, lambda: [self._location()]),
                links=(0.4, self._links),
                complaints=(0.3, self._complaints),
                sensitive=(0.02, lambda: True),
            ),
            **self._upkeep(),
        }

    def service(self) -> tuple[str, Entry]:
        """Makes up a service: its id and its answers."""
        name = (
            f"{next(self._prose.names)} {next(self._prose.nouns).capitalize()} {self._random.choice(_WHAT)}"
        )
        settled = self._chance(2 / 3)
        return self._id(name), {
            "name": name,
            **self._answers(
                organisation=(0.95, lambda: self._one(self.organisations)),
                summary=(0.95, lambda: self._prose.short(190)),
                description=(0.97, self._description),
            ),
            "categories": self._some(self._words["categories"], 3),
            **self._answers(
                needs=(0.6, lambda: self._some(self._words["needs"], 4)),
                ages=(0.85, self._ages),
                audience=(0.8, lambda: self._some(_AUDIENCES, 3)),
                level=(0.7, lambda: self._random.choice(_LEVELS)),
                eligibility=(0.5, lambda: self._prose.short(250)),
                ehc_plan=(
                    0.6,
                    lambda: self._random.choice(("needed", "not-needed", "not-needed", "either")),
                ),
                referral=(0.7, self._referral),
                cost=(0.85, self._cost),
                contact=(0.97 if settled else 1, self._contact),
                locations=(1 if settled else 0, self._locations),
                area=(0.15 if settled else 0.9, self._area),
                times=(0.65, self._times),
                languages=(0.15, lambda: self._some(self._words["languages"], 3)),
                formats=(0.2, lambda: self._some(_FORMATS, 3)),
                links=(0.4, self._links),
                complaints=(0.3, self._complaints),
                sensitive=(0.02, lambda: True),
            ),
            **self._upkeep(),
        }

    def _answer(self) -> Entry:
        return {
            "text": self._description(25, 90),
            **self._answers(links=(0.15, self._links), checked=(0.1, lambda: self._day(300))),
        }

    def _sen_report(self) -> Entry:
        share = self._random.choice((0.3, 0.9, 0.95, 1))
        return {
            "year": "2026 to 2027",
            "reviewed": self._day(500),
            "approved_by": "The governing body",
            "url": f"{self._website()}/sen-report",
            "senco": {"role": "SENCO", "phone": self._phone(), "email": "senco@school.example.org"},
            "senco_name": f"A. {next(self._prose.names)}",
            "accessibility_plan": {"title": "Accessibility plan", "url": f"{self._website()}/plan"},
            "accessibility_plan_date": self._day(900),
            **self._answers(**dict.fromkeys(SenReport.questions(), (share, self._answer))),
        }

    def school(self) -> tuple[str, Entry]:
        """Makes up a school: its id and its answers."""
        kind, phase, ending, (youngest, oldest) = self._random.choice(_SCHOOLS)
        name = f"{next(self._prose.names)} {ending}"
        pupils = self._random.randint(30, 1200)
        return self._id(name), {
            "name": name,
            **self._answers(
                organisation=(0.3, lambda: self._one(self.organisations)),
                summary=(0.8, lambda: self._prose.short(180)),
                description=(0.8, self._description),
            ),
            "urn": self._number(6),
            "dfe_number": f"{self._number(3)}/{self._number(4)}",
            "ukprn": self._number(8),
            "type": kind,
            "phase": phase,
            "ages": {"from": youngest, "to": oldest},
            **(self._elsewhere() if self._chance(0.06) else {}),
            **self._answers(
                section_41=(0.03, lambda: True),
                needs=(0.3, lambda: self._some(self._words["needs"], 4)),
                resourced_provision=(0.15, self._resourced_provision),
                gender=(0.8, lambda: "mixed"),
                religion=(0.2, lambda: "Church of England"),
                boarding=(0.1, lambda: False),
                nursery_classes=(0.3, lambda: True),
                sixth_form=(0.3, lambda: oldest >= 18),
            ),
            "capacity": pupils + self._random.randint(0, 200),
            "pupils": pupils,
            "contact": self._contact(),
            "locations": [self._location()],
            **self._answers(
                sen_report=(0.67, self._sen_report),
                links=(0.4, self._links),
                complaints=(0.3, self._complaints),
            ),
            **self._upkeep(),
        }

    def _elsewhere(self) -> Entry:
        return {"authority": f"{next(self._prose.names)} Council", "out_of_area": True}

    def _resourced_provision(self) -> list[Entry]:
        places = self._random.randint(6, 30)
        return [
            {
                "kind": self._random.choice(("unit", "resourced-provision")),
                "name": f"The {next(self._prose.nouns).capitalize()}",
                "needs": self._some(self._words["needs"], 2),
                "places": places,
                "on_roll": self._random.randint(5, places),
                "description": self._prose.short(200),
            }
        ]

    def guide(self, title: str, section: str) -> str:
        """Makes up a guide: front matter and Markdown."""
        front = to_yaml(
            {"title": title, "summary": self._prose.short(150), "section": section, "checked": self._day(90)}
        )
        return (
            f"---\n{front}---\n\n{self._description()}\n\n## {self._prose.title()}\n\n{self._description()}\n"
        )
