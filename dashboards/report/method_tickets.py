"""Clocks of tickets and the judging of single indicators in words."""

from collections.abc import Iterable

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.method_cases import describe_attribution
from dashboards.report.values import describe_range, describe_target
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import ticket_state_word
from evaluator.contract.clocks import ClockHours, ClockTerms, ReopenRule, StateWord
from evaluator.contract.indicator_terms import BelowMinimum, Consequence, EmptyPeriod, MinimumSample
from evaluator.contract.indicators import AnyIndicator


def describe_clock(clock: ClockTerms, context: Context) -> Entry:
    """Return a clock's starting, pausing and stopping in sentences."""
    words = context.wording
    sentences = [
        words.text(
            "Starts when the ticket is opened and runs while it is {runs}.",
            runs=_states(clock.runs_in, words),
        ),
        _pauses(clock, words),
        words.text("Stops when it becomes {stops}.", stops=_states(clock.stops_in, words)),
        _cancels(clock, words),
        _hours(clock, context),
        _reopening(clock, words),
    ]
    return Entry(
        words.text("Clock: {label}", label=clock.label.in_language(words.language)),
        " ".join(sentence for sentence in sentences if sentence),
    )


def describe_indicator(indicator: AnyIndicator, context: Context) -> Entry:
    """Return what an indicator is judged by: target, bands, sample, completeness, consequence."""
    words = context.wording
    floor = indicator.completeness_floor
    sentences = [
        words.text("Target: {target}.", target=describe_target(indicator, context.contract, words)),
        describe_attribution(indicator, words),
        _bands(indicator, words),
        _sample(indicator.minimum_sample, words),
        _empty(indicator, words),
        words.text(
            "With less than {share} of the facts known it is not assessable.",
            share=words.percent(floor, digits_needed(floor * 100)),
        ),
        "" if indicator.consequence is Consequence.CREDIT else words.text("A miss leads to no credit."),
    ]
    return Entry(
        f"{indicator.id} {indicator.label.in_language(words.language)}",
        " ".join(sentence for sentence in sentences if sentence),
    )


def _states(states: Iterable[StateWord], words: Wording) -> str:
    return words.listing(ticket_state_word(state, words) for state in states)


def _pauses(clock: ClockTerms, words: Wording) -> str:
    elsewhere = {*clock.runs_in, *clock.stops_in, *clock.cancels_in}
    pauses = [state for state in StateWord if state not in elsewhere]
    return words.text("Pauses while it is {pauses}.", pauses=_states(pauses, words)) if pauses else ""


def _cancels(clock: ClockTerms, words: Wording) -> str:
    if not clock.cancels_in:
        return ""
    return words.text(
        "A ticket that ends as {cancels} is left out.", cancels=_states(clock.cancels_in, words)
    )


def _hours(clock: ClockTerms, context: Context) -> str:
    words = context.wording
    if clock.hours == ClockHours.ALWAYS:
        return words.text("Runs around the clock.")
    if clock.hours == ClockHours.SERVICE:
        return words.text("Runs in the service's own hours.")
    named = context.contract.service_hours.get(str(clock.hours))
    label = str(clock.hours) if named is None else named.label.in_language(words.language)
    return words.text("Runs in the hours {hours}.", hours=label)


def _reopening(clock: ClockTerms, words: Wording) -> str:
    rule = (
        words.text("When a ticket is reopened the same clock goes on.")
        if clock.reopening.rule is ReopenRule.CONTINUE
        else words.text(
            "When a ticket is reopened a new cycle begins, a case of its own; the one before stands as it"
            " was."
        )
    )
    days = clock.reopening.within_working_days
    if days is None or clock.reopening.rule is not ReopenRule.CONTINUE:
        return rule
    later = words.plural(
        "A reopening later than {n} working day starts a new cycle, a case of its own; the one before stands"
        " as it was.",
        "A reopening later than {n} working days starts a new cycle, a case of its own; the one before stands"
        " as it was.",
        days,
    )
    return f"{rule} {later}"


def _bands(indicator: AnyIndicator, words: Wording) -> str:
    if not indicator.bands:
        return words.text("A miss gives no points.")
    bands = "; ".join(
        words.plural(
            "{range}: {n} point",
            "{range}: {n} points",
            band.points,
            range=describe_range(indicator, band, words),
        )
        for band in indicator.bands
    )
    return words.text("Points: {bands}.", bands=bands)


def _sample(minimum: MinimumSample | None, words: Wording) -> str:
    if minimum is None:
        return ""
    if minimum.below is BelowMinimum.NOT_ASSESSABLE:
        return words.plural(
            "With fewer than {n} case it is not assessable.",
            "With fewer than {n} cases it is not assessable.",
            minimum.size,
        )
    points = ", ".join(f"{misses} → {points}" for misses, points in enumerate(minimum.points_by_misses))
    return words.plural(
        "With fewer than {n} case the number of misses gives the points ({points}; the last one for more"
        " too).",
        "With fewer than {n} cases the number of misses gives the points ({points}; the last one for more"
        " too).",
        minimum.size,
        points=points,
    )


def _empty(indicator: AnyIndicator, words: Wording) -> str:
    if indicator.empty_period is EmptyPeriod.MET:
        return words.text("A period without cases is met.")
    return words.text("A period without cases is not assessable.")
