"""Raised numbers: once for neighbouring figures with one note."""

from dashboards.document.model import Block, Cell, Column, Paragraph, Run, Table, Trace, runs, runs_of
from dashboards.document.note_marks import with_few_marks
from dashboards.document.traces import figure, published_trace

ONE, OTHER = published_trace("one"), published_trace("other")


def marked(block: Block) -> list[tuple[str, Trace]]:
    return [(run.text, run.trace) for run in runs_of(with_few_marks(block)) if run.trace is not None]


def row_of(*found: Run) -> Table:
    columns = tuple(Column(str(place)) for place in range(len(found)))
    return Table("t", "", columns, (tuple(Cell((run,)) for run in found),))


def test_figures_of_a_row_with_one_note_have_its_number_at_the_last() -> None:
    table = row_of(Run("K01"), figure("21", ONE), figure("3", ONE), figure("0", ONE))
    assert marked(table) == [("0", ONE)]


def test_another_note_between_keeps_both_numbers() -> None:
    table = row_of(figure("21", ONE), figure("99,7", OTHER), figure("0", ONE))
    assert marked(table) == [("21", ONE), ("99,7", OTHER), ("0", ONE)]


def test_each_row_has_its_own_number() -> None:
    cell = Cell((figure("1", ONE),))
    table = Table("t", "", (Column("a"), Column("b")), ((cell, cell), (cell, cell)))
    assert marked(table) == [("1", ONE), ("1", ONE)]


def test_a_sentence_has_the_number_once_and_all_its_words() -> None:
    said = Paragraph(runs(figure("30", ONE), " av ", figure("32", ONE), " uppfylldes"))
    assert marked(said) == [("32", ONE)]
    assert "".join(run.text for run in runs_of(with_few_marks(said))) == "30 av 32 uppfylldes"
