"""A document for Word and LibreOffice, in which people write what they judge.

Styles, headings, tables and notes are real ones; each place for a judgement is a content control.
"""

from collections.abc import Mapping

from dashboards.document.libraries import extra_missing
from dashboards.document.model import Document
from dashboards.document.written import Written, with_written


def render_docx(document: Document, kept: Mapping[str, Written] | None = None) -> bytes:
    """Return `document` as DOCX, with `kept` (see `read_judgements`) in its places.

    The same document and text give the same bytes. Raises SupplierwatchError where the library is not
    installed.
    """
    try:
        from dashboards.document.docx_whole import write_docx  # noqa: PLC0415 - only who writes DOCX needs it
    except ModuleNotFoundError as error:
        raise extra_missing(error.name) from error
    written = kept or {}
    return write_docx(with_written(document, written), written)
