"""Composite services, units and limits on outages in a contract: what is refused, and what does not fit."""

from typing import Any

import pytest
from pydantic import BaseModel

from evaluator.contract.checks import find_misfits
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import OutageLimits, Outages
from evaluator.contract.services import MadeOf, Service, Unit
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal

TWO = [{"service": "T1"}, {"service": "T2"}]
WORST = {"combine": "worst", "members": TWO}
UNITS = {"combine": "worst", "units_of": {"service": "T2"}}

REFUSED: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (MadeOf, {"combine": "worst"}, "name either members or units_of"),
    (MadeOf, WORST | {"units_of": {"service": "T2"}}, "name either members or units_of"),
    (
        MadeOf,
        WORST | {"combine": "at_least"},
        "at_least belongs to combine: at_least, and it needs the number",
    ),
    (MadeOf, WORST | {"at_least": 1}, "at_least belongs to combine: at_least"),
    (MadeOf, WORST | {"combine": "at_least", "at_least": 3}, "at_least is 3, and there are 2 members"),
    (MadeOf, WORST | {"combine": "weighted"}, "weight belongs to the members of combine: weighted, and each"),
    (MadeOf, WORST | {"members": [{"service": "T1", "weight": 2}]}, "weight belongs to the members of"),
    (MadeOf, WORST | {"members": [*TWO, {"service": "T1"}]}, "T1 is a member 2 times"),
    (
        Unit,
        small.CONTENT["units"][0] | {"first_day": "2026-05-02", "last_day": "2026-05-01"},
        "last_day (2026-05-01) comes before first_day (2026-05-02)",
    ),
    (
        Service,
        small.CONTENT["services"][0] | {"first_day": "2026-05-02", "last_day": "2026-05-01"},
        "last_day (2026-05-01) comes before first_day",
    ),
    (Outages, small.outages(measured="together"), "write measured: per_service"),
    (
        Outages,
        small.outages(month_of=None),
        "month_of belongs to measure: count and longest, and they need it",
    ),
    (Outages, small.outages(measure="total"), "month_of belongs to measure: count and longest"),
    (OutageLimits, small.outage_limits(measured="together"), "write measured: per_service"),
    (OutageLimits, small.outage_limits(target={"to": 2}), "what is judged is whether every limit is kept"),
    (OutageLimits, small.outage_limits(target={"from": 0, "to": 1}), "whether every limit is kept"),
    (OutageLimits, small.outage_limits(period="half_year"), "write period: month or quarter"),
    (OutageLimits, small.outage_limits(period="quarter"), "a limit over a month is judged each month"),
    (
        OutageLimits,
        small.outage_limits(limits=[{"measure": "count", "at_most": one, "over": "month"} for one in (1, 2)]),
        "there are 2 limits for count month",
    ),
]


@pytest.mark.parametrize(("terms", "written", "told"), REFUSED)
def test_terms_that_are_half_made_are_refused(
    terms: type[BaseModel], written: dict[str, Any], told: str
) -> None:
    assert told in refusal(terms, written)


def test_only_a_number_of_outages_has_single_misses() -> None:
    by_misses = {"size": 2, "below": "count_misses", "points_by_misses": [0, 1]}
    Outages.model_validate(small.outages(minimum_sample=by_misses))
    for terms, written in (
        (Outages, small.outages(measure="total", month_of=None)),
        (OutageLimits, small.outage_limits()),
    ):
        told = refusal(terms, written | {"minimum_sample": by_misses})
        assert "this kind has no single misses" in told


def test_limits_take_facts_from_as_many_months_as_the_longest_needs() -> None:
    month = {"measure": "count", "at_most": 1, "over": "month"}
    year = {"measure": "count", "at_most": 6, "over": "rolling_12_months"}
    for limits, over in (([month], PeriodLength.MONTH), ([month, year], PeriodLength.ROLLING_12_MONTHS)):
        found = OutageLimits.model_validate(small.outage_limits(limits=limits))
        assert found.facts_over is over
        assert found.limit("count month").at_most == 1


def test_a_share_of_a_limit_is_shown_in_percent_and_a_number_of_outages_is_not() -> None:
    assert OutageLimits.model_validate(small.outage_limits()).is_share
    count = Outages.model_validate(small.outages())
    assert (count.is_share, count.whole_numbers) == (False, True)


# What does not fit the rest of the contract -----------------------------------------------------------------


def composite(name: str, **made_of: Any) -> dict[str, Any]:
    return small.composite(name, **made_of)


