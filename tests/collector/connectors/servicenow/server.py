"""A ServiceNow in memory: the Table API with the habits that lose rows of a careless reader."""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from collector.instants import to_datetime
from tests.replay import Asked, Reply, json_reply

Record = dict[str, str]


def text(instant: int) -> str:
    """Return an instant as the system writes it."""
    return to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S")


@dataclass
class ServiceNowServer:
    """Tables by name; `hidden` are sys_ids that the account may not see: counted, limited, then left out.

    `before` is called with the number of each request (from 1), and may change what is there, or answer in
    place of the server.
    """

    tables: dict[str, list[Record]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    before: Callable[[int], Reply | None] = lambda _number: None
    requests: int = 0

    def open(self, number: str, at: int, **fields: str) -> str:
        """Add an incident and return its sys_id."""
        key = number.lower().rjust(32, "0")
        record = {
            "sys_id": key,
            "number": number,
            "opened_at": text(at),
            "sys_updated_on": text(at),
            **fields,
        }
        self.tables.setdefault("incident", []).append(record)
        return key

    def change(self, key: str, at: int, **fields: str) -> None:
        """Change fields of an incident; each change is audited."""
        (record,) = [one for one in self.tables["incident"] if one["sys_id"] == key]
        audit = self.tables.setdefault("sys_audit", [])
        for name, value in fields.items():
            told = {
                "sys_id": f"{len(audit):032}",
                "tablename": "incident",
                "documentkey": key,
                "fieldname": name,
                "oldvalue": record.get(name, ""),
                "newvalue": value,
                "sys_created_on": text(at),
            }
            audit.append(told)
            record[name] = value
        record["sys_updated_on"] = text(at)

    def delete(self, key: str) -> None:
        """Delete an incident; its audit stays."""
        self.tables["incident"] = [one for one in self.tables["incident"] if one["sys_id"] != key]

    def answer(self, asked: Asked) -> Reply:
        """Answer a request of the Table API."""
        self.requests += 1
        instead = self.before(self.requests)
        if instead is not None:
            return instead
        rows = self.tables.get(asked.path.rsplit("/", 1)[1], [])
        found, order = rows, []
        for condition in asked.query["sysparm_query"].split("^"):
            if condition.startswith("ORDERBY"):
                order.append(condition.removeprefix("ORDERBY"))
            else:
                found = [row for row in found if _fits(row, condition)]
        found = sorted(found, key=lambda row: [row.get(name, "") for name in order])
        skip, limit = int(asked.query["sysparm_offset"]), int(asked.query["sysparm_limit"])
        names = asked.query["sysparm_fields"].split(",")
        shown = [
            {name: row[name] for name in names if name in row}
            for row in found[skip : skip + limit]
            if row["sys_id"] not in self.hidden
        ]
        return json_reply({"result": shown}, headers={"X-Total-Count": str(len(found))})


_OPERATORS: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (
    ("ISNOTEMPTY", lambda told, _: told != ""),
    ("IN", lambda told, wanted: told in wanted.split(",")),
    (">=", operator.ge),
    ("<", operator.lt),
    ("=", operator.eq),
)


def _fits(row: Record, condition: str) -> bool:
    for sign, compare in _OPERATORS:
        name, found, value = condition.partition(sign)
        if found:
            return compare(row.get(name, ""), value)
    raise AssertionError(f"the server of the test knows no condition {condition!r}")
