"""What the person at the keyboard reads when bringing something in has to stop."""

import contextlib
from collections.abc import Iterator

import click

from generator.editing.writer import WriteRefused
from generator.exchange.result import ImportStopped


@contextlib.contextmanager
def stopping_plainly() -> Iterator[None]:
    """Says why an import or its writing stopped, and ends with exit status 1; nothing is half written."""
    try:
        yield
    except ImportStopped as stop:
        for message in stop.messages:
            click.echo(message, err=True)
        raise SystemExit(1) from None
    except WriteRefused as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(1) from None
