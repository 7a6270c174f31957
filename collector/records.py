"""The kinds of facts and the columns of each: what every source yields and the store keeps.

A frame of facts is a pandas frame with exactly the columns of its kind. Columns are columns of
text (`str`), or of whole numbers (`int64`; `Int64` where `optional`). Instants are whole UTC
seconds, shares and values are numerator and denominator.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import pandas as pd


class TicketState(IntEnum):
    """What a source's status means for the clocks; the number is what the store keeps."""

    UNMAPPED = 0
    ACTIVE = 1
    WAITING_USER = 2
    WAITING_CUSTOMER = 3
    WAITING_THIRD = 4
    WAITING_SUPPLIER = 5
    RESOLVED = 6
    CLOSED = 7
    CANCELLED = 8


class ServiceState(IntEnum):
    """How a service was at and after an instant; the number is what the store keeps."""

    UNKNOWN = 0
    UP = 1
    DEGRADED = 2
    DOWN = 3


class ColumnType(StrEnum):
    """How a column is held: `word` for text that repeats, `text` for text that identifies."""

    WORD = "word"
    TEXT = "text"
    INSTANT = "instant"
    INTEGER = "integer"


@dataclass(frozen=True)
class Column:
    """One column of a kind of fact."""

    name: str
    type: ColumnType
    meaning: str
    key: bool = False
    optional: bool = False

    @property
    def dtype(self) -> str:
        """The pandas dtype of this column in a frame of facts."""
        if self.type in (ColumnType.WORD, ColumnType.TEXT):
            return "str"
        return "Int64" if self.optional else "int64"


def _word(name: str, meaning: str, *, key: bool = False, optional: bool = False) -> Column:
    return Column(name, ColumnType.WORD, meaning, key, optional)


def _instant(name: str, meaning: str, *, key: bool = False, optional: bool = False) -> Column:
    return Column(name, ColumnType.INSTANT, meaning, key, optional)


def _integer(name: str, meaning: str, *, key: bool = False, optional: bool = False) -> Column:
    return Column(name, ColumnType.INTEGER, meaning, key, optional)


TICKET_KEY = Column("ticket", ColumnType.TEXT, "the ticket's key in its source", key=True)

_SCOPE = (
    _word("service", "service of the contract, as mapped", key=True),
    _word(
        "unit", "unit that receives the service; missing where the fact concerns all", key=True, optional=True
    ),
)


class FactKind(StrEnum):
    """The kinds of facts; also the names of their tables."""

    TICKET = "ticket"
    TICKET_CHANGE = "ticket_change"
    SERVICE_STATE = "service_state"
    OBSERVED = "observed"
    MAINTENANCE = "maintenance"
    MEASUREMENT = "measurement"
    STATEMENT = "statement"
    STATED_TICKET = "stated_ticket"
    STATED_OUTAGE = "stated_outage"


