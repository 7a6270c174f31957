"""Rates, duties that come back and survey indices in words."""

from fractions import Fraction

from dashboards.report.limits import describe_limit, kind_label
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from dashboards.wording.words import marked
from evaluator.contract.clocks import ClockHours, TicketFilter
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import (
    Imported,
    Interval,
    MeasurementVolume,
    PeriodicDuty,
    Rate,
    SurveyIndex,
    TicketsVolume,
)

_INTERVALS = {
    Interval.MONTH: marked("month"),
    Interval.QUARTER: marked("quarter"),
    Interval.HALF_YEAR: marked("half year"),
    Interval.YEAR: marked("year"),
}


def describe_rate(rate: Rate, target: str, contract: Contract, words: Wording) -> str:
    """Return the target of a rate, `at most 5 for each 100 users`."""
    number = words.number(rate.per)
    if isinstance(rate.volume, TicketsVolume):
        named = _tickets(rate.volume.tickets, contract, words)
        return words.text(
            "{target} for each {number} tickets{named}", target=target, number=number, named=named
        )
    if isinstance(rate.volume, MeasurementVolume):
        measure = rate.volume.measure
        return words.text(
            "{target} for each {number} of {measure}", target=target, number=number, measure=measure
        )
    return words.text("{target} for each {number} users", target=target, number=number)


def describe_volume(rate: Rate, words: Wording) -> str:
    """Return where the volume of a rate is taken from, and what it is where that is not known."""
    unknown = words.text("Where the volume is not known for all of the period the rate is not measured.")
    if isinstance(rate.volume, TicketsVolume):
        return words.text("The volume is the tickets that opened in the period.")
    if isinstance(rate.volume, MeasurementVolume):
        told = words.text(
            "The volume is the sum of the measurement {measure} from {sources}.",
            measure=rate.volume.measure,
            sources=words.listing(rate.volume.data),
        )
        return f"{told} {unknown}"
    return words.text("The volume is the users that the contract states.")


def describe_duty_limit(duty: PeriodicDuty, words: Wording) -> str:
    """Return within which time a duty that comes back is to be done."""
    return describe_limit(duty.within, words, in_days=duty.hours == ClockHours.ALWAYS)


def describe_counted_elsewhere(indicator: PeriodicDuty | SurveyIndex | Imported, words: Wording) -> str:
    """Return what is made of the measurements of others; empty where it is only their sum."""
    if isinstance(indicator, Imported):
        return ""
    if isinstance(indicator, PeriodicDuty):
        return _describe_duty(indicator, words)
    return _describe_survey(indicator, words)


def _describe_duty(duty: PeriodicDuty, words: Wording) -> str:
    return words.text(
        "The duty arises when each {interval} ends; working days are counted from the day after. It belongs"
        " to the period in which it falls due, done or not.",
        interval=words.text(_INTERVALS[duty.after_each]),
    )


def _describe_survey(survey: SurveyIndex, words: Wording) -> str:
    scale = survey.scale
    lowest, highest = (_number(end, words) for end in (scale.lowest, scale.highest))
    questions = words.listing(
        words.text("{question} (weight {weight})", question=one.measure, weight=one.weight)
        for one in survey.questions
    )
    return words.text(
        "The index is the mean mark of {questions}, less {lowest}, divided by {span}, times 100: marks from"
        " {lowest} to {highest} become 0 to 100.",
        questions=questions,
        lowest=lowest,
        highest=highest,
        span=_number(scale.highest - scale.lowest, words),
    )


def _tickets(asked: TicketFilter, contract: Contract, words: Wording) -> str:
    named = [*(kind_label(kind, contract, words) for kind in asked.kinds), *asked.priorities]
    return f" ({words.listing(named)})" if named else ""


def _number(value: Fraction, words: Wording) -> str:
    return words.number(value, digits_needed(value))
