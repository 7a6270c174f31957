"""Outages and composites through the database: facts of twelve months in, the limit that binds out."""

from fractions import Fraction
from typing import Any

from collector.records import FactKind, ServiceState
from collector.store.database import Database
from evaluator.core.outcomes import Scope, Verdict
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    WHOLE_T3,
    agreed,
    contract_content,
    evaluate,
    instant,
    monitoring,
    outcome_of,
)

HOUR = 3600
LIMITS: dict[str, Any] = {
    "id": "limits",
    "kind": "outage_limits",
    "rules": "plain",
    "month_of": "starts",
    "target": {"to": "100 %"},
    "bands": [],
    "consequence": "none",
    "limits": [
        {"measure": "count", "at_most": 1, "over": "month"},
        {"measure": "total", "at_most": "10 h", "over": "month"},
        {"measure": "count", "at_most": 2, "over": "rolling_12_months"},
    ],
}


def content(*indicators: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The contract of October with one more indicator on T3, running for two years already."""
    found = contract_content() | {"term": {"first_day": "2024-01-01", "last_day": "2027-12-31"}}
    usual = found["indicators"][-1]
    return found | {"indicators": [*found["indicators"], *(usual | one for one in indicators)]} | changes


def save_year(database: Database) -> None:
    """T3 was looked at since autumn 2025: down for an hour in October and November 2025 and in March 2026."""
    seen = {"prober": "probe", "service": "T3", "unit": None}
    begun = ("2025-10-20 10:00", "2025-11-20 10:00", "2026-03-10 10:00")
    states = [
        seen | {"at": instant(at) + wait, "state": state}
        for at in begun
        for wait, state in ((0, ServiceState.DOWN), (HOUR, ServiceState.UP))
    ]
    earlier = {
        FactKind.OBSERVED: [
            seen | {"from_at": instant("2025-09-01 00:00"), "to_at": instant("2026-10-01 00:00")}
        ],
        FactKind.SERVICE_STATE: [
            seen | {"at": instant("2025-09-01 00:00"), "state": ServiceState.UP},
            *states,
        ],
    }
    save(database, earlier, at=COLLECTED, source="history")
    save(database, monitoring(), at=COLLECTED, source="monitoring")


def test_limits_rest_on_twelve_months_and_name_the_one_that_binds(database: Database) -> None:
    # In October one of 8 h beside maintenance; in the twelve months since November 2025 three: 3 of 2.
    save_year(database)
    results = evaluate(database, versions=agreed(content(LIMITS)))
    found = outcome_of(results, "limits", WHOLE_T3)
    assert found.figure is not None
    assert (found.figure.value, found.figure.binding) == (Fraction(3, 2), "count rolling_12_months")
    assert found.verdict is Verdict.MISSED
    counted = sorted(one.counted for one in results.outages if one.indicator == "limits")
    assert counted == [HOUR, HOUR, 8 * HOUR]
    month = outcome_of(results, "availability", WHOLE_T3).figure
    assert month is not None
    assert month.denominator == 743 * HOUR


def test_availability_over_twelve_months_is_published_beside_the_month(database: Database) -> None:
    # 365 days and nights (both changes of the clock lie inside), less 2 h of maintenance; 10 h were lost.
    save_year(database)
    year = {"id": "year", "period": "rolling_12_months"}
    found = outcome_of(evaluate(database, versions=agreed(content(year))), "year", WHOLE_T3)
    assert found.figure is not None
    assert found.figure.value == Fraction(365 * 24 - 2 - 10, 365 * 24 - 2)


def test_a_composite_is_published_like_any_service(database: Database) -> None:
    save_year(database)
    services = contract_content()["services"]
    portal = services[1] | {"id": "portal", "made_of": {"combine": "worst", "members": [{"service": "T3"}]}}
    whole = content({"id": "portal", "services": ["portal"]}, services=[*services, portal])
    results = evaluate(database, versions=agreed(whole))
    found = outcome_of(results, "portal", Scope("portal"))
    assert found.figure is not None
    assert found.figure.value == Fraction(735, 743)
    assert [one.service for one in results.outages if one.indicator == "portal"] == ["portal"]
