"""The public page of what the law asks of the council, and where on the site each thing is.

Everything on it comes from `generator.reports.coverage`: nobody writes it by hand.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.reading import Offer
from generator.reports.coverage import FORCES, Coverage, Evidence, Item, Met, SchoolCoverage, Share
from generator.site import addresses
from generator.site.charts import Bar, bar_chart
from generator.site.wording import Wording
from generator.site.words import Words, for_count
from offer_schema.field_types import slug
from offer_schema.requirement import RequirementSet

SHOWN = 5
"""How many places are named for one thing; the rest are counted."""


def law_view(offer: Offer, found: Coverage, words: Words) -> dict[str, Any]:
    """What the page shows: ``{date, shares, sets, bars, schools}``.

    ``shares``
        A sentence for *must* and one for *should*.
    ``sets``
        ``[{id, title, source, href, force, count, items}]``, each item ``{slug, title, wording, citation, href, sure,
        state, state_text, places: [{name, url}], more}``. A place that cannot be followed has no url.
    ``bars``
        The rows of a chart: how much of each set is here.
    ``schools``
        ``[{name, url, state, must, gaps}]`` of the schools that owe an SEN information report.

    Args:
        offer: The offer.
        found: Its coverage.
        words: The interface's words.
    """
    say = words["law"]
    where = _Where(offer, words)
    sets = [
        _set(one, [item for item in found.items if item.source is one], where, words) for one in found.sets
    ]
    return {
        "date": Wording(words).date(found.today),
        "shares": [_sentence(say, force, found.share(force)) for force in FORCES],
        "sets": sets,
        "bars": bar_chart([_bar(one, say) for one in sets], whole=100),
        "schools": [_school(school, words) for school in found.schools if school.report.duty],
    }


def _sentence(say: Mapping[str, str], force: str, share: Share) -> str:
    percent = "0" if share.percent is None else f"{share.percent:.0f}"
    return say[f"share_{force}"].format(met=share.met, asked=share.asked, percent=percent)


def _set(one: RequirementSet, items: list[Item], where: "_Where", words: Words) -> dict[str, Any]:
    say = words["law"]
    met = sum(item.state is Met.MET for item in items)
    return {
        "id": slug(one.title),
        "title": one.title,
        "source": one.source,
        "href": one.href,
        "force": say[f"force_{one.force}"],
        "met": met,
        "asked": len(items),
        "count": say["count"].format(met=met, asked=len(items)),
        "items": [_item(item, where, words) for item in items],
    }


def _item(item: Item, where: "_Where", words: Words) -> dict[str, Any]:
    say = words["law"]
    places = where.places(item.evidence)
    # One more is named as soon as it is counted.
    shown = places if len(places) <= SHOWN + 1 else places[:SHOWN]
    return {
        "slug": item.slug,
        "title": item.requirement.title,
        "wording": item.requirement.wording,
        "citation": item.requirement.citation,
        "href": item.href,
        "sure": "" if item.requirement.certainty == "checked" else say[f"sure_{item.requirement.certainty}"],
        "state": item.state.value,
        "state_text": say[f"state_{item.state.value}"],
        "places": shown,
        "more": for_count(say, "more", len(places) - len(shown)) if len(places) > len(shown) else "",
    }


def _bar(one: Mapping[str, Any], say: Mapping[str, str]) -> Bar:
    percent = 100 * one["met"] // one["asked"] if one["asked"] else 0
    return Bar(one["title"], percent, one["count"], f"{addresses.LAW}#{one['id']}")


def _school(school: SchoolCoverage, words: Words) -> dict[str, Any]:
    share = school.share("must")
    say = words["law"]
    return {
        "name": school.report.card.name,
        "url": addresses.entry("school", school.report.card.id),
        "state": say[f"report_{school.report.state}"],
        "must": say["count"].format(met=share.met, asked=share.asked),
    }


class _Where:
    """Turns content into a place on the site that can be followed."""

    def __init__(self, offer: Offer, words: Words) -> None:
        self._offer, self._words = offer, words

    def places(self, pieces: Iterable[Evidence]) -> list[dict[str, Any]]:
        """``[{name, url}]``, each once; a url without a scheme is relative to the top of the site."""
        found: dict[tuple[str, str | None], dict[str, Any]] = {}
        for piece in sorted(pieces, key=lambda piece: piece.kind not in ("guide", "council", "comment")):
            place = self._place(piece)
            found.setdefault((place["name"], place["url"]), place)
        return list(found.values())

    def _place(self, piece: Evidence) -> dict[str, Any]:
        if piece.kind == "guide":
            return {"name": piece.name, "url": addresses.guide(piece.id)}
        if piece.kind == "comment":
            return {"name": self._words["law"]["comments"], "url": addresses.YOU_SAID}
        if piece.kind == "report":
            return {
                "name": self._words["law"]["report_of"].format(school=piece.name),
                "url": addresses.sen_report(piece.id),
            }
        if piece.kind == "council":
            return self._fact(piece.id)
        return {"name": piece.name, "url": addresses.entry(piece.kind, piece.id)}

    def _fact(self, name: str) -> dict[str, Any]:
        """A fact of the council: what it is called, and the page that shows it."""
        authority, top = self._offer.authority, name.partition(".")[0]
        links = {
            "website": authority.website,
            "complaints": authority.complaints.url if authority.complaints else None,
            "offline": "#offline",  # on the home page
            "accessibility": addresses.ACCESSIBILITY,
            "feedback": addresses.FEEDBACK,
        }
        return {"name": self._words["law_fact"][top], "url": links.get(top)}
