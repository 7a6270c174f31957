"""What alternatives, criteria, values and parts of costs are called, and where their figures come from."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.document.model import Cell, Origin, Run, Trace, runs
from dashboards.document.traces import figure, file_trace, result_trace, simulation_trace
from dashboards.figure_keys import FigureKind, figure_keys
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed, round_half_up
from dashboards.wording.words import marked
from evaluator.decisions.alternatives import Criterion, ValueForm
from evaluator.decisions.measured_by import ByCost, ByIndicator, ByScoreArea

_PARTS: Mapping[str, str] = {
    "running": marked("running cost"),
    "transition": marked("transition"),
    "dual_running": marked("dual running"),
    "appeal": marked("cost of an appeal"),
    "appeal_chance": marked("probability of an appeal"),
}
MILLION = 1_000_000


def label_of(findings: AlternativesFindings, name: str, words: Wording) -> str:
    """Return what people call an alternative."""
    return findings.alternative(name).label.in_language(words.language)


def criterion_label(findings: AlternativesFindings, name: str, words: Wording) -> str:
    """Return what people call a criterion."""
    return findings.criterion(name).label.in_language(words.language)


def part_word(part: str, words: Wording) -> str:
    """Return what a part of a cost is called."""
    return words.text(_PARTS[part])


def value_text(findings: AlternativesFindings, criterion: Criterion, value: Fraction, words: Wording) -> str:
    """Return a value of `criterion` in its own unit, rounded for people."""
    if criterion.form is ValueForm.SHARE:
        return words.percent(value, criterion.digits)
    if criterion.form is ValueForm.MONEY:
        return millions(value, currency_of(findings), words)
    shown = words.number(value, criterion.digits)
    return shown if criterion.unit is None else f"{shown}\u00a0{criterion.unit.in_language(words.language)}"


def end_text(findings: AlternativesFindings, criterion: Criterion, end: Fraction, words: Wording) -> str:
    """Return an end of a scale, or a floor, with the decimals that it was written with."""
    scale = 100 if criterion.form is ValueForm.SHARE else 1
    written = criterion.model_copy(update={"digits": digits_needed(end * scale)})
    return value_text(findings, written, end, words)


def bare_text(criterion: Criterion, value: Fraction, words: Wording) -> str:
    """Return a value without its unit or sign, for the lower end of a range."""
    if criterion.form is ValueForm.MONEY:
        return words.number(value / MILLION, 1)
    scale = 100 if criterion.form is ValueForm.SHARE else 1
    return words.number(value * scale, criterion.digits)


def currency_of(findings: AlternativesFindings) -> str:
    """Return the contract's currency."""
    return findings.source.results.contract.contract.currency


def millions(amount: Fraction | float, currency: str, words: Wording) -> str:
    """Return an amount in millions with one decimal, `602,3 mnkr`."""
    shown = words.number(Fraction(amount) / MILLION, 1)
    if currency == "SEK":
        return words.text("{number} MSEK", number=shown).replace(" ", "\u00a0")
    return words.text("{number} million {currency}", number=shown, currency=currency).replace(" ", "\u00a0")


def is_hidden(findings: AlternativesFindings, criterion: Criterion) -> bool:
    """Return whether the values of `criterion` are amounts for the confidential annex alone."""
    is_cost = isinstance(criterion.measured_by, ByCost)
    return is_cost and (findings.costs is None or findings.costs.terms.is_confidential)


def computed_trace(findings: AlternativesFindings) -> Trace:
    """Return where a figure comes from that follows from the file and the results without chance."""
    results = findings.source.results
    return Trace(
        Origin.FILE,
        f"{_command(findings)} ({findings.source.file})",
        inputs_of(findings),
        results.period.name,
        results.evaluation.number,
        None if results.seal is None else results.seal.restatement,
    )


def drawn_trace(findings: AlternativesFindings) -> Trace:
    """Return where a simulated figure comes from."""
    return simulation_trace(_command(findings), findings.source.seed, inputs_of(findings))


def time_trace() -> Trace:
    """Return where it is found whether there is time."""
    return Trace(Origin.SIMULATION, "supplierwatch time-plan")


def notice_trace(findings: AlternativesFindings, option: str) -> Trace:
    """Return where the last day of notice of an option stands."""
    version = findings.source.results.evaluation.contract_version
    return file_trace("contract.yaml", f"term.options[{option}].notice_by", version)


def stated_trace(findings: AlternativesFindings, key: str, told: str = "") -> Trace:
    """Return where a figure comes from that somebody wrote into the file."""
    return file_trace(findings.source.file, key, findings.source.content_hash, told)


def measured_trace(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> Trace:
    """Return where a measured value comes from: the figure that explains its last month."""
    results, by = findings.source.results, criterion.measured_by
    if isinstance(by, ByScoreArea):
        key = figure_keys(results).of(FigureKind.SCORE, by.area)
        return result_trace(results, key, criterion.description.in_language(words.language))
    if isinstance(by, ByIndicator):
        key = f"{results.period.name}/{by.indicator}"
        if by.service is not None:
            key += f"/{by.service}"
        return result_trace(results, key, criterion.description.in_language(words.language))
    return computed_trace(findings)


def inputs_of(findings: AlternativesFindings) -> str:
    """Return the hash of all that the comparison follows from: the file's and the results'."""
    return f"{findings.source.content_hash[:12]}-{result_trace(findings.source.results, '').inputs}"


def points_cell(points: Fraction | None, trace: Trace, words: Wording) -> Cell:
    """Return a cell of points with one decimal; what is not stated is named."""
    if points is None:
        return Cell(runs(words.text("not stated")))
    return Cell((figure(words.number(points, 1), trace),), float(round_half_up(points, 1)))


def share_run(share: Fraction | float, trace: Trace, words: Wording) -> Run:
    """Return a share as a whole percentage."""
    return figure(words.percent(Fraction(share), 0), trace)


def share_cell(share: Fraction | float, trace: Trace, words: Wording) -> Cell:
    """Return a cell of a share as a whole percentage; a spreadsheet takes the share itself."""
    return Cell((share_run(share, trace, words),), float(round_half_up(Fraction(share), 4)))


def money_cell(amount: Decimal, currency: str, trace: Trace, words: Wording) -> Cell:
    """Return a cell of an amount to whole units; a spreadsheet takes it to the hundredth."""
    whole = words.money(Decimal(round_half_up(Fraction(amount), 0)), currency)
    return Cell((figure(whole, trace),), float(amount))


def _command(findings: AlternativesFindings) -> str:
    return f"supplierwatch alternatives --period {findings.source.results.period.name}"
