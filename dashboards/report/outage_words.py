"""Outages, limits on them and composite services in words."""

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed, round_half_up
from dashboards.wording.words import marked
from evaluator.contract.indicators import OutageLimits, Outages
from evaluator.contract.outage_indicators import LimitSpan, OutageLimit, OutageMeasure, OutageMonth
from evaluator.contract.services import Combine, MadeOf, Member

_TARGETS = {
    OutageMeasure.COUNT: marked("number of outages {target}"),
    OutageMeasure.LONGEST: marked("longest outage {target}"),
    OutageMeasure.TOTAL: marked("outages in all {target}"),
}
_SPANS = {
    LimitSpan.MONTH: marked("in a month"),
    LimitSpan.QUARTER: marked("in a quarter"),
    LimitSpan.ROLLING_12_MONTHS: marked("in twelve months in a row"),
}
_MONTHS = {
    OutageMonth.STARTS: marked(
        "An outage across the end of a period belongs as a whole to the one in which it starts."
    ),
    OutageMonth.TOUCHES: marked(
        "An outage across the end of a period belongs as a whole to each period that it touches."
    ),
}
_COMBINED = {
    Combine.WORST: marked("Works as the worst of its parts does: {parts}."),
    Combine.BEST: marked("Works as the best of its parts does: {parts}."),
    Combine.AVERAGE: marked("The seconds of its parts are added up: {parts}."),
    Combine.WEIGHTED: marked("The seconds of its parts are added up by weight: {parts}."),
}


def describe_outages(measure: OutageMeasure, target: str, words: Wording) -> str:
    """Return what the outages are to keep, `number of outages at most 1`."""
    return words.text(_TARGETS[measure], target=target)


def describe_limit(limit: OutageLimit, words: Wording) -> str:
    """Return one limit in words, `longest outage at most 4 h in a month`."""
    if limit.measure is OutageMeasure.COUNT:
        amount = words.number(limit.at_most, digits_needed(limit.at_most))
    else:
        amount = words.duration(int(round_half_up(limit.at_most, 0)))
    kept = describe_outages(limit.measure, words.text("at most {value}", value=amount), words)
    return f"{kept} {words.text(_SPANS[limit.over])}"


def describe_outage_month(indicator: Outages | OutageLimits, words: Wording) -> str:
    """Return to which period an outage across a border belongs; empty where seconds are added up."""
    return "" if indicator.month_of is None else words.text(_MONTHS[indicator.month_of])


def describe_composites(context: Context) -> tuple[Entry, ...]:
    """Return what each composite service is made of."""
    return tuple(
        Entry(
            context.wording.text("Composite service: {label}", label=context.service(service.id)),
            _made_of(service.made_of, context),
        )
        for service in context.contract.services
        if service.made_of is not None
    )


def _made_of(made_of: MadeOf, context: Context) -> str:
    words = context.wording
    parts = words.listing(_parts(made_of, context))
    if made_of.at_least is not None:
        return words.text(
            "Works while at least {number} of its parts do: {parts}.", number=made_of.at_least, parts=parts
        )
    return words.text(_COMBINED[made_of.combine], parts=parts)


def _parts(made_of: MadeOf, context: Context) -> list[str]:
    asked, words = made_of.units_of, context.wording
    if asked is None:
        return [_member(member, context) for member in made_of.members]
    service = context.service(asked.service)
    if asked.segment is None:
        return [words.text("each unit of {service}", service=service)]
    segment = context.segment_labels.get(asked.segment, asked.segment)
    return [words.text("each unit of {service} in {segment}", service=service, segment=segment)]


def _member(member: Member, context: Context) -> str:
    name = context.service(member.service)
    if member.unit is not None:
        name = f"{name}, {context.unit_labels.get(member.unit, member.unit)}"
    return name if member.weight is None else f"{name} ({member.weight})"
