"""Composite services end to end in the core: from the states of their members to figures and evidence.

Everything is measured in October 2026 in the hours of T2: 22 days of 10 hours, 220 hours.
"""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from collector.records import FactKind, as_facts
from evaluator.core.facts import ExcludedTime, Facts
from evaluator.core.outcomes import Figure, Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    DOWN,
    FIRST_OF_OCTOBER,
    UP,
    facts,
    figure,
    interval,
    measure,
    observed,
    states,
    together,
    views,
)

HOUR = 3600
OPEN = 220
PORTAL = Scope("portal")


def day(number: int, begin: int, end: int) -> tuple[Any, Any]:
    """Down from one hour of a day in October to another."""
    return (f"2026-10-{number:02} {begin:02}:00", DOWN), (f"2026-10-{number:02} {end:02}:00", UP)


FRONT_A = day(5, 8, 12)
FRONT_B = day(5, 10, 14)
DATABASE = (*day(5, 11, 13), *day(6, 9, 10))
"""Both front ends are down 10-12 on the 5th; with the database 10-13, and an hour on the 6th."""


def seen(unit: str | None = None, **members: Any) -> Facts:
    """Each member was looked at all October, and was up but for what is told of it."""
    told = [
        states((FIRST_OF_OCTOBER, UP), *rows, unit=unit).assign(service=name)
        for name, rows in members.items()
    ]
    looked = [observed((FIRST_OF_OCTOBER, None), unit=unit).assign(service=name) for name in members]
    return facts(states=together(*told), observed=together(*looked))


def services(*composites: dict[str, Any]) -> list[dict[str, Any]]:
    plain = [small.CONTENT["services"][1] | {"id": name} for name in ("a", "b", "database")]
    return [*small.CONTENT["services"], *plain, *composites]


def front(**made_of: Any) -> dict[str, Any]:
    return small.composite(
        "front", **{"combine": "best", "members": [{"service": "a"}, {"service": "b"}]} | made_of
    )


WHOLE = small.composite("portal", combine="worst", members=[{"service": "front"}, {"service": "database"}])
ALL = seen(a=FRONT_A, b=FRONT_B, database=DATABASE)
OF_PORTAL = small.availability(services=["portal"])


def portal(made_of: dict[str, Any] | None = None, found: Facts = ALL, **changes: Any) -> Figure:
    whole = WHOLE if made_of is None else small.composite("portal", **made_of)
    return figure(OF_PORTAL, found, services=services(front(), whole), **changes)


def test_any_of_two_front_ends_and_the_database_worst() -> None:
    # Down 10-13 on the 5th and 9-10 on the 6th: 4 of 220 h.
    found = portal()
    assert interval(found) == (Fraction(216, 220), Fraction(216, 220), Fraction(216, 220))
    assert (found.known, found.expected) == (OPEN * HOUR, OPEN * HOUR)


def test_the_evidence_has_the_outages_of_the_composite() -> None:
    found = measure(OF_PORTAL, ALL, services=services(front(), WHOLE)).outages
    rows = found[["service", "unit", "counted"]].to_numpy().tolist()
    assert rows == [["portal", "", 3 * HOUR], ["portal", "", HOUR]]


@pytest.mark.parametrize(
    ("made_of", "lost"),
    [
        # Of a 4 h, of b 4 h, of the database 3 h; any two of the three are down from 10 to 13.
        ({"combine": "worst"}, Fraction(7)),
        ({"combine": "best"}, Fraction(1)),
        ({"combine": "at_least", "at_least": 2}, Fraction(3)),
        ({"combine": "average"}, Fraction(4 + 4 + 3, 3)),
    ],
)
def test_three_members_combined_in_every_way(made_of: dict[str, Any], lost: Fraction) -> None:
    # The worst: 8-14 on the 5th and 9-10 on the 6th. All three: 11-12.
    members = [{"service": name} for name in ("a", "b", "database")]
    assert portal(made_of | {"members": members}).value == 1 - lost / OPEN


