"""What LinkChecker's words mean."""

import pytest

from generator.links.linkchecker import Answer, Hop
from generator.links.outcome import BLOCKED, Outcome, State, outcome_of

ASKED = "https://www.swim.uk/a"


@pytest.mark.parametrize(
    ("result", "detail"),
    [
        (
            "SSLError: HTTPSConnectionPool(host='a', port=443): … CERTIFICATE_VERIFY_FAILED",
            "Its certificate is not valid",
        ),
        ("SSLError: HTTPSConnectionPool(host='a', port=443): … wrong version number", "No secure connection"),
        ("ConnectTimeout: HTTPSConnectionPool(host='a', port=443): …", "No answer in time"),
        (
            "ReadTimeout: HTTPConnectionPool(host='a', port=80): Read timed out. (read timeout=20)",
            "No answer in time",
        ),
        ("TooManyRedirects: Exceeded 10 redirects.", "It redirects in a circle"),
        ("ConnectionError: … NameResolutionError(…", "Host name not found"),
        ("ConnectionError: … Connection refused", "No connection"),
        ("ConnectionError: ('Connection aborted.', RemoteDisconnected(…", "The connection broke off"),
        ("500 Internal Server Error", "500 Internal Server Error"),
    ],
)
def test_errors_are_failures_in_plain_words(result: str, detail: str) -> None:
    assert outcome_of(ASKED, Answer(False, result)) == Outcome(State.FAILING, detail)


@pytest.mark.parametrize("status", sorted(BLOCKED))
def test_a_wall_is_a_wall_whether_linkchecker_minds_it_or_not(status: int) -> None:
    assert outcome_of(ASKED, Answer(status == 429, f"{status} Some words")).state is State.BLOCKED


@pytest.mark.parametrize("result", ["filtered", "syntax OK", "something new"])
def test_what_was_not_asked_is_not_called_right(result: str) -> None:
    assert outcome_of(ASKED, Answer(True, result)).state is State.BLOCKED


def test_a_hosts_own_words_cannot_draw_on_a_terminal() -> None:
    detail = outcome_of(ASKED, Answer(False, "500 \x1b[31mRed\nnext " + "long " * 99)).detail
    assert detail.isprintable()
    assert len(detail) <= 80


def test_only_permanent_steps_from_the_beginning_are_a_new_address() -> None:
    for_good, for_now = Hop(301, "https://www.swim.uk/b"), Hop(302, "https://www.swim.uk/c")
    assert outcome_of(ASKED, Answer(True, "200 OK", (for_good, for_now))).to == "https://www.swim.uk/b"
    assert outcome_of(ASKED, Answer(True, "200 OK", (for_now, for_good))).state is State.OK
    itself = Hop(301, f"{ASKED}#x")
    assert outcome_of(ASKED, Answer(True, "200 OK", (for_good, itself))).state is State.OK
    assert outcome_of(ASKED, Answer(True, "200 OK", (itself, for_good))).to == "https://www.swim.uk/b"


def test_an_anchor_goes_along() -> None:
    hop = Hop(301, "https://www.swim.uk/b")
    assert outcome_of(f"{ASKED}#times", Answer(True, "200 OK", (hop,))).to == "https://www.swim.uk/b#times"
    own = Hop(301, "https://www.swim.uk/b#new")
    assert outcome_of(f"{ASKED}#times", Answer(True, "200 OK", (own,))).to == "https://www.swim.uk/b#new"
