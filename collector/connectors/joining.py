"""Columns that join several fields of a system, `state / hold_reason`, with a history of their own.

Where a system says that a ticket waits in one field and for whom in another, only both together tell what a
clock does. The words join as those of delivered files do: by ` / `, where they are not blank.
"""

from collections.abc import Iterable

import pandas as pd

from collector.connectors.rows import NEW, OLD
from collector.mapping.tickets import AT, FIELD, ORDER, TICKET
from collector.sources.row_reader import joined

SEPARATOR = " / "


def parts_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of the system behind `columns`, without repeats."""
    return tuple(dict.fromkeys(part for column in columns for part in column.split(SEPARATOR)))


def with_joined(
    tickets: pd.DataFrame, changes: pd.DataFrame, columns: Iterable[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return tickets and changes with each joined one of `columns` as a field of its own.

    What changes at one instant changes together: no word that was never to be seen stands between.
    """
    further = []
    for name in columns:
        parts = tuple(name.split(SEPARATOR))
        if len(parts) > 1:
            further.append(_changes_of(tickets, changes, name, parts))
            tickets = tickets.assign(**{name: joined(tickets, parts)})
    return tickets, pd.concat([changes, *further], ignore_index=True) if further else changes


def _changes_of(
    tickets: pd.DataFrame, changes: pd.DataFrame, name: str, parts: tuple[str, ...]
) -> pd.DataFrame:
    own = changes[changes[FIELD].isin(parts)]
    if own.empty:
        return own
    own = own.assign(number=pd.to_numeric(own[ORDER])).sort_values([TICKET, "number"], kind="stable")
    moments = own.drop_duplicates([TICKET, AT], keep="last")
    latest = own.drop_duplicates([TICKET, AT, FIELD], keep="last")
    news = latest.pivot(index=[TICKET, AT], columns=FIELD, values=NEW)  # noqa: PD010 - one value each, as told
    news = news.reindex(index=pd.MultiIndex.from_frame(moments[[TICKET, AT]]), columns=list(parts))
    earliest = own.drop_duplicates([TICKET, AT, FIELD])
    olds = earliest.pivot(index=[TICKET, AT], columns=FIELD, values=OLD)  # noqa: PD010 - one value each, as told
    olds = olds.reindex(index=pd.MultiIndex.from_frame(moments[[TICKET, AT]]), columns=list(parts))
    openings = _openings(tickets, own, parts).reindex(moments[TICKET])
    after: dict[str, pd.Series] = {}
    before: dict[str, pd.Series] = {}
    for part in parts:
        new = pd.Series(news[part].to_numpy(), index=moments.index, dtype="str")
        opening = pd.Series(openings[part].to_numpy(), index=moments.index, dtype="str")
        after[part] = new.groupby(moments[TICKET]).ffill().fillna(opening)
        # What an entry says was before goes first, so that a hole shows here as it does in the part.
        old = pd.Series(olds[part].to_numpy(), index=moments.index, dtype="str")
        before[part] = old.fillna(after[part].groupby(moments[TICKET]).shift()).fillna(opening)
    found = moments.assign(
        **{  # type: ignore[arg-type]  # a scalar beside columns
            FIELD: name,
            OLD: joined(pd.DataFrame(before), parts),
            NEW: joined(pd.DataFrame(after), parts),
        }
    )
    return found[found[OLD] != found[NEW]].drop(columns="number")


def _openings(tickets: pd.DataFrame, own: pd.DataFrame, parts: tuple[str, ...]) -> pd.DataFrame:
    """Return what each part was when the ticket opened: what its first change replaced, else the present."""
    told = own.drop_duplicates([TICKET, FIELD])
    first = told.pivot(index=TICKET, columns=FIELD, values=OLD)  # noqa: PD010 - one value each, as told
    present = tickets.drop_duplicates(TICKET, keep="last").set_index(TICKET)[list(parts)]
    return first.reindex(index=present.index, columns=list(parts)).fillna(present)
