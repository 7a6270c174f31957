"""Peers of availability: window functions of DuckDB, and the rule of Icinga DB's reports in PostgreSQL."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha1
from types import ModuleType
from typing import LiteralString

import numpy as np
import numpy.typing as npt
import pandas as pd
from psycopg import Connection, connect

from bench.availability_inputs import Monitored
from bench.peers import THREADS
from collector.records import ServiceState
from tests.databases import fresh_database, running_postgresql

SERVICES_OF_A_HOST = 10

_LOST = f"""
    WITH runs AS (
        SELECT service, state, begins, lead(begins, 1, (SELECT max(ends) FROM months))
            OVER (PARTITION BY service ORDER BY begins) AS ends
        FROM changes
    ), down AS (SELECT service, begins, ends FROM runs WHERE state = {int(ServiceState.DOWN)}
    ), lost AS (
        SELECT service, month, sum(least(d.ends, m.ends) - greatest(d.begins, m.begins)) AS seconds
        FROM down d JOIN months m ON d.begins < m.ends AND d.ends > m.begins
        GROUP BY service, month
    ), excused AS (
        SELECT d.service, month,
            sum(greatest(least(d.ends, w.ends, m.ends) - greatest(d.begins, w.begins, m.begins), 0))
                AS seconds
        FROM down d JOIN windows w ON d.service = w.service AND d.begins < w.ends AND d.ends > w.begins
        JOIN months m ON w.begins < m.ends AND w.ends > m.begins
        GROUP BY d.service, month
    )
    SELECT service, month, lost.seconds - coalesce(excused.seconds, 0) AS seconds
    FROM lost LEFT JOIN excused USING (service, month)
"""  # noqa: S608 - own text


class DuckAvailability:
    """DuckDB in memory; loading is no part of what is timed, and only the sum of the answers leaves it."""

    def __init__(self, duckdb: ModuleType, given: Monitored) -> None:
        self._connection = duckdb.connect(config={"threads": THREADS})
        self._shape = (given.services, given.months.size - 1)
        changes = {"service": given.service_of_row, "begins": given.rows.at, "state": given.rows.state}
        self._load("changes", pd.DataFrame(changes))
        named = given.windows().rename(columns={"starts_at": "begins", "ends_at": "ends"})
        self._load("windows", named)
        self._load("months", months_of(given))

    def _load(self, name: str, frame: pd.DataFrame) -> None:
        self._connection.register("given", frame)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - own names
        self._connection.unregister("given")

    def lost(self) -> npt.NDArray[np.int64]:
        """Seconds down outside maintenance, by service and month."""
        found = self._connection.execute(_LOST).fetchnumpy()
        lost = np.zeros(self._shape, dtype=np.int64)
        lost[np.asarray(found["service"]), np.asarray(found["month"])] = np.asarray(found["seconds"])
        return lost

    def total(self) -> object:
        return self._connection.execute(f"SELECT sum(seconds) FROM ({_LOST})").fetchall()  # noqa: S608 - own text


def months_of(given: Monitored) -> pd.DataFrame:
    months = given.months
    return pd.DataFrame({"month": np.arange(months.size - 1), "begins": months[:-1], "ends": months[1:]})


# The rule, said in our words: walk what changes inside the period in the order of time, and add up the time
# in which the state is a problem and no downtime is on. The state at the beginning is that of the last change
# until then, else what the first later change says was before, else fine. Time before a change from pending
# (99) is not counted. As there, one function answers for hosts (which have no service) and services; keys are
# checked to be 20 bytes, numbers not to be negative, and times are milliseconds.
_RULE = """
    CREATE DOMAIN hash AS bytea CHECK (octet_length(VALUE) = 20);
    CREATE DOMAIN natural_number AS bigint CHECK (VALUE >= 0);
    CREATE DOMAIN small_natural_number AS smallint CHECK (VALUE BETWEEN 0 AND 255);
    CREATE TABLE history (
        host hash, service hash, at natural_number, state small_natural_number,
        state_before small_natural_number
    );
    CREATE TABLE downtime (host hash, service hash, begins natural_number, ends natural_number);
    CREATE FUNCTION fine_percent(
        of_host hash, of_service hash, period_begins natural_number, period_ends natural_number
    ) RETURNS numeric LANGUAGE plpgsql STABLE AS $$
    DECLARE
        now_state small_natural_number;
        downtimes natural_number := 0;
        walked natural_number := period_begins;
        problem natural_number := 0;
        pending natural_number := 0;
        step record;
    BEGIN
        SELECT state INTO now_state FROM history
            WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                AND at <= period_begins ORDER BY at DESC LIMIT 1;
        IF now_state IS NULL THEN
            SELECT state_before INTO now_state FROM history
                WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                    AND at > period_begins ORDER BY at LIMIT 1;
        END IF;
        now_state := coalesce(now_state, 0);
        SELECT count(*) INTO downtimes FROM downtime
            WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                AND begins <= period_begins AND ends > period_begins;
        FOR step IN
            SELECT at, state, state_before, 0 AS change FROM history
                WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                    AND at > period_begins AND at < period_ends
            UNION ALL SELECT begins, NULL, NULL, 1 FROM downtime
                WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                    AND begins > period_begins AND begins < period_ends
            UNION ALL SELECT ends, NULL, NULL, -1 FROM downtime
                WHERE host = of_host AND (service = of_service OR service IS NULL AND of_service IS NULL)
                    AND ends > period_begins AND ends < period_ends
            UNION ALL SELECT period_ends, NULL, NULL, 0
            ORDER BY 1
        LOOP
            IF step.state_before = 99 THEN
                pending := pending + step.at - walked;
            ELSIF now_state <> 99 AND downtimes = 0
                    AND (now_state >= 2 OR now_state = 1 AND of_service IS NULL) THEN
                problem := problem + step.at - walked;
            END IF;
            walked := step.at;
            now_state := coalesce(step.state, now_state);
            downtimes := downtimes + step.change;
        END LOOP;
        IF period_ends - period_begins = pending THEN
            RETURN NULL;
        END IF;
        RETURN round(100.0 * (period_ends - period_begins - pending - problem)
            / (period_ends - period_begins - pending), 4);
    END $$;
    CREATE TABLE months (month int, begins natural_number, ends natural_number);
    CREATE TABLE services (number int, host hash, service hash);
