"""How things stand, as a test tells them: months, outcomes, forecasts, open tickets."""

from datetime import date
from fractions import Fraction
from typing import Any

from evaluator.contract.triggers import LeadsTo
from evaluator.core.burn_rates import BurnRate
from evaluator.core.confidence.prospects import Basis, Forecast, Occasion, Projection
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.results.published import Evaluation
from evaluator.results.standing import OpenCase, SourceHeard, Standing, StandingMonth
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant

NOW = instant("2026-11-10 12:00")
DAY = date(2026, 11, 10)


def evaluation(period: str, known_at: int = NOW, evaluated_at: int = NOW) -> Evaluation:
    return Evaluation(1, period, "contract", "exclusions", 1, known_at, "program", evaluated_at)


def month(
    period: str = "2026-11", *, is_over: bool = False, evaluated_at: int = NOW, **more: Any
) -> StandingMonth:
    """A month of which nothing is said but what `more` says."""
    empty: dict[str, Any] = {
        "outcomes": (),
        "forecasts": (),
        "credits": (),
        "credit_totals": (),
        "triggers": (),
        "score": None,
        "burn_rates": (),
        "health": (),
        "seal": None,
    }
    return StandingMonth(evaluation=evaluation(period, NOW, evaluated_at), is_over=is_over, **(empty | more))


def figure(value: Fraction) -> Figure:
    return Figure(value.numerator, value.denominator, 1, None, 1, 1, value, value)


def outcome(
    verdict: Verdict,
    value: Fraction | None = Fraction(85, 100),
    indicator: str = "K",
    view: View = View.AFTER_EXCLUSIONS,
    scope: Scope | None = None,
) -> Outcome:
    return Outcome(
        indicator=indicator,
        period="2026-10",
        scope=Scope("T1") if scope is None else scope,
        view=view,
        figure=None if value is None else figure(value),
        verdict=verdict,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )


def forecast(
    low: Fraction | None,
    high: Fraction | None,
    occasion: Occasion = Occasion.LAST_DAY,
    on_day: date = date(2027, 12, 31),
    indicator: str = "K",
) -> Forecast:
    return Forecast(indicator, "T1", occasion, "", on_day, Projection(Basis.RANGE, 6, None, low, high))


def burn(window: int, missed: int, counted: int = 1000, allowed: Fraction = Fraction(1, 10)) -> BurnRate:
    return BurnRate("K", "T1", window, missed, counted, allowed)


def open_case(due_at: int | None, **more: Any) -> OpenCase:
    terms: dict[str, Any] = {
        "indicator": "K",
        "ticket": "INC1",
        "cycle": 0,
        "service": "T1",
        "unit": "",
        "segment": "",
        "priority": "P2",
        "used": 3600,
        "limit": 7200,
        "in_working_days": False,
        "missed": False,
        "due_at": due_at,
    }
    return OpenCase(**(terms | more))


def trigger_state(name: str, reached: int, needed: int, **more: Any) -> TriggerState:
    terms: dict[str, Any] = {
        "trigger": name,
        "view": View.AFTER_EXCLUSIONS.value,
        "leads_to": LeadsTo.RIGHT_TO_TERMINATE,
        "indicator": "",
        "service": "",
        "is_open": reached >= needed,
        "reached": reached,
        "needed": needed,
        "months": (),
    }
    return TriggerState(**(terms | more))


def heard(last_success_at: int | None) -> SourceHeard:
    return SourceHeard("desk", NOW, last_success_at, "", "")


def standing(
    running: StandingMonth | None = None, finished: StandingMonth | None = None, **more: Any
) -> Standing:
    terms: dict[str, Any] = {"contract": small.contract(), "sources": {}}
    return Standing(running=running, finished=finished, **(terms | more))
