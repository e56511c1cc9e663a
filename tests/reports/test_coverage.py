"""Coverage: for every requirement content that meets it and content that does not, and each rule by itself."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.commands import report as report_command
from generator.reading import Offer, read_project
from generator.reading.requirements import requirement_sets, requirements_on
from generator.reading.text_words import text_words
from generator.reports.coverage import Coverage, Evidence, Item, Met, Share, coverage
from offer_schema import PageFrontMatter
from offer_schema.requirement import LocalRequirements, RequirementSet

TODAY = datetime.date(2026, 11, 26)
LATER = datetime.date(2031, 1, 1)
REPOSITORY = Path(__file__).resolve().parents[2]

COUNCIL = [slug for one in requirement_sets() if one.applies_to == "council" for slug in one.requirements]
SCHOOL = [slug for one in requirement_sets() if one.applies_to == "school" for slug in one.requirements]


def item(found: Coverage, slug: str) -> Item:
    return next(one for one in found.items if one.slug == slug)


@pytest.fixture(scope="module")
def whole(offer: Offer) -> Coverage:
    return coverage(offer, TODAY)


# --- The sets -----------------------------------------------------------------------------------


def test_the_sets_have_as_many_items_as_the_law() -> None:
    sizes = {one.title: len(one.requirements) for one in requirement_sets()}
    assert sizes["What a school’s SEN information report must say"] == 19
    assert sizes["What a school must say to disabled pupils"] == 4
    assert sizes["What the Code of Practice asks of schools besides"] == 1
    schedule_2 = next(one for one in requirement_sets() if "Schedule 2" in one.source)
    numbers = {
        int(
            "".join(
                filter(str.isdigit, requirement.citation.split("paragraph ")[1].split("(")[0].split(";")[0])
            )
        )
        for requirement in schedule_2.requirements.values()
        if "Schedule 2" in requirement.citation
    }
    assert numbers == set(range(1, 19)), "all 18 paragraphs"
    consulted = [slug for slug in COUNCIL if slug.startswith("lo-consult-")]
    assert len(consulted) == 16, "regulation 54(1)(a) to (n), (2) and (3)"


def test_no_two_requirements_have_one_id() -> None:
    assert len({*COUNCIL, *SCHOOL}) == len(COUNCIL) + len(SCHOOL)


@pytest.mark.parametrize("one", requirement_sets(), ids=lambda one: one.title)
def test_every_requirement_has_a_citation_a_link_and_plain_words(one: RequirementSet) -> None:
    for slug, requirement in one.requirements.items():
        assert requirement.citation, slug
        link = requirement.href or one.href
        assert link.startswith(("https://www.legislation.gov.uk", "https://www.gov.uk/")), slug
        assert len(requirement.wording.split()) >= 4, slug
        assert requirement.certainty in ("checked", "likely", "unsure")


def test_no_word_that_a_page_must_use_is_one_that_is_never_kept() -> None:
    for one in requirement_sets():
        for slug, requirement in one.requirements.items():
            for rule in requirement.met_by:
                for word in rule.page.says if rule.page else ():
                    if word in ("children", "parents"):
                        continue  # beside rarer ones that are kept
                    assert text_words(PageFrontMatter(title="A page"), word) == (word,), (slug, word)


def test_a_set_holds_from_its_day_until_it_is_replaced() -> None:
    first = requirement_sets()[0]
    day = datetime.timedelta(days=1)
    ended = first.model_copy(update={"until": datetime.date(2027, 8, 31)})
    assert not first.holds_on(first.in_force - day)
    assert first.holds_on(first.in_force)
    assert ended.holds_on(datetime.date(2027, 8, 31))
    assert not ended.holds_on(datetime.date(2027, 9, 1))
    before_the_law = requirements_on(
        datetime.date(2014, 8, 31), LocalRequirements(), "https://www.example.org"
    )
    assert before_the_law == ()


# --- Every requirement, met and not met ------------------------------------------------------------


@pytest.mark.parametrize("slug", COUNCIL)
def test_the_demonstration_meets_it_and_says_where(whole: Coverage, slug: str) -> None:
    found = item(whole, slug)
    assert found.state is Met.MET, found.notes
    assert found.evidence
    assert found.notes == ()
    for piece in found.evidence:
        assert (REPOSITORY / piece.path).is_file()
        assert piece.name


@pytest.mark.parametrize("slug", COUNCIL)
def test_it_is_not_met_without_what_meets_it(offer: Offer, whole: Coverage, slug: str) -> None:
    without = remove(offer, item(whole, slug).evidence)
    for _ in range(5):  # what else would do is taken away as well
        found = item(coverage(without, TODAY), slug)
        if found.state is not Met.MET:
            break
        without = remove(without, found.evidence)
    assert found.state is not Met.MET
    assert found.notes, "it says what to do"


@pytest.mark.parametrize("slug", COUNCIL)
def test_it_is_not_met_by_what_nobody_has_checked_for_years(offer: Offer, slug: str) -> None:
    found = item(coverage(offer, LATER), slug)
    facts_only = all(piece.kind == "council" and piece.id != "accessibility" for piece in found.evidence)
    if found.evidence and facts_only:
        assert found.state is Met.MET  # authority.yml has no date of its own
    else:
        assert found.state in (Met.STALE, Met.PARTLY, Met.MISSING)
        assert found.notes


def remove(offer: Offer, pieces: tuple[Evidence, ...]) -> Offer:
    """The offer without some content."""
    gone = {(piece.kind, piece.id) for piece in pieces}
    cards = {
        key: card._replace(answers=()) if ("report", card.id) in gone else card
        for key, card in offer.cards.items()
        if key not in gone
    }
    facts = [name for kind, name in gone if kind == "council"]
    return dataclasses.replace(
        offer,
        cards=cards,
        guides={name: guide for name, guide in offer.guides.items() if ("guide", name) not in gone},
        comments={name: one for name, one in offer.comments.items() if ("comment", name) not in gone},
        authority=without_facts(offer.authority, facts),
    )


def without_facts(part: Any, names: list[str]) -> Any:
    changes: dict[str, Any] = {}
    for name in names:
        first, _, rest = name.partition(".")
        value = changes.get(first, getattr(part, first))
        if rest and value is not None:
            changes[first] = without_facts(value, [rest])
        else:
            changes[first] = (
                type(value)() if first == "accessibility" else () if isinstance(value, tuple) else None
            )
    return part.model_copy(update=changes)


@pytest.mark.parametrize("slug", SCHOOL)
def test_a_school_meets_it_with_an_answer_and_not_without(offer: Offer, slug: str) -> None:
    def state(cards: Any) -> str:
        found = coverage(dataclasses.replace(offer, cards=cards), TODAY)
        school = next(one for one in found.schools if one.report.card.id == "tidewell-reef-academy")
        return next(one.state for one in school.items if one.slug == slug)

    assert state(offer.cards) == "met"
    key = ("school", "tidewell-reef-academy")
    requirement = next(one.requirements[slug] for one in requirement_sets() if slug in one.requirements)
    card = offer.cards[key]
    without = card._replace(
        report=(0, "", "", ""),
        answers=()
        if "local_offer" in requirement.answers
        else tuple(answer for answer in card.answers if answer[0] not in requirement.answers),
        senco=(),
    )
    assert state({**offer.cards, key: without}) == "missing"


def test_a_special_school_is_not_asked_for_what_the_law_does_not_ask(whole: Coverage) -> None:
    special = next(one for one in whole.schools if one.report.card.id == "longshore-school")
    asked = {one.slug: one.state for one in special.items}
    for one in requirement_sets():
        for slug, requirement in one.requirements.items():
            if requirement.not_for_special:
                assert asked[slug] in ("not-applicable", "met"), slug
    mainstream = {
        slug for one in requirement_sets() for slug, r in one.requirements.items() if r.not_for_special
    }
    assert mainstream == {"sir-identifying", "sir-senco"}


def test_the_demonstration_meets_all_and_its_schools_do_not(whole: Coverage) -> None:
    assert whole.share("must").percent == 100
    assert whole.share("should").percent == 100
    assert whole.counted() == {Met.MET: len(COUNCIL), Met.PARTLY: 0, Met.STALE: 0, Met.MISSING: 0}
    shares = [school.share("must").percent for school in whole.schools if school.report.duty]
    assert 100 in shares
    assert any(share is not None and share < 100 for share in shares)


# --- Each rule -----------------------------------------------------------------------------------

Judge = Callable[..., Item]


@pytest.fixture
def judge(offer: Offer) -> Judge:
    """Judges one requirement of the council's own on the demonstration, or on a changed one."""

    def run(*rules: Any, today: datetime.date = TODAY, changed: Offer | None = None) -> Item:
        local = LocalRequirements.model_validate(
            {
                "added": {
                    "our-promise": {
                        "title": "Our promise",
                        "wording": "What we have promised.",
                        "citation": "Cabinet, May 2026",
                        "met_by": list(rules),
                    }
                }
            }
        )
        found = coverage(dataclasses.replace(changed or offer, local_requirements=local), today)
        return item(found, "our-promise")

    return run


