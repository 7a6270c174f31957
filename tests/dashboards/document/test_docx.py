"""The DOCX: real headings, tables, notes and links, a language, the same bytes twice."""

import io
import sys
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import SupplierwatchError
from dashboards.document.docx_form import render_docx
from dashboards.document.model import Document, public_edition
from tests.dashboards.document.examples import HOSTILE, saying, whole


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(render_docx(document)))


@pytest.fixture(scope="module")
def file() -> Any:
    return opened(whole(rows=3))


def test_headings_are_headings_of_the_section_s_depth(file: Any) -> None:
    found = [(one.style.name, one.text) for one in file.paragraphs if one.style.name.startswith("Heading")]
    assert found == [
        ("Heading 1", "Förslag till beslut"),
        ("Heading 1", "Sammanfattning"),
        ("Heading 1", "Ärendet"),
        ("Heading 2", "Servicenivåer"),
        ("Heading 1", "Ekonomisk analys"),
        ("Heading 1", "Källor till uppgifterna"),
    ]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_docx(whole(rows=3)) == render_docx(whole(rows=3))


def test_its_parts_tell_no_time_but_the_day_of_the_document(file: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(whole(rows=1)))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert str(file.core_properties.created.date()) == "2026-11-09"


@pytest.mark.parametrize(("language", "told"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_its_language_is_set(language: str, told: str) -> None:
    file = opened(whole(language, rows=1))
    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {told}
    assert file.core_properties.language == told


def test_the_headings_of_a_table_are_repeated_on_each_page(file: Any) -> None:
    table = next(one for one in file.tables if one.cell(0, 0).text == "Nyckeltal")
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert [row.cells[0].text for row in table.rows[1:]][-1] == "Summa"
    assert table.cell(1, 1).paragraphs[0].alignment == 2  # to the right


def test_a_table_has_its_caption_above_it(file: Any) -> None:
    captions = [one.text for one in file.paragraphs if one.style.name == "Caption"]
    assert captions[0] == "Servicenivåer"


def test_the_number_of_a_note_leads_to_its_row(file: Any) -> None:
    anchors = {one.get(qn("w:anchor")) for one in file.element.iter(qn("w:hyperlink"))} - {None}
    marks = {one.get(qn("w:name")) for one in file.element.iter(qn("w:bookmarkStart"))}
    assert anchors == {"note_1", "note_2", "note_3", "note_4"}
    assert anchors <= marks


def test_numbered_lists_begin_with_1_each() -> None:
    document = whole(rows=1)
    twice = replace(document, sections=(document.sections[0], replace(document.sections[0], name="again")))
    numbers = [one.get(qn("w:val")) for one in opened(twice).element.body.iter(qn("w:numId"))]
    assert len(numbers) == 4
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_a_picture_has_an_alternative_text(file: Any) -> None:
    (shape,) = file.element.iter(qn("wp:docPr"))
    assert shape.get("descr") == "En linje som stiger från 2024."


def test_the_footer_counts_the_pages(file: Any) -> None:
    footer = file.sections[0].footer._element
    assert [one.text for one in footer.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]
    assert "Sida " in "".join(one.text for one in footer.iter(qn("w:t")))


def test_a_confidential_document_says_so_in_the_header_of_each_page(file: Any) -> None:
    header = "Konfidentiell upplaga \u2013 sekretessprövas före utlämnande"
    assert file.sections[0].header.paragraphs[0].text == header
    public = opened(public_edition(whole(rows=1)))
    assert "".join(one.text for one in public.sections[0].header.paragraphs) == ""
    assert "12,5 mnkr" not in "".join(one.text for one in public.paragraphs)


def test_an_empty_place_is_a_content_control_that_shows_what_is_asked(file: Any) -> None:
    control = next(
        one
        for one in file.element.iter(qn("w:sdt"))
        if one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == "summary-empty"
    )
    assert control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    told = "".join(one.text for one in control.iter(qn("w:t")))
    assert told == "[Skriv här: Bedöm leverantörens åtgärder]"


def test_markup_in_a_text_stays_text(file: Any) -> None:
    table = next(one for one in file.tables if one.cell(0, 0).text == "Nyckeltal")
    assert table.cell(1, 4).text == HOSTILE


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    document = saying("x")
    (section,) = document.sections
    paragraph: Any = section.blocks[0]
    evil = replace(paragraph, runs=(replace(paragraph.runs[0], address="file:///etc/passwd"),))
    file = opened(replace(document, sections=(replace(section, blocks=(evil,)),)))
    assert not [one for one in file.element.iter(qn("w:hyperlink")) if one.get(qn("r:id"))]


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=12))
def test_no_character_keeps_a_document_from_being_written(text: str) -> None:
    assert opened(saying(f"a{text}z")).paragraphs


def test_without_the_library_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    for name in [name for name in sys.modules if name.startswith("dashboards.document.docx_whole")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SupplierwatchError, match=r"pip install 'supplierwatch\[reports\]'"):
        render_docx(whole(rows=1))
