"""The command `retain`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def retain(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove facts that are kept no longer, as the settings say under retention.

    What a month that is not sealed needs stays, and so do tickets that have not ended.
    """
    from supplierwatch.cli.progress import shown_step
    from supplierwatch.collecting import opened_store
    from supplierwatch.retention import as_document, in_words
    from supplierwatch.retention import retain as retain_facts
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, shown_step(session, "removing") as step:
        found = retain_facts(watch, database, session.now(), step, dry_run=dry_run)
    if as_json:
        write_json(as_document(found, watch.zone, dry_run=dry_run))
        return
    for one in found:
        write_text(in_words(one, watch.zone, dry_run=dry_run))
    if not found:
        session.say("everything is kept for ever: the settings name no kind of fact under retention")
    elif not dry_run:
        session.say(
            "the file of a SQLite store keeps its size; to shrink it, stop other commands and run VACUUM"
        )
