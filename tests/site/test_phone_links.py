"""Phone numbers in running text can be called by touching them."""

import pytest

from generator.site.phone_links import linked, linked_html


@pytest.mark.parametrize(
    "number", ["01632 960120", "01632960120", "020 7946 0018", "0800 496 0123", "07700 900120"]
)
def test_a_number_in_a_sentence_becomes_a_link(number: str) -> None:
    text = linked(f"Call {number}, Monday to Friday.")
    dialled = "+44" + number.replace(" ", "")[1:]
    assert text == f'Call <a href="tel:{dialled}">{number}</a>, Monday to Friday.'


@pytest.mark.parametrize(
    "text",
    [
        "Room 0123",
        "From 09:30 to 10:30",
        "2026-10-31",
        "Account 01234567890123",
        "https://x.example/01632960120",
        "£0.50",
    ],
)
def test_what_is_no_phone_number_stays_text(text: str) -> None:
    assert linked(text) == text
    assert linked_html(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_other_signs_in_the_text_are_still_escaped() -> None:
    assert linked("<b>Call 01632 960120") == '&lt;b&gt;Call <a href="tel:+441632960120">01632 960120</a>'


def test_a_number_that_is_a_link_already_is_left_alone() -> None:
    html = '<p><a href="tel:01632960120">Call <b>01632 960120</b></a> or 07700 900120</p>'
    expected = html.replace("07700 900120", '<a href="tel:+447700900120">07700 900120</a>')
    assert linked_html(html) == expected
