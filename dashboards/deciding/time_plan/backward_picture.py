"""The picture of the base plan backward from a deadline, with today's line and bands of certainty."""

from dashboards.deciding.time_plan.axis import Axis
from dashboards.document.drawing import BLUE, GREY, INK, ORANGE, RED, Drawing
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import PathTime, TimeFindings

WIDTH, LEFT, RIGHT, TOP = 480, 172, 470, 26
ROW, BAR = 17, 8
LONGEST_NAME = 36


def draw_backward(path: PathTime, findings: TimeFindings, words: Wording) -> str:
    """Return the picture (SVG); a bar is the base plan, the thin line under it nine futures of ten."""
    stages = [one for one in path.stages if one.done_on is None]
    bottom = TOP + ROW * len(stages) + 4
    drawing = Drawing(WIDTH, bottom + 18)
    known = [day for one in stages for day in (one.latest_first, one.late) if day is not None]
    axis = Axis(
        min([findings.today, *known]), max([path.deadline.day, *(one.late for one in stages)]), LEFT, RIGHT
    )
    axis.draw(drawing, TOP, bottom)
    for place, stage in enumerate(stages):
        top = TOP + ROW * place + 3
        name = stage.label.in_language(words.language)
        shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
        drawing.text((LEFT - 6, top + BAR), shown, size=8.5, anchor="end")
        if stage.latest_first is not None and stage.latest_last is not None:
            begins, ends = axis.at(stage.latest_first), axis.at(stage.latest_last)
            drawing.box((begins, top), (max(ends - begins, 1.5), BAR), BLUE)
        drawing.line(
            (axis.at(stage.early), top + BAR + 2), (axis.at(stage.late), top + BAR + 2), ORANGE, width=2
        )
    _mark(drawing, axis, bottom, path, findings, words)
    return drawing.svg()


def _mark(
    drawing: Drawing, axis: Axis, bottom: float, path: PathTime, findings: TimeFindings, words: Wording
) -> None:
    """Today and the deadline; their words stand on two lines, so that they never meet."""
    marks = (
        (findings.today, words.text("Today {day}", day=words.day(findings.today)), INK, 6),
        (path.deadline.day, words.day(path.deadline.day), RED, 16),
    )
    for day, told, colour, down in marks:
        at = axis.at(day)
        drawing.line((at, TOP - 4), (at, bottom), colour, dashes="4 3", width=1.2)
        is_left = at < (LEFT + RIGHT) / 2
        drawing.text((at, TOP - 20 + down), told, size=8, anchor="start" if is_left else "end", colour=colour)
    drawing.line((LEFT, bottom), (RIGHT, bottom), GREY)
