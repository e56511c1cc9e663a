"""``local-offer init``: a new council's repository, empty and valid."""

from pathlib import Path

import click

from generator.editing.new_project import PROGRAM, ProjectRefused, add_workflows, make_project
from generator.editing.program_source import program_source


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--workflows",
    is_flag=True,
    help="Only add what checks, publishes and keeps it on GitHub, to a project that is there. No file is changed.",
)
def command(folder: Path, workflows: bool) -> None:
    """Make a new council's repository in DIR, which must be new or empty."""
    program = program_source()
    try:
        if workflows:
            added = add_workflows(folder, program)
            for path in added.written:
                click.echo(f"{path}: written")
            for path in added.kept:
                click.echo(f"{path}: was there, and is as it was")
        else:
            make_project(folder, program)
    except ProjectRefused as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(1) from None
    if not workflows:
        click.echo(
            f"{folder} is ready. Begin with content/authority.yml; README.md there says what comes next."
        )
    if not program.url and (not workflows or PROGRAM in added.written):
        click.echo(
            f"This program does not say where it came from: write the address of its repository into {PROGRAM}."
        )
