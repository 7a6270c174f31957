"""The command `collect`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def collect(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Names of sources; all if left out.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Gather what the sources have that is new.

    Ends with 3 where a source could not be read; what the others brought is kept.
    """
    from collector.store.runs import RunOutcome
    from supplierwatch.cli.progress import shown_collecting
    from supplierwatch.cli.runs import as_document, print_runs
    from supplierwatch.collecting import collect_sources, opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, shown_collecting(session) as told:
        runs = collect_sources(watch, database, session.now, session.environment, sources or [], told)
    if as_json:
        write_json(as_document(runs))
    else:
        print_runs(runs)
    if any(run.outcome is not RunOutcome.COMPLETE for run in runs):
        raise typer.Exit(3)
