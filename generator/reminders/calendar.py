"""The days on which things fall due, as a calendar that an officer subscribes to (RFC 5545)."""

import datetime
from collections.abc import Sequence

from generator.ical import escaped, folded
from generator.reminders.places import Places, confirm_id
from generator.reports.freshness_report import Checked


def due_calendar(name: str, items: Sequence[Checked], places: Places, host: str, today: datetime.date) -> str:
    """One all-day event for each thing on the day when it falls due; what is late already stands on today.

    Args:
        name: What the calendar is called.
        items: The things; those that were never checked are due today.
        places: Where links lead.
        host: The name of the site's host or another name of the council's own, for the ids of events.
        today: The day on which the calendar is made.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Local Offer generator//due dates//EN",
        "METHOD:PUBLISH",
        folded(f"X-WR-CALNAME:{escaped(name)}"),
    ]
    for item in items:
        day = max(item.due, today) if item.due else today
        checked = f"Last checked on {item.checked}" if item.checked else "Never checked"
        about = [f"{checked}.", *filter(None, (places.confirm(item), places.edit(item.path)))]
        lines += [
            "BEGIN:VEVENT",
            folded(f"UID:due-{confirm_id(item).replace('/', '-')}@{host}"),
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + datetime.timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
            folded(f"SUMMARY:{escaped(f'Check: {item.name}')}"),
            folded(f"DESCRIPTION:{escaped(chr(10).join(about))}"),
        ]
        if url := places.page(item):
            lines.append(folded(f"URL:{url}"))
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