def claiming(offer: Offer, guide_id: str, words: tuple[str, ...] | None = None, **about: Any) -> Offer:
    """The offer with a guide that says it meets our promise."""
    guide = offer.guides[guide_id]
    changed = guide.about.model_copy(update={"meets": ("our-promise",), **about})
    return dataclasses.replace(
        offer,
        guides={**offer.guides, guide_id: dataclasses.replace(guide, about=changed)},
        text_words=offer.text_words if words is None else {**offer.text_words, ("page", guide_id): words},
    )


def test_a_page_that_nobody_wrote_is_missing(judge: Judge) -> None:
    found = judge("page")
    assert (found.state, found.notes) == (Met.MISSING, ('No page says "meets: [our-promise]".',))
    assert found.force == "should"
    assert found.source.title == "What we have promised ourselves"


def test_a_page_must_be_long_enough(judge: Judge, offer: Offer) -> None:
    page = "guides/sendiass"
    assert judge("page", changed=claiming(offer, page)).state is Met.MET
    forty = tuple(f"word{number}" for number in range(40))
    assert judge("page", changed=claiming(offer, page, forty)).state is Met.MET
    found = judge("page", changed=claiming(offer, page, forty[1:]))
    assert found.state is Met.PARTLY
    assert "39 different words, 40 are wanted" in found.notes[0]
    assert judge({"page": {"least_words": 39}}, changed=claiming(offer, page, forty[1:])).state is Met.MET


