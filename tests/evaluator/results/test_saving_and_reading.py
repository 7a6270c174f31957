"""Results made by hand, saved and read back: every kind of row, and nothing by halves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.store.database import Database
from collector.store.read import find_ticket
from evaluator.contract.contract import Contract
from evaluator.core.confidence.prospects import Basis, Direction, Forecast, Occasion, Projection, Trend
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.outcomes import Budget, Figure, Outcome, Scope, Verdict, View
from evaluator.core.score import AreaScore, Score
from evaluator.core.statements import Statement
from evaluator.results.present import read_earlier, read_latest, read_stale
from evaluator.results.provenance import CalendarUsed, Provenance
from evaluator.results.published import OutageEvidence, PeriodResults, SourceHealth, TicketEvidence
from evaluator.results.read import read_period
from evaluator.results.schema import CALENDAR_USED, EVALUATION, OUTCOME
from evaluator.results.store import save_results
from tests.collector.store.pages import save
from tests.evaluator.october import FAST, SLOW, contract_content, exclusion, tickets

CONTRACT = Contract.model_validate(contract_content())

PROVENANCE = Provenance(
    period="2026-10",
    contract_version="signed",
    exclusions_version="none",
    horizon=7,
    known_at=1_794_200_400,
    program_version="0.1.0",
    evaluated_at=1_794_200_401,
    currency="SEK",
    earlier=(),
    is_as_of=False,
    calendars=(CalendarUsed("office", "0f" * 32, "2026.1", "0.100"),),
    health=(
        SourceHealth("desk", 1_794_200_000, "complete", "", 12, 1, 3, ("Parkerad", "Väntar (övrigt)")),
        SourceHealth("phone", None, "failed", "the folder is not there", 0, 0, 0, ()),
    ),
    exclusions=(exclusion("U-1", "accepted", tickets=["A-2"]),),
)

BIG = 82_000 * 31 * 86_400
"""User-seconds of a month: more than 32 bits hold."""

FIGURE = Figure(BIG - 1, BIG, 1, None, BIG, BIG, Fraction(BIG - 1, BIG), Fraction(1))


def outcome(scope: Scope, figure: Figure | None, verdict: Verdict, **values: Any) -> Outcome:
    whole = Outcome(
        indicator="P2",
        period="2026-10",
        scope=scope,
        view=View.AS_MEASURED,
        figure=figure,
        verdict=verdict,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )
    return replace(whole, **values)


OUTCOMES = (
    outcome(
        Scope("T1"),
        FIGURE,
        Verdict.MISSED,
        points=2,
        repeated=True,
        points_after_repeat=4,
        trend=Trend(Direction.WORSENED, Fraction(-(10**30), 3**70), 2 / 720, 6),
        budget=Budget(Fraction(BIG, 7), Fraction(1)),
    ),
    outcome(Scope("T1", "schools"), None, Verdict.NOT_MEASURED),
    outcome(
        Scope("T1", "schools", "S1"),
        Figure(0, 0, 0, 0, 0, 3, None, None, "count month", Fraction(1, 4)),
        Verdict.NOT_ASSESSABLE,
        confidence=(0.1, 0.20765495512648788),
        trend=Trend(Direction.UNKNOWN, None, None, 2),
    ),
)

FORECASTS = (
    Forecast(
        "P2",
        "T1",
        Occasion.NOTICE,
        "o2",
        date(2027, 12, 31),
        Projection(Basis.TREND, 12, Fraction(1, 4), Fraction(1, 8), Fraction(1, 2)),
    ),
    Forecast(
        "P2",
        "T1",
        Occasion.LAST_DAY,
        "",
        date(2028, 12, 31),
        Projection(Basis.RANGE, 5, None, Fraction(0), None),
    ),
)

CREDITS = (
    ServiceCredit(
        "T1",
        "as_measured",
        30,
        Decimal("100000.50"),
        Fraction(3, 20),
        Fraction(1, 3),
        Cap.TOTAL,
        Decimal("33.07"),
    ),
)

SCORE = Score(
    areas=(
        AreaScore("users", 60, Fraction(125, 2), Fraction(1, 3), Fraction(200, 3), 7),
        AreaScore("security", 40, None, Fraction(0), Fraction(100), 0),
    ),
    low=Fraction(75, 2),
    high=Fraction(155, 2),
    band_low="poor",
    band_high="good",
    held_down_by=("users", "security"),
)

STATEMENTS = (
    Statement("P2", Scope("T1"), Fraction(9, 10), None),
    Statement("availability", Scope("T3"), Fraction(999, 1000), Fraction(735, 743)),
)


def ticket_rows(ids: dict[str, int]) -> pd.DataFrame:
    """One ticket in time, one missed, and one of which nobody can tell, still open and in working days."""
    return pd.DataFrame(
        {
            "ticket_id": [ids["A-1"], ids["A-2"], ids["A-2"]],
            "service": pd.Categorical(["T1", "T1", "T1"]),
            "unit": pd.Categorical(["S1", None, "S1"]),
            "segment": ["schools", "", "schools"],
            "priority": pd.Categorical(["P2", "P2", None]),
            "opened_at": [1, 2, 3],
            "ended_at": pd.Series([5, 6, None], dtype="Int64"),
            "used": [4, 82_800, 3],
            "limit": pd.Series([28_800, 28_800, None], dtype="Int64"),
            "missed": [False, True, False],
            "unknown": [False, False, True],
            "waiting_user": [0, 7200, 0],
            "waiting_customer": [0, 0, 1],
            "waiting_third": [0, 0, 2],
            "indicator": ["P2", "P2", "answers"],
            "in_working_days": [False, False, True],
            "left_out_by": ["", "U-1", ""],
            "due_at": pd.Series([28_801, 28_802, None], dtype="Int64"),
            "beyond_longest_wait": [0, 60, 0],
        }
    )


OUTAGES = pd.DataFrame(
    {
        "service": ["T3", "T3"],
        "unit": ["", "S1"],
        "starts_at": [10, 20],
        "ends_at": pd.Series([15, None], dtype="Int64"),
        "state": ["down", "degraded"],
        "counted": [4, 5],
        "planned": [1, 0],
        "users_affected": pd.Series([None, 40], dtype="Int64"),
        "indicator": ["availability", "availability"],
        "segment": ["", "schools"],
        "left_out_by": ["U-3", ""],
        "seen_by": ["probe", ""],
    }
)


@pytest.fixture
def results(database: Database) -> PeriodEvaluation:
    """One of every kind of row; the database knows the tickets named."""
    save(database, tickets(FAST, SLOW))
    ids = {key: find_ticket(database, key)[0].ticket_id for key in ("A-1", "A-2")}
    return PeriodEvaluation(OUTCOMES, CREDITS, SCORE, STATEMENTS, ticket_rows(ids), OUTAGES, FORECASTS)


EMPTY = PeriodEvaluation((), (), None, (), pd.DataFrame(), pd.DataFrame())


def read_back(database: Database, results: PeriodEvaluation) -> PeriodResults:
    return read_period(database, CONTRACT, save_results(database, PROVENANCE, results))


def test_outcomes_come_back_exactly(database: Database, results: PeriodEvaluation) -> None:
    assert read_back(database, results).outcomes == OUTCOMES


def test_forecasts_come_back_in_the_order_of_their_days(
    database: Database, results: PeriodEvaluation
) -> None:
    assert read_back(database, results).forecasts == FORECASTS


def test_credits_come_back_to_the_last_minor_unit(database: Database, results: PeriodEvaluation) -> None:
    assert read_back(database, results).credits == CREDITS


def test_a_score_comes_back_with_its_areas_in_their_order(
    database: Database, results: PeriodEvaluation
) -> None:
    assert read_back(database, results).score == SCORE


def test_a_score_that_nothing_holds_down_comes_back_so(database: Database, results: PeriodEvaluation) -> None:
    free = replace(SCORE, held_down_by=())
    assert read_back(database, replace(results, score=free)).score == free


def test_statements_come_back_also_where_we_have_no_figure(
    database: Database, results: PeriodEvaluation
) -> None:
    found = read_back(database, results).statements
    assert [(one.indicator, one.scope, one.stated, one.measured) for one in found] == [
        (one.indicator, one.scope, one.stated, one.measured) for one in STATEMENTS
    ]


def test_health_comes_back_also_of_a_source_that_never_brought_anything(
    database: Database, results: PeriodEvaluation
) -> None:
    assert read_back(database, results).health == PROVENANCE.health


def test_tickets_come_back_where_they_missed_are_unknown_or_left_out(
    database: Database, results: PeriodEvaluation
) -> None:
    missed, unknown = read_back(database, results).tickets
    assert missed == TicketEvidence(
        indicator="P2",
        ticket="A-2",
        service="T1",
        unit="",
        segment="",
        priority="P2",
        opened_at=2,
        ended_at=6,
        used=82_800,
        limit=28_800,
        in_working_days=False,
        missed=True,
        unknown=False,
        waiting_user=7200,
        waiting_customer=0,
        waiting_third=0,
        left_out_by="U-1",
        due_at=28_802,
        beyond_longest_wait=60,
    )
    assert unknown.due_at is None
    assert (unknown.ended_at, unknown.limit, unknown.priority) == (None, None, "")
    assert (unknown.in_working_days, unknown.missed, unknown.unknown) == (True, False, True)
    assert (unknown.waiting_user, unknown.waiting_customer, unknown.waiting_third) == (0, 1, 2)


def test_outages_come_back_in_the_order_they_began(database: Database, results: PeriodEvaluation) -> None:
    assert read_back(database, results).outages == (
        OutageEvidence("availability", "T3", "", "", 10, 15, "down", 4, 1, None, "U-3", "probe"),
        OutageEvidence("availability", "T3", "S1", "schools", 20, None, "degraded", 5, 0, 40, ""),
    )


def test_exclusions_and_identity_come_back(database: Database, results: PeriodEvaluation) -> None:
    found = read_back(database, results)
    assert found.exclusions == PROVENANCE.exclusions
    assert found.evaluation == read_latest(database, "2026-10")
    assert (found.evaluation.horizon, found.evaluation.known_at) == (7, 1_794_200_400)


def test_the_calendars_used_are_kept(database: Database, results: PeriodEvaluation) -> None:
    number = read_back(database, results).evaluation.number
    with database.reading() as connection:
        rows = connection.execute(sa.select(CALENDAR_USED)).all()
    assert [tuple(row) for row in rows] == [(number, "office", "0f" * 32, "2026.1", "0.100")]


def test_an_evaluation_of_nothing_is_kept_too(database: Database) -> None:
    found = read_back(database, EMPTY)
    assert (found.outcomes, found.credits, found.score, found.tickets) == ((), (), None, ())


def test_saving_the_same_identity_again_leaves_the_evaluation_as_it_was_written(
    database: Database, results: PeriodEvaluation
) -> None:
    first = save_results(database, PROVENANCE, results)
    second = save_results(database, replace(PROVENANCE, evaluated_at=9_999), EMPTY)
    assert second == first
    assert second.evaluated_at == PROVENANCE.evaluated_at
    assert read_period(database, CONTRACT, second).outcomes == OUTCOMES


def test_other_evaluations_to_rest_on_are_another_identity(database: Database) -> None:
    alone = save_results(database, PROVENANCE, EMPTY)
    september = save_results(database, replace(PROVENANCE, period="2026-09"), EMPTY)
    resting = save_results(database, replace(PROVENANCE, earlier=(september.number,)), EMPTY)
    assert resting.number != alone.number


def test_of_two_at_one_horizon_the_one_last_evaluated_is_the_latest_even_where_it_was_written_before(
    database: Database,
) -> None:
    # The first stays as November rests on it; all of them within one second.
    first = save_results(database, PROVENANCE, EMPTY)
    save_results(database, replace(PROVENANCE, period="2026-11", earlier=(first.number,)), EMPTY)
    other = save_results(database, replace(PROVENANCE, exclusions_version="one"), EMPTY)
    assert read_latest(database, "2026-10") == other
    save_results(database, PROVENANCE, EMPTY)
    assert read_latest(database, "2026-10") == first


def test_an_answer_as_of_a_past_moment_is_never_the_latest_and_replaces_nothing(database: Database) -> None:
    present = save_results(database, PROVENANCE, EMPTY)
    as_of = replace(PROVENANCE, horizon=9, is_as_of=True)
    answer = save_results(database, as_of, EMPTY)
    assert answer.number != present.number
    assert read_latest(database, "2026-10") == present
    assert read_earlier(database, "2026-11", 9) == [present]


def test_an_answer_as_of_a_past_moment_becomes_the_latest_once_it_is_evaluated_as_the_present(
    database: Database,
) -> None:
    answer = save_results(database, replace(PROVENANCE, is_as_of=True), EMPTY)
    assert read_latest(database, "2026-10") is None
    assert save_results(database, replace(PROVENANCE, evaluated_at=9_999), EMPTY) == answer
    assert read_latest(database, "2026-10") == answer


def test_asking_as_of_the_moment_of_the_present_result_leaves_it_the_latest(database: Database) -> None:
    present = save_results(database, PROVENANCE, EMPTY)
    assert save_results(database, replace(PROVENANCE, is_as_of=True), EMPTY) == present
    assert read_latest(database, "2026-10") == present


def save_months(database: Database, *periods: str) -> list[int]:
    """Save an evaluation of each month, each resting on those before it; return their numbers."""
    numbers: list[int] = []
    for period in periods:
        provenance = replace(PROVENANCE, period=period, earlier=tuple(numbers))
        numbers.append(save_results(database, provenance, EMPTY).number)
    return numbers


def test_months_that_rest_on_the_present_results_of_the_months_before_are_not_stale(
    database: Database,
) -> None:
    save_months(database, "2026-09", "2026-10", "2026-11")
    assert read_stale(database) == []


def test_months_that_rest_on_a_replaced_result_are_stale_in_their_order(database: Database) -> None:
    save_months(database, "2026-09", "2026-10", "2026-11")
    save_results(database, replace(PROVENANCE, period="2026-09", horizon=8), EMPTY)
    assert read_stale(database) == ["2026-10", "2026-11"]


def test_a_month_evaluated_after_a_later_one_makes_that_stale(database: Database) -> None:
    save_months(database, "2026-10")
    save_months(database, "2026-09")
    assert read_stale(database) == ["2026-10"]


def test_a_month_is_not_stale_for_one_too_long_before_it_to_look_back_on(database: Database) -> None:
    save_months(database, "2026-10")
    save_months(database, "2024-09")
    assert read_stale(database) == []


def test_an_answer_as_of_a_past_moment_makes_no_month_stale(database: Database) -> None:
    save_months(database, "2026-09", "2026-10")
    as_of = replace(PROVENANCE, period="2026-09", horizon=3, is_as_of=True)
    save_results(database, as_of, EMPTY)
    assert read_stale(database) == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda one: replace(one, credits=(replace(CREDITS[0], amount=Decimal("0.001")),)),
        lambda one: replace(one, outages=OUTAGES.drop(columns="counted")),
        lambda one: replace(one, outcomes=(*OUTCOMES, OUTCOMES[0])),
    ],
    ids=["money finer than its currency", "evidence without a column", "one outcome twice"],
)
def test_what_breaks_off_while_saving_leaves_the_former_evaluation_whole_and_no_other(
    database: Database, results: PeriodEvaluation, broken: Callable[[PeriodEvaluation], PeriodEvaluation]
) -> None:
    former = read_back(database, results)
    with pytest.raises((ValueError, KeyError, sa.exc.IntegrityError)):
        save_results(database, replace(PROVENANCE, horizon=8), broken(results))
    assert read_period(database, CONTRACT, former.evaluation) == former
    assert read_latest(database, "2026-10") == former.evaluation
    with database.reading() as connection:
        assert list(connection.execute(sa.select(EVALUATION.c.number)).scalars()) == [
            former.evaluation.number
        ]
        assert set(connection.execute(sa.select(OUTCOME.c.evaluation)).scalars()) == {
            former.evaluation.number
        }


def test_an_evaluation_at_an_earlier_horizon_replaces_no_later_one(database: Database) -> None:
    later = save_results(database, PROVENANCE, EMPTY)
    save_results(database, replace(PROVENANCE, horizon=3), EMPTY)
    assert read_latest(database, "2026-10") == later


def test_up_to_a_horizon_the_latest_evaluation_is_the_one_that_was_then(database: Database) -> None:
    save_results(database, PROVENANCE, EMPTY)
    earlier = save_results(database, replace(PROVENANCE, horizon=3), EMPTY)
    assert read_latest(database, "2026-10", horizon=6) == earlier
    assert read_latest(database, "2026-10", horizon=2) is None


def test_a_later_evaluation_takes_the_place_of_those_before_it(database: Database) -> None:
    save_results(database, replace(PROVENANCE, horizon=3), EMPTY)
    later = save_results(database, PROVENANCE, EMPTY)
    with database.reading() as connection:
        present = sa.select(EVALUATION.c.number).where(EVALUATION.c.turn > 0)
        assert list(connection.execute(present).scalars()) == [later.number]


def test_an_evaluation_that_another_rests_on_keeps_its_place(database: Database) -> None:
    september = save_results(database, replace(PROVENANCE, period="2026-09"), EMPTY)
    save_results(database, replace(PROVENANCE, earlier=(september.number,)), EMPTY)
    restated = save_results(database, replace(PROVENANCE, period="2026-09", horizon=8), EMPTY)
    assert read_latest(database, "2026-09", horizon=7) == september
    assert read_latest(database, "2026-09") == restated


def test_earlier_months_are_found_oldest_first_and_not_past_a_gap_of_two_years(database: Database) -> None:
    for period in ("2024-09", "2024-10", "2026-08", "2026-09"):
        save_results(database, replace(PROVENANCE, period=period), EMPTY)
    assert [one.period for one in read_earlier(database, "2026-10", 7)] == ["2024-10", "2026-08", "2026-09"]
