"""``local-offer init``: a new council's repository, empty and valid."""

from pathlib import Path

import click

from generator.editing.new_project import ProjectRefused, make_project


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a new council's repository in DIR, which must be new or empty."""
    try:
        make_project(folder)
    except ProjectRefused as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(1) from None
    click.echo(f"{folder} is ready. Begin with content/authority.yml; README.md there says what comes next.")
