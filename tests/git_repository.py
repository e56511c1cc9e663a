"""A git repository in which each commit has the day that a test gives it."""

import os
import subprocess
from pathlib import Path


class Repository:
    """A repository in which each commit has the day that a test gives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Made Up")
        self.git("config", "user.email", "made-up@example.org")

    def git(self, *arguments: str, on: str = "2026-01-01") -> str:
        when = f"{on}T12:00:00+0000"
        environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def commit(self, on: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change", on=on)
