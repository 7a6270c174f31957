"""The command `alternatives`."""

from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.options import AsJson, FinishedMonth, Language
from supplierwatch.cli.session import session_of, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evaluator.core.deciding.alternatives.feasibility import Feasibility
    from supplierwatch.watch import Watch

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def alternatives(
    context: typer.Context,
    period: FinishedMonth = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the draws.", show_default="as in alternatives.yaml")
    ] = None,
    language: Language = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Compare the alternatives: values, tipping weights, draws, costs and break-even. Recommends nothing."""
    from dashboards.deciding.alternatives import (
        build_alternatives_sections,
        build_cost_sections,
        build_sensitivity_sections,
    )
    from dashboards.deciding.alternatives.figures import alternatives_document
    from dashboards.wording import wording
    from supplierwatch.cli.sections import print_sections
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.alternatives import assess_alternatives
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    words = wording(language or watch.settings.language)
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, find_period(period, now, watch.zone))
    findings = assess_alternatives(watch, results, _feasibility(watch, now), seed)
    if as_json:
        write_json(alternatives_document(findings))
        return
    print_sections(
        (
            *build_alternatives_sections(findings, words),
            *build_sensitivity_sections(findings, words),
            *build_cost_sections(findings, words),
        ),
        words,
    )


def _feasibility(watch: "Watch", now: int) -> "Mapping[str, Feasibility]":
    from supplierwatch.deciding.areas import feasibility_of
    from supplierwatch.deciding.time_plan import assess_time_plan
    from supplierwatch.ledgers import day_of

    read, time = watch.deciding.alternatives, assess_time_plan(watch, day_of(now, watch))
    if read is None or time is None:
        return {}
    return feasibility_of(time, [one.id for one in read.content.alternatives])
