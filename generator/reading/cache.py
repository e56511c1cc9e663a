"""Remembers what unchanged files said, so that the next run reads only what changed.

The key of a file is its path, modification time and size, as in git's index, with
git's care for files that changed in the same instant as the cache was written: those
are read again. The whole cache is void when the schema, the reader or Python changes.
"""

import contextlib
import hashlib
import marshal
import os
import sys
import sysconfig
import time
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import generator
import offer_schema

FOLDER = ".cache/local-offer"
"""The cache's folder in a project; safe to delete at any time."""


@cache
def code_key() -> str:
    """A hash of everything in the code that decides how a file is read and shown."""
    # Installing or removing a library changes the time of the folder that holds them.
    libraries = os.stat(sysconfig.get_path("purelib")).st_mtime_ns
    parts = [sys.version, generator.__version__, str(libraries)]
    for package in (generator, offer_schema):
        root = Path(package.__path__[0])
        for file in sorted(file for file in root.rglob("*") if file.suffix in (".py", ".yml")):
            info = file.stat()
            parts.append(f"{file.relative_to(root)}:{info.st_mtime_ns}:{info.st_size}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load(file: Path, key: str) -> Any:
    """What `save` kept under this key, or None when there is nothing that can be trusted."""
    try:
        with file.open("rb") as stream:
            if stream.read(65) != (key + "\n").encode():
                return None
            checksum, body = stream.read(4), stream.read()
            if checksum != _checksum(body):
                return None
            return marshal.loads(body)  # noqa: S302 - our own file in the project's cache folder
    except (OSError, EOFError, ValueError, TypeError):
        return None


def save(file: Path, key: str, value: Any) -> None:
    """Keeps a value under a key; a full disk or a read-only folder is no error.

    Args:
        file: Where to keep it.
        key: 64 hexadecimal digits.
        value: Plain values only: tuples, lists, dictionaries, strings, bytes, numbers, None.
            Python's own byte form of these is read ten times as fast as any other.
    """
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            body = marshal.dumps(value)
            stream.write((key + "\n").encode() + _checksum(body))
            stream.write(body)
        temporary.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _checksum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "big")


def forget(file: Path) -> None:
    """Removes what `save` kept, if there is anything."""
    with contextlib.suppress(OSError):
        file.unlink()


def settled_before() -> int:
    """The latest modification time (ns) that can be trusted now: a little before this instant."""
    return time.time_ns() - 50_000_000
