"""The blocks of a document as WordprocessingML."""

import io
from typing import assert_never

from docx.oxml.ns import qn
from docx.shared import Pt

from dashboards.document.docx_places import place_elements
from dashboards.document.docx_styles import LEAD, MANNER_STYLES, NOTE
from dashboards.document.docx_tables import entries_table, table_elements
from dashboards.document.docx_writing import Writing
from dashboards.document.docx_xml import Element, element, paragraph, run
from dashboards.document.model import Block, Entries, Judgement, Manner, Paragraph, Picture, Points, Table
from dashboards.document.pictures import pixels_of
from dashboards.document.texts import plain_text
from dashboards.document.words import manner_word

# The width between the margins, in points.
_WIDTH = 467.0
# In half points.
_WORD_SIZE = 17


def block_elements(writing: Writing, block: Block) -> list[Element]:
    """Return a block as the elements of a body."""
    if isinstance(block, Paragraph):
        return _paragraph(writing, block)
    if isinstance(block, Points):
        return _points(writing, block)
    if isinstance(block, Table):
        return table_elements(writing, block)
    if isinstance(block, Picture):
        return _picture(writing, block)
    if isinstance(block, Entries):
        return entries_table(writing, block)
    if isinstance(block, Judgement):
        return place_elements(writing, block)
    assert_never(block)


def _paragraph(writing: Writing, block: Paragraph) -> list[Element]:
    if block.manner in MANNER_STYLES:
        # In one paragraph with its word, so that no page comes between them.
        word = run(manner_word(block.manner, writing.words), strong=True)
        word.get_or_add_rPr().append(element("sz", val=_WORD_SIZE))
        told = writing.said(block.runs)
        return [paragraph(word, element("r", element("br")), *told, style=MANNER_STYLES[block.manner])]
    styles = {Manner.LEAD: LEAD, Manner.NOTE: NOTE}
    return [paragraph(*writing.said(block.runs), style=styles.get(block.manner, ""))]


def _points(writing: Writing, block: Points) -> list[Element]:
    if block.is_numbered:
        number = writing.new_list()
        return [
            paragraph(*writing.said(point), style="ListNumber", numbering=number) for point in block.points
        ]
    return [paragraph(*writing.said(point), style="ListBullet") for point in block.points]


def _picture(writing: Writing, block: Picture) -> list[Element]:
    pixels = pixels_of(block.svg)
    scale = min(1.0, _WIDTH / pixels.width)
    holder = writing.file.add_paragraph()
    holder.paragraph_format.keep_with_next = True
    holder.add_run().add_picture(
        io.BytesIO(pixels.content), Pt(pixels.width * scale), Pt(pixels.height * scale)
    )
    for told in holder._p.iter(qn("wp:docPr")):  # noqa: SLF001 - the library has no other way to alt text
        told.set("descr", plain_text(block.described))
        told.set("id", str(1000 + writing.new_mark()))
    holder._p.getparent().remove(holder._p)  # noqa: SLF001 - it is put where it belongs
    return [holder._p, paragraph(run(block.caption), style="Caption")]  # noqa: SLF001 - as above
