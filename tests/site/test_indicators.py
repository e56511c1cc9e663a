"""What the page "How we are doing" says of figures: in words, in a chart with its table, and when they are old."""

import dataclasses
import datetime
from typing import Any

import pytest

from generator.reading import Offer
from generator.site.indicators import how_we_are_doing
from generator.site.views import Views
from generator.site.words import load_words
from tests.schema.test_indicator import indicator
from tests.site.conftest import REPOSITORY

WORDS = load_words([REPOSITORY / "theme"])
TODAY = datetime.date(2026, 11, 20)


def view(offer: Offer, *figures: dict[str, Any], **answers: Any) -> dict[str, Any]:
    made = dataclasses.replace(offer, indicators={"plans": indicator(*figures, **answers)})
    (topic,) = how_we_are_doing(Views(made, WORDS, {}, "", TODAY), TODAY)["topics"]
    (found,) = topic["indicators"]
    return dict(found)


@pytest.mark.parametrize(
    ("better", "ours", "england", "said"),
    [
        ("higher", "61", "54", "That is better than in England (54%)."),
        ("lower", "61", "54", "That is worse than in England (54%)."),
        ("higher", "50", "54", "That is worse than in England (54%)."),
        ("lower", "50", "54", "That is better than in England (54%)."),
        ("neither", "61", "54", "That is more than in England (54%)."),
        ("neither", "50", "54", "That is less than in England (54%)."),
        ("higher", "54", "54.0", "That is the same as in England."),
    ],
)
def test_better_and_worse_are_said_in_words(
    offer: Offer, better: str, ours: str, england: str, said: str
) -> None:
    found = view(offer, {"period": "2025", "ours": ours, "england": england}, better=better)
    assert found["sentences"] == [f"{ours}% in 2025.", said]


def test_the_last_year_that_can_be_compared_is(offer: Offer) -> None:
    found = view(
        offer,
        {"period": "2023", "ours": "40"},
        {"period": "2024", "suppressed": "yes"},
        {"period": "2025", "count": "30", "of": "60"},
        better="higher",
    )
    assert found["sentences"] == ["50% of 60 in 2025.", "It went up from 40% in 2023, which is better."]


@pytest.mark.parametrize(
    ("unit", "typed", "said"),
    [
        ("percent", "61.40", "61.4%"),
        ("children", "1842", "1,842"),
        ("number", "12.5", "12.5"),
        ("pounds", "41234567", "£41.2 million"),
        ("pounds", "999999", "£999,999"),
        ("days", "1", "1 day"),
        ("days", "34", "34 days"),
        ("weeks", "20", "20 weeks"),
    ],
)
def test_a_figure_is_shown_with_its_unit(offer: Offer, unit: str, typed: str, said: str) -> None:
    found = view(offer, {"period": "2025", "ours": typed}, unit=unit)
    assert found["sentences"] == [f"{said} in 2025."]
    assert found["chart"]["rows"] == [{"label": "2025", "shown": [said]}]


def test_what_is_too_few_to_publish_is_said_and_has_no_place_in_the_drawing(offer: Offer) -> None:
    found = view(
        offer,
        {"period": "2024", "ours": "40", "england": "50"},
        {"period": "2025", "suppressed": "yes", "of": "40"},
    )
    assert found["sentences"] == ["The figure for 2025 is about too few children to publish."]
    assert found["chart"]["rows"][1]["shown"] == ["Too few to publish", "No figure"]
    assert [len(series["points"]) for series in found["chart"]["series"]] == [1, 1]


def test_parts_stand_in_a_table_of_their_own(offer: Offer) -> None:
    found = view(
        offer,
        {"period": "2024", "ours": "30"},
        {
            "period": "2025",
            "ours": "40",
            "parts": [
                {"name": "Agreed", "ours": "20"},
                {"name": "Lost", "suppressed": "yes"},
                {"name": "Won", "suppressed": "yes"},
            ],
        },
        unit="children",
    )["parts"]
    assert found["periods"] == ["2025"]
    assert [(row["name"], *row["shown"]) for row in found["rows"]] == [
        ("Agreed", "20"),
        ("Lost", "Too few to publish"),
        ("Won", "Too few to publish"),
    ]


def test_a_school_year_is_short_in_the_drawing_and_whole_in_the_table(offer: Offer) -> None:
    chart = view(offer, {"period": "2024 to 2025", "ours": "40"})["chart"]
    assert chart["labels"][0]["name"] == "2024/25"
    assert chart["rows"][0]["label"] == "2024 to 2025"


@pytest.mark.parametrize(
    ("checked", "every", "state", "warned"),
    [
        ("2026-06-15", None, "current", False),
        ("2025-10-15", None, "overdue", True),
        ("2024-01-15", None, "expired", True),
        ("2026-06-15", "3 months", "overdue", True),
        (None, None, "never-checked", False),
    ],
)
def test_figures_that_nobody_checked_in_time_carry_a_warning(
    offer: Offer, checked: str | None, every: str | None, state: str, warned: bool
) -> None:
    given = {key: one for key, one in (("checked", checked), ("review_every", every)) if one}
    found = view(offer, **given)
    assert found["checked"]["state"] == state
    assert bool(found["notice"]) is warned


def test_the_demonstration_says_that_its_figures_are_made_up(offer: Offer) -> None:
    assert offer.authority.demonstration
    for key, one in offer.indicators.items():
        assert "made-up" in one.source.title.lower(), key
    topics = how_we_are_doing(Views(offer, WORDS, {}, "", TODAY), TODAY)["topics"]
    assert [topic["id"] for topic in topics] == list(WORDS["indicator_topic"])
    for one in offer.indicators.values():
        assert 3 <= len(one.figures) <= 5
