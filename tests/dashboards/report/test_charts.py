"""Charts: shapes worked out by hand for a width of 144, a height of 36 and a margin of 5."""

from decimal import Decimal
from fractions import Fraction

from dashboards.report.charts import Moment, draw_bars, draw_sparkline
from dashboards.report.history import period_names
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.outcomes import Verdict

MET, MISSED, UNKNOWN = Verdict.MET, Verdict.MISSED, Verdict.NOT_ASSESSABLE


def test_a_line_runs_from_edge_to_edge_with_the_best_value_on_top() -> None:
    moments = [Moment("a", Fraction(0), MISSED), Moment("b", Fraction(1), MET)]
    chart = draw_sparkline(moments, Fraction(1, 2), "t", "d")
    # the lowest lies at 36 - 5, the highest at 5, the target half way
    assert chart.lines == ("5,31 139,5",)
    assert chart.target_y == "18"
    assert [(mark.x, mark.y, mark.kind) for mark in chart.marks] == [
        ("5", "31", "missed"),
        ("139", "5", "met"),
    ]


def test_a_line_breaks_where_a_value_was_not_judged() -> None:
    values = [(1, MET), (2, MET), (9, UNKNOWN), (3, MET), (4, MET)]
    moments = [Moment("", Fraction(value), verdict) for value, verdict in values]
    chart = draw_sparkline(moments, Fraction(1), "t", "d")
    assert len(chart.lines) == 2
    # a value without a verdict is no value: a ring at the bottom, and no part in the scale (1 to 4)
    assert (chart.marks[2].kind, chart.marks[2].y) == ("gap", "31")
    assert chart.marks[4].y == "5"


def test_a_month_nobody_evaluated_has_no_mark_at_all() -> None:
    chart = draw_sparkline([Moment("a", None, None), Moment("b", Fraction(1), MET)], Fraction(1), "t", "d")
    assert len(chart.marks) == 1
    assert chart.lines == ()


def test_values_all_equal_lie_in_the_middle() -> None:
    assert draw_sparkline([Moment("a", Fraction(1), MET)], Fraction(1), "t", "d").target_y == "18"


def test_bars_share_a_scale_that_begins_at_zero() -> None:
    chart = draw_bars([("a", "a", Decimal(50)), ("b", "b", Decimal(100))], "t", "d", "100")
    assert [(bar.y, bar.height) for bar in chart.bars] == [("66", "66"), ("0", "132")]


def test_a_month_without_a_figure_is_no_bar_of_zero() -> None:
    chart = draw_bars([("a", "a", None), ("b", "b", Decimal(0))], "t", "d", "0")
    assert [(bar.height, bar.is_known) for bar in chart.bars] == [("0", False), ("0", True)]


def test_the_last_bar_and_every_third_before_it_are_labelled() -> None:
    chart = draw_bars([(str(number), "", Decimal(1)) for number in range(5)], "t", "d", "1")
    assert [bar.label for bar in chart.bars] == ["", "1", "", "", "4"]


def test_quarters_and_half_years_have_moments_of_their_own() -> None:
    assert len(period_names("2026-10", PeriodLength.MONTH)) == 24
    assert period_names("2026-10", PeriodLength.HALF_YEAR) == ["2024-12", "2025-06", "2025-12", "2026-06"]
    assert period_names("2026-10", PeriodLength.QUARTER)[-1] == "2026-09"
