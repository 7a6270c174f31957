"""Scopes: the services, segments and units an indicator has outcomes for."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from evaluator.contract.indicator_terms import IndicatorTerms, Measured
from evaluator.core.measuring.figures import Counts, FromCases, FromCounts, Made, Maker, Positions, times_of
from evaluator.core.outcomes import Scope

_KEYS = ["service", "segment", "unit"]
_Part = tuple[str, str, Counts]
"""The cases of one unit of a segment, counted; an empty unit where none is stated."""


def whole_scopes(indicator: IndicatorTerms) -> list[Scope]:
    """Return the scopes the contract judges: each service, or all of them together."""
    if indicator.measured is Measured.PER_SERVICE:
        return [Scope(service=service) for service in indicator.services]
    return [Scope()]


def made_by_scope(
    indicator: IndicatorTerms, cases: pd.DataFrame, maker: Maker[Made]
) -> Iterator[tuple[Scope, Made]]:
    """Yield what `maker` makes of every whole scope, its segments and its units.

    A whole scope is made even without cases; segments and units only with. A case of an unknown service
    could be of any: it counts in each of them, and in no part of one.
    """
    if isinstance(maker, FromCounts):
        yield from _from_counts(indicator, cases, maker)
    else:
        yield from _from_cases(indicator, cases, maker)


def _from_counts(
    indicator: IndicatorTerms, cases: pd.DataFrame, maker: FromCounts[Made]
) -> Iterator[tuple[Scope, Made]]:
    counted = _count(cases, per_service=indicator.measured is Measured.PER_SERVICE)
    anywhere = [("", "", counts) for _, _, counts in counted.get("", [])]
    for whole in whole_scopes(indicator):
        here = counted.get(whole.service, [])
        for scope, parts in _scopes(whole, [*here, *anywhere] if whole.service else here):
            yield scope, maker.make(scope, _total(parts))


def _scopes(whole: Scope, parts: list[_Part]) -> Iterator[tuple[Scope, list[_Part]]]:
    yield whole, parts
    segments: dict[str, list[_Part]] = {}
    for part in parts:
        segments.setdefault(part[0], []).append(part)
    for segment, of_segment in segments.items():
        if segment != "":
            yield Scope(whole.service, segment), of_segment
    for part in parts:
        if part[1] != "":
            yield Scope(whole.service, part[0], part[1]), [part]


def _total(parts: Iterable[_Part]) -> Counts:
    counts = [part[2] for part in parts]
    return Counts(*(sum(column) for column in zip(*counts, strict=True))) if counts else Counts(0, 0, 0)


def _count(cases: pd.DataFrame, *, per_service: bool) -> dict[str, list[_Part]]:
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
    # A case without a unit still counts for its segment and its service.
    sums = counted.groupby(_KEYS, observed=True, sort=True, dropna=False).sum().reset_index()
    texts = [sums[name].astype("str").fillna("").to_list() for name in _KEYS]
    numbers = [sums[name].to_list() for name in ("cases", "unknown", "misses")]
    found: dict[str, list[_Part]] = {}
    for service, segment, unit, *counts in zip(*texts, *numbers, strict=True):
        found.setdefault(service, []).append((segment, unit, Counts(*counts)))
    return found


def _from_cases(
    indicator: IndicatorTerms, cases: pd.DataFrame, maker: FromCases[Made]
) -> Iterator[tuple[Scope, Made]]:
    times = times_of(cases)
    services = cases["service"]
    for whole in whole_scopes(indicator):
        placed = (services == whole.service).to_numpy() | (whole.service == "")
        here = placed | (services == "").to_numpy()
        yield whole, maker.make(times.at(here))
        own = times.at(placed)
        for names in (["segment"], ["segment", "unit"]):
            for words, rows in _parts(cases.loc[placed, names]):
                yield Scope(whole.service, *words), maker.make(own.at(rows))


def _parts(named: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], Positions]]:
    """The rows of each combination of words in `named`, in order; those without the last word left out."""
    codes, words = zip(*(pd.factorize(named[name], sort=True) for name in named.columns), strict=True)
    # One number for each combination; a missing word comes before all others.
    combined = np.zeros(len(named), dtype=np.int64)
    for code, word in zip(codes, words, strict=True):
        combined = combined * (len(word) + 1) + code + 1
    order = np.argsort(combined, kind="stable")
    firsts = np.flatnonzero(np.diff(combined[order], prepend=-1))
    for rows in np.split(order, firsts[1:]) if len(order) > 0 else []:
        texts = [
            str(word[code[rows[0]]]) if code[rows[0]] >= 0 else ""
            for code, word in zip(codes, words, strict=True)
        ]
        if texts[-1] != "":
            yield tuple(texts), rows
