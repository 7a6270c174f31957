"""The commands `exclusion list` and `exclusion show`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import complain, session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def list_requests(
    context: typer.Context,
    language: Language = None,
    *,
    undecided: Annotated[bool, typer.Option("--undecided", help="Only those that await a decision.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the requests as they stand today, with their deadlines; overdue decisions are marked."""
    from dashboards.wording import wording
    from supplierwatch.cli.exclusion_table import print_requests
    from supplierwatch.exclusion_register import as_document, read_register
    from supplierwatch.ledgers import day_of
    from supplierwatch.unknown_tickets import find_unknown_tickets
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    today = day_of(session.now(), watch)
    register = [one for one in read_register(watch, today) if one.exclusion.is_undecided or not undecided]
    if as_json:
        write_json({"today": today.isoformat(), "exclusions": [as_document(one) for one in register]})
    else:
        print_requests(register, wording(language or watch.settings.language))
    for problem in find_unknown_tickets(watch, session.environment):
        complain(f"warning: {problem}")


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The exclusion.")],
    period: Annotated[
        str | None, typer.Option(help="Month whose figures are compared.", show_default="the one it is about")
    ] = None,
    language: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one request with its decisions, and what it does: minutes, points and money before and after."""
    from dashboards.wording import wording
    from supplierwatch.cli.exclusion_table import print_request
    from supplierwatch.collecting import opened_store
    from supplierwatch.exclusion_register import as_document, effect_in, find_registered
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    now = session.now()
    today = day_of(now, watch)
    found = find_registered(watch, name, today)
    with opened_store(watch, session.environment) as database:
        effect = effect_in(watch, database, found, period, now)
    if as_json:
        write_json(as_document(found, effect))
    else:
        words = wording(language or watch.settings.language)
        print_request(found, effect, watch.versions, today, words)
