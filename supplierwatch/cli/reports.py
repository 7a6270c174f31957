"""The commands `reports ...`: the archive of reports, as they were made."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import (
    printable,
    result_console,
    session_of,
    write_bytes,
    write_json,
    write_text,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from supplierwatch.archiving.store import Archived

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once

reports_app = typer.Typer(
    name="reports", help="The archive of reports, as they were made.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="Its number, as `reports list` shows it.")]


@reports_app.command(name="list")
def list_reports(
    context: typer.Context,
    period: Annotated[str | None, typer.Option(help="Only of this month, such as 2026-10.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the reports that were made, oldest first."""
    from supplierwatch.archiving.store import read_archived
    from supplierwatch.collecting import opened_store
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    if period is not None:
        find_period(period, session.now(), watch.zone)
    wanted = {name: value for name, value in (("period", period), ("kind", kind)) if value is not None}
    with opened_store(watch, session.environment) as database, database.reading() as connection:
        found = read_archived(connection, **wanted)
        if kind is not None and not found:
            _refuse_unknown(kind, read_archived(connection))
    if as_json:
        write_json({"reports": [_as_json(one, found) for one in found]})
    else:
        _print(found, watch.zone)


def _refuse_unknown(kind: str, reports: tuple["Archived", ...]) -> None:
    """Raise NothingFound where no report of the archive is of the kind: it may be misspelt."""
    from collector.errors import NothingFound

    kinds = sorted({str(one.identity.kind) for one in reports})
    if kind not in kinds:
        told = ", ".join(kinds) or "nothing yet"
        raise NothingFound(f"the archive has no report of the kind {kind!r}; it has {told}")


@reports_app.command()
def show(context: typer.Context, number: Number) -> None:
    """Show what a report was made from, and what each version of it differs in from the one before."""
    from supplierwatch.archiving.store import read_one, read_versions
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, database.reading() as connection:
        report = read_one(connection, number)
        versions = read_versions(connection, report.identity)
    write_json(
        {"report": _as_json(report, versions), "versions": [_as_json(one, versions) for one in versions]}
    )


@reports_app.command()
def export(
    context: typer.Context,
    number: Number,
    output: Annotated[
        Path | None,
        typer.Option(help="File to write, or - for standard output.", show_default="as it was called, here"),
    ] = None,
) -> None:
    """Write a report as it was made; one whose bytes are not those that were kept is refused."""
    from supplierwatch.archiving.store import read_content, read_one
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, database.reading() as connection:
        report = read_one(connection, number)
        content = read_content(connection, report)
    write_bytes(session, output or Path(report.identity.file_name), content)


@reports_app.command()
def verify(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check that every report of the archive is what was kept; ends with 5 where one is not."""
    from supplierwatch.archiving.store import find_damaged
    from supplierwatch.cli.verify import DOES_NOT_VERIFY
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        checked = list(find_damaged(database))
    damaged = [report for report, holds in checked if not holds]
    if as_json:
        numbers = [one.number for one in damaged]
        write_json({"reports": len(checked), "damaged": numbers})
    else:
        for one in damaged:
            write_text(f"{one.number} {one.identity.file_name}: not what was kept")
        write_text(f"{len(checked)} reports checked, {len(damaged)} damaged")
    if damaged:
        raise typer.Exit(DOES_NOT_VERIFY)


def _print(reports: "tuple[Archived, ...]", zone: "ZoneInfo") -> None:
    from rich.table import Table
    from rich.text import Text

    from collector.instants import to_datetime

    table = Table()
    for column in ("number", "report", "version", "evaluation", "made", "by", "bytes", "SHA-256"):
        table.add_column(column, overflow="fold")
    for one in reports:
        made = one.making
        cells = (
            str(one.number),
            one.identity.file_name,
            str(one.version),
            _results(one),
            f"{to_datetime(made.made_at).astimezone(zone):%Y-%m-%d %H:%M}",
            made.made_by,
            str(one.size),
            one.content_hash[:12],
        )
        table.add_row(*(Text(printable(cell)) for cell in cells))
    result_console().print(table)


def _results(report: "Archived") -> str:
    made = report.making
    if made.evaluation is None:
        return ""
    return f"{made.evaluation}" if made.restatement is None else f"{made.evaluation}, seal {made.restatement}"


def _as_json(report: "Archived", others: "tuple[Archived, ...]") -> dict[str, Any]:
    from dataclasses import asdict

    from collector.instants import format_instant
    from supplierwatch.archiving.differences import differences

    versions = [one for one in others if one.identity == report.identity]
    return {
        "number": report.number,
        **asdict(report.identity),
        "version": report.version,
        **asdict(report.making),
        "made_at": format_instant(report.making.made_at),
        "content_hash": report.content_hash,
        "size": report.size,
        "differs": list(differences(versions, report)),
    }
