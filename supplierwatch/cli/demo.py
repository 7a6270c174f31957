"""The command `demo`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.session import session_of, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to put the example watch.")] = Path("demo"),
    months: Annotated[int, typer.Option(min=1, max=30, help="How many months to play.")] = 30,
) -> None:
    """Play the example: 30 months of a simulated supplier, collected, evaluated and reported.

    A demonstration that was interrupted, or has ended, goes on from where it is.
    """
    from dashboards.wording import wording
    from supplierwatch.cli.progress import shown_count
    from supplierwatch.cli.scorecard import print_scorecard
    from supplierwatch.demonstration import play, prepare

    session = session_of(context)
    watch = prepare(folder)
    session.say(f"The example watch is in {folder}; the supplier is simulated, month by month.")
    with shown_count(session, "playing", months) as begins:
        shown = play(watch, session.environment, begins, months)
    words = wording(watch.settings.language)
    print_scorecard(shown.results, watch.settings.language)
    for path in shown.reports:
        write_text(words.text("report: {path}", path=path))
    for path in shown.decision:
        write_text(words.text("decision basis: {path}", path=path))
