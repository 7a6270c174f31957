"""Rates: counts for each so many of a volume, which must be known for the same period and scope."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, assert_never

import numpy as np

from evaluator.contract.contract import Contract
from evaluator.contract.indicators import MeasurementVolume, Rate, TicketsVolume, UsersVolume
from evaluator.contract.services import Unit
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.cases import Times, build_cases, falls_in
from evaluator.core.measuring.figures import Counts, FromCounts
from evaluator.core.measuring.scopes import made_by_scope
from evaluator.core.measuring.selection import select_tickets
from evaluator.core.measuring.ticket_book import TicketBook, every_ticket
from evaluator.core.measuring.told import Told, told_by_scope
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.periods import Period


class Amount(NamedTuple):
    """How large a volume is; at most `highest`, with what could belong to it but does not say so."""

    value: Fraction
    highest: Fraction


LARGEST_DENOMINATOR = 10**6
"""A sum of many measurements, each over another number, can need more digits than can be stored."""

VolumeOf = Callable[[Scope], Amount | None]
"""The volume of a scope; None where nobody knows it."""


def rate_figure(count: Figure, rate: Rate, volume: Amount | None) -> Figure | None:
    """Return the count for each `rate.per` of `volume`; None (not measured) where the volume is not known.

    A volume of nothing leaves nothing to have a rate of: then there is no value.
    """
    if volume is None:
        return None
    value, highest = volume
    low, high = count.low, count.high
    return replace(
        count,
        numerator=count.numerator * rate.per * value.denominator,
        denominator=value.numerator,
        low=None if low is None or highest == 0 else low * rate.per / highest,
        high=None if high is None or value == 0 else high * rate.per / value,
    )


def volume_of(rate: Rate, book: TicketBook, period: Period, left_out: LeftOut) -> VolumeOf:
    """Return the volume of each scope of `rate` in `period`, without the tickets in `left_out`."""
    match rate.volume:
        case UsersVolume():
            return lambda scope: _users(book.contract, scope, period)
        case TicketsVolume():
            found = _tickets(rate, rate.volume, book, period, left_out)
            return lambda scope: found.get(scope, Amount(Fraction(0), Fraction(0)))
        case MeasurementVolume():
            return _measured(rate, rate.volume, book, period).get
        case _:
            assert_never(rate.volume)


def _users(contract: Contract, scope: Scope, period: Period) -> Amount | None:
    """The users of a unit or segment; of a whole service those it states, else those of all units.

    A unit whose life lies outside the period is not there.
    """
    stated = contract.service(scope.service).users if scope.service and scope.is_whole else None
    units = [
        unit.users
        for unit in contract.units
        if scope.unit in ("", unit.id) and scope.segment in ("", unit.segment) and _lives(unit, period)
    ]
    if stated is None and not units:
        return None
    users = Fraction(sum(units) if stated is None else stated)
    return Amount(users, users)


def _lives(unit: Unit, period: Period) -> bool:
    begun = unit.first_day is None or unit.first_day < period.end_day
    return begun and (unit.last_day is None or unit.last_day >= period.first_day)


def _tickets(
    rate: Rate, volume: TicketsVolume, book: TicketBook, period: Period, left_out: LeftOut
) -> dict[Scope, Amount]:
    rows = every_ticket(book)
    chosen = select_tickets(volume.tickets, rate.services, rate.data, rows)
    opened = falls_in(rows.of_tickets("opened_at"), period)
    times = Times(rows.ended_at, np.zeros(len(rows.rows), dtype=np.int64))
    cases = build_cases(rows, chosen, opened, times).frame
    kept = (left_out.reasons(cases["ticket_id"], rate.id) == "").to_numpy()
    return dict(made_by_scope(rate, cases.loc[kept], FromCounts(_amount)))


def _amount(_: Scope, counts: Counts) -> Amount:
    return Amount(Fraction(counts.cases - counts.unknown), Fraction(counts.cases))


def _measured(
    rate: Rate, volume: MeasurementVolume, book: TicketBook, period: Period
) -> dict[Scope, Amount | None]:
    found = told_by_scope(rate, [volume.measure], volume.data, book, period)
    return {told.scope: _sum(told, volume.measure) for told in found}


def _sum(told: Told, measure: str) -> Amount | None:
    """The sum of the values told; None where they do not cover the period."""
    rows = told.of(measure)
    if rows.empty or told.known(rows) != told.expected or not (rows["denominator"] > 0).all():
        return None
    sums = rows.groupby("denominator")["numerator"].sum()
    total = sum((Fraction(int(sums[part]), int(part)) for part in sums.index), Fraction(0))
    total = total.limit_denominator(LARGEST_DENOMINATOR)
    return Amount(total, total)
