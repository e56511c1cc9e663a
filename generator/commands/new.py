"""``local-offer new service|organisation|school|page NAME``: a commented entry to fill in."""

import datetime
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from generator.commands.options import fail, project_option
from generator.editing.new_entry import Kind, NewEntry
from generator.editing.writer import WriteRefused
from generator.reading.content_files import SourceFile
from generator.reading.file_reading import open_document
from generator.reading.problems import Problem
from offer_schema.setting_types import SETTING_TYPES

_phone = click.option("--phone", default="", help="The phone number to call.")
_email = click.option("--email", default="", help="The email address to write to.")
_website = click.option("--website", default="", help="Its website.")
_organisation = click.option(
    "--organisation", default="", metavar="ID", help="Who runs it: a file name in content/organisations."
)
_id = click.option("--id", "entry_id", default="", help="The file name, if it is not to be made of the name.")
_name = click.argument("name")

DEFAULT_TYPE = "community-school"


@click.group("new")
def command() -> None:
    """Make a new entry in which every answer is explained."""


@command.command("service")
@_name
@click.option("--category", "categories", multiple=True, metavar="ID", help="What kind of support it is.")
@_organisation
@_phone
@_email
@_website
@_id
@project_option
def service(
    project: Path,
    name: str,
    categories: tuple[str, ...],
    organisation: str,
    phone: str,
    email: str,
    website: str,
    entry_id: str,
) -> None:
    """A service: support that families can get."""
    notes = {}
    vocabulary = _tree(project, "category", "content/vocabulary/categories.yml")
    for category in categories:
        _one_of(category, vocabulary, "category", "content/vocabulary/categories.yml")
    if not categories:
        notes["categories"] = f"Change this: it is only the first of {len(vocabulary)} categories."
    contact = _contact(phone, email, website)
    if not contact:
        contact = _contact_of_council(project)
        notes["contact"] = "Change this: until then families reach the council."
    known: dict[str, Any] = {"categories": list(categories) or [next(iter(vocabulary))], "contact": contact}
    _write(project, "service", name, known | _run_by(project, organisation), entry_id, notes)


@command.command("organisation")
@_name
@_phone
@_email
@_website
@_id
@project_option
def organisation(project: Path, name: str, phone: str, email: str, website: str, entry_id: str) -> None:
    """An organisation: whoever provides services."""
    contact = _contact(phone, email, website)
    _write(project, "organisation", name, {"contact": contact} if contact else {}, entry_id)


@command.command("school")
@_name
@click.option(
    "--type",
    "kind",
    type=click.Choice(tuple(SETTING_TYPES)),
    metavar="TYPE",
    help="What type of school it is.",
)
@click.option("--urn", default="", help="Its number in Get Information About Schools, 6 digits.")
@_organisation
@_phone
@_email
@_website
@_id
@project_option
def school(
    project: Path,
    name: str,
    kind: str | None,
    urn: str,
    organisation: str,
    phone: str,
    email: str,
    website: str,
    entry_id: str,
) -> None:
    """A school or setting, with each question of its SEN information report explained."""
    known: dict[str, Any] = {"type": kind or DEFAULT_TYPE} | _run_by(project, organisation)
    if urn:
        known["urn"] = urn
    if contact := _contact(phone, email, website):
        known["contact"] = contact
    notes = {}
    if kind is None:
        notes["type"] = (
            "Change this if it is another type; they are listed in docs/entries.md. "
            "The type decides whether the law asks for an SEN information report."
        )
    _write(project, "school", name, known, entry_id, notes)


@command.command("page")
@_name
@_id
@project_option
def page(project: Path, name: str, entry_id: str) -> None:
    """A guide: a page in plain words."""
    _write(project, "page", name, {}, entry_id)


# --- What is known ----------------------------------------------------------------------------


def _contact(phone: str, email: str, website: str) -> dict[str, str]:
    given = {"phone": phone, "email": email, "website": website}
    return {key: value for key, value in given.items() if value}


def _contact_of_council(project: Path) -> dict[str, str]:
    council = _tree(project, "authority", "content/authority.yml")
    feedback = council.get("feedback")
    email = feedback.get("email") if isinstance(feedback, Mapping) else None
    if not isinstance(email, str):
        raise fail("Say how to reach it: --phone, --email or --website.")
    return {"email": email}


def _run_by(project: Path, organisation: str) -> dict[str, str]:
    if not organisation:
        return {}
    ids = sorted(file.stem for file in (project / "content" / "organisations").glob("*.yml"))
    _one_of(organisation, ids, "organisation", "content/organisations")
    return {"organisation": organisation}


def _one_of(value: str, known: Any, what: str, where: str) -> None:
    if value not in known:
        near = get_close_matches(value, list(known), 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise click.UsageError(f'There is no {what} "{value}" in {where}.{hint}')


def _tree(project: Path, kind: str, path: str) -> dict[str, Any]:
    """What a file of the project says, as it stands."""
    if not (project / path).is_file():
        raise fail(f"{path} is not there. Go to the project's folder, or write --project DIR.")
    document = open_document(project, SourceFile(kind, kind, path, (0, 0)))
    if isinstance(document, Problem):
        raise fail(str(document))
    if not document.tree:
        raise fail(f"{path} is empty. Write something into it first.")
    return dict(document.tree)


def _write(
    project: Path,
    kind: Kind,
    name: str,
    known: Mapping[str, Any],
    entry_id: str,
    notes: Mapping[str, str] | None = None,
) -> None:
    if not (project / "content").is_dir():
        raise fail("There is no folder content here. Go to the project's folder, or write --project DIR.")
    try:
        entry = NewEntry(kind, name, known, notes=notes, entry_id=entry_id, today=datetime.date.today())
        entry.write(project)
    except WriteRefused as refused:
        raise fail(str(refused)) from None
    click.echo(f"{entry.path} is ready to be filled in. Then: local-offer check {entry.path}")
