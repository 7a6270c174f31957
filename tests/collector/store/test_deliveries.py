"""What makes a page part of a full delivery, and what is noted of one."""

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.records import FactKind
from collector.source import Page
from collector.store.database import Database
from collector.store.schema import CONFIRMED
from tests.collector.store.pages import change, save, ticket

TWO_TICKETS = {
    FactKind.TICKET: [ticket("A", 100), ticket("B", 200)],
    FactKind.TICKET_CHANGE: [change("A", 100, "Open"), change("B", 200, "Open")],
}


def test_a_page_that_completes_what_is_no_full_delivery_is_refused() -> None:
    with pytest.raises(ValueError, match="only the pages of a full delivery"):
        Page("export.csv", pd.DataFrame(), "1", "hash", complete=True)


def test_only_a_full_delivery_notes_what_it_brought_again(database: Database) -> None:
    save(database, TWO_TICKETS)
    save(database, TWO_TICKETS, cursor="2")
    assert confirmed(database) == 0
    save(database, TWO_TICKETS, cursor="3", full=True)
    assert confirmed(database) == 4


def confirmed(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(CONFIRMED)).scalar_one())
