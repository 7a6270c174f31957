"""Statements: the supplier's own figures beside ours as measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.core.periods import Period


@dataclass(frozen=True)
class Statement:
    """A figure of the supplier's for an indicator and the scope it names.

    `measured` is ours, None where we have none; with `together` it is of all services of the indicator, as
    the contract measures them, and the supplier's of the one it names.
    """

    indicator: str
    scope: Scope
    stated: Fraction
    measured: Fraction | None
    together: bool = False


def compare_statements(
    statements: pd.DataFrame, outcomes: Sequence[Outcome], month: Period
) -> tuple[Statement, ...]:
    """Return the statements whose period ends in `month`, each beside the outcome of its scope.

    A statement about one service, of an indicator that is measured over several together, stands beside the
    outcome of all of them, and says so: each keeps its own place, as none is the figure of the whole.
    Statements about indicators or units without an outcome have nothing to stand beside.
    """
    ours = {
        (outcome.indicator, outcome.scope.service, outcome.scope.unit): outcome
        for outcome in outcomes
        if outcome.view is View.AS_MEASURED and (outcome.scope.is_whole or outcome.scope.unit)
    }
    ends = statements["to_at"].to_numpy(dtype=np.int64)
    rows = statements.loc[(ends > month.starts_at) & (ends <= month.ends_at)]
    words = [_words(rows[name]) for name in ("indicator", "service", "unit")]
    values = zip(rows["numerator"].to_list(), rows["denominator"].to_list(), strict=True)
    found: list[Statement] = []
    for indicator, service, unit, (numerator, denominator) in zip(*words, values, strict=True):
        own, whole = ours.get((indicator, service, unit)), ours.get((indicator, "", unit))
        outcome = whole if own is None else own
        if outcome is not None:
            value = None if outcome.figure is None else outcome.figure.value
            scope = replace(outcome.scope, service=service)
            stated = Fraction(numerator, denominator)
            found.append(Statement(indicator, scope, stated, value, together=own is None))
    return tuple(_latest(found))


def _words(values: pd.Series) -> list[str]:
    words: list[str] = values.astype("str").fillna("").to_list()
    return words


def _latest(statements: Iterable[Statement]) -> Iterable[Statement]:
    """One statement for each scope: where a source states a figure twice, the later row stands."""
    return {(one.indicator, one.scope): one for one in statements}.values()
