"""The units moved against the plan, as a picture."""

from collections.abc import Sequence
from datetime import date

from dashboards.document.drawing import BLUE, GREY, LIGHT, ORANGE, Drawing
from dashboards.document.model import Picture
from dashboards.wording.words import Wording
from evaluator.core.deciding.handover.transfer import TransferStanding

_WIDTH, _HEIGHT = 480.0, 220.0
_LEFT, _TOP, _RIGHT, _BOTTOM = 44.0, 16.0, 12.0, 34.0


def build_curve(transfer: TransferStanding, today: date, words: Wording) -> Picture:
    """Return the plan as a dashed line of steps and what moved, up to `today`, as a full one."""
    place = _Place(transfer, today)
    drawing = Drawing(_WIDTH, _HEIGHT)
    for count in sorted({0, transfer.units // 2, transfer.units}):
        drawing.line((_LEFT, place.up(count)), (_WIDTH - _RIGHT, place.up(count)), LIGHT)
        drawing.text((_LEFT - 6, place.up(count) + 3), words.number(count), anchor="end")
    for day in dict.fromkeys((place.first, today, place.last)):
        drawing.text((place.along(day), _HEIGHT - 18), words.day(day), anchor=_anchor(day, place), size=8)
    drawing.line((place.along(today), _TOP), (place.along(today), place.up(0)), GREY, dashes="2 3")
    drawing.path(_steps(place, [(one.day, one.planned) for one in transfer.curve]), ORANGE, dashes="6 3")
    moved = [(one.day, one.moved) for one in transfer.curve if one.day <= today]
    drawing.path(_steps(place, moved), BLUE, width=2.5)
    drawing.text((_LEFT, _HEIGHT - 4), words.text("dashed: planned; full: moved"), size=8, colour=GREY)
    return Picture(
        svg=drawing.svg(),
        caption=words.text("Units moved against the plan"),
        described=words.text(
            "By {day} {moved} of {units} units had moved; {planned} were planned.",
            day=words.day(today),
            moved=words.number(transfer.moved),
            units=words.number(transfer.units),
            planned=words.number(transfer.planned),
        ),
    )


class _Place:
    """Where days and counts lie in the picture."""

    def __init__(self, transfer: TransferStanding, today: date) -> None:
        days = [one.day for one in transfer.curve]
        self.first, self.last, self._units = min(*days, today), max(*days, today), max(transfer.units, 1)

    def along(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (day - self.first).days / whole

    def up(self, count: int) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * count / self._units


def _anchor(day: date, place: _Place) -> str:
    if day == place.first:
        return "start"
    return "end" if day == place.last else "middle"


def _steps(place: _Place, counts: Sequence[tuple[date, int]]) -> list[tuple[float, float]]:
    """A count holds until the next day on which it rises."""
    points: list[tuple[float, float]] = []
    before = 0
    for day, count in counts:
        points += [(place.along(day), place.up(before)), (place.along(day), place.up(count))]
        before = count
    return points
