"""What every template may show about the site as a whole: ``site``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.reading import Offer
from generator.site import addresses
from generator.site.browsing import Browsing, Listing
from generator.site.calendar_file import seasons_of
from generator.site.words import Words
from offer_schema.page import SECTION_NAMES, Section


def site_context(
    offer: Offer,
    words: Words,
    browsing: Browsing,
    counts: Mapping[Listing, int],
    *,
    style: str,
    script: str,
) -> dict[str, Any]:
    """The values that all templates share.

    Args:
        offer: The offer.
        words: The interface's words.
        browsing: The lists.
        counts: How many entries stand on each list.
        style: The address of the stylesheet.
        script: The address of the script.
    """
    authority, vocabulary = offer.authority, offer.vocabulary

    def terms(facet: str) -> list[dict[str, Any]]:
        return [
            {
                "id": term,
                "name": browsing.name(Listing(facet, term)),
                "url": addresses.listing(facet, term),
                "count": counts.get(Listing(facet, term), 0),
            }
            for term in browsing.terms(facet)
        ]

    categories = terms("categories")
    for category in categories:
        category["description"] = vocabulary.categories[category["id"]].description or ""
    needs = terms("needs")
    for need in needs:
        word = vocabulary.needs[need["id"]]
        need |= {"area": word.broad_area, "description": word.description or ""}
    places, anywhere = [], []
    for place in terms("places"):
        if place["id"] in vocabulary.places:
            kind = vocabulary.places[place["id"]]
            places.append(place | {"kind": kind.kind, "part_of": kind.part_of})
        elif place["count"]:
            anywhere.append(place)
    letters = sorted(listing.term for listing in counts if listing.facet == "a-z")
    return {
        "name": authority.offer_name,
        "authority": authority,
        "demonstration": authority.demonstration,
        "menu": [
            {"name": words["menu"]["search"], "url": addresses.SEARCH},
            {"name": words["menu"]["browse"], "url": addresses.BROWSE},
            {"name": words["menu"]["guides"], "url": addresses.GUIDES},
            {"name": words["menu"]["schools"], "url": addresses.listing("schools")},
        ],
        "officers": addresses.OFFICERS if authority.officers_area else "",
        "accessibility": {"name": words["accessibility"]["title"], "url": addresses.ACCESSIBILITY},
        "sections": _sections(offer, words),
        "categories": categories,
        "needs": needs,
        "ages": terms("ages"),
        "places": places,
        "audiences": [audience for audience in terms("audience") if audience["count"]],
        "anywhere": anywhere,
        "letters": [
            {
                "id": letter,
                "name": browsing.name(Listing("a-z", letter)),
                "url": addresses.listing("a-z", letter),
                "count": counts[Listing("a-z", letter)],
            }
            for letter in letters
        ],
        "counts": {
            "service": len(offer.services),
            "school": len(offer.schools),
            "organisation": len(offer.organisations),
            "guide": sum(not guide.about.translation_of for guide in offer.guides.values()),
        },
        "jargon": [
            {
                "id": term_id,
                "term": term.term,
                "short": ", ".join(name for name in (term.short, *term.also) if name),
                "meaning": term.meaning,
            }
            for term_id, term in vocabulary.jargon.items()
        ],
        "seasons": {
            season: " ".join(f"{first}/{last}" for first, last in spans)
            for season, spans in seasons_of(authority.term_dates)._asdict().items()
        },
        "style": style,
        "script": script,
        "repository_url": authority.repository.url if authority.repository else "",
        "feedback_url": addresses.FEEDBACK,
    }


class _Read(NamedTuple):
    """A page to read, as the list of its section shows it."""

    order: int
    title: str
    summary: str
    url: str


def _sections(offer: Offer, words: Words) -> list[dict[str, Any]]:
    """The sections that have something to read: ``{id, name, guides: [{title, summary, url}]}``."""
    pages: dict[str, list[_Read]] = defaultdict(list)
    for guide in offer.guides.values():
        about = guide.about
        if about.section and not about.translation_of:
            read = _Read(about.order, about.title, about.summary or "", addresses.guide(guide.id))
            pages[about.section].append(read)
    for timeline_id, timeline in offer.timelines.items():
        if timeline.section:
            address = addresses.timeline(timeline_id)
            read = _Read(timeline.order, timeline.title, timeline.summary or "", address)
            pages[timeline.section].append(read)
    for section, made in _made_pages(offer, words):
        pages[section].append(made)
    return [
        {
            "id": section,
            "name": name,
            "guides": [
                {"title": page.title, "summary": page.summary, "url": page.url}
                for page in sorted(pages[section])
            ],
        }
        for section, name in SECTION_NAMES.items()
        if section in pages
    ]


def _made_pages(offer: Offer, words: Words) -> Iterator[tuple[Section, _Read]]:
    """The pages that are made from data, each with the section in whose list it stands."""
    tell, said, doing, law = words["feedback_page"], words["said"], words["indicators"], words["law"]
    yield "about", _Read(15, tell["heading"], tell["summary"], addresses.FEEDBACK)
    yield "about", _Read(16, said["heading"], said["summary"], addresses.YOU_SAID)
    if offer.indicators:
        yield "about", _Read(17, doing["heading"], doing["summary"], addresses.HOW_WE_ARE_DOING)
    yield (
        "about",
        _Read(55, law["heading"], law["description"].format(site=offer.authority.offer_name), addresses.LAW),
    )
    if offer.authority.publish_gaps:
        say = words["gaps"]
        yield "about", _Read(60, say["heading"], say["summary"], addresses.GAPS)
