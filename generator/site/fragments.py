"""From views to HTML fragments, one for each slot of the shell."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from generator.reading.card import Card
from generator.site import addresses, structured_data
from generator.site.browsing import Browsing, Listing, Page
from generator.site.comparing import ComparePage
from generator.site.linking import Links
from generator.site.places import NO_PLACES
from generator.site.qr_code import qr_code
from generator.site.questions import Answers, QuestionPage
from generator.site.shell import Slots
from generator.site.views import Views
from generator.site.words import Words, words_of_templates
from offer_schema.sen_report import GROUPS, QUESTIONS, SenReport

ROOT_MARK = "\x02"
"""Stands for the way to the top in the HTML of a card, which is shared by pages of all depths."""


class _Environment(Environment):
    """An environment whose templates share one plain dictionary of globals.

    Jinja's own chain of dictionaries costs every ``import`` of a component some 20 µs. Views
    are dictionaries, so a dotted name is looked up as a key first: trying an attribute
    before it costs as much as all the rest of printing a value.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def environment(
    folders: list[Path], cache: Path | None, words: Words, places: Mapping[str, Any] = NO_PLACES
) -> Environment:
    """The templates' environment: everything is escaped unless it is marked as safe.

    Args:
        folders: The theme's folders, the one that wins first.
        cache: Where compiled templates are kept, or None.
        words: The interface's words, which every template and component finds as ``words``.
        places: What is known of places, which they find as ``places``: see `generator.site.places`.
    """
    bytecode = None
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        bytecode = FileSystemBytecodeCache(str(cache))
    made = _Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        bytecode_cache=bytecode,
    )
    made.globals["words"] = words_of_templates(words)
    made.globals["places"] = places
    return made


