"""The command `contract-changes`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def contract_changes(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option(help="Day or time to show it as of.", show_default="today")
    ] = None,
    language: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what was added to the contract or altered in it, against the limits of LOU 17 kap. 9 §."""
    from dashboards.contract_changes import build_changes, changes_document
    from dashboards.wording import wording
    from evaluator.core.follow_up.contract_changes import weigh_changes
    from supplierwatch.cli.changes_table import print_changes
    from supplierwatch.ledgers import day_of
    from supplierwatch.periods_asked import read_as_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    day = day_of(session.now() if as_of is None else read_as_of(as_of, watch.zone), watch)
    versions = watch.versions.as_known_on(day)
    contract = versions.in_force(max(day, versions.versions[0].first_day)).contract
    register = weigh_changes(watch.contract_changes, versions.latest.amendments, contract.procurement, day)
    currency = contract.contract.currency
    if as_json:
        write_json(changes_document(register, currency))
    else:
        words = wording(language or watch.settings.language)
        print_changes(build_changes(register, currency, words), words)
