"""One October sealed in a store, for tests of seals."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion
from evaluator.prepare import Asked
from evaluator.results.published import Seal
from evaluator.sealing.findings import SealCheck
from evaluator.sealing.seal import OpenQuestions, Signing, restate_period, seal_period
from evaluator.sealing.verify import verify_seals
from tests.collector.store.pages import save
from tests.evaluator.october import agreed, incident, instant, save_october, tickets

DAY = 86_400
SEALED = instant("2026-12-20 06:00")
"""After the time for objections to October: 25 days of a contract whose every day is a working day."""

LATE = incident("A-9", "2026-10-20 08:00", ("2026-10-21 08:00", 6))
"""A fourth ticket, resolved in 24 hours of 8: a second miss."""


def seal(
    database: Database,
    period: str = "2026-10",
    *,
    now: int = SEALED,
    exclusions: Sequence[Exclusion] = (),
    versions: ContractVersions | None = None,
    early: str = "",
) -> Seal:
    """Seal a month on all that was saved, and return the seal."""
    return seal_and_ask(database, period, now=now, exclusions=exclusions, versions=versions, early=early)[0]


def seal_and_ask(
    database: Database,
    period: str = "2026-10",
    *,
    now: int = SEALED,
    exclusions: Sequence[Exclusion] = (),
    versions: ContractVersions | None = None,
    early: str = "",
) -> tuple[Seal, OpenQuestions]:
    """Seal a month; return the seal and what was not settled."""
    asked = Asked(period, read_horizon(database), now)
    terms = agreed() if versions is None else versions
    return seal_period(database, terms, exclusions, asked, Signing("Avtalsförvaltaren", now, early=early))


def restate(
    database: Database,
    period: str = "2026-10",
    *,
    now: int = SEALED + DAY,
    exclusions: Sequence[Exclusion] = (),
    versions: ContractVersions | None = None,
) -> Seal:
    """Restate a month on all that was saved, and return the seal."""
    asked = Asked(period, read_horizon(database), now)
    signing = Signing("Avtalsförvaltaren", now, "ett ärende kom sent")
    return restate_period(database, agreed() if versions is None else versions, exclusions, asked, signing)


def sealed_october(database: Database) -> Seal:
    """Save October, and seal it."""
    save_october(database)
    return seal(database)


def save_late(database: Database) -> None:
    """Save the late ticket, the hour after October was sealed."""
    save(database, tickets(LATE), cursor="2", at=SEALED + 3600)


def verify(
    database: Database,
    versions: ContractVersions | None = None,
    exclusions: Sequence[Exclusion] = (),
    period: str | None = None,
) -> list[SealCheck]:
    """Verify what is sealed."""
    return verify_seals(database, agreed() if versions is None else versions, exclusions, period)


def texts_of(checks: Sequence[SealCheck]) -> list[str]:
    """Return what was found, each with its part."""
    return [f"{one.part.value}: {one.text}" for check in checks for one in check.findings]


def alter(database: Database, statement: str, **values: Any) -> None:
    """Alter rows behind the program's back."""
    with database.writing() as connection:
        assert connection.execute(sa.text(statement), values).rowcount > 0
