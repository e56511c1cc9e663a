"""Nothing about fewer children than the council's threshold is published, nor anything that tells it.

A number from 1 to the threshold less one is too small, whether it stands in the file, is what is
left over, or can be worked out from a percentage or from the other parts of a total. The way of
the Department for Education's statistics: a part that is left out needs a second one beside it.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from offer_schema.indicator import Figure, Indicator


class Disclosure(NamedTuple):
    """One number that would tell of too few children.

    Attributes:
        way: The keys and list positions that lead to it in the indicator.
        code: The problem's code.
        message: What is wrong.
        fix: What to do.
    """

    way: tuple[str | int, ...]
    code: str
    message: str
    fix: str


_SUPPRESS = 'Take the figure out, and write "suppressed: yes" in its place.'


def disclosures(indicator: Indicator, threshold: int) -> Iterator[Disclosure]:
    """Every number of an indicator that tells of fewer children than the threshold.

    Args:
        indicator: The indicator.
        threshold: The smallest number that may be published (0 may be, too).
    """
    for at, figure in enumerate(indicator.figures):
        way = ("figures", at)
        if indicator.unit == "percent":
            yield from _of_percent(figure, way, threshold)
        elif indicator.unit == "children":
            yield from _of_children(figure, way, threshold)


def _small(number: Decimal | int, threshold: int) -> bool:
    return 0 < number < threshold


def _of_percent(figure: Figure, way: tuple[str | int, ...], threshold: int) -> Iterator[Disclosure]:
    if figure.of is None:
        if figure.count is not None and _small(figure.count, threshold):
            yield _too_small((*way, "count"), f"{figure.count} is", threshold)
        return
    if _small(figure.of, threshold):
        yield _too_small((*way, "of"), f"This is about {figure.of} in all, which is", threshold)
        return
    if figure.suppressed:
        return
    count, key = figure.count, "count"
    if count is None:
        key = "ours"
        count = int((figure.ours or Decimal()) * figure.of / 100 + Decimal("0.5"))
    said = "" if key == "count" else f"{figure.ours}% of {figure.of} is about {count}: "
    if _small(count, threshold):
        yield _too_small((*way, key), f"{said}{count} is", threshold)
    elif _small(figure.of - count, threshold):
        left = figure.of - count
        yield _too_small((*way, key), f"{said}{figure.of} less {count} leaves {left}, which is", threshold)


def _of_children(figure: Figure, way: tuple[str | int, ...], threshold: int) -> Iterator[Disclosure]:
    total = figure.ours
    if total is not None and _small(total, threshold):
        yield _too_small((*way, "ours"), f"{total} is", threshold)
    if figure.of is not None and _small(figure.of, threshold):
        yield _too_small((*way, "of"), f"This is about {figure.of} in all, which is", threshold)
    elif figure.of is not None and total is not None and _small(figure.of - total, threshold):
        left = figure.of - total
        yield _too_small((*way, "ours"), f"{figure.of} less {total} leaves {left}, which is", threshold)
    for at, part in enumerate(figure.parts):
        if part.ours is not None and _small(part.ours, threshold):
            yield _too_small((*way, "parts", at, "ours"), f"{part.ours} is", threshold)
    if figure.parts:
        yield from _left_over(figure, way, threshold)


def _left_over(figure: Figure, way: tuple[str | int, ...], threshold: int) -> Iterator[Disclosure]:
    """What the parts that are given tell of those that are not (complementary suppression)."""
    hidden = [at for at, part in enumerate(figure.parts) if part.suppressed]
    given = sum((part.ours for part in figure.parts if part.ours is not None), Decimal())
    if figure.ours is None:
        if not hidden and figure.suppressed:
            yield Disclosure(
                (*way, "suppressed"),
                "can-be-worked-out",
                f"The total is left out, but its parts are all given and come to {given}.",
                "Leave out two of the parts as well, or give the total if it is large enough.",
            )
        return
    if not hidden:
        return
    left = figure.ours - given
    place = (*way, "parts", hidden[0], "suppressed")
    if len(hidden) == 1:
        message = f"This is left out, but {figure.ours} less the other parts tells that it is {left}."
    elif left < threshold or left <= len(hidden):
        # A nought may be published, so whatever is left out is one at least.
        message = f"These {len(hidden)} parts are left out, but {figure.ours} less the others tells that they come to {left}."
    else:
        return
    yield Disclosure(
        place,
        "can-be-worked-out",
        message,
        "Leave out another part as well (a large one is best), or put small parts together.",
    )


def _too_small(way: tuple[str | int, ...], said: str, threshold: int) -> Disclosure:
    return Disclosure(way, "too-few-children", f"{said} fewer than {threshold} children.", _SUPPRESS)
