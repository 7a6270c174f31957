"""Imported measurements: sums of what a source counted, with how much of the period it covers."""

from fractions import Fraction

import numpy as np
import pandas as pd

from evaluator.contract.indicators import Imported
from evaluator.core.hours import ServiceHours
from evaluator.core.outcomes import Figure
from evaluator.core.periods import Period


def measurements_of(indicator: Imported, measurements: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the measurements of `indicator` that lie wholly inside `period`."""
    rows = (
        (measurements["measure"].astype(str) == indicator.measure)
        & (measurements["from_at"] >= period.starts_at)
        & (measurements["to_at"] <= period.ends_at)
    )
    return measurements.loc[rows]


def imported_figure(rows: pd.DataFrame, hours: ServiceHours, period: Period) -> Figure | None:
    """Return the sum of numerators over the sum of denominators; None where nothing was measured.

    How complete it is says the share of the open seconds of `hours` in `period` that the rows cover.
    What the uncovered rest would have shown nobody can say: an incomplete figure has no bounds.
    """
    if rows.empty:
        return None
    numerator, denominator = _exact_sum(rows["numerator"]), _exact_sum(rows["denominator"])
    sizes = rows["sample_size"]
    size = denominator if bool(sizes.isna().any()) else _exact_sum(sizes)
    expected = int(hours.elapsed(np.array([period.starts_at]), np.array([period.ends_at]))[0])
    known = _covered(rows, hours)
    value = None if denominator == 0 else Fraction(numerator, denominator)
    bound = value if known >= expected else None
    return Figure(numerator, denominator, size, None, min(known, expected), expected, bound, bound)


def response_rate(rows: pd.DataFrame) -> Fraction | None:
    """Return answers by people asked; None where that is not known."""
    if rows.empty or bool(rows["population"].isna().any()) or bool(rows["sample_size"].isna().any()):
        return None
    asked = _exact_sum(rows["population"])
    return None if asked == 0 else Fraction(_exact_sum(rows["sample_size"]), asked)


def _exact_sum(values: pd.Series) -> int:
    return int(values.astype("int64").sum())


def _covered(rows: pd.DataFrame, hours: ServiceHours) -> int:
    """Open seconds in the union of what the rows cover."""
    ordered = rows.sort_values("from_at")
    starts, ends = ordered["from_at"].to_numpy(dtype=np.int64), ordered["to_at"].to_numpy(dtype=np.int64)
    reached = np.maximum.accumulate(ends)
    begin = np.maximum(starts, np.concatenate([starts[:1], reached[:-1]]))
    return int(hours.elapsed(begin, np.maximum(begin, ends)).sum())
