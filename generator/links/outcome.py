"""What one test says of one address. A blocked test is no broken link."""

import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.links import guard
from generator.links.address import request_form
from generator.links.linkchecker import Answer, Hop
from generator.reading.problems import printable

BLOCKED = frozenset({401, 403, 405, 406, 407, 418, 429, 451, 999})
"""Statuses of a host that answers, but not us: logins, limits, and walls against programs."""

GONE = frozenset({404, 410})
PERMANENT = frozenset({301, 308})
"""Redirects that say that the new address is to be used from now on (RFC 9110)."""


class State(StrEnum):
    """What a test found.

    Attributes:
        OK: It opens.
        MOVED: It opens, and its host says that it has another address for good.
        BLOCKED: The host does not answer programs, or not us: nothing is known.
        FAILING: No answer, or one that something is wrong with the host: it may be over tomorrow.
        GONE: The host says that there is no such page.
    """

    OK = "ok"
    MOVED = "moved"
    BLOCKED = "blocked"
    FAILING = "failing"
    GONE = "gone"

    @property
    def down(self) -> bool:
        """Whether somebody who follows the link finds nothing."""
        return self in (State.FAILING, State.GONE)

    @property
    def works(self) -> bool:
        """Whether somebody who follows the link finds a page."""
        return self in (State.OK, State.MOVED)


class Outcome(NamedTuple):
    """The result of a test.

    Attributes:
        state: What it found.
        detail: Why, in a few words.
        to: The new address of what has moved.
        retry_after: How long the host asked us to wait, in seconds.
    """

    state: State
    detail: str = ""
    to: str = ""
    retry_after: int | None = None

    @property
    def look_again(self) -> bool:
        """Whether it is worth asking once more before anybody is told."""
        return self.state.down or self.detail.startswith("429")


NO_ANCHOR = "The page opens, but has no place called #"


def outcome_of(form: str, answer: Answer, troubles: dict[tuple[str, int], int] | None = None) -> Outcome:
    """What LinkChecker's answer means.

    Args:
        form: The address that was asked for, in its `request_form`.
        answer: The answer.
        troubles: What the guard let nobody through to (see `Guard.troubles`).
    """
    status = re.match(r"([0-9]{3})\b", answer.result)
    code = int(status[1]) if status else 0
    words = printable(" ".join(answer.result.split())[:80])  # the host chose them
    if guard.PRIVATE <= code <= guard.TOO_SLOW:
        return _no_way(code)
    if code in BLOCKED:
        return Outcome(State.BLOCKED, words, retry_after=answer.retry_after)
    if code in GONE:
        return Outcome(State.GONE, words)
    if not answer.works:
        return Outcome(State.FAILING, words) if code else _error(answer.result, troubles or {})
    if not code and answer.result != "OK":
        shy = "syntax" in answer.result
        return Outcome(
            State.BLOCKED, "Its robots.txt asks programs not to look" if shy else "It was not asked"
        )
    to = _new_address(form, answer.hops)
    if to:
        return Outcome(State.MOVED, "", printable(to))
    anchor = urlsplit(form).fragment
    if answer.anchor_missing and not anchor.startswith(("!", "/")):
        return Outcome(State.OK, NO_ANCHOR + anchor)
    return Outcome(State.OK)


def _new_address(form: str, hops: tuple[Hop, ...]) -> str:
    """Where permanent redirects lead to before the first that is not; "" if they lead nowhere else."""
    # LinkChecker remembers what other addresses were redirected to: what came before this one is not ours.
    own = [at for at, hop in enumerate(hops) if _page(hop.to) == _page(form)]
    to = ""
    for hop in hops[own[-1] + 1 if own else 0 :]:
        if hop.status not in PERMANENT or request_form(hop.to) is None:
            break
        to = hop.to
    anchor = urlsplit(form).fragment
    return f"{to}#{anchor}" if to and anchor and not urlsplit(to).fragment else to


def _page(address: str) -> str:
    return (request_form(address) or address).partition("#")[0]


_POOL = re.compile(r"HTTPS?ConnectionPool\(host='([^']+)', port=([0-9]+)\)")
_WORDS = (
    ("TooManyRedirects", "It redirects in a circle"),
    ("CERTIFICATE_VERIFY_FAILED", "Its certificate is not valid"),
    ("SSLError", "No secure connection"),
    ("NameResolutionError", "Host name not found"),
    ("Hostname not found", "Host name not found"),
    ("Timeout", "No answer in time"),
    ("timed out", "No answer in time"),
    ("Connection refused", "No connection"),
)


def _error(result: str, troubles: dict[tuple[str, int], int]) -> Outcome:
    pool = _POOL.search(result)
    # What the guard says of a host holds only for a connection that came to nothing.
    if pool and "ProxyError" in result and (pool[1], int(pool[2])) in troubles:
        return _no_way(troubles[pool[1], int(pool[2])])
    words = next((words for sign, words in _WORDS if sign in result), "The connection broke off")
    return Outcome(State.FAILING, words)


def _no_way(status: int) -> Outcome:
    if status == guard.PRIVATE:
        return Outcome(State.BLOCKED, "It leads into a private network and was not asked")
    words = {guard.NOT_FOUND: "Host name not found", guard.NO_CONNECTION: "No connection"}
    return Outcome(State.FAILING, words.get(status, "No answer in time"))
