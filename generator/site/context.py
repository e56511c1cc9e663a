"""What every template may show about the site as a whole: ``site``."""

from collections.abc import Mapping
from typing import Any

from generator.reading import Offer
from generator.site import addresses
from generator.site.browsing import Browsing, Listing
from generator.site.calendar_file import seasons_of
from generator.site.words import Words
from offer_schema.page import SECTION_NAMES


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
        "accessibility": {"name": words["accessibility"]["title"], "url": addresses.ACCESSIBILITY},
        "sections": _sections(offer),
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
        "about_pages": about_pages(words),
    }


def about_pages(words: Words) -> list[dict[str, str]]:
    """The pages about the Local Offer itself that are made from its data: ``{name, summary, url}``.

    They stand beside the guides of that part, and in the footer.

    Args:
        words: The interface's words.
    """
    tell, said = words["feedback_page"], words["said"]
    return [
        {"name": tell["heading"], "summary": tell["summary"], "url": addresses.FEEDBACK},
        {"name": said["heading"], "summary": said["summary"], "url": addresses.YOU_SAID},
    ]


def _sections(offer: Offer) -> list[dict[str, Any]]:
    sections = []
    for section, name in SECTION_NAMES.items():
        guides = sorted(
            (
                guide
                for guide in offer.guides.values()
                if guide.about.section == section and not guide.about.translation_of
            ),
            key=lambda guide: (guide.about.order, guide.about.title),
        )
        if guides:
            sections.append(
                {
                    "id": section,
                    "name": name,
                    "guides": [
                        {
                            "title": guide.about.title,
                            "summary": guide.about.summary or "",
                            "url": addresses.guide(guide.id),
                        }
                        for guide in guides
                    ],
                }
            )
    return sections
