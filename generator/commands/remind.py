"""``local-offer remind``: what each team and each provider has to check, as issues, letters and a calendar."""

import datetime
import json
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator.commands.options import fail, project_option
from generator.commands.project_settings import offer_of, site_settings
from generator.reminders.calendar import due_calendar
from generator.reminders.due import NOBODY, ProviderReminder, Reminder, provider_reminders, team_reminders
from generator.reminders.github import GitHubRefused, carry_out, open_issues, steps
from generator.reminders.issues import Issue, issue
from generator.reminders.mail import WrittenLetter, letters_page, mailto, provider_letter, team_letter
from generator.reminders.places import Places
from generator.reports.freshness_report import freshness
from generator.reports.git_history import History
from generator.reports.links import link_findings
from generator.reports.report import Sources, SourceUnreadable
from offer_schema import Authority
from offer_schema.field_types import slug

MADE = ".made-by-local-offer-remind"
"""Marks a folder that this command made, and may make again."""


@click.command(name="remind")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reminders"),
    show_default=True,
    help="The folder to write to; what an earlier run wrote there is replaced.",
)
@click.option(
    "--github",
    is_flag=True,
    help="Also open, update and close the teams' issues on GitHub (needs gh and a token).",
)
@click.option(
    "--today", type=click.DateTime(("%Y-%m-%d",)), help="The day for which it is to hold, like 2026-10-31."
)
@project_option
def command(to: Path, github: bool, today: datetime.datetime | None, project: Path) -> None:
    """Writes reminders: an issue for each team, letters ready to be sent, and a calendar of due dates."""
    day = today.date() if today else datetime.date.today()
    settings, offer = site_settings(project), offer_of(project)
    try:
        _, findings = link_findings(Sources(project, offer, (), day))
    except SourceUnreadable as unreadable:
        raise fail(str(unreadable)) from None
    found = freshness(offer, History(), day)
    places = Places(offer.authority, settings.site_url)
    teams = team_reminders(offer, found, findings)
    providers = provider_reminders(offer, found.items)
    issues = [issue(one, places, day) for one in teams]
    host = urlsplit(settings.site_url).netloc or offer.authority.gss.lower()
    files = _files(offer.authority, teams, providers, issues, places, day)
    calendar_name = f"{offer.authority.offer_name}: to check"
    files["due.ics"] = due_calendar(calendar_name, found.items, places, host, day).encode()
    for team in teams:
        own = [item for item in found.items if (item.owner or NOBODY) == team.owner]
        name = f"{offer.authority.offer_name}: {team.name}"
        files[f"calendars/{team.owner}.ics"] = due_calendar(name, own, places, host, day).encode()
    _write(to, files)
    busy = sum(not team.nothing for team in teams)
    click.echo(
        f"{to}: {busy} of {len(teams)} teams have something to do; {len(providers)} letters to providers."
    )
    if github:
        try:
            for line in carry_out(list(steps(issues, open_issues()))):
                click.echo(line)
        except GitHubRefused as refused:
            raise fail(str(refused)) from None


def _files(
    authority: Authority,
    teams: list[Reminder],
    providers: list[ProviderReminder],
    issues: list[Issue],
    places: Places,
    day: datetime.date,
) -> dict[str, bytes]:
    """Every file but the calendars, by its path in the folder."""
    files: dict[str, bytes] = {MADE: b""}
    for one in issues:
        if one.body:
            files[f"issues/{one.owner}.md"] = f"# {one.title}\n\n{one.body}".encode()
    plan = [one._asdict() for one in issues]
    files["issues.json"] = (json.dumps(plan, indent=2, ensure_ascii=False) + "\n").encode()
    letters: list[WrittenLetter] = []
    for team in teams:
        if team.email and not team.nothing:
            letter = team_letter(team, authority, places, day)
            name = f"letters/team-{team.owner}.eml"
            files[name] = letter.as_bytes()
            letters.append(WrittenLetter(team.name, name, mailto(letter)))
    for provider in providers:
        letter = provider_letter(provider, authority, places)
        name = _unused(f"letters/{slug(provider.name) or 'provider'}", files)
        files[name] = letter.as_bytes()
        letters.append(WrittenLetter(provider.name, name, mailto(letter)))
    files["letters.html"] = letters_page(authority.offer_name, letters, day).encode()
    return files


def _unused(stem: str, files: dict[str, bytes]) -> str:
    name, number = f"{stem}.eml", 1
    while name in files:
        number += 1
        name = f"{stem}-{number}.eml"
    return name


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Writes a whole folder beside the old one, then puts it in its place."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MADE).exists():
        raise fail(f"{folder} holds something else, and is left as it is. Name another folder with --to.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for name, data in files.items():
                file = made / name
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(data)
            os.chmod(made, 0o755)  # noqa: S103 - a folder that others may read, as any other
            if folder.exists():
                shutil.rmtree(folder)
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise fail(f"{folder} cannot be written: {error.strerror}.") from None
