"""The command `report`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import FinishedMonth, Language
from supplierwatch.cli.session import session_of, write_file

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def report(
    context: typer.Context,
    period: FinishedMonth = None,
    language: Language = None,
    form: Annotated[Literal["html", "json", "csv"], typer.Option("--format", help="Form.")] = "html",
    output: Annotated[
        Path | None,
        typer.Option(
            help="File to write, or - for standard output.",
            show_default="HTML: a file in the reports folder; others: standard output",
        ),
    ] = None,
) -> None:
    """Write the report of a month that was evaluated."""
    from supplierwatch.collecting import opened_store
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.periods_asked import find_period
    from supplierwatch.reporting import ReportForm, read_follow_up, render_report, report_name
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    asked = find_period(period, session.now(), watch.zone)
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, asked)
        follow_up = read_follow_up(watch, database, session.now())
    kind, spoken = ReportForm(form), language or watch.settings.language
    text = render_report(results, spoken, kind, follow_up)
    if output is None and kind is ReportForm.HTML:
        output = watch.reports_folder / report_name(results, spoken, kind)
    write_file(session, Path("-") if output is None else output, text)
