"""What the pages of "You said, we did" say of each comment, and the numbers of a year."""

import dataclasses
import datetime
import re
from typing import Any

import pytest

from generator.reading import Offer
from generator.site import addresses
from generator.site.said import LATEST, Said, SaidPage
from generator.site.views import Views
from generator.site.words import load_words
from offer_schema import Comment
from tests.site.conftest import REPOSITORY

WORDS = load_words([REPOSITORY / "theme"])
TODAY = datetime.date(2026, 11, 20)
ANSWERED = {"status": "answered", "response": "You are right.", "answered": "2026-05-20"}


def comment(**answers: Any) -> Comment:
    given = {"theme": "Diving", "topic": "gap", "received": "2026-05-04", "said": "Nothing is here."}
    return Comment.model_validate(given | {"status": "received"} | answers)


def said(offer: Offer, **comments: Comment) -> Said:
    named = {key.replace("_", "-"): one for key, one in comments.items()}
    return Said(Views(dataclasses.replace(offer, comments=named), WORDS, {}, "", TODAY))


def pages(offer: Offer, **comments: Comment) -> dict[str, SaidPage]:
    return {page.address: page for page in said(offer, **comments).pages()}


def test_there_is_a_page_for_each_topic_and_year_that_has_a_comment(offer: Offer) -> None:
    made = said(offer, a=comment(), b=comment(topic="process", received="2025-01-01"))
    assert made.addresses == [
        "you-said-we-did/",
        "you-said-we-did/gap/",
        "you-said-we-did/process/",
        "you-said-we-did/2026/",
        "you-said-we-did/2025/",
    ]
    assert [page.address for page in made.pages()] == made.addresses


def test_without_comments_there_is_only_the_overview(offer: Offer) -> None:
    (page,) = pages(offer).values()
    assert page.address == addresses.YOU_SAID
    assert page.values["statuses"] == []


def test_titles_tell_the_pages_apart(offer: Offer) -> None:
    titles = [page.title for page in pages(offer, a=comment(), b=comment(topic="quality")).values()]
    assert len(set(titles)) == len(titles) == 4


def test_a_comment_shows_what_was_said_by_whom_and_what_was_done_about_it(offer: Offer) -> None:
    one = comment(
        **ANSWERED
        | {
            "status": "done",
            "from": "parent-carer",
            "action": "We **began** a club.",
            "done": "2026-09-12",
            "about": ["saturday-swim-club", "longshore-school"],
        }
    )
    (view,) = pages(offer, a=one)["you-said-we-did/gap/"].values["comments"]
    assert view["said"] == "Nothing is here."
    assert view["who"] == "A parent or carer, May 2026"
    assert view["status_name"] == "Done"
    assert view["response"] == "<p>You are right.</p>\n"
    assert "<strong>began</strong>" in view["action"]
    assert view["action_name"] == "What we did"
    assert view["when"] == "We answered on 20 May 2026."
    assert view["done"] == "Done on 12 September 2026."
    assert [entry["url"] for entry in view["about"]] == [
        "services/saturday-swim-club/",
        "schools/longshore-school/",
    ]


def test_the_day_on_which_a_comment_came_is_not_told(offer: Offer) -> None:
    (view,) = pages(offer, a=comment(**ANSWERED))["you-said-we-did/gap/"].values["comments"]
    assert "4 May" not in str(view)


def test_a_comment_without_an_answer_says_by_when_there_is_one(offer: Offer) -> None:
    (view,) = pages(offer, a=comment())["you-said-we-did/"].values["waiting"]
    assert view["when"] == "You have our answer by 24 May 2026."
    assert not view["response"]


def test_html_in_an_answer_is_shown_and_never_run(offer: Offer) -> None:
    one = comment(**ANSWERED | {"response": "<script>alert(1)</script> [x](javascript:alert(1))"})
    (view,) = pages(offer, a=one)["you-said-we-did/gap/"].values["comments"]
    assert "<script" not in view["response"]
    assert "javascript:" not in re.sub(r">[^<]*<", "><", view["response"])


def test_comments_on_one_theme_stand_together_and_the_newest_come_first(offer: Offer) -> None:
    made = said(
        offer,
        old=comment(theme="Boats", received="2026-01-01"),
        new=comment(theme="Rain", received="2026-03-01"),
        newest=comment(theme="Boats", received="2026-05-01"),
    )
    assert [key for key, _ in made.comments] == ["newest", "old", "new"]


def test_the_overview_shows_the_latest_answers_and_how_far_each_comment_is(offer: Offer) -> None:
    many = {
        f"c{day:02}": comment(theme=f"Theme {day}", **ANSWERED | {"answered": f"2026-06-{day:02}"})
        for day in range(1, 9)
    }
    values = pages(offer, waits=comment(), **many)["you-said-we-did/"].values
    assert [view["id"] for view in values["latest"]] == [f"c{day:02}" for day in range(8, 8 - LATEST, -1)]
    assert [(row["label"], row["shown"]) for row in values["statuses"]] == [
        ("Waiting for our answer", "1"),
        ("Answered", "8"),
    ]
    assert [topic["count"] for topic in values["topics"]] == [9]


def test_the_report_of_a_year_counts_what_came_in_it_and_what_was_answered_in_time(offer: Offer) -> None:
    values = pages(
        offer,
        in_time=comment(**ANSWERED | {"answered": "2026-05-24"}),
        late=comment(theme="Late", **ANSWERED | {"answered": "2026-05-25"}),
        waits=comment(topic="process", theme="Waits"),
        other_year=comment(received="2025-12-31", theme="Other"),
    )["you-said-we-did/2026/"].values
    assert values["count"] == "3 comments"
    assert values["answered"] == "We answered 2 of 3, and 1 of these within our promise of 20 days."
    assert [part["id"] for part in values["parts"]] == ["gap", "process"]
    assert sum(len(part["comments"]) for part in values["parts"]) == 3
    assert {row["label"]: row["shown"] for row in values["by_topic"]}["How good the help is"] == "None"


def test_the_report_leads_to_the_guides_on_who_is_asked(offer: Offer) -> None:
    values = pages(offer, a=comment())["you-said-we-did/2026/"].values
    assert "guides/who-we-consult/" in [guide["url"] for guide in values["guides"]]


@pytest.mark.parametrize(
    "section", ["said_topic", "said_topic_about", "said_status", "said_action", "said_from"]
)
def test_every_answer_has_words(section: str) -> None:
    field = {"topic": "topic", "status": "status", "action": "status", "from": "from_"}[section.split("_")[1]]
    annotation = str(Comment.model_fields[field].annotation)
    assert set(re.findall(r"'([a-z-]+)'", annotation)) == set(WORDS[section]) - {"somebody"}
