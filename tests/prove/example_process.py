"""A process that plays the whole example at once: `python -m tests.prove.example_process FOLDER`.

The supplier delivers the last six months, they are collected, the last two of them evaluated, and every
form of the last one's report is written to FOLDER/reports, with all outcomes as text beside them.
"""

import os
import sys
from pathlib import Path

from collector.simulator import SEED, simulate
from collector.store.runs import RunOutcome
from evaluator.core.periods import month, months_before
from evaluator.results.published import PeriodResults
from supplierwatch.collecting import collect_sources, opened_store
from supplierwatch.demonstration import DELIVERIES, LAST_MONTH, MONTHS, delivered_at, prepare
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.reporting import ReportForm, render_report, report_name, save_report
from supplierwatch.watch import Watch, load_watch

DELIVERED = 6
"""Months of deliveries: enough for repeats, rolling figures and a half year's survey."""


def main() -> None:
    folder = Path(sys.argv[1])
    watch = prepare(folder)
    deliver(watch, folder / DELIVERIES)
    watch = load_watch(folder)
    last = month(LAST_MONTH, watch.zone)
    instant = delivered_at(last, watch.zone)
    with opened_store(watch, os.environ) as database:
        for run in collect_sources(watch, database, lambda: instant, os.environ):
            if run.outcome is not RunOutcome.COMPLETE:
                sys.exit(run.problem)
        for period in months_before(last, 2, watch.zone):
            results = evaluate_watch(watch, database, period, None, instant)
    save_everything(results, watch.reports_folder)


def deliver(watch: Watch, deliveries: Path) -> None:
    deliveries.mkdir()
    first = months_before(month(LAST_MONTH, watch.zone), MONTHS, watch.zone)[0]
    supplier = simulate(SEED, first.name, MONTHS)
    for name in supplier.months[-DELIVERED:]:
        supplier.write_month(deliveries, name)


def save_everything(results: PeriodResults, reports: Path) -> None:
    for language in ("sv", "en"):
        for form in ReportForm:
            text = render_report(results, language, form)
            save_report(text, reports / report_name(results, language, form))
    outcomes = [repr(one) for one in (*results.outcomes, *results.credits, results.score, *results.tickets)]
    save_report("\n".join(outcomes) + "\n", reports / "outcomes.txt")


if __name__ == "__main__":
    main()
