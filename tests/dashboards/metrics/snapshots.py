"""How things stand at one moment, made by hand: figures of October and November 2026, and what is beside."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboards.metrics.snapshot import JobStanding, ProberStanding, Snapshot, SourceStanding
from evaluator.contract.contract import Contract
from evaluator.contract.triggers import LeadsTo
from evaluator.core.alerts.raising import Surroundings
from evaluator.core.alerts.signals import Report
from evaluator.core.burn_rates import BurnRate
from evaluator.core.confidence.prospects import Basis, Forecast, Occasion, Projection
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery
from evaluator.core.follow_up.ledger import CalculatedCredit, Ledger, LedgerFacts, make_ledger
from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Budget, Figure, Outcome, Scope, Verdict, View
from evaluator.core.score import Score
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.published import Evaluation, SourceHealth
from evaluator.results.standing import CaseCount, SourceHeard, Standing, StandingMonth
from tests.evaluator.october import contract_content, instant

NOW = instant("2026-11-10 12:00")
KNOWN_AT = instant("2026-11-10 11:45")
OPTION = {
    "id": "first",
    "label": {"sv": "Första", "en": "First"},
    "prolongs_to": "2028-12-31",
    "notice_by": "2026-12-10",
    "state": "open",
}


def contract() -> Contract:
    content = contract_content()
    content["term"]["options"] = [OPTION]
    return Contract.model_validate(content)


def figure(numerator: int = 19, denominator: int = 20, known: int = 20) -> Figure:
    value = Fraction(numerator, denominator)
    return Figure(numerator, denominator, denominator, denominator - numerator, known, 20, value, value)


def outcome(indicator: str = "P2", service: str = "T1", **more: Any) -> Outcome:
    given: dict[str, Any] = {
        "indicator": indicator,
        "period": "2026-11",
        "scope": Scope(service),
        "view": View.AFTER_EXCLUSIONS,
        "figure": figure(),
        "verdict": Verdict.MET,
        "points": 0,
        "repeated": False,
        "points_after_repeat": 0,
        "confidence": None,
        "budget": Budget(Fraction(2), Fraction(1)),
    }
    return Outcome(**given | more)


def count(**more: Any) -> CaseCount:
    return CaseCount(**{"indicator": "P2", "service": "T1", "about_to_miss": 1, "overdue": 0, **more})


def forecast(low: Fraction | None, high: Fraction | None) -> Forecast:
    projection = Projection(Basis.RANGE, 12, None, low, high)
    return Forecast("P2", "T1", Occasion.LAST_DAY, "", date(2027, 12, 31), projection)


def trigger() -> TriggerState:
    view = View.AFTER_EXCLUSIONS.value
    return TriggerState("fifty", view, LeadsTo.RIGHT_TO_TERMINATE, "", "T1", False, 49, 50, ())  # noqa: FBT003 - the fields in their order


def credit(view: View = View.AFTER_EXCLUSIONS, amount: str = "1500.50") -> ServiceCredit:
    share = Fraction(3, 200)
    return ServiceCredit("T1", view.value, 3, Decimal(100_000), share, share, Cap.NONE, Decimal(amount), ())


def month(period: str = "2026-11", *, is_over: bool = False, **more: Any) -> StandingMonth:
    evaluated_at = KNOWN_AT + 60
    given: dict[str, Any] = {
        "evaluation": Evaluation(1, period, "c", "x", 9, KNOWN_AT, "program", evaluated_at),
        "is_over": is_over,
        "outcomes": (outcome(),),
        "forecasts": (forecast(Fraction(1, 2), Fraction(99, 100)),),
        "credits": (credit(), credit(View.AS_MEASURED, "9")),
        "credit_totals": (),
        "triggers": (trigger(),),
        "score": Score((), Fraction(161, 2), Fraction(329, 4), "good", "good", ()),
        "burn_rates": (),
        "health": (SourceHealth("desk", NOW, "complete", "", 10, 2, 1, ("Parkerad",)),),
        "seal": None,
    }
    return StandingMonth(**given | more)


def running(**more: Any) -> StandingMonth:
    rates = (
        BurnRate("P2", "T1", 3600, 29, 200, Fraction(1, 100)),
        BurnRate("P2", "T1", 300, 0, 0, Fraction(1, 100)),
    )
    return month(**{"burn_rates": rates, **more})


def standing(**more: Any) -> Standing:
    given: dict[str, Any] = {
        "contract": contract(),
        "running": running(),
        "finished": month("2026-10", is_over=True),
        "sources": {"desk": SourceHeard("desk", NOW - 60, NOW - 120, "complete", "", NOW - 300)},
    }
    return Standing(**given | more)


def ledger(day: date) -> Ledger:
    """What can be claimed for October on `day`: until 31 January."""
    calculated = (CalculatedCredit("2026-10", "T1", Decimal("1500.50"), date(2027, 2, 1)),)
    return make_ledger(LedgerFacts("SEK", calculated, None), (), day)


def surroundings(**more: Any) -> Surroundings:
    given: dict[str, Any] = {
        "ledger": ledger(date(2026, 11, 10)),
        "silent_after": {"desk": 7200, "probe": 600},
        "reports_made": {Report.SUPPLIER: False, Report.OWN: True},
        "safe_starts": {"option2.expiry": date(2027, 1, 8)},
        "deliveries": {"desk": (ExpectedDelivery("2026-11", NOW + 3600, None, "", DeliveryState.AWAITED),)},
    }
    return Surroundings(**given | more)


def snapshot(**more: Any) -> Snapshot:
    given: dict[str, Any] = {
        "now": NOW,
        "standing": standing(),
        "beside": surroundings(),
        "terms": AlertTerms(),
        "jobs": (JobStanding("collect", NOW - 30, is_failing=False, overdue_seconds=0),),
        "probers": (ProberStanding("City hall", NOW - 20, 3, 60, 900, 2),),
        "sources": (SourceStanding("desk", is_left_alone=False, back_fill_left=3600, gone=0),),
        "messages_waiting": 2,
        "cases": (count(),),
    }
    return Snapshot(**given | more)
