"""Who publishes what, as open contracting data needs it: only people know it, nothing is invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from evaluator.decisions.publishing import NoticeRating

Document = dict[str, Any]


@dataclass(frozen=True)
class Organisation:
    """One side of the contract: `id` as registered, `scheme` the register (`SE-ORG`)."""

    id: str
    name: str
    scheme: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True)
class Identity:
    """The identifiers of a contracting process.

    `ocid` has the prefix registered for the publisher; `award` and `contract` are the ids that earlier
    releases gave them, `title` what the procurement was called there.
    """

    ocid: str
    award: str
    contract: str
    buyer: Organisation
    supplier: Organisation
    title: str = ""


@dataclass(frozen=True)
class StatedBreach:
    """A breach or failure to perform that people decided on (Procurement Act 2023, section 71 (3) to (5)).

    `decided_on` is when the authority considered that the supplier had failed to improve; `penalty_on` the
    earliest of partial termination, award of damages and settlement. `penalty` is `contracted`, `imposed` or
    `negotiated`.
    """

    id: str
    requirement: str
    description: str
    first_day: date
    last_day: date
    decided_on: date | None = None
    penalty_on: date | None = None
    penalty: str = ""
    amount: Decimal | None = None
    currency: str = ""
    partial_termination: str = ""


@dataclass(frozen=True)
class Decided:
    """What people decided of a notice: ratings by indicator, and breaches."""

    ratings: dict[str, NoticeRating] = field(default_factory=dict)
    breaches: tuple[StatedBreach, ...] = ()


def at_start(day: date, zone: ZoneInfo) -> str:
    """Return when a day begins, as open contracting data has it: local time with its distance from UTC."""
    return datetime.combine(day, time(), zone).isoformat()


def at_end(day: date, zone: ZoneInfo) -> str:
    """Return the last second of a day."""
    return datetime.combine(day, time(23, 59, 59), zone).isoformat()


def period(first_day: date, last_day: date, zone: ZoneInfo) -> Document:
    """Return a time from the beginning of one day to the end of another."""
    return {"startDate": at_start(first_day, zone), "endDate": at_end(last_day, zone)}


def value(amount: Decimal, currency: str) -> Document:
    """Return an amount; whole amounts without decimals, others with as many as they have."""
    whole = amount == amount.to_integral_value()
    return {"amount": int(amount) if whole else float(amount), "currency": currency}


def exact_number(found: Fraction) -> float | int:
    """Return a measured value as a number; JSON knows no fractions, the exact one is in the dimensions."""
    return int(found) if found.denominator == 1 else float(found)


def party(found: Organisation, role: str) -> Document:
    """Return an organisation in its role; what is not stated is left out."""
    made: Document = {"id": found.id, "name": found.name, "roles": [role]}
    if found.scheme:
        made["identifier"] = {"scheme": found.scheme, "id": found.id, "legalName": found.name}
    if found.address:
        made["address"] = {"streetAddress": found.address}
    if found.email:
        made["contactPoint"] = {"email": found.email}
    return made


def reference(found: Organisation) -> Document:
    """Return the reference to an organisation among the parties."""
    return {"id": found.id, "name": found.name}


def without_empty(found: Document) -> Document:
    """Return `found` without what is not stated: None, and empty lists and texts."""
    return {name: one for name, one in found.items() if one is not None and one not in ("", [], {})}
