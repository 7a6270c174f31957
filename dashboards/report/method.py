"""How it was measured: the contract's choices in words, so that nobody has to read the contract file."""

from fractions import Fraction

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.method_availability import describe_availability
from dashboards.report.method_cases import describe_ticket_rules
from dashboards.report.method_clocks import describe_clock
from dashboards.report.method_tickets import describe_indicator
from dashboards.report.outage_words import describe_composites
from dashboards.wording.rounding import digits_needed
from dashboards.wording.words import marked
from evaluator.contract.credits import CapOrder, CreditTerms, RoundingMethod

_ROUNDING = {
    RoundingMethod.HALF_UP: marked("to the nearest {unit}, a half upwards"),
    RoundingMethod.HALF_EVEN: marked("to the nearest {unit}, a half to the even one"),
    RoundingMethod.DOWN: marked("down to a whole {unit}"),
}


def build_method(context: Context) -> tuple[Entry, ...]:
    """Return what the contract says of measuring, term by term."""
    return (
        Entry(context.wording.text("General"), _general(context)),
        *describe_ticket_rules(context),
        *describe_composites(context),
        *(describe_availability(rules, context) for rules in context.contract.availability_rules.values()),
        *(describe_clock(clock, context) for clock in context.contract.clocks.values()),
        *(describe_indicator(indicator, context) for indicator in context.contract.indicators),
        *describe_credits(context),
    )


def _general(context: Context) -> str:
    words, contract = context.wording, context.contract
    few = words.text(
        "Segments and units with fewer than {number} cases are shown as too few.",
        number=contract.reporting.smallest_group,
    )
    exact = words.text(
        "Values are compared unrounded; what is shown is rounded, never across a target. Where facts"
        " are missing, the interval they leave open is shown beside the value."
    )
    views = words.text(
        "Verdicts and credits are those after agreed exclusions; as measured stands beside. A disputed"
        " exclusion is not left out."
    )
    hours = contract.service_hours[contract.working_days].label.in_language(words.language)
    days = words.text("Working days are those of the hours {hours}.", hours=hours)
    return f"{exact} {views} {days} {few}"


def describe_credits(context: Context) -> tuple[Entry, ...]:
    """Return the rules of repeats and credits."""
    terms, words = context.contract.credits, context.wording
    if terms is None:
        return (Entry(words.text("Credits"), words.text("A miss leads to no credit.")),)
    return (
        Entry(words.text("Repeat"), _repeat(context, terms)),
        Entry(words.text("Credits"), _money(context, terms)),
    )


def _repeat(context: Context, terms: CreditTerms) -> str:
    words = context.wording
    rule = words.text(
        "An indicator with points on the same service in the period before as well has its points"
        " multiplied by {factor}, once.",
        factor=terms.repeat.factor,
    )
    chain = (
        words.text("A period that could not be assessed breaks the chain.")
        if terms.repeat.not_assessable_breaks_chain
        else words.text("A period that could not be assessed is passed over and does not break the chain.")
    )
    return f"{rule} {chain}"


def _money(context: Context, terms: CreditTerms) -> str:
    words, currency = context.wording, context.contract.contract.currency

    def share(fraction: Fraction) -> str:
        return words.percent(fraction, digits_needed(fraction * 100))

    caps = (
        words.text("The cap of each service applies first.")
        if terms.cap_order is CapOrder.SERVICE_FIRST
        else words.text("The cap of all services together applies first.")
    )
    rate = words.text(
        "Each point gives {rate} of the service's monthly fee, at most {service_cap} of it; all services"
        " together at most {total_cap} of the month's fees, shared in proportion.",
        rate=share(terms.per_point),
        service_cap=share(terms.service_cap),
        total_cap=share(terms.total_cap),
    )
    unit = words.money(terms.rounding.to, currency)
    rounding = words.text(
        "Each service's credit is rounded {rule}.",
        rule=words.text(_ROUNDING[terms.rounding.method], unit=unit),
    )
    lapse = words.plural(
        "A claim lapses after {n} month.",
        "A claim lapses after {n} months.",
        terms.claim_lapses_after_months,
    )
    return f"{rate} {caps} {rounding} {lapse}"
