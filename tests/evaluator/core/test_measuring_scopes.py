"""Every kind of ticket indicator has outcomes for services, segments and units; percentiles with bounds."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluator.core.outcomes import Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    RESOLVED,
    T1,
    WHOLE,
    Ticket,
    facts,
    measure,
    ticket,
    views,
    without,
)

SCHOOLS, OFFICES = Scope("T1", "schools"), Scope("T1", "offices")
NORTH, SOUTH = Scope("T1", "schools", "north"), Scope("T1", "schools", "south")
HALL = Scope("T1", "offices", "hall")


def solved(hours: int, unit: str | None, **more: Any) -> Ticket:
    """Opened on Monday 5 October 2026 when the desk opens at 07, solved so many hours later."""
    return ticket("2026-10-05 07:00", (f"2026-10-05 {7 + hours:02}:00", RESOLVED), unit=unit, **more)


def values(terms: dict[str, Any], *tickets: Ticket) -> dict[Scope, Any]:
    found = measure(terms, facts(*tickets)).figures
    return {scope: one.value for (scope, view), one in found.items() if view is View.AS_MEASURED and one}


FOUR = (solved(1, "north"), solved(3, "south"), solved(8, "hall"), solved(4, None))
HOUR = 3600


@pytest.mark.parametrize(
    ("kind", "expected"),
    # Mean of 1, 3, 8, 4 h; the median of all, 3.5 h; all opened; all in time.
    [
        (small.mean, [4 * HOUR, 2 * HOUR, 8 * HOUR, HOUR, 3 * HOUR, 8 * HOUR]),
        (
            lambda: small.percentile(percentile="50 %"),
            [7 * HOUR / 2, 2 * HOUR, 8 * HOUR, HOUR, 3 * HOUR, 8 * HOUR],
        ),
        (lambda: small.count(tickets={}, that=[], clock=None, month_of="opened"), [4, 2, 1, 1, 1, 1]),
        (small.time_within_target, [1, 1, 1, 1, 1, 1]),
    ],
)
def test_every_kind_has_its_segments_and_units(
    kind: Callable[[], dict[str, Any]], expected: list[float]
) -> None:
    found = values(kind(), *FOUR)
    assert len(found) == 6
    assert [found[scope] for scope in (T1, SCHOOLS, OFFICES, NORTH, SOUTH, HALL)] == expected


def test_services_together_have_segments_and_units_too() -> None:
    terms = small.mean(services=["T1", "T2"], measured="together")
    found = values(terms, solved(1, "north"), solved(3, "north", service="T2"))
    # An hour at the desk from 07, and three at the office.
    assert found == {
        WHOLE: 2 * HOUR,
        Scope("", "schools"): 2 * HOUR,
        Scope("", "schools", "north"): 2 * HOUR,
    }


@pytest.mark.parametrize("kind", [small.mean, small.count])
def test_a_ticket_of_an_unknown_service_widens_the_whole_and_no_part_of_it(
    kind: Callable[..., dict[str, Any]],
) -> None:
    terms = kind(tickets={})
    known = [solved(1, "north"), solved(1, "north", service="T9")]
    found = measure(terms, facts(*known)).figures
    expected = {
        scope: one.expected for (scope, view), one in found.items() if view is View.AS_MEASURED and one
    }
    assert expected == {T1: 2, SCHOOLS: 1, NORTH: 1}


# --- Confidence of a percentile, and of a mean


def confidence(terms: dict[str, Any], *tickets: Ticket, **how: Any) -> dict[tuple[Scope, View], Any]:
    return measure(terms, facts(*tickets), **how).confidence


MEDIAN = small.percentile(percentile="50 %")


def test_a_median_of_six_lies_between_the_shortest_and_the_longest() -> None:
    found = confidence(MEDIAN, *(solved(hours, "north") for hours in (1, 2, 3, 4, 5, 6)))
    assert found[T1, View.AS_MEASURED] == (HOUR, 6 * HOUR)
    assert found[NORTH, View.AS_MEASURED] == (HOUR, 6 * HOUR)


def test_five_cases_have_no_confidence() -> None:
    found = confidence(MEDIAN, *(solved(hours, None) for hours in (1, 2, 3, 4, 5)))
    assert found[T1, View.AFTER_EXCLUSIONS] is None


def test_each_view_has_the_confidence_of_its_own_cases() -> None:
    seven = [solved(hours, None) for hours in (1, 2, 3, 4, 5, 6, 7)]
    found = confidence(MEDIAN, *seven, left_out=views([without(7)]))
    # Of seven the first and last as well: P(B < 2) = 8/128 = 6.3 %.
    assert found[T1, View.AS_MEASURED] == (HOUR, 7 * HOUR)
    assert found[T1, View.AFTER_EXCLUSIONS] == (HOUR, 6 * HOUR)


def test_a_month_that_nobody_observed_has_no_confidence() -> None:
    assert confidence(MEDIAN) == {}


def test_a_contract_may_take_the_bootstrap_instead() -> None:
    # Ten of 1 to 10 h: the exact bounds are the second and the ninth; the fifth and sixth of a resample lie
    # between the second and the ninth as well, the fifth alone between the second and the eighth.
    ten = [solved(hours, None) for hours in range(1, 11)]
    terms = {"percentile": "50 %", "method": "nearest_rank"}
    exact, bootstrap = (
        confidence(small.percentile(interval=interval, **terms), *ten)[T1, View.AS_MEASURED]
        for interval in ("exact", "bootstrap")
    )
    assert exact == (2 * HOUR, 9 * HOUR)
    assert bootstrap == (2 * HOUR, 8 * HOUR)


def test_a_mean_has_the_confidence_of_its_known_cases() -> None:
    # Five of 1 h and five of 3 h: 2 h -/+ 0.75 x 1 h (test_bootstrap: of two values).
    ten = [solved(hours, "north") for hours in (1, 3) * 5]
    found = confidence(small.mean(), *ten, left_out=views([without(1)]))
    assert found[T1, View.AS_MEASURED] == (4500, 9900)
    assert found[NORTH, View.AS_MEASURED] == (4500, 9900)
    assert found[T1, View.AFTER_EXCLUSIONS] is None


def test_other_kinds_take_theirs_from_their_figure() -> None:
    assert confidence(small.count(), *FOUR) == {}
