"""``local-offer schema``: what editors know of an entry while somebody types it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.commands import schema
from generator.commands.schema import schemas
from generator.reading.content_files import find_files, split_front_matter
from generator.reading.kinds import MODELS
from tests.commands.json_schema import faults
from tests.conftest import SWIM, write

ROOT = Path(__file__).parents[2]
SCHEMAS = schemas()


def parts(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every group of keys in a schema: the whole and each of its parts."""
    for title, part in {name: SCHEMAS[name], **SCHEMAS[name].get("$defs", {})}.items():
        for form in part.get("anyOf", [part]):
            if "properties" in form:
                yield title, form


def properties(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key in a schema with what is said of it, the part that it leads to included."""
    for title, part in parts(name):
        for key, about in part["properties"].items():
            target = SCHEMAS[name]["$defs"][about["$ref"].rpartition("/")[2]] if "$ref" in about else {}
            yield f"{title}.{key}", target | about


def every(value: Any) -> Iterator[Any]:
    """A value and everything in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from every(one)


class _AsEditorsRead(yaml.CSafeLoader):
    """YAML 1.2 with its guesses at types, as editors read it."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML says so


for kind, pattern in {
    "null": "~|null|Null|NULL|",
    "bool": "true|True|TRUE|false|False|FALSE",
    "int": "[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    _AsEditorsRead.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^({pattern})$"), None)


def wrong_in(project: Path) -> list[str]:
    """Everything in a project's content that its schemas would underline."""
    found = []
    for source in find_files(project)[0]:
        if source.kind in ("areas", "attribution", "postcodes"):
            continue  # not YAML: no editor underlines these
        text = (project / source.path).read_text(encoding="utf-8")
        front = (split_front_matter(text)[0] or "") if source.kind == "page" else text
        tree = yaml.load(front, _AsEditorsRead)
        top = SCHEMAS[f"{source.kind}.schema.json"]
        found += [f"{source.path}{fault}" for fault in faults(top, tree, top)]
    return found


# --- The command ----------------------------------------------------------------------------


def test_a_schema_is_written_for_each_kind_of_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(schema.command, ["--project", str(tmp_path)])
    assert (result.exit_code, result.output) == (
        0,
        f"{len(MODELS)} schemas written to {tmp_path / 'schemas'}.\n",
    )
    written = {file.name: json.loads(file.read_text("utf-8")) for file in (tmp_path / "schemas").iterdir()}
    assert written == SCHEMAS
    assert set(written) == {f"{kind}.schema.json" for kind in MODELS}
    assert len(written) == len(MODELS)


def test_the_folder_may_be_chosen(tmp_path: Path) -> None:
    assert CliRunner().invoke(schema.command, ["--to", str(tmp_path / "a/b")]).exit_code == 0
    assert len(list((tmp_path / "a/b").iterdir())) == len(MODELS)


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    CliRunner().invoke(schema.command, ["--to", str(tmp_path)])
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    CliRunner().invoke(schema.command, ["--to", str(tmp_path)])
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("to", ["taken", "taken/deeper"])
def test_a_place_that_cannot_hold_schemas_is_refused(tmp_path: Path, to: str) -> None:
    (tmp_path / "taken").write_text("keep")
    result = CliRunner().invoke(schema.command, ["--to", str(tmp_path / to)])
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    assert (tmp_path / "taken").read_text() == "keep"


def test_the_schemas_in_the_repository_are_those_of_the_models() -> None:
    kept = {file.name: json.loads(file.read_text("utf-8")) for file in (ROOT / "schemas").glob("*.json")}
    assert kept == SCHEMAS, "Run `local-offer schema`."


# --- What the schemas say -------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_has_its_dialect_title_and_description(name: str) -> None:
    top = SCHEMAS[name]
    assert top["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert top["title"]
    assert top["description"]
    assert top["type"] in ("object", "array")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described(name: str) -> None:
    assert [key for key, about in properties(name) if not about.get("description")] == []


@pytest.mark.parametrize("kind", ["service", "school", "organisation", "comment", "page"])
def test_every_key_that_people_fill_in_has_an_example(kind: str) -> None:
    """But where the options or the part's own keys are the example."""
    name = f"{kind}.schema.json"
    missing = [
        key
        for key, about in properties(name)
        if not {"examples", "enum", "properties"} & set(about) and about.get("items", {}).keys() != {"$ref"}
    ]
    assert missing == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_follows_its_own_schema(name: str) -> None:
    for title, part in parts(name):
        for key, about in part["properties"].items():
            for example in about.get("examples", ()):
                assert faults(about, example, SCHEMAS[name]) == [], f"{title}.{key}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_key_without_a_value_is_absent_and_never_null(name: str) -> None:
    for part in every(SCHEMAS[name]):
        if isinstance(part, dict):
            assert part.get("type") != "null"
            assert part.get("default", "") is not None
            assert {"type": "null"} not in part.get("anyOf", ())


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_misspelt_key_is_underlined(name: str) -> None:
    for title, part in parts(name):
        assert part["additionalProperties"] is False, title
    if SCHEMAS[name]["type"] == "object":
        assert faults(SCHEMAS[name], {"Odd Key": {}}, SCHEMAS[name])


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("service", ["categories", "name"]),
        ("school", ["name", "type"]),
        ("organisation", ["name"]),
        ("comment", ["received", "said", "status", "theme", "topic"]),
        ("page", ["title"]),
        ("authority", ["contact", "feedback", "gss", "name", "website"]),
    ],
)
def test_only_what_must_be_there_is_required(kind: str, wanted: list[str]) -> None:
    assert sorted(SCHEMAS[f"{kind}.schema.json"]["required"]) == wanted


