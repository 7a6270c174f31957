"""Databases for tests: files of SQLite, and a PostgreSQL server of the tests' own."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_INSTALLED = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - as a parent folder only
"""Where files live in memory (None: nowhere): many small databases are made faster there."""

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
}


def postgresql_programs() -> Path | None:
    """The folder of the newest PostgreSQL installed, None where there is none."""
    found = [path.parent for path in _INSTALLED.glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def running_postgresql(parent: Path | None = None) -> Iterator[str]:
    """Yield the address of a server with its data in a folder below `parent`; skips where none is there."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip(f"no PostgreSQL server is installed in {_INSTALLED}")
    # Not below pytest's own folder, which the user the server runs as cannot enter.
    with (
        tempfile.TemporaryDirectory(prefix="watch-postgresql-", dir=parent) as folder,
        _server(programs, Path(folder)) as address,
    ):
        yield address


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[str]:
    data, sockets = folder / "data", folder / "sockets"
    sockets.mkdir()
    user = _as_other_user(folder)
    initialise = [*user, str(programs / "initdb"), "-D", str(data)]
    _run([*initialise, "-U", "watch", "-A", "trust", "-E", "UTF8", "--no-sync"])
    port = _free_port()
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    control = [*user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    _run([*control, "-l", str(folder / "log"), "-o", f"-p {port} -k {sockets} {options}", "start"])
    try:
        yield f"postgresql+psycopg://watch@127.0.0.1:{port}"
    finally:
        _run([*control, "-m", "immediate", "stop"])


def fresh_database(server: str, template: str = "template0") -> str:
    """Return the address of a new database on `server`, a copy of `template`; it goes with the server."""
    name = f"watch_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    return f"{server}/{name}"


def _as_other_user(folder: Path) -> list[str]:
    # The server refuses to run as root.
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody", "nogroup")
    shutil.chown(folder / "sockets", "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _run(command: list[str]) -> None:
    # Its output goes nowhere: a server that inherits a pipe keeps it open.
    nowhere = subprocess.DEVNULL
    subprocess.run(command, check=True, stdin=nowhere, stdout=nowhere, stderr=nowhere)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
