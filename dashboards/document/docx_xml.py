"""Pieces of WordprocessingML (ECMA-376 part 1, chapter 17)."""

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from dashboards.document.texts import plain_text

Element = Any
"""An element of lxml, which has no types here."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(kind: str, /, *children: Element, **attributes: object) -> Element:
    """Return an element of the namespace `w` with attributes of the same."""
    made = OxmlElement(f"w:{kind}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        made.append(child)
    return made


def run(
    text: str, *, strong: bool = False, slanted: bool = False, raised: bool = False, style: str = ""
) -> Element:
    """Return a run; line ends and tabs in `text` stay such."""
    properties = []
    if style != "":
        properties.append(element("rStyle", val=style))
    if strong:
        properties.append(element("b"))
    if slanted:
        properties.append(element("i"))
    if raised:
        properties.append(element("vertAlign", val="superscript"))
    made = element("r")
    if properties:
        made.append(element("rPr", *properties))
    for part in _parts(plain_text(text)):
        made.append(part)
    return made


def _parts(text: str) -> Iterable[Element]:
    for number, line in enumerate(text.split("\n")):
        if number > 0:
            yield element("br")
        for place, piece in enumerate(line.split("\t")):
            if place > 0:
                yield element("tab")
            if piece != "":
                told = element("t")
                told.text = piece
                told.set(_SPACE, "preserve")
                yield told


def paragraph(
    *children: Element, style: str = "", numbering: int | None = None, right: bool = False
) -> Element:
    """Return a paragraph in a style; `numbering` is the list it is a point of."""
    properties = []
    if style != "":
        properties.append(element("pStyle", val=style))
    if numbering is not None:
        level = element("numPr", element("ilvl", val=0), element("numId", val=numbering))
        properties.append(level)
    if right:
        properties.append(element("jc", val="right"))
    return element("p", *([element("pPr", *properties)] if properties else []), *children)


def link_inside(anchor: str, *children: Element) -> Element:
    """Return a link to a bookmark of the document."""
    return element("hyperlink", *children, anchor=anchor, history=1)


def bookmark(name: str, number: int, *children: Element) -> list[Element]:
    """Return `children` between the ends of a bookmark."""
    return [element("bookmarkStart", id=number, name=name), *children, element("bookmarkEnd", id=number)]


def field(code: str) -> list[Element]:
    """Return a field such as PAGE, with a 1 until it is computed."""
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", _instruction(f" {code} ")),
        element("r", element("fldChar", fldCharType="separate")),
        run("1"),
        element("r", element("fldChar", fldCharType="end")),
    ]


def borders(name: str, **sides: tuple[str, int, str]) -> Element:
    """Return borders; each side is a line, its width in eighths of a point and its colour."""
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    made = [
        element(
            side,
            val=sides[side][0],
            sz=sides[side][1],
            space=4 if name == "pBdr" else 0,
            color=sides[side][2],
        )
        for side in order
        if side in sides
    ]
    return element(name, *made)


def _instruction(code: str) -> Element:
    made = element("instrText")
    made.text = code
    made.set(_SPACE, "preserve")
    return made
