"""Availability and share of units end to end in the core: from states and observed intervals to figures.

T2 works Monday to Friday 07-17 but holidays; October 2026 has 22 such days, 220 hours.
"""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from collector.records import FactKind, as_facts
from evaluator.core.facts import ExcludedTime, Facts
from evaluator.core.outcomes import Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    DOWN,
    FIRST_OF_NOVEMBER,
    FIRST_OF_OCTOBER,
    T1,
    T2,
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
OPEN = 220 * HOUR
BY_UNITS = {"availability_rules": {"plain": small.availability_rules(weighting="units")}}
NORTH, SOUTH = Scope("T2", "schools", "north"), Scope("T2", "schools", "south")


def seen(*rows: Any, **more: Any) -> Facts:
    """T2 was looked at all October, and was up but for `rows`."""
    return facts(
        states=states((FIRST_OF_OCTOBER, UP), *rows), observed=observed((FIRST_OF_OCTOBER, None)), **more
    )


TWO_HOURS_DOWN = (("2026-10-05 15:00", DOWN), ("2026-10-05 23:00", UP))
"""Of the eight, 15-17 are service hours."""


def test_what_counts_is_the_part_of_an_outage_inside_the_hours_of_the_service() -> None:
    found = figure(small.availability(), seen(*TWO_HOURS_DOWN))
    assert interval(found) == (Fraction(218, 220), Fraction(218, 220), Fraction(218, 220))
    assert (found.known, found.expected) == (OPEN, OPEN)


def test_an_outage_over_the_end_of_the_month_is_split() -> None:
    # field.md G12. From Friday 30 October 12:00 to Monday 2 November 12:00: 5 h in each month.
    found = seen(("2026-10-30 12:00", DOWN), ("2026-11-02 12:00", UP))
    for period, hours in (("2026-10", 220), ("2026-11", 210)):
        assert figure(small.availability(), found, period=period).value == Fraction(hours - 5, hours)


def test_an_outage_still_open_counts_until_what_is_known() -> None:
    # Known until Monday 5 October 12:00: 2 days of 10 h and 5 h on Monday, 2 of them down.
    found = figure(small.availability(), seen(("2026-10-05 10:00", DOWN), known_at="2026-10-05 12:00"))
    assert (found.value, found.expected) == (Fraction(23, 25), 25 * HOUR)


def test_time_nobody_looked_at_is_unknown_and_widens_the_interval() -> None:
    # Looked at from the 12th: 15 of 22 days. Unknown is left out of the value, and bounds 150/220 to 220/220.
    looked = facts(
        states=states((FIRST_OF_OCTOBER, UP)), observed=observed(("2026-10-12 00:00", FIRST_OF_NOVEMBER))
    )
    found = figure(small.availability(), looked)
    assert interval(found) == (Fraction(150, 220), 1, 1)
    assert found.completeness == Fraction(150, 220)


def test_a_service_nobody_looked_at_is_not_measured() -> None:
    assert measure(small.availability(), facts()).figures == {
        (T2, View.AS_MEASURED): None,
        (T2, View.AFTER_EXCLUSIONS): None,
    }


def test_a_period_that_lies_ahead_is_not_measured() -> None:
    found = measure(small.availability(), seen(known_at="2026-10-01 00:00"))
    assert set(found.figures.values()) == {None}


def test_a_service_is_measured_from_its_first_day_to_its_last() -> None:
    # field.md G13. Delivered 5-9 October: 50 h, of which the 2 h of Monday are lost.
    part = small.CONTENT["services"][1] | {"first_day": "2026-10-05", "last_day": "2026-10-09"}
    services = [small.CONTENT["services"][0], part]
    found = figure(small.availability(), seen(*TWO_HOURS_DOWN), services=services)
    assert (found.value, found.expected) == (Fraction(48, 50), 50 * HOUR)


