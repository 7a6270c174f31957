"""Pictures, as text for a terminal and as shapes for a page: everything stands where it belongs."""

from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dashboards.explanation.drawings import EDGE, WIDTH, draw_shapes
from dashboards.explanation.pictures import (
    Bar,
    Bars,
    Dot,
    Dots,
    Lane,
    Look,
    Marker,
    Sign,
    Stretch,
    Timeline,
)
from dashboards.explanation.text_picture import WIDTH as SIGNS
from dashboards.explanation.text_picture import draw_text
from dashboards.wording import wording

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ENGLISH = wording("en")
HOUR = 3600
START = int(datetime.fromisoformat("2026-10-06T08:00:00+02:00").timestamp())


def timeline(*stretches: Stretch, markers: tuple[Marker, ...] = (), hours: int = 24) -> Timeline:
    """A day, or so many hours, open in the first half."""
    return Timeline(
        title="Day",
        description="What happened.",
        starts_at=START,
        ends_at=START + hours * HOUR,
        zone=STOCKHOLM,
        lanes=(Lane("Clock", stretches, markers),),
        meanings=((Look.RUNS, "runs"),),
        sign_meanings=((Sign.DUE, "due"),),
        open_hours=((START, START + hours * HOUR // 2),),
        open_label="Hours",
    )


def lane_of(picture: Timeline, number: int = 0) -> str:
    """The signs of a lane without its label."""
    return draw_text(picture, ENGLISH)[1 + number][27 : 27 + SIGNS]


def test_a_stretch_takes_its_part_of_the_lane() -> None:
    # 6 of 24 hours are a quarter of 96 signs
    found = lane_of(timeline(Stretch(START + 6 * HOUR, START + 12 * HOUR, Look.RUNS, "")))
    assert found.rstrip() == " " * 24 + "█" * 24


def test_a_stretch_too_short_for_a_sign_still_has_one() -> None:
    found = lane_of(timeline(Stretch(START + 12 * HOUR, START + 12 * HOUR + 1, Look.DOWN, "")))
    assert found.strip() == "█"


def test_what_lies_outside_is_left_out_and_what_reaches_in_is_cut() -> None:
    before = Stretch(START - 2 * HOUR, START - HOUR, Look.RUNS, "")
    over = Stretch(START - HOUR, START + HOUR, Look.WAITS_USER, "")
    far = Marker(START + 99 * HOUR, Sign.STOP, "")
    picture = timeline(before, over, markers=(far,))
    assert lane_of(picture).rstrip() == "uuuu"
    drawing = draw_shapes(picture, ENGLISH)
    [box] = [box for box in drawing.boxes if box.look == "waits_user"]
    assert (box.x, drawing.spots) == (str(EDGE), ())


def test_signs_open_hours_and_the_legend_are_told() -> None:
    picture = timeline(markers=(Marker(START + 12 * HOUR, Sign.DUE, "Due 20:00"),))
    lines = draw_text(picture, ENGLISH)
    assert lines[1][27 + 48] == "◆"
    assert lane_of(picture, 1).rstrip() == "░" * 48
    assert "Signs: █ runs; ◆ due" in lines
    assert lines[-2] == "What happened."


def test_the_axis_tells_local_times() -> None:
    assert any("6/10 09:00" in line for line in draw_text(timeline(), ENGLISH))


def test_shapes_stand_where_the_instants_are() -> None:
    stretch = Stretch(START + 6 * HOUR, START + 12 * HOUR, Look.RUNS, "being worked on")
    marker = Marker(START + 24 * HOUR, Sign.DUE, "Due")
    drawing = draw_shapes(timeline(stretch, markers=(marker,)), ENGLISH)
    shade, box = drawing.boxes
    # the field is 960 less 8 on either side: 944, a quarter is 236
    assert (shade.look, shade.x, shade.width) == ("open", "8", "472")
    assert (box.x, box.width, box.inside) == ("244", "236", "being worked on")
    assert [(spot.x, spot.look, spot.words) for spot in drawing.spots] == [("952", "due", "Due")]
    assert drawing.looks == (("runs", "runs"), ("open", "Hours"))


def test_words_that_do_not_fit_are_left_to_the_title() -> None:
    stretch = Stretch(START, START + HOUR, Look.RUNS, "being worked on")
    box = draw_shapes(timeline(stretch), ENGLISH).boxes[1]
    assert (box.inside, box.words) == ("", "being worked on")


def test_marks_of_the_axis_do_not_overlap() -> None:
    drawing = draw_shapes(timeline(hours=24 * 9), ENGLISH)
    places = [float(note.x) for note in drawing.notes if note.look == "tick"]
    assert all(later - earlier > 24 for earlier, later in pairwise(places))


BARS = Bars(
    "Steps",
    "From points to money.",
    (
        Bar("Raw", Fraction(0), Fraction(1), "100"),
        Bar("Capped", Fraction(0), Fraction(1, 2), "50", is_notable=True),
    ),
    Fraction(1, 2),
    "50",
)


def test_bars_reach_from_their_lowest_to_their_highest() -> None:
    lines = draw_text(BARS, ENGLISH)
    assert lines[1].startswith("Raw")
    assert lines[1].endswith(" 100")
    assert lines[2].count("█") == 24
    assert lines[2][27 + 24] == "│"
    drawing = draw_shapes(BARS, ENGLISH)
    # 944 less 150 for the text is 794
    bars = [(box.look, box.width) for box in drawing.boxes if box.look != "track"]
    assert bars == [("plain", "794"), ("notable", "397")]
    assert drawing.lines == (("405", "0", "405", "80"),)


def test_no_bars_and_no_line_are_drawn_too() -> None:
    empty = Bars("Nothing", "None.", ())
    assert draw_text(empty, ENGLISH) == ["Nothing", "None.", ""]
    assert draw_shapes(empty, ENGLISH).lines == ()


def test_a_case_that_used_exactly_its_limit_stands_before_it() -> None:
    picture = Dots(
        "Used",
        "Cases.",
        (Dot(Fraction(1), is_missed=False, words="A"), Dot(Fraction(3, 2), is_missed=True, words="B")),
    )
    lines = draw_text(picture, ENGLISH)
    limit = next(place for place, line in enumerate(lines) if "limit" in line)
    assert lines[limit - 1].startswith("90\u2013100 %")
    assert lines[limit - 1].endswith(" 1")


def test_cases_far_beyond_their_limit_stand_in_one_line() -> None:
    picture = Dots("Used", "Cases.", (Dot(Fraction(9), is_missed=True, words="A"),))
    assert any(
        line.startswith("beyond 200 %") and line.endswith(" 1") for line in draw_text(picture, ENGLISH)
    )
    [spot] = draw_shapes(picture, ENGLISH).spots
    assert float(spot.x) <= WIDTH - EDGE


def test_the_worst_cases_are_named() -> None:
    dots = tuple(
        Dot(Fraction(number, 2), is_missed=number > 2, words=f"T-{number}") for number in range(1, 8)
    )
    drawing = draw_shapes(Dots("Used", "Cases.", dots), ENGLISH)
    worst = [note.text for note in drawing.notes if note.look == "worst"]
    assert worst == ["T-7 (350 %)", "T-6 (300 %)", "T-5 (250 %)"]


def test_many_cases_share_dots_and_that_is_said() -> None:
    dots = tuple(Dot(Fraction(1, 2), is_missed=False, words="") for _ in range(100))
    drawing = draw_shapes(Dots("Used", "Cases.", dots), ENGLISH)
    # 100 in one place, at most 24 dots high: 5 cases a dot, 20 dots
    assert len(drawing.spots) == 20
    assert drawing.description == "Cases. Each dot is up to 5 cases."
    assert all(0 < float(spot.y) < drawing.height for spot in drawing.spots)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(TypeError, match="no text is known for str"):
        draw_text.__globals__["_draw"]("no picture", ENGLISH)
    with pytest.raises(TypeError, match="no shapes are known for str"):
        draw_shapes.dispatch(object)("no picture", ENGLISH)
