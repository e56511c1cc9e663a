"""The kinds of value that an entry can hold, each with its check.

Every value arrives as the text that the person typed (see
`generator.reading.yaml_source`), so each type here turns text into a value or
raises `PydanticCustomError` with a sentence that says what to type instead.
The type names of those errors are the stable problem codes that
``local-offer check`` prints.
"""

import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

YOUNGEST, OLDEST = 0, 25
"""Ages that a Local Offer covers (Children and Families Act 2014, section 30(1))."""


class Reference:
    """Marks a field as naming another entry or a word of a vocabulary.

    Attributes:
        kind: What is named: ``organisation``, ``service``, ``school``, ``need``,
            ``category``, ``access``, ``place``, ``owner`` …
    """

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"Reference({self.kind!r})"


class JsonForm:
    """The JSON Schema of a field type: what an editor may accept of what people type.

    The same as pydantic's ``WithJsonSchema``, without loading its schema generator, which
    only ``local-offer schema`` needs.
    """

    __slots__ = ("schema",)

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.schema)


def problem(code: str, message: str, fix: str = "") -> PydanticCustomError:
    """An error with a stable code, a sentence on what is wrong and one on what to do.

    Raise the result inside a validator; the reader turns it into a `Problem` with its
    file, line and column.
    """
    # The words go in as values: braces in what the person typed are not placeholders.
    return PydanticCustomError(code, "{message} {fix}", {"message": message, "fix": fix})


# --- Text -----------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def _plain(value: str) -> str:
    value = " ".join(value.split())
    if _CONTROL.search(value):
        raise problem(
            "control-character",
            "There is an invisible control character in this text.",
            "Type the text again.",
        )
    return value


def _markdown(value: str) -> str:
    if _CONTROL.search(value):
        raise problem(
            "control-character",
            "There is an invisible control character in this text.",
            "Type the text again.",
        )
    return value.strip()


PlainText = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_plain)]
"""One run of text without formatting; line breaks and double spaces become one space."""

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
"""`PlainText` of at most 200 characters: a name, a title, a summary."""

MarkdownText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=20000),
    AfterValidator(_markdown),
    JsonForm({"type": "string", "maxLength": 20000, "contentMediaType": "text/markdown"}),
]
"""Text with Markdown formatting. HTML in it is shown as text, never run."""

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_ID = re.compile(ID_PATTERN)


def is_id(value: str) -> bool:
    """Says whether `value` can be a file name and an address: ``swim-club-2``."""
    return len(value) <= 80 and _ID.fullmatch(value) is not None


def slug(text: str) -> str:
    """Makes an id from a name: lower case, words joined by hyphens, at most 80 characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", "").replace("&", " and "))
    made = "-".join(words)
    return made if len(made) <= 80 else made[:81].rpartition("-")[0]


def _id(value: str) -> str:
    if not is_id(value):
        suggestion = slug(value)
        hint = f' Did you mean "{suggestion}"?' if suggestion else ""
        raise problem(
            "bad-id",
            f'"{value}" is not an id.',
            f"Use small letters, numbers and hyphens only.{hint}",
        )
    return value


Id = Annotated[str, AfterValidator(_id), JsonForm({"type": "string", "pattern": ID_PATTERN})]
"""The name of an entry or of a vocabulary word: small letters, numbers, hyphens."""


def _guide_path(value: str) -> str:
    path = value.removesuffix(".md").removeprefix("content/pages/").strip("/")
    if not all(map(is_id, path.split("/"))):
        raise problem(
            "bad-guide",
            f'"{value}" is not the path of a guide.',
            'Write where its file is below content/pages, without ".md", like guides/sendiass.',
        )
    return path


GuidePath = Annotated[str, AfterValidator(_guide_path), JsonForm({"type": "string"})]
"""A guide's file below ``content/pages`` without its ending: ``guides/sendiass``."""

_LANGUAGE_CODE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


def _language_code(value: str) -> str:
    found = _LANGUAGE_CODE.fullmatch(value.replace("_", "-"))
    if found is None:
        raise problem(
            "bad-language-code",
            f'"{value}" is not the code of a language.',
            "Write its two or three letters, like pl for Polish, ur for Urdu or bfi for British Sign Language.",
        )
    language, letters, region = found.groups()
    return "-".join(filter(None, (language.lower(), (letters or "").title(), (region or "").upper())))


