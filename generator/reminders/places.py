"""Where a thing is read, changed and confirmed: the addresses that reminders lead to."""

from urllib.parse import quote

from generator.reports.freshness_report import REPORT, Checked
from generator.site import addresses
from offer_schema import Authority

FORM = "still-correct.yml"
"""The issue form with which a provider says that an entry is still right."""

_NAMES = {"page": "", "timeline": "timelines/", "indicator": "indicators/"}


class Places:
    """Makes addresses; each is "" where it cannot be known.

    Args:
        authority: The council, which says where its repository is.
        site_url: The address of the site, or "".
    """

    def __init__(self, authority: Authority, site_url: str) -> None:
        self._repository, self._site = authority.repository, site_url.rstrip("/")

    def page(self, item: Checked) -> str:
        """The page of a thing on the site."""
        if not self._site:
            return ""
        if item.kind == REPORT:
            where = addresses.sen_report(item.id)
        elif item.kind == "page":
            where = addresses.guide(item.id)
        elif item.kind == "indicator":
            where = addresses.HOW_WE_ARE_DOING
        elif item.kind == "timeline":
            where = addresses.timeline(item.id)
        else:
            where = addresses.entry(item.kind, item.id)
        return f"{self._site}/{where}"

    def edit(self, path: str, line: int | None = None) -> str:
        """The page on which a file is changed."""
        if self._repository is None:
            return ""
        return self._repository.edit_url(path) + (f"#L{line}" if line else "")

    def confirm(self, item: Checked) -> str:
        """The form that says that a thing is still right, filled in as far as it can be."""
        if self._repository is None:
            return ""
        title = quote(f"Still right: {item.name}", safe="")
        return (
            f"{self._repository.url.rstrip('/')}/issues/new?template={FORM}"
            f"&title={title}&entry={quote(confirm_id(item), safe='')}"
        )


def confirm_id(item: Checked) -> str:
    """What ``local-offer confirm`` calls a thing: ``services/swim-club``, ``schools/reef/sen-report``."""
    if item.kind == REPORT:
        return f"schools/{item.id}/{REPORT}"
    folder = _NAMES.get(item.kind)
    return f"{addresses.FOLDERS[item.kind]}/{item.id}" if folder is None else f"{folder}{item.id}"
