"""A document as PDF by Typst: tagged for those who cannot see it, the same bytes for the same document.

All that the document says reaches the template as data and is never read as markup. The template is our own
file; the compiler finds no other below its root, no system font and no package.
"""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashboards.document.characters import named_characters
from dashboards.document.json_form import Tree
from dashboards.document.libraries import extra_missing
from dashboards.document.model import Document
from dashboards.document.paper import paper_tree

_TEMPLATES = "dashboards.document"


def render_pdf(document: Document) -> bytes:
    """Return `document` as PDF 1.7 after PDF/UA-1.

    Characters that no font of Typst has stand as their number, such as `[U+4E2D]`. Raises SupplierwatchError
    where Typst is not installed.
    """
    tree = paper_tree(document)
    created = datetime.fromisoformat(document.created).replace(tzinfo=UTC)
    try:
        return compile_template("document.typ", tree, created, pdf_standards=["ua-1"])
    except FontMissing:
        return compile_template("document.typ", named_characters(tree), created, pdf_standards=["ua-1"])


class FontMissing(Exception):  # noqa: N818 - a fact about the text, named as one
    """A character of the document is in no font of the compiler."""


def compile_template(name: str, data: Tree, created: datetime, **options: Any) -> bytes:
    """Return what Typst makes of one of our templates and `data`.

    Raises SupplierwatchError where Typst is not installed, FontMissing for a character that no font has.
    """
    try:
        import typst  # noqa: PLC0415 - only who writes PDF needs the library
    except ModuleNotFoundError as error:
        raise extra_missing(error.name) from error
    folder = Path(str(files(_TEMPLATES) / "templates"))
    try:
        content: bytes = typst.compile(
            (folder / name).read_bytes(),
            root=str(folder),
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            timestamp=int(created.timestamp()),
            package_path=str(folder / "no-packages"),
            package_cache_path=str(folder / "no-packages"),
            **options,
        )
    except typst.TypstError as error:
        if "could not be displayed with font" in error.message:
            raise FontMissing(error.message) from error
        raise
    return content
