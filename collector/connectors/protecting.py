"""What leaves a connector: what the mapping names, with people as keyed hashes."""

import pandas as pd

from collector.connectors.rows import CHANGE_PART, NEW, OLD, PART
from collector.mapping import CommonMapping
from collector.mapping.tickets import FIELD
from collector.sources.files import hashed


def protected(rows: pd.DataFrame, mapping: CommonMapping, secret: bytes | None) -> pd.DataFrame:
    """Return the columns and changes of `rows` that `mapping` names, and our own; people as keyed hashes."""
    allowed = {*mapping.source_columns(), *mapping.field_columns().values()}
    rows = rows[[column for column in rows.columns if column.startswith("#") or column in allowed]]
    key = secret or b""
    for column in mapping.persons:
        if column in rows:
            rows = rows.assign(**{column: hashed(rows[column], key)})
    if FIELD not in rows:
        return rows
    rows = rows[(rows[PART] != CHANGE_PART) | rows[FIELD].isin(allowed)]
    people = rows[FIELD].isin(mapping.persons)
    if bool(people.any()):
        for column in (OLD, NEW):
            rows = rows.assign(**{column: rows[column].mask(people, hashed(rows[column], key))})
    return rows
