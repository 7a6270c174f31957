"""Keys of figures: what every number of a report is asked for by, `2026-10/K05/T1` or `2026-10/credit/T1`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from shlex import quote
from types import MappingProxyType

from collector.errors import NothingFound
from evaluator.core.outcomes import Scope
from evaluator.results.published import PeriodResults

SEPARATOR = "/"
KEYS_NAMED = 12
"""How many keys an error names at most."""


class FigureKind(StrEnum):
    """What a key is of; the word stands in the key, that of an outcome only where it is needed."""

    OUTCOME = "indicator"
    CREDIT = "credit"
    POINTS = "points"
    SCORE = "score"
    TRIGGER = "trigger"


_WORDS = frozenset(kind.value for kind in FigureKind)


@dataclass(frozen=True)
class FigureSubject:
    """What a key names: an indicator in a scope, credit or points of a service, score, area or threshold.

    `name` is the indicator, service, area or threshold; empty is the credit of all services, or the whole
    score.
    """

    kind: FigureKind
    name: str = ""
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class FigureKeys:
    """The keys of one period's results, both ways."""

    period: str
    subjects: Mapping[str, FigureSubject]
    keys: Mapping[FigureSubject, str]

    def of_outcome(self, indicator: str, scope: Scope) -> str:
        """Return the key of an outcome; empty where none was published."""
        return self.keys.get(FigureSubject(FigureKind.OUTCOME, indicator, scope), "")

    def of(self, kind: FigureKind, name: str = "") -> str:
        """Return the key of a credit, of points or of a score; empty where none was published."""
        return self.keys.get(FigureSubject(kind, name), "")

    def find(self, key: str) -> list[FigureSubject]:
        """Return what `key` names; an indicator alone names its outcome on each service.

        Raises NothingFound with the keys that come closest.
        """
        key = key.rstrip(SEPARATOR)
        if key in self.subjects:
            return [self.subjects[key]]
        whole = (
            []
            if SEPARATOR not in key
            else [
                subject
                for known, subject in self.subjects.items()
                if known.startswith(key + SEPARATOR) and subject.scope.is_whole
            ]
        )
        if not whole:
            raise NothingFound(self._tell_closest(key))
        return whole

    def _tell_closest(self, key: str) -> str:
        known = list(self.subjects)
        # Of a month alone nothing is nearest: what was meant is any of its figures.
        close = get_close_matches(key, known, n=3, cutoff=0.5) if SEPARATOR in key else []
        rest = [one for one in known if one not in close and self.subjects[one].scope.is_whole]
        named = [*close, *rest][:KEYS_NAMED]
        more = f" and {len(known) - len(named)} more" if len(known) > len(named) else ""
        nearest = f"; did you mean {close[0]}?" if close else "."
        return f"no figure {key!r} was published{nearest} There are {', '.join(named)}{more}"


def figure_keys(results: PeriodResults) -> FigureKeys:
    """Return the keys of all figures of a period: outcomes, credits, points, the score and thresholds."""
    subjects: dict[str, FigureSubject] = {}
    for subject in sorted(set(_subjects(results)), key=_order):
        short, full = _spelled(subject, is_full=False), _spelled(subject, is_full=True)
        key = SEPARATOR.join([results.period.name, *(full if _key(results, short) in subjects else short)])
        subjects[key] = subject
    keys = {subject: key for key, subject in subjects.items()}
    return FigureKeys(results.period.name, MappingProxyType(subjects), MappingProxyType(keys))


def outage_key(service: str, unit: str, at: str) -> str:
    """Return what an outage is asked for by: `SERVICE@TIME`, or `SERVICE/UNIT@TIME`."""
    return f"{service}{SEPARATOR}{unit}@{at}" if unit else f"{service}@{at}"


def explain_command(key: str) -> str:
    """Return the command that explains a ticket, outage or figure, as a shell takes it."""
    return f"supplierwatch explain {quote(key)}"


def credit_key(period: str, kind: FigureKind, service: str) -> str:
    """Return the key of the credit or the points of a service in any month."""
    return SEPARATOR.join([period, *_spelled(FigureSubject(kind, service), is_full=False)])


def _subjects(results: PeriodResults) -> Iterator[FigureSubject]:
    for outcome in results.outcomes:
        yield FigureSubject(FigureKind.OUTCOME, outcome.indicator, outcome.scope)
    for credit in results.credits:
        yield FigureSubject(FigureKind.CREDIT, credit.service)
        yield FigureSubject(FigureKind.POINTS, credit.service)
    if results.credits:
        yield FigureSubject(FigureKind.CREDIT)
    if results.score is not None:
        yield FigureSubject(FigureKind.SCORE)
        for area in results.score.areas:
            yield FigureSubject(FigureKind.SCORE, area.area)
    for trigger in results.contract.triggers:
        if any(state.trigger == trigger.id for state in results.triggers):
            yield FigureSubject(FigureKind.TRIGGER, trigger.id)


def _order(subject: FigureSubject) -> tuple[int, str, bool, bool, Scope]:
    scope = subject.scope
    place = list(FigureKind).index(subject.kind)
    return place, subject.name, not scope.is_whole, bool(scope.unit), scope


def _key(results: PeriodResults, parts: list[str]) -> str:
    return SEPARATOR.join([results.period.name, *parts])


def _spelled(subject: FigureSubject, *, is_full: bool) -> list[str]:
    """The parts of a key; `is_full` keeps empty places, where a unit is called as a segment."""
    if subject.kind is not FigureKind.OUTCOME:
        return [part for part in (subject.kind.value, subject.name) if part]
    scope = subject.scope
    word = [subject.kind.value] if subject.name in _WORDS else []
    parts = [scope.service, scope.segment, scope.unit]
    if is_full:
        return [*word, subject.name, *parts]
    # A unit is known by its own name; of which segment it is need not be said.
    shown = [scope.service, scope.unit or scope.segment]
    return [*word, subject.name, *(part for part in shown if part)]
