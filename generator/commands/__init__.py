"""The command line: one verb, one module. ``local-offer --help`` lists them."""

import importlib
from typing import Any

import click

from generator import __version__

_VERBS = {
    "booklet": "generator.commands.booklet:command",
    "build": "generator.commands.build:command",
    "check": "generator.commands.check:command",
    "confirm": "generator.commands.confirm:command",
    "import": "generator.commands.import_:command",
    "init": "generator.commands.init:command",
    "new": "generator.commands.new:command",
    "links": "generator.commands.links:command",
    "places": "generator.commands.places:command",
    "remind": "generator.commands.remind:command",
    "report": "generator.commands.report:command",
    "schema": "generator.commands.schema:command",
    "serve": "generator.commands.serve:command",
}


class _Verbs(click.Group):
    """Loads a verb's module only when that verb is called: the others cost no time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module, name = _VERBS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="local-offer")
def cli() -> None:
    """Builds and looks after a council's SEND Local Offer, kept as YAML in git."""


def main(*args: Any) -> None:
    """Runs the command line. Exit status: 0 fine, 1 problems found, 2 wrong use."""
    cli(*args, prog_name="local-offer")
