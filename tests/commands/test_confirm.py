"""``local-offer confirm``: the date and nothing else, for all entries or for none."""

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import confirm
from generator.reading import read_project
from tests.conftest import SWIM

TODAY = datetime.date.today().isoformat()
PATH = "content/services/saturday-swim-club.yml"


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(confirm.command, [*arguments, "--project", str(project)])


def text(project: Path, path: str = PATH) -> str:
    return (project / path).read_text("utf-8")


def all_texts(project: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in (project / "content").rglob("*") if file.is_file()}


def test_only_the_date_changes(project: Path) -> None:
    result = run(project, "saturday-swim-club")
    assert result.exit_code == 0, result.output
    assert result.output == (f"{PATH}: Saturday Swim Club is confirmed on {TODAY} (before: 2026-10-01).\n")
    assert text(project) == SWIM.replace("checked: 2026-10-01", f"checked: {TODAY}")


def test_comments_and_the_order_of_keys_stay(project: Path) -> None:
    mine = "# Ours\nname: Swim # the old name\nchecked: 2026-01-01 # by phone\ncontact:\n  phone: 01632 960123\ncategories:\n  - clubs\n"
    (project / PATH).write_text(mine, "utf-8")
    assert run(project, "saturday-swim-club", "--on", "2026-02-03").exit_code == 0
    assert text(project) == mine.replace("2026-01-01", "2026-02-03")


def test_an_entry_that_was_never_checked_gets_its_date_where_it_belongs(project: Path) -> None:
    (project / PATH).write_text(SWIM.replace("checked: 2026-10-01\n", ""), "utf-8")
    result = run(project, "saturday-swim-club", "--on", "2026-10-01")
    assert "for the first time" in result.output
    assert text(project) == SWIM


def test_who_checked_is_a_group_and_goes_when_the_next_does_not_say(project: Path) -> None:
    assert run(project, "saturday-swim-club", "--on", "2026-10-02", "--by", "provider").exit_code == 0
    assert "checked: 2026-10-02\nchecked_by: provider\n" in text(project)
    assert run(project, "saturday-swim-club", "--on", "2026-10-03").exit_code == 0
    assert text(project) == SWIM.replace("2026-10-01", "2026-10-03")
    refused = run(project, "saturday-swim-club", "--by", "Jo Example")
    assert refused.exit_code == 2
    assert "Jo Example" not in text(project)


@pytest.mark.parametrize(
    "name",
    [
        "saturday-swim-club",
        "services/saturday-swim-club",
        PATH,
        "services/saturday-swim-club.yml",
        "services/saturday-swim-club/",
    ],
)
def test_an_entry_can_be_named_in_several_ways(project: Path, name: str) -> None:
    assert run(project, name, "--on", "2026-10-05").exit_code == 0
    assert "checked: 2026-10-05" in text(project)


def test_two_that_share_a_name_must_be_told_apart(project: Path) -> None:
    (project / "content/organisations/saturday-swim-club.yml").write_text("name: The club\n", "utf-8")
    before = all_texts(project)
    result = run(project, "saturday-swim-club")
    assert result.exit_code == 1
    assert "services/saturday-swim-club" in result.output
    assert "organisations/saturday-swim-club" in result.output
    assert all_texts(project) == before
    assert run(project, "organisations/saturday-swim-club").exit_code == 0


def test_a_guide_is_confirmed_in_its_front_matter_alone(project: Path) -> None:
    page = (
        "---\ntitle: Help\nsummary: What helps.\nchecked: 2026-01-01\n---\n\nchecked: never\n\n---\n\nEnd.\n"
    )
    path = "content/pages/guides/help.md"
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(page, "utf-8")
    assert run(project, "guides/help", "--on", "2026-05-05").exit_code == 0
    assert text(project, path) == page.replace("2026-01-01", "2026-05-05")
    assert run(project, "help", "--on", "2026-05-06").exit_code == 0


