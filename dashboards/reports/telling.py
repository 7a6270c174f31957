"""What every kind of report is told with: its sources, the words, and the trace of each figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboards.document.model import Cell, Column, Manner, Paragraph, Run, Table, Trace, runs
from dashboards.document.traces import figure, result_trace
from dashboards.figure_keys import SEPARATOR, FigureKind
from dashboards.report.build import Report, build_report
from dashboards.report.context import Context, context_of, value_of
from dashboards.reports.sources import ReportSources
from dashboards.wording import Wording, wording
from evaluator.core.outcomes import Outcome, Scope
from evaluator.results.published import PeriodResults

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Telling:
    """The sources of a report in one language; `report` is the monthly report's view of the same results."""

    sources: ReportSources
    words: Wording
    context: Context
    report: Report

    @property
    def results(self) -> PeriodResults:
        """The results of the month that the report is about."""
        return self.sources.results

    @property
    def month(self) -> str:
        """The name of that month, `2026-10`."""
        return self.results.period.name

    def outcome_trace(self, indicator: str, scope: Scope, period: str | None = None) -> Trace:
        """Return the trace of an outcome of the month, or of an earlier month in its history."""
        if period is not None and period != self.month:
            parts = [period, indicator, scope.service, scope.unit or scope.segment]
            return self.earlier_trace(period, SEPARATOR.join(part for part in parts if part))
        key = self.context.keys.of_outcome(indicator, scope)
        return result_trace(self.results, key) if key else self.month_trace()

    def key_trace(self, period: str, key: str) -> Trace:
        """Return the trace of the figure that `key` names in the month called `period`."""
        return result_trace(self.results, key) if period == self.month else self.earlier_trace(period, key)

    def trace(self, kind: FigureKind, name: str = "") -> Trace:
        """Return the trace of a credit, of points, of a score or of a threshold of the month."""
        key = self.context.keys.of(kind, name)
        return result_trace(self.results, key) if key else self.month_trace()

    def month_trace(self) -> Trace:
        """Return the trace of what is counted over all results of the month."""
        return self._command(f"supplierwatch report --period {self.month} --format json")

    def earlier_trace(self, period: str, key: str) -> Trace:
        """Return the trace of a figure of an earlier month: by its own results where they are at hand."""
        found = next((one for one in self.sources.earlier if one.period.name == period), None)
        if found is not None:
            return result_trace(found, key)
        return replace(result_trace(self.results, key), period=period, evaluation=None, restatement=None)

    def ledger_trace(self, period: str = "") -> Trace:
        """Return the trace of what people noted in the ledger: of one month, or of all."""
        part = f" --from {period} --to {period}" if period else ""
        shown = self._command(f"supplierwatch ledger{part} --as-of {self.sources.today.isoformat()}")
        return replace(shown, period=period, inputs="", evaluation=None, restatement=None)

    def command_trace(self, command: str) -> Trace:
        """Return the trace of what a command shows as it stands on the day of the report."""
        return replace(self._command(command), inputs="", period="", evaluation=None, restatement=None)

    def _command(self, command: str) -> Trace:
        return replace(result_trace(self.results, self.month), query=command)


def telling_of(sources: ReportSources, language: str) -> Telling:
    """Return what `sources` are told with in `sv` or `en`."""
    words = wording(language)
    report = build_report(sources.results, language, sources.follow_up)
    return Telling(sources, words, context_of(sources.results, words), report)


def text_cell(text: str, *more: str) -> Cell:
    """Return a cell of words; what follows comes after commas, what is empty is left out."""
    return Cell(runs(", ".join(part for part in (text, *more) if part)))


def figure_cell(text: str, trace: Trace, value: str | float | None = None) -> Cell:
    """Return a cell with a figure and its note; `value` is what a spreadsheet takes for it."""
    return Cell((figure(text, trace),), value)


def value_cell(text: str, trace: Trace, outcome: Outcome | None) -> Cell:
    """Return a cell with the value of an outcome; what was not measured is no number in a spreadsheet."""
    value = value_of(outcome)
    return figure_cell(text, trace, None if value is None else float(value))


def noted_cell(text: str, value: Fraction | Decimal | int | None = None) -> Cell:
    """Return a cell with a figure whose note stands at another of its row (see `row_note`)."""
    if value is None or isinstance(value, int):
        return Cell(runs(text), value)
    return Cell(runs(text), float(value))


def row_note(words: Wording) -> str:
    """Return what the note of a row is about."""
    return words.text("The note in a row leads to the complete reckoning of all figures in it.")


def count_cell(count: int, words: Wording, trace: Trace) -> Cell:
    """Return a cell with a count."""
    return figure_cell(words.number(count), trace, count)


def columns(*headings: tuple[str, int] | str) -> tuple[Column, ...]:
    """Return columns of words; a heading may come with its part of the width."""
    found = [(one, 1) if isinstance(one, str) else one for one in headings]
    return tuple(Column(heading, share=share) for heading, share in found)


def numbers(*headings: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(heading, is_number=True) for heading in headings)


def plain(*parts: str | Run, manner: Manner = Manner.PLAIN) -> Paragraph:
    """Return a paragraph of texts and figures."""
    return Paragraph(runs(*parts), manner)


def note(text: str) -> Paragraph:
    """Return a remark in small letters."""
    return Paragraph(runs(text), Manner.NOTE)


def sentences(found: Iterable[str], trace: Trace, manner: Manner = Manner.PLAIN) -> tuple[Paragraph, ...]:
    """Return sentences with figures as one paragraph with one note; nothing where there is none."""
    told = " ".join(found)
    return (Paragraph((figure(told, trace),), manner),) if told else ()


def table_of(
    name: str,
    caption: str,
    headings: Sequence[Column],
    rows: Iterable[Row],
    remark: str = "",
    *,
    total: bool = False,
) -> Table:
    """Return a table; its rows are as wide as its headings."""
    return Table(name, caption, tuple(headings), tuple(rows), remark, has_total=total)


def share_text(part: int, whole: int, words: Wording) -> str:
    """Return `part of whole` as a percentage; empty where there is no whole."""
    return "" if whole == 0 else words.percent(Fraction(part, whole), 1)
