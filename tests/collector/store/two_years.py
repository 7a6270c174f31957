"""Twenty-four months of facts, small enough for a test, with what reaches from month to month."""

from collector.records import FactKind
from collector.store.database import Database
from collector.store.windows import Window
from tests.collector.store.pages import Facts, Rows, change, save, service_state, ticket

A_DAY = 86_400
A_MONTH = 30 * A_DAY
MONTHS = 24
TICKETS_A_MONTH, STATES_A_MONTH = 20, 15
RESOLVED_AFTER = (2 * A_DAY, 45 * A_DAY, None)
"""Every second ticket is over soon; of the others half last into another month, and half for ever."""


def tickets_of(month: int) -> tuple[Rows, Rows]:
    """The tickets that open in a month, with their changes, whenever these are."""
    opened, changed = [], []
    for number in range(TICKETS_A_MONTH):
        key, at = f"{month}-{number}", month * A_MONTH + number * A_DAY
        after = RESOLVED_AFTER[0 if number % 2 else 1 + number // 2 % 2]
        opened.append(ticket(key, at))
        changed.append(change(key, at, "Open"))
        if after is not None:
            changed += [change(key, at + 3_600, "Waiting", 2), change(key, at + after, "Resolved", 6)]
    return opened, changed


def monitoring_of(month: int) -> Facts:
    """Three services whose state goes up and down, and when somebody looked."""
    start = month * A_MONTH
    seen = {"prober": "probe", "unit": None}
    return {
        FactKind.SERVICE_STATE: [
            service_state(start + number * A_DAY, 1 + 2 * (number // 3 % 2)) | {"service": f"T{number % 3}"}
            for number in range(STATES_A_MONTH)
        ],
        FactKind.OBSERVED: [
            seen | {"service": f"T{number}", "from_at": start, "to_at": start + A_MONTH}
            for number in range(3)
        ],
    }


def save_two_years(database: Database) -> tuple[Rows, Rows, Facts]:
    """Save it month by month, as it would be collected; return tickets, changes and monitoring."""
    opened, changed = [], []
    watched: Facts = {FactKind.SERVICE_STATE: [], FactKind.OBSERVED: []}
    for month in range(MONTHS):
        own_opened, own_changed = tickets_of(month)
        facts = {FactKind.TICKET: own_opened, FactKind.TICKET_CHANGE: own_changed, **monitoring_of(month)}
        save(database, facts, cursor=str(month), at=MONTHS * A_MONTH + month)
        opened, changed = opened + own_opened, changed + own_changed
        for kind in watched:
            watched[kind] += facts[kind]
    return opened, changed, watched


def inside(at: int, window: Window) -> bool:
    """Whether an instant lies in a window."""
    return window[0] <= at < window[1]
