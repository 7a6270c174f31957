"""Writing the documents of the decision in their forms."""

from collections.abc import Iterable
from pathlib import Path

from dashboards.document.forms import DocumentForm, render_document
from dashboards.document.written import with_written
from supplierwatch.deciding.decision_basis import MadeDocument
from supplierwatch.deciding.kept_writing import keep_figures
from supplierwatch.reporting import save_bytes


def save_documents(
    made: Iterable[MadeDocument], forms: Iterable[DocumentForm], folder: Path
) -> tuple[Path, ...]:
    """Write each of `made` in each of `forms` to `folder` and return the paths.

    In every form what people wrote stands as they wrote it; beside a DOCX its figures are noted, so that the
    next making can tell which of them moved.
    """
    asked = tuple(forms)
    return tuple(path for one in made for path in _save(one, asked, folder))


def _save(made: MadeDocument, forms: tuple[DocumentForm, ...], folder: Path) -> list[Path]:
    paths = []
    for form in forms:
        content = render_made(made, form)
        paths.append(save_bytes(content, folder / f"{made.name}.{form.value}"))
        if form is DocumentForm.DOCX:
            keep_figures(folder, made.name, made.kept, made.document)
    return paths


def render_made(made: MadeDocument, form: DocumentForm) -> bytes:
    """Return one document in one form, with what people wrote."""
    if form is DocumentForm.DOCX:
        from dashboards.document.docx_form import render_docx  # noqa: PLC0415 - needs the extra reports

        return render_docx(made.document, made.kept.written)
    return render_document(with_written(made.document, dict(made.kept.written)), form)
