"""Pictures of alternatives: what makes up their sums, their places in the draws, their cost over time."""

from collections.abc import Sequence

from dashboards.deciding.alternatives.findings import AlternativesFindings, CostFindings
from dashboards.deciding.alternatives.naming import MILLION, criterion_label, label_of
from dashboards.document.drawing import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, RED, Drawing
from dashboards.document.model import Picture
from dashboards.wording import Wording

_FILLS = (BLUE, ORANGE, GREEN, "#7a5c99", RED, "#8c8c3a", "#3a8c86", GREY, "#c2a36b", "#50617a")
_DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3")
_WIDTH, _LEFT, _BAR, _STEP = 560.0, 150.0, 15.0, 24.0


def contributions_picture(findings: AlternativesFindings, words: Wording) -> Picture:
    """Return stacked bars of the contributions, numbered by criterion so that colour is not needed."""
    criteria, scale = findings.terms.criteria, (_WIDTH - _LEFT - 40) / 100
    bottom = 10 + _STEP * len(findings.totals)
    drawing = Drawing(_WIDTH, bottom + 24 + 14 * ((len(criteria) + 2) // 3))
    for row, total in enumerate(findings.totals):
        top, left = 8 + row * _STEP, _LEFT
        drawing.text((_LEFT - 6, top + 11), label_of(findings, total.alternative, words), anchor="end")
        for number, (_, part) in enumerate(total.contributions):
            width = 0.0 if part is None else float(part) * scale
            drawing.box((left, top), (width, _BAR), _FILLS[number % len(_FILLS)], edge="#ffffff")
            if width >= 12:
                drawing.text(
                    (left + width / 2, top + 11), str(number + 1), size=8, anchor="middle", colour="#ffffff"
                )
            left += width
        shown = "?" if total.total is None else words.number(total.total, 1)
        drawing.text((left + 4, top + 11), shown)
    _axis(drawing, bottom, scale, [0, 25, 50, 75, 100])
    _legend(drawing, [criterion_label(findings, one.id, words) for one in criteria], bottom + 28)
    return Picture(
        drawing.svg(),
        words.text("Contribution of each criterion to the sum"),
        _described(findings, words),
    )


def _described(findings: AlternativesFindings, words: Wording) -> str:
    shown = [
        f"{label_of(findings, one.alternative, words)} "
        + (words.text("not stated") if one.total is None else words.number(one.total, 1))
        for one in findings.totals
    ]
    return words.text("Stacked bars from 0 to 100 points: {sums}.", sums=", ".join(shown))


def places_picture(findings: AlternativesFindings, words: Wording) -> Picture:
    """Return bars of the share of draws in which each alternative comes in each place."""
    draws, scale = findings.terms.simulation.draws, (_WIDTH - _LEFT - 40) / 100
    found = findings.acceptability
    bottom = 10 + _STEP * len(found)
    drawing = Drawing(_WIDTH, bottom + 20)
    for row, one in enumerate(found):
        top, left = 8 + row * _STEP, _LEFT
        drawing.text((_LEFT - 6, top + 11), label_of(findings, one.alternative, words), anchor="end")
        for place, count in enumerate(one.places):
            width = 100 * count / draws * scale
            drawing.box((left, top), (width, _BAR), _shade(place, len(found)), edge="#ffffff")
            if width >= 12:
                colour = "#ffffff" if place * 2 < len(found) else INK
                drawing.text(
                    (left + width / 2, top + 11), str(place + 1), size=8, anchor="middle", colour=colour
                )
            left += width
    _axis(drawing, bottom, scale, [0, 25, 50, 75, 100])
    shown = [
        f"{label_of(findings, one.alternative, words)} {round(100 * one.places[0] / draws)}" for one in found
    ]
    return Picture(
        drawing.svg(),
        words.text("Places in the draws, per cent; the number in a bar is the place"),
        words.text("Per cent of the draws in first place: {shares}.", shares=", ".join(shown)),
    )


def cumulative_picture(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> Picture:
    """Return lines of the cost so far, less that of the reference, by month."""
    reference = costs.cumulative.get(costs.terms.reference)
    lines = {} if reference is None else _differences(costs, reference)
    drawing = Drawing(_WIDTH, 220)
    every = [value for line in lines.values() for value in line] or [0.0]
    lowest, highest = min([*every, 0.0]), max([*every, 0.0])
    span = (highest - lowest) or 1.0

    def place(month: int, value: float) -> tuple[float, float]:
        across = 50 + (_WIDTH - 200) * month / costs.terms.months
        return across, 10 + 180 * (highest - value) / span

    drawing.line(place(0, 0.0), place(costs.terms.months, 0.0), GREY)
    for value in (lowest, 0.0, highest):
        drawing.text((46, place(0, value)[1] + 3), f"{value / MILLION:.0f}", size=8, anchor="end")
    for month in range(0, costs.terms.months + 1, max(costs.terms.months // 4, 1)):
        drawing.text((place(month, 0)[0], 205), str(month), size=8, anchor="middle")
    for number, (name, line) in enumerate(lines.items()):
        colour, dashes = _FILLS[number % len(_FILLS)], _DASHES[number % len(_DASHES)]
        drawing.path([place(month, value) for month, value in enumerate(line)], colour, dashes=dashes)
        at = 20 + 16 * number
        drawing.line((_WIDTH - 145, at), (_WIDTH - 120, at), colour, dashes=dashes, width=1.5)
        drawing.text((_WIDTH - 115, at + 3), label_of(findings, name, words), size=8)
        even = costs.break_evens[name].month if name in costs.break_evens else None
        if even is not None:
            drawing.dot(place(even, line[even]), 3.5, colour, edge=INK)
    return Picture(
        drawing.svg(),
        words.text("Cost so far beyond that of the reference, millions, by month; a dot marks break-even"),
        _told_months(findings, costs, words),
    )


def _differences(costs: CostFindings, reference: Sequence[float]) -> dict[str, list[float]]:
    """The cost so far beyond the reference's, from month 0 in which only what is paid once is paid."""
    theirs = float(costs.totals[costs.terms.reference].once)
    return {
        name: [
            float(costs.totals[name].once) - theirs,
            *(a - b for a, b in zip(line, reference, strict=True)),
        ]
        for name, line in costs.cumulative.items()
        if name != costs.terms.reference
    }


def _told_months(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> str:
    told = [
        f"{label_of(findings, name, words)}: "
        + (words.text("none within the term") if found.month is None else words.number(found.month))
        for name, found in costs.break_evens.items()
    ]
    return words.text("Lines of the cost so far; break-even month: {months}.", months="; ".join(told))


def _axis(drawing: Drawing, bottom: float, scale: float, marks: Sequence[int]) -> None:
    drawing.line((_LEFT, bottom), (_LEFT + 100 * scale, bottom), GREY)
    for mark in marks:
        across = _LEFT + mark * scale
        drawing.line((across, bottom), (across, bottom + 3), GREY)
        drawing.text((across, bottom + 12), str(mark), size=8, anchor="middle")


def _legend(drawing: Drawing, names: Sequence[str], top: float) -> None:
    for number, name in enumerate(names):
        left, at = 10 + 180 * (number % 3), top + 14 * (number // 3)
        drawing.box((left, at - 8), (9, 9), _FILLS[number % len(_FILLS)])
        drawing.text((left + 13, at), f"{number + 1} {name}", size=8)


def _shade(place: int, places: int) -> str:
    """From dark for the first place to light for the last, so that print in black tells them apart."""
    if places == 1:
        return BLUE
    start, end = (int(BLUE[i : i + 2], 16) for i in (1, 3, 5)), (int(LIGHT[i : i + 2], 16) for i in (1, 3, 5))
    mixed = (round(a + (b - a) * place / (places - 1)) for a, b in zip(start, end, strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)