LanguageCode = Annotated[
    str,
    AfterValidator(_language_code),
    JsonForm({"type": "string", "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?$"}),
]
"""A language's code on the web (BCP 47): ``pl``, ``zh-Hant``, ``pt-BR``, ``bfi``."""

# --- Contact --------------------------------------------------------------------------

POSTCODE_PATTERN = r"^(GIR 0AA|[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2})$"
_POSTCODE = re.compile(POSTCODE_PATTERN)


def normalise_postcode(value: str) -> str | None:
    """Writes a UK postcode in its usual form, ``M33 2UG``; None if it is not one.

    The pattern follows BS 7666's postcode grammar; whether the postcode exists is
    a separate question (see the imported places).
    """
    joined = re.sub(r"[\s.\-]+", "", value).upper()
    spaced = f"{joined[:-3]} {joined[-3:]}"
    return spaced if _POSTCODE.match(spaced) else None


def _postcode(value: str) -> str:
    normal = normalise_postcode(value)
    if normal is None:
        raise problem("bad-postcode", f'"{value}" is not a full UK postcode.', 'Write it like "ZZ1 2AB".')
    return normal


Postcode = Annotated[
    str,
    AfterValidator(_postcode),
    JsonForm({"type": "string", "pattern": r"^[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$"}),
]
"""A full UK postcode, kept in capitals with one space."""

_PHONE_TEXT = re.compile(
    r"^\+?\(?[0-9][0-9 ().\-]*(?:\s*(?:ext\.?|extension|x)\s*[0-9]{1,6})?$", re.IGNORECASE
)
_NOT_DIGITS = re.compile(r"[^0-9+]")
# National numbers too short for libphonenumber's subscriber rules: emergency and
# helpline numbers that a Local Offer must be able to print.
_SHORT_NUMBERS = frozenset("999 112 111 119 101 105 116123 116000 116006 116111 08001111 85258".split())
# Ofcom's drama ranges that libphonenumber does not know: demonstrations use them.
_DRAMA_NUMBERS = re.compile(r"^0(1632960|7700900)[0-9]{3}$")


@lru_cache(maxsize=4096)
def is_phone_number(value: str) -> bool:
    """Says whether `value` is a UK telephone number that can be dialled.

    Follows libphonenumber's metadata for the region GB, with the short helpline
    numbers and Ofcom's drama ranges allowed as well.
    """
    if not _PHONE_TEXT.match(value):
        return False
    digits = _NOT_DIGITS.sub("", re.split(r"(?i)ext|x", value)[0])
    national = "0" + digits[3:].removeprefix("0") if digits.startswith("+44") else digits
    if national in _SHORT_NUMBERS or _DRAMA_NUMBERS.match(national):
        return True
    if not national.startswith("0"):
        return False  # libphonenumber would supply the 0; a phone that is dialled as written does not
    import phonenumbers

    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        return False
    return number.country_code == 44 and phonenumbers.is_valid_number(number)


def _phone(value: str, info: ValidationInfo) -> str:
    value = " ".join(value.split())
    # What the reader has accepted once need not be looked up again.
    if not (info.context and info.context.get("accepted")) and not is_phone_number(value):
        hint = ""
        digits = _NOT_DIGITS.sub("", value)
        if is_phone_number("0" + digits):
            hint = f'Is the first 0 missing? Write "0{value}".'
        raise problem(
            "bad-phone",
            f'"{value}" is not a UK phone number that can be dialled.',
            hint or 'Write one like "01632 960123".',
        )
    return value


Phone = Annotated[
    str,
    AfterValidator(_phone),
    JsonForm(
        {"type": "string", "pattern": r"^\+?\(?[0-9][0-9 ().\-]*( ?([eE]xt\.?|[eE]xtension|[xX]) ?[0-9]+)?$"}
    ),
]
"""A UK phone number as people write it, spaces and all."""

# The pattern of a valid e-mail address in the HTML standard, with a dot asked for in
# the domain (https://html.spec.whatwg.org/#valid-e-mail-address).
EMAIL_PATTERN = (
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$"
)
_EMAIL = re.compile(EMAIL_PATTERN)


def _email(value: str) -> str:
    if not _EMAIL.match(value):
        raise problem(
            "bad-email", f'"{value}" is not an email address.', 'Write one like "club@example.org".'
        )
    return value


