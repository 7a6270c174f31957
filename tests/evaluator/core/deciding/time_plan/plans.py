"""Small plans on a horizon that begins on Monday 2024-01-01, and the public times of a large procurement."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.core.deciding.time_plan.assess import TimeQuestion, assess_plan
from evaluator.core.deciding.time_plan.findings import TimeFindings
from evaluator.core.deciding.time_plan.futures import Chance
from evaluator.core.deciding.time_plan.horizon import Horizon
from evaluator.core.deciding.time_plan.passage import Passage, plain
from evaluator.core.deciding.time_plan.plan import Appeal, Cancellation, Lasting, Plan, Stage
from evaluator.decisions.time_plan import TimePlanFile
from evaluator.decisions.time_plan_defaults import default_appeal
from tests.evaluator import small_contract as small

HORIZON = Horizon(date(2024, 1, 1), 4000)
CHANCE = Chance(seed=7, draws=4000)


def stage(
    name: str,
    days: int | tuple[int, int, int],
    after: tuple[str, ...] = (),
    passage: Passage | None = None,
    done_before: int | None = None,
) -> Stage:
    """Return a stage of so many days, or of at least, likely and at most so many."""
    lasting = Lasting(days, days, days) if isinstance(days, int) else Lasting(*days)
    return Stage(name, after, lasting, passage or plain(HORIZON.count), done_before)


def plan(*stages: Stage, appeal: Appeal | None = None, cancellation: Cancellation | None = None) -> Plan:
    """Return a plan of `stages`."""
    return Plan(HORIZON, stages, appeal, cancellation)


def contract(last_day: str, *options: dict[str, object]) -> Contract:
    """Return a contract that ends on `last_day`, with options of which each is open."""
    named = [{"label": small.LABEL, "notice_by": None, "state": "open", **one} for one in options]
    term = {"first_day": "2009-06-01", "last_day": last_day, "options": named}
    return small.contract(term=term)


def ask(
    terms: Contract, today: str, content: Mapping[str, object] | None = None, start: str | None = None
) -> TimeFindings:
    """Return what a time plan with `content` in place of the usual says on `today`."""
    file = TimePlanFile.model_validate({"draws": 4000, **(content or {})})
    question = TimeQuestion(
        file=file,
        file_name="time_plan.yaml",
        file_hash="file",
        contract_hash="contract",
        inputs="both",
        today=date.fromisoformat(today),
        start=None if start is None else date.fromisoformat(start),
    )
    return assess_plan(question, terms)


def appeal(after: str, probability: Fraction, planned: int = 0) -> Appeal:
    """Return an appeal of 10 days in the first court and, in every second case, 20 in the next."""
    return Appeal(after, probability, Lasting(10, 10, 10), Fraction(1, 2), Lasting(20, 20, 20), planned)


def appeal_terms(**changes: object) -> dict[str, object]:
    """Return the usual terms of an appeal with some in other words."""
    usual = default_appeal()
    return {name: getattr(usual, name) for name in type(usual).model_fields} | changes
