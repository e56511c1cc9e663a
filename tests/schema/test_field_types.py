"""Each kind of value takes what people write, and says what to write instead of the rest."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from offer_schema.field_types import (
    Age,
    Date,
    Email,
    GssCode,
    Id,
    MarkdownText,
    Money,
    Period,
    Phone,
    PlainText,
    Postcode,
    ShortText,
    Time,
    WebAddress,
    add_period,
    digits,
    is_id,
    normalise_postcode,
    read_time,
    slug,
)

Urn = digits("bad-urn", "URN", 6, 6)
Uprn = digits("bad-uprn", "UPRN", 1, 12)


def taken(kind: Any, value: object) -> Any:
    """What the field makes of a value."""
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> tuple[str, str, str]:
    """The code, message and fix with which the field refuses a value."""
    with pytest.raises(ValidationError) as caught:
        taken(kind, value)
    (error,) = caught.value.errors()
    return error["type"], error["ctx"]["message"], error["ctx"]["fix"]


# --- Text -----------------------------------------------------------------------------------


def test_plain_text_is_one_run_of_words() -> None:
    assert taken(PlainText, "  We  meet\non\tSaturdays ") == "We meet on Saturdays"


def test_markdown_keeps_its_lines() -> None:
    assert taken(MarkdownText, "\n- one\n- two\n\n") == "- one\n- two"


@pytest.mark.parametrize("kind", [PlainText, ShortText, MarkdownText])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\uffff"])
def test_an_invisible_control_character_is_refused(kind: Any, character: str) -> None:
    code, _, fix = refused(kind, f"Swim{character}club")
    assert code == "control-character"
    assert fix


# --- Ids ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["swim", "swim-club-2", "2026-swim", "0-4", "a" * 80])
def test_an_id_has_small_letters_numbers_and_hyphens(value: str) -> None:
    assert taken(Id, value) == value


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("Swim Club", "swim-club"),
        ("swim_club", "swim-club"),
        ("swim--club", "swim-club"),
        ("-swim", "swim"),
        ("swim\n", "swim"),
        ("../swim", "swim"),
        ("Café", "cafe"),
        ("Mums & Dads", "mums-and-dads"),
        ("children's centre", "childrens-centre"),
    ],
)
def test_what_is_no_id_comes_with_one_that_is(value: str, suggestion: str) -> None:
    code, _, fix = refused(Id, value)
    assert code == "bad-id"
    assert fix.endswith(f'Did you mean "{suggestion}"?')


@pytest.mark.parametrize("value", ["", "ссср", "???"])
def test_no_id_is_suggested_where_none_can_be_made(value: str) -> None:
    assert refused(Id, value)[2] == "Use small letters, numbers and hyphens only."


def test_an_id_of_81_characters_is_too_long() -> None:
    assert refused(Id, "a" * 81)[0] == "bad-id"


@given(st.text())
def test_a_slug_is_always_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert made == "" or is_id(made)


WORDS = st.lists(
    st.sampled_from(["a", "club", "sen", "16", "swimming", "wheelchairs"]), min_size=1, max_size=30
)


@given(WORDS)
def test_a_long_name_is_cut_between_words(words: list[str]) -> None:
    made = slug(" ".join(words))
    assert made
    assert made.split("-") == words[: made.count("-") + 1]


@given(WORDS.map("-".join).filter(is_id))
def test_the_slug_of_an_id_is_that_id(value: str) -> None:
    assert slug(value) == value


# --- Postcodes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("M33 2UG", "M33 2UG"),
        ("m332ug", "M33 2UG"),
        (" zz1  2ab ", "ZZ1 2AB"),
        ("ZZ1-2AB", "ZZ1 2AB"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("B33 8TH", "B33 8TH"),
        ("GIR 0AA", "GIR 0AA"),
    ],
)
def test_a_postcode_is_kept_in_capitals_with_one_space(typed: str, kept: str) -> None:
    assert taken(Postcode, typed) == kept


@pytest.mark.parametrize(
    "value", ["ZZ1", "ZZ1 2A", "ZZ1 2ABC", "1ZZ 2AB", "ZZZ1 2AB", "ZZ1 AAB", "somewhere"]
)
def test_half_a_postcode_is_refused(value: str) -> None:
    code, message, fix = refused(Postcode, value)
    assert (code, fix) == ("bad-postcode", 'Write it like "ZZ1 2AB".')
    assert f'"{value}"' in message


@given(st.text(max_size=12))
def test_a_normal_postcode_stays_as_it_is(text: str) -> None:
    normal = normalise_postcode(text)
    assert normal is None or normalise_postcode(normal) == normal


# --- Telephone numbers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "0161 912 2000",
        "(0161) 912 2000",
        "0161-912-2000",
        "01619122000",
        "+44 161 912 2000",
        "+44 (0)161 912 2000",
        "0300 123 1053",
        "0161 912 2000 ext 12",
        "0161 912 2000 extension 12",
        "0161 912 2000 x12",
        "07911 123456",
    ],
)
def test_a_phone_number_is_taken_as_people_write_it(number: str) -> None:
    assert taken(Phone, number) == number


@pytest.mark.parametrize("number", ["999", "112", "111", "101", "105", "116 123", "116 000", "0800 1111"])
def test_short_numbers_that_save_lives_are_taken(number: str) -> None:
    assert taken(Phone, number) == number


@pytest.mark.parametrize(
    "number",
    [
        "01632 960123",
        "(01632) 960123",
        "+44 1632 960123",
        "+44 (0)1632 960123",
        "07700 900123",
        "020 7946 0123",
        "0121 496 0123",
        "0808 157 0123",
        "03069 990123",
    ],
)
def test_ofcoms_numbers_for_drama_are_taken(number: str) -> None:
    assert taken(Phone, number) == number


@pytest.mark.parametrize(
    "number",
    [
        "01632 96012",
        "0161 912",
        "call the office",
        "01632 960123 / 4",
        "",
        "0",
        "+",
        "()",
        "01632-960123-9999",
    ],
)
def test_what_cannot_be_dialled_is_refused(number: str) -> None:
    code, _, fix = refused(Phone, number)
    assert (code, fix) == ("bad-phone", 'Write one like "01632 960123".')


@pytest.mark.parametrize("number", ["+1 212 736 5000", "+33 1 42 68 53 00", "00 353 1 222 2222"])
def test_a_number_of_another_country_is_refused(number: str) -> None:
    assert refused(Phone, number)[0] == "bad-phone"


def test_a_number_without_its_first_zero_comes_with_it() -> None:
    fix = refused(Phone, "1632 960123")[2]
    assert fix == 'Is the first 0 missing? Write "01632 960123".'


# --- Email and web addresses ----------------------------------------------------------------


@pytest.mark.parametrize("value", ["club@example.org", "o'brien+send@mail.example.co.uk", "a@b.uk"])
def test_an_email_address_is_taken(value: str) -> None:
    assert taken(Email, f" {value} ") == value


@pytest.mark.parametrize(
    "value",
    ["club", "club@", "@example.org", "club@example", "a b@example.org", "a@b@example.org", "a@-b.org"],
)
def test_what_is_no_email_address_is_refused(value: str) -> None:
    assert refused(Email, value)[::2] == ("bad-email", 'Write one like "club@example.org".')


@pytest.mark.parametrize(
    "value",
    [
        "https://www.example.org",
        "http://example.org/club?day=sat&age=5#times",
        "HTTPS://WWW.EXAMPLE.ORG/Club",
        "https://example.org:8443/club",
        "https://example.org./",
        "https://bücher.example.org/",
        "https://xn--bcher-kva.example.org/",
        "https://例え.テスト/",
        "https://example.org/caf%C3%A9",
        "https://example.org/a,b;c(d)!e*f~g@h:i",
    ],
)
def test_a_web_address_is_taken(value: str) -> None:
    assert taken(WebAddress, value) == value


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:club@example.org",
        "//example.org",
        "https://",
        "https:///club",
        "https:example.org",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org\\@evil.example.com/",
        "https://localhost/",
        "https://192.168.0.1/",
        "https://[::1]/",
        "https://[example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/the club",
        'https://example.org/"onclick="alert(1)',
        "https://example.org/<b>",
        "https://-example.org/",
        "https://example..org/",
        "see our page",
    ],
)
def test_what_people_cannot_open_safely_is_no_web_address(value: str) -> None:
    code, _, fix = refused(WebAddress, value)
    assert (code, fix) == ("bad-web-address", 'Write one like "https://www.example.org/club".')


@pytest.mark.parametrize("value", ["www.example.org", "example.org/club", "example.org/a:b"])
def test_an_address_without_https_comes_with_it(value: str) -> None:
    assert refused(WebAddress, value)[2] == f'Did you mean "https://{value}"?'


# --- Ages and money -------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "age"), [("0", 0), ("5", 5), ("25", 25), ("05", 5), (" 7 ", 7), (11, 11)])
def test_an_age_is_a_whole_number(typed: object, age: int) -> None:
    assert taken(Age, typed) == age


@pytest.mark.parametrize("value", ["-1", "26", "5.5", "five", "5-11", "1_0", "1e1", "0x5", "٥", "5 years"])
def test_what_is_no_age_from_0_to_25_is_refused(value: str) -> None:
    assert refused(Age, value)[::2] == ("bad-age", "Write a whole number from 0 to 25.")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("4", "4"),
        ("4.50", "4.50"),
        ("4.5", "4.5"),
        ("£4.50", "4.50"),
        ("£ 4", "4"),
        ("1,250", "1250"),
        ("£12,345.67", "12345.67"),
        ("0", "0"),
        ("0.00", "0"),
    ],
)
def test_an_amount_is_in_pounds(typed: str, amount: str) -> None:
    assert taken(Money, typed) == Decimal(amount)


@pytest.mark.parametrize(
    "value",
    [
        "-1",
        "4.505",
        "free",
        "4p",
        "£",
        "",
        "nan",
        "inf",
        "1e3",
        "1_000",
        "4,50",
        "1,00,0",
        "٤",
        "4 50",
        "1000000",
    ],
)
def test_what_is_no_amount_is_refused(value: str) -> None:
    assert refused(Money, value)[::2] == ("bad-money", "Write pounds like 4 or 4.50.")


# --- Times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("09:30", "09:30"),
        ("9:30", "09:30"),
        ("9.30am", "09:30"),
        ("9.30 a.m.", "09:30"),
        ("9am", "09:00"),
        ("5pm", "17:00"),
        ("5.15 PM", "17:15"),
        ("17:30", "17:30"),
        ("17.30", "17:30"),
        ("noon", "12:00"),
        ("Midday", "12:00"),
        ("12pm", "12:00"),
        ("12am", "00:00"),
        ("00:00", "00:00"),
        ("24:00", "24:00"),
        ("09:30:00", "09:30"),
    ],
)
def test_a_time_is_kept_on_the_24_hour_clock(typed: str, kept: str) -> None:
    assert taken(Time, typed) == kept


@pytest.mark.parametrize(
    "value",
    ["", "9", "930", "25:00", "24:01", "9:60", "13pm", "0am", "9-10", "early", "9:30:15", "9:30m", "9:30."],
)
def test_what_is_no_time_is_refused(value: str) -> None:
    assert refused(Time, value)[::2] == ("bad-time", 'Write it like "09:30" or "17:00".')


@given(st.times())
def test_a_time_of_day_reads_back_as_it_is(time: datetime.time) -> None:
    assert read_time(f"{time:%H:%M}") == f"{time:%H:%M}"
    assert read_time(f"{time:%I.%M%p}") == f"{time:%H:%M}"


# --- Dates and periods ----------------------------------------------------------------------


@given(st.dates())
def test_a_date_reads_back_as_it_is(day: datetime.date) -> None:
    assert taken(Date, day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("31/10/2026", "2026-10-31"),
        ("1/2/26", "2026-02-01"),
        ("31.10.2026", "2026-10-31"),
        ("31-10-2026", "2026-10-31"),
        ("31 October 2026", "2026-10-31"),
        ("31 Oct 2026", "2026-10-31"),
        ("October 31, 2026", "2026-10-31"),
        ("31-Oct-2026", "2026-10-31"),
    ],
)
def test_a_date_written_in_another_way_comes_in_ours(typed: str, suggestion: str) -> None:
    code, _, fix = refused(Date, typed)
    assert code == "bad-date"
    assert fix == f"Write year-month-day, like 2026-10-31. Did you mean {suggestion}?"


@pytest.mark.parametrize(
    "value", ["", "soon", "31/31/2026", "10/31/2026", "2026", "2026-10", "20261031", "45000"]
)
def test_no_date_is_guessed(value: str) -> None:
    assert refused(Date, value)[::2] == ("bad-date", "Write year-month-day, like 2026-10-31.")


@pytest.mark.parametrize("value", ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_is_refused(value: str) -> None:
    code, message, fix = refused(Date, value)
    assert code == "bad-date"
    assert "calendar" in message
    assert fix


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("6 months", "6 months"),
        ("1 Year", "1 year"),
        ("1 years", "1 year"),
        ("30days", "30 days"),
        ("2 week", "2 weeks"),
    ],
)
def test_a_period_is_kept_in_plain_words(typed: str, kept: str) -> None:
    assert taken(Period, typed) == kept


@pytest.mark.parametrize(
    "value", ["", "6", "months", "six months", "0 days", "-1 month", "1.5 years", "1000 days", "P6M"]
)
def test_what_is_no_period_is_refused(value: str) -> None:
    assert refused(Period, value)[::2] == ("bad-period", 'Write it like "6 months" or "1 year".')


@pytest.mark.parametrize(
    ("start", "period", "times", "end"),
    [
        ("2026-01-31", "1 month", 1, "2026-02-28"),
        ("2028-01-31", "1 month", 1, "2028-02-29"),
        ("2026-03-31", "1 month", -1, "2026-02-28"),
        ("2028-02-29", "1 year", 1, "2029-02-28"),
        ("2026-08-31", "6 months", 1, "2027-02-28"),
        ("2026-01-31", "1 month", 2, "2026-03-31"),
        ("2026-12-31", "2 weeks", 1, "2027-01-14"),
        ("2026-03-01", "1 day", -1, "2026-02-28"),
    ],
)
def test_a_period_keeps_to_the_end_of_a_short_month(start: str, period: str, times: int, end: str) -> None:
    day = datetime.date.fromisoformat
    assert add_period(day(start), period, times) == day(end)


# --- Numbers that are names -----------------------------------------------------------------


def test_a_council_is_known_by_its_gss_code() -> None:
    assert taken(GssCode, " e08000009 ") == "E08000009"


@pytest.mark.parametrize("value", ["", "E07000009", "W06000001", "E0800009", "E080000091", "Trafford"])
def test_what_is_no_gss_code_of_such_a_council_is_refused(value: str) -> None:
    code, _, fix = refused(GssCode, value)
    assert code == "bad-gss-code"
    assert fix


@pytest.mark.parametrize(("kind", "value"), [(Urn, "012345"), (Uprn, "1"), (Uprn, "100012345678")])
def test_a_number_that_is_a_name_keeps_its_zeros(kind: Any, value: str) -> None:
    assert taken(kind, value) == value


@pytest.mark.parametrize(
    ("kind", "value", "fix"),
    [
        (Urn, "12345", "It has 6 digits and nothing else."),
        (Urn, "1234567", "It has 6 digits and nothing else."),
        (Urn, "12345a", "It has 6 digits and nothing else."),
        (Uprn, "1000123456789", "It has 1 to 12 digits and nothing else."),
    ],
)
def test_a_number_of_another_length_is_refused(kind: Any, value: str, fix: str) -> None:
    assert refused(kind, value)[2] == fix
