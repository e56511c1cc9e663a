"""From a document to a PDF: tagged for screen readers (PDF/UA), the same bytes for the same document.

WeasyPrint is an extra, and Pango a library of the system. This is the only file that knows
them, and it asks for them only when a booklet is made.
"""

import contextlib
import gc
import io
import os
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from generator.booklet.document import NOTES_PAGES, Document

VARIANT = "pdf/ua-1"
"""The standard for PDFs that everybody can read, with a screen reader too."""

_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class ToolMissing(RuntimeError):
    """What a PDF needs is not installed; the message says how to install it."""


def pdf_of(document: Document) -> tuple[bytes, int]:
    """The PDF and the number of its pages.

    Args:
        document: What to lay out.

    Raises:
        ToolMissing: WeasyPrint or Pango is not there.
    """
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    style = weasyprint.CSS(string=document.style, url_fetcher=nothing)
    html = weasyprint.HTML(string=document.html, url_fetcher=nothing)
    with _no_search_for_cycles():
        laid_out = html.render(stylesheets=[style], pdf_variant=VARIANT)
        pages = list(_whole_sheets(laid_out.pages, document.sheet))
        pdf: bytes = laid_out.copy(pages).write_pdf(pdf_variant=VARIANT)
    return pdf, len(pages)


def write_whole(pdf: bytes, to: Path) -> None:
    """Writes a PDF to its place, whole or not at all: what was there stays until the new one is.

    Args:
        pdf: The PDF.
        to: The file.

    Raises:
        OSError: It cannot be written.
    """
    temporary = to.with_name(f".{to.name}.{os.getpid()}.new")
    try:
        temporary.write_bytes(pdf)
        temporary.replace(to)
    finally:
        temporary.unlink(missing_ok=True)


def _whole_sheets(pages: list[Any], sheet: int) -> Iterator[Any]:
    """The pages with one page for notes, and with more only to fill the last sheet of paper."""
    more = -(len(pages) - NOTES_PAGES + 1) % sheet
    spare = {f"notes-{number}" for number in range(1 + more, NOTES_PAGES)}
    return (page for page in pages if spare.isdisjoint(page.anchors))


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Laying out makes millions of small values that stay until the end: looking through them costs a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _weasyprint() -> Any:
    """WeasyPrint, or a sentence that says what to install."""
    try:
        # Without its libraries it prints a long text of its own before it fails.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module("weasyprint")
    except ImportError:
        install = f"{sys.executable} -m pip install weasyprint"
        raise ToolMissing(f"A booklet needs WeasyPrint. Install it: {install}") from None
    except OSError:
        raise ToolMissing(
            "A booklet needs Pango, which lays out text. Install it, on Debian or Ubuntu with: "
            f"sudo apt-get install {_LIBRARIES}"
        ) from None
