"""Pushing dashboards and marks to Grafana: what `supplierwatch dashboards push` does."""

from dataclasses import dataclass

from collector.store.database import Database
from dashboards.grafana.build import build_dashboards
from dashboards.grafana.marks import Mark, amendment_marks, miss_marks, seal_marks
from dashboards.grafana.queries import POSTGRESQL, PROMETHEUS
from dashboards.wording import Wording, wording
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.versions import ContractVersions
from evaluator.core.periods import month, period_ending_with
from evaluator.follow_up import read_judged_months
from evaluator.results.seals import read_seals
from supplierwatch.grafana import Grafana


@dataclass(frozen=True)
class Pushed:
    """What a push did in one language; `missing` are data sources that Grafana does not have."""

    language: str
    dashboards: tuple[str, ...]
    annotations: int
    missing: tuple[str, ...]


def push(grafana: Grafana, marks: list[Mark], language: str, pages: str) -> Pushed:
    """Write the dashboards of `language`, whose links lead to `pages`, and those of `marks` not there yet."""
    words = wording(language)
    folder = f"supplierwatch-{language}"
    missing = grafana.missing_data_sources([POSTGRESQL["uid"], PROMETHEUS["uid"]])
    grafana.ensure_folder(folder, words.text("Supplier follow-up"))
    made = build_dashboards(language, pages)
    paths = tuple(grafana.put_dashboard(content, folder) for content in made.values())
    return Pushed(language, paths, grafana.annotate(marks, language), tuple(missing))


def read_marks(database: Database, versions: ContractVersions, words: Wording, now: int) -> list[Mark]:
    """Return every mark: amendments, seals, and misses of periods that were over by `now` (UTC seconds)."""
    judged = read_judged_months(database, versions)
    ends = _period_ends(tuple(judged.ends), versions, now)
    return [
        *amendment_marks(versions, words),
        *seal_marks(read_seals(database), words),
        *miss_marks(judged.outcomes, ends, versions, words),
    ]


def _period_ends(months: tuple[str, ...], versions: ContractVersions, now: int) -> dict[str, int]:
    """When each period that ends with one of `months` ended, by its name; those that are over."""
    contract = versions.latest.contract
    zone, since = contract.contract.zone, contract.term.first_day
    every = (
        period_ending_with(month(name, zone), length, zone, since)
        for name in months
        for length in PeriodLength
    )
    return {one.name: one.ends_at for one in every if one is not None and one.ends_at <= now}
