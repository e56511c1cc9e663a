"""What the accessibility statement says: the council's facts and the results of the templates' own tests.

The headings and the fixed sentences are those of the GOV.UK model statement. Nothing is said
that the council has not written in ``authority.yml`` or that no test has found.
"""

import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.reading.yaml_source import parse
from generator.site.wording import Wording, phone_link
from generator.site.words import Words
from offer_schema import Authority

RESULTS = "accessibility-results.yml"
"""The file in the theme that ``make accessibility`` writes."""

_EXEMPTIONS = ("disproportionate-burden", "out-of-scope")


def statement(authority: Authority, words: Words, theme: list[Path], site_url: str) -> dict[str, Any]:
    """The view of the statement's page.

    Args:
        authority: The council.
        words: The interface's words.
        theme: The theme's folders, the one that wins first.
        site_url: The address of the site, or "".
    """
    facts, said, wording = authority.accessibility, words["accessibility"], Wording(words)

    def day(value: datetime.date | None) -> str:
        return wording.date(value) if value else ""

    contact = facts.contact or authority.contact
    sorts = {
        reason: [
            {"what": one.what, "criterion": one.criterion or "", "plan": one.plan or ""}
            for one in facts.problems
            if one.reason == reason
        ]
        for reason in ("non-compliance", *_EXEMPTIONS)
    }
    listed = [said["non_compliances"]] if sorts["non-compliance"] else []
    listed += [said["exemptions"]] if any(sorts[reason] for reason in _EXEMPTIONS) else []
    return {
        "domain": urlsplit(site_url).netloc or "",
        "missing": [said[f"missing_{key}"] for key in facts.missing()],
        "compliance": facts.compliance or "",
        "listed": wording.list(listed),
        "problems": sorts,
        "prepared": day(facts.prepared),
        "reviewed": day(facts.reviewed),
        "tested": day(facts.tested),
        "tested_by": facts.tested_by or "",
        "how_tested": facts.how_tested or "",
        "report": {"title": facts.report.title, "url": facts.report.url} if facts.report else None,
        "improving": facts.improving or "",
        "email": contact.email or authority.feedback.email,
        "phone": contact.phone or "",
        "phone_link": phone_link(contact.phone) if contact.phone else "",
        "role": contact.role or "",
        "post": authority.feedback.post or "",
        "answer_within": facts.answer_within or authority.feedback.answer_within,
        "results": _results(theme, words, wording),
    }


def _results(theme: list[Path], words: Words, wording: Wording) -> dict[str, Any] | None:
    """What the last automatic tests found, in words; None when there are no results."""
    file = next((folder / RESULTS for folder in theme if (folder / RESULTS).is_file()), None)
    if file is None:
        return None
    tree = parse(file.read_text("utf-8")).tree
    checks = tree["checks"]
    if not checks:
        return None
    said = words["accessibility"]
    return {
        "summary": said["results"].format(
            date=wording.date(datetime.date.fromisoformat(tree["date"])),
            tools=wording.list(list(tree["tools"])),
            kinds=len(tree["kinds"]),
        ),
        "checks": [
            {
                "name": words["accessibility_check"][name],
                "count": said["results_count"].format(pages=found["pages"], states=found["states"]),
                "found": said["results_none"]
                if found["found"] == "0"
                else said["results_found"].format(count=found["found"]),
            }
            for name, found in checks.items()
        ],
    }
