"""A back-fill over the network, killed again and again while tickets change, loses and doubles nothing."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from collector.connectors.position import position_of
from collector.instants import to_datetime
from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from tests.prove.asking_process import collect_from_servicenow
from tests.prove.collecting_process import start_telling, wait_for_end, wait_for_pages
from tests.prove.figures import tell
from tests.prove.large_ticket_system import DAY, LargeTicketSystem, number_of
from tests.prove.stored import cursor, facts_of, intake_numbers, run_outcomes, versions
from tests.replay import replaying

pytestmark = pytest.mark.prove

TICKETS, KILLS = (
    int(os.environ.get(name, whole)) for name, whole in (("PROVE_TICKETS", "200000"), ("PROVE_KILLS", "100"))
)
"""As the proof is; fewer to try the proof itself."""

SEED, DAYS = 20_261_122, 700
PAGE_SIZE = max(10, TICKETS // 400)
MOST_PAGES, LONGEST_PAUSE = 6, 0.3
"""Of one process: pages until it is killed, and seconds after the last of them."""

CHANGES_A_REQUEST = 2
OVERLAP = 10


@dataclass
class Killing:
    """Collecting from `address` into `database` in processes that are killed."""

    database: Database
    address: str
    options: dict[str, Any]
    chance: random.Random
    kills: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Kill `KILLS` processes, each some milliseconds after some page, then let one go to its end."""
        while self.kills < KILLS:
            process, pages = self._started()
            wait_for_pages(pages, self.chance.randint(0, MOST_PAGES))
            time.sleep(self.chance.uniform(0, LONGEST_PAUSE))
            process.kill()
            process.join()
            if process.exitcode != -signal.SIGKILL:
                assert process.exitcode == 0
                continue
            self.kills += 1
            self.found["during the back-fill" if self._fills_back() else "after the back-fill"] += 1
        self.finish()

    def finish(self) -> None:
        """Run once, undisturbed."""
        assert wait_for_end(*self._started()) == 0

    def _started(self) -> Any:
        store = self.database.url.render_as_string(hide_password=False)
        return start_telling(collect_from_servicenow, store, "tickets", self.address, self.options)

    def _fills_back(self) -> bool:
        if not intake_numbers(self.database):
            return True
        position = position_of(cursor(self.database, "tickets"))
        return position is not None and position.back_fill is not None


def truth(system: LargeTicketSystem) -> pd.DataFrame:
    """Return what the system says itself of every ticket that the account may see."""
    rows = [
        (number_of(ticket), at, state)
        for ticket in system.tickets.values()
        if not ticket.is_hidden
        for at, state in ticket.past()
    ]
    return pd.DataFrame(rows, columns=["ticket", "at", "value"]).sort_values(
        ["ticket", "at"], kind="stable", ignore_index=True
    )


def test_after_a_hundred_kills_every_ticket_and_change_is_there_exactly_once(database: Database) -> None:
    system = LargeTicketSystem(random.Random(SEED))  # noqa: S311 - chances of a proof
    system.fill(TICKETS, DAYS)
    system.changes_a_request = CHANGES_A_REQUEST
    since = to_datetime(system.now() - (DAYS + 4) * DAY).date().isoformat()
    begins = time.perf_counter()
    with replaying(system.answer) as replay:
        options = {"since": since, "page_size": PAGE_SIZE, "overlap": OVERLAP}
        killing = Killing(database, replay.address, options, random.Random(SEED + 1))  # noqa: S311 - as above
        killing.run()
        system.changes_a_request = 0
        time.sleep(2)  # what changed in the present second is in the span of the next
        killing.finish()
    seconds = time.perf_counter() - begins

    expected, horizon = truth(system), read_horizon(database)
    tickets, changes = (
        facts_of(database, FactKind.TICKET, horizon),
        facts_of(database, FactKind.TICKET_CHANGE, horizon),
    )
    stored = changes[changes["field"] == "status"].sort_values(
        ["ticket", "at", "sequence"], ignore_index=True
    )
    pd.testing.assert_frame_equal(stored[["ticket", "at", "value"]], expected, check_dtype=False)
    assert not stored.duplicated(["ticket", "at", "sequence"]).any()
    assert tickets["ticket"].to_list() == sorted(expected["ticket"].unique())
    numbers = intake_numbers(database)
    assert numbers == list(range(1, len(numbers) + 1))
    position = position_of(cursor(database, "tickets"))
    assert position is not None
    assert position.back_fill is None
    assert run_outcomes(database, "tickets")[-2:] == ["complete", "complete"]
    assert killing.found["during the back-fill"] >= KILLS
    tell(
        f"kills while asking, {database.dialect}",
        tickets=len(tickets),
        changes=len(stored),
        versions=versions(database, FactKind.TICKET_CHANGE),
        changed_meanwhile=system.moved,
        opened_meanwhile=len(system.tickets) - TICKETS,
        requests=system.requests,
        transactions=len(numbers),
        kills=killing.kills,
        seconds=seconds,
    )
