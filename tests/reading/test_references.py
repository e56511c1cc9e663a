"""Whatever a file names must exist; a word that is nearly right comes with the right one."""

from pathlib import Path

import pytest

from generator.reading import read_project
from generator.reading.kinds import MODELS
from generator.reading.references import WHERE, Mention, mentions, sentence
from tests.conftest import SWIM, ProblemsIn, write

SWIM_FILE = "content/services/saturday-swim-club.yml"


def test_every_reference_of_an_entry_is_found() -> None:
    tree = {
        "organisation": "tidewell-leisure",
        "categories": ["clubs"],
        "needs": ["autism", "deaf"],
        "locations": [{"place": "tidewell", "access": ["step-free"]}, {"access": ["hoist"]}],
        "area": {"covers": ["online"], "places": ["silverpit"]},
        "languages": ["bsl"],
        "owner": "team",
    }
    assert sorted(mentions(MODELS["service"], tree)) == [
        Mention("access", "hoist", ("locations", 1, "access", 0)),
        Mention("access", "step-free", ("locations", 0, "access", 0)),
        Mention("category", "clubs", ("categories", 0)),
        Mention("language", "bsl", ("languages", 0)),
        Mention("need", "autism", ("needs", 0)),
        Mention("need", "deaf", ("needs", 1)),
        Mention("organisation", "tidewell-leisure", ("organisation",)),
        Mention("owner", "team", ("owner",)),
        Mention("place", "silverpit", ("area", "places", 0)),
        Mention("place", "tidewell", ("locations", 0, "place")),
    ]


@pytest.mark.parametrize(
    ("kind", "tree", "mention"),
    [
        (
            "school",
            {"resourced_provision": [{"needs": ["autism"]}]},
            Mention("need", "autism", ("resourced_provision", 0, "needs", 0)),
        ),
        ("comment", {"about": ["swim"]}, Mention("entry", "swim", ("about", 0))),
        ("page", {"related": ["swim"]}, Mention("entry", "swim", ("related", 0))),
        ("place", {"harbour": {"part_of": "tidewell"}}, Mention("place", "tidewell", ("harbour", "part_of"))),
    ],
)
def test_references_stand_in_other_kinds_of_file_too(kind: str, tree: object, mention: Mention) -> None:
    assert mentions(MODELS[kind], tree) == [mention]


@pytest.mark.parametrize(
    "tree", [{"needs": "autism"}, {"locations": {"place": "x"}}, {"area": "online"}, [], "x"]
)
def test_a_tree_of_another_shape_names_nothing(tree: object) -> None:
    assert mentions(MODELS["service"], tree) == []


def test_every_kind_of_reference_has_a_place_to_look() -> None:
    for kind, model in MODELS.items():
        del kind
        for mention in mentions(model, {}):
            assert mention.kind in WHERE


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "code", "fix"),
    [
        ("organisation: tidewell-leisure", "organisation: tidewel-leisure", 2, 15, "unknown-organisation", 'Did you mean "tidewell-leisure"?'),
        ("organisation: tidewell-leisure", "organisation: nobody", 2, 15, "unknown-organisation", "Write the file name without .yml, or add that file first."),
        ("[clubs]", "[clubs, short-break]", 4, 21, "unknown-category", 'Did you mean "short-breaks"?'),
        ("[clubs]", "[swimming]", 4, 14, "unknown-category", "The words there are: clubs, short-breaks."),
        ("[autism]", "[autsim]", 5, 9, "unknown-need", 'Did you mean "autism"?'),
        ("[autism]", "[hearing-impaired]", 5, 9, "unknown-need", 'Did you mean "hearing-impairment"?'),
        ("place: tidewell", "place: tidewel", 15, 12, "unknown-place", 'Did you mean "tidewell"?'),
        ("[step-free]", "[step-free, stepfree]", 16, 25, "unknown-access", 'Did you mean "step-free"?'),
        ("languages: [bsl]", "languages:\n  - bls", 18, 5, "unknown-language", 'Did you mean "bsl"?'),
        ("languages: [bsl]", "languages: [welsh]", 17, 13, "unknown-language", "The words there are: bsl."),
        ("owner: short-breaks-team", "owner: short-break-team", 19, 8, "unknown-owner", 'Did you mean "short-breaks-team"?'),
        ("owner: short-breaks-team", "owner: sen", 19, 8, "unknown-owner", "The words there are: short-breaks-team."),
    ],
)  # fmt: skip
def test_an_unknown_word_is_named_in_its_place(
    problems_in: ProblemsIn, right: str, wrong: str, line: int, column: int, code: str, fix: str
) -> None:
    assert right in SWIM
    (problem,) = [
        one for one in problems_in(SWIM_FILE, SWIM.replace(right, wrong)) if one.severity == "error"
    ]
    assert (problem.line, problem.column, problem.code, problem.fix) == (line, column, code, fix)
    assert WHERE[code.removeprefix("unknown-")] in problem.message


