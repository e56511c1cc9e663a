"""One test of many addresses: each asked once, and once more where that may change what people are told."""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import NamedTuple

from generator.links.address import request_form
from generator.links.guard import Guard
from generator.links.linkchecker import Answer, Politeness, ask, proxies_here
from generator.links.outcome import Outcome, outcome_of

LONGEST_WAIT = 60
"""The longest that is waited before a second look, in seconds, whatever hosts ask for."""


class Manner(NamedTuple):
    """How a test is done.

    Attributes:
        politeness: How hosts are asked.
        agent: Who asks, as hosts are told.
        private: Whether private networks may be asked.
        pause: Seconds before the second look.
    """

    politeness: Politeness = Politeness()
    agent: str = "Mozilla/5.0 (compatible; local-offer links)"
    private: bool = False
    pause: float = 10.0


Progress = Callable[[int, int], None]
"""Told how many answers have come and how many are wanted so far."""


def outcomes_of(
    addresses: Iterable[str], manner: Manner, progress: Progress = lambda done, wanted: None
) -> dict[str, Outcome]:
    """Tests addresses; those of one form are asked once together.

    What fails, is gone or asks for patience is asked a second time, after a pause, and the second
    outcome counts.

    Args:
        addresses: Addresses that may be asked (see `refusal`).
        manner: How to do it.
        progress: Told after each answer.

    Returns:
        The outcome of each address; one is missing if LinkChecker broke off before it.

    Raises:
        ProgramMissing: LinkChecker is not installed.
        ProgramFailed: It tested nothing.
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        form = request_form(address)
        if form is not None:
            forms[form].append(address)
    counter = _Counter(len(forms), progress)
    with ExitStack() as stack:
        guard = None
        # A proxy of the network's own looks names up itself, and is what keeps programs in bounds there.
        if not proxies_here(os.environ):
            guard = stack.enter_context(Guard(private=manner.private, timeout=manner.politeness.timeout))

        def look(asked: list[str]) -> dict[str, Outcome]:
            if guard is not None:
                guard.troubles.clear()
            proxy = guard.url if guard is not None else ""
            answers = ask(asked, manner.politeness, agent=manner.agent, proxy=proxy, on_answer=counter.one)
            return {form: _outcome(form, answers, guard) for form in asked if form in answers}

        found = look(list(forms))
        again = [form for form, outcome in found.items() if outcome.look_again]
        if again:
            counter.wanted += len(again)
            asked_for = max((found[form].retry_after or 0 for form in again), default=0)
            time.sleep(min(max(manner.pause, asked_for), max(LONGEST_WAIT, manner.pause)))
            found |= look(again)
    return {address: found[form] for form, same in forms.items() if form in found for address in same}


def _outcome(form: str, answers: dict[str, Answer], guard: Guard | None) -> Outcome:
    answer = answers[form]
    return outcome_of(form, answer, guard.troubles if guard is not None else None)


class _Counter:
    def __init__(self, wanted: int, progress: Progress) -> None:
        self.wanted, self._done, self._progress = wanted, 0, progress

    def one(self) -> None:
        self._done += 1
        self._progress(self._done, self.wanted)
