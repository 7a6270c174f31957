"""The table of targets: in how many months of history each limit and target would have been met."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from evaluator.contract.clocks import TimeLimit
from evaluator.contract.indicator_terms import Measured as Together
from evaluator.contract.indicators import AnyIndicator, PercentileMethod
from evaluator.core.confidence.false_alarm import miss_probability
from evaluator.core.confidence.statistics import percentile
from evaluator.core.follow_up.targets import level_beyond, with_target
from evaluator.core.measuring.backtest import apply_limits, sort_cases
from evaluator.core.measuring.indicator import Measured
from evaluator.core.outcomes import Figure, Scope, Verdict, View
from evaluator.core.verdicts import judge_scope

SHARES_USED = (Fraction(1, 2), Fraction(9, 10))
"""The percentiles told of the time used: half of all cases, and nine of ten."""


@dataclass(frozen=True)
class Tried:
    """What one limit and target would have given on one service, after agreed exclusions.

    `limit` is None for an indicator without limits, and for its own where it has several. `met`, `missed` and
    `unknown` count periods; unknown are those that were not assessable or not measured. `cases` is the median
    of the periods' samples; `false_alarm` the chance that so many cases miss the target where the supplier
    truly is halfway between it and 100 % (0 % where low is good); None where the value is no share of cases.
    """

    service: str
    limit: TimeLimit | None
    end: Fraction
    met: int
    missed: int
    unknown: int
    cases: int
    false_alarm: float | None


@dataclass(frozen=True)
class Used:
    """What cases of one service used under the terms as they are, over all periods.

    `percentiles` are those of `SHARES_USED`, in seconds or working days, of cases that ended; None for none.
    `within` is the number of cases that each limit tried would have kept, lost, and left unknown.
    """

    service: str
    in_working_days: bool
    cases: int
    percentiles: tuple[Fraction | None, ...]
    within: tuple[tuple[TimeLimit, int, int, int], ...]


@dataclass(frozen=True)
class TargetTable:
    """What other limits and targets would have made of history; `periods` names those that were looked at."""

    indicator: AnyIndicator
    periods: tuple[str, ...]
    months_without_facts: tuple[str, ...]
    tried: tuple[Tried, ...]
    used: tuple[Used, ...]


MeasuredPeriods = Sequence[tuple[str, Mapping[TimeLimit | None, Measured]]]
"""For each period (by the name of its last month) what each limit measured; None: its own."""


def tabulate(
    indicator: AnyIndicator,
    periods: MeasuredPeriods,
    limits: Sequence[TimeLimit],
    ends: Sequence[Fraction],
    months_without_facts: Sequence[str],
) -> TargetTable:
    """Return how often each of `limits` (none: those it has) with each of `ends` would have been met."""
    tried_limits: Sequence[TimeLimit | None] = limits or (None,)
    is_together = indicator.measured is Together.TOGETHER
    tried = [
        _try([found[limit] for _, found in periods], indicator, service, limit, end)
        for service in ([""] if is_together else indicator.services)
        for limit in tried_limits
        for end in ends
    ]
    return TargetTable(
        indicator,
        tuple(name for name, _ in periods),
        tuple(months_without_facts),
        tuple(tried),
        tuple(_used([found[None].tickets for _, found in periods], limits)),
    )


def _try(
    periods: Sequence[Measured], own: AnyIndicator, service: str, limit: TimeLimit | None, end: Fraction
) -> Tried:
    scope = Scope(service)
    # A service of which nothing was measured in a period is unknown there, and never met.
    figures = [one.figures.get((scope, View.AFTER_EXCLUSIONS)) for one in periods]
    verdicts = [
        judge_scope(figure, with_target(one.indicator, end), scope, is_over=one.is_over).verdict
        for one, figure in zip(periods, figures, strict=True)
    ]
    met, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    sizes = [figure.sample_size for figure in figures if figure is not None]
    cases = int(np.median(sizes)) if sizes else 0
    alarm = None
    if own.is_share and cases > 0 and any(_is_share_of_cases(figure) for figure in figures):
        alarm = miss_probability(level_beyond(own, end), cases, with_target(own, end).target)
    return Tried(service, limit, end, met, missed, len(verdicts) - met - missed, cases, alarm)


def _is_share_of_cases(figure: Figure | None) -> bool:
    return figure is not None and figure.misses is not None and figure.denominator == figure.sample_size > 0


def _used(evidence: Iterable[pd.DataFrame], limits: Sequence[TimeLimit]) -> Iterator[Used]:
    """What the cases of each service used; nothing where nothing was measured on tickets."""
    frames = [frame for frame in evidence if not frame.empty]
    if not frames:
        return
    every = pd.concat(frames, ignore_index=True)
    # Only what agreed exclusions leave in; of counts of changes no time is known.
    cases = every.loc[every["left_out_by"] == ""]
    services = sorted(cases["service"].unique())
    cells = pd.Index(services).get_indexer(pd.Index(cases["service"])).astype(np.int64)
    used = cases["used"].to_numpy(dtype=np.int64)
    unknown = cases["unknown"].to_numpy(dtype=bool)
    ended = cases["ended_at"].notna().to_numpy(dtype=bool)
    ready = sort_cases(cells, used, ~ended, unknown, len(services))
    kept = [(limit, apply_limits(ready, _amount(limit))) for limit in limits]
    in_days = bool(every["in_working_days"].any())
    for cell, service in enumerate(services):
        own = used[(cells == cell) & ended & ~unknown]
        yield Used(
            str(service),
            in_days,
            int((cells == cell).sum()),
            tuple(percentile(own, share, PercentileMethod.NEAREST_RANK) for share in SHARES_USED),
            tuple(
                (limit, int(one.met[cell]), int(one.missed[cell]), int(one.unknown[cell]))
                for limit, one in kept
            ),
        )


def _amount(limit: TimeLimit) -> int:
    amount = limit.working_days if limit.time is None else limit.time
    assert amount is not None  # noqa: S101 - a limit has one of the two
    return amount
