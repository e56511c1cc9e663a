"""A build makes a whole site, the same one every time, or leaves the last one alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.conftest import pages_of, run_build

SWIM = "content/services/saturday-swim-club.yml"
SCHOOL = "content/schools/amberholme-free-school.yml"
COMMENT = "content/comments/2025-post-it-to-me.yml"


def edit(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    # The cache trusts a time stamp only when it is not of this very moment.
    past = time.time() - 5
    os.utime(file, (past, past))


def clean_build(project: Path) -> dict[str, bytes]:
    subprocess.run(["rm", "-rf", str(project / "site"), str(project / ".cache")], check=True)
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    return pages_of(project / "site")


def same(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    assert one.keys() == other.keys()
    different = [path for path in one if one[path] != other[path]]
    assert different == []
    return True


def test_mkdocs_builds_the_same_site_as_local_offer(small: Path) -> None:
    ours = pages_of(small / "site")
    subprocess.run(["rm", "-rf", str(small / "site"), str(small / ".cache")], check=True)
    result = run_build(small, module="mkdocs")
    assert result.returncode == 0, result.stderr
    assert same(ours, pages_of(small / "site"))


def test_properdocs_builds_the_same_site_as_mkdocs(small: Path) -> None:
    ours = pages_of(small / "site")
    subprocess.run(["rm", "-rf", str(small / "site"), str(small / ".cache")], check=True)
    result = run_build(small, module="properdocs")
    assert result.returncode == 0, result.stderr
    assert same(ours, pages_of(small / "site"))


def test_a_stamped_page_is_byte_for_byte_what_the_full_pipeline_makes(small: Path) -> None:
    stamped = pages_of(small / "site")
    edit(small, "mkdocs.yml", "  - local-offer:\n", "  - local-offer:\n      render: full\n")
    full = clean_build(small)
    assert same(stamped, full)


def test_every_optional_field_is_on_the_pages_that_are_compared(small: Path) -> None:
    from generator.reading.yaml_source import parse
    from offer_schema import Service

    used: set[str] = set()
    for file in (small / "content" / "services").glob("*.yml"):
        used |= set(parse(file.read_text("utf-8")).tree)
    keys = {field.alias or name for name, field in Service.model_fields.items()}
    assert keys - used <= {"status", "review_every"}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(SWIM, "warm, quiet pool", "very warm pool", id="a summary, which lists show"),
        pytest.param(
            SWIM, "Each lesson begins", "Every lesson begins", id="a description, which one page shows"
        ),
        pytest.param(SWIM, "clubs", "health", id="a category"),
        pytest.param(
            "content/organisations/tidewell-leisure.yml",
            "name: Tidewell Leisure",
            "name: Tidewell Sports",
            id="the name of an organisation, which other pages show",
        ),
        pytest.param(
            "content/vocabulary/needs.yml",
            "name: Autism",
            "name: Autistic people",
            id="a word of a vocabulary",
        ),
        pytest.param(
            "content/authority.yml",
            "name: Doggerland Council",
            "name: Council of Doggerland",
            id="the council",
        ),
        pytest.param(
            "content/pages/guides/sendiass.md", 'title: "', 'title: "All about ', id="the title of a guide"
        ),
        pytest.param(
            "content/indicators.yml", "ours: 61.9, count: 174", "ours: 62.3, count: 175", id="a figure"
        ),
        pytest.param("content/indicators.yml", "indicators:\n", "indicators: # all\n", id="a remark"),
        pytest.param(COMMENT, "I support a family", "I know a family", id="what a comment says"),
        pytest.param(COMMENT, "received: 2025-10-15", "received: 2024-10-15", id="the year of a comment"),
        pytest.param(COMMENT, "topic: accessibility", "topic: quality", id="the topic of a comment"),
        pytest.param("mkdocs.yml", "2026-11-20", "2029-01-01", id="the day, on which entries become overdue"),
        pytest.param(SWIM, 'opens: "09:00"', 'opens: "08:30"', id="a time, which a calendar has too"),
        pytest.param(SWIM, "\nstatus: active", "\nstatus: closed", id="the status: no calendar any more"),
        pytest.param(SWIM, "latitude: 54.7012", "latitude: 54.7512", id="a place, which others show as near"),
        pytest.param("content/authority.yml", "to: 2026-12-18", "to: 2026-12-11", id="the end of a term"),
        pytest.param(
            SCHOOL, "pupils: 171", "pupils: 172", id="a fact of a school, which the comparison shows"
        ),
        pytest.param(
            SCHOOL, "  year: 2026 to 2027", "  year: 2027 to 2028", id="the year of a school's report"
        ),
        pytest.param(SCHOOL, "latitude: 54.6318", "latitude: 54.6319", id="where a school is"),
    ],
)
def test_a_build_after_a_change_is_the_same_as_a_build_from_nothing(
    small: Path, path: str, old: str, new: str
) -> None:
    edit(small, path, old, new)
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    after_change = pages_of(small / "site")
    assert same(after_change, clean_build(small))


def test_a_new_entry_and_a_deleted_one_reach_every_page_that_lists_them(small: Path) -> None:
    swim = small / SWIM
    (small / "content/services/sunday-swim-club.yml").write_text(
        swim.read_text("utf-8").replace("Saturday Swim Club", "Sunday Swim Club"), "utf-8"
    )
    (small / "content/services/quiet-swim.yml").unlink()
    assert (small / "site/services/quiet-swim/times.ics").exists()
    assert run_build(small).returncode == 0
    after_change = pages_of(small / "site")
    assert "services/sunday-swim-club/index.html" in after_change
    assert not (small / "site/services/quiet-swim").exists()
    assert same(after_change, clean_build(small))


def test_the_last_comment_of_a_year_takes_its_pages_away_and_a_new_one_makes_some(small: Path) -> None:
    assert (small / "site/you-said-we-did/2025/index.html").exists()
    text = (small / COMMENT).read_text("utf-8").replace("2025-10-15", "2026-10-15").replace("2025-", "2026-")
    (small / COMMENT).unlink()
    new = text.replace("topic: accessibility", "topic: process")
    (small / "content/comments/2026-post-it-too.yml").write_text(new, "utf-8")
    assert run_build(small).returncode == 0
    after_change = pages_of(small / "site")
    assert "you-said-we-did/2025/index.html" not in after_change
    assert "you-said-we-did/accessibility/index.html" not in after_change
    assert "you-said-we-did/process/index.html" in after_change
    assert b"you-said-we-did/process/</loc>" in after_change["sitemap.xml"]
    assert b"you-said-we-did/2025/</loc>" not in after_change["sitemap.xml"]
    assert same(after_change, clean_build(small))


def test_a_new_school_and_a_closed_one_change_the_comparison(small: Path) -> None:
    school = small / SCHOOL
    text = school.read_text("utf-8").replace("name: Amberholme Free School", "name: Beacon Free School", 1)
    (small / "content/schools/beacon-free-school.yml").write_text(text, "utf-8")
    edit(small, "content/schools/longshore-school.yml", "status: active", "status: closed")
    assert run_build(small).returncode == 0
    after_change = pages_of(small / "site")
    compare = after_change["compare/index.html"].decode()
    assert 'data-school="beacon-free-school"' in compare
    assert 'data-school="longshore-school"' not in compare
    assert same(after_change, clean_build(small))


def test_a_build_without_a_change_writes_no_page_again(small: Path) -> None:
    assert run_build(small).returncode == 0
    before = {path: os.stat(small / "site" / path).st_mtime_ns for path in pages_of(small / "site")}
    assert run_build(small).returncode == 0
    after = {path: os.stat(small / "site" / path).st_mtime_ns for path in pages_of(small / "site")}
    assert before == after


def test_the_long_way_without_a_change_leaves_every_file_where_it_is(small: Path) -> None:
    assert run_build(small).returncode == 0  # a copy of a project is built in full once
    before = pages_of(small / "site")
    result = run_build(small, "--strict")
    assert result.returncode == 0, result.stderr
    assert pages_of(small / "site") == before


def test_a_page_that_somebody_removed_from_the_site_is_made_again(small: Path) -> None:
    complete = pages_of(small / "site")
    subprocess.run(["rm", "-rf", str(small / "site/services/quiet-swim")], check=True)
    assert run_build(small).returncode == 0
    assert same(complete, pages_of(small / "site"))


# --- Failures -------------------------------------------------------------------------------


def test_an_error_in_the_content_leaves_the_last_site_as_it_was(small: Path) -> None:
    before = pages_of(small / "site")
    edit(small, SWIM, "\ncategories:", "\ncategoriesss:")
    result = run_build(small)
    assert result.returncode == 1
    assert f"{SWIM}:" in result.stderr
    assert "Traceback" not in result.stderr
    assert same(before, pages_of(small / "site"))
    assert [file.name for file in small.iterdir() if file.name.startswith(".site")] == []


def test_a_dead_link_in_a_guide_stops_the_build(small: Path) -> None:
    before = pages_of(small / "site")
    guide = small / "content/pages/guides/sendiass.md"
    guide.write_text(guide.read_text("utf-8") + "\n[Gone](no-such-page.md)\n", "utf-8")
    result = run_build(small)
    assert result.returncode == 1
    assert "no-such-page.md" in result.stderr
    assert "Traceback" not in result.stderr
    assert same(before, pages_of(small / "site"))


def test_a_dead_link_to_a_page_made_from_data_stops_the_build(small: Path) -> None:
    guide = small / "content/pages/guides/sendiass.md"
    guide.write_text(guide.read_text("utf-8") + "\n[Gone](site:you-said-we-did/1999/)\n", "utf-8")
    result = run_build(small)
    assert result.returncode == 1
    assert "site:you-said-we-did/1999/" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_dead_anchor_in_a_guide_stops_the_build(small: Path) -> None:
    guide = small / "content/pages/guides/sendiass.md"
    guide.write_text(guide.read_text("utf-8") + "\n[Gone](complaints.md#no-such-heading)\n", "utf-8")
    result = run_build(small)
    assert result.returncode == 1
    assert "no-such-heading" in result.stderr


_FULL_DISK = """
import errno, sys
import generator.site.stamping as stamping
written = []
def write_page(folder, address, html):
    written.append(address)
    if len(written) == 7:
        raise OSError(errno.ENOSPC, "No space left on device")