@pytest.mark.parametrize(
    ("path", "text", "line", "column", "code"),
    [
        ("content/vocabulary/places.yml", "tidewell:\n  name: Tidewell\n  part_of: doggerland\n", 3, 12, "unknown-place"),
        ("content/schools/reef-primary.yml", "name: Reef\ntype: nursery-school\nneeds: [autsim]\n", 3, 9, "unknown-need"),
        ("content/comments/2026-more.yml", "theme: T\ntopic: gap\nreceived: 2026-05-04\nsaid: More.\nstatus: received\nabout: [swim]\n", 6, 9, "unknown-entry"),
    ],
)  # fmt: skip
def test_an_unknown_word_in_another_file_is_named_too(
    problems_in: ProblemsIn, path: str, text: str, line: int, column: int, code: str
) -> None:
    problems = [one for one in problems_in(path, text) if one.severity == "error"]
    assert [(one.line, one.column, one.code) for one in problems] == [(line, column, code)]


def test_an_organisations_name_leads_to_its_file() -> None:
    mention = Mention("organisation", "leisure-centre", ())
    assert sentence(mention, {"tidewell-leisure"}, {"leisure-centre": "tidewell-leisure"})[1] == (
        'Did you mean "tidewell-leisure"?'
    )


def test_a_broken_vocabulary_does_not_make_every_entry_look_wrong(project: Path) -> None:
    write(project, "content/vocabulary/needs.yml", "autism:\n  nmae: Autism\n")
    problems = read_project(project, use_cache=False).errors
    assert {problem.path for problem in problems} == {"content/vocabulary/needs.yml"}


@pytest.mark.parametrize("text", ["\t:", "- autism\n", "just words\n", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["needs", "categories", "places", "access", "languages"])
def test_a_vocabulary_that_cannot_be_read_is_one_problem(project: Path, name: str, text: str | bytes) -> None:
    write(project, f"content/vocabulary/{name}.yml", text)
    assert [one.path for one in read_project(project, use_cache=False).errors] == [
        f"content/vocabulary/{name}.yml"
    ]


@pytest.mark.parametrize("path", ["content/vocabulary/needs.yml", "content/authority.yml"])
def test_a_missing_vocabulary_is_one_problem(project: Path, path: str) -> None:
    (project / path).unlink()
    assert [one.path for one in read_project(project, use_cache=False).errors] == [path]


def test_an_empty_vocabulary_knows_no_words(project: Path) -> None:
    write(project, "content/vocabulary/needs.yml", "# none yet\n")
    (problem,) = read_project(project, use_cache=False).errors
    assert (problem.code, problem.fix) == ("unknown-need", "Use a word from that file, or add it.")


def test_an_entry_with_an_error_still_exists_for_others(project: Path) -> None:
    write(project, "content/organisations/tidewell-leisure.yml", "name: Tidewell Leisure\nkind: clubb\n")
    (problem,) = read_project(project, use_cache=False).errors
    assert problem.path == "content/organisations/tidewell-leisure.yml"


def test_the_same_wrong_word_is_named_wherever_it_stands(project: Path) -> None:
    write(project, SWIM_FILE, SWIM.replace("needs: [autism]", "needs: [autsim, autism, autsim]"))
    write(project, "content/services/dive.yml", SWIM.replace("needs: [autism]", "needs: [autsim]"))
    found = [(one.path, one.line, one.column) for one in read_project(project, use_cache=False).errors]
    assert found == [("content/services/dive.yml", 5, 9), (SWIM_FILE, 5, 9), (SWIM_FILE, 5, 25)]
