"""The table of targets: in how many months of history each limit and target would have been met."""

from fractions import Fraction
from typing import Any

import pytest

from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.follow_up.target_table import TargetTable
from evaluator.core.follow_up.targets import in_seconds
from evaluator.target_table import Tries, try_targets
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    RESOLVED,
    agreed,
    contract_content,
    exclusion,
    incident,
    monitoring,
    tickets,
)

HOUR = 3600
MONTHS = ["2026-08", "2026-09", "2026-10", "2026-12"]


def save_autumn(database: Database) -> int:
    """August: 2 h and 4 h. September: 2 h and 9 h. October: 10 h. T3 was watched in October."""
    hours = {"08": (2, 4), "09": (2, 9), "10": (10,)}
    incidents = [
        incident(f"{month}-{used}", f"2026-{month}-05 08:00", (f"2026-{month}-05 {8 + used:02}:00", RESOLVED))
        for month, many in hours.items()
        for used in many
    ]
    save(database, tickets(*incidents), at=COLLECTED, complete=True)
    save(database, monitoring(), at=COLLECTED, source="monitoring")
    return read_horizon(database)


def table(database: Database, indicator: str = "P2", *exclusions: Any, **asked: Any) -> TargetTable:
    content = contract_content()
    content["indicators"][2]["data"] = ["monitoring"]
    version = agreed(content).latest
    horizon = save_autumn(database)
    tries = Tries(indicator, **asked)
    return try_targets(database, version, exclusions, tries, MONTHS, horizon, lambda _: None)


def test_each_limit_and_target_says_in_how_many_months_it_would_have_been_met(database: Database) -> None:
    # Within 8 h: 2 of 2, 1 of 2, none of 1; within 9 h: 2 of 2, 2 of 2, none of 1.
    found = table(
        database,
        limits=(in_seconds(8 * HOUR), in_seconds(9 * HOUR)),
        ends=(Fraction(1, 2), Fraction(9, 10)),
    )
    tried = [(one.limit and one.limit.time, one.end, one.met, one.missed) for one in found.tried]
    assert tried == [
        (8 * HOUR, Fraction(1, 2), 2, 1),
        (8 * HOUR, Fraction(9, 10), 1, 2),
        (9 * HOUR, Fraction(1, 2), 2, 1),
        (9 * HOUR, Fraction(9, 10), 2, 1),
    ]
    assert (found.periods, found.months_without_facts) == (("2026-08", "2026-09", "2026-10"), ("2026-12",))


def test_what_cases_used_is_told_by_percentiles_and_against_each_limit(sqlite_database: Database) -> None:
    # 2, 2, 4, 9 and 10 h: half are within 4 h, nine of ten within 10 h; four of five within 9 h.
    [used] = table(sqlite_database, limits=(in_seconds(9 * HOUR),)).used
    assert (used.service, used.cases) == ("T1", 5)
    assert list(used.percentiles) == [Fraction(4 * HOUR), Fraction(10 * HOUR)]
    assert used.within == ((in_seconds(9 * HOUR), 4, 1, 0),)


def test_a_false_alarm_is_the_chance_that_so_many_cases_miss_for_a_better_supplier(
    sqlite_database: Database,
) -> None:
    # The median of 2, 2 and 1 cases is 2. At least 90 % of two is both; truly 95 %: 1 - 0.95² = 9.75 %.
    [one] = table(sqlite_database, limits=(in_seconds(8 * HOUR),), ends=(Fraction(9, 10),)).tried
    assert one.cases == 2
    assert one.false_alarm == pytest.approx(0.0975)


def test_without_a_wish_limits_and_targets_around_the_own_ones_are_tried(sqlite_database: Database) -> None:
    found = table(sqlite_database)
    assert {one.limit.time for one in found.tried if one.limit} == {h * HOUR for h in (4, 6, 8, 10, 12)}
    assert Fraction(9, 10) in {one.end for one in found.tried}


def test_an_agreed_exclusion_leaves_its_ticket_out(sqlite_database: Database) -> None:
    agreed_one = exclusion("E1", "accepted", tickets=["10-10"])
    found = table(sqlite_database, "P2", agreed_one, limits=(in_seconds(8 * HOUR),), ends=(Fraction(9, 10),))
    # October has no case left, and can be judged no more.
    [one] = found.tried
    assert (one.met, one.missed, one.unknown) == (1, 1, 1)
    assert found.used[0].cases == 4


def test_a_month_that_cannot_be_judged_is_counted_apart_and_never_as_met(sqlite_database: Database) -> None:
    # T3 was watched in October alone, and was down for 8 of 742 h that count: 98.9 %.
    found = table(sqlite_database, "availability", ends=(Fraction(98, 100), Fraction(99, 100)))
    assert [(one.met, one.missed, one.unknown) for one in found.tried] == [(1, 0, 2), (0, 1, 2)]
    assert [one.false_alarm for one in found.tried] == [None, None]
    assert found.used == ()


def test_an_indicator_that_nothing_measured_was_met_in_no_month(sqlite_database: Database) -> None:
    found = table(sqlite_database, "calls", ends=(Fraction(9, 10),))
    assert [(one.met, one.missed, one.cases) for one in found.tried] == [(0, 0, 0)]
    assert found.months_without_facts == tuple(MONTHS)


def test_a_quarter_is_looked_at_in_the_month_that_ends_it(sqlite_database: Database) -> None:
    content = contract_content()
    content["indicators"][0]["period"] = "quarter"
    horizon = save_autumn(sqlite_database)
    version = agreed(content).latest
    found = try_targets(sqlite_database, version, (), Tries("P2"), MONTHS, horizon, lambda _: None)
    assert found.periods == ("2026-09",)
