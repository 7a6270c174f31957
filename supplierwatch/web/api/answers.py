"""From results to what the API answers of them."""

from collections.abc import Iterable, Iterator
from datetime import date

from evaluator.contract.contract import Contract, OptionState
from evaluator.contract.indicators import MonitoringIndicator
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome
from evaluator.core.score import Score
from evaluator.results.page_reads import ShownMonth
from evaluator.results.published import OutageEvidence, Seal, SourceHealth, TicketEvidence
from supplierwatch.web.api import models
from supplierwatch.web.api.parts import Exact, Label, Money

END = "end"
"""What the last day of the contract is called among the dates of decisions."""


def contract_answer(contract: Contract) -> models.ContractAnswer:
    """Return the contract's card."""
    card = contract.contract
    return models.ContractAnswer(
        contract=card.id,
        title=Label(sv=card.title.sv, en=card.title.en),
        reference=card.reference,
        customer=card.customer,
        supplier=card.supplier,
        currency=card.currency,
        time_zone=card.time_zone,
        first_day=contract.term.first_day,
        last_day=contract.term.current_last_day,
        targets_are_assumed=card.targets_are_assumed,
        smallest_group=contract.reporting.smallest_group,
    )


def indicator_answers(contract: Contract) -> Iterator[models.Indicator]:
    """Yield the indicators in the contract's order."""
    for one in contract.indicators:
        yield models.Indicator(
            indicator=one.id,
            label=Label(sv=one.label.sv, en=one.label.en),
            kind=one.kind,
            clause=one.clause,
            period=one.period,
            services=one.services,
        )


def decision_dates(contract: Contract, today: date) -> Iterator[models.DecisionDate]:
    """Yield the days by which an option must be decided, and the contract's last day."""
    for option in contract.term.options:
        is_open = option.state is OptionState.OPEN and option.notice_by is not None
        yield models.DecisionDate(
            decision=option.id,
            kind="notice",
            label=Label(sv=option.label.sv, en=option.label.en),
            state=option.state.value,
            on_day=option.notice_by,
            days_left=(option.notice_by - today).days if is_open and option.notice_by is not None else None,
            prolongs_to=option.prolongs_to,
        )
    last = contract.term.current_last_day
    yield models.DecisionDate(
        decision=END,
        kind="last_day",
        label=Label(sv="avtalets sista dag", en="last day of the contract"),
        state=OptionState.OPEN.value,
        on_day=last,
        days_left=(last - today).days,
    )


def month_answer(month: ShownMonth) -> models.Month:
    """Return what a month's results rest on."""
    found = month.evaluation
    return models.Month(
        period=found.period,
        evaluation=found.number,
        known_at=found.known_at,
        evaluated_at=found.evaluated_at,
        contract_version=found.contract_version,
        program_version=found.program_version,
        is_sealed=month.is_sealed,
    )


def outcome_answers(outcomes: Iterable[Outcome], contract: Contract) -> Iterator[models.OutcomeAnswer]:
    """Yield outcomes; of a part of the whole with too few cases only that it is so (design rule 11)."""
    smallest = contract.reporting.smallest_group
    monitored = {one.id for one in contract.indicators if isinstance(one, MonitoringIndicator)}
    for outcome in outcomes:
        figure = outcome.figure
        has_cases = not outcome.scope.is_whole and outcome.indicator not in monitored
        too_few = has_cases and figure is not None and figure.sample_size < smallest
        yield _few(outcome) if too_few else _outcome(outcome)


def _outcome(outcome: Outcome) -> models.OutcomeAnswer:
    figure, scope = outcome.figure, outcome.scope
    return models.OutcomeAnswer(
        period=outcome.period,
        indicator=outcome.indicator,
        service=scope.service,
        segment=scope.segment,
        unit=scope.unit,
        view=outcome.view,
        verdict=outcome.verdict,
        too_few=False,
        value=Exact.of(None if figure is None else figure.value),
        low=Exact.of(None if figure is None else figure.low),
        high=Exact.of(None if figure is None else figure.high),
        sample_size=None if figure is None else figure.sample_size,
        misses=None if figure is None else figure.misses,
        completeness=Exact.of(None if figure is None else figure.completeness),
        points=outcome.points,
        points_after_repeat=outcome.points_after_repeat,
        budget_left=Exact.of(None if outcome.budget is None else outcome.budget.remaining_share),
    )


def _few(outcome: Outcome) -> models.OutcomeAnswer:
    return models.OutcomeAnswer(
        period=outcome.period,
        indicator=outcome.indicator,
        service=outcome.scope.service,
        segment=outcome.scope.segment,
        unit=outcome.scope.unit,
        view=outcome.view,
        verdict=None,
        too_few=True,
        value=None,
        low=None,
        high=None,
        sample_size=None,
        misses=None,
        completeness=None,
        points=None,
        points_after_repeat=None,
        budget_left=None,
    )


def credit_answer(period: str, credit: ServiceCredit, currency: str) -> models.CreditAnswer:
    """Return points and credit of a service."""
    return models.CreditAnswer.model_validate(
        {
            "period": period,
            "service": credit.service,
            "view": credit.view,
            "points": credit.points,
            "share": Exact.of(credit.share),
            "capped_by": credit.capped_by.value,
            "amount": Money.of(credit.amount, currency),
        }
    )


def score_answer(period: str, score: Score) -> models.ScoreAnswer:
    """Return the score and its areas."""
    return models.ScoreAnswer(
        period=period,
        low=Exact.of(score.low),
        high=Exact.of(score.high),
        band_low=score.band_low,
        band_high=score.band_high,
        held_down_by=score.held_down_by,
        areas=tuple(
            models.AreaAnswer(
                area=one.area,
                weight=one.weight,
                value=Exact.of(one.value),
                low=Exact.of(one.low),
                high=Exact.of(one.high),
            )
            for one in score.areas
        ),
    )


def trigger_answer(period: str, state: TriggerState) -> models.TriggerAnswer:
    """Return how far a threshold is reached."""
    return models.TriggerAnswer(
        period=period,
        trigger=state.trigger,
        indicator=state.indicator,
        service=state.service,
        leads_to=state.leads_to,
        reached=state.reached,
        needed=state.needed,
        is_open=state.is_open,
    )


def seal_answer(seal: Seal) -> models.SealAnswer:
    """Return a seal, with how much it changed."""
    names = models.SealAnswer.model_fields.keys() - {"differences"}
    return models.SealAnswer(
        **{name: getattr(seal, name) for name in names}, differences=len(seal.differences)
    )


def source_answer(health: SourceHealth) -> models.SourceAnswer:
    """Return how well a source was heard."""
    return models.SourceAnswer(**{name: getattr(health, name) for name in models.SourceAnswer.model_fields})


def ticket_answer(ticket: TicketEvidence) -> models.TicketAnswer:
    """Return a ticket behind an outcome."""
    return models.TicketAnswer(**{name: getattr(ticket, name) for name in models.TicketAnswer.model_fields})


def outage_answer(outage: OutageEvidence) -> models.OutageAnswer:
    """Return an outage behind an availability."""
    return models.OutageAnswer(**{name: getattr(outage, name) for name in models.OutageAnswer.model_fields})
