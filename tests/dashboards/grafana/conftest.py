"""A filled PostgreSQL store, made once for all tests of the dashboards."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from collector.store.database import open_database
from tests.dashboards.grafana.filled import connect, fill
from tests.databases import fresh_database


@pytest.fixture(scope="session")
def filled_address(postgresql_server: str, postgresql_template: str) -> str:
    """The address of a store with a sealed month and one that runs; tests only read it."""
    address = fresh_database(postgresql_server, postgresql_template)
    with open_database(address) as database:
        fill(database)
    return address


@pytest.fixture(scope="session")
def reader(filled_address: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection to the filled store, as a reader has one."""
    with connect(filled_address) as connection:
        yield connection