def test_weights_count_the_seconds_of_each_member() -> None:
    # 3 parts of a, which lost 4 h, and 1 of the database, which lost 3 h: 15 h of 880.
    members = [{"service": "a", "weight": 3}, {"service": "database", "weight": 1}]
    assert portal({"combine": "weighted", "members": members}).value == 1 - Fraction(15, 880)


def test_an_average_leaves_out_only_the_seconds_of_the_member_that_is_out() -> None:
    # a is in maintenance for its 4 h: 216 of 216 h; b lost 4 of 220.
    members = [{"service": "a"}, {"service": "b"}]
    planned = maintenance("a", 8, 12)
    found = portal({"combine": "average", "members": members}, told(ALL, planned))
    assert found.value == Fraction(216 + 216, 216 + 220)


def maintenance(service: str, begin: int, end: int) -> pd.DataFrame:
    window = {
        "window": "W1",
        "service": service,
        "unit": None,
        "starts_at": instant(f"2026-10-05 {begin:02}:00"),
        "ends_at": instant(f"2026-10-05 {end:02}:00"),
        "announced_at": None,
    }
    return as_facts(FactKind.MAINTENANCE, pd.DataFrame([window]))


def told(found: Facts, planned: pd.DataFrame) -> Facts:
    return Facts(**vars(found) | {"maintenance": planned})


def test_maintenance_of_the_composite_is_that_of_all_it_is_made_of() -> None:
    # 10-13 on the 5th is left out: one of 217 h is lost.
    assert portal(found=told(ALL, maintenance("portal", 10, 13))).value == Fraction(216, 217)
    # Of the database alone, it excuses no fault of the front ends, down from 10 to 12: 12-13 is left out.
    assert portal(found=told(ALL, maintenance("database", 10, 13))).value == Fraction(216, 219)


def test_a_member_nobody_looked_at_leaves_the_composite_open_where_it_could_matter() -> None:
    # Nobody saw the database: known is only where both front ends were down.
    found = portal(found=seen(a=FRONT_A, b=FRONT_B))
    assert interval(found) == (0, 0, Fraction(218, 220))
    assert found.completeness == Fraction(2, 220)
    # Of a and b, where nobody saw b, the best is known to be up while a is.
    best = figure(small.availability(services=["front"]), seen(a=FRONT_A), services=services(front()))
    assert interval(best) == (Fraction(216, 220), 1, 1)


def test_a_composite_of_which_nothing_was_seen_is_not_measured() -> None:
    found = measure(OF_PORTAL, facts(), services=services(front(), WHOLE))
    assert set(found.figures.values()) == {None}


def excluded(service: str, begin: int, end: int, unit: str = "", name: str = "X1") -> ExcludedTime:
    """Hours of the 5th."""
    at = [instant(f"2026-10-05 {hour:02}:00") for hour in (begin, end)]
    return ExcludedTime(name, service, unit, at[0], at[1], frozenset())


def after(out: list[ExcludedTime], *composites: dict[str, Any], found: Facts = ALL) -> Fraction | None:
    measured = measure(OF_PORTAL, found, services=services(*composites), left_out=views(out))
    figure = measured.figures[PORTAL, View.AFTER_EXCLUSIONS]
    assert figure is not None
    assert (figure.low, figure.high) == (figure.value, figure.value)
    return figure.value


