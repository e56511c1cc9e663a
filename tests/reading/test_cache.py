"""What unchanged files said is remembered; whatever changed is read again, however it changed."""

import os
import random
from pathlib import Path

import pytest

from generator.reading import Reading, cache, read_project
from generator.reading.cache import load, save
from tests.conftest import FILES, SWIM, write

KEY = "0" * 64
SWIM_FILE = "content/services/saturday-swim-club.yml"
NUMBER = len(FILES) - 1


def settle(project: Path) -> None:
    """Makes every file look an hour old, as most files of a project are."""
    for file in project.rglob("*.*"):
        if file.is_file():
            an_hour_ago = file.stat().st_mtime_ns - 3600 * 10**9
            os.utime(file, ns=(an_hour_ago, an_hour_ago))


def store(project: Path) -> Path:
    """The file that the cache is in."""
    return project / cache.FOLDER / "reading"


def said(reading: Reading) -> tuple[object, ...]:
    """Everything that a reading says, to compare two of them."""
    offer = reading.offer
    assert offer is not None
    shelves = (offer.services, offer.schools, offer.organisations, offer.comments, offer.guides)
    return (
        offer.authority,
        offer.vocabulary,
        offer.cards,
        [dict(shelf) for shelf in shelves],
        list(offer.addresses),
        reading.problems,
        reading.sources,
        reading.digests,
    )


def test_a_second_reading_reads_no_file(project: Path) -> None:
    settle(project)
    assert read_project(project).read == NUMBER
    assert read_project(project).read == 0


def test_a_reading_from_the_cache_says_the_same(project: Path) -> None:
    settle(project)
    plain = said(read_project(project, use_cache=False))
    assert said(read_project(project)) == plain
    assert said(read_project(project)) == plain


def test_problems_come_from_the_cache_too(project: Path) -> None:
    write(project, SWIM_FILE, SWIM.replace("autism", "autsim").replace("ages:", "agse:"))
    settle(project)
    first = read_project(project)
    again = read_project(project)
    assert first.errors
    assert (again.read, again.problems) == (0, first.problems)


def test_without_the_cache_nothing_is_kept(project: Path) -> None:
    settle(project)
    assert read_project(project, use_cache=False).read == NUMBER
    assert not store(project).exists()


def test_a_changed_file_is_read_again(project: Path) -> None:
    settle(project)
    read_project(project)
    write(project, SWIM_FILE, SWIM.replace("Saturday", "Sunday"))
    reading = read_project(project)
    assert reading.read == 1
    assert reading.offer is not None
    assert reading.offer.cards["service", "saturday-swim-club"].name == "Sunday Swim Club"


def test_a_change_in_the_same_instant_is_not_missed(project: Path) -> None:
    read_project(project)
    instant = (project / SWIM_FILE).stat().st_mtime_ns
    write(project, SWIM_FILE, SWIM.replace("Saturday", "Thursday"))
    os.utime(project / SWIM_FILE, ns=(instant, instant))
    offer = read_project(project).offer
    assert offer is not None
    assert offer.cards["service", "saturday-swim-club"].name == "Thursday Swim Club"


def test_a_file_with_a_time_to_come_is_read_each_time(project: Path) -> None:
    settle(project)
    os.utime(project / SWIM_FILE, (4e9, 4e9))
    read_project(project)
    assert read_project(project).read == 1


def test_a_file_that_comes_goes_or_moves_is_noticed(project: Path) -> None:
    settle(project)
    read_project(project)
    (project / SWIM_FILE).rename(project / "content/services/swim.yml")
    (project / "content/schools/reef-primary.yml").unlink()
    reading = read_project(project)
    assert [problem.code for problem in reading.errors] == ["unknown-entry"]
    assert reading.read == 1
    assert len(reading.sources) == NUMBER - 1
    assert read_project(project).read == 0


def test_a_word_taken_out_is_missed_in_files_that_did_not_change(project: Path) -> None:
    settle(project)
    read_project(project)
    write(project, "content/vocabulary/needs.yml", "hearing-impairment:\n  name: Deaf\n")
    reading = read_project(project)
    assert reading.read == 1
    assert [(problem.path, problem.code) for problem in reading.errors] == [(SWIM_FILE, "unknown-need")]


def test_a_check_in_the_future_is_looked_at_again_each_day(project: Path) -> None:
    write(project, SWIM_FILE, SWIM.replace("2026-10-01", "2999-01-01"))
    settle(project)
    read_project(project)
    assert read_project(project).read == 1


def test_other_code_reads_everything_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(project)
    read_project(project)
    monkeypatch.setattr(cache, "code_key", lambda: "f" * 64)
    assert read_project(project).read == NUMBER
    assert read_project(project).read == 0


def test_the_code_has_a_key_of_64_digits() -> None:
    assert len(cache.code_key()) == 64
    assert cache.code_key() == cache.code_key()


# --- A cache that cannot be used ------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:40],
        lambda raw: raw[:65],
        lambda raw: raw[:-1],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw + b"x",
        lambda raw: b"not a cache",
        lambda raw: raw[:65] + b"\x00" * 100,
        lambda raw: raw[:65] + b"i\x05\x00\x00\x00",
        lambda raw: raw[:65] + b"[\x00\x00\x00\x00",
        lambda raw: raw.replace(b"Saturday", b"Thursday"),
    ],
)  # fmt: skip
def test_a_damaged_cache_is_ignored(project: Path, damage: object) -> None:
    settle(project)
    plain = said(read_project(project))
    assert callable(damage)
    store(project).write_bytes(damage(store(project).read_bytes()))
    reading = read_project(project)
    assert (reading.read, said(reading)) == (NUMBER, plain)
    assert read_project(project).read == 0


def test_one_wrong_bit_anywhere_voids_the_cache(tmp_path: Path) -> None:
    file = tmp_path / "store"
    save(file, KEY, {("service", "swim"): (b"x", ("Swim", 1, 2.5), None)})
    raw = file.read_bytes()
    for at in range(len(raw)):
        file.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << random.Random(at).randrange(8)]) + raw[at + 1 :])
        assert load(file, KEY) is None


def test_what_was_saved_is_loaded_under_the_same_key_only(tmp_path: Path) -> None:
    value = {"a": [1, "two", (3.0, None, b"x")]}
    save(tmp_path / "deep/down/store", KEY, value)
    assert load(tmp_path / "deep/down/store", KEY) == value
    assert load(tmp_path / "deep/down/store", "1" * 64) is None
    assert [file.name for file in (tmp_path / "deep/down").iterdir()] == ["store"]


@pytest.mark.parametrize("where", [".cache", ".cache/local-offer"])
def test_a_file_in_the_caches_place_is_no_error(project: Path, where: str) -> None:
    settle(project)
    write(project, where, "in the way")
    assert read_project(project).offer is not None
    assert (project / where).read_text() == "in the way"


def test_a_folder_in_the_caches_place_is_no_error(project: Path) -> None:
    settle(project)
    store(project).mkdir(parents=True)
    assert read_project(project).offer is not None
    assert list(store(project).parent.iterdir()) == [store(project)]


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    save(tmp_path / "store", KEY, "before")
    monkeypatch.setattr(Path, "replace", full)
    save(tmp_path / "store", KEY, "after")
    assert load(tmp_path / "store", KEY) == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["store"]
