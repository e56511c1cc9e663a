"""The site's stylesheet and scripts, put together from the theme's components.

A component's ``style.css`` and ``script.js`` go into the one stylesheet and the one script
that every page loads. Its ``module.js`` (a JavaScript module) and ``worker.js`` (a worker)
are files of their own, which a script fetches only when somebody wants what they do.

The names carry a hash of the contents, so that a browser never mixes an old style with
a new page.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.site.words import Words

_WORDS_USED = re.compile(r"\bwords\.([a-z_]+)")
_NEEDS = re.compile(r"^// Needs: (\S+)$", re.MULTILINE)


class Bundle(NamedTuple):
    """A file made of many: its address below the top of the site, and its contents."""

    address: str
    text: str


class Assets(NamedTuple):
    """Everything that pages load.

    Attributes:
        style: The stylesheet.
        script: The script of every page.
        later: Modules and workers, fetched when they are wanted.
    """

    style: Bundle
    script: Bundle
    later: tuple[Bundle, ...]

    def all(self) -> tuple[Bundle, ...]:
        """Every file."""
        return (self.style, self.script, *self.later)


def assets(folders: list[Path], words: Words, data: Mapping[str, str]) -> Assets:
    """Joins the files of all components.

    The script begins with ``localOffer``: the words that scripts use (``words``) and the
    addresses of modules and workers by component, and of data (``files``).

    Args:
        folders: The theme's folders, the one that wins first.
        words: The interface's words.
        data: The addresses of data that not every offer has, by the names that scripts know them by.
    """
    style = _hashed("style.css", _joined(folders, "base.css", "style.css"))
    modules = {part: _with_parts(folders, file) for part, file in _files(folders, "module.js").items()}
    workers = {part: _with_parts(folders, file) for part, file in _files(folders, "worker.js").items()}
    later = {part: _hashed(f"{part}.js", text) for part, text in sorted(modules.items())}
    later |= {f"{part}-worker": _hashed(f"{part}-worker.js", text) for part, text in sorted(workers.items())}
    scripts = _joined(folders, "base.js", "script.js")
    used = set(_WORDS_USED.findall("\n".join([scripts, *modules.values()])))
    facts = {
        "words": {section: dict(words[section]) for section in sorted(used & words.keys())},
        "files": {name: bundle.address for name, bundle in later.items()} | dict(data),
    }
    return Assets(style, _hashed("script.js", _with_facts(facts, scripts)), tuple(later.values()))


def _with_facts(facts: Mapping[str, object], scripts: str) -> str:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.localOffer = {text};\n{scripts}"


def _files(folders: list[Path], name: str) -> dict[str, Path]:
    """The file of that name of each component; the first folder that has it wins."""
    parts: dict[str, Path] = {}
    for folder in reversed(folders):
        for file in (folder / "components").glob(f"*/{name}"):
            parts[file.parent.name] = file
    return parts


def _joined(folders: list[Path], first: str, name: str) -> str:
    """One kind of file of all components, behind a file of the theme that comes before them."""
    parts = _files(folders, name)
    for folder in reversed(folders):
        if (folder / first).is_file():
            parts[""] = folder / first
    return "\n".join(parts[part].read_text("utf-8").strip() for part in sorted(parts)) + "\n"


def _with_parts(folders: list[Path], file: Path) -> str:
    """A module or worker with what its ``// Needs: file.js`` lines ask for before it.

    Raises:
        FileNotFoundError: The theme has no such file.
    """
    text = file.read_text("utf-8")
    return "\n".join([*(_needed(folders, name) for name in _NEEDS.findall(text)), text])


def _needed(folders: list[Path], name: str) -> str:
    """A library of ``vendor/``, or a file of a component (``near/great-circle.js``)."""
    for folder in folders:
        for file in (folder / "vendor" / name, folder / "components" / name):
            if file.is_file():
                return file.read_text("utf-8").strip()
    raise FileNotFoundError(f"The theme has neither vendor/{name} nor components/{name}.")


def _hashed(name: str, text: str) -> Bundle:
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    stem, _, ending = name.partition(".")
    return Bundle(f"assets/{stem}.{digest}.{ending}", text)
