"""The command `deliveries`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import printable, result_console, session_of, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from collector.store.received import Received
    from supplierwatch.expected_deliveries import SourceDeliveries

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def deliveries(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Names of sources; all if left out.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show which files were delivered, by whom and when, and which are late or missing."""
    from collector.store.received import read_received
    from supplierwatch.collecting import opened_store
    from supplierwatch.expected_deliveries import read_expected
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    names = {one.name for one in watch.chosen(sources or [])}
    with opened_store(watch, session.environment) as database:
        received = [one for one in read_received(database) if one.source in names]
        expected = [one for one in read_expected(watch, database, session.now()) if one.source in names]
    if as_json:
        write_json({"received": list(map(_as_json, received)), "expected": list(_expected_json(expected))})
        return
    _print_received(received, watch.zone)
    if expected:
        _print_expected(expected, watch.zone)


def _print_received(received: "Iterable[Received]", zone: "ZoneInfo") -> None:
    from rich.table import Table

    table = Table(title="received")
    for column in ("source", "file", "came", "from", "bytes", "rows", "put aside", "hash", "remark"):
        table.add_column(column)
    for one in received:
        remark = f"refused: {one.refused}" if one.refused else f"same as {one.doubles}" if one.doubles else ""
        cells = (one.source, one.file, _local(one.received_at, zone), one.sender or one.way.value)
        counts = (str(one.size), str(one.rows), str(one.rejects), one.content_hash[:12], remark)
        table.add_row(*map(printable, (*cells, *counts)))
    result_console().print(table)


def _print_expected(expected: "Iterable[SourceDeliveries]", zone: "ZoneInfo") -> None:
    from rich.table import Table

    table = Table(title="expected")
    for column in ("source", "month", "due", "came", "state", "file"):
        table.add_column(column)
    for source in expected:
        for one in source.expected:
            came = "" if one.arrived_at is None else _local(one.arrived_at, zone)
            due = _local(one.due_at, zone)
            table.add_row(*map(printable, (source.source, one.name, due, came, one.state.value, one.file)))
    result_console().print(table)


def _local(instant: int, zone: "ZoneInfo") -> str:
    from collector.instants import to_datetime

    return to_datetime(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _as_json(one: "Received") -> dict[str, Any]:
    from dataclasses import asdict

    from collector.instants import format_instant

    return {**asdict(one), "way": one.way.value, "received_at": format_instant(one.received_at)}


def _expected_json(expected: "Iterable[SourceDeliveries]") -> "Iterable[dict[str, Any]]":
    from collector.instants import format_instant

    for source in expected:
        for one in source.expected:
            yield {
                "source": source.source,
                "month": one.name,
                "due_at": format_instant(one.due_at),
                "arrived_at": None if one.arrived_at is None else format_instant(one.arrived_at),
                "file": one.file,
                "state": one.state.value,
            }
