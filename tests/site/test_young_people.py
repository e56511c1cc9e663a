"""The young people's area shows what is for them, by what they ask about, and leads to the rest."""

import re
from pathlib import Path

import pytest

from generator.reading import Offer
from generator.site.words import load_words
from offer_schema import School
from tests.site.conftest import REPOSITORY, run_build

AREA = "young-people/"


@pytest.fixture(scope="module")
def area(demonstration: Path) -> str:
    return (demonstration / AREA / "index.html").read_text("utf-8")


def topics(html: str) -> dict[str, str]:
    """The HTML of each topic of the area."""
    parts = re.split(r'<section class="young__topic" id="([a-z]+)">', html)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_each_topic_shows_services_for_young_people_of_its_kinds(offer: Offer, area: str) -> None:
    found = topics(area)
    assert list(found) == [
        "feelings",
        "learning",
        "work",
        "fun",
        "health",
        "home",
        "travel",
        "money",
        "rights",
    ]
    for topic, html in found.items():
        kinds = {one for one, kind in offer.vocabulary.categories.items() if kind.young_people == topic}
        named = re.findall(r'href="\.\./services/([a-z0-9-]+)/"', html)
        assert 0 < len(named) <= 3
        for one in named:
            assert "young-people" in offer.services[one].audience
            assert kinds & set(offer.services[one].categories)


def test_what_is_made_for_young_people_alone_comes_first(area: str) -> None:
    assert re.findall(r'href="\.\./services/([a-z0-9-]+)/"', topics(area)["feelings"])[0] == "the-snug"


def test_a_topic_with_more_says_how_many_and_leads_to_a_search_for_them(offer: Offer, area: str) -> None:
    kinds = [one for one, kind in offer.vocabulary.categories.items() if kind.young_people == "fun"]
    members = [
        one
        for one in offer.services.values()
        if "young-people" in one.audience and set(kinds) & set(one.categories)
    ]
    link = re.search(r'href="\.\./search/\?([^"]+)">(\d+) more', topics(area)["fun"])
    assert link
    assert int(link[2]) == len(members) - 3
    assert link[1].replace("&amp;", "&") == "audience=young-people" + "".join(
        f"&category={one}" for one in kinds
    )


def test_every_guide_for_young_people_is_in_the_area_and_leads_back_to_it(
    offer: Offer, area: str, demonstration: Path
) -> None:
    guides = [one for one in offer.guides.values() if one.about.section == "young-people"]
    assert len(guides) >= 4
    for guide in guides:
        assert f'href="../{guide.id}/"' in area
        html = (demonstration / guide.id / "index.html").read_text("utf-8")
        assert f'href="../../{AREA}"' in html
        assert re.search(r'<body class="[^"]*\bpage-young\b', html)
    other = (demonstration / "guides/sendiass/index.html").read_text("utf-8")
    assert "page-young" not in other


def test_the_guides_for_young_people_are_written_for_a_child_of_eleven(offer: Offer) -> None:
    """Short sentences, short words: the Flesch-Kincaid grade of all of a guide's words is 5 at most."""
    for guide in offer.guides.values():
        if guide.about.section != "young-people":
            continue
        text = (REPOSITORY / guide.path).read_text("utf-8").split("---", 2)[2]
        text = re.sub(r"\]\([^)]*\)|[*_`\[|#]", " ", text)
        sentences = [part for part in re.split(r"[.!?:;]\s|\n", text) if re.search(r"[A-Za-z]", part)]
        words = re.findall(r"[A-Za-z’']+", text)
        syllables = sum(
            max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words
        )
        grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
        assert grade <= 5, (guide.id, grade)


def test_whom_a_service_is_for_is_a_way_to_browse(demonstration: Path, offer: Offer) -> None:
    hub = (demonstration / "browse/index.html").read_text("utf-8")
    for audience in ("young-people", "parents-carers", "siblings", "professionals"):
        assert f'href="../browse/audience/{audience}/"' in hub
    lists = sorted((demonstration / "browse/audience/young-people").rglob("index.html"))
    html = "".join(one.read_text("utf-8") for one in lists)
    for service_id, service in offer.services.items():
        if service.status.state == "active":
            assert (f'services/{service_id}/"' in html) == ("young-people" in service.audience), service_id


def test_a_council_whose_services_say_nothing_of_young_people_has_the_area_too(small: Path) -> None:
    for file in (small / "content/services").glob("*.yml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(?m)^audience:.*\n(?: .*\n)*", "", text), "utf-8")
    for file in (small / "content/pages/guides").glob("*.md"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("section: young-people\n", ""), "utf-8")
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    html = (small / "site" / AREA / "index.html").read_text("utf-8")
    assert topics(html) == {}
    assert "0800 1111" in html


def test_a_topic_has_a_name_and_a_sentence() -> None:
    words = load_words([REPOSITORY / "theme"])
    assert set(words["young_topic"]) == set(words["young_topic_about"])


# --- Sensitive pages ---------------------------------------------------------------------------


def test_every_page_that_is_marked_has_the_exit_and_no_other(offer: Offer, demonstration: Path) -> None:
    marked = {
        f"guides/{one.id.removeprefix('guides/')}/" for one in offer.guides.values() if one.about.sensitive
    }
    for (kind, one), _ in offer.cards.items():
        if offer.entry(kind, one).sensitive:
            marked.add(
                {"service": "services", "school": "schools", "organisation": "organisations"}[kind]
                + f"/{one}/"
            )
    assert len(marked) > 5
    found = {
        str(file.parent.relative_to(demonstration)) + "/"
        for file in demonstration.rglob("index.html")
        if "data-quick-exit" in file.read_text("utf-8")
    }
    assert found == marked | {"leaving-fast/"}


def test_a_school_can_be_marked_as_sensitive() -> None:
    school = School.model_validate(
        {"name": "Haven", "type": "independent-school", "sensitive": "yes"}, strict=False
    )
    assert school.sensitive


def test_at_a_glance_says_why_a_secret_place_has_no_town(demonstration: Path) -> None:
    html = (demonstration / "services/safe-harbour-refuge/index.html").read_text("utf-8")
    where = re.search(r'<div class="glance__where"><dt>.*?</dt><dd>(.*?)</dd>', html)
    assert where
    assert where[1] == "They tell you when you get in touch"
