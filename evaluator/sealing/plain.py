"""What the core is given and gives, as exact JSON and back: numbers whole, fractions and money as text."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter

from collector.identifiers import canonical_json, content_hash
from evaluator.core.money.month import MonthMoney
from evaluator.core.outcomes import Outcome

OUTCOMES = TypeAdapter(tuple[Outcome, ...])
PAST = TypeAdapter(tuple[MonthMoney, ...])


def earlier_document(earlier: Sequence[Outcome], past: Sequence[MonthMoney]) -> dict[str, Any]:
    """Return for each earlier month the hashes of the outcomes and of the money that were rested on."""
    ordered = sorted(plain_outcomes(earlier), key=lambda one: str(one["period"]))
    by_period = groupby(ordered, key=lambda one: str(one["period"]))
    outcomes = {period: _hash(sorted(found, key=canonical_json)) for period, found in by_period}
    money = {one.period: _hash(PAST.dump_python((one,), mode="json")) for one in past}
    return {"outcomes": outcomes, "money": money}


def plain_outcomes(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return outcomes without what stands beside them: confidence and trend are rounded."""
    found = OUTCOMES.dump_python(tuple(outcomes), mode="json")
    return [{name: value for name, value in one.items() if name not in _BESIDE} for one in found]


def outcomes_in(found: Any) -> tuple[Outcome, ...]:
    """Return the outcomes that `plain_outcomes` gave; raises ValueError for anything else."""
    return OUTCOMES.validate_python([one | dict.fromkeys(_BESIDE) for one in found], strict=False)


def plain_past(past: Sequence[MonthMoney]) -> Any:
    """Return the money of earlier months in plain values."""
    return PAST.dump_python(tuple(past), mode="json")


def past_in(found: Any) -> tuple[MonthMoney, ...]:
    """Return the money that `plain_past` gave, oldest month first; raises ValueError for anything else."""
    return tuple(sorted(PAST.validate_python(found, strict=False), key=attrgetter("period")))


_BESIDE = ("confidence", "trend")


def _hash(content: Any) -> str:
    return content_hash(canonical_json(content))
