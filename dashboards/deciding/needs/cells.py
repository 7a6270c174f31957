"""Cells of tables about needs: words, numbers with their trace, marks."""

from fractions import Fraction

from dashboards.document.model import Cell, Run, Trace, runs
from dashboards.document.traces import figure
from dashboards.wording import Wording
from dashboards.wording.rounding import round_half_up


def text_cell(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(runs(text)) if text else Cell()


def run_cell(run: Run, value: str | float | None = None) -> Cell:
    """Return a cell of one run."""
    return Cell((run,), value)


def number_cell(number: int, trace: Trace, words: Wording) -> Cell:
    """Return a cell of a whole number."""
    return Cell((figure(words.number(number), trace),), number)


def mark_cell(mark: Fraction | None, trace: Trace, words: Wording) -> Cell:
    """Return a cell of a mark from 1 to 5 with one decimal; empty where there is none to show."""
    if mark is None:
        return Cell()
    return Cell((figure(words.number(mark, 1), trace),), float(round_half_up(mark, 1)))
