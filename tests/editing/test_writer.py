"""The writer says what it was given, in words that every YAML reader understands the same way."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.editing.writer import WriteRefused, entry_text, pruned, updated_text, write_files
from generator.reading.yaml_source import parse
from offer_schema import School, Service

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
AWKWARD = st.sampled_from(
    "no|yes|09:30|17:30|01234|1e3|- a|a: b|a #b|~|null|---|...|=|<<|0x1|'a'|\"a\"|%a|@a|`| a|a |a\n|\n a\nb|a\n\n"
    "|\ta\n b|a:|? a|.5|1_000|.inf|&a|*a|!a|a\u2028b|a\x85b|a\r\nb|\ufeffa|a\n |#".split("|")
)
KEYS = st.sampled_from(["name", "summary", "contact", "phone", "locations", "no", "0-4", "times"])
TREES: Any = st.dictionaries(
    KEYS,
    st.recursive(
        ANY_TEXT | AWKWARD,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=10,
    ),
    max_size=5,
)


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_what_is_written_reads_back_as_exactly_the_same(tree: dict[str, Any]) -> None:
    assert parse(entry_text(Service, tree)).tree == (pruned(tree) or {})


@settings(max_examples=200, deadline=None)
@given(TREES, TREES)
def test_a_change_says_what_was_asked_for_or_is_refused(
    before: dict[str, Any], changes: dict[str, Any]
) -> None:
    wanted = (pruned(before) or {}) | {key: pruned(value) for key, value in changes.items()}
    try:
        text = updated_text(entry_text(Service, before), changes, Service)
    except WriteRefused:
        return
    assert parse(text).tree == {key: value for key, value in wanted.items() if value is not None}


@settings(max_examples=300, deadline=None)
@given(AWKWARD | ANY_TEXT)
def test_other_yaml_readers_take_text_for_text(value: str) -> None:
    if not value.strip():
        return
    read = yaml.safe_load(entry_text(Service, {"name": value}))
    assert read == {"name": value}


def test_keys_stand_in_the_order_of_the_schema_at_every_level() -> None:
    text = entry_text(
        Service,
        {
            "status": "active",
            "locations": [{"postcode": "ZZ1 2AB", "address": "12 Harbour Street"}],
            "name": "Saturday Swim Club",
            "ages": {"to": "11", "from": "5"},
        },
    )
    assert text == (
        "name: Saturday Swim Club\n"
        "ages:\n  from: 5\n  to: 11\n"
        "locations:\n  - address: 12 Harbour Street\n    postcode: ZZ1 2AB\n"
        "status: active\n"
    )


def test_quotes_stand_only_where_plain_text_would_be_misread() -> None:
    text = entry_text(
        School,
        {
            "name": "Ark: a school",
            "summary": "Small classes, a garden & a pool",
            "urn": "100000",
            "capacity": 420,
            "boarding": False,
            "contact": {"phone": "01632 960123"},
            "checked": "2026-10-31",
            "keywords": ["no", "07:30", "12:00", "C#", "# 1"],
        },
    )
    assert text.splitlines() == [
        'name: "Ark: a school"',
        "summary: Small classes, a garden & a pool",
        'urn: "100000"',
        "boarding: no",
        "capacity: 420",
        "contact:",
        "  phone: 01632 960123",
        "keywords:",
        '  - "no"',
        '  - "07:30"',
        '  - "12:00"',
        "  - C#",
        '  - "# 1"',
        "checked: 2026-10-31",
    ]


def test_text_of_several_lines_is_a_block() -> None:
    text = entry_text(Service, {"description": "We start with games.\n\n- Groups of six\n"})
    assert text == "description: |\n  We start with games.\n\n  - Groups of six\n"


def test_what_says_nothing_is_left_out() -> None:
    assert (
        entry_text(Service, {"name": "A", "summary": " ", "needs": [], "contact": {"phone": None}})
        == "name: A\n"
    )
    assert entry_text(Service, {"cost": {"options": [{"amount": Decimal("4.50")}]}}).endswith(
        "- amount: 4.50\n"
    )


OLD = """\
# Kept by the short breaks team
name: Saturday Swim Club   # the old name was Splash

categories: [clubs,
  short-breaks]  # the first is the main one
contact:
  # Ring in the morning
  phone: 01632 960123
  email: swim@example.org
