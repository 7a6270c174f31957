"""Names a contract uses are names that it defines; users and fees are there where they are needed."""

from typing import Any

import pytest

from evaluator.contract.checks import Finding, find_misfits
from tests.evaluator import small_contract as small

TIME = {"event": "opened"}
T1, T2 = small.CONTENT["services"]
CLOCK_CONDITION = {"clock": "gone", "longer_than": "4 h"}


def found(*indicators: dict[str, Any], **changes: Any) -> list[tuple[Any, ...]]:
    return [(finding.path, finding.found) for finding in find_misfits(small.contract(*indicators, **changes))]


def scorecard(measure: dict[str, Any]) -> dict[str, Any]:
    (area,) = small.SCORECARD["areas"]
    return small.SCORECARD | {"areas": [area | {"measures": [measure]}]}


def test_a_contract_that_fits_together_has_no_findings() -> None:
    every_kind = [
        small.time_within_target(id="K1"),
        small.count(id="K2"),
        small.share(id="K3"),
        small.mean(id="K4"),
        small.mean(id="K5", of={"start": TIME, "end": TIME, "hours": "always"}),
        small.percentile(id="K6"),
        small.lead_time(id="K7"),
        small.imported(id="K8"),
        small.availability(id="K9"),
        small.share_of_units(id="K10"),
    ]
    assert found(*every_kind) == []


@pytest.mark.parametrize(
    ("indicator", "path", "name"),
    [
        (small.share(services=["T9"]), ("services",), "T9"),
        (small.time_within_target(clock="gone"), ("clock",), "gone"),
        (small.availability(rules="gone"), ("rules",), "gone"),
        (small.share_of_units(rules="gone"), ("rules",), "gone"),
        (small.share_of_units(segment="gone"), ("segment",), "gone"),
        (small.count(clock="gone"), ("clock",), "gone"),
        (small.count(that=[CLOCK_CONDITION]), ("that",), "gone"),
        (small.share(that=[CLOCK_CONDITION]), ("that",), "gone"),
        (small.mean(of={"clock": "gone"}), ("of", "clock"), "gone"),
        (small.percentile(of={"start": TIME, "end": TIME, "hours": "gone"}), ("of", "hours"), "gone"),
        (small.lead_time(hours="gone"), ("hours",), "gone"),
    ],
)
def test_a_name_an_indicator_uses_must_be_defined(
    indicator: dict[str, Any], path: tuple[str, ...], name: str
) -> None:
    assert found(small.share(id="first"), indicator) == [
        (("indicators", 1, *path), f"{name!r} is defined nowhere")
    ]


@pytest.mark.parametrize(
    ("changes", "path", "name"),
    [
        (
            {"units": [{"id": "u", "label": "u", "segment": "gone", "users": 1}]},
            ("units", 0, "segment"),
            "gone",
        ),
        (
            {
                "service_hours": {
                    "desk": small.hours("07:00", "18:00"),
                    "office": small.hours("07:00", "17:00", holidays="gone"),
                }
            },
            ("service_hours", "office", "holidays"),
            "gone",
        ),
        ({"working_days": "gone"}, ("working_days",), "gone"),
        ({"services": [T1, T2 | {"hours": "gone"}]}, ("services", 1, "hours"), "gone"),
        (
            {"services": [T1, T2 | {"monthly_fee": None, "part_of": "gone"}]},
            ("services", 1, "part_of"),
            "gone",
        ),
        (
            {"clocks": {"resolution": small.clock(hours="gone")}},
            ("clocks", "resolution", "hours"),
            "gone",
        ),
        (
            {"scorecard": scorecard({"indicators": ["gone"]})},
            ("scorecard", "areas", 0, "measures", 0, "indicators"),
            "gone",
        ),
        (
            {"scorecard": scorecard({"indicators": ["K"], "segment": "gone"})},
            ("scorecard", "areas", 0, "measures", 0, "segment"),
            "gone",
        ),
    ],
)
def test_a_name_another_part_uses_must_be_defined(
    changes: dict[str, Any], path: tuple[str | int, ...], name: str
) -> None:
    assert found(**changes) == [(path, f"{name!r} is defined nowhere")]


def test_a_finding_names_what_is_allowed() -> None:
    (finding,) = find_misfits(small.contract(working_days="gone"))
    assert finding == Finding(("working_days",), "'gone' is defined nowhere", "desk, office")
    (without,) = find_misfits(small.contract(small.share(that=[CLOCK_CONDITION]), clocks={}))
    assert without.allowed == "nothing is defined yet"


