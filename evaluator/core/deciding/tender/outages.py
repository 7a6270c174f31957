"""Outages: how many there were and how long they lasted, by indicator and service."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluator.core.deciding.tender.spread import HALF, NINE_TENTHS, nearest_rank


@dataclass(frozen=True)
class OutageVolume:
    """The outages that counted for an indicator on a service, after agreed exclusions.

    An outage that runs from one month into the next is one. Lengths are the seconds that counted, in service
    hours and less agreed maintenance: `total` of all, `half` and `nine_tenths` that so many do not exceed,
    `longest`. `months` is in how many of the months there was any.
    """

    indicator: str
    service: str
    outages: int
    months: int
    total: int
    half: int
    nine_tenths: int
    longest: int


def outage_volumes(evidence: pd.DataFrame, indicators: Sequence[str]) -> tuple[OutageVolume, ...]:
    """Return the outages of each indicator and service; those that came to nothing are left out.

    `evidence` has the columns of the evidence of outages and `period`.
    """
    counted = evidence.loc[(evidence["left_out_by"] == "") & (evidence["counted"] > 0)]
    found = []
    for (indicator, service), rows in counted.groupby(["indicator", "service"]):
        lengths = rows.groupby(["unit", "starts_at"])["counted"].sum().to_numpy(dtype=np.int64)
        found.append(
            OutageVolume(
                indicator=str(indicator),
                service=str(service),
                outages=int(lengths.size),
                months=int(rows["period"].nunique()),
                total=int(lengths.sum()),
                half=nearest_rank(lengths, HALF),
                nine_tenths=nearest_rank(lengths, NINE_TENTHS),
                longest=int(lengths.max()),
            )
        )
    order = {name: place for place, name in enumerate(indicators)}
    return tuple(sorted(found, key=lambda one: (order[one.indicator], one.service)))
