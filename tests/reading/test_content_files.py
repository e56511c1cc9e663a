"""The files of a project: what is taken, what is refused, and that nothing outside is ever read."""

import os
from pathlib import Path

import pytest

from generator.reading import Problem, read_project
from generator.reading.content_files import find_files
from generator.reading.problems import printable
from generator.reading.yaml_source import MAX_BYTES
from tests.conftest import FILES, SWIM, ProblemsIn, write


def found(project: Path) -> list[tuple[str, str]]:
    """The path and code of every problem with the files themselves."""
    problems = find_files(project)[1]
    assert all((problem.line, problem.column) == (1, 1) and problem.fix for problem in problems)
    return [(problem.path, problem.code) for problem in problems]


def fix_of(project: Path) -> str:
    """What to do about the only problem."""
    (problem,) = find_files(project)[1]
    return problem.fix


def test_every_file_of_a_project_is_found_with_its_kind(project: Path) -> None:
    sources, problems = find_files(project)
    assert problems == []
    assert {source.path for source in sources} == {path for path in FILES if path != "mkdocs.yml"}
    kinds = {source.path: (source.kind, source.id) for source in sources}
    assert kinds["content/services/saturday-swim-club.yml"] == ("service", "saturday-swim-club")
    assert kinds["content/vocabulary/needs.yml"] == ("need", "need")


def test_a_guide_is_known_by_its_path_below_pages(project: Path) -> None:
    write(project, "content/pages/guides/ehc-plans/ask.md", "---\ntitle: Ask\n---\n")
    assert ("page", "guides/ehc-plans/ask") in [(source.kind, source.id) for source in find_files(project)[0]]


def test_files_come_in_the_same_order_each_time(project: Path) -> None:
    for name in ("b", "c", "a"):
        write(project, f"content/services/{name}.yml", SWIM)
    ids = [source.id for source in find_files(project)[0] if source.kind == "service"]
    assert ids == ["a", "b", "c", "saturday-swim-club"]


# --- Names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("swim club.yml", "swim-club.yml"),
        ("Swim.yml", "swim.yml"),
        ("..yml", "a-name-of-its-own.yml"),
        ("...yml", "a-name-of-its-own.yml"),
        ("swim..yml", "swim.yml"),
        ("..swim.yml", "swim.yml"),
        (".yml", "a-name-of-its-own.yml"),
        (".swim.yml", "swim.yml"),
        ("swim_club.yml", "swim-club.yml"),
        ("café.yml", "cafe.yml"),
        ("swim\n.yml", "swim.yml"),
        ("swim.yaml", "swim.yml"),
        ("swim.YML", "swim.yml"),
        ("swim.yml.bak", "swim-yml.yml"),
        ("swim", "swim.yml"),
        ("swim.txt", "swim.yml"),
        ("a" * 81 + ".yml", "a-name-of-its-own.yml"),
    ],
)
def test_a_name_that_cannot_be_an_address_comes_with_one_that_can(
    project: Path, name: str, suggestion: str
) -> None:
    write(project, f"content/services/{name}", SWIM)
    assert found(project) == [(printable(f"content/services/{name}"), "bad-file-name")]
    assert f'"{suggestion}"' in fix_of(project)


@pytest.mark.parametrize("name", [".DS_Store", ".gitkeep", ".swim.yml.swp"])
def test_files_that_systems_leave_are_passed_over(project: Path, name: str) -> None:
    write(project, f"content/services/{name}", b"\x00\x01")
    assert found(project) == []


def test_a_name_that_is_no_text_is_a_problem_like_any_other(project: Path) -> None:
    """Zip files made on Windows leave such names on other systems."""
    with open(os.fsencode(project / "content/services") + b"/caf\xe9.yml", "w", encoding="utf-8") as file:
        file.write(SWIM)
    (problem,) = find_files(project)[1]
    assert (problem.code, problem.path) == ("bad-file-name", "content/services/caf\ufffd.yml")
    assert str(problem).encode()


