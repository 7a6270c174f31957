"""The demonstration: the example watch, played month by month with a simulated supplier and clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from collector.errors import SupplierwatchError
from collector.instants import from_datetime
from collector.simulator import SEED, Supplier, simulate
from collector.store.database import Database
from collector.store.health import read_source_health
from collector.store.read import read_horizon
from collector.store.runs import RunOutcome
from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
from evaluator.core.periods import Period, month, months_before
from evaluator.results.published import PeriodResults
from supplierwatch.archiving.on_demand import Asked, give
from supplierwatch.archiving.store import Identity
from supplierwatch.collecting import collect_sources, opened_store
from supplierwatch.deciding.demonstrated import save_decision_basis
from supplierwatch.evaluating import evaluate_watch, read_watch_results
from supplierwatch.example import example_watch, save_copy
from supplierwatch.reporting import save_bytes
from supplierwatch.schemas import SCHEMAS_FOLDER, save_schemas
from supplierwatch.watch import Watch, load_watch
from supplierwatch.watch_settings import SETTINGS_FILE

LAST_MONTH = "2026-10"
MONTHS = 30
DELIVERIES = "deliveries"

Begins = Callable[[str], None]
"""Is told the name of each month as it begins."""


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration leaves behind: the results of the last month, reports, the decision basis."""

    watch: Watch
    results: PeriodResults
    reports: tuple[Path, ...]
    decision: tuple[Path, ...] = ()


def prepare(folder: Path) -> Watch:
    """Return the watch in `folder`, after putting the example there where no watch is yet.

    Raises ProblemsFound where other files are in the way.
    """
    if not (folder / SETTINGS_FILE).exists():
        save_copy(example_watch(), folder)
    save_schemas(folder / SCHEMAS_FOLDER)
    return load_watch(folder)


def play(watch: Watch, environment: Mapping[str, str], begins: Begins, months: int = MONTHS) -> Demonstration:
    """Play those of the first `months` months that are not yet played, and write the reports of the last one.

    For each month the supplier delivers, everything is collected on the 9th of the next month at 06:00
    in the contract's zone, and the month is evaluated. A demonstration that was interrupted goes on with
    the month it was in; where all `months` are played already, the last one's results are read.
    """
    periods = months_before(month(LAST_MONTH, watch.zone), MONTHS, watch.zone)
    supplier = simulate(SEED, periods[0].name, MONTHS)
    results = None
    with opened_store(watch, environment) as database:
        reached = _reached(database)
        for period in periods[:months]:
            begins(period.name)
            if delivered_at(period, watch.zone) >= reached:
                results = _play_month(watch, database, supplier, period, environment)
        if results is None:
            results = read_watch_results(watch, database, periods[months - 1])
        reports = _save_reports(watch, database, results.period)
        decision = _save_decision(watch, database, results)
    return Demonstration(watch, results, reports, decision)


def delivered_at(period: Period, zone: ZoneInfo) -> int:
    """Return the simulated instant at which `period` is collected: the 9th of the next month, 06:00."""
    return from_datetime(datetime(period.end_day.year, period.end_day.month, 9, 6, tzinfo=zone))


def _reached(database: Database) -> int:
    health = read_source_health(database, read_horizon(database))
    return max((source.last_intake_at for source in health if source.last_intake_at is not None), default=0)


def _play_month(
    watch: Watch, database: Database, supplier: Supplier, period: Period, environment: Mapping[str, str]
) -> PeriodResults:
    instant = delivered_at(period, watch.zone)
    deliveries = watch.folder / DELIVERIES
    deliveries.mkdir(exist_ok=True)
    supplier.write_month(deliveries, period.name)
    for run in collect_sources(watch, database, lambda: instant, environment):
        if run.outcome is not RunOutcome.COMPLETE:
            raise SupplierwatchError(f"{run.source} could not be collected for {period.name}: {run.problem}")
    return evaluate_watch(watch, database, period, None, instant)


def _save_reports(watch: Watch, database: Database, period: Period) -> tuple[Path, ...]:
    """Make the reports of `period` and keep them; what people did is told as of the simulated day.

    Claims of the example have not lapsed by then. PDF is made where its library is installed.
    """
    forms = ("html", "pdf") if find_spec("typst") is not None else ("html",)
    return tuple(
        _save_report(watch, database, period, language, form) for form in forms for language in ("sv", "en")
    )


def _save_decision(watch: Watch, database: Database, results: PeriodResults) -> tuple[Path, ...]:
    """Make the decision basis where the libraries of its forms are installed."""
    if find_spec("typst") is None or find_spec("docx") is None:
        return ()
    return save_decision_basis(watch, database, results, delivered_at(results.period, watch.zone))


def _save_report(watch: Watch, database: Database, period: Period, language: str, form: str) -> Path:
    edition = Edition.CONFIDENTIAL.value
    asked = Asked(Identity(ReportKind.SERVICE.value, period.name, "", edition, language, form))
    given = give(watch, database, period, asked, delivered_at(period, watch.zone))
    return save_bytes(given.content, watch.reports_folder / given.report.identity.file_name)
