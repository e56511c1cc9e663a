"""The demonstration's offer, which reports are made of."""

from pathlib import Path

import pytest

from generator.reading import Offer, read_project

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def offer() -> Offer:
    """The demonstration's offer, as it stands in the repository."""
    found = read_project(REPOSITORY, use_cache=False).offer
    assert found is not None
    return found
