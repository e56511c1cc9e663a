"""Who is reminded of what: each team of what it owns, each provider of its own entries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.links.findings import Finding
from generator.links.history import Verdict
from generator.links.site_addresses import is_own_page
from generator.reading import Offer
from generator.reports.freshness_report import REPORT, Checked, Freshness
from generator.reports.links import owner_id_of
from offer_schema.freshness import State

NOBODY = "nobody"
"""The id of what belongs to no team."""


class BrokenLink(NamedTuple):
    """A link that opens no page, in one place of the content.

    Attributes:
        address: Where it leads.
        path: The file, or the page of the site that shows it by itself.
        line: The line; 0 for such a page.
        since: Since when it has been broken, if that is known.
    """

    address: str
    path: str
    line: int
    since: datetime.date | None


class Reminder(NamedTuple):
    """What one team has to do.

    Attributes:
        owner: The team's id, or `NOBODY`.
        name: What it is called.
        email: Where it is reached, or "".
        late: What waits for a check, the oldest first.
        soon: What is due soon.
        links: Its broken links.
    """

    owner: str
    name: str
    email: str
    late: tuple[Checked, ...]
    soon: tuple[Checked, ...]
    links: tuple[BrokenLink, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.late or self.soon or self.links)


class ProviderReminder(NamedTuple):
    """What one provider is asked to look at.

    Attributes:
        email: The address that its entries publish.
        name: The name of the first of these entries.
        items: Its entries that wait for a check or will soon, the oldest first.
    """

    email: str
    name: str
    items: tuple[Checked, ...]


def team_reminders(offer: Offer, found: Freshness, findings: Iterable[Finding]) -> list[Reminder]:
    """A reminder for every team, and one for what belongs to nobody; those with nothing to do are among them.

    Args:
        offer: The offer.
        found: How fresh everything is.
        findings: What the tests of links found.
    """
    late: dict[str, list[Checked]] = defaultdict(list)
    soon: dict[str, list[Checked]] = defaultdict(list)
    for item in found.items:
        owner = _owner(offer, item.owner)
        if item.late:
            late[owner].append(item)
        elif item.state is State.DUE_SOON:
            soon[owner].append(item)
    links: dict[str, list[BrokenLink]] = defaultdict(list)
    for finding in findings:
        if finding.verdict is Verdict.BROKEN:
            since = finding.record.since if finding.record else None
            for use in finding.uses:
                owner = _owner(offer, owner_id_of(offer, use))
                line = 0 if is_own_page(use) else use.line
                links[owner].append(BrokenLink(finding.address, use.path, line, since))
    teams = [(team_id, team.name, team.email or "") for team_id, team in offer.authority.owners.items()]
    return [
        Reminder(team, name, email, tuple(late[team]), tuple(soon[team]), tuple(links[team]))
        for team, name, email in [*teams, (NOBODY, "Entries that belong to no team", "")]
    ]


def _owner(offer: Offer, owner: str | None) -> str:
    return owner if owner in offer.authority.owners else NOBODY


def provider_reminders(offer: Offer, items: Sequence[Checked]) -> list[ProviderReminder]:
    """A reminder for each email address that late entries publish, if it is not a team's own.

    Args:
        offer: The offer.
        items: What is fresh and what is not.
    """
    teams = {team.email.lower() for team in offer.authority.owners.values() if team.email}
    theirs: dict[str, list[Checked]] = defaultdict(list)
    for item in items:
        if not (item.late or item.state is State.DUE_SOON) or item.kind not in (
            "service",
            "school",
            "organisation",
            REPORT,
        ):
            continue
        email = _email(offer, item)
        if email and email.lower() not in teams:
            theirs[email].append(item)
    return [ProviderReminder(email, found[0].name, tuple(found)) for email, found in sorted(theirs.items())]


def _email(offer: Offer, item: Checked) -> str:
    entry = offer.entry("school" if item.kind == REPORT else item.kind, item.id)
    if item.kind == REPORT and entry.sen_report and entry.sen_report.senco and entry.sen_report.senco.email:
        return str(entry.sen_report.senco.email)
    if entry.contact and entry.contact.email:
        return str(entry.contact.email)
    organisation = getattr(entry, "organisation", None) or ""
    if organisation in offer.organisations:
        contact = offer.organisations[organisation].contact
        return (contact.email or "") if contact else ""
    return ""
