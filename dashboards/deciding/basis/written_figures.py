"""Figures of areas that their builders told without a note: they stand in the area's own file."""

import re
from dataclasses import replace

from dashboards.document.model import Block, Cell, Section, Table
from dashboards.document.traces import file_trace

_NUMBER = re.compile(r"(?<!\w)\d")
"""A number that stands by itself; those in names such as K05 and P1 are no figures."""


def is_figure(text: str) -> bool:
    """Return whether `text` has a number in it that is no part of a name."""
    return _NUMBER.search(text) is not None


def with_file_notes(section: Section, file: str, content_hash: str) -> Section:
    """Return `section` where every figure in a table has a note: what had none leads to `file`."""
    return replace(
        section,
        blocks=tuple(_block(one, file, content_hash) for one in section.blocks),
        sections=tuple(with_file_notes(one, file, content_hash) for one in section.sections),
    )


def _block(block: Block, file: str, content_hash: str) -> Block:
    if not isinstance(block, Table):
        return block
    rows = tuple(
        (row[0], *(_cell(one, file, content_hash) for one in row[1:])) if row else row for row in block.rows
    )
    return replace(block, rows=rows)


def _cell(cell: Cell, file: str, content_hash: str) -> Cell:
    if any(run.trace is not None for run in cell.runs) or not is_figure(cell.text):
        return cell
    trace = file_trace(file, "", content_hash)
    return replace(cell, runs=(*cell.runs[:-1], replace(cell.runs[-1], trace=trace)))