COLUMNS: dict[FactKind, tuple[Column, ...]] = {
    # What a ticket was when it opened. Of two rows for one ticket the one that opened earlier
    # stands; at equal opening the later intake.
    FactKind.TICKET: (
        TICKET_KEY,
        _instant("opened_at", "when the ticket opened"),
        _word("kind", "incident, account_order, change, ... as mapped", optional=True),
        _word("service", "service of the contract, as mapped", optional=True),
        _word("unit", "unit of the user who is helped", optional=True),
        _word("priority", "priority at opening", optional=True),
    ),
    FactKind.TICKET_CHANGE: (
        TICKET_KEY,
        _instant("at", "when the field got the value", key=True),
        _integer("sequence", "order inside one second, from 0", key=True),
        _word("field", "status, priority, team or any field the mapping names", key=True),
        _word("value", "the source's own word", optional=True),
        _integer("state", "TicketState of a status; missing for other fields", optional=True),
    ),
    FactKind.SERVICE_STATE: (
        _word("prober", "who saw it", key=True),
        *_SCOPE,
        _instant("at", "from when", key=True),
        _integer("state", "ServiceState from then on"),
        _integer("users_affected", "users hit by it, where the source says", optional=True),
    ),
    FactKind.OBSERVED: (
        _word("prober", "who looked", key=True),
        *_SCOPE,
        _instant("from_at", "start of an interval in which the state is known", key=True),
        _instant("to_at", "its end, not included; missing where it goes on without limit", optional=True),
    ),
    FactKind.MAINTENANCE: (
        Column("window", ColumnType.TEXT, "key of the window in its source", key=True),
        _word("service", "service of the contract, as mapped"),
        _word("unit", "unit concerned; missing for all", optional=True),
        _instant("starts_at", "start of the window"),
        _instant("ends_at", "its end, not included"),
        _instant("announced_at", "when the customer was told", optional=True),
    ),
    FactKind.MEASUREMENT: (
        _word("measure", "what was measured, in the words of the contract", key=True),
        *_SCOPE,
        _word("segment", "segment it concerns, where it concerns one", key=True, optional=True),
        _instant("from_at", "start of what it covers", key=True),
        _instant("to_at", "end of what it covers, not included", key=True),
        _integer("numerator", "value = numerator / denominator"),
        _integer("denominator", "above 0, or 0 where there were no cases"),
        _integer("sample_size", "answers or cases behind the value", optional=True),
        _integer("population", "how many were asked or offered", optional=True),
    ),
    FactKind.STATEMENT: (
        _word("indicator", "indicator the supplier states a figure for", key=True),
        *_SCOPE,
        _instant("from_at", "start of the period stated", key=True),
        _instant("to_at", "its end, not included", key=True),
        _integer("numerator", "stated value = numerator / denominator"),
        _integer("denominator", "above 0"),
    ),
    # What the supplier's own list says of one ticket; none of it is used for our figures.
    FactKind.STATED_TICKET: (
        _word("indicator", "indicator the supplier counts the ticket for", key=True),
        Column("ticket", ColumnType.TEXT, "the ticket's key, as the supplier writes it", key=True),
        _instant("from_at", "start of the period it is counted in", key=True),
        _instant("to_at", "its end, not included", key=True),
        _word("service", "service of the contract, as mapped", optional=True),
        _word("priority", "priority the supplier judges it by", optional=True),
        _instant("resolved_at", "when the supplier says it was resolved", optional=True),
        _integer("used", "seconds the supplier says it took", optional=True),
        _integer("used_days", "working days the supplier says it took", optional=True),
        _integer("missed", "1 where the supplier says it missed, 0 where it kept its limit", optional=True),
        _integer("left_out", "1 where the supplier leaves it out of its figure, else 0"),
        _integer("rounded_to", "seconds to which the times are rounded; 1 where they are exact"),
    ),
    # And of one outage.
    FactKind.STATED_OUTAGE: (
        Column("outage", ColumnType.TEXT, "the supplier's key of the outage", key=True),
        _word("service", "service of the contract, as mapped"),
        _word("unit", "unit concerned; missing for all", optional=True),
        _instant("starts_at", "when the supplier says it began"),
        _instant("ends_at", "its end, not included; missing where it goes on", optional=True),
        _integer("planned", "1 where the supplier calls it planned, else 0"),
        _integer("users_affected", "users hit by it, where the supplier says", optional=True),
        _integer("rounded_to", "seconds to which the times are rounded; 1 where they are exact"),
    ),
}
"""The columns of each kind; those marked `key` identify a fact within its source."""


def empty_frame(kind: FactKind) -> pd.DataFrame:
    """Return a frame of `kind` with its columns, their types, and no rows."""
    return pd.DataFrame({column.name: pd.Series([], dtype=column.dtype) for column in COLUMNS[kind]})


def as_facts(kind: FactKind, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the columns of `kind` in order and of their types; missing optional ones are added.

    Raises ValueError where a required column is absent or has missing values: a record without
    them belongs in quarantine, and the source that let it through is wrong.
    """
    columns: dict[str, pd.Series] = {}
    for column in COLUMNS[kind]:
        if column.name not in frame.columns:
            if not column.optional:
                raise ValueError(f"{kind} facts need a column {column.name!r}: {column.meaning}")
            columns[column.name] = pd.Series(pd.NA, index=frame.index, dtype=column.dtype)
            continue
        values = frame[column.name].astype(pd.api.types.pandas_dtype(column.dtype))
        if not column.optional and values.isna().any():
            raise ValueError(f"{kind} facts need a value in every row of {column.name!r}")
        columns[column.name] = values
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
