"""Writes a complete, valid project with as many made-up entries as asked for.

``python -m benchmarks.entries DIR --services 5000 --schools 300 --organisations 500 --seed 1``

Everything comes from the seed. The council's facts and the vocabularies are this
repository's own; places, entries and guides are made up.
"""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.made_up import Entry, MadeUp, slug
from benchmarks.yaml_text import to_yaml

REPOSITORY = Path(__file__).resolve().parent.parent
"""The folder that this package stands in."""


_VOCABULARIES = ("categories", "needs", "access", "languages")


class Amounts(NamedTuple):
    """How many entries of each kind to write."""

    services: int
    schools: int
    organisations: int

    @property
    def total(self) -> int:
        """All entries together."""
        return self.services + self.schools + self.organisations

    @classmethod
    def sharing(cls, total: int) -> "Amounts":
        """Shares `total` entries out like the 5,000 services, 300 schools and 500 organisations."""
        schools, organisations = round(total * 300 / 5800), round(total * 500 / 5800)
        return cls(total - schools - organisations, schools, organisations)


def _keys(file: Path, *way: str) -> list[str]:
    """The keys of a YAML file, or of a mapping inside it."""
    data = yaml.safe_load(file.read_text("utf-8"))
    for step in way:
        data = data[step]
    return list(data)


def _write_all(folder: Path, count: int, make: Callable[[], tuple[str, Entry]]) -> None:
    folder.mkdir(parents=True)
    for _ in range(count):
        chosen, entry = make()
        (folder / f"{chosen}.yml").write_text(to_yaml(entry), "utf-8")


def write_project(folder: Path, amounts: Amounts, seed: int = 1) -> None:
    """Writes a project of `amounts` entries into `folder`, which must be empty or missing."""
    content = folder / "content"
    (content / "vocabulary").mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    council = (REPOSITORY / "content" / "authority.yml").read_text("utf-8")
    # The generator that is raced against makes no reports, so neither is asked for them.
    (content / "authority.yml").write_text(council.replace("officers_area: yes\n", ""), "utf-8")
    for words in (REPOSITORY / "content" / "vocabulary").glob("*.yml"):
        shutil.copy(words, content / "vocabulary")

    writer = MadeUp(
        seed,
        {name: _keys(content / "vocabulary" / f"{name}.yml") for name in _VOCABULARIES},
        _keys(content / "authority.yml", "owners"),
    )
    (content / "vocabulary" / "places.yml").write_text(to_yaml(writer.places), "utf-8")
    _write_all(content / "organisations", amounts.organisations, writer.organisation)
    _write_all(content / "services", amounts.services, writer.service)
    _write_all(content / "schools", amounts.schools, writer.school)
    guides = content / "pages" / "guides"
    guides.mkdir(parents=True)
    (content / "pages" / "index.md").write_text(writer.guide("A Local Offer", "start-here"), "utf-8")
    for title, section in (("Help at school", "education"), ("Days out", "leisure"), ("Money", "money")):
        (guides / f"{slug(title)}.md").write_text(writer.guide(title, section), "utf-8")


def main() -> None:
    """Reads the command line and writes the project."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--organisations", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write_project(asked.folder, Amounts(asked.services, asked.schools, asked.organisations), asked.seed)


if __name__ == "__main__":
    main()
