"""The map in a real Chromium: beside the search results, on an entry's page, and by itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.site.browsing import RULES, open_page

SWIM = {
    "key": "swim",
    "name": "Saturday Swim Club",
    "url": "#swim",
    "latitude": 54.7012,
    "longitude": 2.3125,
    "facts": ["Tidewell"],
}
CLOSE = [
    {**SWIM, "key": f"close-{at}", "name": f"Club {at}", "latitude": 54.7012 + at * 0.0004}
    for at in range(1, 5)
]
SAME = [
    {
        **SWIM,
        "key": f"same-{at}",
        "name": f"Group {at}",
        "latitude": 54.6601,
        "longitude": 2.4193,
        "facts": ["Silverpit"],
    }
    for at in range(3)
]
FAR = {
    **SWIM,
    "key": "far",
    "name": "Norrowmere Club",
    "latitude": 54.7641,
    "longitude": 2.2276,
    "facts": ["Norrowmere"],
}
PLACES = [SWIM, *CLOSE, *SAME, FAR]

MOUNT = """async ([places, options]) => {
    const box = document.createElement("div");
    const after = document.createElement("a");
    after.href = "#after";
    after.id = "after";
    after.textContent = "After the map";
    document.querySelector("main h1").after(box, after);
    const { createMap } = await localOffer.load("map");
    globalThis.map = await createMap(box);
    globalThis.map.show(places, options);
}"""


def mount(page: Page, places: list[dict[str, Any]] | None = None, **options: Any) -> None:
    """A map of its own at the top of the page, with a link behind it."""
    page.evaluate(MOUNT, [PLACES if places is None else places, options])
    expect(page.locator(".map__status")).not_to_have_text("")


@pytest.fixture
def page(browser: Browser, top: str) -> Iterator[Page]:
    context, page = open_page(browser, top + "browse/")
    yield page
    context.close()


def names(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.map__tip')].map(one => one.textContent)")  # type: ignore[no-any-return]


# --- What is drawn ----------------------------------------------------------------------------


def test_the_map_shows_the_wards_their_names_and_whose_they_are(page: Page) -> None:
    mount(page)
    assert page.locator(".map__area").count() == 12
    drawn = " ".join(page.locator(".map__name").all_text_contents())
    assert "Oysterby" in drawn
    expect(page.locator(".map__source")).to_have_text("Invented for this demonstration.")


def test_a_place_stands_within_a_pixel_of_where_it_is(page: Page) -> None:
    # The corner of a ward that the file itself holds, as if somebody worked there.
    corner = page.evaluate(
        """async () => {
            const data = await (await fetch(localOffer.root + localOffer.files.areas)).json();
            const [x, y] = data.arcs[0];
            const { west, north, across, down } = data.projection;
            return {x, y, longitude: west + x / across, latitude: north - y / down};
        }"""
    )
    mount(page, [{**SWIM, "latitude": corner["latitude"], "longitude": corner["longitude"]}])
    away = page.evaluate(
        """([x, y]) => {
            const point = document.querySelector('.map__points li').getBoundingClientRect();
            const at = new DOMPoint(x, y).matrixTransform(document.querySelector('.map__land').getScreenCTM());
            return Math.hypot(point.left - at.x, point.top - at.y);
        }""",
        [corner["x"], corner["y"]],
    )
    assert away < 1


def test_every_place_has_a_name_and_close_ones_are_a_group_with_a_count(page: Page) -> None:
    mount(page)
    found = names(page)
    assert "Norrowmere Club, Norrowmere" in found
    assert any(re.match(r"3 in Silverpit \w+: open the list", name) for name in found)
    assert sum(int(name.split()[0]) if name[0].isdigit() else 1 for name in found) == len(PLACES)
    expect(page.locator(".map__status")).to_have_text("9 places on the map.")


def test_zooming_in_parts_a_group_and_the_whole_area_brings_it_back(page: Page) -> None:
    mount(page, [SWIM, *CLOSE])
    before = len(names(page))
    for _ in range(5):
        page.get_by_role("button", name="Zoom in", exact=True).click()
    page.get_by_role("button", name="Whole area").click()
    assert len(names(page)) == before
    page.get_by_role("button", name=re.compile("^[0-9]+ in ")).first.click()
    page.get_by_role("button", name="Zoom in to these").click()
    assert len(names(page)) > before


def test_what_is_out_of_sight_is_said_and_takes_no_focus(page: Page) -> None:
    mount(page)
    page.get_by_role("button", name="Zoom in", exact=True).click()
    page.get_by_role("button", name="Move right").click()
    page.get_by_role("button", name="Move right").click()
    expect(page.locator(".map__status")).to_have_text(
        re.compile(r"\d of 9 places are in this part of the map\.")
    )
    assert "Norrowmere Club, Norrowmere" not in names(page)


def test_the_place_of_the_person_is_marked_and_said(page: Page) -> None:
    mount(page, PLACES, **{"from": {"latitude": 54.7, "longitude": 2.31, "label": "ZZ1 2AB"}})
    expect(page.locator(".map__from-label")).to_have_text("ZZ1 2AB")
    expect(page.locator(".map__status")).to_contain_text("Your place: ZZ1 2AB.")


def test_withheld_addresses_shade_an_area_and_make_no_point(page: Page) -> None:
    mount(page, [FAR], withheld=[{"place": "oysterby", "count": 2}, {"place": "amberholme-hill", "count": 1}])
    assert page.locator(".map__area--withheld").count() == 2
    assert page.locator(".map__points button").count() == 1
    expect(page.locator(".map__withheld")).to_have_text(
        "Not on the map, because their addresses are not published: 2 in Oysterby, 1 in Amberholme Hill."
    )


def test_no_result_is_said(page: Page) -> None:
    mount(page, [])
    expect(page.locator(".map__status")).to_have_text("Nothing to show on the map.")
    assert page.locator(".map__points button").count() == 0


def test_new_results_take_the_place_of_the_old_ones_and_destroy_leaves_nothing(page: Page) -> None:
    mount(page)
    page.evaluate("place => map.show([place])", FAR)
    assert names(page) == ["Norrowmere Club, Norrowmere"]
    page.evaluate("map.destroy()")
    assert page.locator(".map, .map__frame, .map__skip").count() == 0


def test_a_name_with_markup_in_it_is_only_text(page: Page) -> None:
    mount(page, [{**SWIM, "name": "<img src=x onerror=alert(1)>"}])
    assert page.locator(".map img").count() == 0
    assert names(page) == ["<img src=x onerror=alert(1)>, Tidewell"]


# --- Keyboard -----------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.className || document.activeElement.id")  # type: ignore[no-any-return]


def test_tab_walks_through_the_map_and_out_again(page: Page) -> None:
    mount(page)
    page.evaluate("document.querySelector('.map__skip').focus()")
    stops = page.locator(".map__bar button, .map__frame, .map__points button").count()
    walked = []
    for _ in range(stops + 1):
        page.keyboard.press("Tab")
        walked.append(focused(page))
        assert page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })()"
        ), walked[-1]
    assert walked[-1] == "after"
    assert walked[:-1].count("map__frame") == 1
    for _ in range(stops + 1):
        page.keyboard.press("Shift+Tab")
    assert focused(page) == "map__skip"


def test_the_map_can_be_skipped_without_a_change_of_the_address(page: Page) -> None:
    mount(page)
    before = page.url
    page.evaluate("document.querySelector('.map__skip').focus()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "after"
    assert page.url == before


def test_places_come_in_the_order_of_the_list(page: Page) -> None:
    mount(page, [FAR, SWIM, SAME[0]])
    assert [name.partition(",")[0] for name in names(page)] == [
        "Norrowmere Club",
        "Saturday Swim Club",
        "Group 0",
    ]


def test_arrow_keys_move_the_map_only_when_it_has_the_focus(page: Page) -> None:
    mount(page)
    transform = "document.querySelector('.map__land').getAttribute('transform')"
    page.get_by_role("button", name="Zoom in", exact=True).click()
    before = page.evaluate(transform)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(transform) == before
    page.locator(".map__frame").focus()
    for key in ("ArrowLeft", "ArrowDown", "+"):
        page.keyboard.press(key)
        assert page.evaluate(transform) != before, key
        before = page.evaluate(transform)
    page.keyboard.press("Control+-")
    assert page.evaluate(transform) == before


def test_a_group_opens_as_a_list_and_escape_goes_back_to_it(page: Page) -> None:
    mount(page)
    group = page.get_by_role("button", name=re.compile("3 in Silverpit"))
    group.focus()
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-expanded", "true")
    assert focused(page) == "map__panel-title"
    assert page.locator(".map__panel a").all_text_contents() == ["Group 0", "Group 1", "Group 2"]
    # All three are in one building: there is nothing to zoom in to.
    assert page.get_by_role("button", name="Zoom in to these").count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Group 0"
    page.keyboard.press("Escape")
    assert page.locator(".map__panel").is_hidden()
    expect(group).to_be_focused()
    expect(group).to_have_attribute("aria-expanded", "false")


def test_one_place_opens_with_its_name_as_a_link(page: Page) -> None:
    mount(page)
    page.evaluate(
        "document.querySelector('.map').addEventListener('map:choose', (event) => { globalThis.heard = event.detail.key; })"
    )
    place = page.get_by_role("button", name="Norrowmere Club, Norrowmere")
    place.click()
    link = page.locator(".map__panel a")
    expect(link).to_have_text("Norrowmere Club")
    expect(link).to_have_attribute("href", "#swim")
    assert page.evaluate("heard") == "far"
    page.get_by_role("button", name="Close").click()
    expect(place).to_be_focused()


def test_many_in_one_group_are_opened_by_zooming_and_the_focus_stays_on_the_map(page: Page) -> None:
    many = [
        {**SWIM, "key": str(at), "name": f"Club {at}", "latitude": 54.69 + at * 0.0008} for at in range(20)
    ]
    mount(page, [*many, FAR])
    page.set_viewport_size({"width": 320, "height": 800})
    group = page.locator(".map__point--group").first
    expect(page.locator(".map__count").first).to_have_text("20")
    group.press("Enter")
    assert page.locator(".map__panel").is_hidden()
    assert page.evaluate("document.activeElement.closest('.map__points') !== null")
    assert page.locator(".map__points button").count() > 1


def test_new_results_leave_the_focus_where_somebody_types(page: Page) -> None:
    mount(page)
    page.evaluate("document.querySelector('#after').focus()")
    page.evaluate("place => map.show([place])", FAR)
    assert focused(page) == "after"


# --- Mouse ---------------------------------------------------------------------------------------


def test_the_wheel_scrolls_the_page_and_a_drag_moves_the_map(page: Page) -> None:
    mount(page)
    transform = "document.querySelector('.map__land').getAttribute('transform')"
    before = page.evaluate(transform)
    box = page.locator(".map__frame").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 40
    page.mouse.move(x, y)
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 0
    assert page.evaluate(transform) == before
    page.evaluate("scrollTo(0, 0)")
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=4)
    page.mouse.up()
    assert page.evaluate(transform) != before


def test_escape_hides_the_name_under_the_pointer(page: Page) -> None:
    mount(page, [FAR])
    place = page.locator(".map__points button")
    place.focus()
    tip = place.locator(".map__tip")
    expect(place.locator(".map__tip")).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    assert tip.evaluate("one => getComputedStyle(one).opacity") == "0"
    expect(place).to_be_focused()


# --- Accessibility -------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_a_map_with_an_open_list(
    browser: Browser, top: str, width: int, scheme: str
) -> None:
    context, page = open_page(browser, top + "browse/", width, color_scheme=scheme, bypass_csp=True)
    mount(page, withheld=[{"place": "oysterby", "count": 2}])
    page.locator(".map__point--group").first.click()
    results = Axe().run(page, options=RULES)
    found = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in results.response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == []
    assert wide <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_every_target_is_big_enough_for_a_finger(browser: Browser, top: str, width: int) -> None:
    context, page = open_page(browser, top + "browse/", width)
    mount(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.map button')].filter(e => e.checkVisibility())
            .filter(e => e.offsetHeight < 24 || e.offsetWidth < 24).map(e => e.outerHTML.slice(0, 100))"""
    )
    context.close()
    assert small == []


