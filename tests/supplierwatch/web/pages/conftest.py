"""Fixtures of the tests of pages: one application for those who ask, one real server for the browser."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from tests.supplierwatch.web.served import PROXY, app_of, client_of

PEER = ("192.0.2.3", 40_000)


@pytest.fixture(scope="session")
def client(read_only_folder: Path) -> Iterator[TestClient]:
    """A client of the application, whose requests say who asks."""
    app = app_of(read_only_folder, PROXY | {"limits": {"burst": 100_000}})
    with client_of(app, PEER) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(read_only_folder: Path) -> Iterator[str]:
    """The address of a real server of the same store, for everyone on this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = app_of(read_only_folder, {"limits": {"burst": 100_000}})
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    running.start()
    patience = time.monotonic() + 20
    while not server.started and time.monotonic() < patience:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(timeout=10)
    listener.close()
