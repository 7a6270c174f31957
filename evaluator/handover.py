"""Reading what a handover is judged by: cases of each day, counts collected, tickets at the switch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import sqlalchemy as sa

from collector.instants import to_datetime
from collector.records import FactKind, empty_frame
from collector.store.database import Database
from collector.store.open_tickets import read_open_before
from collector.store.read import read_lasting
from evaluator.back_test import read_keys
from evaluator.contract.contract import Contract
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.deciding.handover.baseline import CASE_COLUMNS, Baseline, figures_by_day
from evaluator.core.deciding.handover.comparison import NewDays
from evaluator.core.deciding.handover.findings import SplitCase
from evaluator.core.deciding.handover.milestones import Count
from evaluator.core.deciding.handover.straddling import split_cases
from evaluator.core.facts import Facts
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.periods import Period, start_of_day
from evaluator.results.present import read_latest
from evaluator.results.published import Evaluation
from evaluator.results.schema import TICKET_EVIDENCE
from evaluator.results.seals import read_seal

_NOON = 12 * 3600
_OTHER_KINDS = {
    "states": FactKind.SERVICE_STATE,
    "observed": FactKind.OBSERVED,
    "maintenance": FactKind.MAINTENANCE,
    "measurements": FactKind.MEASUREMENT,
    "statements": FactKind.STATEMENT,
}


def read_baseline(database: Database, contract: Contract, months: Sequence[Period]) -> Baseline:
    """Return the figures of `months`, oldest first, as published now; a month without is left out.

    So are days that were not over when their month was evaluated.
    """
    found = [(month, one) for month in months if (one := read_latest(database, month.name)) is not None]
    zone = contract.contract.zone
    days = tuple(
        day
        for month, one in found
        for day in _days(month.first_day, month.end_day)
        if _was_over(day, one, zone)
    )
    cases = _read_cases(database, [one for _, one in found])
    return Baseline(
        contract=contract.contract.id,
        months={month.name: _inputs_of(database, one) for month, one in found},
        days=days,
        is_working_day=working_days(contract, days),
        indicators=figures_by_day(cases, days, zone),
    )


def read_new_days(
    database: Database, contract: Contract, days: Sequence[date], months: Sequence[Period]
) -> NewDays:
    """Return what is published of `days`, which lie in `months`.

    A day of a month without results is left out, and so is one that was not over when its month was
    evaluated: of neither is anything known, which is not a day without cases.
    """
    zone = contract.contract.zone
    found = {month.name: one for month in months if (one := read_latest(database, month.name)) is not None}
    known = [
        day for day in days if (one := found.get(f"{day:%Y-%m}")) is not None and _was_over(day, one, zone)
    ]
    figures = figures_by_day(_read_cases(database, list(found.values())), known, zone)
    return NewDays(tuple(known), working_days(contract, known), figures)


def working_days(contract: Contract, days: Sequence[date]) -> tuple[bool, ...]:
    """Return which of `days` are working days of `contract`."""
    if not days:
        return ()
    noons = np.array([start_of_day(day, contract.contract.zone) + _NOON for day in days], dtype=np.int64)
    calendar = compile_calendars(contract, int(noons.min()), int(noons.max())).contract_days
    return tuple(bool(one) for one in calendar.is_working_day(noons))


def read_counts(database: Database, measure: str, horizon: int, zone: ZoneInfo) -> list[Count]:
    """Return the counts that were collected under the name `measure`, by the day they were counted to.

    Of one day rows that name no unit and no segment are of the whole; where there are none, the parts
    together are.
    """
    rows = _measured(database, measure, horizon)
    found = []
    for to_at, own in rows.groupby("to_at", sort=True):
        whole = own.loc[(own["unit"].isna() & own["segment"].isna()).to_numpy(dtype=bool)]
        told = whole if len(whole) > 0 else own
        done, of = int(told["numerator"].sum()), int(told["denominator"].sum())
        if of > 0:
            found.append(Count(_last_day(to_at, zone), done, of, measure))
    return found


def read_units_moved(database: Database, measure: str, horizon: int, zone: ZoneInfo) -> dict[str, date]:
    """Return the first day on which `measure` told of each unit that it has moved."""
    rows = _measured(database, measure, horizon)
    moved = rows.loc[(rows["unit"].notna() & (rows["numerator"] > 0)).to_numpy(dtype=bool)]
    first = moved.assign(unit=moved["unit"].astype("str")).groupby("unit")["to_at"].min()
    return {str(unit): _last_day(to_at, zone) for unit, to_at in first.items()}


def read_split(
    database: Database, contract: Contract, horizon: int, switch: date, known_at: int
) -> list[SplitCase]:
    """Return the tickets that the first second of `switch` found open, split by date.

    Both parts are measured by `contract`, whose terms the tickets opened under.
    """
    at = start_of_day(switch, contract.contract.zone)
    tickets, changes = read_open_before(database, horizon, at, np.array([], dtype=np.int64))
    if tickets.empty:
        return []
    others = {name: empty_frame(kind) for name, kind in _OTHER_KINDS.items()}
    facts = Facts(tickets=tickets, changes=changes, known_at=known_at, **others)
    calendars = compile_calendars(contract, int(tickets["opened_at"].min()), known_at)
    later = TicketBook(contract, facts, calendars)
    then = TicketBook(contract, replace(facts, known_at=at - 1), calendars)
    parts = [split_cases(one, then, later) for one in contract.indicators]
    filled = [part for part in parts if not part.empty]
    rows = [row for part in filled for row in part.to_dict("records")]
    keys = read_keys(database, [int(row["ticket_id"]) for row in rows])
    return [_split_case({str(name): value for name, value in row.items()}, keys) for row in rows]


def _split_case(row: dict[str, object], keys: dict[int, str]) -> SplitCase:
    whole = {name: int(str(row[name])) for name in ("limit", "used_before", "used_after")}
    ended = row["ended_at"]
    return SplitCase(
        indicator=str(row["indicator"]),
        ticket=keys[int(str(row["ticket_id"]))],
        service=str(row["service"]),
        priority=str(row["priority"]),
        in_working_days=bool(row["in_working_days"]),
        ended_at=None if pd.isna(ended) else int(str(ended)),  # type: ignore[call-overload] # a scalar
        missed_before=bool(row["missed_before"]),
        missed_after=bool(row["missed_after"]),
        **whole,
    )


def _read_cases(database: Database, evaluations: Sequence[Evaluation]) -> pd.DataFrame:
    """The cases behind some evaluations, less those that agreed exclusions leave out."""
    columns = TICKET_EVIDENCE.c
    query = sa.select(*(columns[name] for name in CASE_COLUMNS)).where(
        columns.evaluation.in_([one.number for one in evaluations]), columns.left_out_by == ""
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return pd.DataFrame(rows, columns=list(CASE_COLUMNS))


def _measured(database: Database, measure: str, horizon: int) -> pd.DataFrame:
    rows = read_lasting(database, FactKind.MEASUREMENT, horizon)
    return rows.loc[(rows["measure"] == measure).to_numpy(dtype=bool)]


def _last_day(to_at: object, zone: ZoneInfo) -> date:
    """The day that the end of what was counted belongs to; an end at midnight is of the day before."""
    return to_datetime(int(str(to_at)) - 1).astimezone(zone).date()


def _was_over(day: date, evaluation: Evaluation, zone: ZoneInfo) -> bool:
    """Whether `day` was over at the instant that `evaluation` knows the facts of."""
    return start_of_day(day + timedelta(days=1), zone) <= evaluation.known_at


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((end - first).days)]


def _inputs_of(database: Database, evaluation: Evaluation) -> str:
    """The hash of what a month's figures follow from: that of its seal, or of what identifies it."""
    seal = read_seal(database, evaluation)
    if seal is not None:
        return seal.content_hash
    return f"{evaluation.contract_version}-{evaluation.exclusions_version}-{evaluation.horizon}"
