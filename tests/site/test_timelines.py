"""The pages of timelines: an ordered list with times in words, links to what helps, and the law."""

import datetime
import re
import shutil
from pathlib import Path

import pytest

from generator.reading import Offer, read_project
from generator.site.site_build import SiteBuild
from generator.site.timelines import Timelines, timeline_states, timelines_of
from generator.site.views import Views
from generator.site.words import load_words
from offer_schema import Timeline
from offer_schema.freshness import State
from tests.conftest import write
from tests.site.conftest import REPOSITORY, pages_of, run_build

WORDS = load_words([REPOSITORY / "theme"])
TODAY = datetime.date(2026, 11, 20)
EHC = "timelines/ehc-plan/index.html"


def timelines(offer: Offer, today: datetime.date = TODAY) -> Timelines:
    """What makes the pages of an offer's timelines."""
    return Timelines(offer, WORDS, Views(offer, WORDS, {}, "", today), timeline_states(offer, today))


# --- What a page says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        ("week", 0, None, "The first day"),
        ("week", 0, 6, "Weeks 0 to 6"),
        ("week", 6, None, "Week 6"),
        ("week", 6, 6, "Week 6"),
        ("age", 0, None, "Age 0"),
        ("age", 16, 16, "Age 16"),
        ("age", 13, 14, "Ages 13 to 14"),
    ],
)
def test_a_time_in_words(offer: Offer, kind: str, first: int, last: int | None, words: str) -> None:
    step = {"from": first, "title": "x"} | ({} if last is None else {"to": last})
    timeline = Timeline.model_validate({"title": "x", "kind": kind, "counted_from": "y", "steps": [step]})
    assert timelines(offer).when(timeline, timeline.steps[0]) == words


def test_a_step_shows_who_helps_where_to_read_more_and_the_law(offer: Offer) -> None:
    page = timelines(offer).page("ehc-plan")
    step = next(step for step in page["steps"] if step["when"] == "Week 6")
    assert step["limit"] is True
    assert (
        step["entries"]
        == [{"title": "Mediation about SEND decisions", "url": "services/send-mediation/", "status": ""}]
        or step["entries"][0]["url"] == "services/send-mediation/"
    )
    assert step["guides"][0]["url"] == "guides/disagreements-mediation-tribunal/"
    assert step["law"]["text"] == "SEND Regulations 2014, regulation 5"
    assert page["counted_from"] == "the day the council got the request"


def test_a_name_that_people_use_comes_before_the_age(offer: Offer) -> None:
    first = timelines(offer).page("preparing-for-adulthood")["steps"][0]
    assert (first["when"], first["also"]) == ("Year 9", "Ages 13 to 14")


@pytest.mark.parametrize(
    ("today", "state", "notices"),
    [
        (datetime.date(2026, 11, 20), State.CURRENT, 0),
        (datetime.date(2027, 10, 20), State.DUE_SOON, 0),
        (datetime.date(2027, 11, 9), State.OVERDUE, 1),
        (datetime.date(2028, 5, 9), State.EXPIRED, 1),
    ],
)
def test_a_timeline_that_is_overdue_says_so(
    offer: Offer, today: datetime.date, state: State, notices: int
) -> None:
    assert timeline_states(offer, today)["ehc-plan"] is state
    page = timelines(offer, today).page("ehc-plan")
    assert len(page["notices"]) == notices
    assert page["checked"]["text"] == "Checked on 9 November 2026"


def test_a_closed_service_is_named_as_closed(project: Path) -> None:
    write(
        project,
        "content/timelines/swim.yml",
        "title: Swim\nkind: age\nsteps: [{from: 5, title: Lessons, entries: [saturday-swim-club]}]\n",
    )
    swim = project / "content/services/saturday-swim-club.yml"
    swim.write_text(swim.read_text("utf-8") + "status: closed\n", "utf-8")
    offer = read_project(project, use_cache=False).offer
    assert offer is not None
    entry = timelines(offer).page("swim")["steps"][0]["entries"][0]
    assert entry["status"] == WORDS["status"]["closed"]


def test_text_that_is_hostile_stays_text(project: Path) -> None:
    write(
        project,
        "content/timelines/evil.yml",
        'title: "<script>alert(1)</script>"\nkind: age\nintroduction: "<img src=x onerror=alert(1)>"\n'
        'steps: [{from: 5, title: "<b onclick=x>", called: "</ol>", text: "[x](javascript:alert(1)) <iframe>"}]\n',
    )
    result = run_build(project)
    assert result.returncode == 0, result.stderr
    html = (project / "site/timelines/evil/index.html").read_text("utf-8")
    main = html[html.index("<main") : html.index("</main>")]
    for bad in ("<script", "<img", "<b onclick", "javascript:", "<iframe"):
        assert bad not in main, bad
    assert main.count("</ol>") == main.count("<ol")


# --- Where it is on the site --------------------------------------------------------------------


