"""Places where people write, as content controls that Word keeps by their tag.

Each stands in a frame of its own, whose label carries a bookmark with the name of the place: programs that
know no content controls keep that, so that what was written is found again.
"""

import hashlib

from dashboards.document.docx_styles import LABEL, PLACEHOLDER, SMALL
from dashboards.document.docx_tables import WIDTH
from dashboards.document.docx_writing import Writing
from dashboards.document.docx_xml import Element, bookmark, borders, element, paragraph, run
from dashboards.document.model import Judgement
from dashboards.document.place_names import LONGEST_TITLE, bookmark_of
from dashboards.document.words import placeholder, statement_word
from dashboards.document.written import ListKind, Written, WrittenParagraph, written_of

_SOFT = "4D4D4D"
_EMPTY_HEIGHT = 1700


def place_elements(writing: Writing, judgement: Judgement) -> list[Element]:
    """Return a frame with a label and the control; empty it shows what is asked for, in brackets."""
    written = writing.kept.get(judgement.name) or written_of(judgement.written)
    word = statement_word(writing.words)
    label = paragraph(*bookmark(bookmark_of(judgement.name), writing.new_mark(), run(word)), style=LABEL)
    control = element("sdt", _properties(judgement, word, written), _content(writing, judgement, written))
    cell = element(
        "tc", element("tcPr", element("tcW", w=WIDTH, type="dxa")), label, control, paragraph(style=SMALL)
    )
    row = element("tr", element("trPr", element("trHeight", val=_EMPTY_HEIGHT, hRule="atLeast")), cell)
    line = ("single", 6, _SOFT)
    properties = element(
        "tblPr",
        element("tblW", w=WIDTH, type="dxa"),
        borders("tblBorders", top=line, left=line, bottom=line, right=line),
        element("tblLayout", type="fixed"),
        element(
            "tblCellMar", *(element(side, w=140, type="dxa") for side in ("top", "left", "bottom", "right"))
        ),
    )
    grid = element("tblGrid", element("gridCol", w=WIDTH))
    return [element("tbl", properties, grid, row), paragraph(style=SMALL)]


def _properties(judgement: Judgement, word: str, written: Written) -> Element:
    # A number that is the same in every version of the document, as the control is.
    number = int.from_bytes(hashlib.sha256(judgement.name.encode()).digest()[:4], "big") >> 1
    parts = [
        element("alias", val=f"{word}: {judgement.name}"[:LONGEST_TITLE]),
        element("tag", val=judgement.name),
        element("id", val=number),
        element("lock", val="sdtLocked"),
    ]
    if not written.paragraphs:
        parts.append(element("showingPlcHdr"))
    return element("sdtPr", *parts)


def _content(writing: Writing, judgement: Judgement, written: Written) -> Element:
    if not written.paragraphs:
        asked = run(placeholder(judgement, writing.words), style=PLACEHOLDER)
        return element("sdtContent", paragraph(asked))
    made, number = [], None
    for one in written.paragraphs:
        if one.list_kind is ListKind.NUMBER:
            number = writing.new_list() if number is None else number
        else:
            number = None
        made.append(_paragraph(one, number))
    return element("sdtContent", *made)


def _paragraph(one: WrittenParagraph, number: int | None) -> Element:
    told = [run(part.text, strong=part.is_strong, slanted=part.is_slanted) for part in one.runs]
    if one.list_kind is ListKind.BULLET:
        return paragraph(*told, style="ListBullet")
    if one.list_kind is ListKind.NUMBER:
        return paragraph(*told, style="ListNumber", numbering=number)
    return paragraph(*told)
