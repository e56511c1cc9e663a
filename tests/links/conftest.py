"""Websites on this machine, which every name of ``links-test.uk`` leads to, and a project that links to them."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import cli
from generator.links import guard, upkeep
from generator.reports import links
from tests.conftest import write
from tests.links.link_host import LinkHost, hosting, make_certificate

RunLinks = Callable[..., Result]
"""Runs ``local-offer links`` on the project, as a person would, with more options."""

PUBLIC = "8.8.8.8"
"""What a test host's name seems to mean: an address of the public internet."""


@pytest.fixture(scope="session")
def one_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkHost]:
    certificate = None
    if shutil.which("openssl"):
        certificate = make_certificate(tmp_path_factory.mktemp("tls"), "tls.links-test.uk")
    with hosting(certificate) as host:
        yield host


@pytest.fixture
def host(one_host: LinkHost, monkeypatch: pytest.MonkeyPatch) -> LinkHost:
    """The host behind all names of ``links-test.uk``; no other name is known, so the site's own links are left out."""
    one_host.forget()
    known = {"inside.links-test.uk": ["10.0.0.7"], "half.links-test.uk": [PUBLIC, "169.254.169.254"]}

    def resolve(name: str, port: int) -> list[str]:
        if name[0].isdigit() or ":" in name:
            return [name]
        if name.startswith("nowhere.") or not name.endswith("links-test.uk"):
            raise OSError(-2, "Name or service not known")
        return known.get(name, [PUBLIC])

    async def connect(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        assert address == PUBLIC
        if port not in (80, 443):
            raise ConnectionRefusedError
        return await asyncio.open_connection("127.0.0.1", one_host.tls_port if port == 443 else one_host.port)

    for module in (upkeep, links):
        monkeypatch.setattr(module, "site_addresses", lambda *_: [])
    monkeypatch.setattr(guard, "resolve", resolve)
    monkeypatch.setattr(guard, "connect", connect)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return one_host


@pytest.fixture
def linked(project: Path) -> Path:
    """The small project as a demonstration, so that its own addresses are left out."""
    file = project / "content/authority.yml"
    write(project, "content/authority.yml", file.read_text("utf-8") + "demonstration: It is invented.\n")
    return project


@pytest.fixture
def run_links(linked: Path) -> RunLinks:
    def run(*options: str) -> Result:
        fast = ["--requests-per-second", "1000", "--second-look", "0", "--timeout", "3"]
        return CliRunner().invoke(
            cli, ["links", "--project", str(linked), *fast, *options], catch_exceptions=False
        )

    return run
