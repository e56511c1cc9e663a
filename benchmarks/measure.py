"""Runs a command as a whole process and measures its time and its memory."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

MIB = 1024 * 1024
_SAMPLE_EVERY = 0.02


class Usage(NamedTuple):
    """What one run of a command took.

    Attributes:
        seconds: From the start of the process until it and its children have ended.
        peak: The most memory in bytes that it held, with its children; 0 if not asked for.
    """

    seconds: float
    peak: int


class CommandFailed(Exception):
    """A command that should have succeeded did not."""


def use_two_cores() -> int:
    """Keeps this process and its children to two cores; returns how many cores there are."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:2])
    return len(cores)


def run(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    memory: bool = False,
) -> Usage:
    """Runs a command to its end.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        environment: Variables to set besides those of this process.
        memory: Whether to watch the memory of the process and all its children. The
            watching takes time itself, so time and memory are measured in different runs.

    Raises:
        CommandFailed: The command ended with an error; the message holds what it wrote.
    """
    os.sync()  # What earlier runs wrote must not be written to disk on this run's time.
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [os.fspath(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        peak = _watch(process) if memory else 0
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise CommandFailed(f"{command} ended with {process.returncode}:\n{said.read().decode()}")
    return Usage(seconds, max(peak, usage.ru_maxrss * 1024) if memory else 0)


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Samples the memory of a process and its children until it ends; returns the highest sum."""
    peak = 0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, sum(map(_memory, _family(process.pid))))
        time.sleep(_SAMPLE_EVERY)
    return peak


def _family(root: int) -> list[int]:
    """A process and everything that it started, directly or not."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
    family = [root]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family


def _memory(pid: int) -> int:
    """The proportional set size in bytes: memory that processes share is counted once in all."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
