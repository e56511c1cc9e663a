"""Serves a folder as a good web host does, gzipped and with caching, as fast as asked or like a slow phone's link."""

import contextlib
import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Link(NamedTuple):
    """What lies between the host and the reader.

    Attributes:
        latency: Seconds before the first byte of every answer.
        bytes_per_second: How much it carries, all connections together; 0 for no limit.
    """

    latency: float
    bytes_per_second: int


FAST = Link(0.0, 0)
SLOW_4G = Link(0.15, 200_000)
"""1.6 megabits a second and 150 ms, the slow 4G of Lighthouse."""


class Answer(NamedTuple):
    """One answer that was sent."""

    path: str
    size: int


class Host:
    """A host that serves one folder; see `served`."""

    def __init__(self, folder: Path, link: Link) -> None:
        self.folder, self.link = folder.resolve(), link
        self.answers: list[Answer] = []
        self._free_at = 0.0
        self._lock = threading.Lock()

    def body(self, address: str) -> tuple[bytes, str, int]:
        """The zipped bytes of an address, its type and its status."""
        file = (self.folder / unquote(urlsplit(address).path).lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        status = 200
        if not file.is_relative_to(self.folder) or not file.is_file():
            file, status = self.folder / "404.html", 404
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix == ".js":
            kind = "text/javascript"
        return (_zipped(file) if file.is_file() else gzip.compress(b"not here")), kind, status

    def wait(self, size: int) -> None:
        """Waits as long as the link needs for so many bytes; answers share it one after the other."""
        if not self.link.bytes_per_second:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + size / self.link.bytes_per_second
            wait = self._free_at - now
        time.sleep(wait)


@lru_cache(maxsize=20_000)
def _zipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


@contextlib.contextmanager
def served(folder: Path, link: Link = FAST) -> Iterator[tuple[str, Host]]:
    """The address of a folder that is served until the block ends, and its host.

    Args:
        folder: The site.
        link: What lies between the host and the reader.
    """
    host = Host(folder, link)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body, kind, status = host.body(self.path)
            time.sleep(host.link.latency)
            for_ever = "/assets/" in self.path
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header(
                "Cache-Control", "public, max-age=31536000, immutable" if for_ever else "public, max-age=600"
            )
            self.end_headers()
            host.answers.append(Answer(self.path, len(body)))
            for start in range(0, len(body), 4096):
                part = body[start : start + 4096]
                host.wait(len(part))
                self.wfile.write(part)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", host
        server.shutdown()
