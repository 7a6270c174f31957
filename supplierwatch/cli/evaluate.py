"""The command `evaluate`."""

from typing import Annotated, Literal

import typer

from supplierwatch.cli.session import session_of, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def evaluate(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(help="Month such as 2026-10.", show_default="the last finished month")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Only facts stored by then: a date, or a time with its zone.", show_default="now"),
    ] = None,
    language: Annotated[
        Literal["sv", "en"] | None, typer.Option(help="Language.", show_default="as in the settings")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
) -> None:
    """Evaluate a month against the contract, and show its scorecard."""
    from evaluator.results.read import read_stale
    from supplierwatch.cli.progress import shown_step
    from supplierwatch.cli.scorecard import print_scorecard
    from supplierwatch.collecting import opened_store
    from supplierwatch.evaluating import evaluate_watch
    from supplierwatch.periods_asked import find_period, read_as_of
    from supplierwatch.reporting import ReportForm, render_report
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    now = session.now()
    known_by = None if as_of is None else read_as_of(as_of, watch.zone)
    asked = find_period(period, now if known_by is None else known_by, watch.zone)
    with opened_store(watch, session.environment) as database, shown_step(session, "evaluating") as step:
        results = evaluate_watch(watch, database, asked, known_by, now, step)
        stale = read_stale(database)
    spoken = language or watch.settings.language
    if as_json:
        write_text(render_report(results, spoken, ReportForm.JSON))
    else:
        print_scorecard(results, spoken)
    if stale:
        session.say(
            "later months rest on other results than those published now; evaluate again, in this order: "
            f"{', '.join(stale)}"
        )