stamping.write_page = write_page
stamping.PARALLEL_FROM = 10**9
from generator.commands import main
sys.argv = ["local-offer", "build"]
main()
"""


def test_a_full_disk_leaves_the_last_site_as_it_was(small: Path) -> None:
    before = pages_of(small / "site")
    subprocess.run(["rm", "-rf", str(small / ".cache")], check=True)
    result = subprocess.run(
        [sys.executable, "-c", _FULL_DISK],
        cwd=small,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr
    assert same(before, pages_of(small / "site"))
    assert not (small / ".site.building").exists()


@pytest.mark.parametrize("wait", [0.5, 1.0, 1.5])
def test_ctrl_c_leaves_a_whole_site(small: Path, wait: float) -> None:
    before = pages_of(small / "site")
    subprocess.run(["rm", "-rf", str(small / ".cache")], check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "build"], cwd=small, stderr=subprocess.PIPE, text=True
    )
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert same(before, pages_of(small / "site"))
    assert run_build(small).returncode == 0
    assert same(before, pages_of(small / "site"))


def test_a_build_that_was_killed_between_its_two_renames_is_put_right_by_the_next(small: Path) -> None:
    before = pages_of(small / "site")
    (small / "site").rename(small / ".site.old")
    edit(small, SWIM, "\ncategories:", "\ncategoriesss:")
    assert run_build(small).returncode == 1
    edit(small, SWIM, "\ncategoriesss:", "\ncategories:")
    assert run_build(small).returncode == 0
    assert same(before, pages_of(small / "site"))


def test_a_missing_project_is_one_sentence(tmp_path: Path) -> None:
    result = run_build(tmp_path)
    assert result.returncode == 1
    assert "mkdocs.yml" in result.stderr
    assert "Traceback" not in result.stderr


# --- The short way ---------------------------------------------------------------------------


def test_a_changed_paragraph_writes_one_page_again_and_asks_mkdocs_nothing(small: Path) -> None:
    assert run_build(small).returncode == 0  # the copy has other folders than the site was built in
    edit(small, SWIM, "Each lesson begins", "Every lesson begins")
    result = run_build(small)
    assert result.returncode == 0
    assert "1 page was written again" in result.stderr
    assert "Documentation built" not in result.stderr
    assert b"Every lesson begins" in (small / "site/services/saturday-swim-club/index.html").read_bytes()


def test_times_that_an_entry_loses_are_gone_from_the_site_the_short_way_too(small: Path) -> None:
    assert run_build(small).returncode == 0
    edit(small, SWIM, "\nlanguages:", "\nsensitive: yes\nlanguages:")
    result = run_build(small)
    assert "1 page was written again" in result.stderr
    assert not (small / "site/services/saturday-swim-club/times.ics").exists()
    assert same(pages_of(small / "site"), clean_build(small))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(
            SWIM, "name: Saturday Swim Club", "name: Saturday Swimmers", id="a name, which lists show"
        ),
        pytest.param("mkdocs.yml", "https://localoffer.", "https://offer.", id="the address of the site"),
        pytest.param(
            SCHOOL, "phone: 01632 960328", "phone: 01632 960999", id="a number that the comparison shows"
        ),
        pytest.param("content/pages/guides/sendiass.md", "SENDIASS", "The SENDIASS", id="a guide"),
        pytest.param("content/indicators.yml", "Our aim is 75%", "Our aim is 76%", id="a figure"),
        pytest.param(COMMENT, "I support a family", "I know a family", id="a comment"),
    ],
)
def test_what_other_pages_show_takes_the_long_way(small: Path, path: str, old: str, new: str) -> None:
    assert run_build(small).returncode == 0
    edit(small, path, old, new)
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    assert "Documentation built" in result.stderr


def test_a_day_on_which_figures_become_old_writes_their_page_again(small: Path) -> None:
    edit(small, "content/indicators.yml", "checked: 2026-06-15", "checked: 2025-11-21")
    assert run_build(small).returncode == 0
    page = small / "site/how-we-are-doing/index.html"
    old = b"Nobody has checked these figures since 21 November 2025"
    assert old not in page.read_bytes()
    edit(small, "mkdocs.yml", "2026-11-20", "2026-11-22")
    assert run_build(small).returncode == 0
    assert old in page.read_bytes()
    assert same(pages_of(small / "site"), clean_build(small))


def test_without_figures_there_is_no_page_and_no_link_to_one(small: Path) -> None:
    (small / "content/indicators.yml").unlink()
    assert run_build(small).returncode == 0
    after = pages_of(small / "site")
    assert "how-we-are-doing/index.html" not in after
    assert not any(b"how-we-are-doing" in data for data in after.values())
    assert same(after, clean_build(small))


def test_a_broken_entry_stops_the_short_way_too(small: Path) -> None:
    assert run_build(small).returncode == 0
    before = pages_of(small / "site")
    edit(small, SWIM, "\ncategories:", "\ncategoriesss:")
    result = run_build(small)
    assert result.returncode == 1
    assert "Did you mean" in result.stderr
    assert same(before, pages_of(small / "site"))
