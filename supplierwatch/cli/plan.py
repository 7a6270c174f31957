"""The command `plan`: action plans, and those that are missing."""

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from supplierwatch.cli.options import AsJson, Day, Language
from supplierwatch.cli.session import Session, session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

plan_app = typer.Typer(
    name="plan",
    no_args_is_help=True,
    help="Action plans: list them, open one, note that one is reported done.",
)


@plan_app.command("list")
def list_plans(
    context: typer.Context,
    language: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show every plan against the measured figures, and the plans that are missing."""
    from dashboards.report.follow_up_documents import plans_document
    from dashboards.report.plans import build_plans
    from dashboards.wording import wording
    from supplierwatch.cli.miss_tables import print_plans
    from supplierwatch.collecting import opened_store
    from supplierwatch.ledgers import day_of
    from supplierwatch.misses import read_misses
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        plans, _ = read_misses(watch, database, session.now())
    if as_json:
        write_json(plans_document(plans))
        return
    words = wording(language or watch.settings.language)
    day = day_of(session.now(), watch)
    print_plans(build_plans(plans, watch.versions.latest.contract, words, day), words)


@plan_app.command("open")
def open_plan(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    indicator: Annotated[str, typer.Option(help="Indicator that is to recover.")],
    period: Annotated[str, typer.Option(help="Month whose miss the plan answers, such as 2026-10.")],
    why: Annotated[str, typer.Option(help="Why there is a plan.")],
    what: Annotated[str, typer.Option(help="What is to be done.")],
    owner_role: Annotated[str, typer.Option(help="Who answers for it: a role, no name of a person.")],
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day by which it is to be done.")],
    service: Annotated[
        str | None, typer.Option(help="Service.", show_default="measured on all together")
    ] = None,
    trigger: Annotated[
        str | None, typer.Option(help="Trigger that requires it.", show_default="none")
    ] = None,
    recovered_after: Annotated[
        int | None, typer.Option(help="Months on target in a row that close it.", show_default="as agreed")
    ] = None,
    opened_on: Day = None,
    name: Annotated[str | None, typer.Option("--id", help="Its id.", show_default="the next free")] = None,
) -> None:
    """Note a new action plan; steps are added in the file action_plans.yaml."""
    from supplierwatch.decided_files import next_id
    from supplierwatch.file_changes import add_entry
    from supplierwatch.follow_up_files import ACTION_PLANS_FILE, PLANS_KEY
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    plan = name or next_id("plan", [one.id for one in watch.follow_up.action_plans])
    entry: dict[str, Any] = {
        "id": plan,
        "indicator": indicator,
        "service": service,
        "opened_for": period,
        "opened_on": _day(opened_on, session, watch.zone),
        "trigger": trigger,
        "why": why,
        "what": what,
        "owner_role": owner_role,
        "due": due.date(),
        "recovered_after": recovered_after,
    }
    add_entry(
        watch.folder / ACTION_PLANS_FILE,
        PLANS_KEY,
        {key: value for key, value in entry.items() if value is not None},
    )
    write_text(f"noted {plan} in {watch.folder / ACTION_PLANS_FILE}")


@plan_app.command("report-done")
def report_done(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(help="Id of the plan.")],
    by: Annotated[str, typer.Option(help="Who reports it, by role.")],
    day: Day = None,
) -> None:
    """Note that a plan is reported as done; it is closed only when the measured figure has recovered."""
    from supplierwatch.file_changes import change_entry
    from supplierwatch.follow_up_files import ACTION_PLANS_FILE, PLANS_KEY
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    changes = {"closed_claimed_on": _day(day, session, watch.zone), "claimed_by": by}
    change_entry(watch.folder / ACTION_PLANS_FILE, PLANS_KEY, plan, changes)
    write_text(f"noted in {watch.folder / ACTION_PLANS_FILE}; the measured figure closes {plan}")


def _day(day: datetime | None, session: Session, zone: ZoneInfo) -> date:
    from collector.instants import to_datetime

    return day.date() if day is not None else to_datetime(session.now()).astimezone(zone).date()
