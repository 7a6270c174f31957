"""The tickets of one indicator, the supplier's list beside the measurement: what differs, and why."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.outcomes import Scope
from evaluator.core.reconciliation.cases import Figuring, as_stated, our_cases, their_cases
from evaluator.core.reconciliation.effects import Alternative, Judging, without_effect
from evaluator.core.reconciliation.found import (
    DifferenceKind,
    Effect,
    Explanation,
    ReconciledFigure,
    TicketDifference,
)
from evaluator.core.reconciliation.pairs import (
    compared,
    ends_otherwise,
    pair_tickets,
    stated_time,
    takes_otherwise,
)
from evaluator.core.reconciliation.remeasuring import ended_as_stated, explain
from evaluator.core.reconciliation.told_tickets import ticket_difference, ticket_figure

Flags = npt.NDArray[np.bool_]

MOST_EFFECTS = 200
"""So many differences of an indicator that change a figure in different ways are reckoned one by one."""


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """In which month and for which indicator each side counts tickets.

    Frames of `folded`, `indicator` and `period`. Those of the month and indicator in hand may be among them.
    """

    measured: pd.DataFrame
    stated: pd.DataFrame


@dataclass(frozen=True, eq=False)
class ReconciledTickets:
    """One indicator by its tickets: its figures and differences, and what the whole list comes to."""

    figures: tuple[ReconciledFigure, ...]
    differences: tuple[TicketDifference, ...]
    whole: Alternative


def reconcile_tickets(
    source: str,
    figuring: Figuring,
    judging: Judging,
    sides: tuple[pd.DataFrame, pd.DataFrame],
    elsewhere: Elsewhere,
    *,
    in_days: bool,
) -> ReconciledTickets:
    """Return what a list of the supplier and the measurement say of the tickets of one indicator.

    `sides` are the cases measured (with `ticket` and `left_out`) and the stated tickets. The list is taken
    for complete: a case that is not in it is one it does not count.
    """
    pairs = _with_times(pair_tickets(*sides), figuring, in_days=in_days)
    kinds = _kinds(pairs, in_days=in_days)
    kinds |= _elsewhere(pairs, kinds, elsewhere, figuring.indicator.id, judging.month.name)
    differs = np.logical_or.reduce(list(kinds.values()))
    pairs = _explained(pairs, kinds, differs, figuring)
    listed = their_cases(pairs)
    whole = judging.judge(figuring.indicator, figuring.figures(listed), listed)
    effects = _Effects(figuring, judging, pairs)
    differing = pairs.assign(place=range(len(pairs))).loc[differs]
    own = effects.of_rows(np.flatnonzero(differs))
    differences = tuple(
        ticket_difference(source, figuring.indicator.id, row, own[place], kinds, in_days=in_days)
        for place, row in zip(differing.index.tolist(), differing.to_dict("records"), strict=True)
    )
    figures = tuple(
        ticket_figure(source, one, judging, whole.of([one.scope]), pairs, differs) for one in whole.outcomes
    )
    return ReconciledTickets(figures, differences, whole)


def _with_times(pairs: pd.DataFrame, figuring: Figuring, *, in_days: bool) -> pd.DataFrame:
    """Add the times that the list gives, or that its end gives under the contract's clock, as `new_...`."""
    times = stated_time(pairs, in_days=in_days).copy()
    ends_apart = ends_otherwise(pairs, figuring.measuring.period)
    again = ends_apart & times.isna().to_numpy() & pairs["our_ended_at"].notna().to_numpy(dtype=bool)
    if again.any():
        some = pairs.loc[again]
        ended = pd.DataFrame(
            {
                "ticket_id": some["our_ticket_id"].astype("int64"),
                "ended_at": some["our_ended_at"],
                "resolved_at": some["their_resolved_at"],
            }
        ).drop_duplicates("ticket_id")
        measuring = figuring.measuring.only(ended["ticket_id"])
        measuring = replace(measuring, facts=ended_as_stated(measuring.facts, ended))
        used = measuring.measured(figuring.indicator).set_index("ticket_id")["used"].astype("Int64")
        times = times.mask(again, some["our_ticket_id"].astype("int64").map(used).reindex(pairs.index))
    return as_stated(pairs, figuring.indicator, times).assign(ends_apart=ends_apart, stated_time=times)


def _kinds(pairs: pd.DataFrame, *, in_days: bool) -> dict[DifferenceKind, Flags]:
    """Which pairs differ in what."""
    both, ours, theirs = compared(pairs), pairs["ours"].to_numpy(), pairs["theirs"].to_numpy()
    out_here = (pairs["our_left_out"] == 1).fillna(value=False).to_numpy(dtype=bool)
    out_there = (pairs["their_left_out"] == 1).fillna(value=False).to_numpy(dtype=bool)
    verdict = pairs["new_missed"].notna() & (pairs["new_missed"] != pairs["our_missed"]).fillna(value=True)
    return {
        DifferenceKind.ONLY_STATED: theirs & ~ours & ~out_there,
        DifferenceKind.ONLY_MEASURED: ours & ~theirs & ~out_here,
        DifferenceKind.OTHER_TIME: pairs["ends_apart"].to_numpy() | takes_otherwise(pairs, in_days=in_days),
        DifferenceKind.OTHER_VERDICT: both & verdict.to_numpy(dtype=bool),
        DifferenceKind.OTHER_PRIORITY: both & _other_word(pairs, "priority"),
        DifferenceKind.OTHER_SERVICE: both & _other_word(pairs, "service"),
        DifferenceKind.LEFT_OUT_BY_SUPPLIER: ours & theirs & out_there & ~out_here,
        DifferenceKind.LEFT_OUT_HERE: ours & theirs & out_here & ~out_there,
    }


