"""The job `evaluate`: judge the running month, and those just over until they are sealed."""

from collections.abc import Collection

from collector.errors import NothingFound
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.follow_up.exclusion_deadlines import as_they_stood
from evaluator.core.periods import Period, month, months_before
from evaluator.inputs import find_period
from evaluator.prepare import exclusions_hash, local_day
from evaluator.program import program_version
from evaluator.results.present import read_latest, read_stale
from evaluator.results.seals import read_seals
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.serving.work import Work
from supplierwatch.watch import Watch


def evaluate(work: Work) -> str:
    """Evaluate, oldest first, the months whose results are not those of what is known now.

    Returns which months there is nothing to judge of. A month whose present results rest on the same facts,
    terms, exclusions and program as now is left alone.
    """
    horizon = read_horizon(work.database)
    if horizon == 0:
        return "nothing has been collected yet"
    stale, nothing = set(read_stale(work.database)), []
    has_changed = False
    for period in months_to_judge(work.watch, work.database, work.now()):
        work.go_on()
        try:
            if has_changed or not _is_present(work, period, horizon, stale):
                _evaluate(work, period)
                # Later months rest on it.
                has_changed = True
        except NothingFound as error:
            nothing.append(f"{period.name}: {error}")
    return "; ".join(nothing)


def months_to_judge(watch: Watch, database: Database, now: int) -> list[Period]:
    """Return the running month and those before it that may have to be judged, oldest first, unsealed ones.

    Of months that are over these are the last few that the settings say, and every one that was left out
    since the first that was judged.
    """
    running = month(to_datetime(now).astimezone(watch.zone).strftime("%Y-%m"), watch.zone)
    back = watch.settings.service.evaluated_months_back
    sealed = {one.period for one in read_seals(database)}
    first_day = watch.versions.versions[0].first_day
    every = [one for one in months_before(running, _LONGEST_TERM, watch.zone) if one.end_day > first_day]
    judged = {one.name: read_latest(database, one.name) is not None for one in every}
    first = min((name for name, is_judged in judged.items() if is_judged), default=running.name)
    return [
        one
        for place, one in enumerate(every)
        if one.name not in sealed
        and (place >= len(every) - 1 - back or (one.name > first and not judged[one.name]))
    ]


_LONGEST_TERM = 180
"""Months looked back at most: fifteen years."""


def _is_present(work: Work, period: Period, horizon: int, stale: Collection[str]) -> bool:
    found = read_latest(work.database, period.name)
    if found is None or period.name in stale or found.horizon != horizon:
        return False
    return (found.contract_version, found.exclusions_version, found.program_version) == _judged_by(
        work.watch, period, work.now()
    )


def _judged_by(watch: Watch, period: Period, now: int) -> tuple[str, str, str]:
    """The contract, exclusions and program that an evaluation made now names; see `evaluator.prepare`."""
    day = local_day(now, watch.versions.latest.contract)
    known = watch.versions.as_known_on(day)
    in_force, _ = find_period(known, period.name)
    decided = as_they_stood(watch.exclusions, known, day)
    return known.hash_of(in_force), exclusions_hash(decided), program_version()


def _evaluate(work: Work, period: Period) -> None:
    evaluate_watch(work.watch, work.database, period, None, work.now(), lambda _step: work.go_on())