def test_a_schools_report_has_a_date_of_its_own(project: Path) -> None:
    path = "content/schools/reef-primary.yml"
    school = text(project, path) + "sen_report:\n  year: 2026 to 2027\n  reviewed: 2025-09-01 # governors\n"
    (project / path).write_text(school, "utf-8")
    result = run(project, "reef-primary/sen-report", "--on", "2026-09-09")
    assert result.exit_code == 0, result.output
    assert text(project, path) == school.replace("2025-09-01", "2026-09-09")
    both = run(project, "reef-primary", "reef-primary/sen-report", "--on", "2026-10-10")
    assert both.exit_code == 0, both.output
    assert "checked: 2026-10-10" in text(project, path)
    assert "reviewed: 2026-10-10 # governors" in text(project, path)


def test_a_school_without_a_report_here_has_none_to_confirm(project: Path) -> None:
    result = run(project, "reef-primary/sen-report")
    assert result.exit_code == 1
    assert "no SEN information report here" in result.output


def test_all_are_written_or_none(project: Path) -> None:
    before = all_texts(project)
    result = run(project, "saturday-swim-club", "saturday-swim-clubs")
    assert result.exit_code == 1
    assert 'There is no entry "saturday-swim-clubs". Did you mean "saturday-swim-club"?' in result.output
    assert all_texts(project) == before
    assert run(project, "saturday-swim-club", "tidewell-leisure", "--on", "2026-10-04").exit_code == 0
    assert "2026-10-04" in text(project)
    assert "2026-10-04" in text(project, "content/organisations/tidewell-leisure.yml")


def test_what_has_an_error_cannot_be_confirmed(project: Path) -> None:
    (project / PATH).write_text(SWIM.replace("[clubs]", "[clubz]"), "utf-8")
    result = run(project, "saturday-swim-club")
    assert result.exit_code == 1
    assert f"{PATH}:4:14" in result.output
    assert 'Did you mean "clubs"?' in result.output
    assert "2026-10-01" in text(project)
    # An error elsewhere does not stop anybody.
    assert run(project, "tidewell-leisure").exit_code == 0


def test_a_day_to_come_is_refused(project: Path) -> None:
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    result = run(project, "saturday-swim-club", "--on", tomorrow)
    assert result.exit_code == 2
    assert "has not come yet" in result.output
    assert text(project) == SWIM


def test_a_later_confirmation_is_not_undone(project: Path) -> None:
    result = run(project, "saturday-swim-club", "--on", "2026-09-30")
    assert result.exit_code == 1
    assert "2026-10-01 already" in result.output
    same = run(project, "saturday-swim-club", "--on", "2026-10-01")
    assert same.exit_code == 0
    assert "already" in same.output
    assert text(project) == SWIM


def test_a_confirmed_project_is_still_right(project: Path) -> None:
    run(project, "saturday-swim-club", "tidewell-leisure", "reef-primary", "--by", "council")
    assert read_project(project).errors == []


FIGURES = """\
# In figures
indicators:
  plans:
    name: Plans in time # of all
    topic: ehc-plans
    definition: How many plans were finished in time.
    unit: percent
    source: {title: Our own, url: "https://www.example.org/plans"}
    figures:
      - {period: "2025", ours: 61.9, england: 54}
    checked: 2026-06-15
    owner: short-breaks-team
"""


def test_a_figure_is_confirmed_in_the_file_of_all_figures(project: Path) -> None:
    path = "content/indicators.yml"
    (project / path).write_text(FIGURES, "utf-8")
    result = run(project, "indicators/plans", "--on", "2026-07-01")
    assert result.exit_code == 0, result.output
    assert "Plans in time is confirmed on 2026-07-01 (before: 2026-06-15)" in result.output
    assert text(project, path) == FIGURES.replace("2026-06-15", "2026-07-01")
    wrong = run(project, "indicators/plan")
    assert wrong.exit_code == 1
    assert 'Did you mean "indicators/plans"?' in wrong.output