def _other_word(pairs: pd.DataFrame, name: str) -> Flags:
    theirs = pairs[f"their_{name}"].astype("str")
    return np.asarray(theirs.notna() & (theirs != pairs[f"our_{name}"].astype("str")), dtype=bool)


def _elsewhere(
    pairs: pd.DataFrame,
    kinds: dict[DifferenceKind, Flags],
    elsewhere: Elsewhere,
    indicator: str,
    month: str,
) -> dict[DifferenceKind, Flags]:
    """Where what only one side has is counted by the other; noted in the column `elsewhere` of `pairs`."""
    noted = pd.Series("", index=pairs.index, dtype="str")
    found = {kind: np.zeros(len(pairs), dtype=bool) for kind in _ELSEWHERE}
    for lone, other in (
        (DifferenceKind.ONLY_STATED, elsewhere.measured),
        (DifferenceKind.ONLY_MEASURED, elsewhere.stated),
    ):
        same_month = other["period"] == month
        same_indicator = other["indicator"] == indicator
        for kind, rows, name in (
            (DifferenceKind.OTHER_MONTH, same_indicator & ~same_month, "period"),
            (DifferenceKind.OTHER_INDICATOR, same_month & ~same_indicator, "indicator"),
        ):
            named = other.loc[rows].drop_duplicates("folded").set_index("folded")[name].astype("str")
            there = pairs.loc[kinds[lone], "folded"].map(named).dropna().astype("str")
            there = there.loc[(noted.loc[there.index] == "").to_numpy()]
            found[kind][there.index.to_numpy()] = True
            noted.loc[there.index] = there
    pairs["elsewhere"] = noted
    return found


_ELSEWHERE = (DifferenceKind.OTHER_MONTH, DifferenceKind.OTHER_INDICATOR)


def _explained(
    pairs: pd.DataFrame, kinds: dict[DifferenceKind, Flags], differs: Flags, figuring: Figuring
) -> pd.DataFrame:
    """Add which rule explains each difference; none where no rule is proved."""
    rule = pd.Series("", index=pairs.index, dtype="str")
    hours = rule.copy()
    timed = kinds[DifferenceKind.OTHER_TIME] & pairs["our_ended_at"].notna().to_numpy(dtype=bool)
    # Here the times are the same but for what the list rounds away, and the verdict alone is another.
    says_time = (pairs["their_used"].notna() | pairs["their_resolved_at"].notna()).to_numpy(dtype=bool)
    rounded = kinds[DifferenceKind.OTHER_VERDICT] & ~kinds[DifferenceKind.OTHER_TIME] & says_time
    rounded &= _verdict_within_rounding(pairs)
    if (timed & differs).any():
        found, named = explain(figuring.measuring, figuring.indicator, pairs.loc[timed & differs])
        rule = found.reindex(pairs.index).fillna("").astype("str")
        hours = named.reindex(pairs.index).fillna("").astype("str")
    return pairs.assign(explanation=rule.mask(rounded, Explanation.ROUNDING.value), hours=hours)


def _verdict_within_rounding(pairs: pd.DataFrame) -> Flags:
    """Where the limit lies no further from our time than the list rounds by."""
    apart = (pairs["our_used"] - pairs["our_limit"]).abs()
    return np.asarray((apart < pairs["their_rounded_to"]).fillna(value=False), dtype=bool)


class _Effects:
    """The effect of single differences; those that change the figures in the same way are reckoned once."""

    def __init__(self, figuring: Figuring, judging: Judging, pairs: pd.DataFrame) -> None:
        self._figuring, self._judging = figuring, judging
        self._ours, self._theirs = our_cases(pairs), their_cases(pairs)
        self._places = pairs.index

    def of_rows(self, rows: npt.NDArray[np.intp]) -> dict[int, Effect | None]:
        """Return the effect of each of `rows` of the pairs alone, by row."""
        signs = self._signs(rows)
        distinct = signs.drop_duplicates()
        reckoned = {
            tuple(sign): self._effect(int(row)) if number < MOST_EFFECTS else None
            for number, (row, sign) in enumerate(
                zip(distinct.index.tolist(), distinct.itertuples(index=False), strict=True)
            )
        }
        return {
            int(row): reckoned[tuple(sign)]
            for row, sign in zip(signs.index.tolist(), signs.itertuples(index=False), strict=True)
        }

    def _signs(self, rows: npt.NDArray[np.intp]) -> pd.DataFrame:
        """What of each row can change a figure, on both sides, as text."""
        names = ["service", "used", "limit", "ended_at", "missed", "unknown"]
        if self._figuring.only_counts:
            names = ["service", "missed", "unknown"]
        sides = [one[names].reindex(rows).astype("str").fillna("") for one in (self._ours, self._theirs)]
        return pd.concat(sides, axis="columns")

    def _effect(self, row: int) -> Effect | None:
        ours, theirs = self._ours, self._theirs
        kept, added = ours.drop(index=row, errors="ignore"), theirs.loc[theirs.index == row]
        before = ours.loc[ours.index == row]
        if len(before) == len(added) and (before.astype("str") == added.astype("str")).to_numpy().all():
            scope = Scope(str(added["service"].iloc[0])) if len(added) > 0 else Scope()
            known = (self._figuring.indicator.id, scope) in self._judging.ours
            return without_effect(self._judging, self._figuring.indicator.id, scope if known else Scope())
        cases = pd.concat([kept, added]).sort_index()
        touched = {*before["service"].tolist(), *added["service"].tolist()}
        found = self._judging.judge(self._figuring.indicator, self._figuring.figures(cases), cases)
        scopes = [one.scope for one in found.outcomes if one.scope.service in {*touched, ""}]
        return self._judging.effect(found.of(scopes))
