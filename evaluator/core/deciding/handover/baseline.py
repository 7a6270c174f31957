"""The frozen figures of the old supplier: what was judged on each day, by indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

CASE_COLUMNS = ("indicator", "opened_at", "used", "missed", "unknown", "in_working_days")
"""What is looked at of a case that was judged."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DayFigures:
    """The cases of one indicator by the local day they opened, one entry per day.

    `judged` are those of which one can say whether they missed, `missed` of them; `used` are the seconds of
    the judged ones in all, None where the limit is in working days.
    """

    judged: tuple[int, ...]
    missed: tuple[int, ...]
    used: tuple[int, ...] | None


@dataclass(frozen=True)
class Baseline:
    """What was judged on each of `days` (in order), by indicator; `is_working_day` beside the days.

    `contract` is the id of the contract, `months` names each month it was made from with the hash of what its
    figures follow from.
    """

    contract: str
    months: Mapping[str, str]
    days: tuple[date, ...]
    is_working_day: tuple[bool, ...]
    indicators: Mapping[str, DayFigures]


def figures_by_day(cases: pd.DataFrame, days: Sequence[date], zone: ZoneInfo) -> dict[str, DayFigures]:
    """Return the cases (`CASE_COLUMNS`) by indicator and the day in `zone` that they opened.

    Cases that opened on none of `days` are left out; a day without cases has zeros.
    """
    place = pd.Index(days).get_indexer(pd.Index(_local_days(cases["opened_at"], zone)))
    inside = (place >= 0) & ~cases["unknown"].to_numpy(dtype=bool)
    kept, places = cases.loc[inside], place[inside]
    found = {}
    for indicator, own in kept.groupby("indicator", sort=True).indices.items():
        rows, at = kept.iloc[own], places[own]
        in_days = bool(rows["in_working_days"].iloc[0])
        used = None if in_days else _sums(at, rows["used"].to_numpy(dtype=np.int64), len(days))
        found[str(indicator)] = DayFigures(
            judged=_sums(at, np.ones(at.size, dtype=np.int64), len(days)),
            missed=_sums(at, rows["missed"].to_numpy(dtype=np.int64), len(days)),
            used=used,
        )
    return found


def _local_days(instants: pd.Series, zone: ZoneInfo) -> list[date]:
    local = pd.to_datetime(instants.astype("int64"), unit="s", utc=True).dt.tz_convert(zone)
    return list(local.dt.date)


def _sums(places: npt.NDArray[np.intp], amounts: Numbers, count: int) -> tuple[int, ...]:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, places, amounts)
    return tuple(int(one) for one in sums)
