"""Which figures of a document say otherwise than they did when people wrote beside them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that moved, by its key; a side that was not there is None."""

    key: str
    before: str | None
    after: str | None


def changed_figures(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ChangedFigure, ...]:
    """Return what differs between two sets of figures, in the order of the present, then of those gone."""
    keys = [*after, *(key for key in before if key not in after)]
    return tuple(
        ChangedFigure(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    )
