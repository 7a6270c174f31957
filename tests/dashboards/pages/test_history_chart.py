"""The line over the months: where points stand, where it breaks, what it says at its side."""

from fractions import Fraction
from itertools import pairwise

from dashboards.pages.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, HistoryChart, draw_history
from dashboards.report.charts import Moment
from evaluator.core.outcomes import Verdict


def drawn(*moments: tuple[Fraction | None, Verdict | None]) -> HistoryChart:
    names = [f"2026-{number:02}" for number in range(1, len(moments) + 1)]
    told = [(Moment(name, *one), name) for name, one in zip(names, moments, strict=True)]
    return draw_history(told, Fraction(9, 10), "title", "description", lambda value: f"{float(value):.2f}")


def test_the_first_month_stands_at_the_left_and_the_last_at_the_right() -> None:
    chart = drawn((Fraction(1), Verdict.MET), (Fraction(8, 10), Verdict.MISSED))
    assert [point.mark.x for point in chart.points] == [str(LEFT), str(WIDTH - RIGHT)]


def test_the_highest_value_stands_at_the_top_and_the_lowest_at_the_bottom() -> None:
    chart = drawn((Fraction(1), Verdict.MET), (Fraction(8, 10), Verdict.MISSED))
    assert [point.mark.y for point in chart.points] == [str(TOP), str(HEIGHT - BOTTOM)]
    assert chart.target_y == str((TOP + HEIGHT - BOTTOM) // 2)


def test_each_verdict_has_a_sign_of_its_own() -> None:
    chart = drawn(
        (Fraction(1), Verdict.MET),
        (Fraction(8, 10), Verdict.MISSED),
        (Fraction(1, 2), Verdict.NOT_ASSESSABLE),
        (None, Verdict.NOT_MEASURED),
    )
    assert [point.mark.kind for point in chart.points] == ["met", "missed", "gap", "gap"]


def test_the_line_breaks_where_nothing_was_judged() -> None:
    chart = drawn(
        (Fraction(1), Verdict.MET),
        (Fraction(95, 100), Verdict.MET),
        (None, None),
        (Fraction(1), Verdict.MET),
        (Fraction(9, 10), Verdict.MET),
    )
    assert len(chart.lines) == 2
    assert len(chart.points) == 4


def test_a_line_of_one_value_stands_in_the_middle() -> None:
    chart = drawn((Fraction(9, 10), Verdict.MET))
    assert chart.points[0].mark.y == chart.target_y
    assert [label.text for label in chart.heights] == ["0.90"]


def test_words_at_the_side_never_cover_each_other() -> None:
    chart = drawn((Fraction(901, 1000), Verdict.MET), (Fraction(1, 2), Verdict.MISSED))
    heights = sorted(float(label.y) for label in chart.heights)
    assert all(later - earlier >= 14 for earlier, later in pairwise(heights))


def test_the_newest_month_is_always_named() -> None:
    chart = drawn(*[(Fraction(1), Verdict.MET)] * 8)
    assert [label.text for label in chart.months] == ["2026-02", "2026-05", "2026-08"]
