"""A small contract and its parts, as a contract file states them, for tests to change."""

import itertools
from copy import deepcopy
from typing import Any

from evaluator.contract.contract import Contract

LABEL = {"sv": "namn", "en": "name"}
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]


def hours(opens: str, closes: str, **more: Any) -> dict[str, Any]:
    """Openings Monday to Friday but Swedish holidays."""
    openings = [{"days": WEEKDAYS, "opens": opens, "closes": closes}]
    return {"label": LABEL, "holidays": "swedish", "openings": openings, **more}


def clock(**more: Any) -> dict[str, Any]:
    """A clock that pauses for the user and the customer, in the hours of the service."""
    return {
        "label": LABEL,
        "runs_in": ["active", "waiting_third", "waiting_supplier"],
        "stops_in": ["resolved", "closed"],
        "cancels_in": ["cancelled"],
        "hours": "service",
        "priority_change": "keep",
        "used_up_at_close": "close",
        "reopening": {"rule": "continue", "within_working_days": 5},
        **more,
    }


def availability_rules(**more: Any) -> dict[str, Any]:
    """Nothing unknown counts, nothing is weighed."""
    return {
        "label": LABEL,
        "planned_maintenance": "exclude",
        "maintenance_notice_working_days": None,
        "unknown": {"treat_as": "exclude"},
        "degraded": {"treat_as": "up"},
        "shortest_outage": "0 s",
        "denominator": "service_hours",
        "weighting": "none",
        **more,
    }


def falling_bands(*ends: str) -> list[dict[str, Any]]:
    """Bands below a target `ends[0]`, each down to the next end, the last open; 1, 2, ... points."""
    bands: list[dict[str, Any]] = [
        {"from": bottom, "below": top, "points": points}
        for points, (top, bottom) in enumerate(itertools.pairwise(ends), start=1)
    ]
    return [*bands, {"below": ends[-1], "points": len(ends)}]


def indicator(kind: str, **more: Any) -> dict[str, Any]:
    """An indicator of `kind` on T1 with a target of 90 % and without consequence."""
    return {
        "id": "K",
        "label": LABEL,
        "kind": kind,
        "services": ["T1"],
        "measured": "per_service",
        "data": ["desk"],
        "target": {"from": "90 %"},
        "bands": [],
        "minimum_sample": None,
        "empty_period": "not_assessable",
        "completeness_floor": "0 %",
        "consequence": "none",
        **more,
    }


def ticket_rules(**more: Any) -> dict[str, Any]:
    """The last value judges and the month decides, but for what `more` says."""
    return CONTENT["tickets"] | more


def time_within_target(**more: Any) -> dict[str, Any]:
    """Share of incidents resolved within 8 service hours, in the month they were resolved."""
    terms = {
        "tickets": {"kinds": ["incident"]},
        "clock": "resolution",
        "within": {"limit": {"time": "8 h"}},
        "month_of": "stopped",
    }
    return indicator("time_within_target", **(terms | more))


def count(**more: Any) -> dict[str, Any]:
    """Number of P1 that took over 4 h around the clock; none are to."""
    terms = {
        "tickets": {"kinds": ["incident"], "priorities": ["P1"]},
        "count": "tickets",
        "that": [{"clock": "around_the_clock", "longer_than": "4 h"}],
        "clock": "around_the_clock",
        "month_of": "stopped",
        "target": {"to": 0},
        "empty_period": "met",
    }
    return indicator("count", **(terms | more))


def share(**more: Any) -> dict[str, Any]:
    """Share of tickets opened in the month that no second team had."""
    terms = {"tickets": {}, "that": [{"field": "team", "changes_at_most": 0}], "month_of": "opened"}
    return indicator("share", **(terms | more))


def mean(**more: Any) -> dict[str, Any]:
    """Mean time to resolve, in seconds."""
    terms = {"tickets": {}, "of": {"clock": "resolution"}, "month_of": "stopped", "target": {"to": "8 h"}}
    return indicator("mean", **(terms | more))


