"""A filled PostgreSQL store, made once for all tests of the dashboards."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.dashboards.grafana.filled import connect, filled_store


@pytest.fixture(scope="session")
def reader(postgresql_server: str, postgresql_template: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection to a store with a sealed month and one that runs, as a reader has one."""
    with connect(filled_store(postgresql_server, postgresql_template)) as connection:
        yield connection