def test_a_folder_among_the_services_is_refused(project: Path) -> None:
    write(project, "content/services/clubs/swim.yml", SWIM)
    assert found(project) == [("content/services/clubs", "folder-in-folder")]


@pytest.mark.parametrize(
    "path", ["Guides/ask.md", "the guides/ask.md", "guides/Ask.md", "guides/how to ask.md"]
)
def test_a_guide_has_a_name_that_can_be_an_address(project: Path, path: str) -> None:
    write(project, f"content/pages/{path}", "---\ntitle: Ask\n---\n")
    assert [code for _, code in found(project)] == ["bad-file-name"]


def test_pictures_may_stand_beside_guides(project: Path) -> None:
    write(project, "content/pages/guides/Bus Map 2.png", b"\x89PNG")
    assert found(project) == []


def test_folders_without_end_are_refused(project: Path) -> None:
    write(project, "content/pages/" + "a/" * 30 + "ask.md", "---\ntitle: Ask\n---\n")
    assert [code for _, code in found(project)] == ["too-deep"]


# --- Links and other things that are no files -------------------------------------------------


@pytest.mark.parametrize("target", ["/etc/passwd", "saturday-swim-club.yml", "nowhere.yml"])
def test_a_link_to_a_file_is_never_followed(project: Path, target: str) -> None:
    (project / "content/services/dive.yml").symlink_to(target)
    assert found(project) == [("content/services/dive.yml", "symbolic-link")]
    assert not any("root:" in str(problem) for problem in read_project(project).problems)


@pytest.mark.parametrize(
    "folder", ["services", "organisations", "schools", "comments", "pages", "vocabulary"]
)
def test_a_link_to_a_folder_is_never_followed(project: Path, folder: str, tmp_path: Path) -> None:
    (project / "content" / folder).rename(tmp_path / "elsewhere")
    (project / "content" / folder).symlink_to(tmp_path / "elsewhere")
    assert found(project) == [(f"content/{folder}", "symbolic-link")]


def test_content_itself_is_no_link(project: Path, tmp_path: Path) -> None:
    (project / "content").rename(tmp_path / "elsewhere")
    (project / "content").symlink_to(tmp_path / "elsewhere")
    assert found(project) == [("content", "symbolic-link")]


@pytest.mark.parametrize(
    "path", ["content/authority.yml", "content/vocabulary/needs.yml", "content/pages/index.md"]
)
@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere"])
def test_a_single_file_is_no_link_either(project: Path, path: str, target: str) -> None:
    (project / path).unlink()
    (project / path).symlink_to(target)
    assert found(project) == [(path, "symbolic-link")]


@pytest.mark.parametrize("name", ["guides", "map.png", "ask.md"])
def test_a_link_among_the_guides_is_refused(project: Path, name: str) -> None:
    (project / "content/pages" / name).symlink_to("/etc")
    assert found(project) == [(f"content/pages/{name}", "symbolic-link")]


@pytest.mark.parametrize("path", ["content/services/swim.yml", "content/pages/swim.md"])
def test_a_pipe_is_not_waited_for(project: Path, path: str) -> None:
    os.mkfifo(project / path)
    assert found(project) == [(path, "not-a-file")]


@pytest.mark.parametrize("path", ["content/authority.yml", "content/vocabulary/needs.yml"])
def test_a_folder_is_no_file(project: Path, path: str) -> None:
    (project / path).unlink()
    (project / path).mkdir()
    assert found(project) == [(path, "not-a-file")]


# --- What is missing or too much --------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in FILES if "authority" in path or "vocabulary" in path])
def test_a_file_that_every_project_has_is_missed(project: Path, path: str) -> None:
    (project / path).unlink()
    assert found(project) == [(path, "missing-file")]
    assert "local-offer init" in fix_of(project)


