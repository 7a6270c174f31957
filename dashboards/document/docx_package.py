"""Reading the parts of a DOCX that comes from outside: no entities, no more than fits, clear errors."""

import io
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from collector.errors import SupplierwatchError

MOST_BYTES = 64 * 2**20
"""The most that a file, and a part of it unpacked, may hold."""
Tree = Any
"""An element of XML, which defusedxml does not type."""

_MAIN, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Not packed, damaged, cut off, packed in a way unknown here, or locked by a password.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)
_REMEDY = "Open it in Word or LibreOffice and save it as a Word document (.docx)"


def w(name: str) -> str:
    """Return a name of WordprocessingML as the parser has it."""
    return _SPACE + name


class DocxParts:
    """The text, styles and lists of a DOCX."""

    def __init__(self, content: bytes) -> None:
        """Read the parts of `content`; raises SupplierwatchError where it is no DOCX that can be read."""
        if len(content) > MOST_BYTES:
            raise SupplierwatchError(
                f"the document has {len(content)} bytes; allowed: {MOST_BYTES}. Remove pictures from it"
            )
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                self.main = _part(package, _MAIN)
                self.styles = _part(package, _STYLES)
                self.numbering = _part(package, _NUMBERING)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
            zlib.error,
        ) as error:
            # Not packed, damaged, or locked by a password.
            raise SupplierwatchError(f"this is no DOCX that can be read: {error}. {_REMEDY}") from error
        if self.main is None:
            raise SupplierwatchError(f"this is no DOCX: it has no {_MAIN}. {_REMEDY}")


def _part(package: zipfile.ZipFile, name: str) -> Tree | None:
    if name not in package.namelist():
        return None
    with package.open(name) as file:
        # What the list of contents says of a part's size may be wrong.
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SupplierwatchError(
            f"{name} has more than {MOST_BYTES} bytes unpacked; this is no usual document"
        )
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise SupplierwatchError(f"{name} cannot be read: {error}. {_REMEDY}") from error
