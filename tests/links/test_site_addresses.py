"""Addresses that the site's own pages show: tested like those of the content, and told by what a council can do."""

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import cli
from generator.links import site_addresses as module
from generator.links import upkeep
from generator.links.site_addresses import (
    EVERY_PAGE,
    KIND,
    LAW_PAGE,
    is_own_page,
    site_addresses,
    what_to_do,
)
from generator.reading import Offer, read_project
from generator.reading.web_addresses import AddressUse
from generator.reports import links
from generator.site import addresses
from tests.conftest import write
from tests.links.conftest import RunLinks
from tests.links.link_host import Answer, LinkHost

TODAY = datetime.date(2026, 11, 26)
COMMENTS = "https://www.legislation.gov.uk/uksi/2014/1530/regulation/56"
PART_4 = "https://www.legislation.gov.uk/uksi/2014/1530/part/4"


def offer_of(project: Path) -> Offer:
    offer = read_project(project).offer
    assert offer is not None
    return offer


def found(project: Path) -> dict[str, AddressUse]:
    return {use.address: use for use in site_addresses(project, offer_of(project), TODAY)}


def test_sources_of_the_law_stand_on_its_page_once_each(project: Path) -> None:
    uses = [use for use in site_addresses(project, offer_of(project), TODAY) if use.path == LAW_PAGE]
    assert addresses.LAW == LAW_PAGE
    assert len(uses) == len({use.address for use in uses})
    assert found(project)[COMMENTS].key.split() == ["lo-comments", "lo-comments-published"]
    assert found(project)[PART_4].key == "", "a heading's own source"


def test_links_of_templates_stand_on_their_pages(project: Path) -> None:
    uses = found(project)
    assert uses["https://www.w3.org/TR/WCAG22/"].path == addresses.ACCESSIBILITY
    assert [use.key for use in uses.values() if use.path == EVERY_PAGE] == [
        "components/quick-exit/template.html"
    ]


def test_what_the_council_put_right_is_content(project: Path) -> None:
    write(
        project,
        "content/requirements.yml",
        "corrections:\n  lo-comments:\n    href: https://www.legislation.gov.uk/new\n"
        "  lo-comments-published:\n    href: https://www.legislation.gov.uk/new\n"
        "added:\n  call-back:\n    title: We ring back\n    wording: We ring back.\n    citation: Cabinet\n"
        "    href: https://www.doggerland.example.org/cabinet\n    met_by: [page]\n",
    )
    uses = found(project)
    assert COMMENTS not in uses
    assert "https://www.legislation.gov.uk/new" not in uses, "it is an address of the content"
    assert "https://www.doggerland.example.org/cabinet" not in uses
    assert "https://www.legislation.gov.uk/new" in {use.address for use in offer_of(project).addresses}


def test_a_template_of_the_council_takes_the_place_of_the_themes(project: Path) -> None:
    write(
        project, "mkdocs.yml", "theme:\n  name: local-offer\n  custom_dir: ours\nx: !!python/name:os.getcwd\n"
    )
    text = '<p>\n<a href="https://www.links-test.uk/a">a</a> <a href="{{ root }}/">b</a></p>\n'
    write(project, "ours/pages/accessibility.html", text)
    write(project, "ours/booklet/cover.html", '<a href="https://www.links-test.uk/printed">a</a>\n')
    uses = found(project)
    use = uses["https://www.links-test.uk/a"]
    assert (use.path, use.line, use.column) == ("ours/pages/accessibility.html", 2, 10)
    assert not is_own_page(use), "it is in a file that the council can edit"
    assert "https://www.w3.org/TR/WCAG22/" not in uses
    assert "https://www.links-test.uk/printed" not in uses


@pytest.mark.parametrize(
    "settings", ["", "[", "theme: local-offer\n", "theme: {custom_dir: nowhere}\n", "- a\n", "\x00"]
)
def test_settings_without_such_a_folder_change_nothing(project: Path, settings: str) -> None:
    before = found(project)
    write(project, "mkdocs.yml", settings)
    assert found(project) == before


