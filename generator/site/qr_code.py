"""A QR code of an address, as a small drawing inside the page: it is there without scripts, and on paper."""

import math
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape

# Choosing the best of the eight masks takes five times as long as all the rest together. Readers
# must take any of them; a test reads codes with this one.
_OPTIONS = "ecLevel=M,dataMask=2"
_AT_ONCE = 8


def qr_code(address: str, label: str) -> Markup:
    """The SVG of a QR code, with its quiet zone.

    Args:
        address: A full web address.
        label: What it is, for those who do not see it.
    """
    import zxingcpp  # which a build without the site's address has no use for

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, options=_OPTIONS)
    image = memoryview(code.to_image(add_quiet_zones=False))  # type: ignore[arg-type]
    dots = image.tobytes()
    drawing, pieces = _layout(math.isqrt(len(dots)))
    strokes = [_STROKES[dots[piece]] for piece in pieces]
    return Markup(drawing % (escape(label), *strokes))  # noqa: S704 - the label is escaped, the rest is numbers


@cache
def _layout(size: int) -> tuple[str, tuple[slice, ...]]:
    """The drawing of a code of that size with gaps for its dots, and which dots go into each gap."""
    rows = [range(row * size, (row + 1) * size) for row in range(size)]
    pieces = [[row[at : at + _AT_ONCE] for at in range(0, size, _AT_ONCE)] for row in rows]
    ink = "".join(f"M0 {row}.5" + "%s" * len(parts) for row, parts in enumerate(pieces))
    whole = size + 8
    drawing = (
        f'<svg class="qr" viewBox="-4 -4 {whole} {whole}" role="img" aria-label="%s" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M-4-4h{whole}v{whole}h-{whole}z"/><path stroke="#000" d="{ink}"/></svg>'
    )
    return drawing, tuple(slice(part.start, part.stop) for parts in pieces for part in parts)


class _Strokes(dict[bytes, str]):
    """The way of a pen along a few dots of a row: ``h2m3 0h1``. A dark dot is 0."""

    def __missing__(self, dots: bytes) -> str:
        runs = ((dot, sum(1 for _ in same)) for dot, same in groupby(dots))
        made = self[dots] = "".join(f"m{length} 0" if dot else f"h{length}" for dot, length in runs)
        return made


_STROKES = _Strokes()
