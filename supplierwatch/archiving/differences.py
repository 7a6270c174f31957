"""What a version of a report differs in from the one before it. Pure."""

from collections.abc import Iterator, Sequence

from supplierwatch.archiving.store import Archived


def differences(versions: Sequence[Archived], report: Archived) -> tuple[str, ...]:
    """Return what `report` differs in from the version before it; empty for the first one."""
    before = max((one for one in versions if one.version < report.version), key=_version, default=None)
    return () if before is None else tuple(_told(before, report))


def _told(before: Archived, report: Archived) -> Iterator[str]:
    old, new = before.making, report.making
    if old.evaluation != new.evaluation:
        yield f"evaluation {_number(old.evaluation)} -> {_number(new.evaluation)}"
    if old.restatement != new.restatement:
        yield f"restatement {_number(old.restatement)} -> {_number(new.restatement)}"
    if old.evaluation == new.evaluation and old.restatement == new.restatement:
        yield "the same results; the day it was made, what people did or wrote since, or the program"


def _version(report: Archived) -> int:
    return report.version


def _number(value: int | None) -> str:
    return "none" if value is None else str(value)
