"""LibreOffice opens the DOCX, shows all of it, and keeps what people wrote when it saves it anew."""

from pathlib import Path

import pytest

from dashboards.document.docx_form import render_docx
from dashboards.document.docx_judgements import read_judgements
from tests.dashboards.document.examples import whole
from tests.dashboards.document.programs import converted, dark_shares, pdf_facts, pdf_text
from tests.dashboards.document.word import typed


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def test_it_opens_and_every_page_shows_something(tmp_path: Path, profile: Path) -> None:
    path = tmp_path / "basis.docx"
    path.write_bytes(render_docx(whole()))
    pdf = converted(path, "pdf", profile)
    told = " ".join(pdf_text(pdf).split())
    for part in (
        "TJÄNSTEUTLÅTANDE",
        "Svar på remiss om it-service",
        "OFULLSTÄNDIGT UNDERLAG. Kostnader saknas",
        "[Skriv här: Bedöm leverantörens åtgärder]",
        "Förvaltningen anser detta.",
        "Källor till uppgifterna",
        f"Sida 2 ({pdf_facts(pdf)['Pages']})",
    ):
        assert part in told
    shares = dark_shares(pdf)
    assert len(shares) >= 3
    assert all(0.001 < share < 0.3 for share in shares)


def test_a_long_table_has_its_headings_on_every_page(tmp_path: Path, profile: Path) -> None:
    path = tmp_path / "long.docx"
    path.write_bytes(render_docx(whole(rows=90)))
    pdf = converted(path, "pdf", profile)
    pages = [
        told
        for page in range(1, int(pdf_facts(pdf)["Pages"]) + 1)
        if "2026-01-01" in (told := pdf_text(pdf, "-f", str(page), "-l", str(page)))
    ]
    assert len(pages) >= 3
    assert all("Nyckeltal" in told for told in pages)


def test_what_was_written_is_found_after_it_saved_the_file_anew(tmp_path: Path, profile: Path) -> None:
    point = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>en punkt</w:t></w:r>'
    content = typed(
        render_docx(whole(rows=2)), "summary-empty", "<w:r><w:t>De räcker.</w:t></w:r>", "<w:r/>", point
    )
    path = tmp_path / "written.docx"
    path.write_bytes(content)
    found = read_judgements(converted(path, "docx", profile).read_bytes())
    assert found["summary-empty"].texts == ("De räcker.", "\u2013 en punkt")
    assert found["summary-written"].texts == ("Förvaltningen anser detta.", "Andra stycket.")


def test_empty_places_are_empty_after_it_saved_the_file_anew(tmp_path: Path, profile: Path) -> None:
    path = tmp_path / "empty.docx"
    path.write_bytes(render_docx(whole(rows=2)))
    assert "summary-empty" not in read_judgements(converted(path, "docx", profile).read_bytes())
