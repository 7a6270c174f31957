"""Clocks and availability against slow walks through their events and the day."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from evaluator.core.clock.cycles import ClockHours, run_cycles
from tests.evaluator.core.clock_runs import HOURS, WORKING_DAYS, t
from tests.evaluator.core.random_clocks import any_life, any_terms, expected_cycles, found_cycles, frames_of
from tests.evaluator.core.test_availability_laws import Day, _walk, days, found
from tests.prove.figures import tell

pytestmark = pytest.mark.prove

SEED = 20_261_122
CELL = 900
DEFINITIONS, TICKETS_OF_A_DEFINITION = 1_000, 100
DAYS_WALKED = 2_000


@dataclass(frozen=True)
class ClocksCompared:
    """How many cycles of random tickets differed from following each ticket by hand."""

    changes: int
    cycles: int
    differing: int


def compared_clocks(chance: np.random.Generator) -> ClocksCompared:
    """Hold one random definition of a clock against the walk from change to change."""
    terms, groups = any_terms(chance), chance.integers(0, 2, TICKETS_OF_A_DEFINITION)
    lives = [any_life(chance) for _ in range(TICKETS_OF_A_DEFINITION)]
    at = int(chance.integers(t("10 00:00"), t("28 00:00")))
    frame, rows = frames_of(lives)
    hours = ClockHours(HOURS, WORKING_DAYS, groups, WORKING_DAYS)
    found = found_cycles(run_cycles(frame, rows, terms, hours, at))
    pairs = zip(lives, groups, found, strict=True)
    differing = sum(one != expected_cycles(life, int(group), terms, at) for life, group, one in pairs)
    return ClocksCompared(len(rows), sum(map(len, found)), differing)


def test_random_tickets_under_random_clocks_agree_with_following_each_of_them_by_hand() -> None:
    chance = np.random.default_rng(SEED + 1)
    compared = [compared_clocks(chance) for _ in range(DEFINITIONS)]
    tell(
        "clocks",
        tickets=DEFINITIONS * TICKETS_OF_A_DEFINITION,
        changes=sum(one.changes for one in compared),
        cycles=sum(one.cycles for one in compared),
        definitions=DEFINITIONS,
        differing=sum(one.differing for one in compared),
    )
    assert sum(one.differing for one in compared) == 0


def test_random_days_of_monitoring_agree_with_walking_them_quarter_by_quarter() -> None:
    walked_days = 0

    @settings(
        max_examples=DAYS_WALKED,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(days)
    def walk_one(day: Day) -> None:
        nonlocal walked_days
        terms = day["terms"]
        assume(terms.nominal_hours is None and terms.weighting == "none")
        # The walk knows one prober alone, of which two never agree.
        assume(terms.probers is None or terms.probers.at_least != 2)
        (amounts,) = found(day).amounts
        available, denominator = _walk(day, terms)
        assert (amounts.available, amounts.denominator) == (available * CELL, denominator * CELL)
        walked_days += 1

    walk_one()
    assert walked_days >= DAYS_WALKED
    tell("availability", days=walked_days, differing=0)
