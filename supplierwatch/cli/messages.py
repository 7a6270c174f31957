"""The commands `messages ...`: what was sent to whom, what waits, and what could not be sent."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import printable, result_console, session_of, write_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from supplierwatch.notifying.sent import KeptMessage

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once

messages_app = typer.Typer(
    name="messages", help="What was sent to whom, and what waits.", no_args_is_help=True
)

_STATES = ("waiting", "sending", "sent", "failed", "bounced")


@messages_app.command(name="list")
def list_messages(
    context: typer.Context,
    most: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only those given up, or that came back.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show messages: to whom, about what, sent when, or why not."""
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.sent import read_messages
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        found = read_messages(database, ("failed", "bounced") if failed else _STATES, most)
    if as_json:
        write_json({"messages": [_as_json(one) for one in found]})
    else:
        _print(found, watch.zone)


@messages_app.command()
def retry(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Its key, as `messages list` shows it.")],
) -> None:
    """Try a message again that was given up, came back, or waits for its next attempt."""
    from collector.errors import NothingFound
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.sent import retry as try_again
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, database.writing() as connection:
        if not try_again(connection, key, session.now()):
            raise NothingFound(
                f"no message {key!r} waits, was given up or came back. See `supplierwatch messages list`"
            )
    session.say(f"{key} is sent with the next delivery")


@messages_app.command()
def send(context: typer.Context) -> None:
    """Send what waits now, as the service does every minute; ends with 1 where anything could not be sent."""
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.delivering import deliver
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        found = deliver(database, watch, session.environment, session.now)
    session.say(f"{found.sent} sent, {found.postponed} to be tried again, {found.failed} given up")
    if found.postponed + found.failed > 0:
        raise typer.Exit(1)


@messages_app.command()
def bounces(context: typer.Context) -> None:
    """Look now for mails that came back, as the service does."""
    from collector.errors import SupplierwatchError
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.bounces import read_bounces
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    if watch.settings.messages.bounces is None:
        raise SupplierwatchError("messages.bounces of the settings names no mailbox that mails come back to")
    with opened_store(watch, session.environment) as database:
        found = read_bounces(database, watch, session.environment, session.now())
    session.say(f"{found.mails} mails read; {found.bounced} messages came back")


def _print(messages: "tuple[KeptMessage, ...]", zone: "ZoneInfo") -> None:
    from rich.table import Table
    from rich.text import Text

    from collector.instants import to_datetime

    def local(instant: int | None) -> str:
        return "" if instant is None else f"{to_datetime(instant).astimezone(zone):%Y-%m-%d %H:%M:%S}"

    table = Table(show_lines=True)
    for column in ("put", "to", "subject", "state", "sent, or next attempt", "problem", "key"):
        table.add_column(column, overflow="fold")
    for one in messages:
        when = local(one.sent_at if one.sent_at is not None else one.next_attempt_at)
        state = one.state if one.attempts < 2 else f"{one.state} ({one.attempts} attempts)"
        cells = (local(one.created_at), one.destination, one.subject, state, when, one.problem, one.key)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    result_console().print(table)


def _as_json(message: "KeptMessage") -> dict[str, Any]:
    from dataclasses import asdict

    from collector.instants import format_instant

    return {
        name: format_instant(value) if name.endswith("_at") and value is not None else value
        for name, value in asdict(message).items()
    }
