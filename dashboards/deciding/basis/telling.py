"""Telling figures: sentences with figures in them, tables of them, each with its trace."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from dashboards.deciding.basis.sources import BasisSources
from dashboards.document.model import (
    Cell,
    Column,
    Judgement,
    Manner,
    Origin,
    Paragraph,
    Run,
    Runs,
    Table,
    Trace,
)
from dashboards.document.traces import figure, file_trace, result_trace
from dashboards.figure_keys import FigureKind
from dashboards.report.context import Context, context_of
from dashboards.wording.words import Wording
from evaluator.core.outcomes import Scope

_FIRST_SLOT = 0xE000
SLOTS = tuple(chr(_FIRST_SLOT + place) for place in range(8))
"""Stand in a sentence where its figures go, so that translators see one sentence and figures keep notes."""


def fill(sentence: str, *figures: Run) -> Runs:
    """Return `sentence` with `SLOTS[0]`, `SLOTS[1]`, ... replaced by `figures`, in any order."""
    found = []
    for part in re.split(f"([{SLOTS[0]}-{SLOTS[-1]}])", sentence):
        if part in SLOTS and len(part) == 1:
            found.append(figures[SLOTS.index(part)])
        elif part:
            found.append(Run(part))
    return tuple(found)


@dataclass(frozen=True)
class Telling:
    """The sources and the language they are told in, and how figures of each origin get their notes."""

    sources: BasisSources
    words: Wording

    @cached_property
    def context(self) -> Context:
        """The results as reports have them."""
        return context_of(self.sources.results, self.words)

    @property
    def is_assumed(self) -> bool:
        """Whether targets, or the matter itself, are assumptions for an example."""
        card = self.sources.results.contract.contract
        return card.targets_are_assumed or (
            self.sources.decision is not None and self.sources.decision.is_assumed
        )

    def of_report(self, text: str, told: str = "") -> Run:
        """Return a figure that the report of the month adds up."""
        return figure(text, self.report_trace(told))

    def report_trace(self, told: str = "") -> Trace:
        """Return the trace of what the month's report sums up."""
        period = self.sources.results.period.name
        trace = result_trace(self.sources.results, period, told)
        return replace(trace, query=f"supplierwatch report --period {period} --format json")

    def of_outcome(self, indicator: str, scope: Scope, text: str, told: str = "") -> Run:
        """Return a figure of an indicator in a scope."""
        key = self.context.keys.of_outcome(indicator, scope)
        if not key:
            return self.of_report(text, told)
        return figure(text, result_trace(self.sources.results, key, told))

    def of_kind(self, kind: FigureKind, name: str, text: str, told: str = "") -> Run:
        """Return a figure of a credit, a score or a threshold."""
        key = self.context.keys.of(kind, name)
        return (
            figure(text, result_trace(self.sources.results, key, told)) if key else self.of_report(text, told)
        )

    def of_month(self, period: str, evaluation: int, text: str, told: str = "") -> Run:
        """Return a figure of an earlier month, with the evaluation it was read from."""
        query = f"supplierwatch report --period {period} --format csv"
        return figure(text, Trace(Origin.RESULT, query, period=period, evaluation=evaluation, told=told))

    def of_contract(self, key: str, text: str) -> Run:
        """Return what the contract says, in the version that judged the month."""
        version = self.sources.results.evaluation.contract_version
        return figure(text, file_trace("contract.yaml", key, version))

    def of_file(self, file: str, key: str, text: str) -> Run:
        """Return what somebody wrote in a file of the watch."""
        return figure(text, file_trace(file, key, self.sources.hashes.get(file, "")))

    def of_ledger(self, text: str) -> Run:
        """Return a figure of the ledger: what results calculated, less what people decided and what lapsed.

        It follows from the results of every month kept and, where there is one, the file of decisions.
        """
        name = "ledger.yaml"
        trace, decided = self.report_trace(), self.sources.hashes.get(name)
        inputs = trace.inputs if decided is None else f"{trace.inputs}, {name} {decided}"
        return figure(text, replace(trace, query="supplierwatch ledger", inputs=inputs))

    def measured(self, runs: Runs) -> Paragraph:
        """Return a sentence of fact."""
        return Paragraph(runs, Manner.MEASURED)

    def note(self, text: str) -> Paragraph:
        """Return a remark on how something is told."""
        return Paragraph((Run(text),), Manner.NOTE)

    def lacking(self, text: str) -> Paragraph:
        """Return a sentence on what the basis does not have."""
        return Paragraph((Run(text),), Manner.INCOMPLETE)

    def place(self, name: str, asks: str) -> Judgement:
        """Return a place for what people consider, with what was written there."""
        return Judgement(name, asks, self.sources.written.get(name, ()))


def table(
    name: str,
    caption: str,
    headings: Iterable[str | Column],
    rows: Iterable[Iterable[str | Run | Cell]],
    note: str = "",
) -> Table:
    """Return a table; plain text becomes cells without notes."""
    columns = tuple(one if isinstance(one, Column) else Column(one) for one in headings)
    return Table(name, caption, columns, tuple(tuple(_cell(one) for one in row) for row in rows), note)


def _cell(found: str | Run | Cell) -> Cell:
    if isinstance(found, Cell):
        return found
    if isinstance(found, Run):
        return Cell((found,))
    return Cell((Run(found),)) if found else Cell()


def numbers(heading: str) -> Column:
    """Return a column of numbers."""
    return Column(heading, is_number=True)
