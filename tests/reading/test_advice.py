"""Gaps are advice; a check in the future is an error; a comment that tells who spoke is a warning."""

import datetime
import os
import time
from pathlib import Path

import pytest

from generator.reading import Problem, read_project, reader
from generator.reading.problems import Severity
from tests.conftest import FILES, SWIM, ProblemsIn, write

SERVICE = "content/services/dive.yml"
SCHOOL = "content/schools/reef.yml"
COMMENT = "content/comments/2026-diving.yml"
AUTHORITY = "content/authority.yml"
LEAST = "# A remark\nname: Dive\ncategories: [clubs]\ncontact: {phone: 999}\n"
FULL = SWIM + "description: We swim.\neligibility: Everyone.\nreferral: {routes: [drop-in]}\ncost: free\n"


def advice(problems: list[Problem]) -> set[str]:
    """The codes of the advice, each of which must say what to do and stand at the top of the entry."""
    assert all(problem.severity is Severity.ADVICE and problem.fix for problem in problems)
    return {problem.code for problem in problems}


def test_each_gap_of_a_service_is_one_piece_of_advice(problems_in: ProblemsIn) -> None:
    problems = problems_in(SERVICE, LEAST)
    assert {(problem.line, problem.column) for problem in problems} == {(2, 1)}
    assert len(problems) == 9
    assert advice(problems) == {
        "no-summary", "no-description", "no-organisation", "no-ages", "no-eligibility", "no-referral", "no-cost",
        "no-place", "never-checked",
    }  # fmt: skip


def test_a_service_without_gaps_needs_no_advice(problems_in: ProblemsIn) -> None:
    assert problems_in(SERVICE, FULL) == []


@pytest.mark.parametrize("where", ["area: authority-wide", "locations: [{town: Tidewell}]"])
def test_an_area_or_a_location_says_where(problems_in: ProblemsIn, where: str) -> None:
    assert "no-place" not in advice(problems_in(SERVICE, f"{LEAST}{where}\n"))


def test_a_location_without_a_contact_asks_for_one(problems_in: ProblemsIn) -> None:
    text = LEAST.replace("contact: {phone: 999}", "locations: [{town: Tidewell}]")
    assert "no-contact" in advice(problems_in(SERVICE, text))


@pytest.mark.parametrize(
    ("setting", "asked"), [("community-school", True), ("childminder", False), ("independent-school", False)]
)
def test_a_report_is_asked_of_the_schools_that_owe_one(
    problems_in: ProblemsIn, setting: str, asked: bool
) -> None:
    codes = advice(problems_in(SCHOOL, f"name: Reef\ntype: {setting}\n"))
    assert codes == {"no-summary", "never-checked"} | ({"no-sen-report"} if asked else set())


def test_the_address_of_a_report_is_enough(problems_in: ProblemsIn) -> None:
    text = "name: Reef\ntype: community-school\nsen_report:\n  url: https://www.example.org/report\n"
    assert "no-sen-report" not in advice(problems_in(SCHOOL, text))


def test_a_guide_without_a_summary_is_advised(problems_in: ProblemsIn) -> None:
    assert advice(problems_in("content/pages/guides/ask.md", "---\ntitle: Ask\n---\n")) == {"no-summary"}
    assert problems_in("content/pages/index.md", "---\ntitle: Home\n---\n") == []


@pytest.mark.parametrize(("days", "wrong"), [(-1, False), (0, False), (1, True), (365, True)])
def test_a_check_has_happened(problems_in: ProblemsIn, days: int, wrong: bool) -> None:
    checked = datetime.date.today() + datetime.timedelta(days)
    problems = problems_in(SERVICE, FULL.replace("2026-10-01", checked.isoformat()))
    assert [(one.line, one.column, one.severity, one.code) for one in problems] == (
        [(18, 10, Severity.ERROR, "checked-in-the-future")] if wrong else []
    )
    assert all(problem.fix for problem in problems)


@pytest.mark.parametrize(
    "secret",
    [
        "address: 12 Harbour Street",
        "postcode: ZZ1 2AB",
        'uprn: "100012345678"',
        "latitude: 54.7",
        "longitude: 2.3",
    ],
)
def test_the_address_of_a_secret_place_is_not_written_down(problems_in: ProblemsIn, secret: str) -> None:
    """The site would not show it, but whoever can read the repository could."""
    text = f"{LEAST}locations:\n  - town: Tidewell\n  - town: Silverpit\n    withheld: yes\n    {secret}\n"
    (problem,) = [one for one in problems_in(SERVICE, text) if one.severity is Severity.WARNING]
    assert (problem.line, problem.column, problem.code) == (7, 5, "secret-in-file")
    assert problem.fix


