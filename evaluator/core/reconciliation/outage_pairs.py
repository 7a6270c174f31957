"""Outages of the supplier's list beside those measured, matched by overlap, as columns."""

import numpy as np
import pandas as pd

from collector.instants import FAR_FUTURE

_PLACE = ["service", "unit"]


def pair_outages(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return each outage of both sides once, those that overlap most side by side.

    `ours` and `theirs` have service, unit (empty for all), starts_at, ends_at (missing where it goes on),
    users and, ours `counted` (seconds that are not planned), theirs `planned` and `rounded_to`. Two outages
    of one service and unit match where they overlap, or lie apart by less than the list rounds by; each
    matches one other at most. Columns begin with `our_` or `their_`.
    """
    left, right = _placed(ours, "our_"), _placed(theirs, "their_")
    matches = _matches(left, right)
    alone = left.loc[~left["our_number"].isin(matches["our_number"])]
    strange = right.loc[~right["their_number"].isin(matches["their_number"])]
    together = matches.merge(left, on=[*_PLACE, "our_number"]).merge(right, on=[*_PLACE, "their_number"])
    found = pd.concat([together, alone, strange], ignore_index=True)
    found["starts_at"] = found["our_starts_at"].fillna(found["their_starts_at"])
    return found.sort_values([*_PLACE, "starts_at"], kind="stable", ignore_index=True)


def _placed(outages: pd.DataFrame, side: str) -> pd.DataFrame:
    numbered = outages.drop(columns=_PLACE).astype("Int64").add_prefix(side).reset_index(drop=True)
    words = outages[_PLACE].astype("str").fillna("").reset_index(drop=True)
    return pd.concat([words, numbered], axis="columns").assign(
        **{f"{side}number": pd.Series(range(len(outages)), dtype="Int64")}
    )


def _matches(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Which outage matches which: the pair that overlaps most first, then the next of those left."""
    pairs = left.merge(right, on=_PLACE)
    # An exact list has no slack: outages that only touch are two.
    slack = pairs["their_rounded_to"].where(pairs["their_rounded_to"] > 1, 0)
    begins = np.maximum(pairs["our_starts_at"], pairs["their_starts_at"] - slack)
    ends = np.minimum(
        pairs["our_ends_at"].fillna(FAR_FUTURE), pairs["their_ends_at"].fillna(FAR_FUTURE) + slack
    )
    overlap = (ends - begins).astype("int64")
    pairs = pairs.assign(overlap=overlap).loc[overlap > 0]
    pairs = pairs.sort_values(["overlap", "our_number", "their_number"], ascending=[False, True, True])
    chosen = []
    while not pairs.empty:
        best = pairs.loc[~pairs["our_number"].duplicated() & ~pairs["their_number"].duplicated()]
        chosen.append(best)
        taken = pairs["our_number"].isin(best["our_number"])
        pairs = pairs.loc[~taken & ~pairs["their_number"].isin(best["their_number"])]
    names = [*_PLACE, "our_number", "their_number"]
    return pd.concat(chosen)[names] if chosen else pairs[names]
