"""The annex to tender documents in words: what was measured, what is demanded, and how each is checked."""

from dashboards.deciding.tender.document import build_tender_document, build_tender_sections

__all__ = ["build_tender_document", "build_tender_sections"]