# --- What they make of entries --------------------------------------------------------------


def test_the_content_of_the_demonstration_follows_the_schemas() -> None:
    assert wrong_in(ROOT) == []


def test_a_small_project_follows_the_schemas(project: Path) -> None:
    assert wrong_in(project) == []


@pytest.mark.parametrize(
    "added",
    [
        "cost: free\n",
        "cost:\n  options:\n    - amount: 4.50\n    - amount: £4\n    - amount: 1,250\n",
        "status: closed\n",
        "status:\n  state: closed\n  from: 2026-11-01\n",
        "area: online\n",
        "area:\n  covers: [online]\n",
        "complaints: Tell us.\n",
        "sensitive: yes\n",
        "sensitive: true\n",
        "times:\n  - days: [monday]\n    opens: 9:30\n    closes: 12.30pm\n  - {days: [friday], opens: 9am, closes: 5pm}\n",
        "review_every: 6 months\n",
        "links:\n  - title: T\n    url: https://www.example.org/a?b=c\n",
    ],
)
def test_short_forms_are_not_underlined(project: Path, added: str) -> None:
    write(project, "content/services/swim.yml", SWIM + added)
    assert wrong_in(project) == []


@pytest.mark.parametrize(
    "number", ["0161 912 2000", "(0161) 912 2000", "+44 (0)161 912 2000", "0161 912 2000 extension 4"]
)
def test_a_phone_number_is_not_underlined(project: Path, number: str) -> None:
    write(project, "content/services/swim.yml", SWIM.replace("01632 960123", number))
    assert wrong_in(project) == []


@pytest.mark.parametrize(
    "added",
    [
        "sumary: x\n",
        "level: all\n",
        "ages: 5 to 11\n",
        "needs: autism\n",
        "needs: [Two Words]\n",
        "checked: 31/10/2026\n",
        "review_every: yearly\n",
        "sensitive: maybe\n",
        "organisation: Tidewell Leisure\n",
        "times:\n  - opens: 9am\n",
        "status: shut\n",
        "links:\n  - title: T\n    url: javascript:alert(1)\n",
        "summary: " + "x" * 201 + "\n",
    ],
)
def test_what_the_check_refuses_is_underlined(project: Path, added: str) -> None:
    write(project, "content/services/swim.yml", "name: Swim\ncategories: [clubs]\n" + added)
    assert wrong_in(project)
