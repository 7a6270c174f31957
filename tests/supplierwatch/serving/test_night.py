"""A night in which the database is away for ten minutes, beside the same night in which it is not."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from collector.store.database import open_database
from collector.store.schema import FACT_TABLES
from evaluator.results.schema import OUTCOME
from supplierwatch.notifying.tables import MESSAGE
from supplierwatch.serving.job_names import LANES, JobName
from supplierwatch.serving.job_states import read_jobs
from supplierwatch.serving.runner import Runner
from supplierwatch.serving.watch_holder import WatchHolder
from tests.databases import MEMORY, fresh_database
from tests.supplierwatch.serving.servers import StoppableServer, stoppable_postgresql
from tests.supplierwatch.watches import replace_text, write_watch

STOCKHOLM = ZoneInfo("Europe/Stockholm")
STEP, A_NIGHT = 300, 5 * 3600 + 1800
MESSAGES = """
service: {deliver: "off"}
messages:
  mail: {host: 127.0.0.1, port: 2525, security: none, sender: watch@city.example}
  reports: [{role: IT manager, address: manager@city.example}]
  alerts:
    to: {page: [[a@city.example]], ticket: [[a@city.example]], info: [[a@city.example]]}
"""


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp())


EVENING, AWAY_FROM, AWAY_TO = at("2026-11-06 02:00"), at("2026-11-06 02:55"), at("2026-11-06 03:05")
"""The report of October is due at 07:00 on the sixth, the fifth working day."""


@dataclass
class Night:
    """What was left by a night: facts, outcomes, messages, and jobs that are overdue or fail."""

    facts: int = 0
    outcomes: list[tuple[object, ...]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    in_trouble: list[str] = field(default_factory=list)
    steps_away: int = 0


def play(folder: Path, server: StoppableServer, *, goes_away: bool) -> Night:
    """Play a night in steps of five minutes; the supplier delivers every hour, whatever is away."""
    address = fresh_database(server.address)
    write_watch(folder)
    settings = folder / "supplierwatch.yaml"
    replace_text(settings, '"sqlite:///store.db"', f'"{address}"')
    settings.write_text(settings.read_text(encoding="utf-8") + MESSAGES, encoding="utf-8")
    instant, night = EVENING, Night()
    holder = WatchHolder(folder)
    runner = Runner(holder.look, {}, lambda: instant, tuple(JobName))
    for instant in range(EVENING, EVENING + A_NIGHT, STEP):
        if goes_away and instant == AWAY_FROM:
            server.stop()
        if goes_away and instant == AWAY_TO:
            server.start()
        if instant % 3600 == 0:
            deliver(folder, instant)
        # The harder order: what is worth an alert is asked before anything was made up.
        for lane in reversed(LANES):
            runner.run_due(lane)
        night.steps_away += runner.is_in_trouble
    return read_night(night, address, holder, instant)


def deliver(folder: Path, instant: int) -> None:
    """Let one ticket more be in the supplier's list of November."""
    path = folder / "deliveries" / "tickets-2026-11.csv"
    before = path.read_text(encoding="utf-8") if path.exists() else "Ticket;Time;Status;Kind;Priority\n"
    opened = datetime.fromtimestamp(instant - 1800, STOCKHOLM).strftime("%Y-%m-%d %H:%M:%S")
    path.write_text(f"{before}N-{instant};{opened};New;Incident;3\n", encoding="utf-8")


def read_night(night: Night, address: str, holder: WatchHolder, instant: int) -> Night:
    columns = (OUTCOME.c.indicator, OUTCOME.c.period, OUTCOME.c.view, OUTCOME.c.verdict, OUTCOME.c.numerator)
    tickets = [table for kind, table in FACT_TABLES.items() if kind.value == "ticket"]
    with open_database(address) as database, database.reading() as connection:
        night.facts = int(connection.execute(sa.select(sa.func.count()).select_from(tickets[0])).scalar_one())
        night.outcomes = sorted((tuple(row) for row in connection.execute(sa.select(*columns))), key=repr)
        night.messages = sorted(connection.execute(sa.select(MESSAGE.c.subject)).scalars())
        states = read_jobs(holder.current(), database, instant)
    night.in_trouble = [one.job for one in states if one.is_failing or one.overdue_seconds > 0]
    return night


@pytest.mark.prove
def test_a_night_with_the_database_away_for_ten_minutes_loses_nothing_and_alerts_nobody(
    tmp_path: Path,
) -> None:
    with stoppable_postgresql(MEMORY) as server:
        quiet = play(tmp_path / "quiet", server, goes_away=False)
        away = play(tmp_path / "away", server, goes_away=True)
    assert (quiet.steps_away, away.steps_away) == (0, 2)
    assert away.facts == quiet.facts == 7
    assert away.outcomes == quiet.outcomes
    assert away.messages == quiet.messages
    assert [one for one in away.messages if one.startswith("Rapport för oktober 2026")] != []
    assert (quiet.in_trouble, away.in_trouble) == ([], [])
