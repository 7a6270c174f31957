"""From what the time plan and the contract say to a plan that can be reckoned with."""

from collections.abc import Container, Mapping
from datetime import date, timedelta
from fractions import Fraction

from evaluator.contract.contract import Contract, OptionState
from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.calendar.zones import compile_zone, day_number
from evaluator.core.deciding.time_plan.findings import Deadline, DeadlineKind
from evaluator.core.deciding.time_plan.horizon import Horizon, Marks, horizon_of
from evaluator.core.deciding.time_plan.passage import Passage, during, ending_on, plain, through_standstill
from evaluator.core.deciding.time_plan.paths import StageWords
from evaluator.core.deciding.time_plan.plan import NO_TIME, Appeal, Cancellation, Lasting, Plan, Stage
from evaluator.core.deciding.time_plan.plan_calendars import (
    KnownDays,
    breaks_between,
    known_days,
    marks_of,
)
from evaluator.core.deciding.time_plan.standstill import swedish_days_off
from evaluator.decisions.time_plan import EXPIRY, TimePlanFile
from evaluator.decisions.time_plan_calendars import PlanCalendarTerms
from evaluator.decisions.time_plan_parts import DurationTerms
from evaluator.decisions.time_plan_stages import AppealTerms, CancellationTerms, StageTerms

YEARS_AROUND = 15
"""How many years before and after all days that are named a plan is reckoned on."""

_EPOCH = date(1970, 1, 1)


def deadlines_of(contract: Contract) -> tuple[Deadline, ...]:
    """Return the days that the contract sets: its last day, and of each open option notice and last day.

    A notice has the customer's own last day, where one is stated, ahead of holidays.
    """
    found = [Deadline(EXPIRY, DeadlineKind.EXPIRY, contract.term.current_last_day)]
    for option in contract.term.options:
        if option.state is not OptionState.OPEN:
            continue
        notice = option.internal_last_day or option.notice_by
        if notice is not None:
            found.append(Deadline(f"{option.id}.notice", DeadlineKind.NOTICE, notice, option.label))
        found.append(
            Deadline(f"{option.id}.expiry", DeadlineKind.OPTION_EXPIRY, option.prolongs_to, option.label)
        )
    return tuple(sorted(found, key=lambda one: (one.day, one.name)))


def horizon_for(file: TimePlanFile, contract: Contract, *asked: date) -> Horizon:
    """Return the days a plan is reckoned on: years around those asked, all deadlines and what is done."""
    days = [*asked, *(one.day for one in deadlines_of(contract)), *file.done.values()]
    first, last = min(days), max(days)
    return horizon_of(date(first.year - YEARS_AROUND, 1, 1), date(last.year + YEARS_AROUND, 12, 31))


def build_plan(file: TimePlanFile, contract: Contract, horizon: Horizon) -> Plan:
    """Return the plan of all stages; raises ValueError where stages wait for each other."""
    marks = {
        name: marks_of(terms, known_of(terms, contract), horizon) for name, terms in file.calendars.items()
    }
    days_off = swedish_days_off(horizon.first, horizon.day(horizon.count + YEARS_AROUND))
    stages = tuple(_stage(one, file, marks, horizon, days_off) for one in file.stages)
    return Plan(horizon, stages, _appeal(file.appeal), _cancellation(file.cancellation))


def words_of(file: TimePlanFile) -> dict[str, StageWords]:
    """Return what people call each stage."""
    return {one.id: StageWords(one.label, one.units) for one in file.stages}


def known_of(terms: PlanCalendarTerms, contract: Contract) -> KnownDays | None:
    """Return the days that a calendar and the contract's hours know; None where they know none."""
    breaks = None if terms.outside_hours is None else _breaks(terms.outside_hours, contract)
    return known_days(terms, breaks)


def _breaks(name: str, contract: Contract) -> KnownDays | None:
    hours = contract.service_hours[name]
    if not isinstance(hours, ServiceHoursTerms) or not hours.only_between:
        return None
    first = min(part.first for part in hours.only_between)
    last = max(part.last for part in hours.only_between)
    zone = compile_zone(contract.contract.zone, first, last)
    calendars = compile_calendars(
        contract, zone.start_of_day(first), zone.start_of_day(last + timedelta(days=1))
    )
    numbers = calendars.working_days[name].days
    between = numbers[(numbers >= day_number(first)) & (numbers <= day_number(last))]
    return breaks_between((_EPOCH + timedelta(days=int(one)) for one in between), first, last)


def _stage(
    terms: StageTerms,
    file: TimePlanFile,
    marks: Mapping[str, Marks],
    horizon: Horizon,
    days_off: Container[date],
) -> Stage:
    done = file.done.get(terms.id)
    duration = file.durations.get(terms.id, terms.duration)
    return Stage(
        terms.id,
        terms.after,
        NO_TIME if duration is None else lasting_of(duration),
        _passage(terms, marks, horizon, days_off),
        None if done is None else horizon.number(done) + 1,
    )


def _passage(
    terms: StageTerms, marks: Mapping[str, Marks], horizon: Horizon, days_off: Container[date]
) -> Passage:
    if terms.standstill is not None:
        return through_standstill(horizon, terms.standstill, days_off)
    passage = plain(horizon.count) if terms.only_during is None else during(marks[terms.only_during])
    return passage if terms.ends_on is None else ending_on(passage, marks[terms.ends_on])


def lasting_of(terms: DurationTerms) -> Lasting:
    """Return the days of a duration."""
    return Lasting(terms.low, terms.likely, terms.high)


def appeal_probability(terms: AppealTerms) -> Fraction:
    """Return how likely an appeal is: as stated, else by the number of bidders."""
    if terms.probability is not None:
        return terms.probability
    return [one.probability for one in terms.by_bidders if one.bidders_from <= terms.bidders][-1]


def _appeal(terms: AppealTerms | None) -> Appeal | None:
    if terms is None:
        return None
    return Appeal(
        terms.after,
        appeal_probability(terms),
        lasting_of(terms.first_instance),
        terms.goes_on,
        lasting_of(terms.second_instance),
        terms.planned,
    )


def _cancellation(terms: CancellationTerms | None) -> Cancellation | None:
    return None if terms is None else Cancellation(terms.after, terms.probability, lasting_of(terms.delay))
