"""The commands `seal`, `restate` and `seals`."""

from typing import Annotated, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

Month = Annotated[str, typer.Option("--period", help="Month such as 2026-10.")]
By = Annotated[str, typer.Option("--by", help="Role or name of who does it; it is written for good.")]


def seal(
    context: typer.Context,
    period: Month,
    by: By,
    early: Annotated[
        str, typer.Option("--early", help="Why it is sealed before objections could all be made.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Evaluate a month and fix its results for good, with a hash of all that they follow from."""
    from evaluator.sealing.seal import Signing
    from supplierwatch.cli.progress import shown_step
    from supplierwatch.cli.seal_telling import print_seal, seal_document, warn_of
    from supplierwatch.collecting import opened_store
    from supplierwatch.periods_asked import find_period
    from supplierwatch.sealing import seal_watch
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    asked = find_period(period, now, watch.zone)
    signing = Signing(_said(by, "--by"), now, early=early.strip())
    with opened_store(watch, session.environment) as database, shown_step(session, "sealing") as step:
        made, questions = seal_watch(watch, database, asked, signing, step)
    warn_of(questions, session)
    if as_json:
        write_json(seal_document(made))
    else:
        print_seal(made)


def restate(
    context: typer.Context,
    period: Month,
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="Why it is restated; it is written for good.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Fix a sealed month anew, with the next number of a restatement and what it says otherwise."""
    from evaluator.results.present import read_stale
    from evaluator.sealing.seal import Signing
    from supplierwatch.cli.progress import shown_step
    from supplierwatch.cli.seal_telling import print_seal, seal_document
    from supplierwatch.collecting import opened_store
    from supplierwatch.periods_asked import find_period
    from supplierwatch.sealing import restate_watch
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    asked = find_period(period, now, watch.zone)
    signing = Signing(_said(by, "--by"), now, _said(reason, "--reason"))
    with opened_store(watch, session.environment) as database, shown_step(session, "restating") as step:
        made = restate_watch(watch, database, asked, signing, step)
        stale = read_stale(database)
    if as_json:
        write_json(seal_document(made))
    else:
        print_seal(made)
    if stale:
        session.say(f"later months rest on this one; restate them, in this order: {', '.join(stale)}")


def seals(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List seals and restatements, and the months that are to be restated because of others."""
    from evaluator.results.present import read_stale
    from evaluator.results.seals import read_seals
    from supplierwatch.cli.seal_telling import print_seals, seal_document
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        made, stale = read_seals(database), read_stale(database)
    sealed = {one.period for one in made}
    proposed = [name for name in stale if name in sealed]
    if as_json:
        document: dict[str, Any] = {"seals": [seal_document(one) for one in made]}
        write_json(document | {"proposed_restatements": proposed})
        return
    if made:
        print_seals(made, watch.zone)
    else:
        write_text("nothing is sealed yet")
    if proposed:
        write_text(f"to be restated, in this order: {', '.join(proposed)}")


def _said(text: str, option: str) -> str:
    from collector.errors import Problem, ProblemsFound

    if not text.strip():
        raise ProblemsFound([Problem("nothing is said", "some words", "Say who, or why", path=option)])
    return text.strip()
