"""A new project to import into, and the command as a council officer runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import import_
from generator.editing.new_project import make_project

Import = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty, valid project."""
    folder = tmp_path / "offer"
    make_project(folder)
    return folder


@pytest.fixture
def run_import(project: Path) -> Import:
    """Runs ``local-offer import`` on a table and a mapping, given as text."""

    def run(table: str | bytes | Path, mapping: str, *options: str) -> Result:
        if isinstance(table, Path):
            source = table
        else:
            source = project.parent / "clubs.csv"
            source.write_bytes(table.encode() if isinstance(table, str) else table)
        map_file = project.parent / "clubs.yml"
        map_file.write_text(mapping, encoding="utf-8")
        arguments = ["spreadsheet", str(source), "--map", str(map_file), "--project", str(project), *options]
        result = CliRunner().invoke(import_.command, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
