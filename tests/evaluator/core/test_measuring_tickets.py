"""Ticket indicators end to end in the core: from tickets and their changes to figures.

October 2026 begins on a Thursday; the 5th is a Monday. The desk (T1) works 07-18, the office (T2) 07-17.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evaluator.core.measuring.indicator import measure_indicator
from evaluator.core.outcomes import Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    ACTIVE,
    CANCELLED,
    CLOSED,
    RESOLVED,
    T1,
    T2,
    UNMAPPED,
    USER,
    WHOLE,
    Ticket,
    book,
    facts,
    figure,
    interval,
    measure,
    october,
    ticket,
    views,
    without,
)

HOUR = 3600
IN_TIME = ticket("2026-10-05 08:00", ("2026-10-05 16:00", RESOLVED))
LATE = ticket("2026-10-05 08:00", ("2026-10-05 16:01", RESOLVED))
BY_PRIORITY = {"limit_by": "priority", "limits": {"P1": {"time": "4 h"}, "P2": {"time": "8 h"}}}


def test_a_ticket_resolved_in_the_last_second_of_its_limit_is_in_time() -> None:
    # 08:00 to 16:00 is 8 h of the desk's hours: in time. One minute more is late.
    found = figure(small.time_within_target(), facts(IN_TIME, LATE))
    assert (found.numerator, found.denominator, found.misses) == (1, 2, 1)
    assert interval(found) == (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
    assert found.completeness == 1


@pytest.mark.parametrize(("minute", "misses"), [("13:00", 0), ("13:01", 1)])
def test_vector_9_hours_over_easter(minute: str, misses: int) -> None:
    # domain.md 8.5: opened Thursday 2026-04-02 16:00, 2 h that day; Good Friday and Easter Monday are closed;
    # the 6 h that are left of 8 are reached on Tuesday the 7th at 07:00 + 6 h = 13:00.
    found = facts(ticket("2026-04-02 16:00", (f"2026-04-07 {minute}", RESOLVED)))
    assert figure(small.time_within_target(), found, period="2026-04").misses == misses


def test_vector_9_in_the_offices_hours_is_reached_an_hour_later() -> None:
    # 16:00-17:00 is 1 h; 7 h from 07:00 on the Tuesday is 14:00.
    late = ticket("2026-04-02 16:00", ("2026-04-07 14:01", RESOLVED), service="T2")
    in_time = ticket("2026-04-02 16:00", ("2026-04-07 14:00", RESOLVED), service="T2")
    found = figure(small.time_within_target(services=["T2"]), facts(in_time, late), period="2026-04")
    assert (found.misses, found.sample_size) == (1, 2)


def test_waiting_for_the_user_does_not_count_against_the_supplier() -> None:
    # 08:00-09:00 and 17:00-18:00 run: 2 h. The 8 h between wait for the user.
    waited = ticket(
        "2026-10-05 08:00",
        ("2026-10-05 09:00", USER),
        ("2026-10-05 17:00", ACTIVE),
        ("2026-10-05 18:00", RESOLVED),
    )
    found = measure(small.time_within_target(), facts(waited)).tickets
    assert found["used"].to_list() == [2 * HOUR]
    assert found["waiting_user"].to_list() == [8 * HOUR]
    assert found["missed"].to_list() == [False]


def test_each_priority_has_its_own_limit() -> None:
    # 5 h is over P1's 4 h and within P2's 8 h.
    times = ("2026-10-05 13:00", RESOLVED)
    tickets = [ticket("2026-10-05 08:00", times, priority=priority) for priority in ("P1", "P2")]
    found = measure(small.time_within_target(within=BY_PRIORITY), facts(*tickets)).tickets
    assert dict(zip(found["priority"], found["missed"], strict=True)) == {"P1": True, "P2": False}
    assert found["limit"].to_list() == [4 * HOUR, 8 * HOUR]


def test_a_ticket_of_a_priority_without_a_limit_is_unknown_and_not_met() -> None:
    found = figure(
        small.time_within_target(within=BY_PRIORITY),
        facts(IN_TIME, Ticket("2026-10-05 08:00", IN_TIME.events, priority="P5")),
    )
    # One is met, the other could be either: the share lies between 1/2 and 1.
    assert interval(found) == (Fraction(1, 2), 1, 1)
    assert found.completeness == Fraction(1, 2)


def test_the_priority_that_judges_is_the_one_the_contract_names() -> None:
    upgraded = ticket(
        "2026-10-05 08:00", ("2026-10-05 09:00", "priority", "P1"), ("2026-10-05 13:00", RESOLVED)
    )
    terms = small.time_within_target(within=BY_PRIORITY)
    assert figure(terms, facts(upgraded), tickets=small.ticket_rules(priority_taken="last")).misses == 1
    assert figure(terms, facts(upgraded), tickets=small.ticket_rules(priority_taken="first")).misses == 0


def test_a_limit_by_kind_takes_the_kind_the_ticket_was_last() -> None:
    became_order = ticket(
        "2026-10-05 08:00", ("2026-10-05 09:00", "kind", "order"), ("2026-10-05 13:00", RESOLVED)
    )
    within = {"limit_by": "kind", "limits": {"incident": {"time": "8 h"}, "order": {"time": "4 h"}}}
    found = figure(small.time_within_target(tickets={}, within=within), facts(became_order))
    assert (found.misses, found.sample_size) == (1, 1)


def test_an_unmapped_status_makes_a_ticket_unknown_and_never_met() -> None:
    # Design rule 3.
    strange = ticket("2026-10-05 08:00", ("2026-10-05 09:00", UNMAPPED), ("2026-10-05 10:00", RESOLVED))
    found = figure(small.time_within_target(), facts(strange))
    assert interval(found) == (0, None, 1)
    assert (found.known, found.expected) == (0, 1)


def test_a_cancelled_ticket_is_no_case() -> None:
    cancelled = ticket("2026-10-05 08:00", ("2026-10-05 09:00", CANCELLED))
    found = figure(small.time_within_target(), facts(cancelled, IN_TIME))
    assert (found.sample_size, found.expected) == (1, 1)


OVER_THE_BORDER = ticket("2026-09-30 17:00", ("2026-10-01 08:00", RESOLVED))


@pytest.mark.parametrize(
    ("month_of", "period", "cases"),
    [
        ("opened", "2026-09", 1),
        ("opened", "2026-10", 0),
        ("stopped", "2026-09", 0),
        ("stopped", "2026-10", 1),
    ],
)
def test_the_contract_says_which_month_a_ticket_belongs_to(month_of: str, period: str, cases: int) -> None:
    terms = small.time_within_target(month_of=month_of)
    assert figure(terms, facts(OVER_THE_BORDER), period=period).expected == cases


def test_a_month_ends_before_the_first_second_of_the_next() -> None:
    last = ticket("2026-10-31 23:59", priority="P1")
    first = ticket("2026-11-01 00:00", priority="P1")
    found = facts(last, first, known_at="2026-11-01 00:01")
    terms = small.time_within_target(month_of="opened")
    assert [figure(terms, found, period=name).expected for name in ("2026-10", "2026-11")] == [1, 1]


def test_a_ticket_still_running_within_its_limit_is_unknown() -> None:
    found = facts(ticket("2026-10-30 10:00"), known_at="2026-10-30 12:00")
    assert interval(figure(small.time_within_target(month_of="opened"), found)) == (0, None, 1)


def test_a_ticket_still_running_past_its_limit_has_missed() -> None:
    found = facts(ticket("2026-10-29 08:00"), known_at="2026-10-30 08:00")
    assert interval(figure(small.time_within_target(month_of="opened"), found)) == (0, 0, 0)


def test_a_month_in_which_nothing_was_seen_is_not_measured() -> None:
    found = measure(small.time_within_target(), facts(IN_TIME), period="2026-08")
    assert found.figures == {(T1, View.AS_MEASURED): None, (T1, View.AFTER_EXCLUSIONS): None}


def test_a_month_in_which_others_had_tickets_has_a_figure_without_cases() -> None:
    # field.md G10: neither 0 % nor 100 %.
    found = figure(small.time_within_target(services=["T2"]), facts(IN_TIME))
    assert (found.value, found.expected, found.completeness) == (None, 0, None)
    assert (found.low, found.high) == (None, None)


def test_segments_and_units_have_figures_of_their_own() -> None:
    def at(unit: str | None, source: Ticket) -> Ticket:
        return Ticket(source.opened, source.events, unit=unit)

    tickets = [at("north", IN_TIME), at("south", LATE), at("hall", IN_TIME), at(None, LATE), at("moon", LATE)]
    found = measure(small.time_within_target(), facts(*tickets))
    shares = {
        scope: figure.value
        for (scope, view), figure in found.figures.items()
        if view is View.AS_MEASURED and figure is not None
    }
    assert shares == {
        T1: Fraction(2, 5),
        Scope("T1", "schools"): Fraction(1, 2),
        Scope("T1", "schools", "north"): 1,
        Scope("T1", "schools", "south"): 0,
        Scope("T1", "offices"): 1,
        Scope("T1", "offices", "hall"): 1,
        Scope("T1", "", "moon"): 0,
    }


def test_services_are_measured_each_or_together() -> None:
    tickets = facts(IN_TIME, Ticket(LATE.opened, LATE.events, service="T2"))
    each = measure(small.time_within_target(services=["T1", "T2"]), tickets).figures
    assert {scope for scope, _ in each} == {T1, T2}
    both = small.time_within_target(services=["T1", "T2"], measured="together")
    assert figure(both, tickets, WHOLE).value == Fraction(1, 2)


# Counts -----------------------------------------------------------------------------------------------------


def p1(resolved: str, **more: Any) -> Ticket:
    return ticket("2026-10-03 20:00", (resolved, RESOLVED), priority="P1", **more)


def test_p1_over_four_hours_around_the_clock_are_counted() -> None:
    # Saturday evening: 4 h is in time, a minute more is counted. The P2 is not a P1.
    tickets = facts(p1("2026-10-04 00:00"), p1("2026-10-04 00:01"), LATE)
    found = figure(small.count(), tickets)
    assert interval(found) == (1, 1, 1)
    assert (found.sample_size, found.misses) == (2, 1)


def test_a_month_without_p1_counts_none() -> None:
    assert interval(figure(small.count(), facts(LATE))) == (0, 0, 0)


def test_a_p1_with_an_unmapped_status_could_be_one_more() -> None:
    strange = ticket("2026-10-05 08:00", ("2026-10-05 09:00", UNMAPPED), priority="P1")
    found = figure(small.count(), facts(p1("2026-10-04 00:01"), strange))
    assert interval(found) == (1, 1, 2)
    assert (found.known, found.expected) == (1, 2)


def test_a_running_ticket_could_still_be_counted_and_an_overdue_one_is() -> None:
    # At noon the first has run 2 h of 4, the second 5 h.
    tickets = facts(
        ticket("2026-10-05 10:00", priority="P1"),
        ticket("2026-10-05 07:00", priority="P1"),
        known_at="2026-10-05 12:00",
    )
    terms = small.count(month_of="opened", clock=None)
    assert interval(figure(terms, tickets)) == (1, 1, 2)


def test_a_cancelled_ticket_is_not_counted_whichever_month_rule_holds() -> None:
    cancelled = ticket("2026-10-05 07:00", ("2026-10-05 17:00", CANCELLED), priority="P1")
    for terms in (small.count(), small.count(month_of="opened", clock=None)):
        assert figure(terms, facts(cancelled, LATE)).expected == 0


def test_a_ticket_that_one_condition_rules_out_is_known_whatever_its_clock_does() -> None:
    running = ticket("2026-10-05 10:00", ("2026-10-05 10:01", "team", "night"), priority="P1")
    that = [{"clock": "around_the_clock", "longer_than": "4 h"}, {"field": "team", "is_one_of": ["day"]}]
    terms = small.count(month_of="opened", clock=None, that=that)
    assert interval(figure(terms, facts(running, known_at="2026-10-05 12:00"))) == (0, 0, 0)
    other = ticket("2026-10-05 10:00", ("2026-10-05 10:01", "team", "day"), priority="P1")
    assert interval(figure(terms, facts(other, known_at="2026-10-05 12:00"))) == (0, 0, 1)


def test_a_count_without_conditions_counts_every_case() -> None:
    terms = small.count(that=[], clock=None, month_of="opened", tickets={})
    found = measure(terms, facts(IN_TIME, LATE))
    assert found.figures[T1, View.AS_MEASURED].value == 2
    assert found.tickets["ended_at"].isna().all()


def test_changes_are_counted_each_in_its_own_month() -> None:
    # Two in October, one in November, one of another ticket that is not asked for.
    passed_on = ticket(
        "2026-09-05 08:00",
        ("2026-10-05 09:00", "team", "second line"),
        ("2026-10-05 10:00", "team", "desk"),
        ("2026-10-06 09:00", "team", "second line"),
        ("2026-11-02 09:00", "team", "second line"),
    )
    other = ticket("2026-10-05 08:00", ("2026-10-05 09:00", "team", "second line"), kind="order")
    terms = small.count(
        tickets={"kinds": ["incident"]},
        count="changes",
        that=[],
        clock=None,
        month_of="opened",
        changes_of={"field": "team", "ever_one_of": ["second line"]},
    )
    found = measure(terms, facts(passed_on, other))
    assert found.figures[T1, View.AS_MEASURED].value == 2
    assert found.tickets["ticket_id"].to_list() == [1, 1]


# Shares -----------------------------------------------------------------------------------------------------


def test_a_share_is_of_the_tickets_that_meet_all_conditions() -> None:
    moved = ticket("2026-10-05 08:00", ("2026-10-05 08:01", "team", "a"), ("2026-10-05 09:00", "team", "b"))
    stayed = ticket("2026-10-05 08:00", ("2026-10-05 08:01", "team", "a"))
    found = figure(small.share(), facts(moved, stayed, stayed))
    assert interval(found) == (Fraction(2, 3), Fraction(2, 3), Fraction(2, 3))
    assert found.misses == 1


def test_a_share_by_a_clock_leaves_running_and_unmapped_tickets_unknown() -> None:
    # In time: 1. Late: 1. Running for 2 h, and unmapped: could be either. 1/4 to 3/4.
    tickets = facts(
        IN_TIME,
        LATE,
        ticket("2026-10-06 10:00"),
        ticket("2026-10-05 08:00", ("2026-10-05 09:00", UNMAPPED)),
        known_at="2026-10-06 12:00",
    )
    found = figure(small.share(that=[{"clock": "resolution", "at_most": "8 h"}]), tickets)
    assert interval(found) == (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def test_the_evidence_of_a_share_shows_the_clock_and_its_limit() -> None:
    found = measure(small.share(that=[{"clock": "resolution", "at_most": "8 h"}]), facts(LATE)).tickets
    assert found[["used", "limit", "missed"]].to_numpy().tolist() == [[8 * HOUR + 60, 8 * HOUR, True]]


# Times ------------------------------------------------------------------------------------------------------


def took(hours: int, **more: Any) -> Ticket:
    return ticket("2026-10-05 07:00", (f"2026-10-05 {7 + hours:02}:00", RESOLVED), **more)


def test_a_mean_is_exact() -> None:
    # (1 + 2 + 5) h / 3 = 28 800 s / 3.
    found = figure(small.mean(), facts(took(1), took(2), took(5)))
    assert (found.numerator, found.denominator, found.misses) == (8 * HOUR, 3, None)
    assert interval(found) == (9600, 9600, 9600)


@pytest.mark.parametrize(("method", "hours"), [("linear", Fraction(9, 2)), ("nearest_rank", 4)])
def test_a_percentile_is_read_off_by_the_method_the_contract_names(method: str, hours: Fraction) -> None:
    # 75 % of 1, 2, 4, 6: linear at place 0.75 * 3 = 2.25, 4 + 0.25 * 2; nearest rank ceil(3) = third, 4.
    tickets = facts(took(1), took(2), took(4), took(6))
    assert figure(small.percentile(method=method), tickets).value == hours * HOUR


def test_no_times_have_neither_a_mean_nor_a_percentile() -> None:
    for terms in (small.mean(services=["T2"]), small.percentile(services=["T2"])):
        found = figure(terms, facts(took(1)))
        assert (found.value, found.expected, found.low, found.high) == (None, 0, None, None)


@pytest.mark.parametrize("terms", [small.mean(), small.percentile()])
def test_a_time_nobody_knows_leaves_no_bounds(terms: dict[str, Any]) -> None:
    strange = ticket("2026-10-05 08:00", ("2026-10-05 09:00", UNMAPPED))
    found = figure(terms, facts(took(2), strange))
    assert interval(found) == (None, 2 * HOUR, None)
    assert (found.known, found.expected) == (1, 2)


def test_tickets_opened_in_the_month_and_still_running_are_unknown_and_not_forgotten() -> None:
    tickets = facts(took(2), ticket("2026-10-06 07:00"), known_at="2026-10-06 12:00")
    found = figure(small.mean(month_of="opened"), tickets)
    assert interval(found) == (None, 2 * HOUR, None)
    assert found.completeness == Fraction(1, 2)


def test_a_cancelled_ticket_has_no_time() -> None:
    cancelled = ticket("2026-10-05 08:00", ("2026-10-05 09:00", CANCELLED))
    assert figure(small.mean(), facts(took(2), cancelled)).expected == 1


FIRST_ANSWER = {
    "start": {"event": "opened"},
    "end": {"event": "field", "field": "answered", "value": "yes", "which": "first"},
    "hours": "service",
}


def test_a_time_between_two_events_runs_in_the_hours_of_the_service() -> None:
    # 17:30 to 08:00 the next day: half an hour and an hour of the desk's 07-18.
    answered = ticket("2026-10-05 17:30", ("2026-10-06 08:00", "answered", "yes"))
    found = figure(small.mean(of=FIRST_ANSWER), facts(answered))
    assert found.value == 90 * 60
    always = figure(small.mean(of=FIRST_ANSWER | {"hours": "always"}), facts(answered))
    assert always.value == 14 * HOUR + 1800


def test_a_time_that_never_began_is_no_case() -> None:
    of = {
        "start": {"event": "state", "states": ["waiting_user"], "which": "first"},
        "end": {"event": "state", "states": ["resolved"], "which": "last"},
        "hours": "always",
    }
    waited = ticket("2026-10-05 07:00", ("2026-10-05 08:00", USER), ("2026-10-05 10:00", RESOLVED))
    strange = ticket(
        "2026-10-05 07:00",
        ("2026-10-05 08:00", USER),
        ("2026-10-05 09:00", UNMAPPED),
        ("2026-10-05 10:00", RESOLVED),
    )
    found = figure(small.mean(of=of), facts(waited, strange, took(2)))
    assert (found.value, found.known, found.expected) == (2 * HOUR, 1, 2)


# Lead times -------------------------------------------------------------------------------------------------


def order(opened: str, closed: str | None = None, **more: Any) -> Ticket:
    events = () if closed is None else ((closed, CLOSED),)
    return Ticket(opened, events, kind=more.pop("kind", "pc_order"), **more)


def test_working_days_are_counted_from_the_day_after_to_the_day_of_the_end() -> None:
    # Ordered on Thursday 1 October: working days 1-5 are the 2nd, 5th, 6th, 7th and 8th.
    tickets = facts(
        order("2026-10-01 08:00", "2026-10-08 23:00"), order("2026-10-01 08:00", "2026-10-09 00:30")
    )
    found = measure(small.lead_time(), tickets).tickets
    assert found["used"].to_list() == [5, 6]
    assert found["missed"].to_list() == [False, True]
    assert found["in_working_days"].all()


def test_a_lead_time_in_seconds_runs_in_its_hours() -> None:
    # Friday 16:00 to Monday 08:00 is 1 h + 1 h of the office's 07-17.
    terms = small.lead_time(within={"limit": {"time": "2 h"}})
    tickets = facts(
        order("2026-10-02 16:00", "2026-10-05 08:00"), order("2026-10-02 16:00", "2026-10-05 08:01")
    )
    found = measure(terms, tickets).tickets
    assert found["used"].to_list() == [2 * HOUR, 2 * HOUR + 60]
    assert found["missed"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("used_up", "due", "period"),
    [("close", "2026-10-30 17:00", "2026-10"), ("next_opening", "2026-11-02 07:00", "2026-11")],
)
def test_a_lead_time_used_up_at_a_close_is_due_when_the_contract_says(
    used_up: str, due: str, period: str
) -> None:
    # Friday 30 October 07:00 is ten hours before the office closes for the month.
    terms = small.lead_time(within={"limit": {"time": "10 h"}}, used_up_at_close=used_up)
    asked = facts(order("2026-10-30 07:00", "2026-11-02 08:00"))
    by_month = {name: measure(terms, asked, period=name).tickets for name in ("2026-10", "2026-11")}
    assert by_month.pop(period)["due_at"].to_list() == [instant(due)]
    assert [len(found) for found in by_month.values()] == [0]


ACROSS = order("2026-09-24 08:00", "2026-11-02 08:00")


@pytest.mark.parametrize(
    ("month_of", "period"), [("start", "2026-09"), ("due", "2026-10"), ("end", "2026-11")]
)
@pytest.mark.parametrize("limit", [{"working_days": 5}, {"time": "60 h"}])
def test_a_lead_time_belongs_to_the_month_it_started_was_due_or_ended(
    month_of: str, period: str, limit: dict[str, Any]
) -> None:
    # Ordered Thursday 24 September: five working days end on 1 October; 60 h of 10 a day on the 2nd.
    terms = small.lead_time(month_of=month_of, within={"limit": limit})
    seen = facts(ACROSS, *(ticket(f"2026-{month}-05 08:00") for month in ("09", "10", "11")))
    cases = {name: figure(terms, seen, period=name).expected for name in ("2026-09", "2026-10", "2026-11")}
    assert cases == {"2026-09": 0, "2026-10": 0, "2026-11": 0} | {period: 1}


def test_an_order_not_delivered_is_unknown_until_it_is_due_and_then_a_miss() -> None:
    # Due on the 8th. On the 8th it is not late yet, on the 9th it is.
    ordered = order("2026-10-01 08:00")
    waiting = figure(small.lead_time(), facts(ordered, known_at="2026-10-08 12:00"))
    assert interval(waiting) == (0, None, 1)
    late = figure(small.lead_time(), facts(ordered, known_at="2026-10-09 12:00"))
    assert interval(late) == (0, 0, 0)


def test_an_order_with_an_unmapped_status_is_no_miss_of_which_anybody_knows() -> None:
    # The unmapped status may have been the delivery.
    strange = Ticket("2026-10-01 08:00", (("2026-10-02 08:00", UNMAPPED),), kind="pc_order")
    assert interval(figure(small.lead_time(), facts(strange))) == (0, None, 1)


def test_an_unmapped_status_hides_no_event_of_another_field() -> None:
    answered = Ticket(
        "2026-10-01 08:00",
        (("2026-10-02 08:00", UNMAPPED), ("2026-10-02 09:00", "answered", "yes")),
        kind="pc_order",
    )
    terms = small.lead_time(end=FIRST_ANSWER["end"])
    assert interval(figure(terms, facts(answered))) == (1, 1, 1)


def test_a_kind_without_a_limit_is_unknown_in_the_month_of_its_start() -> None:
    within = {"limit_by": "kind", "limits": {"account_order": {"working_days": 1}}}
    found = figure(small.lead_time(within=within), facts(order("2026-10-01 08:00", "2026-10-02 08:00")))
    assert (found.known, found.expected) == (0, 1)


def test_an_order_that_never_started_is_no_case() -> None:
    start = {"event": "field", "field": "approved", "value": "yes", "which": "first"}
    approved = Ticket("2026-10-01 08:00", (("2026-10-02 08:00", "approved", "yes"),), kind="pc_order")
    found = figure(small.lead_time(start=start), facts(order("2026-10-01 08:00"), approved))
    assert found.expected == 1


def test_the_longest_overrun_is_in_working_days_past_the_limit() -> None:
    # Limit 5: 5 days is 0 over, 7 (Monday the 12th) is 2 over.
    terms = small.lead_time(result="longest_overrun", target={"to": 0})
    tickets = facts(
        order("2026-10-01 08:00", "2026-10-08 08:00"), order("2026-10-01 08:00", "2026-10-12 08:00")
    )
    found = figure(terms, tickets)
    assert interval(found) == (2, 2, 2)
    assert (found.misses, found.sample_size) == (1, 2)


def test_no_overrun_is_0_and_no_case_is_none() -> None:
    terms = small.lead_time(result="longest_overrun", target={"to": 0}, services=["T1", "T2"])
    found = facts(order("2026-10-01 08:00", "2026-10-02 08:00"))
    assert interval(figure(terms, found)) == (0, 0, 0)
    assert interval(figure(terms, found, T2)) == (None, None, None)


def test_an_overrun_that_still_runs_has_no_highest_end() -> None:
    terms = small.lead_time(result="longest_overrun", target={"to": 0})
    running = figure(terms, facts(order("2026-10-01 08:00"), known_at="2026-10-12 12:00"))
    assert interval(running) == (2, 2, None)
    unknown = facts(
        order("2026-10-01 08:00", "2026-10-09 08:00"),
        order("2026-10-02 08:00"),
        known_at="2026-10-09 12:00",
    )
    assert interval(figure(terms, unknown)) == (1, 1, None)


def test_indicators_about_the_same_tickets_and_events_do_not_disturb_each_other() -> None:
    # One book reads what they share once; each has the figures it has alone.
    found = facts(order("2026-10-01 08:00", "2026-10-09 08:00"), order("2026-10-05 08:00"))
    both = small.lead_time(id="A"), small.lead_time(id="B", month_of="start")
    contract = small.contract(*both)
    shared = book(contract, found)
    for indicator, terms in zip(contract.indicators, both, strict=True):
        together = measure_indicator(indicator, shared, october(), views())
        assert together.figures == measure(terms, found).figures


# Exclusions -------------------------------------------------------------------------------------------------


def test_an_accepted_exclusion_changes_one_view_and_the_other_stands() -> None:
    # Design rule 7.
    found = measure(small.time_within_target(), facts(IN_TIME, LATE), left_out=views([without(2)]))
    values = {view: figure.value for (_, view), figure in found.figures.items() if figure is not None}
    assert values == {View.AS_MEASURED: Fraction(1, 2), View.AFTER_EXCLUSIONS: 1}
    assert found.tickets["left_out_by"].to_list() == ["", "X1"]


def test_a_pending_exclusion_shows_a_third_value_and_leaves_the_agreed_one() -> None:
    left_out = views([without(2)], pending=[without(3, name="X2")])
    found = measure(small.time_within_target(), facts(IN_TIME, LATE, LATE), left_out=left_out)
    values = {view: figure.value for (_, view), figure in found.figures.items() if figure is not None}
    assert values == {
        View.AS_MEASURED: Fraction(1, 3),
        View.AFTER_EXCLUSIONS: Fraction(1, 2),
        View.IF_PENDING_ACCEPTED: 1,
    }
    assert found.tickets["left_out_by"].to_list() == ["", "X1", "X2"]


def test_where_nothing_is_undecided_there_is_no_third_view() -> None:
    found = measure(small.time_within_target(), facts(LATE), left_out=views([without(1)]))
    assert {view for _, view in found.figures} == {View.AS_MEASURED, View.AFTER_EXCLUSIONS}


def test_an_exclusion_for_one_indicator_leaves_the_others_alone() -> None:
    left_out = views([without(1, only=["OTHER"])])
    found = figure(small.time_within_target(), facts(LATE), view=View.AFTER_EXCLUSIONS, left_out=left_out)
    assert found.value == 0
    left_out = views([without(1, only=["K"])])
    found = figure(small.time_within_target(), facts(LATE), view=View.AFTER_EXCLUSIONS, left_out=left_out)
    assert found.value is None


def test_a_ticket_two_exclusions_name_is_left_out_by_the_first() -> None:
    left_out = views([without(1), without(1, name="X2")])
    found = measure(small.time_within_target(), facts(LATE), left_out=left_out)
    assert found.tickets["left_out_by"].to_list() == ["X1"]


def test_a_change_that_is_told_twice_is_counted_once() -> None:
    second_line = {"field": "team", "ever_one_of": ["second line"]}
    terms = small.count(count="changes", changes_of=second_line, that=[], clock=None, tickets={})
    once = facts(Ticket("2026-10-05 08:00", (("2026-10-05 09:00", "team", "second line"),)))
    twice = replace(once, changes=pd.concat([once.changes, once.changes], ignore_index=True))
    assert [len(measure(terms, told).tickets) for told in (once, twice)] == [1, 1]
