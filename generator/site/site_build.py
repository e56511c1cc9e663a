"""One build of the site, from an offer to a folder of pages. MkDocs is not known here."""

import datetime
import hashlib
import html
import json
import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.reading import Reading, cache
from generator.reading.card import Card
from generator.reports.coverage import Coverage, coverage
from generator.reports.freshness import card_states, indicator_state, page_state, withdrawn
from generator.reports.gaps import Gaps
from generator.reports.schools import has_page, outdated
from generator.site import addresses
from generator.site.accessibility_statement import statement
from generator.site.areas import areas_file
from generator.site.assets import assets
from generator.site.browsing import Browsing, Listing
from generator.site.comparing import ComparePage, Comparing
from generator.site.context import site_context
from generator.site.feedback import feedback_page
from generator.site.fragments import Fragments, environment
from generator.site.gaps_page import GapsPage
from generator.site.indicators import how_we_are_doing
from generator.site.jargon import jargon_address
from generator.site.law_page import law_view
from generator.site.linking import Key, Links, find_links
from generator.site.manifest import EntryRecord, Manifest
from generator.site.officers import Officers, officers_key
from generator.site.output import Staging, fingerprint
from generator.site.places import places_context, postcode_files
from generator.site.questions import Answers, QuestionPage, known_answers, question_pages
from generator.site.said import Said
from generator.site.search_table import SearchTable
from generator.site.shell import Shell, Slots
from generator.site.stamping import Stamper, all_lists, list_addresses
from generator.site.timelines import Timelines, timeline_states
from generator.site.views import Views
from generator.site.words import load_words
from generator.site.young_people import AUDIENCE, young_topics
from offer_schema.freshness import State

DEPTHS = range(1, 5)
"""How many folders below the top a stamped page can be."""

_LATE = (State.OVERDUE, State.EXPIRED)


