"""Pictures as text for a terminal: one line for each lane or bar, with a legend."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import singledispatch
from textwrap import wrap

from dashboards.explanation.pictures import Bars, Dots, Lane, Look, Picture, Sign, Stretch, Timeline
from dashboards.explanation.ticks import find_ticks
from dashboards.wording import Wording

WIDTH = 96
"""Signs of a lane."""

LOOKS = {
    Look.RUNS: "█",
    Look.HELD: "▓",
    Look.WAITS_SUPPLIER: "s",
    Look.WAITS_CUSTOMER: "c",
    Look.WAITS_USER: "u",
    Look.WAITS_THIRD: "t",
    Look.OVER: "·",
    Look.UP: "─",
    Look.DEGRADED: "▒",
    Look.DOWN: "█",
    Look.UNKNOWN: "?",
    Look.MAINTENANCE: "▚",
    Look.COUNTED: "#",
    Look.OPEN: "░",
}
SIGNS = {Sign.START: "▶", Sign.STOP: "■", Sign.RESET: "↺", Sign.DUE: "◆", Sign.CHANGE: "|"}
_BINS = 20
_STEP = Fraction(1, 10)
_LABEL = 26


def draw_text(picture: Picture, words: Wording) -> list[str]:
    """Return a picture as lines of text."""
    return [picture.title, *_draw(picture, words), *wrap(picture.description, WIDTH), ""]


@singledispatch
def _draw(picture: Picture, _words: Wording) -> list[str]:
    raise TypeError(f"no text is known for {type(picture).__name__}")


@_draw.register
def _(picture: Timeline, words: Wording) -> list[str]:
    lines = [_line(lane.label, _signs(lane, picture)) for lane in picture.lanes]
    if picture.open_hours:
        opened = Lane("", tuple(Stretch(start, end, Look.OPEN, "") for start, end in picture.open_hours))
        lines.append(_line(picture.open_label, _signs(opened, picture)))
    return [*lines, *_axis(picture), *_legend(picture, words)]


@_draw.register
def _(picture: Bars, _words: Wording) -> list[str]:
    return [_line(bar.label, _bar(bar.low, bar.high, picture.line), f" {bar.text}") for bar in picture.bars]


@_draw.register
def _(picture: Dots, words: Wording) -> list[str]:
    return list(_histogram(picture, words))


def _line(label: str, signs: str, text: str = "") -> str:
    short = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
    return f"{short:<{_LABEL}} {signs}{text}"


def _signs(lane: Lane, picture: Timeline) -> str:
    cells = [" "] * WIDTH
    for stretch in lane.stretches:
        first, last = _column(stretch.starts_at, picture), _column(stretch.ends_at - 1, picture)
        if stretch.ends_at > picture.starts_at and stretch.starts_at < picture.ends_at:
            cells[first : last + 1] = LOOKS[stretch.look] * (last - first + 1)
    for marker in lane.markers:
        if picture.starts_at <= marker.at <= picture.ends_at:
            cells[_column(marker.at, picture)] = SIGNS[marker.sign]
    return "".join(cells)


def _column(instant: int, picture: Timeline) -> int:
    length = max(picture.ends_at - picture.starts_at, 1)
    return min(max((instant - picture.starts_at) * WIDTH // length, 0), WIDTH - 1)


def _axis(picture: Timeline) -> Iterator[str]:
    marks, labels = ["─"] * WIDTH, [" "] * (WIDTH + 16)
    free = 0
    for tick in find_ticks(picture.starts_at, picture.ends_at, picture.zone):
        column = _column(tick.at, picture)
        marks[column] = "┴"
        if column >= free:
            labels[column : column + len(tick.label)] = tick.label
            free = column + len(tick.label) + 1
    yield _line("", "".join(marks))
    yield _line("", "".join(labels).rstrip())


def _legend(picture: Timeline, words: Wording) -> Iterator[str]:
    parts = [f"{LOOKS[look]} {meaning}" for look, meaning in picture.meanings]
    parts += [f"{SIGNS[sign]} {meaning}" for sign, meaning in picture.sign_meanings]
    if parts:
        yield from wrap(words.text("Signs: {signs}", signs="; ".join(parts)), WIDTH + _LABEL)


def _bar(low: Fraction, high: Fraction, line: Fraction | None) -> str:
    width = WIDTH // 2
    first, last = (int(end * width) for end in (low, high))
    cells = [" "] * (width + 1)
    cells[:first] = "─" * first
    cells[first : max(last, first + (high > 0))] = "█" * max(last - first, int(high > 0))
    if line is not None:
        cells[min(int(line * width), width)] = "│"
    return "".join(cells[: width + 1])


def _histogram(picture: Dots, words: Wording) -> Iterator[str]:
    """Cases in tenths of their limit; what is far beyond it stands in one line."""
    counts = [0] * (_BINS + 1)
    for dot in picture.dots:
        # A case that used exactly its limit kept it: each tenth holds its upper end.
        tenth = max(-(-dot.place // _STEP) - 1, 0)
        counts[min(int(tenth), _BINS)] += 1
    highest = max([*counts, 1])
    for tenth, count in enumerate(counts[: _last(counts) + 1]):
        label = words.text("beyond 200 %") if tenth == _BINS else f"{tenth * 10}\u2013{tenth * 10 + 10} %"
        line = "─" * 4 + words.text("limit") + "─" * 4
        if tenth == _BINS // 2:
            yield _line("", line)
        size = -(-count * (WIDTH // 2) // highest)
        yield _line(label, ("●" if size <= count else "█") * size, f" {words.number(count)}")


def _last(counts: Sequence[int]) -> int:
    return max((place for place, count in enumerate(counts) if count), default=0)
