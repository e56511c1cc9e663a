"""Letters that only have to be sent: for teams, and for providers who do not use GitHub."""

import datetime
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.reminders.due import BrokenLink, ProviderReminder, Reminder
from generator.reminders.places import Places
from generator.reports.freshness_report import Checked
from offer_schema import Authority
from offer_schema.freshness import State

LONGEST_LINK = 1_900
"""How long a ``mailto:`` address may be: some programs cut it at 2,000 characters."""


def team_letter(
    reminder: Reminder, authority: Authority, places: Places, today: datetime.date
) -> EmailMessage:
    """The letter to a team."""
    lines = [
        f"This is what the {reminder.name} looks after in the {authority.offer_name} and has to check, on {today}.",
        "",
    ]
    for heading, items in (("Wait for a check:", reminder.late), ("Due soon:", reminder.soon)):
        if items:
            lines += [heading, "", *(line for item in items for line in _item(item, places, True)), ""]
    if reminder.links:
        lines += ["Broken links:", "", *(line for link in reminder.links for line in _link(link, places)), ""]
    subject = f"{authority.offer_name}: {len(reminder.late)} to check"
    return _letter(reminder.email, subject, lines, authority)


def provider_letter(reminder: ProviderReminder, authority: Authority, places: Places) -> EmailMessage:
    """The letter to a provider, which asks for one word back."""
    one = len(reminder.items) == 1
    lines = [
        "Hello,",
        "",
        f"families find {'this' if one else 'these'} in the {authority.offer_name}:",
        "",
        *(line for item in reminder.items for line in _item(item, places, False)),
        "",
        'Is all of it still right? Then answer with "still right". We only write down the day.',
        "Has something changed, or stopped? Answer with what is right now.",
        "",
        "Thank you: families trust what was checked not long ago.",
        "",
        authority.contact.role or authority.name,
        authority.name,
        *([authority.contact.phone] if authority.contact.phone else []),
    ]
    subject = f"Is this still right? {reminder.items[0].name}{'' if one else ' and others'}"
    return _letter(reminder.email, subject, lines, authority)


def _letter(to: str, subject: str, lines: list[str], authority: Authority) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = authority.feedback.email
    letter["To"] = to
    # A line break in a heading would begin another heading.
    letter["Subject"] = " ".join(subject.split())
    letter["X-Unsent"] = "1"  # mail programs open it ready to be sent, and not as one that came
    letter.set_content("\n".join(lines).rstrip() + "\n")
    return letter


def mailto(letter: EmailMessage) -> str:
    """The letter as an address that a mail program opens; its text is cut where it would be too long."""
    start = (
        f"mailto:{quote(str(letter['To']), safe='@')}?subject={quote(str(letter['Subject']), safe='')}&body="
    )
    text = str(letter.get_content())
    body = quote(text, safe="")
    while len(start) + len(body) > LONGEST_LINK and text:
        # A line less, until it fits.
        text = text.rstrip("\n").rpartition("\n")[0]
        body = quote(f"{text}\n…", safe="")
    return start + body


class WrittenLetter(NamedTuple):
    """A letter that was written: to whom, in which file, and its ``mailto:`` address."""

    name: str
    file: str
    mailto: str


def letters_page(offer_name: str, letters: Sequence[WrittenLetter], day: datetime.date) -> str:
    """A page from which each letter is opened in a mail program; it needs nothing else.

    Args:
        offer_name: What the Local Offer is called.
        letters: The letters.
        day: The day on which they were written.
    """
    templates = Environment(
        loader=PackageLoader("generator", "reminders"), autoescape=True, undefined=StrictUndefined
    )
    return templates.get_template("letters.html").render(offer_name=offer_name, letters=letters, day=day)


def _item(item: Checked, places: Places, for_team: bool) -> Iterator[str]:
    checked = f"last checked on {item.checked}" if item.checked else "never checked"
    due = "" if item.state is State.NEVER else f", due on {item.due}"
    yield f"* {item.name} ({checked}{due})"
    for word, address in (
        ("Look", places.page(item)),
        ("Still right", places.confirm(item) if for_team else ""),
        ("Change", places.edit(item.path) if for_team else ""),
    ):
        if address:
            yield f"  {word}: {address}"


def _link(link: BrokenLink, places: Places) -> Iterator[str]:
    yield f"* {link.address}"
    yield f"  In {link.path}, line {link.line}{f' (broken since {link.since})' if link.since else ''}"
    if where := places.edit(link.path, link.line):
        yield f"  Change: {where}"
