"""Pushing dashboards and marks to Grafana: what `supplierwatch dashboards push` does."""

from dataclasses import dataclass

from collector.errors import SupplierwatchError
from collector.store.database import Database
from dashboards.grafana.audiences import Audience
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


def push(
    grafana: Grafana,
    marks: list[Mark],
    language: str,
    pages: str,
    audience: Audience = Audience.CUSTOMER,
) -> Pushed:
    """Write the dashboards of `language`, whose links lead to `pages`, and those of `marks` not there yet.

    Raises SupplierwatchError, before anything is written, where a unit's or the supplier's organisation has
    metrics: then it is the customer's, whose dashboards would be written over, or tells them of all.
    """
    words = wording(language)
    folder = f"supplierwatch-{language}"
    missing = grafana.missing_data_sources([POSTGRESQL["uid"], PROMETHEUS["uid"]])
    if audience is not Audience.CUSTOMER:
        missing = _without_metrics(missing, audience)
    grafana.ensure_folder(folder, words.text("Supplier follow-up"))
    made = build_dashboards(language, pages, audience)
    paths = tuple(grafana.put_dashboard(content, folder) for content in made.values())
    return Pushed(language, paths, grafana.annotate(marks, language), tuple(missing))


def _without_metrics(missing: list[str], audience: Audience) -> list[str]:
    if PROMETHEUS["uid"] not in missing:
        raise SupplierwatchError(
            f"this organisation of Grafana has the data source {PROMETHEUS['uid']}, which tells of all to "
            f"whoever may look. Use the token of the organisation made for the {audience}, or take the data "
            "source out of it"
        )
    return [one for one in missing if one != PROMETHEUS["uid"]]


def read_marks(
    database: Database,
    versions: ContractVersions,
    words: Wording,
    now: int,
    audience: Audience = Audience.CUSTOMER,
) -> list[Mark]:
    """Return every mark: amendments, seals, and misses of periods that were over by `now` (UTC seconds).

    The supplier gets the misses of sealed months only, as its role of the store does.
    """
    judged = read_judged_months(database, versions)
    seals = read_seals(database)
    months = tuple(judged.ends)
    if audience is Audience.SUPPLIER:
        months = tuple({seal.period for seal in seals} & set(months))
    ends = _period_ends(months, versions, now)
    return [
        *amendment_marks(versions, words),
        *seal_marks(seals, words),
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
