"""What the linter finds of sources, clocks and priorities."""

from typing import Any

import pytest

from evaluator.core.lint.examined import SourceGives
from evaluator.core.lint.sources_that_cannot import FIGURES, STATES, TICKETS
from tests.evaluator.core.lint.looking import findings, found_of, only_one
from tests.evaluator.small_contract import (
    CONTENT,
    availability,
    availability_rules,
    clock,
    contract,
    count,
    imported,
    lead_time,
    mean,
    periodic_duty,
    rate,
    share,
    survey_index,
    time_within_target,
)


def test_an_availability_from_a_source_of_tickets_is_found() -> None:
    given = {"desk": SourceGives(TICKETS), "probe": SourceGives(STATES)}
    [finding] = findings(contract(availability()), "L05", given)
    assert finding.found == "K is measured from states of services, and none of its sources gives any"
    assert finding.arithmetic == "desk gives tickets; sources that give states of services: probe"


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        (availability(), STATES),
        (time_within_target(), TICKETS),
        (imported(), FIGURES),
        (survey_index(), FIGURES),
        (periodic_duty(), FIGURES),
    ],
    ids=["availability", "tickets", "imported", "survey", "periodic duty"],
)
def test_an_indicator_with_a_source_of_its_kind_is_left_alone(terms: dict[str, Any], kind: str) -> None:
    assert findings(contract(terms), "L05", {"desk": SourceGives(kind)}) == []
    assert len(findings(contract(terms), "L05", {"desk": SourceGives("maintenance windows")})) == 1


def test_a_source_of_which_nothing_is_known_is_not_judged() -> None:
    assert found_of("L05", availability()) == []


def test_tickets_may_tell_of_outages_where_the_contract_lets_them() -> None:
    told = {
        "prober": "desk",
        "data": ["desk"],
        "tickets": {},
        "begins": {"event": "opened"},
        "ends": {"event": "state", "states": ["resolved"], "which": "first"},
        "longest": "2 d",
        "concerns": "service",
        "without_ticket": "up",
    }
    terms = contract(
        availability(), availability_rules={"plain": availability_rules(outages_from_tickets=told)}
    )
    assert findings(terms, "L05", {"desk": SourceGives(TICKETS)}) == []


def test_the_volume_of_a_rate_needs_measurements() -> None:
    volume = {"of": "measurement", "measure": "calls", "data": ["desk"]}
    [finding] = findings(contract(rate(volume=volume)), "L05", {"desk": SourceGives(TICKETS)})
    assert finding.path == ("indicators", 0, "volume", "data")


def states(*given: str) -> dict[str, SourceGives]:
    return {"desk": SourceGives(TICKETS, states=frozenset(given))}


def test_a_clock_that_no_word_of_the_source_stops_or_runs_is_found() -> None:
    [stops] = findings(contract(time_within_target()), "L17", states("active", "waiting_user"))
    assert stops.path == ("clocks", "resolution", "stops_in")
    assert stops.found == "the clock resolution can never stop"
    assert stops.arithmetic == (
        "it asks for resolved, closed; states that the mappings give: active, waiting_user"
    )
    [runs] = findings(contract(time_within_target()), "L17", states("waiting_user", "closed"))
    assert runs.path == ("clocks", "resolution", "runs_in")


def test_a_clock_that_no_word_of_the_source_pauses_is_found() -> None:
    [finding] = findings(contract(time_within_target()), "L17", states("active", "closed"))
    assert finding.found == "the clock resolution can never pause"
    assert findings(contract(time_within_target()), "L17", states("active", "closed", "waiting_user")) == []


def test_clocks_by_fields_and_sources_without_states_are_not_judged() -> None:
    by_field = clock(stops_in=[], stops_when=[{"field": "done", "has_value": True}], runs_in=[])
    by_field["runs_when"] = [{"field": "team", "has_value": True}]
    clocks = {**CONTENT["clocks"], "resolution": by_field}
    assert findings(contract(time_within_target(), clocks=clocks), "L17", states("active")) == []
    assert findings(contract(time_within_target()), "L17", {"desk": SourceGives(TICKETS)}) == []
    assert found_of("L17", time_within_target()) == []


@pytest.mark.parametrize(
    "terms", [count(clock="resolution", that=[{"clock": "resolution", "longer_than": "4 h"}]), mean()]
)
def test_the_clocks_of_counts_and_lengths_of_time_are_looked_at_too(terms: dict[str, Any]) -> None:
    assert len(findings(contract(terms), "L17", states("active", "waiting_user"))) == 1


def test_what_uses_no_clock_asks_for_no_states() -> None:
    of_events = {"start": {"event": "opened"}, "end": {"event": "last_change"}, "hours": "always"}
    terms = contract(mean(id="M", of=of_events), imported(id="I"))
    assert findings(terms, "L17", states("active")) == []


def by_priority(**limits: str) -> dict[str, Any]:
    return {"limit_by": "priority", "limits": {name: {"time": time} for name, time in limits.items()}}


def test_a_higher_priority_that_may_take_longer_is_found() -> None:
    finding = only_one("L16", time_within_target(within=by_priority(P1="8 h", P2="4 h", other="2 h")))
    assert finding.path == ("indicators", 0, "within", "limits", "P1")
    assert finding.arithmetic == "P1: 8 h; P2: 4 h, both on resolution"
    assert found_of("L16", time_within_target(within=by_priority(P1="4 h", P2="4 h"))) == []


def test_priorities_of_several_indicators_on_one_clock_are_compared() -> None:
    slow = count(
        id="A",
        tickets={"priorities": ["P1"]},
        that=[{"clock": "resolution", "longer_than": "9 h"}, {"field": "team", "changes_at_most": 0}],
        clock="resolution",
    )
    quick = time_within_target(id="B", tickets={"priorities": ["P2"]})
    assert only_one("L16", slow, quick).found == "P1 may take longer than P2"
    elsewhere = {
        **slow,
        "that": [{"clock": "around_the_clock", "longer_than": "9 h"}],
        "clock": "around_the_clock",
    }
    assert found_of("L16", elsewhere, quick, mean(id="C")) == []


def test_lead_times_in_working_days_are_compared_among_themselves() -> None:
    within = {"limit_by": "priority", "limits": {"P1": {"working_days": 5}, "P2": {"working_days": 2}}}
    finding = only_one("L16", lead_time(within=within))
    assert finding.arithmetic.startswith("P1: 5 working days; P2: 2 working days")
    assert found_of("L16", lead_time(tickets={"priorities": ["P1"]}), share()) == []
    by_kind = {"limit_by": "kind", "limits": {"pc_order": {"working_days": 5}}}
    assert found_of("L16", lead_time(within=by_kind)) == []