def test_the_last_day_lasts_until_midnight_when_it_has_25_hours() -> None:
    # Around the clock, delivered on Sunday 25 October only, when the clock goes back.
    one_day = small.CONTENT["services"][1] | {"first_day": "2026-10-25", "last_day": "2026-10-25"}
    rules = {"plain": small.availability_rules(denominator="wall_clock")}
    services = [small.CONTENT["services"][0], one_day]
    found = figure(small.availability(), seen(), services=services, availability_rules=rules)
    assert found.expected == 25 * HOUR


def test_a_period_without_service_hours_has_no_value_and_is_not_unmeasured() -> None:
    closed = small.hours("07:00", "17:00", closed=[{"first": "2026-10-01", "last": "2026-10-31"}])
    hours = {"desk": small.hours("07:00", "18:00"), "office": closed}
    found = figure(small.availability(), seen(), service_hours=hours)
    assert (found.value, found.expected) == (None, 0)


def test_agreed_maintenance_is_left_out_and_unannounced_is_not() -> None:
    def maintenance(announced: str) -> pd.DataFrame:
        window = {
            "window": "W1",
            "service": "T2",
            "unit": None,
            "starts_at": instant("2026-10-05 15:00"),
            "ends_at": instant("2026-10-05 17:00"),
            "announced_at": instant(announced),
        }
        return as_facts(FactKind.MAINTENANCE, pd.DataFrame([window]))

    rules = {"plain": small.availability_rules(maintenance_notice_working_days=2)}
    # Announced on Thursday the 1st, Friday and Monday are two working days; on Friday only Monday is left.
    for announced, value in (("2026-10-01 09:00", Fraction(1)), ("2026-10-02 09:00", Fraction(218, 220))):
        found = seen(*TWO_HOURS_DOWN, maintenance=maintenance(announced))
        assert figure(small.availability(), found, availability_rules=rules).value == value


def test_vector_6_availability_by_users_in_november() -> None:
    # domain.md 8.5: 21 days, 12 600 min; 90 min for all users and 120 min for a quarter of them.
    # Unweighted 12 390 / 12 600 = 98.33 %, weighted 12 480 / 12 600 = 99.05 %.
    found = facts(
        states=states(
            (FIRST_OF_NOVEMBER, UP),
            ("2026-11-04 09:00", DOWN, 1000),
            ("2026-11-04 10:30", UP),
            ("2026-11-18 13:00", DOWN, 250),
            ("2026-11-18 15:00", UP),
        ),
        observed=observed((FIRST_OF_NOVEMBER, None)),
    )
    for weighting, minutes in (("none", 12_390), ("users_affected", 12_480)):
        rules = {"plain": small.availability_rules(weighting=weighting)}
        value = figure(small.availability(), found, period="2026-11", availability_rules=rules).value
        assert value == Fraction(minutes, 12_600)


def test_half_a_year_is_measured_over_all_its_months() -> None:
    # A nominal length of 180 h a month, six months: 1080 h, 2 of them lost.
    rules = {"plain": small.availability_rules(denominator="nominal", nominal_hours=180)}
    terms = small.availability(period="half_year")
    found = facts(
        states=states(("2026-07-01 00:00", UP), *TWO_HOURS_DOWN),
        observed=observed(("2026-07-01 00:00", None)),
        known_at="2027-01-01 00:00",
    )
    value = figure(terms, found, period="2026-12", availability_rules=rules).value
    assert value == Fraction(1078, 1080)


# Units ------------------------------------------------------------------------------------------------------


def units(*, south: tuple[Any, ...] = ()) -> Facts:
    """North was down for 2 h, south as given, the hall never."""
    looked = [observed((FIRST_OF_OCTOBER, None), unit=unit) for unit in ("north", "south", "hall")]
    return facts(
        states=together(
            states((FIRST_OF_OCTOBER, UP), *TWO_HOURS_DOWN, unit="north"),
            states((FIRST_OF_OCTOBER, UP), *south, unit="south"),
            states((FIRST_OF_OCTOBER, UP), unit="hall"),
        ),
        observed=together(*looked),
    )


