"""What the alternatives cost: a summary for everybody, the amounts, and when a dearer start is made up."""

from fractions import Fraction

from dashboards.deciding.alternatives.cost_rows import (
    amount_rows,
    appeal_paragraphs,
    assumption_paragraphs,
    total_rows,
)
from dashboards.deciding.alternatives.findings import AlternativesFindings, CostFindings
from dashboards.deciding.alternatives.naming import (
    computed_trace,
    currency_of,
    drawn_trace,
    label_of,
    millions,
    part_word,
    share_cell,
    stated_trace,
)
from dashboards.deciding.alternatives.pictures import cumulative_picture
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Manner,
    Paragraph,
    Runs,
    Section,
    Table,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.cost_draws import BreakEvenChance


def build_cost_summary(findings: AlternativesFindings, words: Wording) -> Section:
    """Return what can be said to everybody: which months are compared, and what is missing. No amounts."""
    heading = words.text("Cost")
    costs = findings.costs
    if costs is None:
        text = words.text("The basis is incomplete: no costs are stated.")
        return Section("cost-summary", heading, (Paragraph(runs(text), Manner.INCOMPLETE),))
    blocks: list[Block] = [Paragraph(_horizon(findings, costs, words)), *_missing(findings, costs, words)]
    if costs.terms.is_confidential:
        text = words.text(
            "The amounts are in the confidential annex; whether secrecy applies is examined for each "
            "document (OSL 19 kap. 3 §)."
        )
        blocks.append(Paragraph(runs(text), Manner.NOTE))
    return Section("cost-summary", heading, tuple(blocks))


def _horizon(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> Runs:
    return runs(
        words.text("The cost of every alternative is reckoned over the same") + " ",
        figure(words.number(costs.terms.months), stated_trace(findings, "costs.months")),
        " "
        + words.text(
            "months from {month}, against {reference}, with transition, dual running and the risk of an "
            "appeal.",
            month=words.month(costs.terms.first_month),
            reference=label_of(findings, costs.terms.reference, words),
        ),
    )


def _missing(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> list[Block]:
    if not costs.missing:
        return []
    told = "; ".join(
        f"{label_of(findings, name, words)}: {part_word(part, words)}" for name, part in costs.missing
    )
    text = words.text(
        "The basis is incomplete: these costs are not stated and not counted as 0: {what}.", what=told
    )
    return [Paragraph(runs(text), Manner.INCOMPLETE)]


def build_amounts(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> Section:
    """Return the stated amounts with their sources, and the expected cost over the horizon."""
    stated = Table(
        "cost-stated",
        words.text("Stated amounts, in the prices of the year given"),
        (
            Column(words.text("Alternative"), share=2),
            Column(words.text("Part"), share=2),
            Column(words.text("Amount"), is_number=True, share=2),
            Column(words.text("Between"), is_number=True, share=2),
            Column(words.text("Prices of")),
            Column(words.text("Source"), share=4),
        ),
        amount_rows(findings, costs, words),
    )
    totals = Table(
        "cost-totals",
        words.text("Expected cost over {n} months", n=costs.terms.months),
        (
            Column(words.text("Alternative"), share=2),
            Column(words.text("Running cost"), is_number=True, share=2),
            Column(words.text("Transition"), is_number=True, share=2),
            Column(words.text("Dual running"), is_number=True, share=2),
            Column(words.text("Appeal: probability times cost"), is_number=True, share=2),
            Column(words.text("In all, expected"), is_number=True, share=2),
            Column(words.text("90% of the draws"), is_number=True, share=2),
        ),
        total_rows(findings, costs, words),
    )
    blocks: list[Block] = [
        *assumption_paragraphs(findings, costs, words),
        stated,
        *appeal_paragraphs(costs, words),
        totals,
    ]
    return Section(
        "cost-amounts",
        words.text("What the alternatives cost"),
        tuple(blocks),
        is_confidential=costs.terms.is_confidential,
    )


def build_break_even(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> Section:
    """Return from which month each alternative has made up for what it costs once, and how probably."""
    table = Table(
        "cost-break-even",
        words.text("Month from which the savings cover what is paid once"),
        (
            Column(words.text("Alternative"), share=2),
            Column(words.text("To cover"), is_number=True, share=2),
            Column(words.text("Saved by the end"), is_number=True, share=2),
            Column(words.text("Break-even month"), is_number=True, share=2),
            Column(words.text("Probability within the term"), is_number=True, share=2),
            Column(words.text("Month, 90% of those draws"), is_number=True, share=2),
        ),
        tuple(_even_row(findings, costs, name, words) for name in costs.break_evens),
        note=words.text(
            "Transition, dual running and probability times cost of an appeal, less what the reference pays "
            "once, against the sum of what is saved each month."
        ),
    )
    lead = words.text(
        "Everything is held against {reference}.", reference=label_of(findings, costs.terms.reference, words)
    )
    return Section(
        "cost-break-even-section",
        words.text("When a dearer start is made up"),
        (Paragraph(runs(lead)), table, cumulative_picture(findings, costs, words)),
        is_confidential=costs.terms.is_confidential,
    )


def _even_row(
    findings: AlternativesFindings, costs: CostFindings, name: str, words: Wording
) -> tuple[Cell, ...]:
    found, currency = costs.break_evens[name], currency_of(findings)
    trace = computed_trace(findings)
    chance = costs.chances.get(name)

    def amount(value: Fraction) -> Cell:
        return Cell((figure(millions(value, currency, words), trace),), float(round(value)))

    month = (
        Cell(runs(words.text("none within the term")))
        if found.month is None
        else Cell((figure(words.number(found.month), trace),), found.month)
    )
    return (
        Cell(runs(label_of(findings, name, words))),
        amount(found.to_cover),
        amount(found.cumulative[-1]),
        month,
        Cell() if chance is None else share_cell(chance.share, drawn_trace(findings), words),
        _months_cell(findings, chance, words),
    )


def _months_cell(findings: AlternativesFindings, chance: BreakEvenChance | None, words: Wording) -> Cell:
    if chance is None or chance.low is None or chance.high is None:
        return Cell(runs("\u2013"))
    trace = drawn_trace(findings)
    return Cell(
        runs(figure(words.number(chance.low), trace), "\u2013", figure(words.number(chance.high), trace))
    )
