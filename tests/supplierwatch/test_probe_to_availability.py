"""From looks to the availability of the month: what a prober sees is what the contract is judged by."""

import asyncio
from pathlib import Path
from typing import Any

from collector.collect import collect
from collector.probing.due import next_due
from collector.probing.prober import Prober, folder_of, limits_of
from collector.probing.spool import Spool
from collector.store.database import Database
from tests.collector.connectors.helpers import World as Source
from tests.collector.connectors.helpers import connector_of
from tests.collector.probing.fast import MIDNIGHT, World
from tests.collector.probing.terms import SAMPLES, terms_of
from tests.evaluator.october import WHOLE_T3, agreed, contract_content, evaluate, outcome_of

TERMS = terms_of({"name": "T3 page", "service": "T3"})
FIRST = int(next_due("T3 page", 60, MIDNIGHT)) - MIDNIGHT
"""Seconds after midnight of the first look; the others come a minute apart."""

MINUTE = 60


def probe(folder: Path) -> None:
    """Look at T3 for 100 minutes: it is down for 30, and 15 other minutes our own network is away.

    Each begins 10 seconds before a look, so that it is hit by as many looks as it has minutes.
    """
    world = World()

    def is_away(host: str, at: float) -> bool:
        minutes = (at - FIRST + 10) / MINUTE
        return (host == "target" and 20 <= minutes < 50) or 60 <= minutes < 75

    async def work() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(FIRST + 99 * MINUTE + 5, stop.set)
        spool = Spool.begin(folder_of(TERMS, folder, "City"), limits_of(TERMS), MIDNIGHT)
        prober = Prober(TERMS, "City", spool, world.answering(is_away), world.tell, world.times)
        try:
            await prober.run(stop)
        finally:
            spool.end()

    world.run(work())


def contract() -> Any:
    """The contract of October, with an availability that any part of a month is enough for."""
    content = contract_content()
    for indicator in content["indicators"]:
        indicator["completeness_floor"] = "0 %"
    return agreed(content)


def test_an_outage_that_the_probe_saw_is_the_unavailability_of_the_month(
    database: Database, tmp_path: Path
) -> None:
    probe(tmp_path)
    source = connector_of({"type": "probe"}, SAMPLES, Source(MIDNIGHT + 86_400, folder=tmp_path))
    record = collect(source, database, lambda: MIDNIGHT + 86_400)
    assert (record.rows, record.rejects, record.problem) == (100, 0, "")
    figure = outcome_of(evaluate(database, "2026-12", versions=contract()), "availability", WHOLE_T3).figure
    assert figure is not None
    # 100 looks: 99 minutes from the first to the last, which speaks for 90 s more: 6,030 s.
    # Less 15 minutes in which we were cut off: 5,130 s known. Down for 30 minutes: 3,330 s up.
    assert (figure.numerator, figure.denominator) == (3330, 5130)
