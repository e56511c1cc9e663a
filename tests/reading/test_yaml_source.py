"""YAML as people write it: every scalar stays text, every fault is named in plain words and in its place."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.yaml_source import MAX_DEPTH, MAX_VALUES, Document, Path, YamlProblem, parse

# Line breaks of other kinds are a matter of their own, see below.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"))


def fault(text: str, first_line: int = 0) -> YamlProblem:
    """What is wrong with some YAML."""
    with pytest.raises(YamlProblem) as caught:
        parse(text, first_line)
    assert caught.value.message
    assert caught.value.fix
    return caught.value


# --- Everything stays text ------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "no", "yes", "on", "off", "y", "n", "true", "False", "09:30", "9:30", "12:30:45", "01234", "1e3", "0x10",
        "0o17", "0b1", "1_000", "=", "<<", "--", ".5", ".inf", ".nan", "+1", "2026-10-31", "2026-10-31T09:30:00Z",
        "01632 960123", "NULL AND VOID", "nulla", "~/club", "a#b", "it's", "50%",
    ],
)  # fmt: skip
def test_a_value_is_the_text_that_was_typed(value: str) -> None:
    assert parse(f"name: {value}\nwords: [a]").tree == {"name": value, "words": ["a"]}
    assert parse(f"{value}: name").tree == {value: "name"}


@pytest.mark.parametrize(
    "nothing", ["", " ", "~", "null", "Null", "NULL", '""', "''", '" "', "|", "# a remark", "&x"]
)
def test_a_key_with_nothing_after_it_is_absent(nothing: str) -> None:
    assert parse(f"name: Swim\nsummary: {nothing}\ncost: free\n").tree == {"name": "Swim", "cost": "free"}


@pytest.mark.parametrize("value", ['"null"', "'~'", '"NULL"'])
def test_nothing_in_quotes_is_a_word(value: str) -> None:
    assert parse(f"name: {value}").tree == {"name": value[1:-1]}


def test_an_item_with_nothing_in_it_keeps_its_place() -> None:
    assert parse("days:\n  - monday\n  -\n  - friday\n").tree == {"days": ["monday", None, "friday"]}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n", "---\n...\n", "~", "null\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    assert parse(text).tree == {}


def test_blocks_of_text_keep_their_lines() -> None:
    assert parse("a: |\n  one\n  two\nb: >-\n  one\n  two\n").tree == {"a": "one\ntwo\n", "b": "one two"}


def test_a_few_aliases_are_understood() -> None:
    assert parse("a: &days [monday]\nb: *days\n").tree == {"a": ["monday"], "b": ["monday"]}


@given(TEXT)
def test_any_quoted_text_reads_back_the_same(text: str) -> None:
    tree = parse(f"name: {json.dumps(text, ensure_ascii=False)}\n").tree
    assert tree == ({"name": text} if text.strip() else {})


def outcome(text: str) -> Document | YamlProblem:
    """The document, or what is wrong with it; anything else is a fault of the reader's."""
    try:
        return parse(text)
    except YamlProblem as found:
        return found


def read_or_explained(text: str) -> None:
    """Makes sure that a text is either read, or refused with a place in it and a fix."""
    found = outcome(text)
    if isinstance(found, YamlProblem):
        assert 1 <= found.line <= text.count("\n") + text.count("\r") + 1
        assert found.column >= 1
        assert found.fix


@given(st.text())
@settings(max_examples=100)
def test_no_text_at_all_brings_the_reader_down(text: str) -> None:
    read_or_explained(text)


SIGNS = "a|b:| |  |\n|\n  |- |: |? |[|]|{|}|,|\"|'|>|&x |*x |!y |%|@|`|#|---\n|...\n|\t|\r\n|\r|\u2028|\x07|é|😀|~|<<: "


@given(st.lists(st.sampled_from([*SIGNS.split("|"), "|"]), max_size=25).map("".join))
@settings(max_examples=200)
def test_no_mixture_of_yamls_own_signs_brings_the_reader_down(text: str) -> None:
    read_or_explained(text)


# --- Positions ------------------------------------------------------------------------------

LEAVES = st.sampled_from(
    ["a", "b c", "café", "“b”", "no", "09:30", "01234", "it's", "a: b", "- c", "1e3", "#", "~"]
)
KEYS = st.sampled_from(["name", "ages", "from", "to", "cost"])
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def leaves(tree: Any, way: Path = ()) -> list[tuple[Path, str]]:
    """Every text in a tree with the way to it."""
    if isinstance(tree, str):
        return [(way, tree)]
    pairs = enumerate(tree) if isinstance(tree, list) else tree.items()
    return [found for step, inner in pairs for found in leaves(inner, (*way, step))]


