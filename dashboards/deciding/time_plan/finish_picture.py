"""The picture of when all is done: the share of futures by day, against the days the contract can end."""

from dashboards.deciding.time_plan.axis import Axis
from dashboards.deciding.time_plan.parts import share
from dashboards.document.drawing import BLUE, GREY, INK, LIGHT, RED, Drawing
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import TimeFindings

WIDTH, HEIGHT = 480, 210
LEFT, RIGHT, TOP, BOTTOM = 44, 470, 26, 180
STEPS = (0, 25, 50, 75, 100)


def draw_finish(findings: TimeFindings, words: Wording) -> str:
    """Return the picture (SVG): the line rises to the right, and the certainty asked for is dashed."""
    days = findings.done_days
    ends = [one.deadline.day for one in findings.paths]
    axis = Axis(min(findings.start, *ends), max(days[-1], *ends), LEFT, RIGHT)
    drawing = Drawing(WIDTH, HEIGHT)
    axis.draw(drawing, TOP, BOTTOM)
    for step in STEPS:
        drawing.line((LEFT, _height(step)), (RIGHT, _height(step)), LIGHT)
        drawing.text(
            (LEFT - 4, _height(step) + 3), f"{step}{words.percent_sign}", size=8, anchor="end", colour=GREY
        )
    certain = float(findings.certainty) * 100
    drawing.line((LEFT, _height(certain)), (RIGHT, _height(certain)), INK, dashes="2 2")
    drawing.text((LEFT + 3, _height(certain) - 3), share(findings.certainty, words), size=8)
    for place, path in enumerate(findings.paths):
        at = axis.at(path.deadline.day)
        drawing.line((at, TOP), (at, BOTTOM), RED, dashes="5 3", width=1.2)
        drawing.text(
            (at - 3, TOP - 4 - 10 * (place % 2)),
            words.day(path.deadline.day),
            size=8,
            anchor="end",
            colour=RED,
        )
    drawing.path([(axis.at(day), _height(place)) for place, day in enumerate(days)], BLUE, width=2)
    return drawing.svg()


def _height(share_in_hundred: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share_in_hundred / 100