def test_what_a_council_can_do_is_said() -> None:
    def said(key: str, page: str = LAW_PAGE) -> str:
        return what_to_do(AddressUse("https://a.uk", page, 1, 1, KIND, page, key, ""))

    assert said("") == "It comes with the program: bring that up to date."
    assert "for lo-a; or" in said("lo-a")
    assert "for lo-a, lo-b, lo-c and 2 more; or" in said("lo-a lo-b lo-c lo-d lo-e")
    assert "your own pages/accessibility.html" in said("pages/accessibility.html", "accessibility/")


def use_of(address: str) -> AddressUse:
    return AddressUse(address, LAW_PAGE, 1, 1, KIND, LAW_PAGE, "lo-comments", "")


@pytest.fixture
def shown(host: LinkHost, monkeypatch: pytest.MonkeyPatch) -> LinkHost:
    """The host, with two addresses on the site's own pages, one of which the council's guide has as well."""
    uses = [use_of("http://www.links-test.uk/law"), use_of("http://www.links-test.uk/both")]
    for place in (upkeep, links):
        monkeypatch.setattr(place, "site_addresses", lambda *_: uses)
    return host


GUIDE = "---\ntitle: Law\n---\n\n[Both](http://www.links-test.uk/both)\n"


def test_a_dead_one_is_told_with_its_page(linked: Path, shown: LinkHost, run_links: RunLinks) -> None:
    shown.answers["www.links-test.uk/law"] = Answer(404)
    shown.answers["www.links-test.uk/both"] = Answer(410)
    write(linked, "content/pages/guides/law.md", GUIDE)
    result = run_links("--today", "2026-11-02")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert [line.split(" error")[0] for line in lines[:3]] == [
        "content/pages/guides/law.md:5:8:",
        "what-the-law-asks/:1:1:",
        "what-the-law-asks/:1:1:",
    ]
    assert lines[0].endswith("Find its new address, or take it out.")
    assert 'under "corrections", for lo-comments; or bring the program up to date.' in lines[1]
    assert lines[3].startswith("2 addresses tested: 2 broken.")
    assert shown.asked["GET www.links-test.uk/both"] == 2, "once, and a second look"
    report = CliRunner().invoke(cli, ["report", "links", "--project", str(linked), "--format", "json"])
    rows = {row["address"][0]["label"]: row for row in json.loads(report.output)["tables"]["links"]}
    assert rows["http://www.links-test.uk/law"]["uses"] == [
        {"label": "The site's own pages: what-the-law-asks/", "href": "what-the-law-asks/"}
    ]
    assert len(rows["http://www.links-test.uk/both"]["uses"]) == 2


def test_fix_leaves_the_sites_own_pages_alone(linked: Path, shown: LinkHost, run_links: RunLinks) -> None:
    shown.answers["www.links-test.uk/law"] = Answer(301, "/new-law")
    shown.answers["www.links-test.uk/both"] = Answer(301, "/new-both")
    write(linked, "content/pages/guides/law.md", GUIDE)
    result = run_links("--fix")
    assert (linked / "content/pages/guides/law.md").read_text("utf-8") == GUIDE.replace("/both", "/new-both")
    told = [line for line in result.output.splitlines() if "moved-link" in line]
    assert [line.split(" ")[2] for line in told] == [
        '"http://www.links-test.uk/both"',
        '"http://www.links-test.uk/law"',
    ]
    assert all("content/requirements.yml" in line and "--fix" not in line for line in told)
    assert "3 addresses tested: 2 moved, 1 ok." in result.output
    assert "Not changed" not in result.output


def test_a_pull_request_does_not_test_them(linked: Path, shown: LinkHost, run_links: RunLinks) -> None:
    from tests.links.test_command import git

    git(linked, "init")
    git(linked, "add", "-A")
    git(linked, "commit", "-m", "Before")
    assert run_links("--changed-since", "HEAD").output == "There is no address to test.\n"
    assert not shown.asked


def test_every_template_of_the_theme_is_looked_into() -> None:
    import theme

    names = module._templates(Path(theme.__file__).parent)
    assert {"base.html", "pages/accessibility.html", "components/quick-exit/template.html"} <= names.keys()
