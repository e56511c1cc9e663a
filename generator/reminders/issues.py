"""The text of the one issue that each team has on GitHub: a checklist whose links open the right page."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.reminders.due import NOBODY, BrokenLink, Reminder
from generator.reminders.places import Places
from generator.reports.formats.markdown import escaped
from generator.reports.freshness_report import Checked
from offer_schema.freshness import State

LABEL = "local-offer-upkeep"
"""The label of these issues; no other issue is ever touched."""

MOST = 60_000
"""How many characters an issue may have. GitHub takes 65,536."""


class Issue(NamedTuple):
    """An issue as it should be.

    Attributes:
        owner: Whose it is.
        title: Its title.
        body: Its text; "" when there is nothing to do and no issue is wanted.
    """

    owner: str
    title: str
    body: str


def mark(owner: str) -> str:
    """What the text of a team's issue begins with; it is not shown, and by it the issue is found again."""
    return f"<!-- {LABEL}: {owner} -->"


def issue(reminder: Reminder, places: Places, today: datetime.date) -> Issue:
    """The issue of a team.

    Args:
        reminder: What it has to do.
        places: Where links lead.
        today: The day for which it holds.
    """
    title = f"To check: {reminder.name}" if reminder.owner != NOBODY else "To check: nobody looks after these"
    if reminder.nothing:
        return Issue(reminder.owner, title, "")
    head = [
        mark(reminder.owner),
        "",
        f"**{escaped(reminder.name)}**: {_counts(reminder)}. This is how it stood on {today}.",
        "",
        "- *still right* opens a short form: press the green button, and the date is set for you.",
        "- *change* opens the entry, so that you can put it right.",
        "",
        "Whatever is done goes from this list the next time that it is made, which is once a week. "
        "When the list is empty, this issue closes by itself.",
    ]
    body = "\n".join(head)
    left = 0
    for heading, lines in _parts(reminder, places):
        shown: list[str] = []
        for line in lines:
            if left or len(body) + sum(map(len, shown)) + len(line) > MOST:
                left += 1
            else:
                shown.append(f"{line}\n")
        if shown:
            body += f"\n\n## {heading}\n\n" + "".join(shown).rstrip("\n")
    if left:
        body += f"\n\nAnd {left:,} more: `local-offer report freshness` has all of them."
    return Issue(reminder.owner, title, body + "\n")


def _counts(reminder: Reminder) -> str:
    counts = (
        (len(reminder.late), "waits for a check", "wait for a check"),
        (len(reminder.soon), "is due soon", "are due soon"),
        (len(reminder.links), "link is broken", "links are broken"),
    )
    return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)


def _parts(reminder: Reminder, places: Places) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Wait for a check", [_item(item, places) for item in reminder.late]
    yield "Due soon", [_item(item, places) for item in reminder.soon]
    yield "Broken links", [_link(link, places) for link in reminder.links]


def _item(item: Checked, places: Places) -> str:
    when = {
        State.NEVER: "never checked",
        State.EXPIRED: f"expired; last checked on {item.checked}",
        State.OVERDUE: f"overdue since {item.due}",
        State.DUE_SOON: f"due on {item.due}",
    }[item.state]
    links = [
        f"[{word}](<{address}>)"
        for word, address in (
            ("look", places.page(item)),
            ("still right", places.confirm(item)),
            ("change", places.edit(item.path)),
        )
        if address
    ]
    return f"- [ ] **{escaped(item.name)}**, {when}: {' · '.join(links) or f'`{item.path}`'}"


def _link(link: BrokenLink, places: Places) -> str:
    since = f", since {link.since}" if link.since else ""
    if not link.line:
        return f"- [ ] {escaped(link.address)}{since}: on the site's own pages ({escaped(link.path)})"
    where = places.edit(link.path, link.line)
    place = f"[{escaped(link.path)}, line {link.line}](<{where}>)" if where else f"`{link.path}:{link.line}`"
    return f"- [ ] {escaped(link.address)}{since}: {place}"
