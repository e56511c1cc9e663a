"""Where a build is written, and the moment when it takes the place of the last good site.

Everything is written into a new folder beside the site. Only when nothing can fail any
more does it take the site's place: as a whole, by two renames, or, when most pages are as
they were, file by file. A build that fails, is stopped or fills the disk leaves the site
as it was.
"""

import contextlib
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path


class Staging:
    """The folder that a build writes into.

    Args:
        site: The folder of the published site.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.with_name(f".{site.name}.building")
        self._old = site.with_name(f".{site.name}.old")

    def open(self) -> None:
        """Makes an empty folder, after putting right what a killed build may have left."""
        if self._old.exists() and not self.site.exists():
            self._old.rename(self.site)
        self.discard()
        self.folder.mkdir(parents=True)

    def discard(self) -> None:
        """Removes the folder and everything in it; the site stays."""
        for left in (self.folder, self._old):
            shutil.rmtree(left, ignore_errors=True)

    def swap(self) -> None:
        """Puts the new folder in the site's place, whole."""
        with _uninterrupted():
            if self.site.exists():
                self.site.rename(self._old)
            self.folder.rename(self.site)
        shutil.rmtree(self._old, ignore_errors=True)

    def merge(self, gone: Iterable[str]) -> None:
        """Moves each new file to its place in the site, and removes pages that are gone.

        A file whose bytes have not changed is left alone.

        Args:
            gone: Files of the site, relative to it, that no longer belong there.
        """
        with _uninterrupted():
            for folder, _, names in os.walk(self.folder):
                target = self.site / os.path.relpath(folder, self.folder)
                if not target.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                for name in names:
                    new, old = os.path.join(folder, name), os.path.join(target, name)
                    if not _same_bytes(new, old):
                        os.replace(new, old)
            for address in gone:
                file = self.site / address
                file.unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    file.parent.rmdir()
        shutil.rmtree(self.folder, ignore_errors=True)


def _same_bytes(one: str, other: str) -> bool:
    try:
        if os.stat(one).st_size != os.stat(other).st_size:
            return False
        with open(one, "rb") as first, open(other, "rb") as second:
            return first.read() == second.read()
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds back Ctrl-C for the few renames that must not be torn apart."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt


def write_page(folder: str, address: str, html: str) -> None:
    """Writes ``index.html`` of an address below a folder.

    Args:
        folder: The folder of the build.
        address: Where the page is, like ``services/swim/``.
        html: The page.
    """
    place = f"{folder}/{address}"
    try:
        os.mkdir(place)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(place, exist_ok=True)
    write_file(folder, f"{address}index.html", html)


def write_file(folder: str, address: str, text: str) -> None:
    """Writes a file into a folder that is there.

    Args:
        folder: The folder of the build.
        address: Where the file is, like ``services/swim/times.ics``.
        text: What is in it.
    """
    with open(f"{folder}/{address}", "wb") as file:
        file.write(text.encode())


def fingerprint(site: Path, folders: Iterable[str]) -> tuple[tuple[int, int], ...] | None:
    """What tells that a site is still the one that was built: identity and time of its folders."""
    marks = []
    for name in ("", *folders):
        try:
            info = os.stat(site / name)
        except OSError:
            return None
        marks.append((info.st_ino, 0 if name == "" else info.st_mtime_ns))
    return tuple(marks)