@settings(max_examples=30)
@given(TREES, st.sampled_from([None, True, False]), st.sampled_from(["\n", "\r\n"]), st.integers(0, 3))
def test_a_position_points_at_the_text_of_its_value(
    tree: dict[str, Any], flow: bool | None, line_break: str, first_line: int
) -> None:
    text = yaml.dump(
        tree, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000, default_flow_style=flow
    ).replace("\n", line_break)
    document = parse(text, first_line)
    assert document.tree == tree
    lines = text.split(line_break)
    for way, value in leaves(tree):
        line, column = document.locate(way)
        there = lines[line - 1 - first_line][column - 1 :]
        assert there.startswith((value, "'" + value.replace("'", "''"), f'"{value}"'))
        if isinstance(way[-1], str):
            line, column = document.locate(way, key=True)
            assert lines[line - 1 - first_line][column - 1 :].startswith(way[-1])


ENTRY = parse("# A remark\nname: Swim\nages:\n  from: 5\n  to:\ndays: [monday, friday]\n")


@pytest.mark.parametrize(
    ("way", "key", "place"),
    [
        ((), False, (2, 1)),
        (("name",), False, (2, 7)),
        (("name",), True, (2, 1)),
        (("ages",), False, (4, 3)),
        (("ages", "from"), False, (4, 9)),
        (("ages", "to"), False, (5, 3)),
        (("days", 1), False, (6, 16)),
        (("days", 7), False, (6, 7)),
        (("ages", "middle"), False, (4, 3)),
        (("ages", "middle"), True, (3, 1)),
        (("cost", "free"), False, (2, 1)),
    ],
)
def test_what_is_not_there_is_looked_for_in_its_nearest_parent(
    way: Path, key: bool, place: tuple[int, int]
) -> None:
    assert ENTRY.locate(way, key=key) == place


def test_an_empty_document_has_a_first_line() -> None:
    assert parse("", 4).locate(("name",)) == (5, 1)


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85"])
def test_a_line_separator_that_no_editor_shows_is_a_space(odd: str) -> None:
    """It comes with text pasted from a word processor; YAML 1.1 would take it for a new line."""
    document = parse(f"name: Swim{odd}club\nsummary: “a{odd}b”\ncost: free\n")
    assert document.tree == {"name": "Swim club", "summary": "“a b”", "cost": "free"}
    assert document.locate(("cost",)) == (3, 7)


# --- Faults ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("name: Swim\ncost: free\nname: Dive\n", 3, 1, "duplicate-key"),
        ("name:\ncost: free\nname: Dive\n", 3, 1, "duplicate-key"),
        ("name: Swim\nname:\n", 2, 1, "duplicate-key"),
        ("name:\nname:\n", 2, 1, "duplicate-key"),
        ('name: Swim\n"name": Dive\n', 2, 1, "duplicate-key"),
        ("name: Swim\r\ncost: free\r\nname: Dive\r\n", 3, 1, "duplicate-key"),
        ("name: Swim\rcost: free\rname: Dive\r", 3, 1, "duplicate-key"),
        ("ages:\n  from: 5\n  from: 6\n", 3, 3, "duplicate-key"),
        ("ages: {from: 5, from: 6}\n", 1, 17, "duplicate-key"),
        ("name: !!python/object:os.system Swim\n", 1, 7, "tag"),
        ("name: !important news\n", 1, 7, "tag"),
        ("ages: !ages {from: 5}\n", 1, 7, "tag"),
        ("!x name: Swim\n", 1, 1, "tag"),
        ("name: Swim\n---\nname: Dive\n", 2, 1, "second-document"),
        ("name: Swim\n...\nname: Dive\n", 3, 1, "second-document"),
        ("a: &x [*x]\n", 1, 4, "too-deep"),
        ("a: &x {b: *x}\n", 1, 4, "too-deep"),
        ("name: Swim\ncontact:\n\tphone: 01632 960123\n", 3, 1, "tab"),
        ("name: Swim\ncontact:\n  \tphone: 01632 960123\n", 3, 3, "tab"),
        ("name: Swim: the club\n", 1, 11, "colon-in-text"),
        ("name: “Swim”: the club\n", 1, 13, "colon-in-text"),
        ("links:\n  - title: Swim: the club\n", 2, 16, "colon-in-text"),
        ("name:Swim\ncost: free\n", 1, 1, "no-space-after-colon"),
        ("cost: free\nname:Swim\n", 2, 1, "no-colon"),
        ("name: Swim\nclub\ncost: free\n", 2, 1, "no-colon"),
        ('name: "Swim\ncost: free\n', 1, 7, "open-quote"),
        ("name: 'Swim\ncost: free\n", 1, 7, "open-quote"),
        ('name: "Swim" club\ncost: free\n', 1, 14, "quotes-needed"),
        ("name: 'it's'\ncost: free\n", 1, 11, "quotes-needed"),
        ("name: [Swim] club\ncost: free\n", 1, 14, "quotes-needed"),
        ("name: - Swim\ncost: free\n", 1, 7, "quotes-needed"),
        ("name: > Swim\ncost: free\n", 1, 9, "quotes-needed"),
        ("name: |Swim\ncost: free\n", 1, 8, "quotes-needed"),
        ("name: , Swim\ncost: free\n", 1, 7, "quotes-needed"),
        ("name: Swim\nneeds:\n  - autism\n  - ] b\n", 4, 5, "quotes-needed"),
        ('name: "C:\\docs"\n', 1, 10, "backslash-in-text"),
        ("days: [monday\ncost: free\n", 2, 5, "open-bracket"),
        ("ages: {from: 5\ncost: free\n", 2, 5, "open-bracket"),
        ("name: *Swim* club\n", 1, 12, "ampersand-in-text"),
        ("name: *Swim\n", 1, 7, "star-in-text"),
        ("name: & Swim\n", 1, 8, "ampersand-in-text"),
        ("name: @swim\n", 1, 7, "character-in-text"),
        ("name: `swim`\n", 1, 7, "character-in-text"),
        ("name: %swim\n", 1, 7, "character-in-text"),
        ("%YAML 3.0\n---\nname: Swim\n", 1, 1, "character-in-text"),
        ("%swim\nname: Swim\n", 1, 1, "character-in-text"),
        ("name: {{ name }}\n", 1, 8, "bad-key"),
        ("? [a, b]\n: c\n", 1, 3, "bad-key"),
        ("name: Swim\n  cost: free\n", 2, 3, "bad-indent"),
        ("ages:\n    from: 5\n  to: 6\n", 3, 3, "bad-indent"),
        ("  name: Swim\ncost: free\n", 2, 1, "bad-indent"),
        ("name: Swim\n- club\n", 2, 1, "bad-indent"),
        ("- club\nname: Swim\n", 2, 1, "bad-indent"),
        ("Swim club\n", 1, 1, "not-an-entry"),
        ("\n\n  Swim club\n", 3, 3, "not-an-entry"),
        ("name: Swim\ncost: a\x07b\n", 2, 8, "control-character"),
        ("name: Café é €\ncost: “😀\x07b\n", 2, 9, "control-character"),
        ("name: a\x7fb\n", 1, 8, "control-character"),
        ("name: a\x00b\n", 1, 8, "control-character"),
    ],
)
def test_a_fault_has_its_code_and_place(text: str, line: int, column: int, code: str) -> None:
    found = fault(text)
    assert (found.line, found.column, found.code) == (line, column, code)
    below = fault(text, 3)
    assert (below.line, below.column, below.code) == (line + 3, column, code)


