"""Samples of probes: made into changes of state once, and availability read from these ever after."""

from collections.abc import Callable
from contextlib import ExitStack

import numpy as np
import numpy.typing as npt

from bench.availability import rules
from bench.goals import Report, at_least, at_most
from bench.prometheus import METRIC, Prometheus, is_installed, running_prometheus
from bench.samples_inputs import STEP, Samples, desk_in_utc, maintenance, samples
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from collector.records import ServiceState
from collector.sources.sample_runs import is_change, is_first_look
from evaluator.core.availability.periods_at_once import PeriodAvailability, measure_periods
from evaluator.core.availability.state_sums import StateRows
from evaluator.core.intervals import Intervals

SERVICES, DAYS = 500, 90
SERVICES_OF_IMPORT, SERVICES_OF_PROMETHEUS, DAYS_OF_PROMETHEUS = 50, 25, 7
_LONGEST_GAP = 3 * STEP
OURS, READ = "**measure_periods from runs**", "memory limit of reading"
IMPORT, COLUMNS = "**samples to runs**", "memory limit of import"
AVERAGE, SUB_QUERY = "Prometheus avg_over_time", "Prometheus, service hours as a sub-query"
_IN_HOURS = f"{METRIC} and on() (hour() >= 7 and hour() < 18 and day_of_week() > 0 and day_of_week() < 6)"


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    given = samples(scale.of(SERVICES), DAYS)
    rows, windows = runs_of(given), maintenance(given)
    require_same_shares(in_hours(given, rows, windows), by_samples(given, windows))
    part = given.first(SERVICES_OF_IMPORT)
    columns = columns_of(part)
    said = f"{rows.at.size:,} changes; service hours and maintenance"
    contenders = [
        Contender(OURS, lambda: in_hours(given, rows, windows), given.size, said),
        Contender(READ, lambda: int(given.is_up.view(np.uint8).max()), given.size, "one byte a sample, once"),
        Contender(IMPORT, lambda: _find_runs(*columns), part.size, "changes and observed intervals"),
        Contender(COLUMNS, lambda: [column.max() for column in columns], part.size, "its columns, once"),
    ]
    remarks = ["Equal to a count of the samples, one by one."]
    with ExitStack() as stack:
        if is_installed():
            few = samples(scale.of(SERVICES_OF_PROMETHEUS), DAYS_OF_PROMETHEUS)
            server = stack.enter_context(running_prometheus(few))
            contenders += of_prometheus(server, few)
            remarks.append("Prometheus's averages equal ours.")
        else:
            remarks.append("Prometheus is not installed: skipped.")
        timed = interleave(contenders, scale.rounds)
    goals = [
        at_most("samples in service hours, less maintenance: times one read", 8, timed, OURS, READ),
        at_most("import of samples: times one read of its columns", 8, timed, IMPORT, COLUMNS),
        at_least("samples: times avg_over_time", 100, timed, AVERAGE, OURS),
        at_least("samples: times the service-hours sub-query", 1_000, timed, SUB_QUERY, OURS),
    ]
    title = f"### Samples of {len(given.is_up)} services every {STEP} s"
    return Report("\n\n".join([title, contest(timed, "sample"), " ".join(remarks)]), goals)


def columns_of(given: Samples) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Service, instant and state of each sample, in order."""
    services = len(given.is_up)
    state = np.where(given.is_up, ServiceState.UP, ServiceState.DOWN).astype(np.int8)
    return np.repeat(np.arange(services), given.at.size), np.tile(given.at, services), state.ravel()


def _find_runs(
    service: npt.NDArray[np.int64], at: npt.NDArray[np.int64], state: npt.NDArray[np.int8]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    changes, looks = is_change([service, state]), is_first_look(service, at, _LONGEST_GAP)
    return np.flatnonzero(changes), np.flatnonzero(looks)


def runs_of(given: Samples) -> StateRows:
    service, at, state = columns_of(given)
    rows, _ = _find_runs(service, at, state)
    first = np.searchsorted(service[rows], np.arange(len(given.is_up) + 1))
    return StateRows(first, at[rows], state[rows])


def in_hours(given: Samples, rows: StateRows, windows: Intervals) -> PeriodAvailability:
    """Availability of each service in its hours, maintenance left out."""
    left_out = rules("service_hours").model_copy(update={"planned_maintenance": "exclude"})
    return measure_periods(rows, windows, left_out, desk_in_utc(), _borders(given))


def all_day(given: Samples, rows: StateRows) -> PeriodAvailability:
    """Availability of each service around the clock."""
    none = Intervals(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return measure_periods(rows, none, rules("wall_clock"), desk_in_utc(), _borders(given))


def _borders(given: Samples) -> npt.NDArray[np.int64]:
    return np.tile([int(given.at[0]), given.ends_at], (len(given.is_up), 1))


def by_samples(given: Samples, windows: Intervals) -> npt.NDArray[np.float64]:
    """The same share, of samples: each stands for the half minute after it."""
    starts, ends = (edges[: edges.size // len(given.is_up)] for edges in (windows.starts, windows.ends))
    planned = np.searchsorted(starts, given.at, side="right") > np.searchsorted(ends, given.at, side="right")
    counts = desk_in_utc().is_open(given.at) & ~planned
    return np.asarray(given.is_up[:, counts].mean(axis=1))


def require_same_shares(found: PeriodAvailability, shares: npt.NDArray[np.float64]) -> None:
    """Raise AssertionError where shares differ by more than what a float cannot say."""
    ours = found.available[:, 0] / found.denominator[:, 0]
    if not np.allclose(ours, shares, rtol=0, atol=1e-12):
        raise AssertionError("availability from runs differs from the share of samples")


def of_prometheus(server: Prometheus, few: Samples) -> list[Contender]:
    # Both ends of a range belong to it: one second before the end it holds the samples of the days exactly.
    at, lasts = few.ends_at - 1, few.ends_at - int(few.at[0])
    average = f"avg_over_time({METRIC}[{lasts}s])"
    in_service_hours = f"avg_over_time(({_IN_HOURS})[{lasts}s:{STEP}s])"
    rows, none = runs_of(few), Intervals(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    require_same_shares(all_day(few, rows), _by_service(server.query(average, at)))
    require_same_shares(in_hours(few, rows, none), _by_service(server.query(in_service_hours, at)))
    return [
        Contender(AVERAGE, _asking(server, average, at), few.size, "around the clock"),
        Contender(SUB_QUERY, _asking(server, in_service_hours, at), few.size, "by UTC, no holidays"),
    ]


def _asking(server: Prometheus, expression: str, at: int) -> Callable[[], object]:
    return lambda: server.query(expression, at)


def _by_service(values: dict[str, float]) -> npt.NDArray[np.float64]:
    return np.array([values[str(service)] for service in range(len(values))])