def test_the_steps_are_an_ordered_list_with_headings(demonstration: Path, offer: Offer) -> None:
    html = (demonstration / EHC).read_text("utf-8")
    ordered = html[html.index('<ol class="timeline">') : html.rindex("</ol>")]
    assert len(re.findall(r"<li class=\"timeline__step", ordered)) == len(offer.timelines["ehc-plan"].steps)
    assert ordered.count("<h2") == len(offer.timelines["ehc-plan"].steps)
    assert "Weeks are counted from the day the council got the request." in html


def test_a_guide_leads_to_the_timelines_that_name_it(demonstration: Path, offer: Offer) -> None:
    named = set(offer.timelines["ehc-plan"].guides) - {"index"}
    assert named
    for guide in named:
        assert 'href="../../timelines/ehc-plan/"' in (demonstration / guide / "index.html").read_text("utf-8")
    assert timelines_of("guides/leisure-and-things-to-do", offer.timelines, "../..") == []


def test_the_list_of_guides_search_and_the_sitemap_have_it(demonstration: Path) -> None:
    assert 'href="../timelines/ehc-plan/"' in (demonstration / "guides/index.html").read_text("utf-8")
    assert '"timelines/ehc-plan"' in (demonstration / "search/offer.json").read_text("utf-8")
    assert "/timelines/ehc-plan/</loc>" in (demonstration / "sitemap.xml").read_text("utf-8")


def test_every_step_of_the_demonstration_leads_to_somebody_or_something(offer: Offer) -> None:
    for timeline in offer.timelines.values():
        assert timeline.checked
        for step in timeline.steps:
            assert step.entries or step.guides, (timeline.title, step.title)


def test_the_time_limits_of_an_ehc_plan_are_those_of_the_law(offer: Offer) -> None:
    """6 weeks to decide, 16 to say no, 20 for the final plan (SEND Regulations 2014, 5, 10 and 13)."""
    starter = REPOSITORY / "generator/editing/starter/timeline-ehc-plan.yml"
    for timeline in (offer.timelines["ehc-plan"], _read(starter)):
        limits = {step.from_: step.law.citation for step in timeline.steps if step.time_limit and step.law}
        assert list(limits) == [6, 16, 20]
        assert [limits[week].rpartition(" ")[2] for week in limits] == ["5", "10", "13"]


def _read(file: Path) -> Timeline:
    from generator.reading.yaml_source import parse

    return Timeline.model_validate(parse(file.read_text("utf-8")).tree)


def test_timelines_are_written_for_a_child_of_eleven(offer: Offer) -> None:
    """Short sentences, short words: the Flesch-Kincaid grade of all of a timeline's words is 6 at most."""
    starter = REPOSITORY / "generator/editing/starter"
    ours = [*offer.timelines.values(), *map(_read, sorted(starter.glob("timeline-*.yml")))]
    for timeline in ours:
        texts = [timeline.introduction or "", *(f"{step.title}.\n\n{step.text}" for step in timeline.steps)]
        text = re.sub(r"[*_`]", "", "\n\n".join(texts))
        sentences = [part for part in re.split(r"[.!?:;]\s|\n\n", text) if re.search(r"[A-Za-z]", part)]
        words = re.findall(r"[A-Za-z’']+", text)
        syllables = sum(
            max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words
        )
        grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
        assert grade <= 6, (timeline.title, grade)


# --- Building again -----------------------------------------------------------------------------


def same(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []
    return True


def clean_build(project: Path) -> dict[str, bytes]:
    """What a build from nothing makes of a project."""
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / "site")
    assert run_build(project).returncode == 0
    return pages_of(project / "site")


STEPS = "steps:\n  - from: 5\n    title: {title}\n    guides: [guides/sendiass]\n"


@pytest.mark.parametrize("change", ["edited", "new", "gone", "renamed"])
def test_a_changed_timeline_is_built_as_if_from_nothing(small: Path, change: str) -> None:
    file = write(
        small, "content/timelines/third.yml", f"title: Third\nkind: age\n{STEPS.format(title='First')}"
    )
    if change == "new":
        file.unlink()
    assert run_build(small).returncode == 0
    if change == "gone":
        file.unlink()
    elif change == "renamed":
        file.rename(file.with_name("fourth.yml"))
    else:
        write(
            small, "content/timelines/third.yml", f"title: Other\nkind: age\n{STEPS.format(title='Second')}"
        )
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    built = pages_of(small / "site")
    assert ("timelines/third/index.html" in built) is (change in ("edited", "new"))
    assert same(built, clean_build(small))


def test_the_day_alone_makes_a_timeline_and_a_guide_overdue(small: Path) -> None:
    """The short way of a build must not leave out what only the day changes."""
    reading = read_project(small)
    icons: list[Path] = []
    builds = [
        SiteBuild(small, reading, [REPOSITORY / "theme"], icons, "", day)
        for day in (datetime.date(2027, 11, 8), datetime.date(2027, 11, 9))
    ]
    states = [{path: state for path, _, state in build._guides()} for build in builds]
    assert states[0]["content/timelines/ehc-plan.yml"] == "due-soon"
    assert states[1]["content/timelines/ehc-plan.yml"] == "overdue"
