"""Times used: within what half of the cases ended, and nine of ten, by indicator, service and priority."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from evaluator.core.deciding.tender.spread import HALF, NINE_TENTHS, nearest_rank


@dataclass(frozen=True)
class TimesUsed:
    """What cases of one priority used, on one service or (`service` empty) on all; `limits` are their own.

    `half` and `nine_tenths` are seconds, or working days where `in_working_days`, of the cases that ended;
    None where too few did. `cases` are all, `running` those that had not ended and `unknown` those of which
    nobody can tell; they are in none of the two. `left_out` are cases that agreed exclusions leave out.
    """

    indicator: str
    service: str
    priority: str
    in_working_days: bool
    cases: int
    running: int
    unknown: int
    left_out: int
    half: Fraction | None
    nine_tenths: Fraction | None
    limits: tuple[int, ...]


def times_used(evidence: pd.DataFrame, indicators: Sequence[str], smallest: int) -> tuple[TimesUsed, ...]:
    """Return the times of `indicators` (those that limit a time), of each service and of all together.

    `evidence` has the columns of the evidence of tickets, of all months; what fewer than `smallest` cases
    used is not told.
    """
    own = evidence.loc[evidence["indicator"].isin(list(indicators))]
    found = [
        _times(str(indicator), service, str(priority), rows, smallest)
        for (indicator, priority), of_both in own.groupby(["indicator", "priority"], observed=True)
        for service, rows in [("", of_both), *_by_service(of_both)]
    ]
    order = {name: place for place, name in enumerate(indicators)}
    return tuple(sorted(found, key=lambda one: (order[one.indicator], one.priority, one.service)))


def _by_service(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    found = [(str(service), own) for service, own in rows.groupby("service", observed=True)]
    return found if len(found) > 1 else []


def _times(indicator: str, service: str, priority: str, rows: pd.DataFrame, smallest: int) -> TimesUsed:
    left_out = (rows["left_out_by"] != "").to_numpy(dtype=bool)
    unknown = rows["unknown"].to_numpy(dtype=bool) & ~left_out
    running = rows["ended_at"].isna().to_numpy(dtype=bool) & ~left_out & ~unknown
    ended = ~(left_out | unknown | running)
    used = rows["used"].to_numpy(dtype=np.int64)[ended]
    told = used.size >= max(smallest, 1)
    return TimesUsed(
        indicator=indicator,
        service=service,
        priority=priority,
        in_working_days=bool(rows["in_working_days"].any()),
        cases=int((~left_out).sum()),
        running=int(running.sum()),
        unknown=int(unknown.sum()),
        left_out=int(left_out.sum()),
        half=Fraction(nearest_rank(used, HALF)) if told else None,
        nine_tenths=Fraction(nearest_rank(used, NINE_TENTHS)) if told else None,
        limits=tuple(sorted({int(limit) for limit in rows["limit"].dropna()})),
    )
