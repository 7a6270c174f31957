"""What is known of a document that people edit, and what is told where that cannot be read."""

from pathlib import Path

import pytest

from collector.errors import SupplierwatchError
from dashboards.document.docx_form import render_docx
from dashboards.document.model import Document, Judgement, Section
from supplierwatch.deciding.kept_writing import read_kept

DOCUMENT = Document(
    "sv", "TJÄNSTEUTLÅTANDE", "Ärende", sections=(Section("a", "A", (Judgement("a", "Skriv."),)),)
)


def test_where_no_document_is_nothing_was_written(tmp_path: Path) -> None:
    kept = read_kept(tmp_path, "decision")
    assert (kept.written, kept.beside) == ({}, {})


def test_where_nobody_wrote_nothing_counts_as_moved(tmp_path: Path) -> None:
    (tmp_path / "decision.docx").write_bytes(render_docx(DOCUMENT))
    assert read_kept(tmp_path, "decision").changed({"new": "1"}) == ()


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_a_list_of_figures_that_is_none_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "decision.docx").write_bytes(render_docx(DOCUMENT))
    (tmp_path / "decision.figures.json").write_text(content, encoding="utf-8")
    with pytest.raises(SupplierwatchError, match="remove it"):
        read_kept(tmp_path, "decision")


def test_a_document_that_is_no_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "decision.docx").write_bytes(b"not a zip")
    with pytest.raises(SupplierwatchError):
        read_kept(tmp_path, "decision")
