"""The pages of "You said, we did": an overview, one page for each topic, and a report for each year.

Children and Families Act 2014, section 30(6) and (7); SEND Regulations 2014, regulation 56: comments
are published at least once a year, with the council's answer and what it will do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple, get_args

from generator.reading.offer import Guide
from generator.site import addresses
from generator.site.charts import Bar, bar_chart
from generator.site.views import Views
from generator.site.words import for_count
from offer_schema import Comment
from offer_schema.comment import Status, Topic, answer_due

LATEST = 5
"""How many answers the overview shows."""

_CONSULTING = ("lo-consult", "lo-involve", "lo-kept-under-review")
"""How the requirements begin that are met by a guide on who is asked, and how the offer is reviewed."""

View = dict[str, Any]


class SaidPage(NamedTuple):
    """One page of the register.

    Attributes:
        address: Where it is.
        template: Its template in ``theme/pages``.
        title: Its title.
        description: What it is, for search engines.
        values: What the template shows.
    """

    address: str
    template: str
    title: str
    description: str
    values: View


class Said:
    """Makes the pages of the comments of one offer.

    Args:
        views: The views of the offer.
    """

    def __init__(self, views: Views) -> None:
        self._views, self._offer, self._words = views, views.offer, views.words
        self._say = views.words["said"]

    @cached_property
    def comments(self) -> list[tuple[str, Comment]]:
        """Every comment with its id, the newest first; what is on one theme stands together."""
        comments = list(self._offer.comments.items())
        newest = {
            theme: max(one.received for _, one in comments if one.theme == theme)
            for theme in {one.theme for _, one in comments}
        }
        return sorted(
            comments,
            key=lambda item: (newest[item[1].theme], item[1].theme, item[1].received, item[0]),
            reverse=True,
        )

    @cached_property
    def years(self) -> list[int]:
        """The years in which comments came, the latest first."""
        return sorted({one.received.year for _, one in self.comments}, reverse=True)

    @cached_property
    def addresses(self) -> list[str]:
        """Where the pages are, without making them."""
        topics = {one.topic for _, one in self.comments}
        return [
            addresses.YOU_SAID,
            *(addresses.said_topic(topic) for topic in get_args(Topic) if topic in topics),
            *(addresses.said_year(year) for year in self.years),
        ]

    def pages(self) -> Iterator[SaidPage]:
        """Every page."""
        yield self._overview()
        for topic in get_args(Topic):
            if found := [(key, one) for key, one in self.comments if one.topic == topic]:
                yield self._topic(topic, found)
        for year in self.years:
            yield self._year(year)

    # --- Pages ---------------------------------------------------------------------------------

    def _overview(self) -> SaidPage:
        answered = [item for item in self.comments if item[1].answered]
        answered.sort(key=lambda item: (item[1].answered, item[0]), reverse=True)
        counts = Counter(one.received.year for _, one in self.comments)
        return SaidPage(
            addresses.YOU_SAID,
            "said",
            self._say["heading"],
            self._say["description"],
            {
                "statuses": self._statuses(one for _, one in self.comments),
                "years": [
                    {
                        "name": self._say["report"].format(year=year),
                        "url": addresses.said_year(year),
                        "description": for_count(self._say, "comments", counts[year]),
                    }
                    for year in self.years
                ],
                "topics": self._topics(),
                "latest": self._views_of(answered[:LATEST]),
                "waiting": self._views_of(item for item in self.comments if item[1].status == "received"),
            },
        )

    def _topic(self, topic: Topic, found: list[tuple[str, Comment]]) -> SaidPage:
        name = self._words["said_topic"][topic]
        return SaidPage(
            addresses.said_topic(topic),
            "said-topic",
            self._say["topic_title"].format(topic=name),
            self._say["topic_description"].format(topic=name, name="{name}"),
            {
                "heading": name,
                "about": self._words["said_topic_about"][topic],
                "comments": self._views_of(found),
                "topics": self._topics(topic),
            },
        )

    def _year(self, year: int) -> SaidPage:
        found = [item for item in self.comments if item[1].received.year == year]
        comments = [one for _, one in found]
        promise = self._offer.authority.feedback.answer_within
        answered = [one for one in comments if one.answered]
        in_time = sum(
            one.answered <= answer_due(one.received, promise) for one in answered if one.answered is not None
        )
        by_topic = Counter(one.topic for one in comments)
        topics = [
            Bar(self._words["said_topic"][topic], by_topic[topic], str(by_topic[topic]), url=f"#{topic}")
            for topic in get_args(Topic)
        ]
        return SaidPage(
            addresses.said_year(year),
            "said-year",
            self._say["report_title"].format(year=year),
            self._say["report_description"].format(year=year, name="{name}"),
            {
                "year": year,
                "count": for_count(self._say, "comments", len(comments)),
                "answered": self._say["in_time"].format(
                    answered=len(answered), count=len(comments), in_time=in_time, promise=promise
                ),
                "statuses": self._statuses(comments),
                "by_topic": bar_chart(
                    [bar if bar.value else bar._replace(url="", shown=self._say["none"]) for bar in topics]
                ),
                "parts": [
                    {
                        "id": topic,
                        "name": self._words["said_topic"][topic],
                        "comments": self._views_of(item for item in found if item[1].topic == topic),
                    }
                    for topic in get_args(Topic)
                    if by_topic[topic]
                ],
                "guides": [
                    {
                        "title": guide.about.title,
                        "summary": guide.about.summary or "",
                        "url": addresses.guide(guide.id),
                    }
                    for guide in self._consulting()
                ],
                "years": [
                    {"title": str(one), "url": addresses.said_year(one), "current": one == year}
                    for one in self.years
                ],
            },
        )

    # --- Parts ---------------------------------------------------------------------------------

    def _statuses(self, comments: Iterable[Comment]) -> list[View]:
        counts = Counter(one.status for one in comments)
        return bar_chart(
            [
                Bar(self._words["said_status"][status], counts[status], str(counts[status]))
                for status in get_args(Status)
                if counts[status]
            ]
        )

    def _topics(self, current: Topic | None = None) -> list[View]:
        counts = Counter(one.topic for _, one in self.comments)
        return [
            {
                "name": self._words["said_topic"][topic],
                "url": addresses.said_topic(topic),
                "count": counts[topic],
                "current": topic == current,
            }
            for topic in get_args(Topic)
            if counts[topic]
        ]

    def _consulting(self) -> list[Guide]:
        """The guides that say who is asked, and how the offer is reviewed."""
        return [
            guide
            for guide in self._offer.guides.values()
            if not guide.about.translation_of
            and any(one.startswith(_CONSULTING) for one in guide.about.meets)
        ]

    def _views_of(self, comments: Iterable[tuple[str, Comment]]) -> list[View]:
        return [self._view(key, one) for key, one in comments]

    def _view(self, comment_id: str, comment: Comment) -> View:
        """``{id, theme, topic, status, status_name, said, who, answered, done, response, action, …}``."""
        date, status = self._views.wording.date, comment.status
        due = answer_due(comment.received, self._offer.authority.feedback.answer_within)
        if comment.answered is None:
            when = self._say["due"].format(date=date(due))
        else:
            when = self._say["answered_on"].format(date=date(comment.answered))
        return {
            "id": comment_id,
            "theme": comment.theme,
            "topic": self._words["said_topic"][comment.topic],
            "topic_url": addresses.said_topic(comment.topic),
            "status": status,
            "status_name": self._words["said_status"][status],
            "said": comment.said,
            "who": self._say["who"].format(
                who=self._words["said_from"][comment.from_ or "somebody"],
                month=self._views.wording.month(comment.received),
            ),
            "response": self._views.markdown(comment.response),
            "action": self._views.markdown(comment.action),
            "action_name": self._words["said_action"][status],
            "when": when,
            "done": self._say["done_on"].format(date=date(comment.done)) if comment.done else "",
            "about": [
                {"name": card.name, "url": addresses.entry(card.kind, card.id)}
                for one in comment.about
                for kind in addresses.FOLDERS
                if (card := self._offer.cards.get((kind, one)))
            ],
        }
