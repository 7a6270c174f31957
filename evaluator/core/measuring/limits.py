"""Limits: what each ticket's time is held against."""

import pandas as pd

from evaluator.contract.clocks import TimeLimit
from evaluator.contract.indicators import LimitTerms
from evaluator.core.measuring.ticket_book import BookRows


def limits_of(within: LimitTerms, rows: BookRows) -> pd.Series:
    """Return the limit of each row in seconds or working days (`Int64`), missing where it has none."""
    if within.limit is not None:
        return pd.Series(_amount(within.limit), index=range(len(rows.rows)), dtype="Int64")
    words = rows.priority if within.limit_by == "priority" else rows.kind
    coded = words.astype("category")
    amounts = {name: _amount(limit) for name, limit in within.limits.items()}
    of_word = pd.array([*(amounts.get(str(word)) for word in coded.cat.categories), None], dtype="Int64")
    return pd.Series(of_word.take(coded.cat.codes.to_numpy()), index=words.index)


def _amount(limit: TimeLimit) -> int:
    if limit.working_days is not None:
        return limit.working_days
    assert limit.time is not None  # noqa: S101 - the contract's own check
    return limit.time
