"""Jargon becomes a link to its meaning the first time that a page uses it, in its text and nowhere else."""

import re
import time
from pathlib import Path

import pytest

from generator.site.jargon import Jargon
from generator.site.markdown import to_html
from offer_schema.vocabulary import JargonTerm
from tests.site.conftest import pages_of, run_build

ADDRESS = "guides/jargon-buster/"


def term(name: str, short: str | None = None, also: tuple[str, ...] = ()) -> JargonTerm:
    return JargonTerm(term=name, short=short, also=also, meaning="What it means.")


TERMS = {
    "ehc-plan": term("Education, health and care plan", "EHC plan", ("EHCP",)),
    "sen": term("Special educational needs", "SEN"),
    "sen-support": term("SEN support"),
    "send": term("Special educational needs and disabilities", "SEND"),
    "pa": term("Personal assistant", "PA"),
    "short-break": term("Short break"),
    "dsa": term("Disabled Students' Allowance", "DSA"),
    "rnd": term("Rest & play", "R&P"),
}


def marked(text: str, address: str = ADDRESS) -> list[tuple[str, str]]:
    """The ids and words of the terms that are links in a piece of HTML."""
    html = Jargon(TERMS, address).on_page("../..").html(text)
    return re.findall(
        r'<a class="explain" href="\.\./\.\./guides/jargon-buster/#([a-z-]+)" data-explain>(.*?)</a>',
        html,
        re.DOTALL,
    )


