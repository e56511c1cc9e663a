"""What a page shows of other entries: alike first, near by distance, and never every pair compared."""

import math
import random
import time

import pytest

from generator.reading.card import Card
from generator.reading.distance import miles
from generator.site.linking import NEAR, SIMILAR, Key, find_links
from generator.site.nearest import WITHIN, Nearest, least_miles

Cards = dict[Key, Card]


def service(name: str, **answers: object) -> Card:
    return Card("service", name, name.title(), "", "", **{"categories": ("clubs",), **answers})  # type: ignore[arg-type]


def by_key(*cards: Card) -> Cards:
    return {(card.kind, card.id): card for card in cards}


def town(count: int, seed: int = 4) -> Cards:
    """Services at random in two towns and the land around them; some share a building."""
    chance = random.Random(seed)
    cards = []
    for number in range(count):
        middle = chance.choice([(54.70, 2.30), (54.79, 2.41)])
        point = (round(chance.gauss(middle[0], 0.03), 4), round(chance.gauss(middle[1], 0.04), 4))
        youngest = chance.randint(0, 14)
        cards.append(
            service(
                f"s{number}",
                organisation=f"o{number % 40}",
                categories=(f"c{number % 12}",),
                needs=tuple(chance.sample([f"n{need}" for need in range(12)], chance.randint(0, 4))),
                age_from=youngest,
                age_to=youngest + 8,
                points=((54.7, 2.3),) if number % 9 == 0 else (point,) if number % 4 else (),
            )
        )
    return by_key(*cards)


# --- Near ------------------------------------------------------------------------------------


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The haversine formula on a sphere of 3,958.8 miles."""
    (north, east), (north_too, east_too) = ([math.radians(part) for part in point] for point in (one, other))
    half = math.sin((north_too - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_too) * math.sin((east_too - east) / 2) ** 2
    return 2 * 3958.8 * math.asin(math.sqrt(half))


@pytest.mark.parametrize(
    "other", [(54.7012, 2.3126), (54.73, 2.31), (54.68, 2.41), (55.0, 2.8), (50.1, -5.2)]
)
def test_a_distance_agrees_with_the_great_circle(other: tuple[float, float]) -> None:
    here = (54.7012, 2.3125)
    assert miles(here, other) == pytest.approx(great_circle(here, other), rel=0.01)


def test_the_nearest_are_found_as_if_every_pair_had_been_measured() -> None:
    cards = town(600)
    links = find_links(cards, cards)
    for key, card in cards.items():
        shown = {key, *links[key].similar, *links[key].same}
        alike = [
            other
            for one, other in cards.items()
            if one not in shown and other.points and _ages_meet(card, other) and card.points
        ]
        distances = sorted(least_miles(card.points, other.points) for other in alike)
        expected = [distance for distance in distances[:NEAR] if distance <= WITHIN]
        found = [least_miles(card.points, cards[one].points) for one in links[key].near]
        assert found == pytest.approx(expected, rel=0.01, abs=0.001), key


def _ages_meet(one: Card, other: Card) -> bool:
    return one.age_from <= other.age_to and other.age_from <= one.age_to


def test_nothing_beyond_five_miles_is_near() -> None:
    cards = by_key(service("here", points=((54.7, 2.3),)), service("far", points=((54.7, 2.45),)))
    assert least_miles(((54.7, 2.3),), ((54.7, 2.45),)) > WITHIN
    assert find_links(cards, cards)["service", "here"].near == ()


def test_what_is_shown_as_similar_or_of_the_same_organisation_is_not_shown_again_as_near() -> None:
    here = (54.7, 2.3)
    cards = by_key(
        service("me", points=(here,), organisation="council"),
        service("alike", points=(here,)),
        service("ours", points=(here,), organisation="council", categories=("health",)),
        service("other", points=(here,), categories=("money",)),
    )
    links = find_links(cards, cards)["service", "me"]
    assert links.similar == (("service", "alike"),)
    assert links.same == (("service", "ours"),)
    assert links.near == (("service", "other"),)


def test_a_closed_service_and_one_for_other_ages_are_not_suggested_nearby() -> None:
    here = (54.7, 2.3)
    cards = by_key(
        service("me", points=(here,), age_from=3, age_to=8),
        service("closed", points=(here,), categories=("money",), status="closed"),
        service("adults", points=(here,), categories=("money",), age_from=18, age_to=25),
        service("anybody", points=(here,), categories=("money",)),
    )
    assert find_links(cards, cards)["service", "me"].near == (("service", "anybody"),)


def test_an_entry_without_a_published_point_has_nothing_near() -> None:
    cards = by_key(service("refuge"), service("other", points=((54.7, 2.3),), categories=("money",)))
    assert find_links(cards, cards)["service", "refuge"].near == ()
    assert all(("service", "refuge") not in links.near for links in find_links(cards, cards).values())


def test_a_postcode_s_point_counts_when_it_is_given() -> None:
    cards = by_key(service("me", points=((54.7, 2.3),)), service("other", categories=("money",)))
    links = find_links(cards, cards, lambda card: card.points or ((54.71, 2.31),))
    assert links["service", "me"].near == (("service", "other"),)


def test_a_school_shows_services_nearby() -> None:
    school = Card("school", "reef", "Reef", "", "", phase="primary", points=((54.7, 2.3),))
    cards = by_key(school, service("club", points=((54.701, 2.3),)))
    assert find_links(cards, cards)["school", "reef"].near == (("service", "club"),)


def test_of_many_services_in_one_building_a_few_are_named() -> None:
    places = [(("service", f"s{number:03}"), ((54.7, 2.3),)) for number in range(300)]
    found = Nearest(places).find([(54.7, 2.3)], 4, lambda key: key != ("service", "s000"))
    assert found == [("service", f"s00{number}") for number in (1, 2, 3, 4)]


# --- Similar ---------------------------------------------------------------------------------


def test_similar_services_share_needs_and_ages_before_they_share_a_letter() -> None:
    cards = by_key(
        service("aa", needs=("autism",), age_from=5, age_to=11),
        *(service(f"b{number}", needs=("hearing",), age_from=5, age_to=11) for number in range(6)),
        service("y adults", needs=("autism",), age_from=18, age_to=25),
        service("z children", needs=("autism",), age_from=5, age_to=12),
    )
    similar = find_links(cards, cards)["service", "aa"].similar
    assert similar[0] == ("service", "z children")
    assert len(similar) == SIMILAR


def test_only_services_of_the_same_kind_of_support_are_similar() -> None:
    cards = by_key(
        service("club", needs=("autism",)), service("clinic", needs=("autism",), categories=("health",))
    )
    assert find_links(cards, cards)["service", "club"].similar == ()


def test_links_do_not_depend_on_the_order_of_reading_or_on_which_pages_are_wanted() -> None:
    cards = town(300)
    backwards = dict(reversed(cards.items()))
    links = find_links(cards, cards)
    assert find_links(backwards, backwards) == links
    some = [("service", "s7"), ("service", "s120")]
    assert find_links(cards, some) == {key: links[key] for key in some}


def test_ten_thousand_entries_are_linked_in_seconds_not_minutes() -> None:
    cards = town(10_000)
    start = time.process_time()
    find_links(cards, cards)
    assert time.process_time() - start < 8, "comparing every pair would take minutes"
