"""Options that several verbs share."""

from pathlib import Path

import click

project_option = click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="this folder",
    help="The folder that holds content/ and mkdocs.yml.",
)
"""``--project DIR``: where the content is."""


def fail(message: str) -> click.ClickException:
    """An error for the person at the keyboard: one sentence, exit status 1."""
    return click.ClickException(message)
