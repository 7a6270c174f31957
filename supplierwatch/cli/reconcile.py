"""The command `reconcile`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson, FinishedMonth, Html, Language
from supplierwatch.cli.session import result_console, session_of, write_file, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def reconcile(
    context: typer.Context,
    period: FinishedMonth = None,
    source: Annotated[str | None, typer.Option(help="Only the lists of this source.")] = None,
    language: Language = None,
    html: Html = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", help="Write the differences as CSV to this file, or - for standard output."),
    ] = None,
    *,
    shows_all: Annotated[bool, typer.Option("--all", help="List tickets that a rule explains, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the supplier's own lists of tickets and outages beside the measurement, and what differs."""
    from rich.console import Group

    from dashboards.reconciliation.forms import render_page, render_rows
    from dashboards.reconciliation.telling import tell_reconciliation
    from dashboards.report.context import context_of
    from dashboards.report.reconciled_document import reconciliation_document
    from dashboards.wording import wording
    from supplierwatch.cli.drawing import draw
    from supplierwatch.collecting import opened_store
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    asked = find_period(period, session.now(), watch.zone)
    named = "" if source is None else watch.chosen([source])[0].name
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, asked)
    spoken = language or watch.settings.language
    found = context_of(results, wording(spoken))
    told = tell_reconciliation(found, named, shows_all=shows_all)
    if as_json:
        write_json(reconciliation_document(found, named))
    if html is None and csv is None and not as_json:
        result_console().print(Group(*draw(told, wording(spoken))))
    if html is not None:
        write_file(session, html, render_page(told, spoken))
    if csv is not None:
        write_file(session, csv, render_rows(found, named, shows_all=shows_all))
