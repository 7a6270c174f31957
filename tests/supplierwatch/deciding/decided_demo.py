"""The decision basis of the example, played for one month."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboards.document.model import Block, Document, Manner, Paragraph, Run, Section, Table
from supplierwatch.collecting import opened_store
from supplierwatch.deciding.decision_basis import BasisReading, read_basis
from supplierwatch.demonstration import delivered_at, play, prepare
from supplierwatch.watch import Watch


@dataclass(frozen=True)
class Decided:
    """The watch and what its decision basis is told from."""

    watch: Watch
    reading: BasisReading


def play_and_read(folder: Path, months: int = 1) -> Decided:
    """Play the example in `folder` and read its decision basis."""
    watch = prepare(folder)
    shown = play(watch, {}, lambda _: None, months)
    with opened_store(watch, {}) as database:
        now = delivered_at(shown.results.period, watch.zone)
        return Decided(watch, read_basis(watch, database, shown.results, now))


def sections_of(document: Document) -> Iterator[Section]:
    """Yield every section in the order of reading."""
    waiting = list(document.sections)
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting = [*section.sections, *waiting]


def measured_runs(block: Block) -> Iterator[Run]:
    """Yield the words of a block that state measured or counted facts: sentences of fact, cells of tables."""
    if isinstance(block, Paragraph) and block.manner is Manner.MEASURED:
        yield from block.runs
    elif isinstance(block, Table):
        # The first cell names the row.
        yield from (run for row in block.rows for cell in row[1:] for run in cell.runs)


def text_of(document: Document) -> str:
    """Return all words of a document."""
    found = [document.title, document.subtitle]
    for section in sections_of(document):
        found.append(section.heading)
        for block in section.blocks:
            found += _texts(block)
    return "\n".join([*found, *("".join(run.text for run in stamp.runs) for stamp in document.stamps)])


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return ["".join(run.text for run in block.runs)]
    if isinstance(block, Table):
        return [block.caption, *(cell.text for row in block.rows for cell in row)]
    if block.kind == "points":
        return ["".join(run.text for run in point) for point in getattr(block, "points")]  # noqa: B009 - of a union
    if block.kind == "judgement":
        return [getattr(block, "asks"), *getattr(block, "written")]  # noqa: B009 - of a union
    return []
