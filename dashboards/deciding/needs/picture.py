"""Importance against satisfaction as a picture: each group of each need with a mark of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.label_places import Box, place_labels, spread
from dashboards.deciding.needs.words import who_speaks
from dashboards.document.drawing import BLUE, GREEN, GREY, INK, ORANGE, RED, Drawing
from dashboards.document.model import Picture
from dashboards.wording import Wording
from evaluator.core.deciding.needs.ratings import Shown
from evaluator.decisions.needs import HIGHEST_MARK, LOWEST_MARK

_FRAME = Box(46, 14, 470, 290)
_LABEL = 8.0
_MIDDLE = Fraction(LOWEST_MARK + HIGHEST_MARK, 2)
_COLOURS = (BLUE, ORANGE, GREEN, RED, INK, GREY)
_SHAPES = 6


@dataclass(frozen=True)
class _Voice:
    """One mark of the picture; `group` is the position of its group in the file, `who` its words."""

    need: str
    group: int
    who: str
    importance: Fraction
    satisfaction: Fraction


def draw_voices(findings: NeedsFindings, words: Wording) -> Iterator[Picture]:
    """Yield the picture, where any group may be shown that told both marks."""
    voices = list(_voices(findings, words))
    if not voices:
        return
    caption = [words.text("Importance against satisfaction today, each group for itself")]
    hidden = sum(one.shown is not Shown.SHOWN for need in findings.assessment.needs for one in need.ratings)
    if hidden > 0:
        caption.append(
            words.plural(
                "{n} voice is left out: too few persons, or their number is not stated",
                "{n} voices are left out: too few persons, or their number is not stated",
                hidden,
            )
        )
    points = [_at(one) for one in voices]
    placed = spread(points, 9)
    if placed != points:
        caption.append(words.text("marks that would lie on each other are moved to the right"))
    svg = _draw(voices, placed, findings, words).svg()
    yield Picture(svg, "; ".join(caption) + ".", _describe(voices, words))


def _voices(findings: NeedsFindings, words: Wording) -> Iterator[_Voice]:
    order = {group.id: position for position, group in enumerate(findings.file.groups)}
    for need in findings.assessment.needs:
        for one in need.ratings:
            if one.importance is not None and one.satisfaction is not None:
                group = order.get(one.group, len(order))
                who = who_speaks(one, findings, words)
                yield _Voice(need.need.id, group, who, one.importance, one.satisfaction)


def _at(voice: _Voice) -> tuple[float, float]:
    return _across(voice.satisfaction), _down(voice.importance)


def _across(mark: Fraction) -> float:
    # Some room beside the ends of the scale, so that marks of 1 and 5 stand whole.
    return _FRAME.left + 14 + float((mark - LOWEST_MARK) / (HIGHEST_MARK - LOWEST_MARK)) * (_FRAME.width - 40)


def _down(mark: Fraction) -> float:
    share = float((mark - LOWEST_MARK) / (HIGHEST_MARK - LOWEST_MARK))
    return _FRAME.bottom - 18 - share * (_FRAME.height - 46)


def _draw(
    voices: Sequence[_Voice],
    placed: Sequence[tuple[float, float]],
    findings: NeedsFindings,
    words: Wording,
) -> Drawing:
    groups = sorted({voice.group for voice in voices})
    drawing = Drawing(530, _FRAME.bottom + 44 + 14 * ((len(groups) + 1) // 2))
    corners = _draw_frame(drawing, words)
    sizes = [(len(voice.need) * _LABEL * 0.55, _LABEL) for voice in voices]
    for voice, point, box in zip(voices, placed, place_labels(placed, sizes, corners, _FRAME), strict=True):
        if box is not None:
            middle = (box.left + box.width / 2, box.top + box.height / 2)
            drawing.line(point, middle, GREY, width=0.4)
            drawing.box((box.left, box.top), (box.width, box.height), "#ffffff")
            drawing.text((middle[0], box.bottom - 1.5), voice.need, size=_LABEL, anchor="middle")
        _mark(drawing, point, voice.group)
    for number, group in enumerate(groups):
        across, down = _FRAME.left + 240 * (number % 2), _FRAME.bottom + 44 + 14 * (number // 2)
        _mark(drawing, (across, down - 3), group)
        drawing.text((across + 9, down), _group_name(group, findings, words))
    return drawing


def _draw_frame(drawing: Drawing, words: Wording) -> list[Box]:
    """Draw the frame, and return where the words in its corners stand."""
    drawing.box((_FRAME.left, _FRAME.top), (_FRAME.width, _FRAME.height), "#ffffff", edge=GREY)
    across, down = _across(_MIDDLE), _down(_MIDDLE)
    drawing.line((across, _FRAME.top), (across, _FRAME.bottom), GREY, dashes="4 3", width=0.7)
    drawing.line((_FRAME.left, down), (_FRAME.right, down), GREY, dashes="4 3", width=0.7)
    for mark in range(LOWEST_MARK, HIGHEST_MARK + 1):
        drawing.text((_across(Fraction(mark)), _FRAME.bottom + 12), str(mark), anchor="middle")
        drawing.text((_FRAME.left - 6, _down(Fraction(mark)) + 3), str(mark), anchor="end")
    drawing.text((_across(_MIDDLE), _FRAME.bottom + 26), words.text("Satisfaction") + " →", anchor="middle")
    drawing.text((4, _FRAME.top - 4), "↑ " + words.text("Importance"))
    high, low = _FRAME.top + 11, _FRAME.bottom - 5
    corners = [
        (_FRAME.left + 5, high, "start", words.text("important, little satisfied")),
        (_FRAME.right - 5, high, "end", words.text("important, satisfied")),
        (_FRAME.left + 5, low, "start", words.text("less important, little satisfied")),
        (_FRAME.right - 5, low, "end", words.text("less important, satisfied")),
    ]
    boxes = []
    for x, y, anchor, told in corners:
        drawing.text((x, y), told, size=8.5, anchor=anchor, colour=GREY)
        width = len(told) * 4.3
        boxes.append(Box(x if anchor == "start" else x - width, y - 9, width, 11))
    return boxes


def _mark(drawing: Drawing, at: tuple[float, float], group: int) -> None:
    (x, y), colour = at, _COLOURS[group % len(_COLOURS)]
    match group % _SHAPES:
        case 0:
            drawing.dot(at, 3.6, colour)
        case 1:
            drawing.box((x - 3.3, y - 3.3), (6.6, 6.6), colour)
        case 2:
            drawing.path([(x, y - 4), (x + 4, y + 3.2), (x - 4, y + 3.2), (x, y - 4)], colour)
        case 3:
            drawing.path([(x, y - 4.4), (x + 4.4, y), (x, y + 4.4), (x - 4.4, y), (x, y - 4.4)], colour)
        case 4:
            drawing.dot(at, 3.6, "#ffffff", edge=colour)
        case _:
            drawing.line((x - 3.5, y - 3.5), (x + 3.5, y + 3.5), colour, width=1.6)
            drawing.line((x - 3.5, y + 3.5), (x + 3.5, y - 3.5), colour, width=1.6)


def _group_name(group: int, findings: NeedsFindings, words: Wording) -> str:
    groups = findings.file.groups
    return findings.group(groups[group].id, words) if group < len(groups) else words.text("Other groups")


def _describe(voices: Sequence[_Voice], words: Wording) -> str:
    urgent = [one for one in voices if one.importance > _MIDDLE > one.satisfaction]
    told = words.listing(f"{one.need} ({one.who})" for one in urgent)
    if not urgent:
        return words.text("No group finds a need important that it is little satisfied with.")
    return words.text("Important, and little satisfied: {needs}.", needs=told)
