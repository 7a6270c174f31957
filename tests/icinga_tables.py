"""Icinga DB's tables without Icinga, whose rows a test lays itself."""

from typing import Any

import psycopg

from tests.databases import fresh_database
from tests.icinga_server import lay_schema


class Tables:
    """Icinga DB's tables without Icinga, whose rows a test lays itself."""

    def __init__(self, server: str) -> None:
        self.address = fresh_database(server)
        lay_schema(self.address)
        self.connection = psycopg.connect(self.address.replace("+psycopg", ""), autocommit=True)
        self._written = 0

    def host(self, name: str) -> bytes:
        """Add a host."""
        key = name.encode().ljust(20, b"-")
        self._lay("host", id=key, name=name, name_ci=name, display_name=name)
        return key

    def present(self, host: bytes, state: int, since: int) -> None:
        """Say how a host is now, and since when."""
        key = host
        self._lay(
            "host_state",
            id=key,
            host_id=key,
            hard_state=state,
            soft_state=state,
            last_state_change=since * 1000,
        )

    def _lay(self, table: str, **given: Any) -> None:
        """Add a row, with something in each column that wants something."""
        needed = self.connection.execute(
            "SELECT column_name, domain_name, udt_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL",
            [table],
        ).fetchall()
        values: dict[str, Any] = {}
        for column, domain, kind in needed:
            text = "" if kind in ("varchar", "citext", "text") else 0
            values[column] = b"-" * 20 if domain == "bytea20" else text
        values.update(given)
        columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
        insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of the schema
        self.connection.execute(insert.encode(), [*values.values()])

    def state(self, host: bytes, at: float, state: int, previous: int) -> None:
        """Add a hard state of a host."""
        self._written += 1
        self.connection.execute(
            "INSERT INTO sla_history_state (id, environment_id, object_type, host_id, event_time, "
            "hard_state, previous_hard_state) VALUES (%s, %s, 'host', %s, %s, %s, %s)",
            [self._written.to_bytes(20, "big"), b"e" * 20, host, round(at * 1000), state, previous],
        )

    def beat(self, at: int) -> None:
        """Say when Icinga DB last said that it works."""
        self.connection.execute("DELETE FROM icingadb_instance")
        self.connection.execute(
            "INSERT INTO icingadb_instance (id, environment_id, heartbeat, responsible, icinga2_version, "
            "icinga2_start_time) VALUES (%s, %s, %s, 'y', '2', 0)",
            [b"i" * 16, b"e" * 20, at * 1000],
        )
