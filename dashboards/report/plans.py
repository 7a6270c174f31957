"""Action plans in words: how each stands against the measured figure, and which are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboards.report.context import anchor
from dashboards.report.verdicts import value_text
from dashboards.wording.terms import VERDICT_SYMBOLS
from dashboards.wording.words import Wording, marked
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.action_plans import MissingPlan, PlansFollowed, PlanState, PlanStatus
from evaluator.core.outcomes import Outcome

_STATES = {
    PlanState.OPEN: marked("Open"),
    PlanState.REPORTED_DONE: marked("Reported done, not recovered"),
    PlanState.RECOVERED: marked("Closed: the figure has recovered"),
}
_FIGURES_SHOWN = 6


@dataclass(frozen=True)
class Labels:
    """The names of a contract's parts in one language; what it does not have keeps its id."""

    words: Wording
    contract: Contract

    def indicator(self, name: str) -> str:
        """Return an indicator as `label (id)`; of none, the words for all."""
        if not name:
            return self.words.text("All indicators")
        labels = {one.id: one.label.in_language(self.words.language) for one in self.contract.indicators}
        return f"{labels[name]} ({name})" if name in labels else name

    def service(self, name: str) -> str:
        """Return the label of a service; of none, the words for all of them."""
        if not name:
            return self.words.text("All services named")
        labels: Mapping[str, str] = {
            one.id: one.label.in_language(self.words.language) for one in self.contract.services
        }
        return labels.get(name, name)

    def triggers(self, names: tuple[str, ...]) -> str:
        """Return the labels of triggers."""
        labels = {one.id: one.label.in_language(self.words.language) for one in self.contract.triggers}
        return self.words.listing(labels.get(name, name) for name in names)

    def value(self, outcome: Outcome) -> str:
        """Return the value of an outcome as people read it, with the sign of its verdict."""
        known = {one.id: one for one in self.contract.indicators}
        sign = VERDICT_SYMBOLS[outcome.verdict]
        if outcome.indicator not in known:
            return sign
        return f"{sign} {value_text(known[outcome.indicator], outcome, self.words)}"


@dataclass(frozen=True)
class PlanRow:
    """One plan; `needs_care` where it is late, or said to be done while the figure says otherwise."""

    anchor: str
    name: str
    about: str
    service: str
    opened: str
    what: str
    why: str
    owner: str
    due: str
    state: str
    progress: str
    figures: str
    overdue: tuple[str, ...]
    needs_care: bool


@dataclass(frozen=True)
class MissingRow:
    """A plan that the contract requires and nobody made."""

    about: str
    service: str
    required_by: str
    since: str
    after: str


@dataclass(frozen=True)
class PlansSection:
    """All plans as they stood on a day."""

    read_on: str
    missing: tuple[MissingRow, ...]
    plans: tuple[PlanRow, ...]


def build_plans(followed: PlansFollowed, contract: Contract, words: Wording, read_on: date) -> PlansSection:
    """Return the plans in words: first those that need care, last those that are closed."""
    labels = Labels(words, contract)
    found = sorted(followed.plans, key=lambda one: (_order(one), one.plan.due, one.plan.id))
    return PlansSection(
        read_on=words.day(read_on),
        missing=tuple(_missing_row(one, labels) for one in followed.missing),
        plans=tuple(_plan_row(one, labels) for one in found),
    )


def _order(status: PlanStatus) -> int:
    if status.state is PlanState.RECOVERED:
        return 2
    return 0 if _needs_care(status) else 1


def _needs_care(status: PlanStatus) -> bool:
    is_late = status.is_overdue or len(status.overdue_steps) > 0
    return is_late or status.state is PlanState.REPORTED_DONE


def _plan_row(status: PlanStatus, labels: Labels) -> PlanRow:
    plan, words = status.plan, labels.words
    return PlanRow(
        anchor=anchor("plan", plan.id),
        name=plan.id,
        about=labels.indicator(plan.indicator),
        service=labels.service(plan.service or ""),
        opened=words.month(plan.opened_for),
        what=plan.what,
        why=plan.why,
        owner=plan.owner_role,
        due=words.day(plan.due),
        state=words.text(_STATES[status.state]),
        progress=_progress(status, words),
        figures=", ".join(f"{one.period} {labels.value(one)}" for one in status.judged[-_FIGURES_SHOWN:]),
        overdue=tuple(_overdue(status, words)),
        needs_care=_needs_care(status),
    )


def _progress(status: PlanStatus, words: Wording) -> str:
    if status.recovered_in is not None:
        return words.text("closed with {month}", month=words.month(status.recovered_in))
    return words.text(
        "on target {met} of {needed} months in a row", met=status.met_running, needed=status.needed
    )


def _overdue(status: PlanStatus, words: Wording) -> list[str]:
    late = [
        words.text(
            "Overdue since {day}: {what} ({owner})",
            day=words.day(step.due),
            what=step.what,
            owner=step.owner_role,
        )
        for step in status.overdue_steps
    ]
    plan = status.plan
    if status.is_overdue:
        late.append(
            words.text(
                "The plan is overdue since {day} ({owner})", day=words.day(plan.due), owner=plan.owner_role
            )
        )
    return late


def _missing_row(missing: MissingPlan, labels: Labels) -> MissingRow:
    words = labels.words
    after = words.text("the figure fell back after plan {plan}", plan=missing.after) if missing.after else ""
    return MissingRow(
        about=labels.indicator(missing.matter.indicator),
        service=labels.service(missing.matter.service),
        required_by=labels.triggers(missing.triggers),
        since=words.month(missing.since),
        after=after,
    )
