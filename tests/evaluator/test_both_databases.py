"""One and the same evaluation, whichever database holds it and in whatever order it keeps words."""

from collections.abc import Iterator

import psycopg
import pytest

from collector.store.database import Database, open_database
from evaluator.results.published import PeriodResults
from supplierwatch.migrate import upgrade
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    UNMAPPED,
    calls,
    evaluate,
    exclusion,
    incident,
    save_october,
    tickets,
)


@pytest.fixture
def swedish_database(postgresql_server: str) -> Iterator[Database]:
    """A PostgreSQL database that orders words as a Swedish dictionary does, not by their characters."""
    with psycopg.connect(
        f"{postgresql_server.replace('+psycopg', '')}/postgres", autocommit=True
    ) as connection:
        connection.execute(
            "CREATE DATABASE swedish TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'"
        )
    with open_database(f"{postgresql_server}/swedish") as database:
        upgrade(database)
        yield database


def played(database: Database) -> PeriodResults:
    """October with much in it: exclusions, a source with rejects, words that no mapping knows."""
    save_october(database)
    save(
        database,
        calls("2026-10-01", "2026-11-01", 81, 97),
        at=COLLECTED,
        source="Phone",
        rejects=[(7, "x", "{}")],
    )
    strange = [
        incident(key, "2026-10-12 08:00", ("2026-10-12 09:00", UNMAPPED))
        for key in ("b-1", "B-2", "å-3", "z-4")
    ]
    for _, changes in strange[:2]:
        changes[-1]["value"] = "ändrad"
    save(database, tickets(*strange), at=COLLECTED, source="desk")
    asked = [exclusion("U-1", "pending", tickets=["A-2"]), exclusion("U-2", "accepted", tickets=["A-3"])]
    return evaluate(database, exclusions=asked)


def test_sqlite_and_postgresql_publish_the_same_in_the_same_order(
    sqlite_database: Database, swedish_database: Database
) -> None:
    ours, theirs = played(sqlite_database), played(swedish_database)
    for name in ("outcomes", "history", "credits", "score", "tickets", "outages", "statements", "health"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours == theirs
