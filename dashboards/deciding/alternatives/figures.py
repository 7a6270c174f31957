"""The findings as a JSON document: exact values as text, what was drawn as it was counted."""

from fractions import Fraction
from typing import Any

from dashboards.deciding.alternatives.findings import AlternativesFindings, CostFindings
from evaluator.core.deciding.alternatives.acceptability import Acceptability
from evaluator.core.deciding.alternatives.costs import to_minor_units
from evaluator.core.deciding.alternatives.tipping import Hold, Tip
from evaluator.core.deciding.alternatives.values import Total


def alternatives_document(findings: AlternativesFindings) -> dict[str, Any]:
    """Return all figures; fractions are text such as `47/100`, amounts text to the hundredth."""
    space = findings.space
    return {
        "period": findings.source.results.period.name,
        "evaluation": findings.source.results.evaluation.number,
        "file": findings.source.file,
        "content_hash": findings.source.content_hash,
        "seed": findings.source.seed,
        "draws": findings.terms.simulation.draws,
        "totals": [_total(one) for one in findings.totals],
        "order": [list(place) for place in findings.order],
        "missing": [list(one) for one in findings.missing],
        "holds": [_hold(one) for one in findings.holds],
        "weight_space": {
            "method": space.method.value,
            "shares": {name: str(share) for name, share in space.shares},
        },
        "places": {one.alternative: _places(one) for one in findings.acceptability},
        "told_apart": {
            "first": findings.separation.first,
            "closest": findings.separation.closest,
            "share": str(findings.separation.share),
            "needed": str(findings.separation.needed),
        },
        "readings": [
            {
                "reading": one.reading.value,
                "segment": one.segment,
                "order": [list(place) for place in one.order],
                "moved": one.moved,
            }
            for one in findings.variants
        ],
        "feasibility": {
            name: {
                "state": found.state.value,
                "probability": None if found.probability is None else float(found.probability),
            }
            for name in findings.model.alternatives
            for found in [findings.feasibility_of(name)]
        },
        "costs": None if findings.costs is None else _costs(findings.costs),
    }


def _total(one: Total) -> dict[str, Any]:
    return {
        "alternative": one.alternative,
        "total": _text(one.total),
        "low": str(one.low),
        "high": str(one.high),
        "contributions": {name: _text(part) for name, part in one.contributions},
        "below_floor": list(one.beyond_floor),
    }


def _hold(one: Hold) -> dict[str, Any]:
    return {
        "criterion": one.criterion,
        "weight": str(one.weight),
        "below": _tip(one.below),
        "above": _tip(one.above),
    }


def _tip(tip: Tip | None) -> dict[str, str] | None:
    return None if tip is None else {"weight": str(tip.weight), "alternative": tip.alternative}


def _places(one: Acceptability) -> dict[str, Any]:
    return {
        "places": list(one.places),
        "first_alone": one.first_alone,
        "median": one.median,
        "low": one.low,
        "high": one.high,
        "below_floor": str(one.beyond_floor),
    }


def _costs(costs: CostFindings) -> dict[str, Any]:
    return {
        "confidential": costs.terms.is_confidential,
        "first_month": costs.terms.first_month,
        "months": costs.terms.months,
        "reference": costs.terms.reference,
        "missing": [list(one) for one in costs.missing],
        "totals": {name: str(to_minor_units(one.total)) for name, one in costs.totals.items()},
        "paid_once": {name: str(to_minor_units(one.once)) for name, one in costs.totals.items()},
        "break_even": {
            name: {
                "to_cover": str(to_minor_units(one.to_cover)),
                "month": one.month,
                "probability": str(costs.chances[name].share) if name in costs.chances else None,
            }
            for name, one in costs.break_evens.items()
        },
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
