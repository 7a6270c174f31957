"""The requests of a watch as they stand on a day: with their deadlines, and with what one of them does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from collector.errors import NothingFound
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.follow_up.exclusion_deadlines import (
    as_they_stood,
    decide_by,
    is_overdue,
    propose_by,
    subject_month,
)
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from evaluator.decisions.exclusions import Exclusion
from evaluator.prepare import Asked, prepare
from supplierwatch.exclusion_requests import find_exclusion
from supplierwatch.periods_asked import find_period
from supplierwatch.watch import Watch

_EFFECT = TypeAdapter(ExclusionEffect)


@dataclass(frozen=True)
class RegisteredExclusion:
    """A request as it stands: the month it is about, its deadlines, and whether its decision is overdue.

    What the contract does not say, or cannot be told of it, is None.
    """

    exclusion: Exclusion
    month: str | None
    propose_by: date | None
    decide_by: date | None
    is_overdue: bool


def read_register(watch: Watch, today: date) -> tuple[RegisteredExclusion, ...]:
    """Return the requests made until `today`, each as it stands then, in the order of the file."""
    stand = as_they_stood(watch.exclusions, watch.versions, today)
    return tuple(_registered(watch, one, today) for one in stand)


def find_registered(watch: Watch, name: str, today: date) -> RegisteredExclusion:
    """Return the request called `name` as it stands; raises ProblemsFound with those there are."""
    asked = find_exclusion(watch, name)
    [stands] = as_they_stood([asked], watch.versions, max(today, asked.proposed_on))
    return _registered(watch, stands, today)


def effect_in(
    watch: Watch, database: Database, found: RegisteredExclusion, period: str | None, now: int
) -> tuple[str, ExclusionEffect] | None:
    """Return what a request does to the month `period` (None: the one it is about), and that month's name.

    None where the month has no ticket of it and none of its time. Raises NothingFound where nothing was
    collected, and where no month is named by anybody.
    """
    asked = period or found.month
    if asked is None:
        raise NothingFound(f"{found.exclusion.id} names no month; name one with --period")
    name = find_period(asked, now, watch.zone).name
    prepared = prepare(database, watch.versions, watch.exclusions, Asked(name, read_horizon(database), now))
    effects = {one.exclusion: one for one in prepared.provenance.exclusion_effects}
    return (name, effects[found.exclusion.id]) if found.exclusion.id in effects else None


def as_document(
    found: RegisteredExclusion, effect: tuple[str, ExclusionEffect] | None = None
) -> dict[str, Any]:
    """Return a request for programs."""
    document = {
        **found.exclusion.model_dump(mode="json"),
        "period": found.month,
        "propose_by": None if found.propose_by is None else found.propose_by.isoformat(),
        "decide_by": None if found.decide_by is None else found.decide_by.isoformat(),
        "is_overdue": found.is_overdue,
    }
    if effect is not None:
        document["effect"] = {"period": effect[0], **_EFFECT.dump_python(effect[1], mode="json")}
    return document


def _registered(watch: Watch, exclusion: Exclusion, today: date) -> RegisteredExclusion:
    return RegisteredExclusion(
        exclusion=exclusion,
        month=subject_month(exclusion, watch.zone),
        propose_by=propose_by(exclusion, watch.versions),
        decide_by=decide_by(exclusion, watch.versions),
        is_overdue=is_overdue(exclusion, watch.versions, today),
    )
