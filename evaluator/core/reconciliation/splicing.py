"""The states of a service with an outage as the supplier states it in place of one that was measured."""

from dataclasses import dataclass, replace

import pandas as pd

from collector.records import ServiceState
from evaluator.core.facts import Facts

YEAR = 366 * 24 * 3600


@dataclass(frozen=True)
class Splice:
    """An outage to put in the place of another: instants of both, missing where a side has none.

    One that goes on ends with what is known.
    """

    service: str
    unit: str
    measured: tuple[int, int] | None
    stated: tuple[int, int] | None
    planned: bool
    users: int | None

    @property
    def span(self) -> tuple[int, int]:
        """The time in which only what is stated counts."""
        sides = [side for side in (self.measured, self.stated) if side is not None]
        return min(side[0] for side in sides), max(side[1] for side in sides)


def spliced(facts: Facts, splice: Splice) -> Facts:
    """Return `facts` with the service up in the whole span but for the outage stated.

    Every prober that saw the service there says so; what nobody watched stays unknown. A planned outage gets
    a window that was announced in time, as the supplier says it was.
    """
    states = facts.states
    unit = states["unit"].astype("str").fillna("")
    own = (states["service"].astype("str") == splice.service) & (unit == splice.unit)
    starts_at, ends_at = splice.span
    inside = own & (states["at"] >= starts_at) & (states["at"] < ends_at)
    runs = states.loc[own, ["source", "prober"]].astype("str").drop_duplicates()
    added = runs.merge(_states_of(splice), how="cross").assign(service=splice.service)
    added["unit"] = pd.Series(splice.unit or None, index=added.index, dtype="str")
    after = own & (states["at"] == ends_at)
    told = states.loc[after, "prober"].astype("str")
    added = added.loc[~((added["at"] == ends_at) & added["prober"].isin(told))]
    return replace(
        facts,
        states=_appended(states.loc[~inside], added, ["prober", "service", "unit", "at", "source"]),
        maintenance=_with_window(facts.maintenance, splice),
    )


def _states_of(splice: Splice) -> pd.DataFrame:
    rows: dict[int, tuple[ServiceState, int | None]] = {
        splice.span[0]: (ServiceState.UP, None),
        splice.span[1]: (ServiceState.UP, None),
    }
    if splice.stated is not None:
        starts_at, ends_at = splice.stated
        rows |= {starts_at: (ServiceState.DOWN, splice.users), ends_at: (ServiceState.UP, None)}
    ordered = sorted(rows.items())
    return pd.DataFrame(
        {
            "at": [at for at, _ in ordered],
            "state": [int(state) for _, (state, _) in ordered],
            "users_affected": pd.array([users for _, (_, users) in ordered], dtype="Int64"),
        }
    )


def _with_window(maintenance: pd.DataFrame, splice: Splice) -> pd.DataFrame:
    if not splice.planned or splice.stated is None:
        return maintenance
    starts_at, ends_at = splice.stated
    window = pd.DataFrame(
        {
            "source": ["stated"],
            "window": [f"stated {splice.service}/{splice.unit}@{starts_at}"],
            "service": [splice.service],
            "unit": pd.Series([splice.unit or None], dtype="str"),
            "starts_at": [starts_at],
            "ends_at": [ends_at],
            "announced_at": pd.array([starts_at - YEAR], dtype="Int64"),
        }
    )
    return _appended(maintenance, window, ["starts_at", "window", "source"])


def _appended(frame: pd.DataFrame, added: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """`frame` and further rows in order, words categorical as they are in facts."""
    words = [name for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    plain = frame.astype(dict.fromkeys(words, "str"))
    joined = pd.concat([plain, added[list(frame.columns)]], ignore_index=True)
    joined = joined.astype({str(name): frame[name].dtype for name in frame.columns if name not in words})
    ordered = joined.sort_values(order, kind="stable", na_position="first", ignore_index=True)
    return ordered.astype(dict.fromkeys(words, "category"))
