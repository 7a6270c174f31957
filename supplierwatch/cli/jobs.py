"""The command `jobs`."""

from typing import TYPE_CHECKING, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import complain, printable, result_console, session_of, write_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from supplierwatch.serving.job_states import JobState

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def jobs(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show what the service did last, what is due next, and what failed."""
    from supplierwatch.collecting import opened_store
    from supplierwatch.serving.job_states import read_jobs
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        states = read_jobs(watch, database, session.now())
    if as_json:
        write_json({"jobs": [_as_json(one) for one in states]})
    else:
        _print(states, watch.zone)


def _print(states: "tuple[JobState, ...]", zone: "ZoneInfo") -> None:
    from rich.table import Table

    table = Table()
    for column in ("job", "when", "last run", "outcome", "last success", "next"):
        table.add_column(column)
    for one in states:
        times = [_local(at, zone) for at in (one.started_at, one.succeeded_at, one.next_at)]
        table.add_row(one.job.value, one.schedule, times[0], _outcome(one), times[1], times[2])
    result_console().print(table)
    for one in states:
        if one.problem:
            complain(f"{one.job}: {printable(one.problem)}")


def _outcome(state: "JobState") -> str:
    if state.outcome == "failed" and state.failures > 1:
        return f"failed {state.failures} times"
    return state.outcome.replace("_", " ")


def _local(instant: int | None, zone: "ZoneInfo") -> str:
    from collector.instants import to_datetime

    return "" if instant is None else to_datetime(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _as_json(state: "JobState") -> dict[str, Any]:
    from dataclasses import asdict

    from collector.instants import format_instant

    return {
        name: format_instant(value) if name.endswith("_at") and value is not None else value
        for name, value in asdict(state).items()
    }
