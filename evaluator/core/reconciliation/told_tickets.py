"""Rows of compared tickets as differences and figures."""

from collections.abc import Hashable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.core.outcomes import Outcome
from evaluator.core.reconciliation.cases import our_cases, their_cases
from evaluator.core.reconciliation.effects import Alternative, Judging
from evaluator.core.reconciliation.found import (
    DifferenceKind,
    Effect,
    Explanation,
    ReconciledFigure,
    TicketDifference,
)

Flags = npt.NDArray[np.bool_]


def ticket_difference(
    source: str,
    indicator: str,
    row: Mapping[Hashable, object],
    effect: Effect | None,
    kinds: Mapping[DifferenceKind, Flags],
    *,
    in_days: bool,
) -> TicketDifference:
    """Return the difference that one row of the pairs is; `kinds` say in what, by its `place`."""
    place = _number(row["place"])
    assert place is not None  # noqa: S101 - every row has its place
    return TicketDifference(
        source=source,
        indicator=indicator,
        service=_word(row["our_service"]) or _word(row["their_service"]),
        ticket=_word(row["our_ticket"]) or _word(row["their_ticket"]),
        kinds=tuple(kind for kind in DifferenceKind if kind in kinds and kinds[kind][place]),
        in_working_days=in_days,
        measured_used=_number(row["our_used"]),
        stated_used=_number(row["stated_time"]),
        measured_ended_at=_number(row["our_ended_at"]),
        stated_ended_at=_number(row["their_resolved_at"]),
        measured_missed=_flag(row["our_missed"]),
        stated_missed=_flag(row["new_missed"]) if row["theirs"] else None,
        measured_priority=_word(row["our_priority"]),
        stated_priority=_word(row["their_priority"]),
        stated_service=_word(row["their_service"]),
        elsewhere=_word(row["elsewhere"]),
        explanation=Explanation(_word(row["explanation"])),
        hours=_word(row["hours"]),
        effect=effect,
    )


def ticket_figure(
    source: str,
    other: Outcome,
    judging: Judging,
    alone: Alternative,
    pairs: pd.DataFrame,
    differs: Flags,
) -> ReconciledFigure:
    """Return one service: how many tickets each side counts, and what the list alone makes of it."""
    service = other.scope.service
    ours = judging.ours[other.indicator, other.scope]
    cases, listed = our_cases(pairs), their_cases(pairs)
    about = (pairs["our_service"].fillna(pairs["new_service"]) == service).to_numpy(dtype=bool)
    here = differs & (about | (service == ""))
    return ReconciledFigure(
        source=source,
        indicator=other.indicator,
        service=service,
        subject="ticket",
        measured=_count(cases, service),
        stated=_count(listed, service),
        differing=int(np.count_nonzero(here)),
        explained=int(np.count_nonzero(here & (pairs["explanation"] != "").to_numpy())),
        measured_value=None if ours.figure is None else ours.figure.value,
        stated_value=None if other.figure is None else other.figure.value,
        measured_verdict=ours.verdict,
        stated_verdict=other.verdict,
        measured_points=ours.points_after_repeat,
        stated_points=other.points_after_repeat,
        amount=judging.more(judging.amount_with([alone])),
    )


def _count(cases: pd.DataFrame, service: str) -> int:
    return len(cases) if service == "" else int(np.count_nonzero((cases["service"] == service).to_numpy()))


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]  # a cell of Int64


def _flag(value: object) -> bool | None:
    number = _number(value)
    return None if number is None else number == 1
