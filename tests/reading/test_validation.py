"""Every wrong answer is named with its line, its column, a stable code and what to type instead."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading import Problem
from generator.reading.kinds import MODELS
from generator.reading.problems import Severity
from generator.reading.validation import validate
from generator.reading.yaml_source import YamlProblem, parse

SERVICE = "name: Swim\ncategories: [clubs]\ncontact:\n  phone: 01632 960123\n"
SCHOOL = "name: Reef Primary School\ntype: community-school\n"
COMMENT = "theme: Swimming\ntopic: gap\nreceived: 2026-05-04\nsaid: Nothing after eleven.\nstatus: received\n"
AUTHORITY = """\
name: Doggerland Council
gss: E06000999
website: https://www.doggerland.example.org
contact:
  phone: 01632 960100
feedback:
  email: localoffer@doggerland.example.org
"""


def problems(kind: str, text: str) -> list[Problem]:
    """What is wrong with a file of that kind by itself."""
    entry, found = validate(MODELS[kind], parse(text), f"{kind}.yml")
    assert (entry is None) == bool(found)
    for problem in found:
        assert problem.severity is Severity.ERROR
        assert problem.path == f"{kind}.yml"
        assert problem.message.endswith((".", "?")), problem.message
        assert problem.fix.endswith((".", "?", '"')), problem.fix
        assert "\n" not in str(problem)
    return found


# Each row adds lines to an entry that is right: what is wrong then, and words of the fix.
ADDED: list[tuple[str, str, int, int, str, str]] = [
    # Keys
    (SERVICE, "sumary: Lessons\n", 5, 1, "unknown-key", 'Did you mean "summary"?'),
    (SERVICE, "Summary: Lessons\n", 5, 1, "unknown-key", 'Did you mean "summary"?'),
    (SERVICE, "from_: 5\n", 5, 1, "unknown-key", "The keys are: name, organisation,"),
    (SERVICE, "ages:\n  form: 5\n", 6, 3, "unknown-key", 'Did you mean "from"?'),
    (SERVICE, "locations:\n  - postocde: ZZ1 2AB\n", 6, 5, "unknown-key", 'Did you mean "postcode"?'),
    (SERVICE, "cost:\n  options:\n    - amuont: 4\n      amount: 4\n", 7, 7, "unknown-key", '"amount"'),
    (SERVICE, "ages: {from: 5, form: 6}\n", 5, 17, "unknown-key", 'Did you mean "from"?'),
    (SERVICE, "<<: {name: Dive}\n", 5, 1, "unknown-key", "The keys are:"),
    # Missing
    (SERVICE, "links:\n  - title: Times\n", 6, 5, "missing", 'Write a line "url: …", for example "https://'),
    (SERVICE, "times:\n  - opens: 9am\n", 6, 5, "missing", 'Write a line "days: …"'),
    (SERVICE, "cost:\n  options:\n    - for: Child\n", 7, 7, "missing", 'Write a line "amount: …", for example "4.50".'),
    # Text
    (SERVICE, f"summary: {'x' * 201}\n", 5, 10, "too-long", "Say the most important thing first"),
    (SERVICE, f"eligibility: {'x' * 5001}\n", 5, 14, "too-long", "Make it shorter."),
    (SERVICE, "summary: [Lessons]\n", 5, 10, "not-text", "Write it on one line."),
    (SERVICE, "summary:\n  en: Lessons\n", 6, 3, "not-text", "Write it on one line."),
    (SERVICE, 'summary: "a\\u0007b"\n', 5, 10, "control-character", "Type the text again."),
    (SERVICE, "keywords:\n  - swimming\n  -\n", 7, 4, "empty", "Write something, or take the line out."),
    # Lists
    (SERVICE, "needs: autism\n", 5, 8, "not-a-list", '"- autism"'),
    (SERVICE, "links:\n  title: Times\n", 6, 3, "not-a-list", 'Write "links:" and below it'),
    (SERVICE, "times:\n  - days: []\n", 6, 11, "empty", "Write at least one"),
    (SERVICE, "audience:\n  - children\n  -\n", 7, 4, "empty", "Write something, or take the line out."),
    (SERVICE, "needs: [autism, ]\nlinks:\n  -\n", 7, 4, "empty", "Write something, or take the line out."),
    # Options
    (SERVICE, "level: Universal\n", 5, 8, "not-an-option", 'Did you mean "universal"?'),
    (SERVICE, "level: everyone\n", 5, 8, "not-an-option", "Write one of: universal, targeted, specialist."),
    (SERVICE, "audience: [kids]\n", 5, 12, "not-an-option", "Write one of: children, young-people"),
    (SERVICE, "audience: [parents carers]\n", 5, 12, "not-an-option", 'Did you mean "parents-carers"?'),
    (SERVICE, "referral:\n  routes: [drop in]\n", 6, 12, "not-an-option", 'Did you mean "drop-in"?'),
    (SERVICE, "times:\n  - days: [saturdays]\n", 6, 12, "not-an-option", 'Did you mean "saturday"?'),
    (SERVICE, "status: shut\n", 5, 9, "not-an-option", "Write one of: active, temporarily-closed, closed."),
    (SERVICE, "status: Closed\n", 5, 9, "not-an-option", 'Did you mean "closed"?'),
    (SERVICE, "area: Online\n", 5, 7, "not-an-option", 'Did you mean "online"?'),
    (SERVICE, "level: [universal]\n", 5, 8, "not-an-option", "Write one of: universal, targeted, specialist."),
    (SERVICE, "ehc_plan: yes\n", 5, 11, "not-an-option", "Write one of: needed, not-needed, either."),
    # Yes and no, numbers
    (SERVICE, "sensitive: maybe\n", 5, 12, "not-yes-or-no", '"sensitive" takes yes or no.'),
    (SERVICE, "sensitive: [yes]\n", 5, 12, "not-yes-or-no", '"sensitive" takes yes or no.'),
    (SCHOOL, "pupils: about 400\n", 3, 9, "not-a-whole-number", '"pupils" takes a whole number.'),
    (SCHOOL, "pupils: 12.5\n", 3, 9, "not-a-whole-number", '"pupils" takes a whole number.'),
    (SCHOOL, "pupils: {all: 400}\n", 3, 9, "not-a-whole-number", '"pupils" takes a whole number.'),
    (SCHOOL, "pupils: -1\n", 3, 9, "too-small", '"pupils" is at least 0.'),
    (SCHOOL, "pupils: 100001\n", 3, 9, "too-large", '"pupils" is at most 100000.'),
    (SCHOOL, f"pupils: {'9' * 5000}\n", 3, 9, "not-a-whole-number", '"pupils" takes a whole number.'),
    (SERVICE, "locations:\n  - latitude: north\n", 6, 15, "not-a-number", '"latitude" takes a number.'),
    (SERVICE, "locations:\n  - latitude: nan\n", 6, 15, "not-a-number", '"latitude" takes a number.'),
    (SERVICE, "locations:\n  - latitude: -inf\n", 6, 15, "not-a-number", '"latitude" takes a number.'),
    (SERVICE, "locations:\n  - latitude: 91\n", 6, 15, "too-large", '"latitude" is at most 90.'),
    # Groups
    (SERVICE, "ages: 5 to 11\n", 5, 7, "not-a-group", "Below it, two spaces in, write: from, to."),
    (SERVICE, "ages: [5, 11]\n", 5, 7, "not-a-group", "Below it, two spaces in, write: from, to."),
    (SERVICE, "locations: [Tidewell Baths]\n", 5, 13, "not-a-group", "write: name, address, town"),
    # Values with a form
    (SERVICE, "ages: {from: 5, to: 26}\n", 5, 21, "bad-age", "Write a whole number from 0 to 25."),
    (SERVICE, "ages: {from: 11, to: 5}\n", 5, 7, "ages-in-wrong-order", 'Put the youngest age in "from"'),
    (SERVICE, "ages:\n  from: 11\n  to: 5\n", 6, 3, "ages-in-wrong-order", 'Put the youngest age in "from"'),
    (SERVICE, "locations:\n  - postcode: ZZ1\n", 6, 15, "bad-postcode", 'Write it like "ZZ1 2AB".'),
    (SERVICE, "locations:\n  - uprn: 12 34\n", 6, 11, "bad-uprn", "It has 1 to 12 digits and nothing else."),
    (SERVICE, "links:\n  - title: Times\n    url: www.example.org\n", 7, 10, "bad-web-address", '"https://www.example.org"'),
    (SERVICE, "cost:\n  options:\n    - amount: cheap\n", 7, 15, "bad-money", "Write pounds like 4 or 4.50."),
    (SERVICE, "cost:\n  free: yes\n  options: [{amount: 4}]\n", 6, 3, "free-and-paid", "Take one of them out."),
    (SERVICE, "times:\n  - days: [monday]\n    opens: early\n", 7, 12, "bad-time", 'Write it like "09:30"'),
    (SERVICE, "times:\n  - days: [monday]\n    opens: 9am\n    closes: 5:00\n", 6, 5, "times-in-wrong-order", '"17:00"'),
    (SERVICE, "checked: 31/10/2026\n", 5, 10, "bad-date", "Did you mean 2026-10-31?"),
    (SERVICE, "checked: 2026-02-30\n", 5, 10, "bad-date", "Look at the month and the day."),
    (SERVICE, "review_every: yearly\n", 5, 15, "bad-period", 'Write it like "6 months" or "1 year".'),
    (SERVICE, "organisation: Tidewell Leisure\n", 5, 15, "bad-id", 'Did you mean "tidewell-leisure"?'),
    (SERVICE, "needs: [Autism]\n", 5, 9, "bad-id", 'Did you mean "autism"?'),
    (SCHOOL, "urn: 12345\n", 3, 6, "bad-urn", "It has 6 digits and nothing else."),
    (SCHOOL, "dfe_number: 2013614\n", 3, 13, "bad-dfe-number", 'Write it like "201/3614".'),
    (COMMENT, "answered: 2026-05-01\n", 1, 1, "answered-before-received", "One of the two dates is wrong."),
    (AUTHORITY, "owners:\n  Short Breaks:\n    name: Team\n", 9, 3, "bad-id", 'Did you mean "short-breaks"?'),
    (AUTHORITY, "owners:\n  short-breaks: Team\n", 9, 17, "not-a-group", "write: name, email."),
    (AUTHORITY, "owners:\n  - name: Team\n", 9, 3, "not-a-group", ""),
    (AUTHORITY, "owners:\n  team:\n    nmae: Team\n    name: Team\n", 10, 5, "unknown-key", 'Did you mean "name"?'),
    (AUTHORITY, "review:\n  services: 0 days\n", 9, 13, "bad-period", '"6 months"'),
    (AUTHORITY, "suppression_threshold: 0\n", 8, 24, "too-small", "is at least 1."),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "added", "line", "column", "code", "fix"), ADDED)
def test_one_wrong_line_is_one_problem(
    entry: str, added: str, line: int, column: int, code: str, fix: str
) -> None:
    kind = {SERVICE: "service", SCHOOL: "school", COMMENT: "comment", AUTHORITY: "authority"}[entry]
    (problem,) = problems(kind, entry + added)
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert fix in problem.fix


WHOLE: list[tuple[str, str, int, int, str, str]] = [
    ("service", "", 1, 1, "missing", 'Write a line "name: …", for example "Saturday Swim Club".'),
    ("service", "# Swim\n\ncategories: [clubs]\ncontact: {phone: 999}\n", 3, 1, "missing", '"name: …"'),
    ("service", "name: ~\ncategories: [clubs]\ncontact: {phone: 999}\n", 1, 1, "missing", '"name: …"'),
    ("service", "name: Swim\ncategories: [clubs]\n", 1, 1, "no-way-to-reach", 'under "contact:"'),
    ("service", "name: Swim\ncategories: []\ncontact: {phone: 999}\n", 2, 13, "empty", "Write at least one"),
    ("service", "- name: Swim\n- name: Dive\n", 1, 1, "not-an-entry", 'Begin each line with a key, like "name: …".'),
    ("service", SERVICE.replace("01632 960123", "1632 960123"), 4, 10, "bad-phone", 'Write "01632 960123".'),
    ("service", SERVICE + "  email: club\n", 5, 10, "bad-email", '"club@example.org"'),
    ("service", SERVICE + "  website: javascript:alert(1)\n", 5, 12, "bad-web-address", '"https://www.example.org/club"'),
    ("school", "name: Reef\ntype: comunity-school\n", 2, 7, "unknown-setting-type", 'Did you mean "community-school"?'),
    ("school", "name: Reef\ntype: castle\n", 2, 7, "unknown-setting-type", "docs/entries.md"),
    ("comment", COMMENT.replace("received\n", "done\n"), 1, 1, "comment-without-answer", 'Write "response:"'),
    ("comment", COMMENT.replace("gap", "gaps"), 2, 8, "not-an-option", 'Did you mean "gap"?'),
    ("authority", AUTHORITY.replace("E06000999", "E07000999"), 2, 6, "bad-gss-code", "It begins E06"),
    ("page", "title: Ask\norder: first\n", 2, 8, "not-a-whole-number", '"order" takes a whole number.'),
    ("page", "title: Ask\norder: -1\n", 2, 8, "too-small", '"order" is at least 0.'),
    ("page", "title: Ask\nsection: school\n", 2, 10, "not-an-option", "Write one of: start-here"),
    ("need", "Autism:\n  name: Autism\n", 1, 1, "bad-id", 'Did you mean "autism"?'),
    ("need", "autism: Autism\n", 1, 9, "not-a-group", "write: name, description, also, broad_area, code."),
    ("need", "autism:\n  nmae: Autism\n  name: Autism\n", 2, 3, "unknown-key", 'Did you mean "name"?'),
    ("need", "autism:\n  also: [ASD]\n", 1, 1, "missing", 'Write a line "name: …"'),
    ("need", "- autism\n", 1, 1, "not-an-entry", "Begin each line with a key"),
    ("place", "tidewell:\n  name: Tidewell\n  kind: city\n", 3, 9, "not-an-option", "town, ward, neighbour"),
    ("age-band", '"0-4":\n  name: 0 to 4\n  from: 0\n  to: 40\n', 4, 7, "bad-age", "from 0 to 25"),
    ("synonym", "SALT: speech therapy\n", 1, 1, "not-a-list", "hyphen"),
    ("synonym", "- SALT\n- [OT, occupational therapy]\n", 1, 3, "not-a-list", "SALT"),
    ("synonym", "- [OT, {a: b}]\n", 1, 8, "not-text", "Write it on one line."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "line", "column", "code", "fix"), WHOLE)
def test_a_wrong_file_is_named_at_its_place(
    kind: str, text: str, line: int, column: int, code: str, fix: str
) -> None:
    problem = problems(kind, text)[0]
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert fix in problem.fix
    assert '"this' not in str(problem)


def test_all_problems_of_a_file_are_named_in_its_order() -> None:
    text = "nmae: Swim\ncategories: [Clubs, 3 D]\nlevel: all\nages: {from: x, to: 99}\nchecked: today\ncontact:\n  phone: 1\n"
    assert [(problem.line, problem.column, problem.code) for problem in problems("service", text)] == [
        (1, 1, "missing"),
        (1, 1, "unknown-key"),
        (2, 14, "bad-id"),
        (2, 21, "bad-id"),
        (3, 8, "not-an-option"),
        (4, 14, "bad-age"),
        (4, 21, "bad-age"),
        (5, 10, "bad-date"),
        (7, 10, "bad-phone"),
    ]


@pytest.mark.parametrize("odd", ["\x1b[2J", "two\nlines", "carriage\rreturn", "\u2028", "\x9b"])
@pytest.mark.parametrize("key", ["level", "organisation", "checked", "sensitive", "locations", "odd key"])
def test_a_message_is_one_line_that_can_be_printed(key: str, odd: str) -> None:
    """What somebody typed must not draw on the terminal or forge another line of a log."""
    quoted = json.dumps(f"a{odd}b")
    added = f"{quoted}: x\n" if key == "odd key" else f"{key}: {quoted}\n"
    (problem,) = problems("service", SERVICE + added)
    assert problem.message.isprintable()
    assert problem.fix.isprintable()


@pytest.mark.parametrize("key", ["organisation", "checked", "review_every", "level", "sensitive"])
def test_a_message_does_not_repeat_a_whole_page(key: str) -> None:
    (problem,) = problems("service", f"{SERVICE}{key}: {'very long ' * 500}\n")
    assert len(problem.message) < 200


@pytest.mark.parametrize("key", ["checked", "review_every", "level", "organisation", "description"])
@pytest.mark.parametrize("value", ["{a: b}", "[a, b]", "[{a: [b]}]"])
def test_no_message_speaks_python(key: str, value: str) -> None:
    (problem,) = problems("service", f"{SERVICE}{key}: {value}\n")
    assert not set("{}[]'") & set(problem.message)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["", "yes", "free", "5", "clubs", "Two words", "2026-10-31", "9am", "https://example.org", "-1"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["name", "from", "to", "phone", "days", "opens", "amount", "options", "url"]), inner, max_size=2
        )
    ),
    max_leaves=5,
)  # fmt: skip


@given(st.sampled_from(sorted(MODELS)), st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_after_a_key_is_taken_or_explained(kind: str, data: st.DataObject) -> None:
    model = MODELS[kind]
    keys = [field.alias or name for name, field in model.model_fields.items() if name != "root"] or ["autism"]
    tree = data.draw(st.dictionaries(st.sampled_from([*keys, "odd"]), VALUES, max_size=4))
    try:
        problems(kind, json.dumps(tree))
    except YamlProblem:
        raise AssertionError("JSON is YAML") from None
