"""Rows and notes of the tables of costs."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.deciding.alternatives.findings import AlternativesFindings, CostFindings
from dashboards.deciding.alternatives.naming import (
    MILLION,
    computed_trace,
    currency_of,
    drawn_trace,
    label_of,
    millions,
    money_cell,
    part_word,
    stated_trace,
)
from dashboards.document.model import Block, Cell, Manner, Paragraph, Runs, Trace, runs
from dashboards.document.traces import figure, file_trace, published_trace
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.appeals import STOCKHOLM, AppealCost
from evaluator.core.deciding.alternatives.costs import (
    NOTHING,
    AlternativeCost,
    PricedEstimate,
    to_minor_units,
)
from evaluator.core.deciding.alternatives.stated_costs import costs_of, published_cost, published_share
from evaluator.decisions.alternative_costs import AlternativeCosts, AppealTerms, CostAmount, DualRunning

Row = tuple[Cell, ...]


def amount_rows(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> tuple[Row, ...]:
    """Return each part of each cost with its amount, ends, year of prices and source."""
    return tuple(row for cost in costs.costs for row in _rows_of(findings, costs, cost, words))


def _rows_of(
    findings: AlternativesFindings, costs: CostFindings, cost: AlternativeCost, words: Wording
) -> Iterator[Row]:
    stated = costs_of(cost.alternative, costs.terms)
    parts = {
        "running": cost.running,
        "transition": cost.transition,
        "dual_running": cost.dual_running,
        "appeal": cost.appeal,
    }
    for part, priced in parts.items():
        name = Cell(runs(label_of(findings, cost.alternative, words)))
        what = Cell(runs(_what(part, stated, words)))
        if priced is None:
            yield name, what, Cell(runs(words.text("not stated"))), Cell(), Cell(), Cell()
        elif priced is NOTHING:
            yield name, what, Cell(runs(words.text("no such cost"))), Cell(), Cell(), Cell()
        else:
            source, trace = _source(findings, cost.alternative, part, stated, words)
            yield name, what, *_amounts(findings, priced, trace, words), Cell(runs(source))


def _what(part: str, stated: AlternativeCosts | None, words: Wording) -> str:
    if part == "running":
        return words.text("running cost a month")
    if part == "dual_running" and stated is not None and isinstance(stated.dual_running, DualRunning):
        months = stated.dual_running.months
        return words.plural("dual running, {n} month", "dual running, {n} months", months)
    return part_word(part, words)


def _amounts(
    findings: AlternativesFindings, priced: PricedEstimate, trace: Trace, words: Wording
) -> tuple[Cell, ...]:
    currency, amount = currency_of(findings), priced.amount
    between = (
        Cell()
        if amount.is_certain
        else Cell(
            runs(
                figure(words.number(amount.low / MILLION, 1), trace),
                "\u2013",
                figure(millions(amount.high, currency, words), trace),
            )
        )
    )
    return (
        money_cell(to_minor_units(amount.likely), currency, trace, words),
        between,
        Cell((figure(str(priced.price_year), trace),), priced.price_year),
    )


def _source(
    findings: AlternativesFindings,
    alternative: str,
    part: str,
    stated: AlternativeCosts | None,
    words: Wording,
) -> tuple[str, Trace]:
    """Return the source of an amount in words, and the trace of it."""
    found = None if stated is None else getattr(stated, part)
    trace = stated_trace(findings, f"costs.by_alternative[{alternative}].{part}")
    if isinstance(found, DualRunning):
        found = found.monthly
    if isinstance(found, CostAmount):
        return found.source.in_language(words.language), trace
    if isinstance(found, AppealTerms) and found.cost is not None:
        return found.cost.source.in_language(words.language), trace
    if isinstance(found, AppealTerms):
        return f"{STOCKHOLM.published.source}, {STOCKHOLM.published.year}", published_trace(_cited(STOCKHOLM))
    version = findings.source.results.evaluation.contract_version
    fees = words.text("The contract's monthly fees of all services")
    return fees, file_trace("contract.yaml", "services.monthly_fee", version)


def _cited(cost: AppealCost) -> str:
    return f"{cost.published.source} ({cost.published.year})"


def total_rows(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> tuple[Row, ...]:
    """Return the expected cost of each alternative by part, and between which ends most draws lie."""
    return tuple(_total_row(findings, costs, one, words) for one in costs.costs)


def _total_row(
    findings: AlternativesFindings, costs: CostFindings, cost: AlternativeCost, words: Wording
) -> Row:
    currency, trace = currency_of(findings), computed_trace(findings)
    name = Cell(runs(label_of(findings, cost.alternative, words)))
    total = costs.totals.get(cost.alternative)
    if total is None:
        return name, *(Cell() for _ in range(4)), Cell(runs(words.text("not stated"))), Cell()

    def cell(amount: Fraction) -> Cell:
        exact = to_minor_units(amount)
        return Cell((figure(millions(amount, currency, words), trace),), float(exact))

    spread, drawn = costs.spreads[cost.alternative], drawn_trace(findings)
    return (
        name,
        cell(total.running),
        cell(total.transition),
        cell(total.dual_running),
        cell(total.appeal),
        cell(total.total),
        Cell(
            runs(
                figure(words.number(Fraction(spread.low) / MILLION, 1), drawn),
                "\u2013",
                figure(millions(spread.high, currency, words), drawn),
            )
        ),
    )


def assumption_paragraphs(findings: AlternativesFindings, costs: CostFindings, words: Wording) -> list[Block]:
    """Return how prices rise, how amounts are discounted, and that amounts are assumed."""
    blocks: list[Block] = []
    index, discount = costs.terms.index, costs.terms.discount
    if index is None:
        blocks.append(Paragraph(runs(words.text("Prices are not indexed."))))
    else:
        blocks.append(
            Paragraph(
                runs(
                    words.text("Prices rise each calendar year by") + " ",
                    figure(words.percent(index.share, 1), stated_trace(findings, "costs.index")),
                    f". {index.source.in_language(words.language)}.",
                )
            )
        )
    if discount is None:
        blocks.append(Paragraph(runs(words.text("Amounts are not discounted."))))
    else:
        blocks.append(
            Paragraph(
                runs(
                    words.text("Amounts are discounted each calendar year by") + " ",
                    figure(words.percent(discount.share, 1), stated_trace(findings, "costs.discount")),
                    f". {discount.source.in_language(words.language)}.",
                )
            )
        )
    assumed = [
        label_of(findings, one.alternative, words) for one in costs.terms.by_alternative if _is_assumed(one)
    ]
    if assumed:
        text = words.text("Costs are assumed, not offered, of {names}.", names=words.listing(assumed))
        blocks.append(Paragraph(runs(text), Manner.ASSUMED))
    return blocks


def _is_assumed(stated: AlternativeCosts) -> bool:
    dual = stated.dual_running.monthly if isinstance(stated.dual_running, DualRunning) else None
    amounts = (stated.running, stated.transition, dual)
    return any(isinstance(one, CostAmount) and one.is_assumed for one in amounts)


def appeal_paragraphs(costs: CostFindings, words: Wording) -> list[Block]:
    """Return which published figures stand in for a probability or a cost that the file does not state."""
    appeals = [one.appeal for one in costs.terms.by_alternative if isinstance(one.appeal, AppealTerms)]
    shares = dict.fromkeys(found for one in appeals if (found := published_share(one)) is not None)
    blocks: list[Block] = [
        Paragraph(
            runs(
                words.text("Where no probability of an appeal is stated, the published share is taken:")
                + " ",
                figure(
                    words.percent(found.share, 1),
                    published_trace(f"{found.published.source} ({found.published.year})"),
                ),
                f" ({found.published.source}, {found.published.year}). ",
                words.text(
                    "It is higher above the EU thresholds and with more bidders; a procurement of this size "
                    "is planned as if it were appealed."
                ),
            ),
            Manner.ASSUMED,
        )
        for found in shares
    ]
    if any(published_cost(one) is not None for one in appeals):
        blocks.append(Paragraph(_published_cost(words), Manner.ASSUMED))
    return blocks


def _published_cost(words: Wording) -> Runs:
    trace = published_trace(_cited(STOCKHOLM))
    return runs(
        words.text("Where no cost of an appeal is stated, one city's own work is taken:") + " ",
        figure(
            f"{words.number(STOCKHOLM.low / MILLION, 1)}\u2013"
            f"{millions(Fraction(STOCKHOLM.high), 'SEK', words)}",
            trace,
        ),
        ". " + words.text("Meanwhile its former supplier was paid") + " ",
        figure(millions(Fraction(STOCKHOLM.paid_to_former_supplier), "SEK", words), trace),
        " " + words.text("during") + " ",
        figure(words.number(STOCKHOLM.months), trace),
        " " + words.text("months; that is not added, as the city had service for it."),
    )
