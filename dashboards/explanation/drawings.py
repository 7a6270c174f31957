"""Pictures as shapes: where each stretch, sign, bar and dot stands, for the small SVG macros of the page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch

from dashboards.explanation.pictures import Bars, Dot, Dots, Lane, Picture, Timeline
from dashboards.explanation.ticks import find_ticks
from dashboards.wording import Wording
from dashboards.wording.rounding import round_half_up

WIDTH, EDGE = 960, 8
LANE, LABEL, THICK = 46, 15, 20
THINNEST = Fraction(3, 2)
ROOM_FOR_WORDS = 6
"""Width of one letter in a stretch; words that do not fit are left to its title."""

FARTHEST = 3
"""How many times the limit the scale of dots reaches; what is beyond stands at its end."""

_DOT, _STACK, _WORST_NAMED, _HEAD = 7, 24, 3, 48


@dataclass(frozen=True)
class Box:
    """A rectangle; `words` are its title, `inside` what is written in it."""

    x: str
    y: str
    width: str
    height: str
    look: str
    words: str
    inside: str = ""


@dataclass(frozen=True)
class Spot:
    """A sign or a dot; `look` says which."""

    x: str
    y: str
    look: str
    words: str


@dataclass(frozen=True)
class Note:
    """Text at a place; `look` says how it is set."""

    x: str
    y: str
    text: str
    look: str = ""


@dataclass(frozen=True)
class Drawing:
    """One picture as shapes in a field `WIDTH` wide and `height` high."""

    title: str
    description: str
    height: int
    boxes: tuple[Box, ...]
    spots: tuple[Spot, ...]
    notes: tuple[Note, ...]
    lines: tuple[tuple[str, str, str, str], ...]
    looks: tuple[tuple[str, str], ...] = ()
    signs: tuple[tuple[str, str], ...] = ()


@singledispatch
def draw_shapes(picture: Picture, _words: Wording) -> Drawing:
    """Return the shapes of a picture."""
    raise TypeError(f"no shapes are known for {type(picture).__name__}")


@draw_shapes.register
def _(picture: Timeline, _words: Wording) -> Drawing:
    bottom = LANE * len(picture.lanes)
    shades = [_shade(picture, start, end, bottom) for start, end in picture.open_hours]
    lanes = [_Lane(picture, lane, place * LANE) for place, lane in enumerate(picture.lanes)]
    ticks = find_ticks(picture.starts_at, picture.ends_at, picture.zone)
    looks = [(look.value, meaning) for look, meaning in picture.meanings]
    if picture.open_hours:
        looks.append(("open", picture.open_label))
    return Drawing(
        title=picture.title,
        description=picture.description,
        height=bottom + 26,
        boxes=(*shades, *(box for lane in lanes for box in lane.boxes())),
        spots=tuple(spot for lane in lanes for spot in lane.spots()),
        notes=(*(lane.label() for lane in lanes), *_tick_notes(picture, bottom)),
        lines=tuple((_x(tick.at, picture), "0", _x(tick.at, picture), str(bottom + 6)) for tick in ticks),
        looks=tuple(looks),
        signs=tuple((sign.value, meaning) for sign, meaning in picture.sign_meanings),
    )


@draw_shapes.register
def _(picture: Bars, _words: Wording) -> Drawing:
    step, scale = 40, WIDTH - 2 * EDGE - 150
    boxes, notes = [], []
    for place, bar in enumerate(picture.bars):
        low, high = EDGE + bar.low * scale, EDGE + bar.high * scale
        width = max(high - low, THINNEST)
        top = place * step
        look = "notable" if bar.is_notable else "plain"
        boxes.append(Box(_n(EDGE), _n(top + 18), _n(scale), "14", "track", f"{bar.label}: {bar.text}"))
        boxes.append(Box(_n(low), _n(top + 18), _n(width), "14", look, f"{bar.label}: {bar.text}"))
        notes.append(Note(_n(EDGE), _n(top + 12), bar.label, "label"))
        notes.append(Note(_n(high + 8), _n(top + 30), bar.text, "value"))
    height = max(len(picture.bars), 1) * step
    line = () if picture.line is None else (_line_at(EDGE + picture.line * scale, height),)
    return Drawing(picture.title, picture.description, height, tuple(boxes), (), tuple(notes), line)


@draw_shapes.register
def _(picture: Dots, words: Wording) -> Drawing:
    scale = Fraction(WIDTH - 2 * EDGE - 40, FARTHEST)
    spots, per_dot, base = _stacked(picture, scale)
    description = picture.description
    if per_dot > 1:
        each = words.plural("Each dot is {n} case.", "Each dot is up to {n} cases.", per_dot)
        description = f"{description} {each}"
    percents = (0, 50, 100, 150, 200, 250, 300)
    return Drawing(
        title=picture.title,
        description=description,
        height=base + 44,
        boxes=(),
        spots=tuple(spots),
        notes=(
            *(
                Note(
                    _n(max(EDGE + scale * share / 100, Fraction(2 * EDGE))),
                    str(base + 22),
                    words.percent(Fraction(share, 100), 0),
                    "tick",
                )
                for share in percents
            ),
            Note(_n(EDGE + scale + 6), "12", words.text("limit"), "label"),
            *_worst(picture),
        ),
        lines=(
            _line_at(EDGE + scale, base + 6),
            (str(EDGE), str(base + 5), str(WIDTH - EDGE), str(base + 5)),
        ),
    )


@dataclass(frozen=True)
class _Lane:
    """One lane of a timeline, its top at `top`."""

    picture: Timeline
    lane: Lane
    top: int

    def label(self) -> Note:
        return Note(_n(EDGE), str(self.top + 12), self.lane.label, "label")

    def boxes(self) -> Iterator[Box]:
        picture = self.picture
        for one in self.lane.stretches:
            starts, ends = max(one.starts_at, picture.starts_at), min(one.ends_at, picture.ends_at)
            if starts < ends:
                left, right = _place(starts, picture), _place(ends, picture)
                width = max(right - left, THINNEST)
                inside = one.words if len(one.words) * ROOM_FOR_WORDS < width else ""
                top = str(self.top + LABEL + 2)
                yield Box(_n(left), top, _n(width), str(THICK), one.look.value, one.words, inside)

    def spots(self) -> Iterator[Spot]:
        for one in self.lane.markers:
            if self.picture.starts_at <= one.at <= self.picture.ends_at:
                middle = str(self.top + LABEL + 2 + THICK // 2)
                yield Spot(_x(one.at, self.picture), middle, one.sign.value, one.words)


def _shade(picture: Timeline, start: int, end: int, bottom: int) -> Box:
    left, right = (_place(min(max(one, picture.starts_at), picture.ends_at), picture) for one in (start, end))
    return Box(_n(left), "0", _n(right - left), str(bottom), "open", picture.open_label)


def _tick_notes(picture: Timeline, bottom: int) -> Iterator[Note]:
    free = Fraction(0)
    for tick in find_ticks(picture.starts_at, picture.ends_at, picture.zone):
        place = _place(tick.at, picture)
        half = Fraction(len(tick.label) * ROOM_FOR_WORDS, 2)
        middle = min(max(place, half), WIDTH - half)
        if middle - half >= free:
            yield Note(_n(middle), str(bottom + 20), tick.label, "tick")
            free = middle + half + 6


def _stacked(picture: Dots, scale: Fraction) -> tuple[list[Spot], int, int]:
    """The dots, those of one place on top of each other; how many cases one is; where the lowest stand."""
    columns: Counter[tuple[int, bool]] = Counter(_bin(dot, scale) for dot in picture.dots)
    tallest = Counter[int]()
    for (column, _), count in columns.items():
        tallest[column] += count
    highest = max(tallest.values(), default=0)
    per_dot = max(-(-highest // _STACK), 1)
    # Rounding up each of two kinds can make a column one dot higher.
    base, height = _HEAD + _DOT * (-(-highest // per_dot) + 1), Counter[int]()
    spots = []
    for (column, is_missed), count in sorted(columns.items()):
        for _dot in range(-(-count // per_dot)):
            x, y = EDGE + column * _DOT + _DOT // 2, base - height[column] * _DOT
            spots.append(Spot(str(x), str(y), "missed" if is_missed else "kept", ""))
            height[column] += 1
    return spots, per_dot, base


def _bin(dot: Dot, scale: Fraction) -> tuple[int, bool]:
    return int(min(dot.place, Fraction(FARTHEST)) * scale / _DOT), dot.is_missed


def _worst(picture: Dots) -> Iterator[Note]:
    """The names of the worst, one below the other at the right end of the scale."""
    missed = sorted((dot for dot in picture.dots if dot.is_missed), key=lambda dot: -dot.place)
    for place, dot in enumerate(missed[:_WORST_NAMED]):
        percent = int(dot.place * 100)
        yield Note(_n(WIDTH - EDGE), str(14 + place * 16), f"{dot.words} ({percent} %)", "worst")


def _line_at(x: Fraction, bottom: int) -> tuple[str, str, str, str]:
    return _n(x), "0", _n(x), str(bottom)


def _x(instant: int, picture: Timeline) -> str:
    return _n(_place(instant, picture))


def _place(instant: int, picture: Timeline) -> Fraction:
    length = max(picture.ends_at - picture.starts_at, 1)
    return EDGE + Fraction((instant - picture.starts_at) * (WIDTH - 2 * EDGE), length)


def _n(value: Fraction | int) -> str:
    return f"{round_half_up(Fraction(value), 1).normalize():f}"