def test_a_term_becomes_a_link_to_its_meaning_and_the_rest_stays_as_it_was() -> None:
    html = Jargon(TERMS, ADDRESS).on_page("..").html("<p>Do you have an EHC plan?</p>")
    assert html == (
        '<p>Do you have an <a class="explain" href="../guides/jargon-buster/#ehc-plan" data-explain>EHC plan</a>?</p>'
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An EHC plan, an EHCP.", [("ehc-plan", "EHC plan")]),
        ("All EHCPs here.", [("ehc-plan", "EHCPs")]),
        ("two short breaks", [("short-break", "short breaks")]),
        ("Short\nbreak", [("short-break", "Short\nbreak")]),
        ("SEN support and SEN", [("sen-support", "SEN support"), ("sen", "SEN")]),
        (
            "Special educational needs and disabilities",
            [("send", "Special educational needs and disabilities")],
        ),
        ("Disabled Students’ Allowance", [("dsa", "Disabled Students’ Allowance")]),
        ("Rest &amp; play", [("rnd", "Rest &amp; play")]),
        ("(SEND)", [("send", "SEND")]),
    ],
)
def test_terms_are_found_in_each_way_to_write_them_the_longest_first(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert marked(f"<p>{text}</p>") == found


@pytest.mark.parametrize(
    "text",
    [
        "<p>Send us an email, sen pa</p>",
        "<p>SENDER RESEND PAS SEN_x</p>",
        '<p><a href="https://www.example.org/">An EHC plan</a></p>',
        "<h3>SEND and <em>more</em></h3>",
        "<pre><code>SEND</code></pre>",
        '<p title="a > SEND">x</p>',
        '<div class="SEND" aria-label="EHC plan">x</div>',
        "<p>shortbread breaks</p>",
    ],
)
def test_other_words_links_headings_code_and_attributes_are_left_alone(text: str) -> None:
    assert marked(text) == []
    assert Jargon(TERMS, ADDRESS).on_page("..").html(text) == text


def test_a_term_is_explained_once_on_a_page_in_whichever_of_its_texts_comes_first() -> None:
    page = Jargon(TERMS, ADDRESS).on_page("..")
    assert "data-explain" in page.text("You need an EHC plan.")
    assert "data-explain" not in page.html("<p>Your education, health and care plan.</p>")


def test_plain_text_is_escaped_before_it_is_marked() -> None:
    html = Jargon(TERMS, ADDRESS).on_page("..").text('<script>"SEND" & Disabled Students\' Allowance')
    assert html.startswith("&lt;script&gt;&#34;<a ")
    assert "#dsa" in html


def test_without_a_jargon_buster_nothing_is_marked() -> None:
    page = Jargon(TERMS, "").on_page("..")
    assert page.html("<p>SEND</p>") == "<p>SEND</p>"
    assert page.text("SEND <b>") == "SEND <b>"


def test_a_word_that_is_kept_out_of_texts_is_not_marked() -> None:
    kept_out = JargonTerm.model_validate({"term": "Deputy", "meaning": "Decides.", "in_texts": "no"})
    page = Jargon({"deputy": kept_out}, ADDRESS).on_page("..")
    assert page.html("<p>The deputy head</p>") == "<p>The deputy head</p>"


def test_letters_that_grow_when_they_are_made_small_move_nothing() -> None:
    assert marked("<p>İİİİ SEND</p>") == [("send", "SEND")]


def test_marking_takes_time_in_proportion_to_the_text() -> None:
    page = Jargon(TERMS, ADDRESS)

    def seconds(text: str) -> float:
        html = to_html(text, "Table")
        started = time.perf_counter()
        page.on_page("..").html(html)
        return time.perf_counter() - started

    for piece in (
        "special educational needs and ",
        "<a ",
        "s",
        "&amp;",
        "education, health ",
        "[s](http://s)",
        "`s` ",
    ):
        assert seconds(piece * 5_000) < 1, piece


def test_a_usual_description_is_marked_in_no_time() -> None:
    from generator.reading import read_project
    from tests.site.conftest import REPOSITORY

    offer = read_project(REPOSITORY, use_cache=False).offer
    assert offer is not None
    texts = [to_html(one.description, "Table") for one in offer.services.values() if one.description]
    jargon = Jargon(offer.vocabulary.jargon, ADDRESS)
    jargon.on_page("..").html(texts[0])

    def mean() -> float:
        started = time.perf_counter()
        for text in texts:
            jargon.on_page("..").html(text)
        return (time.perf_counter() - started) / len(texts)

    assert min(mean() for _ in range(5)) < 0.00025  # some 0.00005 on a quiet computer


# --- On the site ------------------------------------------------------------------------------


def test_every_explained_term_leads_to_its_meaning_and_the_jargon_buster_explains_itself_only_once(
    demonstration: Path,
) -> None:
    ids = set(re.findall(r' id="([^"]+)"', (demonstration / ADDRESS / "index.html").read_text("utf-8")))
    seen = 0
    for path, content in pages_of(demonstration).items():
        if not path.endswith(".html"):
            continue
        terms = re.findall(r'class="explain" href="[^"]*#([^"]+)"', content.decode())
        assert len(terms) == len(set(terms)), path
        assert set(terms) <= ids, path
        seen += len(terms)
        if path == f"{ADDRESS}index.html":
            assert terms == []
    assert seen > 300


def test_guides_services_and_reports_of_schools_explain_their_jargon(demonstration: Path) -> None:
    for path in (
        "guides/ehc-needs-assessment/",
        "services/early-help/",
        "schools/mammoth-ferry-primary-academy/",
    ):
        assert "data-explain" in (demonstration / path / "index.html").read_text("utf-8"), path


def test_a_site_without_the_jargon_buster_marks_nothing(small: Path) -> None:
    (small / "content/pages/guides/jargon-buster.md").unlink()
    for guide in (small / "content/pages").rglob("*.md"):
        text = guide.read_text("utf-8")
        guide.write_text(re.sub(r"\[([^\]]*)\]\((?:guides/)?jargon-buster\.md[^)]*\)", r"\1", text), "utf-8")
    result = run_build(small)
    assert result.returncode == 0, result.stderr
    for path, content in pages_of(small / "site").items():
        if path.endswith(".html"):
            assert b"data-explain" not in content, path
