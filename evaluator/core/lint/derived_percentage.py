"""L03: a percentage that is not what the hours it was derived from give."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evaluator.contract.indicators import Availability
from evaluator.contract.monitoring_indicators import DerivedFrom
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, decimals, duration, percent

ID = "L03"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield each derived percentage that is neither its quotient rounded nor cut to as many decimals."""
    for path, indicator in examined.indicators():
        if not isinstance(indicator, Availability) or indicator.derived_from is None:
            continue
        target = indicator.target.lowest
        given = _quotient(indicator.derived_from)
        if target is None or _is_written_form(target * 100, given * 100):
            continue
        terms = indicator.derived_from
        found = f"{indicator.id} asks for {percent(target, 4)}, and its hours give {percent(given, 2)}"
        arithmetic = (
            f"1 - {duration(terms.outage)} / {duration(terms.of)} = {decimals(given * 100, 4)} %;"
            f" {percent(target, 4)} of {duration(terms.of)} leaves {duration((1 - target) * terms.of)}"
        )
        remedy = f"Write {percent(given)}, or the hours that {percent(target, 4)} gives; say which one stands"
        yield LintFinding(ID, (*path, "target"), found, arithmetic, remedy)


def _quotient(derived: DerivedFrom) -> Fraction:
    return 1 - Fraction(derived.outage, derived.of)


def _is_written_form(written: Fraction, exact: Fraction) -> bool:
    """Whether `written` is `exact` with as many decimals as it has itself, rounded or cut."""
    exponent = (Decimal(written.numerator) / written.denominator).normalize().as_tuple().exponent
    step = 10 ** max(-int(exponent), 0)
    cut, rounded = (exact * step).__floor__(), (exact * step + Fraction(1, 2)).__floor__()
    return written * step in (cut, rounded)