class Fragments:
    """Renders the slots of every page that is not a MkDocs page.

    Args:
        templates: See `environment`.
        views: The views of the offer.
        browsing: The lists of the offer.
        site: What every template may show: see `generator.site.context`.
    """

    def __init__(
        self, templates: Environment, views: Views, browsing: Browsing, site: Mapping[str, Any]
    ) -> None:
        self.views, self.browsing, self.site = views, browsing, site
        self._templates, self._words = templates, views.words
        self._loaded: dict[str, Template] = {}
        self._cards: dict[tuple[str, str], str] = {}

    def _render(self, template: str, **values: Any) -> str:
        loaded = self._loaded.get(template)
        if loaded is None:
            loaded = self._loaded[template] = self._templates.get_template(template)
        return loaded.render(site=self.site, **values)

    # --- Entries ---------------------------------------------------------------------------

    def entry(self, card: Card, links: Links) -> Slots:
        """The slots of an entry's page.

        Args:
            card: The entry's card.
            links: What the page shows of other entries.
        """
        cards = self.views.offer.cards
        others = ([cards[one] for one in keys] for keys in (links.similar, links.same, links.near))
        view = self.views.view(card, *others)
        address = addresses.entry(card.kind, card.id)
        root = addresses.up(addresses.depth(address))
        folder = addresses.FOLDERS[card.kind]
        crumbs = [self._home(), {"name": self._words["whole_list"][folder], "url": f"{folder}/"}]
        if view.get("categories"):
            crumbs[1] = view["categories"][0]
        crumbs.append({"name": card.name, "url": address})
        url = f"{self.views.site_url}/{address}" if self.views.site_url else ""
        facts = structured_data.of_entry(self.views.offer.entry(card.kind, card.id), view, url)
        view["qr_code"] = self.qr_code(address)
        return self._slots(
            title=card.name,
            description=card.summary
            or self._words["entry"]["description"].format(name=card.name, site=self.site["name"]),
            address=address,
            crumbs=crumbs,
            root=root,
            head=[facts],
            body_class=f"page-{card.kind}" + (" page-sensitive" if view["sensitive"] else ""),
            main=self._render(f"pages/{card.kind}.html", view=view, root=root),
            robots="noindex" if card.status == "closed" else "",
        )

    def sen_report(self, card: Card) -> Slots:
        """The slots of the page of a school's SEN information report.

        Args:
            card: The school's card.
        """
        view = self.views.sen_reports.page(card)
        words, address = self._words["sen_report"], view["address"]
        root = addresses.up(addresses.depth(address))
        view["qr_code"] = self.qr_code(address)
        return self._slots(
            title=words["title"].format(name=card.name),
            description=words["description"].format(name=card.name),
            address=address,
            crumbs=[
                self._home(),
                {"name": self._words["whole_list"]["schools"], "url": addresses.listing("schools")},
                {"name": card.name, "url": view["school_url"]},
                {"name": words["heading"], "url": address},
            ],
            root=root,
            head=[],
            body_class="page-sen-report" + (" page-sensitive" if view["sensitive"] else ""),
            main=self._render("pages/sen-report.html", view=view, root=root),
        )

    def qr_code(self, address: str) -> Markup:
        """A drawing that leads a phone to a page; empty when the site's own address is not known.

        Args:
            address: Where the page is on the site.
        """
        url = self.views.site_url
        return qr_code(f"{url}/{address}", self._words["print"]["qr_code"]) if url else Markup("")

    # --- Lists -----------------------------------------------------------------------------

    def listing(self, page: Page, counts: Mapping[Listing, int]) -> Slots:
        """The slots of one page of a list.

        Args:
            page: The page.
            counts: How many entries stand on each list.
        """
        listing, address = page.listing, page.address
        root = addresses.up(addresses.depth(address))
        heading = self.heading(listing)
        first = addresses.listing(listing.facet, listing.term)
        crumbs = [
            self._home(),
            {"name": self._words["browse"]["heading"], "url": addresses.BROWSE},
            {"name": heading, "url": first},
        ]
        if listing.term == "":
            del crumbs[1]
        cards = "".join(self.card(card) for card in page.cards).replace(ROOT_MARK, root)
        others = []
        if listing.term:
            others = [
                {
                    "name": self.browsing.name(other),
                    "url": addresses.listing(other.facet, other.term),
                    "count": counts.get(other, 0),
                    "current": other == listing,
                }
                for other in (Listing(listing.facet, term) for term in self.terms(listing.facet, counts))
                if counts.get(other, 0) or other == listing
            ]
        pagination = _pagination(lambda number: addresses.listing(*listing, number), page.number, page.pages)
        main = self._render(
            "pages/listing.html",
            root=root,
            heading=heading,
            intro=self.intro(listing),
            facet_name=self._words["browse_facet"].get(listing.facet, ""),
            count=page.total,
            pagination=pagination,
            cards=Markup(cards),  # noqa: S704 - rendered by an escaping template
            others=others,
            compare_url=addresses.compare() if listing == Listing("schools", "") else "",
        )
        words, title = self._words["listing"], heading
        if page.pages > 1:
            title = words["title_of_page"].format(heading=heading, number=page.number, pages=page.pages)
        return self._slots(
            title=title,
            description=words["description"].format(
                heading=heading, count=page.total, site=self.site["name"]
            ),
            address=address,
            crumbs=crumbs,
            root=root,
            head=[],
            body_class="page-listing",
            main=main,
        )

    def terms(self, facet: str, counts: Mapping[Listing, int]) -> list[str]:
        """The terms of a facet in order; for letters those that are used."""
        if facet == "a-z":
            return sorted(listing.term for listing in counts if listing.facet == "a-z")
        return self.browsing.terms(facet)

    def heading(self, listing: Listing) -> str:
        """The heading of a list."""
        if listing.term == "":
            return self._words["whole_list"][listing.facet]
        name = self.browsing.name(listing)
        if listing.facet == "a-z":
            return self._words["listing"]["letter"].format(letter=name)
        if listing.facet == "ages" and name[:1].isdigit():
            return self._words["listing"]["ages"].format(ages=name)
        return name

    def intro(self, listing: Listing) -> str:
        """One sentence below the heading, from the vocabulary."""
        vocabulary = self.views.offer.vocabulary
        shelves: dict[str, Mapping[str, Any]] = {
            "categories": vocabulary.categories,
            "needs": vocabulary.needs,
            "places": vocabulary.places,
            "ages": vocabulary.age_bands,
        }
        word = shelves.get(listing.facet, {}).get(listing.term)
        return (word.description or "") if word else ""

    def card(self, card: Card) -> str:
        """The HTML of a card, with `ROOT_MARK` for the way to the top."""
        key = (card.kind, card.id)
        html = self._cards.get(key)
        if html is None:
            html = self._render("pages/card.html", card=self.views.card(card), root=ROOT_MARK)
            self._cards[key] = html
        return html

    # --- Other pages --------------------------------------------------------------------------

    def plain(
        self,
        template: str,
        address: str,
        title: str,
        description: str,
        body_class: str,
        above: Sequence[Mapping[str, Any]] = (),
        robots: str = "",
        **values: Any,
    ) -> Slots:
        """The slots of a page that is neither entry nor list: the browse hub, the guides, search.

        Args:
            template: The template of its main part.
            address: Where it is.
            title: Its title.
            description: What it is, for search engines.
            body_class: The class of its body.
            above: The pages between it and the home page: ``{name, url}``.
            robots: What search engines are told, if not to show it.
            values: What the template shows besides `site`.
        """
        root = addresses.up(addresses.depth(address))
        return self._slots(
            title=title,
            description=description,
            address=address,
            crumbs=[self._home(), *map(dict, above), {"name": title, "url": address}],
            root=root,
            head=[],
            body_class=body_class,
            main=self._render(template, root=root, **values),
            robots=robots,
        )

    def comparison(self, page: ComparePage) -> Slots:
        """The slots of one page of the comparison of schools."""
        say = self._words["compare_page"]
        suffix = f" ({say['part'].format(number=page.number, pages=page.pages)})" if page.pages > 1 else ""
        return self.plain(
            "pages/compare.html",
            page.address,
            say["heading"] + suffix,
            say["description"].format(name=self.site["name"]) + suffix,
            "page-compare",
            groups=page.groups,
            questions=self.views.sen_reports.questions(),
            total=page.total,
            pagination=_pagination(addresses.compare, page.number, page.pages),
        )

    def question(self, page: QuestionPage, answers: Answers) -> Slots:
        """The slots of one page of what schools answer to one question of their reports.

        Args:
            page: The page.
            answers: The words of the answers.
        """
        say, asked = self._words["questions"], QUESTIONS[page.name].text
        title = asked
        if page.pages > 1:
            title = say["title_of_page"].format(question=asked, number=page.number, pages=page.pages)
        root = addresses.up(addresses.depth(page.address))
        return self._slots(
            title=title,
            description=say["description"].format(question=asked, site=self.site["name"]),
            address=page.address,
            crumbs=[*self._to_questions(), {"name": asked, "url": page.address}],
            root=root,
            head=[],
            body_class="page-questions",
            main=self._render(
                "pages/question.html",
                root=root,
                asked=asked,
                groups=self.views.sen_reports.beside(page, answers),
                total=page.total,
                others=[self.views.sen_reports.other(card, page.name) for card in page.others],
                pagination=_pagination(
                    lambda number: addresses.question(page.name, number), page.number, page.pages
                ),
                previous=_beside(page.name, -1),
                following=_beside(page.name, 1),
            ),
        )

    def questions_hub(self) -> Slots:
        """The slots of the page that names all questions."""
        say = self._words["questions"]
        root = addresses.up(addresses.depth(addresses.QUESTIONS))
        return self._slots(
            title=say["heading"],
            description=say["hub_description"].format(site=self.site["name"]),
            address=addresses.QUESTIONS,
            crumbs=self._to_questions(),
            root=root,
            head=[],
            body_class="page-questions",
            main=self._render("pages/questions.html", root=root, groups=self.views.sen_reports.questions()),
        )

    def _to_questions(self) -> list[dict[str, Any]]:
        return [
            self._home(),
            {"name": self._words["compare_page"]["heading"], "url": addresses.compare()},
            {"name": self._words["questions"]["heading"], "url": addresses.QUESTIONS},
        ]

    def timeline(self, page: Mapping[str, Any]) -> Slots:
        """The slots of a timeline's page.

        Args:
            page: See `generator.site.timelines.Timelines.page`.
        """
        section = page["section"]
        siblings: list[dict[str, Any]] = next(
            (part["guides"] for part in self.site["sections"] if section and part["id"] == section["id"]), []
        )
        return self.plain(
            "pages/timeline.html",
            page["address"],
            page["title"],
            page["summary"] or page["title"],
            "page-guide page-timeline",
            above=[{"name": self._words["guides"]["heading"], "url": addresses.GUIDES}],
            timeline=page,
            siblings=[other | {"current": other["url"] == page["address"]} for other in siblings],
            qr_code=self.qr_code(page["address"]),
        )

    def guide_slots(
        self,
        title: str,
        description: str,
        address: str,
        crumbs: list[dict[str, Any]],
        root: str,
        body_class: str,
        languages: Sequence[tuple[str, str]] = (),
    ) -> Slots:
        """The slots of a MkDocs page, whose template fills the main part itself.

        Args:
            title: Its title.
            description: What it is, for search engines.
            address: Where it is.
            crumbs: The way to it, without the home page.
            root: The way from it to the top of the site.
            body_class: The class of its body.
            languages: The code and the address of each language that it is there in.
        """
        slots = self._slots(
            title=title,
            description=description,
            address=address,
            crumbs=[self._home(), *crumbs] if crumbs else [],
            root=root,
            head=[],
            body_class=body_class,
            main="",
        )
        if not (languages and self.views.site_url):
            return slots
        alternate = Markup('<link rel="alternate" hreflang="{}" href="{}/{}">')
        links = [alternate.format(code, self.views.site_url, where) for code, where in languages]
        return {**slots, "head": Markup("\n").join([*links, slots["head"]])}

    def _home(self) -> dict[str, str]:
        return {"name": self._words["breadcrumb"]["home"], "url": ""}

    def _slots(
        self,
        *,
        title: str,
        description: str,
        address: str,
        crumbs: list[dict[str, Any]],
        root: str,
        head: list[dict[str, Any]],
        body_class: str,
        main: str,
        robots: str = "",
    ) -> Slots:
        site_name = self.site["name"]
        full = title if title == site_name else f"{title} – {site_name}"
        url = self.views.site_url
        data = [structured_data.script(facts) for facts in head]
        if len(crumbs) > 1:
            data.append(structured_data.script(structured_data.breadcrumb(crumbs, url)))
        trail = self._render("pages/breadcrumb.html", crumbs=crumbs, root=root) if len(crumbs) > 1 else ""
        exit = (
            self._render("pages/quick-exit.html", root=root) if "page-sensitive" in body_class.split() else ""
        )
        return {
            "title": escape(full),
            "description": escape(description),
            "canonical": Markup('<link rel="canonical" href="{}/{}">').format(url, address)
            if url
            else Markup(""),
            "robots": Markup('<meta name="robots" content="{}">').format(robots) if robots else Markup(""),
            "head": Markup("\n").join(data),
            "body_class": escape(body_class),
            "exit": Markup(exit),  # noqa: S704 - rendered by an escaping template
            "breadcrumb": Markup(trail),  # noqa: S704 - rendered by an escaping template
            "main": Markup(main),  # noqa: S704 - rendered by an escaping template
        }


def _beside(question: str, step: int) -> dict[str, str] | None:
    """The question before or after another, as families read them; None at the ends."""
    order = [one for group in GROUPS.values() for one in group if one in SenReport.questions()]
    at = order.index(question) + step
    if not 0 <= at < len(order):
        return None
    return {"name": QUESTIONS[order[at]].text, "url": addresses.question(order[at])}


def _pagination(address: Callable[[int], str], number: int, pages: int) -> dict[str, Any]:
    """The links from one page of many to the others, for the component of that name."""
    return {
        "number": number,
        "pages": pages,
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < pages else "",
        "numbers": [
            {"number": one, "url": address(one), "current": one == number} for one in _near(number, pages)
        ],
    }


def _near(number: int, pages: int) -> list[int]:
    """The page numbers worth a link: the first, the last and those around this one."""
    return sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
