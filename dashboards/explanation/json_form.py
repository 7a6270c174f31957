"""The reckoning of a figure for programs: exact values, with the words people see beside them."""

from typing import Any

from collector.instants import format_instant
from dashboards.explanation.behind import outages_of, tickets_of
from dashboards.explanation.credit_lines import credits_in_view, lines_in_view
from dashboards.explanation.figures import explain_figure
from dashboards.explanation.parts import Heading, Sentence
from dashboards.explanation.telling import FigureFacts, find_outcome
from dashboards.explanation.verdict_rule import rule_of
from dashboards.figure_keys import FigureKind, FigureSubject
from dashboards.report.json_form import (
    evaluation_document,
    outage_document,
    outcome_document,
    plain,
    score_document,
    ticket_document,
)
from dashboards.report.json_money import trigger_document
from evaluator.core.outcomes import Outcome


def figure_document(facts: FigureFacts, key: str, subject: FigureSubject) -> dict[str, Any]:
    """Return one figure as JSON holds it: exact, with terms, evidence, inputs and the words of the page."""
    told = explain_figure(facts, subject)
    return {
        "explain": key,
        "view": facts.view.value,
        "title": told.title,
        **_figure(facts, subject),
        "words": [part.text for part in told.parts if isinstance(part, Sentence | Heading)],
        "evaluation": evaluation_document(facts.context),
        "inputs": [plain(vars(one)) | {"known_at": format_instant(one.known_at)} for one in facts.inputs],
    }


def _figure(facts: FigureFacts, subject: FigureSubject) -> dict[str, Any]:
    if subject.kind is FigureKind.SCORE:
        return {"score": score_document(facts.context), "area": subject.name}
    if subject.kind is FigureKind.TRIGGER:
        states = [one for one in facts.context.results.triggers if one.trigger == subject.name]
        return {"trigger": [trigger_document(one) for one in states if one.view == facts.view]}
    if subject.kind is not FigureKind.OUTCOME:
        found = [one for one in credits_in_view(facts) if subject.name in ("", one.service)]
        lines = [one for one in lines_in_view(facts) if subject.name in ("", one.service)]
        return {
            "credits": [plain(vars(one)) for one in found],
            "credit_lines": [plain(vars(one)) for one in lines],
        }
    outcome = find_outcome(facts, subject.name, subject.scope)
    return {} if outcome is None else _outcome(facts, outcome)


def _outcome(facts: FigureFacts, outcome: Outcome) -> dict[str, Any]:
    context = facts.context
    indicator = context.indicators.get(outcome.indicator)
    too_few = context.is_too_few(outcome)
    document = {
        "indicator": outcome.indicator,
        "service": outcome.scope.service,
        "segment": outcome.scope.segment,
        "unit": outcome.scope.unit,
        "outcome": outcome_document(context, outcome, too_few=too_few),
        "terms": None if indicator is None else indicator.model_dump(mode="json"),
    }
    if too_few or indicator is None:
        return document
    return document | {
        "rule": rule_of(outcome, indicator, is_over=context.is_over).value,
        "tickets": [ticket_document(one) for one in tickets_of(facts, outcome)],
        "outages": [outage_document(one) for one in outages_of(facts, outcome)],
    }
