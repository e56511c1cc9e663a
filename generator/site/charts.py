"""Where the parts of a small chart stand: bars in a table, and lines or columns over time.

The numbers that a drawing is made of stand in a table beside it, so a drawing is only for the
eyes. What is not known or not published is None: it has no bar, no point and no column, and a
line stops before it. Every axis begins at nothing, so that no difference looks larger than it is.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

WIDTH, HEIGHT = 360, 210
"""The size of a drawing over time, in its own units. It is scaled to the room that there is."""

_TEXT = 13
_LETTER = 8.5
"""How wide a letter of that size is, at most, in the same units."""

_TOP, _BOTTOM, _END = 20, 28, 12
_MOST_STEPS = 4
_LABELLED = 6
"""Up to so many points, each has its value written beside it."""

BAR_WIDTH = 1000
"""How long the longest bar is, in the units of its drawing."""


class Bar(NamedTuple):
    """One row of a bar chart.

    Attributes:
        label: What it is.
        value: How long the bar is; None for no bar.
        shown: The value in words.
        url: Where the label leads: from the top of the site, or to a place on the page (``#gap``); "" if nowhere.
        note: What else is to be said of it, in a few words.
    """

    label: str
    value: float | None
    shown: str
    url: str = ""
    note: str = ""


class Series(NamedTuple):
    """One line, or the columns of one kind.

    Attributes:
        name: What it is.
        values: A value for each label; None where there is none to show.
        shown: The same in words, as the table has them.
    """

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


def bar_chart(bars: Sequence[Bar], whole: float | None = None) -> list[dict[str, Any]]:
    """The rows of a bar chart: ``{label, shown, url, note, length}``, the longest bar `BAR_WIDTH` long.

    A value that is not nothing always has a bar that can be seen.

    Args:
        bars: The rows, in the order in which they are shown.
        whole: The value of a full bar, such as 100 of percentages; None for the longest of these.

    Raises:
        ValueError: A value is below nothing, or above the whole.
    """
    if any(bar.value is not None and bar.value < 0 for bar in bars):
        raise ValueError("A bar cannot be shorter than nothing.")
    if whole is not None and any(bar.value is not None and bar.value > whole for bar in bars):
        raise ValueError("A bar cannot be longer than the whole.")
    longest = whole or max((bar.value for bar in bars if bar.value is not None), default=0)
    return [
        {
            "label": bar.label,
            "shown": bar.shown,
            "url": bar.url,
            "note": bar.note,
            "length": max(8, round(bar.value / longest * BAR_WIDTH)) if bar.value else 0,
        }
        for bar in bars
    ]


def series_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    form: Literal["lines", "columns"] = "lines",
    tick: Callable[[float], str] = "{:,g}".format,
    short: Sequence[str] = (),
) -> dict[str, Any]:
    """A drawing over time with its table: see ``theme/components/chart``.

    Args:
        labels: The years or months, the earliest first.
        series: What is shown: at most two, ours first. They differ by more than their colour.
        form: Whether values are joined by lines or stand as columns.
        tick: Writes a value of the axis.
        short: Shorter labels for the drawing, if they are not to be those of the table.

    Raises:
        ValueError: There are more than two series, or one has not a value for each label.
    """
    if len(series) > 2:
        raise ValueError("A chart shows two series at most: more cannot be told apart in black and white.")
    for one in series:
        if len(one.values) != len(labels) or len(one.shown) != len(labels):
            raise ValueError(f'"{one.name}" has not one value for each label.')
    known = [value for one in series for value in one.values if value is not None]
    ticks = axis(max(known, default=0))
    names = [tick(value) for value in ticks]
    left = round(max(map(len, names)) * _LETTER) + 10
    across = (WIDTH - left - _END) / max(1, len(labels))

    def down(value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / ticks[-1])

    drawn_labels = short or labels
    middles = [left + across * (at + 0.5) for at in range(len(labels))]
    every = max(
        1, math.ceil(max((len(label) for label in drawn_labels), default=0) * _LETTER / max(across, 1))
    )
    draw = _columns if form == "columns" else _lines
    return {
        "form": form,
        "width": WIDTH,
        "height": HEIGHT,
        "left": left,
        "right": WIDTH - _END,
        "text": _TEXT,
        "foot": _number(down(0)),
        "drawn": bool(known),
        "ticks": [
            {"at": _number(down(value)), "name": name} for value, name in zip(ticks, names, strict=True)
        ],
        "labels": [
            {"at": _number(at), "name": label}
            for place, (at, label) in enumerate(zip(middles, drawn_labels, strict=True))
            if (len(labels) - 1 - place) % every == 0
        ],
        "series": [
            {"name": one.name} | draw(one, number, len(series), middles, across, down)
            for number, one in enumerate(series)
        ],
        "rows": [
            {"label": label, "shown": [one.shown[at] for one in series]} for at, label in enumerate(labels)
        ],
    }


def axis(most: float) -> list[float]:
    """The values at which an axis has lines: from nothing to the first round number at or above `most`.

    Args:
        most: The largest value; nothing below nothing is drawn.
    """
    if most < 0.001:  # nothing, or too little for a line of its own
        return [0.0, 1.0]
    rough = most / _MOST_STEPS
    size = 10 ** math.floor(math.log10(rough))
    step = next(round(times * size, 10) for times in (1, 2, 2.5, 5, 10) if times * size >= rough * 0.999999)
    return [round(step * at, 10) for at in range(math.ceil(round(most / step, 6)) + 1)]


def _columns(
    one: Series, number: int, count: int, middles: list[float], across: float, down: Callable[[float], float]
) -> dict[str, Any]:
    width = min(across * 0.8 / count, 40)
    first = -width * count / 2 + width * number
    return {
        "columns": [
            {
                "x": _number(middle + first + 1),
                "y": _number(down(value)),
                "width": _number(width - 2),
                "height": _number(down(0) - down(value)),
            }
            for middle, value in zip(middles, one.values, strict=True)
            if value is not None
        ]
    }


def _lines(
    one: Series, number: int, count: int, middles: list[float], across: float, down: Callable[[float], float]
) -> dict[str, Any]:
    points: list[dict[str, str]] = []
    runs: list[list[str]] = [[]]
    written = number == 0 and len(middles) <= _LABELLED
    for middle, value, shown in zip(middles, one.values, one.shown, strict=True):
        if value is None:
            runs.append([])
            continue
        place = {"x": _number(middle), "y": _number(down(value))}
        runs[-1].append(f"{place['x']},{place['y']}")
        points.append(
            place | {"shown": shown if written else "", "text_y": _number(max(12, down(value) - 9))}
        )
    return {"points": points, "runs": [" ".join(run) for run in runs if len(run) > 1]}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
