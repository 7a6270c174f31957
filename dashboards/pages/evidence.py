"""Explanations as pages: the same words, tables and pictures, with addresses in place of commands."""

import shlex
from collections.abc import Sequence

from dashboards.explanation.drawings import draw_shapes
from dashboards.explanation.parts import Explained, Heading, Part, Sentence, Table
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Block, Cell, Column, Grid, Page, Paragraph, Picture, Section
from dashboards.wording import Wording

_COMMAND = ["supplierwatch", "explain"]


def build_evidence_page(
    told: Sequence[Explained], subject: str, words: Wording, addresses: Addresses
) -> Page:
    """Return what was told of `subject`, each part of it under its own heading."""
    if len(told) == 1:
        return _page_of(told[0], words, addresses)
    sections = [
        Section(f"part-{number}", one.title, _blocks(one.parts, words, addresses))
        for number, one in enumerate(told, 1)
    ]
    return Page(words.text("What stands behind {subject}", subject=subject), sections=tuple(sections))


def _page_of(told: Explained, words: Wording, addresses: Addresses) -> Page:
    """The parts before the first heading lead; each heading begins a section."""
    lead: list[Part] = []
    sections: list[tuple[str, list[Part]]] = []
    for part in told.parts:
        if isinstance(part, Heading):
            sections.append((part.text, []))
        else:
            (sections[-1][1] if sections else lead).append(part)
    return Page(
        told.title,
        lead=_blocks(lead, words, addresses),
        sections=tuple(
            Section(f"part-{number}", heading, _blocks(parts, words, addresses))
            for number, (heading, parts) in enumerate(sections, 1)
        ),
    )


def _blocks(parts: Sequence[Part], words: Wording, addresses: Addresses) -> tuple[Block, ...]:
    return tuple(_block(part, words, addresses) for part in parts)


def _block(part: Part, words: Wording, addresses: Addresses) -> Block:
    match part:
        case Sentence():
            return _sentence(part, words, addresses)
        case Heading():
            return Paragraph(part.text, "lead")
        case Table():
            return _table(part, words, addresses)
        case _:
            return Picture(draw_shapes(part, words))


def _sentence(sentence: Sentence, words: Wording, addresses: Addresses) -> Paragraph:
    if not sentence.is_command:
        return Paragraph(sentence.text)
    parts = shlex.split(sentence.text)
    if parts[:2] != _COMMAND or len(parts) < 3:
        return Paragraph(sentence.text, "note")
    key = parts[2]
    address = addresses.evidence(key) if "/" in key or "@" in key else addresses.ticket(key)
    return Paragraph(words.text("More: {subject}", subject=key), address=address)


def _table(table: Table, words: Wording, addresses: Addresses) -> Grid:
    names_tickets = table.columns[0] == words.text("Ticket")
    keys = words.text("Explained by")

    def address(place: int, text: str) -> str:
        if table.columns[place] == keys:
            return addresses.evidence(text)
        return addresses.ticket(text) if names_tickets and place == 0 else ""

    return Grid(
        table.title,
        tuple(Column(name, place in table.right) for place, name in enumerate(table.columns)),
        tuple(
            tuple(Cell(text, address(place, text)) for place, text in enumerate(row)) for row in table.rows
        ),
    )
