"""What of a document is for reading: long lists of data are for programs and spreadsheets only.

Every figure has its note in the forms for programs; to readers neighbours with the same note show it once.
"""

from collections.abc import Iterable
from dataclasses import replace

from dashboards.document.model import Document, Section
from dashboards.document.note_marks import with_few_marks


def readable(document: Document) -> Document:
    """Return `document` without its sections of data, and with few raised numbers."""
    return replace(document, sections=_readable(document.sections))


def _readable(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            blocks=tuple(with_few_marks(one) for one in section.blocks),
            sections=_readable(section.sections),
        )
        for section in sections
        if not section.is_data
    )
