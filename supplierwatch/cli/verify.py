"""The command `verify`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

DOES_NOT_VERIFY = 5


def verify(
    context: typer.Context,
    pack: Annotated[
        Path | None,
        typer.Argument(metavar="[PACK.zip]", help="An evidence pack; no watch and no store is needed."),
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Month such as 2026-10.", show_default="every seal")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check seals: records, stored results, contract, exclusions and facts, and judge all of it again.

    Ends with 5 where a seal does not verify.
    """
    from supplierwatch.cli.seal_telling import check_document, print_checks
    from supplierwatch.collecting import opened_store
    from supplierwatch.periods_asked import find_period
    from supplierwatch.sealing import verify_pack, verify_watch
    from supplierwatch.watch import load_watch

    session = session_of(context)
    if pack is not None:
        checks = [verify_pack(pack)]
    else:
        watch = load_watch(session.folder)
        asked = None if period is None else find_period(period, session.now(), watch.zone).name
        with opened_store(watch, session.environment) as database:
            checks = list(verify_watch(watch, database, asked))
    if as_json:
        write_json({"checks": [check_document(one) for one in checks]})
    else:
        print_checks(checks)
    if not all(one.holds for one in checks):
        raise typer.Exit(DOES_NOT_VERIFY)
