"""A git repository with a long history of made-up content, written by ``git fast-import``."""

import datetime
import random
import subprocess
from pathlib import Path

from benchmarks.entries import Amounts, write_project


def write_repository(
    folder: Path, amounts: Amounts, commits: int, today: datetime.date, seed: int = 1
) -> None:
    """Writes a project and a history of it in which entries came, were checked, corrected, moved and deleted.

    Args:
        folder: Where to write; it must be empty or missing.
        amounts: How many entries there are in the end.
        commits: How many commits there are.
        today: The day of the last commit; the first is three years before.
        seed: Makes the same history again.
    """
    write_project(folder, amounts, seed)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
    chance = random.Random(seed)
    files = sorted(path for path in (folder / "content").rglob("*") if path.suffix in (".yml", ".md"))
    stream = [_commit(1, today - datetime.timedelta(days=1095), "Begin")]
    stream += [_file(folder, path, path.read_bytes()) for path in files]
    entries = [path for path in files if path.parent.name in ("services", "schools", "organisations")]
    texts = {path: path.read_bytes() for path in entries}
    for number in range(2, commits + 1):
        day = today - datetime.timedelta(days=round(1095 * (1 - number / commits)))
        stream.append(_commit(number, day, f"Change {number}"))
        path = chance.choice(entries)
        text = texts[path]
        if number % 3:
            lines = [line for line in text.split(b"\n") if not line.startswith(b"checked:")]
            text = b"\n".join([*lines[:-1], f"checked: {day}".encode(), b""])
        else:
            text = (
                text.replace(b"name: ", b"name: The ", 1)
                if chance.random() < 0.5
                else text + b"# Looked at.\n"
            )
        texts[path] = text
        stream.append(_file(folder, path, text))
    for path, text in texts.items():
        path.write_bytes(text)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(stream), check=True)
    subprocess.run(["git", "reset", "--quiet"], cwd=folder, check=True)


def _commit(number: int, day: datetime.date, message: str) -> bytes:
    seconds = int(datetime.datetime.combine(day, datetime.time(12), datetime.UTC).timestamp())
    who = f"Made Up <made-up@example.org> {seconds} +0000"
    parent = f"from :{number - 1}\n" if number > 1 else ""
    return (
        f"commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\n"
        f"data {len(message)}\n{message}\n{parent}"
    ).encode()


def _file(folder: Path, path: Path, text: bytes) -> bytes:
    name = path.relative_to(folder).as_posix()
    return f"M 100644 inline {name}\ndata {len(text)}\n".encode() + text + b"\n"
