"""What of a document is for reading: long lists of data are for programs and spreadsheets only."""

from collections.abc import Iterable
from dataclasses import replace

from dashboards.document.model import Document, Section


def readable(document: Document) -> Document:
    """Return `document` without its sections of data."""
    return replace(document, sections=_readable(document.sections))


def _readable(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(
        replace(section, sections=_readable(section.sections)) for section in sections if not section.is_data
    )
