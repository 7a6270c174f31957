"""The command `explain`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_file, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def explain(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            help="Key of a ticket; an outage as SERVICE@TIME or SERVICE/UNIT@TIME; or a figure as "
            "MONTH/INDICATOR/SERVICE (and /SEGMENT or /UNIT), MONTH/credit/SERVICE, MONTH/points/SERVICE, "
            "MONTH/score or MONTH/score/AREA."
        ),
    ],
    language: Language = None,
    view: Annotated[
        Literal["as_measured", "after_exclusions", "if_pending_accepted"],
        typer.Option(help="With which exclusions a figure is made."),
    ] = "after_exclusions",
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write a page with pictures to this file, or - for standard output."),
    ] = None,
    *,
    show_all: Annotated[
        bool, typer.Option("--all", help="Name all tickets and outages behind a figure, not the worst.")
    ] = False,
    all_clocks: Annotated[
        bool, typer.Option("--all-clocks", help="Show clocks that did not judge a ticket too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the complete reckoning of a ticket, an outage or a figure, in words and as a picture."""
    from dashboards.explanation.html_form import render_explanation
    from evaluator.core.outcomes import View
    from supplierwatch.cli.explanation import as_document, print_explanation, tell_all
    from supplierwatch.collecting import opened_store
    from supplierwatch.explaining import Asked, explain_subject
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    spoken = language or watch.settings.language
    with opened_store(watch, session.environment) as database:
        found = explain_subject(watch, database, subject, Asked(View(view), spoken, show_all))
    if as_json:
        write_json(as_document(found))
    if html is None:
        if not as_json:
            print_explanation(tell_all(found, watch, spoken, all_clocks=all_clocks), spoken)
        return
    page = render_explanation(tell_all(found, watch, spoken, all_clocks=all_clocks), subject, spoken)
    write_file(session, html, page)
