"""YAML as people write it: every scalar stays text, every value has a line and a column.

libyaml composes the file once; the types come later, from the models. So ``no``,
``09:30``, ``01632 960123`` and ``1e3`` mean what the person typed. Refused here, with a
plain message: duplicate keys, tags, more than one document, and documents that are too
deep or that grow too large through aliases.
"""

import re
from typing import Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# libyaml's parser where PyYAML has it, which is everywhere but on rare machines.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 1_000_000
"""The largest file that is read, in bytes."""

MAX_DEPTH = 20
"""How deep lists and groups may stand inside each other."""

MAX_VALUES = 50_000
"""How many values one file may hold, repeated aliases counted each time."""

Tree = dict[str, Any]
"""Nested dictionaries, lists and strings: what a file says, without types."""

Path = tuple[str | int, ...]
"""The way to a value in a tree: keys and list positions."""

_TEXT = "text"
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class YamlProblem(Exception):
    """A file that is not YAML as we accept it.

    Attributes:
        code: The stable problem code.
        line: The line, from 1.
        column: The column, from 1.
        message: What is wrong.
        fix: What to do.
    """

    def __init__(self, code: str, line: int, column: int, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.code, self.line, self.column, self.message, self.fix = code, line, column, message, fix


class _TextParser(_Loader):  # type: ignore[misc]
    """The parser and composer without YAML 1.1's guesses at types: everything is text."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        return _TEXT

    def descend_resolver(self, parent: Node | None, index: Any) -> None:
        """There is nothing to resolve by path."""

    def ascend_resolver(self) -> None:
        """There is nothing to resolve by path."""


class Document:
    """One YAML file: its tree of text, and where each value stands.

    Attributes:
        tree: The values. Keys with nothing after them are left out.
        first_line: The line of the file on which the document begins, less one
            (front matter does not begin on line 1).
    """

    __slots__ = ("_root", "_text", "first_line", "tree")

    def __init__(self, tree: Tree, root: Node | None, first_line: int = 0, text: str = "") -> None:
        self.tree = tree
        self._root = root
        self._text = text
        self.first_line = first_line

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """The line and column of the value at `path`, from 1; of the nearest parent if it is not there.

        Args:
            path: The keys and list positions that lead to the value.
            key: Whether to give the position of the last key rather than of its value.
        """
        _, marked = self._walk(path, key=key)
        return self._place(marked.start_mark) if marked is not None else (1 + self.first_line, 1)

    def span(self, path: Path) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the text of the value at `path` begins and ends in the file, as lines and columns from 1.

        Of a block of text the header (``|``) is part of it; the end is the first place behind it.
        """
        node, _ = self._walk(path)
        if node is None:
            return (1 + self.first_line, 1), (1 + self.first_line, 1)
        return self._place(node.start_mark), self._place(node.end_mark)

    def _place(self, mark: Any) -> tuple[int, int]:
        return mark.line + 1 + self.first_line, mark.column + 1

    def _walk(self, path: Path, *, key: bool = False) -> tuple[Node | None, Node | None]:
        """The last node on the way to a value that is there, and the one whose mark stands for it."""
        node, marked = self._root, self._root
        for step in path:
            if isinstance(node, MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if pair is None:
                    break
                node = pair[1]
                marked = pair[0] if key or _is_nothing(node) else node
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = marked = node.value[step]
            else:
                break
        return node, marked

    def find(self, path: Path, words: str, number: int = 0) -> tuple[int, int]:
        """The line and column of words inside the text at `path`, however its lines are broken.

        Where they cannot be found as they stand (behind escapes, say), it is where the text begins.

        Args:
            path: The keys and list positions that lead to the text.
            words: The words.
            number: How many times the same words stand in the text before these.
        """
        line, column = self.locate(path)
        node, _ = self._walk(path)
        if not isinstance(node, ScalarNode):
            return line, column
        lines = self._text.split("\n")
        first, last = node.start_mark, node.end_mark
        part = "\n".join([lines[first.line][first.column :], *lines[first.line + 1 : last.line + 1]])
        spots = re.finditer(r"\s+".join(map(re.escape, words.split())), part)
        found = next((spot for at, spot in enumerate(spots) if at == number), None)
        if found is None:
            return line, column
        breaks = part.count("\n", 0, found.start())
        if not breaks:
            return line, column + found.start()
        return line + breaks, found.start() - part.rfind("\n", 0, found.start())


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and (
        (not node.style and node.value in _NOTHING) or not node.value.strip()
    )


# A cheap look for text that may be deep enough to overrun the composer's stack: only
# such a file is walked event by event first. Each level of a block takes a column.
_MAYBE_DEEP = re.compile(r"^(?: {60}| *(?:[-?:] +){15})", re.MULTILINE)


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= 100 and not _MAYBE_DEEP.search(text):
        return
    depth = 0
    parser = _TextParser(text)
    while True:
        event: Any = parser.get_event()
        if event is None:
            return
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark: Any = event.start_mark
                raise YamlProblem(
                    "too-deep",
                    mark.line + 1,
                    mark.column + 1,
                    f"Lists and groups stand more than {MAX_DEPTH} deep inside each other here.",
                    "Look for brackets or hyphens that should not be there.",
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def parse(text: str, first_line: int = 0) -> Document:
    """Reads one YAML document whose top is a group of keys.

    Args:
        text: The YAML.
        first_line: How many lines of the file stand before it.

    Raises:
        YamlProblem: The text is not such a document.
    """
    try:
        return _parse(_with_plain_breaks(text), first_line)
    except YamlProblem as found:
        found.line += first_line
        raise


def _with_plain_breaks(text: str) -> str:
    """The text with one kind of line break, so that lines are counted as editors count them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        # YAML 1.1 breaks lines here as well; editors show nothing. They come with pasted text.
        text = text.replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")
    return text


def _parse(text: str, first_line: int) -> Document:
    try:
        _refuse_depth(text)
        parser = _TextParser(text)
        root = parser.get_single_node()
    except yaml.MarkedYAMLError as found:
        raise _in_plain_words(text, found) from None
    except yaml.reader.ReaderError:
        # libyaml counts bytes; the place is looked up in the text.
        character = yaml.reader.Reader.NON_PRINTABLE.search(text)
        position = character.start() if character else 0
        raise YamlProblem(
            "control-character",
            text.count("\n", 0, position) + 1,
            position - text.rfind("\n", 0, position),
            "There is an invisible control character here.",
            "Delete it and type the words again.",
        ) from None
    except yaml.YAMLError as found:  # pragma: no cover - libyaml has no other kind today
        raise YamlProblem("bad-yaml", 1, 1, f"This file cannot be read: {found}.") from None
    if root is None or _is_nothing(root):
        return Document({}, root, first_line, text)
    builder = _Builder(first_line)
    if isinstance(root, SequenceNode):
        return Document(cast(Tree, builder.build(root, 1)), root, first_line, text)
    if not isinstance(root, MappingNode):
        raise YamlProblem(
            "not-an-entry",
            root.start_mark.line + 1,
            root.start_mark.column + 1,
            "This file is plain text.",
            'Write each answer as a key, a colon, a space and a value, like "name: Saturday Swim Club".',
        )
    return Document(builder.build(root, 1), root, first_line, text)


class _Builder:
    """Turns composed nodes into a tree, counting as it goes."""

    __slots__ = ("count", "first_line")

    def __init__(self, first_line: int) -> None:
        self.count = 0
        self.first_line = first_line

    def build(self, node: Any, depth: int) -> Any:
        self.count += 1
        if node.tag != _TEXT:
            self._refuse_tag(node)
        kind = type(node)
        if kind is ScalarNode:
            value = node.value
            if not node.style and value in _NOTHING:
                return None
            return value if value.strip() else None
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            self._refuse_size(node, depth)
        if kind is SequenceNode:
            return [self.build(child, depth + 1) for child in node.value]
        tree: Tree = {}
        seen: set[str] | None = None
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag != _TEXT:
                self._refuse_tag(key_node)
            if type(key_node) is not ScalarNode:
                self._refuse_key(key_node)
            value = self.build(value_node, depth + 1)
            if key in tree or (seen is not None and key in seen):
                self._refuse_duplicate(node, key_node)
            if value is None:
                seen = seen or set()
                seen.add(key)
            else:
                tree[key] = value
        return tree

    def _refuse_tag(self, node: Node) -> None:
        raise YamlProblem(
            "tag",
            node.start_mark.line + 1,
            node.start_mark.column + 1,
            f'"{node.tag}" is a YAML tag, which is not used here.',
            "If the text should begin with an exclamation mark, put double quotes around it.",
        )

    def _refuse_size(self, node: Node, depth: int) -> None:
        code, message = "too-many-values", f"This file holds more than {MAX_VALUES:,} values."
        if depth > MAX_DEPTH:
            code = "too-deep"
            message = f"Lists and groups stand more than {MAX_DEPTH} deep inside each other here."
        raise YamlProblem(
            code,
            node.start_mark.line + 1,
            node.start_mark.column + 1,
            message,
            'Take out the aliases (words that begin with "*" or "&"), or split the file.',
        )

    def _refuse_key(self, node: Node) -> None:
        raise YamlProblem(
            "bad-key",
            node.start_mark.line + 1,
            node.start_mark.column + 1,
            "A list or a group stands where a key should be.",
            "Write a key as one word before a colon.",
        )

    def _refuse_duplicate(self, node: MappingNode, key_node: ScalarNode) -> None:
        first = next(key for key, _ in node.value if key.value == key_node.value)
        first_line = first.start_mark.line + 1 + self.first_line
        raise YamlProblem(
            "duplicate-key",
            key_node.start_mark.line + 1,
            key_node.start_mark.column + 1,
            f'"{key_node.value}" stands here a second time; the first is on line {first_line}.',
            "Keep one of them.",
        )


_TAB = re.compile(r"^ *\t")
_NO_SPACE = re.compile(r"^ *(?:- +)*([\w-]+:(?!//)\S.*)")


def _in_plain_words(text: str, found: yaml.MarkedYAMLError) -> YamlProblem:
    """What libyaml complains of, as somebody who does not know YAML would understand it."""
    mark = found.problem_mark or found.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines() or [""]
    line = min(line, len(lines) - 1)
    complaint = f"{found.context or ''} {found.problem or ''}"

    for number in range(line, max(line - 2, -1), -1):
        tab = _TAB.match(lines[number])
        if tab:
            return YamlProblem(
                "tab",
                number + 1,
                tab.end(),
                "There is a tab at the beginning of this line.",
                "Use spaces instead: two for each step inwards.",
            )
    if lines[line].startswith("%"):
        column, complaint = 0, "cannot start any token"
    if "mapping values are not allowed" in complaint:
        above = _NO_SPACE.match(lines[line - 1]) if line else None
        if above:
            key, _, value = above[1].partition(":")
            return YamlProblem(
                "no-space-after-colon",
                line,
                above.start(1) + 1,
                f'There is no space after the colon in "{above[1][:60]}".',
                f'Write a space after the colon: "{key}: {value[:60]}".',
            )
        if ":" not in lines[line][:column]:
            return YamlProblem(
                "bad-indent",
                line + 1,
                len(lines[line]) - len(lines[line].lstrip()) + 1,
                "This line is moved in too far.",
                "Begin it in the same column as the line above, or take out the value above it.",
            )
        return YamlProblem(
            "colon-in-text",
            line + 1,
            column + 1,
            "There is a colon in this text, so YAML takes it for a new key.",
            f"Put double quotes around the text: {_quoted_example(lines[line])}",
        )
    if "undefined alias" in complaint:
        return YamlProblem(
            "star-in-text",
            line + 1,
            column + 1,
            'This text begins with "*", which YAML takes for an alias.',
            "Put double quotes around the text.",
        )
    if "cannot start any token" in complaint:
        character = lines[line][column : column + 1]
        return YamlProblem(
            "character-in-text",
            line + 1,
            column + 1,
            f'This text begins with "{character}", which YAML keeps for itself.',
            "Put double quotes around the text.",
        )
    if "escape" in complaint or "hexdecimal" in complaint:
        return YamlProblem(
            "backslash-in-text",
            line + 1,
            column + 1,
            "A backslash inside double quotes begins a code, and this is none.",
            "Write two backslashes for one, or use single quotes around the text.",
        )
    if "quoted scalar" in complaint:
        start = found.context_mark or mark
        return YamlProblem(
            "open-quote",
            (start.line if start else line) + 1,
            (start.column if start else column) + 1,
            "The quotation mark that begins here is not closed where it should be.",
            "Close it, or write \\ before a quotation mark that belongs to the text.",
        )
    ended = any(one.startswith("...") for one in lines[: line + 1])
    if "single document" in complaint or ("document start" in complaint and ended):
        return YamlProblem(
            "second-document",
            line + 1,
            column + 1,
            'A line of three hyphens ("---") or dots ("...") begins a second document here.',
            "Keep one entry in a file.",
        )
    if "expected ':'" in complaint:
        line = found.context_mark.line if found.context_mark else line
        return YamlProblem(
            "no-colon",
            line + 1,
            1,
            f'"{lines[line].strip()[:60]}" is not a key with a value.',
            'Write it like "summary: Your words", or move it in by two spaces if it belongs to the line above.',
        )
    if "flow" in complaint:
        return YamlProblem(
            "open-bracket",
            line + 1,
            column + 1,
            "A bracket is not closed, or a comma is missing.",
            "Close it, or write the list with a hyphen on each line.",
        )
    if "duplicate anchor" in complaint or "anchor" in complaint or "alias" in complaint:
        return YamlProblem(
            "ampersand-in-text",
            line + 1,
            column + 1,
            'This text begins with "&" or "*", which YAML keeps for itself.',
            "Put double quotes around the text.",
        )
    if lines[line][:column].strip():
        return YamlProblem(
            "quotes-needed",
            line + 1,
            column + 1,
            "The text on this line has signs in it that YAML keeps for itself.",
            f"Put double quotes around all of it: {_quoted_example(lines[line])}",
        )
    return YamlProblem(
        "bad-indent",
        line + 1,
        column + 1,
        "This line does not line up with the lines around it.",
        "Keys of one group begin in the same column; what belongs to a key is two spaces further in.",
    )


def _quoted_example(line: str) -> str:
    if line.lstrip().startswith("- ") and ": " not in line:
        line = line.replace("- ", "-:", 1)
    key, colon, rest = line.partition(":")
    rest = rest.strip().replace("\\", "\\\\").replace('"', "'")
    separator = " " if key.strip() == "-" else ": "
    return f'{key.strip()}{separator}"{rest[:60]}"' if colon and rest else 'like "Monday: closed"'
