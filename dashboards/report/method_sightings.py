"""The preset of availability rules, who decides a state and which sightings are one outage, in words."""

from dashboards.report.context import Context
from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.contract.availability import AvailabilityRules
from evaluator.contract.outage_terms import Deciding, MergingTerms, ProberTerms, TicketOutageTerms

_STARTS = {
    "earliest": marked("It starts when the first to see it did."),
    "latest": marked("It starts when the last to see it did."),
}
_ENDS = {
    "earliest": marked("It ends when the first to see it over did."),
    "latest": marked("It ends when the last to see it over did."),
}


def describe_preset(rules: AvailabilityRules, words: Wording) -> str:
    """Return which preset the rules start from, empty text for none."""
    if rules.preset is None:
        return ""
    return words.text("Starts from the preset {preset}; what applies is told here.", preset=rules.preset)


def describe_maintenance_limits(rules: AvailabilityRules, context: Context) -> str:
    """Return when agreed maintenance may lie and how much of it there may be, empty text for no limit."""
    words, sentences = context.wording, []
    if rules.maintenance_allowed_in is not None:
        named = context.contract.service_hours.get(rules.maintenance_allowed_in)
        label = rules.maintenance_allowed_in if named is None else named.label.in_language(words.language)
        sentences.append(
            words.text("Maintenance outside the hours {hours} is not agreed maintenance.", hours=label)
        )
    if rules.maintenance_monthly_maximum is not None:
        sentences.append(
            words.text(
                "Maintenance beyond {time} in a calendar month is not agreed maintenance.",
                time=words.duration(rules.maintenance_monthly_maximum),
            )
        )
    return " ".join(sentences)


def describe_sightings(rules: AvailabilityRules, words: Wording) -> str:
    """Return who decides the state, which sightings are one outage, and what tickets say."""
    sentences = (
        _deciding(rules.probers, words),
        _merging(rules.merging, words),
        _tickets(rules.outages_from_tickets, words),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _deciding(probers: ProberTerms | None, words: Wording) -> str:
    if probers is None or probers.decides is Deciding.WORST:
        return words.text("Where several looked, the worst that any of them saw holds.")
    if probers.decides is Deciding.BEST:
        return words.text("Where several looked, the best that any of them saw holds.")
    if probers.at_least is not None:
        return words.text(
            "Where several looked, what at least {number} of them saw at the same time holds.",
            number=probers.at_least,
        )
    return words.text("The first of these that looked decides: {probers}.", probers=", ".join(probers.order))


def _merging(merging: MergingTerms | None, words: Wording) -> str:
    if merging is None:
        return ""
    return " ".join(
        (
            words.text(
                "Sightings at most {time} apart are one outage, whoever made them.",
                time=words.duration(merging.within),
            ),
            _border(_STARTS, merging.starts, marked("It starts when {prober} saw it."), words),
            _border(_ENDS, merging.ends, marked("It ends when {prober} saw it over."), words),
        )
    )


def _border(known: dict[str, str], choice: str, named: str, words: Wording) -> str:
    return words.text(known[choice]) if choice in known else words.text(named, prober=choice)


def _tickets(told: TicketOutageTerms | None, words: Wording) -> str:
    if told is None:
        return ""
    said = words.text(
        "Tickets that the contract takes for outages are sightings of {prober}, each of {time} at most.",
        prober=told.prober,
        time=words.duration(told.longest),
    )
    if told.without_ticket == "up":
        return said + " " + words.text("Where there is no such ticket, they say that the service was up.")
    return said + " " + words.text("Where there is no such ticket, they say nothing.")
