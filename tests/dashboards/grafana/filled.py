"""A PostgreSQL store with October, which is sealed, and November, which runs: what every dashboard shows."""

import re
from functools import cache
from typing import Any

import psycopg

from collector.records import FactKind
from collector.store.database import Database, open_database
from evaluator.contract.versions import ContractVersions
from tests.collector.store.pages import Facts, save
from tests.databases import fresh_database
from tests.evaluator.october import (
    ACTIVE,
    COLLECTED,
    RESOLVED,
    WAITING_USER,
    agreed,
    contract_content,
    evaluate,
    incident,
    monitoring,
    save_october,
    tickets,
)
from tests.evaluator.sealing.sealed import seal

FROM, TO = "2026-09-01T00:00:00Z", "2026-12-01T00:00:00Z"
"""The time range that dashboards are asked for."""

OPEN = incident("B-1", "2026-10-28 08:00", ("2026-10-28 09:00", WAITING_USER), ("2026-11-03 09:00", ACTIVE))
"""Open since 28 October, and past its limit in November."""

NEW = incident("B-2", "2026-11-09 02:00")
"""Open, with some hours left of eight."""

REOPENED = incident(
    "B-3",
    "2026-11-04 08:00",
    ("2026-11-04 09:00", RESOLVED),
    ("2026-11-04 10:00", ACTIVE),
    ("2026-11-04 11:00", RESOLVED),
)

MACRO = re.compile(r"\$\{(\w+):sqlstring\}|\$__timeFrom\(\)|\$__timeTo\(\)")


def content() -> dict[str, Any]:
    """Return October's contract with options, a threshold, and more than one unit in each segment."""
    found = contract_content()
    found["term"]["options"] = [_option("option1", "2027-06-30", "2029-12-31")]
    found["triggers"] = [
        {
            "id": "two_points",
            "label": {"sv": "Minst två poäng", "en": "At least two points"},
            "clause": "9.1",
            "leads_to": "action_plan",
            "gives": {"sv": "en åtgärdsplan", "en": "an action plan"},
            "kind": "points",
            "points": 2,
            "months": 3,
            "of": "contract",
        }
    ]
    return found


def _option(name: str, notice_by: str, prolongs_to: str) -> dict[str, Any]:
    return {
        "id": name,
        "label": {"sv": "Option 1", "en": "Option 1"},
        "prolongs_to": prolongs_to,
        "notice_by": notice_by,
        "internal_last_day": None,
        "state": "open",
        "decided_on": None,
    }


def versions() -> ContractVersions:
    """Return the contract the store is judged by."""
    return agreed(content(), "signed with options")


@cache
def filled_store(server: str, template: str) -> str:
    """Return the address of a filled store on `server`, made once per session; tests only read it."""
    address = fresh_database(server, template)
    with open_database(address) as database:
        fill(database)
    return address


def fill(database: Database) -> None:
    """Collect and evaluate both months, and seal October."""
    save_october(database)
    save(database, tickets(OPEN, NEW, REOPENED), cursor="november", at=COLLECTED)
    save(database, _november(), cursor="november", at=COLLECTED, source="monitoring")
    for month in ("2026-10", "2026-11"):
        evaluate(database, month, versions=versions(), now=COLLECTED)
    seal(database, versions=versions())


def _november() -> Facts:
    return {
        kind: rows
        for kind, rows in monitoring("2026-11-01 00:00", "2026-11-09 00:00").items()
        if kind is FactKind.OBSERVED
    }


def expand(text: str, **variables: tuple[str, ...]) -> str:
    """Return a query with the three macros expanded as Grafana does; fails where another one is left."""
    chosen: dict[str, tuple[str, ...]] = {
        "contract": ("example",),
        "period": ("2026-10",),
        "service": ("T1", "T3"),
        "segment": ("schools", "offices"),
        **variables,
    }

    def replaced(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return f"'{FROM}'" if "From" in match.group() else f"'{TO}'"
        return ",".join("'" + value.replace("'", "''") + "'" for value in chosen[match.group(1)])

    found = MACRO.sub(replaced, text)
    assert "$" not in found, f"a macro that the dashboards may not use: {text}"
    return found


def connect(address: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection as a reader has one."""
    return psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