class SiteBuild:
    """Makes the site of one offer.

    Args:
        project: The project's folder.
        reading: The outcome of reading it, without errors.
        theme: The theme's folders, the one that wins first.
        icons: Further folders in which templates find icons.
        site_url: The address of the site, or "".
        today: The day of the build.
        settings: Whatever else decides how pages look, for the manifest's key.
    """

    def __init__(
        self,
        project: Path,
        reading: Reading,
        theme: list[Path],
        icons: list[Path],
        site_url: str,
        today: datetime.date,
        settings: str = "",
    ) -> None:
        if reading.offer is None:
            raise ValueError("A site is built from an offer without errors.")
        self.project, self.reading, self.offer = project, reading, reading.offer
        self.theme, self.icons, self.today = theme, icons, today
        self.cards: dict[Key, Card] = dict(self.offer.cards)
        self._key = self._common_key(settings + site_url + jargon_address(self.offer.guides.values()))
        self._last = Manifest.from_plain(cache.load(self._file("manifest"), self._key))
        self.states = self._states()
        self.outdated = self._outdated()
        self.changed = self._changed_cards()
        words = self.words = load_words(theme)
        late = [key for key, state in self.states.items() if state in _LATE]
        late += [key for key, card in self.cards.items() if card.status != "active"]
        self.late = frozenset(late)
        self.browsing = Browsing(self.offer, words, late, withdrawn(self.offer, self.states))
        self.views = Views(self.offer, words, self.states, site_url, today)
        self.assets = assets(theme, words, {"areas": addresses.AREAS} if self.offer.areas.there else {})
        self.site = site_context(
            self.offer,
            words,
            self.browsing,
            self.counts,
            style=self.assets.style.address,
            script=self.assets.script.address,
        )
        self.places = places_context(self.offer)
        self.fragments = Fragments(
            environment([*theme, *icons], project / cache.FOLDER / "templates", words, self.places),
            self.views,
            self.browsing,
            self.site,
        )

    # --- What changed since the last build -----------------------------------------------------

    def _file(self, name: str) -> Path:
        return self.project / cache.FOLDER / name

    def _common_key(self, settings: str) -> str:
        """A hash of what every page depends on: the code, the theme, the council, the vocabularies."""
        parts = [cache.code_key(), settings]
        parts += [
            f"{source.path}:{source.stamp}"
            for source in self.reading.sources
            if source.kind not in addresses.FOLDERS and source.kind not in _TEXTS
        ]
        for folder in self.theme:
            for place, _, names in sorted(os.walk(folder)):
                for name in sorted(names):
                    info = os.stat(os.path.join(place, name))
                    parts.append(f"{place}/{name}:{info.st_mtime_ns}:{info.st_size}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _states(self) -> dict[Key, State]:
        last = self._last
        if last is None or last.today != self.today.isoformat():
            return card_states(self.offer, self.cards.values(), self.today)
        known = {
            key: State(last.entries[key].state)
            for key, digest in self.reading.digests.items()
            if key in last.entries and last.entries[key].digest == digest
        }
        rest = [card for key, card in self.cards.items() if key not in known]
        return known | card_states(self.offer, rest, self.today)

    def _outdated(self) -> dict[Key, tuple[str, ...]]:
        """What the day has made of the SEN information reports that there are, where it has made anything."""
        schools = (card for card in self.cards.values() if card.report)
        found = {(card.kind, card.id): tuple(outdated(card, self.today)) for card in schools}
        return {key: names for key, names in found.items() if names}

    def _changed_cards(self) -> set[Key]:
        """The entries whose card or state is not what it was, with those that are new or gone."""
        if self._last is None:
            return set(self.cards)
        entries = self._last.entries
        changed = set(entries) - set(self.cards)
        for key, digest in self.reading.digests.items():
            record = entries.get(key)
            now = (digest, self.states[key].value, self.outdated.get(key, ()))
            if record is None or (record.digest, record.state, record.outdated) != now:
                changed.add(key)
        return changed

    @cached_property
    def lists(self) -> dict[Listing, list[Card]]:
        """Every list with its members."""
        return all_lists(self.browsing, self.cards.values())

    @cached_property
    def counts(self) -> Mapping[Listing, int]:
        """How many entries stand on each list."""
        if self._last is not None and not self.changed:
            return self._last.counts
        return {listing: len(cards) for listing, cards in self.lists.items()}

    @cached_property
    def links(self) -> dict[Key, Links]:
        """What each entry's page shows of other entries."""
        return find_links(self.cards, self.cards, self.offer.points_of)

    # --- Pages of the real pipeline ---------------------------------------------------------------

    def plain_pages(self) -> Iterable[tuple[str, Slots]]:
        """The pages made from the site's context alone, by address."""
        words, name = self.words, self.site["name"]

        def page(
            address: str, template: str, title: str, description: str, body_class: str, **values: Any
        ) -> tuple[str, Slots]:
            text = description.format(site=name, name=name)
            slots = self.fragments.plain(f"pages/{template}.html", address, title, text, body_class, **values)
            return address, slots

        browse, guides, search = words["browse"], words["guides"], words["search"]
        yield page(addresses.BROWSE, "browse", browse["heading"], browse["description"], "page-browse")
        yield page(addresses.GUIDES, "guides", guides["heading"], guides["description"], "page-guides")
        yield page(
            addresses.SEARCH,
            "search",
            search["heading"],
            search["description"],
            "page-search",
            facets=self._shown_facets(),
        )
        young = words["young_people"]
        yield page(
            addresses.YOUNG_PEOPLE,
            "young-people",
            young["heading"],
            young["description"],
            "page-young",
            topics=young_topics(self.findable, self.offer.vocabulary.categories, self.views),
            all_url=addresses.listing("audience", AUDIENCE),
        )
        leaving, kept, access = words["leaving"], words["my_list_page"], words["accessibility"]
        yield page(
            addresses.LEAVING, "leaving", leaving["heading"], leaving["lead"], "page-guide page-sensitive"
        )
        yield page(addresses.MY_LIST, "my-list", kept["heading"], kept["description"], "page-my-list")
        yield page(
            addresses.ACCESSIBILITY,
            "accessibility",
            access["title"],
            access["description"],
            "page-accessibility",
            statement=statement(self.offer.authority, words, self.theme, self.views.site_url),
        )
        law = words["law"]
        yield page(
            addresses.LAW,
            "law",
            law["heading"],
            law["description"],
            "page-law",
            law=law_view(self.offer, self._coverage, words),
        )
        tell = words["feedback_page"]
        yield page(
            addresses.FEEDBACK,
            "feedback",
            tell["heading"],
            tell["description"],
            "page-tell-us",
            form=feedback_page(self.offer.authority, words),
        )
        register = {"name": words["said"]["heading"], "url": addresses.YOU_SAID}
        for said in self._said.pages():
            above = [] if said.address == addresses.YOU_SAID else [register]
            yield page(
                said.address,
                said.template,
                said.title,
                said.description,
                "page-said",
                above=above,
                **said.values,
            )
        if self.offer.indicators:
            doing = words["indicators"]
            yield page(
                addresses.HOW_WE_ARE_DOING,
                "indicators",
                doing["heading"],
                doing["description"],
                "page-indicators",
                **how_we_are_doing(self.views, self.today),
            )
        for part in self._compare_pages:
            yield part.address, self.fragments.comparison(part)
        if self._officers:
            for sheet in self._officers.pages():
                text = words["officers"]["description"].format(title=sheet.title, name=name)
                slots = self.fragments.plain(
                    sheet.template,
                    sheet.address,
                    sheet.title,
                    text,
                    "page-officers",
                    sheet.above,
                    "noindex",
                    **sheet.values,
                )
                yield sheet.address, slots
        if self.offer.authority.publish_gaps:
            yield page(
                addresses.GAPS,
                "gaps",
                words["gaps"]["heading"],
                words["gaps"]["description"],
                "page-gaps",
                gaps=self._gaps_page(),
                compare_url=addresses.compare(),
            )
        for timeline_id in self.offer.timelines:
            yield addresses.timeline(timeline_id), self.fragments.timeline(self._timelines.page(timeline_id))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Where every page is that a guide may lead to, the lists of one term left out."""
        entries = (addresses.entry(*key) for key in self.cards)
        whole = (addresses.listing(folder) for folder in addresses.FOLDERS.values())
        reports = (addresses.sen_report(card.id) for card in self.cards.values() if has_page(card))
        return frozenset({"", *self._plain_addresses(), *entries, *reports, *whole})

    def _plain_addresses(self) -> list[str]:
        """Where the pages of `plain_pages` and `question_pages` are, without making them."""
        return [
            *_PLAIN,
            *self._said.addresses,
            *([addresses.HOW_WE_ARE_DOING] if self.offer.indicators else []),
            *(page.address for page in self._compare_pages),
            addresses.QUESTIONS,
            *(page.address for page in self._question_pages),
            *map(addresses.timeline, self.offer.timelines),
            *([addresses.GAPS] if self.offer.authority.publish_gaps else []),
        ]

    @cached_property
    def _said(self) -> Said:
        return Said(self.views)

    @cached_property
    def _coverage(self) -> Coverage:
        """What the law asks and where it is: for the page about it, and for officers."""
        return coverage(self.offer, self.today)

    @cached_property
    def _officers(self) -> Officers | None:
        """The officers' area, if the council wants one."""
        if not self.offer.authority.officers_area:
            return None
        return Officers(self.project, self.offer, self.reading.problems, self._coverage, self.words)

    @cached_property
    def _officers_key(self) -> str:
        if not self.offer.authority.officers_area:
            return ""
        return officers_key(self.project, self.reading.problems, self.today)

    def _write_officers_files(self, folder: Path) -> None:
        for address, data in self._officers.files() if self._officers else ():
            file = folder / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    @cached_property
    def _compare_pages(self) -> list[ComparePage]:
        """The pages that compare schools: made of cards, so whoever changes one changes them."""
        return self._comparing.pages(self.findable)

    @cached_property
    def _comparing(self) -> Comparing:
        return Comparing(self.offer, self.words, self.today)

    @cached_property
    def _question_pages(self) -> list[QuestionPage]:
        """The pages of what schools answer, as far as cards tell."""
        return question_pages(self._comparing.grouped(self.findable), has_page)

    def question_pages(self) -> Iterable[tuple[str, Slots]]:
        """The pages that set the answers of all schools' reports side by side, by address."""
        yield addresses.QUESTIONS, self.fragments.questions_hub()
        for page in self._question_pages:
            yield page.address, self.fragments.question(page, self._answers)

    @cached_property
    def _answers(self) -> Answers:
        kept = cache.load(self._file("answers"), self._key) or {}
        found = known_answers(self.findable, kept, self.views.sen_reports.answers)
        if found != kept:
            cache.save(self._file("answers"), self._key, found)
        return {school: answers for school, (_, answers) in found.items()}

    def _gaps_page(self) -> dict[str, Any]:
        """What is missing: made of cards and their states, so whoever changes one changes it."""
        gaps = Gaps(self.offer, withdrawn(self.offer, self.states))
        offered = {
            facet["id"]: frozenset(term["id"] for term in facet["terms"]) for facet in self._shown_facets()
        }
        return GapsPage(gaps, self.words, offered).page()

    @cached_property
    def _timelines(self) -> Timelines:
        states = timeline_states(self.offer, self.today)
        return Timelines(self.offer, self.words, self.views, states)

    def _shown_facets(self) -> list[dict[str, Any]]:
        """The facets that some entry answers, with the answers that are given."""
        shown = []
        for facet in self._search_table.facets:
            used = self._search_table.used(facet)
            if used:
                terms = [
                    {"id": term, "name": facet.terms[term], "count": count} for term, count in used.items()
                ]
                shown.append({"id": facet.id, "terms": terms})
        return shown

    # --- Writing ----------------------------------------------------------------------------------

    def write(self, staging: Staging, shells: Mapping[int, Shell], stamp_entries: bool = True) -> None:
        """Writes everything that MkDocs does not, then puts the new site in place.

        Args:
            staging: The folder that MkDocs has written into.
            shells: The shell for each depth.
            stamp_entries: False when MkDocs has made the entries' and lists' pages itself.
        """
        last = self._usable_manifest(staging.site, shells)
        folder = str(staging.folder)
        everything = last is None
        lists_changed = everything or bool(self.changed)
        entries = list(self.cards) if last is None else self._stale_entries(last)
        links = self.links if lists_changed else find_links(self.cards, entries, self.offer.points_of)
        stamper = Stamper(self.fragments, shells, self.cards, links, folder)
        schools_changed = everything or any(kind == "school" for kind, _ in self.changed)
        if stamp_entries:
            if schools_changed:
                # Before processes part ways, so that none of them reads these schools again.
                _ = self._answers
            stamper.stamp(entries, self.lists if lists_changed else {}, self.counts)
            for address, slots in self.plain_pages():
                stamper.write(address, slots)
            if schools_changed:
                for address, slots in self.question_pages():
                    stamper.write(address, slots)
        else:
            for key in entries:
                stamper.write_calendar(key)
        list_pages = tuple(list_addresses(self.lists)) if lists_changed else last.list_pages if last else ()
        if lists_changed or (last and last.guides != self._guides()):
            self._write_data(staging.folder, list_pages)
        if lists_changed or entries or (last and last.guides != self._guides()):
            self._write_words(staging.folder)
        self._write_officers_files(staging.folder)
        if everything:
            self._write_postcodes(staging.folder)
            self._write_areas(staging.folder)
        others = self._other_files(staging.folder)
        if last:
            others |= _data_files(last.others, _DATA if schools_changed else (*_DATA, addresses.QUESTIONS))
        gone = [*self._gone(last, list_pages, others), *_not_written(entries, staging.folder)] if last else []
        if last is None:
            staging.swap()
        else:
            staging.merge(gone)
        if stamp_entries:
            self._remember(staging.site, list_pages, others, shells)
            if lists_changed:
                cache.save(self._file("links"), self._key, {key: link.plain() for key, link in links.items()})

    def write_entries(self, staging: Staging, shells: Mapping[int, Shell]) -> int | None:
        """Writes the pages of entries whose own file changed, if nothing else is to be written.

        Args:
            staging: A folder to write into; it is opened here.
            shells: The shells of the last build.

        Returns:
            How many pages were written; None when more than that has changed.
        """
        last = self._usable_manifest(staging.site, shells)
        if last is None or self.changed or last.guides != self._guides():
            return None
        if last.officers != self._officers_key:
            return None
        if last.today != self.today.isoformat():
            return None  # pages on the offer as a whole say for which day they hold
        entries = self._stale_entries(last)
        if entries:
            staging.open()
            links = find_links(self.cards, entries, self.offer.points_of)
            Stamper(self.fragments, shells, self.cards, links, str(staging.folder)).stamp(
                entries, {}, self.counts
            )
            self._write_words(staging.folder)
            staging.merge(_not_written(entries, staging.folder))
            self._remember(staging.site, last.list_pages, last.others, shells)
        return len(entries)

    def _guides(self) -> tuple[tuple[str, tuple[int, int], str], ...]:
        """What tells that guides, timelines, comments and figures are as they were: no card does, and days make some old."""
        policy = self.offer.authority.review
        figures = " ".join(indicator_state(one, policy, self.today) for one in self.offer.indicators.values())
        abouts = {"page": {guide.id: guide.about for guide in self.offer.guides.values()}}
        shelves: Mapping[str, Mapping[str, Any]] = abouts | {"timeline": self.offer.timelines}
        return tuple(
            (
                source.path,
                source.stamp,
                page_state(shelves[source.kind][source.id], policy, self.today).value
                if source.kind in shelves
                else figures
                if source.kind == "indicators"
                else "",
            )
            for source in self.reading.sources
            if source.kind in _TEXTS
        )

    def _remember(
        self, site: Path, list_pages: tuple[str, ...], others: frozenset[str], shells: Mapping[int, Shell]
    ) -> None:
        manifest = Manifest(
            self.today.isoformat(),
            {
                (source.kind, source.id): EntryRecord(
                    source.stamp,
                    self.reading.digests[source.kind, source.id],
                    self.states[source.kind, source.id].value,
                    self.outdated.get((source.kind, source.id), ()),
                )
                for source in self.reading.sources
                if source.kind in addresses.FOLDERS
            },
            dict(self.counts),
            list_pages,
            others,
            fingerprint(site, _FOLDERS),
            self._guides(),
            _shell_digest(shells),
            self._officers_key,
        )
        cache.save(self._file("manifest"), self._key, manifest.plain())

    def _usable_manifest(self, site: Path, shells: Mapping[int, Shell]) -> Manifest | None:
        """The last build's manifest, if its site is still there and every page has the same shell."""
        last = self._last
        if last is None or last.site is None or fingerprint(site, _FOLDERS) != last.site:
            return None
        return last if last.shells == _shell_digest(shells) else None

    def _stale_entries(self, last: Manifest) -> list[Key]:
        """The entries whose page must be written again."""
        stale = {
            (source.kind, source.id)
            for source in self.reading.sources
            if source.kind in addresses.FOLDERS
            and (
                (source.kind, source.id) not in last.entries
                or last.entries[source.kind, source.id].stamp != source.stamp
            )
        }
        if self.changed:
            before = cache.load(self._file("links"), self._key) or {}
            for key, links in self.links.items():
                if before.get(key) != links.plain() or not self.changed.isdisjoint(links.all()):
                    stale.add(key)
            stale |= self.changed & set(self.cards)
        return sorted(stale)

    def _gone(self, last: Manifest, list_pages: tuple[str, ...], others: frozenset[str]) -> list[str]:
        lost = [key for key in last.entries if key not in self.cards]
        entries = [addresses.calendar(entry_id) for kind, entry_id in lost if kind == "service"]
        entries += [
            f"{addresses.sen_report(entry_id)}index.html" for kind, entry_id in lost if kind == "school"
        ]
        entries += [f"{addresses.entry(*key)}index.html" for key in lost]
        pages = [f"{address}index.html" for address in set(last.list_pages) - set(list_pages)]
        return [*entries, *pages, *sorted(last.others - others)]

    def _other_files(self, folder: Path) -> frozenset[str]:
        """What else stands in a folder than entries and lists."""
        stamped = {f"{name}/" for name in addresses.FOLDERS.values()} | {addresses.BROWSE}
        found: set[str] = set()
        for place, _, names in os.walk(folder):
            below = os.path.relpath(place, folder).replace(os.sep, "/") + "/"
            if not any(below.startswith(start) for start in stamped):
                found.update(f"{below.removeprefix('./')}{name}" for name in names)
        return frozenset(found)

    def _write_data(self, folder: Path, list_pages: Iterable[str]) -> None:
        table = self._search_table
        (folder / addresses.SEARCH).mkdir(exist_ok=True)
        (folder / addresses.SEARCH_TABLE).write_text(table.table(), "utf-8")
        (folder / addresses.SEARCH_SUMMARIES).write_text(table.summaries(), "utf-8")
        (folder / addresses.SEARCH_POINTS).write_text(table.points(), "utf-8")
        self._write_sitemap(folder, list_pages)

    @cached_property
    def findable(self) -> list[Card]:
        """The cards that search finds, in the order of its rows."""
        gone = withdrawn(self.offer, self.states)
        shown = [card for key, card in self.cards.items() if key not in gone]
        return self.browsing.in_order(shown)

    @cached_property
    def _search_table(self) -> SearchTable:
        return SearchTable(self.offer, self.words, self.browsing, self.findable, self.late)

    def _write_words(self, folder: Path) -> None:
        """The words of longer texts: they change with texts that no list and no card shows."""
        (folder / addresses.SEARCH).mkdir(exist_ok=True)
        (folder / addresses.SEARCH_WORDS).write_text(self._search_table.words(), "utf-8")

    def _write_postcodes(self, folder: Path) -> None:
        """The files of postcodes. When one changes, everything is written again."""
        for address, text in postcode_files(self.offer.postcodes):
            file = folder / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    def _write_areas(self, folder: Path) -> None:
        """The map's background: a change of it changes the key of the manifest, and all is written again."""
        if not self.offer.areas.there:
            return
        stamps = [source[1:] for source in self.reading.sources if source.kind in ("areas", "place")]
        key = hashlib.sha256(f"{cache.code_key()} {stamps}".encode()).hexdigest()
        text = cache.load(self._file("areas"), key)
        if text is None:
            text = areas_file(self.offer.areas, self.offer.vocabulary.places)
            cache.save(self._file("areas"), key, text)
        file = folder / addresses.AREAS
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def _write_sitemap(self, folder: Path, list_pages: Iterable[str]) -> None:
        """The sitemap (sitemaps.org) and robots.txt; without the site's address there is no sitemap."""
        url = self.views.site_url
        robots = f"User-agent: *\nDisallow: /{addresses.OFFICERS}\nAllow: /\n"
        if url:
            rows = [f"<url><loc>{url}/{addresses.guide(guide)}</loc></url>" for guide in self.offer.guides]
            rows += [
                f"<url><loc>{url}/{page}</loc></url>" for page in (*self._plain_addresses(), *list_pages)
            ]
            for card in self.cards.values():
                if card.status == "closed":
                    continue
                when = f"<lastmod>{card.checked}</lastmod>" if card.checked else ""
                rows.append(
                    f"<url><loc>{html.escape(f'{url}/{addresses.entry(card.kind, card.id)}')}</loc>{when}</url>"
                )
            rows += [
                f"<url><loc>{html.escape(f'{url}/{addresses.sen_report(card.id)}')}</loc></url>"
                for card in self.cards.values()
                if has_page(card)
            ]
            text = (
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
                + "\n".join(rows)
                + "\n</urlset>\n"
            )
            (folder / "sitemap.xml").write_text(text, "utf-8")
            import gzip

            (folder / "sitemap.xml.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
            robots += f"Sitemap: {url}/sitemap.xml\n"
        (folder / "robots.txt").write_text(robots, "utf-8")


_DATA = (addresses.SEARCH, addresses.PLACES, "sitemap.xml", "robots.txt")
"""How the addresses begin of what not every build writes again: whole folders, so that no file is forgotten."""

_TEXTS = ("page", "comment", "timeline", "indicators")
"""The kinds of file that only MkDocs' pages and `SiteBuild.plain_pages` are made of, which every long build writes."""

_PLAIN = (
    addresses.SEARCH,
    addresses.BROWSE,
    addresses.GUIDES,
    addresses.YOUNG_PEOPLE,
    addresses.LEAVING,
    addresses.MY_LIST,
    addresses.ACCESSIBILITY,
    addresses.FEEDBACK,
    addresses.LAW,
)
_FOLDERS = (*addresses.FOLDERS.values(), "browse")


def _not_written(entries: Iterable[Key], folder: Path) -> list[str]:
    """The calendars and reports of these entries that this build did not write: none may stay from before."""
    files = [addresses.calendar(entry_id) for kind, entry_id in entries if kind == "service"]
    files += [f"{addresses.sen_report(entry_id)}index.html" for kind, entry_id in entries if kind == "school"]
    return [file for file in files if not os.path.exists(folder / file)]


def _data_files(others: frozenset[str], starts: tuple[str, ...]) -> frozenset[str]:
    """Those of a site's files that this build does not write again, by how their addresses begin."""
    return frozenset(name for name in others if name.startswith(starts))


def _shell_digest(shells: Mapping[int, Shell]) -> str:
    return hashlib.sha256(json.dumps([shells[depth] for depth in sorted(shells)]).encode()).hexdigest()