@pytest.mark.parametrize(
    ("out", "value"),
    [
        # All of 10-13 is left out: an hour on the 6th is lost.
        ([excluded("portal", 10, 13)], Fraction(216, 217)),
        # Both front ends are down until 12, whatever the database did: 12-13 is left out.
        ([excluded("database", 10, 13)], Fraction(216, 219)),
        # The database was down from 11: 10-11 is left out.
        ([excluded("front", 10, 12)], Fraction(216, 219)),
        # While b was down from 10, a could have kept the front up; but from 11 the database was down.
        ([excluded("a", 8, 12)], Fraction(216, 219)),
        # Together they left out could have changed all three hours.
        ([excluded("a", 8, 13), excluded("database", 10, 13, name="X2")], Fraction(216, 217)),
        # While all of the others work the database alone makes the state.
        ([excluded("database", 14, 16)], Fraction(214, 218)),
        # While the database works and b does, a changes nothing.
        ([excluded("a", 14, 16)], Fraction(216, 220)),
        ([excluded("T1", 10, 13)], Fraction(216, 220)),
    ],
)
def test_excluded_time_of_a_member_is_left_out_where_it_could_have_changed_the_state(
    out: list[ExcludedTime], value: Fraction
) -> None:
    assert after(out, front(), WHOLE) == value


def test_excluded_time_of_a_member_of_an_average_leaves_out_its_own_seconds() -> None:
    # a lost 4 of 220 h, b 4: without its 8-12 a has 216 of 216.
    mean = small.composite("mean", combine="average", members=[{"service": "a"}, {"service": "b"}])
    top = small.composite("portal", combine="average", members=[{"service": "mean"}])
    assert after([excluded("a", 8, 12)], mean, top) == Fraction(216 + 216, 216 + 220)
    # Of the average inside, and of all: both lose 8-12, in which b was down from 10.
    for service in ("mean", "portal"):
        assert after([excluded(service, 8, 12)], mean, top) == Fraction(216 + 214, 2 * 216)


def test_excluded_time_of_a_unit_reaches_the_composite_of_units() -> None:
    # North 8-12, south 10-14. Without north 8-10 is left out, and south is down 10-14.
    whole = small.composite("portal", combine="worst", units_of={"service": "T2", "segment": "schools"})
    assert after([excluded("T2", 8, 12, unit="north")], whole, found=SCHOOLS) == Fraction(214, 218)
    assert after([excluded("T2", 8, 14)], whole, found=SCHOOLS) == 1
    assert after([excluded("T2", 8, 14, unit="hall")], whole, found=SCHOOLS) == Fraction(214, 220)


def test_an_outage_of_a_composite_names_the_exclusion_that_leaves_out_time_of_it() -> None:
    for out, names in (
        # 12-13 of the outage 10-13 is left out; of 10-12 nothing is.
        (excluded("database", 10, 13), ["X1", ""]),
        (excluded("database", 10, 11), ["", ""]),
        (excluded("portal", 10, 11), ["X1", ""]),
    ):
        found = measure(OF_PORTAL, ALL, services=services(front(), WHOLE), left_out=views([out]))
        assert found.outages["left_out_by"].to_list() == names


def test_outages_of_a_composite_are_counted_without_the_excluded_time_of_a_member() -> None:
    # Without the database's 12-13 the outage of 10-13 has two hours that count.
    longest = small.outages(measure="longest", services=["portal"], target={"to": "4 h"})
    left_out = views([excluded("database", 10, 13)])
    found = measure(longest, ALL, services=services(front(), WHOLE), left_out=left_out).figures
    values = {view: one.value for (_, view), one in found.items() if one is not None}
    assert values == {View.AS_MEASURED: 3 * HOUR, View.AFTER_EXCLUSIONS: 2 * HOUR}


def test_a_member_delivered_for_a_part_of_the_period_counts_for_that_part() -> None:
    # b from the 6th on: a alone was the front end on the 5th, down from 8 to 12.
    late = [one | ({"first_day": "2026-10-06"} if one["id"] == "b" else {}) for one in services(front())]
    found = figure(small.availability(services=["front"]), ALL, services=late)
    assert found.value == Fraction(216, 220)


# Units ------------------------------------------------------------------------------------------------------


def of_units(**units: Any) -> Facts:
    found = [seen(unit=name, T2=rows) for name, rows in units.items()]
    return facts(
        states=together(*(one.states for one in found)), observed=together(*(one.observed for one in found))
    )


SCHOOLS = of_units(north=FRONT_A, south=FRONT_B, hall=())


