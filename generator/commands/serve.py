"""``local-offer serve``: the site on this machine, built again whenever a file changes."""

import logging
from pathlib import Path

import click

from generator.commands.build import show_log
from generator.commands.options import fail, project_option


@click.command(name="serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in a browser.")
@project_option
def command(address: str, open_browser: bool, project: Path) -> None:
    """Serves the site here and builds it again after every change; Ctrl-C ends it."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        raise fail(f"There is no {config_file}. `local-offer init DIR` makes a project.")
    show_log(logging.INFO)
    try:
        serve(
            str(config_file),
            dev_addr=address,
            open_in_browser=open_browser,
            watch=[str(project / "content")],
        )
    except MkDocsException as error:
        raise fail(str(error)) from None
