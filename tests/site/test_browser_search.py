"""Searching the demonstration site in a real Chromium, with mistakes, choices and the keyboard."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.browsing import RULES

COUNT = "[data-search-count]"
NAMES = ".search__results .card__name"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []


def results(page: Page, address: str) -> list[str]:
    """The names on the search page at an address, once the longer texts have been searched as well."""
    page.goto(address)
    return settled(page)


def settled(page: Page) -> list[str]:
    expect(page.locator(COUNT)).to_have_text(re.compile(r"\d+ results?|No results|1 result"))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    return page.locator(NAMES).all_inner_texts()


def tick(page: Page, facet: str, term: str) -> None:
    details = page.locator(f"[data-facet={facet}]")
    if not details.evaluate("e => e.open"):
        details.locator("summary").click()
    details.locator(f"input[value='{term}']").check()


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("speach theraphy", "Children's speech and language therapy"),
        ("autsim", "Autism assessment for children"),
        ("weelchair", "Wheelchair service"),
        ("SALT", "Children's speech and language therapy"),
        ("EHCP", "Ask for an EHC needs assessment"),
        ("SENDIASS", "SENDIASS Doggerland"),
        ("swims", "Saturday Swim Club"),
        ("won't sleep", "Sleep support for families"),
        ("swimming in Tidewell", "Saturday Swim Club"),
    ],
)
def test_what_families_type_finds_what_they_mean(page: Page, top: str, typed: str, name: str) -> None:
    found = results(page, f"{top}search/?q={typed}")
    assert name in found[:5]


def test_a_word_that_enough_pages_say_does_not_bring_all_that_is_of_their_kind(page: Page, top: str) -> None:
    """ "Swimming" is an example of things to do; a youth theatre does not swim."""
    found = results(page, f"{top}search/?q=swimming")
    assert len(found) >= 5
    page.goto(f"{top}search/?category=clubs")
    settled(page)
    assert int(re.findall(r"\d+", page.inner_text(COUNT))[0]) > len(found)
    assert "Doggerland Libraries" not in found


def test_a_word_that_few_pages_say_brings_those_of_the_kind_that_it_is_an_example_of(
    page: Page, top: str
) -> None:
    found = results(page, f"{top}search/?q=dentist")
    assert found[0] == "Special care dentist"
    assert "Community paediatrics" in found


def test_a_corrected_word_is_said(page: Page, top: str) -> None:
    results(page, f"{top}search/?q=speach")
    expect(page.locator("[data-search-note]")).to_contain_text("“speech”")


def test_a_word_that_stands_only_in_a_description_is_found_too(page: Page, top: str) -> None:
    results(page, f"{top}search/?q=bubbles")
    expect(page.locator(NAMES, has_text="Saturday Swim Club")).to_be_visible()


def test_words_that_no_page_has_together_find_pages_with_some_and_say_so(page: Page, top: str) -> None:
    assert results(page, f"{top}search/?q=hoist+trampolining+mediation")
    expect(page.locator("[data-search-note]")).to_contain_text("some of them")


def test_results_come_while_somebody_types(page: Page, top: str) -> None:
    page.goto(top + "search/")
    page.locator("#q").focus()
    page.keyboard.type("swim")
    expect(page.locator(NAMES).first).to_be_visible()
    assert "q=swim" in page.url


def test_what_was_typed_before_the_search_came_is_searched_for(page: Page, top: str) -> None:
    held: list[Route] = []
    page.route(
        "**/assets/search.*.js", lambda route: held.append(route)
    )  # Playwright takes no bound built-in
    page.goto(top + "search/")
    page.locator("#q").focus()
    page.keyboard.type("swim")
    page.wait_for_timeout(300)
    (script,) = held
    script.continue_()
    assert "Saturday Swim Club" in settled(page)
    assert page.input_value("#q") == "swim"
    assert page.url.endswith("?q=swim")


def test_nothing_found_says_what_to_try_and_how_to_tell_the_council(page: Page, top: str) -> None:
    assert results(page, top + "search/?q=xyzzyqwv") == []
    expect(page.locator("[data-search-none]")).to_be_visible()
    href = page.locator("[data-search-tell]").get_attribute("href") or ""
    assert href.startswith("mailto:")
    assert "xyzzyqwv" in href


# --- Choices ------------------------------------------------------------------------------------------


def test_choices_are_or_within_a_facet_and_and_across_facets(page: Page, top: str) -> None:
    def total(query: str) -> int:
        results(page, f"{top}search/?{query}")
        return int(re.findall(r"\d+", page.inner_text(COUNT))[0])

    autism, adhd = total("need=autism"), total("need=adhd")
    either = total("need=autism&need=adhd")
    assert max(autism, adhd) <= either <= autism + adhd
    assert total("need=autism&cost=free") <= autism


def test_the_count_beside_a_choice_is_how_many_results_it_gives(page: Page, top: str) -> None:
    results(page, top + "search/?cost=free")
    label = page.locator("label[for='day-saturday']")
    promised = (
        int(re.findall(r"\d+", label.locator(".check__count").inner_text(timeout=2000) or "0")[0])
        if (page.locator("[data-facet=day]").evaluate("e => e.open = true"))
        else 0
    )
    tick(page, "day", "saturday")
    settled(page)
    assert int(re.findall(r"\d+", page.inner_text(COUNT))[0]) == promised > 0


def test_not_stated_never_hides_an_entry(page: Page, top: str) -> None:
    """An entry that says nothing of access stays when a hoist is asked for, apart and marked."""
    page.goto(top + "search/?access=hoist")
    settled(page)
    while page.locator("[data-search-more]").is_visible():
        page.locator("[data-search-more]").click()
        settled(page)
    unsure = page.locator("[data-search-maybe] .card")
    assert unsure.count() > 0
    expect(unsure.first).to_contain_text("Access: not stated")


def test_choices_are_in_the_address_and_the_back_button_takes_them_back(page: Page, top: str) -> None:
    results(page, top + "search/?q=club")
    before = page.inner_text(COUNT)
    tick(page, "cost", "free")
    settled(page)
    assert "cost=free" in page.url
    page.go_back()
    settled(page)
    assert "cost=free" not in page.url
    assert page.inner_text(COUNT) == before
    assert not page.locator("#cost-free").is_checked()
    page.go_forward()
    settled(page)
    assert page.locator("#cost-free").is_checked()


def test_an_address_brings_words_choices_and_order_back(page: Page, top: str) -> None:
    results(page, top + "search/?q=club&need=autism&sort=name")
    assert page.input_value("#q") == "club"
    assert page.locator("#need-autism").is_checked()
    assert page.locator("[data-facet=need]").evaluate("e => e.open")
    assert page.input_value("[data-search-sort]") == "name"


def test_an_address_with_nonsense_in_it_does_no_harm(page: Page, top: str) -> None:
    assert results(page, top + "search/?q=swim&need=%3Cscript%3E&sort=evil&colour=red#near=%00&within=x")


def test_tags_take_choices_away_one_by_one_and_all_at_once(page: Page, top: str) -> None:
    results(page, top + "search/?q=club&need=autism&cost=free")
    page.get_by_role("button", name="Remove Autism").click()
    settled(page)
    assert "need=" not in page.url
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Remove Free"
    page.get_by_role("button", name="Clear all").click()
    settled(page)
    assert "cost=" not in page.url
    expect(page.locator("[data-search-tags]")).to_be_hidden()


def test_results_by_name_are_in_the_order_of_the_alphabet(page: Page, top: str) -> None:
    found = results(page, top + "search/?need=autism&sort=name")
    sure = page.locator("[data-search-list] .card__name").all_inner_texts()
    assert len(found) > 5
    assert sure == sorted(sure, key=str.casefold)


def test_more_results_come_by_a_button_and_the_focus_goes_to_the_first_new_one(page: Page, top: str) -> None:
    first = results(page, top + "search/?need=autism")
    page.locator("[data-search-more]").click()
    page.wait_for_function(f"() => document.querySelectorAll('{NAMES}').length > {len(first)}")
    page.wait_for_timeout(200)
    focused = page.evaluate("() => document.activeElement.textContent")
    assert focused == page.locator(NAMES).nth(len(first)).inner_text()


def test_an_overdue_entry_says_so_in_the_results(page: Page, top: str) -> None:
    results(page, top + "search/?q=sibling days")
    card = page.locator(".search__results .card", has_text="ibling").first
    expect(card).to_contain_text("Not checked lately")


# --- Keyboard, announcements, suggestions -----------------------------------------------------------------


def test_the_whole_search_can_be_done_with_the_keyboard(page: Page, top: str) -> None:
    page.goto(top + "search/")
    page.locator("#q").focus()
    page.keyboard.type("club")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Tab")  # the button
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.closest('[data-facet]') !== null"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("need="))
    settled(page)


def test_the_number_of_results_is_announced(page: Page, top: str) -> None:
    results(page, top + "search/?q=swim")
    assert page.locator(COUNT).get_attribute("role") == "status"


def test_the_home_page_suggests_needs_services_and_guides_to_the_keyboard(page: Page, top: str) -> None:
    page.goto(top)
    box = page.locator("main input[name=q]")
    box.focus()
    page.keyboard.type("autis", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    kinds = {text.splitlines()[-1] for text in page.get_by_role("option").all_inner_texts()}
    assert {"Need", "Service", "Guide"} <= kinds
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert active
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "autis"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/needs/autism/")


def test_who_chooses_from_the_suggestions_is_not_interrupted_by_the_same_ones(page: Page, top: str) -> None:
    page.goto(top)
    box = page.locator("main input[name=q]")
    box.focus()
    page.keyboard.type("autis")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    box.dispatch_event("input")  # as when a letter is typed and taken away again
    page.wait_for_timeout(600)
    active = box.get_attribute("aria-activedescendant")
    assert active
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"


def test_what_was_typed_before_the_suggestions_came_is_not_lost(page: Page, top: str) -> None:
    held: list[Route] = []
    page.route("**/suggest*.js", lambda route: held.append(route))  # Playwright takes no bound built-in
    page.goto(top)
    page.locator("main input[name=q]").focus()
    page.keyboard.type("autis")
    page.wait_for_timeout(300)
    assert page.get_by_role("option").count() == 0
    (script,) = held
    script.continue_()
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_search_page_points_straight_to_a_need(page: Page, top: str) -> None:
    results(page, top + "search/?q=autism")
    expect(page.get_by_role("link", name="Autism (Need)")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("query", ["q=speach&need=autism&cost=free", "q=xyzzyqwv", "need=autism"])
def test_axe_finds_nothing_in_results(
    browser: Browser, top: str, query: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    results(page, f"{top}search/?{query}")
    page.evaluate("() => document.querySelectorAll('details').forEach(e => { e.open = true; })")
    found = Axe().run(page, options=RULES).response["violations"]
    width_of_page = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    assert width_of_page <= width


# --- What is sent -----------------------------------------------------------------------------------------


def test_a_search_fetches_its_files_once_and_from_here_only(page: Page, top: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    results(page, top + "search/?q=swim")
    page.locator("#q").fill("speech")
    settled(page)
    assert [url for url in asked if not url.startswith(top)] == []
    assert len([url for url in asked if url.endswith("offer.json")]) == 1
    assert len([url for url in asked if url.endswith("words.json")]) == 1


def test_other_pages_fetch_nothing_for_search_until_somebody_goes_to_the_box(page: Page, top: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(top)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url.removeprefix(top) or "suggest" in url] == []
    with page.expect_request("**/search/offer.json"):
        page.locator("main input[name=q]").focus()


def test_a_search_that_cannot_load_says_so(browser: Browser, top: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/offer.json", lambda route: route.abort())
    page.goto(top + "search/?q=swim")
    expect(page.locator(COUNT)).to_contain_text("did not load")
    expect(page.locator(".search__browse")).to_be_visible()
    context.close()


# --- On a phone ---------------------------------------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def in_sight(page: Page) -> bool:
    return bool(
        page.locator(COUNT).evaluate(
            "e => { const { top } = e.getBoundingClientRect(); return 0 <= top && top < innerHeight / 2; }"
        )
    )


def test_who_asks_from_the_home_page_sees_the_answer_and_not_the_form_again(phone: Page, top: str) -> None:
    phone.goto(top)
    phone.locator("main input[name=q]").fill("swimming")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/?q=swimming")
    settled(phone)
    assert in_sight(phone)


def test_who_asks_again_is_taken_to_the_answer_and_who_only_types_is_not(phone: Page, top: str) -> None:
    phone.goto(top + "search/")
    phone.locator("#q").fill("swimming")
    settled(phone)
    assert phone.evaluate("scrollY") == 0
    phone.keyboard.press("Enter")
    phone.wait_for_function("scrollY > 0")
    assert in_sight(phone)
    assert phone.evaluate("document.activeElement.id") != "q", "the keyboard on the screen would cover it"


def test_a_word_about_a_postcode_stays_in_sight(phone: Page, top: str) -> None:
    phone.goto(top + "search/?q=swimming")
    settled(phone)
    phone.locator("#near").fill("M33 7XZ")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-near-problem]")).to_be_in_viewport()


# --- Near me --------------------------------------------------------------------------------------------


def test_a_postcode_puts_the_nearest_first_and_says_how_far(page: Page, top: str) -> None:
    page.goto(top + "search/")
    page.locator("#near").fill("zz11aa")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("#near")).to_have_value("ZZ1 1AA")
    assert page.input_value("[data-search-sort]") == "distance"
    expect(page.locator(COUNT)).to_contain_text("near ZZ1 1AA")
    facts = [
        re.findall(r"(under half a|half a|[\d.]+) miles? away", card)
        for card in page.locator(".search__results .card__facts").all_inner_texts()
    ]
    words = {"under half a": 0.4, "half a": 0.5}
    miles = [words.get(one[0]) or float(one[0]) for one in facts if one]
    assert len(miles) > 10
    assert miles == sorted(miles)


def test_what_was_asked_for_by_name_comes_first_though_it_is_far_away(page: Page, top: str) -> None:
    found = results(page, top + "search/?q=zealand marsh sensory barn#near=ZZ1+1AA")
    assert found[0] == "The Sensory Barn, Zealand Marsh"


def test_a_postcode_stays_behind_the_hash_and_out_of_every_request(page: Page, top: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(top + "search/")
    page.locator("#near").fill("ZZ1 1AA")
    page.keyboard.press("Enter")
    settled(page)
    assert "#near=ZZ1+1AA" in page.url
    assert "1AA" not in page.url.partition("#")[0]
    assert not any("1AA" in url.partition("#")[0].upper() for url in asked)
    page.reload()
    settled(page)
    expect(page.locator(COUNT)).to_contain_text("near ZZ1 1AA")


def test_within_a_distance_what_comes_to_you_stays_in(page: Page, top: str) -> None:
    found = results(page, top + "search/?cost=free#near=ZZ1+1AA&within=1")
    while page.locator("[data-search-more]").is_visible():
        page.locator("[data-search-more]").click()
        found = settled(page)
    assert "Home sitting service" in found or "All Our Children helpline" in found
    assert "The Sensory Barn, Zealand Marsh" not in found
    far = re.findall(r"([\d.]+) miles away", page.locator(".search__results").inner_text())
    assert all(float(miles) <= 1.05 for miles in far)


def test_a_postcode_elsewhere_gets_a_sentence_and_the_search_goes_on(page: Page, top: str) -> None:
    results(page, top + "search/?q=swim")
    page.locator("#near").fill("M33 7XZ")
    page.keyboard.press("Enter")
    expect(page.locator("[data-near-problem]")).to_contain_text("M33")
    assert page.locator(NAMES).count() > 0
