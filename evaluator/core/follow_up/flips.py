"""Tickets that flip: a miss in one wording of a contract and not in the other."""

from enum import StrEnum

import numpy as np
import pandas as pd


class Standing(StrEnum):
    """How a ticket stands with an indicator; `not_counted`: it is no case of it in that month."""

    IN_TIME = "in_time"
    MISSED = "missed"
    UNKNOWN = "unknown"
    NOT_COUNTED = "not_counted"


FLIP_COLUMNS = (
    "period",
    "indicator",
    "service",
    "ticket_id",
    "today",
    "draft",
    "used_today",
    "used_draft",
    "limit_today",
    "limit_draft",
    "in_days_today",
    "in_days_draft",
    "left_out_by",
)
"""Columns of the tickets that flipped: how each stands, what it used of which limit (seconds, or working
days where `in_days`; missing where it is no case), and the exclusion that leaves it out, or empty text."""

_OF_A_WORDING = ("service", "standing", "used", "limit", "in_days", "left_out_by")


def find_flips(period: str, today: pd.DataFrame, draft: pd.DataFrame) -> pd.DataFrame:
    """Return the tickets that are a miss in one wording and not in the other (`FLIP_COLUMNS`).

    `today` and `draft` are the evidence of a month. A ticket with several cycles has a row for each.
    """
    both = _standings(today).merge(
        _standings(draft), how="outer", on=["indicator", "ticket_id", "cycle"], suffixes=("_today", "_draft")
    )
    for side in ("today", "draft"):
        both[side] = both[f"standing_{side}"].fillna(Standing.NOT_COUNTED.value)
    flipped = both.loc[(both["today"] == Standing.MISSED) != (both["draft"] == Standing.MISSED)]
    found = flipped.assign(
        period=period,
        service=flipped["service_draft"].fillna(flipped["service_today"]),
        left_out_by=flipped["left_out_by_draft"].fillna(flipped["left_out_by_today"]),
    )
    return found[list(FLIP_COLUMNS)].sort_values(["indicator", "ticket_id"]).reset_index(drop=True)


def _standings(tickets: pd.DataFrame) -> pd.DataFrame:
    """The evidence of a month with how each case stands; `cycle` counts those of one ticket."""
    found = tickets if len(tickets.columns) > 0 else _no_evidence()
    standing = np.select(
        [found["unknown"].to_numpy(dtype=bool), found["missed"].to_numpy(dtype=bool)],
        [Standing.UNKNOWN.value, Standing.MISSED.value],
        Standing.IN_TIME.value,
    )
    prepared = found.assign(
        standing=pd.Series(standing, index=found.index, dtype="str"),
        in_days=found["in_working_days"].astype("boolean"),
        used=found["used"].astype("Int64"),
        limit=found["limit"].astype("Int64"),
        cycle=found.groupby(["indicator", "ticket_id"]).cumcount(),
    )
    return prepared[["indicator", "ticket_id", "cycle", *_OF_A_WORDING]]


def _no_evidence() -> pd.DataFrame:
    types = {
        "indicator": "str",
        "ticket_id": "int64",
        "service": "str",
        "used": "Int64",
        "limit": "Int64",
        "in_working_days": "boolean",
        "missed": "bool",
        "unknown": "bool",
        "left_out_by": "str",
    }
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in types.items()})
