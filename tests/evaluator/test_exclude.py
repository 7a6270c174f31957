"""Exclusions: three views of one month, and what each leaves out."""

from decimal import Decimal

from collector.store.database import Database
from evaluator.core.outcomes import Verdict, View
from evaluator.exclude import read_left_out
from evaluator.results.published import PeriodResults
from tests.evaluator.october import WHOLE_T1, WHOLE_T3, evaluate, exclusion, outcome_of, save_october

VIEWS = (View.AS_MEASURED, View.AFTER_EXCLUSIONS, View.IF_PENDING_ACCEPTED)
OUTAGE = {
    "interval": {
        "service": "T3",
        "starts_at": "2026-10-10T10:00:00+02:00",
        "ends_at": "2026-10-10T16:00:00+02:00",
    }
}


def shares(results: PeriodResults) -> list[tuple[int, int]]:
    """Return numerator and denominator of P2 on T1 in each of the three views."""
    figures = [outcome_of(results, "P2", WHOLE_T1, view).figure for view in VIEWS]
    return [(one.numerator, one.denominator) for one in figures if one is not None]


def test_without_anything_undecided_there_are_two_views(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    assert {one.view for one in results.outcomes} == {View.AS_MEASURED, View.AFTER_EXCLUSIONS}


def test_an_accepted_ticket_is_left_out_after_exclusions_and_counts_as_measured(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    assert outcome_of(results, "P2", WHOLE_T1, View.AS_MEASURED).verdict is Verdict.MISSED
    assert outcome_of(results, "P2", WHOLE_T1, View.AFTER_EXCLUSIONS).verdict is Verdict.MET


def test_a_pending_ticket_counts_until_it_is_decided_and_its_effect_is_shown(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "pending", tickets=["A-2"])])
    assert shares(results) == [(2, 3), (2, 3), (2, 2)]


def test_a_disputed_ticket_is_undecided_too(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "disputed", tickets=["A-2"])])
    assert shares(results) == [(2, 3), (2, 3), (2, 2)]


def test_a_rejected_request_changes_nothing(database: Database) -> None:
    save_october(database)
    rejected = evaluate(database, exclusions=[exclusion("U-1", "rejected", tickets=["A-2"])])
    assert rejected.outcomes == evaluate(database).outcomes


def test_accepted_and_pending_together_give_three_different_figures(database: Database) -> None:
    save_october(database)
    both = [
        exclusion("U-1", "accepted", tickets=["A-1"]),
        exclusion("U-2", "pending", tickets=["A-2"]),
    ]
    assert shares(evaluate(database, exclusions=both)) == [(2, 3), (1, 2), (1, 1)]


def test_an_exclusion_for_one_indicator_leaves_the_others_alone(database: Database) -> None:
    save_october(database)
    elsewhere = exclusion("U-1", "accepted", tickets=["A-2"], indicators=["calls"])
    assert outcome_of(evaluate(database, exclusions=[elsewhere]), "P2", WHOLE_T1).verdict is Verdict.MISSED


def test_an_accepted_interval_leaves_numerator_and_denominator(database: Database) -> None:
    # 6 of the 8 hours that count and of the 743 that were to be up go: 735 of 737 hours, 99.7 %.
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-3", "accepted", **OUTAGE)])
    figure = outcome_of(results, "availability", WHOLE_T3).figure
    assert figure is not None
    assert (figure.numerator, figure.denominator) == (735 * 3600, 737 * 3600)
    measured = outcome_of(results, "availability", WHOLE_T3, View.AS_MEASURED).figure
    assert measured is not None
    assert measured.denominator == 743 * 3600


def test_an_interval_of_one_unit_is_left_out_for_that_unit_only(database: Database) -> None:
    save_october(database)
    of_unit = {"interval": OUTAGE["interval"] | {"unit": "S1"}}
    left_out = read_left_out(database, [exclusion("U-3", "accepted", **of_unit)])
    intervals = left_out[View.AFTER_EXCLUSIONS].intervals(["T3"], "availability")
    assert (list(intervals["service"]), list(intervals["unit"])) == (["T3"], ["S1"])


def test_an_exclusion_about_another_month_is_not_published_with_this_one(database: Database) -> None:
    save_october(database)
    elsewhere = {
        "interval": {
            "service": "T3",
            "starts_at": "2026-08-10T10:00:00+02:00",
            "ends_at": "2026-08-10T16:00:00+02:00",
        }
    }
    both = [exclusion("U-1", "accepted", tickets=["A-2"]), exclusion("U-0", "accepted", **elsewhere)]
    assert [one.id for one in evaluate(database, exclusions=both).exclusions] == ["U-1"]


def test_published_exclusions_read_back_as_they_stood(database: Database) -> None:
    save_october(database)
    both = [exclusion("U-1", "accepted", tickets=["A-2"]), exclusion("U-3", "disputed", **OUTAGE)]
    assert evaluate(database, exclusions=both).exclusions == tuple(both)


def test_credits_follow_each_view(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "pending", tickets=["A-2"])])
    amounts = {one.view: one.amount for one in results.credits if one.service == "T1"}
    assert amounts == {
        View.AS_MEASURED: Decimal(1000),
        View.AFTER_EXCLUSIONS: Decimal(1000),
        View.IF_PENDING_ACCEPTED: Decimal(0),
    }


def test_evidence_names_the_exclusion_that_leaves_a_ticket_or_an_outage_out(database: Database) -> None:
    save_october(database)
    both = [exclusion("U-1", "pending", tickets=["A-2"]), exclusion("U-3", "accepted", **OUTAGE)]
    results = evaluate(database, exclusions=both)
    assert [(one.ticket, one.left_out_by) for one in results.tickets] == [("A-2", "U-1")]
    assert [one.left_out_by for one in results.outages] == ["U-3"]


def test_a_ticket_in_time_that_is_left_out_is_listed_with_its_exclusion(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-1"])])
    assert ("A-1", "U-1") in [(one.ticket, one.left_out_by) for one in results.tickets]


def test_a_ticket_the_store_does_not_know_leaves_nothing_out(database: Database) -> None:
    save_october(database)
    results = evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-77"])])
    assert results.outcomes == evaluate(database).outcomes