def test_a_name_defined_twice_is_found_where_it_stands_last() -> None:
    twice = find_misfits(small.contract(small.share(id="A"), small.share(id="B"), small.share(id="A")))
    assert twice == [Finding(("indicators", 2, "id"), "A is defined 2 times", "each id once")]


def test_options_and_units_have_names_of_their_own_too() -> None:
    option = {
        "id": "one",
        "label": small.LABEL,
        "prolongs_to": "2028-12-31",
        "notice_by": None,
        "state": "open",
    }
    unit = small.CONTENT["units"][0]
    assert found(term=small.CONTENT["term"] | {"options": [option, option]}, units=[unit, unit]) == [
        (("units", 1, "id"), "north is defined 2 times"),
        (("term", "options", 1, "id"), "one is defined 2 times"),
    ]


def test_service_hours_may_have_no_holidays_and_clocks_run_in_named_hours() -> None:
    hours = {
        "desk": small.hours("07:00", "18:00", holidays=None),
        "office": small.hours("07:00", "17:00"),
    }
    clocks = {"resolution": small.clock(hours="desk"), "around_the_clock": small.clock(hours="always")}
    assert found(service_hours=hours, clocks=clocks) == []


def test_a_measure_of_the_scorecard_needs_an_indicator_that_weighs_something() -> None:
    weightless, weighing = small.share(id="K", weight=0), small.share(id="K2")
    path = ("scorecard", "areas", 0, "measures", 0, "indicators")
    alone = found(weightless, scorecard=scorecard({"indicators": ["K"]}))
    assert alone == [
        (path, "every indicator of this measure has weight 0, so that it could never have a score")
    ]
    assert found(weightless, weighing, scorecard=scorecard({"indicators": ["K", "K2"]})) == []


def test_a_scorecard_of_known_names_fits() -> None:
    assert found(scorecard=scorecard({"indicators": ["K"], "segment": "schools"})) == []


def test_a_part_of_a_part_is_billed_with_nobody() -> None:
    services = [
        T1,
        T2,
        {"id": "T2A", "label": small.LABEL, "hours": "office", "part_of": "T2"},
        {"id": "T2B", "label": small.LABEL, "hours": "office", "part_of": "T2A"},
    ]
    assert found(services=services) == [(("services", 3, "part_of"), "'T2A' is defined nowhere")]


def test_a_source_is_looked_for_where_the_sources_are_known() -> None:
    contract = small.contract()
    assert find_misfits(contract) == find_misfits(contract, ["desk", "phone"]) == []
    (finding,) = find_misfits(contract, ["phone"])
    assert (finding.path, finding.allowed) == (("indicators", 0, "data"), "phone")


def test_invoices_come_from_a_source_that_is_there() -> None:
    invoiced = {"data": ["invoices"], "measure": "credited", "unit": "currency", "credits_are": "positive"}
    contract = small.contract(credits=small.CREDITS | {"invoiced": invoiced})
    assert find_misfits(contract, ["desk", "invoices"]) == []
    (finding,) = find_misfits(contract, ["desk"])
    assert (finding.path, finding.allowed) == (("credits", "invoiced", "data"), "desk")


def test_an_outage_cannot_weigh_by_users_of_whom_nobody_knows_the_number() -> None:
    rules = {"plain": small.availability_rules(weighting="users_affected")}
    services = [T1, T2 | {"users": None}]
    ((path, told),) = found(small.availability(), availability_rules=rules, services=services)
    assert path == ("indicators", 0, "rules")
    assert told == "plain weighs by users affected, and T2 has no users"
    assert found(small.availability(), availability_rules=rules) == []
    assert found(small.availability(), services=services) == []
    assert found(small.share_of_units(), availability_rules=rules, services=services) == []


def test_a_credit_needs_a_fee_to_be_taken_from() -> None:
    bands = {"bands": small.falling_bands("90 %"), "consequence": "credit"}
    on_part = small.availability(services=["T2A"], **bands)
    part = {"id": "T2A", "label": small.LABEL, "hours": "office", "part_of": "T2"}
    free = [T1, T2 | {"monthly_fee": None}, part]
    ((path, told),) = found(on_part, services=free)
    assert path == ("services", 1)
    assert told == "T2 has no monthly_fee, and a miss of K leads to a credit on it"
    assert found(on_part, services=free, credits=None) == []
    assert found(on_part, services=[T1, T2, part]) == []
