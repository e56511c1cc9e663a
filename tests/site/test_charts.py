"""Where the parts of a chart stand, and that its table says everything."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.charts import BAR_WIDTH, HEIGHT, WIDTH, Bar, Series, axis, bar_chart, series_chart
from generator.site.fragments import environment
from generator.site.words import load_words

THEME = Path(__file__).resolve().parents[2] / "theme"
TEMPLATES = environment([THEME], None, load_words([THEME]))
YEARS = ("2023", "2024", "2025", "2026")
OURS = Series("Doggerland", (48, None, 55, 61), ("48%", "Too few to publish", "55%", "61%"))
ENGLAND = Series("England", (50, 51, 50, 52), ("50%", "51%", "50%", "52%"))


def rendered(form: str) -> str:
    macros = TEMPLATES.get_template("components/chart/template.html").module
    chart = series_chart(YEARS, [OURS, ENGLAND], form)  # type: ignore[arg-type]
    return str(macros.series_chart(chart, "plans", "Plans in 20 weeks", "Year"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 0.25, 0.5, 0.75, 1]),
        (7, [0, 2, 4, 6, 8]),
        (61, [0, 20, 40, 60, 80]),
        (100, [0, 25, 50, 75, 100]),
        (41_200_000, [0, 20_000_000, 40_000_000, 60_000_000]),
    ],
)
def test_an_axis_ends_at_a_round_number(most: float, ticks: list[float]) -> None:
    assert axis(most) == ticks


@given(st.floats(0.001, 1e9))
def test_an_axis_holds_its_largest_value_and_has_few_lines(most: float) -> None:
    ticks = axis(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most * 0.999
    assert 2 <= len(ticks) <= 6
    assert ticks == sorted(set(ticks))


def test_the_longest_bar_is_the_measure_of_the_others() -> None:
    bars = [Bar("A", 10, "10"), Bar("B", 5, "5"), Bar("C", 0, "0"), Bar("D", None, "not known")]
    assert [row["length"] for row in bar_chart(bars)] == [BAR_WIDTH, BAR_WIDTH / 2, 0, 0]


def test_a_bar_that_is_not_nothing_can_be_seen() -> None:
    assert bar_chart([Bar("A", 100_000, ""), Bar("B", 1, "")])[1]["length"] > 0


def test_a_chart_without_any_bar_has_none() -> None:
    assert bar_chart([]) == []
    assert bar_chart([Bar("A", 0, "0")])[0]["length"] == 0


def test_a_bar_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter than nothing"):
        bar_chart([Bar("A", -1, "-1")])


def test_a_line_stops_where_there_is_no_value() -> None:
    chart = series_chart(YEARS, [OURS, ENGLAND])
    ours, england = chart["series"]
    assert len(ours["points"]) == 3
    assert [len(run.split()) for run in ours["runs"]] == [2]
    assert [len(run.split()) for run in england["runs"]] == [4]


def test_higher_values_stand_higher_and_nothing_at_the_foot() -> None:
    chart = series_chart(("a", "b", "c"), [Series("x", (0, 1, 4), ("0", "1", "4"))])
    heights = [float(point["y"]) for point in chart["series"][0]["points"]]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == float(chart["foot"])


@given(
    st.lists(st.one_of(st.none(), st.just(0.0), st.floats(0.001, 1e7)), min_size=1, max_size=24),
    st.sampled_from(["lines", "columns"]),
)
def test_everything_stands_inside_the_drawing(values: list[float | None], form: str) -> None:
    labels = [f"{2000 + at}" for at in range(len(values))]
    one = Series("x", tuple(values), tuple(str(value) for value in values))
    chart = series_chart(labels, [one, one], form)  # type: ignore[arg-type]
    for series in chart["series"]:
        for point in series.get("points", ()):
            assert chart["left"] <= float(point["x"]) <= WIDTH
            assert 0 < float(point["y"]) <= float(chart["foot"])
        for column in series.get("columns", ()):
            assert chart["left"] <= float(column["x"]) <= WIDTH - float(column["width"])
            assert float(column["y"]) + float(column["height"]) <= float(chart["foot"]) + 0.11
    assert float(chart["foot"]) < HEIGHT


def test_labels_that_would_touch_are_left_out_and_the_last_one_stays() -> None:
    labels = [f"Month number {at}" for at in range(12)]
    chart = series_chart(labels, [Series("x", (1,) * 12, ("1",) * 12)])
    assert 1 < len(chart["labels"]) < 12
    assert chart["labels"][-1]["name"] == labels[-1]
    assert [row["label"] for row in chart["rows"]] == labels  # the table leaves none out


def test_values_are_written_beside_the_points_of_ours_alone_and_only_of_a_few() -> None:
    ours, england = series_chart(YEARS, [OURS, ENGLAND])["series"]
    assert [point["shown"] for point in ours["points"]] == ["48%", "55%", "61%"]
    assert not any(point["shown"] for point in england["points"])
    many = series_chart(["a"] * 12, [Series("x", (1,) * 12, ("1",) * 12)])["series"][0]
    assert not any(point["shown"] for point in many["points"])


@pytest.mark.parametrize(
    "series", [[OURS, ENGLAND, OURS], [Series("short", (1,), ("1",))], [Series("x", (1,) * 4, ())]]
)
def test_what_cannot_be_drawn_is_refused(series: list[Series]) -> None:
    with pytest.raises(ValueError, match=r"two series|one value for each label"):
        series_chart(YEARS, series)


@pytest.mark.parametrize("form", ["lines", "columns"])
def test_the_table_says_everything_and_the_drawing_is_for_the_eyes_alone(form: str) -> None:
    html = rendered(form)
    table = html[html.index("<table") :]
    for year, ours, england in zip(YEARS, OURS.shown, ENGLAND.shown, strict=True):
        assert f'<tr><th scope="row">{year}</th><td>{ours}</td><td>{england}</td></tr>' in table
    assert "<caption>Plans in 20 weeks</caption>" in table
    assert html.index('aria-hidden="true"') < html.index("<svg")
    assert "style=" not in html
    assert "<script" not in html


def test_two_series_differ_without_colours() -> None:
    assert 'fill="url(#plans-hatch)"' in rendered("columns")
    assert 'id="plans-hatch"' in rendered("columns")
    assert "chart__line--other" in rendered("lines")
    assert "chart__point--other" in rendered("lines")


def test_a_chart_without_any_value_is_a_table_alone() -> None:
    chart = series_chart(("2026",), [Series("Doggerland", (None,), ("Too few to publish",))])
    macros = TEMPLATES.get_template("components/chart/template.html").module
    html = str(macros.series_chart(chart, "a", "Few", "Year"))  # type: ignore[attr-defined]
    assert "<svg" not in html
    assert "Too few to publish" in html


def test_text_in_charts_is_escaped() -> None:
    macros = TEMPLATES.get_template("components/chart/template.html").module
    html = str(macros.bar_chart(bar_chart([Bar("<b>", 1, "<i>", note="<u>")]), "<s>", ["<q>", "n"], ".."))  # type: ignore[attr-defined]
    assert not re.search(r"<(b|i|u|s|q)>", html)


def test_a_bar_can_be_a_part_of_a_whole() -> None:
    rows = bar_chart([Bar("half", 50, "1 of 2"), Bar("none", 0, "0 of 2")], whole=100)
    assert [row["length"] for row in rows] == [BAR_WIDTH // 2, 0]
    with pytest.raises(ValueError, match="longer than the whole"):
        bar_chart([Bar("too much", 101, "101%")], whole=100)
