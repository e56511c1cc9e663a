"""``local-offer check``: every problem, in three forms, and never a traceback."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import check, cli
from tests.conftest import FILES, SWIM, write

Check = Callable[..., Result]
SWIM_FILE = "content/services/saturday-swim-club.yml"
NUMBER = len(FILES) - 1


@pytest.fixture
def run_check(project: Path) -> Check:
    """Runs ``local-offer check`` on the project."""

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(check.command, ["--project", str(project), *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run


def wrong(project: Path) -> None:
    """Makes two errors in two files."""
    write(project, SWIM_FILE, SWIM.replace("[autism]", "[autsim]"))
    write(project, "content/schools/reef-primary.yml", "name: Reef\ntype: castle\n")


# --- Outcome --------------------------------------------------------------------------------


def test_content_without_errors_is_fine(run_check: Check) -> None:
    result = run_check()
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == f"{NUMBER} files checked: 7 pieces of advice."


def test_an_error_is_exit_status_1(project: Path, run_check: Check) -> None:
    wrong(project)
    result = run_check("--no-advice")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        'content/schools/reef-primary.yml:2:7: error[unknown-setting-type]: "castle" is not a type of school or'
        " setting. The types are listed in docs/entries.md.",
        f'{SWIM_FILE}:5:9: error[unknown-need]: "autsim" is not in content/vocabulary/needs.yml.'
        ' Did you mean "autism"?',
        f"{NUMBER} files checked: 2 errors.",
    ]


def test_wrong_use_is_exit_status_2(run_check: Check) -> None:
    assert run_check("--format", "xml").exit_code == 2
    assert run_check("--colour").exit_code == 2


def test_warnings_alone_are_fine(project: Path, run_check: Check) -> None:
    comment = FILES["content/comments/2026-more-swimming.yml"]
    write(
        project,
        "content/comments/2026-more-swimming.yml",
        comment.replace("There is", "Ring 01632 960123. There is"),
    )
    result = run_check("--no-advice")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, f"{NUMBER} files checked: 1 warning.")


def test_nothing_to_put_right_is_said(project: Path, run_check: Check) -> None:
    assert run_check("--no-advice").output == f"{NUMBER} files checked: nothing to put right.\n"


def test_advice_does_not_hide_or_cause_an_error(project: Path, run_check: Check) -> None:
    wrong(project)
    assert run_check().exit_code == 1
    assert "advice[" in run_check().output
    assert "advice[" not in run_check("--no-advice").output


def test_a_second_run_says_the_same(project: Path, run_check: Check) -> None:
    wrong(project)
    assert run_check().output == run_check().output == run_check("--no-cache").output


def test_a_project_without_content_says_how_to_begin(tmp_path: Path) -> None:
    result = CliRunner().invoke(check.command, ["--project", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "local-offer init" in result.output


def test_checking_writes_nothing_but_its_cache(project: Path, run_check: Check) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    run_check()
    after = {
        path: path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }
    assert after == before


def test_check_is_a_verb_of_the_command_line(project: Path) -> None:
    assert CliRunner().invoke(cli, ["check", "--project", str(project)]).exit_code == 0
    assert "check" in CliRunner().invoke(cli, ["--help"]).output
    assert CliRunner().invoke(cli, ["chekc"]).exit_code == 2


# --- Paths ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([SWIM_FILE], 1),
        (["content/services"], 1),
        (["content/services/"], 1),
        (["content/schools"], 1),
        (["content"], 2),
        (["."], 2),
        (["content/services", "content/schools"], 2),
        (["content/services/../schools"], 1),
        (["content/organisations"], 0),
        (["mkdocs.yml"], 0),
    ],
)
def test_only_what_was_asked_for_is_shown(
    project: Path, run_check: Check, paths: list[str], found: int
) -> None:
    wrong(project)
    result = run_check("--no-advice", *paths)
    assert result.output.count("error[") == found
    assert result.exit_code == (1 if found else 0)


def test_a_name_that_begins_alike_is_another_file(project: Path, run_check: Check) -> None:
    wrong(project)
    write(project, "content/services/saturday.yml", SWIM)
    write(project, "content/serv/x", "")
    assert run_check("content/services/saturday.yml", "content/serv").exit_code == 0


@pytest.mark.parametrize("form", ["relative", "absolute", "from content"])
def test_a_path_may_be_given_from_where_one_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    wrong(project)
    monkeypatch.chdir(project / "content" if form == "from content" else project)
    path = {"relative": SWIM_FILE, "absolute": str(project / SWIM_FILE), "from content": SWIM_FILE[8:]}[form]
    result = CliRunner().invoke(check.command, ["--project", str(project), "--no-advice", path])
    assert (result.exit_code, result.output.count("error[")) == (1, 1)


def test_a_project_behind_a_link_is_checked_all_the_same(project: Path, tmp_path: Path) -> None:
    wrong(project)
    link = tmp_path / "link"
    link.symlink_to(project)
    for at, path in ((link, link / SWIM_FILE), (project, link / SWIM_FILE), (link, project / SWIM_FILE)):
        result = CliRunner().invoke(check.command, ["--project", str(at), "--no-advice", str(path)])
        assert (result.exit_code, result.output.count("error[")) == (1, 1), (at, path)


def test_a_linked_file_can_be_asked_for(project: Path, run_check: Check) -> None:
    (project / "content/services/dive.yml").symlink_to("/etc/passwd")
    result = run_check("content/services/dive.yml")
    assert (result.exit_code, result.output.count("error[symbolic-link]")) == (1, 1)


@pytest.mark.parametrize("path", ["/etc/passwd", "..", "../other"])
def test_a_path_outside_the_project_is_refused(project: Path, run_check: Check, path: str) -> None:
    write(project, "../other/swim.yml", SWIM)
    result = run_check(path)
    assert (result.exit_code, result.output) == (1, f"Error: {path} is not in the project {project}.\n")


def test_a_folder_of_the_same_name_elsewhere_is_not_meant(
    project: Path, run_check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(project)
    write(tmp_path, "here/content/services/swim.yml", SWIM)
    monkeypatch.chdir(tmp_path / "here")
    assert run_check("content/services").exit_code == 1


def test_a_path_that_is_not_there_is_exit_status_1(run_check: Check) -> None:
    result = run_check("content/services/gone.yml")
    assert result.exit_code == 1
    assert result.output == "Error: There is no file or folder content/services/gone.yml.\n"


# --- JSON -----------------------------------------------------------------------------------


def test_json_has_every_part_of_a_problem(project: Path, run_check: Check) -> None:
    wrong(project)
    result = run_check("--format", "json", "--no-advice")
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert said["files"] == NUMBER
    assert said["problems"][1] == {
        "path": SWIM_FILE,
        "line": 5,
        "column": 9,
        "severity": "error",
        "code": "unknown-need",
        "message": '"autsim" is not in content/vocabulary/needs.yml.',
        "fix": 'Did you mean "autism"?',
    }


def test_json_of_nothing_is_still_json(run_check: Check) -> None:
    assert json.loads(run_check("--format", "json", "--no-advice").stdout) == {
        "files": NUMBER,
        "problems": [],
    }


# --- GitHub ---------------------------------------------------------------------------------


def test_github_gets_one_annotation_for_each_problem(project: Path, run_check: Check) -> None:
    wrong(project)
    lines = run_check("--format", "github").output.splitlines()
    assert (
        f"::error file={SWIM_FILE},line=5,col=9,title=unknown-need::"
        '"autsim" is not in content/vocabulary/needs.yml. Did you mean "autism"?'
    ) in lines
    assert {line.split(" ")[0] for line in lines[:-1]} == {"::error", "::notice"}
    assert not lines[-1].startswith("::")


def test_a_warning_is_a_warning_on_github_too(project: Path, run_check: Check) -> None:
    comment = FILES["content/comments/2026-more-swimming.yml"]
    write(
        project,
        "content/comments/2026-more-swimming.yml",
        comment.replace("There is", "Ring 01632 960123. There is"),
    )
    assert "::warning file=content/comments/" in run_check("--format", "github").output


def test_github_gets_its_own_signs_in_code(project: Path, run_check: Check) -> None:
    write(project, "content/services/100% a,b:c\nd.yml", SWIM)
    write(project, SWIM_FILE, SWIM + 'level: "50%: a, b\\n::error::forged"\n')
    lines = run_check("--format", "github", "--no-advice").output.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(
        "::error file=content/services/100%25 a%2Cb%3Ac d.yml,line=1,col=1,title=bad-file-name::"
    )
    assert '::"50%25: a, b ::error::forged" is not one of the answers' in lines[1]


@pytest.mark.parametrize("form", ["text", "github"])
def test_one_problem_is_one_line(project: Path, run_check: Check, form: str) -> None:
    write(project, SWIM_FILE, SWIM + '"odd\\nkey\\e[31m": x\nlevel: "a\\nb"\n')
    write(project, "content/services/new\nline.yml", SWIM)
    lines = run_check("--format", form, "--no-advice").output.splitlines()
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)


# --- Bad input ------------------------------------------------------------------------------

BAD: dict[str, str | bytes] = {
    "empty": "",
    "broken": "name: [",
    "text": "just words",
    "list": "- a\n- b\n",
    "types": "name: [a]\ncategories: {a: b}\ncontact: 5\nages: x\nchecked: []\ncost: [1]\nstatus: {}\ntimes: 9\n",
    "duplicate": "name: a\nname: b\n",
    "unknown": SWIM.replace("autism", "autsim"),
    "tab": "name: a\n\tages: b\n",
    "bom": b"\xef\xbb\xbfname: a\n",
    "utf-16": "name: a\n".encode("utf-16"),
    "windows": "name: Café\n".encode("cp1252"),
    "nul": b"\x00" * 100,
    "random": bytes(range(256)) * 10,
    "control": "name: a\x07b\n",
    "deep": "[" * 100_000,
    "deeper": "-  " * 100_000,
    "laughs": "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "recursion": "a: &a [*a]\n",
    "tag": "!!python/object/apply:os.system ['true']\n",
    "documents": "a: b\n---\nc: d\n",
    "keys": "? [a]\n: b\n",
    "crlf": SWIM.replace("\n", "\r\n").replace("autism", "autsim"),
    "cr": SWIM.replace("\n", "\r").replace("autism", "autsim"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("path", "form"),
    [
        (SWIM_FILE, "text"),
        (SWIM_FILE, "json"),
        (SWIM_FILE, "github"),
        ("content/authority.yml", "text"),
        ("content/vocabulary/needs.yml", "json"),
        ("content/vocabulary/synonyms.yml", "github"),
    ],
)
def test_no_bad_file_brings_the_command_down(
    project: Path, run_check: Check, path: str, bad: str, form: str
) -> None:
    write(project, path, BAD[bad])
    result = run_check("--format", form, "--no-advice", "--no-cache")
    if bad == "empty" and "synonyms" in path:
        assert result.exit_code == 0
    else:
        assert result.exit_code == 1
        assert path in result.output or "unknown-need" in result.output


@pytest.mark.parametrize("bad", BAD)
def test_no_bad_page_brings_the_command_down(project: Path, run_check: Check, bad: str) -> None:
    text = BAD[bad]
    raw = text.encode() if isinstance(text, str) else text
    write(project, "content/pages/guides/ask.md", b"---\n" + raw + b"\n---\nHello.\n")
    assert run_check("--no-advice").exit_code == 1


@pytest.mark.parametrize(
    ("encoding", "form"), [("cp1252", "text"), ("cp1252", "json"), ("cp1252", "github"), ("ascii", "text")]
)
def test_a_terminal_that_cannot_show_a_letter_is_no_error(project: Path, encoding: str, form: str) -> None:
    """Windows' own code pages cannot show what families write in."""
    write(project, SWIM_FILE, SWIM + "level: język ελληνικά\n")
    with open(os.fsencode(project / "content/services") + b"/caf\xe9.yml", "w", encoding="utf-8") as file:
        file.write(SWIM)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "generator",
            "check",
            "--project",
            str(project),
            "--format",
            form,
            "--no-advice",
        ],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    assert run.stderr == b""
    assert run.returncode == 1
    assert re.search(rb"not-an-option", run.stdout)
    if form == "json":
        assert len(json.loads(run.stdout)["problems"]) == 2


def test_the_summary_says_in_words_what_stops_the_site(run_check: Check, project: Path) -> None:
    wrong(project)
    result = run_check("--format", "markdown")
    assert result.exit_code == 1
    assert "### To put right before this can be published" in result.output
    assert f"- `{SWIM_FILE}`, line 5: " in result.output
    assert "Nothing here stops" not in result.output


def test_the_summary_of_right_content_says_so(run_check: Check) -> None:
    result = run_check("--format", "markdown", "--no-advice")
    assert result.exit_code == 0
    assert "Nothing here stops the site from being published." in result.output


def test_a_summary_calls_nobody_and_is_not_endless(run_check: Check, project: Path) -> None:
    for number in range(250):
        write(project, f"content/services/club-{number}.yml", SWIM.replace("[autism]", "['@everyone <b>']"))
    result = run_check("--format", "markdown")
    assert "@everyone" not in result.output
    assert "<b>" not in result.output.replace("\\<", "")
    assert result.output.count("\n- ") == 200
    assert "more." in result.output
