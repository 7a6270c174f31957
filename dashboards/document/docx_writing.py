"""What the parts of a DOCX share while it is written: its file, words, notes, numbers of marks and lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from dashboards.document.docx_xml import Element, element, link_inside, run
from dashboards.document.model import Document, Notes, Run, Runs
from dashboards.document.texts import safe_address
from dashboards.document.written import Written
from dashboards.wording.words import Wording


@dataclass
class Writing:
    """A DOCX that is being written; `file` is python-docx's document."""

    file: Any
    document: Document
    words: Wording
    notes: Notes
    kept: Mapping[str, Written]
    _marks: int = field(default=0)

    def new_mark(self) -> int:
        """Return a number that no bookmark has yet."""
        self._marks += 1
        return self._marks

    def said(self, runs: Runs, *, strong: bool = False) -> list[Element]:
        """Return sentences; figures are followed by the raised number of their note, which leads there."""
        made: list[Element] = []
        for one in runs:
            made.append(self._run(one, strong=strong or one.is_strong))
            if one.trace is not None:
                number = self.notes.number_of(one.trace)
                made.append(link_inside(note_mark(number), run(str(number), raised=True)))
        return made

    def new_list(self) -> int:
        """Return the number of a new numbered list, which begins with 1."""
        numbering = self.file.part.numbering_part.element
        style = self.file.styles["List Number"].element
        own = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
        definition = next(
            one.find(qn("w:abstractNumId")).get(qn("w:val"))
            for one in numbering.findall(qn("w:num"))
            if one.get(qn("w:numId")) == own
        )
        number = 1 + max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num")))
        restart = element("lvlOverride", element("startOverride", val=1), ilvl=0)
        numbering.append(element("num", element("abstractNumId", val=definition), restart, numId=number))
        return number

    def _run(self, one: Run, *, strong: bool) -> Element:
        address = safe_address(one.address)
        if address == "":
            return run(one.text, strong=strong)
        link = element("hyperlink", run(one.text, strong=strong, style="Hyperlink"), history=1)
        relation = self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        return link


def note_mark(number: int) -> str:
    """Return the name of the bookmark of a note."""
    return f"note_{number}"
