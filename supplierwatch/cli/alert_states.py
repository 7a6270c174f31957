"""The commands `alerts list`, `alerts acknowledge` and `alerts test`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import printable, result_console, session_of, write_json

if TYPE_CHECKING:
    from dashboards.wording import Wording
    from supplierwatch.notifying.sent import Telling
    from supplierwatch.notifying.states import AlertState
    from supplierwatch.watch import Watch

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def list_alerts(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show what is followed now: what it is, since when, who was told, and whether it is acknowledged."""
    from dashboards.wording import wording
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.alert_store import read_states
    from supplierwatch.notifying.sent import read_tellings
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        with database.reading() as connection:
            states = read_states(connection)
        told = {one.key: read_tellings(database, one.key) for one in states}
    words = wording(watch.settings.language)
    if as_json:
        write_json({"alerts": [_as_json(one, told[one.key], watch, words) for one in states]})
    else:
        _print(states, watch, words)


def acknowledge(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Its key, as the message and `alerts list` show it.")],
    role: Annotated[str, typer.Option(help="The role that looks after it, such as contract manager.")],
) -> None:
    """Note that somebody looks after a matter: it is told no more until it ends or grows more urgent."""
    from collector.errors import NothingFound
    from supplierwatch.collecting import opened_store
    from supplierwatch.notifying.acknowledging import acknowledge as note
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database, database.writing() as connection:
        if not note(connection, key, role, session.now()):
            raise NothingFound(f"nothing called {key!r} is raised now. See `supplierwatch alerts list`")
    session.say(f"acknowledged by {role}: {key}")


def test(
    context: typer.Context,
    destination: Annotated[str, typer.Argument(help="A mail address, or the name of a service.")],
) -> None:
    """Send a message that says it is a test, at once, and say whether it was taken."""
    from collector.errors import SupplierwatchError
    from supplierwatch.notifying.trying import send_test
    from supplierwatch.watch import load_watch

    session = session_of(context)
    attempt = send_test(load_watch(session.folder), destination, session.environment, session.now())
    if not attempt.is_sent:
        raise SupplierwatchError(f"the test message to {destination} was not sent: {attempt.problem}")
    session.say(f"sent a test message to {destination}")


def _print(states: "tuple[AlertState, ...]", watch: "Watch", words: "Wording") -> None:
    from rich.table import Table
    from rich.text import Text

    from dashboards.alert_messages import summary_of
    from supplierwatch.notifying.alerting import matter_of
    from supplierwatch.notifying.states import Event

    table = Table(show_lines=True)
    for column in ("severity", "what", "since", "told", "acknowledged", "key"):
        table.add_column(column, overflow="fold")
    for one in states:
        matter = matter_of(Event.REPEATED, one, {})
        cells = (
            one.severity.value,
            summary_of(matter, watch.versions.latest.contract, words),
            words.instant(one.raised_at, watch.zone),
            ", ".join(sorted(one.told)),
            one.acknowledged_by,
            one.key,
        )
        table.add_row(*(Text(printable(cell)) for cell in cells))
    result_console().print(table)


def _as_json(
    state: "AlertState", told: "tuple[Telling, ...]", watch: "Watch", words: "Wording"
) -> dict[str, Any]:
    from dataclasses import asdict

    from collector.instants import format_instant
    from dashboards.alert_messages import summary_of
    from supplierwatch.notifying.alerting import matter_of
    from supplierwatch.notifying.states import Event

    def shown(name: str, value: Any) -> Any:
        return format_instant(value) if name.endswith("_at") and value is not None else value

    summary = summary_of(matter_of(Event.REPEATED, state, {}), watch.versions.latest.contract, words)
    fields = {name: shown(name, value) for name, value in asdict(state).items() if name != "told"}
    tellings = [{name: shown(name, value) for name, value in asdict(one).items()} for one in told]
    return {"summary": summary, **fields, "told": tellings}
