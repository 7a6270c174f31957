"""A month evaluated: figures judged, points repeated, credits to the krona, the score, the statements."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from collector.records import FactKind, as_facts
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import PeriodEvaluation, evaluate_month, periods_of
from evaluator.core.facts import Facts
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    DOWN,
    FIRST_OF_NOVEMBER,
    FIRST_OF_OCTOBER,
    RESOLVED,
    T1,
    T2,
    UP,
    facts,
    measurement,
    measurements,
    observed,
    october,
    states,
    ticket,
    together,
    views,
    without,
)

BANDS = {"bands": small.falling_bands("90 %", "85 %", "80 %", "70 %"), "consequence": "credit"}
"""90 % or more; 1 point from 85 %, 2 from 80 %, 3 from 70 %, 4 below (K05 of the example contract)."""

FEES = {"T1": 3_600_000, "T2": 10_800_000, "T3": 7_200_000, "T4": 2_400_000}
SERVICES = [
    {"id": name, "label": small.LABEL, "hours": "desk", "users": 1000, "monthly_fee": fee}
    for name, fee in FEES.items()
]


def evaluate(
    contract: Contract,
    found: Facts,
    earlier: Sequence[Outcome] = (),
    *,
    period: str = "2026-10",
    left_out: Any = None,
) -> PeriodEvaluation:
    month = october(period)
    calendars = compile_calendars(contract, instant("2026-01-01 00:00"), instant("2026-12-31 00:00"))
    every_length = dict.fromkeys(periods_of(contract, month), found)
    chosen = views() if left_out is None else left_out
    return evaluate_month(contract, every_length, calendars, chosen, earlier, month)


def counted(name: str, service: str, share: str, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """An indicator imported in tenths of a percent, and its measurement of October."""
    terms = small.imported(id=name, services=[service], measure=name, **BANDS | more)
    numerator = int(Fraction(share) * 10)
    return terms, measurement(numerator, 1000, measure=name, service=service)


def outcome(
    points: int,
    period: str = "2026-09",
    *,
    indicator: str = "K",
    scope: Scope = T1,
    view: View = View.AFTER_EXCLUSIONS,
    verdict: Verdict | None = None,
) -> Outcome:
    """An outcome published earlier."""
    judged = Verdict.MISSED if points > 0 else Verdict.MET
    return Outcome(
        indicator=indicator,
        period=period,
        scope=scope,
        view=view,
        figure=None,
        verdict=verdict or judged,
        points=points,
        repeated=False,
        points_after_repeat=points,
        confidence=None,
    )


def in_both_views(*outcomes: Outcome) -> list[Outcome]:
    return [replace(one, view=view) for one in outcomes for view in (View.AS_MEASURED, one.view)]


def only(found: PeriodEvaluation, scope: Scope = T1, view: View = View.AFTER_EXCLUSIONS) -> Outcome:
    (one,) = [one for one in found.outcomes if (one.scope, one.view) == (scope, view)]
    return one


def amounts(found: PeriodEvaluation, view: View = View.AFTER_EXCLUSIONS) -> dict[str, Decimal]:
    return {credit.service: credit.amount for credit in found.credits if credit.view == view}


# The vectors of the example contract (domain.md 8.5) --------------------------------------------------------

ANSWERED = small.falling_bands("80 %", "75 %", "70 %", "60 %")
SOLVED = small.falling_bands("70 %", "65 %", "60 %", "50 %")


def evaluate_vector(
    *cases: tuple[dict[str, Any], dict[str, Any]], earlier: Sequence[Outcome] = ()
) -> PeriodEvaluation:
    indicators, rows = zip(*cases, strict=True)
    contract = small.contract(*indicators, services=SERVICES)
    return evaluate(contract, facts(measurements=measurements(*rows)), in_both_views(*earlier))


def test_vectors_1_to_4_give_330_000_kronor() -> None:
    # T1: K01 78.4 % is 1 point; K02 63.0 % is 2, missed last month too: 4. 5 x 0.5 % of 3.6 mnkr = 90 000.
    # T2: 0. T3: one severe, 3 points: 1.5 % of 7.2 mnkr = 108 000.
    # T4: 4 repeated, 2 and 1: 11 points, 5.5 % of 2.4 mnkr = 132 000.
    found = evaluate_vector(
        counted("K01", "T1", "78.4", target={"from": "80 %"}, bands=ANSWERED),
        counted("K02", "T1", "63.0", target={"from": "70 %"}, bands=SOLVED),
        counted("A", "T2", "90.0"),
        counted("B", "T3", "75.0"),
        counted("C", "T4", "60.0"),
        counted("D", "T4", "82.0"),
        counted("E", "T4", "87.0"),
        earlier=[outcome(1, indicator="K02"), outcome(3, indicator="C", scope=Scope("T4"))],
    )
    assert amounts(found) == {
        "T1": Decimal(90_000),
        "T2": Decimal(0),
        "T3": Decimal(108_000),
        "T4": Decimal(132_000),
    }
    assert sum(amounts(found).values()) == Decimal(330_000)
    points = {(one.indicator, one.points, one.points_after_repeat) for one in found.outcomes if one.points}
    assert points == {("K01", 1, 1), ("K02", 2, 4), ("B", 3, 3), ("C", 4, 8), ("D", 2, 2), ("E", 1, 1)}


def test_vector_5_the_service_cap_holds_at_12_percent() -> None:
    # 30 points are 15 %, capped at 12 % of 2.4 mnkr = 288 000.
    cases = [counted(f"K{number}", "T4", "60.0") for number in range(7)]
    found = evaluate_vector(*cases, counted("K7", "T4", "82.0"))
    (credit,) = [one for one in found.credits if (one.service, one.view) == ("T4", View.AFTER_EXCLUSIONS)]
    assert (credit.points, credit.raw_share, credit.amount) == (30, Fraction(15, 100), Decimal(288_000))


# Repeats ----------------------------------------------------------------------------------------------------


def repeated(
    *earlier: Outcome, breaks_chain: bool = False, period: str = "month", month: str = "2026-10"
) -> Outcome:
    rule = {"factor": 2, "not_assessable_breaks_chain": breaks_chain}
    terms = small.imported(period=period, **BANDS)
    contract = small.contract(terms, credits=small.CREDITS | {"repeat": rule})
    begin, end = (
        (FIRST_OF_OCTOBER, FIRST_OF_NOVEMBER)
        if month == "2026-10"
        else ("2026-07-01 00:00", "2027-01-01 00:00")
    )
    rows = measurements(measurement(82, 100, begin=begin, end=end))
    known = facts(measurements=rows, known_at="2027-01-01 00:00")
    return only(evaluate(contract, known, earlier, period=month))


def test_a_miss_in_the_month_before_doubles_and_a_third_does_not_quadruple() -> None:
    # The points before doubling are what is doubled (UK points 96.5, 98.5, 96.5 in field.md G2 work alike).
    before = replace(outcome(2), points_after_repeat=4, repeated=True)
    found = repeated(before, outcome(2, "2026-08"))
    assert (found.points, found.repeated, found.points_after_repeat) == (2, True, 4)


@pytest.mark.parametrize(
    "earlier",
    [
        (),
        (outcome(0),),
        (outcome(0), outcome(2, "2026-08")),
        (outcome(2, "2026-08"),),
        (outcome(2, scope=T2),),
        (outcome(2, indicator="OTHER"),),
        (outcome(2, view=View.AS_MEASURED),),
        (outcome(0, verdict=Verdict.NOT_ASSESSABLE),),
    ],
)
def test_no_miss_of_the_same_before_is_no_repeat(earlier: tuple[Outcome, ...]) -> None:
    found = repeated(*earlier)
    assert (found.repeated, found.points_after_repeat) == (False, 2)


@pytest.mark.parametrize("verdict", [Verdict.NOT_ASSESSABLE, Verdict.NOT_MEASURED])
def test_whether_a_month_without_verdict_breaks_the_chain_is_the_contracts_choice(verdict: Verdict) -> None:
    earlier = (outcome(0, verdict=verdict), outcome(2, "2026-08"))
    assert repeated(*earlier).repeated
    assert not repeated(*earlier, breaks_chain=True).repeated


def test_the_period_before_half_a_year_is_half_a_year_before() -> None:
    missed_in_june = repeated(outcome(2, "2026-06"), period="half_year", month="2026-12")
    assert missed_in_june.points_after_repeat == 4
    missed_in_november = repeated(outcome(2, "2026-11"), period="half_year", month="2026-12")
    assert missed_in_november.points_after_repeat == 2


def test_a_chain_is_looked_back_along_for_two_years() -> None:
    def name(back: int) -> str:
        index = 2026 * 12 + 9 - back
        return f"{index // 12}-{index % 12 + 1:02}"

    unjudged = [outcome(0, name(back), verdict=Verdict.NOT_ASSESSABLE) for back in range(1, 24)]
    assert repeated(*unjudged, outcome(2, name(24))).repeated
    assert not repeated(*unjudged, outcome(0, name(24), verdict=Verdict.NOT_ASSESSABLE)).repeated


LATE = ticket("2026-10-05 08:00", ("2026-10-06 18:00", RESOLVED))
IN_TIME = ticket("2026-10-05 08:00", ("2026-10-05 09:00", RESOLVED))


def test_where_nothing_was_undecided_before_the_third_view_rests_on_the_agreed_one() -> None:
    contract = small.contract(small.time_within_target(**BANDS))
    left_out = views(pending=[without(1)])
    found = evaluate(contract, facts(LATE, LATE), [outcome(4)], left_out=left_out)
    repeats = {one.view: one.points_after_repeat for one in found.outcomes if one.scope == T1}
    assert repeats == {View.AS_MEASURED: 4, View.AFTER_EXCLUSIONS: 8, View.IF_PENDING_ACCEPTED: 8}
    own = [outcome(4), outcome(0, view=View.IF_PENDING_ACCEPTED)]
    found = evaluate(contract, facts(LATE, LATE), own, left_out=left_out)
    assert only(found, view=View.IF_PENDING_ACCEPTED).points_after_repeat == 4


def test_without_terms_of_credits_nothing_is_doubled_and_nothing_credited() -> None:
    contract = small.contract(small.time_within_target(**BANDS), credits=None)
    found = evaluate(contract, facts(LATE), [outcome(4)])
    assert only(found).points_after_repeat == 4
    assert found.credits == ()


# Whose points -----------------------------------------------------------------------------------------------


def points_after_exclusions(found: PeriodEvaluation) -> dict[str, int]:
    return {one.service: one.points for one in found.credits if one.view == View.AFTER_EXCLUSIONS}


def test_an_indicator_of_all_services_gives_its_points_to_each() -> None:
    terms = small.time_within_target(services=["T1", "T2"], measured="together", **BANDS)
    contract = small.contract(terms)
    found = evaluate(contract, facts(LATE))
    assert {one.service: one.points for one in found.credits if one.view == View.AS_MEASURED} == {
        "T1": 4,
        "T2": 4,
    }


def test_a_part_gives_its_points_to_the_service_it_is_billed_with_once_for_each_miss() -> None:
    part = {"id": "T2A", "label": small.LABEL, "hours": "office", "part_of": "T2"}
    terms = {"services": [*small.CONTENT["services"], part]}
    late_parts = [replace(LATE, service=service) for service in ("T2", "T2A")]
    each = small.contract(small.time_within_target(services=["T2", "T2A"], **BANDS), **terms)
    both = small.contract(
        small.time_within_target(services=["T2", "T2A"], measured="together", **BANDS), **terms
    )
    for contract, points in ((each, 8), (both, 4)):
        found = evaluate(contract, facts(*late_parts))
        assert points_after_exclusions(found) == {"T1": 0, "T2": points}


def test_segments_units_and_indicators_without_consequence_cost_nothing() -> None:
    in_school = replace(LATE, unit="north")
    free = small.share(id="FREE", target={"to": 0})
    contract = small.contract(small.time_within_target(**BANDS), free)
    found = evaluate(contract, facts(in_school))
    agreed = [one for one in found.outcomes if one.view == View.AFTER_EXCLUSIONS]
    assert {one.scope for one in agreed if one.points_after_repeat} == {T1}
    assert {one.scope.unit for one in agreed if one.verdict is Verdict.MISSED} == {"", "north"}
    assert points_after_exclusions(found) == {"T1": 4, "T2": 0}


# Verdicts ---------------------------------------------------------------------------------------------------


def test_confidence_stands_beside_a_share_of_cases_and_never_changes_its_verdict() -> None:
    # Design rule 6. 18 of 20 (field.md G18): Wilson 69.9-97.2 %.
    contract = small.contract(small.time_within_target())
    one = only(evaluate(contract, facts(*[IN_TIME] * 18, *[LATE] * 2)))
    assert one.verdict is Verdict.MET
    assert one.confidence == pytest.approx((0.699, 0.972), abs=5e-4)


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        (small.count(), []),
        (small.mean(), []),
        (small.imported(unit="index"), [measurement(9, 10)]),
        (small.imported(), [measurement(9, 10, sample_size=7)]),
        (small.imported(), [measurement(9, 10, measure="other")]),
    ],
)
def test_counts_times_indices_and_sums_of_other_things_have_no_such_confidence(
    terms: dict[str, Any], rows: list[dict[str, Any]]
) -> None:
    known = facts(IN_TIME, measurements=measurements(*rows)) if rows else facts(IN_TIME)
    assert only(evaluate(small.contract(terms), known)).confidence is None


def test_a_month_that_is_not_over_is_not_assessable_however_good_it_looks() -> None:
    contract = small.contract(small.time_within_target(**BANDS))
    running = only(evaluate(contract, facts(IN_TIME, known_at="2026-10-31 23:59")))
    assert (running.verdict, running.points) == (Verdict.NOT_ASSESSABLE, 0)
    assert running.figure is not None
    over = only(evaluate(contract, facts(IN_TIME, known_at=FIRST_OF_NOVEMBER)))
    assert over.verdict is Verdict.MET


def test_the_whole_term_is_judged_while_it_runs() -> None:
    contract = small.contract(small.time_within_target(period="whole_term"))
    found = only(evaluate(contract, facts(IN_TIME, known_at=FIRST_OF_NOVEMBER)))
    assert found.verdict is Verdict.MET


@pytest.mark.parametrize(
    ("answers", "asked", "verdict"),
    [
        (25, 100, Verdict.MET),
        (24, 100, Verdict.NOT_ASSESSABLE),
        (24, None, Verdict.NOT_ASSESSABLE),
    ],
)
def test_a_survey_too_few_answered_is_not_assessable(
    answers: int, asked: int | None, verdict: Verdict
) -> None:
    terms = small.imported(unit="index", target={"from": 70}, response={"at_least": "25 %"})
    rows = measurements(measurement(75 * 30, 30, sample_size=answers, population=asked))
    assert only(evaluate(small.contract(terms), facts(measurements=rows))).verdict is verdict


def test_a_survey_nobody_made_is_not_measured() -> None:
    terms = small.imported(unit="index", target={"from": 70}, response={"at_least": "25 %"})
    assert only(evaluate(small.contract(terms), facts())).verdict is Verdict.NOT_MEASURED


def schools(*, looked_at: tuple[str, ...], until: str | None = None) -> Facts:
    """North was down for 3 of 220 h, which is 98.6 %."""
    north = (("2026-10-05 09:00", DOWN), ("2026-10-05 12:00", UP))
    return facts(
        states=together(
            states((FIRST_OF_OCTOBER, UP), *north, unit="north"), states((FIRST_OF_OCTOBER, UP), unit="south")
        ),
        observed=together(*(observed((FIRST_OF_OCTOBER, until), unit=unit) for unit in looked_at)),
    )


def units_judged(found: Facts, **more: Any) -> dict[str, Verdict]:
    contract = small.contract(small.share_of_units(**BANDS | more))
    outcomes = evaluate(contract, found).outcomes
    assert all(one.points == 0 for one in outcomes if one.scope.unit)
    return {one.scope.unit: one.verdict for one in outcomes if one.view == View.AS_MEASURED}


def test_each_unit_of_a_share_is_held_against_the_level_of_a_unit() -> None:
    assert units_judged(schools(looked_at=("north", "south"))) == {
        "": Verdict.MISSED,
        "north": Verdict.MISSED,
        "south": Verdict.MET,
    }


def test_a_unit_nobody_looked_at_is_not_measured_and_one_hardly_seen_not_assessable() -> None:
    only_north = units_judged(schools(looked_at=("north",)))
    assert only_north["south"] is Verdict.NOT_MEASURED
    hardly = schools(looked_at=("north", "south"), until="2026-10-07 00:00")
    assert units_judged(hardly, completeness_floor="90 %")["south"] is Verdict.NOT_ASSESSABLE


# Periods ----------------------------------------------------------------------------------------------------


def test_half_a_year_is_judged_only_in_months_that_end_one() -> None:
    contract = small.contract(small.share(id="M"), small.share(id="H", period="half_year"))
    assert set(periods_of(contract, october("2026-10"))) == {PeriodLength.MONTH}
    judged = {one.indicator for one in evaluate(contract, facts(LATE)).outcomes}
    assert judged == {"M"}
    december = facts(LATE, ticket("2026-12-05 08:00"), known_at="2027-01-01 00:00")
    found = evaluate(contract, december, period="2026-12")
    sizes = {one.indicator: one.figure.sample_size for one in found.outcomes if one.figure is not None}
    assert sizes == {"M": 1, "H": 2}
    assert {one.period for one in found.outcomes} == {"2026-12"}


def test_a_whole_term_is_judged_in_every_month_over_all_before() -> None:
    contract = small.contract(small.share(period="whole_term"))
    found = evaluate(contract, facts(ticket("2026-02-02 08:00"), LATE, ticket("2026-11-02 08:00")))
    figure = only(found).figure
    assert figure is not None
    assert figure.sample_size == 2


def test_a_month_that_ends_no_period_has_no_outcomes() -> None:
    found = evaluate(small.contract(small.share(period="half_year")), facts(LATE))
    assert (found.outcomes, found.statements, found.tickets.empty) == ((), (), True)


# Score ------------------------------------------------------------------------------------------------------


def test_the_score_looks_back_over_its_months_at_points_before_doubling() -> None:
    # Two months: 4 points in September (doubled then, which does not count) and 0 in October: (0 + 100) / 2.
    contract = small.contract(small.time_within_target(**BANDS), scorecard=small.SCORECARD)
    before = [replace(outcome(4), points_after_repeat=8), outcome(4, "2026-08")]
    score = evaluate(contract, facts(IN_TIME), before).score
    assert score is not None
    assert (score.low, score.high, score.areas[0].cases) == (50, 50, 2)


def test_the_score_weighs_indicators_as_the_contract_does() -> None:
    # K, weight 3: 100. The other, weight 1: 4 points in September, 0, and met in October, 100.
    # (3 x 100 + 0 + 100) / 5 = 80; without weights it would be 200 / 3.
    other = small.share(id="other")
    contract = small.contract(
        small.time_within_target(**BANDS, weight=3),
        other,
        scorecard=small.SCORECARD
        | {"areas": [small.SCORECARD["areas"][0] | {"measures": [{"indicators": ["K", "other"]}]}]},
    )
    before = [replace(outcome(4, "2026-09"), indicator="other")]
    score = evaluate(contract, facts(IN_TIME), before).score
    assert score is not None
    assert score.areas[0].value == 80


def test_without_a_scorecard_there_is_no_score() -> None:
    assert evaluate(small.contract(), facts(LATE)).score is None


# Evidence and statements ------------------------------------------------------------------------------------


def test_the_evidence_of_all_indicators_stands_together() -> None:
    contract = small.contract(
        small.share(id="A"), small.time_within_target(id="B"), small.availability(id="C")
    )
    looked = facts(
        LATE,
        states=states((FIRST_OF_OCTOBER, UP), ("2026-10-05 09:00", DOWN), ("2026-10-05 10:00", UP)),
        observed=observed((FIRST_OF_OCTOBER, None)),
    )
    found = evaluate(contract, looked)
    assert found.tickets["indicator"].to_list() == ["A", "B"]
    assert found.outages["indicator"].to_list() == ["C"]


def statement(numerator: int, denominator: int, **more: Any) -> dict[str, Any]:
    return {
        "indicator": "K",
        "service": "T1",
        "unit": None,
        "from_at": instant(FIRST_OF_OCTOBER),
        "to_at": instant(FIRST_OF_NOVEMBER),
        "numerator": numerator,
        "denominator": denominator,
        **more,
    }


def compared(*rows: dict[str, Any], **terms: Any) -> list[tuple[Scope, Fraction, Fraction | None]]:
    contract = small.contract(small.time_within_target(services=["T1", "T2"], **terms))
    found = facts(
        replace(IN_TIME, unit="north"), LATE, statements=as_facts(FactKind.STATEMENT, pd.DataFrame(rows))
    )
    stated = evaluate(contract, found, left_out=views([without(2)])).statements
    assert {one.indicator for one in stated} <= {"K"}
    return [(one.scope, one.stated, one.measured) for one in stated]


def test_the_suppliers_figure_stands_beside_ours_as_measured() -> None:
    assert compared(statement(99, 100)) == [(T1, Fraction(99, 100), Fraction(1, 2))]


def test_a_statement_about_a_unit_stands_beside_that_unit() -> None:
    assert compared(statement(1, 2, unit="north")) == [(Scope("T1", "schools", "north"), Fraction(1, 2), 1)]


def test_a_statement_about_something_without_cases_stands_alone() -> None:
    assert compared(statement(1, 1, service="T2")) == [(T2, 1, None)]


def test_a_statement_that_names_a_service_keeps_its_place_beside_services_together() -> None:
    assert compared(statement(1, 1), measured="together") == [(T1, 1, Fraction(1, 2))]


@pytest.mark.parametrize(
    "other",
    [
        {"indicator": "K99"},
        {"unit": "moon"},
        {"from_at": instant("2026-09-01 00:00"), "to_at": instant(FIRST_OF_OCTOBER)},
        {"to_at": instant("2026-12-01 00:00")},
    ],
)
def test_a_statement_about_nothing_of_this_month_stands_beside_nothing(other: dict[str, Any]) -> None:
    assert compared(statement(1, 1, **other)) == []


def test_of_a_figure_stated_twice_the_later_row_stands() -> None:
    assert compared(statement(1, 3), statement(2, 3)) == [(T1, Fraction(2, 3), Fraction(1, 2))]


def test_a_statement_about_what_was_not_measured_has_no_figure_of_ours() -> None:
    contract = small.contract(small.availability())
    rows = pd.DataFrame([statement(999, 1000, service="T2")])
    (one,) = evaluate(contract, facts(statements=as_facts(FactKind.STATEMENT, rows))).statements
    assert (one.stated, one.measured) == (Fraction(999, 1000), None)


def test_a_figure_knows_its_value_and_its_completeness() -> None:
    nothing = Figure(0, 0, 0, 0, 0, 0, None, None)
    assert (nothing.value, nothing.completeness) == (None, None)
    some = Figure(1, 2, 2, 1, 2, 4, None, None)
    assert (some.value, some.completeness) == (Fraction(1, 2), Fraction(1, 2))
