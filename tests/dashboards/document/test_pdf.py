"""The PDF: tagged, complete, the same bytes twice, and nothing in it is read as markup."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import SupplierwatchError
from dashboards.document.model import (
    Cell,
    Column,
    Document,
    Edition,
    Points,
    Section,
    Table,
    public_edition,
    runs,
)
from dashboards.document.pdf_form import compile_template, render_pdf
from dashboards.document.traces import figure
from tests.dashboards.document.examples import MEASURED, saying, table_document, whole
from tests.dashboards.document.programs import dark_shares, pdf_facts, pdf_text


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "whole.pdf"
    path.write_bytes(render_pdf(whole()))
    return path


def test_it_is_tagged_for_those_who_cannot_see_it_and_has_a_title_and_a_language(pdf: Path) -> None:
    facts = pdf_facts(pdf)
    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "Svar på remiss om it-service"
    content = pdf.read_bytes()
    assert b"/Lang (sv-SE)" in content or b"/Lang(sv-SE)" in content
    # The identifier of PDF/UA-1 (ISO 14289-1) in its metadata.
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_it_is_of_a4_and_was_made_on_the_day_of_the_document(pdf: Path) -> None:
    facts = pdf_facts(pdf)
    assert facts["Page size"].endswith("(A4)")
    assert facts["CreationDate"].startswith("Mon Nov  9")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(whole(rows=3)) == render_pdf(whole(rows=3))


def test_each_page_has_its_number_and_how_many_there_are(pdf: Path) -> None:
    pages = int(pdf_facts(pdf)["Pages"])
    assert pages >= 3
    for page in range(1, pages + 1):
        told = pdf_text(pdf, "-f", str(page), "-l", str(page))
        assert f"Sida {page} ({pages})" in told


def test_english_numbers_its_pages_as_english_does(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(render_pdf(whole("en", rows=1)))
    assert "Page 1 of " in pdf_text(tmp_path / "one.pdf")


def test_the_headings_of_a_long_table_are_repeated_on_each_page(pdf: Path) -> None:
    pages = int(pdf_facts(pdf)["Pages"])
    of_table = [
        told
        for page in range(1, pages + 1)
        if "99,7" in (told := pdf_text(pdf, "-f", str(page), "-l", str(page)))
    ]
    assert len(of_table) >= 2
    assert all("Nyckeltal" in told and "Anmärkning" in told for told in of_table[1:])


def test_each_page_is_inked_and_none_is_black(pdf: Path) -> None:
    shares = dark_shares(pdf)
    assert len(shares) == int(pdf_facts(pdf)["Pages"])
    assert all(0.001 < share < 0.3 for share in shares)


def test_paragraphs_that_are_set_apart_are_named_by_a_word(pdf: Path) -> None:
    told = pdf_text(pdf)
    for word in ("Mätning", "Bedömning", "Ofullständigt underlag", "Antagande", "OFULLSTÄNDIGT UNDERLAG"):
        assert word in told


def test_a_figure_has_a_note_and_the_notes_stand_at_the_end(pdf: Path) -> None:
    told = pdf_text(pdf)
    notes = " ".join(told[told.rindex("Källor till uppgifterna") :].split())
    assert "supplierwatch explain" in notes
    assert "(seed 20261109)" in notes
    assert "Konkurrensverket" in notes
    assert "a3f1a3f1" in notes


def test_an_empty_place_says_what_is_to_be_written_and_a_written_one_what_was(pdf: Path) -> None:
    told = pdf_text(pdf)
    assert "[Skriv här: Bedöm leverantörens åtgärder]" in told
    assert "Förvaltningen anser detta." in told
    assert "[Skriv här: Bedöm annat]" not in told


def test_a_confidential_document_says_so_on_each_page(pdf: Path) -> None:
    pages = int(pdf_facts(pdf)["Pages"])
    assert pdf_text(pdf).count("Konfidentiell upplaga \u2013 sekretessprövas före utlämnande") == pages


def test_the_public_edition_has_neither_the_confidential_section_nor_its_notes(tmp_path: Path) -> None:
    (tmp_path / "public.pdf").write_bytes(render_pdf(public_edition(whole(rows=1))))
    told = pdf_text(tmp_path / "public.pdf")
    assert "Ekonomisk analys" not in told
    assert "12,5 mnkr" not in told
    assert "20261109" not in told
    assert "Konfidentiell" not in told


def test_markup_in_a_text_stays_text(pdf: Path) -> None:
    # Where a line ends is the layout's affair.
    told = "".join(pdf_text(pdf, "-raw").split())
    for part in ("#pagebreak()", "*b*", "$x$", "@ref", "<label>", "`raw`", "//c", "/*d*/", "alert(1)"):
        assert part in told


@settings(max_examples=25)
@given(st.text(st.sampled_from("#*_$@<>\\`/={}[]()\"'~-+;:.,&% \n\tabcåäö0189"), min_size=1, max_size=40))
def test_no_text_whatever_is_read_as_markup(text: str) -> None:
    assert render_pdf(saying(f"a{text}z")).startswith(b"%PDF-1.7")


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=12))
def test_no_character_keeps_a_document_from_being_written(text: str) -> None:
    assert render_pdf(saying(f"a{text}z")).startswith(b"%PDF-1.7")


def test_a_character_that_no_font_has_stands_as_its_number(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(render_pdf(saying("a\u4e2dz")))
    assert "a[U+4E2D]z" in pdf_text(tmp_path / "one.pdf")


def test_a_long_word_breaks_inside_its_cell(tmp_path: Path) -> None:
    row = (Cell(runs("A")), Cell(runs("x" * 300)), Cell(runs("x" * 300)))
    document = table_document(row, columns=(Column("A"), Column("B"), Column("C")))
    (tmp_path / "one.pdf").write_bytes(render_pdf(document))
    # A line that ran out of its cell would run into the next, or off the page: the columns stay apart.
    told = pdf_text(tmp_path / "one.pdf", "-layout")
    parts = [part for line in told.splitlines() for part in line.split() if "xx" in part]
    assert max(map(len, parts)) < 60
    assert sum(map(len, parts)) == 600


def test_the_template_reaches_no_file_but_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    evil = f'"#read(\\"{tmp_path}/secret.txt\\")" #read("../model.py")'
    path = tmp_path / "one.pdf"
    path.write_bytes(render_pdf(saying(evil)))
    assert "secret.txt" in pdf_text(path).replace("\n", "")
    with pytest.raises(typst.TypstError, match=r"(access|not found|escape|outside)"):
        typst.compile(b'#read("/../model.py")', root=str(Path(__file__).parent))


def test_a_picture_in_a_drawing_fetches_no_file(tmp_path: Path) -> None:
    (tmp_path / "other.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="9" height="9">'
        f'<image width="9" height="9" xlink:href="{tmp_path}/other.svg"/></svg>'
    )
    moment = datetime(2026, 11, 9, tzinfo=UTC)
    try:
        drawn = compile_template("picture.typ", {"svg": svg}, moment, format="svg")
    except typst.TypstError:
        return
    assert b"<image" not in drawn


def test_without_typst_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(SupplierwatchError, match=r"pip install 'supplierwatch\[reports\]'"):
        render_pdf(whole(rows=1, edition=Edition.PUBLIC))


def test_a_long_word_of_letters_is_hyphenated_also_where_it_has_a_note(tmp_path: Path) -> None:
    cell = Cell((figure("informationssäkerhetschef", MEASURED),))
    filling = Cell(runs("en mening som tar den plats som finns på raden, och en till som tar resten"))
    columns = (Column("A"), Column("B", share=9), Column("C", share=9), Column("D", share=9))
    document = table_document((cell, filling, filling, filling), columns=columns)
    (tmp_path / "one.pdf").write_bytes(render_pdf(document))
    assert "informationssäkerhetschef" not in pdf_text(tmp_path / "one.pdf", "-raw")


def test_a_short_table_stays_together_with_its_caption(tmp_path: Path) -> None:
    rows = tuple((Cell(runs(f"rad {number}")),) for number in range(6))
    lines = Points(tuple(runs("en rad") for _ in range(30)))
    table = Table("short", "Kort tabell", (Column("A"),), rows)
    document = Document("sv", "Kind", "Title", sections=(Section("one", "One", (lines, table)),))
    (tmp_path / "one.pdf").write_bytes(render_pdf(document))
    (page,) = [told for told in pdf_text(tmp_path / "one.pdf").split("\f") if "rad 0" in told]
    assert "Kort tabell" in page
    assert "rad 5" in page
