"""The command `exclusion decide`."""

from datetime import datetime
from typing import Annotated, Any, Literal

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def decide(  # noqa: PLR0913, PLR0917 - each option of the command is an argument
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The exclusion.")],
    decision: Annotated[
        Literal["accepted", "rejected", "partly_accepted", "disputed"],
        typer.Argument(help="What is decided."),
    ],
    by: Annotated[str, typer.Option(help="Who decided: a role, a name or a board.")],
    reason: Annotated[
        str | None, typer.Option(help="Why; needed unless all is accepted.", show_default=False)
    ] = None,
    ticket: Annotated[
        list[str] | None, typer.Option(help="Ticket that is accepted, of a partly accepted request.")
    ] = None,
    starts_at: Annotated[
        str | None, typer.Option("--from", help="Start of the time that is accepted, of a part.")
    ] = None,
    ends_at: Annotated[str | None, typer.Option("--to", help="End of it, not included.")] = None,
    late_accepted_because: Annotated[
        str | None, typer.Option(help="Why a request that came too late is taken up.", show_default=False)
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the decision.", show_default="today")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Decide a request; an earlier decision is kept with its day.

    A part of several stretches of time is written into the file.
    """
    from supplierwatch.exclusion_requests import decide as decide_request
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    if (starts_at is None) != (ends_at is None):
        raise typer.BadParameter("a part of the time is named by --from and --to together")
    part = [] if starts_at is None else [{"starts_at": starts_at, "ends_at": ends_at}]
    said: dict[str, Any] = {
        "decision": decision,
        "decided_by": by,
        "decided_on": day_of(session.now(), watch) if on is None else on.date(),
        "decision_reason": reason,
        "accepted_tickets": ticket or [],
        "accepted_intervals": part,
        "late_accepted_because": late_accepted_because,
    }
    decided = decide_request(watch, name, said)
    if as_json:
        write_json(decided.model_dump(mode="json"))
    else:
        write_text(f"{decided.id}: {decided.decision}")
