"""What the terms of a contract refuse: choices that are half made or contradict each other."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from pydantic import BaseModel

from collector.records import TicketState
from evaluator.contract.availability import AvailabilityRules, DegradedTerms, UnknownTerms
from evaluator.contract.clocks import ClockCondition, FieldCondition, StateWord, TimeLimit
from evaluator.contract.contract import Card, Contract, Term
from evaluator.contract.hours import DateRange
from evaluator.contract.indicator_terms import MinimumSample
from evaluator.contract.indicators import (
    Availability,
    Count,
    Imported,
    LeadTime,
    Mean,
    Percentile,
    Share,
    ShareOfUnits,
    TimeWithinTarget,
)
from evaluator.contract.monitoring_indicators import DerivedFrom
from evaluator.contract.scorecard import LinearScale, ScorecardTerms
from evaluator.contract.services import Service
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal

REFUSED: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (DateRange, {"first": "2026-10-02", "last": "2026-10-01"}, "last (2026-10-01) comes before first"),
    (UnknownTerms, {"treat_as": "carry_forward"}, "longest and then belong to carry_forward"),
    (UnknownTerms, {"treat_as": "carry_forward", "longest": "1 h"}, "and it needs both"),
    (UnknownTerms, {"treat_as": "down", "longest": "1 h"}, "and it needs both"),
    (UnknownTerms, {"treat_as": "up", "longest": "1 h", "then": "up"}, "longest and then belong to"),
    (DegradedTerms, {"treat_as": "weight"}, "weight belongs to treat_as: weight, and it needs one"),
    (DegradedTerms, {"treat_as": "up", "weight": "50 %"}, "weight belongs to treat_as: weight"),
    (AvailabilityRules, small.availability_rules(denominator="nominal"), "nominal_hours belongs to"),
    (AvailabilityRules, small.availability_rules(nominal_hours=180), "nominal_hours belongs to"),
    (TimeLimit, {}, "name either time or working_days"),
    (TimeLimit, {"time": "1 h", "working_days": 1}, "name either time or working_days"),
    (FieldCondition, {"field": "team"}, "name is_one_of, ever_one_of, changes_at_most or changes_at_least"),
    (ClockCondition, {"clock": "c"}, "name either longer_than or at_most"),
    (ClockCondition, {"clock": "c", "longer_than": "1 h", "at_most": "1 h"}, "either longer_than or at_most"),
    (Term, {"first_day": "2026-01-02", "last_day": "2026-01-01"}, "comes before first_day (2026-01-02)"),
    (Card, small.CONTENT["contract"] | {"time_zone": "Stockholm"}, "'Stockholm' is no time zone"),
    (Service, small.CONTENT["services"][0] | {"part_of": "T2"}, "part of another is billed with it"),
    (LinearScale, {"zero_at": 1, "hundred_at": 1}, "zero_at and hundred_at must differ"),
    (MinimumSample, {"size": 20, "below": "count_misses"}, "points_by_misses belongs to below: count_misses"),
    (
        MinimumSample,
        {"size": 20, "below": "not_assessable", "points_by_misses": [0, 1]},
        "points_by_misses belongs to below: count_misses",
    ),
]
"""Terms that do not depend on an indicator."""

FEW = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1]}
GAP = [{"from": "80 %", "below": "85 %", "points": 1}, {"below": "80 %", "points": 2}]
TEAM = {"field": "team", "ever_one_of": ["second line"]}
OPENED = {"event": "opened"}
CLOSED = {"event": "state", "states": ["closed"], "which": "first"}
DAYS, TIME = {"working_days": 1}, {"time": "8 h"}
CHANGES = {"count": "changes", "that": [], "clock": None, "month_of": "opened"}

INDICATORS: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (TimeWithinTarget, small.time_within_target(bands=GAP), "no band holds values between"),
    (TimeWithinTarget, small.time_within_target(consequence="credit"), "needs bands with points"),
    (TimeWithinTarget, small.time_within_target(within={}), "name either limit, or limit_by with limits"),
    (
        TimeWithinTarget,
        small.time_within_target(within={"limit": TIME, "limit_by": "kind", "limits": {"a": TIME}}),
        "name either limit, or limit_by with limits",
    ),
    (TimeWithinTarget, small.time_within_target(within={"limit_by": "kind"}), "name either limit, or"),
    (TimeWithinTarget, small.time_within_target(within={"limits": {"a": TIME}}), "name either limit, or"),
    (TimeWithinTarget, small.time_within_target(within={"limit": DAYS | TIME}), "name either time or"),
    (
        TimeWithinTarget,
        small.time_within_target(within={"limit_by": "kind", "limits": {"a": TIME, "b": DAYS}}),
        "all times or",
    ),
    (
        LeadTime,
        small.lead_time(within={"limit_by": "kind", "limits": {"a": TIME, "b": DAYS}}),
        "all times or",
    ),
    (
        LeadTime,
        small.lead_time(within={"limit": TIME}, used_up_at_close=None),
        "a limit of time in hours that close needs used_up_at_close",
    ),
    (
        LeadTime,
        small.lead_time(used_up_at_close="close"),
        "used_up_at_close is about limits of time in hours that close",
    ),
    (
        LeadTime,
        small.lead_time(within={"limit": TIME}, hours="always", used_up_at_close="close"),
        "used_up_at_close is about limits of time in hours that close",
    ),
    (Mean, small.mean(minimum_sample=FEW), "this kind has no single misses"),
    (Percentile, small.percentile(minimum_sample=FEW), "this kind has no single misses"),
    (Availability, small.availability(minimum_sample=FEW), "this kind has no single misses"),
    (Imported, small.imported(unit="index", minimum_sample=FEW), "this kind has no single misses"),
    (Availability, small.availability(measured="together"), "write measured: per_service"),
    (ShareOfUnits, small.share_of_units(measured="together"), "write measured: per_service"),
    (Mean, small.mean(of={}), "name either a clock, or start, end and hours"),
    (Mean, small.mean(of={"start": OPENED, "end": CLOSED}), "name either a clock, or start, end and hours"),
    (
        Mean,
        small.mean(of={"clock": "c", "start": OPENED, "end": CLOSED, "hours": "always"}),
        "name either a clock, or start, end and hours",
    ),
    (Share, small.share(month_of="stopped"), "month_of: stopped needs a clock"),
    (Share, small.share(clock="resolution"), "and a clock belongs to it"),
    (Count, small.count(clock=None), "month_of: stopped needs a clock"),
    (
        Count,
        small.count(month_of="stopped_or_overdue", that=[{"field": "team", "changes_at_most": 0}]),
        "needs a condition longer_than on the same clock",
    ),
    (Count, small.count(count="changes"), "changes_of belongs to count: changes, and it needs one"),
    (Count, small.count(changes_of=TEAM), "changes_of belongs to count: changes"),
    (Count, small.count(**CHANGES, changes_of={"field": "team", "is_one_of": ["x"]}), "in ever_one_of"),
    (Count, small.count(**CHANGES, changes_of={"field": "team", "changes_at_most": 1}), "in ever_one_of"),
    (Count, small.count(**CHANGES | {"that": [TEAM]}, changes_of=TEAM), "belong to count: tickets"),
    (Count, small.count(**CHANGES | {"clock": "resolution"}, changes_of=TEAM), "belong to count: tickets"),
]


@pytest.mark.parametrize(("model", "terms", "message"), REFUSED + INDICATORS)
def test_terms_that_do_not_hold_together_are_refused_and_told_why(
    model: type[BaseModel], terms: dict[str, Any], message: str
) -> None:
    assert message in refusal(model, terms)


ACCEPTED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (DateRange, {"first": "2026-10-01", "last": "2026-10-01"}),
    (LinearScale, {"zero_at": 50, "hundred_at": 80}),
    (UnknownTerms, {"treat_as": "carry_forward", "longest": "1 h", "then": "down"}),
    (DegradedTerms, {"treat_as": "weight", "weight": "50 %"}),
    (AvailabilityRules, small.availability_rules(denominator="nominal", nominal_hours=180)),
    (Mean, small.mean(of={"start": OPENED, "end": CLOSED, "hours": "always"})),
    (Count, small.count(**CHANGES, changes_of=TEAM)),
    (Share, small.share(month_of="stopped", clock="resolution")),
    (Imported, small.imported(minimum_sample=FEW)),
    (ShareOfUnits, small.share_of_units(minimum_sample=FEW)),
    (LeadTime, small.lead_time(within={"limit_by": "kind", "limits": {"pc_order": TIME}})),
]


@pytest.mark.parametrize(("model", "terms"), ACCEPTED)
def test_the_same_terms_made_whole_are_accepted(model: type[BaseModel], terms: dict[str, Any]) -> None:
    assert model.model_validate(terms).model_fields_set == set(terms)


def test_a_condition_on_a_clock_is_held_against_one_time() -> None:
    terms = ({"clock": "c", "longer_than": "4 h"}, {"clock": "c", "at_most": "4 h"})
    assert [ClockCondition.model_validate(one).time for one in terms] == [14_400, 14_400]


def test_a_key_that_means_nothing_is_refused() -> None:
    assert "Extra inputs are not permitted" in refusal(TimeLimit, {"time": "1 h", "tmie": "2 h"})


def test_a_zone_keeps_the_contracts_midnight() -> None:
    assert small.contract().contract.zone.key == "Europe/Stockholm"


def test_states_of_the_file_are_those_of_tickets() -> None:
    assert [word.state.name.lower() for word in StateWord] == [word.value for word in StateWord]
    assert set(TicketState) - {word.state for word in StateWord} == {TicketState.UNMAPPED}


def test_counts_and_longest_overruns_are_whole_numbers_and_shares_are_not() -> None:
    kinds = (Count, small.count()), (LeadTime, small.lead_time(result="longest_overrun", target={"to": 0}))
    assert all(model.model_validate(terms).whole_numbers for model, terms in kinds)
    assert not LeadTime.model_validate(small.lead_time()).whole_numbers
    assert not Share.model_validate(small.share()).whole_numbers


def test_a_term_runs_to_its_own_last_day_until_an_option_is_used() -> None:
    def option(name: str, to: str, state: str) -> dict[str, Any]:
        return {"id": name, "label": small.LABEL, "prolongs_to": to, "notice_by": None, "state": state}

    days = {"first_day": "2022-01-01", "last_day": "2026-12-31"}
    unused = Term.model_validate(days | {"options": [option("one", "2028-12-31", "open")]})
    options = [option("one", "2028-12-31", "used"), option("two", "2030-12-31", "open")]
    used = Term.model_validate(days | {"options": options})
    assert unused.current_last_day == date(2026, 12, 31)
    assert used.current_last_day == date(2028, 12, 31)


def test_a_service_is_billed_with_the_one_it_is_part_of() -> None:
    parts = {"id": "T2A", "label": small.LABEL, "hours": "office", "part_of": "T2"}
    found = small.contract(services=[*small.CONTENT["services"], parts])
    assert [service.billed_as for service in found.services] == ["T1", "T2", "T2"]


def test_a_contract_finds_its_services_and_indicators_by_name() -> None:
    found = small.contract()
    assert found.service("T2").hours == "office"
    assert found.indicator("K").kind == "time_within_target"
    with pytest.raises(KeyError):
        found.service("T9")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"areas": [small.SCORECARD["areas"][0] | {"weight": 90}]}, "sum to 90, not 100"),
        ({"bands": [small.SCORECARD["bands"][0]]}, "the lowest band starts at 0"),
        ({"floor": {"area_below": 40, "not_above": "poor"}}, "floor.not_above names no band: poor"),
        ({"months": 0}, "greater than or equal to 1"),
        ({"months": 25}, "25 months are more than an evaluation reads back; write at most 24"),
    ],
)
def test_a_scorecard_that_does_not_add_up_is_refused(changes: dict[str, Any], message: str) -> None:
    assert message in refusal(ScorecardTerms, small.SCORECARD | changes)


def test_a_scorecard_may_look_back_over_all_months_that_are_read() -> None:
    assert ScorecardTerms.model_validate(small.SCORECARD | {"months": 24}).months == 24
    assert ScorecardTerms.model_json_schema()["properties"]["months"]["maximum"] == 24


def test_a_contract_is_frozen() -> None:
    found = small.contract()
    with pytest.raises(ValueError, match="frozen"):
        found.credits = None  # type: ignore[misc]  # what is tried here is what must fail
    assert Contract.model_validate(small.content()) == found


OVERLAP = [{"above": 10, "to": 30, "points": 1}, {"above": 20, "points": 2}]


@pytest.mark.parametrize(
    ("model", "terms", "written"),
    [
        (TimeWithinTarget, small.time_within_target, "1000 %"),
        (Availability, small.availability, "1000 %"),
        (Count, small.count, "10"),
        (Mean, small.mean, "10"),
        (Percentile, small.percentile, "10"),
        (Imported, partial(small.imported, unit="share"), "1000 %"),
        (Imported, partial(small.imported, unit="index"), "10"),
        (LeadTime, partial(small.lead_time, result="share_within"), "1000 %"),
        (LeadTime, partial(small.lead_time, result="longest_overrun"), "10"),
    ],
)
def test_bands_that_clash_are_told_as_the_values_of_the_indicator_are_written(
    model: type[BaseModel], terms: Callable[..., dict[str, Any]], written: str
) -> None:
    text = refusal(model, terms(target={"to": 10}, bands=OVERLAP))
    assert f"above {written} to " in text
    assert "overlap" in text


def test_an_outage_as_long_as_the_time_it_is_of_derives_no_percentage() -> None:
    with pytest.raises(ValueError, match="the outage is shorter than the time it is of"):
        DerivedFrom.model_validate({"outage": "4 h", "of": "4 h"})
