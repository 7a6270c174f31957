"""Imported measurements: sums of what a source counted, with how much of the period it covers."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from evaluator.contract.indicators import Imported
from evaluator.core.contract_calendars import Calendars
from evaluator.core.hours import ServiceHours
from evaluator.core.measuring.scopes import whole_scopes
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.periods import Period


def measure_imported(
    indicator: Imported, measurements: pd.DataFrame, calendars: Calendars, period: Period
) -> tuple[dict[Scope, Figure | None], Fraction | None]:
    """Return the figure of each whole scope and segment, and the response rate of a survey.

    Only measurements of the indicator's own sources count. Those that name no segment or unit are of the
    whole; where there are none, the segments or units together are.
    """
    rows = _inside(indicator, measurements, period)
    figures: dict[Scope, Figure | None] = {}
    for scope in whole_scopes(indicator):
        services = [scope.service] if scope.service else list(indicator.services)
        hours = {service: calendars.of_service(service) for service in services}
        of_scope = rows.loc[rows["service"].isin(services).to_numpy()]
        whole = _of_whole(_of_whole(of_scope, "segment"), "unit")
        figures[scope] = imported_figure(indicator, whole, hours, period)
        for segment, part in of_scope.groupby("segment", observed=True):
            # Not every segment receives every service: only those measured in it can be expected.
            received = {name: found for name, found in hours.items() if (part["service"] == name).any()}
            figures[Scope(scope.service, str(segment))] = imported_figure(
                indicator, _of_whole(part, "unit"), received, period
            )
    asked = rows.loc[rows["service"].isin(indicator.services).to_numpy()]
    return figures, response_rate(_of_whole(_of_whole(asked, "segment"), "unit"))


def _of_whole(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows that name nothing in `column`; where there are none, all: the parts make up the whole."""
    whole = rows.loc[rows[column].isna().to_numpy()]
    return rows if whole.empty else whole


def _inside(indicator: Imported, measurements: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The measurements of `indicator` that lie wholly inside `period`."""
    chosen = (
        (measurements["measure"] == indicator.measure)
        & measurements["source"].isin(indicator.data)
        & (measurements["from_at"] >= period.starts_at)
        & (measurements["to_at"] <= period.ends_at)
    )
    return measurements.loc[chosen.to_numpy(dtype=bool)]


def imported_figure(
    indicator: Imported, rows: pd.DataFrame, hours: Mapping[str, ServiceHours], period: Period
) -> Figure | None:
    """Return the sum of numerators over the sum of denominators; None where nothing was measured.

    How complete it is says the share of the open seconds of all services in `hours` that rows of theirs
    cover. What the uncovered rest would have shown nobody can say: an incomplete figure has no bounds.
    Where rows about the same thing overlap, nobody can say which holds: then nothing is known.
    """
    if rows.empty:
        return None
    numerator, denominator = _exact_sum(rows["numerator"]), _exact_sum(rows["denominator"])
    span = np.array([period.starts_at]), np.array([period.ends_at])
    expected = sum(int(found.elapsed(*span)[0]) for found in hours.values())
    known = 0 if _is_told_twice(rows) else sum(_covered(rows, *one) for one in hours.items())
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
    )


def response_rate(rows: pd.DataFrame) -> Fraction | None:
    """Return answers by people asked; None where that is not known."""
    if rows.empty or bool(rows["population"].isna().any()) or bool(rows["sample_size"].isna().any()):
        return None
    asked = _exact_sum(rows["population"])
    return None if asked == 0 else Fraction(_exact_sum(rows["sample_size"]), asked)


def _misses(indicator: Imported, numerator: int, denominator: int) -> int | None:
    """A share that should be high misses in what is left of it, one that should be low in what it counts."""
    if indicator.unit != "share":
        return None
    return numerator if indicator.target.lowest is None else denominator - numerator


def _sample_size(rows: pd.DataFrame, denominator: int) -> int:
    sizes = rows["sample_size"]
    return denominator if bool(sizes.isna().any()) else _exact_sum(sizes)


def _exact_sum(values: pd.Series) -> int:
    return int(values.to_numpy(dtype=np.int64).sum())


def _is_told_twice(rows: pd.DataFrame) -> bool:
    """Whether any two rows about the same service, segment and unit overlap in time."""
    about = [rows[name].astype("str").fillna("") for name in ("service", "segment", "unit")]
    ordered = rows.assign(about=about[0] + "\n" + about[1] + "\n" + about[2]).sort_values(
        ["about", "from_at"]
    )
    ends = ordered.groupby("about")["to_at"].cummax().to_numpy()
    same = ordered["about"].to_numpy()[1:] == ordered["about"].to_numpy()[:-1]
    return bool((same & (ordered["from_at"].to_numpy()[1:] < ends[:-1])).any())


def _covered(rows: pd.DataFrame, service: str, hours: ServiceHours) -> int:
    """Open seconds in the union of what the rows of a service cover."""
    ordered = rows.loc[(rows["service"] == service).to_numpy()].sort_values("from_at")
    if ordered.empty:
        return 0
    starts, ends = ordered["from_at"].to_numpy(dtype=np.int64), ordered["to_at"].to_numpy(dtype=np.int64)
    reached = np.maximum.accumulate(ends)
    begin = np.maximum(starts, np.concatenate([starts[:1], reached[:-1]]))
    return int(hours.elapsed(begin, np.maximum(begin, ends)).sum())