def test_a_secret_place_may_give_its_town(problems_in: ProblemsIn) -> None:
    text = f"{LEAST}locations: [{{town: Tidewell, place: tidewell, withheld: yes}}]\n"
    assert "secret-in-file" not in advice(problems_in(SERVICE, text))


# --- Comments -------------------------------------------------------------------------------


def comment(said: str = "Nothing after eleven.", **more: str) -> str:
    """A comment that was answered."""
    lines = {
        "theme": "Diving",
        "topic": "gap",
        "received": "2026-05-04",
        "said": said,
        "status": "answered",
        "response": "Thank you.",
        "answered": datetime.date.today().isoformat(),  # an old one would be a warning by itself
    } | more
    return "".join(f'{key}: "{value}"\n' for key, value in lines.items())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("My son Tom cannot go.", "My son Tom"),
        ("I asked for my daughter, Aisha, twice.", "my daughter, Aisha"),
        ("My child is called Sam.", "My child is called Sam"),
        ("My granddaughter Li waits.", "My granddaughter Li"),
        ("Write to tom@example.org please.", "tom@example.org"),
        ("Ring 01632 960123 now.", "01632 960123"),
        ("Ring 07700900123.", "07700900123"),
    ],
)
def test_words_that_may_tell_who_spoke_are_a_warning(problems_in: ProblemsIn, said: str, found: str) -> None:
    (problem,) = problems_in(COMMENT, comment(said))
    assert (problem.line, problem.severity) == (4, Severity.WARNING)
    assert problem.column == len('said: "') + 1 + said.index(found)
    assert problem.code == "may-identify-somebody"
    assert problem.message.startswith(f'"{found}"')
    assert problem.fix


@pytest.mark.parametrize(
    "said",
    [
        "My son cannot go.",
        "My son is ten.",
        "We waited 12 weeks.",
        "It costs 4 to 500 pounds.",
        "In 2026 we asked.",
    ],
)
def test_words_that_tell_nothing_pass(problems_in: ProblemsIn, said: str) -> None:
    assert problems_in(COMMENT, comment(said)) == []


def test_an_answer_may_give_the_councils_own_numbers(problems_in: ProblemsIn) -> None:
    assert problems_in(COMMENT, comment(response="Ring 01632 960100 or write to sen@example.org.")) == []


@pytest.mark.parametrize("key", ["response", "action"])
def test_an_answer_does_not_name_a_child(problems_in: ProblemsIn, key: str) -> None:
    answer = "Write to sen@example.org. You told us that my son Tom waits."
    (problem,) = problems_in(COMMENT, comment(**{key: answer}))
    assert (problem.code, problem.message.startswith('"my son Tom"')) == ("may-identify-somebody", True)


def test_everything_that_may_tell_is_named(problems_in: ProblemsIn) -> None:
    problems = problems_in(COMMENT, comment("My son Tom waits. Ring 01632 960123 or write to t@example.org."))
    assert len(problems) == 3


def test_the_place_is_exact_in_a_text_of_many_lines(problems_in: ProblemsIn) -> None:
    said = "said: >-\n  Nobody answered.\n  We asked for my\n  son Tom, and then for my son Tom again.\n"
    text = comment().replace('said: "Nothing after eleven."\n', said)
    first, second = problems_in(COMMENT, text)
    assert (first.line, first.column) == (6, 16)
    assert (second.line, second.column) == (7, 25)


def test_the_place_is_the_beginning_of_a_text_with_escapes(problems_in: ProblemsIn) -> None:
    (problem,) = problems_in(COMMENT, comment("Write to tom\\x40example.org."))
    assert (problem.line, problem.column) == (4, 7)


def test_a_very_long_word_is_looked_through_quickly(problems_in: ProblemsIn) -> None:
    started = datetime.datetime.now()
    assert problems_in(COMMENT, comment(response="x" * 20_000)) == []
    assert datetime.datetime.now() - started < datetime.timedelta(seconds=1)


# --- Answers in time ------------------------------------------------------------------------

ASKED = "theme: Diving\ntopic: gap\nreceived: {received}\nsaid: Nothing after eleven.\nstatus: received\n"


@pytest.mark.parametrize(("waited", "late"), [(20, False), (21, True), (400, True)])
def test_a_comment_that_waits_longer_than_was_promised_is_a_warning(
    problems_in: ProblemsIn, project: Path, waited: int, late: bool
) -> None:
    write(project, AUTHORITY, FILES[AUTHORITY].replace("900 years", "20 days"))
    received = datetime.date.today() - datetime.timedelta(waited)
    problems = problems_in(COMMENT, ASKED.format(received=received))
    assert [(problem.code, problem.line, problem.column) for problem in problems] == (
        [("comment-waiting", 3, 11)] if late else []
    )
    for problem in problems:
        assert problem.severity is Severity.WARNING
        assert str(received) in problem.message
        assert str(received + datetime.timedelta(20)) in problem.message


