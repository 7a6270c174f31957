"""Reached levels: *met in 21 of 24 months* by hand, and what never counts as met."""

from fractions import Fraction
from typing import Any, cast

from evaluator.contract.bands import Range
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.deciding.tender.levels import ReachedLevels, measured_alike, reached_levels
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from tests.evaluator.core.indicators_for_tests import number_of_misses, share_of_tickets


def figure(met: int, of: int = 100) -> Figure:
    value = Fraction(met, of)
    return Figure(met, of, of, of - met, of, of, value, value)


def outcome(month: int, found: Figure | None, verdict: Verdict = Verdict.MET) -> Outcome:
    return Outcome(
        indicator="K09",
        period=f"{2024 + (month + 9) // 12}-{(month + 9) % 12 + 1:02}",
        scope=Scope("T2"),
        view=View.AFTER_EXCLUSIONS,
        figure=found,
        verdict=verdict,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )


def k09(**changes: Any) -> Any:
    return share_of_tickets("90 %", "85 %", **changes)


def levels(
    outcomes: list[Outcome],
    indicator: AnyIndicator | None = None,
    ends: tuple[str, ...] = (),
    **other: AnyIndicator,
) -> ReachedLevels:
    own = k09() if indicator is None else indicator
    terms = {one.period: own for one in outcomes} | {
        key.replace("_", "-"): term for key, term in other.items()
    }
    return reached_levels(own, "T2", outcomes, outcomes, terms, [Fraction(end) for end in ends])


def test_21_of_24_months_at_the_present_target() -> None:
    # 21 months of 93 %, and three of 88, 87 and 84 %.
    months = [outcome(number, figure(93)) for number in range(21)]
    months += [outcome(21, figure(88)), outcome(22, figure(87)), outcome(23, figure(84))]
    found = levels(months)
    assert found.present is not None
    assert (found.present.met, found.present.missed, found.present.periods) == (21, 3, 24)
    reached = {one.end: one.met for one in found.levels}
    assert reached[Fraction("0.85")] == 23
    assert reached[Fraction("0.95")] == 0


def test_a_proposed_target_is_tried_beside_those_around_the_present_one() -> None:
    found = levels([outcome(0, figure(93)), outcome(1, figure(91))], ends=("0.92",))
    [proposed] = [one for one in found.levels if one.is_proposed]
    assert (proposed.end, proposed.met, proposed.missed) == (Fraction("0.92"), 1, 1)
    assert proposed in found.around


def test_the_comparison_is_unrounded() -> None:
    # 899 999 of a million is 90,0 % for people, and below 90 %.
    found = levels([outcome(0, figure(899_999, 1_000_000))])
    assert found.present is not None
    assert (found.present.met, found.present.missed) == (0, 1)


def test_a_month_not_assessable_is_named_and_never_met() -> None:
    incomplete = Figure(93, 100, 100, 7, 80, 100, Fraction(73, 100), Fraction(1))
    months = [
        outcome(0, figure(93)),
        outcome(1, incomplete, Verdict.NOT_ASSESSABLE),
        outcome(2, None, Verdict.NOT_MEASURED),
    ]
    found = levels(months)
    assert found.present is not None
    assert (found.present.met, found.present.missed, found.present.unknown) == (1, 0, 2)
    assert found.unknown == ("2024-11", "2024-12")


def test_the_value_that_so_many_months_reached() -> None:
    # Best first: 99 97 95 93 91 90 89 88 87 80; the 5th, the 8th (of 7,5) and the 9th.
    values = [80, 87, 88, 89, 90, 91, 93, 95, 97, 99]
    found = levels([outcome(number, figure(value)) for number, value in enumerate(values)])
    assert found.reached_by == (Fraction("0.91"), Fraction("0.88"), Fraction("0.87"))
    assert (found.lowest, found.highest) == (Fraction("0.80"), Fraction("0.99"))


def test_where_low_is_good_the_lowest_values_are_the_best() -> None:
    misses = cast("AnyIndicator", number_of_misses())
    months = [
        outcome(number, Figure(value, 1, 10, value, 10, 10, Fraction(value), Fraction(value)))
        for number, value in enumerate([0, 0, 1, 3])
    ]
    found = reached_levels(misses, "T1", months, months, {one.period: misses for one in months})
    assert found.reached_by == tuple(map(Fraction, (0, 1, 3)))
    assert found.present is not None
    assert (found.present.end, found.present.met) == (Fraction(0), 2)
    assert [(int(one.end), one.met) for one in found.around] == [(0, 2), (1, 3), (2, 3), (3, 4)]


def test_months_measured_by_other_rules_are_named_and_left_out() -> None:
    before = k09(month_of="opened", tickets={"priorities": ["P1"]})
    found = levels([outcome(0, figure(10)), outcome(1, figure(93))], **{"2024_10": before})
    assert found.other_rules == ("2024-10",)
    assert found.periods == ("2024-11",)
    assert found.present is not None
    assert found.present.periods == 1


def test_another_target_is_no_other_way_of_measuring() -> None:
    assert measured_alike(k09(), cast("AnyIndicator", share_of_tickets("95 %")))
    assert not measured_alike(k09(), k09(tickets={"priorities": ["P1"]}))
    assert not measured_alike(k09(), None)


def test_an_indicator_without_a_value_reaches_nothing() -> None:
    found = levels([outcome(0, None, Verdict.NOT_MEASURED)])
    assert found.reached_by == (None, None, None)
    assert (found.lowest, found.highest) == (None, None)


def test_nothing_measured_by_the_present_rules_says_nothing_of_exclusions() -> None:
    assert levels([]).as_measured is None


def test_a_target_with_two_ends_has_no_levels() -> None:
    target = Range.model_validate({"from": "40 %", "to": "60 %"})
    both = k09().model_copy(update={"target": target, "bands": ()})
    found = levels([outcome(0, figure(50))], both)
    assert (found.levels, found.present, found.around, found.as_measured) == ((), None, (), None)


def test_periods_with_few_cases_are_counted_since_no_other_target_changes_them() -> None:
    sample = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1]}
    small = k09(minimum_sample=sample)
    found = levels([outcome(0, figure(9, 10)), outcome(1, figure(93))], small)
    assert found.by_misses == 1
    assert {one.met for one in found.levels if one.end > Fraction("0.93")} == {0}
