"""Windows of time and of cases, in which it is counted how fast a budget burns."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evaluator.contract.contract import Contract
from evaluator.core.alerts.burn_windows import (
    LONGEST_WINDOW,
    burning_indicators,
    lookback,
    measure_burn_rates,
    pairs_watched,
    windows_measured,
)
from evaluator.core.burn_rates import BurnRate
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import FormerTerms
from evaluator.core.facts import ExcludedTickets, ExcludedTime, Facts, LeftOut
from evaluator.decisions.alert_terms import BurnPreset
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    DOWN,
    RESOLVED,
    UNMAPPED,
    UP,
    Ticket,
    facts,
    observed,
    october,
    states,
    ticket,
)

KNOWN = "2026-10-14 12:00"
"""A Wednesday; T1 is served 07-18 and T2 07-17 on working days."""

HOUR, DAY = 3600, 86_400
SEEN = observed(("2026-10-01 00:00", None))
Window = dict[int, tuple[int, int]]


def calendars(contract: Contract) -> Any:
    return compile_calendars(contract, instant("2026-01-01 00:00"), instant("2026-12-31 00:00"))


def measured(
    contract: Contract,
    found: Facts,
    left_out: LeftOut | None = None,
    former: Sequence[FormerTerms] = (),
) -> tuple[BurnRate, ...]:
    lengths = {one.facts_over for one in contract.indicators}
    return measure_burn_rates(
        contract,
        dict.fromkeys(lengths, found),
        calendars(contract),
        LeftOut() if left_out is None else left_out,
        lookback(october(), instant(KNOWN)),
        former,
    )


def windows(rates: Sequence[BurnRate], service: str = "T1") -> Window:
    """What was missed and counted of one service, by window."""
    return {one.window_seconds: (one.missed, one.counted) for one in rates if one.service == service}


def of_tickets(*given: Ticket, left_out: LeftOut | None = None, **terms: Any) -> Window:
    contract = small.contract(small.time_within_target(**terms))
    return windows(measured(contract, facts(*given, known_at=KNOWN), left_out))


def of_time(
    rows: pd.DataFrame,
    seen: pd.DataFrame = SEEN,
    left_out: LeftOut | None = None,
    maintenance: pd.DataFrame | None = None,
    **rules: Any,
) -> Window:
    plain = {"plain": small.availability_rules(**rules)}
    contract = small.contract(small.availability(), availability_rules=plain)
    frames = {"states": rows, "observed": seen}
    frames |= {} if maintenance is None else {"maintenance": maintenance}
    return windows(measured(contract, facts(known_at=KNOWN, **frames), left_out), "T2")


UP_ALL_ALONG = states(("2026-10-01 00:00", UP))
DOWN_SINCE_11 = states(("2026-10-01 00:00", UP), ("2026-10-14 11:00", DOWN))


def test_time_missed_and_counted_is_that_in_service_hours() -> None:
    found = of_time(DOWN_SINCE_11)
    assert found[HOUR] == (HOUR, HOUR)
    # 06-12: the office opens at seven. Since yesterday noon: five hours then, and five today.
    assert found[6 * HOUR] == (HOUR, 5 * HOUR)
    assert found[DAY] == (HOUR, 10 * HOUR)


def test_a_service_that_works_burns_nothing() -> None:
    assert of_time(UP_ALL_ALONG)[DAY] == (0, 10 * HOUR)


def test_where_nobody_looked_nothing_counts() -> None:
    found = of_time(
        UP_ALL_ALONG, observed(("2026-10-01 00:00", "2026-10-14 11:00")), unknown={"treat_as": "down"}
    )
    assert found[HOUR] == (0, 0)


def test_unknown_time_in_a_window_that_was_seen_counts_as_the_contract_says() -> None:
    seen = observed(("2026-10-01 00:00", "2026-10-14 10:00"), ("2026-10-14 11:00", None))
    assert of_time(UP_ALL_ALONG, seen, unknown={"treat_as": "down"})[DAY] == (HOUR, 10 * HOUR)
    assert of_time(UP_ALL_ALONG, seen, unknown={"treat_as": "exclude"})[DAY] == (0, 9 * HOUR)


def test_what_was_not_heard_yet_burns_nothing_though_unknown_time_counts_as_down() -> None:
    # The last probe that came is a minute old: taken for down it would burn at 200 in five minutes.
    seen = observed(("2026-10-01 00:00", "2026-10-14 11:59"))
    found = of_time(UP_ALL_ALONG, seen, unknown={"treat_as": "down"})
    assert (found[300], found[HOUR]) == ((0, 240), (0, HOUR - 60))


def test_an_outage_before_the_last_look_burns_where_unknown_time_counts_as_down() -> None:
    seen = observed(("2026-10-01 00:00", "2026-10-14 11:59"))
    assert of_time(DOWN_SINCE_11, seen, unknown={"treat_as": "down"})[HOUR] == (HOUR - 60, HOUR - 60)


def test_unknown_time_never_counts_as_good() -> None:
    seen = observed(("2026-10-01 00:00", "2026-10-14 11:00"))
    assert of_time(UP_ALL_ALONG, seen, unknown={"treat_as": "up"})[DAY] == (0, 9 * HOUR)


def test_a_nominal_number_of_hours_is_not_what_a_window_is_divided_by() -> None:
    found = of_time(DOWN_SINCE_11, denominator="nominal", nominal_hours="200")
    assert found[DAY] == (HOUR, 10 * HOUR)


def test_time_that_is_left_out_is_not_counted() -> None:
    begin, end = instant("2026-10-14 11:00"), instant("2026-10-14 12:00")
    away = LeftOut(times=(ExcludedTime("X1", "T2", "", begin, end, frozenset()),))
    assert of_time(DOWN_SINCE_11, left_out=away)[DAY] == (0, 9 * HOUR)


LATE = ticket("2026-10-12 07:00", ("2026-10-13 09:00", RESOLVED))
"""Out of 8 hours on the twelfth at three in the afternoon; solved 27 hours before it is known."""

IN_TIME = ticket("2026-10-14 08:00", ("2026-10-14 11:30", RESOLVED))
RUNNING = ticket("2026-10-14 10:00")


def test_tickets_count_in_the_windows_they_were_stopped_in() -> None:
    found = of_tickets(LATE, IN_TIME, RUNNING)
    assert (found[1800 + 120], found[HOUR], found[DAY], found[3 * DAY]) == ((0, 1), (0, 1), (0, 1), (1, 2))


def test_a_ticket_stopped_when_the_window_begins_counts_in_it() -> None:
    assert of_tickets(IN_TIME)[1800] == (0, 1)
    assert of_tickets(ticket("2026-10-14 08:00", ("2026-10-14 11:29", RESOLVED)))[1800] == (0, 0)


def test_tickets_count_when_they_opened_where_the_contract_says_so() -> None:
    found = of_tickets(LATE, IN_TIME, RUNNING, month_of="opened")
    # One that still runs within its limit is not known yet.
    assert (found[2 * HOUR], found[6 * HOUR], found[3 * DAY]) == ((0, 0), (0, 1), (1, 2))


def test_an_overdue_ticket_counts_when_its_limit_ran_out() -> None:
    late_still = ticket("2026-10-13 08:00")
    found = of_tickets(late_still, LATE, month_of="stopped_or_overdue")
    # The one is due on the thirteenth at four, the other the day before at three.
    assert (found[6 * HOUR], found[DAY], found[3 * DAY]) == ((0, 0), (1, 1), (2, 2))


def test_a_ticket_with_an_unmapped_status_does_not_count() -> None:
    strange = ticket("2026-10-14 08:00", ("2026-10-14 09:00", UNMAPPED), ("2026-10-14 11:30", RESOLVED))
    assert of_tickets(strange)[DAY] == (0, 0)


def test_a_ticket_of_an_unknown_service_could_be_of_any() -> None:
    anywhere = ticket("2026-10-12 07:00", ("2026-10-14 11:30", RESOLVED), service=None)
    contract = small.contract(small.time_within_target(services=["T1", "T2"]))
    found = measured(contract, facts(anywhere, known_at=KNOWN))
    assert (windows(found)[DAY], windows(found, "T2")[DAY]) == ((0, 0), (0, 0))


def test_a_ticket_that_is_left_out_does_not_count() -> None:
    away = LeftOut(tickets=(ExcludedTickets("X1", frozenset({1}), frozenset()),))
    assert of_tickets(LATE, IN_TIME, left_out=away)[3 * DAY] == (0, 1)


def test_where_the_source_told_nothing_nothing_counts() -> None:
    assert of_tickets(LATE, IN_TIME, data=["another"])[3 * DAY] == (0, 0)


def test_services_measured_together_burn_one_budget() -> None:
    other = ticket("2026-10-14 08:00", ("2026-10-14 11:30", RESOLVED), service="T2")
    contract = small.contract(small.time_within_target(services=["T1", "T2"], measured="together"))
    assert windows(measured(contract, facts(LATE, other, known_at=KNOWN)), "")[3 * DAY] == (1, 2)


EARLY = ticket("2026-10-12 08:00", kind="pc_order")
"""Due at the end of the thirteenth, and not delivered."""

LATE_ORDER = ticket("2026-10-12 08:00", ("2026-10-14 09:00", RESOLVED), kind="pc_order")
IN_TIME_ORDER = ticket("2026-10-13 10:00", ("2026-10-14 11:30", RESOLVED), kind="pc_order")


@pytest.mark.parametrize(
    ("month_of", "order", "within_the_hour", "within_three_days"),
    [
        ("start", EARLY, (0, 0), (1, 2)),
        ("end", LATE_ORDER, (0, 1), (1, 2)),
        ("due", EARLY, (0, 0), (1, 1)),
    ],
)
def test_lead_times_count_by_start_end_or_due_day(
    month_of: str, order: Ticket, within_the_hour: tuple[int, int], within_three_days: tuple[int, int]
) -> None:
    contract = small.contract(
        small.lead_time(within={"limit": {"working_days": 1}}, month_of=month_of, target={"from": "90 %"})
    )
    found = windows(measured(contract, facts(order, IN_TIME_ORDER, known_at=KNOWN)))
    assert (found[HOUR], found[3 * DAY]) == (within_the_hour, within_three_days)


def test_of_a_share_that_must_be_low_what_holds_burns_the_budget() -> None:
    calm = ticket("2026-10-14 11:30")
    contract = small.contract(small.share(target={"to": "30 %"}))
    (found,) = (one for one in measured(contract, facts(calm, known_at=KNOWN)) if one.window_seconds == HOUR)
    assert (found.missed, found.counted, found.allowed) == (1, 1, Fraction(3, 10))


@pytest.mark.parametrize(
    "terms",
    [
        small.time_within_target(target={"from": "100 %"}),
        small.time_within_target(target={"from": "90 %", "to": "95 %"}),
        small.count(),
        small.imported(),
        small.share_of_units(),
        small.lead_time(result="longest_overrun", target={"to": 0}),
    ],
)
def test_what_has_no_budget_to_watch_is_not_measured(terms: dict[str, Any]) -> None:
    assert burning_indicators(small.contract(terms)) == {}


def test_windows_longer_than_five_days_are_not_measured() -> None:
    contract = small.contract(small.time_within_target(period="rolling_12_months"))
    found = windows_measured(contract.indicators[0], contract)
    assert max(found) <= LONGEST_WINDOW
    assert {300, HOUR, 3 * DAY} <= set(found)


@pytest.mark.parametrize(("straddling", "expected"), [("opening", (0, 1)), ("attribution", (1, 1))])
def test_a_ticket_is_judged_by_the_terms_it_opened_under_where_the_contract_says_so(
    straddling: str, expected: tuple[int, int]
) -> None:
    tickets = small.ticket_rules(straddling=straddling)
    old = small.contract(small.time_within_target(within={"limit": {"time": "40 h"}}), tickets=tickets)
    new = small.contract(small.time_within_target(), tickets=tickets)
    former = [FormerTerms(instant("2026-10-13 00:00"), old, calendars(old))]
    assert windows(measured(new, facts(LATE, known_at=KNOWN), former=former))[3 * DAY] == expected


def test_pairs_that_no_burn_rate_can_be_above_are_not_watched() -> None:
    strict, loose, none = (
        small.contract(small.time_within_target(target={"from": share}))
        for share in ("99 %", "90 %", "100 %")
    )
    found = [
        [pair.long_window for pair in pairs_watched(BurnPreset.SLOTH, contract.indicators[0], contract)]
        for contract in (strict, loose, none)
    ]
    assert found == [[HOUR, 6 * HOUR, DAY, 3 * DAY], [6 * HOUR, DAY, 3 * DAY], []]
