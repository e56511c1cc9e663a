"""What the tests of links have found: which addresses are broken, failing, moved or blocked, since when, and whose they are.

It is made from the history that ``local-offer links`` keeps, and asks nobody anything.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.links.findings import Finding, findings, lost, plan
from generator.links.history import PLACE, History, HistoryUnreadable, Verdict, load
from generator.reading import Offer
from generator.reading.web_addresses import AddressUse
from generator.reports.report import Column, Ref, Report, ReportKind, Row, Sources, SourceUnreadable, Table
from offer_schema.field_types import is_web_address

TOO_LONG_AGO = 8
"""After how many days without a test of everything reports say so: the workflow runs every week."""

NOBODY = "no owner"
_LEVELS = ("broken", "failing", "moved")

_COLUMNS = (
    Column("address", "Address", "refs"),
    Column("verdict", "Verdict", "state"),
    Column("detail", "Why"),
    Column("since", "Since", "date"),
    Column("last_ok", "Last opened", "date"),
    Column("to", "New address"),
    Column("owners", "Whose it is"),
    Column("uses", "Where it stands", "refs"),
)
_OWNER_COLUMNS = (
    Column("owner", "Owner"),
    Column("addresses", "Addresses", "number"),
    *(Column(verdict.value, verdict.value.capitalize(), "number") for verdict in Verdict),
    Column("untested", "Not tested", "number"),
    Column("oldest", "Not opening since", "date"),
)
_UNTESTED_COLUMNS = (
    Column("address", "Address", "refs"),
    Column("owners", "Whose it is"),
    Column("uses", "Where it stands", "refs"),
)


def link_findings(sources: Sources) -> tuple[History, list[Finding]]:
    """The history of links and a finding for each address of the content, the worst and oldest first.

    Args:
        sources: What the report is made from.

    Raises:
        SourceUnreadable: What is kept of earlier tests cannot be read.
    """
    uses = sources.offer.addresses
    authority = sources.offer.authority
    planned = plan((use.address for use in uses), demonstration=authority.demonstration is not None)
    try:
        history = load(sources.project / PLACE)
    except HistoryUnreadable as unreadable:
        raise SourceUnreadable(str(unreadable)) from None
    return history, findings(uses, planned, history.records, authority.links)


def owner_of(offer: Offer, use: AddressUse) -> str:
    """The name of the team that keeps a place of the content true; `NOBODY` if it has none.

    Args:
        offer: The offer.
        use: The place.
    """
    owner = owner_id_of(offer, use)
    return offer.authority.owners[owner].name if owner in offer.authority.owners else NOBODY


def owner_id_of(offer: Offer, use: AddressUse) -> str | None:
    """The id of the team that a place of the content gives, if it gives one.

    Args:
        offer: The offer.
        use: The place.
    """
    if (use.kind, use.id) in offer.cards:
        return offer.cards[use.kind, use.id].owner or None
    return offer.guides[use.id].about.owner if use.kind == "page" and use.id in offer.guides else None


def _owners(offer: Offer, finding: Finding) -> list[str]:
    return sorted({owner_of(offer, use) for use in finding.uses}, key=lambda name: (name == NOBODY, name))


def _row(offer: Offer, finding: Finding) -> Row:
    record = finding.record
    detail = finding.detail
    if lost(finding):
        detail = "It leads to the first page of a website now"
    return {
        "address": (_address(finding.address),),
        "verdict": finding.verdict.value if finding.verdict else None,
        "detail": detail,
        "since": record.since if record else None,
        "last_ok": record.last_ok if record else None,
        "tested": record.tested if record else None,
        "failures": record.failures if record else 0,
        "to": record.to if record else "",
        "owners": ", ".join(_owners(offer, finding)),
        "uses": tuple(_place(offer, use) for use in finding.uses),
    }


def _address(address: str) -> Ref:
    return Ref(address, address if is_web_address(address) else "")


def _place(offer: Offer, use: AddressUse) -> Ref:
    path = f"{use.path}:{use.line}"
    if (use.kind, use.id) in offer.cards:
        return Ref(offer.cards[use.kind, use.id].name, f"{use.kind}s/{use.id}/", path)
    if use.kind == "page" and use.id in offer.guides:
        href = "" if use.id == "index" else f"{use.id.removesuffix('/index')}/"
        return Ref(offer.guides[use.id].about.title, href, path)
    if use.kind == "comment" and use.id in offer.comments:
        return Ref(offer.comments[use.id].theme, "", path)
    return Ref(offer.authority.name if use.kind == "authority" else use.path, "", path)


def _by_owner(offer: Offer, found: Iterable[Finding]) -> Iterator[Row]:
    counts: dict[str, Counter[str]] = {}
    oldest: dict[str, datetime.date] = {}
    for finding in found:
        for owner in _owners(offer, finding):
            own = counts.setdefault(owner, Counter())
            own["addresses"] += 1
            own[finding.verdict.value if finding.verdict else "untested"] += 1
            record = finding.record
            if record is not None and record.state.down:
                oldest[owner] = min(oldest.get(owner, record.since), record.since)
    worst = [verdict.value for verdict in Verdict]
    for owner, own in sorted(
        counts.items(), key=lambda item: ([-item[1][verdict] for verdict in worst[:2]], item[0])
    ):
        numbers = {key: own[key] for key in ("addresses", *worst, "untested")}
        yield {"owner": owner, **numbers, "oldest": oldest.get(owner)}


def _make(sources: Sources) -> Report:
    offer = sources.offer
    history, found = link_findings(sources)
    counts = Counter(finding.verdict for finding in found)
    untested = [finding for finding in found if finding.verdict is None]
    wrong = [finding for finding in found if finding.verdict not in (None, Verdict.OK) or _odd(finding)]
    policy = offer.authority.links
    return Report(
        kind="links",
        title="Links to other websites",
        council=offer.authority.name,
        today=sources.today,
        summary=tuple(_summary(found, counts, history, sources.today)),
        tables=(
            Table(
                "links",
                "Links to look at",
                _COLUMNS,
                tuple(_row(offer, finding) for finding in wrong),
                "The worst come first, and of those the oldest. A link is broken when its page is gone, or when it failed "
                f"on {policy.broken_after_failures} days within at least {policy.broken_after}. What is blocked may be "
                "right: its website does not answer programs.",
            ),
            Table("owners", "Whose they are", _OWNER_COLUMNS, tuple(_by_owner(offer, found))),
            Table(
                "untested",
                "Links that have not been tested yet",
                _UNTESTED_COLUMNS,
                tuple(_row(offer, finding) for finding in untested),
            ),
        ),
        found={level: counts[Verdict(level)] for level in _LEVELS},
        figures={
            "addresses": len(found),
            "tested": history.tested.isoformat() if history.tested else None,
            **{verdict.value: counts[verdict] for verdict in Verdict},
            "untested": len(untested),
        },
    )


def _odd(finding: Finding) -> bool:
    """Whether a page opens and has no such place on it."""
    return finding.verdict is Verdict.OK and bool(finding.detail)


def _summary(
    found: Sequence[Finding],
    counts: Mapping[Verdict | None, int],
    history: History,
    today: datetime.date,
) -> Iterator[str]:
    if not found:
        yield "The content leads to no other website."
        return
    if history.tested is None and not counts[Verdict.BROKEN]:
        yield "No link has been tested yet. The command is: local-offer links"
        return
    since = [one.record.since for one in found if one.verdict is Verdict.BROKEN and one.record]
    oldest = f", the first since {min(since)}" if since else ""
    yield f"{counts[Verdict.BROKEN]} of {len(found):,} addresses of other websites are broken{oldest}."
    for verdict, one, many in (
        (Verdict.FAILING, "does not open at the moment", "do not open at the moment"),
        (Verdict.MOVED, "has moved for good", "have moved for good"),
        (Verdict.BLOCKED, "cannot be tested by a program", "cannot be tested by a program"),
        (None, "has not been tested yet", "have not been tested yet"),
    ):
        if counts[verdict]:
            yield f"{counts[verdict]:,} {one if counts[verdict] == 1 else many}."
    if counts[Verdict.MOVED]:
        yield "To write the new addresses: local-offer links --fix"
    if history.tested:
        yield f"The last test of all was on {history.tested}."
    yield from schedule_note(history, today)


def schedule_note(history: History, today: datetime.date) -> Iterator[str]:
    """A sentence when the weekly run has not taken place: GitHub stops schedules after 60 days without a commit.

    Args:
        history: What the tests of links found; it is written by each run.
        today: The day of the report.
    """
    days = (today - history.tested).days if history.tested else 0
    if days > TOO_LONG_AGO:
        yield (
            f"The weekly run was last on {history.tested}, {days} days ago. GitHub stops schedules after 60 quiet days: "
            'open "Actions", choose "upkeep", and press "Run workflow".'
        )


KIND = ReportKind(
    "links",
    "Says which addresses of other websites are broken, failing, moved or blocked, since when, and whose they are.",
    _LEVELS,
    _make,
)