def test_units_weigh_by_their_users() -> None:
    # 300 of 1000 users lost 2 h of 220: 1 - 600/220 000. Of the 400 in schools: 1 - 600/88 000.
    found = measure(small.availability(), units(), **BY_UNITS).figures
    values = {
        scope: figure.value
        for (scope, view), figure in found.items()
        if view is View.AS_MEASURED and figure is not None
    }
    assert values == {
        T2: 1 - Fraction(600, 220_000),
        NORTH: Fraction(218, 220),
        SOUTH: 1,
        Scope("T2", "offices", "hall"): 1,
        Scope("T2", "schools"): 1 - Fraction(600, 88_000),
        Scope("T2", "offices"): 1,
    }


def test_a_unit_nobody_looked_at_is_not_measured_beside_those_that_were() -> None:
    only_north = facts(
        states=states((FIRST_OF_OCTOBER, UP), unit="north"),
        observed=observed((FIRST_OF_OCTOBER, None), unit="north"),
    )
    found = measure(small.availability(), only_north, **BY_UNITS).figures
    assert found[SOUTH, View.AS_MEASURED] is None
    whole = found[T2, View.AS_MEASURED]
    assert whole is not None
    assert whole.completeness == Fraction(300, 1000)


@pytest.mark.parametrize("treat_as", ["up", "down", "exclude"])
def test_a_segment_nobody_looked_at_is_not_measured_whatever_is_assumed_of_it(treat_as: str) -> None:
    only_hall = facts(
        states=states((FIRST_OF_OCTOBER, UP), unit="hall"),
        observed=observed((FIRST_OF_OCTOBER, None), unit="hall"),
    )
    rules = small.availability_rules(weighting="units", unknown={"treat_as": treat_as})
    found = measure(small.availability(), only_hall, availability_rules={"plain": rules}).figures
    assert found[Scope("T2", "schools"), View.AS_MEASURED] is None
    offices = found[Scope("T2", "offices"), View.AS_MEASURED]
    assert offices is not None
    assert offices.value == 1


