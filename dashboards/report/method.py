"""How it was measured: the contract's choices in words, so that nobody has to read the contract file."""

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.method_availability import describe_availability
from dashboards.report.method_cases import describe_ticket_rules
from dashboards.report.method_clocks import describe_clock
from dashboards.report.method_credits import describe_credits, describe_triggers
from dashboards.report.method_tickets import describe_indicator
from dashboards.report.outage_words import describe_composites


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
        *describe_triggers(context),
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
