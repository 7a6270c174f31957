"""The command `evaluate`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson, FinishedMonth, Language
from supplierwatch.cli.session import session_of, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def evaluate(
    context: typer.Context,
    period: FinishedMonth = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Only facts stored by then: a date, or a time with its zone.", show_default="now"),
    ] = None,
    language: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Evaluate a month against the contract, and show its scorecard.

    A sealed month stays as it was sealed; what would be said otherwise now is shown beside it.
    """
    from collector.errors import NothingFound
    from evaluator.results.present import read_stale
    from evaluator.results.published import SealDifference
    from supplierwatch.cli.progress import shown_step
    from supplierwatch.cli.scorecard import print_scorecard
    from supplierwatch.cli.seal_telling import print_differences
    from supplierwatch.collecting import opened_store
    from supplierwatch.evaluating import evaluate_watch
    from supplierwatch.periods_asked import find_period, read_as_of
    from supplierwatch.reporting import ReportForm, render_report
    from supplierwatch.sealing import find_watch_restatement
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    now = session.now()
    known_by = None if as_of is None else read_as_of(as_of, watch.zone)
    asked = find_period(period, now if known_by is None else known_by, watch.zone)
    with opened_store(watch, session.environment) as database, shown_step(session, "evaluating") as step:
        results = evaluate_watch(watch, database, asked, known_by, now, step)
        changed: tuple[SealDifference, ...] = ()
        try:
            if results.seal is not None and known_by is None:
                changed = find_watch_restatement(watch, database, asked, now, step).differences
        except NothingFound as error:
            # What was sealed stands, though the facts it was judged by may be removed by now.
            session.say(str(error))
        stale = read_stale(database)
    spoken = language or watch.settings.language
    if as_json:
        write_text(render_report(results, spoken, ReportForm.JSON))
    else:
        print_scorecard(results, spoken)
    if changed:
        if not as_json:
            print_differences(changed)
        session.say(
            f"{asked.name} is sealed and stays as it is; what is known now says otherwise in {len(changed)} "
            f"places. To fix it anew: supplierwatch restate --period {asked.name} --by WHO --reason WHY"
        )
    if stale:
        session.say(
            "later months rest on other results than those published now; evaluate again (restate what is "
            f"sealed), in this order: {', '.join(stale)}"
        )
