"""The officers' area: figures that agree with the reports, nobody's address, and nothing for search engines."""

import csv
import datetime
import io
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

import theme
from generator.reading import Offer, read_project
from generator.reports import freshness_report, schools
from generator.reports.coverage import coverage
from generator.reports.report import Column, Report, Sources, Table
from generator.site.officers import KINDS, SHOWN, Officers, officers_key, public
from generator.site.words import Words, load_words
from tests.site.conftest import REPOSITORY, TODAY, copy_demonstration, run_build

DAY = datetime.date.fromisoformat(TODAY)


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words([Path(theme.__file__).parent])


@pytest.fixture(scope="module")
def area(offer: Offer, words: Words) -> Officers:
    return Officers(REPOSITORY, offer, read_project(REPOSITORY).problems, coverage(offer, DAY), words)


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


def test_every_report_has_a_page_and_the_overview_leads_to_all(demonstration: Path) -> None:
    overview = page(demonstration, "officers")
    for kind in KINDS:
        assert f'href="../officers/{kind.name}/"' in overview
        assert (demonstration / "officers" / kind.name / "index.html").is_file()
    teams = re.findall(r'href="\.\./(officers/teams/[^"]+)"', overview)
    assert len(teams) >= 7
    assert all((demonstration / team / "index.html").is_file() for team in teams)


def test_search_engines_are_kept_out(demonstration: Path) -> None:
    for file in (demonstration / "officers").rglob("index.html"):
        assert '<meta name="robots" content="noindex">' in file.read_text("utf-8"), file
    assert "officers" not in (demonstration / "sitemap.xml").read_text("utf-8")
    assert "Disallow: /officers/" in (demonstration / "robots.txt").read_text("utf-8")
    assert "officers/" not in (demonstration / "search" / "offer.json").read_text("utf-8")


def test_nobody_is_named_and_no_address_of_anybody_is_there(demonstration: Path, offer: Offer) -> None:
    emails = {team.email for team in offer.authority.owners.values() if team.email}
    for school in offer.schools.values():
        report = school.sen_report
        emails |= {
            contact.email
            for contact in (school.contact, report and report.senco)
            if contact and contact.email
        }
        if report and report.senco_name:
            emails.add(report.senco_name)
    assert len(emails) > 15
    own = {offer.authority.feedback.email, offer.authority.contact.email}
    for file in (demonstration / "officers").rglob("*"):
        if file.is_file() and file.suffix != ".xlsx":
            text = file.read_text("utf-8")
            main = text[text.index("<main") : text.index("</main>")] if file.suffix == ".html" else text
            assert [one for one in emails - own if one in main] == [], file
    book = openpyxl.load_workbook(demonstration / "officers/files/schools.xlsx")
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "@" not in cells


def test_what_says_how_somebody_is_reached_is_taken_out(offer: Offer) -> None:
    made = schools.KIND.make(Sources(REPOSITORY, offer, (), DAY))
    assert any(column.key == "email" for table in made.tables for column in table.columns)
    shown = public(made)
    assert not any(
        column.key in ("email", "phone", "role") for table in shown.tables for column in table.columns
    )
    assert not any(
        key in ("email", "phone", "role") for table in shown.tables for row in table.rows for key in row
    )
    assert shown.found == made.found


def test_the_files_hold_every_row_and_the_page_says_how_many_are_left_out(area: Officers) -> None:
    files = dict(area.files())
    for kind, report in area.reports.items():
        for table in report.tables:
            rows = list(
                csv.reader(io.StringIO(files[f"officers/files/{kind}-{table.id}.csv"].decode(), newline=""))
            )
            assert len(rows) == len(table.rows) + 1
    pages = {one.address: one for one in area.pages()}
    everything = next(
        table for table in pages["officers/freshness/"].values["tables"] if table["id"] == "all"
    )
    total = len(next(table for table in area.reports["freshness"].tables if table.id == "all").rows)
    assert len(everything["rows"]) == SHOWN < total
    assert str(total - SHOWN) in everything["more"]


