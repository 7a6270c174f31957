"""A small contract and the facts of one October, for tests of a whole evaluation.

Everything runs around the clock, so that hours are counted on the fingers. The service desk T1 (100 000 a
month) has one indicator over tickets and one imported; T3 (50 000 a month) is monitored.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.decisions.exclusions import Exclusion
from evaluator.evaluate import evaluate_period
from evaluator.results.published import PeriodResults
from tests.collector.store.pages import Facts, Rows, save

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ACTIVE, WAITING_USER, RESOLVED, UNMAPPED = 1, 2, 6, 0
UP, DOWN = 1, 3
NOW = 1_800_000_000
"""When the tests evaluate; no figure follows from it."""

WHOLE_T1, WHOLE_T3 = Scope("T1"), Scope("T3")

_BANDS = [{"from": "80 %", "below": "90 %", "points": 1}, {"below": "80 %", "points": 2}]


def instant(text: str) -> int:
    """Return the instant of a wall time in Stockholm, `2026-10-05 08:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


def _label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def _indicator(name: str, kind: str, service: str, **terms: Any) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "label": _label(name),
        "services": [service],
        "measured": "per_service",
        "data": ["tickets"],
        "target": {"from": "90 %"},
        "bands": _BANDS,
        "minimum_sample": None,
        "empty_period": "not_assessable",
        "completeness_floor": "50 %",
        "consequence": "credit",
        **terms,
    }


def contract_content() -> dict[str, Any]:
    """Return the contract as its file would say it; tests change what they are about."""
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    return {
        "contract": {
            "id": "example",
            "title": _label("Avtal"),
            "reference": "1",
            "customer": "Staden",
            "supplier": "Leverantören",
            "time_zone": "Europe/Stockholm",
            "currency": "SEK",
        },
        "term": {"first_day": "2026-01-01", "last_day": "2027-12-31"},
        "segments": [
            {"id": "schools", "label": _label("Skolor")},
            {"id": "offices", "label": _label("Kontor")},
        ],
        "units": [
            {"id": "S1", "label": "Skolan", "segment": "schools", "users": 300},
            {"id": "F1", "label": "Kontoret", "segment": "offices", "users": 100},
        ],
        "service_hours": {
            "always_open": {
                "label": _label("Dygnet runt"),
                "holidays": None,
                "openings": [{"days": every_day, "opens": "00:00", "closes": "24:00"}],
            }
        },
        "working_days": "always_open",
        "services": [
            {"id": "T1", "label": _label("Servicedesk"), "hours": "always_open", "monthly_fee": 100000},
            {"id": "T3", "label": _label("Drift"), "hours": "always_open", "monthly_fee": 50000},
        ],
        "tickets": {
            "priority_taken": "last",
            "kind_taken": "last",
            "service_taken": "last",
            "unit_taken": "last",
            "straddling": "attribution",
        },
        "clocks": {
            "resolution": {
                "label": _label("Lösningstid"),
                "runs_in": ["active", "waiting_supplier"],
                "stops_in": ["resolved", "closed"],
                "cancels_in": ["cancelled"],
                "hours": "service",
                "priority_change": "keep",
                "used_up_at_close": "close",
                "reopening": {"rule": "continue", "within_working_days": None},
            }
        },
        "availability_rules": {
            "plain": {
                "label": _label("Drifttillgänglighet"),
                "planned_maintenance": "exclude",
                "maintenance_notice_working_days": None,
                "unknown": {"treat_as": "exclude"},
                "degraded": {"treat_as": "up"},
                "shortest_outage": "0 s",
                "denominator": "service_hours",
                "weighting": "none",
            }
        },
        "indicators": [
            _indicator(
                "P2",
                "time_within_target",
                "T1",
                data=["tickets", "september", "desk"],
                tickets={"kinds": ["incident"], "priorities": ["P2"]},
                clock="resolution",
                within={"limit": {"time": "8 h"}},
                month_of="stopped",
            ),
            _indicator(
                "calls", "imported", "T1", data=["tickets", "phone"], measure="calls_answered", unit="share"
            ),
            _indicator("availability", "availability", "T3", rules="plain", target={"from": "99 %"})
            | {"bands": [{"from": "90 %", "below": "99 %", "points": 1}, {"below": "90 %", "points": 2}]},
        ],
        "credits": {
            "per_point": "0.5 %",
            "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
            "service_cap": "12 %",
            "total_cap": "10 %",
            "cap_order": "service_first",
            "rounding": {"to": 1, "method": "half_up"},
            "claim_lapses_after_months": 3,
        },
        "scorecard": {
            "months": 12,
            "areas": [
                {
                    "id": "levels",
                    "label": _label("Nivåer"),
                    "weight": 60,
                    "measures": [{"indicators": ["P2", "availability"]}],
                },
                {"id": "security", "label": _label("Säkerhet"), "weight": 40, "measures": []},
            ],
            "bands": [
                {"id": "good", "label": _label("God"), "at_least": 60},
                {"id": "poor", "label": _label("Svag"), "at_least": 0},
            ],
            "floor": {"area_below": 20, "not_above": "poor"},
        },
        "reporting": {
            "report_by_working_day": 5,
            "objections_within_working_days": 20,
            "smallest_group": 1,
        },
    }


def version(first_day: date, content: dict[str, Any], name: str) -> ContractVersion:
    """Return one version of the contract; its name stands for the hash of its content."""
    return ContractVersion(first_day, Contract.model_validate(content), name, content=content)


def agreed(content: dict[str, Any] | None = None, name: str = "signed") -> ContractVersions:
    """Return the contract without any amendment."""
    return ContractVersions(
        (version(date(2026, 1, 1), contract_content() if content is None else content, name),)
    )


def incident(key: str, opened: str, *events: tuple[str, int], **values: Any) -> tuple[dict[str, Any], Rows]:
    """Return an incident of T1 (P2, at the school) with the state it came into at each time."""
    opening = {
        "ticket": key,
        "opened_at": instant(opened),
        "kind": "incident",
        "service": "T1",
        "unit": "S1",
        "priority": "P2",
        **values,
    }
    every = [(opened, ACTIVE), *events]
    changes = [
        {
            "ticket": key,
            "at": instant(at),
            "sequence": place,
            "field": "status",
            "value": _STATUSES[state],
            "state": state,
        }
        for place, (at, state) in enumerate(every)
    ]
    return opening, changes


_STATUSES = {ACTIVE: "Pågår", WAITING_USER: "Väntar", RESOLVED: "Löst", UNMAPPED: "Parkerad"}


def tickets(*incidents: tuple[dict[str, Any], Rows]) -> Facts:
    """Return incidents as the facts of one page."""
    return {
        FactKind.TICKET: [opening for opening, _ in incidents],
        FactKind.TICKET_CHANGE: [change for _, changes in incidents for change in changes],
    }


FAST = incident("A-1", "2026-10-05 08:00", ("2026-10-05 10:00", RESOLVED))
"""Resolved in 2 hours."""

SLOW = incident(
    "A-2",
    "2026-10-06 08:00",
    ("2026-10-06 09:00", WAITING_USER),
    ("2026-10-06 11:00", ACTIVE),
    ("2026-10-07 09:00", RESOLVED),
)
"""25 hours from opening to the end, 2 of them waiting for the user: 23 hours used of 8."""

OFFICE = incident("A-3", "2026-10-08 08:00", ("2026-10-08 16:00", RESOLVED), unit="F1")
"""Resolved in 8 hours, exactly the limit, at the office."""


def monitoring(month_starts: str = "2026-10-01 00:00", month_ends: str = "2026-11-01 00:00") -> Facts:
    """T3 watched for the whole of October; down from 10 to 20 on the 10th, the last 2 hours as agreed."""
    seen = {"prober": "probe", "service": "T3", "unit": None}
    return {
        FactKind.OBSERVED: [seen | {"from_at": instant(month_starts), "to_at": instant(month_ends)}],
        FactKind.SERVICE_STATE: [
            seen | {"at": instant(month_starts), "state": UP},
            seen | {"at": instant("2026-10-10 10:00"), "state": DOWN, "users_affected": 40},
            seen | {"at": instant("2026-10-10 20:00"), "state": UP},
        ],
        FactKind.MAINTENANCE: [
            {
                "window": "M-1",
                "service": "T3",
                "starts_at": instant("2026-10-10 18:00"),
                "ends_at": instant("2026-10-10 20:00"),
                "announced_at": instant("2026-09-10 08:00"),
            }
        ],
    }


def statement(numerator: int, denominator: int) -> Facts:
    """The supplier's own availability of T3 in October."""
    return {
        FactKind.STATEMENT: [
            {
                "indicator": "availability",
                "service": "T3",
                "from_at": instant("2026-10-01 00:00"),
                "to_at": instant("2026-11-01 00:00"),
                "numerator": numerator,
                "denominator": denominator,
            }
        ]
    }


def calls(from_day: str, to_day: str, answered: int, offered: int) -> Facts:
    """Calls answered in time from one midnight to another."""
    return {
        FactKind.MEASUREMENT: [
            {
                "measure": "calls_answered",
                "service": "T1",
                "from_at": instant(f"{from_day} 00:00"),
                "to_at": instant(f"{to_day} 00:00"),
                "numerator": answered,
                "denominator": offered,
            }
        ]
    }


COLLECTED = instant("2026-11-09 06:00")


def save_october(database: Database) -> int:
    """Save the facts of October as they were collected on 9 November; return the horizon."""
    save(database, tickets(FAST, SLOW, OFFICE), at=COLLECTED, complete=True)
    save(database, monitoring(), at=COLLECTED, source="monitoring")
    save(database, statement(999, 1000), at=COLLECTED, source="statements")
    return read_horizon(database)


def evaluate(
    database: Database,
    period: str = "2026-10",
    *,
    versions: ContractVersions | None = None,
    exclusions: Sequence[Exclusion] = (),
    as_of: int | None = None,
    now: int = NOW,
) -> PeriodResults:
    """Evaluate `period` on all that was saved, or on what was by the instant `as_of`."""
    return evaluate_period(
        database,
        agreed() if versions is None else versions,
        exclusions,
        period,
        read_horizon(database, as_of),
        now,
        as_of=as_of,
    )


def outcome_of(
    results: PeriodResults, indicator: str, scope: Scope, view: View = View.AFTER_EXCLUSIONS
) -> Outcome:
    """Return the one outcome of an indicator in a scope and view."""
    [found] = [
        one for one in results.outcomes if (one.indicator, one.scope, one.view) == (indicator, scope, view)
    ]
    return found


def exclusion(name: str, decision: str, **what: Any) -> Exclusion:
    """Return an exclusion the supplier asked for."""
    decided: dict[str, Any] = {}
    if decision != "pending":
        decided = {"decided_by": "Staden", "decided_on": date(2026, 11, 5), "decision_reason": "as agreed"}
    return Exclusion.model_validate(
        {
            "id": name,
            "proposed_by": "supplier",
            "proposed_on": date(2026, 11, 2),
            "reason": "another supplier's fault",
            "evidence": "case 1",
            "decision": decision,
            **decided,
            **what,
        }
    )