def test_the_share_of_units_counts_those_of_the_segment_that_reached_the_level() -> None:
    # North had 99.09 %, south lost 3 h: 98.64 %. The hall is no school.
    south = (("2026-10-06 09:00", DOWN), ("2026-10-06 12:00", UP))
    found = measure(small.share_of_units(), units(south=south))
    whole = found.figures[T2, View.AS_MEASURED]
    assert whole is not None
    assert interval(whole) == (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
    assert {scope for scope, _ in found.figures} == {T2, NORTH, SOUTH}


def test_units_can_be_those_that_the_facts_name() -> None:
    # The contract's own units are not asked; each of the three seen weighs the same, from when it was seen.
    found = figure(small.availability(), units(), **BY_UNITS, units=[], units_from_facts=True)
    assert found.value == Fraction(658, 660)
    later = facts(
        states=states(("2026-10-05 00:00", UP), unit="annex"),
        observed=observed((FIRST_OF_OCTOBER, None), unit="annex"),
    )
    assert figure(small.availability(), later, **BY_UNITS, units_from_facts=True).expected == OPEN - 20 * HOUR


def test_without_facts_there_are_no_units_to_measure() -> None:
    found = measure(small.availability(), facts(), **BY_UNITS, units_from_facts=True)
    assert set(found.figures.values()) == {None}


# Exclusions -------------------------------------------------------------------------------------------------


def excluded(unit: str = "", service: str = "T2", name: str = "X1", **more: Any) -> ExcludedTime:
    terms = {
        "starts_at": instant("2026-10-05 15:00"),
        "ends_at": instant("2026-10-05 16:00"),
        "indicators": frozenset[str](),
    }
    return ExcludedTime(exclusion=name, service=service, unit=unit, **(terms | more))


def values(found: dict[Any, Any], scope: Scope = T2) -> dict[View, Fraction]:
    return {view: figure.value for (of, view), figure in found.items() if of == scope}


def test_excluded_time_leaves_numerator_and_denominator_in_its_view_only() -> None:
    # 15-16 of 15-17 is left out: 218 of 219 h.
    found = measure(small.availability(), seen(*TWO_HOURS_DOWN), left_out=views([excluded()]))
    assert values(found.figures) == {
        View.AS_MEASURED: Fraction(218, 220),
        View.AFTER_EXCLUSIONS: Fraction(218, 219),
    }
    assert found.outages["left_out_by"].to_list() == ["X1"]


def test_pending_time_shows_a_third_value() -> None:
    pending = excluded(name="X2", starts_at=instant("2026-10-05 16:00"), ends_at=instant("2026-10-05 17:00"))
    left_out = views([excluded()], pending=[pending])
    found = measure(small.availability(), seen(*TWO_HOURS_DOWN), left_out=left_out)
    assert values(found.figures) == {
        View.AS_MEASURED: Fraction(218, 220),
        View.AFTER_EXCLUSIONS: Fraction(218, 219),
        View.IF_PENDING_ACCEPTED: 1,
    }


def test_only_pending_time_leaves_the_agreed_view_as_measured() -> None:
    left_out = views(pending=[excluded()])
    found = measure(small.availability(), seen(*TWO_HOURS_DOWN), left_out=left_out)
    assert values(found.figures) == {
        View.AS_MEASURED: Fraction(218, 220),
        View.AFTER_EXCLUSIONS: Fraction(218, 220),
        View.IF_PENDING_ACCEPTED: Fraction(218, 219),
    }


def test_time_of_another_service_or_indicator_is_not_left_out_here() -> None:
    for other in (excluded(service="T1"), excluded(indicators=frozenset({"OTHER"}))):
        found = measure(small.availability(), seen(*TWO_HOURS_DOWN), left_out=views([other]))
        assert set(values(found.figures).values()) == {Fraction(218, 220)}
        assert found.outages["left_out_by"].to_list() == [""]


def test_time_of_one_unit_leaves_the_others_alone() -> None:
    south = TWO_HOURS_DOWN
    left_out = views([excluded(unit="north")])
    found = measure(small.availability(), units(south=south), left_out=left_out, **BY_UNITS)
    assert values(found.figures, NORTH)[View.AFTER_EXCLUSIONS] == Fraction(218, 219)
    assert values(found.figures, SOUTH)[View.AFTER_EXCLUSIONS] == Fraction(218, 220)
    named = dict(zip(found.outages["unit"], found.outages["left_out_by"], strict=True))
    assert named == {"north": "X1", "south": ""}


def test_an_exclusion_that_touches_no_outage_is_named_by_none() -> None:
    next_day = excluded(starts_at=instant("2026-10-06 09:00"), ends_at=instant("2026-10-06 10:00"))
    found = measure(small.availability(), seen(*TWO_HOURS_DOWN), left_out=views([next_day]))
    assert found.outages["left_out_by"].to_list() == [""]
    assert values(found.figures)[View.AFTER_EXCLUSIONS] == Fraction(217, 219)


def test_an_outage_still_open_names_its_exclusion_too() -> None:
    found = measure(
        small.availability(), seen(("2026-10-05 15:00", DOWN)), left_out=views([excluded()])
    ).outages
    assert found["left_out_by"].to_list() == ["X1"]
    assert found["ends_at"].isna().all()


def test_the_evidence_says_where_when_and_how_long() -> None:
    (row,) = measure(small.availability(), seen(*TWO_HOURS_DOWN)).outages.to_dict("records")
    assert (row["indicator"], row["service"], row["unit"], row["segment"]) == ("K", "T2", "", "")
    assert (row["starts_at"], row["ends_at"]) == (instant("2026-10-05 15:00"), instant("2026-10-05 23:00"))
    assert (row["state"], row["counted"]) == ("down", 2 * HOUR)


def test_each_service_is_measured_in_its_own_hours() -> None:
    # Only T2 was looked at.
    found = measure(small.availability(services=["T1", "T2"]), seen(*TWO_HOURS_DOWN)).figures
    assert found[T1, View.AFTER_EXCLUSIONS] is None
    assert found[T2, View.AFTER_EXCLUSIONS] is not None
