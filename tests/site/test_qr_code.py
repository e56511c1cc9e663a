"""QR codes are read back as the address that they were made of."""

import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as some

from generator.site.qr_code import qr_code

_STEP = re.compile(r"([Mmh])(-?\d+)(?: (\d+)(?:\.5)?)?")
_DOT = 4


def picture(svg: str) -> tuple[bytes, int]:
    """The drawing as grey dots and the length of its side, by walking its path as a browser does."""
    found = re.search(r'viewBox="-4 -4 (\d+) \1"', svg)
    assert found
    side = int(found[1]) * _DOT
    dots = bytearray(b"\xff" * side * side)
    column = row = 0
    for step, length, line in _STEP.findall(svg.rpartition(' d="')[2]):
        if step == "M":
            column, row = int(length), int(line)
            continue
        if step == "h":
            for down in range((row + 4) * _DOT, (row + 5) * _DOT):
                start = down * side + (column + 4) * _DOT
                dots[start : start + int(length) * _DOT] = bytes(int(length) * _DOT)
        column += int(length)
    return bytes(dots), side


def read(svg: str) -> str:
    dots, side = picture(svg)
    (found,) = zxingcpp.read_barcodes(zxingcpp.ImageView(dots, side, side, zxingcpp.ImageFormat.Lum))
    return found.text


@pytest.mark.parametrize("number", range(60))
def test_the_address_of_a_page_is_read_back(number: int) -> None:
    address = f"https://localoffer.doggerland.example.org/services/{'a-long-name-' * (number % 5)}{number}/"
    assert read(qr_code(address, "QR code")) == address


@given(some.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=90))
def test_any_name_of_a_page_is_read_back(name: str) -> None:
    address = f"https://offer.example.org/schools/{name}/"
    assert read(qr_code(address, "QR code")) == address


def test_a_label_is_escaped() -> None:
    assert 'aria-label="&lt;b&gt; &#34;x&#34;"' in qr_code("https://example.org/", '<b> "x"')


def test_a_long_address_still_fits_a_small_square() -> None:
    svg = qr_code(
        "https://localoffer.doggerland.example.org/services/childrens-speech-and-language-therapy/", ""
    )
    assert 'viewBox="-4 -4 49 49"' in svg or 'viewBox="-4 -4 45 45"' in svg  # version 6 at most
    assert len(svg) < 4000