def test_a_page_must_speak_of_it(judge: Judge, offer: Offer) -> None:
    page = claiming(offer, "guides/sendiass")
    assert judge({"page": {"says": ["lighthouse", "sendiass"]}}, changed=page).state is Met.MET
    found = judge({"page": {"says": ["lighthouse"]}}, changed=page)
    assert found.state is Met.PARTLY
    assert "lighthouse" in found.notes[0]


def test_a_page_must_be_checked_in_time(judge: Judge, offer: Offer) -> None:
    day = datetime.date(2026, 3, 1)
    page = claiming(offer, "guides/sendiass", checked=day, review_every=None)
    assert judge("page", changed=page, today=datetime.date(2027, 2, 28)).state is Met.MET
    found = judge("page", changed=page, today=datetime.date(2027, 3, 1))
    assert found.state is Met.STALE
    assert [piece.id for piece in found.evidence] == ["guides/sendiass"]
    never = claiming(offer, "guides/sendiass", checked=None)
    assert judge("page", changed=never).state is Met.STALE


def test_the_law_may_want_a_page_sooner_than_its_own_period(judge: Judge, offer: Offer) -> None:
    page = claiming(offer, "guides/sendiass", checked=datetime.date(2026, 3, 1), review_every="36 months")
    rule = {"page": {"checked_within": "1 year"}}
    assert judge(rule, changed=page, today=datetime.date(2027, 2, 28)).state is Met.MET
    assert judge(rule, changed=page, today=datetime.date(2027, 3, 1)).state is Met.STALE
    assert judge("page", changed=page, today=datetime.date(2027, 3, 1)).state is Met.MET


def test_one_good_page_is_enough_beside_an_old_one(judge: Judge, offer: Offer) -> None:
    both = claiming(
        claiming(offer, "guides/sendiass"), "guides/complaints", checked=datetime.date(2020, 1, 1)
    )
    found = judge("page", changed=both)
    assert found.state is Met.MET
    assert [piece.id for piece in found.evidence] == ["guides/sendiass"]


