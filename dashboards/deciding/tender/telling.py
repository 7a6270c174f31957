"""What every part of the annex needs: the findings, the words, and where each figure comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from babel.dates import get_day_names, get_month_names

from dashboards.document.model import Cell, Manner, Origin, Paragraph, Run, Trace
from dashboards.document.sentences import sentence
from dashboards.document.traces import file_trace
from dashboards.report.limits import is_around_the_clock, is_whole_days
from dashboards.wording.words import Wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.deciding.tender.findings import TenderFindings

_COMMAND = "supplierwatch tender --format json"


@dataclass(frozen=True)
class Telling:
    """The findings and the words they are told in."""

    findings: TenderFindings
    words: Wording

    @property
    def contract(self) -> Contract:
        """The contract in force, which names things."""
        return self.findings.contract

    @property
    def span(self) -> str:
        """The months looked at: the first and the last with a dash between."""
        months = self.findings.basis.months
        return f"{months[0]}\N{EN DASH}{months[-1]}"

    @cached_property
    def measured(self) -> Trace:
        """The trace of what follows from results and facts of all months."""
        basis = self.findings.basis
        return Trace(
            Origin.RESULT,
            f"{_COMMAND} --months {len(basis.months)} --period {basis.months[-1]}",
            basis.inputs,
            self.span,
            told=self.words.plural(
                "{n} month with results; facts up to intake {horizon}",
                "{n} months with results; facts up to intake {horizon}",
                len(basis.with_results),
                horizon=basis.horizon,
            ),
        )

    @cached_property
    def back_tested(self) -> Trace:
        """The trace of what the draft was held against."""
        draft = self.findings.draft
        basis = self.findings.basis
        return Trace(
            Origin.RESULT,
            f"{_COMMAND} --months {len(basis.months)} --period {basis.months[-1]} --back-test",
            f"{basis.inputs[:12]}-{'' if draft is None else draft.content_hash[:12]}",
            self.span,
            told=self.words.text("back-test; nothing of it is published"),
        )

    def from_file(self, key: str) -> Trace:
        """Return the trace of what stands in tender.yaml."""
        return file_trace("tender.yaml", key, self.findings.basis.file_hash)

    def from_contract(self, key: str) -> Trace:
        """Return the trace of what the contract states."""
        return file_trace("contract.yaml", key, self.findings.basis.contract_hash)

    def figure(self, text: str) -> Run:
        """Return a measured figure."""
        return Run(text, trace=self.measured)

    def number(self, value: int) -> Cell:
        """Return a cell with a measured number."""
        return Cell((self.figure(self.words.number(value)),), value)

    def few(self) -> Cell:
        """Return the cell of what is too little to be printed."""
        return Cell((Run(self.words.text("too few")),))

    def ratio(self, index: Fraction) -> Run:
        """Return a measured index, `1,52`."""
        return self.figure(self.words.number(index, 2))

    def ratio_cell(self, index: Fraction) -> Cell:
        """Return a cell with a measured index."""
        return Cell((self.ratio(index),), float(round(index, 4)))

    def decimal_cell(self, value: Fraction) -> Cell:
        """Return a cell with a measured number with one decimal."""
        return Cell((self.figure(self.words.number(value, 1)),), float(round(value, 4)))

    def told(self, message: str, /, manner: Manner = Manner.MEASURED, **figures: Run | str) -> Paragraph:
        """Return a paragraph, of what was measured unless `manner` says otherwise, with figures in it."""
        return Paragraph(sentence(self.words, message, **figures), manner)

    def indicator(self, name: str) -> str:
        """Return an indicator's name and label."""
        found = self.find_indicator(name)
        return name if found is None else f"{name} {found.label.in_language(self.words.language)}"

    def find_indicator(self, name: str) -> AnyIndicator | None:
        """Return an indicator of the contract in force, or of the draft."""
        every = list(self.contract.indicators)
        if self.findings.draft is not None:
            every += self.findings.draft.contract.indicators
        return next((one for one in every if one.id == name), None)

    def service(self, name: str) -> str:
        """Return the label of a service; empty text is all of them."""
        if not name:
            return self.words.text("All services concerned")
        every = {one.id: one.label.in_language(self.words.language) for one in self.contract.services}
        return every.get(name, name)

    def segment(self, name: str) -> str:
        """Return the label of a segment; empty text is tickets of no unit."""
        if not name:
            return self.words.text("No unit stated")
        every = {one.id: one.label.in_language(self.words.language) for one in self.contract.segments}
        return every.get(name, name)

    def time(self, indicator: str, amount: Fraction | int, *, in_working_days: bool) -> str:
        """Return a time used or a limit, in seconds or working days, as the indicator's limit is told."""
        if in_working_days:
            return self.words.plural("{n} working day", "{n} working days", int(amount))
        return self.words.duration(int(amount), in_days=self.is_told_in_days(indicator, [int(amount)]))

    def length(self, seconds: int, *, in_days: bool = False) -> str:
        """Return a length of time to the minute, which is enough for volumes."""
        minutes = (seconds + 30) // 60
        return self.words.duration(minutes * 60, in_days=in_days)

    def is_told_in_days(self, indicator: str, limits: Iterable[int]) -> bool:
        """Return whether times of an indicator are told in days around the clock, as its limits are."""
        found = self.find_indicator(indicator)
        around = found is not None and is_around_the_clock(found, self.contract)
        return around and all(is_whole_days(limit) for limit in limits)

    def month_of_year(self, place: int) -> str:
        """Return the name of a month from 1."""
        return str(get_month_names("wide", "stand-alone", self.words.locale)[place])

    def weekday(self, place: int) -> str:
        """Return the name of a weekday from 0 for Monday."""
        return str(get_day_names("wide", "stand-alone", self.words.locale)[place])

    def money(self, amount: Fraction) -> str:
        """Return an exact amount, rounded to the hundredth for people."""
        rounded = Decimal(round(amount * 100)).scaleb(-2)
        return self.words.money(rounded, self.contract.contract.currency)

    def texts(self, many: Iterable[str]) -> str:
        """Return `a, b and c`."""
        return self.words.listing(many)


def text_cell(text: str) -> Cell:
    """Return a cell of words without a figure."""
    return Cell((Run(text),))
