"""The whole of a DOCX: first page, sections, notes, header and footer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from dashboards.document.docx_blocks import block_elements
from dashboards.document.docx_saving import saved
from dashboards.document.docx_styles import LABEL, LANGUAGES, SMALL, set_page, set_styles
from dashboards.document.docx_tables import WIDTH
from dashboards.document.docx_writing import Writing
from dashboards.document.docx_xml import Element, borders, element, field, paragraph, run
from dashboards.document.model import Document, Edition, Paragraph, Section, notes_of
from dashboards.document.notes import section_of_notes
from dashboards.document.readable import readable
from dashboards.document.texts import plain_text
from dashboards.document.words import (
    confidential_part_words,
    confidential_words,
    manner_word,
    page_pattern,
)
from dashboards.document.written import Written
from dashboards.wording import wording

_LONGEST_PROPERTY = 255
_DEEPEST = 9


def write_docx(document: Document, kept: Mapping[str, Written]) -> bytes:
    """Return `document` as DOCX; `kept` is what stands in its places."""
    file = docx.Document()
    set_page(file)
    set_styles(file, document.language)
    _set_properties(file, document)
    notes, document = notes_of(document), readable(document)
    writing = Writing(file, document, wording(document.language), notes, kept)
    elements = _first_page(writing)
    last = section_of_notes(document, notes)
    for section in (*document.sections, *(() if last is None else (last,))):
        elements += _section(writing, section, 1, is_inside=False)
    body = file.element.body
    end = body.find(qn("w:sectPr"))
    for one in elements:
        end.addprevious(one)
    _header_and_footer(writing)
    return saved(file)


def _section(writing: Writing, section: Section, depth: int, *, is_inside: bool) -> list[Element]:
    made = [paragraph(run(section.heading), style=f"Heading{min(depth, _DEEPEST)}")]
    is_marked = section.is_confidential and not is_inside
    if is_marked and writing.document.edition is Edition.CONFIDENTIAL:
        made.append(paragraph(run(confidential_part_words(writing.words)), style=LABEL))
    for block in section.blocks:
        made += block_elements(writing, block)
    for one in section.sections:
        made += _section(writing, one, depth + 1, is_inside=is_inside or section.is_confidential)
    return made


def _first_page(writing: Writing) -> list[Element]:
    document = writing.document
    made = [_letterhead(document), paragraph(run(document.title), style="Title")]
    if document.subtitle != "":
        made.append(paragraph(run(document.subtitle), style="Subtitle"))
    return made + [part for stamp in document.stamps for part in _stamp(writing, stamp)]


def _letterhead(document: Document) -> Element:
    left = paragraph(run(plain_text(document.kind).upper(), strong=True))
    right = [
        paragraph(run(f"{name}: ", strong=True), run(text), style=SMALL) for name, text in document.letterhead
    ]
    half = WIDTH // 2
    cells = [
        element("tc", element("tcPr", element("tcW", w=half, type="dxa")), *parts)
        for parts in ([left], right or [paragraph()])
    ]
    grid = element("tblGrid", element("gridCol", w=half), element("gridCol", w=half))
    properties = element("tblPr", element("tblW", w=WIDTH, type="dxa"), element("tblLayout", type="fixed"))
    return element("tbl", properties, grid, element("tr", *cells))


def _stamp(writing: Writing, stamp: Paragraph) -> list[Element]:
    word = manner_word(stamp.manner, writing.words)
    told = [run(f"{word.upper()}. ", strong=True)] if word != "" else []
    made = paragraph(*told, *writing.said(stamp.runs))
    line = ("single", 10, "1B1B1B")
    made.get_or_add_pPr().append(borders("pBdr", top=line, left=line, bottom=line, right=line))
    return [made]


def _set_properties(file: Any, document: Document) -> None:
    properties, created = file.core_properties, datetime.fromisoformat(document.created)
    properties.title = plain_text(document.title)[:_LONGEST_PROPERTY]
    properties.subject = plain_text(document.subtitle)[:_LONGEST_PROPERTY]
    properties.category = plain_text(document.kind)[:_LONGEST_PROPERTY]
    properties.language = LANGUAGES[document.language]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = created
    properties.revision = 1


def _header_and_footer(writing: Writing) -> None:
    document, page = writing.document, writing.file.sections[0]
    if document.edition is Edition.CONFIDENTIAL:
        told = paragraph(run(confidential_words(writing.words), strong=True), style=SMALL, right=True)
        _replace(page.header, told)
    before, _, rest = page_pattern(writing.words).partition("{number}")
    between, _, after = rest.partition("{total}")
    numbers = [run(before), *field("PAGE"), run(between), *field("NUMPAGES"), run(after)]
    made = paragraph(run(f"{document.footer}\t"), *numbers, style=SMALL)
    tabs = element("tabs", element("tab", val="right", pos=WIDTH))
    made.pPr.append(tabs)
    _replace(page.footer, made)


def _replace(part: Any, told: Element) -> None:
    part.is_linked_to_previous = False
    for one in part._element.findall(qn("w:p")):  # noqa: SLF001 - the library cannot remove paragraphs
        part._element.remove(one)  # noqa: SLF001 - as above
    part._element.append(told)  # noqa: SLF001 - as above
