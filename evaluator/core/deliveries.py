"""Whether what was to be delivered came: for each month, or so many days after the delivery before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_DAY = 86_400


class DeliveryState(StrEnum):
    """How an expected delivery stands."""

    AWAITED = "awaited"
    DELIVERED = "delivered"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True)
class Arrival:
    """A file that came: its name, and the instant."""

    file: str
    at: int


@dataclass(frozen=True)
class DueMonth:
    """A month whose delivery is due; `ends_at` is when it is over, `next_ends_at` when the one after is."""

    name: str
    ends_at: int
    next_ends_at: int
    due_at: int


@dataclass(frozen=True)
class ExpectedDelivery:
    """One delivery that was to come by `due_at`; `file` and `arrived_at` say what came, if anything did.

    `name` is the month, or "" where deliveries are counted in days.
    """

    name: str
    due_at: int
    arrived_at: int | None
    file: str
    state: DeliveryState


def monthly_deliveries(
    months: Iterable[DueMonth], arrivals: Sequence[Arrival], named: str | None, now: int
) -> list[ExpectedDelivery]:
    """Return the delivery expected for each of `months`, in their order.

    With `named` the delivery of a month is the first file whose name holds it, `{year}` and `{month}` filled
    in, whenever it came after the month began; without, the first that came in the month after.
    """
    return [_judged(month.name, month.due_at, _of_month(month, arrivals, named), now) for month in months]


def deliveries_every(days: int, since: int, arrivals: Sequence[Arrival], now: int) -> list[ExpectedDelivery]:
    """Return the deliveries expected `days` after the one before, the first within as many from `since`.

    The last is the one that is awaited, or missing.
    """
    found, last = [], since
    for arrival in sorted(arrivals, key=lambda one: one.at):
        found.append(_judged("", last + days * _DAY, arrival, now))
        last = max(last, arrival.at)
    return [*found, _judged("", last + days * _DAY, None, now)]


def _of_month(month: DueMonth, arrivals: Sequence[Arrival], named: str | None) -> Arrival | None:
    if named is None:
        fits = [one for one in arrivals if month.ends_at <= one.at < month.next_ends_at]
    else:
        year, number = month.name.split("-")
        text = named.replace("{year}", year).replace("{month}", number)
        fits = [one for one in arrivals if text in one.file]
    return min(fits, key=lambda one: one.at, default=None)


def _judged(name: str, due_at: int, arrival: Arrival | None, now: int) -> ExpectedDelivery:
    if arrival is None:
        state = DeliveryState.MISSING if now > due_at else DeliveryState.AWAITED
        return ExpectedDelivery(name, due_at, None, "", state)
    state = DeliveryState.LATE if arrival.at > due_at else DeliveryState.DELIVERED
    return ExpectedDelivery(name, due_at, arrival.at, arrival.file, state)
