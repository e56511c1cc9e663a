"""Writes every page that is not a MkDocs page: entries and lists, on all cores, only what changed.

What an entry's page shows comes from its own file, from the cards that it links to, and
from what is the same for all pages (the shell, the templates, the vocabularies, the
council). A manifest of the last build remembers these; a page is written again when one
of them differs. Nothing here grows faster than the number of entries.
"""

import gc
import os
import signal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.reading.card import Card
from generator.reports.schools import has_page
from generator.site import addresses
from generator.site.browsing import Browsing, Listing, Page, pages_of
from generator.site.fragments import Fragments
from generator.site.linking import Key, Links
from generator.site.output import write_file, write_page
from generator.site.shell import Shell

PARALLEL_FROM = 150
"""How many pages make a second process worth its start."""


class Stamper:
    """Writes stamped pages into a folder.

    Args:
        fragments: Makes the slots of a page.
        shells: The shell for pages of each depth.
        cards: Every card.
        links: What each entry's page shows of others.
        folder: Where to write.
    """

    def __init__(
        self,
        fragments: Fragments,
        shells: Mapping[int, Shell],
        cards: Mapping[Key, Card],
        links: Mapping[Key, Links],
        folder: str,
    ) -> None:
        self.fragments, self.shells, self.cards, self.links = fragments, shells, cards, links
        self.folder = folder

    def write(self, address: str, slots: Mapping[str, str]) -> None:
        """Stamps one page and writes it."""
        write_page(self.folder, address, self.shells[addresses.depth(address)].stamp(slots))

    def entry_slots(self, key: Key) -> Mapping[str, str]:
        """The slots of an entry's page."""
        return self.fragments.entry(self.cards[key], self.links[key])

    def write_report(self, key: Key) -> None:
        """Writes the page of a school's SEN information report, if the school has one, below its own page."""
        if has_page(card := self.cards[key]):
            self.write(addresses.sen_report(key[1]), self.fragments.sen_report(card))

    def write_calendar(self, key: Key) -> None:
        """Writes the calendar file of a service that has one, beside its page."""
        if key[0] == "service" and (text := self.fragments.views.calendar(self.cards[key])):
            write_file(self.folder, addresses.calendar(key[1]), text)

    def stamp(
        self, entries: Sequence[Key], lists: Mapping[Listing, list[Card]], counts: Mapping[Listing, int]
    ) -> None:
        """Writes the pages of these entries and of these lists, in several processes when there are many."""
        for folder in addresses.FOLDERS.values():
            os.makedirs(f"{self.folder}/{folder}", exist_ok=True)
        jobs: list[_Job] = [
            _Job((), tuple(page for listing, cards in part for page in pages_of(listing, cards)))
            for part in _by_facet(lists)
        ]
        jobs += [_Job(tuple(entries[at : at + 60]), ()) for at in range(0, len(entries), 60)]
        work = len(entries) + sum(len(job.pages) for job in jobs)
        processes = min(os.cpu_count() or 1, 8)
        if work < PARALLEL_FROM or processes < 2 or not hasattr(os, "fork"):
            for job in jobs:
                self._do(job, counts)
            return
        import multiprocessing  # which a build after one change has no use for

        _shared.clear()
        _shared.append((self, counts))
        gc.collect()
        gc.freeze()
        try:
            with multiprocessing.get_context("fork").Pool(processes, _ignore_interrupt) as pool:
                for _ in pool.imap_unordered(_do_shared, jobs):
                    pass
        finally:
            gc.unfreeze()
            _shared.clear()

    def _do(self, job: "_Job", counts: Mapping[Listing, int]) -> None:
        for key in job.entries:
            self.write(addresses.entry(*key), self.entry_slots(key))
            self.write_report(key)
            self.write_calendar(key)
        for page in job.pages:
            self.write(page.address, self.fragments.listing(page, counts))


class _Job(NamedTuple):
    entries: tuple[Key, ...]
    pages: tuple[Page, ...]


# What forked processes share with their parent: set just before they start.
_shared: list[tuple[Stamper, Mapping[Listing, int]]] = []


def _do_shared(job: _Job) -> None:
    stamper, counts = _shared[0]
    stamper._do(job, counts)


def _ignore_interrupt() -> None:
    # Ctrl-C reaches every process of the terminal; the parent ends the others itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _by_facet(lists: Mapping[Listing, list[Card]]) -> Iterable[list[tuple[Listing, list[Card]]]]:
    facets: dict[str, list[tuple[Listing, list[Card]]]] = defaultdict(list)
    for listing, cards in lists.items():
        facets[listing.facet].append((listing, cards))
    return facets.values()


def list_addresses(lists: Mapping[Listing, list[Card]]) -> Iterator[str]:
    """The address of every page of every list."""
    for listing, cards in lists.items():
        for page in pages_of(listing, cards):
            yield page.address


def all_lists(browsing: Browsing, cards: Iterable[Card]) -> dict[Listing, list[Card]]:
    """Every list, those without members too, so that no link to one is dead."""
    lists = browsing.collect(cards)
    for facet in ("categories", "needs", "ages", "places", "audience"):
        for term in browsing.terms(facet):
            lists.setdefault(Listing(facet, term), [])
    for folder in addresses.FOLDERS.values():
        lists.setdefault(Listing(folder, ""), [])
    return lists
