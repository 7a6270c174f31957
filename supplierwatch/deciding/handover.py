"""How the handover of a watch stands, and freezing the baseline of the supplier that leaves."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from collector.errors import NothingFound
from collector.store.database import Database
from collector.store.horizon import read_committed_at
from collector.store.read import read_horizon
from evaluator.contract.contract import Contract
from evaluator.core.deciding.handover.baseline import Baseline
from evaluator.core.deciding.handover.comparison import compare_days
from evaluator.core.deciding.handover.findings import FirstMonths, HandoverFindings, SplitCase
from evaluator.core.deciding.handover.gates import judge_gate
from evaluator.core.deciding.handover.milestones import MilestoneStanding, judge_milestone
from evaluator.core.deciding.handover.transfer import TransferStanding, judge_transfer
from evaluator.core.periods import Period, month, months_before, start_of_day
from evaluator.decisions.handover import HandoverFile
from evaluator.handover import read_baseline, read_counts, read_new_days, read_split, read_units_moved
from supplierwatch.deciding.baseline_file import read_baseline_file
from supplierwatch.watch import Watch

FEWEST_COMPARED = 20
"""Cases below which a difference says nothing; as the smallest sample of the example's indicators."""


def assess_handover(watch: Watch, database: Database, today: date) -> HandoverFindings | None:
    """Return how the handover stands at the end of `today`; None where the watch has no `handover.yaml`.

    Raises SupplierwatchError where the baseline that the file names cannot be read or was altered.
    """
    read = watch.deciding.handover
    if read is None:
        return None
    plan, contract, horizon = read.content, watch.versions.latest.contract, read_horizon(database)
    milestones = _milestones(plan, database, horizon, watch.zone, today)
    by_id = {one.milestone.id: one for one in milestones}
    return HandoverFindings(
        contract=contract.contract.id,
        currency=contract.contract.currency,
        switch=plan.switch,
        today=today,
        file_hash=read.content_hash,
        horizon=horizon,
        gates=tuple(judge_gate(gate, by_id, today) for gate in plan.gates),
        milestones=milestones,
        transfer=_transfer(plan, database, horizon, watch.zone, today),
        split=_split(plan, database, contract, horizon, today),
        first_months=_first_months(watch, plan, database, contract, today),
    )


def freeze_baseline(watch: Watch, database: Database, last: str, months: int) -> Baseline:
    """Return the figures of the `months` months up to the one called `last`, as they are published now.

    Raises NothingFound where none of them was evaluated.
    """
    periods = months_before(month(last, watch.zone), months, watch.zone)
    found = read_baseline(database, watch.versions.latest.contract, periods)
    if not found.months:
        raise NothingFound(
            f"none of the {months} months up to {last} was evaluated; run: supplierwatch evaluate"
        )
    return found


def _milestones(
    plan: HandoverFile, database: Database, horizon: int, zone: ZoneInfo, today: date
) -> tuple[MilestoneStanding, ...]:
    return tuple(
        judge_milestone(
            one,
            () if one.measure is None else read_counts(database, one.measure, horizon, zone),
            today,
        )
        for one in plan.milestones
    )


def _transfer(
    plan: HandoverFile, database: Database, horizon: int, zone: ZoneInfo, today: date
) -> TransferStanding | None:
    if plan.transfer is None:
        return None
    measure = plan.transfer.measure
    moved = {} if measure is None else read_units_moved(database, measure, horizon, zone)
    return judge_transfer(plan.transfer, moved, today)


def _split(
    plan: HandoverFile, database: Database, contract: Contract, horizon: int, today: date
) -> tuple[SplitCase, ...] | None:
    if today < plan.switch:
        return None
    known_at = read_committed_at(database, horizon)
    end = start_of_day(today + timedelta(days=1), contract.contract.zone) - 1
    if known_at is None:
        return ()
    return tuple(read_split(database, contract, horizon, plan.switch, min(known_at, end)))


def _first_months(
    watch: Watch, plan: HandoverFile, database: Database, contract: Contract, today: date
) -> FirstMonths | None:
    use = plan.baseline
    if use is None or today <= plan.switch:
        return None
    baseline = read_baseline_file(watch.folder / use.file, use.content_hash)
    # The last day is not over yet.
    end = min(today, plan.switch + timedelta(days=use.days))
    days = [plan.switch + timedelta(days=number) for number in range((end - plan.switch).days)]
    new = read_new_days(database, contract, days, _months_of(days, watch.zone))
    if not new.days:
        return None
    compared = compare_days(baseline, new, season=use.season, seed=use.seed, fewest=FEWEST_COMPARED)
    return FirstMonths(use.file, use.content_hash, use.seed, len(new.days), compared)


def _months_of(days: Sequence[date], zone: ZoneInfo) -> list[Period]:
    names = dict.fromkeys(day.strftime("%Y-%m") for day in days)
    return [month(name, zone) for name in names]
