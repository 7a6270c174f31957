"""Where the raised numbers of notes stand: once for neighbouring figures that have the same note."""

from dataclasses import replace

from dashboards.document.model import Block, Cell, Entries, Paragraph, Points, Run, Runs, Table, Trace


def with_few_marks(block: Block) -> Block:
    """Return `block` with one raised number for the figures of a row or a paragraph that share a note.

    The number stands at the last of them and holds for those before it back to the number before. A row of
    six figures from one measurement would have it six times, where it is read as part of the figure.
    """
    if isinstance(block, Paragraph):
        return replace(block, runs=_few(block.runs))
    if isinstance(block, Points):
        return replace(block, points=tuple(_few(point) for point in block.points))
    if isinstance(block, Entries):
        return replace(block, entries=tuple((name, _few(said)) for name, said in block.entries))
    if isinstance(block, Table):
        return replace(block, rows=tuple(_few_in_row(row) for row in block.rows))
    return block


def _few_in_row(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    whole = _few(tuple(run for cell in row for run in cell.runs))
    cells, place = [], 0
    for cell in row:
        cells.append(replace(cell, runs=whole[place : place + len(cell.runs)]))
        place += len(cell.runs)
    return tuple(cells)


def _few(runs: Runs) -> Runs:
    kept: list[Run] = []
    following: Trace | None = None
    for run in reversed(runs):
        is_told = run.trace is not None and run.trace == following
        kept.append(replace(run, trace=None) if is_told else run)
        following = run.trace if run.trace is not None else following
    return tuple(reversed(kept))
