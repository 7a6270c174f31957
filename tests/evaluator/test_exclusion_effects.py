"""What each exclusion does to figures, points and money: before and after, one at a time."""

from decimal import Decimal

from collector.store.database import Database
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, FigureChanged, FigureShown
from evaluator.results.published import PeriodResults
from tests.evaluator.october import evaluate, exclusion, save_october

OUTAGE = {
    "interval": {
        "service": "T3",
        "starts_at": "2026-10-10T10:00:00+02:00",
        "ends_at": "2026-10-10T16:00:00+02:00",
    }
}
# P2 on T1: 2 of 3 tickets in time is 66.7 %, below 80 %: 2 points; without A-2 it is 2 of 2.
MISSED = FigureShown(2, 3, 3, 1, 3, 3, "missed", 2)
MET = FigureShown(2, 2, 2, 0, 2, 2, "met", 0)


def effect_on(results: PeriodResults, name: str) -> ExclusionEffect:
    return {one.exclusion: one for one in results.exclusion_effects}[name]


def test_an_accepted_exclusion_is_compared_with_the_month_without_it(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    effect = effect_on(results, "U-1")
    assert effect.is_in_force
    assert effect.figures == (FigureChanged("P2", "T1", MISSED, MET),)
    # 2 points on a fee of 100 000 cost 1 000; the 250 on T3 stay.
    assert (effect.points, effect.credit_before, effect.credit_after) == (-2, Decimal(1250), Decimal(250))
    assert effect.credit == Decimal(-1000)


def test_an_undecided_one_shows_what_accepting_it_would_give(database: Database) -> None:
    save_october(database)
    for decision in ("pending", "disputed", "rejected"):
        results = evaluate(database, exclusions=[exclusion("U-1", decision, tickets=["A-2"])])
        effect = effect_on(results, "U-1")
        assert not effect.is_in_force
        assert effect.figures == (FigureChanged("P2", "T1", MISSED, MET),)
        assert effect.credit == Decimal(-1000)


def test_time_left_out_is_told_in_seconds_of_the_figure(database: Database) -> None:
    # 6 of the 8 hours down, and of the 743 that were to be up, go.
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-3", "accepted", **OUTAGE)])
    [changed] = effect_on(results, "U-3").figures
    assert (changed.indicator, changed.service) == ("availability", "T3")
    assert (changed.before.denominator, changed.after.denominator) == (743 * 3600, 737 * 3600)


def test_one_exclusion_changes_at_a_time(database: Database) -> None:
    # Both accepted: P2 is 1 of 1. Without U-2 it is 2 of 2 less A-1, so 1 of 2; without U-1 it is 2 of 2.
    save_october(database)
    both = [exclusion("U-1", "accepted", tickets=["A-1"]), exclusion("U-2", "accepted", tickets=["A-2"])]
    results = evaluate(database, exclusions=both)
    [first] = effect_on(results, "U-1").figures
    [second] = effect_on(results, "U-2").figures
    assert (first.before.numerator, first.before.denominator) == (2, 2)
    assert (second.before.numerator, second.before.denominator) == (1, 2)
    assert first.after == second.after == FigureShown(1, 1, 1, 0, 1, 1, "met", 0)


def test_the_accepted_part_of_a_request_is_what_its_effect_shows(database: Database) -> None:
    save_october(database)
    partly = exclusion("U-1", "partly_accepted", tickets=["A-1", "A-2"], accepted_tickets=["A-2"])
    effect = effect_on(evaluate(database, exclusions=[partly]), "U-1")
    assert effect.is_in_force
    assert effect.figures == (FigureChanged("P2", "T1", MISSED, MET),)


def test_an_exclusion_that_changes_no_figure_says_so(database: Database) -> None:
    save_october(database)
    results = evaluate(
        database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"], indicators=["calls"])]
    )
    effect = effect_on(results, "U-1")
    assert (effect.figures, effect.points, effect.credit) == ((), 0, Decimal(0))
