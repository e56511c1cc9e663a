"""A small, valid project, and what the reader says about one file of it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from generator.reading import Problem, read_project

# In continuous integration the same examples are tried each time; here, new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ProblemsIn = Callable[[str, str | bytes], list[Problem]]
"""Writes one file of the project and gives the problems that the reader finds in it."""

SWIM = """\
name: Saturday Swim Club
organisation: tidewell-leisure
summary: Swimming in small groups for children who need more help.
categories: [clubs]
needs: [autism]
ages:
  from: 5
  to: 11
contact:
  phone: 01632 960123
locations:
  - name: Tidewell Baths
    town: Tidewell
    postcode: ZZ1 2AB
    place: tidewell
    access: [step-free]
languages: [bsl]
checked: 2026-10-01
owner: short-breaks-team
"""

FILES = {
    "mkdocs.yml": """\
site_name: Doggerland Local Offer
docs_dir: content/pages
theme: {name: local-offer}
plugins: [local-offer]
""",
    "content/authority.yml": """\
name: Doggerland Council
gss: E06000999
website: https://www.doggerland.example.org
contact:
  phone: 01632 960100
feedback:
  {email: localoffer@doggerland.example.org, answer_within: 900 years}
owners:
  short-breaks-team:
    name: Short breaks team
""",
    "content/vocabulary/needs.yml": """\
autism:
  name: Autism
  also: [ASD, ASC]
hearing-impairment:
  name: Deaf or hard of hearing
""",
    "content/vocabulary/categories.yml": """\
clubs:
  name: Clubs
short-breaks:
  name: Short breaks
""",
    "content/vocabulary/places.yml": """\
tidewell:
  name: Tidewell
tidewell-harbour:
  name: Tidewell Harbour
  kind: ward
  part_of: tidewell
""",
    "content/vocabulary/ages.yml": """\
"0-4":
  name: 0 to 4
  from: 0
  to: 4
""",
    "content/vocabulary/access.yml": "step-free:\n  name: Step-free way in\n",
    "content/vocabulary/languages.yml": "bsl:\n  name: British Sign Language\n",
    "content/vocabulary/jargon.yml": """\
ehc-plan:
  term: Education, health and care plan
  short: EHC plan
  meaning: What a child must get, in writing.
""",
    "content/vocabulary/synonyms.yml": "- [SALT, speech therapy]\n",
    "content/organisations/tidewell-leisure.yml": """\
name: Tidewell Leisure
kind: charity
checked: 2026-10-01
""",
    "content/services/saturday-swim-club.yml": SWIM,
    "content/schools/reef-primary.yml": """\
name: Reef Primary School
type: community-school
phase: primary
checked: 2026-10-01
""",
    "content/comments/2026-more-swimming.yml": """\
theme: Swimming for older children
topic: gap
received: 2026-05-04
said: There is nothing after the age of eleven.
about: [saturday-swim-club]
status: received
""",
    "content/pages/index.md": "---\ntitle: Doggerland Local Offer\n---\n\nWelcome.\n",
}
"""Every file of the small project."""


def write(project: Path, path: str, text: str | bytes) -> Path:
    """Writes one file of a project, byte for byte, and its folders when they are missing."""
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one entry of each kind and no errors."""
    folder = tmp_path / "offer"
    for path, text in FILES.items():
        write(folder, path, text)
    return folder


@pytest.fixture
def problems_in(project: Path) -> ProblemsIn:
    """Writes one file of the project and reads back the problems with it, advice included."""

    def problems(path: str, text: str | bytes) -> list[Problem]:
        write(project, path, text)
        return [found for found in read_project(project, use_cache=False).problems if found.path == path]

    return problems
