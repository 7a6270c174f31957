"""Icinga DB: the history of states and downtimes that it keeps for reports, read from its database."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

import pandas as pd
import sqlalchemy as sa
from pydantic import AfterValidator, Field, model_validator
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from collector.connectors.connector import Chunk, Connector, Evidence, Setting, Span
from collector.connectors.icinga_db_queries import (
    downtimes_from,
    heartbeat,
    last_states_before,
    states_from,
    states_without_history,
)
from collector.connectors.icinga_db_rows import downtime_rows, state_rows
from collector.connectors.options import ConnectorOptions, Seconds
from collector.connectors.rows import joined_rows
from collector.errors import Problem, ProblemsFound, Severity, SourceUnreadable, SupplierwatchError
from collector.instants import format_instant
from collector.mapping.monitoring import MaintenanceMapping, ServiceStatesMapping
from collector.remote.settings import VariableName

_DRIVER = "postgresql+psycopg"
_LATE = 120
"""Seconds without a sign of Icinga DB after which that is told; it writes one every second."""

Place = tuple[int, bytes]
Asking = Callable[[Place | None], sa.Select[Any]]


def _database_address(address: str) -> str:
    # The text of an address may hold a password, so no message repeats it.
    try:
        url = sa.make_url(address)
    except ArgumentError:
        raise ValueError(f"this is no address such as {_DRIVER}://user@host/icingadb") from None
    if url.drivername != _DRIVER or not url.host or not url.database:
        raise ValueError(f"this is no address such as {_DRIVER}://user@host/icingadb")
    if url.password is not None or url.query:
        raise ValueError(
            "the address ends with the name of the database; say `password_env` for the password"
        )
    return address


class IcingaDbOptions(ConnectorOptions):
    """Where the database is, and which of its histories is read."""

    type: Literal["icinga_db"]
    address: Annotated[str, AfterValidator(_database_address)] = Field(
        description="postgresql+psycopg://user@host:5432/icingadb"
    )
    password_env: VariableName | None = Field(default=None, description="where the password of the user is")
    certificate_authority: str | None = Field(
        default=None, description="PEM file of the authority that signed the server's certificate"
    )
    unencrypted: bool = Field(
        default=False,
        description="true: ask another machine without `certificate_authority`; anyone on the way can read",
    )
    reads: Literal["hard_states", "soft_states", "downtimes"] = Field(
        default="hard_states",
        description="`soft_states` begin with the first failed check, `hard_states` when it was confirmed",
    )
    overlap: Seconds = Field(
        default=3600, description="seconds read again: Icinga DB may write what happened with a delay"
    )
    settle: Seconds = Field(default=10, description="seconds before now that are not taken as known yet")
    time_out: Annotated[int, Field(gt=0, le=3600)] = Field(
        default=60, description="seconds after which the server gives up a question"
    )
    page_size: Annotated[int, Field(gt=0, le=100_000)] = Field(default=5000, description="rows at once")

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        # Left to itself, the driver takes any certificate, and goes without where the server has none.
        is_here = sa.make_url(self.address).host in ("localhost", "127.0.0.1", "::1")
        if self.certificate_authority is None and not is_here and not self.unencrypted:
            raise ValueError(
                "certificate_authority: name the PEM file of the authority that signed the server's "
                "certificate, or say `unencrypted: true` where the way is safe"
            )
        return self

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        return () if self.password_env is None else (self.password_env,)


class IcingaDbConnector(Connector[IcingaDbOptions]):
    """Reads history by time, in a connection that can only read."""

    options_type = IcingaDbOptions
    mapping_types: ClassVar[tuple[str, ...]] = ("service_states", "maintenance")
    evidence = Evidence.LIVE_TESTED
    follows = "Icinga 2.13 with Icinga DB 1.1 on PostgreSQL 15"

    def __init__(self, setting: Setting[IcingaDbOptions]) -> None:
        super().__init__(setting)
        _refuse_unfitting(setting)
        self._connection: sa.Connection | None = None
        self._heartbeat: int | None = None

    def known_until(self, now: int) -> int:
        """Return when Icinga DB last said that it works: what happened later is not written yet."""
        settled = now - self.options.settle
        return settled if self._heartbeat is None else min(settled, self._heartbeat)

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what the history says of `span`; raises SourceUnreadable."""
        now = self.surroundings.now()
        warnings = self._hear(now)
        known = self.known_until(now)
        if self.options.reads != "downtimes" and span.since <= self._since():
            yield self._at_the_start(span.since)
        for found in self._pages(span):
            reached = min(int(found[-1].changed) // 1000, known)
            yield self._chunk(self._shaped(found), reached, found)
        if span.until is None:
            yield Chunk(joined_rows([]), known, _hash([]), self._origin, warnings)

    def _at_the_start(self, since: int) -> Chunk:
        """Return how everything was at `since`, as far as that is known."""
        before = self._rows(last_states_before(since * 1000, hard=self._hard))
        never = self._rows(states_without_history(hard=self._hard))
        found = [*before, *never]
        rows = joined_rows([state_rows(one, hard=self._hard) for one in (before, never)])
        return self._chunk(rows, since, found)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()

    @property
    def _hard(self) -> bool:
        return self.options.reads == "hard_states"

    @property
    def _origin(self) -> str:
        url = sa.make_url(self.options.address)
        return f"{url.host}/{url.database}: {self.options.reads}"

    def _hear(self, now: int) -> tuple[Problem, ...]:
        found = self._rows(heartbeat())[0][0]
        self._heartbeat = None if found is None else int(found) // 1000
        if self._heartbeat is not None and now - self._heartbeat <= _LATE:
            return ()
        last = "ever" if self._heartbeat is None else f"since {format_instant(self._heartbeat)}"
        return (
            Problem(
                f"Icinga DB has not said {last} that it works; what happened since is not known",
                remedy="See whether Icinga, its Redis and Icinga DB run",
                file=self._origin,
                severity=Severity.WARNING,
            ),
        )

    def _pages(self, span: Span) -> Iterator[Sequence[sa.Row[Any]]]:
        place: Place | None = None
        while True:
            found = self._rows(self._question(span, place))
            if not found:
                return
            yield found
            place = (int(found[-1].changed), bytes(found[-1].key))

    def _question(self, span: Span, place: Place | None) -> sa.Select[Any]:
        since, until = span.since * 1000, None if span.until is None else span.until * 1000
        if self.options.reads == "downtimes":
            return downtimes_from(since, until, place, self.options.page_size)
        return states_from(since, until, place, self.options.page_size, hard=self._hard)

    def _shaped(self, found: Sequence[sa.Row[Any]]) -> pd.DataFrame:
        if self.options.reads == "downtimes":
            return downtime_rows(found)
        return state_rows(found, hard=self._hard)

    def _chunk(self, rows: pd.DataFrame, reached: int, found: Sequence[sa.Row[Any]]) -> Chunk:
        return Chunk(rows, reached, _hash(found), self._origin)

    def _rows(self, question: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        problem: Problem
        try:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection.execute(question).all()
        except ModuleNotFoundError as error:
            raise SupplierwatchError(
                f"reading Icinga DB needs {error.name}, which is not installed. "
                "Install supplierwatch with its extra: pip install 'supplierwatch[postgresql]'"
            ) from error
        except SQLAlchemyError as error:
            problem = self._told(error)
        # Outside: the driver's error quotes the user and would be kept as context.
        raise SourceUnreadable(problem)

    def _connect(self) -> sa.Connection:
        engine = sa.create_engine(
            self._url(),
            poolclass=sa.pool.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "connect_timeout": 10,
                "options": "-c default_transaction_read_only=on "
                f"-c statement_timeout={self.options.time_out * 1000}",
                **self._encryption(),
            },
        )
        return engine.connect()

    def _url(self) -> URL:
        url = sa.make_url(self.options.address)
        name = self.options.password_env
        return url if name is None else url.set(password=self.surroundings.secret(name))

    def _encryption(self) -> dict[str, str]:
        authority = self.options.certificate_authority
        if authority is None:
            return {}
        return {"sslmode": "verify-full", "sslrootcert": str(self.surroundings.folder / authority)}

    def _told(self, error: SQLAlchemyError) -> Problem:
        state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
        if state is None:
            return Problem("the database cannot be reached", remedy=_REACH, file=self._origin)
        remedy = _REMEDIES.get(state, "See the appendix on error codes of PostgreSQL's documentation")
        return Problem(f"the database refused, with SQLSTATE {state}", remedy=remedy, file=self._origin)


def _refuse_unfitting(setting: Setting[IcingaDbOptions]) -> None:
    """Raise ProblemsFound where the mapping reads something else than the history that is asked for."""
    wanted = MaintenanceMapping if setting.options.reads == "downtimes" else ServiceStatesMapping
    fits = isinstance(setting.mapping, wanted)
    if isinstance(setting.mapping, ServiceStatesMapping):
        fits = fits and setting.mapping.records == "changes_only"
    if not fits:
        found = f"source {setting.name!r}: the mapping does not fit `reads: {setting.options.reads}`"
        allowed = "type maintenance for downtimes, type service_states with records changes_only for states"
        raise ProblemsFound([Problem(found, allowed, path="mapping")])


_REACH = "Check `address`, `password_env` and whether the server accepts connections from here"
_REMEDIES = {
    "42P01": "Check that this is a database of Icinga DB, in a version that has these tables",
    "42703": "Check the version of Icinga DB",
    "42501": "Let the user SELECT from the tables that the documentation names",
    "57014": "Raise `time_out`, or lower `page_size`",
}
"""What to do about an error of PostgreSQL (appendix \"PostgreSQL Error Codes\")."""


def _hash(found: Sequence[sa.Row[Any]]) -> str:
    digest = hashlib.sha256()
    for row in found:
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
