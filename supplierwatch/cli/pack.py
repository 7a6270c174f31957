"""The command `pack`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.session import session_of

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def pack(
    context: typer.Context,
    period: Annotated[str, typer.Option(help="Sealed month such as 2026-10.")],
    output: Annotated[
        Path | None, typer.Option(help="File to write.", show_default="a file in the reports folder")
    ] = None,
) -> None:
    """Write the evidence pack of a sealed month: one archive from which anybody can judge it again."""
    from evaluator.sealing.pack import pack_name
    from supplierwatch.collecting import opened_store
    from supplierwatch.periods_asked import find_period
    from supplierwatch.reporting import save_bytes
    from supplierwatch.sealing import pack_watch
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    asked = find_period(period, session.now(), watch.zone)
    with opened_store(watch, session.environment) as database:
        seal, content = pack_watch(watch, database, asked)
    path = watch.reports_folder / pack_name(seal) if output is None else output
    session.say(f"wrote {save_bytes(content, path)}")
