"""A document as JSON: its whole structure with stable keys, for programs."""

import json
from collections.abc import Mapping
from typing import assert_never

from dashboards.document.model import (
    Block,
    Cell,
    Document,
    Entries,
    Judgement,
    Notes,
    Paragraph,
    Picture,
    Points,
    Run,
    Runs,
    Section,
    Table,
    Trace,
    notes_of,
)
from dashboards.document.texts import plain_text, safe_address

Tree = dict[str, object]


def render_json_document(document: Document) -> str:
    """Return `document` as JSON; notes are numbered as in every other form."""
    return json.dumps(document_tree(document), ensure_ascii=False, indent=2) + "\n"


def document_tree(document: Document) -> Tree:
    """Return `document` as mappings and lists, its notes at the end."""
    notes = notes_of(document)
    return {
        "language": document.language,
        "kind": plain_text(document.kind),
        "title": plain_text(document.title),
        "subtitle": plain_text(document.subtitle),
        "edition": document.edition.value,
        "created": document.created,
        "letterhead": [
            {"name": plain_text(name), "text": plain_text(text)} for name, text in document.letterhead
        ],
        "stamps": [block_tree(stamp, notes) for stamp in document.stamps],
        "sections": [section_tree(section, notes) for section in document.sections],
        "footer": plain_text(document.footer),
        "notes": [_note(trace, number) for trace, number in notes.numbers.items()],
    }


def section_tree(section: Section, notes: Notes) -> Tree:
    """Return a section with all that is in it."""
    return {
        "name": section.name,
        "heading": plain_text(section.heading),
        "is_confidential": section.is_confidential,
        "is_data": section.is_data,
        "blocks": [block_tree(block, notes) for block in section.blocks],
        "sections": [section_tree(one, notes) for one in section.sections],
    }


def block_tree(block: Block, notes: Notes) -> Tree:
    """Return a block; `kind` says which."""
    return {"kind": block.kind, **_content(block, notes)}


def _content(block: Block, notes: Notes) -> Mapping[str, object]:
    if isinstance(block, Paragraph):
        return {"manner": block.manner.value, "runs": _runs(block.runs, notes)}
    if isinstance(block, Points):
        return {"is_numbered": block.is_numbered, "points": [_runs(point, notes) for point in block.points]}
    if isinstance(block, Table):
        return _table(block, notes)
    if isinstance(block, Picture):
        described = plain_text(block.described)
        return {"svg": block.svg, "caption": plain_text(block.caption), "described": described}
    if isinstance(block, Entries):
        return {
            "entries": [
                {"name": plain_text(name), "runs": _runs(said, notes)} for name, said in block.entries
            ]
        }
    if isinstance(block, Judgement):
        written = [plain_text(paragraph) for paragraph in block.written]
        return {"name": block.name, "asks": plain_text(block.asks), "written": written}
    assert_never(block)


def _table(table: Table, notes: Notes) -> Tree:
    return {
        "name": table.name,
        "caption": plain_text(table.caption),
        "columns": [
            {"heading": plain_text(column.heading), "is_number": column.is_number, "share": column.share}
            for column in table.columns
        ],
        "rows": [[_cell(cell, notes) for cell in row] for row in table.rows],
        "note": plain_text(table.note),
        "has_total": table.has_total,
    }


def _cell(cell: Cell, notes: Notes) -> Tree:
    return {"runs": _runs(cell.runs, notes), "value": cell.value}


def _runs(runs: Runs, notes: Notes) -> list[Tree]:
    return [_run(run, notes) for run in runs]


def _run(run: Run, notes: Notes) -> Tree:
    return {
        "text": plain_text(run.text),
        "is_strong": run.is_strong,
        "note": None if run.trace is None else notes.number_of(run.trace),
        "address": safe_address(run.address),
    }


def _note(trace: Trace, number: int) -> Tree:
    return {
        "number": number,
        "origin": trace.origin.value,
        "query": plain_text(trace.query),
        "inputs": plain_text(trace.inputs),
        "period": trace.period,
        "evaluation": trace.evaluation,
        "restatement": trace.restatement,
        "told": plain_text(trace.told),
    }
