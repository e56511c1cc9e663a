"""A stand-in for ``gh``, GitHub's own program, which keeps issues in a file."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

FAKE_GH = r'''#!/usr/bin/env python3
"""Stands for GitHub: keeps issues in a file, and writes down what it was asked."""
import json, os, sys
store = os.environ["FAKE_GITHUB"]
data = json.load(open(store)) if os.path.exists(store) else {"issues": [], "calls": [], "labels": []}
arguments = sys.argv[1:]
data["calls"].append(arguments)
if os.environ.get("FAKE_GITHUB_REFUSES"):
    sys.exit(sys.stderr.write("HTTP 403: Resource not accessible by integration\n") and 1)
def given(name):
    return arguments[arguments.index(name) + 1] if name in arguments else None
command = arguments[:2]
text = sys.stdin.read() if "--body-file" in arguments else ""
if command == ["issue", "list"]:
    print(json.dumps([one for one in data["issues"] if one["open"] and one["label"] == given("--label")]))
elif command == ["label", "create"]:
    data["labels"].append(arguments[2])
elif command == ["issue", "create"]:
    assert given("--label") in data["labels"], "a label must be there before it is used"
    number = len(data["issues"]) + 1
    data["issues"].append({"number": number, "title": given("--title"), "body": text.replace("\n", "\r\n"),
                           "label": given("--label"), "open": True})
    print(f"https://github.com/example/offer/issues/{number}")
elif command in (["issue", "edit"], ["issue", "close"]):
    one = next(one for one in data["issues"] if one["number"] == int(arguments[2]))
    if command[1] == "close":
        one["open"] = False
    else:
        one.update(title=given("--title"), body=text)
else:
    sys.exit(f"gh knows nothing of {arguments}")
json.dump(data, open(store, "w"))
'''


class GitHub:
    """The issues that the stand-in for GitHub keeps."""

    def __init__(self, store: Path) -> None:
        self.store = store

    @property
    def data(self) -> dict[str, Any]:
        empty: dict[str, Any] = {"issues": [], "calls": [], "labels": []}
        return json.loads(self.store.read_text("utf-8")) if self.store.exists() else empty

    def open(self) -> dict[str, str]:
        return {one["title"]: one["body"] for one in self.data["issues"] if one["open"]}

    def asked(self) -> list[str]:
        """What was asked since the last time, without the reading of the list."""
        data = self.data
        calls = [" ".join(call[:2]) for call in data["calls"] if call[:2] != ["issue", "list"]]
        data["calls"] = []
        self.store.write_text(json.dumps(data), "utf-8")
        return calls


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    programs = tmp_path / "programs"
    programs.mkdir()
    fake = programs / "gh"
    fake.write_text(FAKE_GH, "utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    store = tmp_path / "github.json"
    monkeypatch.setenv("FAKE_GITHUB", str(store))
    return GitHub(store)