def test_a_project_without_content_says_how_to_begin(tmp_path: Path) -> None:
    assert found(tmp_path) == [("content", "missing-content")]
    assert "local-offer init" in fix_of(tmp_path)


def test_an_entry_folder_may_be_missing(project: Path) -> None:
    for path in ("comments/2026-more-swimming.yml", "schools/reef-primary.yml"):
        (project / "content" / path).unlink()
        (project / "content" / path).parent.rmdir()
    assert found(project) == []


def test_a_file_of_50_megabytes_is_not_read(project: Path) -> None:
    with (project / "content/services/huge.yml").open("wb") as file:
        file.truncate(50_000_000)
    assert found(project) == [("content/services/huge.yml", "too-big")]
    assert "50.0 million bytes" in find_files(project)[1][0].message


def test_a_file_of_the_greatest_size_is_read(project: Path, problems_in: ProblemsIn) -> None:
    text = SWIM + "#" * (MAX_BYTES - len(SWIM))
    assert [
        problem.code
        for problem in problems_in("content/services/dive.yml", text)
        if problem.code == "too-big"
    ] == []
    assert [problem.code for problem in problems_in("content/services/dive.yml", text + "#")] == ["too-big"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("path", ["content/services/saturday-swim-club.yml", "content/services"])
def test_what_may_not_be_read_is_a_problem(project: Path, path: str) -> None:
    (project / path).chmod(0)
    try:
        problems = [problem for problem in read_project(project).problems if problem.path == path]
    finally:
        (project / path).chmod(0o755)
    assert [problem.code for problem in problems] == ["unreadable"]


def test_a_file_that_cannot_be_read_is_a_problem(
    project: Path, problems_in: ProblemsIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    problems = read_project(project, use_cache=False).problems
    assert {problem.code for problem in problems} == {"unreadable"}
    assert len(problems) == len(FILES) - 1


# --- Bytes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "column", "code"),
    [
        (b"\xef\xbb\xbf" + SWIM.encode(), 1, 1, "byte-order-mark"),
        (SWIM.encode("utf-16"), 1, 1, "byte-order-mark"),
        (b"\xfe\xff" + SWIM.encode("utf-16-be"), 1, 1, "byte-order-mark"),
        (b"\xff\xfe\x00\x00" + SWIM.encode("utf-32-le"), 1, 1, "byte-order-mark"),
        (SWIM.encode("utf-16-le"), 1, 2, "control-character"),
        ("name: Swim\nsummary: It\u2019s for all.\n".encode("cp1252"), 2, 12, "not-utf-8"),
        ("name: Café\n".encode("cp1252"), 1, 10, "not-utf-8"),
        (b"name: \x00\n", 1, 7, "control-character"),
        (b"\xff", 1, 1, "not-utf-8"),
    ],
)
def test_bytes_that_are_no_plain_utf_8_are_named(
    problems_in: ProblemsIn, raw: bytes, line: int, column: int, code: str
) -> None:
    (problem,) = problems_in("content/services/dive.yml", raw)
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert problem.fix


def test_the_character_that_windows_meant_is_shown(problems_in: ProblemsIn) -> None:
    (problem,) = problems_in("content/services/dive.yml", "name: Café\n".encode("cp1252"))
    assert 'probably "é"' in problem.message


def test_the_column_of_a_bad_byte_counts_characters(problems_in: ProblemsIn) -> None:
    (problem,) = problems_in("content/services/dive.yml", "name: Café “".encode() + b"\xe9\n")
    assert (problem.line, problem.column) == (1, 13)


def test_lines_that_end_as_on_windows_are_read(project: Path, problems_in: ProblemsIn) -> None:
    text = SWIM.replace("autism", "autsim").replace("\n", "\r\n")
    problems: list[Problem] = problems_in("content/services/saturday-swim-club.yml", text)
    assert [(p.line, p.column, p.code) for p in problems if p.severity == "error"] == [(5, 9, "unknown-need")]
