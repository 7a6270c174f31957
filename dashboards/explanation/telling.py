"""What figures are explained with: the published results, their keys, and the evidence behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.explanation.parts import Sentence
from dashboards.figure_keys import FigureKeys, explain_command
from dashboards.report.context import Context
from dashboards.wording import Wording
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.results.published import Evaluation, TicketEvidence

SHOWN = 10
"""Tickets and outages named unless all are asked for."""


@dataclass(frozen=True)
class MaintenanceWindow:
    """A window that a source stated, of a service or one unit of it."""

    service: str
    unit: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True)
class FigureFacts:
    """The results of a period and what stands behind one figure of it.

    `tickets` are all that the evaluation judged for the indicator, those in time too; `maintenance` the
    stated windows that touch the period; `inputs` the evaluations of earlier months it rests on. Where
    `tickets` are the worst alone, `tickets_in_all` says of how many (None: they are all). With `is_on_page`
    nothing is said of options of a command.
    """

    context: Context
    view: View
    tickets: tuple[TicketEvidence, ...] = ()
    maintenance: tuple[MaintenanceWindow, ...] = ()
    inputs: tuple[Evaluation, ...] = ()
    shows_all: bool = False
    tickets_in_all: int | None = None
    is_on_page: bool = False

    @property
    def words(self) -> Wording:
        """The wording."""
        return self.context.wording

    @property
    def keys(self) -> FigureKeys:
        """The keys of the period's figures."""
        return self.context.keys

    def shown(self, number: int) -> int:
        """Return how many of `number` rows are shown."""
        return number if self.shows_all else min(number, SHOWN)

    def service_names(self, indicator: AnyIndicator, scope: Scope) -> Sequence[str]:
        """Return the services a scope is about."""
        return [scope.service] if scope.service else indicator.services

    def command(self, key: str) -> str:
        """Return the command that explains `key`, in the view asked for."""
        view = "" if self.view is View.AFTER_EXCLUSIONS else f" --view {self.view.value}"
        return explain_command(key) + view


def command_line(facts: FigureFacts, key: str) -> Sentence:
    """Return the line that explains `key`."""
    return Sentence(facts.command(key), is_command=True)


def place_of(facts: FigureFacts, scope: Scope) -> str:
    """Return the service, segment and unit of a scope in words."""
    context = facts.context
    parts = [
        context.service(scope.service),
        context.segment_labels.get(scope.segment, scope.segment),
        context.unit_labels.get(scope.unit, scope.unit),
    ]
    return ", ".join(part for part in parts if part)


def of_scope(scope: Scope, outcome_service: str, segment: str, unit: str) -> bool:
    """Return whether evidence of a service, segment and unit belongs to `scope`.

    A ticket of no known service could be of any, and counts in each whole scope.
    """
    if scope.service and outcome_service not in (scope.service, ""):
        return False
    if not scope.is_whole and scope.service and not outcome_service:
        return False
    return (not scope.segment or segment == scope.segment) and (not scope.unit or unit == scope.unit)


def find_outcome(facts: FigureFacts, indicator: str, scope: Scope) -> Outcome | None:
    """Return the outcome in the view asked for; where nothing is undecided there is no third view."""
    found = facts.context.outcome(indicator, scope, facts.view)
    if found is None and facts.view is View.IF_PENDING_ACCEPTED:
        return facts.context.outcome(indicator, scope, View.AFTER_EXCLUSIONS)
    return found
