"""Editing a DOCX as Word does when somebody writes in a content control."""

import io
import zipfile
from collections.abc import Callable

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MAIN = "word/document.xml"


def edited(content: bytes, edit: Callable[[str], str]) -> bytes:
    """Return a DOCX with its text changed by `edit`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in package.namelist():
            part = package.read(name)
            changed.writestr(name, edit(part.decode()).encode() if name == _MAIN else part)
    return out.getvalue()


def typed(content: bytes, place: str, *paragraphs: str) -> bytes:
    """Return a DOCX where somebody typed `paragraphs` (the inside of `w:p`) into the control of `place`."""

    def type_there(text: str) -> str:
        tree = parse_xml(text.encode())
        for control in tree.iter(qn("w:sdt")):
            properties, told = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
            if properties.find(qn("w:tag")).get(qn("w:val")) != place:
                continue
            for prompt in properties.findall(qn("w:showingPlcHdr")):
                properties.remove(prompt)
            for old in list(told):
                told.remove(old)
            for paragraph in paragraphs:
                told.append(parse_xml(f"<w:p {_NAMESPACE}>{paragraph}</w:p>"))
        return _told(tree)

    return edited(content, type_there)


def without(content: bytes, *names: str) -> bytes:
    """Return a DOCX without the elements called `names`; what stands in them stays where it was."""

    def take_away(text: str) -> str:
        tree = parse_xml(text.encode())
        for name in names:
            for one in list(tree.iter(qn(f"w:{name}"))):
                inside = one.find(qn("w:sdtContent"))
                for child in [] if inside is None else list(inside):
                    one.addprevious(child)
                one.getparent().remove(one)
        return _told(tree)

    return edited(content, take_away)


def _told(tree: object) -> str:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types

    return str(etree.tostring(tree, encoding="unicode"))