def test_right_to_left_keeps_the_map_as_it_is(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    mount(page, [SWIM, FAR])
    swim = page.get_by_role("button", name="Saturday Swim Club, Tidewell").bounding_box()
    far = page.get_by_role("button", name="Norrowmere Club, Norrowmere").bounding_box()
    assert swim
    assert far
    assert far["x"] < swim["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_printed_page_has_no_map(page: Page) -> None:
    mount(page)
    page.emulate_media(media="print")
    assert page.locator(".map__frame").is_hidden()


# --- On pages --------------------------------------------------------------------------------------


def test_nothing_is_asked_of_anybody_else_and_areas_only_when_a_map_is_wanted(
    browser: Browser, top: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(top + "services/saturday-swim-club/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "areas.json" in url or "/map." in url]
    page.get_by_role("button", name="Show on a map").first.click()
    page.wait_for_selector(".map__points button")
    context.close()
    assert [url for url in asked if not url.startswith((top, "data:"))] == []
    assert [url for url in asked if url.endswith("places/areas.json")]
    assert said == []


def test_an_entry_is_shown_on_the_map_in_its_ward(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/saturday-swim-club/")
    button = page.get_by_role("button", name="Show on a map (Tidewell Baths)")
    button.click()
    expect(page.locator(".map__status")).to_have_text(re.compile("1 place on the map, in Tidewell Harbour."))
    again = page.get_by_role("button", name="Hide the map (Tidewell Baths)")
    expect(again).to_have_attribute("aria-expanded", "true")
    again.click()
    assert page.locator(".map__frame").is_hidden()
    context.close()


def test_a_withheld_entry_has_no_map(browser: Browser, top: str) -> None:
    context, page = open_page(browser, top + "services/safe-harbour-refuge/")
    assert page.locator("[data-entry-map]").count() == 0
    context.close()


def test_without_scripts_nothing_offers_a_map(browser: Browser, top: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(top + "services/saturday-swim-club/")
    assert page.get_by_text("Show on a map").first.is_hidden()
    context.close()
