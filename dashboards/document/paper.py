"""What the template of the PDF takes: the tree of a document with its words, notes and widths of columns."""

from typing import Any

from dashboards.document.columns import broken, table_layout
from dashboards.document.json_form import Tree, block_tree, document_tree
from dashboards.document.model import (
    Block,
    Document,
    Edition,
    Judgement,
    Manner,
    Notes,
    Section,
    Table,
    notes_of,
)
from dashboards.document.notes import section_of_notes
from dashboards.document.readable import readable
from dashboards.document.texts import plain_text
from dashboards.document.words import (
    confidential_part_words,
    confidential_words,
    manner_word,
    no_rows_words,
    page_pattern,
    placeholder,
    statement_word,
)
from dashboards.wording import wording
from dashboards.wording.words import Wording

# Characters that a line has room for in text and in the letterhead; longer words break.
_LINE, _LETTERHEAD_LINE = 60, 28
# What a raised number takes of a line.
_NOTE = 3


def paper_tree(document: Document) -> Tree:
    """Return `document` with all that paper needs besides: words, notes, widths, breaks in long words."""
    words, notes = wording(document.language), notes_of(document)
    document = readable(document)
    last = section_of_notes(document, notes)
    sections = document.sections if last is None else (*document.sections, last)
    tree = document_tree(document)
    for key in ("title", "subtitle", "footer", "kind"):
        tree[key] = broken(str(tree[key]), _LINE)
    return tree | {
        # What reading programs show as the title has no breaks.
        "name": plain_text(document.title),
        "words": _words(document, words),
        "letterhead": [
            {"name": plain_text(name), "text": broken(plain_text(text), _LETTERHEAD_LINE)}
            for name, text in document.letterhead
        ],
        "stamps": [_block(stamp, notes, words) for stamp in document.stamps],
        "sections": [_section(section, notes, words) for section in sections],
    }


def _words(document: Document, words: Wording) -> Tree:
    is_confidential = document.edition is Edition.CONFIDENTIAL
    return {
        "region": "SE" if document.language == "sv" else "GB",
        "page": page_pattern(words),
        "no_rows": no_rows_words(words),
        "statement": statement_word(words),
        "confidential": confidential_words(words) if is_confidential else "",
        "confidential_part": confidential_part_words(words) if is_confidential else "",
        **{manner.value: manner_word(manner, words) for manner in Manner},
    }


def _section(section: Section, notes: Notes, words: Wording) -> Tree:
    return {
        "name": section.name,
        "heading": broken(plain_text(section.heading), _LINE),
        "is_confidential": section.is_confidential,
        "blocks": [_block(block, notes, words) for block in section.blocks],
        "sections": [_section(one, notes, words) for one in section.sections],
    }


def _block(block: Block, notes: Notes, words: Wording) -> Any:
    tree: Any = block_tree(block, notes)
    if isinstance(block, Table):
        return _table(block, tree)
    if isinstance(block, Judgement):
        return tree | {"placeholder": plain_text(placeholder(block, words))}
    return _broken(tree, _LINE)


def _table(table: Table, tree: Any) -> Any:
    layout = table_layout(table)
    for column, characters in zip(tree["columns"], layout.characters, strict=True):
        column["heading"] = broken(column["heading"], characters)
    for row in tree["rows"]:
        row[:] = [_broken(cell, wide) for cell, wide in zip(row, layout.characters, strict=True)]
    return tree | {"widths": list(layout.widths), "size": layout.size}


def _broken(tree: Any, characters: int) -> Any:
    """Return `tree` with breaks in the long words of all its runs."""
    if isinstance(tree, list):
        return [_broken(part, characters) for part in tree]
    if not isinstance(tree, dict):
        return tree
    made = {key: _broken(value, characters) for key, value in tree.items()}
    text = made.get("text")
    if isinstance(text, str):
        # Letters with a raised number at their end would not be hyphenated.
        is_long = len(text.rpartition(" ")[2]) > characters - _NOTE
        made |= {"text": broken(text, characters), "is_loose": is_long}
    return made
