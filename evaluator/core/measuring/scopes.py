"""Scopes: the services, segments and units an indicator has outcomes for."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicators import IndicatorTerms, Measured
from evaluator.core.measuring.figures import FigureOf, share_figure, share_of
from evaluator.core.outcomes import Figure, Scope

Flags = npt.NDArray[np.bool_]


def whole_scopes(indicator: IndicatorTerms) -> list[Scope]:
    """Return the scopes the contract judges: each service, or all of them together."""
    if indicator.measured is Measured.PER_SERVICE:
        return [Scope(service=service) for service in indicator.services]
    return [Scope()]


def figures_by_scope(
    indicator: IndicatorTerms, cases: pd.DataFrame, figure_of: FigureOf
) -> Iterator[tuple[Scope, Figure]]:
    """Yield the figure of every whole scope, its segments and (for shares of cases) its units.

    A whole scope has a figure even without cases; segments and units only with.
    """
    for whole in whole_scopes(indicator):
        rows = cases if not whole.service else cases.loc[(cases["service"] == whole.service).to_numpy()]
        yield whole, figure_of(rows)
        for segment, part in rows.groupby("segment", observed=True):
            if segment != "":
                yield Scope(whole.service, str(segment)), figure_of(part)
        if figure_of is share_figure:
            yield from _units(whole, rows)


def _units(whole: Scope, rows: pd.DataFrame) -> Iterator[tuple[Scope, Figure]]:
    """The share of each unit, counted over all of them at once."""
    unknown = rows["unknown"].to_numpy(dtype=bool)
    counted = pd.DataFrame(
        {
            "segment": rows["segment"],
            "unit": rows["unit"],
            "cases": 1,
            "unknown": unknown.astype("int64"),
            "misses": (rows["missed"].to_numpy(dtype=bool) & ~unknown).astype("int64"),
        }
    )
    sums = counted.groupby(["segment", "unit"], observed=True, sort=True).sum()
    for (segment, unit), cases, unknowns, misses in zip(
        sums.index, sums["cases"].to_list(), sums["unknown"].to_list(), sums["misses"].to_list(), strict=True
    ):
        yield Scope(whole.service, str(segment), str(unit)), share_of(cases, unknowns, misses)
