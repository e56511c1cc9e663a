"""The stand-in for GitHub, for every test of reminders."""

from tests.reminders.github import github

__all__ = ["github"]
