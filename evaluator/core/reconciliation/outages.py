"""The outages of one indicator, the supplier's list beside the measurement: what differs, and its effect."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicators import MonitoringIndicator
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.indicator import measure_indicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Figure, Outcome, Scope, View
from evaluator.core.reconciliation.effects import VIEW, Alternative, Judging
from evaluator.core.reconciliation.found import DifferenceKind, Effect, OutageDifference, ReconciledFigure
from evaluator.core.reconciliation.outage_pairs import pair_outages
from evaluator.core.reconciliation.remeasuring import Measuring
from evaluator.core.reconciliation.splicing import Splice, spliced

Flags = npt.NDArray[np.bool_]

MOST_EFFECTS = 50
"""So many outages of an indicator are reckoned one by one; each measures the indicator again."""

_KINDS = (
    DifferenceKind.ONLY_STATED,
    DifferenceKind.ONLY_MEASURED,
    DifferenceKind.OTHER_START_OR_END,
    DifferenceKind.CALLED_PLANNED,
    DifferenceKind.OTHER_USERS,
)


@dataclass(frozen=True, eq=False)
class ReconciledOutages:
    """One indicator by its outages: its figures and differences, and what the whole list comes to."""

    figures: tuple[ReconciledFigure, ...]
    differences: tuple[OutageDifference, ...]
    whole: Alternative


@dataclass(frozen=True, eq=False)
class OutageFiguring:
    """What measures a monitored indicator again over other states."""

    indicator: MonitoringIndicator
    measuring: Measuring
    left_out: LeftOut

    def judged(self, judging: Judging, splices: Sequence[Splice], services: Collection[str]) -> Alternative:
        """Return what the month comes to on `services` with outages as they are stated."""
        return judging.judge(self.indicator, self.figures(services, splices), pd.DataFrame())

    def figures(
        self, services: Collection[str], splices: Sequence[Splice] = ()
    ) -> dict[Scope, Figure | None]:
        """Return the figures of `services`, which are measured for the indicator; no other is looked at."""
        facts = self.measuring.facts
        for splice in splices:
            facts = spliced(facts, splice)
        book = TicketBook(self.measuring.contract, facts, self.measuring.calendars)
        views: Mapping[View, LeftOut] = {View.AS_MEASURED: LeftOut(), VIEW: self.left_out}
        # Each service has a figure of its own, so that the others need not be measured again.
        some = tuple(name for name in self.indicator.services if name in services)
        indicator = self.indicator.model_copy(update={"services": some})
        measured = measure_indicator(indicator, book, self.measuring.period, views)
        return {
            scope: figure
            for (scope, view), figure in measured.figures.items()
            if view is VIEW and scope.is_whole
        }


def reconcile_outages(
    source: str,
    figuring: OutageFiguring,
    judging: Judging,
    measured: pd.DataFrame,
    stated: pd.DataFrame,
    services: Collection[str],
) -> ReconciledOutages:
    """Return what a list of the supplier and the measurement say of the outages of one indicator.

    `measured` are the outages behind the indicator, `stated` those of the list that overlap the period, and
    `services` those the list is taken to be complete for.
    """
    period = figuring.measuring.period
    ours = measured.loc[measured["service"].isin(services) & (measured["starts_at"] < period.ends_at)]
    has_units = bool((ours["unit"].astype("str").fillna("") != "").any())
    about = stated["service"].astype("str").isin(services)
    theirs = stated.loc[about & (stated["unit"].notna() == has_units)] if len(ours) > 0 else stated.loc[about]
    pairs = pair_outages(_our_columns(ours), _their_columns(theirs))
    kinds = _kinds(pairs)
    differs = np.logical_or.reduce([kinds[kind] for kind in _KINDS])
    rows = pairs.assign(place=range(len(pairs))).loc[differs].to_dict("records")
    splices = [_splice(row, figuring.measuring.facts.known_at) for row in rows]
    whole = figuring.judged(judging, splices, services)
    differences = tuple(
        _difference(source, figuring.indicator.id, row, kinds, _effect(figuring, judging, splice, number))
        for number, (row, splice) in enumerate(zip(rows, splices, strict=True))
    )
    figures = tuple(
        _figure(source, one, judging, whole.of([one.scope]), pairs, differs) for one in whole.outcomes
    )
    return ReconciledOutages(figures, differences, whole)


def services_covered(stated: pd.DataFrame, starts_at: int, ends_at: int) -> list[str]:
    """Return the services that a list of outages is taken to be complete for in a period.

    Those it has named by the end of the period, where it has said anything of the period or of later: a
    service without an outage has no row, and a list that has not come yet has none either.
    """
    told = stated.loc[stated["starts_at"] < ends_at]
    is_told = ((stated["ends_at"] > starts_at).fillna(value=True)).any()
    return sorted(told["service"].astype("str").unique().tolist()) if is_told else []


def lasting(stated: pd.DataFrame, starts_at: int, ends_at: int) -> Flags:
    """Return which stated outages reach into a period."""
    ends_later = (stated["ends_at"] > starts_at).fillna(value=True)
    return np.asarray((stated["starts_at"] < ends_at) & ends_later, dtype=bool)


def _our_columns(outages: pd.DataFrame) -> pd.DataFrame:
    return outages[["service", "unit", "starts_at", "ends_at", "counted"]].assign(
        users=outages["users_affected"]
    )


def _their_columns(outages: pd.DataFrame) -> pd.DataFrame:
    names = ["service", "unit", "starts_at", "ends_at", "planned", "rounded_to"]
    return outages[names].assign(users=outages["users_affected"])


def _kinds(pairs: pd.DataFrame) -> dict[DifferenceKind, Flags]:
    ours, theirs = (pairs[f"{side}_starts_at"].notna().to_numpy(dtype=bool) for side in ("our", "their"))
    rounded = pairs["their_rounded_to"]
    start = ((pairs["their_starts_at"] - pairs["our_starts_at"]).abs() >= rounded).fillna(value=False)
    end = ((pairs["their_ends_at"] - pairs["our_ends_at"]).abs() >= rounded).fillna(value=False)
    one_goes_on = pairs["their_ends_at"].isna() != pairs["our_ends_at"].isna()
    planned = ((pairs["their_planned"] == 1) & (pairs["our_counted"] > 0)).fillna(value=False)
    users = (pairs["their_users"] != pairs["our_users"]).fillna(value=False)
    found = {
        DifferenceKind.ONLY_STATED: theirs & ~ours,
        DifferenceKind.ONLY_MEASURED: ours & ~theirs,
        DifferenceKind.OTHER_START_OR_END: ours & theirs & (start | end | one_goes_on).to_numpy(dtype=bool),
        DifferenceKind.CALLED_PLANNED: ours & theirs & planned.to_numpy(dtype=bool),
        DifferenceKind.OTHER_USERS: ours & theirs & users.to_numpy(dtype=bool),
    }
    # What the list calls planned and the measurement does not count at all is no outage to either.
    quiet = (pairs["our_counted"] == 0).fillna(value=False).to_numpy(dtype=bool) & ~theirs
    found[DifferenceKind.ONLY_MEASURED] &= ~quiet
    called = (pairs["their_planned"] == 1).fillna(value=False).to_numpy(dtype=bool) & ~ours
    found[DifferenceKind.ONLY_STATED] &= ~called
    return found


def _splice(row: Mapping[Hashable, object], known_at: int) -> Splice:
    users = _number(row["their_users"])
    return Splice(
        service=str(row["service"]),
        unit=str(row["unit"]),
        measured=_span(row, "our", known_at),
        stated=_span(row, "their", known_at),
        planned=_number(row["their_planned"]) == 1,
        users=_number(row["our_users"]) if users is None else users,
    )


def _span(row: Mapping[Hashable, object], side: str, known_at: int) -> tuple[int, int] | None:
    starts_at, ends_at = _number(row[f"{side}_starts_at"]), _number(row[f"{side}_ends_at"])
    if starts_at is None:
        return None
    return starts_at, max(known_at, starts_at + 1) if ends_at is None else ends_at


def _effect(figuring: OutageFiguring, judging: Judging, splice: Splice, number: int) -> Effect | None:
    if number >= MOST_EFFECTS:
        return None
    return judging.effect(figuring.judged(judging, [splice], [splice.service]))


def _difference(
    source: str,
    indicator: str,
    row: Mapping[Hashable, object],
    kinds: Mapping[DifferenceKind, Flags],
    effect: Effect | None,
) -> OutageDifference:
    place = _number(row["place"])
    return OutageDifference(
        source=source,
        indicator=indicator,
        service=str(row["service"]),
        unit=str(row["unit"]),
        kinds=tuple(kind for kind in _KINDS if kinds[kind][place]),
        measured_starts_at=_number(row["our_starts_at"]),
        measured_ends_at=_number(row["our_ends_at"]),
        stated_starts_at=_number(row["their_starts_at"]),
        stated_ends_at=_number(row["their_ends_at"]),
        stated_planned=_number(row["their_planned"]) == 1,
        measured_users=_number(row["our_users"]),
        stated_users=_number(row["their_users"]),
        effect=effect,
    )


def _figure(
    source: str,
    other: Outcome,
    judging: Judging,
    alone: Alternative,
    pairs: pd.DataFrame,
    differs: Flags,
) -> ReconciledFigure:
    ours = judging.ours[other.indicator, other.scope]
    here = (pairs["service"] == other.scope.service).to_numpy(dtype=bool)
    sides = [pairs[f"{side}_starts_at"].notna().to_numpy(dtype=bool) for side in ("our", "their")]
    return ReconciledFigure(
        source=source,
        indicator=other.indicator,
        service=other.scope.service,
        subject="outage",
        measured=int(np.count_nonzero(here & sides[0])),
        stated=int(np.count_nonzero(here & sides[1])),
        differing=int(np.count_nonzero(here & differs)),
        explained=0,
        measured_value=None if ours.figure is None else ours.figure.value,
        stated_value=None if other.figure is None else other.figure.value,
        measured_verdict=ours.verdict,
        stated_verdict=other.verdict,
        measured_points=ours.points_after_repeat,
        stated_points=other.points_after_repeat,
        amount=judging.more(judging.amount_with([alone])),
    )


def _number(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]  # a cell of Int64
