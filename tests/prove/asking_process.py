"""Processes that collect from a ServiceNow into a store, and say so after every page."""

import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from collector.collect import RunRecord, collect
from collector.connectors.connector import Setting
from collector.connectors.registry import connectors, open_connector
from collector.mapping import read_mapping
from collector.remote.client import Client
from collector.remote.surroundings import Surroundings
from collector.store.database import open_database
from collector.store.runs import RunOutcome

PRELOADED = (Client, connectors())
"""Imported once, by the server that starts the processes."""

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state"},
    "constants": {"service": "T1", "kind": "incident"},
    "statuses": {"1": "active", "2": "active", "3": "waiting_user", "6": "resolved"},
}


def collect_from_servicenow(
    store: str, name: str, address: str, options: dict[str, Any], tells: Connection
) -> None:
    """Collect what is new and all of the past; the process fails where its collect does."""

    def tell(_record: RunRecord) -> None:
        tells.send("page")

    def now() -> int:
        return int(time.time())

    given = {"type": "servicenow", "address": address, **options}
    kind = connectors()["servicenow"]
    read = TypeAdapter(kind.options_type).validate_python(given)
    source = open_connector(Setting(name, read, read_mapping(MAPPING), Surroundings(now, {}, Path())))
    with open_database(store) as database:
        record = collect(source, database, now, tell)
    if record.outcome is not RunOutcome.COMPLETE:
        sys.exit(record.problem)