def found(*composites: dict[str, Any], indicator: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    services = [*small.CONTENT["services"], *composites]
    terms = small.availability() if indicator is None else indicator
    contract = small.contract(terms, services=services, **changes)
    return [misfit.found for misfit in find_misfits(contract)]


def test_composites_may_be_nested() -> None:
    inner = composite("front", combine="best", members=TWO)
    outer = composite("portal", combine="worst", members=[{"service": "front"}, {"service": "T2"}])
    assert found(inner, outer, indicator=small.outages(services=["portal"])) == []


@pytest.mark.parametrize(
    ("made_of", "told"),
    [
        ({"members": [{"service": "gone"}]}, "'gone' is defined nowhere"),
        ({"members": [{"service": "portal"}]}, "portal is made of itself, by portal"),
        ({"members": [{"service": "T2", "unit": "gone"}]}, "'gone' is no unit"),
        ({"units_of": {"service": "gone"}}, "'gone' is defined nowhere"),
        ({"units_of": {"service": "T2", "segment": "gone"}}, "0 units of T2 are meant, which are too few"),
        (
            {"combine": "at_least", "at_least": 3, "units_of": {"service": "T2", "segment": "schools"}},
            "2 units of T2 are meant, which are too few",
        ),
    ],
)
def test_a_composite_is_made_of_what_exists(made_of: dict[str, Any], told: str) -> None:
    assert found(composite("portal", **{"combine": "worst"} | made_of)) == [told]


def test_a_circle_of_composites_is_told_of_each_in_it() -> None:
    one = composite("one", combine="worst", members=[{"service": "other"}])
    other = composite("other", combine="worst", members=[{"service": "one"}])
    assert found(one, other) == ["one is made of itself, by other", "other is made of itself, by one"]


def test_an_average_has_no_state_for_a_composite_to_take() -> None:
    mean = composite("mean", combine="average", members=TWO)
    worst = composite("portal", combine="worst", members=[{"service": "mean"}])
    assert found(mean, worst) == ["mean is an average of seconds and has no state that portal could take"]
    weighted = composite("portal", combine="weighted", members=[{"service": "mean", "weight": 1}])
    assert found(mean, weighted) == []


def test_an_average_has_no_outages_of_its_own() -> None:
    mean = composite("mean", combine="average", members=TWO)
    told = "mean is an average of seconds, and has no outages of its own"
    assert found(mean, indicator=small.outages(services=["mean"])) == [told]


def test_single_units_are_those_of_a_service_observed_itself() -> None:
    front = composite("front", combine="best", members=TWO)
    one = composite("portal", combine="worst", members=[{"service": "front", "unit": "north"}])
    assert found(front, one) == ["front is a composite, and one unit of it is named"]
    every = composite("portal", combine="worst", units_of={"service": "front"})
    assert found(front, every) == ["front is a composite"]


def test_units_without_users_cannot_weigh() -> None:
    units = [unit | {"users": 0} for unit in small.CONTENT["units"]]
    weighted = composite("portal", combine="weighted", units_of={"service": "T2"})
    assert found(weighted, units=units) == ["no unit of T2 has users to weigh by"]
    assert found(weighted) == []


def test_what_is_made_of_units_is_not_measured_unit_by_unit() -> None:
    portal = composite("portal", **UNITS)
    told = "portal is made of single units, and is to be measured unit by unit"
    assert found(portal, indicator=small.share_of_units(services=["portal"])) == [told]
    by_units = {"plain": small.availability_rules(weighting="units")}
    assert found(portal, indicator=small.availability(services=["portal"]), availability_rules=by_units) == [
        told
    ]
    assert found(portal, indicator=small.availability(services=["portal", "gone"])) == [
        "'gone' is defined nowhere"
    ]


def test_outages_are_those_of_a_service_and_not_of_its_units() -> None:
    by_units = {"plain": small.availability_rules(weighting="units")}
    assert found(indicator=small.outages(), availability_rules=by_units) == [
        "plain measures each unit, and outages are those of a service"
    ]


def test_limits_name_rules_and_users_like_any_other_indicator() -> None:
    assert found(indicator=small.outage_limits(rules="gone")) == ["'gone' is defined nowhere"]
    services = [one | {"users": None} for one in small.CONTENT["services"]]
    weighed = {"plain": small.availability_rules(weighting="users_affected")}
    contract = small.contract(small.outages(), services=services, availability_rules=weighed)
    assert [one.found for one in find_misfits(contract)] == [
        "plain weighs by users affected, and T2 has no users"
    ]


def test_outages_add_up_but_for_the_longest() -> None:
    measured = {"count": "starts", "longest": "starts", "total": None}
    adds_up = {
        measure: Outages.model_validate(small.outages(measure=measure, month_of=month)).sums_misses
        for measure, month in measured.items()
    }
    assert adds_up == {"count": True, "longest": False, "total": True}