# Ask Jo about the dates
checked: 2026-01-05
"""


def test_a_change_leaves_comments_order_and_layout_as_they_are() -> None:
    new = updated_text(OLD, {"contact": {"phone": "01632 960124", "email": "swim@example.org"}}, Service)
    assert new == OLD.replace("960123", "960124")


def test_a_new_answer_goes_where_the_schema_has_it() -> None:
    lines = updated_text(OLD, {"level": "targeted", "owner": "sen-team"}, Service).splitlines()
    assert lines.index("level: targeted") == lines.index("contact:") - 1
    assert lines[-1] == "owner: sen-team"
    assert "# Ask Jo about the dates" in lines


def test_an_answer_that_is_taken_out_does_not_take_the_next_comment_with_it() -> None:
    new = updated_text(OLD, {"contact": None}, Service)
    assert "contact" not in new
    assert "# Ask Jo about the dates\nchecked: 2026-01-05\n" in new


# --- Files --------------------------------------------------------------------------------------


def test_all_files_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "content" / "services").mkdir(parents=True)
    (tmp_path / "content" / "services" / "a.yml").write_text("old")
    write_files(tmp_path, {"content/services/a.yml": "new\n", "content/schools/b.yml": "b\n"})
    assert (tmp_path / "content" / "services" / "a.yml").read_text() == "new\n"
    assert (tmp_path / "content" / "schools" / "b.yml").read_text() == "b\n"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.yml", "b.yml"]


def test_files_are_removed_together_with_what_is_written(tmp_path: Path) -> None:
    services = tmp_path / "content" / "services"
    services.mkdir(parents=True)
    (services / "a.yml").write_text("a")
    write_files(tmp_path, {"content/services/b.yml": "b"}, ["content/services/a.yml"])
    assert [path.name for path in services.iterdir()] == ["b.yml"]


def test_a_file_that_cannot_be_removed_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = tmp_path / "content" / "services"
    services.mkdir(parents=True)
    for name in ("a.yml", "b.yml", "c.yml"):
        (services / name).write_text(f"old {name}")
    real = Path.unlink

    def failing(self: Path, missing_ok: bool = False) -> None:
        if self.name == "c.yml":
            raise OSError(1, "Operation not permitted", str(self))
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", failing)
    gone = ["content/services/b.yml", "content/services/c.yml"]
    with pytest.raises(WriteRefused, match="Operation not permitted"):
        write_files(tmp_path, {"content/services/a.yml": "new", "content/services/d.yml": "d"}, gone)
    left = {path.name: path.read_text() for path in services.iterdir()}
    assert left == {name: f"old {name}" for name in ("a.yml", "b.yml", "c.yml")}


@pytest.mark.parametrize("path", ["mkdocs.yml", "content/../mkdocs.yml"])
def test_nothing_outside_the_content_is_removed(tmp_path: Path, path: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x")
    with pytest.raises(WriteRefused, match="outside the folder content"):
        write_files(tmp_path, {}, [path])
    assert (tmp_path / "mkdocs.yml").exists()


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "content/../mkdocs.yml",
        "/etc/passwd",
        "content\\x.yml",
        "contents/x.yml",
        "content/services/",
    ],
)
def test_nothing_outside_the_content_is_written(tmp_path: Path, path: str) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(WriteRefused, match="outside the folder content"):
        write_files(tmp_path, {"content/a.yml": "a", path: "x"})
    assert list((tmp_path / "content").iterdir()) == []


def test_a_symbolic_link_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "services").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteRefused, match="is a link to somewhere else"):
        write_files(tmp_path, {"content/services/a.yml": "a"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_disk_that_fails_half_way_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    services = tmp_path / "content" / "services"
    services.mkdir(parents=True)
    (services / "a.yml").write_text("old a")
    (services / "c.yml").write_text("old c")
    real, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    files = {"content/services/a.yml": "a", "content/schools/b.yml": "b", "content/services/c.yml": "c"}
    with pytest.raises(WriteRefused, match="No space left on device"):
        write_files(tmp_path, files)
    left = {
        str(path.relative_to(tmp_path)): path.read_text() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert left == {"content/services/a.yml": "old a", "content/services/c.yml": "old c"}
    assert not (tmp_path / "content" / "schools").exists()


def test_a_full_disk_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()

    def full(self: Path, *_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(WriteRefused, match="Nothing was written"):
        write_files(tmp_path, {"content/services/a.yml": "a"})
    assert list((tmp_path / "content").iterdir()) == []
