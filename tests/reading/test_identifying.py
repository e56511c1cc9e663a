"""Words that may tell who somebody is are found, and words that tell nothing are let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.identifying import identifying


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("My son Tom cannot go.", "My son Tom"),
        ("Our little girl Mia waits.", "Our little girl Mia"),
        ("I asked for my daughter, Aisha.", "my daughter, Aisha"),
        ("Ask for my grandson who is called Li.", "my grandson who is called Li"),
        ("My daughter’s name is Ella.", "My daughter’s name is Ella"),
        ("My son's friend Jack came.", "My son's friend Jack"),
        ("His brother Anne-Marie came.", "His brother Anne-Marie"),
        ("Tom is my son.", "Tom is my son"),
        ("Tom, our eldest son, goes.", "Tom, our eldest son"),
        ("My son goes to swimming with Ella on Mondays.", "My son goes to swimming with Ella"),
        ("My son and Tom Smith go.", "My son and Tom Smith"),
        ("Mrs Jones said no.", "Mrs Jones"),
        ("My name is Ali.", "My name is Ali"),
        ("Write to tom@example.org please.", "tom@example.org"),
        ("Ring 01632 960123 now.", "01632 960123"),
        ("Ring (01632) 960-123 now.", "(01632) 960-123"),
        ("Text +44 7700 900123.", "+44 7700 900123"),
        ("We live at ZZ1 2AB.", "ZZ1 2AB"),
    ],
)
def test_what_tells_who_somebody_is_is_found(said: str, found: str) -> None:
    assert list(identifying(said)) == [found]


@pytest.mark.parametrize(
    "said",
    [
        "My son cannot go.",
        "My son is Polish.",
        "My son has Down syndrome, and my daughter is in Year 9.",
        "My daughter goes to a club in Tidewell.",
        "My son could not go to Kestrel Moor School.",
        "My son likes it. Clubs are good.",
        "Because my son waits, I asked.",
        "Yesterday, my son waited.",
        "Childline is on 0800 1111.",
        "On 2026-05-04 we waited 12 weeks, from 9 to 500.",
        "It cost 1,200 pounds in 2025 and 2026.",
    ],
)
def test_what_tells_nothing_is_let_through(said: str) -> None:
    assert list(identifying(said)) == []


def test_one_text_may_tell_in_several_ways() -> None:
    said = "My son Tom waits. Ring 01632 960123 or write to t@example.org."
    assert list(identifying(said)) == ["My son Tom", "01632 960123", "t@example.org"]


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("Ring 01632 960100 or write to sen@doggerland.example.org.", []),
        ("Dr Patel answers.", []),
        ("We wrote to tom.x@gmail.com.", ["tom.x@gmail.com"]),
        ("We wrote to tom@btinternet.com and tom@yahoo.co.uk.", ["tom@btinternet.com", "tom@yahoo.co.uk"]),
        ("You told us about your son Tom.", ["your son Tom"]),
        ("My colleague and your daughter met.", []),
    ],
)
def test_the_councils_answer_may_give_its_own_addresses(response: str, found: list[str]) -> None:
    assert list(identifying(response, answer=True)) == found


@given(st.text(alphabet="my son Tom,.@01 5AZ\n", max_size=300), st.booleans())
def test_whatever_is_found_stands_in_the_text(text: str, answer: bool) -> None:
    at = 0
    for words in identifying(text, answer=answer):
        assert words in text[at:]
        at = text.index(words, at) + len(words)
