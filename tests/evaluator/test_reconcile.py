"""The supplier's lists beside the measurement, from the store to the published results."""

from decimal import Decimal
from fractions import Fraction

import pytest

from collector.store.database import Database
from evaluator.core.outcomes import Verdict
from evaluator.core.reconciliation.found import DifferenceKind, Effect, Explanation
from tests.evaluator.october import evaluate, instant, save_october
from tests.evaluator.stated import LIST, save_month, stated_outage, stated_ticket, whole_list

# Seven of the ten that took 9 hours, each said to have been resolved after 7 hours.
ALTERED = {f"B_{day:02}": f"2026-10-{day:02} 15:00" for day in (3, 6, 9, 12, 15, 18, 21)}


def test_seven_altered_times_are_found_as_exactly_these_seven(database: Database) -> None:
    save_month(database, whole_list(**ALTERED))
    found = evaluate(database).reconciliation
    assert sorted(one.ticket for one in found.tickets) == sorted(key.replace("_", "-") for key in ALTERED)
    assert {one.kinds for one in found.tickets} == {(DifferenceKind.OTHER_TIME, DifferenceKind.OTHER_VERDICT)}
    # 9 hours measured, 7 stated: two hours less.
    assert {(one.measured_used, one.stated_used) for one in found.tickets} == {(9 * 3600, 7 * 3600)}
    assert {one.explanation for one in found.tickets} == {Explanation.NONE}


def test_their_effect_on_verdict_and_money_is_shown(database: Database) -> None:
    # Measured 20 of 30 (66.7 %): below 80 %, 2 points of 0.5 % of 100 000: 1 000 kr.
    # By the list 27 of 30 (90 %): met, nothing. What T3 missed is the same.
    save_month(database, whole_list(**ALTERED))
    found = evaluate(database).reconciliation
    [figure] = found.figures
    assert (figure.measured_value, figure.stated_value) == (Fraction(2, 3), Fraction(9, 10))
    assert (figure.measured_verdict, figure.stated_verdict) == (Verdict.MISSED, Verdict.MET)
    assert (figure.measured_points, figure.stated_points) == (2, 0)
    assert (figure.measured, figure.stated, figure.differing, figure.explained) == (30, 30, 7, 0)
    assert figure.amount == Decimal(-1000)
    [total] = found.sources
    assert (total.source, total.repeated) == (LIST, 0)
    assert total.measured_amount is not None
    assert total.stated_amount == total.measured_amount - 1000


def test_one_of_seven_alone_changes_nothing_yet(database: Database) -> None:
    # 21 of 30 is 70 %: still below 80 %, the same 2 points.
    save_month(database, whole_list(**ALTERED))
    found = evaluate(database).reconciliation
    assert {one.effect for one in found.tickets} == {Effect(Verdict.MISSED, 0, Decimal(0))}


def test_a_list_without_an_altered_time_shows_nothing(database: Database) -> None:
    save_month(database, whole_list())
    found = evaluate(database).reconciliation
    assert found.tickets == ()
    assert [one.amount for one in found.figures] == [Decimal(0)]


def test_without_a_list_nothing_is_reconciled(database: Database) -> None:
    save_october(database)
    found = evaluate(database).reconciliation
    assert (found.sources, found.figures, found.tickets, found.outages) == ((), (), (), ())


@pytest.mark.parametrize("seconds", [-59, 59])
def test_what_the_list_rounds_away_is_no_difference(database: Database, seconds: int) -> None:
    rows = whole_list()
    rows[0]["resolved_at"] += seconds
    save_month(database, rows)
    assert evaluate(database).reconciliation.tickets == ()


def test_a_whole_minute_is_a_difference_to_a_list_of_whole_minutes(database: Database) -> None:
    rows = whole_list()
    rows[0]["resolved_at"] += 60
    save_month(database, rows)
    [one] = evaluate(database).reconciliation.tickets
    assert (one.ticket, one.time_difference) == ("B-01", 60)


def test_order_repeats_and_capitals_of_the_list_make_no_difference(database: Database) -> None:
    rows = whole_list(**ALTERED)
    shouting = [{**row, "ticket": str(row["ticket"]).lower()} for row in reversed(rows)]
    save_month(database, [*shouting, *shouting[:5], *rows[:2]])
    found = evaluate(database).reconciliation
    assert sorted(one.ticket for one in found.tickets) == sorted(key.replace("_", "-") for key in ALTERED)
    # B-01 and B-02 are stated twice, in small letters and in capitals.
    assert found.sources[0].repeated == 2


def test_three_missing_outages_and_a_shifted_one_are_found(database: Database) -> None:
    # Measured: down from 10 to 20 on the 10th. The list begins it two hours later and has another one.
    save_month(
        database,
        [],
        [
            stated_outage("O-1", "2026-10-10 12:00", "2026-10-10 20:00"),
            stated_outage("O-2", "2026-10-20 08:00", "2026-10-20 09:00"),
        ],
    )
    found = evaluate(database).reconciliation
    shifted, strange = sorted(found.outages, key=lambda one: one.starts_at)
    assert shifted.kinds == (DifferenceKind.OTHER_START_OR_END,)
    assert (shifted.measured_starts_at, shifted.stated_starts_at) == (
        instant("2026-10-10 10:00"),
        instant("2026-10-10 12:00"),
    )
    assert strange.kinds == (DifferenceKind.ONLY_STATED,)
    [figure] = found.figures
    assert (figure.indicator, figure.measured, figure.stated, figure.differing) == ("availability", 1, 2, 2)
    # October has 745 hours, 2 of them planned: 743. Measured 8 unplanned hours down, by the list 6 and 1.
    assert figure.measured_value == Fraction(735, 743)
    assert figure.stated_value == Fraction(736, 743)


def test_a_ticket_of_the_list_that_is_unknown_here_is_named(database: Database) -> None:
    save_month(database, [*whole_list(), stated_ticket("C-99", "2026-10-20 10:00", missed=1)])
    [one] = evaluate(database).reconciliation.tickets
    assert (one.ticket, one.kinds) == ("C-99", (DifferenceKind.ONLY_STATED,))
