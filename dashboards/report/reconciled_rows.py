"""The rows of a reconciliation as people read them: figures, tickets and outages, side by side."""

from dataclasses import dataclass

from collector.instants import format_instant
from dashboards.figure_keys import outage_key
from dashboards.report.context import Context
from dashboards.report.reconciled_words import effect_text, explanation_text, kinds_text, money_text
from dashboards.report.values import format_value
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from evaluator.core.outcomes import Scope, Verdict
from evaluator.core.reconciliation.found import (
    Explanation,
    OutageDifference,
    ReconciledFigure,
    ReconciledSource,
    TicketDifference,
)


@dataclass(frozen=True)
class FigureRow:
    """One indicator of one service: what the supplier states, what measurement shows, what differs."""

    source: str
    indicator: str
    label: str
    service: str
    stated: str
    measured: str
    cases: str
    differing: str
    amount: str
    explain: str


@dataclass(frozen=True)
class DifferenceRow:
    """One ticket or outage that differs; `subject` is its key to `explain`."""

    source: str
    subject: str
    indicator: str
    service: str
    kinds: str
    stated: str
    measured: str
    difference: str
    explanation: str
    effect: str


def figure_rows(context: Context, source: str = "") -> tuple[FigureRow, ...]:
    """Return a row for each figure reconciled, most money first; of one `source` where one is named."""
    return tuple(
        _figure(context, one)
        for one in context.results.reconciliation.figures
        if source in ("", one.source) and one.indicator in context.indicators
    )


def ticket_rows(context: Context, source: str = "", *, explained: bool = True) -> tuple[DifferenceRow, ...]:
    """Return a row for each ticket that differs, most money first; without `explained` only unexplained."""
    return tuple(
        _ticket(context, one)
        for one in context.results.reconciliation.tickets
        if source in ("", one.source) and (explained or one.explanation is Explanation.NONE)
    )


def outage_rows(context: Context, source: str = "") -> tuple[DifferenceRow, ...]:
    """Return a row for each outage that differs, most money first."""
    return tuple(
        _outage(context, one) for one in context.results.reconciliation.outages if source in ("", one.source)
    )


def total_text(context: Context, one: ReconciledSource) -> str:
    """Return the credits of the month both ways, in a sentence; empty where the contract gives none."""
    words, currency = context.wording, context.contract.contract.currency
    if one.measured_amount is None or one.stated_amount is None:
        return ""
    return words.text(
        "Measurement shows credits of {measured}; by {source} they would be {stated} ({difference}).",
        measured=words.money(one.measured_amount, currency),
        stated=words.money(one.stated_amount, currency),
        difference=money_text(one.stated_amount - one.measured_amount, currency, words),
        source=one.source,
    )


def _figure(context: Context, one: ReconciledFigure) -> FigureRow:
    words, indicator = context.wording, context.indicators[one.indicator]
    sides = (
        (one.stated_value, one.stated_verdict, one.stated_points),
        (one.measured_value, one.measured_verdict, one.measured_points),
    )
    shown = []
    for value, verdict, points in sides:
        figure = "" if value is None else format_value(indicator, value, words) + " "
        scored = words.plural("{n} point", "{n} points", points)
        shown.append(f"{figure}{_verdict(context, verdict)}, {scored}")
    counts = words.text("{stated} stated, {measured} measured", stated=one.stated, measured=one.measured)
    return FigureRow(
        source=one.source,
        indicator=one.indicator,
        label=indicator.label.in_language(words.language),
        service=context.service(one.service),
        stated=shown[0],
        measured=shown[1],
        cases=counts,
        differing=words.text("{n}, {explained} explained", n=one.differing, explained=one.explained),
        amount=money_text(one.amount, context.contract.contract.currency, words),
        explain=context.keys.of_outcome(one.indicator, Scope(one.service)),
    )


def _verdict(context: Context, verdict: Verdict) -> str:
    return f"{VERDICT_SYMBOLS[verdict]} {verdict_word(verdict, context.wording)}"


def _ticket(context: Context, one: TicketDifference) -> DifferenceRow:
    words = context.wording
    stated = (one.stated_used, one.stated_ended_at, one.stated_missed, one.stated_priority)
    measured = (one.measured_used, one.measured_ended_at, one.measured_missed, one.measured_priority)
    difference = one.time_difference
    return DifferenceRow(
        source=one.source,
        subject=one.ticket,
        indicator=one.indicator,
        service=context.service(one.service) if one.service else "",
        kinds=kinds_text(one.kinds, one.elsewhere, words),
        stated=_side(context, *stated, in_days=one.in_working_days),
        measured=_side(context, *measured, in_days=one.in_working_days),
        difference="" if difference in (None, 0) else _time(context, difference, in_days=one.in_working_days),
        explanation=explanation_text(one.explanation, _hours(context, one.hours), words),
        effect=effect_text(one.effect, context.contract.contract.currency, words),
    )


def _hours(context: Context, name: str) -> str:
    """The label of hours of the contract; the words for other hours are looked up by their name."""
    found = context.contract.service_hours.get(name)
    return name if found is None else found.label.in_language(context.wording.language)


def _side(
    context: Context,
    used: int | None,
    ended_at: int | None,
    missed: bool | None,  # noqa: FBT001 - one of the four things a side says
    priority: str,
    *,
    in_days: bool,
) -> str:
    """What one side says of a ticket; empty where it says nothing."""
    words = context.wording
    parts = [
        "" if used is None else _time(context, used, in_days=in_days),
        "" if ended_at is None else words.text("ended {when}", when=context.instant(ended_at, none="")),
        "" if missed is None else words.text("limit not kept") if missed else words.text("limit kept"),
        priority,
    ]
    return ", ".join(part for part in parts if part)


def _time(context: Context, amount: int, *, in_days: bool) -> str:
    words = context.wording
    if in_days:
        return words.plural("{n} working day", "{n} working days", amount)
    return words.duration(amount)


def _outage(context: Context, one: OutageDifference) -> DifferenceRow:
    words = context.wording
    unit = context.unit_labels.get(one.unit, one.unit)
    stated = _span(context, one.stated_starts_at, one.stated_ends_at)
    if one.stated_planned:
        stated = words.text("{span}, planned", span=stated)
    return DifferenceRow(
        source=one.source,
        subject=outage_key(one.service, one.unit, format_instant(one.starts_at)),
        indicator=one.indicator,
        service=", ".join(part for part in (context.service(one.service), unit) if part),
        kinds=kinds_text(one.kinds, "", words),
        stated=stated,
        measured=_span(context, one.measured_starts_at, one.measured_ends_at),
        difference=_shift(context, one),
        explanation="",
        effect=effect_text(one.effect, context.contract.contract.currency, words),
    )


def _span(context: Context, starts_at: int | None, ends_at: int | None) -> str:
    if starts_at is None:
        return ""
    goes_on = context.wording.text("goes on")
    return f"{context.instant(starts_at, none='')} – {context.instant(ends_at, none=goes_on)}"  # noqa: RUF001 - a span


def _shift(context: Context, one: OutageDifference) -> str:
    """How much longer the supplier says an outage was, where both sides have its start and end."""
    ends = (one.stated_starts_at, one.stated_ends_at, one.measured_starts_at, one.measured_ends_at)
    if any(end is None for end in ends):
        return ""
    stated_from, stated_to, measured_from, measured_to = (end for end in ends if end is not None)
    longer = (stated_to - stated_from) - (measured_to - measured_from)
    return context.wording.duration(longer)
