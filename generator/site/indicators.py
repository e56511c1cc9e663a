"""The page "How we are doing": figures by year beside England's, and what is being done about them.

A figure that must not be published is not in the content at all (see `offer_schema.suppression`);
here it is the words "too few to publish", and its place in a chart is empty.
"""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from generator.reading import Offer
from generator.reports.freshness import indicator_state
from generator.site.charts import Series, series_chart
from generator.site.views import Views
from offer_schema.freshness import State
from offer_schema.indicator import Figure, FigurePart, Indicator, IndicatorTopic

View = dict[str, Any]

_LATE = (State.OVERDUE, State.EXPIRED)
_MILLION = 1_000_000
_SCHOOL_YEAR = re.compile(r"(20\d\d) to 20(\d\d)")


def how_we_are_doing(views: Views, today: datetime.date) -> View:
    """The view of the page: ``{topics: [{id, name, indicators: [...]}]}``.

    Args:
        views: The views of the offer.
        today: The day of the build.
    """
    page = _Indicators(views, today)
    found: Mapping[str, Indicator] = views.offer.indicators
    return {
        "topics": [
            {
                "id": topic,
                "name": views.words["indicator_topic"][topic],
                "indicators": [page.view(key, one) for key, one in found.items() if one.topic == topic],
            }
            for topic in get_args(IndicatorTopic)
            if any(one.topic == topic for one in found.values())
        ]
    }


class _Indicators:
    def __init__(self, views: Views, today: datetime.date) -> None:
        self._views, self._today = views, today
        self._words, self._say = views.words, views.words["indicators"]
        self._offer: Offer = views.offer

    def view(self, key: str, indicator: Indicator) -> View:
        """One indicator: its sentences, its chart with a table, its parts, source and check."""
        return {
            "id": key,
            "name": indicator.name,
            "definition": indicator.definition,
            "sentences": self._sentences(indicator),
            "caption": self._say["caption"].format(name=indicator.name),
            "chart": self._chart(indicator),
            "parts": self._parts(indicator),
            "notes": [f"{one.period}: {one.note}" for one in indicator.figures if one.note],
            "doing": self._views.markdown(indicator.doing),
            "source": {"title": indicator.source.title, "url": indicator.source.url},
            "checked": self._checked(indicator),
            "notice": self._notice(indicator),
        }

    # --- Figures in words ------------------------------------------------------------------------

    def shown(self, value: Decimal, unit: str) -> str:
        """A figure with its unit: ``61%``, ``£41.2 million``, ``34 days``, ``1,204``."""
        if unit == "pounds" and value >= _MILLION:
            return self._say["pounds_million"].format(value=_plain(round(value / _MILLION, 1)))
        form = self._say.get(unit)
        if form is None:
            one_or_many = f"{unit}_one" if value == 1 else f"{unit}_many"
            form = self._say.get(one_or_many, "{value}")
        return form.format(value=_plain(value))

    def _of(self, figure: Figure | FigurePart, unit: str) -> str:
        value = _ours(figure)
        return self._say["too_few"] if value is None else self.shown(value, unit)

    def _sentences(self, indicator: Indicator) -> list[str]:
        """The latest figure; how it compares with England's, and with the one before, in words."""
        *before, latest = indicator.figures
        now = _ours(latest)
        if now is None:
            return [self._say["latest_too_few"].format(period=latest.period)]
        said = [
            self._say["latest"].format(value=self.shown(now, indicator.unit), period=latest.period)
            if latest.of is None
            else self._say["latest_of"].format(
                value=self.shown(now, indicator.unit), of=f"{latest.of:,}", period=latest.period
            )
        ]
        if latest.england is not None:
            england = self.shown(latest.england, indicator.unit)
            said.append(self._say[_compared("england", now, latest.england, indicator)].format(value=england))
        earlier = next(((one, value) for one in reversed(before) if (value := _ours(one)) is not None), None)
        if earlier:
            figure, value = earlier
            key = _compared("before", now, value, indicator)
            then = self.shown(value, indicator.unit)
            said.append(self._say[key].format(value=then, period=figure.period))
        return said

    # --- Chart and tables ------------------------------------------------------------------------

    def _chart(self, indicator: Indicator) -> View:
        figures, unit = indicator.figures, indicator.unit
        council = self._offer.authority.short_name or self._offer.authority.name
        series = [
            Series(
                council,
                tuple(map(_number, map(_ours, figures))),
                tuple(self._of(one, unit) for one in figures),
            )
        ]
        if any(one.england is not None for one in figures):
            series.append(
                Series(
                    self._say["england"],
                    tuple(_number(one.england) for one in figures),
                    tuple(
                        self._say["no_figure"] if one.england is None else self.shown(one.england, unit)
                        for one in figures
                    ),
                )
            )

        def tick(value: float) -> str:
            if unit == "pounds" and value >= _MILLION:
                return self._say["tick_million"].format(value=f"{value / _MILLION:,g}")
            return self._say.get(f"tick_{unit}", "{value}").format(value=f"{value:,g}")

        form: Literal["lines", "columns"] = "lines" if unit == "percent" else "columns"
        periods = [one.period for one in figures]
        return series_chart(periods, series, form, tick, [_SCHOOL_YEAR.sub(r"\1/\2", one) for one in periods])

    def _parts(self, indicator: Indicator) -> View | None:
        """The parts of the totals: a column for each year that has some."""
        figures = [one for one in indicator.figures if one.parts]
        if not figures:
            return None
        names = list(dict.fromkeys(part.name for figure in figures for part in figure.parts))
        by_name = [{part.name: part for part in figure.parts} for figure in figures]
        return {
            "caption": self._say["parts"].format(name=indicator.name),
            "periods": [one.period for one in figures],
            "rows": [
                {
                    "name": name,
                    "shown": [
                        self._of(parts[name], indicator.unit) if name in parts else self._say["no_figure"]
                        for parts in by_name
                    ],
                }
                for name in names
            ],
        }

    # --- Checks ------------------------------------------------------------------------------------

    def _checked(self, indicator: Indicator) -> View:
        state = indicator_state(indicator, self._offer.authority.review, self._today)
        if indicator.checked is None:
            return {"text": self._say["never_checked"], "state": state.value, "date": ""}
        text = self._words["checked"]["on"].format(date=self._views.wording.date(indicator.checked))
        return {"text": text, "state": state.value, "date": indicator.checked.isoformat()}

    def _notice(self, indicator: Indicator) -> str:
        """A plain warning when nobody has looked for newer figures in time."""
        if indicator_state(indicator, self._offer.authority.review, self._today) not in _LATE:
            return ""
        date = self._views.wording.date(indicator.checked) if indicator.checked else ""
        return self._say["out_of_date"].format(date=date)


def _ours(figure: Figure | FigurePart) -> Decimal | None:
    """Our figure, worked out from its count where that is all there is; None if it is not published."""
    if figure.suppressed:
        return None
    if figure.ours is None and isinstance(figure, Figure) and figure.count is not None and figure.of:
        return round(Decimal(100 * figure.count) / figure.of, 1)
    return figure.ours


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _plain(value: Decimal) -> str:
    """``1,204``, ``61.4``, ``61``."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _compared(other: str, ours: Decimal, theirs: Decimal, indicator: Indicator) -> str:
    """The key of the sentence that compares ours with another figure."""
    if ours == theirs:
        return f"{other}_same"
    way = "higher" if ours > theirs else "lower"
    if indicator.better == "neither":
        return f"{other}_{way}"
    return f"{other}_{way}_{'better' if way == indicator.better else 'worse'}"
