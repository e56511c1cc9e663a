"""The public page of gaps: what there is, what is missing, and a search behind every figure."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from generator.reading.card import Card
from generator.reports.gaps import ISSUES, NEAR, Cell, Cross, Gap, Gaps, Reach
from generator.site import addresses
from generator.site.charts import Bar, bar_chart
from generator.site.words import Words, for_count

Row = dict[str, Any]

SHOWN = 5
"""How many services an entry of the list names; a link leads to the others."""

COUNTED = (("kind", "service"), ("now", "active"))
"""What search is narrowed to, so that it finds what is counted: services that run now."""


def search_url(cell: Cell) -> str:
    """The search that finds what a cell counts: ``search/?need=autism&age=5-10&kind=service&now=active``."""
    return f"{addresses.SEARCH}?{urlencode([*cell.filters, *COUNTED])}"


class GapsPage:
    """Puts what is missing into what the page shows.

    Args:
        gaps: What there is and what is missing.
        words: The interface's words.
        offered: The answers that search offers, by facet: it can be asked for no others.
    """

    def __init__(self, gaps: Gaps, words: Words, offered: Mapping[str, frozenset[str]]) -> None:
        self._gaps, self._all_words, self._words, self._offered = gaps, words, words["gaps"], offered

    def page(self) -> Row:
        """What the page shows: ``{services, left_out, counts, missing, bars, tables, readings, not_stated}``."""
        gaps = self._gaps
        return {
            "services": for_count(self._words, "services", len(gaps.services)),
            "left_out": for_count(self._words, "left_out", gaps.left_out),
            "missing": list(self._missing()),
            "bars": self._bars(),
            "tables": [self._table(cross) for cross in gaps.crosses],
            "readings": [
                self._reading("need", gaps.crosses[:-1]),
                self._reading("category", gaps.crosses[-1:]),
            ],
            "not_stated": [
                {"question": self._all_words["gaps_question"][one.question], "services": f"{one.services:,}"}
                for one in gaps.not_stated
            ],
        }

    # --- The list ---------------------------------------------------------------------------------

    def _missing(self) -> Iterator[Row]:
        """The gaps by what is the matter: ``{id, heading, count, about, items}``."""
        say = self._all_words["gaps_issue"]
        for issue in ISSUES:
            found = [gap for gap in self._gaps.gaps if gap.worst is issue]
            if found:
                yield {
                    "id": issue.value,
                    "heading": say[issue],
                    "count": for_count(self._words, "gaps", len(found)),
                    "about": self._all_words["gaps_about"][issue],
                    "items": [self._item(gap) for gap in found],
                }

    def _item(self, gap: Gap) -> Row:
        """``{what, url, also, figures, services, more}``."""
        cell, say = gap.cell, self._all_words["gaps_issue"]
        there = (*cell.named, *cell.unsure)
        return {
            "what": self._what(gap.cross, cell),
            "url": self._url(cell),
            "also": [say[issue] for issue in gap.issues[1:]],
            "figures": self._figures(gap.cross, cell),
            "services": [_link(card) for card in there[:SHOWN]],
            "more": for_count(self._words, "more", len(there) - SHOWN) if len(there) > SHOWN else "",
        }

    def _what(self, cross: Cross, cell: Cell) -> str:
        """``Autism: Ages 5 to 10, Tidewell``; the name alone for all ages, places and levels."""
        name = cross.rows[cell.row]
        if not cell.column:
            return name
        column = self._column(cross, cell.column)
        if cross.place:
            column = self._words["what_in"].format(column=column, place=cross.place)
        return self._words["what"].format(row=name, column=column)

    def _column(self, cross: Cross, column: str) -> str:
        if cross.id == "need-level":
            return self._all_words["gaps_level"][column]
        name = cross.columns[column]
        if cross.id == "need-place":
            return name
        return self._all_words["listing"]["ages"].format(ages=name) if name[:1].isdigit() else name

    def _url(self, cell: Cell) -> str:
        """Where what a cell counts can be looked at; "" where there is nothing to see."""
        asked = all(term in self._offered.get(facet, ()) for facet, term in cell.filters)
        return search_url(cell) if asked and (cell.sure or cell.maybe) else ""

    # --- The tables -------------------------------------------------------------------------------

    def _table(self, cross: Cross) -> Row:
        """``{id, caption, first, columns, rows: [{name, cells}]}``; see `_cell`."""
        return {
            "id": cross.id,
            "caption": self._all_words["gaps_table"][cross.id],
            "first": self._words["category" if cross.id == "category-age" else "need"],
            "columns": [self._words["in_all"], *(self._column(cross, one) for one in cross.columns)],
            "rows": [
                {
                    "name": name,
                    "cells": [
                        self._cell(cross, cross.totals[row]),
                        *(self._cell(cross, cross.cells[row, column]) for column in cross.columns),
                    ],
                }
                for row, name in cross.rows.items()
            ],
        }

    def _cell(self, cross: Cross, cell: Cell) -> Row:
        """``{named, extra, url, what, states, expected}``: the figure, what stands below it, and where it leads."""
        say = self._all_words["gaps_issue"]
        return {
            "named": f"{len(cell.named):,}",
            "extra": self._extra(cross, cell),
            "from": self._from(cross, cell),
            "url": self._url(cell),
            "what": self._what(cross, cell),
            "states": [{"id": issue.value, "name": say[issue]} for issue in cell.issues],
            "expected": cell.expected or bool(cell.sure or cell.maybe),
        }

    def _extra(self, cross: Cross, cell: Cell) -> list[str]:
        """What search finds besides what is made for the need: what is for everybody, and what may fit."""
        extra = []
        if cell.everybody:
            extra.append(self._words["plus_everybody"].format(count=f"{len(cell.everybody):,}"))
        if cell.maybe:
            extra.append(self._words["plus_maybe"].format(count=f"{cell.maybe:,}"))
        return extra

    def _from(self, cross: Cross, cell: Cell) -> list[str]:
        """In a column of places: how many are there, and how many come from elsewhere."""
        if not (cross.place or (cross.id == "need-place" and cell.column)) or not cell.named:
            return []
        counts = (
            ("here", cell.coming(Reach.HERE)),
            ("wide", cell.coming(*NEAR) - cell.coming(Reach.HERE)),
            ("far", len(cell.named) - cell.coming(*NEAR)),
        )
        return [self._words[f"from_{key}"].format(count=f"{count:,}") for key, count in counts if count]

    # --- The same in words --------------------------------------------------------------------------

    def _reading(self, kind: str, crosses: tuple[Cross, ...]) -> Row:
        """The tables as sentences: ``{heading, rows: [{name, lines: [{text, url, states}]}]}``."""
        return {
            "heading": self._words[f"read_{kind}"],
            "rows": [
                {"name": name, "lines": list(self._lines(row, crosses))}
                for row, name in crosses[0].rows.items()
            ],
        }

    def _lines(self, row: str, crosses: tuple[Cross, ...]) -> Iterator[Row]:
        yield self._line(crosses[0], crosses[0].totals[row])
        for cross in crosses:
            for column in cross.columns:
                cell = cross.cells[row, column]
                if cell.expected or cell.sure or cell.maybe:
                    yield self._line(cross, cell)

    def _line(self, cross: Cross, cell: Cell) -> Row:
        where = self._column(cross, cell.column) if cell.column else self._words["in_all"]
        say = self._all_words["gaps_issue"]
        return {
            "where": where,
            "figures": self._figures(cross, cell),
            "url": self._url(cell),
            "what": self._what(cross, cell),
            "states": [{"id": issue.value, "name": say[issue]} for issue in cell.issues],
        }

    def _figures(self, cross: Cross, cell: Cell) -> str:
        """``3 made for it, 4 for everybody, 2 that may fit``."""
        say = self._words
        made = "of_kind" if cross.id == "category-age" else "made"
        parts = [for_count(say, made, len(cell.named)) if cell.named else say[f"{made}_none"]]
        if places := self._from(cross, cell):
            parts[0] = say["made_from"].format(made=parts[0], places=say["and"].join(places))
        if cell.everybody:
            parts.append(say["everybody"].format(count=f"{len(cell.everybody):,}"))
        if cell.maybe:
            parts.append(for_count(say, "maybe", cell.maybe))
        return say["and"].join(parts)

    def _bars(self) -> list[Row]:
        """How many services are made for each need."""
        cross = self._gaps.crosses[0]
        return bar_chart(
            [
                Bar(name, len(cross.totals[row].named), f"{len(cross.totals[row].named):,}")
                for row, name in cross.rows.items()
            ]
        )


def _link(card: Card) -> Row:
    return {"title": card.name, "url": addresses.entry(card.kind, card.id)}
