"""Where the running program came from: the repository and the commit that a council's own repository is pinned to."""

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_SSH = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class ProgramSource(NamedTuple):
    """A state of the program that anybody can fetch.

    Attributes:
        url: The address of its repository; "" if it is not known.
        commit: The hash of the commit; "" if it is not known.
    """

    url: str
    commit: str


UNKNOWN = ProgramSource("", "")
"""The program was made from a copy that does not say where it came from."""


def program_source() -> ProgramSource:
    """Where the running program came from, as its installation says (PEP 610, ``direct_url.json``)."""
    try:
        written = distribution("local-offer").read_text("direct_url.json")
        told = json.loads(written) if written else {}
    except (PackageNotFoundError, ValueError):
        return UNKNOWN
    url = str(told.get("url", ""))
    if "vcs_info" in told:
        return _public(url, str(told["vcs_info"].get("commit_id", "")))
    parts = urlsplit(url)
    return source_of_checkout(Path(unquote(parts.path))) if parts.scheme == "file" else UNKNOWN


def source_of_checkout(folder: Path) -> ProgramSource:
    """Where a checkout of the program came from: its remote ``origin``, and the commit that it stands on.

    Args:
        folder: The checkout.
    """
    return _public(_git(folder, "remote", "get-url", "origin"), _git(folder, "rev-parse", "HEAD"))


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _public(url: str, commit: str) -> ProgramSource:
    """The source as anybody may write it down: without a name or a password, and fetched without a key."""
    if found := _SSH.fullmatch(url):
        url = f"https://{found[1]}/{found[2]}"
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or not _COMMIT.fullmatch(commit):
        return UNKNOWN
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    address = f"https://{host}{parts.path}"
    # It is written into a makefile: nothing that make or a shell would take for its own.
    return ProgramSource(address, commit) if re.fullmatch(r"[\w./:~-]+", address) else UNKNOWN
