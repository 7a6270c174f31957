"""Imported measurements: sums of what a source counted, with how much of the period it covers."""

from fractions import Fraction

import pandas as pd

from evaluator.contract.indicators import Imported
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.measuring.told import Told, exact_sum, response_rate, told_by_scope
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.periods import Period


def measure_imported(indicator: Imported, book: TicketBook, period: Period) -> dict[Scope, Figure | None]:
    """Return the figure of each whole scope, segment and unit, with its response rate where one is known.

    Only measurements of the indicator's own sources count.
    """
    found = told_by_scope(indicator, [indicator.measure], indicator.data, book, period)
    return {told.scope: _figure(indicator, told) for told in found}


def _figure(indicator: Imported, told: Told) -> Figure | None:
    """The sum of numerators over the sum of denominators; None where nothing was measured.

    A share of which one row is none (more good than all) has no value.

    How complete it is says the share of the open seconds of all services that rows of theirs cover. What
    the uncovered rest would have shown nobody can say: an incomplete figure has no bounds.
    """
    rows = told.of(indicator.measure)
    if rows.empty:
        return None
    if indicator.is_share and not _are_shares(rows):
        return _contradicted(told, rows)
    numerator, denominator = exact_sum(rows["numerator"]), exact_sum(rows["denominator"])
    expected, known = told.expected, told.known(rows)
    value = None if denominator == 0 else Fraction(numerator, denominator)
    bound = value if known == expected else None
    return Figure(
        numerator=numerator,
        denominator=denominator,
        sample_size=_sample_size(rows, denominator),
        misses=_misses(indicator, numerator, denominator),
        known=known,
        expected=expected,
        low=bound,
        high=bound,
        response=response_rate(rows),
    )


def _are_shares(rows: pd.DataFrame) -> bool:
    """Whether no row counted more than there was, or less than nothing."""
    return bool(((rows["numerator"] >= 0) & (rows["numerator"] <= rows["denominator"])).all())


def _contradicted(told: Told, rows: pd.DataFrame) -> Figure:
    """The figure of rows of which one contradicts itself: nothing of it is known, not even the misses.

    Capping that row, or leaving it out, would make a fault of the source look like a share.
    """
    return Figure(
        numerator=0,
        denominator=0,
        sample_size=0,
        misses=None,
        known=0,
        # Something was told, so that the period is not an empty one even where nothing was open.
        expected=max(told.expected, 1),
        low=None,
        high=None,
        response=response_rate(rows),
    )


def _misses(indicator: Imported, numerator: int, denominator: int) -> int | None:
    """A share that should be high misses in what is left of it, one that should be low in what it counts."""
    if indicator.unit != "share":
        return None
    return numerator if indicator.target.lowest is None else denominator - numerator


def _sample_size(rows: pd.DataFrame, denominator: int) -> int:
    sizes = rows["sample_size"]
    return denominator if bool(sizes.isna().any()) else exact_sum(sizes)
