"""A proxy on this machine that lets LinkChecker out to the public internet and nowhere else.

An address in the content may have a name that leads into the network of whoever runs the
test, or redirect there: a pull request could so make a build server knock at its own
doors. Looking a name up before the test would not do, since it may say something else a
second later. So every connection goes through here: a name is looked up once, each of its
addresses is judged, and the connection is made to that address and no other.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from generator.links.address import is_public

PRIVATE, NOT_FOUND, NO_CONNECTION, TOO_SLOW = 470, 471, 472, 473
"""The statuses with which the guard answers itself, none of which a web server has a use for."""

_REASONS = {
    PRIVATE: "Private address",
    NOT_FOUND: "Host name not found",
    NO_CONNECTION: "No connection",
    TOO_SLOW: "No connection in time",
    400: "Bad request",
}
_MOST_HEAD = 65_536
_NOT_PASSED_ON = (b"connection:", b"proxy-connection:", b"proxy-authorization:", b"keep-alive:", b"te:")


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host name.

    Raises:
        OSError: There are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


async def connect(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Opens a connection to an IP address.

    Raises:
        OSError: Nobody answers there.
    """
    return await asyncio.open_connection(address, port, limit=_MOST_HEAD)


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(_REASONS[status])
        self.status = status


class Guard:
    """The proxy, from the beginning of a ``with`` block to its end.

    Attributes:
        troubles: The hosts, with their ports, to which there was no way, each with the status that was answered.
    """

    def __init__(self, *, private: bool = False, timeout: float = 20.0) -> None:
        """Makes a guard.

        Args:
            private: Whether to let through to private networks as well.
            timeout: How many seconds a connection may take to come about. A whole answer may take six times
                as long, so that nobody can hold a test up by sending a letter now and then.
        """
        self.troubles: dict[tuple[str, int], int] = {}
        self._private, self._timeout = private, timeout
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="links-guard", daemon=True)
        self._ready = threading.Event()
        self._names = ThreadPoolExecutor(32, "links-names")
        self._stop: asyncio.Event | None = None
        self.url = ""
        """The address to give as ``http_proxy`` and ``https_proxy``."""

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._names.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._main())
        finally:
            self._ready.set()
            self._loop.close()

    async def _main(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MOST_HEAD)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    # --- One connection ---------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(self._timeout * 6):
                await self._pass_on(reader, writer)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # it has gone, has to go or says what nobody understands: LinkChecker has words for it
        finally:
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *fields = head[:-4].split(b"\r\n")
        there: asyncio.StreamWriter | None = None
        try:
            method, target, _ = first.decode("latin-1").split(" ", 2)
            if method == "CONNECT":
                back, there = await self._connect(f"//{target}", 443)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _join(reader, writer, back, there)
            else:
                back, there = await self._connect(target, 80)
                parts = urlsplit(target)
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                there.write(_head(f"{method} {path} HTTP/1.1".encode("latin-1"), fields))
                await _answer(back, writer)
        except _Refused as refused:
            writer.write(
                f"HTTP/1.1 {refused.status} {refused}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            await writer.drain()
        finally:
            if there is not None:
                there.close()

    async def _connect(
        self, target: str, default_port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            parts = urlsplit(target)
            host, port = parts.hostname or "", parts.port or default_port
        except ValueError:
            raise _Refused(400) from None
        try:
            async with asyncio.timeout(max(self._timeout - 1, 0.5)):
                return await self._connect_to(host, port)
        except TimeoutError:
            status = TOO_SLOW
        except _Refused as refused:
            status = refused.status
        self.troubles[host, port] = status
        raise _Refused(status)

    async def _connect_to(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            addresses = await self._loop.run_in_executor(self._names, resolve, host, port)
        except (OSError, UnicodeError):
            raise _Refused(NOT_FOUND) from None
        # One private address among public ones is enough: it would be a matter of luck.
        if not self._private and not all(map(is_public, addresses)):
            raise _Refused(PRIVATE)
        for address in addresses:
            with contextlib.suppress(OSError):
                return await connect(address, port)
        raise _Refused(NO_CONNECTION)


def _head(first: bytes, fields: Iterable[bytes]) -> bytes:
    """A head of a message that ends its connection: the next one may be for another host."""
    kept = [field for field in fields if not field.lower().startswith(_NOT_PASSED_ON)]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


async def _answer(back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await back.readuntil(b"\r\n\r\n")
    first, *fields = head[:-4].split(b"\r\n")
    writer.write(_head(first, fields))
    await _copy(back, writer)


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    back: asyncio.StreamReader,
    there: asyncio.StreamWriter,
) -> None:
    ways = {asyncio.create_task(_copy(reader, there)), asyncio.create_task(_copy(back, writer))}
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(_MOST_HEAD):
        target.write(piece)
        await target.drain()