Email = Annotated[
    str,
    StringConstraints(max_length=254, strip_whitespace=True),
    AfterValidator(_email),
    JsonForm({"type": "string", "format": "email"}),
]
"""An email address."""

_HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]\.?$", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\"'`\\^{|}\x00-\x1f\x7f]")


def is_web_address(value: str) -> bool:
    """Says whether `value` is an ``http`` or ``https`` address with a real host name.

    Refuses every other scheme (``javascript:``, ``data:``, ``file:``), user names in
    the address, and characters that must be percent-encoded (RFC 3986).
    """
    if _UNSAFE_IN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return False
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return False
    return _HOST.match(host) is not None


def _web_address(value: str) -> str:
    if not is_web_address(value):
        hint = 'Write one like "https://www.example.org/club".'
        if is_web_address("https://" + value) and ":" not in value.partition("/")[0]:
            hint = f'Did you mean "https://{value}"?'
        raise problem("bad-web-address", f'"{value}" is not a web address that people can open.', hint)
    return value


WebAddress = Annotated[
    str,
    StringConstraints(max_length=2000, strip_whitespace=True),
    AfterValidator(_web_address),
    JsonForm({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
"""A full web address beginning with ``https://`` or ``http://``."""

# --- Numbers, money and age -----------------------------------------------------------


# int() also takes "1_0" and the digits of other scripts, which nobody means by an age.
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def _age(value: Any) -> Any:
    text = str(value).strip()
    if not _WHOLE_NUMBER.fullmatch(text):
        raise problem("bad-age", f'"{value}" is not an age.', "Write a whole number from 0 to 25.")
    number = int(text)
    if not YOUNGEST <= number <= OLDEST:
        raise problem(
            "bad-age",
            f"The age {number} is outside 0 to 25, the ages that a Local Offer is for.",
            "Write a whole number from 0 to 25.",
        )
    return number


Age = Annotated[
    int, BeforeValidator(_age), JsonForm({"type": "integer", "minimum": YOUNGEST, "maximum": OLDEST})
]
"""An age in whole years, 0 to 25."""


# Commas part thousands only: "4,50" is four pounds fifty to some, and must not become 450.
_AMOUNT = re.compile(r"(?:[0-9]{1,6}|[0-9]{1,3},[0-9]{3})(?:\.[0-9]{1,2})?")


def _money(value: Any) -> Any:
    text = str(value).strip().removeprefix("£").strip()
    if not _AMOUNT.fullmatch(text):
        raise problem("bad-money", f'"{value}" is not an amount of money.', "Write pounds like 4 or 4.50.")
    return Decimal(text.replace(",", ""))


Money = Annotated[
    Decimal,
    BeforeValidator(_money),
    JsonForm({"type": ["number", "string"], "pattern": r"^£?[0-9,]+(\.[0-9]{1,2})?$"}),
]
"""An amount in pounds sterling: ``4``, ``4.50`` or ``£4.50``."""

_QUANTITY = re.compile(r"£?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,2})? ?%?")


def _quantity(value: Any) -> Any:
    text = str(value).strip()
    if not _QUANTITY.fullmatch(text):
        raise problem(
            "bad-quantity",
            f'"{value}" is not a number that can be compared.',
            "Write it in figures, like 61, 61.4 or 41200000, without words.",
        )
    return Decimal(text.strip("£%").strip().replace(",", ""))


Quantity = Annotated[
    Decimal,
    BeforeValidator(_quantity),
    JsonForm(
        {
            "type": ["number", "string"],
            "pattern": r"^£?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})? ?%?$",
        }
    ),
]
"""A figure in a statistic, nothing or more: ``61``, ``61.4``, ``61%``, ``41,200,000``."""

# --- Dates and times ------------------------------------------------------------------

_TIME = re.compile(r"^([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?\s*(?:([ap])\.?m\.?)?$", re.IGNORECASE)


def read_time(value: str) -> str | None:
    """Writes a time of day as ``HH:MM``; understands ``9.30am``, ``5pm`` and ``17:30``."""
    text = value.strip().lower()
    if text in ("noon", "midday", "12 noon", "12noon"):
        return "12:00"
    match = _TIME.match(text)
    if not match or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        return "24:00"
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _time(value: str) -> str:
    time = read_time(value)
    if time is None:
        raise problem("bad-time", f'"{value}" is not a time.', 'Write it like "09:30" or "17:00".')
    return time


Time = Annotated[
    str,
    AfterValidator(_time),
    JsonForm(
        {"type": "string", "pattern": r"^([0-9]{1,2}[:.][0-9]{2}( ?[aApP][mM])?|[0-9]{1,2} ?[aApP][mM])$"}
    ),
]
"""A time of day, kept as 24-hour ``HH:MM``."""

_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_UK_DATE = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$")
_LONG_DATES = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%d-%b-%Y")


def _suggest_date(value: str) -> str | None:
    match = _UK_DATE.match(value)
    try:
        if match:
            day, month, year = int(match[1]), int(match[2]), int(match[3])
            return datetime.date(year + 2000 if year < 100 else year, month, day).isoformat()
        for pattern in _LONG_DATES:
            try:
                return datetime.datetime.strptime(value.replace(",", ""), pattern).date().isoformat()
            except ValueError:
                continue
    except ValueError:
        pass
    return None


def _date(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value
    text = str(value).strip()
    if _ISO_DATE.match(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise problem(
                "bad-date", f'"{text}" is not a day in the calendar.', "Look at the month and the day."
            ) from None
    suggestion = _suggest_date(text)
    hint = f" Did you mean {suggestion}?" if suggestion else ""
    raise problem(
        "bad-date",
        f'"{text}" is not a date that we can read.',
        f"Write year-month-day, like 2026-10-31.{hint}",
    )


Date = Annotated[datetime.date, BeforeValidator(_date)]
"""A day, written ``2026-10-31`` (ISO 8601)."""

_PERIOD = re.compile(r"^([0-9]{1,3})\s*(day|week|month|year)s?$", re.IGNORECASE)
PERIOD_PATTERN = r"^[0-9]{1,3} ?(day|week|month|year)s?$"


def _period(value: str) -> str:
    match = _PERIOD.match(value.strip())
    if not match or int(match[1]) == 0:
        raise problem(
            "bad-period", f'"{value}" is not a length of time.', 'Write it like "6 months" or "1 year".'
        )
    count = int(match[1])
    return f"{count} {match[2].lower()}{'' if count == 1 else 's'}"


Period = Annotated[str, AfterValidator(_period), JsonForm({"type": "string", "pattern": PERIOD_PATTERN})]
"""A length of time in words: ``30 days``, ``6 months``, ``1 year``."""


def is_period(value: str) -> bool:
    """Says whether `value` is a length of time that `add_period` takes: ``6 months``."""
    return _PERIOD.fullmatch(value) is not None


def add_period(start: datetime.date, period: str, times: int = 1) -> datetime.date:
    """The day that lies `times` periods after `start`; the end of a short month is kept to."""
    from dateutil.relativedelta import relativedelta

    count, unit = period.split()
    steps = {unit.rstrip("s") + "s": int(count) * times}
    return start + relativedelta(**steps)  # type: ignore[arg-type]


def _gss(value: str) -> str:
    value = value.strip().upper()
    if not re.match(r"^E(06|08|09|10)[0-9]{6}$", value):
        raise problem(
            "bad-gss-code",
            f'"{value}" is not the GSS code of a council with a Local Offer.',
            "It begins E06, E08, E09 or E10 and has six more digits.",
        )
    return value


GssCode = Annotated[
    str, AfterValidator(_gss), JsonForm({"type": "string", "pattern": "^E(06|08|09|10)[0-9]{6}$"})
]
"""The Office for National Statistics' nine-character code of an upper-tier or unitary authority."""


def digits(code: str, name: str, least: int, most: int) -> Any:
    """A field type for a number that is a name (URN, UPRN, UKPRN): kept as text, digits only."""

    def check(value: Any) -> str:
        text = str(value).strip()
        if not re.match(rf"^[0-9]{{{least},{most}}}$", text):
            length = f"{least}" if least == most else f"{least} to {most}"
            raise problem(code, f'"{text}" is not a {name}.', f"It has {length} digits and nothing else.")
        return text

    return Annotated[
        str,
        BeforeValidator(check),
        JsonForm({"type": ["string", "integer"], "pattern": f"^[0-9]{{{least},{most}}}$"}),
    ]