"""
_READY = """
    CREATE INDEX ON history (host, service, at);
    CREATE INDEX ON downtime (host, service, begins, ends);
    ANALYZE;
"""
_ASKED = """
    SELECT number, month, fine_percent(host, service, begins * 1000, ends * 1000) AS percent
    FROM services, months
"""
_TOTAL: LiteralString = f"SELECT sum(percent) FROM ({_ASKED}) AS asked"  # noqa: S608 - own text


class IcingaRule:
    """The rule as a function of PostgreSQL, asked for each service and month."""

    def __init__(self, connection: Connection, given: Monitored) -> None:
        self._connection = connection
        connection.execute(_RULE)
        keys = [_keys(number) for number in range(given.services)]
        state = np.where(given.rows.state == ServiceState.DOWN, 2, 0)
        history = (given.rows.at * 1_000, state, np.concatenate([[0], state[:-1]]))
        windows = given.windows()
        downtime = (windows["starts_at"] * 1_000, windows["ends_at"] * 1_000)
        self._copy("services", ((number, *key) for number, key in enumerate(keys)))
        self._copy("months", months_of(given).itertuples(index=False))
        self._copy("history", _keyed(keys, given.service_of_row, history))
        self._copy("downtime", _keyed(keys, windows["service"], downtime))
        connection.execute(_READY)

    def _copy(self, table: LiteralString, rows: Iterable[tuple[object, ...]]) -> None:
        with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def percents(self) -> dict[tuple[int, int], Decimal]:
        """Percent fine by service and month."""
        rows = self._connection.execute(_ASKED).fetchall()
        return {(int(service), int(month)): percent for service, month, percent in rows}

    def total(self) -> object:
        return self._connection.execute(_TOTAL).fetchall()


def _keys(number: int) -> tuple[bytes, bytes]:
    """The keys of a service's host and of the service."""
    names = f"host {number // SERVICES_OF_A_HOST}", f"service {number}"
    host, service = (sha1(name.encode(), usedforsecurity=False).digest() for name in names)
    return host, service


def _keyed(
    keys: list[tuple[bytes, bytes]], services: npt.ArrayLike, columns: Iterable[npt.ArrayLike]
) -> Iterator[tuple[object, ...]]:
    lists = [np.asarray(column).tolist() for column in (services, *columns)]
    return ((*keys[service], *rest) for service, *rest in zip(*lists, strict=True))


@contextmanager
def running_icinga_rule(given: Monitored) -> Iterator[IcingaRule]:
    """Yield the rule over `given` in a PostgreSQL server started for it."""
    with running_postgresql() as server:
        address = fresh_database(server).replace("+psycopg", "")
        with connect(address, autocommit=True) as connection:
            yield IcingaRule(connection, given)
