"""Keeps the issues of teams as they should be, by GitHub's own program ``gh``: one for each team, never more."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from generator.reminders.issues import LABEL, Issue, mark


class GitHubRefused(Exception):
    """GitHub, or its program, did not do what it was asked; the message says why."""


class Step(NamedTuple):
    """One thing to do on GitHub.

    Attributes:
        do: ``open``, ``update`` or ``close``.
        issue: The issue as it should be.
        number: The number of the issue that is there; None for one to open.
    """

    do: str
    issue: Issue
    number: int | None


def steps(wanted: Iterable[Issue], there: Sequence[dict[str, Any]]) -> Iterator[Step]:
    """What has to be done so that each team has one issue, or none if it has nothing to do.

    Args:
        wanted: The issues as they should be.
        there: The open issues with our label: ``{number, title, body}``.
    """
    known = set()
    for issue in wanted:
        theirs = sorted(
            one["number"] for one in there if str(one["body"]).lstrip().startswith(mark(issue.owner))
        )
        known.update(theirs)
        first = next((one for one in there if theirs and one["number"] == theirs[0]), None)
        if issue.body and first is None:
            yield Step("open", issue, None)
        elif issue.body and first is not None:
            if (first["title"], _same(str(first["body"]))) != (issue.title, _same(issue.body)):
                yield Step("update", issue, theirs[0])
            yield from (Step("close", issue, number) for number in theirs[1:])
        else:
            yield from (Step("close", issue, number) for number in theirs)
    for one in there:
        # A team that is no more: what it owned stands in another issue now.
        if one["number"] not in known and f"<!-- {LABEL}: " in str(one["body"]):
            yield Step("close", Issue("", str(one["title"]), ""), one["number"])


def _same(body: str) -> str:
    # GitHub keeps the ends of lines as the browser sent them, and cuts what is blank at the end.
    return body.replace("\r\n", "\n").rstrip()


def open_issues() -> list[dict[str, Any]]:
    """The open issues with our label.

    Raises:
        GitHubRefused: They cannot be read.
    """
    arguments = ("--label", LABEL, "--state", "open", "--limit", "1000", "--json", "number,title,body")
    found: list[dict[str, Any]] = json.loads(_gh("issue", "list", *arguments) or "[]")
    return found


def carry_out(plan: Iterable[Step]) -> Iterator[str]:
    """Does the steps one by one, and tells each when it is done.

    Raises:
        GitHubRefused: A step was refused; what was done before it stays.
    """
    labelled = False
    for step in plan:
        if step.do == "open":
            if not labelled:
                about = ("--description", "Made by the weekly upkeep", "--color", "0b5960", "--force")
                _gh("label", "create", LABEL, *about)
                labelled = True
            said = _gh(
                "issue", "create", "--title", step.issue.title, "--label", LABEL, "--body-file", "-",
                text=step.issue.body,
            )  # fmt: skip
            yield f"Opened: {step.issue.title} {said.strip()}".rstrip()
        elif step.do == "update":
            _gh(
                "issue", "edit", str(step.number), "--title", step.issue.title, "--body-file", "-",
                text=step.issue.body,
            )  # fmt: skip
            yield f"Brought up to date: {step.issue.title} (#{step.number})"
        else:
            comment = "All of it is done. Thank you." if step.issue.owner else "This team is no more."
            _gh("issue", "close", str(step.number), "--comment", comment)
            yield f"Closed: {step.issue.title} (#{step.number})"


def _gh(*arguments: str, text: str = "") -> str:
    try:
        done = subprocess.run(
            ["gh", *arguments], input=text, capture_output=True, text=True, check=True, timeout=120
        )
    except FileNotFoundError:
        raise GitHubRefused(
            "GitHub's program gh is not installed here. It is on GitHub's own machines; or see https://cli.github.com."
        ) from None
    except subprocess.TimeoutExpired:
        raise GitHubRefused("GitHub does not answer. Try again later.") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        raise GitHubRefused(f"GitHub refused: {said[-1] if said else 'it gave no reason'}") from None
    return done.stdout
