"""The store as requests read it: all of one answer from one moment, and nothing waits for ever."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import anyio
import sqlalchemy as sa
from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from collector.errors import SupplierwatchError
from collector.store.database import Database
from supplierwatch.migrate import read_revision, revisions
from supplierwatch.watch import Watch

STATEMENT_SECONDS = 30
CONNECT_SECONDS = 5

_OPTIONS = (
    f"statement_timeout={STATEMENT_SECONDS}s",
    # A page reads few rows by their keys: reading a whole table beside other processes, or compiling a
    # statement first, takes longer than that does.
    "random_page_cost=1.1",
    "max_parallel_workers_per_gather=0",
    "jit=off",
)
_CLOSING_AT_ONCE = 8


@dataclass
class _Held:
    """The connection that one request reads by, once it has read anything."""

    connection: sa.Connection | None = None

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()


_HELD: ContextVar[_Held | None] = ContextVar("held", default=None)


class ServedStore(Database):
    """A database of which every read within one request sees the same moment, over one connection.

    Pages change nothing, so they do not bring its tables up to this program: until somebody has, a request
    is refused as one is whose store does not answer.
    """

    _is_present = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield the connection of the present request, or outside of any request one of its own.

        Raises SupplierwatchError as `Database.reading` does; what follows in the request begins anew.
        """
        held = _HELD.get()
        if held is None:
            with super().reading() as connection:
                yield connection
            return
        with self._failures_told():
            if held.connection is None:
                held.connection = self._begun()
            went_well = False
            try:
                self._refuse_other_versions(held.connection)
                yield held.connection
                went_well = True
            finally:
                if not went_well:  # a connection that broke is not read again
                    held.close()

    def _refuse_other_versions(self, connection: sa.Connection) -> None:
        if self._is_present:
            return
        found = read_revision(connection)
        if found != revisions()[-1]:
            raise SupplierwatchError(
                f"the tables of {self.url.render_as_string()} are of version {found or 'none yet'}, this "
                f"program's of {revisions()[-1]}. A process of `supplierwatch serve` that does jobs brings "
                "them up, as does `supplierwatch collect`"
            )
        self._is_present = True

    def _begun(self) -> sa.Connection:
        connection = self._connected()
        if self.dialect == "postgresql":
            return connection.execution_options(isolation_level="REPEATABLE READ")
        return connection  # SQLite gives every transaction its moment


class OneMoment:
    """Gives each request that reads one moment of the store, and lets go of it at the end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Threads of its own: those that answer may all be waiting for a connection to come back.
        self._closing = anyio.CapacityLimiter(_CLOSING_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held = _Held()
        token = _HELD.set(held)
        try:
            await self._app(scope, receive, send)
        finally:
            _HELD.reset(token)
            if held.connection is not None:
                await run_sync(held.close, limiter=self._closing)


def open_served_store(watch: Watch, environment: Mapping[str, str]) -> ServedStore:
    """Return the store for answering requests.

    Bulk drivers stay out: a second library on a SQLite file, beside what other threads do, gains nothing for
    the few rows of a page. Raises SupplierwatchError where the variable of the password is not set.
    """
    engine = watch.open_store(environment).engine
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "do_connect", _limit)
    return ServedStore(engine, bulk_driver=False)


def _limit(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
    parameters.setdefault("connect_timeout", CONNECT_SECONDS)
    parameters.setdefault("options", " ".join(f"-c {option}" for option in _OPTIONS))
