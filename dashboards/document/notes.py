"""The section of notes that every form ends with: one row for each figure's source."""

import re
from collections.abc import Iterable, Iterator

from dashboards.document.columns import NOTES
from dashboards.document.model import (
    Cell,
    Column,
    Document,
    Notes,
    Origin,
    Run,
    Section,
    Table,
    Trace,
    notes_of,
)
from dashboards.document.words import notes_heading, origin_words
from dashboards.wording import wording
from dashboards.wording.words import Wording

_CHECKSUM = re.compile(r"[0-9a-f]+(?:-[0-9a-f]+)*")
_READABLE, _MOST = 16, 1000
_ELLIPSIS = "\u2026"


def notes_section(document: Document) -> Section | None:
    """Return the notes of `document` as a section of one table, None where no figure has a trace."""
    return _section(document, notes_of(document).numbers, _MOST)


def section_of_notes(document: Document, notes: Notes) -> Section | None:
    """Return the notes that `document` uses, numbered as in `notes`, those of it with its data.

    Checksums are shortened to what people compare; the forms for programs have them in full.
    """
    used = notes_of(document).numbers
    numbers = {trace: number for trace, number in notes.numbers.items() if trace in used}
    return _section(document, numbers, _READABLE)


def _section(document: Document, numbers: dict[Trace, int], most: int) -> Section | None:
    if not numbers:
        return None
    words = wording(document.language)
    heading = notes_heading(words)
    rows = tuple(_row(number, trace, words, most) for trace, number in numbers.items())
    table = Table(
        NOTES,
        words.text("Each figure with a raised number, and how it is found again"),
        _columns(words),
        rows,
        " ".join(_explained(numbers, words)),
    )
    return Section(NOTES, heading, (table,))


def _explained(numbers: Iterable[Trace], words: Wording) -> Iterator[str]:
    yield words.text("A raised number also holds for the figures before it in the same row or paragraph.")
    if any(one.origin is Origin.RESULT and one.told for one in numbers):
        yield words.text(
            "Where a figure covers several months, the command with another month gives that month."
        )
    yield words.text("A checksum names what the figure follows from: the same inputs give the same checksum.")


def _columns(words: Wording) -> tuple[Column, ...]:
    return (
        Column(words.text("No."), is_number=True),
        Column(words.text("What"), share=3),
        Column(words.text("Found again by"), share=4),
        Column(words.text("Period"), share=2),
        Column(words.text("Evaluation"), share=2),
        Column(words.text("Inputs (checksum)"), share=3),
    )


def _row(number: int, trace: Trace, words: Wording, most: int) -> tuple[Cell, ...]:
    told = origin_words(trace.origin, words)
    if trace.told:
        told = f"{trace.told} ({told})"
    return (
        Cell((Run(str(number)),), number),
        Cell((Run(told),)),
        Cell((Run(trace.query),)),
        Cell((Run(trace.period),)),
        Cell((Run(_evaluation(trace, words)),)),
        Cell((Run(_shortened(trace.inputs, most)),)),
    )


def _shortened(inputs: str, most: int) -> str:
    is_checksum = _CHECKSUM.fullmatch(inputs) is not None
    return f"{inputs[:most]}{_ELLIPSIS}" if is_checksum and len(inputs) > most else inputs


def _evaluation(trace: Trace, words: Wording) -> str:
    parts = [] if trace.evaluation is None else [words.number(trace.evaluation)]
    # Number 0 is the first seal, which restates nothing.
    if trace.restatement is not None and trace.restatement > 0:
        parts.append(words.text("Restatement no. {number}", number=words.number(trace.restatement)).lower())
    return ", ".join(parts)
