"""Tickets with their changes, as every ticket system tells them, become one row per event."""

import numpy as np
import pandas as pd

from collector.connectors.among import is_among
from collector.connectors.half_histories import NO_TICKET, stopped_where_rejected
from collector.connectors.missing_histories import check_histories
from collector.connectors.rows import CHANGE_PART, NEW, OLD, PART, TICKET_PART, UPDATED_AT
from collector.errors import Problem, Severity
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET, VALUE, TicketHistoryMapping
from collector.reading.rows import ROW_PROBLEM
from collector.source import Normalised, Page
from collector.sources.event_log import normalise_event_log

_LAST = 1_000_000
_NO_FIELD = "the ticket has nothing in any of the `fields` of the mapping; see that the account may read them"


def normalise_histories(page: Page, mapping: TicketHistoryMapping) -> Normalised:
    """Return the tickets and changes of a page that holds tickets whole.

    A ticket's fields begin with what their first change replaced, or with their present value where they
    never changed. A history that does not end in the present value has lost something: the present value
    follows it at the ticket's last change, and a warning says so. One with a hole in the middle is told too:
    when what it lacks happened, nothing says. A change of a ticket that the page does not hold is put aside.
    A ticket with a row that cannot be read is unmapped in every status. Raises ProblemsFound where the
    histories of many tickets that ended are missing altogether.
    """
    tickets = page.rows[page.rows[PART] == TICKET_PART].drop_duplicates(TICKET, keep="last")
    fields = [name for name in dict.fromkeys(mapping.fields.values()) if name in tickets]
    changes = _changes(page.rows, list(mapping.fields.values()))
    present = _present(tickets, fields)
    openings = _openings(present, changes)
    ends, warnings = _missing_ends(present, changes, page.origin)
    holes = [
        *_warn_of_holes(changes, page.origin),
        *check_histories(present, changes, mapping, page.origin),
    ]
    words = [column for columns in mapping.columns.named().values() for column in columns]
    # A page kept since before a column was mapped has none of it.
    tickets = tickets.assign(**{word: "" for word in words if word not in tickets})
    events = pd.concat([openings, changes.rename(columns={NEW: VALUE}), ends], ignore_index=True)
    events = pd.concat([events, _silent(tickets, events)], ignore_index=True)
    events = events.merge(tickets[[TICKET, OPENED_AT, *words]], on=TICKET, how="left")
    events[ROW_PROBLEM] = np.select(
        [events[OPENED_AT].isna(), events[FIELD] == ""], [NO_TICKET, _NO_FIELD], default=""
    )
    kept = [TICKET, OPENED_AT, AT, ORDER, FIELD, VALUE, *words, ROW_PROBLEM]
    rows = events[list(dict.fromkeys(kept))].fillna("").astype("str")
    rows.index = pd.RangeIndex(1, len(rows) + 1, name="line")
    told = (*page.warnings, *warnings, *holes)
    log = Page(page.origin, rows, page.cursor, page.content_hash, warnings=told)
    found = stopped_where_rejected(normalise_event_log(log, mapping.as_event_log()), rows, mapping)
    return Normalised(
        found.facts,
        found.rejects,
        found.warnings,
        replaces_whole_tickets=True,
        tickets=mapping.identifier_prefix + page.rows[TICKET].str.strip(),
    )


def unfinished(rows: pd.DataFrame, fields: list[str]) -> list[str]:
    """Return the tickets of `rows` whose history does not end in what they are.

    Where tickets and their changes are asked for one after the other, these changed in between.
    """
    tickets = rows[rows[PART] == TICKET_PART].drop_duplicates(TICKET, keep="last")
    known = [name for name in dict.fromkeys(fields) if name in tickets]
    ends, _ = _missing_ends(_present(tickets, known), _changes(rows, known), "")
    return list(ends[TICKET].unique())


def _changes(rows: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """Return the changes of `fields`, those of a ticket in their order."""
    names = [TICKET, AT, ORDER, FIELD, OLD, NEW]
    if FIELD not in rows:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in names})
    told = rows.loc[(rows[PART] == CHANGE_PART) & rows[FIELD].isin(fields), names]
    return told.iloc[pd.to_numeric(told[ORDER]).argsort(kind="stable")]


def _present(tickets: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """Return one row per ticket and field with its present value."""
    long = tickets.melt([TICKET, OPENED_AT, UPDATED_AT], fields, var_name=FIELD, value_name=VALUE)
    return long.astype({FIELD: "str", VALUE: "str"})


def _openings(present: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    first = changes.drop_duplicates([TICKET, FIELD])
    found = present.merge(first[[TICKET, FIELD, OLD]], on=[TICKET, FIELD], how="left")
    value = found[OLD].where(found[OLD].notna(), found[VALUE])
    openings = pd.DataFrame(
        {TICKET: found[TICKET], AT: found[OPENED_AT], ORDER: "0", FIELD: found[FIELD], VALUE: value}
    )
    # A blank opening is how systems write that the field got its first value by the change that follows.
    return openings[value.str.strip() != ""]


def _silent(tickets: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each ticket without any event, so that something tells of it."""
    silent = tickets.loc[~is_among(tickets[TICKET], events[TICKET]), [TICKET, OPENED_AT]]
    return silent.rename(columns={OPENED_AT: AT}).assign(**{ORDER: "0", FIELD: "", VALUE: ""})


def _missing_ends(
    present: pd.DataFrame, changes: pd.DataFrame, origin: str
) -> tuple[pd.DataFrame, list[Problem]]:
    last = changes.drop_duplicates([TICKET, FIELD], keep="last")
    found = present.merge(last[[TICKET, FIELD, NEW]], on=[TICKET, FIELD], how="inner")
    wrong = found[found[NEW].str.strip() != found[VALUE].str.strip()]
    ends = pd.DataFrame(
        {
            TICKET: wrong[TICKET],
            AT: wrong[UPDATED_AT],
            ORDER: str(_LAST),
            FIELD: wrong[FIELD],
            VALUE: wrong[VALUE],
        }
    )
    return ends, _warn_of_lost(wrong, origin)


def _warn_of_holes(changes: pd.DataFrame, origin: str) -> list[Problem]:
    """Tell the tickets of which a change begins with another value than the one before it ended in."""
    before = changes.groupby([TICKET, FIELD])[NEW].shift().str.strip()
    old = changes[OLD].str.strip()
    # A blank one may also be a system that does not tell what was before.
    broken = changes[before.notna() & (old != "") & (old != before)]
    if broken.empty:
        return []
    first = broken.iloc[0]
    return [
        Problem(
            f"tickets whose history has a hole: {broken[TICKET].nunique()}, such as {first[TICKET]!r} with "
            f"{first[FIELD]!r}, which was changed without an entry before {first[AT]}",
            remedy="Until then the value of the entry before counts. See what changes tickets without an "
            "entry, or whether a value was renamed",
            file=origin,
            severity=Severity.WARNING,
        )
    ]


def _warn_of_lost(wrong: pd.DataFrame, origin: str) -> list[Problem]:
    if wrong.empty:
        return []
    first = wrong.iloc[0]
    return [
        Problem(
            f"tickets whose history does not end in what they are now: {wrong[TICKET].nunique()}, such as "
            f"{first[TICKET]!r} with {first[FIELD]!r}",
            remedy="Their present value is taken from their last change on. "
            "See how long the system keeps its history",
            file=origin,
            severity=Severity.WARNING,
        )
    ]
