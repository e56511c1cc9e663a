"""What there is to tell of the addresses of an offer: a verdict on each, with every place that uses it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.links.address import is_example, refusal
from generator.links.history import Record, Verdict, verdict
from generator.links.site_addresses import is_own_page, what_to_do
from generator.reading.problems import Problem, Severity, printable
from generator.reading.web_addresses import AddressUse
from offer_schema.authority import LinkPolicy


class Plan(NamedTuple):
    """Which addresses are tested.

    Attributes:
        tested: Those that are.
        refused: Those that are never asked and that nobody else can open either, each with the reason.
        examples: Those of a demonstration, where nobody can be.
    """

    tested: tuple[str, ...]
    refused: Mapping[str, str]
    examples: tuple[str, ...]


def plan(addresses: Iterable[str], *, demonstration: bool, private: bool = False) -> Plan:
    """Says which addresses are tested.

    Args:
        addresses: The addresses of the content.
        demonstration: Whether the council is invented, and its addresses with it.
        private: Whether addresses of a private network are tested.
    """
    tested: list[str] = []
    refused: dict[str, str] = {}
    examples: list[str] = []
    for address in dict.fromkeys(addresses):
        reason = refusal(address, private=private)
        if not reason and is_example(address):
            if demonstration:
                examples.append(address)
                continue
            reason = "It is an address for examples, where nobody can be."
        if reason:
            refused[address] = reason
        else:
            tested.append(address)
    return Plan(tuple(tested), refused, tuple(examples))


class Finding(NamedTuple):
    """What is known of one address.

    Attributes:
        address: The address.
        verdict: What people are told; None if it has not been tested yet.
        detail: Why, in a few words.
        record: What the tests found; None for what is never asked or was not tested yet.
        uses: Every place in the content that leads there.
    """

    address: str
    verdict: Verdict | None
    detail: str
    record: Record | None
    uses: tuple[AddressUse, ...]


_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


def findings(
    uses: Iterable[AddressUse], planned: Plan, records: Mapping[str, Record], policy: LinkPolicy
) -> list[Finding]:
    """A finding for each address of a plan, the worst and the oldest first.

    Args:
        uses: The places of the content that lead elsewhere.
        planned: Which addresses are tested.
        records: What tests found.
        policy: When a link is called broken.
    """
    places: dict[str, list[AddressUse]] = defaultdict(list)
    for use in uses:
        places[use.address].append(use)
    found = [
        Finding(address, Verdict.BROKEN, reason, None, tuple(places[address]))
        for address, reason in planned.refused.items()
    ]
    for address in planned.tested:
        record = records.get(address)
        told = verdict(record, policy) if record else None
        found.append(Finding(address, told, record.detail if record else "", record, tuple(places[address])))
    return sorted(found, key=_rank)


def _rank(finding: Finding) -> tuple[int, str, str]:
    place = len(_ORDER) if finding.verdict is None else _ORDER[finding.verdict]
    return place, finding.record.since.isoformat() if finding.record else "", finding.address


def is_home(address: str) -> bool:
    """Whether an address is the first page of a website."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def lost(finding: Finding) -> bool:
    """Whether a page has moved to the first page of a website, which mostly means that it is no more."""
    record = finding.record
    return record is not None and bool(record.to) and is_home(record.to) and not is_home(finding.address)


def problems(found: Sequence[Finding], policy: LinkPolicy) -> list[Problem]:
    """What there is to put right, once for each place, in the order of files and lines.

    Args:
        found: The findings.
        policy: When a link is called broken.
    """
    return sorted(problem for finding in found for problem in _problems(finding, policy))


def _problems(finding: Finding, policy: LinkPolicy) -> Iterator[Problem]:
    address, record = finding.address, finding.record
    detail = _sentence(finding.detail)
    if finding.verdict is Verdict.BROKEN:
        code, severity = "broken-link", Severity.ERROR
        since = f" It has not opened since {record.since}." if record else ""
        wrong, fix = f'"{address}" is broken. {detail}{since}', "Find its new address, or take it out."
    elif record is None:
        return
    elif finding.verdict is Verdict.FAILING:
        code, severity = "failing-link", Severity.WARNING
        times = f"{record.failures} day{'s' if record.failures > 1 else ''}"
        wrong = f'"{address}" did not open. {detail} It failed on {times} since {record.since}.'
        rule = f"{policy.broken_after_failures} days of failing within at least {policy.broken_after}"
        fix = f"It may be over soon: after {rule} it is broken."
    elif finding.verdict is Verdict.MOVED:
        code, severity = "moved-link", Severity.ADVICE
        wrong, fix = (
            f'"{address}" has moved to {record.to}',
            "`local-offer links --fix` writes the new address.",
        )
        if lost(finding):
            fix = "That is the first page of a website: look whether there still is such a page."
    elif finding.verdict is Verdict.BLOCKED:
        code, severity = "blocked-link", Severity.ADVICE
        wrong, fix = f'"{address}" could not be tested. {detail}', "It may be right: open it yourself."
    elif record.detail:
        code, severity = "missing-anchor", Severity.ADVICE
        wrong, fix = f'"{address}": {detail}', "Look where it leads."
    else:
        return
    for use in finding.uses:
        # Nobody can write a new address into a page that is made by the program.
        told = what_to_do(use) if is_own_page(use) and code in ("broken-link", "moved-link") else fix
        yield Problem(use.path, use.line, use.column, severity, code, printable(wrong), printable(told))


def _sentence(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."