@pytest.mark.parametrize(
    ("made_of", "value"),
    [
        # North 8-12, south 10-14; both 10-12. By users 300 to 100, and the hall 600 without loss.
        ({"combine": "worst", "units_of": {"service": "T2", "segment": "schools"}}, 1 - Fraction(6, 220)),
        ({"combine": "best", "units_of": {"service": "T2", "segment": "schools"}}, 1 - Fraction(2, 220)),
        ({"combine": "best", "units_of": {"service": "T2"}}, Fraction(1)),
        ({"combine": "weighted", "units_of": {"service": "T2"}}, 1 - Fraction(4 * 300 + 4 * 100, 220_000)),
        ({"combine": "worst", "members": [{"service": "T2", "unit": "south"}]}, 1 - Fraction(4, 220)),
    ],
)
def test_units_are_combined_like_services(made_of: dict[str, Any], value: Fraction) -> None:
    assert portal(made_of, SCHOOLS).value == value


def test_the_evidence_of_an_average_of_units_names_each_unit() -> None:
    whole = small.composite("portal", combine="average", units_of={"service": "T2"})
    found = measure(OF_PORTAL, SCHOOLS, services=services(whole)).outages
    assert found[["service", "unit"]].to_numpy().tolist() == [["portal", "north"], ["portal", "south"]]


def test_a_composite_is_measured_unit_by_unit_from_the_units_of_its_members() -> None:
    # In each school both must work: north loses 4 h of T1, south 3 h of T1 and at another time 4 h of T2.
    portal_of = small.composite("portal", combine="worst", members=[{"service": "T1"}, {"service": "T2"}])
    found = [
        seen(unit="north", T1=FRONT_A, T2=()),
        seen(unit="south", T1=DATABASE, T2=day(7, 8, 12)),
    ]
    both = facts(
        states=together(*(one.states for one in found)), observed=together(*(one.observed for one in found))
    )
    terms = small.share_of_units(services=["portal"], unit_target={"from": "98 %"})
    measured = measure(terms, both, services=services(portal_of)).figures
    values = {
        scope.unit: one.value for (scope, view), one in measured.items() if view is View.AS_MEASURED and one
    }
    assert values == {"": Fraction(1, 2), "north": 1 - Fraction(4, 220), "south": 1 - Fraction(7, 220)}
    named = {"plain": small.availability_rules(weighting="units")}
    by_facts = measure(
        OF_PORTAL, both, services=services(portal_of), availability_rules=named, units_from_facts=True
    )
    assert {scope.unit for scope, _ in by_facts.figures} == {"", "north", "south"}


def test_a_unit_added_in_the_period_counts_from_its_first_day_to_its_last() -> None:
    # South receives from the 26th (5 of 22 days, 50 h), and was down before; north loses 4 of 220 h.
    units = [
        unit | ({"first_day": "2026-10-26"} if unit["id"] == "south" else {})
        for unit in small.CONTENT["units"]
    ]
    by_units = {"plain": small.availability_rules(weighting="units")}
    found = measure(small.availability(), SCHOOLS, units=units, availability_rules=by_units).figures
    south = found[Scope("T2", "schools", "south"), View.AS_MEASURED]
    schools = found[Scope("T2", "schools"), View.AS_MEASURED]
    assert south is not None
    assert schools is not None
    assert (south.value, south.expected) == (Fraction(1), 100 * 50 * HOUR)
    # 300 users for 220 h of which 4 are lost, 100 users for 50 h.
    assert schools.value == 1 - Fraction(300 * 4, 300 * 220 + 100 * 50)


def test_a_unit_that_left_before_the_period_is_not_in_it() -> None:
    left = [unit | {"last_day": "2026-09-30"} for unit in small.CONTENT["units"]]
    figures = measure(small.share_of_units(), SCHOOLS, units=left).figures
    assert {scope for scope, _ in figures} == {Scope("T2")}
    gone = figures[Scope("T2"), View.AS_MEASURED]
    assert gone is not None
    assert (gone.value, gone.expected) == (None, 0)
