"""The command `collect`."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import Session, session_of, write_json

if TYPE_CHECKING:
    from collector.collect import RunRecord
    from collector.source import Source
    from supplierwatch.watch import Watch

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def collect(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Names of sources; all if left out.")
    ] = None,
    *,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Begin the back-fill of these systems anew, from this day."),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Read what is kept of these systems anew, by the mapping of now."),
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Sign in, read one page, show what it would bring; save nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Gather what the sources have that is new.

    A source whose runs keep failing is left alone for a while; one that is named is asked all the same.
    Ends with 3 where a source could not be read; what the others brought is kept.
    """
    from collector.store.runs import RunOutcome
    from supplierwatch.cli.runs import as_document, print_runs
    from supplierwatch.watch import load_watch

    _check_use(sources or [], has_since=since is not None, again=again, test=test)
    session = session_of(context)
    watch = load_watch(session.folder)
    if test:
        _test(session, watch, sources or [], as_json=as_json)
        return
    runs = _collect(session, watch, sources or [], since, again=again)
    if as_json:
        write_json(as_document(runs))
    else:
        print_runs(runs)
    if any(run.outcome is not RunOutcome.COMPLETE for run in runs):
        raise typer.Exit(3)


def _check_use(names: list[str], *, has_since: bool, again: bool, test: bool) -> None:
    given = {"--since": has_since, "--again": again, "--test": test}
    used = [name for name, is_used in given.items() if is_used]
    if len(used) > 1:
        raise typer.BadParameter(f"{' and '.join(used)} do not go together; name one of them")
    if used and not names:
        raise typer.BadParameter(f"{used[0]} needs the name of a source; `supplierwatch sources` lists them")


def _collect(
    session: Session, watch: "Watch", names: list[str], since: datetime | None, *, again: bool
) -> "list[RunRecord]":
    from supplierwatch.cli.progress import shown_collecting
    from supplierwatch.collecting import Manner, collect_sources, opened_store

    prepared = _prepared(session, since, again=again)
    if prepared is not None:
        # Where one of them cannot be read so, that is said before any is asked.
        for one in watch.chosen(names):
            prepared(watch.open_source(one, session.environment, session.now))
    manner = Manner() if prepared is None else Manner(prepared=prepared)
    with opened_store(watch, session.environment) as database, shown_collecting(session) as told:
        return collect_sources(watch, database, session.now, session.environment, names, told, manner)


def _prepared(
    session: Session, since: datetime | None, *, again: bool
) -> "Callable[[Source], Source] | None":
    """Return what is read instead of a source; None where that is the source itself."""
    from datetime import UTC
    from functools import partial

    from collector.connectors.anew import begin_anew, only_kept
    from collector.instants import from_datetime

    if again:
        return only_kept
    if since is None:
        return None
    return partial(begin_anew, since=from_datetime(since.replace(tzinfo=UTC)), now=session.now())


def _test(session: Session, watch: "Watch", names: list[str], *, as_json: bool) -> None:
    from supplierwatch.cli.trials import as_document, print_trial
    from supplierwatch.trying import try_source

    trials = [try_source(watch, one, session.environment, session.now) for one in watch.chosen(names)]
    if as_json:
        write_json({"trials": [as_document(one) for one in trials]})
        return
    for one in trials:
        print_trial(one)
