"""The supplier's lists of October, for tests of the reconciliation."""

from typing import Any

from collector.records import FactKind
from collector.store.database import Database
from tests.collector.store.pages import Facts, Rows, save
from tests.evaluator.october import COLLECTED, RESOLVED, incident, instant, monitoring, tickets

LIST = "supplier's list"
MONTH = (instant("2026-10-01 00:00"), instant("2026-11-01 00:00"))


def stated_ticket(key: str, resolved: str | None = None, **values: Any) -> dict[str, Any]:
    """Return a row of a list of the tickets of P2 in October, with times to the minute."""
    return {
        "indicator": "P2",
        "ticket": key,
        "from_at": MONTH[0],
        "to_at": MONTH[1],
        "service": "T1",
        "priority": "P2",
        "resolved_at": None if resolved is None else instant(resolved),
        "left_out": 0,
        "rounded_to": 60,
        **values,
    }


def stated_outage(key: str, starts: str, ends: str | None, **values: Any) -> dict[str, Any]:
    """Return a row of a list of the outages of T3, with times to the minute."""
    return {
        "outage": key,
        "service": "T3",
        "starts_at": instant(starts),
        "ends_at": None if ends is None else instant(ends),
        "planned": 0,
        "rounded_to": 60,
        **values,
    }


def hours_after_eight(hours: int) -> str:
    """Return the end of a ticket that opened at 08:00 and took so many hours of the day."""
    return f"{8 + hours:02}:00"


def thirty_incidents() -> tuple[Facts, dict[str, str]]:
    """Thirty incidents, one a day at 08:00, and when each was resolved.

    Every third took 9 hours of the 8 allowed (10 of them), the others 2: 20 of 30 are in time, 66.7 %.
    """
    ends = {
        f"B-{day:02}": f"2026-10-{day:02} {hours_after_eight(9 if day % 3 == 0 else 2)}"
        for day in range(1, 31)
    }
    found = [incident(key, f"2026-10-{key[2:]} 08:00", (end, RESOLVED)) for key, end in ends.items()]
    return tickets(*found), ends


def save_month(database: Database, stated: Rows, outages: Rows | None = None) -> None:
    """Save thirty incidents, the monitoring of T3 and the supplier's lists."""
    facts, _ = thirty_incidents()
    save(database, facts, at=COLLECTED, complete=True)
    save(database, monitoring(), at=COLLECTED, source="monitoring")
    lists = {FactKind.STATED_TICKET: stated, FactKind.STATED_OUTAGE: outages or []}
    save(database, {kind: rows for kind, rows in lists.items() if rows}, at=COLLECTED, source=LIST)


def whole_list(**changed: str) -> Rows:
    """Return the list of all thirty as they were resolved; `B_03="2026-10-03 15:00"` gives another end."""
    _, ends = thirty_incidents()
    others = {name.replace("_", "-"): end for name, end in changed.items()}
    return [stated_ticket(key, others.get(key, end)) for key, end in ends.items()]
