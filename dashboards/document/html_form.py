"""A document as one page of HTML that needs nothing else: no script, no request, no other file."""

import base64

from dashboards.document.columns import NOTES
from dashboards.document.model import Document, Judgement, Manner, Picture, notes_of
from dashboards.document.notes import section_of_notes
from dashboards.document.readable import readable
from dashboards.document.texts import plain_text, safe_address
from dashboards.document.words import (
    confidential_part_words,
    confidential_words,
    manner_word,
    no_rows_words,
    placeholder,
    statement_word,
)
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.wording import wording

PACKAGE = "dashboards.document"
STYLE = (PACKAGE, "document.css")


def document_policy() -> str:
    """Return the content security policy of a document where it is served: its style and its pictures."""
    allowed = f"style-src 'sha256-{style_hash(page_style(STYLE))}'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def render_html_document(document: Document) -> str:
    """Return `document` as one self-contained page: landmarks, captions, headings of rows and columns."""
    words, style = wording(document.language), page_style(STYLE)
    notes, document = notes_of(document), readable(document)
    return (
        page_environment(PACKAGE)
        .get_template("document.html")
        .render(
            document=document,
            notes=notes,
            notes_section=section_of_notes(document, notes),
            notes_name=NOTES,
            text=words.text,
            plain=plain_text,
            safe_address=safe_address,
            picture_address=_picture_address,
            manner_word={manner.value: manner_word(manner, words) for manner in Manner},
            placeholder=lambda judgement: _placeholder(judgement, document.language),
            statement=statement_word(words),
            confidential=confidential_words(words),
            confidential_part=confidential_part_words(words),
            no_rows=no_rows_words(words),
            style=style,
            style_hash=style_hash(style),
        )
    )


def _placeholder(judgement: Judgement, language: str) -> str:
    return placeholder(judgement, wording(language))


def _picture_address(picture: Picture) -> str:
    """Return the drawing as an address: as a picture it can neither run nor fetch anything."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.svg.encode()).decode()
