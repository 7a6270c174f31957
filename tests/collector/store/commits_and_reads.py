"""A process that reads in bulk and commits in turn: `... ADDRESS SECONDS`; it says how often it committed."""

import sys
import time

import sqlalchemy as sa

from collector.records import FactKind
from collector.store.bulk import read_table
from collector.store.database import open_database
from collector.store.schema import FACT_TABLES, WORD


def main(address: str, name: str, seconds: float) -> None:
    end, commits = time.monotonic() + seconds, 0
    with open_database(address) as database:
        while time.monotonic() < end:
            read_table(database, sa.select(FACT_TABLES[FactKind.TICKET].c.id))
            with database.writing() as connection:
                connection.execute(
                    sa.insert(WORD).from_select(
                        ["id", "text"],
                        sa.select(sa.func.max(WORD.c.id) + 1, sa.literal(f"{name} {commits}")),
                    )
                )
            commits += 1
    print(commits)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