def test_a_team_has_its_own_rows_and_no_others(area: Officers) -> None:
    pages = {one.title: one for one in area.pages()}
    late = next(table for table in area.reports["freshness"].tables if table.id == "late")
    theirs = [row["name"] for row in late.rows if row["owner"] == "Short Breaks team"]
    assert theirs
    [shown] = [
        table for table in pages["Short Breaks team"].values["tables"] if table["id"] == "freshness-late"
    ]
    assert [row[0]["parts"][0]["text"] for row in shown["rows"]] == theirs


def test_every_link_of_the_area_leads_to_a_page_or_a_file(demonstration: Path) -> None:
    for file in (demonstration / "officers").rglob("index.html"):
        text = file.read_text("utf-8")
        main = text[text.index("<main") : text.index("</main>")]
        for link in re.findall(r'href="([^"#]+)[^"]*"', main):
            if not link.startswith(("http", "mailto:", "tel:", "sms:")):
                target = (file.parent / link).resolve()
                assert target.is_file() or (target / "index.html").is_file(), (file, link)


def test_a_report_that_cannot_be_made_is_said_and_stops_nothing(project: Path, words: Words) -> None:
    history = project / ".local-offer" / "links.json"
    history.parent.mkdir()
    history.write_text("not a history", "utf-8")
    reading = read_project(project)
    assert reading.offer is not None
    area = Officers(project, reading.offer, reading.problems, coverage(reading.offer, DAY), words)
    assert area.reports["links"].tables == ()
    assert list(area.pages())


def test_hostile_text_is_only_text(project: Path) -> None:
    (project / "content/authority.yml").open("a").write("officers_area: yes\n")
    (project / "content/services/bad.yml").write_text(
        'name: "<script>alert(1)</script>=HYPERLINK(1)"\ncategories: [clubs]\ncontact: {phone: 01632 960123}\n',
        "utf-8",
    )
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    text = page(project / "site", "officers/freshness")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_without_the_councils_wish_there_is_no_area(project: Path) -> None:
    assert run_build(project).returncode == 0
    assert not (project / "site" / "officers").exists()


# --- A build after a change ------------------------------------------------------------------------


def test_the_key_changes_with_git_problems_links_and_the_day(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "content" / "vocabulary", tmp_path / "content" / "vocabulary")
    first = officers_key(tmp_path, [], DAY)
    assert officers_key(tmp_path, [], DAY) == first
    assert officers_key(tmp_path, [], DAY + datetime.timedelta(days=1)) != first
    assert officers_key(tmp_path, read_project(tmp_path).problems, DAY) != first
    (tmp_path / ".local-offer").mkdir()
    (tmp_path / ".local-offer" / "links.json").write_text("{}")
    with_links = officers_key(tmp_path, [], DAY)
    assert with_links != first
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "commit", "--quiet", "-m", "Begin"], cwd=tmp_path, check=True)
    assert officers_key(tmp_path, [], DAY) != with_links


def test_a_new_problem_reaches_the_area_by_a_build_after_a_change(tmp_path: Path) -> None:
    project = copy_demonstration(tmp_path)
    assert run_build(project).returncode == 0
    service = project / "content/services/toy-library.yml"
    text = service.read_text("utf-8")
    assert "eligibility:" in text
    changed = re.sub(r"^eligibility:.*\n(?:[ ].*\n)*", "", text, flags=re.MULTILINE)
    service.write_text(changed, "utf-8")
    assert run_build(project).returncode == 0
    after = {file: file.read_bytes() for file in (project / "site").rglob("*") if file.is_file()}
    assert "toy-library" in page(project / "site", "officers/problems")
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / "site")
    assert run_build(project).returncode == 0
    assert {file: file.read_bytes() for file in (project / "site").rglob("*") if file.is_file()} == after


def test_a_table_without_an_owner_column_belongs_to_nobody(area: Officers) -> None:
    report = Report("x", "X", "C", DAY, (), (Table("t", "T", (Column("a", "A"),), ({"a": "b"},)),))
    assert area._of_team(report, "Short Breaks team") == []
    assert freshness_report.KIND in KINDS
