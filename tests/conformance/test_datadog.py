"""Datadog: transitions of monitors, and the union of the groups of one."""

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from collector.records import ServiceState
from tests.conformance.availability import Change, instant, measure, percent, preset, seen, states
from tests.conformance.harness import cases, wrong_in
from tests.shared_material import shared

FILE = "datadog_slo_history"
OVERALL = "overall (monitor with groups: down while any group is down)"
TOLERANCE = Fraction(2, 100_000)
"""Of what is published in single precision."""


@pytest.mark.parametrize("case", cases(FILE))
def test_transitions_have_the_uptime_that_datadog_publishes(case: Any) -> None:
    assert wrong_in(FILE, case, answer, near) == {}


def test_the_overall_is_the_worst_of_its_groups_at_every_instant() -> None:
    found = json.loads(shared(f"conformance/{FILE}.json").read_text(encoding="utf-8"))["cases"]
    by_name = {case["name"]: case for case in found}
    whole = by_name.pop(OVERALL)
    groups = {name: changes_of(case["input"]) for name, case in by_name.items()}
    together = measure(
        pd.concat([states(changes, name) for name, changes in groups.items()]),
        pd.concat([seen(changes, name) for name, changes in groups.items()]),
        preset("strict", denominator="wall_clock"),
        window_of(whole["input"]),
    )
    assert int(together.outages["counted_seconds"].sum()) == whole["expected"]["downtime_seconds"]


def answer(given: dict[str, Any]) -> dict[str, Any]:
    changes = changes_of(given)
    found = measure(
        states(changes), seen(changes), preset("strict", denominator="wall_clock"), window_of(given)
    )
    down = found.amounts[0].denominator - found.amounts[0].available
    return {"uptime_percent": percent(found), "downtime_seconds": down}


def window_of(given: dict[str, Any]) -> tuple[int, int]:
    return instant(given["start"]), instant(given["end"])


def changes_of(given: dict[str, Any]) -> list[Change]:
    changes = [(instant(one["time"]), ServiceState[one["state"].upper()]) for one in given["state_changes"]]
    assert all(before < after for (before, _), (after, _) in pairwise(changes))
    return changes


def near(ours: Any, theirs: Any) -> bool:
    return bool(abs(ours - Fraction(theirs)) <= TOLERANCE)
