"""The keys of tickets: what people and other systems call what the store has a number for."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import sqlalchemy as sa

from collector.store.bulk import read_table
from collector.store.database import Database
from collector.store.frames import categorical, numbers, text
from collector.store.read import read_words
from collector.store.schema import TICKET_KEYS


def read_ticket_keys(database: Database, ticket_ids: Iterable[pd.Series]) -> pd.DataFrame:
    """Return the tickets of some columns of numbers: `ticket_id`, and text `system` and `ticket`, by number.

    A number that the store does not know is left out.
    """
    wanted = [np.unique(column.to_numpy(dtype=np.int64)) for column in ticket_ids]
    found = read_table(database, sa.select(TICKET_KEYS.c.id, TICKET_KEYS.c.source, TICKET_KEYS.c.ticket))
    words = read_words(database)
    keys = pd.DataFrame(
        {
            "ticket_id": numbers(found["id"]),
            "system": categorical(found["source"], words).astype("str"),
            "ticket": text(found["ticket"]),
        }
    )
    of_these = keys["ticket_id"].isin(np.concatenate([np.empty(0, dtype=np.int64), *wanted]))
    return keys.loc[of_these].sort_values("ticket_id").reset_index(drop=True)
