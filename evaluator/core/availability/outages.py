"""The outages behind an availability: the evidence that its losses add up from."""

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.scenario import Scenario, Window
from evaluator.core.availability.timeline import Timeline
from evaluator.core.availability.tracks import NOT_STATED
from evaluator.core.intervals import Flags, Integers, sum_by


def list_outages(timeline: Timeline, scenario: Scenario, window: Window) -> pd.DataFrame:
    """Return a row for each outage that touches `window` (columns: see `Availability`)."""
    pieces = scenario.pieces
    part, row, count = _rows(scenario)
    touches = (pieces.starts[part] < window.ends_at) & (pieces.ends[part] > window.starts_at)
    listed = np.unique(row[touches])
    first = part[np.searchsorted(row, listed, side="left")]
    last = part[np.searchsorted(row, listed, side="right") - 1]
    affected = _greatest(pieces.affected[part], row, count)[listed]

    def total(seconds: Integers) -> Integers:
        return sum_by(row, seconds[part], count)[listed]

    return pd.DataFrame(
        {
            **_places(timeline, pieces, first, last),
            "state": _greatest(pieces.state[part], row, count)[listed],
            "counted_seconds": total(np.where(scenario.losses > 0, scenario.seconds, 0)),
            "planned_seconds": total(np.where(pieces.planned, scenario.seconds, 0)),
            "excluded_seconds": total(np.where(scenario.excluded, scenario.seconds, 0)),
            "lost": total(scenario.losses),
            "users_affected": _present(affected, affected != NOT_STATED),
            "long_enough": scenario.long_enough[first],
        }
    )


def _rows(scenario: Scenario) -> tuple[Integers, Integers, int]:
    """Return the lost pieces, the row each belongs to, and how many rows there are.

    Time only taken to be down has rows of its own beside what was seen, so that an outage is listed
    from when to when it was seen.
    """
    part = np.flatnonzero(scenario.runs >= 0)
    run, unseen = scenario.runs[part], scenario.pieces.state[part] == ServiceState.UNKNOWN
    begins = np.ones(part.size, dtype=np.int64)
    begins[1:] = (run[1:] != run[:-1]) | (unseen[1:] != unseen[:-1])
    return part, np.cumsum(begins) - 1, int(begins.sum())


def _places(
    timeline: Timeline, pieces: Pieces, first: Integers, last: Integers
) -> dict[str, Integers | pd.Series]:
    subject, ends = pieces.subject[first], pieces.ends[last]
    whose = timeline.subjects.iloc[subject].reset_index(drop=True)
    lives_on = whose["life_to"].to_numpy(dtype=np.int64) > timeline.known_at
    return {
        "subject": subject,
        "service": whose["service"].astype("str"),
        "unit": whose["unit"].astype("str").fillna(""),
        "starts_at": pieces.starts[first],
        "ends_at": _present(ends, (ends < timeline.known_at) | ~lives_on),
    }


def _present(values: Integers, present: Flags) -> pd.Series:
    return pd.Series(values, dtype="Int64").where(present)


def _greatest(values: Integers, row: Integers, count: int) -> Integers:
    greatest = np.full(count, NOT_STATED, dtype=np.int64)
    np.maximum.at(greatest, row, values)
    return greatest