def test_services_are_counted_by_all_that_is_asked(judge: Judge) -> None:
    found = judge({"services": {"categories": ["travel"]}})
    assert (found.state, len(found.evidence)) == (Met.MET, 4), "one of the five is overdue"
    assert judge({"services": {"categories": ["travel"], "at_least": 6}}).state is Met.PARTLY
    assert judge({"services": {"categories": ["travel"], "levels": ["specialist"], "at_least": 5}}).state in (
        Met.PARTLY,
        Met.MISSING,
    )
    assert judge({"services": {"words": ["unicorn"]}}).state is Met.MISSING
    assert judge({"services": {"words": ["SENDIASS"]}}).state is Met.MET


def test_what_is_closed_does_not_count(judge: Judge, offer: Offer) -> None:
    closed = {
        key: card._replace(status="closed") if "travel" in card.categories else card
        for key, card in offer.cards.items()
    }
    changed = dataclasses.replace(offer, cards=closed)
    assert judge({"services": {"categories": ["travel"]}}, changed=changed).state is Met.MISSING


def test_services_that_nobody_checked_are_stale(judge: Judge) -> None:
    found = judge({"services": {"categories": ["travel"]}}, today=LATER)
    assert found.state is Met.STALE
    assert "Not checked in time: 5 of 5 (travel)." in found.notes


def test_settings_are_told_apart(judge: Judge) -> None:
    inside = judge({"settings": {"section_41": "yes", "out_of_area": "no"}})
    assert [piece.id for piece in inside.evidence] == ["saltmarsh-farm-school"]
    outside = judge({"settings": {"section_41": "yes", "out_of_area": "yes"}})
    assert {piece.id for piece in outside.evidence} == {"kestrel-moor-school", "skylark-college"}
    assert judge({"settings": {"types": ["secure-unit"]}}).state is Met.MISSING
    assert judge({"settings": {"special": "no", "types": ["community-special-school"]}}).state is Met.MISSING


def test_organisations_are_found_by_kind_and_by_word(judge: Judge) -> None:
    assert judge({"organisations": {"kinds": ["parent-carer-forum"]}}).state is Met.MET
    assert (
        judge({"organisations": {"kinds": ["parent-carer-forum"], "words": ["chess"]}}).state is Met.MISSING
    )


def test_schools_must_answer_in_the_share_that_is_asked(judge: Judge, offer: Offer) -> None:
    rule = {"answers": {"of": ["teaching"], "share": 100}}
    found = judge(rule)
    assert found.state in (Met.PARTLY, Met.STALE)
    assert "schools answer this in a report of the last year" in found.notes[0]
    assert judge({"answers": {"of": ["teaching"], "share": 1}}).state is Met.MET
    none = dataclasses.replace(
        offer, cards={key: card._replace(answers=()) for key, card in offer.cards.items()}
    )
    assert judge(rule, changed=none).state is Met.MISSING
    no_school = dataclasses.replace(
        offer, cards={key: card for key, card in offer.cards.items() if card.kind != "school"}
    )
    assert judge(rule, changed=no_school).state is Met.MISSING, "nothing of nothing is not all of it"


def test_entries_must_say_it_in_the_share_that_is_asked(judge: Judge, offer: Offer) -> None:
    rule = {"fields": {"kind": "service", "any_of": ["cost"], "share": 90}}
    assert judge(rule).state is Met.MET
    silent = {
        key: card._replace(given=tuple(one for one in card.given if one != "cost"))
        for key, card in offer.cards.items()
    }
    found = judge(rule, changed=dataclasses.replace(offer, cards=silent))
    assert found.state is Met.MISSING
    half = {
        key: silent[key] if number % 2 else card for number, (key, card) in enumerate(offer.cards.items())
    }
    assert judge(rule, changed=dataclasses.replace(offer, cards=half)).state is Met.PARTLY
    assert judge(rule, today=LATER).state is Met.STALE


def test_facts_of_the_council_are_counted(judge: Judge) -> None:
    assert judge({"facts": {"offline.formats": 4}}).state is Met.MET
    found = judge({"facts": {"offline.formats": 99, "website": 1}})
    assert found.state is Met.PARTLY
    assert "offline.formats" in found.notes[0]
    assert judge({"facts": {"offline.formats": 99}}).state is Met.MISSING


