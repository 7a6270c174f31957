"""Whether a paragraph of a DOCX is a point of a list, by itself or by its style."""

from dashboards.document.docx_package import DocxParts, Tree, w
from dashboards.document.written import ListKind

_DEEPEST_STYLE = 20


class ListReader:
    """Knows the lists of a document."""

    def __init__(self, parts: DocxParts) -> None:
        self._formats = {} if parts.numbering is None else _formats(parts.numbering)
        found = [] if parts.styles is None else parts.styles.findall(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}

    def kind_of(self, paragraph: Tree) -> ListKind:
        """Return what kind of list `paragraph` is a point of."""
        properties = paragraph.find(w("pPr"))
        if properties is None:
            return ListKind.NONE
        numbering = properties.find(w("numPr"))
        if numbering is None:
            numbering = self._of_style(properties)
        if numbering is None:
            return ListKind.NONE
        told = self._formats.get((_value(numbering, "numId"), _value(numbering, "ilvl") or "0"), "none")
        return {"none": ListKind.NONE, "bullet": ListKind.BULLET}.get(told, ListKind.NUMBER)

    def _of_style(self, properties: Tree) -> Tree | None:
        name = _value(properties, "pStyle")
        # Styles may name one another in a ring.
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                return None
            numbering = style.find(f"{w('pPr')}/{w('numPr')}")
            if numbering is not None:
                return numbering
            name = _value(style, "basedOn")
        return None


def _formats(numbering: Tree) -> dict[tuple[str, str], str]:
    """Return the format of each level of each list."""
    abstract = {
        one.get(w("abstractNumId"), ""): {
            level.get(w("ilvl"), ""): _value(level, "numFmt") for level in one.findall(w("lvl"))
        }
        for one in numbering.findall(w("abstractNum"))
    }
    return {
        (number.get(w("numId"), ""), level): told
        for number in numbering.findall(w("num"))
        for level, told in abstract.get(_value(number, "abstractNumId"), {}).items()
    }


def _value(parent: Tree, name: str) -> str:
    found = parent.find(w(name))
    return "" if found is None else str(found.get(w("val"), ""))
