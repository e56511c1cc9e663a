"""The whole Local Offer of one council, complete and never changed: what everything downstream takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from generator.reading.areas import Areas
from generator.reading.card import Card
from generator.reading.postcodes import Postcodes
from generator.reading.web_addresses import AddressUse
from offer_schema import Authority, Comment, Organisation, PageFrontMatter, School, Service, Timeline
from offer_schema.entry import Location
from offer_schema.indicator import Indicator
from offer_schema.requirement import LocalRequirements
from offer_schema.vocabulary import AgeBand, Category, JargonTerm, Language, Need, Place, Word

Model = TypeVar("Model")


class Entries(Mapping[str, Model], Generic[Model]):
    """Entries by id, in the order of their ids; each is made when it is first asked for.

    Five thousand entries are seldom all wanted at once: a build after one change wants one.
    """

    __slots__ = ("_load", "_made", "_order")

    def __init__(self, ids: list[str], load: Callable[[str], Model]) -> None:
        self._order = dict.fromkeys(ids)
        self._load = load
        self._made: dict[str, Model] = {}

    def __getitem__(self, entry_id: str) -> Model:
        if entry_id not in self._order:
            raise KeyError(entry_id)
        made = self._made.get(entry_id)
        if made is None:
            made = self._made[entry_id] = self._load(entry_id)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._order


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the site uses, each under its id, in the order of their files."""

    needs: Mapping[str, Need]
    categories: Mapping[str, Category]
    places: Mapping[str, Place]
    age_bands: Mapping[str, AgeBand]
    access: Mapping[str, Word]
    languages: Mapping[str, Language]
    jargon: Mapping[str, JargonTerm]
    synonyms: tuple[tuple[str, ...], ...]

    def bands_of(self, youngest: int, oldest: int) -> tuple[str, ...]:
        """The bands of ages that a span of ages touches; none when it is not stated (below 0)."""
        if youngest < 0:
            return ()
        return tuple(
            band for band, ages in self.age_bands.items() if youngest <= ages.to and oldest >= ages.from_
        )

    def within(self, place: str) -> tuple[str, ...]:
        """A place with whatever it is part of: a ward, then its town. Nothing for an unknown place."""
        chain: dict[str, None] = {}
        while place in self.places and place not in chain:
            chain[place] = None
            place = self.places[place].part_of or ""
        return tuple(chain)


@dataclass(frozen=True, slots=True)
class Guide:
    """A Markdown page with what it says about itself.

    Attributes:
        id: Its path below ``content/pages`` without the ending: ``guides/sendiass``.
        path: The file in the project.
        about: The front matter.
    """

    id: str
    path: str
    about: PageFrontMatter


@dataclass(frozen=True, slots=True)
class Offer:
    """One council's Local Offer.

    Attributes:
        authority: The council.
        vocabulary: The site's words.
        services: Services by id.
        schools: Schools and settings by id.
        organisations: Organisations by id.
        comments: Comments by id.
        timelines: Timelines by id.
        indicators: How the council is doing, by id; empty without ``content/indicators.yml``.
        local_requirements: What the council put right in the law's requirements, or added.
        guides: Guides by id.
        cards: Every service, school and organisation in brief, by kind and id.
        areas: The outline of the authority and its wards, for the map.
        text_words: The words of the longer texts of each entry and guide, by kind and id.
        postcodes: Where the postcodes of this authority are; empty until they are imported.
        addresses: Every use of an address of another website, in the order of files and lines.
    """

    authority: Authority
    vocabulary: Vocabulary
    services: Mapping[str, Service]
    schools: Mapping[str, School]
    organisations: Mapping[str, Organisation]
    comments: Mapping[str, Comment]
    timelines: Mapping[str, Timeline]
    indicators: Mapping[str, Indicator]
    local_requirements: LocalRequirements
    guides: Mapping[str, Guide]
    cards: Mapping[tuple[str, str], Card]
    areas: Areas
    text_words: Mapping[tuple[str, str], tuple[str, ...]]
    postcodes: Postcodes
    addresses: Iterable[AddressUse]

    def points_of(self, card: Card) -> tuple[tuple[float, float], ...]:
        """Where an entry is, as latitudes and longitudes that may be published.

        A place that gives none itself is taken to be where its postcode is.

        Args:
            card: The entry's card.
        """
        found = (self.postcodes.place(postcode) for postcode in card.postcodes_to_find)
        return card.points + tuple((place.latitude, place.longitude) for place in found if place)

    def point_of(self, location: Location) -> tuple[float, float] | None:
        """The latitude and longitude of one location as `points_of` has them; None if it may not be shown."""
        shown = location.published()
        if shown.latitude is not None and shown.longitude is not None:
            return shown.latitude, shown.longitude
        place = self.postcodes.place(shown.postcode) if shown.postcode else None
        return (place.latitude, place.longitude) if place else None

    def entry(self, kind: str, entry_id: str) -> Any:
        """The service, school or organisation of that id.

        Raises:
            KeyError: There is none.
        """
        shelf: Mapping[str, Any] = {
            "service": self.services,
            "school": self.schools,
            "organisation": self.organisations,
        }[kind]
        return shelf[entry_id]
