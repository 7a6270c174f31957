"""A reconciliation as JSON for programs: exact values, every difference."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from collector.instants import format_instant
from dashboards.figure_keys import outage_key
from dashboards.report.context import Context
from evaluator.core.outcomes import Scope
from evaluator.core.reconciliation.found import Effect, OutageDifference, TicketDifference


def reconciliation_document(context: Context, source: str = "") -> dict[str, Any]:
    """Return a reconciliation as one JSON document holds it: exact values, every difference.

    Instants are ISO 8601 in UTC, money text, shares numerator and denominator.
    """
    found, keys = context.results.reconciliation, context.keys
    return {
        "period": context.results.period.name,
        "sources": [_plain(vars(one)) for one in found.sources if source in ("", one.source)],
        "figures": [
            _plain(vars(one)) | {"explain": keys.of_outcome(one.indicator, Scope(one.service))}
            for one in found.figures
            if source in ("", one.source)
        ],
        "tickets": [_ticket(one) for one in found.tickets if source in ("", one.source)],
        "outages": [_outage(one) for one in found.outages if source in ("", one.source)],
    }


def _ticket(one: TicketDifference) -> dict[str, Any]:
    return _plain(vars(one)) | {"explain": one.ticket}


def _outage(one: OutageDifference) -> dict[str, Any]:
    return _plain(vars(one)) | {"explain": outage_key(one.service, one.unit, format_instant(one.starts_at))}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _cell(name, value) for name, value in values.items()}


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, Effect):
        return _plain(vars(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_cell("", one) for one in value]
    if name.endswith("_at") and isinstance(value, int):
        return format_instant(value)
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return str(value) if isinstance(value, Decimal) else value