def test_a_comment_that_was_answered_does_not_wait(problems_in: ProblemsIn, project: Path) -> None:
    write(project, AUTHORITY, FILES[AUTHORITY].replace("900 years", "1 day"))
    assert problems_in(COMMENT, comment()) == []


@pytest.mark.parametrize(("ago", "old"), [(360, False), (370, True)])
def test_a_newest_answer_of_over_a_year_ago_is_a_warning(
    problems_in: ProblemsIn, project: Path, ago: int, old: bool
) -> None:
    earlier = comment(received="2020-01-01", answered="2020-02-01")
    write(project, "content/comments/2020-older.yml", earlier)
    answered = datetime.date.today() - datetime.timedelta(ago)
    problems = problems_in(COMMENT, comment(received="2020-01-02", answered=str(answered)))
    assert [(problem.code, problem.line) for problem in problems] == ([("answers-old", 7)] if old else [])


def test_an_answer_grows_old_without_any_file_changing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, COMMENT, comment(received="2026-01-02", answered="2026-02-01"))
    past = time.time() - 60
    for file in (project / "content").rglob("*.*"):
        os.utime(file, (past, past))

    def codes(today: datetime.date) -> set[str]:
        monkeypatch.setattr(reader, "_today", lambda: today)
        return {problem.code for problem in read_project(project).problems}

    assert "answers-old" not in codes(datetime.date(2026, 12, 1))
    assert read_project(project).read == 0
    assert "answers-old" in codes(datetime.date(2027, 3, 1))


# --- The accessibility statement -----------------------------------------------------------------

STATEMENT = (
    "accessibility:\n  prepared: 2025-01-10\n  reviewed: {reviewed}\n  tested: 2025-01-08\n"
    "  tested_by: our website team\n  compliance: fully\n"
)


def test_a_statement_without_facts_is_advice_that_names_them(problems_in: ProblemsIn) -> None:
    (found,) = problems_in(AUTHORITY, FILES[AUTHORITY])
    assert (found.code, found.severity) == ("accessibility-statement-incomplete", Severity.ADVICE)
    assert "reviewed" in found.message


def test_a_full_statement_of_this_year_needs_no_advice(problems_in: ProblemsIn) -> None:
    today = datetime.date.today()
    assert problems_in(AUTHORITY, FILES[AUTHORITY] + STATEMENT.format(reviewed=today)) == []


def test_a_statement_that_nobody_has_reviewed_for_a_year_is_a_warning(problems_in: ProblemsIn) -> None:
    (found,) = problems_in(AUTHORITY, FILES[AUTHORITY] + STATEMENT.format(reviewed="2025-01-10"))
    assert (found.code, found.severity) == ("accessibility-statement-old", Severity.WARNING)
    assert "2025-01-10" in found.message
    assert found.line == len(FILES[AUTHORITY].splitlines()) + 3


TERMS = "term_dates:\n  - name: Autumn\n    from: 2025-09-02\n    to: {last}\n"


@pytest.mark.parametrize(("days", "codes"), [(-30, ["term-dates-end"]), (30, ["term-dates-end"]), (90, [])])
def test_terms_that_end_soon_are_a_warning(problems_in: ProblemsIn, days: int, codes: list[str]) -> None:
    today = datetime.date.today()
    last = today + datetime.timedelta(days)
    text = FILES[AUTHORITY] + STATEMENT.format(reviewed=today) + TERMS.format(last=last)
    found = problems_in(AUTHORITY, text)
    assert [one.code for one in found] == codes
    for one in found:
        assert one.severity == Severity.WARNING
        assert str(last) in one.message
        assert one.line == len((FILES[AUTHORITY] + STATEMENT).splitlines()) + 1


@pytest.mark.parametrize(
    ("answer", "problems", "code"),
    [
        ("fully", "\n    - what: A film has no captions.", "fully-compliant-with-problems"),
        ("partially", " []", "problems-not-listed"),
        ("not", " []", "problems-not-listed"),
    ],
)
def test_a_statement_cannot_contradict_itself(
    problems_in: ProblemsIn, answer: str, problems: str, code: str
) -> None:
    text = FILES[AUTHORITY] + f"accessibility:\n  compliance: {answer}\n  problems:{problems}\n"
    assert [found.code for found in problems_in(AUTHORITY, text)] == [code]
