"""The forms of a document, and one way to all of them."""

from collections.abc import Callable
from enum import StrEnum

from dashboards.document.model import Document


class DocumentForm(StrEnum):
    """A form in which a document is written; its value is the ending of the file."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


MEDIA_TYPES = {
    DocumentForm.HTML: "text/html; charset=utf-8",
    DocumentForm.PDF: "application/pdf",
    DocumentForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentForm.CSV: "text/csv; charset=utf-8; header=absent",
    DocumentForm.JSON: "application/json",
}


def render_document(document: Document, form: DocumentForm) -> bytes:
    """Return `document` in `form`, text as UTF-8; the same document gives the same bytes.

    Raises SupplierwatchError where the library that writes the form is not installed.
    """
    return _RENDERERS[form](document)


# Each imports its form only when asked: PDF, DOCX and XLSX need libraries of the extra `reports`.
def _html(document: Document) -> bytes:
    from dashboards.document.html_form import render_html_document  # noqa: PLC0415 - see above

    return render_html_document(document).encode()


def _pdf(document: Document) -> bytes:
    from dashboards.document.pdf_form import render_pdf  # noqa: PLC0415 - see above

    return render_pdf(document)


def _docx(document: Document) -> bytes:
    from dashboards.document.docx_form import render_docx  # noqa: PLC0415 - see above

    return render_docx(document)


def _xlsx(document: Document) -> bytes:
    from dashboards.document.xlsx_form import render_xlsx  # noqa: PLC0415 - see above

    return render_xlsx(document)


def _csv(document: Document) -> bytes:
    from dashboards.document.csv_form import render_csv_document  # noqa: PLC0415 - see above

    return render_csv_document(document).encode()


def _json(document: Document) -> bytes:
    from dashboards.document.json_form import render_json_document  # noqa: PLC0415 - see above

    return render_json_document(document).encode()


_RENDERERS: dict[DocumentForm, Callable[[Document], bytes]] = {
    DocumentForm.HTML: _html,
    DocumentForm.PDF: _pdf,
    DocumentForm.DOCX: _docx,
    DocumentForm.XLSX: _xlsx,
    DocumentForm.CSV: _csv,
    DocumentForm.JSON: _json,
}
