"""Tickets behind an evaluation, added up: by indicator, service, unit, segment and priority."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.backlog.flow import as_text
from evaluator.core.facts import LeftOut

GROUP = ("indicator", "service", "unit", "segment", "priority")
WAITED = ("waiting_user", "waiting_customer", "waiting_third")
SUMS = ("cases", "missed", "unknown", "left_out", "left_out_missed", "used", *WAITED)


def ticket_groups(evidence: pd.DataFrame, agreed: LeftOut) -> pd.DataFrame:
    """Return the sums of ticket evidence: the columns of `GROUP`, then of `SUMS`, a row for each group.

    As measured: what `agreed` leaves out is in `cases` and `missed`, and counted again beside them. Misses
    are of cases that are known. `used` are seconds of cases with a limit in time, or none of it.
    """
    if evidence.empty:
        return pd.DataFrame({name: pd.Series([], dtype="int64") for name in (*GROUP, *SUMS)})
    unknown = evidence["unknown"].to_numpy(dtype=bool)
    missed = evidence["missed"].to_numpy(dtype=bool) & ~unknown
    out = _left_out(evidence, agreed)
    in_time = evidence["limit"].notna().to_numpy() & ~evidence["in_working_days"].to_numpy(dtype=bool)
    columns = {name: as_text(evidence[name]) for name in GROUP} | {
        "cases": np.ones(len(evidence), dtype=np.int64),
        "missed": missed.astype(np.int64),
        "unknown": unknown.astype(np.int64),
        "left_out": out.astype(np.int64),
        "left_out_missed": (out & missed).astype(np.int64),
        "used": np.where(in_time, evidence["used"].to_numpy(dtype=np.int64), 0),
        **{name: evidence[name].fillna(0).to_numpy(dtype=np.int64) for name in WAITED},
    }
    return pd.DataFrame(columns).groupby(list(GROUP), sort=True, as_index=False)[list(SUMS)].sum()


def _left_out(evidence: pd.DataFrame, agreed: LeftOut) -> npt.NDArray[np.bool_]:
    """Which rows an agreed exclusion leaves out: of the few that any exclusion is about."""
    found = np.zeros(len(evidence), dtype=np.bool_)
    noted = np.flatnonzero((evidence["left_out_by"].astype("str").fillna("") != "").to_numpy())
    for indicator, rows in evidence.iloc[noted].groupby("indicator", observed=True).indices.items():
        here = noted[rows]
        found[here] = (agreed.reasons(evidence["ticket_id"].iloc[here], str(indicator)) != "").to_numpy()
    return found
