"""One stylesheet and one script for the site, put together from the theme's components.

The names carry a hash of the contents, so that a browser never mixes an old style with
a new page.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple


class Bundle(NamedTuple):
    """A file made of many: its address below the top of the site, and its contents."""

    address: str
    text: str


def bundle(folders: list[Path], first: str, name: str) -> Bundle:
    """Joins one kind of file of all components.

    Args:
        folders: The theme's folders, the one that wins first: a component that stands in
            two of them is taken from the first.
        first: A file of the theme that comes before all components, like ``base.css``.
        name: The file wanted of each component, ``style.css`` or ``script.js``.
    """
    parts: dict[str, Path] = {}
    for folder in reversed(folders):
        if (folder / first).is_file():
            parts[""] = folder / first
        for file in (folder / "components").glob(f"*/{name}"):
            parts[file.parent.name] = file
    text = "\n".join(parts[part].read_text("utf-8").strip() for part in sorted(parts)) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    stem, _, ending = name.partition(".")
    return Bundle(f"assets/{stem}.{digest}.{ending}", text)
