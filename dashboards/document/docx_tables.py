"""Tables of a document as WordprocessingML; the row of headings is repeated on each page."""

from docx.oxml.ns import qn

from dashboards.document.columns import NOTES, SIZE, table_layout
from dashboards.document.docx_styles import CLOSE, NOTE, SMALL, TABLE_TEXT
from dashboards.document.docx_writing import Writing, note_mark
from dashboards.document.docx_xml import Element, bookmark, borders, element, paragraph, run
from dashboards.document.model import Cell, Entries, Table
from dashboards.document.texts import plain_text
from dashboards.document.words import no_rows_words

WIDTH = 9354
"""The width between the margins in twentieths of a point: 165 mm."""
_RULE, _HEAD = "A8A8A8", "EEF2F6"
_HEAVY = ("single", 8, "1B1B1B")
_LONGEST_TOLD = 250


def table_elements(writing: Writing, table: Table) -> list[Element]:
    """Return a table with its caption above and its note below."""
    layout = table_layout(table)
    widths = [round(part * WIDTH) for part in layout.widths]
    half_points = round(min(layout.size, SIZE) * 2)
    rows = [_head(table, widths, half_points)]
    if not table.rows:
        rows.append(_empty_row(writing, table, widths, half_points))
    for place, row in enumerate(table.rows):
        is_total = table.has_total and place == len(table.rows) - 1
        rows.append(_row(writing, table, row, widths, half_points, is_total=is_total))
    made = element("tbl", _properties(table), _grid(widths), *rows)
    after = paragraph(run(table.note), style=NOTE)
    return [paragraph(run(table.caption), style="Caption"), made, after]


def entries_table(writing: Writing, entries: Entries) -> list[Element]:
    """Return terms and what is said of each, side by side without lines."""
    widths = [round(WIDTH * 0.3), WIDTH - round(WIDTH * 0.3)]
    rows = [
        element(
            "tr",
            _cell(paragraph(run(name, strong=True), style=CLOSE), widths[0]),
            _cell(paragraph(*writing.said(said), style=CLOSE), widths[1]),
        )
        for name, said in entries.entries
    ]
    properties = element("tblPr", element("tblW", w=WIDTH, type="dxa"), element("tblLayout", type="fixed"))
    return [element("tbl", properties, _grid(widths), *rows), paragraph(style=SMALL)]


def _properties(table: Table) -> Element:
    line = ("single", 4, _RULE)
    return element(
        "tblPr",
        element("tblW", w=WIDTH, type="dxa"),
        borders("tblBorders", bottom=line, insideH=line),
        element("tblLayout", type="fixed"),
        element("tblCellMar", element("left", w=70, type="dxa"), element("right", w=70, type="dxa")),
        element("tblLook", val="04A0", firstRow=1, lastRow=int(table.has_total), firstColumn=1, noVBand=1),
        element("tblCaption", val=plain_text(table.caption)[:_LONGEST_TOLD]),
    )


def _grid(widths: list[int]) -> Element:
    return element("tblGrid", *(element("gridCol", w=width) for width in widths))


def _head(table: Table, widths: list[int], half_points: int) -> Element:
    cells = []
    for column, width in zip(table.columns, widths, strict=True):
        told = _sized(run(column.heading, strong=True), half_points)
        text = paragraph(told, style=TABLE_TEXT, right=column.is_number)
        cells.append(_cell(text, width, fill=_HEAD, top=_HEAVY, bottom=_HEAVY))
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(
    writing: Writing,
    table: Table,
    row: tuple[Cell, ...],
    widths: list[int],
    half_points: int,
    *,
    is_total: bool,
) -> Element:
    cells = []
    names_rows = table.name != NOTES and not table.columns[0].is_number
    for place, (cell, column, width) in enumerate(zip(row, table.columns, widths, strict=True)):
        told = [
            _sized(part, half_points)
            for part in writing.said(cell.runs, strong=is_total or (place == 0 and names_rows))
        ]
        if table.name == NOTES and place == 0:
            told = bookmark(note_mark(int(cell.text)), writing.new_mark(), *told)
        text = paragraph(*told, style=TABLE_TEXT, right=column.is_number)
        cells.append(_cell(text, width, top=_HEAVY) if is_total else _cell(text, width))
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _empty_row(writing: Writing, table: Table, widths: list[int], half_points: int) -> Element:
    told = _sized(run(no_rows_words(writing.words), slanted=True), half_points)
    cell = _cell(paragraph(told, style=TABLE_TEXT), sum(widths), span=len(table.columns))
    return element("tr", cell)


def _cell(
    text: Element, width: int, *, fill: str = "", span: int = 1, **lines: tuple[str, int, str]
) -> Element:
    properties = [element("tcW", w=width, type="dxa")]
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if lines:
        properties.append(borders("tcBorders", **lines))
    if fill != "":
        properties.append(element("shd", val="clear", color="auto", fill=fill))
    return element("tc", element("tcPr", *properties), text)


def _sized(part: Element, half_points: int) -> Element:
    """Give the runs in `part` their size, where a wide table needs smaller letters than its style has."""
    if half_points < round(SIZE * 2):
        for one in part.iter(qn("w:r")):
            properties = one.get_or_add_rPr()
            properties.insert_element_before(element("sz", val=half_points), "w:vertAlign")
    return part