def test_comments_must_be_answered_within_the_year(judge: Judge, offer: Offer) -> None:
    rule = {"comments": {"answered_within": "1 year"}}
    found = judge(rule)
    assert found.state is Met.MET
    newest = max(one.answered for one in offer.comments.values() if one.answered)
    assert judge(rule, today=newest.replace(year=newest.year + 1)).state is Met.STALE
    assert (
        judge(rule, today=newest.replace(year=newest.year + 1) - datetime.timedelta(days=1)).state is Met.MET
    )
    assert judge(rule, changed=dataclasses.replace(offer, comments={})).state is Met.MISSING
    many = {"comments": {"at_least": 999}}
    assert judge(many).state is Met.STALE


def test_the_statement_must_be_whole_and_reviewed(judge: Judge, offer: Offer) -> None:
    rule: dict[str, Any] = {"statement": {}}
    assert judge(rule).state is Met.MET
    assert judge(rule, today=LATER).state is Met.STALE
    facts = offer.authority.accessibility.model_copy(update={"compliance": None})
    authority = offer.authority.model_copy(update={"accessibility": facts})
    found = judge(rule, changed=dataclasses.replace(offer, authority=authority))
    assert found.state is Met.PARTLY
    assert "compliance" in found.notes[0]


def test_one_of_several_conditions_is_enough_where_it_says_so(judge: Judge) -> None:
    nothing = {"services": {"words": ["unicorn"]}}
    there = {"services": {"categories": ["travel"]}}
    assert judge({"any_of": [nothing, there]}).state is Met.MET
    assert judge({"any_of": [nothing, "page"]}).state is Met.MISSING
    assert judge(nothing, there).state is Met.PARTLY, "all conditions must hold"


def test_a_requirement_can_rest_on_others_but_not_on_itself(judge: Judge) -> None:
    assert judge({"requirements": ["lo-complaints", "lo-mediation"]}).state is Met.MET
    assert judge({"requirements": ["our-promise"]}).state is Met.MISSING
    found = judge({"requirements": ["lo-complaint"]})
    assert found.notes == ('There is no requirement "lo-complaint".',)


# --- What a council puts right -------------------------------------------------------------------


def test_a_council_puts_a_citation_right(offer: Offer) -> None:
    local = LocalRequirements.model_validate(
        {
            "corrections": {
                "lo-mediation": {
                    "citation": "SEND Regulations 2014, Schedule 2, paragraph 16(b)",
                    "href": "https://www.legislation.gov.uk/uksi/2014/1530/schedule/2/paragraph/16",
                },
                "lo-childcare": {"met_by": [{"services": {"words": ["unicorn"]}}]},
            }
        }
    )
    found = coverage(dataclasses.replace(offer, local_requirements=local), TODAY)
    mediation = item(found, "lo-mediation")
    assert mediation.requirement.citation.endswith("16(b)")
    assert mediation.href.endswith("/paragraph/16")
    assert mediation.requirement.certainty == "checked"
    assert mediation.requirement.title == "Disagreements and mediation", "the rest stays"
    assert item(found, "lo-childcare").state is Met.MISSING


# --- The report and the command --------------------------------------------------------------------


def run(*arguments: str) -> Any:
    return CliRunner().invoke(
        report_command.command,
        ["coverage", "--project", str(REPOSITORY), "--today", "2026-11-26", *arguments],
    )


