"""A mistake in a mapping is shown with its line and column, and nothing is written."""

from pathlib import Path

import pytest

from .conftest import Import

TABLE = "Name,Phone\nSaturday Swim Club,01632 960123\n"
GOOD = """\
kind: service
id: "{Name}"
constants:
  categories: [clubs]
columns:
  Name: name
  Phone: contact.phone
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "kind: service",
            "kind: club",
            'clubs.yml:1:7: error[not-an-option]: "club" is not one of the answers',
        ),
        ('id: "{Name}"\n', "", 'clubs.yml:1:1: error[missing]: "id" is missing.'),
        (
            "columns:",
            "colums:",
            'error[unknown-key]: "colums" is not a key that is used here. Did you mean "columns"?',
        ),
        (
            "contact.phone",
            "contact.fone",
            'clubs.yml:7:10: error[unknown-field]: "contact.fone" is not a field',
        ),
        (
            "Phone: contact.phone",
            "Phone: contact",
            '"contact" is a group. Say which answer in it: "contact.role"',
        ),
        ("Phone: contact.phone", "Phone: locations.postcode", '"locations.postcode" is not a field'),
        ("Phone: contact.phone", "Phone: name[0]", '"name" is not a list.'),
        (
            "  Phone:",
            "  Fone:",
            'clubs.yml:7:3: error[unknown-column]: The spreadsheet has no column "Fone". Did you mean',
        ),
        ('"{Name}"', '"{Town}"', 'The spreadsheet has no column "Town". It has: Name, Phone.'),
        (
            "[clubs]",
            "[clobs]",
            'clubs.yml:4:16: error[unknown-category]: "clobs" is not in content/vocabulary',
        ),
        ("contact.phone", "{to: contact.phone, find: yes}", '"contact.phone" has no vocabulary.'),
        ("contact.phone", "{to: contact.phone, create: charity}", "does not name an organisation."),
        (
            "contact.phone",
            '{to: needs, values: {"*": magic}}',
            '"magic" is not in content/vocabulary/needs.yml.',
        ),
        ("columns:", "flags: {name: {Phone: x}}\ncolumns:", '"name" does not take a list.'),
        (
            "columns:",
            'flags: {"locations[0].access": {Phone: magic}}\ncolumns:',
            "content/vocabulary/access.yml",
        ),
        ("columns:", "\tcolumns:", "There is a tab at the beginning of this line."),
        ("columns:", "kind: school\ncolumns:", '"kind" stands here a second time'),
    ],
)
def test_a_mistake_has_its_place_and_what_to_do(
    project: Path, run_import: Import, right: str, wrong: str, said: str
) -> None:
    assert right in GOOD
    result = run_import(TABLE, GOOD.replace(right, wrong))
    assert result.exit_code == 1
    assert said in result.output
    assert list((project / "content/services").glob("*.yml")) == []


def test_every_mistake_is_shown_at_once(run_import: Import) -> None:
    result = run_import(
        TABLE, GOOD.replace("Name: name", "Name: nam").replace("contact.phone", "contact.fone")
    )
    assert result.output.count("error[unknown-field]") == 2


def test_a_mapping_that_is_not_there_is_said_plainly(project: Path, run_import: Import) -> None:
    result = run_import(TABLE, GOOD, "--map", str(project / "none.yml"))
    assert result.exit_code == 1
    assert "cannot be read: No such file or directory" in result.output


def test_the_columns_that_are_not_used_are_named(run_import: Import) -> None:
    result = run_import("Name,Phone,Shoe size\nClub,01632 960123,9\n", GOOD)
    assert "columns that the mapping does not use: Shoe size" in result.output
