"""Every word of the interface is in ``theme/words.yml``, and every word there is used."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markupsafe import Markup

from generator.site.words import for_count, load_words, words_of_templates

REPOSITORY = Path(__file__).resolve().parents[2]
THEME = REPOSITORY / "theme"
SITE = REPOSITORY / "generator" / "site"

WORDS = load_words([THEME])
TEMPLATES = sorted(THEME.rglob("*.html"))
SCRIPTS = [THEME / "base.js", *sorted((THEME / "components").glob("*/*.js"))]
# The Python that puts words on pages. structured_data names the types of schema.org, which nobody reads.
PYTHON = [SITE / f"{name}.py" for name in ("browsing", "context", "fragments", "views", "wording")]

ALLOWED = {
    "use strict",  # a directive of JavaScript
    *("Escape", "Enter", "Tab", "ArrowDown"),  # names of keys on the keyboard
    "Europe/London",  # the name of a time zone
    "Answer",  # the name of a type in views.py
    *("lang", "dir"),  # the attributes that a macro of the versions writes
    "Page",  # main.html: MkDocs wants a title in the front matter of a shell, which no page shows
}

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LITERAL = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`")
_SENTENCE = re.compile(r"^[A-Z][a-z]+|[A-Za-z’']{2,} [a-z’']{2,} [a-z’']{2,}")
_READ_OUT = ("alt", "aria-label", "aria-description", "title", "placeholder", "label")


def name_of(file: Path) -> str:
    return file.relative_to(THEME).as_posix()


class _Text(HTMLParser):
    """Collects what a person sees or hears of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if key in _READ_OUT and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def seen_in_template(text: str) -> list[str]:
    """The runs of letters in a template that are no Jinja, no tag and no attribute but those read out."""
    parser = _Text()
    # A name of an element may be an expression: <{{ heading }}>.
    parser.feed(_JINJA.sub(lambda found: "x " if found[0].startswith("{{") else " ", text))
    parser.close()
    shown = [word for part in parser.found for word in re.findall(r"[A-Za-z]{2,}", part)]
    jinja = " ".join(part for part in _JINJA.findall(text) if not part.startswith("{#"))
    return [
        word
        for word in (*shown, *(literal for literal in literals(jinja) if _SENTENCE.search(literal)))
        if word not in ALLOWED
    ]


def seen_in_script(text: str) -> list[str]:
    """The literals of a script that look like words for people. What is thrown is for developers."""
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    code = re.sub(r"(?m)^\s*//.*$|\s// .*$", "", code)
    code = re.sub(r'"[^"]*"\.split\(\s*" ",?\s*\)', "", code)  # words that search looks for or leaves out
    code = re.sub(r"new Error\((?:[^()]|\([^()]*\))*\)", "", code)
    return [literal for literal in literals(code) if _SENTENCE.search(literal) and literal not in ALLOWED]


def seen_in_python(text: str) -> list[str]:
    """The constants of a module that look like words for people, without docstrings and what is raised."""
    tree = ast.parse(text)
    not_shown: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Raise | ast.AnnAssign | ast.arg):
            part = node.annotation if isinstance(node, ast.AnnAssign | ast.arg) else node
            not_shown.update(id(below) for below in (ast.walk(part) if part else ()))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in not_shown
        if _SENTENCE.search(node.value) and node.value not in ALLOWED
    ]


def literals(code: str) -> Iterator[str]:
    for found in _LITERAL.findall(code):
        yield "".join(found)


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_a_template_holds_no_words_of_its_own(file: Path) -> None:
    assert seen_in_template(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=name_of)
def test_a_script_holds_no_words_of_its_own(file: Path) -> None:
    assert seen_in_script(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", PYTHON, ids=lambda file: file.stem)
def test_the_code_that_words_pages_holds_no_words_of_its_own(file: Path) -> None:
    assert seen_in_python(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Call us</p>", ["Call", "us"]),
        ('<nav aria-label="Breadcrumb" class="breadcrumb wrap"></nav>', ["Breadcrumb"]),
        ('{{ search_box(root, "q", "Search for it") }}', ["Search for it"]),
        ('{{ row.text or "Not stated" }}', ["Not stated"]),
        ('<img alt="{{ name }}">{# A comment #}{% if a == "start-here" %}·{% endif %} &amp; ', []),
    ],
)
def test_words_in_a_template_are_seen(template: str, found: list[str]) -> None:
    assert seen_in_template(template) == found


def test_words_in_a_script_are_seen() -> None:
    script = '// A comment here\nconst a = "Nothing found"; b.querySelector("[data-x]"); throw new Error(`a: the box (${b(c)}) is gone.`);'
    assert seen_in_script(script) == ["Nothing found"]


def test_words_in_code_are_seen() -> None:
    code = 'def f(a: "Words") -> str:\n    """Does it."""\n    return {"label": "Ages", "text": f"Nobody has checked {a}"}\n'
    assert seen_in_python(code) == ["Ages", "Nobody has checked "]


# --- Every word is used, and every word that is used is there -----------------------------------

