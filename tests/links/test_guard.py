"""The guard between LinkChecker and the network, spoken to directly."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from generator.links import guard
from generator.links.guard import Guard
from tests.links.link_host import Answer, LinkHost


@pytest.fixture
def way_out(host: LinkHost) -> Iterator[Guard]:
    with Guard(timeout=2.0) as made:
        yield made


def say(way_out: Guard, *pieces: bytes, wait: float = 5.0) -> bytes:
    """What the guard answers to some bytes, until it closes the connection."""
    parts = urlsplit(way_out.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=wait) as connection:
        for piece in pieces:
            connection.sendall(piece)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def asked(url: str, *fields: str) -> bytes:
    host = urlsplit(url).netloc
    return "\r\n".join([f"GET {url} HTTP/1.1", f"Host: {host}", *fields, "", ""]).encode()


def test_an_answer_ends_its_connection(way_out: Guard, host: LinkHost) -> None:
    host.answers["www.links-test.uk/"] = Answer(fields=("Connection: keep-alive", "Keep-Alive: timeout=99"))
    answer = say(way_out, asked("http://www.links-test.uk/", "Proxy-Connection: keep-alive"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert head.lower().count(b"connection:") == 1
    assert b"Connection: close" in head
    assert b"keep-alive" not in head
    assert body.endswith(b"Hello")


def test_a_second_request_does_not_ride_on_the_first_ones_permission(way_out: Guard, host: LinkHost) -> None:
    first = asked("http://www.links-test.uk/one")
    say(way_out, first + asked("http://inside.links-test.uk/two"))
    assert dict(host.asked) == {"GET www.links-test.uk/one": 1}


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("inside.links-test.uk", guard.PRIVATE),
        ("half.links-test.uk", guard.PRIVATE),
        ("127.0.0.1", guard.PRIVATE),
        ("[::1]", guard.PRIVATE),
        ("169.254.169.254", guard.PRIVATE),
        ("nowhere.links-test.uk", guard.NOT_FOUND),
        ("www.links-test.uk:22", guard.NO_CONNECTION),
    ],
)
def test_there_is_no_way_to_what_is_not_public(
    way_out: Guard, host: LinkHost, target: str, status: int
) -> None:
    assert say(way_out, asked(f"http://{target}/")).startswith(b"HTTP/1.1 %d " % status)
    with_port = target if target.endswith(":22") else f"{target}:443"
    assert say(way_out, b"CONNECT %s HTTP/1.1\r\n\r\n" % with_port.encode()).startswith(
        b"HTTP/1.1 %d " % status
    )
    assert set(way_out.troubles.values()) == {status}
    assert not host.asked


@pytest.mark.parametrize(
    "odd",
    [
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"GET http://www.links-test.uk:99999/ HTTP/1.1\r\n\r\n",
        b"GET /no-host HTTP/1.1\r\n\r\n",
        b"\xff\xfe\x00 \x00 \x00\r\n\r\n",
        b"GET " + b"x" * 200_000,
    ],
)
def test_odd_requests_do_no_harm(way_out: Guard, host: LinkHost, odd: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        assert not say(way_out, odd).startswith(b"HTTP/1.1 200")
    assert say(way_out, asked("http://www.links-test.uk/")).startswith(b"HTTP/1.1 200 OK")


def test_a_host_that_sends_a_letter_now_and_then_is_cut_off(host: LinkHost) -> None:
    host.answers["www.links-test.uk/"] = Answer(delay=60)
    start = time.monotonic()
    with Guard(timeout=0.3) as way_out:
        assert say(way_out, asked("http://www.links-test.uk/"), wait=10) == b""
    assert time.monotonic() - start < 8


def test_a_guard_ends_while_somebody_waits(host: LinkHost) -> None:
    host.answers["www.links-test.uk/"] = Answer(delay=60)
    with Guard() as way_out:
        waiting = threading.Thread(
            target=say, args=(way_out, asked("http://www.links-test.uk/")), kwargs={"wait": 30}
        )
        waiting.start()
        while not host.asked:
            time.sleep(0.01)
    waiting.join(5)
    assert not waiting.is_alive()


def test_a_private_network_is_reached_when_somebody_says_so(
    host: LinkHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = guard.connect
    monkeypatch.setattr(guard, "connect", lambda address, port: there("8.8.8.8", port))
    with Guard(private=True) as way_out:
        assert say(way_out, asked("http://inside.links-test.uk/")).startswith(b"HTTP/1.1 200 OK")
