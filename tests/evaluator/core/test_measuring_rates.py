"""Rates: counts for each so many of a volume that must be known."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.indicators import Rate
from evaluator.core.measuring.rates import Amount, rate_figure
from evaluator.core.outcomes import Figure, Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    FIRST_OF_NOVEMBER,
    T1,
    T2,
    WHOLE,
    facts,
    figure,
    interval,
    measure,
    measurement,
    measurements,
    ticket,
    views,
    without,
)

DAY = "2026-10-05 08:00"
SCHOOLS, NORTH = Scope("T1", "schools"), Scope("T1", "schools", "north")
OF_CALLS = {"of": "measurement", "measure": "answered", "data": ["desk"]}
OF_TICKETS = {"of": "tickets", "tickets": {"kinds": ["incident", "order"]}}


def values(terms: dict[str, Any], *tickets: Any, **frames: Any) -> dict[Scope, Any]:
    found = measure(terms, facts(*tickets, **frames)).figures
    return {
        scope: None if one is None else one.value
        for (scope, view), one in found.items()
        if view is View.AS_MEASURED
    }


def test_incidents_are_counted_for_each_hundred_users() -> None:
    # T1 states 1000 users: 3 incidents are 0.3 for each 100.
    found = figure(small.rate(), facts(ticket(DAY), ticket(DAY), ticket(DAY), ticket(DAY, kind="order")))
    assert interval(found) == (Fraction(3, 10), Fraction(3, 10), Fraction(3, 10))
    assert (found.sample_size, found.misses) == (3, 3)


def test_segments_and_units_have_rates_of_their_own_users() -> None:
    # North has 300 of the schools' 400 users.
    found = values(small.rate(), ticket(DAY, unit="north"), ticket(DAY, unit="hall"))
    assert found[T1] == Fraction(200, 1000)
    assert (found[SCHOOLS], found[NORTH]) == (Fraction(100, 400), Fraction(100, 300))
    assert found[Scope("T1", "offices")] == Fraction(100, 600)


def test_a_service_without_stated_users_has_those_of_all_units() -> None:
    services = [{"id": "T1", "label": small.LABEL, "hours": "desk", "monthly_fee": 1}]
    found = figure(small.rate(), facts(ticket(DAY)), services=services)
    assert found.value == Fraction(100, 300 + 100 + 600)


@pytest.mark.parametrize(
    ("life", "users"),
    # North left on the last day of September, or comes on the first of November; or was there for one day.
    [
        ({"last_day": "2026-09-30"}, 700),
        ({"first_day": "2026-11-01"}, 700),
        ({"last_day": "2026-10-01"}, 1000),
        ({"first_day": "2026-10-31"}, 1000),
    ],
)
def test_a_unit_that_is_not_there_in_the_period_has_no_users_in_it(life: dict[str, str], users: int) -> None:
    services = [{"id": "T1", "label": small.LABEL, "hours": "desk", "monthly_fee": 1}]
    units = [{**unit, **(life if unit["id"] == "north" else {})} for unit in small.CONTENT["units"]]
    found = figure(small.rate(), facts(ticket(DAY)), services=services, units=units)
    assert found.value == Fraction(100, users)


def test_services_together_have_the_users_of_all_units() -> None:
    found = values(small.rate(services=["T1", "T2"], measured="together"), ticket(DAY))
    assert found[WHOLE] == Fraction(100, 1000)


def test_a_rate_of_users_nobody_states_is_not_measured() -> None:
    services = [{"id": "T1", "label": small.LABEL, "hours": "desk", "monthly_fee": 1}]
    terms = small.rate()
    found = measure(terms, facts(ticket(DAY)), services=services, units=[], segments=[])
    assert set(found.figures.values()) == {None}


def test_each_thousand_tickets_are_those_that_opened_in_the_period() -> None:
    changed = ticket(DAY, ("2026-10-06 08:00", "team", "b"), ("2026-10-07 08:00", "team", "c"), kind="order")
    moved = small.rate(
        tickets={},
        count="changes",
        changes_of={"field": "team", "ever_one_of": ["b", "c"]},
        per=1000,
        volume=OF_TICKETS,
    )
    # 2 changes; 4 tickets opened in October, one in September.
    rest = [ticket(DAY), ticket(DAY), ticket(DAY), ticket("2026-09-05 08:00")]
    assert figure(moved, facts(changed, *rest)).value == Fraction(2 * 1000, 4)


def test_tickets_that_could_belong_widen_the_rate_both_ways() -> None:
    # 1 incident of 2 tickets; one of no kind is in neither, or in both: 1/3 to 2/2 for each ticket.
    found = figure(
        small.rate(per=1, volume=OF_TICKETS),
        facts(ticket(DAY), ticket(DAY, kind="order"), ticket(DAY, kind=None)),
    )
    assert interval(found) == (Fraction(1, 3), Fraction(1, 2), Fraction(1))


def test_tickets_left_out_are_left_out_of_the_volume_too() -> None:
    terms = small.rate(per=1, volume=OF_TICKETS)
    found = facts(ticket(DAY), ticket(DAY), ticket(DAY, kind="order"))
    after = figure(terms, found, view=View.AFTER_EXCLUSIONS, left_out=views([without(1)]))
    assert after.value == Fraction(1, 2)


def test_a_segment_without_tickets_in_the_volume_has_no_rate() -> None:
    # The incident of the hall is no order: of nothing there is no rate.
    terms = small.rate(volume={"of": "tickets", "tickets": {"kinds": ["order"]}})
    found = values(terms, ticket(DAY, unit="hall"), ticket(DAY, kind="order", unit="north"))
    assert (found[T1], found[Scope("T1", "offices")]) == (100, None)


def test_a_volume_that_others_measured_is_summed_over_the_period() -> None:
    # 400 and 600.5 calls (1201/2): 2 incidents for each 100 of 1000.5.
    rows = measurements(
        measurement(400, 1, end="2026-10-16 00:00"), measurement(1201, 2, begin="2026-10-16 00:00")
    )
    found = figure(small.rate(volume=OF_CALLS), facts(ticket(DAY), ticket(DAY), measurements=rows))
    assert found.value == 200 / Fraction(2001, 2)


def test_a_volume_that_needs_too_many_digits_is_rounded_to_what_can_be_stored() -> None:
    # A mean for each day, of another number of calls: together a denominator of more than 300 bits.
    days = [
        measurement(
            7 * (9000 + 7 * day) + 1,
            9000 + 7 * day,
            begin=f"2026-10-{day:02} 00:00",
            end=f"2026-10-{day + 1:02} 00:00" if day < 31 else FIRST_OF_NOVEMBER,
        )
        for day in range(1, 32)
    ]
    found = figure(small.rate(volume=OF_CALLS), facts(ticket(DAY), measurements=measurements(*days)))
    exact = 100 / (7 * 31 + sum(Fraction(1, 9000 + 7 * day) for day in range(1, 32)))
    assert max(found.numerator, found.denominator) < 2**63
    assert found.value is not None
    assert abs(found.value - exact) < Fraction(1, 10**12)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (measurement(400, 1, end="2026-10-16 00:00"),),
        (measurement(400, 0),),
        (measurement(400, 1), measurement(400, 1, begin="2026-10-16 00:00")),
    ],
)
def test_a_volume_that_is_not_known_for_all_of_the_period_is_never_zero(
    rows: tuple[dict[str, Any], ...],
) -> None:
    # Not told; told of half the month; told of nothing; told twice of the other half.
    frames = {"measurements": measurements(*rows)} if rows else {}
    assert values(small.rate(volume=OF_CALLS), ticket(DAY, unit="north"), **frames) == {
        T1: None,
        SCHOOLS: None,
        NORTH: None,
    }
    assert set(measure(small.rate(volume=OF_CALLS), facts(ticket(DAY), **frames)).figures.values()) == {None}


def test_a_month_that_no_source_observed_has_no_rate() -> None:
    assert set(measure(small.rate(), facts()).figures.values()) == {None}


def test_no_incident_among_users_is_a_rate_of_nothing() -> None:
    found = figure(small.rate(services=["T1", "T2"]), facts(ticket(DAY)), T2)
    assert interval(found) == (0, 0, 0)


def test_without_bounds_of_the_count_a_rate_has_none() -> None:
    count = Figure(3, 1, 3, 3, 3, 3, None, None)
    found = rate_figure(count, Rate.model_validate(small.rate()), Amount(Fraction(50), Fraction(50)))
    assert found is not None
    assert interval(found) == (None, 6, None)
