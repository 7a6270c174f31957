"""The sub-commands of `ledger` that note what was done about a credit."""

from datetime import datetime
from typing import Annotated, Any

import typer

from supplierwatch.cli.options import Day
from supplierwatch.cli.session import session_of, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

Period = Annotated[str, typer.Option(help="The month it is about, such as 2026-10.")]
Service = Annotated[str | None, typer.Option(help="The service.", show_default="all of the month together")]
Amount = Annotated[str, typer.Option(help="The amount, in the contract's currency.")]
Reason = Annotated[str, typer.Option(help="Why.")]
By = Annotated[str, typer.Option(help="Who did it: a name or a role.")]


def claim(
    context: typer.Context,
    period: Period,
    amount: Amount,
    by: By,
    reference: Annotated[str, typer.Option(help="Registry number of the claim.")],
    service: Service = None,
    day: Day = None,
    late_because: Annotated[
        str | None, typer.Option(help="Why it is claimed though it had lapsed.", show_default="not late")
    ] = None,
) -> None:
    """Note that a credit was claimed."""
    said = {"amount": amount, "by": by, "reference": reference, "late_because": late_because}
    _record(context, "claimed", period, service, day, said)


def credit(
    context: typer.Context,
    period: Period,
    amount: Amount,
    invoice: Annotated[str, typer.Option(help="Number of the invoice or credit note.")],
    service: Service = None,
    day: Day = None,
    by: Annotated[str | None, typer.Option(help="Who noted it.", show_default="nobody named")] = None,
) -> None:
    """Note that the supplier credited a claim."""
    _record(context, "credited", period, service, day, {"amount": amount, "invoice": invoice, "by": by})


def dispute(
    context: typer.Context,
    period: Period,
    amount: Amount,
    reason: Reason,
    by: By,
    service: Service = None,
    day: Day = None,
) -> None:
    """Note that the supplier disputes a claim, or a part of it."""
    _record(context, "disputed", period, service, day, {"amount": amount, "reason": reason, "by": by})


def settle(
    context: typer.Context,
    period: Period,
    reason: Reason,
    by: By,
    stands: Annotated[str, typer.Option(help="How much of the claim stands.")] = "0",
    falls: Annotated[str, typer.Option(help="How much of the claim falls.")] = "0",
    service: Service = None,
    day: Day = None,
) -> None:
    """Note how a dispute ended: how much of the claim stands, and how much falls."""
    said = {"stands": stands, "falls": falls, "reason": reason, "by": by}
    _record(context, "settled", period, service, day, said)


def withdraw(
    context: typer.Context,
    period: Period,
    amount: Amount,
    reason: Reason,
    by: By,
    service: Service = None,
    day: Day = None,
) -> None:
    """Note that a claim was taken back; what is withdrawn is open again."""
    _record(context, "withdrawn", period, service, day, {"amount": amount, "reason": reason, "by": by})


def waive(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    period: Period,
    amount: Amount,
    by: Annotated[str | None, typer.Option(help="Name of the person who decided.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    reviewed_by: Annotated[str | None, typer.Option(help="Who made the legal review.")] = None,
    reviewed_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the legal review.")
    ] = None,
    finding: Annotated[str | None, typer.Option(help="What the legal review found.")] = None,
    service: Service = None,
    day: Day = None,
) -> None:
    """Note that a credit is not claimed: refused without a name, a reason and a legal review."""
    on = None if reviewed_on is None else reviewed_on.date()
    review = {"by": reviewed_by, "day": on, "finding": finding}
    given = {name: value for name, value in review.items() if value is not None}
    said = {"amount": amount, "decided_by": by, "reason": reason, "legal_review": given or None}
    _record(context, "waived", period, service, day, said)


def _record(
    context: typer.Context,
    kind: str,
    period: str,
    service: str | None,
    day: datetime | None,
    said: dict[str, Any],
) -> None:
    from evaluator.decisions.ledger import amount_of
    from supplierwatch.collecting import opened_store
    from supplierwatch.ledger_entries import record_entry
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    done_on = day_of(now, watch) if day is None else day.date()
    content = {"kind": kind, "period": period, "service": service, "day": done_on, **said}
    with opened_store(watch, session.environment) as database:
        entry = record_entry(watch, database, now, content)
    currency = watch.versions.latest.contract.contract.currency
    write_text(f"{entry.id}: {kind} {amount_of(entry)} {currency} of {period}, noted in ledger.yaml")
