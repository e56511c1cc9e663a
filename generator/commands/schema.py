"""``local-offer schema``: JSON Schemas of the entries, for editors that help while typing."""

import json
from pathlib import Path
from typing import Any

import click
from pydantic.json_schema import GenerateJsonSchema

from generator.commands.options import project_option
from generator.reading.kinds import MODELS


class _ForEditors(GenerateJsonSchema):
    """Schemas of what people type: a key without a value is simply absent, never null."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        described = super().default_schema(schema)
        if described.get("default", "") is None:
            del described["default"]
        return described

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        described = super().dict_schema(schema)
        if "patternProperties" in described:
            described["additionalProperties"] = False
        return described

    def bool_schema(self, schema: Any) -> dict[str, Any]:
        return {"enum": ["yes", "no", True, False]}


# What the models accept besides the full form: one word for a group of keys.
SHORT_FORMS: dict[str, dict[str, Any]] = {
    "Status": {"enum": ["active", "temporarily-closed", "closed"]},
    "Cost": {"type": "string", "examples": ["free"]},
    "Area": {"enum": ["authority-wide", "online", "phone", "at-home", "out-of-area", "national"]},
    "Complaints": {"type": "string"},
    "Rule": {"enum": ["page"]},
    "Condition": {"enum": ["page"]},
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by file name (``service.schema.json``)."""
    return {f"{kind}.schema.json": _schema(kind) for kind in MODELS}


def _schema(kind: str) -> dict[str, Any]:
    schema = MODELS[kind].model_json_schema(by_alias=True, schema_generator=_ForEditors)
    for name, short in SHORT_FORMS.items():
        group = schema.get("$defs", {}).get(name)
        if group:
            schema["$defs"][name] = {"anyOf": [short, group]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind.capitalize()} | schema


@click.command(name="schema")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="The folder to write to, if not schemas/."
)
@click.option(
    "--reference",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the reference of all keys to this Markdown file instead.",
)
@click.option(
    "--requirements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the reference of the law's requirements to this Markdown file instead.",
)
@project_option
def command(to: Path | None, reference: Path | None, requirements: Path | None, project: Path) -> None:
    """Writes a JSON Schema for each kind of file; .vscode/settings.json points editors to them."""
    if reference:
        from generator.commands.reference import entries_reference

        _write_reference(reference, entries_reference())
        return
    if requirements:
        from generator.commands.requirements_reference import requirements_reference

        _write_reference(requirements, requirements_reference())
        return
    folder = to or project / "schemas"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            (folder / name).write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise click.ClickException(f"The schemas cannot be written: {error}.") from None
    click.echo(f"{len(MODELS)} schemas written to {folder}.")


def _write_reference(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"The reference cannot be written: {error}.") from None
    click.echo(f"The reference is in {file}.")
