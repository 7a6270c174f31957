"""The report as JSON for programs: exact values, with the wording people see beside them."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from collector.instants import format_instant
from dashboards.figure_keys import FigureKind, credit_key, outage_key
from dashboards.report.context import Context, context_of, value_of
from dashboards.report.grouping import SideBySide, side_by_side
from dashboards.report.json_exclusions import exclusion_documents, removed_document
from dashboards.report.json_follow_up import follow_up_document
from dashboards.report.json_money import money_document
from dashboards.report.json_outlook import CONFIDENCE_DIGITS, forecast_of, trend_of
from dashboards.report.reconciled_document import reconciliation_document
from dashboards.report.seal import seal_document
from dashboards.report.statements import measured_scope
from dashboards.report.values import format_difference, value_form
from dashboards.report.verdicts import value_text
from dashboards.wording import wording
from dashboards.wording.terms import verdict_word
from evaluator.core.follow_up.summary import FollowUp
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Figure, Outcome, Scope, View
from evaluator.results.published import ComparedStatement, OutageEvidence, PeriodResults, TicketEvidence

FORM_VERSION = 1


def render_json(results: PeriodResults, language: str, follow_up: FollowUp | None = None) -> str:
    """Return the report of `results` as one JSON document.

    Instants are ISO 8601 in UTC, money and other decimals text, shares numerator and denominator as
    counted; confidence is rounded to 6 digits. Where cases are too few the figures are null.
    """
    context = context_of(results, wording(language))
    document = {
        "form": {"name": "supplierwatch report", "version": FORM_VERSION, "language": language},
        **_head(context),
        "outcomes": [_outcome(context, one) for one in side_by_side(context)],
        "forecasts": [
            forecast_of(one) | {"explain": context.keys.of_outcome(one.indicator, Scope(one.service))}
            for one in results.forecasts
        ],
        "credits": [_credit(results.period.name, one) for one in results.credits],
        "credit_history": [
            {"period": one.period, **_credit(one.period, one.credit)} for one in results.credit_history
        ],
        **money_document(results),
        "score": score_document(context),
        "statements": [_statement(context, one) for one in results.statements],
        "reconciliation": reconciliation_document(context),
        "tickets": [ticket_document(one) for one in results.tickets],
        "outages": [outage_document(one) for one in results.outages],
        "exclusions": exclusion_documents(results),
        "health": [_health(vars(one)) for one in results.health],
        **follow_up_document(follow_up),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _head(context: Context) -> dict[str, Any]:
    card, period = context.contract.contract, context.results.period
    return {
        "contract": plain(
            {
                "id": card.id,
                "title": card.title.in_language(context.wording.language),
                "reference": card.reference,
                "customer": card.customer,
                "supplier": card.supplier,
                "time_zone": card.time_zone,
                "currency": card.currency,
                "targets_are_assumed": card.targets_are_assumed,
                "last_day": context.contract.term.current_last_day,
                "options": [option.model_dump(mode="json") for option in context.contract.term.options],
            }
        ),
        "period": {
            "name": period.name,
            "starts_at": format_instant(period.starts_at),
            "ends_at": format_instant(period.ends_at),
        },
        "evaluation": evaluation_document(context),
        "seal": seal_document(context),
    }


def evaluation_document(context: Context) -> dict[str, Any]:
    """Return which evaluation the figures come from."""
    evaluation = context.results.evaluation
    instants = {"known_at": evaluation.known_at, "evaluated_at": evaluation.evaluated_at}
    found: dict[str, Any] = plain(vars(evaluation))
    return found | {name: format_instant(instant) for name, instant in instants.items()}


def _outcome(context: Context, one: SideBySide) -> dict[str, Any]:
    indicator = context.indicators.get(one.indicator)
    language = context.wording.language
    return {
        "indicator": one.indicator,
        "label": "" if indicator is None else indicator.label.in_language(language),
        "value_is": None if indicator is None else value_form(indicator).value,
        **_scope(one.scope),
        "explain": context.keys.of_outcome(one.indicator, one.scope),
        "too_few": one.too_few,
        "views": {
            view.value: outcome_document(context, one.views[view], too_few=one.too_few)
            for view in View
            if view in one.views
        },
        "difference": None if one.too_few else _difference(context, one),
    }


def _scope(scope: Scope) -> dict[str, str]:
    return {"service": scope.service, "segment": scope.segment, "unit": scope.unit}


def outcome_document(context: Context, outcome: Outcome, *, too_few: bool) -> dict[str, Any]:
    """Return one outcome in one view; without figures where its cases are too few."""
    indicator = context.indicators.get(outcome.indicator)
    if too_few or indicator is None:
        return {"verdict": None, "figure": None, "shown": context.wording.text("too few")}
    return {
        "verdict": outcome.verdict.value,
        "verdict_word": verdict_word(outcome.verdict, context.wording),
        "shown": value_text(indicator, outcome, context.wording),
        "figure": None if outcome.figure is None else _figure(outcome.figure),
        "points": outcome.points,
        "repeated": outcome.repeated,
        "points_after_repeat": outcome.points_after_repeat,
        "confidence": None
        if outcome.confidence is None
        else [round(end, CONFIDENCE_DIGITS) for end in outcome.confidence],
        "trend": None if outcome.trend is None else trend_of(outcome.trend),
        "budget": None if outcome.budget is None else plain(vars(outcome.budget)),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = plain(vars(figure))
    return found


def _difference(context: Context, one: SideBySide) -> dict[str, Any] | None:
    indicator = context.indicators.get(one.indicator)
    before = value_of(one.views.get(View.AS_MEASURED))
    after = value_of(one.views.get(View.AFTER_EXCLUSIONS))
    if indicator is None or before is None or after is None:
        return None
    difference: dict[str, Any] = plain(after - before)
    shown = format_difference(indicator, after - before, context.wording)
    return difference | {"shown": shown, **plain(removed_document(indicator, context.contract, one.views))}


def score_document(context: Context) -> dict[str, Any] | None:
    """Return the score with its areas; None where the contract makes none."""
    score, keys = context.results.score, context.keys
    if score is None:
        return None
    areas = [vars(area) | {"explain": keys.of(FigureKind.SCORE, area.area)} for area in score.areas]
    document: dict[str, Any] = plain(vars(score) | {"explain": keys.of(FigureKind.SCORE), "areas": areas})
    return document


def _credit(period: str, credit: ServiceCredit) -> dict[str, Any]:
    names = {
        kind.value: credit_key(period, kind, credit.service)
        for kind in (FigureKind.CREDIT, FigureKind.POINTS)
    }
    found: dict[str, Any] = plain(vars(credit))
    return found | {
        "explain": names[FigureKind.CREDIT],
        "explain_points": names[FigureKind.POINTS],
    }


def _statement(context: Context, statement: ComparedStatement) -> dict[str, Any]:
    known = statement.measured
    return {
        "indicator": statement.indicator,
        **_scope(statement.scope),
        "explain": context.keys.of_outcome(statement.indicator, measured_scope(statement)),
        "together": statement.together,
        "stated": plain(statement.stated),
        "measured": plain(known),
        "difference": None if known is None else plain(statement.stated - known),
    }


def ticket_document(ticket: TicketEvidence) -> dict[str, Any]:
    """Return one ticket behind an outcome."""
    found: dict[str, Any] = plain(vars(ticket))
    ended = ticket.ended_at
    return found | {
        "explain": ticket.ticket,
        "opened_at": format_instant(ticket.opened_at),
        "ended_at": None if ended is None else format_instant(ended),
        "due_at": None if ticket.due_at is None else format_instant(ticket.due_at),
    }


def outage_document(outage: OutageEvidence) -> dict[str, Any]:
    """Return one outage behind an availability."""
    found: dict[str, Any] = plain(vars(outage))
    ends = outage.ends_at
    return found | {
        "explain": outage_key(outage.service, outage.unit, format_instant(outage.starts_at)),
        "starts_at": format_instant(outage.starts_at),
        "ends_at": None if ends is None else format_instant(ends),
    }


def _health(health: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plain(health)
    for name in ("last_success_at", "reached_at"):
        found[name] = None if health[name] is None else format_instant(health[name])
    last = health["last_intake_at"]
    return found | {"last_intake_at": None if last is None else format_instant(last)}


def plain(value: Any) -> Any:
    """Return `value` as JSON holds it: shares as numerator and denominator, decimals and dates as text."""
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
