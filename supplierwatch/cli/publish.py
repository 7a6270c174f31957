"""The command `publish`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import FinishedMonth
from supplierwatch.cli.session import session_of, write_file

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def publish(
    context: typer.Context,
    publication: Annotated[
        Literal["performance_notice", "implementation"],
        typer.Argument(help="The contract performance notice (UK9), or the contract's implementation."),
    ],
    period: FinishedMonth = None,
    output: Annotated[
        Path | None, typer.Option(help="File to write.", show_default="standard output")
    ] = None,
) -> None:
    """Write open contracting data (OCDS) of a contract for programs to read, and keep it in the archive."""
    from supplierwatch.archiving.making import making_of
    from supplierwatch.archiving.store import Identity, keep
    from supplierwatch.collecting import opened_store
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.periods_asked import find_period
    from supplierwatch.publishing import Publication
    from supplierwatch.publishing import publish as write
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    asked = find_period(period, session.now(), watch.zone)
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, asked)
        now = session.now()
        text, open_ones = write(watch, database, results, Publication(publication), now)
        identity = Identity(publication, asked.name, "", "public", "en", "json")
        with database.writing() as connection:
            keep(connection, identity, making_of(results, now), text.encode())
    write_file(session, Path("-") if output is None else output, text)
    if open_ones:
        named = ", ".join(open_ones)
        session.say(f"no rating is decided of {named}: the notice is complete once publishing.yaml has them")
