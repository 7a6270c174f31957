"""Results made by hand: a small contract, one month of outcomes, two years behind it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from evaluator.contract.contract import Contract
from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import Period, month, month_name_before
from evaluator.core.score import AreaScore, Score
from evaluator.decisions.exclusions import Exclusion
from evaluator.results.published import (
    ComparedStatement,
    Evaluation,
    MonthCredit,
    OutageEvidence,
    PeriodResults,
    SourceHealth,
    TicketEvidence,
)

ZONE = ZoneInfo("Europe/Stockholm")
PERIOD = "2026-10"
KNOWN_AT = 1_794_200_400
"""2026-11-09 06:00 in Stockholm (05:00 UTC)."""

POINT_BANDS: list[dict[str, Any]] = [
    {"from": "85 %", "below": "90 %", "points": 1},
    {"from": "80 %", "below": "85 %", "points": 2},
    {"from": "70 %", "below": "80 %", "points": 3},
    {"below": "70 %", "points": 4},
]


def label(swedish: str, english: str) -> dict[str, str]:
    return {"sv": swedish, "en": english}


def indicator_content(name: str, kind: str, **changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": name,
        "kind": kind,
        "label": label(f"Nyckeltal {name}", f"Indicator {name}"),
        "services": ["T1"],
        "measured": "per_service",
        "data": ["tickets"],
        "target": {"from": "90 %"},
        "bands": POINT_BANDS,
        "minimum_sample": {"size": 20, "below": "count_misses", "points_by_misses": [0, 1, 2, 3, 4]},
        "empty_period": "not_assessable",
        "completeness_floor": "95 %",
        "consequence": "credit",
    }
    return content | changes


def indicators_content() -> list[dict[str, Any]]:
    opened_to_closed = {
        "start": {"event": "opened"},
        "end": {"event": "state", "states": ["closed"], "which": "last"},
        "hours": "weekdays",
    }
    return [
        indicator_content(
            "K03",
            "imported",
            label=label("Avbrutna samtal", "Abandoned calls"),
            data=["phone"],
            measure="abandoned",
            unit="share",
            target={"to": "7 %"},
            bands=[{"above": "7 %", "to": "9 %", "points": 1}, {"above": "9 %", "points": 2}],
        ),
        indicator_content(
            "K04",
            "count",
            label=label("Lösningstid P1", "Resolution time P1"),
            clause="bilaga 2, 4.1",
            services=["T1", "T3"],
            tickets={"kinds": ["incident"], "priorities": ["P1"]},
            count="tickets",
            that=[{"clock": "resolution", "longer_than": "4 h"}],
            month_of="opened",
            target={"to": 0},
            bands=[{"from": 1, "to": 1, "points": 1}, {"from": 2, "points": 2}],
            minimum_sample=None,
            empty_period="met",
        ),
        indicator_content(
            "K05",
            "time_within_target",
            label=label("Lösningstid P2", "Resolution time P2"),
            clause="bilaga 2, 4.2",
            services=["T1", "T3"],
            tickets={"kinds": ["incident"], "priorities": ["P2"]},
            clock="resolution",
            within={"limit": {"time": "8 h"}},
            month_of="opened",
        ),
        indicator_content(
            "K09b",
            "availability",
            label=label("Drifttillgänglighet B", "Availability B"),
            clause="bilaga 2, 5.2",
            services=["T3"],
            data=["monitoring"],
            rules="catalogue",
            target={"from": "99.5 %"},
            bands=[{"from": "99.25 %", "below": "99.5 %", "points": 1}, {"below": "99.25 %", "points": 2}],
            minimum_sample=None,
        ),
        indicator_content(
            "K10",
            "share_of_units",
            label=label("Drifttillgänglighet lektionstid", "Availability in lessons"),
            services=["T3"],
            data=["monitoring"],
            rules="catalogue",
            segment="schools",
            unit_target={"from": "99 %"},
            target={"from": "95 %"},
            bands=[{"below": "95 %", "points": 1}],
        ),
        indicator_content(
            "K12",
            "lead_time",
            label=label("Rotorsaksanalys i tid", "Root cause analysis in time"),
            measured="together",
            tickets={"kinds": ["incident"]},
            within={"limit": {"working_days": 10}},
            cancels_in=["cancelled"],
            result="longest_overrun",
            month_of="due",
            target={"to": 0},
            bands=[{"above": 0, "points": 1}],
            **opened_to_closed,
        ),
        indicator_content(
            "K13",
            "mean",
            label=label("Genomsnittlig lösningstid", "Mean resolution time"),
            tickets={},
            of={"clock": "resolution"},
            month_of="opened",
            target={"to": "8 h"},
            bands=[],
            minimum_sample=None,
            consequence="none",
        ),
        indicator_content(
            "K16",
            "imported",
            label=label("NKI", "Customer index"),
            data=["survey"],
            measure="index",
            unit="index",
            period="half_year",
            target={"from": 70},
            target_is_assumed=True,
            bands=[],
            minimum_sample=None,
            consequence="none",
        ),
    ]


def contract_content() -> dict[str, Any]:
    return {
        "contract": {
            "id": "example",
            "title": label("Gemensam it-service", "Shared IT service"),
            "reference": "KS 2021/0000",
            "customer": "Exempelstaden",
            "supplier": "Leverantör X",
            "time_zone": "Europe/Stockholm",
            "currency": "SEK",
        },
        "term": {
            "first_day": "2022-01-01",
            "last_day": "2026-12-31",
            "options": [
                {
                    "id": "o1",
                    "label": label("Option 1", "Option 1"),
                    "prolongs_to": "2028-12-31",
                    "notice_by": "2025-12-31",
                    "state": "used",
                    "decided_on": "2025-05-26",
                },
                {
                    "id": "o2",
                    "label": label("Option 2", "Option 2"),
                    "prolongs_to": "2030-12-31",
                    "notice_by": "2027-12-31",
                    "internal_last_day": "2027-12-17",
                    "state": "open",
                },
            ],
        },
        "segments": [
            {"id": "schools", "label": label("Skolor", "Schools")},
            {"id": "districts", "label": label("Stadsdelar", "Districts")},
        ],
        "units": [
            {"id": f"school-{number:02}", "label": f"Skola {number:02}", "segment": "schools", "users": 400}
            for number in range(1, 15)
        ],
        "service_hours": {
            "weekdays": {
                "label": label("vardagar", "weekdays"),
                "holidays": None,
                "openings": [
                    {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "07:00", "closes": "18:00"}
                ],
            }
        },
        "working_days": "weekdays",
        "services": [
            {
                "id": "T1",
                "label": label("Servicedesk", "Service desk"),
                "hours": "weekdays",
                "monthly_fee": 3_600_000,
            },
            {
                "id": "T3",
                "label": label("Server- och applikationsdrift", "Server and application operation"),
                "hours": "weekdays",
                "monthly_fee": 7_200_000,
            },
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
                "label": label("lösningstid", "resolution time"),
                "runs_in": ["active", "waiting_supplier"],
                "stops_in": ["resolved", "closed"],
                "cancels_in": ["cancelled"],
                "hours": "service",
                "priority_change": "keep",
                "used_up_at_close": "close",
                "reopening": {"rule": "continue", "within_working_days": 5},
            }
        },
        "availability_rules": {
            "catalogue": {
                "label": label("katalog", "catalogue"),
                "planned_maintenance": "exclude",
                "maintenance_notice_working_days": 10,
                "unknown": {"treat_as": "exclude"},
                "degraded": {"treat_as": "up"},
                "shortest_outage": "60 s",
                "denominator": "service_hours",
                "weighting": "users_affected",
            }
        },
        "indicators": indicators_content(),
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
                    "label": label("Servicenivåer", "Service levels"),
                    "weight": 80,
                    "measures": [{"indicators": ["K05", "K09b"]}],
                },
                {"id": "economy", "label": label("Ekonomi", "Economy"), "weight": 20, "measures": []},
            ],
            "bands": [
                {"id": "good", "label": label("God", "Good"), "at_least": 80},
                {"id": "fair", "label": label("Godtagbar", "Fair"), "at_least": 65},
                {"id": "poor", "label": label("Bristfällig", "Poor"), "at_least": 0},
            ],
            "floor": {"area_below": 40, "not_above": "poor"},
        },
        "reporting": {"report_by_working_day": 5, "objections_within_working_days": 20, "smallest_group": 5},
    }


def make_contract(**changes: Any) -> Contract:
    return Contract.model_validate(contract_content() | changes)


def figure(
    numerator: int,
    denominator: int,
    sample_size: int | None = None,
    misses: int | None = None,
    **changes: Any,
) -> Figure:
    value = None if denominator == 0 else Fraction(numerator, denominator)
    made = Figure(
        numerator=numerator,
        denominator=denominator,
        sample_size=denominator if sample_size is None else sample_size,
        misses=misses,
        known=denominator,
        expected=denominator,
        low=value,
        high=value,
    )
    return replace(made, **changes)


def outcome(
    indicator: str,
    verdict: Verdict,
    found: Figure | None,
    scope: Scope | None = None,
    view: View = View.AFTER_EXCLUSIONS,
    **changes: Any,
) -> Outcome:
    made = Outcome(
        indicator=indicator,
        period=PERIOD,
        scope=Scope() if scope is None else scope,
        view=view,
        figure=found,
        verdict=verdict,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )
    return replace(made, **changes)


def in_both_views(
    indicator: str, verdict: Verdict, found: Figure | None, scope: Scope | None = None, **changes: Any
) -> list[Outcome]:
    views = (View.AS_MEASURED, View.AFTER_EXCLUSIONS)
    return [outcome(indicator, verdict, found, scope, view, **changes) for view in views]


DESK, OPERATION = Scope("T1"), Scope("T3")


def whole_outcomes() -> list[Outcome]:
    met, missed = Verdict.MET, Verdict.MISSED
    return [
        *in_both_views("K03", met, figure(812, 12_345, misses=812), DESK),
        *in_both_views("K04", met, figure(0, 1, 3, 0), DESK),
        *in_both_views("K04", missed, figure(1, 1, 4, 1), OPERATION, points=1, points_after_repeat=1),
        *in_both_views("K05", met, figure(455, 500, misses=45), DESK, confidence=(0.8817, 0.9322)),
        # 84 of 100 as measured, 84 of 98 when two tickets are left out: one band up
        outcome(
            "K05",
            missed,
            figure(84, 100, misses=16),
            OPERATION,
            View.AS_MEASURED,
            points=2,
            repeated=True,
            points_after_repeat=4,
            confidence=(0.756, 0.899),
        ),
        outcome(
            "K05",
            missed,
            figure(84, 98, misses=14),
            OPERATION,
            points=1,
            repeated=True,
            points_after_repeat=2,
            confidence=(0.774, 0.912),
        ),
        outcome(
            "K05",
            met,
            figure(84, 93, misses=9),
            OPERATION,
            View.IF_PENDING_ACCEPTED,
            confidence=(0.826, 0.948),
        ),
        *in_both_views(
            "K09b",
            missed,
            figure(
                99_499_999,
                100_000_000,
                3,
                known=98_000_000,
                low=Fraction(975, 1000),
                high=Fraction(996, 1000),
            ),
            OPERATION,
            points=1,
            points_after_repeat=1,
        ),
        *in_both_views("K10", Verdict.NOT_ASSESSABLE, figure(0, 0, 0, known=0, expected=14), OPERATION),
        *in_both_views("K12", met, figure(0, 1, 5, 0)),
        *in_both_views("K13", Verdict.NOT_MEASURED, None, DESK),
    ]


def part_outcomes() -> list[Outcome]:
    met, missed = Verdict.MET, Verdict.MISSED
    schools, districts = Scope("T3", "schools"), Scope("T3", "districts")
    found = [
        *in_both_views("K05", met, figure(58, 60, misses=2), districts),
        *in_both_views("K05", missed, figure(26, 38, misses=12), schools),
        *in_both_views("K09b", met, figure(998, 1000, 1), districts),
        *in_both_views("K09b", missed, figure(990, 1000, 2), schools),
    ]
    for number in range(1, 14):
        unit = Scope("T3", "schools", f"school-{number:02}")
        found += in_both_views("K05", missed, figure(number, 20, misses=20 - number), unit)
    return [
        *found,
        *in_both_views("K05", missed, figure(1, 4, misses=3), Scope("T3", "schools", "school-14")),
    ]


def history_outcomes() -> list[Outcome]:
    found: list[Outcome] = []
    for back in range(23, 0, -1):
        period = month_name_before(PERIOD, back)
        good = back % 7 != 0
        verdict = Verdict.MET if good else Verdict.MISSED
        value = figure(90 + back % 4, 100) if good else figure(86, 100)
        if back == 10:
            verdict, value = Verdict.NOT_ASSESSABLE, figure(99, 100)
        found += [
            replace(outcome("K05", verdict, value, scope), period=period) for scope in (DESK, OPERATION)
        ]
        share = figure(99_600 + back, 100_000) if back % 9 else figure(99_300, 100_000)
        found.append(
            replace(
                outcome("K09b", Verdict.MET if back % 9 else Verdict.MISSED, share, OPERATION), period=period
            )
        )
    return found


def credit(service: str, view: View, points: int, fee: int, **changes: Any) -> ServiceCredit:
    share = points * Fraction(1, 200)
    made = ServiceCredit(
        service, view.value, points, Decimal(fee), share, share, Cap.NONE, Decimal(int(share * fee))
    )
    return replace(made, **changes)


def credits_now() -> tuple[ServiceCredit, ...]:
    return (
        credit("T1", View.AS_MEASURED, 0, 3_600_000),
        credit("T1", View.AFTER_EXCLUSIONS, 0, 3_600_000),
        credit("T1", View.IF_PENDING_ACCEPTED, 0, 3_600_000),
        # 6 points x 0.5 % x 7 200 000 = 216 000; 4 points 144 000; 2 points 72 000
        credit("T3", View.AS_MEASURED, 6, 7_200_000),
        credit("T3", View.AFTER_EXCLUSIONS, 4, 7_200_000),
        credit("T3", View.IF_PENDING_ACCEPTED, 2, 7_200_000),
    )


def ticket(key: str, **changes: Any) -> TicketEvidence:
    made = TicketEvidence(
        indicator="K05",
        ticket=key,
        service="T3",
        unit="school-01",
        segment="schools",
        priority="P2",
        opened_at=KNOWN_AT - 20 * 86_400,
        ended_at=KNOWN_AT - 18 * 86_400,
        used=9 * 3600 + 20,
        limit=8 * 3600,
        in_working_days=False,
        missed=True,
        unknown=False,
        waiting_user=3600,
        waiting_customer=0,
        waiting_third=1800,
        left_out_by="",
    )
    return replace(made, **changes)


def outage(**changes: Any) -> OutageEvidence:
    made = OutageEvidence(
        indicator="K09b",
        service="T3",
        unit="school-02",
        segment="schools",
        starts_at=KNOWN_AT - 30 * 86_400,
        ends_at=KNOWN_AT - 30 * 86_400 + 5400,
        state="down",
        counted=5400,
        planned=0,
        users_affected=None,
        left_out_by="",
    )
    return replace(made, **changes)


def exclusion(name: str, **changes: Any) -> Exclusion:
    content: dict[str, Any] = {
        "id": name,
        "proposed_by": "supplier",
        "proposed_on": "2026-11-04",
        "reason": "Nätet hos kunden var avstängt",
        "evidence": "Protokoll 12",
        "tickets": ["INC0001", "INC0002"],
        "decision": "pending",
    }
    return Exclusion.model_validate(content | changes)


def make_score() -> Score:
    return Score(
        areas=(
            AreaScore("levels", 80, Fraction(875, 10), Fraction(875, 10), Fraction(875, 10), 48),
            AreaScore("economy", 20, None, Fraction(0), Fraction(100), 0),
        ),
        low=Fraction(70),
        high=Fraction(90),
        band_low="fair",
        band_high="good",
        held_down_by=(),
    )


def make_evaluation() -> Evaluation:
    return Evaluation(
        number=31,
        period=PERIOD,
        contract_version="a" * 64,
        exclusions_version="b" * 64,
        horizon=1207,
        known_at=KNOWN_AT,
        program_version="0.1.0",
        evaluated_at=KNOWN_AT + 60,
    )


def make_period() -> Period:
    return month(PERIOD, ZONE)


def make_results(**changes: Any) -> PeriodResults:
    """Return a month of results; `changes` replace whole fields of PeriodResults."""
    whole = whole_outcomes()
    made = PeriodResults(
        contract=make_contract(),
        period=make_period(),
        evaluation=make_evaluation(),
        outcomes=(*whole, *part_outcomes()),
        history=(*history_outcomes(), *whole),
        credits=credits_now(),
        credit_history=tuple(
            MonthCredit(
                month_name_before(PERIOD, back),
                credit("T3", View.AFTER_EXCLUSIONS, back % 5, 7_200_000),
            )
            for back in range(20, 0, -1)
        ),
        score=make_score(),
        tickets=tuple(ticket(f"INC{number:04}", used=9 * 3600 + number * 60) for number in range(1, 41)),
        outages=(outage(), outage(state="degraded", counted=600, ends_at=None, users_affected=1250)),
        statements=(
            ComparedStatement("K05", OPERATION, Fraction(93, 100), Fraction(84, 98)),
            ComparedStatement("K13", DESK, Fraction(20_000), None),
        ),
        health=(
            SourceHealth("tickets", KNOWN_AT - 600, "complete", "", 120_345, 3, 12, ("Parkerad",)),
            SourceHealth("phone", None, "", "", 0, 0, 0, ()),
        ),
        exclusions=(
            exclusion("E1", decision="accepted", decided_by="Avtalsförvaltaren", decided_on="2026-11-06"),
            exclusion(
                "E2",
                tickets=[],
                interval={
                    "service": "T3",
                    "unit": "school-02",
                    "starts_at": "2026-10-05T08:00:00+02:00",
                    "ends_at": "2026-10-05T10:00:00+02:00",
                },
            ),
        ),
    )
    return replace(made, **changes)
