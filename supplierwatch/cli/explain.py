"""The command `explain`."""

from typing import Annotated, Literal

import typer

from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def explain(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(help="Key of a ticket, or an outage as SERVICE@TIME or SERVICE/UNIT@TIME.")
    ],
    language: Annotated[
        Literal["sv", "en"] | None, typer.Option(help="Language.", show_default="as in the settings")
    ] = None,
    *,
    all_clocks: Annotated[
        bool, typer.Option("--all-clocks", help="Show clocks that did not judge it too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
) -> None:
    """Show one ticket or outage: its timeline, what ran and paused its clocks, and why it missed."""
    from supplierwatch.cli.explanation import as_document, print_explanation
    from supplierwatch.collecting import opened_store
    from supplierwatch.explaining import explain_subject
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        explanation = explain_subject(watch, database, subject)
    if as_json:
        write_json(as_document(explanation))
    else:
        print_explanation(explanation, watch, language or watch.settings.language, all_clocks=all_clocks)