def percentile(**more: Any) -> dict[str, Any]:
    """A percentile of the time to resolve, in seconds."""
    terms = {
        "tickets": {},
        "of": {"clock": "resolution"},
        "percentile": "75 %",
        "method": "linear",
        "interval": "exact",
        "month_of": "stopped",
        "target": {"to": "8 h"},
    }
    return indicator("percentile", **(terms | more))


def lead_time(**more: Any) -> dict[str, Any]:
    """Share of orders delivered within 5 working days, in the month they were due.

    A limit of time that is used up at a close is due then, unless `more` says otherwise.
    """
    terms = {
        "tickets": {"kinds": ["pc_order", "account_order"]},
        "start": {"event": "opened"},
        "end": {"event": "state", "states": ["resolved", "closed"], "which": "first"},
        "hours": "office",
        "cancels_in": ["cancelled"],
        "within": {"limit": {"working_days": 5}},
        "result": "share_within",
        "month_of": "due",
    }
    in_time = "'time'" in str(more.get("within")) and more.get("hours") != "always"
    return indicator("lead_time", **(terms | ({"used_up_at_close": "close"} if in_time else {}) | more))


def rate(**more: Any) -> dict[str, Any]:
    """Incidents opened in the month for each 100 users; at most 5."""
    terms = {
        "tickets": {"kinds": ["incident"]},
        "count": "tickets",
        "month_of": "opened",
        "per": 100,
        "volume": {"of": "users"},
        "target": {"to": 5},
    }
    return indicator("rate", **(terms | more))


def duty(**more: Any) -> dict[str, Any]:
    """Number of root causes not told within 5 working days after a P1 was closed; none are to."""
    terms = {
        "tickets": {"kinds": ["incident"], "priorities": ["P1"]},
        "start": {"event": "state", "states": ["closed"], "which": "first"},
        "end": {"event": "field", "field": "root_cause", "value": "told", "which": "first"},
        "hours": "office",
        "cancels_in": ["cancelled"],
        "within": {"limit": {"working_days": 5}},
        "result": "missed",
        "target": {"to": 0},
    }
    return indicator("duty", **(terms | more))


def periodic_duty(**more: Any) -> dict[str, Any]:
    """Share of monthly reports delivered within 5 working days."""
    terms = {
        "after_each": "month",
        "within": {"working_days": 5},
        "hours": "office",
        "done": "report_delivered",
        "result": "share_in_time",
    }
    if "time" in {**terms, **more}["within"]:
        terms["used_up_at_close"] = "close"
    return indicator("periodic_duty", **(terms | more))


def survey_index(**more: Any) -> dict[str, Any]:
    """NKI of three questions from 1 to 10."""
    terms = {
        "questions": [{"measure": name, "weight": 1} for name in ("whole", "expected", "ideal")],
        "scale": {"lowest": 1, "highest": 10},
        "response": None,
        "target": {"from": 70},
    }
    return indicator("survey_index", **(terms | more))


def imported(**more: Any) -> dict[str, Any]:
    """A share counted elsewhere."""
    return indicator("imported", **({"measure": "answered", "unit": "share"} | more))


def availability(**more: Any) -> dict[str, Any]:
    """Availability of T2 under the rules called `plain`."""
    return indicator("availability", **({"services": ["T2"], "rules": "plain"} | more))


def share_of_units(**more: Any) -> dict[str, Any]:
    """Share of schools whose own availability on T2 reached 99 %."""
    terms = {"services": ["T2"], "segment": "schools", "rules": "plain", "unit_target": {"from": "99 %"}}
    return indicator("share_of_units", **(terms | more))


def outages(**more: Any) -> dict[str, Any]:
    """Number of outages of T2 that start in the month; one may."""
    terms = {
        "services": ["T2"],
        "rules": "plain",
        "measure": "count",
        "month_of": "starts",
        "target": {"to": 1},
    }
    return indicator("outages", **(terms | more))


