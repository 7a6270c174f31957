"""Pictures of the annex: volume month by month, and the seasons of the year."""

from dashboards.deciding.tender.telling import Telling
from dashboards.document.drawing import BLUE, GREY, INK, LIGHT, ORANGE, Drawing
from dashboards.document.model import Picture
from evaluator.core.deciding.tender.seasons import Seasons

_WIDTH, _HEIGHT = 480, 190
_LEFT, _BOTTOM, _TOP = 46, 34, 12


def months_picture(telling: Telling) -> Picture:
    """Return tickets of each month as bars, with the lines that half and nine of ten months do not pass."""
    words, volumes = telling.words, telling.findings.volumes
    spread = volumes.spread
    assert spread is not None  # noqa: S101 - the section draws only what there is
    drawing = Drawing(_WIDTH, _HEIGHT)
    top = max(spread.highest, 1)
    room, step = _HEIGHT - _BOTTOM - _TOP, (_WIDTH - _LEFT - 70) / len(volumes.months)

    def height(value: int) -> float:
        return _HEIGHT - _BOTTOM - room * value / top

    drawing.line((_LEFT, _HEIGHT - _BOTTOM), (_WIDTH - 66, _HEIGHT - _BOTTOM), GREY)
    for place, (month, count) in enumerate(zip(volumes.months, volumes.total, strict=True)):
        left = _LEFT + place * step
        fill = ORANGE if count > spread.nine_tenths else BLUE
        drawing.box((left + step * 0.15, height(count)), (step * 0.7, room * count / top), fill)
        if place % 3 == 0:
            drawing.text((left + step / 2, _HEIGHT - _BOTTOM + 12), month, size=7, anchor="middle")
    for value, name in ((spread.half, "P50"), (spread.nine_tenths, "P90")):
        drawing.line((_LEFT, height(value)), (_WIDTH - 66, height(value)), INK, dashes="4 3")
        drawing.text((_WIDTH - 62, height(value) + 3), f"{name}: {words.number(value)}", size=8)
    for value in (0, top):
        drawing.text((_LEFT - 4, height(value) + 3), words.number(value), size=8, anchor="end")
    return Picture(
        drawing.svg(),
        words.text("Tickets opened per month, with P50 and P90"),
        words.text(
            "Bars for {months}, from {lowest} to {highest} tickets; lines at {half} (P50) and {nine} (P90)."
            " Months above P90 stand out.",
            months=telling.span,
            lowest=words.number(min(volumes.total)),
            highest=words.number(spread.highest),
            half=words.number(spread.half),
            nine=words.number(spread.nine_tenths),
        ),
    )


def seasons_picture(telling: Telling, seasons: Seasons) -> Picture:
    """Return the index of each month of the year, with the line of the ordinary and the spread of years."""
    words = telling.words
    drawing = Drawing(_WIDTH, _HEIGHT)
    top = max(float(max(one.highest for one in seasons.months)), 1.0)
    room, step = _HEIGHT - _BOTTOM - _TOP, (_WIDTH - _LEFT - 10) / 12

    def height(value: float) -> float:
        return _HEIGHT - _BOTTOM - room * value / top

    drawing.line((_LEFT, _HEIGHT - _BOTTOM), (_WIDTH - 10, _HEIGHT - _BOTTOM), GREY)
    for one in seasons.months:
        left = _LEFT + (one.place - 1) * step
        value = float(one.index)
        is_peak = one in telling.findings.peak_months
        drawing.box(
            (left + step * 0.15, height(value)),
            (step * 0.7, room * value / top),
            ORANGE if is_peak else LIGHT,
        )
        middle = left + step / 2
        drawing.line((middle, height(float(one.lowest))), (middle, height(float(one.highest))), INK, width=2)
        drawing.text(
            (middle, _HEIGHT - _BOTTOM + 12), telling.month_of_year(one.place)[:3], size=8, anchor="middle"
        )
        drawing.text((middle, height(value) - 4), words.number(one.index, 2), size=7, anchor="middle")
    drawing.line((_LEFT, height(1.0)), (_WIDTH - 10, height(1.0)), INK, dashes="4 3")
    drawing.text((_LEFT - 4, height(1.0) + 3), words.number(1, 2), size=8, anchor="end")
    return Picture(
        drawing.svg(),
        words.text("Tickets per working day in each month of the year; 1 is an ordinary month"),
        words.text(
            "Bars for the months of the year against an ordinary month; the upright lines span the years"
            " seen, and months that are peaks stand out."
        ),
    )
