"""The sections about alternatives, what would change their order, and what they cost."""

from dashboards.deciding.alternatives.chance import build_chance
from dashboards.deciding.alternatives.comparison import build_alternatives, build_comparison
from dashboards.deciding.alternatives.cost_sections import build_amounts, build_break_even, build_cost_summary
from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import criterion_label, label_of, part_word
from dashboards.deciding.alternatives.sensitivity import build_readings
from dashboards.deciding.alternatives.tipping import build_tipping
from dashboards.deciding.alternatives.valuing import build_values
from dashboards.document.model import Section
from dashboards.wording import Wording


def build_alternatives_sections(findings: AlternativesFindings, words: Wording) -> tuple[Section, ...]:
    """Return the alternatives, their values, what these add up to, and what chance leaves open."""
    return (
        build_alternatives(findings, words),
        build_values(findings, words),
        build_comparison(findings, words),
        build_chance(findings, words),
    )


def build_sensitivity_sections(findings: AlternativesFindings, words: Wording) -> tuple[Section, ...]:
    """Return which weights change the first place, and what another reading of the results changes."""
    return (build_tipping(findings, words), build_readings(findings, words))


def build_cost_sections(findings: AlternativesFindings, words: Wording) -> tuple[Section, ...]:
    """Return a summary for everybody, and the amounts, which are confidential where the file says so."""
    summary = build_cost_summary(findings, words)
    if findings.costs is None:
        return (summary,)
    return (
        summary,
        build_amounts(findings, findings.costs, words),
        build_break_even(findings, findings.costs, words),
    )


def missing_of_alternatives(findings: AlternativesFindings, words: Wording) -> tuple[str, ...]:
    """Return the values that nobody stated or measured, one text each."""
    return tuple(
        words.text(
            "{alternative} has no value on {criterion}",
            alternative=label_of(findings, name, words),
            criterion=criterion_label(findings, criterion, words),
        )
        for name, criterion in findings.missing
    )


def missing_of_costs(findings: AlternativesFindings, words: Wording) -> tuple[str, ...]:
    """Return the parts of the costs that nobody stated, one text each; empty where all are stated."""
    if findings.costs is None:
        return (words.text("no costs are stated"),)
    return tuple(
        words.text(
            "{alternative}: {part} is not stated",
            alternative=label_of(findings, name, words),
            part=part_word(part, words),
        )
        for name, part in findings.costs.missing
    )
