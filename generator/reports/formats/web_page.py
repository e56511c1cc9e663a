"""A report as one HTML page that needs nothing else: it can be mailed, kept and printed."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from generator.reports.formats.cells import chosen, shortened, words
from generator.reports.report import Ref, Report


@lru_cache
def _template() -> Template:
    loader = PackageLoader("generator.reports", "formats")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["words"] = words
    environment.filters["shortened"] = shortened
    environment.tests["refs"] = lambda value: isinstance(value, tuple)
    environment.tests["ref"] = lambda value: isinstance(value, Ref)
    return environment.get_template("web_page.html")


def to_html(report: Report, table: str | None = None) -> str:
    """The page. Only web addresses become links: an address on the site would lead nowhere from a file."""
    return _template().render(report=report, tables=chosen(report, table))
