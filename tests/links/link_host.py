"""Other people's websites, on this machine: every way in which a link can be right or wrong."""

import asyncio
import contextlib
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Answer(NamedTuple):
    """What a path answers.

    Attributes:
        status: The status; 0 breaks the connection off.
        location: Where it redirects to.
        fields: Further lines of the head.
        body: The page.
        delay: Seconds before the first letter.
        once: What it answers the first time, if something else.
    """

    status: int = 200
    location: str = ""
    fields: tuple[str, ...] = ()
    body: bytes = b"<!doctype html><title>A page</title><p id=here>Hello"
    delay: float = 0.0
    once: "Answer | None" = None


class LinkHost:
    """A server for all host names; what it answers is looked up by host and path.

    Attributes:
        answers: The answer of each ``host/path``; a path that is not there opens.
        asked: How often each ``METHOD host/path`` was asked.
        most: The most requests of one host that were open at one time.
        port: The port for http.
        tls_port: The port for https; 0 without a certificate.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.port = self.tls_port = 0
        self.certificate = certificate
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()

    async def _main(self, ready: threading.Event) -> None:
        plain = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self.port = plain.sockets[0].getsockname()[1]
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            secure = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
            self.tls_port = secure.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = ""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split(" ", 2)
            host = next(
                line[5:].strip() for line in head.split("\r\n") if line.lower().startswith("host:")
            ).partition(":")[0]
            self.asked[f"{method} {host}{path}"] += 1
            self.open[host] += 1
            self.most[host] = max(self.most[host], self.open[host])
            answer = self.answers.get(host + path, Answer())
            if path == "/robots.txt" and host + path not in self.answers:
                answer = Answer(404)
            if answer.once is not None and self.asked[f"{method} {host}{path}"] == 1:
                answer = answer.once
            await asyncio.sleep(answer.delay)
            if answer.status:
                await self._answer(writer, answer, method)
        except (OSError, EOFError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            self.open[host] -= 1
            with contextlib.suppress(Exception):
                writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, answer: Answer, method: str) -> None:
        fields = [f"HTTP/1.1 {answer.status} {_NAMES.get(answer.status, 'Status')}"]
        if answer.location:
            fields.append(f"Location: {answer.location}")
        if not any(field.lower().startswith("content-type") for field in answer.fields):
            fields.append("Content-Type: text/html; charset=utf-8")
        # LinkChecker goes faster only where a server says that it may.
        fields += [*answer.fields, f"Content-Length: {len(answer.body)}", "LinkChecker: yes", "", ""]
        writer.write("\r\n".join(fields).encode("latin-1"))
        if method != "HEAD":
            writer.write(answer.body)
        await writer.drain()

    def forget(self) -> None:
        """Everything opens again, and nobody has asked anything."""
        self.answers.clear()
        self.asked.clear()
        self.most.clear()


_NAMES = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
    999: "Request Denied",
}


@contextlib.contextmanager
def hosting(certificate: Path | None = None) -> Iterator[LinkHost]:
    """A host that answers until the block ends."""
    host = LinkHost(certificate)
    ready = threading.Event()
    thread = threading.Thread(target=lambda: host._loop.run_until_complete(host._main(ready)), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield host
    finally:
        host._loop.call_soon_threadsafe(host._stop.set)
        thread.join()
        host._loop.close()


def make_certificate(folder: Path, *names: str) -> Path:
    """A certificate for some host names that no browser knows of, with its key, in one file."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-keyout", str(key), "-out", str(certificate), "-subj", f"/CN={names[0]}"]
    command += ["-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both
