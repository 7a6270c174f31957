"""Tickets of the supplier's list beside the cases of an indicator, each ticket once, as columns."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.periods import Period

Flags = npt.NDArray[np.bool_]

_TEXTS = ("ticket", "service", "unit", "segment", "priority")


def folded(keys: pd.Series) -> pd.Series:
    """Return keys of tickets as they are compared: without blanks around them, capitals or not."""
    return keys.astype("str").str.strip().str.casefold()


def stated_once(stated: pd.DataFrame) -> pd.DataFrame:
    """Return the list with each ticket once: of rows that differ only in capitals the last stands."""
    found = stated.assign(folded=folded(stated["ticket"]))
    return found.loc[~found.duplicated("folded", keep="last")].reset_index(drop=True)


def pair_tickets(cases: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return every case and every stated ticket, side by side where the key is the same.

    `cases` are those of one indicator with `ticket` and the flag `left_out`; `stated` the tickets that one
    list counts for it in the period, each once. Columns begin with `our_` or `their_` and are missing where
    that side has nothing; `ours` and `theirs` say which side has it. A ticket with several cycles is compared
    by its last one, as a list has one row for it. Rows come in the order of the folded key, whatever that of
    the list.
    """
    ours = _last_turn_first(cases.assign(folded=folded(cases["ticket"])))
    theirs = stated.assign(turn=0)
    merged = ours.add_prefix("our_").merge(
        theirs.add_prefix("their_"),
        how="outer",
        left_on=["our_folded", "our_turn"],
        right_on=["their_folded", "their_turn"],
        indicator="side",
    )
    merged["ours"] = (merged["side"] != "right_only").to_numpy()
    merged["theirs"] = (merged["side"] != "left_only").to_numpy()
    merged["folded"] = merged["our_folded"].fillna(merged["their_folded"])
    return merged.drop(columns="side").sort_values(["folded", "our_turn"], kind="stable", ignore_index=True)


def _last_turn_first(cases: pd.DataFrame) -> pd.DataFrame:
    # A cycle that has not ended is the last one.
    ended = cases["ended_at"].astype("Int64")
    ordered = cases.assign(
        ended_at=ended,
        limit=cases["limit"].astype("Int64"),
        used=cases["used"].astype("Int64"),
        missed=cases["missed"].astype("Int64").mask(cases["unknown"].to_numpy(dtype=bool)),
        left_out=cases["left_out"].astype("int64"),
        **{name: cases[name].astype("str").fillna("") for name in _TEXTS},
    ).sort_values(["folded", "ended_at"], kind="stable", na_position="last", ignore_index=True)
    return ordered.assign(turn=ordered.groupby("folded").cumcount(ascending=False))


def compared(pairs: pd.DataFrame) -> Flags:
    """Return which pairs both sides count, so that what they say of it can be compared."""
    left_out = (pairs["our_left_out"].fillna(0) == 1) | (pairs["their_left_out"].fillna(0) == 1)
    return np.asarray(pairs["ours"] & pairs["theirs"] & ~left_out, dtype=bool)


def stated_time(pairs: pd.DataFrame, *, in_days: bool) -> pd.Series:
    """Return the time the list says each ticket took (`Int64`): seconds, or working days with `in_days`."""
    found: pd.Series = pairs["their_used_days" if in_days else "their_used"].astype("Int64")
    return found


def ends_otherwise(pairs: pd.DataFrame, period: Period) -> Flags:
    """Return which tickets the list says ended at another instant, by what it rounds to or more.

    One still open here when the period ended is also open by a list that ends it later.
    """
    ours, theirs = pairs["our_ended_at"], pairs["their_resolved_at"]
    apart = ((theirs - ours).abs() >= pairs["their_rounded_to"]).fillna(value=False)
    open_here = ours.isna() & (theirs < period.ends_at).fillna(value=False)
    differs: Flags = compared(pairs) & np.asarray(apart | open_here, dtype=bool)
    return differs


def takes_otherwise(pairs: pd.DataFrame, *, in_days: bool) -> Flags:
    """Return which tickets the list says took another time, by what it rounds to or more.

    The time of one still open here is not compared: it goes on.
    """
    apart = (stated_time(pairs, in_days=in_days) - pairs["our_used"]).abs()
    least = 1 if in_days else pairs["their_rounded_to"]
    differs = (apart >= least).fillna(value=False) & pairs["our_ended_at"].notna()
    found: Flags = compared(pairs) & np.asarray(differs, dtype=bool)
    return found
