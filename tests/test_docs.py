"""The documentation says what the code does: it is made from it, or compared with it here."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from generator.commands import _VERBS, cli
from generator.commands.reference import entries_reference, examples
from generator.commands.requirements_reference import requirements_reference
from generator.commands.schema import schemas
from generator.editing.new_project import STARTER
from generator.links.outcome import BLOCKED
from generator.reading.advice import _SERVICE_GAPS
from generator.reading.kinds import MODELS
from generator.reading.references import WHERE
from generator.reading.validation import _ARTICLES
from generator.reading.yaml_source import parse
from offer_schema.authority import LinkPolicy

REPOSITORY = Path(__file__).resolve().parents[1]

# --- What is made from the models ---------------------------------------------------------------


def test_the_reference_of_entries_is_current() -> None:
    kept = (REPOSITORY / "docs" / "entries.md").read_text("utf-8")
    assert kept == entries_reference(), "run: .venv/bin/local-offer schema --reference docs/entries.md"


def test_the_reference_of_requirements_is_current() -> None:
    kept = (REPOSITORY / "docs" / "requirements.md").read_text("utf-8")
    assert kept == requirements_reference(), "run: make schemas"


@pytest.mark.parametrize(
    "kind", ["authority", "organisation", "service", "school", "comment", "timeline", "page"]
)
def test_the_examples_of_the_reference_are_a_valid_entry(kind: str) -> None:
    MODELS[kind].model_validate(_as_typed(examples(MODELS[kind])))


def _as_typed(value: Any) -> Any:
    """An example as the reader would hand it on: text in groups and lists."""
    if isinstance(value, dict):
        return {key: _as_typed(child) for key, child in value.items()}
    return [_as_typed(child) for child in value] if isinstance(value, list) else str(value)


def test_the_schemas_for_editors_are_current() -> None:
    kept = {
        file.name: json.loads(file.read_text("utf-8")) for file in (REPOSITORY / "schemas").glob("*.json")
    }
    made: dict[str, Any] = json.loads(json.dumps(schemas()))
    assert kept == made, "run: make schemas"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (name, path)
        for name, path in STARTER.items()
        # Places are each council's own; every other vocabulary serves all councils.
        if path.startswith("content/vocabulary/") and name != "places.yml"
    ],
)
def test_a_new_project_begins_with_the_same_words_as_the_demonstration(name: str, path: str) -> None:
    starter = REPOSITORY / "generator" / "editing" / "starter" / name
    ours = REPOSITORY / path
    assert starter.read_bytes() == ours.read_bytes(), f"copy {path} to generator/editing/starter/{name}"


# --- Links of other websites ------------------------------------------------------------------------


def test_the_rule_for_links_is_the_one_in_force() -> None:
    text = (REPOSITORY / "docs" / "links.md").read_text("utf-8")
    [example] = re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert LinkPolicy.model_validate(parse(example).tree["links"]) == LinkPolicy()
    blocked = re.search(r"^\| blocked \| ([0-9, ]+),", text, re.MULTILINE)
    assert blocked
    assert {int(status) for status in blocked[1].split(", ")} == BLOCKED
    assert {f"--{option}" for option in re.findall(r"--([a-z][a-z-]+)", text)} <= _options("links") | {
        "--stdin"
    }


def _options(verb: str) -> set[str]:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    return {option for parameter in command.params for option in parameter.opts}


# --- Messages -------------------------------------------------------------------------------------

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE_IS_ARGUMENT = {
    "problem": (0, 1),
    "YamlProblem": (0,),
    "_error": (1,),
    "Problem": (4,),
    "_advice": (2,),
    "_WrongCell": (1,),
    "_Wrong": (1,),
    "_mistake": (2,),
    "Disclosure": (1,),
}
"""Where the code stands among the arguments of each function that makes a problem."""


def _codes_in(file: Path) -> Iterator[str]:
    """Every problem code that a file of the source writes out."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            places = (0,) if name == "digits" else _CODE_IS_ARGUMENT.get(name, ())
            for argument in [node.args[place] for place in places if place < len(node.args)]:
                if isinstance(argument, ast.Constant) and _CODE.fullmatch(str(argument.value)):
                    yield str(argument.value)
        elif isinstance(node, ast.Assign) and _names_code(node.targets[0]):
            value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
            if isinstance(value, ast.Constant):
                yield str(value.value)
        elif isinstance(node, ast.FunctionDef) and node.name == "_words" and file.name == "validation.py":
            yield from _first_of_each_return(node)


def _names_code(target: ast.expr) -> bool:
    first = target.elts[0] if isinstance(target, ast.Tuple) else target
    return isinstance(first, ast.Name) and first.id == "code"


def _first_of_each_return(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            first = node.value.elts[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


def _all_codes() -> set[str]:
    codes = {
        code
        for package in ("offer_schema", "generator")
        for file in (REPOSITORY / package).rglob("*.py")
        for code in _codes_in(file)
    }
    codes |= {code for _, code, _ in _SERVICE_GAPS}
    codes |= {f"unknown-{kind}" for kind in WHERE}
    codes |= {f"not-{wanted.replace(' ', '-')}" for wanted in _ARTICLES.values()}
    return codes | {"too-small", "too-large"}


def _explained() -> set[str]:
    text = (REPOSITORY / "docs" / "messages.md").read_text("utf-8")
    return {
        code
        for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
        for code in re.findall(r"`([^`]+)`", row)
    }


def test_every_problem_code_is_explained() -> None:
    assert sorted(_all_codes() - _explained()) == [], "explain these in docs/messages.md"


def test_no_problem_code_is_explained_that_does_not_exist() -> None:
    assert sorted(_explained() - _all_codes()) == [], "take these out of docs/messages.md"


def test_the_collection_of_codes_sees_each_way_of_making_a_problem() -> None:
    some = {"bad-phone", "bad-urn", "tab", "too-deep", "too-many-values", "missing-file", "no-front-matter"}
    some |= {"never-checked", "no-cost", "unknown-need", "not-yes-or-no", "not-an-option", "unknown-column"}
    assert some <= _all_codes()


# --- Links ----------------------------------------------------------------------------------------

PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
MADE_LATER = {REPOSITORY / "docs" / "screenshots" / "home-1280.png", REPOSITORY / "docs" / "benchmarks.md"}
"""Files that are made by a build or a measurement, and may be missing."""

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def _text_without_code(page: Path) -> str:
    text = re.sub(r"^(```|~~~).*?^\1", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_text_without_code(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists() or target in MADE_LATER, link
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_command_of_the_documentation_exists(page: Path) -> None:
    named = re.findall(r"(?:^|`|/)local-offer ([a-z][a-z-]*)", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= set(_VERBS)


def test_the_readme_is_short() -> None:
    assert len((REPOSITORY / "README.md").read_text("utf-8").splitlines()) < 130
