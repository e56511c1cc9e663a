"""What stands in for the world during a year: GitHub, and other people's websites."""

from tests.links.conftest import host, one_host
from tests.reminders.github import github

__all__ = ["github", "host", "one_host"]
