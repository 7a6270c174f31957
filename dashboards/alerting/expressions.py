"""Expressions of Prometheus over the gauges that the service exports."""

from fractions import Fraction

from evaluator.contract.bands import Range


def gauge(name: str, **labels: str) -> str:
    """Return the gauge `supplierwatch_<name>` with these labels, in the order given."""
    matchers = ",".join(f'{label}="{_escaped(value)}"' for label, value in labels.items())
    return f"supplierwatch_{name}{{{matchers}}}"


def decimal(number: Fraction | int) -> str:
    """Return a number as Prometheus reads it: the shortest decimal of the floating point number it is."""
    exact = Fraction(number)
    return str(exact.numerator) if exact.denominator == 1 else repr(float(exact))


def both_above(long_window: str, short_window: str, factor: Fraction) -> str:
    """Return that two burn rates, which differ in their label `window`, are both strictly above `factor`."""
    limit = decimal(factor)
    return f"{long_window} > {limit} and ignoring (window) {short_window} > {limit}"


def beyond(value: str, target: Range) -> str:
    """Return that a value lies above the highest end of `target`; raises ValueError where that is open."""
    highest = target.highest
    if highest is None:
        raise ValueError("the target has no highest end")
    sign = ">" if target.to is not None else ">="
    return f"{value} {sign} {decimal(highest)}"


def between(value: str, lowest: int, highest: int) -> str:
    """Return that a number of days lies from `lowest` to `highest`, both included."""
    return f"{value} >= {lowest} <= {highest}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
