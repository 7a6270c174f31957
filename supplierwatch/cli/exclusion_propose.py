"""The command `exclusion propose`."""

from datetime import datetime
from typing import Annotated, Any, Literal

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def propose(  # noqa: PLR0913, PLR0917 - each option of the command is an argument
    context: typer.Context,
    by: Annotated[Literal["supplier", "customer"], typer.Option(help="Which side asks.")],
    reason: Annotated[str, typer.Option(help="Why it is to be left out.")],
    evidence: Annotated[str, typer.Option(help="What shows it, and where that is kept.")],
    ticket: Annotated[
        list[str] | None, typer.Option(help="Key of a ticket; may be given several times.")
    ] = None,
    service: Annotated[str | None, typer.Option(help="Service whose time it is about.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit of the service.")] = None,
    starts_at: Annotated[
        str | None, typer.Option("--from", help="Start, as 2026-10-05T08:00:00+02:00.")
    ] = None,
    ends_at: Annotated[str | None, typer.Option("--to", help="End, not included.")] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Only for this indicator; may be given several times.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Month it is about, as 2026-10.", show_default="that of the time")
    ] = None,
    ground: Annotated[str | None, typer.Option(help="Ground of the contract.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day it was asked.", show_default="today")
    ] = None,
    *,
    keep_late: Annotated[
        bool, typer.Option(help="Note it though it is too late; it stands refused.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask to leave tickets, or time of a service, out of the figures.

    Ends with 2, naming the clause, where the contract's last day to ask has passed.
    """
    from supplierwatch.exclusion_requests import propose as propose_request
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    said: dict[str, Any] = {
        "proposed_by": by,
        "proposed_on": day_of(session.now(), watch) if on is None else on.date(),
        "period": period,
        "ground": ground,
        "reason": reason,
        "evidence": evidence,
        "tickets": ticket,
        "interval": _interval(service, unit, starts_at, ends_at),
        "indicators": indicator,
    }
    made = propose_request(watch, said, keep_late=keep_late)
    if as_json:
        write_json(made.model_dump(mode="json"))
    else:
        write_text(made.id)


def _interval(
    service: str | None, unit: str | None, starts_at: str | None, ends_at: str | None
) -> dict[str, str] | None:
    said = {"service": service, "unit": unit, "starts_at": starts_at, "ends_at": ends_at}
    found = {key: value for key, value in said.items() if value is not None}
    if found and not {"service", "starts_at", "ends_at"} <= set(found):
        raise typer.BadParameter("time is named by --service, --from and --to together")
    return found or None
