"""A whole project is read once; every problem is found, and none hides another."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from generator.reading import Reading, read_project, reader
from generator.reading.problems import Severity
from generator.reading.reader import ContentChanged
from generator.reading.references import Mention, sentence
from tests.conftest import FILES, SWIM, write
from tests.reading.test_cache import settle

SWIM_FILE = "content/services/saturday-swim-club.yml"


def places(reading: Reading) -> list[tuple[str, int, int, str]]:
    """Path, line, column and code of each error."""
    return [(one.path, one.line, one.column, one.code) for one in reading.errors]


def test_a_project_without_errors_is_an_offer(project: Path) -> None:
    reading = read_project(project)
    assert reading.errors == []
    offer = reading.offer
    assert offer is not None
    assert offer.authority.name == "Doggerland Council"
    assert list(offer.vocabulary.needs) == ["autism", "hearing-impairment"]
    assert offer.vocabulary.synonyms == (("SALT", "speech therapy"),)
    assert offer.services["saturday-swim-club"].name == "Saturday Swim Club"
    assert offer.guides["index"].about.title == "Doggerland Local Offer"
    assert set(offer.cards) == {
        ("service", "saturday-swim-club"),
        ("school", "reef-primary"),
        ("organisation", "tidewell-leisure"),
    }
    assert offer.entry("school", "reef-primary") is offer.schools["reef-primary"]
    assert "no-such" not in offer.services
    with pytest.raises(KeyError):
        offer.services["no-such"]
    with pytest.raises(KeyError):
        offer.entry("service", "no-such")


def test_any_error_and_there_is_no_offer(project: Path) -> None:
    write(project, SWIM_FILE, SWIM + "odd: x\n")
    assert read_project(project).offer is None


def test_advice_and_warnings_leave_the_offer(project: Path) -> None:
    reading = read_project(project)
    assert {problem.severity for problem in reading.problems} == {Severity.ADVICE}
    assert reading.offer is not None


def test_problems_in_one_file_do_not_hide_those_of_another(project: Path) -> None:
    write(project, SWIM_FILE, SWIM + "odd: x\nlevel: all\n")
    write(project, "content/services/dive.yml", "name: Dive: deep\n")
    write(project, "content/services/Row.yml", SWIM)
    write(project, "content/schools/reef-primary.yml", "\ttype: x\n")
    write(project, "content/organisations/tidewell-leisure.yml", "name: Tidewell\nname: Leisure\n")
    write(project, "content/vocabulary/access.yml", "step-free: yes\n")
    write(project, "content/pages/index.md", "Hello.\n")
    write(project, "content/authority.yml", FILES["content/authority.yml"] + "gss_code: E06000999\n")
    (project / "content/vocabulary/jargon.yml").unlink()
    assert places(read_project(project)) == [
        ("content/authority.yml", 11, 1, "unknown-key"),
        ("content/organisations/tidewell-leisure.yml", 2, 1, "duplicate-key"),
        ("content/pages/index.md", 1, 1, "no-front-matter"),
        ("content/schools/reef-primary.yml", 1, 1, "tab"),
        ("content/services/Row.yml", 1, 1, "bad-file-name"),
        ("content/services/dive.yml", 1, 11, "colon-in-text"),
        (SWIM_FILE, 20, 1, "unknown-key"),
        (SWIM_FILE, 21, 8, "not-an-option"),
        ("content/vocabulary/access.yml", 1, 12, "not-a-group"),
        ("content/vocabulary/jargon.yml", 1, 1, "missing-file"),
    ]


def test_a_wrong_answer_does_not_hide_an_unknown_word_in_the_same_file(project: Path) -> None:
    write(project, SWIM_FILE, SWIM.replace("[autism]", "[autsim]").replace("11", "99"))
    assert places(read_project(project)) == [(SWIM_FILE, 5, 9, "unknown-need"), (SWIM_FILE, 8, 7, "bad-age")]


@pytest.mark.parametrize("name", ["services", "schools/reef", "browse/needs", "search", "assets/x", "data"])
def test_a_guide_does_not_sit_on_an_entrys_address(project: Path, name: str) -> None:
    write(project, f"content/pages/{name}.md", "---\ntitle: Ask\nsummary: Ask us.\n---\n")
    assert places(read_project(project)) == [(f"content/pages/{name}.md", 1, 1, "address-taken")]


def test_entries_of_different_kinds_may_share_an_id(project: Path) -> None:
    write(project, "content/organisations/saturday-swim-club.yml", "name: Saturday Swim Club\n")
    assert read_project(project).errors == []


# --- More than one process ------------------------------------------------------------------


@pytest.mark.parametrize("use_cache", [True, False])
def test_reading_in_parallel_says_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch, use_cache: bool
) -> None:
    for number in range(120):
        write(project, f"content/services/swim-{number}.yml", SWIM.replace("Saturday", f"{number}."))
    write(project, "content/services/swim-7.yml", SWIM + "odd: x\n")
    write(project, "content/services/swim-77.yml", "[" * 100_000)
    serial = read_project(project, use_cache=False)
    monkeypatch.setattr(reader, "PARALLEL_FROM", 20)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    parallel = read_project(project, use_cache=use_cache)
    assert len(serial.errors) == 2
    assert parallel == serial


def test_an_offer_read_in_parallel_is_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serial = read_project(project, use_cache=False).offer
    monkeypatch.setattr(reader, "PARALLEL_FROM", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    parallel = read_project(project, use_cache=False).offer
    assert serial is not None
    assert parallel is not None
    assert dict(parallel.services) == dict(serial.services)
    assert (parallel.cards, parallel.vocabulary) == (serial.cards, serial.vocabulary)


def test_one_wrong_word_in_many_files_is_suggested_for_quickly(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for words that are nearly right takes long: once for each wrong word must do."""
    asked: list[str] = []

    def listen(mention: Mention, known: Collection[str], names: Mapping[str, str]) -> tuple[str, str]:
        asked.append(mention.id)
        return sentence(mention, known, names)

    monkeypatch.setattr(reader, "sentence", listen)
    for number in range(20):
        write(project, f"content/services/swim-{number}.yml", SWIM.replace("[autism]", "[autsim, deaf]"))
    assert len(read_project(project).errors) == 40
    assert sorted(asked) == ["autsim", "deaf"]


def test_an_entry_that_changes_while_it_is_used_is_not_passed_on(project: Path) -> None:
    offer = read_project(project).offer
    write(project, SWIM_FILE, "name: [")
    again = read_project(project, use_cache=False)
    assert offer is not None
    assert again.offer is None


def test_an_entry_from_the_cache_that_broke_since_says_so(project: Path) -> None:
    settle(project)
    read_project(project)
    offer = read_project(project).offer
    assert offer is not None
    write(project, SWIM_FILE, "name: [")
    with pytest.raises(ContentChanged, match=f"{SWIM_FILE} changed while it was being read"):
        offer.services["saturday-swim-club"]
