"""Tickets that ended, and of which no change of the status is told: was there none, or may we not see it?"""

import pandas as pd

from collector.connectors.among import is_among
from collector.connectors.rows import UPDATED_AT
from collector.errors import Problem, ProblemsFound, Severity
from collector.mapping.tickets import FIELD, OPENED_AT, TICKET, VALUE, TicketHistoryMapping

_STATUS = "status"
_ENDED = frozenset({"resolved", "closed", "cancelled"})
_MANY = 20
"""So many tickets that ended do not all do so at opening."""

_REMEDY = "See whether the account may read the history of tickets, and how long the system keeps it"


def check_histories(
    present: pd.DataFrame, changes: pd.DataFrame, mapping: TicketHistoryMapping, origin: str
) -> list[Problem]:
    """Return the warning of tickets that ended, changed after opening, and have no change of their status.

    Such a ticket counts as ended when it opened, which is right only where it was entered so. `present` has a
    row per ticket and field with its present value, `changes` every change that is told. Raises ProblemsFound
    where of many such tickets not one has a change of any field: then it is the history that is missing.
    """
    field = mapping.fields.get(_STATUS)
    ends = [word for word, state in mapping.statuses.items() if state in _ENDED]
    is_ended = (present[FIELD] == field) & present[VALUE].isin(ends)
    ended = present[is_ended & (present[UPDATED_AT].str.strip() != present[OPENED_AT].str.strip())]
    told = changes.loc[changes[FIELD] == field, TICKET]
    untold = ended.loc[~is_among(ended[TICKET], told), TICKET]
    if untold.empty:
        return []
    such = f"{len(untold)}, such as {untold.iloc[0]!r}"
    if changes.empty and len(untold) >= _MANY:
        found = f"tickets that ended, and not one change of any of them: {such}"
        raise ProblemsFound([Problem(found, remedy=_REMEDY, file=origin)])
    found = f"tickets that ended without a change of their status: {such}; they count as ended at opening"
    return [Problem(found, remedy=_REMEDY, file=origin, severity=Severity.WARNING)]
