"""Scopes: the services, segments and units an indicator has outcomes for."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from evaluator.contract.indicator_terms import IndicatorTerms, Measured
from evaluator.core.measuring.figures import FigureOf, share_figure, share_of
from evaluator.core.outcomes import Figure, Scope


class _Sums(NamedTuple):
    """Cases of one unit of a segment, counted; `unit` is empty text where none is stated."""

    segment: str
    unit: str
    cases: int
    unknown: int
    misses: int


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
    if figure_of is share_figure:
        sums = _sums_by_service(cases, per_service=indicator.measured is Measured.PER_SERVICE)
        # A case of an unknown service could be of any: it counts in each of them, and in no part of one.
        anywhere = [one._replace(segment="", unit="") for one in sums.get("", [])]
        for whole in whole_scopes(indicator):
            here = sums.get(whole.service, [])
            yield from _shares(whole, [*here, *anywhere] if whole.service else here)
        return
    for whole in whole_scopes(indicator):
        own = cases["service"].isin(["", whole.service]).to_numpy()
        rows = cases.loc[own] if whole.service else cases
        yield whole, figure_of(rows)
        for segment, part in rows.groupby("segment", observed=True):
            if segment != "":
                yield Scope(whole.service, str(segment)), figure_of(part)


def _shares(whole: Scope, units: list[_Sums]) -> Iterator[tuple[Scope, Figure]]:
    yield whole, _share(units)
    segments: dict[str, list[_Sums]] = {}
    for sums in units:
        segments.setdefault(sums.segment, []).append(sums)
    for segment, of_segment in segments.items():
        if segment != "":
            yield Scope(whole.service, segment), _share(of_segment)
    for sums in units:
        if sums.unit != "":
            yield Scope(whole.service, sums.segment, sums.unit), _share([sums])


def _share(units: Iterable[_Sums]) -> Figure:
    counts = [(one.cases, one.unknown, one.misses) for one in units]
    cases, unknown, misses = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return share_of(cases, unknown, misses)


def _sums_by_service(cases: pd.DataFrame, *, per_service: bool) -> dict[str, list[_Sums]]:
    """Count all scopes at once, by service (empty text: all together), in the order of segment and unit."""
    unknown = cases["unknown"].to_numpy(dtype=bool)
    counted = pd.DataFrame(
        {
            "service": cases["service"] if per_service else "",
            "segment": cases["segment"],
            "unit": cases["unit"],
            "cases": 1,
            "unknown": unknown.astype("int64"),
            "misses": (cases["missed"].to_numpy(dtype=bool) & ~unknown).astype("int64"),
        }
    )
    keys = ["service", "segment", "unit"]
    # A case without a unit still counts for its segment and its service.
    sums = counted.groupby(keys, observed=True, sort=True, dropna=False).sum().reset_index()
    texts = [sums[name].astype("str").fillna("").to_list() for name in keys]
    numbers = [sums[name].to_list() for name in ("cases", "unknown", "misses")]
    found: dict[str, list[_Sums]] = {}
    for service, *others in zip(*texts, *numbers, strict=True):
        found.setdefault(service, []).append(_Sums(*others))
    return found
