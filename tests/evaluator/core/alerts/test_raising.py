"""Tickets, dates, reports, sources, jobs; and all that is worth an alert at once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collector.instants import to_datetime
from evaluator.core.alerts.cases import tickets_about_to_miss
from evaluator.core.alerts.dates import (
    claims_lapsing,
    decision_dates,
    notices_near,
    report_due_at,
    safe_starts_near,
)
from evaluator.core.alerts.raising import Surroundings, signals
from evaluator.core.alerts.running import JobHeard, evaluated_at
from evaluator.core.alerts.signals import Report, Signal
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery
from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.ledger import Ledger, LedgerRow
from evaluator.core.outcomes import Verdict
from evaluator.decisions.alert_terms import AlertTerms, Kind
from evaluator.results.published import SourceHealth
from evaluator.results.standing import Standing
from tests.evaluator import small_contract as small
from tests.evaluator.core.alerts.standings import (
    DAY,
    NOW,
    burn,
    forecast,
    heard,
    month,
    open_case,
    outcome,
    standing,
    trigger_state,
)
from tests.evaluator.core.calendars_for_tests import instant

TERMS = AlertTerms()
HOUR = 3600


def kinds(found: tuple[Signal, ...]) -> list[Kind]:
    return [one.kind for one in found]


def raised(given: Standing, beside: Surroundings | None = None, **terms: Any) -> tuple[Signal, ...]:
    return signals(given, Surroundings() if beside is None else beside, NOW, AlertTerms.model_validate(terms))


def ledger(*rows: tuple[str, date, int]) -> Ledger:
    """A ledger of what is open for months, with the day it lapses on."""
    made = [
        LedgerRow(period, "T1", Balance(calculated=Decimal(left), open=Decimal(left)), lapses_on, None)
        for period, lapses_on, left in rows
    ]
    return Ledger(DAY, "SEK", tuple(made), (), (), (), (), follows_invoices=False, unjudged=())


def test_tickets_are_told_one_by_one_those_due_first_before_the_others() -> None:
    cases = (
        open_case(NOW + 60, ticket="INC2", cycle=2),
        open_case(NOW + 30, ticket="INC1", limit=None),
        open_case(NOW + 90, ticket="INC3"),
    )
    found = list(tickets_about_to_miss(cases, month(), TERMS))
    assert [one.subject for one in found] == ["INC1", "INC2#2", "INC3"]
    assert (found[0].limit, found[1].limit, found[1].value, found[1].at) == (
        None,
        Fraction(7200),
        Fraction(3600),
        NOW + 60,
    )


def test_a_claim_is_told_30_days_before_it_lapses_and_anew_a_week_before() -> None:
    given = ledger(
        ("2026-08", date(2026, 12, 11), 100),
        ("2026-07", date(2026, 11, 18), 200),
        ("2026-09", date(2026, 12, 12), 300),
        ("2026-06", date(2026, 11, 10), 400),
        ("2026-05", date(2026, 11, 11), 0),
    )
    found = list(claims_lapsing(given, DAY, TERMS))
    assert [(one.month, one.value, one.amount, one.stage) for one in found] == [
        ("2026-07", Fraction(7), Decimal(200), 1),
        ("2026-08", Fraction(30), Decimal(100), 0),
    ]


def option(notice_by: str | None, state: str = "open") -> dict[str, Any]:
    decided = {"decided_on": "2026-01-01"} if state == "used" else {}
    return {
        "id": f"until_{notice_by or 'unknown'}_{state}",
        "label": small.LABEL,
        "prolongs_to": "2028-12-31",
        "notice_by": notice_by,
        "state": state,
        **decided,
    }


def test_days_that_decide_are_notices_of_open_options_and_the_last_day() -> None:
    options = [option("2027-02-01"), option(None), option("2026-12-01", "not_used")]
    term = {"first_day": "2026-01-01", "last_day": "2027-12-31", "options": options}
    assert decision_dates(small.contract(term=term)) == {
        "until_2027-02-01_open": date(2027, 2, 1),
        "end": date(2027, 12, 31),
    }


@pytest.mark.parametrize(
    ("today", "stages"),
    [
        (date(2027, 7, 3), []),
        (date(2027, 7, 4), [(0, Fraction(180))]),
        (date(2027, 10, 2), [(1, Fraction(90))]),
        (date(2027, 12, 1), [(2, Fraction(30))]),
        (date(2027, 12, 31), [(2, Fraction(30))]),
        (date(2028, 1, 1), []),
    ],
)
def test_a_day_that_decides_is_told_anew_as_it_comes_nearer(
    today: date, stages: list[tuple[int, Fraction]]
) -> None:
    found = notices_near(small.contract(), today, TERMS)
    assert [(one.stage, one.limit) for one in found] == stages


@pytest.mark.parametrize(
    ("today", "told"),
    # Leads of 26, 8 and 2 weeks: 182, 56 and 14 days before 8 January 2027.
    [
        (date(2026, 7, 9), []),
        (date(2026, 7, 10), [(0, 182, 182)]),
        (date(2026, 11, 13), [(1, 56, 56)]),
        (date(2026, 12, 25), [(2, 14, 14)]),
        (date(2027, 1, 8), [(2, 0, 14)]),
        (date(2027, 1, 9), [(3, -1, 14)]),
        (date(2027, 2, 7), [(3, -30, 14)]),
        (date(2027, 2, 8), []),
    ],
)
def test_a_latest_safe_start_is_told_anew_as_it_comes_nearer_and_once_when_it_is_past(
    today: date, told: list[tuple[int, int, int]]
) -> None:
    found = safe_starts_near({"option2.expiry": date(2027, 1, 8)}, today, TERMS)
    assert [(one.stage, one.value, one.limit) for one in found] == told


def test_a_latest_safe_start_is_raised_by_the_day_its_procurement_must_be_done() -> None:
    today = to_datetime(NOW).date()
    beside = Surroundings(safe_starts={"expiry": today - timedelta(days=400), "option2.expiry": today})
    found = [one for one in raised(standing(running=month()), beside) if one.kind is Kind.SAFE_START]
    assert [(one.subject, one.on_day) for one in found] == [("option2.expiry", today)]


def test_a_report_is_late_after_the_end_of_its_working_day() -> None:
    # The fifth working day of November 2026 is Friday the sixth.
    assert report_due_at(small.contract(), "2026-10", 5) == instant("2026-11-07 00:00")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({Report.SUPPLIER: False, Report.OWN: False}, ["own", "supplier"]),
        ({Report.SUPPLIER: True, Report.OWN: False}, ["own"]),
        ({Report.SUPPLIER: True, Report.OWN: True}, []),
        ({}, []),
    ],
)
def test_a_report_is_missing_where_it_is_known_not_to_be_there(
    made: dict[Report, bool], expected: list[str]
) -> None:
    given = standing(finished=month("2026-10", is_over=True))
    found = raised(given, Surroundings(reports_made=made))
    assert sorted(one.subject for one in found) == expected


def test_a_report_that_is_not_due_yet_is_not_missing() -> None:
    given = standing(finished=month("2026-10", is_over=True))
    beside = Surroundings(reports_made={Report.SUPPLIER: False, Report.OWN: False})
    assert signals(given, beside, instant("2026-11-06 23:00"), TERMS) == ()


@pytest.mark.parametrize(
    ("last", "expected"), [(NOW - HOUR, []), (NOW - HOUR - 1, [HOUR + 1]), (None, [None])]
)
def test_a_source_is_silent_for_longer_than_it_may_be(last: int | None, expected: list[int | None]) -> None:
    given = standing(running=month(), sources={"desk": heard(last)})
    found = raised(given, Surroundings(silent_after={"desk": HOUR}))
    assert [one.value for one in found] == expected


def test_a_source_that_never_ran_is_silent() -> None:
    found = raised(standing(running=month()), Surroundings(silent_after={"desk": HOUR}))
    assert [(one.kind, one.subject, one.since) for one in found] == [(Kind.SOURCE_SILENT, "desk", None)]


@pytest.mark.parametrize(
    ("reached", "expected"),
    [(NOW - HOUR, []), (NOW - HOUR - 1, [(Kind.SOURCE_BEHIND, HOUR + 1, NOW - 1)]), (None, [])],
)
def test_a_source_that_answers_is_behind_when_it_is_known_for_too_little(
    reached: int | None, expected: list[object]
) -> None:
    answering = replace(heard(NOW - 60), reached_at=reached)
    given = standing(running=month(), sources={"desk": answering})
    found = raised(given, Surroundings(silent_after={"desk": HOUR}))
    assert [(one.kind, one.value, one.since) for one in found] == expected


def test_a_silent_source_is_not_told_to_be_behind_too() -> None:
    silent = replace(heard(NOW - 2 * HOUR), reached_at=NOW - 3 * HOUR)
    given = standing(running=month(), sources={"desk": silent})
    assert kinds(raised(given, Surroundings(silent_after={"desk": HOUR}))) == [Kind.SOURCE_SILENT]


def test_deliveries_that_did_not_come_are_told_by_source_and_each_one_more_anew() -> None:
    def told(*states: DeliveryState) -> list[tuple[Kind, str, object, object, int]]:
        owed = [
            ExpectedDelivery("", NOW - HOUR + place, None, "", state) for place, state in enumerate(states)
        ]
        found = raised(standing(running=month()), Surroundings(deliveries={"files": owed}))
        return [(one.kind, one.subject, one.value, one.since, one.stage) for one in found]

    late, missing = DeliveryState.LATE, DeliveryState.MISSING
    assert told(late, DeliveryState.AWAITED) == []
    assert told(late, missing) == [(Kind.DELIVERY_MISSING, "files", 1, NOW - HOUR + 1, 0)]
    assert told(missing, missing) == [(Kind.DELIVERY_MISSING, "files", 2, NOW - HOUR, 1)]


def test_messages_that_did_not_arrive_are_told_once_however_many_they_are() -> None:
    def told(messages: int) -> list[tuple[Kind, object, int]]:
        found = raised(standing(running=month()), Surroundings(messages_undelivered=messages))
        return [(one.kind, one.value, one.stage) for one in found]

    assert told(0) == []
    assert told(1) == [(Kind.MESSAGE_UNDELIVERED, 1, 0)]
    assert told(2) == [(Kind.MESSAGE_UNDELIVERED, 2, 0)]


def test_words_without_a_mapping_are_told_by_source_and_each_word_more_anew() -> None:
    def told(*words: str) -> list[tuple[Kind, str, object, int]]:
        health = (
            SourceHealth("desk", NOW, "complete", "", 10, 0, 7, words),
            SourceHealth("probe", NOW, "complete", "", 10, 0, 0, ()),
        )
        found = raised(standing(running=month(health=health)))
        return [(one.kind, one.subject, one.value, one.stage) for one in found]

    assert told("Parkerad") == [(Kind.SOURCE_UNMAPPED, "desk", 7, 0)]
    assert told("Parkerad", "Vilande") == [(Kind.SOURCE_UNMAPPED, "desk", 7, 1)]


def test_results_are_stale_after_26_hours() -> None:
    old, fresh = NOW - 26 * HOUR - 1, NOW - 26 * HOUR
    assert kinds(raised(standing(running=month(evaluated_at=old)))) == [Kind.EVALUATION_STALE]
    assert raised(standing(running=month(evaluated_at=fresh))) == ()


def test_results_that_were_found_to_hold_still_are_not_stale() -> None:
    jobs = [JobHeard("evaluate", is_failing=False, last_success_at=NOW)]
    never = [JobHeard("evaluate", is_failing=False, last_success_at=None)]
    old = standing(running=month(evaluated_at=0))
    assert raised(old, Surroundings(jobs=jobs)) == ()
    assert kinds(raised(old, Surroundings(jobs=never))) == [Kind.EVALUATION_STALE]


def test_without_results_they_are_stale_too() -> None:
    (found,) = raised(standing())
    assert (found.kind, found.value, found.at) == (Kind.EVALUATION_STALE, None, None)


def test_the_newest_of_both_months_says_how_old_results_are() -> None:
    given = standing(month(evaluated_at=NOW), month("2026-10", is_over=True, evaluated_at=NOW - 99 * HOUR))
    assert evaluated_at(given) == NOW


def test_stale_results_are_told_and_what_they_said_stays() -> None:
    last = month("2026-10", is_over=True, outcomes=(outcome(Verdict.MISSED),), evaluated_at=0)
    assert kinds(raised(standing(finished=last))) == [Kind.EVALUATION_STALE, Kind.BREACH]


def test_a_job_that_fails_is_told() -> None:
    jobs = [
        JobHeard("collect", is_failing=True, last_success_at=NOW - 60),
        JobHeard("report", is_failing=True, last_success_at=None),
        JobHeard("deliver", is_failing=False, last_success_at=NOW),
    ]
    found = raised(standing(running=month()), Surroundings(jobs=jobs))
    assert [(one.subject, one.value) for one in found] == [("collect", Fraction(60)), ("report", None)]


def full() -> Standing:
    """Something of every kind that figures give reason to tell."""
    running = month(
        burn_rates=(burn(1800, 720), burn(21_600, 720)),
        forecasts=(forecast(Fraction(0), Fraction(1, 2)),),
        outcomes=(outcome(Verdict.MET),),
    )
    gives = {"label": small.LABEL, "clause": "9", "leads_to": "right_to_terminate", "gives": small.LABEL}
    points = {"id": "points", "kind": "points", "points": 50, "months": 3, "of": "contract", **gives}
    finished = month(
        "2026-10",
        is_over=True,
        outcomes=(outcome(Verdict.MISSED),),
        triggers=(trigger_state("points", 45, 50),),
    )
    return standing(running, finished, contract=small.contract(triggers=[points]))


def test_everything_is_told_at_once_with_a_key_of_its_own() -> None:
    owed = ledger(("2026-08", date(2026, 12, 1), 100))
    found = raised(full(), Surroundings(ledger=owed, about_to_miss=(open_case(NOW),)))
    assert set(kinds(found)) == {
        Kind.BREACH,
        Kind.BURN,
        Kind.FORECAST_MISS,
        Kind.TICKET_ABOUT_TO_MISS,
        Kind.THRESHOLD_NEAR,
        Kind.CLAIM_LAPSING,
    }
    assert len({one.key for one in found}) == len(found)


def test_what_nobody_wants_is_not_told() -> None:
    assert kinds(raised(full(), off=["breach"], without=["K"])) == [Kind.THRESHOLD_NEAR]


def test_without_a_running_month_the_last_one_over_is_forecast_from() -> None:
    last = month("2026-10", is_over=True, forecasts=(forecast(Fraction(0), Fraction(1, 2)),))
    assert kinds(raised(standing(finished=last))) == [Kind.FORECAST_MISS]


def test_a_month_is_told_by_the_contract_that_judged_it() -> None:
    judging = small.contract(small.time_within_target(id="FORMER"))
    last = month("2026-10", is_over=True, outcomes=(outcome(Verdict.MISSED, indicator="FORMER"),))
    found = raised(standing(finished=replace(last, contract=judging)))
    assert [one.indicator for one in found] == ["FORMER"]
