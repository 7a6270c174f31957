"""Cases as the supplier's list has them, and the figures they make."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.credit_schemes import StartedScheme
from evaluator.contract.indicators import CountTerms, Rate
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.figures import FromCounts, figure_maker
from evaluator.core.measuring.rates import rate_figure, volume_of
from evaluator.core.measuring.scopes import made_by_scope
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.reconciliation.remeasuring import Measuring, clock_of

Flags = npt.NDArray[np.bool_]

_COLUMNS = ("service", "unit", "segment", "used", "limit", "ended_at", "missed")


def our_cases(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the cases measured that no agreed exclusion leaves out; the rows keep their place in `pairs`."""
    kept = pairs["ours"].to_numpy(dtype=bool) & (pairs["our_left_out"] == 0).fillna(value=False).to_numpy()
    return _cases(pairs, "our_", kept)


def their_cases(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the cases of the list that it does not leave out; what it does not say of one is as measured.

    A ticket that only the list has belongs to no unit.
    """
    counted = (pairs["their_left_out"] == 0).fillna(value=False).to_numpy(dtype=bool)
    return _cases(pairs, "new_", pairs["theirs"].to_numpy(dtype=bool) & counted)


def _cases(pairs: pd.DataFrame, side: str, kept: Flags) -> pd.DataFrame:
    own = pairs.loc[kept]
    found = pd.DataFrame({name: own[f"{side}{name}"] for name in _COLUMNS})
    unknown = found["missed"].isna().to_numpy(dtype=bool)
    return found.assign(
        used=found["used"].fillna(0).astype("int64"),
        missed=(found["missed"] == 1).fillna(value=False).to_numpy(dtype=bool),
        unknown=unknown,
    )


def as_stated(pairs: pd.DataFrame, indicator: TicketIndicator, times: pd.Series) -> pd.DataFrame:
    """Return `pairs` with the columns `new_...`: the case that the supplier's words make of each ticket.

    `times` are what it says each took. Where the list gives no verdict, it follows from the time and the
    limit; a count that looks at no clock counts whatever is in the list.
    """
    limit = _limits(pairs)
    used = times.fillna(pairs["our_used"])
    by_time = (used > limit).astype("Int64").where(times.notna())
    missed = pairs["their_missed"].fillna(by_time).fillna(pairs["our_missed"])
    if isinstance(indicator, CountTerms) and clock_of(indicator) is None:
        missed = missed.fillna(1)
    return pairs.assign(
        new_service=pairs["their_service"].fillna(pairs["our_service"]).fillna(""),
        new_unit=pairs["our_unit"].fillna(""),
        new_segment=pairs["our_segment"].fillna(""),
        new_used=used,
        new_limit=limit,
        new_ended_at=pairs["their_resolved_at"].fillna(pairs["our_ended_at"]),
        new_missed=missed,
    )


def _limits(pairs: pd.DataFrame) -> pd.Series:
    """The limit of each ticket; that of one that only the list has is known where all measured share one."""
    limits = pairs["our_limit"].astype("Int64")
    known = limits.dropna().unique()
    return limits.fillna(int(known[0])) if len(known) == 1 else limits


@dataclass(frozen=True, eq=False)
class Figuring:
    """What makes figures of cases of one ticket indicator."""

    indicator: TicketIndicator
    measuring: Measuring
    left_out: LeftOut

    @property
    def only_counts(self) -> bool:
        """Whether figures and money follow from how many cases missed, and not from how long each took."""
        by_steps = isinstance(self.indicator.credit, StartedScheme)
        return isinstance(figure_maker(self.indicator), FromCounts) and not by_steps

    def figures(self, cases: pd.DataFrame) -> dict[Scope, Figure | None]:
        """Return the figure of each whole scope."""
        made = made_by_scope(self.indicator, cases, figure_maker(self.indicator))
        whole = {scope: figure for scope, figure in made if scope.is_whole}
        return self._as_rates(whole) if isinstance(self.indicator, Rate) else dict(whole)

    def _as_rates(self, counts: Mapping[Scope, Figure]) -> dict[Scope, Figure | None]:
        assert isinstance(self.indicator, Rate)  # noqa: S101 - the caller has looked
        measuring = self.measuring
        book = TicketBook(measuring.contract, measuring.facts, measuring.calendars)
        volume = volume_of(self.indicator, book, measuring.period, self.left_out)
        return {scope: rate_figure(count, self.indicator, volume(scope)) for scope, count in counts.items()}
