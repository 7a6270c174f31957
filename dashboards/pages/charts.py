"""The history of one figure as a line over the months, with its target, and in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.report.charts import Mark, Moment, place
from evaluator.core.outcomes import Verdict

WIDTH, HEIGHT = 760, 220
LEFT, RIGHT, TOP, BOTTOM = 84, 12, 14, 34
LABEL_EVERY = 3
_JUDGED = frozenset({Verdict.MET, Verdict.MISSED})


@dataclass(frozen=True)
class Label:
    """Words at a place of the chart."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Point:
    """One month: its sign, and in words what it was."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class HistoryChart:
    """A line over the months: `lines` are the points of unbroken stretches, as SVG writes them."""

    title: str
    description: str
    lines: tuple[str, ...]
    points: tuple[Point, ...]
    target_y: str
    heights: tuple[Label, ...]
    months: tuple[Label, ...]


def draw_history(
    moments: Sequence[tuple[Moment, str]],
    target: Fraction,
    title: str,
    description: str,
    say: Callable[[Fraction], str],
) -> HistoryChart:
    """Return the line of `moments`, each with its words, broken where nothing was judged.

    `say` tells a value for the scale at the side.
    """
    judged = [one.value if one.verdict in _JUDGED else None for one, _ in moments]
    known = [value for value in judged if value is not None]
    low, high = min([target, *known]), max([target, *known])
    xs = [_across(number, len(moments)) for number in range(len(moments))]
    ys = [None if value is None else _down(value, low, high) for value in judged]
    return HistoryChart(
        title=title,
        description=description,
        lines=_stretches(xs, ys),
        points=tuple(
            Point(Mark(x, place(HEIGHT - BOTTOM) if y is None else y, _sign(one)), words)
            for (one, words), x, y in zip(moments, xs, ys, strict=True)
            if one.verdict is not None
        ),
        target_y=_down(target, low, high),
        heights=_heights(low, high, target, say),
        months=tuple(
            Label(x, place(HEIGHT - 10), one.name)
            for number, ((one, _), x) in enumerate(zip(moments, xs, strict=True))
            if (len(moments) - 1 - number) % LABEL_EVERY == 0
        ),
    )


def _heights(
    low: Fraction, high: Fraction, target: Fraction, say: Callable[[Fraction], str]
) -> tuple[Label, ...]:
    ends = [low, high] if target in (low, high) else [low, target, high]
    shown: list[tuple[float, Label]] = []
    for value in dict.fromkeys([target, *ends]):
        y = _down(value, low, high)
        if all(abs(float(y) - other) >= 14 for other, _ in shown):
            shown.append((float(y), Label(place(LEFT - 10), y, say(value))))
    return tuple(label for _, label in shown)


def _sign(moment: Moment) -> str:
    return {Verdict.MET: "met", Verdict.MISSED: "missed"}.get(moment.verdict or Verdict.NOT_MEASURED, "gap")


def _across(number: int, count: int) -> str:
    return place(LEFT + Fraction((WIDTH - LEFT - RIGHT) * number, max(count - 1, 1)))


def _down(value: Fraction, low: Fraction, high: Fraction) -> str:
    part = Fraction(1, 2) if low == high else (value - low) / (high - low)
    return place(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM))


def _stretches(xs: Sequence[str], ys: Sequence[str | None]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x},{y}")
    return tuple(" ".join(points) for points in found if len(points) > 1)
