"""Numbers for texts that repeat: words, and the keys of tickets."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from collector.records import COLUMNS, TICKET_KEY, ColumnType, FactKind
from collector.store.schema import NOT_STATED, TICKET_KEYS, WORD, stored_name
from collector.store.staging import staged

Numbers = npt.NDArray[np.int64]


def save_word(connection: sa.Connection, text: str) -> int:
    """Return the number of one word, new or known."""
    return int(save_words(connection, pd.Series([text], dtype="str")).iloc[0])


def save_words(connection: sa.Connection, texts: pd.Series) -> pd.Series:
    """Return the number of each text; texts never seen before get the next ones.

    Missing and empty texts are `NOT_STATED`.
    """
    positions, words = pd.factorize(storable(texts.fillna("")))
    numbers = _known(connection, WORD.c.id, WORD.c.text, pd.Series(words, dtype="str"), sa.true())
    numbers[np.asarray(words == "")] = NOT_STATED
    new = numbers < 0
    frame = pd.DataFrame({"id": _next_numbers(connection, WORD.c.id, new), "text": words[new]})
    _append(connection, WORD, frame)
    numbers[new] = frame["id"].to_numpy()
    return pd.Series(numbers[positions], index=texts.index)


def save_ticket_keys(connection: sa.Connection, system: int, tickets: pd.Series) -> pd.Series:
    """Return the number of each ticket of the system whose name is the word `system`."""
    positions, keys = pd.factorize(storable(tickets))
    ours = TICKET_KEYS.c.source == system
    numbers = _known(connection, TICKET_KEYS.c.id, TICKET_KEYS.c.ticket, pd.Series(keys, dtype="str"), ours)
    new = numbers < 0
    ids = _next_numbers(connection, TICKET_KEYS.c.id, new)
    frame = pd.DataFrame({"id": ids, "source": np.full(len(ids), system), "ticket": keys[new]})
    _append(connection, TICKET_KEYS, frame)
    numbers[new] = ids
    return pd.Series(numbers[positions], index=tickets.index)


def save_texts_of(
    connection: sa.Connection, kind: FactKind, facts: pd.DataFrame, system: int
) -> pd.DataFrame:
    """Return `facts` with stored column names, and numbers in place of words and ticket keys."""
    columns: dict[str, Any] = {stored_name(column): facts[column.name] for column in COLUMNS[kind]}
    words = [column.name for column in COLUMNS[kind] if column.type is ColumnType.WORD]
    # One look-up for the words of all columns: small pages spend their time on statements.
    texts = pd.concat([facts[name] for name in words], ignore_index=True)
    columns.update(zip(words, np.split(save_words(connection, texts).to_numpy(), len(words)), strict=True))
    for column in COLUMNS[kind]:
        if column is TICKET_KEY:
            columns[stored_name(column)] = save_ticket_keys(connection, system, facts[column.name])
        elif column.type is ColumnType.TEXT:
            columns[stored_name(column)] = storable(facts[column.name])
    return pd.DataFrame(columns, index=facts.index)


def storable(texts: pd.Series) -> pd.Series:
    """Return `texts` as either database keeps them."""
    # PostgreSQL holds no zero byte in text; both databases shall keep the same.
    return texts.str.replace("\0", "\ufffd", regex=False)


def _known(
    connection: sa.Connection,
    number: "sa.Column[int]",
    text: "sa.Column[str]",
    texts: pd.Series,
    scope: "sa.ColumnElement[bool]",
) -> Numbers:
    """Return the number of each of the distinct `texts`, -1 for those not stored yet."""
    numbers: Numbers = np.full(len(texts), -1, dtype=np.int64)
    frame = pd.DataFrame({"position": np.arange(len(texts)), "text": texts})
    with staged(connection, "text", frame) as stage:
        found = connection.execute(
            sa.select(stage.c.position, number).join_from(
                stage, number.table, sa.and_(text == stage.c.text, scope)
            )
        ).all()
    if found:
        rows = np.array([tuple(row) for row in found], dtype=np.int64)
        numbers[rows[:, 0]] = rows[:, 1]
    return numbers


def _next_numbers(connection: sa.Connection, number: "sa.Column[int]", new: npt.NDArray[np.bool_]) -> Numbers:
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(number), NOT_STATED))).scalar_one()
    return np.arange(last + 1, last + 1 + int(np.count_nonzero(new)), dtype=np.int64)


def _append(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    with staged(connection, "new_text", frame) as stage:
        connection.execute(sa.insert(table).from_select(list(frame.columns), sa.select(stage)))