def test_the_line_of_the_first_key_is_named() -> None:
    assert "the first is on line 1." in fault("name: Swim\nname: Dive\n").message
    assert "the first is on line 2." in fault("name: Swim\nname: Dive\n", 1).message


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("name: Swim: the club\n", 'name: "Swim: the club"'),
        ('name: Swim: the "best" club\n', "name: \"Swim: the 'best' club\""),
        ("  - title: Swim: the club\n", '- title: "Swim: the club"'),
        ('name: "Swim" club\n', "name: \"'Swim' club\""),
        ("needs:\n  - [autism] b\n", '- "[autism] b"'),
    ],
)
def test_the_text_comes_with_its_quotes(text: str, example: str) -> None:
    assert fault(text).fix.endswith(example)


# --- Hostile files --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "- " * 100_000,
        "-  " * 100_000,
        "a:\n " + "-   " * 100_000,
        "? " * 100_000,
        "# remark\r" + "- " * 100_000,
        "".join(f"{' ' * depth}-\n" for depth in range(1000)),
        "".join(f"{' ' * depth}a:\n" for depth in range(1000)),
    ],
    ids=["[", "{", "[]", "-", "spaced -", "indented -", "?", "\\r", "ladder -", "ladder a:"],
)
def test_a_hundred_thousand_levels_do_not_crash_the_process(text: str) -> None:
    found = fault(text)
    assert found.code == "too-deep"
    assert found.line <= 2 * MAX_DEPTH + 2


@pytest.mark.parametrize("odd", ["\x85", "\u2028"])
def test_a_line_that_only_yaml_sees_hides_no_depth(odd: str) -> None:
    assert parse(f"# remark{odd}" + "- " * 100_000).tree == {}


def test_twenty_levels_are_read() -> None:
    deep = "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert parse(f"a: {deep}").tree["a"]
    assert fault(f"a: [{deep}]").code == "too-deep"


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(parse("a:\n" + "  - [b, {c: d}]\n" * 200).tree["a"]) == 200


def test_a_billion_laughs_are_cut_short() -> None:
    lines = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    started = time.monotonic()
    found = fault("\n".join(lines))
    assert time.monotonic() - started < 2
    assert (found.code, found.column) == ("too-many-values", 4)
    assert f"{MAX_VALUES:,}" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 200_000,
        " \n" * 100_000,
        " " * 200_000,
        "a: b\n" + "#\n" * 100_000,
        "a: |\n" + "  \n" * 50_000 + "  b\n",
        "a: " + "x" * 200_000,
    ],
    ids=["empty lines", "blank lines", "spaces", "remarks", "block", "one word"],
)
def test_a_long_file_with_little_in_it_is_read_quickly(text: str) -> None:
    started = time.monotonic()
    parse(text)
    assert time.monotonic() - started < 2
