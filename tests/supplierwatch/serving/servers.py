"""A PostgreSQL server that tests stop and start again, with its data."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import _as_other_user, _free_port, _run, postgresql_programs


@dataclass
class StoppableServer:
    """A server at `address`, which stays when it is stopped and started again."""

    address: str
    control: list[str]
    options: str
    is_up: bool = False

    def start(self) -> None:
        """Start it, and wait until it answers."""
        _run([*self.control, "-o", self.options, "start"])
        self.is_up = True

    def stop(self) -> None:
        """Stop it at once, as a machine that fails does."""
        if self.is_up:
            _run([*self.control, "-m", "immediate", "stop"])
        self.is_up = False


@contextmanager
def stoppable_postgresql(parent: Path | None = None) -> Iterator[StoppableServer]:
    """Yield a server that runs; skips where none is installed."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    with tempfile.TemporaryDirectory(prefix="watch-postgresql-", dir=parent) as name:
        folder = Path(name)
        data, sockets = folder / "data", folder / "sockets"
        sockets.mkdir()
        user = _as_other_user(folder)
        _run([*user, f"{programs}/initdb", "-D", str(data), "-U", "watch", "-A", "trust", "-E", "UTF8"])
        port = _free_port()
        control = [*user, f"{programs}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log")]
        options = f"-p {port} -k {sockets} -c listen_addresses=127.0.0.1"
        server = StoppableServer(f"postgresql+psycopg://watch@127.0.0.1:{port}", control, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
