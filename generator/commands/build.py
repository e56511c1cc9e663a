"""``local-offer build``: the site; the same as ``mkdocs build``."""

import gc
import logging
from pathlib import Path

import click

from generator.commands.options import fail, project_option


@click.command(name="build")
@click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where the site goes, if not as mkdocs.yml says."
)
@click.option("--strict", is_flag=True, help="Warnings stop the build, too.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@project_option
def command(site_dir: Path | None, strict: bool, quiet: bool, project: Path) -> None:
    """Builds the site. A build that fails leaves the last good site as it was."""
    # A build makes many values and few cycles: the plugin turns this on again at its end.
    gc.disable()
    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        raise fail(f"There is no {config_file}. `local-offer init DIR` makes a project.")
    if not strict and _was_quick(project, site_dir, quiet):
        return
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    show_log(logging.WARNING if quiet else logging.INFO)
    try:
        options = {"site_dir": str(site_dir.absolute())} if site_dir else {}
        config = load_config(str(config_file), strict=strict, **options)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"The build stopped: {error}. The site is as it was.") from None


def _was_quick(project: Path, site_dir: Path | None, quiet: bool) -> bool:
    from generator.site.quick_build import build_quickly

    try:
        written = build_quickly(project, site_dir)
    except OSError as error:
        raise fail(f"The build stopped: {error}. The site is as it was.") from None
    if written is None:
        return False
    if not quiet:
        pages = "1 page was" if written == 1 else f"{written} pages were"
        click.echo(f"{pages} written again; the rest of the site is as it was.", err=True)
    return True


def show_log(level: int) -> None:
    """Sends MkDocs' messages to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
