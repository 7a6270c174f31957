"""Assessing the time plan of a watch."""

from datetime import date
from fractions import Fraction
from functools import lru_cache

from collector.identifiers import content_hash
from evaluator.contract.versions import ContractVersion
from evaluator.core.deciding.time_plan.assess import TimeQuestion, assess_plan, safe_starts
from evaluator.core.deciding.time_plan.findings import SafeStartDay, TimeFindings
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.deciding.files import ReadFile
from supplierwatch.watch import Watch


def assess_time_plan(
    watch: Watch, today: date, *, start: date | None = None, certainty: Fraction | None = None
) -> TimeFindings | None:
    """Return what the time plan shows on `today`; None where the watch has no time_plan.yaml.

    `start` is when what is left begins, `certainty` how sure it is to be in time; None: as the file says.
    """
    read = watch.deciding.time_plan
    if read is None:
        return None
    latest = watch.versions.latest
    inputs = content_hash(f"{read.content_hash} {latest.content_hash}".encode())
    question = TimeQuestion(
        file=read.content,
        file_name=read.name,
        file_hash=read.content_hash,
        contract_hash=latest.content_hash,
        inputs=inputs,
        today=today,
        start=start,
        certainty=certainty,
    )
    return assess_plan(question, latest.contract)


def safe_starts_of(watch: Watch, today: date) -> tuple[SafeStartDay, ...]:
    """Return the latest safe starts of a watch, kept from one look to the next; none without a time plan."""
    read = watch.deciding.time_plan
    return () if read is None else _kept(_Asked(read, watch.versions.latest), today.year)


class _Asked:
    """A time plan and a contract that are the same where their contents are."""

    def __init__(self, read: ReadFile[TimePlanFile], version: ContractVersion) -> None:
        self.file, self.contract = read.content, version.contract
        self.key = read.content_hash, version.content_hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=8)
def _kept(asked: _Asked, year: int) -> tuple[SafeStartDay, ...]:
    """They follow from the files alone; the year only says how far calendars must reach."""
    return safe_starts(asked.file, asked.contract, date(year, 1, 1))