_USE = re.compile(
    r"""(?<![A-Za-z])_?words(?:\.([a-z_]+)|\["([a-z_]+)"\])(?:\.([a-z_0-9]+)\b(?!\()|\["([a-z_0-9-]+)"\])?(.?)"""
)
_NAMED = re.compile(r"""= [\w.]*words(?:\.[a-z_]+|\["[a-z_]+"\])(?:;|,| %\}|$)""")


def sources() -> dict[str, list[str]]:
    """The lines of every file that may print words, without whole-line comments."""
    python = [*SITE.glob("*.py"), *(REPOSITORY / "generator/booklet").glob("*.py")]
    files = [*TEMPLATES, *SCRIPTS, *(file for file in python if file.name != "words.py")]
    return {
        file.relative_to(REPOSITORY).as_posix(): [
            line for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith(("//", "#"))
        ]
        for file in files
    }


def test_every_word_that_is_used_is_there() -> None:
    missing = [
        f"{file}: words.{section or quoted}.{key or quoted_key}"
        for file, lines in sources().items()
        for line in lines
        for section, quoted, key, quoted_key, _ in _USE.findall(line)
        # A script may have other things that it calls words.
        if (file.endswith(".html") and (section or quoted) not in WORDS)
        or (
            (key or quoted_key)
            and (key or quoted_key) not in WORDS.get(section or quoted, {key or quoted_key: ""})
        )
    ]
    assert missing == []


def test_every_word_is_used() -> None:
    """By its section and key; by its key in a file that calls the section by a name; or with all of its section."""
    used: set[tuple[str, str]] = set()
    for lines in sources().values():
        text = "\n".join(lines)
        for line in lines:
            for section, quoted, key, quoted_key, _ in _USE.findall(line):
                section, key = section or quoted, key or quoted_key
                if section not in WORDS:
                    continue
                if key:
                    used.add((section, key))
                elif _NAMED.search(line):
                    used |= {(section, one) for one in WORDS[section] if _stands_in(one, text)}
                else:
                    used |= {(section, one) for one in WORDS[section]}
    assert [
        f"{section}.{key}" for section, part in WORDS.items() for key in part if (section, key) not in used
    ] == []


def _stands_in(key: str, text: str) -> bool:
    """Whether a key is written out, as ``places`` with its two forms, or made as in ``kind_${kind}``."""
    stem = key.removesuffix("_one").removesuffix("_many")
    made = re.escape(key.partition("_")[0]) + r"_\$?\{"
    return re.search(rf"""[."'](?:{re.escape(key)}|{re.escape(stem)})\b|[`"]{made}""", text) is not None


def test_no_key_in_a_template_of_mkdocs_is_the_name_of_a_method_of_a_dictionary() -> None:
    """In MkDocs' templates ``words.guide.items`` would be the method; in ours the key comes first."""
    methods = {section for section, part in WORDS.items() for key in part if hasattr(dict, key)}
    shared = [*THEME.glob("*.html"), *(THEME / "components").rglob("*.html")]
    used = {first or other for file in shared for first, other, *_ in _USE.findall(file.read_text("utf-8"))}
    assert methods & used == set()
    assert [section for section in WORDS if hasattr(dict, section)] == []


def test_no_word_that_every_council_shows_names_a_place_of_the_demonstration() -> None:
    shelf = yaml.safe_load((REPOSITORY / "content/vocabulary/places.yml").read_text("utf-8"))
    names = {place["name"] for place in shelf.values()} | {"Doggerland"}
    assert len(names) > 10
    shared = [THEME / "words.yml", *TEMPLATES, *SCRIPTS]
    shared += [file for file in (REPOSITORY / "generator/editing/starter").iterdir() if file.is_file()]
    named = [
        (file.name, name)
        for file in shared
        for name in names
        if re.search(rf"\b{name}\b", file.read_text("utf-8"))
    ]
    assert named == []


def test_one_and_many_come_in_pairs() -> None:
    keys = {f"{section}.{key}" for section, part in WORDS.items() for key in part}
    for ending, other in (("_one", "_many"), ("_many", "_one")):
        alone = [key for key in keys if key.endswith(ending) and key.removesuffix(ending) + other not in keys]
        assert alone == []


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 places"), (1, "1 place"), (2, "2 places"), (1200, "1,200 places")]
)
def test_one_stands_with_a_form_of_its_own(count: int, said: str) -> None:
    assert for_count(WORDS["school"], "places", count) == said


def test_words_are_safe_in_templates_and_what_goes_into_their_gaps_is_escaped() -> None:
    words = words_of_templates({"x": {"y": 'Fish & "chips" <b> {name}'}})
    assert str(words["x"]["y"].format(name="<i>")) == "Fish &amp; &#34;chips&#34; &lt;b&gt; &lt;i&gt;"
    assert str(words["x"]["y"].format(name=Markup("<i>"))).endswith(" <i>")


def test_a_council_may_replace_one_word(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("menu:\n  guides: Advice\n", "utf-8")
    words = load_words([tmp_path, THEME])
    assert (words["menu"]["guides"], words["menu"]["schools"]) == ("Advice", WORDS["menu"]["schools"])
