"""The measuring choices of availability in words."""

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.method_sightings import (
    describe_maintenance_limits,
    describe_preset,
    describe_sightings,
)
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from dashboards.wording.words import marked
from evaluator.contract.availability import (
    AvailabilityRules,
    DegradedState,
    Denominator,
    PlannedMaintenance,
    UnknownTime,
    Weighting,
)

_MAINTENANCE = {
    PlannedMaintenance.COUNT_DOWN: marked("Agreed maintenance counts as down."),
    PlannedMaintenance.COUNT_UP: marked("Agreed maintenance counts as up."),
    PlannedMaintenance.EXCLUDE: marked("Agreed maintenance is left out of both up time and total time."),
}
_UNKNOWN = {
    UnknownTime.DOWN: marked("Time without facts counts as down."),
    UnknownTime.UP: marked("Time without facts counts as up."),
    UnknownTime.EXCLUDE: marked("Time without facts is left out of both up time and total time."),
}
_THEN = {
    "down": marked("the rest counts as down"),
    "up": marked("the rest counts as up"),
    "exclude": marked("the rest is left out"),
}
_DENOMINATOR = {
    Denominator.SERVICE_HOURS: marked("A percentage is of the service hours of the period's own calendar."),
    Denominator.WALL_CLOCK: marked("A percentage is of all hours of the period, day and night."),
}
_WEIGHTING = {
    Weighting.NONE: marked("Any outage is a whole one, however many it hits."),
    Weighting.USERS_AFFECTED: marked("An outage weighs the users it hits among the service's users."),
    Weighting.UNITS: marked("Units are measured each and weigh by their users."),
}


def describe_availability(rules: AvailabilityRules, context: Context) -> Entry:
    """Return one set of availability rules in sentences."""
    words = context.wording
    sentences = (
        describe_preset(rules, words),
        words.text(_MAINTENANCE[rules.planned_maintenance]),
        _notice(rules, words),
        describe_maintenance_limits(rules, context),
        _unknown(rules, words),
        _degraded(rules, words),
        _shortest(rules, words),
        _denominator(rules, words),
        words.text(_WEIGHTING[rules.weighting]),
        describe_sightings(rules, words),
    )
    return Entry(
        words.text("Availability: {label}", label=rules.label.in_language(words.language)),
        " ".join(sentence for sentence in sentences if sentence),
    )


def _notice(rules: AvailabilityRules, words: Wording) -> str:
    days = rules.maintenance_notice_working_days
    if days is None:
        return ""
    return words.plural(
        "Announced less than {n} working day ahead it counts as down.",
        "Announced less than {n} working days ahead it counts as down.",
        days,
    )


def _unknown(rules: AvailabilityRules, words: Wording) -> str:
    unknown = rules.unknown
    if unknown.longest is None or unknown.then is None:
        return words.text(_UNKNOWN[unknown.treat_as])
    return words.text(
        "In time without facts the state before goes on for at most {longest}; {then}.",
        longest=words.duration(unknown.longest),
        then=words.text(_THEN[unknown.then]),
    )


def _degraded(rules: AvailabilityRules, words: Wording) -> str:
    degraded = rules.degraded
    if degraded.weight is not None:
        weight = words.percent(degraded.weight, digits_needed(degraded.weight * 100))
        return words.text("Degraded service counts as {weight} down.", weight=weight)
    if degraded.treat_as is DegradedState.DOWN:
        return words.text("Degraded service counts as down.")
    return words.text("Degraded service counts as up.")


def _shortest(rules: AvailabilityRules, words: Wording) -> str:
    if rules.shortest_outage == 0:
        return words.text("Outages count however short.")
    return words.text("Outages shorter than {time} do not count.", time=words.duration(rules.shortest_outage))


def _denominator(rules: AvailabilityRules, words: Wording) -> str:
    if rules.nominal_hours is None:
        return words.text(_DENOMINATOR[rules.denominator])
    hours = words.number(rules.nominal_hours, digits_needed(rules.nominal_hours))
    return words.text("A percentage is of {hours} hours a month, whatever the calendar.", hours=hours)
