"""Thresholds over several months: which are reached, by what, and what the contract says that gives."""

from dataclasses import dataclass

from dashboards.figure_keys import FigureKind, explain_command
from dashboards.report.context import Context, anchor
from evaluator.contract.triggers import AnyTrigger, IndicatorTrigger, LeadsTo, PointsTrigger
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import View


@dataclass(frozen=True)
class TriggerRow:
    """One threshold, reached by `subject`, or as near to it as `subject` came."""

    anchor: str
    label: str
    clause: str
    is_open: bool
    state: str
    subject: str
    reached: str
    months: str
    gives: str
    explain: str


@dataclass(frozen=True)
class TriggersSection:
    """All thresholds of the contract; `both_views` says where the views differ."""

    rows: tuple[TriggerRow, ...]
    both_views: str


def build_triggers(context: Context) -> TriggersSection | None:
    """Return the thresholds after agreed exclusions, or None where none was looked at."""
    if not context.results.triggers:
        return None
    terms = {trigger.id: trigger for trigger in context.contract.triggers}
    order = {name: place for place, name in enumerate(terms)}
    found = [one for one in states_in(context, View.AFTER_EXCLUSIONS) if one.trigger in terms]
    found.sort(key=lambda one: (order[one.trigger], one.indicator, one.service))
    return TriggersSection(
        rows=tuple(_row(context, state, terms[state.trigger]) for state in found),
        both_views=_both_views(context, terms),
    )


def states_in(context: Context, view: View) -> list[TriggerState]:
    """Return the states of thresholds in a view."""
    return [one for one in context.results.triggers if one.view == view]


def critical_sentences(context: Context) -> list[str]:
    """Return what to say first: which thresholds with a right to terminate are reached."""
    words, terms = context.wording, {trigger.id: trigger for trigger in context.contract.triggers}
    reached = dict.fromkeys(
        one.trigger
        for one in states_in(context, View.AFTER_EXCLUSIONS)
        if one.is_open and one.leads_to is LeadsTo.RIGHT_TO_TERMINATE and one.trigger in terms
    )
    return [
        words.text(
            "A critical threshold is reached ({threshold}). Under the contract it gives {right}.",
            threshold=terms[name].label.in_language(words.language),
            right=terms[name].gives.in_language(words.language),
        )
        for name in reached
    ]


def _row(context: Context, state: TriggerState, terms: AnyTrigger) -> TriggerRow:
    words = context.wording
    return TriggerRow(
        anchor=anchor("trigger", state.trigger, state.indicator, state.service),
        label=terms.label.in_language(words.language),
        clause=terms.clause,
        is_open=state.is_open,
        state=words.text("Reached") if state.is_open else words.text("Not reached"),
        subject=subject_words(context, state),
        reached=reached_words(context, state, terms),
        months=", ".join(words.month(one.period) for one in state.months if one.counts),
        gives=terms.gives.in_language(words.language),
        explain=explain_command(context.keys.of(FigureKind.TRIGGER, state.trigger)),
    )


def subject_words(context: Context, state: TriggerState) -> str:
    """Return of which indicator and service a state is; of neither, the words for all services."""
    indicator = context.indicators.get(state.indicator)
    label = "" if indicator is None else f" {indicator.label.in_language(context.wording.language)}"
    parts = [f"{state.indicator}{label}", context.service(state.service)]
    return ", ".join(part for part in parts if part)


def reached_words(context: Context, state: TriggerState, terms: AnyTrigger) -> str:
    """Return how far a threshold is reached: points of points, or periods of periods."""
    words = context.wording
    if isinstance(terms, PointsTrigger):
        return words.text("{reached} of {needed} points", reached=state.reached, needed=state.needed)
    if isinstance(terms, IndicatorTrigger) and terms.of_periods > terms.periods:
        return words.text(
            "{reached} of {needed} periods, among the last {all}",
            reached=state.reached,
            needed=state.needed,
            all=terms.of_periods,
        )
    return words.text("{reached} of {needed} periods running", reached=state.reached, needed=state.needed)


def _both_views(context: Context, terms: dict[str, AnyTrigger]) -> str:
    """Where a threshold is reached as measured and not after exclusions, or the other way round."""
    words = context.wording

    def reached(view: View) -> set[str]:
        return {one.trigger for one in states_in(context, view) if one.is_open}

    before, after = reached(View.AS_MEASURED), reached(View.AFTER_EXCLUSIONS)
    if before == after:
        return words.text("As measured and after agreed exclusions the same thresholds are reached.")
    labels = [terms[name].label.in_language(words.language) for name in terms if name in before ^ after]
    return words.text(
        "As measured and after agreed exclusions differ in: {thresholds}.", thresholds=words.listing(labels)
    )
