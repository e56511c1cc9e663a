"""What the last build wrote and from what: the memory that makes the next build small."""

from typing import Any, NamedTuple

from generator.site.browsing import Listing
from generator.site.linking import Key

Stamp = tuple[int, int]


class EntryRecord(NamedTuple):
    """What an entry's page was made from.

    Attributes:
        stamp: The file's modification time and size.
        digest: A hash of its card.
        state: Its freshness state.
        outdated: What of a school's SEN information report was out of date on that day.
    """

    stamp: Stamp
    digest: bytes
    state: str
    outdated: tuple[str, ...] = ()


class Manifest(NamedTuple):
    """One build.

    Attributes:
        today: The day of the build (ISO): states change with the day.
        entries: What each entry's page was made from.
        counts: How many entries stood on each list.
        list_pages: The address of every page of a list.
        others: Every other file, relative to the site.
        site: The fingerprint of the site's folders after the build.
        guides: The stamps and states of guides, timelines, comments and figures.
        shells: A hash of the shells that the pages were stamped with.
        officers: A hash of what the officers' area shows besides the content, or "" without one.
    """

    today: str
    entries: dict[Key, EntryRecord]
    counts: dict[Listing, int]
    list_pages: tuple[str, ...]
    others: frozenset[str]
    site: tuple[tuple[int, int], ...] | None
    guides: tuple[tuple[str, Stamp, str], ...]
    shells: str
    officers: str = ""

    def plain(self) -> tuple[Any, ...]:
        """The same in exact tuples and dictionaries, for the cache."""
        entries = {key: tuple(record) for key, record in self.entries.items()}
        counts = {tuple(listing): count for listing, count in self.counts.items()}
        return tuple(self._replace(entries=entries, counts=counts))  # type: ignore[arg-type]

    @staticmethod
    def from_plain(values: tuple[Any, ...] | None) -> "Manifest | None":
        """What `plain` made, as it was; None stays None."""
        if values is None:
            return None
        found = Manifest._make(values)
        return found._replace(
            entries={key: EntryRecord._make(record) for key, record in found.entries.items()},
            counts={Listing._make(listing): count for listing, count in found.counts.items()},
        )