def outage_limits(**more: Any) -> dict[str, Any]:
    """Limits on the outages of T2: one a month, 4 h a month, six in twelve months."""
    terms = {
        "services": ["T2"],
        "rules": "plain",
        "month_of": "starts",
        "limits": [
            {"measure": "count", "at_most": 1, "over": "month"},
            {"measure": "total", "at_most": "4 h", "over": "month"},
            {"measure": "count", "at_most": 6, "over": "rolling_12_months"},
        ],
        "target": {"to": "100 %"},
    }
    return indicator("outage_limits", **(terms | more))


def composite(name: str, **made_of: Any) -> dict[str, Any]:
    """A service with the hours of T2, made of others."""
    return {"id": name, "label": LABEL, "hours": "office", "users": 1000, "made_of": made_of}


CREDITS: dict[str, Any] = {
    "per_point": "0.5 %",
    "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
    "service_cap": "12 %",
    "total_cap": "10 %",
    "cap_order": "service_first",
    "rounding": {"to": 1, "method": "half_up"},
    "claim_lapses_after_months": 3,
}
"""The penalty of the example contract (domain.md 8.5)."""

SCORECARD: dict[str, Any] = {
    "months": 2,
    "areas": [{"id": "levels", "label": LABEL, "weight": 100, "measures": [{"indicators": ["K"]}]}],
    "bands": [
        {"id": "good", "label": LABEL, "at_least": 80},
        {"id": "fair", "label": LABEL, "at_least": 50},
        {"id": "failed", "label": LABEL, "at_least": 0},
    ],
    "floor": {"area_below": 40, "not_above": "fair"},
}

CONTENT: dict[str, Any] = {
    "contract": {
        "id": "small",
        "title": LABEL,
        "reference": "KS 2026/1",
        "customer": "Exempelstaden",
        "supplier": "Leverantör X",
        "time_zone": "Europe/Stockholm",
        "currency": "SEK",
    },
    "term": {"first_day": "2026-01-01", "last_day": "2027-12-31"},
    "segments": [{"id": "schools", "label": LABEL}, {"id": "offices", "label": LABEL}],
    "units": [
        {"id": "north", "label": "Norra skolan", "segment": "schools", "users": 300},
        {"id": "south", "label": "Södra skolan", "segment": "schools", "users": 100},
        {"id": "hall", "label": "Stadshuset", "segment": "offices", "users": 600},
    ],
    "holidays": {
        "swedish": {"country": "SE", "eves": ["Midsommarafton", "Julafton", "Nyårsafton"]},
    },
    "service_hours": {"desk": hours("07:00", "18:00"), "office": hours("07:00", "17:00")},
    "working_days": "office",
    "services": [
        {"id": "T1", "label": LABEL, "hours": "desk", "users": 1000, "monthly_fee": 3600000},
        {"id": "T2", "label": LABEL, "hours": "office", "users": 1000, "monthly_fee": 10800000},
    ],
    "tickets": {
        "priority_taken": "last",
        "kind_taken": "last",
        "service_taken": "last",
        "unit_taken": "last",
        "straddling": "attribution",
    },
    "clocks": {"resolution": clock(), "around_the_clock": clock(hours="always")},
    "availability_rules": {"plain": availability_rules()},
    "indicators": [time_within_target()],
    "credits": CREDITS,
    "scorecard": None,
    "reporting": {"report_by_working_day": 5, "objections_within_working_days": 20, "smallest_group": 5},
}


def content(*indicators: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The content of the small contract, with `indicators` where any are given, and with `changes`."""
    found = deepcopy(CONTENT) | changes
    return found | {"indicators": list(indicators)} if indicators else found


def contract(*indicators: dict[str, Any], **changes: Any) -> Contract:
    """The small contract with `indicators` and `changes`."""
    return Contract.model_validate(content(*indicators, **changes))
