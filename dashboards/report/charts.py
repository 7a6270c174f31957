"""Charts as shapes from numbers, drawn by small SVG macros in the templates.

A plotting library was weighed and left out: the report draws two kinds of chart, both of a dozen
shapes; by hand they take colours and dark mode from the page's style, keep their text as text, weigh
under 2 kB each and are the same bytes on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from evaluator.core.outcomes import Verdict

WIDTH, HEIGHT, MARGIN = 144, 36, 5
BAR_HEIGHT, BAR_STEP, LABEL_EVERY = 132, 30, 3


@dataclass(frozen=True)
class Moment:
    """One period of a history: its exact value, None where there is none to draw."""

    name: str
    value: Fraction | None
    verdict: Verdict | None


@dataclass(frozen=True)
class Mark:
    """A sign at a place of the chart; `kind` is met, missed or gap."""

    x: str
    y: str
    kind: str


@dataclass(frozen=True)
class Sparkline:
    """A line over time: `lines` are the points of unbroken stretches, as SVG writes them."""

    title: str
    description: str
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    target_y: str


@dataclass(frozen=True)
class Bar:
    """One bar; `label` stands below it (empty for most), `title` says what it is."""

    x: str
    y: str
    height: str
    title: str
    label: str
    is_known: bool


@dataclass(frozen=True)
class BarChart:
    """Bars on a common scale from zero to `top`."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    top: str


def draw_sparkline(moments: Sequence[Moment], target: Fraction, title: str, description: str) -> Sparkline:
    """Return the line of `moments`, broken where a value was not judged, with the target across."""
    drawn = [one.value if _is_judged(one) else None for one in moments]
    known = [value for value in drawn if value is not None]
    low, high = min([target, *known]), max([target, *known])
    places = [
        (_across(position, len(moments)), None if value is None else _height_of(value, low, high))
        for position, value in enumerate(drawn)
    ]
    marks = [
        Mark(x, place(HEIGHT - MARGIN) if y is None else y, _kind(one))
        for one, (x, y) in zip(moments, places, strict=True)
        if one.verdict is not None
    ]
    return Sparkline(title, description, _stretches(places), tuple(marks), _height_of(target, low, high))


def draw_bars(
    amounts: Sequence[tuple[str, str, Decimal | None]], title: str, description: str, top: str
) -> BarChart:
    """Return a bar for each (month, title, amount), amounts not below zero; None is no bar, not a zero."""
    highest = max((Fraction(amount) for _, _, amount in amounts if amount is not None), default=Fraction(0))
    bars = []
    for position, (month, words, amount) in enumerate(amounts):
        part = Fraction(0) if amount is None or highest == 0 else Fraction(amount) / highest
        height, x = part * BAR_HEIGHT, position * BAR_STEP + 4
        is_labelled = (len(amounts) - 1 - position) % LABEL_EVERY == 0
        bars.append(
            Bar(
                str(x),
                place(BAR_HEIGHT - height),
                place(height),
                words,
                month if is_labelled else "",
                is_known=amount is not None,
            )
        )
    return BarChart(title, description, tuple(bars), top)


def _is_judged(moment: Moment) -> bool:
    return moment.verdict in {Verdict.MET, Verdict.MISSED}


def _kind(moment: Moment) -> str:
    return {Verdict.MET: "met", Verdict.MISSED: "missed"}.get(moment.verdict or Verdict.NOT_MEASURED, "gap")


@cache
def _across(position: int, count: int) -> str:
    step = Fraction(WIDTH - 2 * MARGIN, max(count - 1, 1))
    return place(MARGIN + position * step)


def _height_of(value: Fraction, low: Fraction, high: Fraction) -> str:
    if low == high:
        return place(Fraction(HEIGHT, 2))
    part = (value - low) / (high - low)
    return place(HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN))


def _stretches(places: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x},{y}")
    return tuple(" ".join(points) for points in found if len(points) > 1)


def place(value: Fraction | int) -> str:
    """Return `value` to one decimal, half away from zero: a page has thousands of such places."""
    tenths = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(tenths, 10)
    sign = "-" if value < 0 and tenths != 0 else ""
    return f"{sign}{whole}.{rest}" if rest != 0 else f"{sign}{whole}"
