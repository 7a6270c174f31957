"""The command `deviations`: every miss, and when the supplier was told of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_json, write_text

if TYPE_CHECKING:
    from evaluator.core.follow_up.deviations import Deviation

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

deviations_app = typer.Typer(
    name="deviations", no_args_is_help=True, help="Every miss, and when the supplier was told of it."
)

Period = Annotated[str | None, typer.Option(help="Only this month.", show_default="every month")]


@deviations_app.command("list")
def list_deviations(
    context: typer.Context,
    period: Period = None,
    language: Language = None,
    *,
    untold: Annotated[bool, typer.Option("--untold", help="Only those nobody told the supplier.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the misses with what the supplier was told of each, and each month's together."""
    from dataclasses import replace

    from dashboards.report.deviations import build_deviations
    from dashboards.report.follow_up_documents import deviations_document
    from dashboards.wording import wording
    from supplierwatch.cli.miss_tables import print_deviations
    from supplierwatch.collecting import opened_store
    from supplierwatch.ledgers import day_of
    from supplierwatch.misses import read_misses
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    if period is not None:
        find_period(period, session.now(), watch.zone)
    with opened_store(watch, session.environment) as database:
        _, found = read_misses(watch, database, session.now())
    kept = [one for one in found.deviations if _is_wanted(one, period, untold=untold)]
    found = replace(found, deviations=tuple(kept))
    if as_json:
        write_json(deviations_document(found))
        return
    words = wording(language or watch.settings.language)
    day = day_of(session.now(), watch)
    print_deviations(build_deviations(found, watch.versions.latest.contract, words, day), words)


@deviations_app.command("told")
def told(
    context: typer.Context,
    period: Annotated[str, typer.Option(help="Month of the miss, such as 2026-10.")],
    how: Annotated[str, typer.Option(help="Meeting, letter, e-mail, case, ...")],
    by_role: Annotated[str, typer.Option(help="Who told it: a role, no name of a person.")],
    reference: Annotated[str, typer.Option(help="Minutes, registry number, case number.")],
    indicator: Annotated[str | None, typer.Option(help="Indicator that missed.", show_default="all")] = None,
    service: Annotated[str | None, typer.Option(help="Service.", show_default="all")] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When.", show_default="today")
    ] = None,
) -> None:
    """Note that the supplier was told of misses of a month: of one, or of all it had not been told of."""
    from collector.errors import NothingFound
    from supplierwatch.collecting import opened_store
    from supplierwatch.decided_files import next_ids
    from supplierwatch.file_changes import add_entries
    from supplierwatch.follow_up_files import DEVIATIONS_FILE, DEVIATIONS_KEY
    from supplierwatch.ledgers import day_of
    from supplierwatch.misses import read_misses
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    find_period(period, session.now(), watch.zone)
    with opened_store(watch, session.environment) as database:
        _, found = read_misses(watch, database, session.now())
    about = [
        one
        for one in found.deviations
        if _is_wanted(one, period, untold=indicator is None)
        and one.outcome is not None
        and indicator in (None, one.indicator)
        and service in (None, one.service)
    ]
    if not about:
        raise NothingFound(f"there is no such miss in {period} that the supplier was not told of")
    said = {"how": how, "by_role": by_role, "reference": reference}
    when = day.date() if day is not None else day_of(session.now(), watch)
    names = next_ids("notice", [one.id for one in watch.follow_up.notices], len(about))
    entries: list[Mapping[str, Any]] = [
        {"id": name, "indicator": one.indicator}
        | ({"service": one.service} if one.service else {})
        | {"period": one.period, "told_on": when, **said}
        for name, one in zip(names, about, strict=True)
    ]
    add_entries(watch.folder / DEVIATIONS_FILE, DEVIATIONS_KEY, entries)
    write_text(f"noted {len(entries)} notices in {watch.folder / DEVIATIONS_FILE}")


def _is_wanted(one: "Deviation", period: str | None, *, untold: bool) -> bool:
    return period in (None, one.period) and (not untold or one.untold_days is not None)
