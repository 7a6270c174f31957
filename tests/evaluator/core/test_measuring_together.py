"""Services that are measured together have what each has when it is measured alone."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import FactKind, as_facts
from evaluator.core.facts import ExcludedTime, Facts
from evaluator.core.measuring.indicator import Measured
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.monitored_days import (
    DOWN,
    UP,
    measure,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
    together,
)
from tests.evaluator.core.small_facts import facts, views
from tests.evaluator.core.small_facts import measure as measure_indicator
from tests.evaluator.core.small_facts import observed as observed_of
from tests.evaluator.core.small_facts import states as states_of
from tests.evaluator.core.small_facts import ticket as ticket_of
from tests.evaluator.core.test_availability_laws import any_rules, changes, looks, windows

NAMES = ["a", "b", "c", "d"]
WHOLE = small.composite("whole", combine="worst", members=[{"service": "a"}, {"service": "c"}])
MEAN = small.composite("mean", combine="average", members=[{"service": "b"}, {"service": "whole"}])
ORDER = ["d", "whole", "a", "mean", "b", "nobody", "c"]
"""Two kinds of hours, composites between."""


def services() -> list[dict[str, Any]]:
    hours = dict(zip([*NAMES, "nobody"], ["office", "desk", "office", "desk", "desk"], strict=True))
    plain = [small.CONTENT["services"][1] | {"id": name, "hours": of} for name, of in hours.items()]
    return [*small.CONTENT["services"], *plain, WHOLE, MEAN]


def seen() -> Facts:
    told, looked = [], []
    for number, name in enumerate(NAMES):
        day = f"2026-10-{5 + number:02}"
        for unit in (None, "north"):
            down = [
                ("2026-10-01 00:00", UP),
                (f"{day} {7 + number:02}:30", DOWN),
                (f"{day} {10 + number}:00", UP),
            ]
            told.append(states_of(*down, unit=unit).assign(service=name))
            looked.append(observed_of(("2026-10-01 00:00", None), unit=unit).assign(service=name))
    outage = ticket_of("2026-10-12 09:00", service="d", priority="P1")
    planned = [
        {
            "window": service,
            "service": service,
            "unit": None,
            "starts_at": instant("2026-10-05 08:00"),
            "ends_at": instant("2026-10-05 09:00"),
            "announced_at": None,
        }
        for service in ("a", "mean")
    ]
    frames = {"states": pd.concat(told, ignore_index=True), "observed": pd.concat(looked, ignore_index=True)}
    maintenance = as_facts(FactKind.MAINTENANCE, pd.DataFrame(planned))
    return facts(outage, known_at="2026-11-01 00:00", maintenance=maintenance, **frames)


def measured(names: list[str], terms: dict[str, Any], rules: dict[str, Any]) -> Measured:
    out = [
        ExcludedTime(name, name, "", instant("2026-10-08 10:00"), instant("2026-10-08 12:00"), frozenset())
        for name in ("d", "a")
    ]
    return measure_indicator(
        terms | {"services": names},
        seen(),
        services=services(),
        availability_rules={"plain": small.availability_rules(**rules)},
        left_out=views(out[:1], out[1:]),
    )


OF_TICKETS = {
    "prober": "desk",
    "data": ["desk"],
    "tickets": {"priorities": ["P1"]},
    "begins": {"event": "opened"},
    "ends": {"event": "state", "states": ["resolved"], "which": "first"},
    "longest": "4 h",
    "concerns": "unit",
    "without_ticket": "up",
}


@pytest.mark.parametrize(
    ("terms", "changed"),
    [
        (small.availability(), {}),
        (small.availability(), {"denominator": "wall_clock", "maintenance_monthly_maximum": "30 min"}),
        (small.availability(), {"maintenance_monthly_maximum": "30 min", "shortest_outage": "2 h"}),
        (small.availability(), {"weighting": "units"}),
        (small.availability(), {"outages_from_tickets": OF_TICKETS}),
        (small.share_of_units(), {}),
    ],
)
def test_each_service_has_the_figures_and_outages_it_has_alone(
    terms: dict[str, Any], changed: dict[str, Any]
) -> None:
    every = measured(ORDER, terms, changed)
    alone = [measured([name], terms, changed) for name in ORDER]
    assert list(every.figures.items()) == [item for one in alone for item in one.figures.items()]
    outages = pd.concat([one.outages for one in alone if not one.outages.empty], ignore_index=True)
    pd.testing.assert_frame_equal(every.outages, outages)
    assert {"d", "a"} <= set(outages["service"])


def test_outages_of_each_service_are_its_own() -> None:
    names = [name for name in ORDER if name != "mean"]
    every = measured(names, small.outages(), {})
    alone = [measured([name], small.outages(), {}) for name in names]
    assert list(every.figures.items()) == [item for one in alone for item in one.figures.items()]


WIDE = states((1, UP), (3, DOWN)), observed((0, 5)), spans((2, 4))
"""Facts of the whole service, beside those of units."""
days = st.lists(st.tuples(changes, looks, windows), min_size=1, max_size=4)


@settings(max_examples=25)
@given(days, any_rules, st.permutations(range(4)), st.sampled_from([(), (WIDE,)]))
def test_some_subjects_of_a_timeline_are_a_timeline_of_some_subjects(
    days: list[Any], terms: Any, order: list[int], wide: tuple[Any, ...]
) -> None:
    names = [f"unit{number}" for number in range(len(days))]
    frames = [
        (states(*seen, unit=name), observed(*looked, unit=name), spans(*planned, unit=name))
        for (seen, looked, planned), name in zip(days, names, strict=True)
    ]
    told, looked, planned = (together(*of_kind) for of_kind in zip(*frames, *wide, strict=True))
    places = np.array([place for place in order if place < len(days)][:2])
    of = subjects(*names, users=10)
    some = of.iloc[places].reset_index(drop=True)
    whole = timeline(told, looked, terms, of=of, maintenance=planned, known_at=6)
    alone = timeline(told, looked, terms, of=some, maintenance=planned, known_at=6)
    taken = measure(whole.of_subjects(places), window=(0, 6))
    expected = measure(alone, window=(0, 6))
    assert taken.amounts == expected.amounts
    pd.testing.assert_frame_equal(taken.outages, expected.outages)


def test_timelines_keep_what_each_prober_of_a_subject_saw() -> None:
    terms = rules(probers={"decides": "at_least", "at_least": 2, "order": []})
    frames = [
        (states((0, UP), (hour, DOWN), prober=prober, unit=unit), observed((0, 24), prober=prober, unit=unit))
        for unit, prober, hour in (("n", "p", 4), ("n", "q", 6), ("s", "r", 2), ("s", "t", 8), ("s", "u", 10))
    ]
    told, looked = (together(*of_kind) for of_kind in zip(*frames, strict=True))
    line = timeline(told, looked, terms, of=subjects("n", "s"))
    # Two of two from 6; two of three from 8.
    assert [found.available for found in measure(line).amounts] == [6 * 3600, 8 * 3600]
    south = line.of_subjects(np.array([1]))
    assert south.tracks.prober.size == 3
    assert [found.available for found in measure(south).amounts] == [8 * 3600]
