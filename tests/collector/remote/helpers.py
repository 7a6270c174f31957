"""What the tests of asking share: a client for a test's own server, whose waiting takes no time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stamina

from collector.remote.client import Client
from collector.remote.settings import Connection
from tests.collector.connectors.helpers import World


@contextmanager
def client_for(address: str, world: World | None = None, **options: Any) -> Iterator[Client]:
    """Yield a client of the system at `address`; two tries of a request come right after each other."""
    connection = Connection.model_validate({"address": address, "attempts": 3, **options})
    client = Client(connection, (world or World()).surroundings())
    try:
        with stamina.set_testing(True, attempts=connection.attempts):
            yield client
    finally:
        client.close()
