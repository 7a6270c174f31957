"""The dialogue back: what became of each need, and who of those who voiced it has been told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evaluator.decisions.needs import AnsweredTo, Need, NeedsFile, Voice


@dataclass(frozen=True)
class Owed:
    """The answer that those who voiced a need in one group, or one unit of it, are owed.

    `answered_on` is None until they were told; `due` where no day is set. `days_overdue` counts from the day
    after `due`, and is 0 where it is not overdue.
    """

    need: str
    group: str
    unit: str
    due: date | None
    answered_on: date | None
    days_overdue: int


def owed_answers(file: NeedsFile, today: date) -> tuple[Owed, ...]:
    """Return the answers owed to every voice, each group and unit once for each need."""
    return tuple(
        _owed(need, group, unit, file.due(need), today)
        for need in file.needs
        for group, unit in dict.fromkeys((voice.group, voice.unit or "") for voice in need.voices)
    )


def overdue(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return the answers that should have been given, the longest overdue first."""
    late = [one for one in owed if one.days_overdue > 0]
    return tuple(sorted(late, key=lambda one: (-one.days_overdue, one.need, one.group, one.unit)))


def _owed(need: Need, group: str, unit: str, due: date | None, today: date) -> Owed:
    told = [one.on for one in need.answer.answered if _reaches(one, group, unit) and one.on <= today]
    answered_on = min(told, default=None)
    is_late = answered_on is None and due is not None and due < today
    days = (today - due).days if is_late and due is not None else 0
    return Owed(need.id, group, unit, due, answered_on, days)


def _reaches(told: AnsweredTo, group: str, unit: str) -> bool:
    # An answer to the whole group reaches each unit that spoke in it; one to a unit reaches that unit only.
    return told.group == group or (told.unit is not None and told.unit == unit)


def voices_of_unit(need: Need, unit: str) -> tuple[Voice, ...]:
    """Return what `unit` itself said of `need`."""
    return tuple(voice for voice in need.voices if voice.unit == unit)


def concerns_unit(need: Need, unit: str, segment: str) -> bool:
    """Return whether `unit` voiced `need`, or its segment did without naming units."""
    return any(
        voice.unit == unit or (voice.unit is None and segment and voice.segment == segment)
        for voice in need.voices
    )
