"""Two processes collect into one store while it is evaluated: no gap, nothing lost, no later fact."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from collector.records import FactKind
from collector.store.database import Database
from collector.store.horizon import read_committed_at
from collector.store.read import read_horizon
from evaluator.evaluate import evaluate_period
from evaluator.results.published import PeriodResults
from tests.evaluator.october import COLLECTED, NOW, agreed, contract_content
from tests.prove.collecting_process import start, wait_for_end
from tests.prove.event_logs import CHANGES_OF_A_TICKET, write_event_log
from tests.prove.figures import tell
from tests.prove.stored import facts_of, intake_numbers, intakes

pytestmark = pytest.mark.prove

TICKETS, PAGE_ROWS = 10_000, 500
SOURCES = ("first-log", "second-log")
LEAST_SEEN, MOST_SEEN = 5, 10


@dataclass(frozen=True)
class Seen:
    """What stood at a horizon while both were collecting, and what came of it."""

    horizon: int
    changes: pd.DataFrame
    results: PeriodResults


def contract_over_both() -> dict[str, Any]:
    content = contract_content()
    content["indicators"][0]["data"] = list(SOURCES)
    return content


def see(database: Database, horizon: int) -> Seen:
    changes = facts_of(database, FactKind.TICKET_CHANGE, horizon)
    versions = agreed(contract_over_both())
    return Seen(horizon, changes, evaluate_period(database, versions, (), "2026-10", horizon, NOW))


def figures_of(results: PeriodResults) -> list[str]:
    figures = (*results.outcomes, *results.credits, *results.tickets, *results.health)
    return [repr(one) for one in (*figures, results.score)]


def test_two_collect_at_once_and_what_was_evaluated_between_stays(database: Database, tmp_path: Path) -> None:
    address = database.url.render_as_string(hide_password=False)
    for number, name in enumerate(SOURCES):
        write_event_log(tmp_path / f"{name}.csv", TICKETS, f"{number}-", number)
    begins = time.perf_counter()
    offset = COLLECTED - int(time.time())
    processes = [start(address, name, tmp_path / f"{name}.csv", PAGE_ROWS, offset) for name in SOURCES]
    seen: list[Seen] = []
    while any(process.is_alive() for process, _ in processes):
        horizon = read_horizon(database)
        if len(seen) < MOST_SEEN and horizon > 0 and (not seen or horizon > seen[-1].horizon):
            seen.append(see(database, horizon))
        time.sleep(0.1)
    seconds = time.perf_counter() - begins

    assert [wait_for_end(*one) for one in processes] == [0, 0]
    last = read_horizon(database)
    between = [one for one in seen if one.horizon < last]
    assert len(between) >= LEAST_SEEN
    pages = TICKETS * CHANGES_OF_A_TICKET // PAGE_ROWS
    assert intake_numbers(database) == list(range(1, 2 * pages + 1))
    assert [len(intakes(database, name)) for name in SOURCES] == [pages, pages]
    whole = facts_of(database, FactKind.TICKET_CHANGE, last)
    assert len(whole[whole["field"] == "status"]) == 2 * TICKETS * CHANGES_OF_A_TICKET
    assert len(facts_of(database, FactKind.TICKET, last)) == 2 * TICKETS
    committed = [read_committed_at(database, number) or 0 for number in range(1, last + 1)]
    assert committed == sorted(committed)
    for one in between:
        again = see(database, one.horizon)
        pd.testing.assert_frame_equal(again.changes, one.changes)
        assert figures_of(again.results) == figures_of(one.results)
    shutil.rmtree(tmp_path)
    tell(
        f"two collectors, {database.dialect}",
        intakes=last,
        changes=len(whole),
        evaluations_between=len(between),
        first_horizon=between[0].horizon,
        last_horizon=between[-1].horizon,
        seconds=seconds,
    )
