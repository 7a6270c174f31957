"""The command `sources`."""

from typing import TYPE_CHECKING, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import complain, printable, result_console, session_of, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from collector.errors import Problem
    from collector.store.health import SourceHealth
    from supplierwatch.source_states import SourceState

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once

_COLUMNS = (
    "source",
    "type",
    "last run",
    "last success",
    "known up to",
    "back-fill",
    "next sweep",
    "rows",
    "quarantine",
    "unmapped",
    "gone",
)
_COUNTS = frozenset({"rows", "quarantine", "unmapped", "gone"})


def sources(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show how each source stands: when it was heard, how far it is known, what was not understood."""
    from collector.store.health import read_source_health
    from collector.store.progress import read_last_warnings
    from collector.store.read import read_horizon
    from supplierwatch.collecting import opened_store
    from supplierwatch.source_states import read_source_states
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    with opened_store(watch, session.environment) as database:
        states = read_source_states(watch, database, now)
        found = read_source_health(database, read_horizon(database))
        warnings = read_last_warnings(database)
    health = {one.source: one for one in found}
    if as_json:
        write_json({"sources": [_as_json(one, health.get(one.source), warnings, now) for one in states]})
    else:
        _print(states, health, warnings, watch.zone)


def _print(
    states: "Sequence[SourceState]",
    health: "Mapping[str, SourceHealth]",
    warnings: "Mapping[str, Sequence[Problem]]",
    zone: "ZoneInfo",
) -> None:
    from rich.table import Table

    table = Table()
    for column in _COLUMNS:
        table.add_column(column, justify="right" if column in _COUNTS else "left", overflow="fold")
    for one in states:
        table.add_row(*(printable(cell) for cell in _row(one, health.get(one.source), zone)))
    result_console().print(table)
    for one in states:
        for line in _remarks(one, health.get(one.source), warnings.get(one.source, ()), zone):
            complain(f"{one.source}: {line}")


def _row(state: "SourceState", health: "SourceHealth | None", zone: "ZoneInfo") -> tuple[str, ...]:
    heard = state.heard
    counts = ("0",) * 3 if health is None else (f"{health.rows}", f"{health.rejects}", f"{_unmapped(health)}")
    return (
        state.source,
        state.kind,
        "never" if heard is None else f"{_local(heard.started_at, zone)} {_outcome(state)}",
        "never" if heard is None or heard.last_success_at is None else _local(heard.last_success_at, zone),
        "" if heard is None else _local(heard.reached_at, zone),
        "" if state.back_fill is None else _back_fill(state, zone),
        _local(state.sweep_at, zone),
        *counts,
        f"{state.gone}",
    )


def _outcome(state: "SourceState") -> str:
    if state.heard is None:
        return ""
    return "left alone" if state.left_alone is not None else state.heard.outcome.value


def _back_fill(state: "SourceState", zone: "ZoneInfo") -> str:
    found = state.back_fill
    if found is None:
        return ""
    return f"{_day(found.reached, zone)} of {_day(found.until, zone)}, {found.percent} %"


def _remarks(
    state: "SourceState", health: "SourceHealth | None", warnings: "Sequence[Problem]", zone: "ZoneInfo"
) -> list[str]:
    """What a table has no room for: problems, words without a mapping, until when a source is left alone."""
    lines = [f"warning: {one}" for one in warnings]
    if health is not None and health.unmapped:
        lines.append(f"without a mapping: {', '.join(sorted(health.unmapped))}")
    if state.left_alone is not None:
        until = _local(state.left_alone.until, zone)
        lines.append(f"left alone until {until}, after {state.left_alone.failures} failures in a row")
    if state.heard is not None and state.heard.problem:
        lines.append(state.heard.problem)
    return lines


def _unmapped(health: "SourceHealth") -> int:
    return sum(health.unmapped.values())


def _local(instant: int | None, zone: "ZoneInfo") -> str:
    from collector.instants import to_datetime

    return "" if instant is None else to_datetime(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _day(instant: int, zone: "ZoneInfo") -> str:
    return _local(instant, zone)[:10]


def _as_json(
    state: "SourceState",
    health: "SourceHealth | None",
    warnings: "Mapping[str, Sequence[Problem]]",
    now: int,
) -> dict[str, Any]:
    from supplierwatch.cli import problems

    heard, filling = state.heard, state.back_fill
    return {
        "source": state.source,
        "type": state.kind,
        "last_run_at": _text(None if heard is None else heard.started_at),
        "outcome": "" if heard is None else heard.outcome.value,
        "problem": "" if heard is None else heard.problem,
        "last_success_at": _text(None if heard is None else heard.last_success_at),
        "known_until": _text(None if heard is None else heard.reached_at),
        "lag_seconds": state.lag(now),
        "back_fill": None
        if filling is None
        else {
            "since": _text(filling.since),
            "reached": _text(filling.reached),
            "until": _text(filling.until),
            "percent": filling.percent,
        },
        "next_sweep_at": _text(state.sweep_at),
        "rows": 0 if health is None else health.rows,
        "rejects": 0 if health is None else health.rejects,
        "unmapped": {} if health is None else dict(health.unmapped),
        "gone": state.gone,
        "failures": 0 if heard is None else heard.failures,
        "left_alone_until": _text(None if state.left_alone is None else state.left_alone.until),
        "warnings": problems.as_document(warnings.get(state.source, ()))["problems"],
    }


def _text(instant: int | None) -> str | None:
    from collector.instants import format_instant

    return None if instant is None else format_instant(instant)