def test_json_gives_each_row_with_its_source_and_what_meets_it() -> None:
    result = run("--format", "json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    rows = data["tables"]["requirements"]
    assert [row["slug"] for row in rows] == COUNCIL
    for row in rows:
        assert {"slug", "citation", "href", "force", "state", "met_by"} <= row.keys()
        assert row["met_by"][0]["path"].startswith("content/")
    assert data["figures"]["must_percent"] == 100
    schools = {row["id"]: row for row in data["tables"]["schools"]}
    assert schools["tidewell-reef-academy"]["must"] == 100
    of_one = [row for row in data["tables"]["school-items"] if row["school_id"] == "tidewell-reef-academy"]
    assert [row["slug"] for row in of_one] == SCHOOL


@pytest.mark.parametrize("level", ["missing", "stale", "partial"])
def test_the_demonstration_passes_at_every_level(level: str) -> None:
    assert run("--fail-on", level).exit_code == 0


def test_it_fails_when_content_grows_old() -> None:
    arguments = ["coverage", "--project", str(REPOSITORY), "--today", "2029-01-01"]
    result = CliRunner().invoke(report_command.command, [*arguments, "--fail-on", "stale"])
    assert result.exit_code == 1
    assert "Failed on stale" in result.output
    assert CliRunner().invoke(report_command.command, [*arguments, "--fail-on", "missing"]).exit_code == 0


def test_a_project_with_an_error_has_no_report(project: Path) -> None:
    (project / "content/services/saturday-swim-club.yml").write_text("name: Swim\n", "utf-8")
    result = CliRunner().invoke(report_command.command, ["coverage", "--project", str(project)])
    assert result.exit_code == 1
    assert "`local-offer check` shows them" in result.output
    assert "Traceback" not in result.output


def test_the_small_council_fails_and_every_missing_item_is_named(project: Path) -> None:
    result = CliRunner().invoke(
        report_command.command,
        ["coverage", "--project", str(project), "--format", "json", "--fail-on", "missing"],
    )
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    missing = [row for row in data["tables"]["to-do"] if row["state"] == "missing"]
    assert len(missing) == data["found"]["missing"] > 50
    assert all(row["notes"] for row in missing)


def test_an_unknown_table_is_refused_with_the_names_that_there_are() -> None:
    result = run("--table", "todo")
    assert result.exit_code == 2
    assert "requirements, to-do, schools, school-items" in result.output


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "coverage.xlsx"
    assert run("--format", "xlsx", "--to", str(target)).exit_code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert list(tmp_path.iterdir()) == [target]
    result = run("--format", "csv", "--to", str(tmp_path / "none" / "coverage.csv"))
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_a_share_is_whole_only_when_it_is() -> None:
    assert Share(999, 1000).percent == 99
    assert Share(3, 3).percent == 100
    assert Share(0, 0).percent is None


# --- The file of the council's own --------------------------------------------------------------


def test_a_page_can_only_claim_a_requirement_that_there_is(problems_in: Any) -> None:
    found = problems_in(
        "content/pages/guides/help.md",
        "---\ntitle: Help\nsummary: What helps.\nmeets: [lo-complaint, lo-mediation]\n---\n\nWords.\n",
    )
    [problem] = [one for one in found if one.code == "unknown-requirement"]
    assert (problem.line, problem.column) == (4, 9)
    assert 'Did you mean "lo-complaints"?' in problem.fix


def test_requirements_of_the_councils_own_can_be_claimed(project: Path) -> None:
    (project / "content/requirements.yml").write_text(
        "added:\n  call-back:\n    title: We ring back\n    wording: We ring back within a day.\n"
        "    citation: Cabinet, May 2026\n    met_by: [page]\n",
        "utf-8",
    )
    (project / "content/pages/ring.md").write_text(
        "---\ntitle: Ring us\nsummary: How.\nmeets: [call-back]\n---\n\nWords.\n", "utf-8"
    )
    reading = read_project(project)
    assert [one for one in reading.problems if one.code == "unknown-requirement"] == []
    assert reading.offer is not None
    found = item(coverage(reading.offer, TODAY), "call-back")
    assert found.state is Met.PARTLY
    assert found.href == "https://www.doggerland.example.org"


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "words"),
    [
        ("corrections:\n  lo-complaint: {citation: X}\n", 2, 3, "unknown-requirement", "lo-complaints"),
        ("corrections:\n  lo-complaints:\n    citaton: X\n", 3, 5, "unknown-key", "citation"),
        (
            "added:\n  ours:\n    title: A\n    wording: B\n    citation: C\n",
            3,
            5,
            "no-way-to-meet",
            "met_by",
        ),
        (
            "added:\n  ours:\n    title: A\n    wording: B\n    citation: C\n    met_by:\n"
            "      - page: {}\n        facts: {website: 1}\n",
            7,
            9,
            "not-one-rule",
            "hyphen",
        ),
        (
            "added:\n  ours:\n    title: A\n    wording: B\n    citation: C\n    met_by:\n"
            "      - services: {categories: [clubz]}\n",
            7,
            33,
            "unknown-category",
            "clubs",
        ),
    ],
)
def test_mistakes_in_it_are_shown_where_they_are(
    problems_in: Any, text: str, line: int, column: int, code: str, words: str
) -> None:
    [problem] = [one for one in problems_in("content/requirements.yml", text) if one.code == code]
    assert (problem.line, problem.column) == (line, column)
    assert words in f"{problem.message} {problem.fix}"
